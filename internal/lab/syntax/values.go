package syntax

// value reads a scalar expression. A condition in its place is a syntax error at its
// operator, as in SELECT 1 = 1.
func (p *parser) value() Expr {
	p.enter()
	defer p.leave()
	return p.sum(false)
}

// sum reads + - & ^ | and signs, which all bind alike, from left to right. open allows a
// condition in parentheses as the first operand; the caller then looks what it got.
func (p *parser) sum(open bool) Expr {
	l := p.product(open)
	for !isCondition(l) && p.isOperator("+", "-", "&", "^", "|") {
		pos := p.here()
		op := p.take().text
		l = &Binary{Pos: pos, Op: op, L: l, R: p.product(false)}
	}
	return l
}

// product reads * / %.
func (p *parser) product(open bool) Expr {
	l := p.signedOperand(open)
	for !isCondition(l) && p.isOperator("*", "/", "%") {
		pos := p.here()
		op := p.take().text
		l = &Binary{Pos: pos, Op: op, L: l, R: p.signedOperand(false)}
	}
	return l
}

// isOperator tells whether the current token is one of the symbols.
func (p *parser) isOperator(symbols ...string) bool {
	for _, s := range symbols {
		if p.isSymbol(0, s) {
			return true
		}
	}
	return false
}

// signedOperand reads an operand with its signs.
func (p *parser) signedOperand(open bool) Expr {
	if !p.isOperator("-", "+", "~") {
		return p.operand(open)
	}
	p.enter()
	defer p.leave()
	u := &Unary{Pos: p.here()}
	u.Op = p.take().text
	u.X = p.signedOperand(false)
	return u
}

// operand reads a primary expression and what may follow it: COLLATE, AT TIME ZONE.
func (p *parser) operand(open bool) Expr {
	x := p.primary(open)
	for !p.failed() && !isCondition(x) {
		pos := p.here()
		switch {
		case p.word("COLLATE"):
			x = &Collate{Pos: pos, X: x, Name: p.ident().Text}
		case p.word("AT", "TIME", "ZONE"):
			x = &AtTimeZone{Pos: pos, X: x, Zone: p.primary(false)}
		default:
			return x
		}
	}
	return x
}

// primary reads a constant, variable, column, call, CASE, CAST, subquery or parenthesis.
func (p *parser) primary(open bool) Expr {
	pos := p.here()
	if lit := p.literal(); lit != nil {
		return lit
	}
	t := p.now()
	switch {
	case t.kind == variableToken && t.text != "@" && t.text != "@@":
		p.checkName(t)
		return &Variable{Pos: pos, Name: p.take().text}
	case p.isSymbol(0, "("):
		return p.parenthesis(open)
	case t.upper == "CASE":
		return p.caseExpr()
	case t.kind == wordToken && p.isSymbol(1, "(") && special[t.upper] != nil:
		p.take()
		return special[t.upper](p, pos, t)
	case niladic[t.upper] && !p.isSymbol(1, "("):
		p.take()
		return &Call{Pos: pos, Name: Name{Pos: pos, Object: Ident{Text: t.text}}}
	case callableKeyword[t.upper] && p.isSymbol(1, "("):
		p.take()
		return p.call(Name{Pos: pos, Object: Ident{Text: t.text}})
	case p.isName(t):
		return p.columnOrCall()
	}
	p.near()
	return &Literal{Pos: pos}
}

// parenthesis reads (subquery), (value) or, where open, (condition).
func (p *parser) parenthesis(open bool) Expr {
	pos := p.here()
	if p.subqueryAhead() {
		return &Subquery{Pos: pos, Query: p.subquery(), XML: p.xmlValue()}
	}
	p.needSymbol("(")
	var x Expr
	if open {
		x = p.either()
	} else {
		x = p.value()
	}
	p.needSymbol(")")
	return x
}

// caseExpr reads both forms of CASE.
func (p *parser) caseExpr() Expr {
	c := &Case{Pos: p.here()}
	p.enter()
	defer p.leave()
	p.need("CASE")
	if !p.is("WHEN") {
		c.Input = p.value()
	}
	for p.word("WHEN") {
		var w When
		if c.Input == nil {
			w.If = p.condition()
		} else {
			w.If = p.value()
		}
		p.need("THEN")
		w.Then = p.value()
		c.Whens = append(c.Whens, w)
	}
	if len(c.Whens) == 0 {
		p.near()
	}
	if p.word("ELSE") {
		c.Else = p.value()
	}
	p.need("END")
	return c
}

// columnOrCall reads a dotted name, which is a function when a parenthesis follows.
func (p *parser) columnOrCall() Expr {
	n := p.name("column", 3)
	if p.isSymbol(0, "(") {
		return p.call(n)
	}
	c := &ColumnRef{Pos: n.Pos, Column: n.Object}
	if n.Schema.Text != "" {
		c.Table = Name{Pos: n.Pos, Database: n.Server, Schema: n.Database, Object: n.Schema}
	}
	return c
}
