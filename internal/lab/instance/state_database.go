package instance

import (
	"crypto"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// Database is one database.
type Database struct {
	ID            int
	Name          string
	Created       time.Time
	Owner         string // login name
	Collation     string
	Compatibility int
	State         string // ONLINE, RESTORING, RECOVERY_PENDING, SUSPECT, OFFLINE, EMERGENCY
	Access        string // MULTI_USER, SINGLE_USER, RESTRICTED_USER
	ReadOnly      bool
	Recovery      string // FULL, BULK_LOGGED, SIMPLE
	AutoClose     bool
	SnapshotOf    int // source_database_id
	Broker        bool
	ADR           bool
	PVSFilegroup  string // "PRIMARY" unless moved
	Trustworthy   bool
	CDC           bool
	Published     bool
	Containment   int
	LogReuseWait  string // LOG_BACKUP, NOTHING ...
	QueryStore    bool
	Files         []*File
	Filegroups    []Filegroup
	FamilyGUID    value.GUID
	// Log chain: zero LSN means that no chain has started since the switch to FULL, so the
	// database still behaves as SIMPLE.
	LastLogBackupLSN int64
	DiffBaseLSN      int64
	NextLSN          int64

	MasterKey    *MasterKey
	Certificates []*Certificate
	// AsymmetricKeys are keys of an external provider that protect TDE; the lab makes none
	// by statement, a scenario places them.
	AsymmetricKeys []*AsymmetricKey
	Encryption     *EncryptionKey // TDE
	Users          []*User
	Grants         []Grant // database-level and object-level
	GroupID        *value.GUID
	GroupDBID      *value.GUID
	// DataMovementOff says that SET HADR SUSPEND stopped data movement.
	DataMovementOff bool
	// BrokerGUID is service_broker_guid.
	BrokerGUID value.GUID
	// Objects are the tables and procedures of users, nil until there is one.
	Objects *engine.Objects
	// Options holds every other ALTER DATABASE SET option by its upper-case name, as last
	// written; absent means the default.
	Options map[string]string
}

// File is one database file.
type File struct {
	ID       int
	Type     int // 0 rows, 1 log, 2 FILESTREAM or memory-optimized container
	Name     string
	Path     string
	SizeMB   int64
	MaxMB    int64 // -1 unlimited
	GrowthMB int64
	State    string // ONLINE, DEFUNCT ...
	Group    string // filegroup name, empty for the log
}

// Filegroup is one filegroup: FG rows, FD FILESTREAM, FX memory-optimized.
type Filegroup struct {
	Name    string
	Type    string
	Default bool
}

// MasterKey is a database master key.
type MasterKey struct {
	Created       time.Time
	Password      string   // modelled in clear inside the lab only
	MorePasswords []string // of ALTER MASTER KEY ADD ENCRYPTION BY PASSWORD
	ByServiceKey  bool     // opens by itself
	Algorithm     string   // AES_256, TRIPLE_DES
}

// Certificate is one row of sys.certificates with its real X.509 content.
type Certificate struct {
	ID             int
	Name           string
	DER            []byte
	Key            crypto.Signer // nil without a private key
	KeyEncryption  string        // NA, MK, PW
	KeyPassword    string
	ActiveDialog   bool
	KeyLastBackup  time.Time
	TrustedIssuers []string // DNS patterns of sp_certificate_add_issuer
	Internal       bool     // ##MS_...##
	Owner          string   // user that owns it; empty for dbo
}

// AsymmetricKey is a key held by an external key management provider.
type AsymmetricKey struct {
	ID         int
	Name       string
	Owner      string // empty for dbo
	Thumbprint []byte
	KeyLength  int // 2048, 3072, 4096
	Provider   value.GUID
}

// EncryptionKey is a TDE database encryption key.
type EncryptionKey struct {
	State         int // 3 encrypted
	Thumbprint    []byte
	EncryptorType string // CERTIFICATE, ASYMMETRIC KEY
	Algorithm     string // AES_256
	Created       time.Time
	Set           time.Time // last SET ENCRYPTION; zero when never turned on
}

// User is a database principal.
type User struct {
	ID    int
	Name  string
	Login string   // empty without login
	Roles []string // db_owner, db_datareader, SQLAgentReaderRole ...
	Type  string   // S, U, R
}
