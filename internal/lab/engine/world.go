package engine

import (
	"context"

	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// World is what the engine asks of the simulated instance on behalf of one session. The
// instance decides what exists, who may see it and what a statement changes; the engine
// decides what T-SQL means. Methods return *message.Message or message.Errors for T-SQL
// errors; any other error ends the connection.
type World interface {
	// Relation resolves a table, view or DMV that is not a temp object or CTE. A name that
	// does not exist (on this version) is 208; a denied table 229; a denied DMV 300 + 297
	// when it is read, not when it is bound: see Relation.Rows.
	Relation(name syntax.Name) (Relation, error)
	// TableFunction resolves a table-valued function such as sys.dm_os_volume_stats or
	// fn_my_permissions. The built-in OPENJSON and STRING_SPLIT are the engine's own.
	TableFunction(name syntax.Name) (TableFunction, error)
	// Function finds a scalar function of the instance (SERVERPROPERTY, CERT_ID ...) by its
	// lower-case name. Functions that depend on values only are the engine's own.
	Function(name string) (Function, bool)
	// SystemVariable returns @@VERSION and the other @@ values that the instance knows; the
	// engine itself answers @@ROWCOUNT, @@ERROR, @@TRANCOUNT, @@NESTLEVEL, @@FETCH_STATUS.
	SystemVariable(name string) (value.Type, any, bool)
	// Execute carries out a statement that changes or asks the instance.
	Execute(ctx context.Context, run *Run, stmt syntax.Admin) error
	// Procedure finds a system procedure (sp_..., xp_...), or 2812.
	Procedure(name syntax.Name) (Procedure, error)
	// Use changes the session's database: 911 or 916 when it cannot.
	Use(database string) error
	// Database is the session's current database.
	Database() string
	// Collation is the collation of the current database.
	Collation() value.Collation
	// Version is the major version, 13 to 17; 12 for a managed instance.
	Version() int
	// Clock is the instance's clock, for GETDATE and WAITFOR.
	Clock() Clock
	// Reset puts the session's state on the instance (database, session trace flags, opened
	// keys) back to how the login left it; Close ends it.
	Reset()
	Close()
}

// Relation is something a FROM clause can read.
type Relation interface {
	// Columns in catalog order; SELECT * yields exactly these.
	Columns() []Column
	// Rows returns the rows the session may see. It is called once per execution; permission
	// errors of DMVs (300 then 297) come from here.
	Rows(ctx context.Context) ([][]any, error)
}

// TableFunction is a table-valued function.
type TableFunction interface {
	Columns() []Column
	Params() []value.Type
	Rows(ctx context.Context, args []any) ([][]any, error)
}

// Function is a scalar function the instance provides.
type Function struct {
	Min, Max int // number of arguments; Max -1 for any
	Result   value.Type
	Params   []value.Type // arguments are converted to these; nil entries (zero Type) stay as they are
	Call     func(ctx context.Context, args []any) (any, error)
}

// Procedure is a system procedure.
type Procedure struct {
	Name   string
	Params []ProcParam
	Run    func(ctx context.Context, run *Run, args Args) (int32, error)
}

// ProcParam declares one parameter, with @.
type ProcParam struct {
	Name     string
	Type     value.Type
	Output   bool
	Optional bool
	Default  any
}

// Args are the arguments of a procedure call by lower-case parameter name, converted to
// the declared types. A missing optional argument has its default.
type Args struct {
	Values map[string]any
	Given  map[string]bool
	// Out receives output values by lower-case parameter name.
	Out map[string]any
}
