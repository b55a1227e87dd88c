package instance

import (
	"time"

	"milink/internal/lab/value"
)

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
