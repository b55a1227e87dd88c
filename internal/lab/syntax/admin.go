package syntax

// Admin is a statement that changes or asks the instance rather than data: the link's DDL,
// BACKUP, DBCC and so on. The engine hands it to the instance unchanged.
type Admin interface {
	Statement
	// Verb is the statement's name as messages write it: CREATE CERTIFICATE, BACKUP DATABASE.
	Verb() string
}

// Text is a string that a statement takes as a literal or a variable.
type Text struct {
	Literal  string
	Variable string // with @; the engine resolves it before the instance sees the statement
	IsVar    bool
	National bool // N'..'
}

// WithOption is one NAME or NAME = value of a WITH list. The parser holds closed lists per
// statement; an unknown option never gets here.
type WithOption struct {
	Pos
	Name  string // upper case, as in the documentation: CHECKSUM, STATS, AVAILABILITY_MODE
	Value string // upper case for keywords, verbatim for literals and numbers
	Text  *Text  // set when the value was a string or variable
	IsSet bool   // a value was given
	// Sub holds the options inside an option: ALLOW_CONNECTIONS of SECONDARY_ROLE (..),
	// ALGORITHM of ENCRYPTION (..) or COMPRESSION (..), TO of MOVE 'x' TO 'y', each
	// 'server' of READ_ONLY_ROUTING_LIST as an option SERVER.
	Sub []WithOption
}

// Keys and certificates.
type (
	// CreateMasterKey is CREATE MASTER KEY ENCRYPTION BY PASSWORD.
	CreateMasterKey struct {
		Pos
		Password string
	}
	// AlterMasterKey is ALTER MASTER KEY {ADD|DROP} ENCRYPTION BY {SERVICE MASTER KEY |
	// PASSWORD = ''} or [FORCE] REGENERATE WITH ENCRYPTION BY PASSWORD.
	AlterMasterKey struct {
		Pos
		Action     string // ADD, DROP, REGENERATE
		ServiceKey bool
		Password   string
		Force      bool
	}
	// OpenMasterKey is OPEN MASTER KEY DECRYPTION BY PASSWORD.
	OpenMasterKey struct {
		Pos
		Password string
	}
	// CloseMasterKey is CLOSE MASTER KEY.
	CloseMasterKey struct{ Pos }
	// DropMasterKey is DROP MASTER KEY.
	DropMasterKey struct{ Pos }
	// BackupMasterKey is BACKUP MASTER KEY TO FILE.
	BackupMasterKey struct {
		Pos
		File     string
		Password string
	}
	// CreateEncryptionKey is CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM = a ENCRYPTION BY
	// SERVER CERTIFICATE c | ASYMMETRIC KEY k: the key of TDE in the current database.
	CreateEncryptionKey struct {
		Pos
		Algorithm     string // AES_128, AES_192, AES_256, TRIPLE_DES_3KEY
		Certificate   Ident
		AsymmetricKey Ident // instead of Certificate
	}
	// CreateCertificate is every documented form of CREATE CERTIFICATE.
	CreateCertificate struct {
		Pos
		Name               Ident
		Owner              Ident
		FromFile           string
		HasFile            bool
		FromBinary         []byte
		HasBinary          bool
		Format             string // DER, PFX; empty when not given
		KeyFile            string
		KeyBinary          []byte
		HasKey             bool
		DecryptionPassword string
		EncryptionPassword string
		Subject            string
		HasSubject         bool
		Executable         bool  // FROM EXECUTABLE FILE
		Assembly           Ident // FROM ASSEMBLY
		StartDate          string
		ExpiryDate         string
		ActiveForDialog    string // ON, OFF, empty
	}
	// DropCertificate is DROP CERTIFICATE name.
	DropCertificate struct {
		Pos
		Name Ident
	}
	// BackupCertificate is BACKUP CERTIFICATE.
	BackupCertificate struct {
		Pos
		Name               Ident
		File               string
		Format             string
		KeyFile            string
		HasKey             bool
		EncryptionPassword string
		DecryptionPassword string
		Algorithm          string
	}
)

