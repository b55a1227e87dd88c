package instance

import (
	"context"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// procedure is one system procedure the lab knows.
type procedure struct {
	name   string
	msdb   bool // lives in msdb.dbo; the others are found from every database
	params []engine.ProcParam
	// exists tells whether this build has it; nil for always.
	exists func(s *Server) bool
	run    func(a *action, args arguments) (int32, error)
	// waits marks a procedure that takes the server's lock itself, in turns.
	waits bool
}

// procedures are all system procedures by lower-case name.
var procedures = indexProcedures(
	configurationProcedures, registryProcedures, errorLogProcedures, certificateProcedures,
	jobProcedures, jobRunProcedures, historyProcedures, lockProcedures, securityProcedures, serverProcedures, serviceProcedures,
	whoProcedures, helpDatabaseProcedures, shellProcedures,
)

func indexProcedures(lists ...[]procedure) map[string]procedure {
	all := map[string]procedure{}
	for _, list := range lists {
		for _, p := range list {
			all[strings.ToLower(p.name)] = p
		}
	}
	return all
}

// Procedure finds a system procedure. A missing one is 2812 with state 62.
func (se *Session) Procedure(name syntax.Name) (engine.Procedure, error) {
	p, ok := procedures[strings.ToLower(name.Object.Text)]
	if !ok || !se.reaches(p, name) || p.exists != nil && !p.exists(se.server) {
		return engine.Procedure{}, fault(2812, writtenName(name)).With(62, 16)
	}
	return engine.Procedure{Name: p.name, Params: p.params, Run: se.runner(p)}, nil
}

// reaches tells whether the name leads to the procedure: msdb's own only in msdb, the
// others through any database, schema sys or dbo.
func (se *Session) reaches(p procedure, name syntax.Name) bool {
	if name.Server.Text != "" {
		return false
	}
	database := name.Database.Text
	if database == "" {
		database = se.database
	}
	schema := strings.ToLower(name.Schema.Text)
	if p.msdb {
		return se.server.sameName(database, "msdb") && (schema == "" || schema == "dbo")
	}
	return schema == "" || schema == "dbo" || schema == "sys"
}

// runner binds a procedure to the session. Its messages carry its name.
func (se *Session) runner(p procedure) func(context.Context, *engine.Run, engine.Args) (int32, error) {
	return func(ctx context.Context, run *engine.Run, args engine.Args) (int32, error) {
		return se.call(ctx, run, p, args)
	}
}

func (se *Session) call(ctx context.Context, run caller, p procedure, args engine.Args) (int32, error) {
	if p.waits {
		return p.run(&action{ctx: ctx, s: se.server, se: se, run: run}, arguments{args})
	}
	var status int32
	err := se.perform(ctx, run, func(a *action) error {
		if p.msdb {
			if refused := a.mayUseMsdb(p); refused != nil {
				return refused
			}
		}
		var err error
		status, err = p.run(a, arguments{args})
		return err
	})
	if err != nil && status == 0 {
		status = 1
	}
	return status, inProcedure(err, p.name)
}

// mayUseMsdb checks a procedure of msdb: the database must be open to the session (916),
// and running jobs takes a role of the Agent (229).
func (a *action) mayUseMsdb(p procedure) *message.Message {
	msdb := a.s.database("msdb")
	if !a.se.CanEnter(msdb) {
		return fault(916, a.se.login, "msdb")
	}
	if a.se.IsSysadmin() || a.se.InRole(msdb, "SQLAgentUserRole") || a.se.HasObject(msdb, "dbo."+p.name, "EXECUTE") {
		return nil
	}
	return fault(229, "EXECUTE", p.name, "msdb", "dbo")
}

// inProcedure names the procedure in the errors it raised.
func inProcedure(err error, name string) error {
	switch e := err.(type) {
	case *message.Message:
		return e.In(name)
	case message.Errors:
		named := make(message.Errors, len(e))
		for i, m := range e {
			named[i] = m.In(name)
		}
		return named
	}
	return err
}

// arguments are the arguments of a call, read by parameter name.
type arguments struct{ engine.Args }

// text is a string argument, empty for NULL.
func (a arguments) text(name string) string {
	s, _ := a.Values[name].(string)
	return s
}

// number is an integer argument; ok is false for NULL.
func (a arguments) number(name string) (n int, ok bool) {
	switch v := a.Values[name].(type) {
	case int64:
		return int(v), true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// has tells whether the argument was given and is not NULL.
func (a arguments) has(name string) bool { return a.Given[name] && a.Values[name] != nil }

// Parameter declarations.
func required(name string, t value.Type) engine.ProcParam {
	return engine.ProcParam{Name: name, Type: t}
}

func defaulted(name string, t value.Type, standard any) engine.ProcParam {
	return engine.ProcParam{Name: name, Type: t, Optional: true, Default: standard}
}

func output(name string, t value.Type) engine.ProcParam {
	return engine.ProcParam{Name: name, Type: t, Optional: true, Output: true}
}
