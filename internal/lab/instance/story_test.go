package instance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// recorder is a client's side of a session: it keeps what a batch sends.
type recorder struct {
	results  []told
	messages []*message.Message
}

func (r *recorder) Columns(cols []engine.Column) error {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	r.results = append(r.results, told{columns: names})
	return nil
}

func (r *recorder) Row(row []any) error {
	last := &r.results[len(r.results)-1]
	last.rows = append(last.rows, slices.Clone(row))
	return nil
}

func (*recorder) Done(int64) error { return nil }

func (*recorder) Database(string, string) error { return nil }

func (r *recorder) Message(m *message.Message) error {
	if m.Number != 5701 {
		r.messages = append(r.messages, m)
	}
	return nil
}

// client drives an instance the whole way: text through the engine.
type client struct {
	t *testing.T
	c engine.Client
}

func (c client) batch(text string) *recorder {
	c.t.Helper()
	out := &recorder{}
	if err := c.c.Batch(context.Background(), text, out); err != nil {
		c.t.Fatalf("%s\n%v", text, err)
	}
	return out
}

// fine runs a batch that may send no error.
func (c client) fine(text string) *recorder {
	c.t.Helper()
	out := c.batch(text)
	for _, m := range out.messages {
		if m.IsError() {
			c.t.Fatalf("%s\n%v", text, m)
		}
	}
	return out
}

func engineClient(t *testing.T, options Options) (client, *bench) {
	t.Helper()
	b := setUp(t, options)
	return client{t, b.se.NewClient()}, b
}

func TestPrepareAnInstanceThroughTheEngine(t *testing.T) {
	c, b := engineClient(t, Options{Version: "2022 RTM"})
	c.fine("USE master")
	c.fine("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Pass-word-1'")
	c.fine("CREATE CERTIFICATE [Cert_SQL01_endpoint] WITH SUBJECT = 'Certificate for Cert_SQL01_endpoint', EXPIRY_DATE = '03/30/2031'")
	out := c.fine("SELECT name, symmetric_key_id FROM sys.symmetric_keys WHERE name LIKE '%DatabaseMasterKey%'")
	if len(out.results[0].rows) != 1 {
		t.Errorf("master key rows %v", out.results[0].rows)
	}
	out = c.fine("SELECT CERTENCODED(CERT_ID('Cert_SQL01_endpoint'))")
	if got := out.results[0].rows[0][0].([]byte); string(got) != string(b.s.database("master").certificate("Cert_SQL01_endpoint").DER) {
		t.Error("CERTENCODED does not return the DER bytes")
	}
	c.fine(fmt.Sprintf("CREATE CERTIFICATE [DigiCertPKI] FROM BINARY = 0x%x", rootDER(t, "CN=Lab Root")))
	c.fine(`DECLARE @CERTID int
SELECT @CERTID = CERT_ID('DigiCertPKI')
EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net'`)
	if got := b.s.database("master").certificate("DigiCertPKI").TrustedIssuers; !slices.Equal(got, []string{"*.database.windows.net"}) {
		t.Errorf("trusted for %v", got)
	}
	c.fine("CREATE ENDPOINT database_mirroring_endpoint STATE=STARTED AS TCP (LISTENER_PORT=5022, LISTENER_IP=ALL) FOR DATABASE_MIRRORING (ROLE=ALL, AUTHENTICATION=CERTIFICATE [Cert_SQL01_endpoint], ENCRYPTION=REQUIRED ALGORITHM AES)")
	out = c.fine("SELECT state_desc, connection_auth_desc, encryption_algorithm_desc FROM sys.database_mirroring_endpoints")
	if got := fmt.Sprint(out.results[0].rows); got != "[[STARTED CERTIFICATE AES]]" {
		t.Errorf("endpoint %s", got)
	}
}

