package syntax

// subqueryAhead tells whether the parenthesis at the current token holds a query.
func (p *parser) subqueryAhead() bool {
	return p.isSymbol(0, "(") && p.queryBehind(1)
}

// queryBehind tells whether a query starts n places on: SELECT, or a query in parentheses
// that a set operator continues. ((SELECT 1) + 1) is a value, ((SELECT 1) UNION ..) is not.
func (p *parser) queryBehind(n int) bool {
	opened := 0
	for p.isSymbol(n+opened, "(") {
		opened++
	}
	if t := p.ahead(n + opened); t.kind != wordToken || t.upper != "SELECT" {
		return false
	}
	if opened == 0 {
		return true
	}
	switch t := p.ahead(p.closing(n+opened-1) + 1); t.upper {
	case "UNION", "EXCEPT", "INTERSECT":
		return true
	}
	return false
}

// closing finds the parenthesis that closes the one n places on.
func (p *parser) closing(n int) int {
	depth := 0
	for ; p.i+n < len(p.tokens)-1; n++ {
		switch {
		case p.isSymbol(n, "("):
			depth++
		case p.isSymbol(n, ")"):
			depth--
		}
		if depth == 0 {
			return n
		}
	}
	return n
}

// subquery reads (query). ORDER BY makes sense there with TOP, OFFSET or FOR only.
func (p *parser) subquery() *Query {
	p.needSymbol("(")
	q := p.innerQuery()
	p.needSymbol(")")
	return q
}

// innerQuery reads a query that is part of another statement: no WITH, no INTO, no OPTION.
func (p *parser) innerQuery() *Query {
	p.enter()
	defer p.leave()
	q := &Query{Pos: p.here()}
	q.Body = p.body(false)
	line := p.now().line
	p.tail(q)
	if len(q.OrderBy) > 0 && !ordersRows(q) {
		p.fail(1033, line)
	}
	return q
}

// ordersRows tells whether the ORDER BY of an inner query decides what it yields.
func ordersRows(q *Query) bool {
	if s, ok := q.Body.(*Select); ok && s.Top != nil {
		return true
	}
	return q.Offset != nil || q.ForXML != nil || q.ForJSON != nil
}

// query reads a whole query statement after its WITH clause, if any.
func (p *parser) query(with []CTE) *Query {
	q := &Query{Pos: p.here(), With: with}
	q.Body = p.body(true)
	p.tail(q)
	if p.is("OPTION") {
		q.Options = p.queryHints()
	}
	return q
}

// with reads WITH name [(columns)] AS (query), ..
func (p *parser) with() []CTE {
	var list []CTE
	p.need("WITH")
	p.list(func() {
		c := CTE{Pos: p.here(), Name: p.ident()}
		if p.isSymbol(0, "(") {
			c.Columns = p.columnList()
		}
		p.need("AS")
		c.Query = p.subquery()
		list = append(list, c)
	})
	return list
}

// body reads terms joined by UNION and EXCEPT, left to right.
func (p *parser) body(top bool) Body {
	l := p.intersection(top)
	for p.isAny("UNION", "EXCEPT") {
		op := &SetOp{Pos: p.here(), Op: p.take().upper, L: l}
		if op.Op == "UNION" && p.word("ALL") {
			op.Op = "UNION ALL"
		}
		op.R = p.intersection(false)
		l = op
	}
	return l
}

// intersection reads terms joined by INTERSECT, which binds tighter.
func (p *parser) intersection(top bool) Body {
	l := p.term(top)
	for p.is("INTERSECT") {
		pos := p.here()
		p.take()
		l = &SetOp{Pos: pos, Op: "INTERSECT", L: l, R: p.term(false)}
	}
	return l
}

// term reads a SELECT or a query expression in parentheses.
func (p *parser) term(top bool) Body {
	if !p.isSymbol(0, "(") {
		return p.selectBlock(top)
	}
	p.enter()
	defer p.leave()
	n := &Nested{Pos: p.here()}
	p.take()
	n.Query = &Query{Pos: p.here(), Body: p.body(false)}
	p.needSymbol(")")
	return n
}

// selectBlock reads one SELECT. INTO is for the first block of a statement.
func (p *parser) selectBlock(top bool) Body {
	s := &Select{Pos: p.here()}
	p.need("SELECT")
	if s.Distinct = p.word("DISTINCT"); !s.Distinct {
		p.word("ALL")
	}
	if p.is("TOP") {
		s.Top = p.top(true)
	}
	p.list(func() { s.Items = append(s.Items, p.item()) })
	p.checkAssignments(s)
	if top && p.word("INTO") {
		n := p.table()
		s.Into = &n
	}
	if p.word("FROM") {
		s.From = p.from()
	}
	if p.word("WHERE") {
		s.Where = p.condition()
	}
	if p.word("GROUP") {
		p.need("BY")
		p.list(func() { s.GroupBy = append(s.GroupBy, p.groupItem()) })
	}
	if p.word("HAVING") {
		s.Having = p.condition()
	}
	if p.knows(16) && p.is("WINDOW") {
		s.Windows = p.windows()
	}
	return s
}

