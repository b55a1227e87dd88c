package instance

import (
	"strings"
	"testing"

	"milink/internal/lab/value"
)

// agent is an instance whose Agent runs.
func agent(t *testing.T) *bench {
	t.Helper()
	b := setUp(t, Options{})
	b.s.StartAgent()
	return b
}

const (
	addJob    = "EXEC msdb.dbo.sp_add_job @job_name = N'Net', @enabled = 1"
	addStep   = "EXEC msdb.dbo.sp_add_jobstep @job_name = N'Net', @step_name = N'one', @subsystem = N'PowerShell', @command = N'tnc mi -port 5022', @on_success_action = 3, @on_fail_action = 3"
	addServer = "EXEC msdb.dbo.sp_add_jobserver @job_name = N'Net', @server_name = N'(local)'"
	startJob  = "EXEC msdb.dbo.sp_start_job @job_name = N'Net'"
)

func TestJobDefinition(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"add", addJob, nil},
		{"twice", addJob, []int32{14261}},
		{"owner", "EXEC msdb.dbo.sp_add_job @job_name = N'x', @owner_login_name = N'nobody'", []int32{14234}},
		{"category", "EXEC msdb.dbo.sp_add_job @job_name = N'x', @category_name = N'nobody'", []int32{14262}},
		{"step", addStep, nil},
		{"step twice", addStep, []int32{14261}},
		{"subsystem", "EXEC msdb.dbo.sp_add_jobstep @job_name = N'Net', @step_name = N'two', @subsystem = N'Perl'", []int32{14234}},
		{"step of no job", "EXEC msdb.dbo.sp_add_jobstep @job_name = N'nobody', @step_name = N'two'", []int32{14262}},
		{"neither id nor name", "EXEC msdb.dbo.sp_update_job @enabled = 0", []int32{14294}},
		{"rename", "EXEC msdb.dbo.sp_update_job @job_name = N'Net', @new_name = N'Net2', @enabled = 0", nil},
		{"old name", "EXEC msdb.dbo.sp_delete_job @job_name = N'Net'", []int32{14262}},
		{"delete", "EXEC msdb.dbo.sp_delete_job @job_name = N'Net2'", nil},
	}
	b := agent(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
}

func TestAddJobReturnsItsID(t *testing.T) {
	b := agent(t)
	b.ok("EXEC msdb.dbo.sp_add_job @job_name = N'Net', @job_id = @id OUTPUT")
	id, ok := b.output["@job_id"].(value.GUID)
	if !ok || id != b.s.Jobs[0].ID {
		t.Fatalf("job id %v", b.output["@job_id"])
	}
	b.ok("EXEC msdb.dbo.sp_delete_job @job_id = '" + id.String() + "'")
	if len(b.s.Jobs) != 0 {
		t.Error("the job is still there")
	}
}

func TestStartJobNeedsTheAgent(t *testing.T) {
	b := setUp(t, Options{}) // Agent never started
	b.ok(addJob + "; " + addStep)
	b.fails(startJob, 15281)
	b.s.StartAgent()
	b.fails(startJob, 14256) // no target server
	b.ok(addServer)
	b.fails(addServer, 14269)
	b.s.Process.AgentRunning = false
	b.fails(startJob, 22022)
}

func TestJobRun(t *testing.T) {
	b := agent(t)
	b.s.RunStep = func(_ Job, step JobStep) (string, bool) {
		return "RemoteAddress : 10.0.0.5 TcpTestSucceeded : True Process Exit Code 0.", step.Name == "one"
	}
	b.ok(addJob + "; " + addStep + "; " + addServer)
	b.ok("EXEC msdb.dbo.sp_add_jobstep @job_name = N'Net', @step_name = N'two', @subsystem = N'PowerShell', @command = N'x', @flags = 40")
	b.ok(startJob)
	if got := b.said[0]; got.Text != "Job 'Net' started successfully." || got.Class != 0 {
		t.Errorf("message %+v", got)
	}
	b.s.WaitJobs()
	runs := b.s.JobRuns
	if len(runs) != 3 {
		t.Fatalf("%d history rows, want two steps and the outcome", len(runs))
	}
	if runs[0].StepID != 1 || runs[0].Status != 1 || !strings.Contains(runs[0].Message, "TcpTestSucceeded : True") || !strings.HasSuffix(runs[0].Message, "The step succeeded.") {
		t.Errorf("first step %+v", runs[0])
	}
	if runs[1].StepID != 2 || runs[1].Status != 0 || !strings.HasSuffix(runs[1].Message, "The step failed.") {
		t.Errorf("second step %+v", runs[1])
	}
	if runs[2].StepID != 0 || runs[2].Status != 0 || runs[2].StepName != "(Job outcome)" || !strings.HasPrefix(runs[2].Message, "The job failed.") {
		t.Errorf("outcome %+v", runs[2])
	}
	if runs[0].RunDate() != 20260302 || runs[0].RunTime() != 120000 {
		t.Errorf("run_date %d run_time %d", runs[0].RunDate(), runs[0].RunTime())
	}
	job := b.s.Jobs[0]
	if job.Running || job.Stopped.IsZero() || job.Steps[0].Log != "" || !strings.Contains(job.Steps[1].Log, "TcpTestSucceeded") {
		t.Errorf("job %+v: only a step with flag 8 keeps a log", *job)
	}
	b.ok("EXEC msdb.dbo.sp_help_jobhistory @job_name = N'Net', @mode = N'FULL'")
	if got := b.only(); len(got.rows) != 3 || got.cell(t, "step_id") != int64(0) {
		t.Errorf("newest row first: %v", got.rows)
	}
}

func TestStepWithoutAHookFailsAloud(t *testing.T) {
	b := agent(t)
	b.ok(addJob + "; " + addStep + "; " + addServer + "; " + startJob)
	b.s.WaitJobs()
	if r := b.s.JobRuns[0]; r.Status != 0 || !strings.Contains(r.Message, "SIMULATED") || !strings.Contains(r.Message, "PowerShell") {
		t.Errorf("step %+v", r)
	}
}

func TestJobThatDeletesItself(t *testing.T) {
	b := agent(t)
	b.s.RunStep = func(Job, JobStep) (string, bool) { return "done", true }
	b.ok("EXEC msdb.dbo.sp_add_job @job_name = N'Net', @delete_level = 3; " + addStep + "; " + addServer + "; " + startJob)
	b.s.WaitJobs()
	if len(b.s.Jobs) != 0 {
		t.Error("the job is still there")
	}
}

func TestJobPermissions(t *testing.T) {
	b := agent(t)
	b.ok(addJob + "; CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'; USE msdb; CREATE USER weak FOR LOGIN weak")
	weak := b.as("weak")
	weak.fails("EXEC msdb.dbo.sp_add_job @job_name = N'mine'", 229)
	b.ok("ALTER ROLE SQLAgentUserRole ADD MEMBER weak")
	weak.ok("EXEC msdb.dbo.sp_add_job @job_name = N'mine'")
	weak.fails("EXEC msdb.dbo.sp_add_job @job_name = N'his', @owner_login_name = N'sa'", 14515)
	weak.fails("EXEC msdb.dbo.sp_delete_job @job_name = N'Net'", 14262) // not his, so not visible
	b.ok("ALTER ROLE SQLAgentOperatorRole ADD MEMBER weak")
	weak.fails("EXEC msdb.dbo.sp_delete_job @job_name = N'Net'", 14525)
}
