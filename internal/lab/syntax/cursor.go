package syntax

import "slices"

// Cursors. The scripts of the field walk lists of databases with them.
type (
	// DeclareCursor is DECLARE name CURSOR [options] FOR query.
	DeclareCursor struct {
		Pos
		Name    Ident
		Options []string // LOCAL, FAST_FORWARD and so on, upper case
		Query   *Query
		// Update is FOR UPDATE [OF columns].
		Update  bool
		Columns []Ident
	}
	// OpenCursor is OPEN [GLOBAL] name.
	OpenCursor struct {
		Pos
		Global bool
		Name   Ident
	}
	// Fetch is FETCH [direction FROM] [GLOBAL] name [INTO variables].
	Fetch struct {
		Pos
		Direction string // NEXT, PRIOR, FIRST, LAST, ABSOLUTE, RELATIVE
		Offset    Expr   // of ABSOLUTE and RELATIVE
		Global    bool
		Name      Ident
		Into      []string
	}
	// CloseCursor is CLOSE [GLOBAL] name.
	CloseCursor struct {
		Pos
		Global bool
		Name   Ident
	}
	// DeallocateCursor is DEALLOCATE [GLOBAL] name.
	DeallocateCursor struct {
		Pos
		Global bool
		Name   Ident
	}
)

func (*DeclareCursor) stmt()    {}
func (*OpenCursor) stmt()       {}
func (*Fetch) stmt()            {}
func (*CloseCursor) stmt()      {}
func (*DeallocateCursor) stmt() {}

// cursorOptions is the documented list of the T-SQL form, by what excludes each other.
var cursorOptions = [][]string{
	{"LOCAL", "GLOBAL"},
	{"FORWARD_ONLY", "SCROLL"},
	{"STATIC", "KEYSET", "DYNAMIC", "FAST_FORWARD"},
	{"READ_ONLY", "SCROLL_LOCKS", "OPTIMISTIC"},
	{"TYPE_WARNING"},
}

// declareCursor reads what follows DECLARE when a cursor is declared.
func (p *parser) declareCursor(pos Pos) Statement {
	c := &DeclareCursor{Pos: pos, Name: p.ident()}
	p.need("CURSOR")
	p.cursorOptions(c)
	p.need("FOR")
	c.Query = p.query(p.optionalWith())
	if p.word("FOR") {
		p.cursorUse(c)
	}
	return c
}

// cursorOptions reads one option of each group. The grammar of the documentation lists the
// groups in an order that the server does not ask for: LOCAL STATIC READ_ONLY FORWARD_ONLY
// is how the field writes them.
func (p *parser) cursorOptions(c *DeclareCursor) {
	given := make([]bool, len(cursorOptions))
	for {
		group := slices.IndexFunc(cursorOptions, func(g []string) bool { return p.isAny(g...) })
		if group < 0 || given[group] {
			return
		}
		given[group] = true
		c.Options = append(c.Options, p.take().upper)
	}
}

// cursorUse reads READ ONLY or UPDATE [OF columns] behind FOR.
func (p *parser) cursorUse(c *DeclareCursor) {
	if p.word("READ") {
		p.need("ONLY")
		return
	}
	p.need("UPDATE")
	c.Update = true
	if p.word("OF") {
		c.Columns = p.idents()
	}
}

// optionalWith reads a WITH clause if one is there.
func (p *parser) optionalWith() []CTE {
	if p.is("WITH") {
		return p.with()
	}
	return nil
}

// cursorName reads [GLOBAL] name.
func (p *parser) cursorName() (global bool, name Ident) {
	if p.is("GLOBAL") && p.isName(p.ahead(1)) {
		p.take()
		global = true
	}
	return global, p.ident()
}

func (p *parser) openCursor(pos Pos) Statement {
	s := &OpenCursor{Pos: pos}
	s.Global, s.Name = p.cursorName()
	return s
}

func (p *parser) closeCursor(pos Pos) Statement {
	s := &CloseCursor{Pos: pos}
	s.Global, s.Name = p.cursorName()
	return s
}

func (p *parser) deallocateCursor(pos Pos) Statement {
	s := &DeallocateCursor{Pos: pos}
	s.Global, s.Name = p.cursorName()
	return s
}

// fetch reads FETCH. Without a direction it is NEXT, with or without FROM.
func (p *parser) fetch(pos Pos) Statement {
	f := &Fetch{Pos: pos, Direction: "NEXT"}
	switch {
	case p.is("FROM"):
		p.take()
	case p.isAny("NEXT", "PRIOR", "FIRST", "LAST") && p.ahead(1).upper == "FROM":
		f.Direction = p.take().upper
		p.need("FROM")
	case p.isAny("ABSOLUTE", "RELATIVE"):
		f.Direction = p.take().upper
		f.Offset = p.constantOrVariable()
		p.need("FROM")
	}
	f.Global, f.Name = p.cursorName()
	if p.word("INTO") {
		p.list(func() { f.Into = append(f.Into, p.localVariable()) })
	}
	return f
}
