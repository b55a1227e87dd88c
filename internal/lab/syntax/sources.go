package syntax

import "strings"

// from reads the sources of a FROM clause.
func (p *parser) from() []Source {
	var list []Source
	p.list(func() { list = append(list, p.joined()) })
	return list
}

// joined reads a source with the joins behind it.
func (p *parser) joined() Source {
	l := p.single()
	for !p.failed() && p.joinAhead() {
		l = p.join(l)
	}
	return l
}

// joinAhead tells whether a join operator is next. LEFT ( is the function, never a join.
func (p *parser) joinAhead() bool {
	if p.is("OUTER", "APPLY") {
		return true
	}
	return p.isAny("INNER", "LEFT", "RIGHT", "FULL", "CROSS", "JOIN")
}

// join reads one join onto l. An ON may wait for joins nested to its left:
// a JOIN b JOIN c ON .. ON ..
func (p *parser) join(l Source) Source {
	p.enter()
	defer p.leave()
	j := &Join{Pos: p.here(), L: l}
	p.joinKind(j)
	j.R = p.single()
	if strings.HasPrefix(j.Kind, "CROSS") || j.Kind == "OUTER APPLY" {
		return j
	}
	for !p.failed() && p.joinAhead() {
		j.R = p.join(j.R)
	}
	p.need("ON")
	j.On = p.condition()
	return j
}

// joinKind reads the words of a join.
func (p *parser) joinKind(j *Join) {
	switch {
	case p.word("CROSS", "JOIN"):
		j.Kind = "CROSS"
	case p.word("CROSS", "APPLY"), p.word("OUTER", "APPLY"):
		j.Kind = p.ahead(-2).upper + " APPLY"
	case p.word("JOIN"):
		j.Kind = "INNER"
	case p.word("CROSS"):
		p.near()
	case p.word("INNER"):
		j.Kind = "INNER"
		j.Hint = p.joinHint()
		p.need("JOIN")
	default:
		j.Kind = p.take().upper
		p.word("OUTER")
		j.Hint = p.joinHint()
		p.need("JOIN")
	}
}

// joinHint reads the physical join that may stand before JOIN.
func (p *parser) joinHint() string {
	if p.isAny("LOOP", "HASH", "MERGE", "REMOTE") {
		return p.take().upper
	}
	return ""
}

// single reads one source without joins.
func (p *parser) single() Source {
	pos, t := p.here(), p.now()
	switch {
	case p.isSymbol(0, "("):
		return p.parenthesisedSource()
	case t.kind == variableToken:
		v := &TableVariable{Pos: pos, Name: p.localVariable()}
		v.Alias, v.HasAlias = p.tableAlias()
		return v
	}
	n := p.table()
	if p.isSymbol(0, "(") && !p.oldHint() {
		return p.tableFunction(n)
	}
	tab := &Table{Pos: pos, Name: n}
	tab.Alias, tab.HasAlias = p.tableAlias()
	if p.oldHint() {
		p.take()
		tab.Hints = []string{p.tableHint()}
		p.needSymbol(")")
		return tab
	}
	tab.Hints = p.tableHints()
	return tab
}

// parenthesisedSource tells (query) AS x from (a JOIN b ON ..).
func (p *parser) parenthesisedSource() Source {
	if p.derivedAhead() {
		return p.derived()
	}
	p.enter()
	defer p.leave()
	p.needSymbol("(")
	s := p.joined()
	if _, ok := s.(*Join); !ok {
		p.near()
	}
	p.needSymbol(")")
	return s
}

// derivedAhead tells whether the parenthesis holds SELECT or VALUES, in any number of
// further parentheses that nothing but a set operator or their end follows.
func (p *parser) derivedAhead() bool {
	n := 1
	for p.isSymbol(n, "(") {
		n++
	}
	first := p.ahead(n)
	if first.kind != wordToken || first.upper != "SELECT" && first.upper != "VALUES" {
		return false
	}
	if n == 1 {
		return true
	}
	end := p.closing(n-1) + 1
	switch p.ahead(end).upper {
	case "UNION", "EXCEPT", "INTERSECT":
		return true
	}
	return p.isSymbol(end, ")")
}

// derived reads (query) [AS] alias [(columns)]; the alias is not optional.
func (p *parser) derived() Source {
	d := &Derived{Pos: p.here()}
	p.needSymbol("(")
	if p.is("VALUES") {
		pos := p.here()
		p.take()
		d.Query = &Query{Pos: pos, Body: p.rows(pos, false)}
	} else {
		d.Query = p.innerQuery()
	}
	p.needSymbol(")")
	p.word("AS")
	d.Alias = p.ident()
	if p.isSymbol(0, "(") {
		d.Columns = p.columnList()
	}
	return d
}

