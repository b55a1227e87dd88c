package instance

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRestart(t *testing.T) {
	b := setUp(t, Options{})
	var ended []int
	b.s.EndSession = func(spid int) { ended = append(ended, spid) }
	b.ok("DBCC TRACEON (1800, -1); EXEC sp_configure 'show advanced options', 1")
	b.s.Settings.HADR = true
	b.s.Settings.StartupParameters = append(b.s.Settings.StartupParameters, "-T9567")
	b.clock.now = noon.Add(time.Hour)
	b.s.Restart()
	p := b.s.Process
	if !p.StartedAt.Equal(noon.Add(time.Hour)) || !p.HADR || p.HADRStatus != 1 || p.Stopped {
		t.Errorf("process %+v", p)
	}
	if !p.GlobalFlags[9567] || p.GlobalFlags[1800] {
		t.Errorf("flags %v: startup flags are on, TRACEON is forgotten", p.GlobalFlags)
	}
	if !slices.Equal(ended, []int{b.se.spid}) {
		t.Errorf("ended sessions %v", ended)
	}
	b.fails("CHECKPOINT", -1)
	if b.s.Settings.Configurations["show advanced options"].InUse != 1 {
		t.Error("a restart puts configured values into use")
	}
	if b.s.databaseByID(2).Created != noon.Add(time.Hour) {
		t.Error("tempdb is made anew at every start")
	}
	if len(b.s.OldLogs) != 1 {
		t.Errorf("%d old error logs, want 1", len(b.s.OldLogs))
	}
}

func TestServiceWithoutItsParametersStaysDown(t *testing.T) {
	b := setUp(t, Options{})
	b.s.Settings.StartupParameters = b.s.Settings.StartupParameters[1:] // -d is gone
	b.s.Restart()
	if !b.s.Process.Stopped {
		t.Error("the service started without -d")
	}
	if _, err := b.s.Connect(LoginRequest{User: "sa", Password: "Sa-Pass-1"}); err == nil {
		t.Error("a stopped service took a login")
	}
}

func TestClosedMasterKeyStopsTheEndpoint(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'; " + mirroring("CREATE", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c"))
	b.s.Restart()
	if b.s.endpoint("e").Failed {
		t.Error("the endpoint should listen")
	}
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.ok("ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY")
	b.s.Restart()
	if !b.s.endpoint("e").Failed {
		t.Error("the endpoint cannot open its certificate")
	}
	found := slices.ContainsFunc(b.s.Log, func(e LogEntry) bool { return strings.HasPrefix(e.Text, "Error: 15581, Severity: 16") })
	if !found {
		t.Error("15581 is not in the error log")
	}
}

func TestGroupsAfterARestart(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.s.Restart()
	if r := b.s.group("g").local(); r.Role != 1 || !r.Connected {
		t.Errorf("replica %+v, want PRIMARY", *r)
	}
	seen := 0
	for _, e := range b.s.Log {
		if strings.Contains(e.Text, "'NOT_AVAILABLE' to 'RESOLVING_NORMAL'") || strings.Contains(e.Text, "'RESOLVING_NORMAL' to 'PRIMARY_NORMAL'") {
			seen++
		}
	}
	if seen != 2 {
		t.Errorf("the error log shows %d of 2 role changes", seen)
	}
	b.s.Settings.HADR = false
	b.s.Restart()
	if r := b.s.group("g").local(); r.Role != 0 || r.Connected {
		t.Errorf("replica %+v with the feature off, want RESOLVING", *r)
	}
}

func TestShutdown(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("SHUTDOWN", 6004)
	b.fails("SHUTDOWN WITH NOWAIT", -1) // the connection goes with the service
	b.says(6006)
	if !b.s.Process.Stopped {
		t.Error("the service still runs")
	}
	b.s.Start()
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.ok("CHECKPOINT")
}
