package syntax

// insert reads INSERT from behind its verb.
func (p *parser) insert(pos Pos) Statement {
	s := &Insert{Pos: pos}
	if p.is("TOP") {
		s.Top = p.top(false)
	}
	p.word("INTO")
	s.Table, s.Variable = p.target()
	if p.is("WITH") {
		s.Hints = p.tableHints()
	}
	if p.isSymbol(0, "(") && !p.queryBehind(1) {
		s.Columns = p.columnList()
	}
	p.insertSource(s)
	return s
}

// insertSource reads VALUES, DEFAULT VALUES, EXEC or a query.
func (p *parser) insertSource(s *Insert) {
	pos := p.here()
	switch {
	case p.word("VALUES"):
		s.Query = &Query{Pos: pos, Body: p.rows(pos, true)}
	case p.word("DEFAULT"):
		p.need("VALUES")
		s.DefaultValues = true
	case p.word("EXEC"), p.word("EXECUTE"):
		s.Exec = p.execute(pos)
	default:
		if !p.is("SELECT") && !p.isSymbol(0, "(") {
			p.near()
		}
		s.Query = p.query(nil)
	}
}

// target reads the table or the table variable that a statement changes.
func (p *parser) target() (Name, string) {
	if p.now().kind == variableToken {
		return Name{}, p.localVariable()
	}
	return p.table(), ""
}

// update reads UPDATE from behind its verb.
func (p *parser) update(pos Pos) Statement {
	s := &Update{Pos: pos}
	if p.is("TOP") {
		s.Top = p.top(false)
	}
	s.Table, s.Variable = p.target()
	if p.is("WITH") {
		s.Hints = p.tableHints()
	}
	p.need("SET")
	p.list(func() { s.Set = append(s.Set, p.assignment()) })
	if p.word("FROM") {
		s.From = p.from()
	}
	if p.word("WHERE") {
		s.Where = p.condition()
	}
	if p.is("OPTION") {
		s.Options = p.queryHints()
	}
	return s
}

// assignment reads [t.]column op value or @v op value.
func (p *parser) assignment() Assignment {
	a := Assignment{}
	if p.now().kind == variableToken {
		a.Variable = p.localVariable()
	} else {
		n := p.name("column", 3)
		a.Column = n.Object
		if n.Schema.Text != "" {
			a.Table = Name{Pos: n.Pos, Database: n.Server, Schema: n.Database, Object: n.Schema}
		}
	}
	if a.Op = p.assignOp(); a.Op == "" {
		p.near()
	}
	a.X = p.rowValue(a.Variable == "")
	return a
}

// delete reads DELETE from behind its verb.
func (p *parser) delete(pos Pos) Statement {
	s := &Delete{Pos: pos}
	if p.is("TOP") {
		s.Top = p.top(false)
	}
	p.word("FROM")
	s.Table, s.Variable = p.target()
	if p.is("WITH") {
		s.Hints = p.tableHints()
	}
	if p.word("FROM") {
		s.From = p.from()
	}
	if p.word("WHERE") {
		s.Where = p.condition()
	}
	if p.is("OPTION") {
		s.Options = p.queryHints()
	}
	return s
}

func (p *parser) truncate(pos Pos) Statement {
	p.need("TABLE")
	return &Truncate{Pos: pos, Table: p.table()}
}
