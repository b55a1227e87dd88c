package instance

import "testing"

func TestServiceControl(t *testing.T) {
	b := full(t, Options{})
	b.ok("EXEC master.dbo.xp_servicecontrol N'START', N'SQLServerAgent'")
	if !b.s.Process.AgentRunning {
		t.Error("START did not start the Agent")
	}
	b.ok("EXEC master.dbo.xp_servicecontrol N'STOP', N'SQLSERVERAGENT'")
	if b.s.Process.AgentRunning {
		t.Error("STOP did not stop the Agent")
	}
	b.fails("EXEC xp_servicecontrol N'START', N'Spooler'", 22001)
	b.fails("EXEC xp_servicecontrol N'BURN', N'SQLServerAgent'", 22001)
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("EXEC xp_servicecontrol N'STOP', N'SQLServerAgent'", 229)
}
