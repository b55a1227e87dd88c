package instance

import (
	"strings"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var errorLogProcedures = []procedure{
	{name: "xp_readerrorlog", params: []engine.ProcParam{
		defaulted("@p1", value.IntT, int64(0)), defaulted("@p2", value.IntT, int64(1)),
		defaulted("@p3", value.NVarCharN(4000), nil), defaulted("@p4", value.NVarCharN(4000), nil),
		defaulted("@p5", value.DateTimeT, nil), defaulted("@p6", value.DateTimeT, nil),
		defaulted("@p7", value.NVarCharN(4), "asc"),
	}, run: (*action).xpReadErrorLog},
	{name: "sp_readerrorlog", params: []engine.ProcParam{
		defaulted("@p1", value.IntT, int64(0)), defaulted("@p2", value.IntT, nil),
		defaulted("@p3", value.NVarCharN(4000), nil), defaulted("@p4", value.NVarCharN(4000), nil),
	}, run: (*action).spReadErrorLog},
}

// xpReadErrorLog asks for an EXECUTE grant in effect: securityadmin, sysadmin, or from 2022
// on VIEW ANY ERROR LOG (229 otherwise).
func (a *action) xpReadErrorLog(args arguments) (int32, error) {
	if !a.mayReadLog() {
		return 1, fault(229, "EXECUTE", "xp_readerrorlog", "mssqlsystemresource", "sys")
	}
	return a.readLog(args)
}

// spReadErrorLog is open to securityadmin (15003).
func (a *action) spReadErrorLog(args arguments) (int32, error) {
	if !a.mayReadLog() {
		return 1, fault(15003, "securityadmin")
	}
	return a.readLog(args)
}

func (a *action) mayReadLog() bool {
	return a.se.IsSysadmin() || containsName(a.s.roleNames(a.se.login), "securityadmin") ||
		a.se.HasServer("VIEW ANY ERROR LOG")
}

// readLog returns the lines that contain both search texts, in their order or backwards.
func (a *action) readLog(args arguments) (int32, error) {
	number, _ := args.number("@p1")
	which, _ := args.number("@p2")
	entries, ok := a.s.errorLog(number, which)
	if !ok {
		return 1, fault(22004, "Failed to open loopback connection. Please see event log for more information.").With(1, 16)
	}
	from, _ := args.Values["@p5"].(time.Time)
	to, _ := args.Values["@p6"].(time.Time)
	var rows [][]any
	for _, e := range entries {
		if e.matches(args.text("@p3"), args.text("@p4")) && !e.At.Before(from) && (to.IsZero() || !e.At.After(to)) {
			rows = append(rows, []any{e.At, e.Process, e.Text})
		}
	}
	if strings.EqualFold(args.text("@p7"), "desc") {
		for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
			rows[i], rows[j] = rows[j], rows[i]
		}
	}
	a.result([]engine.Column{column("LogDate", value.DateTimeT), textColumn("ProcessInfo", 50), textColumn("Text", 4000)}, rows)
	return 0, nil
}

// errorLog finds a log: 0 is the current one; the Agent's own is number 2 of the second
// parameter.
func (s *Server) errorLog(number, which int) ([]LogEntry, bool) {
	switch {
	case which == 2:
		return s.AgentLog, number == 0
	case number == 0:
		return s.Log, true
	case number > 0 && number <= len(s.OldLogs):
		return s.OldLogs[number-1], true
	}
	return nil, false
}

func (e LogEntry) matches(one, two string) bool {
	line := strings.ToLower(e.Text)
	return strings.Contains(line, strings.ToLower(one)) && strings.Contains(line, strings.ToLower(two))
}
