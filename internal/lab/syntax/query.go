package syntax

// Query is a full query expression: WITH, a body, ORDER BY, OFFSET/FETCH, FOR, OPTION.
type Query struct {
	Pos
	With    []CTE
	Body    Body
	OrderBy []OrderItem
	Offset  Expr
	Fetch   Expr
	ForJSON *ForJSON
	ForXML  *ForXML
	Options []string // OPTION (...) hints, accepted from a closed list
}

// CTE is one common table expression.
type CTE struct {
	Pos
	Name    Ident
	Columns []Ident
	Query   *Query
}

// Body is a SELECT, a set operation, a VALUES list or a parenthesised query.
type Body interface {
	Node
	body()
}

type (
	// Select is one SELECT block.
	Select struct {
		Pos
		Distinct bool
		Top      *Top
		Items    []Item
		Into     *Name
		From     []Source
		Where    Expr
		GroupBy  []Expr
		Having   Expr
		Windows  []NamedWindow // WINDOW clause (2022)
	}
	// SetOp is UNION [ALL], EXCEPT or INTERSECT.
	SetOp struct {
		Pos
		Op   string // UNION, UNION ALL, EXCEPT, INTERSECT
		L, R Body
	}
	// Values is a table value constructor.
	Values struct {
		Pos
		Rows [][]Expr
	}
	// Nested is a query in parentheses.
	Nested struct {
		Pos
		Query *Query
	}
)

func (*Select) body() {}
func (*SetOp) body()  {}
func (*Values) body() {}
func (*Nested) body() {}

// NamedWindow is one entry of the WINDOW clause.
type NamedWindow struct {
	Name   Ident
	Window Window
}

// Top is TOP (n) [PERCENT] [WITH TIES].
type Top struct {
	Count   Expr
	Percent bool
	Ties    bool
}

// Item is one entry of a select list: an expression with an optional alias, a star with an
// optional qualifier, or an assignment @v = expr.
type Item struct {
	Pos
	X        Expr
	Alias    Ident
	HasAlias bool
	Star     bool
	StarOf   Name   // qualifier of t.*
	Assign   string // variable with its @, empty unless @v = x
	AssignOp string // "=", "+=" ...
}

// OrderItem is one ORDER BY entry.
type OrderItem struct {
	X    Expr
	Desc bool
}

// Source is something a FROM clause reads.
type Source interface {
	Node
	source()
}

type (
	// Table is a table, view or CTE by name, with alias and hints.
	Table struct {
		Pos
		Name     Name
		Alias    Ident
		HasAlias bool
		Hints    []string
	}
	// TableVariable is @t.
	TableVariable struct {
		Pos
		Name     string
		Alias    Ident
		HasAlias bool
	}
	// TableFunc is a table-valued function: sys.fn_x(..), OPENJSON(..) WITH (..),
	// STRING_SPLIT, fn_my_permissions.
	TableFunc struct {
		Pos
		Name     Name
		Args     []Expr
		With     []JSONColumn
		Alias    Ident
		HasAlias bool
		Columns  []Ident
	}
	// Derived is (query) AS alias (columns).
	Derived struct {
		Pos
		Query   *Query
		Alias   Ident
		Columns []Ident
	}
	// Join is INNER, LEFT, RIGHT, FULL or CROSS join, or CROSS / OUTER APPLY.
	Join struct {
		Pos
		Kind string // INNER, LEFT, RIGHT, FULL, CROSS, CROSS APPLY, OUTER APPLY
		L, R Source
		On   Expr
		Hint string // LOOP, HASH, MERGE, REMOTE or empty: how to join, never what
	}
)

func (*Table) source()         {}
func (*TableVariable) source() {}
func (*TableFunc) source()     {}
func (*Derived) source()       {}
func (*Join) source()          {}

// JSONColumn is one column of OPENJSON's WITH clause.
type JSONColumn struct {
	Name   Ident
	Type   TypeName
	Path   string
	AsJSON bool
}

// ForJSON is FOR JSON PATH|AUTO with its options.
type ForJSON struct {
	Auto           bool
	Root           string
	HasRoot        bool
	IncludeNulls   bool
	WithoutWrapper bool
}

// ForXML is FOR XML PATH('x')[, TYPE][, ROOT('r')]: the classic way to concatenate.
type ForXML struct {
	Path    string
	HasPath bool
	Root    string
	Type    bool
}
