package lab

import (
	"context"
	"testing"
)

// TestScenariosBuild starts every world: each statement of its recipe must succeed on the
// lab's own engine.
func TestScenariosBuild(t *testing.T) {
	for _, s := range Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			l, err := Start(context.Background(), Options{Scenario: s.Name})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestRestartByShutdown: a person without Configuration Manager prepares a lab by the
// registry procedures and restarts it with SHUTDOWN.
func TestRestartByShutdown(t *testing.T) {
	notices := make(chan string, 1)
	l, err := Start(context.Background(), Options{Scenario: "unprepared-2022", Notice: func(s string) { notices <- s }})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	b := &bench{ctx: context.Background(), server: l.source, password: l.Password()}
	b.sql(`EXEC xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR', N'HADR_Enabled', N'REG_DWORD', 1;
EXEC xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\Parameters', N'SQLArg3', N'REG_SZ', N'-T1800';`)
	if b.err != nil || l.source.Process.HADR || l.source.Process.GlobalFlags[1800] {
		t.Fatalf("before the restart: error %v, HADR %v", b.err, l.source.Process.HADR)
	}
	starts := l.source.Process.Starts
	b.sql("SHUTDOWN;") // ends the session, which is an error for whoever sent it
	if s := <-notices; s != "SQL01 was shut down; the lab has started it again." {
		t.Errorf("notice %q", s)
	}
	p := l.source.Process
	if p.Starts != starts+1 || p.Stopped || !p.HADR || !p.GlobalFlags[1800] {
		t.Errorf("after the restart: starts %d, stopped %v, HADR %v, flags %v", p.Starts, p.Stopped, p.HADR, p.GlobalFlags)
	}
}
