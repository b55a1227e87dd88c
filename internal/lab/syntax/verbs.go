package syntax

func (*CreateMasterKey) stmt()     {}
func (*AlterMasterKey) stmt()      {}
func (*OpenMasterKey) stmt()       {}
func (*CloseMasterKey) stmt()      {}
func (*DropMasterKey) stmt()       {}
func (*CreateEncryptionKey) stmt() {}
func (*BackupMasterKey) stmt()     {}
func (*CreateCertificate) stmt()   {}
func (*DropCertificate) stmt()     {}
func (*BackupCertificate) stmt()   {}
func (*Endpoint) stmt()            {}
func (*DropEndpoint) stmt()        {}
func (*CreateGroup) stmt()         {}
func (*AlterGroup) stmt()          {}
func (*DropGroup) stmt()           {}
func (*CreateDatabase) stmt()      {}
func (*DropDatabase) stmt()        {}
func (*AlterDatabase) stmt()       {}
func (*Backup) stmt()              {}
func (*Restore) stmt()             {}
func (*CreateLogin) stmt()         {}
func (*AlterLogin) stmt()          {}
func (*DropLogin) stmt()           {}
func (*CreateUser) stmt()          {}
func (*DropUser) stmt()            {}
func (*AlterRole) stmt()           {}
func (*Grant) stmt()               {}
func (*AlterAuthorization) stmt()  {}
func (*Reconfigure) stmt()         {}
func (*DBCC) stmt()                {}
func (*Checkpoint) stmt()          {}
func (*Kill) stmt()                {}
func (*Shutdown) stmt()            {}
func (*ExecuteAs) stmt()           {}
func (*Revert) stmt()              {}

// Verb implements Admin.
func (*CreateMasterKey) Verb() string { return "CREATE MASTER KEY" }

// Verb implements Admin.
func (*AlterMasterKey) Verb() string { return "ALTER MASTER KEY" }

// Verb implements Admin.
func (*OpenMasterKey) Verb() string { return "OPEN MASTER KEY" }

// Verb implements Admin.
func (*CloseMasterKey) Verb() string { return "CLOSE MASTER KEY" }

// Verb implements Admin.
func (*DropMasterKey) Verb() string { return "DROP MASTER KEY" }

// Verb implements Admin.
func (*BackupMasterKey) Verb() string { return "BACKUP MASTER KEY" }

// Verb implements Admin.
func (*CreateEncryptionKey) Verb() string { return "CREATE DATABASE ENCRYPTION KEY" }

// Verb implements Admin.
func (*CreateCertificate) Verb() string { return "CREATE CERTIFICATE" }

// Verb implements Admin.
func (*DropCertificate) Verb() string { return "DROP CERTIFICATE" }

// Verb implements Admin.
func (*BackupCertificate) Verb() string { return "BACKUP CERTIFICATE" }

// Verb implements Admin.
func (e *Endpoint) Verb() string {
	if e.Alter {
		return "ALTER ENDPOINT"
	}
	return "CREATE ENDPOINT"
}

// Verb implements Admin.
func (*DropEndpoint) Verb() string { return "DROP ENDPOINT" }

// Verb implements Admin.
func (*CreateGroup) Verb() string { return "CREATE AVAILABILITY GROUP" }

// Verb implements Admin.
func (*AlterGroup) Verb() string { return "ALTER AVAILABILITY GROUP" }

// Verb implements Admin.
func (*DropGroup) Verb() string { return "DROP AVAILABILITY GROUP" }

// Verb implements Admin.
func (*CreateDatabase) Verb() string { return "CREATE DATABASE" }

// Verb implements Admin.
func (*DropDatabase) Verb() string { return "DROP DATABASE" }

// Verb implements Admin.
func (*AlterDatabase) Verb() string { return "ALTER DATABASE" }

// Verb implements Admin.
func (b *Backup) Verb() string {
	if b.Log {
		return "BACKUP LOG"
	}
	return "BACKUP DATABASE"
}

// Verb implements Admin.
func (r *Restore) Verb() string { return "RESTORE " + r.What }

// Verb implements Admin.
func (*CreateLogin) Verb() string { return "CREATE LOGIN" }

// Verb implements Admin.
func (*AlterLogin) Verb() string { return "ALTER LOGIN" }

// Verb implements Admin.
func (*DropLogin) Verb() string { return "DROP LOGIN" }

// Verb implements Admin.
func (*CreateUser) Verb() string { return "CREATE USER" }

// Verb implements Admin.
func (*DropUser) Verb() string { return "DROP USER" }

// Verb implements Admin.
func (*AlterRole) Verb() string { return "ALTER ROLE" }

// Verb implements Admin.
func (g *Grant) Verb() string { return g.Action }

// Verb implements Admin.
func (*AlterAuthorization) Verb() string { return "ALTER AUTHORIZATION" }

// Verb implements Admin.
func (*Reconfigure) Verb() string { return "RECONFIGURE" }

// Verb implements Admin.
func (*DBCC) Verb() string { return "DBCC" }

// Verb implements Admin.
func (*Checkpoint) Verb() string { return "CHECKPOINT" }

// Verb implements Admin.
func (*Kill) Verb() string { return "KILL" }

// Verb implements Admin.
func (*Shutdown) Verb() string { return "SHUTDOWN" }

// Verb implements Admin.
func (*ExecuteAs) Verb() string { return "EXECUTE AS" }

// Verb implements Admin.
func (*Revert) Verb() string { return "REVERT" }
