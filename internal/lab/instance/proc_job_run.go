package instance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// jobRunProcedures start and stop jobs and show their history.
var jobRunProcedures = []procedure{
	{name: "sp_start_job", msdb: true, run: (*action).startJob, params: []engine.ProcParam{
		defaulted("@job_name", value.SysnameT, nil), defaulted("@job_id", value.GUIDT, nil),
		defaulted("@error_flag", value.IntT, int64(1)), defaulted("@server_name", value.SysnameT, nil),
		defaulted("@step_name", value.SysnameT, nil), defaulted("@output_flag", value.IntT, int64(1)),
	}},
	{name: "sp_stop_job", msdb: true, run: (*action).stopJob, params: []engine.ProcParam{
		defaulted("@job_name", value.SysnameT, nil), defaulted("@job_id", value.GUIDT, nil),
		defaulted("@originating_server", value.SysnameT, nil), defaulted("@server_name", value.SysnameT, nil),
	}},
}

// agentReady checks that the Agent can be asked: 15281 with its procedures off, 22022 when
// the service is stopped.
func (a *action) agentReady(procedure string) error {
	if a.s.Settings.Configurations["Agent XPs"].InUse == 0 {
		return fault(15281, "procedure", "dbo."+procedure, "Agent XPs", "Agent XPs", "Agent XPs", "Agent XPs").With(1, 16)
	}
	if !a.s.Process.AgentRunning {
		return fault(22022, "SQLServerAgent is not currently running so it cannot be notified of this action.").With(1, 16)
	}
	return nil
}

// startJob asks the Agent to run a job. It returns at once; the result is in the history.
func (a *action) startJob(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	if err := a.agentReady("sp_start_job"); err != nil {
		return 1, err
	}
	first := j.StartStep
	switch {
	case !j.Targeted:
		return 1, fault(14256, j.Name, j.ID)
	case len(j.Steps) == 0:
		return 1, fault(14528, j.Name)
	case j.Running:
		return 1, fault(22022, fmt.Sprintf("Request to run job %s (from User %s) refused because the job is already running from a request by User %s.", j.Name, a.se.login, j.Owner)).With(1, 16)
	}
	if step := args.text("@step_name"); step != "" {
		at := slices.IndexFunc(j.Steps, func(s JobStep) bool { return strings.EqualFold(s.Name, step) })
		if at < 0 {
			return 1, fault(14262, "@step_name", step)
		}
		first = at + 1
	}
	j.Running, j.StopAsked, j.Started, j.Stopped = true, false, a.now, time.Time{}
	run := &jobRun{s: a.s, job: j, by: a.se.login, started: a.now, process: a.s.Process.Starts}
	a.s.jobs.Add(1)
	a.after = append(a.after, func() { go run.carryOut(first) })
	a.say(&message.Message{Number: 0, State: 1, Text: fmt.Sprintf("Job '%s' started successfully.", j.Name)})
	return 0, nil
}

func (a *action) stopJob(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	if err := a.agentReady("sp_stop_job"); err != nil {
		return 1, err
	}
	if !j.Running {
		return 1, fault(22022, fmt.Sprintf("Request to stop job %s (from User %s) refused because the job is not currently running.", j.Name, a.se.login)).With(1, 16)
	}
	j.StopAsked = true
	a.say(&message.Message{Number: 0, State: 1, Text: fmt.Sprintf("Job '%s' stopped successfully.", j.Name)})
	return 0, nil
}

// WaitJobs waits until no job runs.
func (s *Server) WaitJobs() { s.jobs.Wait() }

// jobRun is one run of a job. It works in its own goroutine, as the Agent does beside the
// instance, and holds the server's lock only to write what happened.
type jobRun struct {
	s       *Server
	job     *Job
	by      string // who started it
	started time.Time
	process int // start of the service in which it began
	last    string
	lastID  int
}

// carryOut runs steps from first on until one ends the job.
func (r *jobRun) carryOut(first int) {
	defer r.s.jobs.Done()
	status := 0
	for id := first; ; {
		step, ok := r.step(id)
		if !ok {
			break
		}
		next := 0
		status, next = r.runStep(id, step)
		if next == 0 {
			break
		}
		id = next
	}
	r.finish(status)
}

// step reads step number id, unless the run was stopped or the service went away.
func (r *jobRun) step(id int) (JobStep, bool) {
	r.s.mu.RLock()
	defer r.s.mu.RUnlock()
	if r.job.StopAsked || r.s.Process.Starts != r.process || id < 1 || id > len(r.job.Steps) {
		return JobStep{}, false
	}
	return r.job.Steps[id-1], true
}

