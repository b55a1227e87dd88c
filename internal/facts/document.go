package facts

import "time"

// Schema names the version of the JSON form this package writes. A document of a later
// version is refused: its facts could mean something this program does not know.
const Schema = "milink/facts/v1"

// Document is everything that was seen of one pair at one time.
type Document struct {
	Schema      string    `json:"schema"`
	Simulated   bool      `json:"simulated"`
	Tool        string    `json:"tool"` // program and version that collected
	CollectedAt time.Time `json:"collectedAt"`
	// Interrupted says why the questions could not all be put: the connection was lost on
	// the way. What had arrived is kept; the rest is unknown.
	Interrupted string    `json:"interrupted,omitempty"`
	Source      *Instance `json:"source"`
	// Probes lists what was asked of whom, in order. Findings take their evidence from it.
	Probes []Probe `json:"probes"`
}

// Probe is one question put to an instance.
type Probe struct {
	Name string    `json:"name"` // "source/databases"
	Asks string    `json:"asks"` // the view, function or command that was read
	At   time.Time `json:"at"`   // when the answer had arrived
	Rows int       `json:"rows"`
	// Error is the reason when the answer did not arrive or arrived in part.
	Error string `json:"error,omitempty"`
}

// Probe returns the probe of that name, or a zero one that says it was not asked.
func (d *Document) Probe(name string) Probe {
	for _, p := range d.Probes {
		if p.Name == name {
			return p
		}
	}
	return Probe{Name: name, Error: notAsked}
}

// Instance is one SQL Server instance.
type Instance struct {
	Address      string              `json:"address"` // as the person wrote it
	Connection   Connection          `json:"connection"`
	Identity     Identity            `json:"identity"`
	Account      Account             `json:"account"`
	HADR         HADR                `json:"hadr"`
	TraceFlags   TraceFlags          `json:"traceFlags"`
	MasterKey    MasterKey           `json:"masterKey"`
	Certificates Fact[[]Certificate] `json:"certificates"` // of master, internal ones left out
	Endpoints    Fact[[]Endpoint]    `json:"endpoints"`    // database mirroring endpoints: none or one
	// EndpointRights are the CONNECT permissions on mirroring endpoints.
	EndpointRights Fact[[]EndpointRight] `json:"endpointRights"`
	// MappedLogins are logins made from a certificate, the partners of plain SQL-to-SQL set-ups.
	MappedLogins Fact[[]string] `json:"mappedLogins"`
	// SystemLogin is what NT AUTHORITY\SYSTEM may do; 2016 needs it.
	SystemLogin Fact[SystemLogin] `json:"systemLogin"`
	Groups      Fact[[]Group]     `json:"groups"`
	Services    Fact[[]Service]   `json:"services"`
	Databases   Fact[[]Database]  `json:"databases"`
	// OfflineHidden says that Databases may lack databases that are OFFLINE: their rows show
	// only to logins that may create or alter any database.
	OfflineHidden bool `json:"offlineHidden"`
}

// Connection is how the session was protected.
type Connection struct {
	Encrypted Fact[bool] `json:"encrypted"`
	// Verified is false when the person said to trust any certificate.
	Verified bool `json:"verified"`
}

// Identity is what the instance is.
type Identity struct {
	Banner          Fact[string]  `json:"banner"`       // @@VERSION
	Version         Fact[Version] `json:"version"`      // ProductVersion
	ProductLevel    Fact[string]  `json:"productLevel"` // RTM, SP3
	UpdateLevel     Fact[string]  `json:"updateLevel"`  // CU20, empty when the server says NULL
	UpdateReference Fact[string]  `json:"updateReference"`
	Edition         Fact[string]  `json:"edition"`
	EngineEdition   Fact[int]     `json:"engineEdition"`
	// ServerName is @@SERVERNAME, empty when it is NULL; PropertyName is
	// SERVERPROPERTY('ServerName'). They differ after a rename of the machine.
	ServerName   Fact[string]    `json:"serverName"`
	PropertyName Fact[string]    `json:"propertyName"`
	InstanceName Fact[string]    `json:"instanceName"` // empty for the default instance
	Collation    Fact[string]    `json:"collation"`
	Clustered    Fact[bool]      `json:"clustered"` // failover cluster instance
	Platform     Fact[string]    `json:"platform"`  // Windows, Linux
	Distribution Fact[string]    `json:"distribution"`
	StartedAt    Fact[time.Time] `json:"startedAt"` // server local time, written as UTC
	// AddsIssuers is the capability the link needs: sp_certificate_add_issuer exists.
	AddsIssuers Fact[bool] `json:"addsIssuers"`
}

