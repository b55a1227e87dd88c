package instance

import (
	"crypto"
	"sync"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// Server is the whole state of one instance. Fields under Disk and Settings survive a
// restart; Process is what the running process knows and is rebuilt by Restart.
//
// All access from sessions goes through mu: readers of catalog views hold it shared,
// statements that change something hold it exclusively.
type Server struct {
	mu    sync.RWMutex
	clock engine.Clock

	Identity Identity
	Host     Host
	Settings Settings
	Process  Process

	Databases  []*Database // master, tempdb, model, msdb first, ids ascending
	Principals []*Principal
	Grants     []Grant // server-level permissions beyond role membership
	Endpoints  []*Endpoint
	Groups     []*Group
	Backups    []*Backup // msdb.dbo.backupset
	Jobs       []*Job    // msdb.dbo.sysjobs

	// SMKProtectsDMK entries live with the databases (Database.MasterKey.ByServiceKey).
	nextID map[string]int // id counters by kind of object
	seed   uint64         // makes GUIDs, thumbprints and LSNs deterministic

	JobRuns  []JobRun     // msdb.dbo.sysjobhistory, oldest first
	Log      []LogEntry   // SQL Server's error log, oldest first
	AgentLog []LogEntry   // SQL Server Agent's own log
	OldLogs  [][]LogEntry // error logs of earlier starts, newest first
	Locks    []AppLock    // application locks held now

	// RunStep carries out one job step of a subsystem that reaches outside of SQL Server.
	// Without it TSQL steps run through the engine and the others fail.
	RunStep func(job Job, step JobStep) (output string, ok bool)
	jobs    sync.WaitGroup // jobs running now

	// EndSession tells the layer that holds the connections that a session was ended by
	// KILL, SHUTDOWN, a restart or ALTER DATABASE ... ROLLBACK.
	EndSession func(spid int)

	sessions map[int]*Session // by session id
	catalog  *catalog
}

// SessionState is what administrative statements change on one session. It lives in the
// session's admin field and goes away with it.
type SessionState struct {
	Flags    map[int]bool    // trace flags of the session
	OpenKeys map[string]bool // lower-case names of databases whose master key it opened
	// Impersonated is the stack of EXECUTE AS, innermost last.
	Impersonated []Impersonation
}

// Impersonation is one EXECUTE AS that REVERT takes back.
type Impersonation struct {
	Login    string // login the session had before
	User     string // user it had before, for EXECUTE AS USER
	Database string // database in which the EXECUTE AS was run
}

// LogEntry is one line of an error log.
type LogEntry struct {
	At      time.Time
	Process string // "spid51", "Backup", "Server", "Logon"
	Text    string
}

// AppLock is one application lock of sp_getapplock.
type AppLock struct {
	Database  string
	Principal string // database principal, "public" unless named
	Resource  string
	Mode      string // Exclusive, Shared, Update, IntentExclusive, IntentShared
	SPID      int
	Login     string // who holds it, for sys.dm_tran_locks and the people who wait
	Session   bool   // owner is the session, not the transaction
	Since     time.Time
	Count     int // taken so many times by the same owner
}

// Identity is what the instance is and cannot change without a new installation.
type Identity struct {
	Release        Release
	Build          Build
	Edition        Edition
	InstanceName   string // empty for the default instance
	ServerName     string // @@SERVERNAME as stored in sys.servers; may differ from the machine
	Collation      string
	UpdateLevel    string // CU20; empty when SERVERPROPERTY gives NULL
	UpdateRef      string // KB5024276
	ProductLevel   string // RTM, SP3
	ManagedAzure   bool   // a managed instance: EngineEdition 8
	Clustered      bool   // failover cluster instance
	WindowsAuth    bool   // IsIntegratedSecurityOnly
	HasConnectPack bool   // link capability on 2016/2017: sp_certificate_add_issuer exists
}

// Build is the four-part product version.
type Build struct{ Major, Minor, Build, Revision int }

// Edition is an edition as SERVERPROPERTY('Edition') writes it, with its ids.
type Edition struct {
	Name   string // "Enterprise Edition (64-bit)"
	ID     int64
	Engine int // EngineEdition
}

// Host is the machine below the instance.
type Host struct {
	Name         string // NetBIOS name, upper case
	PhysicalName string // node name; equals Name unless clustered
	Domain       string // empty for a workgroup
	Linux        bool
	Address      string // IP address of the listener; 127.0.0.1 unless given
	Distribution string // "Windows Server 2022 Standard", "Ubuntu"
	Release      string // "10.0", "22.04"
	OSText       string // as the last line of @@VERSION shows it
	SectorSize   int    // of the log disk: 512 or 4096; not visible through T-SQL
	CPUs         int
	MemoryKB     int64
	Disk         *Disk
	// NoInternet says that certificate revocation cannot be checked from this host.
	NoInternet bool
	// Cluster is the Windows cluster the host is a node of, nil for none.
	Cluster *Cluster
}

// Cluster is a Windows Server failover cluster.
type Cluster struct {
	Name  string
	Nodes []string
}

// Disk holds the files the instance can read and write, by full path.
type Disk struct {
	mu      sync.Mutex
	Files   map[string][]byte
	Volumes []Volume
	// Folders are the directories that exist, with whether the service account may write
	// there. Paths are compared without case on Windows.
	Folders map[string]bool
	Linux   bool
}

// Volume is one disk volume.
type Volume struct {
	Mount     string // "C:\\"
	Total     int64
	Available int64
}

// Settings survive a restart and are what the next start will use.
type Settings struct {
	// StartupParameters in order: -d, -e, -l, then -T flags.
	StartupParameters []string
	HADR              bool // the Always On switch as configured
	AgentAutoStart    bool
	Configurations    map[string]Configuration // sp_configure, by name
	Port              int
	ServiceAccount    string
	BackupDirectory   string
	DataDirectory     string // default data folder
	LogDirectory      string // default log folder
	MultiDatabaseLink bool   // sp_multidb_milink 1
	// LoginMode is 1 for Windows and 2 for mixed authentication from the next start on; 0
	// leaves it as it is.
	LoginMode int
	// PendingServerName is @@SERVERNAME from the next start on, empty for none (NULL); nil
	// leaves it as it is.
	PendingServerName *string
	// Registry holds values written by xp_instance_regwrite that no other field stands
	// for: by upper-case key path, then value name.
	Registry map[string]map[string]RegistryValue
}

// RegistryValue is one value of the registry.
type RegistryValue struct {
	Name string
	Type string // REG_SZ, REG_DWORD ...
	Text string
	Num  int64
}

// Configuration is one sp_configure option.
type Configuration struct {
	Value, InUse, Min, Max int64
	Dynamic, Advanced      bool
}

// Process is what lives as long as the service runs.
type Process struct {
	StartedAt    time.Time
	HADR         bool         // IsHadrEnabled: the switch as it was at start
	HADRStatus   int          // HadrManagerStatus
	GlobalFlags  map[int]bool // trace flags on for everyone
	AgentRunning bool
	NextSPID     int
	// Stopped tells that the service does not run: after SHUTDOWN or a failed start.
	Stopped bool
	// Starts counts starts; sessions of an earlier start are gone.
	Starts int
	// Requests are the long-running requests that sys.dm_exec_requests reports beside the
	// sessions themselves: BACKUP with its percentage, the VDI workers of seeding.
	Requests []*Request
	// Seedings is the history of automatic seeding; it is kept in memory only.
	Seedings []*Seeding
	// Replicas are the database rows of the HADR DMVs that say more than a local online
	// copy does: remote replicas, suspended or lagging databases. A local database of a
	// group without a row here is healthy.
	Replicas []*DatabaseReplica
}

// Request is one running request that is not simply a session's current batch.
type Request struct {
	SPID       int
	Command    string // BACKUP DATABASE, BACKUP LOG, VDI_CLIENT_WORKER
	Status     string // running, suspended, background
	DatabaseID int
	Percent    float64
	Started    time.Time
	Remaining  time.Duration // estimated_completion_time
	Wait       string
}

// Seeding is one automatic seeding operation, running or past.
type Seeding struct {
	Operation   value.GUID // local_physical_seeding_id and operation_id
	Remote      value.GUID // remote_physical_seeding_id
	GroupID     value.GUID
	GroupDBID   value.GUID
	ReplicaID   value.GUID // ag_remote_replica_id
	DatabaseID  int
	Database    string
	Machine     string // remote_machine_name
	Role        string // Source, Destination, Forwarder, ForwarderDestination
	State       string // current_state: SEEDING, COMPLETED, FAILED ...
	Internal    string // internal_state_desc
	Running     bool   // still has a row in the physical statistics
	Started     time.Time
	Ended       time.Time // zero while running
	Estimate    time.Time
	Rate        int64 // bytes per second
	Transferred int64
	Size        int64
	DiskWait    time.Duration
	NetworkWait time.Duration
	Compressed  bool
	Attempts    int
	FailureCode int
	Failure     string // failure_state_desc
	ErrorCode   int
	FailureText string
}

// DatabaseReplica is one row of sys.dm_hadr_database_replica_states.
type DatabaseReplica struct {
	GroupID      value.GUID
	ReplicaID    value.GUID
	DatabaseID   int
	GroupDBID    value.GUID
	Local        bool
	Primary      bool
	State        int // synchronization_state
	Health       int // synchronization_health
	DatabaseMode int // database_state of a local row
	Suspended    bool
	Reason       int // suspend_reason
	SentLSN      int64
	ReceivedLSN  int64
	HardenedLSN  int64
	RedoneLSN    int64
	EndOfLogLSN  int64
	CommitLSN    int64
	At           time.Time // when the LSNs above were taken
	SendQueueKB  int64
	SendRateKB   int64
	RedoQueueKB  int64
	RedoRateKB   int64
	LagSeconds   int64
	LagKnown     bool
}

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

// Principal is a server principal: login or role.
type Principal struct {
	ID              int
	Name            string
	Type            string // S, U, G, R, C, K, E
	Password        string
	Disabled        bool
	LockedOut       bool
	MustChange      bool
	Expired         bool
	DefaultDatabase string
	Roles           []string // fixed server roles it is in: sysadmin, ...
	Certificate     string   // for type C
	FixedRole       bool
	CheckPolicy     bool
	CheckExpiration bool
	Language        string // empty for us_english
	SID             []byte // derived from the name when empty
	Owner           string // of a server role
	Created         time.Time
}

// User is a database principal.
type User struct {
	ID    int
	Name  string
	Login string   // empty without login
	Roles []string // db_owner, db_datareader, SQLAgentReaderRole ...
	Type  string   // S, U, R
}

// Grant is one granted or denied permission.
type Grant struct {
	Permission string // VIEW SERVER STATE, SELECT, CONNECT ...
	State      string // G, W, D
	To         string // principal or user name
	Class      string // SERVER, DATABASE, OBJECT, ENDPOINT, CERTIFICATE ...
	Securable  string // object name for OBJECT ("dbo.backupset"), ENDPOINT, CERTIFICATE
}

// Endpoint is one endpoint, system ones included.
type Endpoint struct {
	ID          int
	Name        string
	Owner       string
	Protocol    int // 2 TCP, 3 NAMED_PIPES, 4 SHARED_MEMORY, 5 VIA
	Type        int // 2 TSQL, 4 DATABASE_MIRRORING
	State       int // 0 STARTED, 1 STOPPED, 2 DISABLED
	Admin       bool
	Port        int
	IP          string // empty for ALL
	Role        int    // 1 PARTNER, 2 WITNESS, 3 ALL
	Encrypted   bool
	Auth        int // connection_auth of sys.database_mirroring_endpoints
	Certificate string
	Algorithm   int // encryption_algorithm
	// Failed says that the endpoint is STARTED by definition but could not open its
	// certificate when the service started: nothing listens.
	Failed bool
}

// Group is an availability group, plain or distributed.
type Group struct {
	ID          value.GUID
	Name        string
	Distributed bool
	Basic       bool
	Contained   bool
	ClusterType string // WSFC, EXTERNAL, NONE
	Databases   []string
	Replicas    []*Replica

	FailureCondition  int    // failure_condition_level
	HealthTimeout     int    // health_check_timeout, milliseconds
	BackupPreference  string // PRIMARY, SECONDARY_ONLY, SECONDARY, NONE
	DBFailover        bool
	DTC               bool
	RequiredSyncs     int
	CreateAnyDatabase bool // GRANT CREATE ANY DATABASE
	Offline           bool
	Listener          *GroupListener
	SequenceNumber    int64
}

// GroupListener is an availability group listener.
type GroupListener struct {
	ID   value.GUID
	Name string
	DHCP bool
	IPs  [][2]string // address and mask
	Port int
}

// Replica is one replica, or one member group of a distributed group.
type Replica struct {
	ID             value.GUID
	ServerName     string
	EndpointURL    string
	Availability   int // 0 asynchronous, 1 synchronous, 4 configuration only
	Failover       int // 0 automatic, 1 manual, 2 external
	Seeding        int // 0 automatic, 1 manual
	SessionTimeout int
	AllowPrimary   int // 2 all, 3 read-write
	AllowSecondary int // 0 no, 1 read-only, 2 all
	BackupPriority int
	ReadOnlyURL    string // READ_ONLY_ROUTING_URL
	ReadWriteURL   string
	Modified       time.Time
	Local          bool
	Role           int // 0 resolving, 1 primary, 2 secondary
	Connected      bool
	Health         int // 0 not healthy, 1 partially, 2 healthy
	LastError      int
	LastErrorText  string
	Created        time.Time
}

// Backup is one backup set in msdb's history.
type Backup struct {
	ID          int
	Database    string
	ServerName  string
	Type        string // D, I, L
	CopyOnly    bool
	Snapshot    bool
	Damaged     bool
	Checksums   bool
	Compressed  bool
	Start       time.Time
	Finish      time.Time
	FirstLSN    int64
	LastLSN     int64
	DBBackupLSN int64
	Size        int64
	Recovery    string // FULL, BULK-LOGGED, SIMPLE
	FamilyGUID  value.GUID
	Device      string
	DBCreated   time.Time
	User        string
	MediaSet    int // media_set_id
	Position    int // position on the device, 1 for the first
	Name        string
	Description string
	DiffBaseLSN int64
	BeginsChain bool
	SetGUID     value.GUID
	// KeyAlgorithm and Encryptor are those of WITH ENCRYPTION; empty without.
	KeyAlgorithm string
	Encryptor    []byte
}

// Job is one SQL Server Agent job.
type Job struct {
	ID      value.GUID
	Name    string
	Enabled bool
	Owner   string
	Created time.Time
	Steps   []JobStep
	// Scheduled tells whether an enabled schedule is attached.
	Scheduled bool

	Description string
	Category    string // "[Uncategorized (Local)]"
	StartStep   int
	DeleteLevel int  // 0 never, 1 on success, 2 on failure, 3 always
	Targeted    bool // sp_add_jobserver was run for the local server
	Running     bool
	StopAsked   bool
	Started     time.Time // last start, zero when never run
	Stopped     time.Time // last stop, zero while running
	Modified    time.Time
}

// JobRun is one row of msdb.dbo.sysjobhistory; step 0 is the outcome of the job.
type JobRun struct {
	ID       int
	JobID    value.GUID
	StepID   int
	StepName string
	Message  string
	Status   int // 0 failed, 1 succeeded, 2 retry, 3 cancelled, 4 in progress
	Number   int
	Severity int
	At       time.Time
	Duration time.Duration
}

// JobStep is one step of a job.
type JobStep struct {
	Name      string
	Subsystem string // TSQL, CmdExec, PowerShell
	Command   string
	Database  string

	UID           value.GUID
	OnSuccess     int // 1 quit with success, 2 quit with failure, 3 next step, 4 go to step
	OnFail        int
	OnSuccessStep int
	OnFailStep    int
	Flags         int // 8 overwrite the log table, 16 append to it, 32 all output to history
	Retries       int
	RetryMinutes  int
	OutputFile    string
	Log           string // sysjobstepslogs.log
	LogAt         time.Time
	LastOutcome   int
}
