package syntax

import "milink/internal/lab/value"

// Statement is one T-SQL statement.
type Statement interface {
	Node
	stmt()
}

// Batch is a parsed batch.
type Batch struct{ Statements []Statement }

// TypeName is a type as written, resolved to a Type the parser knows.
type TypeName struct {
	Type value.Type
}

// ColumnDef is a column of a temp table or table variable.
type ColumnDef struct {
	Pos
	Name     Ident
	Type     value.Type
	NotNull  bool
	Identity *[2]int64 // seed, increment
	Default  Expr
	Primary  bool
	Unique   bool
	Collate  string
	Computed Expr
	Check    []Expr
}

// TableConstraint is a constraint of a whole table: PRIMARY KEY or UNIQUE over columns, or
// a CHECK.
type TableConstraint struct {
	Pos
	Primary bool
	Columns []Ident
	Check   Expr
}

// Control flow and session statements.
type (
	// Declare is DECLARE of scalar variables and table variables.
	Declare struct {
		Pos
		Vars []VarDecl
	}
	// VarDecl is one declared variable; Columns is set for a table variable.
	VarDecl struct {
		Pos
		Name    string
		Type    value.Type
		Init    Expr
		Columns []ColumnDef
		IsTable bool
		// Output is set for a parameter declared OUTPUT (procedures, sp_executesql).
		Output bool
		// Constraints of a table variable, beside those of its columns.
		Constraints []TableConstraint
	}
	// SetVar is SET @x = expr (or += and so on).
	SetVar struct {
		Pos
		Name string
		Op   string
		X    Expr
	}
	// SetOption is SET NOCOUNT ON and its kin, from a closed list. Value holds ON/OFF, a
	// number or a word, upper case; a string, variable or 0x constant as written. TRANSACTION
	// ISOLATION LEVEL is one option; SET STATISTICS IO is the option STATISTICS IO.
	SetOption struct {
		Pos
		Options []string
		Value   string
		Table   *Name // of IDENTITY_INSERT
	}
	// If is IF cond stmt [ELSE stmt].
	If struct {
		Pos
		Cond       Expr
		Then, Else Statement
	}
	// While is WHILE cond stmt.
	While struct {
		Pos
		Cond Expr
		Body Statement
	}
	// Block is BEGIN ... END.
	Block struct {
		Pos
		Body []Statement
	}
	// Break ends a loop.
	Break struct{ Pos }
	// Continue starts the next round of a loop.
	Continue struct{ Pos }
	// Return is RETURN [expr].
	Return struct {
		Pos
		X Expr
	}
	// Label is name:, the place that a GOTO names.
	Label struct {
		Pos
		Name string
	}
	// Goto is GOTO label.
	Goto struct {
		Pos
		Name string
	}
	// TryCatch is BEGIN TRY .. END TRY BEGIN CATCH .. END CATCH.
	TryCatch struct {
		Pos
		Try, Catch []Statement
	}
	// Print is PRINT expr.
	Print struct {
		Pos
		X Expr
	}
	// RaisError is RAISERROR (msg|id, severity, state, args...) WITH options.
	RaisError struct {
		Pos
		Msg, Severity, State Expr
		Args                 []Expr
		NoWait, Log, SetErr  bool
	}
	// Throw is THROW [number, message, state].
	Throw struct {
		Pos
		Number, Msg, State Expr // all nil to re-raise
	}
	// WaitFor is WAITFOR DELAY 'x' or TIME 'x'.
	WaitFor struct {
		Pos
		Delay bool
		X     Expr
	}
	// Transaction is BEGIN/COMMIT/ROLLBACK/SAVE TRANSACTION. Name may be a variable.
	Transaction struct {
		Pos
		Op   string // BEGIN, COMMIT, ROLLBACK, SAVE
		Name string
		Mark string // of BEGIN TRANSACTION name WITH MARK 'x'
	}
	// Use is USE database.
	Use struct {
		Pos
		Database Ident
	}
	// Exec is EXEC[UTE] [@rc =] proc args, or EXEC (string).
	Exec struct {
		Pos
		Return string // @rc variable
		Proc   Name
		Args   []Arg
		Text   Expr // EXEC (expr) when not nil
		// Implicit: a batch that starts with a procedure name, without EXEC.
		Implicit bool
		// ProcVar is @p of EXEC @p: the procedure's name is in a variable.
		ProcVar string
		// Linked is the server of EXEC ('..') AT server.
		Linked Ident
		// Recompile is WITH RECOMPILE; it changes no result.
		Recompile bool
	}
	// Arg is one argument of EXEC.
	Arg struct {
		Pos
		Name    string // @p of @p = x, or empty
		X       Expr   // Literal, Variable, or a bare word as a string Literal; nil for DEFAULT
		Output  bool
		Default bool
	}
)

// Data statements.
type (
	// QueryStmt is a SELECT as a statement.
	QueryStmt struct {
		Pos
		Query *Query
	}
	// Insert is INSERT INTO t (cols) VALUES / SELECT / EXEC / DEFAULT VALUES.
	Insert struct {
		Pos
		With          []CTE
		Table         Name
		Variable      string // @t, instead of Table
		Columns       []Ident
		Query         *Query
		Exec          *Exec
		DefaultValues bool
		Top           *Top
		Hints         []string
	}
	// Update is UPDATE t SET .. [FROM ..] [WHERE ..].
	Update struct {
		Pos
		With     []CTE
		Table    Name
		Variable string
		Top      *Top
		Set      []Assignment
		From     []Source
		Where    Expr
		Hints    []string
		Options  []string // OPTION hints
	}
	// Assignment is column = expr or @v = expr in UPDATE. Table qualifies the column; it is
	// zero in most cases. DEFAULT is the Keyword default.
	Assignment struct {
		Table    Name
		Column   Ident
		Variable string
		Op       string
		X        Expr
	}
	// Delete is DELETE [FROM] t [FROM ..] [WHERE ..].
	Delete struct {
		Pos
		With     []CTE
		Table    Name
		Variable string
		Top      *Top
		From     []Source
		Where    Expr
		Hints    []string
		Options  []string // OPTION hints
	}
	// CreateTable is CREATE TABLE, for temp tables (and tables of user databases where the
	// instance allows them).
	CreateTable struct {
		Pos
		Table       Name
		Columns     []ColumnDef
		Constraints []TableConstraint
	}
	// DropTable is DROP TABLE [IF EXISTS] a, b.
	DropTable struct {
		Pos
		IfExists bool
		Tables   []Name
	}
	// Truncate is TRUNCATE TABLE t.
	Truncate struct {
		Pos
		Table Name
	}
)

func (*Declare) stmt()     {}
func (*SetVar) stmt()      {}
func (*SetOption) stmt()   {}
func (*If) stmt()          {}
func (*While) stmt()       {}
func (*Block) stmt()       {}
func (*Break) stmt()       {}
func (*Continue) stmt()    {}
func (*Return) stmt()      {}
func (*Label) stmt()       {}
func (*Goto) stmt()        {}
func (*TryCatch) stmt()    {}
func (*Print) stmt()       {}
func (*RaisError) stmt()   {}
func (*Throw) stmt()       {}
func (*WaitFor) stmt()     {}
func (*Transaction) stmt() {}
func (*Use) stmt()         {}
func (*Exec) stmt()        {}
func (*QueryStmt) stmt()   {}
func (*Insert) stmt()      {}
func (*Update) stmt()      {}
func (*Delete) stmt()      {}
func (*CreateTable) stmt() {}
func (*DropTable) stmt()   {}
func (*Truncate) stmt()    {}
