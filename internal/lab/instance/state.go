package instance

import (
	"sync"
	"time"

	"milink/internal/lab/engine"
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
	// ShutDown is told when SHUTDOWN has ended the service, so that whoever plays the
	// service manager can start it again.
	ShutDown func()

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
