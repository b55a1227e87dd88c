package instance

import (
	"time"

	"milink/internal/lab/value"
)

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
