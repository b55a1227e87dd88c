package instance

import (
	"slices"
	"strconv"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// jobKey are the two ways to name a job; one of them must be given.
func jobKey(more ...engine.ProcParam) []engine.ProcParam {
	return append([]engine.ProcParam{
		defaulted("@job_id", value.GUIDT, nil), defaulted("@job_name", value.SysnameT, nil),
	}, more...)
}

// jobProcedures define jobs. Parameters follow the documented order (facts D12).
var jobProcedures = []procedure{
	{name: "sp_add_job", msdb: true, run: (*action).addJob, params: []engine.ProcParam{
		required("@job_name", value.SysnameT), defaulted("@enabled", value.TinyIntT, int64(1)),
		defaulted("@description", value.NVarCharN(512), nil), defaulted("@start_step_id", value.IntT, int64(1)),
		defaulted("@category_name", value.SysnameT, nil), defaulted("@category_id", value.IntT, nil),
		defaulted("@owner_login_name", value.SysnameT, nil),
		defaulted("@notify_level_eventlog", value.IntT, int64(2)), defaulted("@notify_level_email", value.IntT, int64(0)),
		defaulted("@notify_level_netsend", value.IntT, int64(0)), defaulted("@notify_level_page", value.IntT, int64(0)),
		defaulted("@notify_email_operator_name", value.SysnameT, nil), defaulted("@notify_netsend_operator_name", value.SysnameT, nil),
		defaulted("@notify_page_operator_name", value.SysnameT, nil), defaulted("@delete_level", value.IntT, int64(0)),
		output("@job_id", value.GUIDT),
	}},
	{name: "sp_add_jobstep", msdb: true, run: (*action).addJobStep, params: jobKey(
		defaulted("@step_id", value.IntT, nil), required("@step_name", value.SysnameT),
		defaulted("@subsystem", value.NVarCharN(40), "TSQL"), defaulted("@command", value.NVarCharN(value.Max), nil),
		defaulted("@additional_parameters", value.NVarCharN(value.Max), nil), defaulted("@cmdexec_success_code", value.IntT, int64(0)),
		defaulted("@on_success_action", value.TinyIntT, int64(1)), defaulted("@on_success_step_id", value.IntT, int64(0)),
		defaulted("@on_fail_action", value.TinyIntT, int64(2)), defaulted("@on_fail_step_id", value.IntT, int64(0)),
		defaulted("@server", value.SysnameT, nil), defaulted("@database_name", value.SysnameT, nil),
		defaulted("@database_user_name", value.SysnameT, nil), defaulted("@retry_attempts", value.IntT, int64(0)),
		defaulted("@retry_interval", value.IntT, int64(0)), defaulted("@os_run_priority", value.IntT, int64(0)),
		defaulted("@output_file_name", value.NVarCharN(200), nil), defaulted("@flags", value.IntT, int64(0)),
		defaulted("@proxy_id", value.IntT, nil), defaulted("@proxy_name", value.SysnameT, nil),
	)},
	{name: "sp_update_job", msdb: true, run: (*action).updateJob, params: jobKey(
		defaulted("@new_name", value.SysnameT, nil), defaulted("@enabled", value.TinyIntT, nil),
		defaulted("@description", value.NVarCharN(512), nil), defaulted("@start_step_id", value.IntT, nil),
		defaulted("@category_name", value.SysnameT, nil), defaulted("@owner_login_name", value.SysnameT, nil),
	)},
	{name: "sp_add_jobserver", msdb: true, run: (*action).addJobServer, params: jobKey(
		defaulted("@server_name", value.SysnameT, "(local)"), defaulted("@automatic_post", value.BitT, true),
	)},
	{name: "sp_delete_job", msdb: true, run: (*action).deleteJob, params: jobKey(
		defaulted("@originating_server", value.SysnameT, nil), defaulted("@delete_history", value.BitT, true),
		defaulted("@delete_unused_schedule", value.BitT, true),
	)},
}

// subsystems are those a step may use.
var subsystems = []string{"TSQL", "CmdExec", "PowerShell", "SSIS", "ActiveScripting", "Snapshot", "LogReader", "Distribution", "Merge", "QueueReader", "ANALYSISQUERY", "ANALYSISCOMMAND"}

// uncategorized is the category of a job that names none.
const uncategorized = "[Uncategorized (Local)]"

// jobName finds a job by name, visible or not.
func (s *Server) jobName(name string) *Job {
	for _, j := range s.Jobs {
		if s.sameName(j.Name, name) {
			return j
		}
	}
	return nil
}

// jobByID finds a job by id.
func (s *Server) jobByID(id value.GUID) *Job {
	for _, j := range s.Jobs {
		if j.ID == id {
			return j
		}
	}
	return nil
}

// job finds the job of a call: 14294 unless exactly one of id and name is given, 14262 when
// it does not exist or belongs to somebody else.
func (a *action) job(args arguments) (*Job, error) {
	if args.has("@job_id") == args.has("@job_name") {
		return nil, fault(14294, "@job_id", "@job_name").In("sp_verify_job_identifiers")
	}
	var found *Job
	what, shown := "@job_name", args.text("@job_name")
	if id, ok := args.Values["@job_id"].(value.GUID); ok {
		found, what, shown = a.s.jobByID(id), "@job_id", id.String()
	} else {
		found = a.s.jobName(shown)
	}
	if found == nil || !a.mayManage(found) {
		return nil, fault(14262, what, shown).In("sp_verify_job_identifiers")
	}
	return found, nil
}

// mayManage tells whether the session may change or run the job: its owner, an operator or
// an administrator.
func (a *action) mayManage(j *Job) bool {
	return a.se.IsSysadmin() || a.s.sameName(j.Owner, a.se.login) ||
		a.se.InRole(a.s.database("msdb"), "SQLAgentOperatorRole")
}

func (a *action) addJob(args arguments) (int32, error) {
	name := args.text("@job_name")
	if a.s.jobName(name) != nil {
		return 1, fault(14261, "@name", name)
	}
	owner := args.text("@owner_login_name")
	switch {
	case owner == "":
		owner = a.se.login
	case a.s.principal(owner) == nil:
		return 1, fault(14234, "@owner_login_name", "sp_helplogins")
	case !a.se.IsSysadmin() && !a.s.sameName(owner, a.se.login):
		return 1, fault(14515)
	}
	category := args.text("@category_name")
	if category == "" {
		category = uncategorized
	}
	if !knownCategory(category) {
		return 1, fault(14262, "@category_name", category)
	}
	enabled, _ := args.number("@enabled")
	start, _ := args.number("@start_step_id")
	level, _ := args.number("@delete_level")
	j := &Job{ID: a.s.newGUID(), Name: name, Enabled: enabled != 0, Owner: owner, Created: a.now, Modified: a.now,
		Description: args.text("@description"), Category: category, StartStep: start, DeleteLevel: level}
	if j.Description == "" {
		j.Description = "No description available."
	}
	a.s.Jobs = append(a.s.Jobs, j)
	args.set("@job_id", j.ID)
	return 0, nil
}

// knownCategory tells the categories a fresh msdb has for local jobs.
func knownCategory(name string) bool {
	return containsName([]string{uncategorized, "Data Collector", "Database Engine Tuning Advisor", "Database Maintenance", "Full-Text", "Jobs from MSX"}, name)
}

func (a *action) addJobStep(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	at := slices.IndexFunc(subsystems, func(s string) bool { return strings.EqualFold(s, args.text("@subsystem")) })
	if at < 0 {
		return 1, fault(14234, "@subsystem", "sp_enum_sqlagent_subsystems").In("sp_verify_subsystem")
	}
	step := a.jobStep(args)
	step.Subsystem = subsystems[at]
	if step.Database == "" && step.Subsystem == "TSQL" {
		step.Database = "master"
	}
	if slices.ContainsFunc(j.Steps, func(other JobStep) bool { return strings.EqualFold(other.Name, step.Name) }) {
		return 1, fault(14261, "@step_name", step.Name)
	}
	place := len(j.Steps) + 1
	if n, ok := args.number("@step_id"); ok {
		if n < 1 || n > place {
			return 1, fault(14266, "@step_id", "1.."+strconv.Itoa(place))
		}
		place = n
	}
	j.Steps = slices.Insert(j.Steps, place-1, step)
	j.Modified = a.now
	return 0, nil
}

func (a *action) jobStep(args arguments) JobStep {
	n := func(name string) int { v, _ := args.number(name); return v }
	return JobStep{
		Name: args.text("@step_name"), Command: args.text("@command"), Database: args.text("@database_name"),
		UID: a.s.newGUID(), OnSuccess: n("@on_success_action"), OnSuccessStep: n("@on_success_step_id"),
		OnFail: n("@on_fail_action"), OnFailStep: n("@on_fail_step_id"), Flags: n("@flags"),
		Retries: n("@retry_attempts"), RetryMinutes: n("@retry_interval"), OutputFile: args.text("@output_file_name"),
	}
}

func (a *action) updateJob(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	if args.has("@new_name") {
		if other := a.s.jobName(args.text("@new_name")); other != nil && other != j {
			return 1, fault(14261, "@name", args.text("@new_name"))
		}
		j.Name = args.text("@new_name")
	}
	if owner := args.text("@owner_login_name"); owner != "" {
		if a.s.principal(owner) == nil {
			return 1, fault(14234, "@owner_login_name", "sp_helplogins")
		}
		j.Owner = owner
	}
	if n, ok := args.number("@enabled"); ok {
		j.Enabled = n != 0
	}
	if n, ok := args.number("@start_step_id"); ok {
		j.StartStep = n
	}
	if args.has("@description") {
		j.Description = args.text("@description")
	}
	j.Modified = a.now
	return 0, nil
}

// addJobServer makes the job run here; without it sp_start_job refuses it.
func (a *action) addJobServer(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	name := args.text("@server_name")
	if !strings.EqualFold(name, "(local)") && !a.s.isSelf(name) {
		return 1, fault(14262, "@server_name", name)
	}
	if j.Targeted {
		return 1, fault(14269, j.Name, name)
	}
	j.Targeted = true
	return 0, nil
}

func (a *action) deleteJob(args arguments) (int32, error) {
	j, err := a.job(args)
	if err != nil {
		return 1, err
	}
	if !a.se.IsSysadmin() && !a.s.sameName(j.Owner, a.se.login) {
		return 1, fault(14525)
	}
	a.s.removeJob(j, func() bool { keep, ok := args.number("@delete_history"); return !ok || keep == 1 }())
	return 0, nil
}

// removeJob deletes a job and, when asked, its history.
func (s *Server) removeJob(j *Job, history bool) {
	j.StopAsked = j.Running
	s.Jobs = slices.DeleteFunc(slices.Clone(s.Jobs), func(other *Job) bool { return other == j })
	if history {
		s.JobRuns = slices.DeleteFunc(slices.Clone(s.JobRuns), func(r JobRun) bool { return r.JobID == j.ID })
	}
}