// runStep runs one step, writes its row and says which step is next: 0 ends the job.
func (r *jobRun) runStep(id int, step JobStep) (status, next int) {
	begun := r.s.clock.Now()
	text, ok := r.s.performStep(*r.job, step)
	ended := r.s.clock.Now()
	r.last, r.lastID = step.Name, id
	action, target := step.OnFail, step.OnFailStep
	words := "The step failed."
	if ok {
		status, words, action, target = 1, "The step succeeded.", step.OnSuccess, step.OnSuccessStep
	}
	r.record(id, step.Name, status, begun, ended.Sub(begun), strings.TrimSpace(text)+"  "+words)
	r.keepLog(id, step, text, ended)
	switch action {
	case 1:
		return 1, 0
	case 2:
		return 0, 0
	case 4:
		return status, target
	}
	return status, id + 1 // 3: the next step; behind the last one the job ends as it did
}

// record writes one row of sysjobhistory.
func (r *jobRun) record(step int, name string, status int, at time.Time, took time.Duration, text string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.s.JobRuns = append(r.s.JobRuns, JobRun{ID: r.s.takeID("job run", 1), JobID: r.job.ID, StepID: step, StepName: name,
		Message: text, Status: status, At: at, Duration: took})
}

// keepLog stores the output in sysjobstepslogs when the step's flags ask for it: 8
// overwrites, 16 appends.
func (r *jobRun) keepLog(id int, step JobStep, text string, at time.Time) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if step.Flags&24 == 0 || id > len(r.job.Steps) {
		return
	}
	stored := &r.job.Steps[id-1]
	if step.Flags&8 != 0 {
		stored.Log = ""
	}
	stored.Log += text
	stored.LogAt = at
}

// finish writes the outcome of the whole job and deletes the job if it is to go.
func (r *jobRun) finish(status int) {
	words := "The job failed."
	switch {
	case r.job.stopped(r.s):
		status, words = 3, "The job was stopped prior to completion."
	case status == 1:
		words = "The job succeeded."
	}
	ended := r.s.clock.Now()
	r.record(0, "(Job outcome)", status, r.started, ended.Sub(r.started),
		fmt.Sprintf("%s  The Job was invoked by User %s.  The last step to run was step %d (%s).", words, r.by, r.lastID, r.last))
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.job.Running, r.job.Stopped = false, ended
	level := r.job.DeleteLevel
	if level == 3 || level == 1 && status == 1 || level == 2 && status == 0 {
		r.s.removeJob(r.job, false)
	}
}

func (j *Job) stopped(s *Server) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return j.StopAsked
}

// performStep runs one step: through the hook, or for TSQL through the engine.
//
// modelled: without a hook the lab has no PowerShell and no command shell; such a step
// fails and says so.
func (s *Server) performStep(job Job, step JobStep) (string, bool) {
	if hook := s.RunStep; hook != nil && step.Subsystem != "TSQL" {
		return hook(job, step)
	}
	if step.Subsystem != "TSQL" {
		return fmt.Sprintf("Executed as user: %s. SIMULATED: this lab has nothing that runs %s steps.", s.Settings.ServiceAccount, step.Subsystem), false
	}
	return s.performBatch(job, step)
}

// performBatch runs a TSQL step in a session of the job's owner.
func (s *Server) performBatch(job Job, step JobStep) (string, bool) {
	s.mu.Lock()
	owner := s.principal(job.Owner)
	if owner == nil {
		s.mu.Unlock()
		return fmt.Sprintf("The job failed.  Unable to determine if the owner (%s) of job %s has server access.", job.Owner, job.Name), false
	}
	se := s.newSession(owner, LoginRequest{User: owner.Name, Program: "SQLAgent - TSQL JobStep", Database: step.Database})
	s.Process.NextSPID++
	s.sessions[se.spid] = se
	s.mu.Unlock()
	client := se.NewClient()
	defer client.Close()
	sink := &stepSink{}
	if err := se.Use(step.Database); err != nil {
		return "Executed as user: " + owner.Name + ". Unable to connect to the database: " + err.Error(), false
	}
	if err := client.Batch(context.Background(), step.Command, sink); err != nil {
		return "Executed as user: " + owner.Name + ". " + err.Error(), false
	}
	return "Executed as user: " + owner.Name + ". " + strings.Join(sink.lines, " "), !sink.failed
}

// stepSink gathers what a TSQL step prints.
type stepSink struct {
	lines  []string
	failed bool
}

// Columns implements engine.Sink.
func (*stepSink) Columns([]engine.Column) error { return nil }

// Row implements engine.Sink.
func (*stepSink) Row([]any) error { return nil }

// Done implements engine.Sink.
func (*stepSink) Done(int64) error { return nil }

// Database implements engine.Sink.
func (*stepSink) Database(string, string) error { return nil }

// Message implements engine.Sink.
func (s *stepSink) Message(m *message.Message) error {
	if m.Number == 5701 || m.Number == 5703 {
		return nil
	}
	s.failed = s.failed || m.IsError()
	s.lines = append(s.lines, fmt.Sprintf("%s [SQLSTATE 01000] (Message %d)", m.Text, m.Number))
	return nil
}