// checkAssignments is 141: a select list assigns all its items or none.
func (p *parser) checkAssignments(s *Select) {
	assigned := 0
	for _, it := range s.Items {
		if it.Assign != "" {
			assigned++
		}
	}
	if assigned > 0 && assigned < len(s.Items) {
		p.fail(141, s.Line)
	}
}

// groupItem reads a GROUP BY expression; grouping sets are not in the lab's grammar.
func (p *parser) groupItem() Expr {
	if p.isAny("ROLLUP", "CUBE") && p.isSymbol(1, "(") || p.is("GROUPING", "SETS") {
		p.near()
	}
	return p.value()
}

// windows reads WINDOW name AS (..), .. (2022).
func (p *parser) windows() []NamedWindow {
	var list []NamedWindow
	p.need("WINDOW")
	p.list(func() {
		w := NamedWindow{Name: p.ident()}
		p.need("AS")
		p.needSymbol("(")
		w.Window = *p.windowBody()
		p.needSymbol(")")
		list = append(list, w)
	})
	return list
}

// top reads TOP (n) [PERCENT] [WITH TIES]. Only SELECT takes a bare constant and TIES.
func (p *parser) top(selects bool) *Top {
	t := &Top{}
	p.need("TOP")
	switch {
	case p.symbol("("):
		t.Count = p.value()
		p.needSymbol(")")
	case selects && (p.now().kind == integerToken || p.now().kind == decimalToken || p.now().kind == floatToken):
		t.Count = p.literal()
	default:
		p.near()
	}
	t.Percent = p.word("PERCENT")
	if selects && p.word("WITH", "TIES") {
		t.Ties = true
	}
	return t
}

// assignOps are = and the compound forms.
var assignOps = []string{"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="}

// assignOp reads an assignment operator, or nothing.
func (p *parser) assignOp() string {
	for _, op := range assignOps {
		if p.symbol(op) {
			return op
		}
	}
	return ""
}

// item reads one entry of a select list.
func (p *parser) item() Item {
	it := Item{Pos: p.here()}
	t, next := p.now(), p.ahead(1)
	switch {
	case p.symbol("*"):
		it.Star = true
		return it
	case t.kind == variableToken && next.kind == symbolToken && isAssign(next.text):
		it.Assign = p.localVariable()
		it.AssignOp = p.assignOp()
		it.X = p.value()
		return it
	case (p.isName(t) || p.isString(t)) && p.isSymbol(1, "="):
		it.Alias, it.HasAlias = p.alias(), true
		p.needSymbol("=")
		it.X = p.value()
		return it
	case p.isName(t) && p.starBehind():
		it.Star, it.StarOf = true, p.starName()
		return it
	}
	it.X = p.value()
	if p.word("AS") {
		it.Alias, it.HasAlias = p.alias(), true
	} else if p.isName(p.now()) && !p.isLabel() || p.isString(p.now()) {
		it.Alias, it.HasAlias = p.alias(), true
	}
	return it
}

// isAssign tells an assignment operator. In a select list @x <= 1 is none.
func isAssign(s string) bool {
	for _, op := range assignOps {
		if s == op {
			return true
		}
	}
	return false
}

// alias reads a column alias: a name or a string.
func (p *parser) alias() Ident {
	if t := p.now(); p.isString(t) {
		p.take()
		p.checkName(t)
		return Ident{Text: t.text, Quoted: true}
	}
	return p.ident()
}

// starBehind tells whether the name at the current token ends in .*
func (p *parser) starBehind() bool {
	n := 1
	for p.isSymbol(n, ".") {
		if p.isSymbol(n+1, "*") {
			return true
		}
		if p.isName(p.ahead(n + 1)) {
			n++
		}
		n++
	}
	return false
}

// starName reads the qualifier of t.* and the star itself.
func (p *parser) starName() Name {
	n := Name{Pos: p.here()}
	parts := []Ident{p.ident()}
	for !p.failed() && p.symbol(".") {
		switch {
		case p.symbol("*"):
			if len(parts) > 4 {
				p.fail(117, n.Line, "column", parts[0].Text, 3)
				return n
			}
			n.place(parts)
			return n
		case p.isSymbol(0, "."):
			parts = append(parts, Ident{})
		default:
			parts = append(parts, p.ident())
		}
	}
	return n
}