// Endpoints.
type (
	// Endpoint is CREATE, ALTER ENDPOINT for database mirroring (TSQL and SERVICE_BROKER are
	// parsed too, their payload kept in Payload).
	Endpoint struct {
		Pos
		Alter        bool
		Name         Ident
		Owner        Ident
		State        string // STARTED, STOPPED, DISABLED or empty
		HasTCP       bool
		Port         int
		HasPort      bool
		ListenerIP   string // ALL, an address, or empty
		Payload      string // DATABASE_MIRRORING, TSQL, SERVICE_BROKER or empty
		Auth         []EndpointAuth
		Encryption   string   // DISABLED, SUPPORTED, REQUIRED or empty
		Algorithms   []string // AES, RC4 in order
		Role         string   // WITNESS, PARTNER, ALL or empty
		PayloadGiven bool
		// Forwarding is MESSAGE_FORWARDING of SERVICE_BROKER: ENABLED, DISABLED or empty.
		Forwarding string
	}
	// EndpointAuth is one authentication method: WINDOWS NTLM|KERBEROS|NEGOTIATE or
	// CERTIFICATE name.
	EndpointAuth struct {
		Windows     string // NTLM, KERBEROS, NEGOTIATE; empty for a certificate
		Certificate Ident
	}
	// DropEndpoint is DROP ENDPOINT name.
	DropEndpoint struct {
		Pos
		Name Ident
	}
)

// Availability groups.
type (
	// CreateGroup is CREATE AVAILABILITY GROUP, plain and distributed.
	CreateGroup struct {
		Pos
		Name        Ident
		Options     []WithOption
		Distributed bool
		Databases   []Ident
		Replicas    []Replica // or the members of a distributed group
		Listener    *Listener
	}
	// Replica is one REPLICA ON or AVAILABILITY GROUP ON entry.
	Replica struct {
		Pos
		Name    string
		Options []WithOption
	}
	// Listener is the LISTENER clause.
	Listener struct {
		Name    string
		DHCP    bool
		Subnet  [2]string   // of WITH DHCP ON (address, mask)
		IPs     [][2]string // address and mask; the mask is empty for IPv6
		Port    int
		HasPort bool
		// AddIP says that ALTER .. MODIFY LISTENER adds the address in IPs.
		AddIP bool
	}
	// AlterGroup is every documented ALTER AVAILABILITY GROUP form. Action is one of SET,
	// ADD DATABASE, REMOVE DATABASE, ADD REPLICA, MODIFY REPLICA, REMOVE REPLICA, JOIN,
	// JOIN GROUP, MODIFY GROUP, GRANT CREATE ANY DATABASE, DENY CREATE ANY DATABASE,
	// FAILOVER, FORCE_FAILOVER_ALLOW_DATA_LOSS, OFFLINE, ADD LISTENER, MODIFY LISTENER,
	// RESTART LISTENER, REMOVE LISTENER.
	AlterGroup struct {
		Pos
		Name      Ident
		Action    string
		Options   []WithOption
		Databases []Ident
		Replicas  []Replica
		Listener  *Listener
		// ClusterType is that of JOIN WITH (CLUSTER_TYPE = ..).
		ClusterType string
	}
	// DropGroup is DROP AVAILABILITY GROUP name.
	DropGroup struct {
		Pos
		Name Ident
	}
)

// Databases and backups.
type (
	// CreateDatabase is CREATE DATABASE name [COLLATE c].
	CreateDatabase struct {
		Pos
		Name    Ident
		Collate string
	}
	// DropDatabase is DROP DATABASE [IF EXISTS] a, b.
	DropDatabase struct {
		Pos
		IfExists bool
		Names    []Ident
	}
	// AlterDatabase is ALTER DATABASE {name | CURRENT} SET option list [WITH termination].
	AlterDatabase struct {
		Pos
		Name        Ident
		Current     bool
		Set         []WithOption // RECOVERY FULL, ONLINE, READ_ONLY, ENCRYPTION ON, HADR ...
		Termination string       // ROLLBACK IMMEDIATE, ROLLBACK AFTER n, NO_WAIT
		HadrGroup   Ident        // SET HADR AVAILABILITY GROUP = g
		// Without a SET: MODIFY NAME, COLLATE, and the files.
		NewName     Ident
		Collate     string
		AddFiles    []FileSpec
		LogFile     bool  // ADD LOG FILE
		ToFilegroup Ident // ADD FILE .. TO FILEGROUP
		RemoveFile  Ident
		ModifyFile  *FileSpec
		// AddFilegroup and RemoveFilegroup are ADD / REMOVE FILEGROUP; Contains is
		// FILESTREAM, MEMORY_OPTIMIZED_DATA or empty.
		AddFilegroup    Ident
		Contains        string
		RemoveFilegroup Ident
	}
	// FileSpec is (NAME = x, FILENAME = 'y', SIZE = ..): sizes are kept as written, in upper
	// case, with their unit: 64MB, 10%, UNLIMITED.
	FileSpec struct {
		Pos
		Name     Ident
		NewName  Ident
		FileName string
		Size     string
		MaxSize  string
		Growth   string
		Offline  bool
	}
	// Backup is BACKUP DATABASE and BACKUP LOG.
	Backup struct {
		Pos
		Log      bool
		Database Text // a variable, or the name in Literal
		Devices  []Device
		Options  []WithOption
	}
	// Device is DISK = 'x', URL = 'x' or a logical device.
	Device struct {
		Kind    string // DISK, URL, TAPE or empty for a logical name
		Path    Text
		Logical Ident
	}
	// Restore is RESTORE {DATABASE|LOG|HEADERONLY|FILELISTONLY|VERIFYONLY|LABELONLY}.
	Restore struct {
		Pos
		What     string
		Database Text
		Devices  []Device
		Options  []WithOption
	}
)

