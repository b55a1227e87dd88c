package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
)

// form is a statement with its whole tree.
type form struct {
	text string
	want Statement
}

func holdForms(t *testing.T, forms []form) {
	t.Helper()
	for _, f := range forms {
		same(t, Options{}, f.text, f.want)
	}
}

// facts/tsql.md D1.
func TestMasterKeyForms(t *testing.T) {
	holdForms(t, []form{
		{"CREATE MASTER KEY ENCRYPTION BY PASSWORD = N'p''w'", &CreateMasterKey{Password: "p'w"}},
		{"OPEN MASTER KEY DECRYPTION BY PASSWORD = 'p'", &OpenMasterKey{Password: "p"}},
		{"CLOSE MASTER KEY", &CloseMasterKey{}},
		{"DROP MASTER KEY", &DropMasterKey{}},
		{"ALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY", &AlterMasterKey{Action: "ADD", ServiceKey: true}},
		{"ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY", &AlterMasterKey{Action: "DROP", ServiceKey: true}},
		{"ALTER MASTER KEY ADD ENCRYPTION BY PASSWORD = 'p'", &AlterMasterKey{Action: "ADD", Password: "p"}},
		{"ALTER MASTER KEY REGENERATE WITH ENCRYPTION BY PASSWORD = 'p'", &AlterMasterKey{Action: "REGENERATE", Password: "p"}},
		{"ALTER MASTER KEY FORCE REGENERATE WITH ENCRYPTION BY PASSWORD = 'p'", &AlterMasterKey{Action: "REGENERATE", Force: true, Password: "p"}},
		{"BACKUP MASTER KEY TO FILE = 'f' ENCRYPTION BY PASSWORD = 'p'", &BackupMasterKey{File: "f", Password: "p"}},
		{"CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM = AES_256 ENCRYPTION BY SERVER CERTIFICATE [TDE cert]",
			&CreateEncryptionKey{Algorithm: "AES_256", Certificate: quoted("TDE cert")}},
		{"CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM = TRIPLE_DES_3KEY ENCRYPTION BY SERVER ASYMMETRIC KEY k",
			&CreateEncryptionKey{Algorithm: "TRIPLE_DES_3KEY", AsymmetricKey: bare("k")}},
	})
}

