package instance

import (
	"strings"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// historyProcedures show and purge what msdb remembers.
var historyProcedures = []procedure{
	{name: "sp_help_jobhistory", msdb: true, run: (*action).helpJobHistory, params: jobKey(
		defaulted("@step_id", value.IntT, nil), defaulted("@sql_message_id", value.IntT, nil),
		defaulted("@sql_severity", value.IntT, nil), defaulted("@start_run_date", value.IntT, nil),
		defaulted("@end_run_date", value.IntT, nil), defaulted("@start_run_time", value.IntT, nil),
		defaulted("@end_run_time", value.IntT, nil), defaulted("@minimum_run_duration", value.IntT, nil),
		defaulted("@run_status", value.IntT, nil), defaulted("@minimum_retries", value.IntT, nil),
		defaulted("@oldest_first", value.IntT, int64(0)), defaulted("@server", value.SysnameT, nil),
		defaulted("@mode", value.VarCharN(7), "SUMMARY"),
	)},
	{name: "sp_delete_backuphistory", msdb: true, run: (*action).deleteBackupHistory,
		params: []engine.ProcParam{required("@oldest_date", value.DateTimeT)}},
	{name: "sp_delete_database_backuphistory", msdb: true, run: (*action).deleteDatabaseHistory,
		params: []engine.ProcParam{required("@database_name", value.SysnameT)}},
}

// helpJobHistory shows the rows of sysjobhistory with the job's name, newest first.
func (a *action) helpJobHistory(args arguments) (int32, error) {
	var only *Job
	if args.has("@job_id") || args.has("@job_name") {
		j, err := a.job(args)
		if err != nil {
			return 1, err
		}
		only = j
	}
	full := strings.EqualFold(args.text("@mode"), "FULL")
	if !full && !strings.EqualFold(args.text("@mode"), "SUMMARY") {
		return 1, fault(14266, "@mode", "SUMMARY, FULL")
	}
	oldest, _ := args.number("@oldest_first")
	var rows [][]any
	for _, r := range a.s.JobRuns {
		j := a.s.jobByID(r.JobID)
		if j == nil || only != nil && j != only || !a.mayManage(j) || !wantedRun(args, r) {
			continue
		}
		row := historyRow(j, r, a.s.Identity.ServerName, full)
		if oldest == 1 {
			rows = append(rows, row)
		} else {
			rows = append([][]any{row}, rows...)
		}
	}
	a.result(historyColumns(full), rows)
	return 0, nil
}

func wantedRun(args arguments, r JobRun) bool {
	if n, ok := args.number("@step_id"); ok && n != r.StepID {
		return false
	}
	n, ok := args.number("@run_status")
	return !ok || n == r.Status
}

func historyColumns(full bool) []engine.Column {
	i := func(name string) engine.Column { return column(name, value.IntT) }
	id, name := column("job_id", value.GUIDT), column("job_name", value.SysnameT)
	tail := []engine.Column{i("run_status"), i("run_date"), i("run_time"), i("run_duration"),
		textColumn("operator_emailed", 20), textColumn("operator_netsent", 20), textColumn("operator_paged", 20),
		i("retries_attempted"), column("server", value.NVarCharN(30))}
	if !full {
		return append([]engine.Column{id, name}, tail...)
	}
	return append([]engine.Column{i("instance_id"), id, name, i("step_id"), column("step_name", value.SysnameT),
		i("sql_message_id"), i("sql_severity"), textColumn("message", 4000)}, tail...)
}

func historyRow(j *Job, r JobRun, server string, full bool) []any {
	tail := []any{int64(r.Status), r.RunDate(), r.RunTime(), r.RunDuration(), nil, nil, nil, int64(0), server}
	if !full {
		return append([]any{j.ID, j.Name}, tail...)
	}
	return append([]any{int64(r.ID), j.ID, j.Name, int64(r.StepID), r.StepName, int64(r.Number), int64(r.Severity), r.Message}, tail...)
}

// RunDate is sysjobhistory.run_date: yyyymmdd.
func (r JobRun) RunDate() int64 {
	return int64(r.At.Year()*10000 + int(r.At.Month())*100 + r.At.Day())
}

// RunTime is sysjobhistory.run_time: hhmmss.
func (r JobRun) RunTime() int64 {
	return int64(r.At.Hour()*10000 + r.At.Minute()*100 + r.At.Second())
}

// RunDuration is sysjobhistory.run_duration: hhmmss.
func (r JobRun) RunDuration() int64 {
	seconds := int64(r.Duration / time.Second)
	return seconds/3600*10000 + seconds/60%60*100 + seconds%60
}

// deleteBackupHistory purges backups that finished before a date.
func (a *action) deleteBackupHistory(args arguments) (int32, error) {
	before, _ := args.Values["@oldest_date"].(time.Time)
	return a.purgeBackups(func(b *Backup) bool { return b.Finish.Before(before) })
}

func (a *action) deleteDatabaseHistory(args arguments) (int32, error) {
	name := args.text("@database_name")
	return a.purgeBackups(func(b *Backup) bool { return a.s.sameName(b.Database, name) })
}

func (a *action) purgeBackups(old func(*Backup) bool) (int32, error) {
	var kept []*Backup
	for _, b := range a.s.Backups {
		if !old(b) {
			kept = append(kept, b)
		}
	}
	a.s.Backups = kept
	return 0, nil
}
