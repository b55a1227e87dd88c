package instance

import (
	"time"
)

// jobViews are the tables of SQL Server Agent in msdb.
//
// modelled: an attached schedule is one daily schedule; schedules cannot be made by
// statement.
var jobViews = []*view{
	{
		name: "dbo.sysjobs", msdb: true,
		fromMemory: true,
		columns: columns(`
			job_id uniqueidentifier
			originating_server_id int =0
			name sysname
			enabled tinyint
			description nvarchar(512)?
			start_step_id int
			category_id int
			owner_sid varbinary(85)
			notify_level_eventlog int =0
			notify_level_email int =0
			notify_level_netsend int =0
			notify_level_page int =0
			notify_email_operator_id int =0
			notify_netsend_operator_id int =0
			notify_page_operator_id int =0
			delete_level int
			date_created datetime
			date_modified datetime
			version_number int =1`),
		rows: (*reader).jobs,
	},
	{
		name: "dbo.sysjobsteps", msdb: true,
		fromMemory: true,
		columns: columns(`
			job_id uniqueidentifier
			step_id int
			step_name sysname
			subsystem nvarchar(40)
			command nvarchar(max)?
			flags int
			additional_parameters nvarchar(max)?
			cmdexec_success_code int =0
			on_success_action tinyint
			on_success_step_id int
			on_fail_action tinyint
			on_fail_step_id int
			server sysname?
			database_name sysname?
			database_user_name sysname?
			retry_attempts int
			retry_interval int
			os_run_priority int =0
			output_file_name nvarchar(200)?
			last_run_outcome int
			last_run_duration int =0
			last_run_retries int =0
			last_run_date int
			last_run_time int
			proxy_id int?
			step_uid uniqueidentifier?`),
		rows: (*reader).jobSteps,
	},
	{
		name: "dbo.sysjobstepslogs", msdb: true,
		fromMemory: true,
		columns: columns(`
			log_id int
			log nvarchar(max)
			date_created datetime
			date_modified datetime
			log_size bigint
			step_uid uniqueidentifier`),
		rows: (*reader).jobStepLogs,
	},
	{
		name: "dbo.sysjobhistory", msdb: true,
		columns: columns(`
			instance_id int
			job_id uniqueidentifier
			step_id int
			step_name sysname
			sql_message_id int
			sql_severity int
			message nvarchar(4000)?
			run_status int
			run_date int
			run_time int
			run_duration int
			operator_id_emailed int =0
			operator_id_netsent int =0
			operator_id_paged int =0
			retries_attempted int =0
			server sysname`),
		rows: (*reader).jobHistory,
	},
	{
		name: "dbo.sysjobactivity", msdb: true,
		fromMemory: true,
		columns: columns(`
			session_id int
			job_id uniqueidentifier
			run_requested_date datetime?
			run_requested_source sysname?
			queued_date datetime?
			start_execution_date datetime?
			last_executed_step_id int?
			last_executed_step_date datetime?
			stop_execution_date datetime?
			job_history_id int?
			next_scheduled_run_date datetime?`),
		rows: (*reader).jobActivity,
	},
	{
		name: "dbo.sysjobservers", msdb: true,
		fromMemory: true,
		columns: columns(`
			job_id uniqueidentifier
			server_id int =0
			last_run_outcome tinyint
			last_outcome_message nvarchar(4000)?
			last_run_date int
			last_run_time int
			last_run_duration int =0`),
		rows: (*reader).jobServers,
	},
	{
		name: "dbo.sysjobschedules", msdb: true,
		fromMemory: true,
		columns:    columns("schedule_id int?\njob_id uniqueidentifier?\nnext_run_date int =0\nnext_run_time int =0"),
		rows:       (*reader).jobSchedules,
	},
	{
		name: "dbo.sysschedules", msdb: true,
		fromMemory: true,
		columns: columns(`
			schedule_id int
			schedule_uid uniqueidentifier
			originating_server_id int =0
			name sysname
			owner_sid varbinary(85)
			enabled int =1
			freq_type int =4
			freq_interval int =1
			freq_subday_type int =1
			freq_subday_interval int =0
			freq_relative_interval int =0
			freq_recurrence_factor int =0
			active_start_date int =20240301
			active_end_date int =99991231
			active_start_time int =0
			active_end_time int =235959
			date_created datetime
			date_modified datetime
			version_number int =1`),
		rows: (*reader).schedules,
	},
	{
		name: "dbo.syscategories", msdb: true,
		fromMemory: true,
		columns:    columns("category_id int\ncategory_class int =1\ncategory_type tinyint\nname sysname"),
		rows: func(r *reader) []row {
			var rows []row
			for _, c := range jobCategories {
				rows = append(rows, row{"category_id": c.id, "category_type": c.kind, "name": c.name})
			}
			return rows
		},
	},
	{
		name: "dbo.syssessions", msdb: true,
		fromMemory: true,
		columns:    columns("session_id int\nagent_start_date datetime"),
		rows: func(r *reader) []row {
			return []row{{"session_id": r.s.agentSession(), "agent_start_date": r.s.Process.StartedAt}}
		},
	},
}

// jobCategories are the categories of jobs that Setup makes.
var jobCategories = []struct {
	id, kind int
	name     string
}{
	{0, 1, "[Uncategorized (Local)]"}, {1, 1, "Jobs from MSX"}, {2, 2, "[Uncategorized (Multi-Server)]"},
	{3, 1, "Database Maintenance"}, {4, 1, "Web Assistant"}, {5, 1, "Full-Text"}, {6, 1, "Log Shipping"},
	{7, 1, "Database Engine Tuning Advisor"}, {8, 1, "Data Collector"},
}