// facts/tsql.md D5 and D7.
func TestCertificateForms(t *testing.T) {
	holdForms(t, []form{
		{`CREATE CERTIFICATE c FROM FILE = 'C:\a.cer'`, &CreateCertificate{Name: bare("c"), HasFile: true, FromFile: `C:\a.cer`}},
		{"CREATE CERTIFICATE c AUTHORIZATION dbo FROM FILE = 'f' WITH PRIVATE KEY (FILE = 'k', DECRYPTION BY PASSWORD = 'd', ENCRYPTION BY PASSWORD = 'e')",
			&CreateCertificate{Name: bare("c"), Owner: bare("dbo"), HasFile: true, FromFile: "f", HasKey: true, KeyFile: "k",
				DecryptionPassword: "d", EncryptionPassword: "e"}},
		{"CREATE CERTIFICATE c FROM EXECUTABLE FILE = 'f'", &CreateCertificate{Name: bare("c"), Executable: true, HasFile: true, FromFile: "f"}},
		{"CREATE CERTIFICATE c FROM ASSEMBLY a", &CreateCertificate{Name: bare("c"), Assembly: bare("a")}},
		{"CREATE CERTIFICATE c FROM FILE = 'f' WITH FORMAT = 'pfx', PRIVATE KEY (DECRYPTION BY PASSWORD = 'd')",
			&CreateCertificate{Name: bare("c"), HasFile: true, FromFile: "f", Format: "PFX", HasKey: true, DecryptionPassword: "d"}},
		{"CREATE CERTIFICATE c FROM FILE = 'f' WITH FORMAT = 'PFX'", &CreateCertificate{Name: bare("c"), HasFile: true, FromFile: "f", Format: "PFX"}},
		{"CREATE CERTIFICATE c ENCRYPTION BY PASSWORD = 'p' WITH SUBJECT = 's', START_DATE = '20250101', EXPIRY_DATE = '20300101' ACTIVE FOR BEGIN_DIALOG = ON",
			&CreateCertificate{Name: bare("c"), EncryptionPassword: "p", HasSubject: true, Subject: "s", StartDate: "20250101",
				ExpiryDate: "20300101", ActiveForDialog: "ON"}},
		{"DROP CERTIFICATE [c]", &DropCertificate{Name: quoted("c")}},
		{"BACKUP CERTIFICATE c TO FILE = 'f'", &BackupCertificate{Name: bare("c"), File: "f"}},
		{"BACKUP CERTIFICATE c TO FILE = 'f' WITH PRIVATE KEY (FILE = 'k', ENCRYPTION BY PASSWORD = 'e', DECRYPTION BY PASSWORD = 'd')",
			&BackupCertificate{Name: bare("c"), File: "f", HasKey: true, KeyFile: "k", EncryptionPassword: "e", DecryptionPassword: "d"}},
		{"BACKUP CERTIFICATE c TO FILE = 'f' WITH FORMAT = 'PFX', PRIVATE KEY (ENCRYPTION BY PASSWORD = 'e', ALGORITHM = 'AES_256')",
			&BackupCertificate{Name: bare("c"), File: "f", Format: "PFX", HasKey: true, EncryptionPassword: "e", Algorithm: "AES_256"}},
		{"BACKUP CERTIFICATE c TO FILE = 'f' WITH FORMAT = 'DER'", &BackupCertificate{Name: bare("c"), File: "f", Format: "DER"}},
	})
	refused(t, Options{}, "CREATE CERTIFICATE c\nFROM FILE = 'f' WITH FORMAT = 'PEM', PRIVATE KEY (DECRYPTION BY PASSWORD = 'd')",
		refusal{33576, 2, "Invalid certificate encoding FORMAT value provided. The supported values are 'DER' and 'PFX'."})
}