func TestErrorsThroughTheEngine(t *testing.T) {
	c, _ := engineClient(t, Options{Version: "2019 CU20"})
	out := c.batch("\nBACKUP DATABASE nobody TO DISK = 'NUL'")
	got := []int32{}
	for _, m := range out.messages {
		got = append(got, m.Number)
	}
	if !slices.Equal(got, []int32{911, 3013}) || out.messages[0].Line != 2 {
		t.Errorf("messages %v at line %d, want 911 then 3013 at line 2", got, out.messages[0].Line)
	}
	out = c.batch("EXEC sp_configure 'nothing', 1")
	if m := out.messages[0]; m.Number != 15123 || m.Procedure != "sp_configure" {
		t.Errorf("got %v from %q", m, m.Procedure)
	}
	out = c.batch("BEGIN TRAN; ALTER DATABASE msdb SET RECOVERY FULL; ROLLBACK")
	if m := out.messages[0]; m.Number != 226 {
		t.Errorf("got %v, want 226", m)
	}
	out = c.batch("BEGIN TRY; ALTER DATABASE nobody SET RECOVERY FULL; END TRY BEGIN CATCH; SELECT ERROR_NUMBER(); END CATCH")
	if len(out.results) != 1 || fmt.Sprint(out.results[0].rows) != "[[5069]]" {
		t.Errorf("caught %v, want the last error 5069", out.results)
	}
}

func TestTraceStatusThroughTheEngine(t *testing.T) {
	c, _ := engineClient(t, Options{})
	out := c.fine("DBCC TRACESTATUS")
	if len(out.results) != 0 || len(out.messages) != 1 || out.messages[0].Number != 2528 {
		t.Errorf("results %v messages %v, want none and 2528", out.results, out.messages)
	}
	out = c.fine("DBCC TRACEON (1800, -1); DBCC TRACESTATUS (-1)")
	if got := fmt.Sprint(out.results[0].rows); got != "[[1800 1 1 0]]" {
		t.Errorf("rows %s", got)
	}
}

func TestOutputArgumentsThroughTheEngine(t *testing.T) {
	c, b := engineClient(t, Options{})
	out := c.fine(`DECLARE @v nvarchar(4000), @rc int
EXEC @rc = master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer', N'BackupDirectory', @v OUTPUT, 'no_output'
SELECT @v, @rc`)
	if got := out.results[0].rows[0]; got[0] != b.s.Settings.BackupDirectory || got[1] != int64(0) {
		t.Errorf("got %v", got)
	}
	out = c.fine(`DECLARE @id uniqueidentifier
EXEC msdb.dbo.sp_add_job @job_name = N'j', @job_id = @id OUTPUT
SELECT @id`)
	if got := out.results[0].rows[0][0]; got != b.s.Jobs[0].ID {
		t.Errorf("job id %v, want %v", got, b.s.Jobs[0].ID)
	}
	out = c.fine(`DECLARE @rc int
EXEC @rc = sp_getapplock @Resource = 'milink', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0
SELECT @rc`)
	if got := out.results[0].rows[0][0]; got != int64(0) || len(b.s.Locks) != 1 {
		t.Errorf("sp_getapplock returned %v, locks %v", got, b.s.Locks)
	}
}

func TestTSQLJobSteps(t *testing.T) {
	c, b := engineClient(t, Options{})
	b.s.StartAgent()
	c.fine(`EXEC msdb.dbo.sp_add_job @job_name = N'j'
EXEC msdb.dbo.sp_add_jobstep @job_name = N'j', @step_name = N'good', @command = N'PRINT ''hello''; CREATE DATABASE made', @on_success_action = 3
EXEC msdb.dbo.sp_add_jobstep @job_name = N'j', @step_name = N'bad', @command = N'SELECT * FROM nowhere'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'j'
EXEC msdb.dbo.sp_start_job N'j'`)
	b.s.WaitJobs()
	if b.s.database("made") == nil {
		t.Error("the first step did nothing")
	}
	runs := b.s.JobRuns
	if len(runs) != 3 || runs[0].Status != 1 || !strings.Contains(runs[0].Message, "hello") ||
		runs[1].Status != 0 || !strings.Contains(runs[1].Message, "Invalid object name 'nowhere'") || runs[2].Status != 0 {
		t.Errorf("history %+v", runs)
	}
	out := c.fine("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory")
	if got := fmt.Sprint(out.results[0].rows); got != "[[3]]" {
		t.Errorf("sysjobhistory has %s rows", got)
	}
	for spid := range b.s.sessions {
		if spid != b.se.spid {
			t.Errorf("session %d of the job is still open", spid)
		}
	}
}

func TestShutdownEndsTheConnection(t *testing.T) {
	c, b := engineClient(t, Options{})
	if err := c.c.Batch(context.Background(), "SHUTDOWN", &recorder{}); err == nil {
		t.Error("the connection goes on after SHUTDOWN")
	}
	if !b.s.Process.Stopped {
		t.Error("the service still runs")
	}
}
