package syntax

import "milink/internal/lab/value"

// Pos is where a node starts: the 1-based line inside the batch.
type Pos struct{ Line int }

// At returns the line, so that every node with an embedded Pos can say where it is.
func (p Pos) At() int { return p.Line }

// Node is anything that has a place in the batch.
type Node interface{ At() int }

// Ident is one identifier as written, without its quotes. Quoted tells [a] and "a" from a.
type Ident struct {
	Text   string
	Quoted bool
}

// Name is a name of up to four parts; missing parts are empty: server.database.schema.object.
type Name struct {
	Pos
	Server, Database, Schema, Object Ident
}

// Expr is a scalar expression or a search condition.
type Expr interface {
	Node
	expr()
}

type (
	// Literal is a constant with its SQL Server type: 1 int, 1.5 numeric(2,1), 1e0 float,
	// 'x' varchar(1), N'x' nvarchar(1), 0x01 varbinary(1), $1 money, NULL.
	Literal struct {
		Pos
		Type  value.Type
		Value any
	}
	// Variable is @x or a system variable @@X.
	Variable struct {
		Pos
		Name string // with its @ or @@
	}
	// ColumnRef is a column name with an optional qualifier of up to three parts.
	ColumnRef struct {
		Pos
		Table  Name // zero when unqualified
		Column Ident
	}
	// Unary is -x, +x or ~x.
	Unary struct {
		Pos
		Op string
		X  Expr
	}
	// Binary is + - * / % & | ^ between values.
	Binary struct {
		Pos
		Op   string
		L, R Expr
	}
	// Compare is = <> != < <= > >= !< !>, normalised to = <> < <= > >=.
	Compare struct {
		Pos
		Op   string
		L, R Expr
	}
	// Quantified is x op ANY/SOME/ALL (subquery).
	Quantified struct {
		Pos
		Op    string
		All   bool
		L     Expr
		Query *Query
	}
	// Logic is AND / OR.
	Logic struct {
		Pos
		Op   string // AND, OR
		L, R Expr
	}
	// Not negates a condition.
	Not struct {
		Pos
		X Expr
	}
	// IsNull is x IS [NOT] NULL.
	IsNull struct {
		Pos
		X   Expr
		Not bool
	}
	// Between is x [NOT] BETWEEN lo AND hi.
	Between struct {
		Pos
		X, Lo, Hi Expr
		Not       bool
	}
	// In is x [NOT] IN (list) or IN (subquery); one of List and Query is set.
	In struct {
		Pos
		X     Expr
		List  []Expr
		Query *Query
		Not   bool
	}
	// Like is x [NOT] LIKE pattern [ESCAPE e].
	Like struct {
		Pos
		X, Pattern, Escape Expr
		Not                bool
	}
	// Exists is EXISTS (subquery).
	Exists struct {
		Pos
		Query *Query
	}
	// Subquery is a scalar subquery.
	Subquery struct {
		Pos
		Query *Query
		XML   *XMLValue // .value() behind it
	}
	// Case is both forms; Input is nil for the searched one.
	Case struct {
		Pos
		Input Expr
		Whens []When
		Else  Expr
	}
	// When is one arm of a Case.
	When struct{ If, Then Expr }
	// Cast is CAST(x AS t), CONVERT(t, x [, style]) and their TRY_ forms. Style is nil
	// unless CONVERT gave one.
	Cast struct {
		Pos
		X     Expr
		Type  value.Type
		Style Expr
		Try   bool
		// Convert tells CONVERT from CAST, for messages.
		Convert bool
	}
	// Call is a function call: built-in or two-part user name. Star is COUNT(*);
	// Distinct is COUNT(DISTINCT x); Over makes it a window function; Within is
	// STRING_AGG's WITHIN GROUP (ORDER BY ..). A function that is called without
	// parentheses, such as CURRENT_TIMESTAMP, is a Call without arguments. IIF's first
	// argument is a condition. TRIM(c FROM x) has the arguments x, c and, from 2022, a
	// Keyword leading, trailing or both.
	Call struct {
		Pos
		Name     Name
		Args     []Expr
		Star     bool
		Distinct bool
		Over     *Window
		Within   []OrderItem
	}
	// Keyword is a bare word that a function takes as an argument, such as the datepart
	// of DATEADD(day, ..): always the full name, day for dd and d. DEFAULT in a row of
	// INSERT's VALUES or as an argument of a table function is the Keyword default. The
	// parser yields it only where T-SQL does.
	Keyword struct {
		Pos
		Word string // lower case
	}
	// Collate is x COLLATE name.
	Collate struct {
		Pos
		X    Expr
		Name string
	}
	// Distinct is x IS [NOT] DISTINCT FROM y: a comparison to which NULL is a value. Not
	// makes it the equality.
	Distinct struct {
		Pos
		L, R Expr
		Not  bool
	}
	// AtTimeZone is x AT TIME ZONE zone.
	AtTimeZone struct {
		Pos
		X, Zone Expr
	}
)

// Window is the OVER clause. Base names a window of the WINDOW clause (2022), alone or to
// be refined; Frame is nil when none was written.
type Window struct {
	Base      Ident
	Partition []Expr
	Order     []OrderItem
	Frame     *Frame
}

// Frame is ROWS or RANGE between two bounds. ROWS n PRECEDING ends at the current row.
type Frame struct {
	Rows     bool
	From, To FrameBound
}

// FrameBound is one end of a frame.
type FrameBound struct {
	Kind string // CURRENT ROW, UNBOUNDED PRECEDING, UNBOUNDED FOLLOWING, PRECEDING, FOLLOWING
	Rows int    // of PRECEDING and FOLLOWING
}

func (*Literal) expr()    {}
func (*Variable) expr()   {}
func (*ColumnRef) expr()  {}
func (*Unary) expr()      {}
func (*Binary) expr()     {}
func (*Compare) expr()    {}
func (*Quantified) expr() {}
func (*Logic) expr()      {}
func (*Not) expr()        {}
func (*IsNull) expr()     {}
func (*Between) expr()    {}
func (*In) expr()         {}
func (*Like) expr()       {}
func (*Exists) expr()     {}
func (*Subquery) expr()   {}
func (*Case) expr()       {}
func (*Cast) expr()       {}
func (*Call) expr()       {}
func (*Keyword) expr()    {}
func (*Collate) expr()    {}
func (*Distinct) expr()   {}
func (*AtTimeZone) expr() {}