// facts/tsql.md D3 and D4, with the options in the order written.
func TestBackupForms(t *testing.T) {
	x := []Device{{Kind: "DISK", Path: Text{Literal: "x"}}}
	holdForms(t, []form{
		{"BACKUP DATABASE @d TO DISK = @f, URL = N'u', dev1 WITH CHECKSUM, COPY_ONLY, STATS = 5, INIT",
			&Backup{Database: Text{Variable: "@d", IsVar: true},
				Devices: []Device{{Kind: "DISK", Path: Text{Variable: "@f", IsVar: true}}, {Kind: "URL", Path: Text{Literal: "u", National: true}},
					{Logical: bare("dev1")}},
				Options: []WithOption{flagged("CHECKSUM"), flagged("COPY_ONLY"), set("STATS", "5"), flagged("INIT")}}},
		{"BACKUP DATABASE d TO DISK = 'x' WITH STATS, DIFFERENTIAL, NAME = N'n', RETAINDAYS = 7, COMPRESSION (ALGORITHM = ZSTD, LEVEL = LOW)",
			&Backup{Database: Text{Literal: "d"}, Devices: x, Options: []WithOption{flagged("STATS"), flagged("DIFFERENTIAL"),
				national("NAME", "n"), set("RETAINDAYS", "7"), inner("COMPRESSION", set("ALGORITHM", "ZSTD"), set("LEVEL", "LOW"))}}},
		{"BACKUP DATABASE d TO DISK = 'x' WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = [c])",
			&Backup{Database: Text{Literal: "d"}, Devices: x, Options: []WithOption{
				inner("ENCRYPTION", set("ALGORITHM", "AES_256"), set("SERVER CERTIFICATE", "c"))}}},
		{"BACKUP LOG [d] TO DISK = 'x' WITH NORECOVERY, NO_TRUNCATE, CREDENTIAL = 'c'",
			&Backup{Log: true, Database: Text{Literal: "d"}, Devices: x,
				Options: []WithOption{flagged("NORECOVERY"), flagged("NO_TRUNCATE"), texted("CREDENTIAL", "c")}}},
		{"RESTORE HEADERONLY FROM DISK = 'x' WITH FILE = 2", &Restore{What: "HEADERONLY", Devices: x, Options: []WithOption{set("FILE", "2")}}},
		{"RESTORE VERIFYONLY FROM DISK = 'x' WITH CHECKSUM", &Restore{What: "VERIFYONLY", Devices: x, Options: []WithOption{flagged("CHECKSUM")}}},
		{"RESTORE FILELISTONLY FROM DISK = 'x'", &Restore{What: "FILELISTONLY", Devices: x}},
		{"RESTORE LABELONLY FROM DISK = 'x'", &Restore{What: "LABELONLY", Devices: x}},
		{"RESTORE LOG d WITH RECOVERY", &Restore{What: "LOG", Database: Text{Literal: "d"}, Options: []WithOption{flagged("RECOVERY")}}},
	})
	moved := one(t, Options{}, "RESTORE DATABASE d FROM DISK = 'x' WITH MOVE 'a' TO 'b', MOVE 'c' TO N'd', REPLACE").(*Restore)
	want := []WithOption{
		{Name: "MOVE", Value: "a", IsSet: true, Text: &Text{Literal: "a"}, Sub: []WithOption{texted("TO", "b")}},
		{Name: "MOVE", Value: "c", IsSet: true, Text: &Text{Literal: "c"}, Sub: []WithOption{national("TO", "d")}},
		flagged("REPLACE")}
	if shape(moved.Options) != shape(want) {
		t.Errorf("got %s\nwant %s", shape(moved.Options), shape(want))
	}
}

// facts/tsql.md D8.
func TestEndpointForms(t *testing.T) {
	mirroring := func(e Endpoint) *Endpoint {
		e.Name, e.HasTCP, e.HasPort, e.Port = bare("e"), true, true, 5022
		e.Payload, e.PayloadGiven = "DATABASE_MIRRORING", true
		return &e
	}
	holdForms(t, []form{
		{"CREATE ENDPOINT e AUTHORIZATION sa STATE = DISABLED AS TCP (LISTENER_PORT = 5022, LISTENER_IP = (10.0.0.4)) FOR DATABASE_MIRRORING (ROLE = WITNESS)",
			mirroring(Endpoint{Owner: bare("sa"), State: "DISABLED", ListenerIP: "10.0.0.4", Role: "WITNESS"})},
		{"CREATE ENDPOINT e AS TCP (LISTENER_IP = ('::1'), LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ENCRYPTION = SUPPORTED ALGORITHM RC4 AES, ROLE = ALL)",
			mirroring(Endpoint{ListenerIP: "::1", Encryption: "SUPPORTED", Algorithms: []string{"RC4", "AES"}, Role: "ALL"})},
		{"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ENCRYPTION = DISABLED, ROLE = ALL)",
			mirroring(Endpoint{Encryption: "DISABLED", Role: "ALL"})},
		{"ALTER ENDPOINT e STATE = STARTED", &Endpoint{Alter: true, Name: bare("e"), State: "STARTED"}},
		{"ALTER ENDPOINT e AS TCP (LISTENER_PORT = 5023)", &Endpoint{Alter: true, Name: bare("e"), HasTCP: true, HasPort: true, Port: 5023}},
		{"DROP ENDPOINT [e]", &DropEndpoint{Name: quoted("e")}},
		{"ALTER AUTHORIZATION ON ENDPOINT::[e] TO [sa]", &AlterAuthorization{Class: "ENDPOINT", On: Name{Object: quoted("e")}, To: quoted("sa")}},
		{"GRANT CONNECT ON ENDPOINT::e TO [l], public", &Grant{Action: "GRANT", Permissions: []string{"CONNECT"}, Class: "ENDPOINT",
			On: Name{Object: bare("e")}, To: []Ident{quoted("l"), bare("public")}}},
	})
}