// Account is who asked, and what that login may see and do.
type Account struct {
	Login    Fact[string] `json:"login"`
	Sysadmin Fact[bool]   `json:"sysadmin"`
	// Rights holds the server permissions that were asked for by name. A permission this
	// version does not have is absent.
	Rights Fact[map[string]bool] `json:"rights"`
	// ReadsBackupHistory tells whether the login may read msdb.dbo.backupset.
	ReadsBackupHistory Fact[bool] `json:"readsBackupHistory"`
}

// HADR is the Always On availability groups feature.
type HADR struct {
	Running    Fact[bool] `json:"running"`    // the process was started with it
	Configured Fact[bool] `json:"configured"` // the switch that the next start will use
	// Manager is HadrManagerStatus: 0 pending, 1 running, 2 failed to start.
	Manager Fact[int]     `json:"manager"`
	Cluster Fact[Cluster] `json:"cluster"`
}

// Cluster is the Windows cluster as the instance sees it; Name is empty where it sees none.
type Cluster struct {
	Name  string   `json:"name"`
	Nodes []string `json:"nodes"`
}

// TraceFlags are the flags at startup, for everyone now, and for this session only.
type TraceFlags struct {
	Startup Fact[[]int] `json:"startup"`
	Global  Fact[[]int] `json:"global"`
	Session Fact[[]int] `json:"session"`
}

// MasterKey is the database master key of master.
type MasterKey struct {
	Present Fact[bool] `json:"present"`
	// OpensItself: encrypted by the service master key, so that no password is needed.
	OpensItself Fact[bool] `json:"opensItself"`
}

// Certificate is a certificate in master.
type Certificate struct {
	Name       string    `json:"name"`
	Thumbprint string    `json:"thumbprint"` // SHA-1 of the DER bytes, upper case hex
	Subject    string    `json:"subject"`
	Issuer     string    `json:"issuer"`
	NotBefore  time.Time `json:"notBefore"` // UTC
	NotAfter   time.Time `json:"notAfter"`  // UTC
	// PrivateKey is how the private key is protected: NA (none), MK, PW, SK.
	PrivateKey string       `json:"privateKey"`
	KeyBits    Fact[int]    `json:"keyBits"`
	Signature  Fact[string] `json:"signature"` // SHA256-RSA ...
}

// Endpoint is a database mirroring endpoint.
type Endpoint struct {
	Name           string    `json:"name"`
	State          string    `json:"state"` // STARTED, STOPPED, DISABLED
	Role           string    `json:"role"`  // NONE, PARTNER, WITNESS, ALL
	Encrypted      bool      `json:"encrypted"`
	Algorithm      string    `json:"algorithm"`      // AES, RC4, AES, RC4 ...
	Authentication string    `json:"authentication"` // CERTIFICATE, NEGOTIATE, CERTIFICATE ...
	Certificate    string    `json:"certificate"`    // name in master, empty for none or not visible
	Port           Fact[int] `json:"port"`
}

// EndpointRight is one CONNECT permission on a mirroring endpoint.
type EndpointRight struct {
	Endpoint string `json:"endpoint"`
	Grantee  string `json:"grantee"`
	State    string `json:"state"` // G, W, D
}

// SystemLogin is NT AUTHORITY\SYSTEM as a login of the instance.
type SystemLogin struct {
	Exists   bool     `json:"exists"`
	Disabled bool     `json:"disabled"`
	Sysadmin bool     `json:"sysadmin"`
	Granted  []string `json:"granted"`
}

// Group is an availability group, plain or distributed.
type Group struct {
	Name        string         `json:"name"`
	Distributed bool           `json:"distributed"`
	Contained   bool           `json:"contained"`
	Databases   Fact[[]string] `json:"databases"` // empty for a distributed one
	Replicas    []Replica      `json:"replicas"`
}