// rows reads (a, b), (c, d) behind VALUES; all rows are of one length. Only INSERT takes
// DEFAULT.
func (p *parser) rows(pos Pos, defaults bool) *Values {
	v := &Values{Pos: pos}
	p.list(func() {
		var row []Expr
		line := p.now().line
		p.inParens(func() { row = append(row, p.rowValue(defaults)) })
		if len(v.Rows) > 0 && len(row) != len(v.Rows[0]) {
			p.fail(10709, line)
		}
		v.Rows = append(v.Rows, row)
	})
	return v
}

// rowValue reads a value or DEFAULT, which the tree holds as a Keyword.
func (p *parser) rowValue(defaults bool) Expr {
	if pos := p.here(); defaults && p.word("DEFAULT") {
		return &Keyword{Pos: pos, Word: "default"}
	}
	return p.value()
}

// tableFunction reads the arguments of a table-valued function, OPENJSON's WITH and the
// alias with its columns.
func (p *parser) tableFunction(n Name) Source {
	f := &TableFunc{Pos: n.Pos, Name: n}
	p.needSymbol("(")
	if !p.isSymbol(0, ")") {
		p.list(func() { f.Args = append(f.Args, p.argument()) })
	}
	p.needSymbol(")")
	if strings.EqualFold(n.Object.Text, "OPENJSON") && n.Schema.Text == "" && p.is("WITH") && p.isSymbol(1, "(") {
		p.take()
		p.inParens(func() { f.With = append(f.With, p.jsonColumn(len(f.With)+1)) })
	}
	f.Alias, f.HasAlias = p.tableAlias()
	if f.HasAlias && p.isSymbol(0, "(") {
		f.Columns = p.columnList()
	}
	return f
}

// argument reads a value or DEFAULT.
func (p *parser) argument() Expr { return p.rowValue(true) }

// jsonColumn reads name type ['path'] [AS JSON].
func (p *parser) jsonColumn(number int) JSONColumn {
	c := JSONColumn{Name: p.ident(), Type: TypeName{Type: p.dataType(typeUse{number: number})}}
	if p.isString(p.now()) {
		c.Path = p.take().text
	}
	if p.word("AS") {
		p.need("JSON")
		c.AsJSON = true
	}
	return c
}

// tableAlias reads [AS] alias.
func (p *parser) tableAlias() (Ident, bool) {
	if p.word("AS") {
		return p.ident(), true
	}
	if p.isName(p.now()) && !p.notAlias() {
		return p.ident(), true
	}
	return Ident{}, false
}

// notAlias are the bare words that go on with the query instead of naming the source.
func (p *parser) notAlias() bool {
	return p.isLabel() || p.is("OUTER", "APPLY") || p.knows(16) && p.is("WINDOW") && p.ahead(2).upper == "AS"
}

// tableHintNames is the documented list, less those that name an index.
var tableHintNames = wordSet(`NOLOCK READUNCOMMITTED READCOMMITTED REPEATABLEREAD SERIALIZABLE
HOLDLOCK NOWAIT READPAST ROWLOCK PAGLOCK TABLOCK TABLOCKX UPDLOCK XLOCK NOEXPAND FORCESEEK
FORCESCAN SNAPSHOT READCOMMITTEDLOCK KEEPIDENTITY KEEPDEFAULTS IGNORE_CONSTRAINTS IGNORE_TRIGGERS`)

// oldHint tells FROM t (NOLOCK), the form without WITH, from a function call.
func (p *parser) oldHint() bool {
	return p.isSymbol(0, "(") && p.ahead(1).kind == wordToken && tableHintNames[p.ahead(1).upper] && p.isSymbol(2, ")")
}

// tableHints reads WITH (hint [,] hint).
func (p *parser) tableHints() []string {
	if !p.is("WITH") {
		return nil
	}
	if !p.isSymbol(1, "(") {
		p.withoutSemicolon(true)
		return nil
	}
	p.take()
	p.take()
	hints := []string{p.tableHint()}
	for !p.failed() && !p.symbol(")") {
		p.symbol(",")
		hints = append(hints, p.tableHint())
	}
	return hints
}

// tableHint reads one hint of the closed list; another word is 321.
func (p *parser) tableHint() string {
	t := p.now()
	if t.kind != wordToken || reserved[t.upper] && t.upper != "HOLDLOCK" {
		p.near()
		return ""
	}
	if !tableHintNames[t.upper] {
		p.fail(321, t.line, t.text)
		return ""
	}
	p.take()
	return t.upper
}

// withoutSemicolon reports WITH as the start of a CTE behind a statement that has no
// semicolon. Where the statement could itself go on with WITH, the server has read that
// word already and stumbles over the next one: 336 instead of 319.
func (p *parser) withoutSemicolon(shifted bool) {
	if t := p.ahead(1); shifted && p.isName(t) {
		p.fail(336, t.line, t.text)
		return
	}
	p.fail(319, p.now().line)
}