// facts/tsql.md D2 and D9.
func TestAlterDatabaseForms(t *testing.T) {
	db := func(a AlterDatabase) *AlterDatabase { a.Name = quoted("d"); return &a }
	for text, want := range map[string]*AlterDatabase{
		"SET RECOVERY BULK_LOGGED":                                  db(AlterDatabase{Set: []WithOption{set("RECOVERY", "BULK_LOGGED")}}),
		"SET ENABLE_BROKER WITH ROLLBACK IMMEDIATE":                 db(AlterDatabase{Set: []WithOption{flagged("ENABLE_BROKER")}, Termination: "ROLLBACK IMMEDIATE"}),
		"SET SINGLE_USER, READ_ONLY WITH ROLLBACK AFTER 30 SECONDS": db(AlterDatabase{Set: []WithOption{flagged("SINGLE_USER"), flagged("READ_ONLY")}, Termination: "ROLLBACK AFTER 30"}),
		"SET ENCRYPTION ON":                                         db(AlterDatabase{Set: []WithOption{set("ENCRYPTION", "ON")}}),
		"SET HADR AVAILABILITY GROUP = [g]":                         db(AlterDatabase{Set: []WithOption{set("HADR", "AVAILABILITY GROUP")}, HadrGroup: quoted("g")}),
		"SET HADR OFF":                                              db(AlterDatabase{Set: []WithOption{set("HADR", "OFF")}}),
		"SET HADR SUSPEND":                                          db(AlterDatabase{Set: []WithOption{set("HADR", "SUSPEND")}}),
		"SET HADR RESUME":                                           db(AlterDatabase{Set: []WithOption{set("HADR", "RESUME")}}),
		"SET ACCELERATED_DATABASE_RECOVERY = ON":                    db(AlterDatabase{Set: []WithOption{set("ACCELERATED_DATABASE_RECOVERY", "ON")}}),
		"SET ACCELERATED_DATABASE_RECOVERY = ON (PERSISTENT_VERSION_STORE_FILEGROUP = [PRIMARY])": db(AlterDatabase{Set: []WithOption{
			set("ACCELERATED_DATABASE_RECOVERY", "ON"), set("PERSISTENT_VERSION_STORE_FILEGROUP", "PRIMARY")}}),
		"ADD LOG FILE (NAME = l2, FILENAME = 'x', SIZE = 64MB, MAXSIZE = UNLIMITED, FILEGROWTH = 10%)": db(AlterDatabase{LogFile: true,
			AddFiles: []FileSpec{{Name: bare("l2"), FileName: "x", Size: "64MB", MaxSize: "UNLIMITED", Growth: "10%"}}}),
		"REMOVE FILE l2":                       db(AlterDatabase{RemoveFile: bare("l2")}),
		"MODIFY NAME = [new]":                  db(AlterDatabase{NewName: quoted("new")}),
		"ADD FILEGROUP fs CONTAINS FILESTREAM": db(AlterDatabase{AddFilegroup: bare("fs"), Contains: "FILESTREAM"}),
	} {
		same(t, Options{}, "ALTER DATABASE [d] "+text, want)
	}
	same(t, Options{}, "ALTER DATABASE CURRENT SET RECOVERY FULL", &AlterDatabase{Current: true, Set: []WithOption{set("RECOVERY", "FULL")}})
}

