package instance

import (
	"slices"
	"strconv"
	"strings"
)

// Restart stops the service and starts it again. Whatever waits for a restart takes effect:
// the Always On switch, startup parameters, static configuration, a new server name.
func (s *Server) Restart() {
	s.Stop()
	s.Start()
}

// Stop ends the service: every session, session flag, application lock and running job is
// gone.
func (s *Server) Stop() {
	s.mu.Lock()
	ended := make([]int, 0, len(s.sessions))
	for spid := range s.sessions {
		ended = append(ended, spid)
	}
	slices.Sort(ended)
	s.sessions = map[int]*Session{}
	s.Locks = nil
	s.Process.Stopped, s.Process.AgentRunning = true, false
	for _, job := range s.Jobs {
		job.StopAsked = job.Running
	}
	s.log("Server", "SQL Server is terminating because of a system shutdown. This is an informational message only. No user action is required.")
	hook := s.EndSession
	s.mu.Unlock()
	for _, spid := range ended {
		if hook != nil {
			hook(spid)
		}
	}
}

// Start begins a new process with what Settings hold now.
func (s *Server) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cycleLog()
	s.log("Server", strings.SplitN(s.bannerText(), "\n", 2)[0])
	s.log("Server", "Registry startup parameters: "+strings.Join(s.Settings.StartupParameters, " "))
	starts := s.Process.Starts + 1
	s.Process = Process{StartedAt: s.clock.Now(), NextSPID: 51, Starts: starts, GlobalFlags: s.startupFlags()}
	if missing := s.missingParameter(); missing != "" {
		s.Process.Stopped = true
		s.log("Server", "Error: 17113, Severity: 16, State: 1.")
		s.logf("Server", "The startup parameter %s is missing. Verify your startup options, and correct or remove them if necessary.", missing)
		return
	}
	s.applySettings()
	s.startGroups()
	s.startEndpoints()
	s.log("Server", "Recovery is complete. This is an informational message only. No user action is required.")
}

// startupFlags are the trace flags among the startup parameters.
func (s *Server) startupFlags() map[int]bool {
	flags := map[int]bool{}
	for _, p := range s.Settings.StartupParameters {
		number, isFlag := strings.CutPrefix(p, "-T")
		if n, err := strconv.Atoi(strings.TrimSpace(number)); isFlag && err == nil && n > 0 {
			flags[n] = true
		}
	}
	return flags
}

// missingParameter names the first of -d, -e and -l that is not there: without them the
// service does not start.
func (s *Server) missingParameter() string {
	for _, need := range []string{"-d", "-e", "-l"} {
		if !slices.ContainsFunc(s.Settings.StartupParameters, func(p string) bool { return strings.HasPrefix(p, need) }) {
			return need
		}
	}
	return ""
}

// applySettings makes pending settings those in use.
func (s *Server) applySettings() {
	for name, c := range s.Settings.Configurations {
		c.InUse = c.Value
		s.Settings.Configurations[name] = c
	}
	s.startAgent(s.Settings.AgentAutoStart)
	if name := s.Settings.PendingServerName; name != nil {
		s.Identity.ServerName, s.Settings.PendingServerName = *name, nil
	}
	if s.Settings.LoginMode != 0 {
		s.Identity.WindowsAuth = s.Settings.LoginMode == 1
	}
	s.Process.HADR = s.Settings.HADR
	s.Process.HADRStatus = managerStatus(s.Settings.HADR && !s.lacksCluster())
	if tempdb := s.databaseByID(2); tempdb != nil {
		tempdb.Created, tempdb.Objects = s.clock.Now(), nil
	}
}

// lacksCluster tells whether the replica manager waits for a Windows cluster that is not
// there: always on 2016, which knows no other cluster type.
func (s *Server) lacksCluster() bool {
	return s.Identity.Build.Major == 13 && s.Host.Cluster == nil && !s.Identity.ManagedAzure
}

// startAgent starts or stops SQL Server Agent; a running Agent has its procedures on.
func (s *Server) startAgent(run bool) {
	s.Process.AgentRunning = run
	if c, ok := s.Settings.Configurations["Agent XPs"]; ok && run {
		c.Value, c.InUse = 1, 1
		s.Settings.Configurations["Agent XPs"] = c
	}
}

// StartAgent starts the SQL Server Agent service; StopAgent stops it.
func (s *Server) StartAgent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.startAgent(true)
}

// StopAgent stops the SQL Server Agent service. The Agent procedures go off with it.
func (s *Server) StopAgent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopAgent()
}

func (s *Server) stopAgent() {
	s.startAgent(false)
	if c, ok := s.Settings.Configurations["Agent XPs"]; ok {
		c.Value, c.InUse = 0, 0
		s.Settings.Configurations["Agent XPs"] = c
	}
}

// startGroups brings availability groups up: the local replica passes RESOLVING, then
// takes its old role. With the feature off nothing gets beyond RESOLVING.
//
// modelled: the way through RESOLVING takes no time and shows in the error log only.
func (s *Server) startGroups() {
	for _, g := range s.Groups {
		local := g.local()
		if local == nil {
			continue
		}
		s.logf("spid10s", "The state of the local availability replica in availability group '%s' has changed from 'NOT_AVAILABLE' to 'RESOLVING_NORMAL'.", g.Name)
		up := s.Process.HADR && s.Process.HADRStatus == 1 && !g.Offline
		if !up {
			local.Role, local.Connected, local.Health = 0, false, 0
			continue
		}
		if local.Role == 0 {
			local.Role = 1
		}
		local.Connected, local.Health = true, 2
		state := map[int]string{1: "PRIMARY_NORMAL", 2: "SECONDARY_NORMAL"}[local.Role]
		s.logf("spid10s", "The state of the local availability replica in availability group '%s' has changed from 'RESOLVING_NORMAL' to '%s'.", g.Name, state)
	}
}

// startEndpoints starts the mirroring endpoint. One that needs a certificate whose master
// key only a password opens cannot start: 15581 goes to the error log and nothing listens.
func (s *Server) startEndpoints() {
	master := s.database("master")
	for _, e := range s.Endpoints {
		if !isMirroring(e) || e.State != endpointStarted {
			continue
		}
		c := master.certificate(e.Certificate)
		closed := c != nil && c.KeyEncryption == "MK" && (master.MasterKey == nil || !master.MasterKey.ByServiceKey)
		e.Failed = closed
		if closed {
			s.logMessage("spid12s", 15581)
			continue
		}
		s.log("spid12s", "The Database Mirroring endpoint is now listening for connections.")
	}
}

// keptLogs is how many old error logs stay on disk, as by default.
const keptLogs = 6

// cycleLog begins a new error log; the old one becomes number 1.
func (s *Server) cycleLog() {
	if len(s.Log) == 0 {
		return
	}
	s.OldLogs = append([][]LogEntry{s.Log}, s.OldLogs[:min(len(s.OldLogs), keptLogs-1)]...)
	s.Log = nil
}