func categoryID(name string) int {
	for _, c := range jobCategories {
		if c.name == name {
			return c.id
		}
	}
	return 0
}

// agentSession is the Agent's session number; every start of the service has a new one.
func (s *Server) agentSession() int { return max(1, s.Process.Starts) }

func (r *reader) jobs() []row {
	var rows []row
	for _, j := range r.s.Jobs {
		out := row{"job_id": j.ID, "name": j.Name, "enabled": btoi(j.Enabled), "start_step_id": max(1, j.StartStep),
			"category_id": categoryID(j.Category), "owner_sid": r.loginSID(j.Owner), "delete_level": j.DeleteLevel,
			"date_created": j.Created, "date_modified": latest(j.Modified, j.Created)}
		out["description"] = "No description available."
		out.text("description", j.Description)
		rows = append(rows, out)
	}
	return rows
}

// eachStep yields the steps of all jobs with their numbers.
func (r *reader) eachStep(build func(j *Job, n int, step *JobStep)) {
	for _, j := range r.s.Jobs {
		for i := range j.Steps {
			build(j, i+1, &j.Steps[i])
		}
	}
}

func (r *reader) jobSteps() []row {
	var rows []row
	r.eachStep(func(j *Job, n int, step *JobStep) {
		date, clock := agentDate(j.Started)
		out := row{"job_id": j.ID, "step_id": n, "step_name": step.Name, "subsystem": step.Subsystem, "command": step.Command,
			"flags": step.Flags, "on_success_action": max(1, step.OnSuccess), "on_success_step_id": step.OnSuccessStep,
			"on_fail_action": max(1, step.OnFail), "on_fail_step_id": step.OnFailStep, "retry_attempts": step.Retries,
			"retry_interval": step.RetryMinutes, "last_run_outcome": step.LastOutcome, "last_run_date": date,
			"last_run_time": clock, "step_uid": step.UID}
		out.text("database_name", step.Database)
		out.text("output_file_name", step.OutputFile)
		rows = append(rows, out)
	})
	return rows
}

func (r *reader) jobStepLogs() []row {
	var rows []row
	r.eachStep(func(j *Job, n int, step *JobStep) {
		if step.LogAt.IsZero() {
			return
		}
		rows = append(rows, row{"log_id": len(rows) + 1, "log": step.Log, "date_created": step.LogAt, "date_modified": step.LogAt,
			"log_size": int64(2 * len([]rune(step.Log))), "step_uid": step.UID})
	})
	return rows
}

func (r *reader) jobHistory() []row {
	var rows []row
	for _, h := range r.s.JobRuns {
		date, clock := agentDate(h.At)
		rows = append(rows, row{"instance_id": h.ID, "job_id": h.JobID, "step_id": h.StepID, "step_name": h.StepName,
			"sql_message_id": h.Number, "sql_severity": h.Severity, "message": h.Message, "run_status": h.Status,
			"run_date": date, "run_time": clock, "run_duration": agentDuration(h.Duration), "server": r.s.Identity.ServerName})
	}
	return rows
}

func (r *reader) jobActivity() []row {
	var rows []row
	for _, j := range r.s.Jobs {
		out := row{"session_id": r.s.agentSession(), "job_id": j.ID, "run_requested_date": j.Started,
			"start_execution_date": j.Started, "stop_execution_date": j.Stopped}
		if !j.Started.IsZero() {
			out["run_requested_source"], out["last_executed_step_id"] = "4", max(1, j.StartStep)
		}
		rows = append(rows, out)
	}
	return rows
}

func (r *reader) jobServers() []row {
	var rows []row
	for _, j := range r.s.Jobs {
		if j.Targeted {
			date, clock := agentDate(j.Stopped)
			outcome := 5 // unknown
			if n := len(j.Steps); n > 0 && date != 0 {
				outcome = j.Steps[n-1].LastOutcome
			}
			rows = append(rows, row{"job_id": j.ID, "last_run_outcome": outcome, "last_run_date": date, "last_run_time": clock})
		}
	}
	return rows
}

func (r *reader) jobSchedules() []row {
	var rows []row
	for i, j := range r.s.Jobs {
		if j.Scheduled {
			rows = append(rows, row{"schedule_id": i + 1, "job_id": j.ID})
		}
	}
	return rows
}

func (r *reader) schedules() []row {
	var rows []row
	for i, j := range r.s.Jobs {
		if j.Scheduled {
			rows = append(rows, row{"schedule_id": i + 1, "schedule_uid": r.s.guid("schedule", j.Name), "name": "Schedule of " + j.Name,
				"owner_sid": r.loginSID(j.Owner), "date_created": j.Created, "date_modified": j.Created})
		}
	}
	return rows
}

// agentDate writes an instant as Agent does: 20260716 and 93015; 0 for never.
func agentDate(at time.Time) (date, clock int) {
	if at.IsZero() {
		return 0, 0
	}
	at = at.UTC()
	return at.Year()*10000 + int(at.Month())*100 + at.Day(), at.Hour()*10000 + at.Minute()*100 + at.Second()
}

// agentDuration writes a duration as hhmmss.
func agentDuration(d time.Duration) int {
	s := int(d.Seconds())
	return s/3600*10000 + s%3600/60*100 + s%60
}