// facts/tsql.md B4, D8 and D10.
func TestSecurityForms(t *testing.T) {
	holdForms(t, []form{
		{"DBCC TRACEON (1800, 9567, -1) WITH NO_INFOMSGS", &DBCC{Command: "TRACEON", HasParen: true, Options: []string{"NO_INFOMSGS"},
			Args: []Expr{integer(1800), integer(9567), &Unary{Op: "-", X: integer(1)}}}},
		{"DBCC TRACESTATUS ()", &DBCC{Command: "TRACESTATUS", HasParen: true}},
		{"CREATE LOGIN l FROM CERTIFICATE [c]", &CreateLogin{Name: bare("l"), Certificate: quoted("c")}},
		{`CREATE LOGIN [D\u] FROM WINDOWS WITH DEFAULT_DATABASE = master`,
			&CreateLogin{Name: quoted(`D\u`), Windows: true, Options: []WithOption{set("DEFAULT_DATABASE", "master")}}},
		{"CREATE LOGIN l WITH PASSWORD = N'p' MUST_CHANGE, CHECK_POLICY = ON, CHECK_EXPIRATION = ON",
			&CreateLogin{Name: bare("l"), HasPassword: true, Password: "p", MustChange: true,
				Options: []WithOption{set("CHECK_POLICY", "ON"), set("CHECK_EXPIRATION", "ON")}}},
		{"CREATE LOGIN l WITH PASSWORD = 0x0200AB HASHED", &CreateLogin{Name: bare("l"), HasPassword: true, Hash: []byte{2, 0, 0xAB}}},
		{"ALTER LOGIN l WITH PASSWORD = 'n' OLD_PASSWORD = 'o'", &AlterLogin{Name: bare("l"), Action: "WITH", Options: []WithOption{
			{Name: "PASSWORD", Value: "n", IsSet: true, Text: &Text{Literal: "n"}, Sub: []WithOption{texted("OLD_PASSWORD", "o")}}}}},
		{"ALTER LOGIN l WITH PASSWORD = 'n' UNLOCK MUST_CHANGE", &AlterLogin{Name: bare("l"), Action: "WITH", Options: []WithOption{
			{Name: "PASSWORD", Value: "n", IsSet: true, Text: &Text{Literal: "n"}, Sub: []WithOption{flagged("UNLOCK"), flagged("MUST_CHANGE")}}}}},
		{"ALTER SERVER ROLE sysadmin ADD MEMBER l", &AlterRole{Server: true, Role: bare("sysadmin"), Add: true, Member: bare("l")}},
		{"ALTER ROLE SQLAgentOperatorRole DROP MEMBER u", &AlterRole{Role: bare("SQLAgentOperatorRole"), Member: bare("u")}},
		{`GRANT ALTER ANY AVAILABILITY GROUP, CONNECT SQL, VIEW SERVER STATE TO [NT AUTHORITY\SYSTEM] WITH GRANT OPTION`,
			&Grant{Action: "GRANT", Permissions: []string{"ALTER ANY AVAILABILITY GROUP", "CONNECT SQL", "VIEW SERVER STATE"}, Class: "SERVER",
				To: []Ident{quoted(`NT AUTHORITY\SYSTEM`)}, WithGrant: true}},
		{"REVOKE GRANT OPTION FOR VIEW SERVER STATE FROM l CASCADE", &Grant{Action: "REVOKE", Permissions: []string{"VIEW SERVER STATE"},
			Class: "SERVER", To: []Ident{bare("l")}, GrantOptionFor: true, Cascade: true}},
		{"DENY CONTROL ON CERTIFICATE::c TO u", &Grant{Action: "DENY", Permissions: []string{"CONTROL"}, Class: "CERTIFICATE",
			On: Name{Object: bare("c")}, To: []Ident{bare("u")}}},
		{"RECONFIGURE WITH OVERRIDE", &Reconfigure{Override: true}},
		{"KILL 53 WITH STATUSONLY", &Kill{SPID: 53, StatusOnly: true}},
		{"EXECUTE AS LOGIN = 'l'", &ExecuteAs{Login: true, Name: "l"}},
		{"EXEC AS USER = N'u'", &ExecuteAs{Name: "u"}},
	})
}
