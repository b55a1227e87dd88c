package facts

// Names of the probes a collector records, so that a finding can point at the question
// its evidence answered.
const (
	ProbeIdentity     = "source/identity"   // SERVERPROPERTY, @@VERSION, @@SERVERNAME
	ProbeHost         = "source/host"       // operating system
	ProbeCapability   = "source/capability" // system procedures of the link
	ProbeAccount      = "source/account"    // login and its permissions
	ProbeStarted      = "source/started"    // start of the service
	ProbeTraceFlags   = "source/traceflags" // DBCC TRACESTATUS (-1)
	ProbeSessionFlags = "source/traceflags-session"
	ProbeStartup      = "source/startup"     // startup parameters
	ProbeHADRSwitch   = "source/hadr-switch" // the switch as configured
	ProbeCluster      = "source/cluster"     // Windows cluster
	ProbeMembers      = "source/cluster-members"
	ProbeMasterKey    = "source/masterkey"    // database master key of master
	ProbeCertificates = "source/certificates" // certificates of master
	ProbeEndpoints    = "source/endpoints"    // database mirroring endpoint
	ProbeRights       = "source/endpoint-rights"
	ProbeLogins       = "source/logins" // certificate logins, NT AUTHORITY\SYSTEM
	ProbeGroups       = "source/groups" // availability groups
	ProbeReplicas     = "source/group-replicas"
	ProbeStates       = "source/group-states" // roles and connections of replicas
	ProbeMembership   = "source/group-databases"
	ProbeServices     = "source/services"
	ProbeDatabases    = "source/databases"
	ProbeFiles        = "source/files"        // sys.master_files
	ProbeFilesInside  = "source/files-inside" // of each database, where master hides them
	ProbeChains       = "source/chains"       // log chain of every database
	ProbeBackups      = "source/backups"      // backup history
	ProbeEncryption   = "source/encryption"   // database encryption keys
	ProbeVersionStore = "source/versionstore"
	ProbeFilegroups   = "source/filegroups" // inside each database
)
