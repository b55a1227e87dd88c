package instance

import (
	"slices"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// dbcc carries out DBCC. All that succeed end with 2528, unless WITH NO_INFOMSGS.
func (a *action) dbcc(st *syntax.DBCC) error {
	do, ok := dbccCommands[st.Command]
	if !ok {
		return fault(2526)
	}
	args, err := dbccArguments(st.Args)
	if err != nil {
		return err
	}
	if err := do(a, args); err != nil {
		return err
	}
	if !slices.Contains(st.Options, "NO_INFOMSGS") {
		a.say(fault(2528))
	}
	return nil
}

// dbccCommands are the commands the lab knows; any other is 2526.
var dbccCommands = map[string]func(*action, []dbccArgument) error{
	"TRACESTATUS": (*action).traceStatus,
	"TRACEON":     func(a *action, args []dbccArgument) error { return a.traceSet("TRACEON", args, true) },
	"TRACEOFF":    func(a *action, args []dbccArgument) error { return a.traceSet("TRACEOFF", args, false) },
	"SQLPERF":     (*action).sqlPerf,
	"INPUTBUFFER": (*action).inputBuffer,
	"OPENTRAN":    (*action).openTran,
	"USEROPTIONS": (*action).userOptions,
	"LOGINFO":     (*action).logInfo,
	"CHECKDB":     (*action).checkDB,
}

// dbccArgument is one argument: a number or a word.
type dbccArgument struct {
	number int
	isWord bool
	word   string
}

// dbccArguments reads literals, negative numbers and bare words. Anything else is 102.
func dbccArguments(exprs []syntax.Expr) ([]dbccArgument, error) {
	var args []dbccArgument
	for _, e := range exprs {
		arg, ok := dbccArgumentOf(e)
		if !ok {
			return nil, fault(102, "DBCC")
		}
		args = append(args, arg)
	}
	return args, nil
}

func dbccArgumentOf(e syntax.Expr) (dbccArgument, bool) {
	switch x := e.(type) {
	case *syntax.Literal:
		switch v := x.Value.(type) {
		case int64:
			return dbccArgument{number: int(v)}, true
		case string:
			return dbccArgument{isWord: true, word: v}, true
		}
	case *syntax.Unary:
		arg, ok := dbccArgumentOf(x.X)
		if x.Op == "-" {
			arg.number = -arg.number
		}
		return arg, ok && !arg.isWord
	case *syntax.ColumnRef:
		return dbccArgument{isWord: true, word: x.Column.Text}, true
	case *syntax.Keyword:
		return dbccArgument{isWord: true, word: x.Word}, true
	}
	return dbccArgument{}, false
}

// flagArguments parts trace flags from the -1 that means the whole server. A word or a
// negative number is 2560.
func flagArguments(args []dbccArgument) (flags []int, global bool, err error) {
	for i, arg := range args {
		switch {
		case arg.isWord || arg.number < -1 || arg.number == 0:
			return nil, false, fault(2560, i+1)
		case arg.number == -1:
			global = true
		default:
			flags = append(flags, arg.number)
		}
	}
	return flags, global, nil
}

// traceStatus lists trace flags. With nothing to list and nothing asked for there is no
// result set at all.
func (a *action) traceStatus(args []dbccArgument) error {
	flags, global, err := flagArguments(args)
	if err != nil {
		return err
	}
	if len(flags) == 0 {
		flags = a.flagsOn(global)
		if len(flags) == 0 {
			return nil
		}
	}
	var rows [][]any
	for _, flag := range flags {
		everywhere, here := a.s.Process.GlobalFlags[flag], a.se.admin.Flags[flag] && !global
		rows = append(rows, []any{int64(flag), oneIf(everywhere || here), oneIf(everywhere), oneIf(here)})
	}
	a.result(traceColumns, rows)
	return nil
}

// traceColumns are the columns of DBCC TRACESTATUS.
//
// modelled: int for the flag, because flags above 32767 exist; the sheet has smallint
// unverified.
var traceColumns = []engine.Column{
	{Name: "TraceFlag", Type: value.IntT}, {Name: "Status", Type: value.SmallIntT},
	{Name: "Global", Type: value.SmallIntT}, {Name: "Session", Type: value.SmallIntT},
}

func oneIf(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

// flagsOn lists the flags that are on, ascending: global ones and, unless only those are
// asked for, the session's.
func (a *action) flagsOn(globalOnly bool) []int {
	var flags []int
	for flag, on := range a.s.Process.GlobalFlags {
		if on {
			flags = append(flags, flag)
		}
	}
	for flag, on := range a.se.admin.Flags {
		if on && !globalOnly && !a.s.Process.GlobalFlags[flag] {
			flags = append(flags, flag)
		}
	}
	slices.Sort(flags)
	return flags
}

// traceSet carries out TRACEON and TRACEOFF. Only sysadmin may (2571); a flag number the
// build does not know is accepted.
func (a *action) traceSet(command string, args []dbccArgument, on bool) error {
	if !a.se.IsSysadmin() {
		return a.notAllowed(command)
	}
	flags, global, err := flagArguments(args)
	if err != nil {
		return err
	}
	if len(flags) == 0 {
		return fault(2560, 1)
	}
	for _, flag := range flags {
		if global {
			setFlag(&a.s.Process.GlobalFlags, flag, on)
			a.s.logf(a.se.process(), "DBCC %s %d, server process ID (SPID) %d. This is an informational message only; no user action is required.", command, flag, a.se.spid)
		} else {
			setFlag(&a.se.admin.Flags, flag, on)
		}
	}
	return nil
}

func setFlag(flags *map[int]bool, flag int, on bool) {
	if *flags == nil {
		*flags = map[int]bool{}
	}
	if on {
		(*flags)[flag] = true
	} else {
		delete(*flags, flag)
	}
}

// notAllowed is 2571, which names the user in the current database and has state 3.
func (a *action) notAllowed(command string) *message.Message {
	return fault(2571, a.se.UserName(a.database()), command).With(3, 14)
}

// sqlPerf carries out SQLPERF (LOGSPACE).
func (a *action) sqlPerf(args []dbccArgument) error {
	if len(args) != 1 || !args[0].isWord || !containsName([]string{"LOGSPACE"}, args[0].word) {
		return fault(2526)
	}
	if !a.se.HasServer(a.s.statePermission(performanceState)) {
		return fault(297)
	}
	var rows [][]any
	for _, d := range a.s.Databases {
		if d.State == "ONLINE" {
			rows = append(rows, []any{d.Name, float64(d.logMB()), d.logUsed(), int64(0)})
		}
	}
	a.result([]engine.Column{
		{Name: "Database Name", Type: value.SysnameT}, {Name: "Log Size (MB)", Type: value.RealT},
		{Name: "Log Space Used (%)", Type: value.RealT}, {Name: "Status", Type: value.IntT},
	}, rows)
	return nil
}

func (d *Database) logMB() int64 {
	var mb int64
	for _, f := range d.Files {
		if f.Type == 1 {
			mb += f.SizeMB
		}
	}
	return mb
}

// logUsed is the part of the log in use, in percent.
//
// modelled: it grows with what the log backups have not taken yet.
func (d *Database) logUsed() float64 {
	used := 5.0
	if d.LastLogBackupLSN > 0 && d.NextLSN > d.LastLogBackupLSN {
		used += min(90, float64(d.NextLSN-d.LastLogBackupLSN)/1000)
	}
	return used
}

// inputBuffer answers for a session that has said nothing yet: the instance does not see
// the text of batches.
//
// modelled: "No Event" for every session.
func (a *action) inputBuffer(args []dbccArgument) error {
	if len(args) == 0 || args[0].isWord {
		return fault(2560, 1)
	}
	if a.s.sessions[args[0].number] == nil {
		return fault(7955, args[0].number)
	}
	if args[0].number != a.se.spid && !a.se.HasServer(a.s.statePermission(performanceState)) {
		return a.notAllowed("INPUTBUFFER")
	}
	a.result([]engine.Column{
		{Name: "EventType", Type: value.NVarCharN(30)}, {Name: "Parameters", Type: value.SmallIntT},
		textColumn("EventInfo", 4000),
	}, [][]any{{"No Event", int64(0), nil}})
	return nil
}

// openTran reports the oldest open transaction.
//
// modelled: only the session's own transaction is known here, and without its LSNs.
func (a *action) openTran([]dbccArgument) error {
	if !a.se.HasDatabase(a.database(), "CONTROL") {
		return a.notAllowed("OPENTRAN")
	}
	if !a.run.InTransaction() {
		a.say(fault(7969))
		return nil
	}
	a.say(fault(7970, a.database().Name))
	return nil
}

// checkDB finds no fault: the lab has no pages that could be damaged.
//
// modelled: only the last line of what CHECKDB prints.
func (a *action) checkDB(args []dbccArgument) error {
	d := a.database()
	if len(args) > 0 && args[0].isWord {
		d = a.s.database(args[0].word)
	} else if len(args) > 0 && args[0].number != 0 {
		d = a.s.databaseByID(args[0].number)
	}
	if d == nil {
		return fault(2560, 1)
	}
	if !a.se.HasDatabase(d, "CONTROL") {
		return fault(7983, a.se.UserName(d), "CHECKDB", d.Name)
	}
	if closed := a.s.unavailable(d); closed != nil {
		return closed
	}
	a.say(fault(8989, 0, 0, d.Name))
	return nil
}

// loginOptions are the SET options of a session as the login leaves them.
//
// modelled: what the session SET since does not reach the instance.
var loginOptions = [][]any{
	{"textsize", "2147483647"}, {"language", "us_english"}, {"dateformat", "mdy"}, {"datefirst", "7"},
	{"lock_timeout", "-1"}, {"quoted_identifier", "SET"}, {"ansi_null_dflt_on", "SET"}, {"ansi_warnings", "SET"},
	{"ansi_padding", "SET"}, {"ansi_nulls", "SET"}, {"concat_null_yields_null", "SET"}, {"isolation level", "read committed"},
}

func (a *action) userOptions([]dbccArgument) error {
	rows := slices.Clone(loginOptions)
	for _, o := range userOptions {
		if a.se.options&o.bit != 0 && !o.always {
			rows = append(rows, []any{o.name, "SET"})
		}
	}
	a.result([]engine.Column{textColumn("Set Option", 128), textColumn("Value", 46)}, rows)
	return nil
}

// logInfo lists the virtual log files: four of equal size in every log file.
//
// modelled: how many there are and which are active.
func (a *action) logInfo([]dbccArgument) error {
	d := a.database()
	if !a.se.HasDatabase(d, "CONTROL") {
		return a.notAllowed("LOGINFO")
	}
	var rows [][]any
	for _, f := range d.Files {
		for n := int64(0); f.Type == 1 && n < 4; n++ {
			bytes := f.SizeMB << 18
			rows = append(rows, []any{int64(0), int64(f.ID), bytes, 8192 + n*bytes, 37 + n, 2 * oneIf(n == 0), int64(64), value.NewDec(0, 0)})
		}
	}
	a.result([]engine.Column{
		{Name: "RecoveryUnitId", Type: value.IntT}, {Name: "FileId", Type: value.IntT}, {Name: "FileSize", Type: value.BigIntT},
		{Name: "StartOffset", Type: value.BigIntT}, {Name: "FSeqNo", Type: value.IntT}, {Name: "Status", Type: value.IntT},
		{Name: "Parity", Type: value.TinyIntT}, {Name: "CreateLSN", Type: value.NumericPS(25, 0)},
	}, rows)
	return nil
}