// Security and configuration.
type (
	// CreateLogin is CREATE LOGIN WITH PASSWORD / FROM WINDOWS / FROM CERTIFICATE.
	CreateLogin struct {
		Pos
		Name        Ident
		Password    string
		HasPassword bool
		Windows     bool
		External    bool // FROM EXTERNAL PROVIDER
		Certificate Ident
		Options     []WithOption
		// Hash is set instead of Password for PASSWORD = 0x.. HASHED.
		Hash       []byte
		MustChange bool
	}
	// AlterLogin is ALTER LOGIN name {ENABLE | DISABLE | WITH ..}. PASSWORD = 'x' MUST_CHANGE
	// UNLOCK is an option PASSWORD with the options MUST_CHANGE and UNLOCK in Sub.
	AlterLogin struct {
		Pos
		Name    Ident
		Action  string // ENABLE, DISABLE, WITH
		Options []WithOption
	}
	// DropLogin is DROP LOGIN name.
	DropLogin struct {
		Pos
		Name Ident
	}
	// CreateUser is CREATE USER name [FOR LOGIN l | WITHOUT LOGIN].
	CreateUser struct {
		Pos
		Name         Ident
		Login        Ident
		WithoutLogin bool
		// Certificate is that of FOR CERTIFICATE; External is FROM EXTERNAL PROVIDER.
		Certificate   Ident
		External      bool
		DefaultSchema Ident
	}
	// DropUser is DROP USER [IF EXISTS] name.
	DropUser struct {
		Pos
		IfExists bool
		Name     Ident
	}
	// AlterRole is ALTER [SERVER] ROLE r ADD|DROP MEMBER m.
	AlterRole struct {
		Pos
		Server bool
		Role   Ident
		Add    bool
		Member Ident
	}
	// Grant is GRANT, DENY and REVOKE of permissions.
	Grant struct {
		Pos
		Action      string   // GRANT, DENY, REVOKE
		Permissions []string // upper case: VIEW SERVER STATE
		Class       string   // SERVER, DATABASE, OBJECT, ENDPOINT, CERTIFICATE, AVAILABILITY GROUP, SCHEMA, LOGIN, SYMMETRIC KEY ...
		On          Name     // securable, zero when none was named
		To          []Ident
		WithGrant   bool
		Cascade     bool
		// GrantOptionFor is REVOKE GRANT OPTION FOR.
		GrantOptionFor bool
	}
	// AlterAuthorization is ALTER AUTHORIZATION ON class::name TO owner.
	AlterAuthorization struct {
		Pos
		Class string
		On    Name
		To    Ident
	}
	// Reconfigure is RECONFIGURE [WITH OVERRIDE].
	Reconfigure struct {
		Pos
		Override bool
	}
	// DBCC is DBCC command (args) [WITH options].
	DBCC struct {
		Pos
		Command  string // TRACESTATUS, TRACEON, TRACEOFF, SQLPERF, INPUTBUFFER ...
		Args     []Expr
		HasParen bool
		Options  []string
	}
	// Checkpoint is CHECKPOINT.
	Checkpoint struct{ Pos }
	// Kill is KILL spid [WITH STATUSONLY].
	Kill struct {
		Pos
		SPID       int
		StatusOnly bool
	}
	// Shutdown is SHUTDOWN [WITH NOWAIT].
	Shutdown struct {
		Pos
		NoWait bool
	}
	// ExecuteAs is EXECUTE AS LOGIN|USER = 'x'.
	ExecuteAs struct {
		Pos
		Login bool
		Name  string
	}
	// Revert is REVERT.
	Revert struct{ Pos }
)