// Replica is a replica of a group, or a member group of a distributed one.
type Replica struct {
	Name        string       `json:"name"`
	EndpointURL string       `json:"endpointUrl"`
	Role        Fact[string] `json:"role"`
	Connected   Fact[bool]   `json:"connected"`
}

// Service is a Windows service of the instance.
type Service struct {
	Name string `json:"name"` // in the language of Windows
	// Agent is true for SQL Server Agent, whatever Windows calls it.
	Agent   bool   `json:"agent"`
	Status  string `json:"status"`  // Running, Stopped
	Startup string `json:"startup"` // Automatic, Manual
	Account string `json:"account"`
}

// Database is one database of an instance. What sys.databases leaves NULL while a database
// is closed or not online is unknown.
type Database struct {
	Name          string       `json:"name"`
	ID            int          `json:"id"`
	State         string       `json:"state"`
	UserAccess    string       `json:"userAccess"`
	Recovery      Fact[string] `json:"recovery"`
	ReadOnly      bool         `json:"readOnly"`
	AutoClose     bool         `json:"autoClose"`
	Snapshot      bool         `json:"snapshot"`
	Compatibility Fact[int]    `json:"compatibility"`
	Collation     Fact[string] `json:"collation"`
	Broker        Fact[bool]   `json:"broker"`
	Publisher     Fact[bool]   `json:"publisher"`
	CDC           Fact[bool]   `json:"cdc"` // unknown before 2008, where it does not exist
	InGroup       bool         `json:"inGroup"`
	LogReuseWait  string       `json:"logReuseWait"` // empty when the server says NULL
	Accessible    bool         `json:"accessible"`   // this login can enter it
	ADR           Fact[bool]   `json:"adr"`          // unknown before 2019, where it does not exist
	// PVSFilegroup is the filegroup id of the persistent version store; 1 is PRIMARY.
	PVSFilegroup Fact[int]    `json:"pvsFilegroup"`
	Files        Fact[[]File] `json:"files"`
	// Filegroups tell what the files of type 2 are; without such files nobody asks for them.
	Filegroups Fact[[]Filegroup] `json:"filegroups"`
	Chain      Fact[Chain]       `json:"chain"`
	Backups    Fact[[]Backup]    `json:"backups"` // newest full backups msdb remembers
	Encryption Fact[*Encryption] `json:"encryption"`
}

// System tells master, tempdb, model and msdb from user databases.
func (d Database) System() bool { return d.ID <= 4 }

// File is one file of a database.
type File struct {
	Name   string `json:"name"`
	Type   int    `json:"type"` // 0 rows, 1 log, 2 FILESTREAM or memory-optimized
	State  string `json:"state"`
	SizeKB int64  `json:"sizeKB"` // 0 for containers, whose size the catalog does not tell
}

// Filegroup is one filegroup: FG rows, FD FILESTREAM, FX memory-optimized.
type Filegroup struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Files int    `json:"files"`
}

// Chain is the state of the log chain, as the database itself knows it.
type Chain struct {
	// LastLogBackupLSN is empty while no chain has started: a database in FULL recovery
	// that still behaves as SIMPLE.
	LastLogBackupLSN string `json:"lastLogBackupLsn"`
	// DifferentialBaseLSN is set by every full backup that is not copy-only, and empty
	// without one. It explains an empty LastLogBackupLSN; a chain that runs needs it not.
	DifferentialBaseLSN Fact[string] `json:"differentialBaseLsn"`
}

// Backup is one full backup in msdb's history.
type Backup struct {
	Finished time.Time `json:"finished"` // server local time, written as UTC
	CopyOnly bool      `json:"copyOnly"`
	Checksum bool      `json:"checksum"`
	Damaged  bool      `json:"damaged"`
	Snapshot bool      `json:"snapshot"`
}

// Encryption is the TDE state of a database; nil inside a known fact means none.
type Encryption struct {
	State      int    `json:"state"` // 3 encrypted; others of sys.dm_database_encryption_keys
	Protector  string `json:"protector"`
	Thumbprint string `json:"thumbprint"`
}
