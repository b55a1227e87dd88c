package syntax

// ifElse reads IF condition statement [ELSE statement].
func (p *parser) ifElse(pos Pos) Statement {
	s := &If{Pos: pos, Cond: p.condition()}
	s.Then = p.nested()
	// A semicolon may stand between the statement and its ELSE.
	if p.isSymbol(0, ";") && p.ahead(1).upper == "ELSE" {
		p.take()
	}
	if p.word("ELSE") {
		s.Else = p.nested()
	}
	return s
}

// nested reads the statement that IF, ELSE or WHILE governs.
func (p *parser) nested() Statement {
	p.closed = true
	return p.statement()
}

func (p *parser) while(pos Pos) Statement {
	s := &While{Pos: pos, Cond: p.condition()}
	p.loops++
	s.Body = p.nested()
	p.loops--
	return s
}

// begin tells a block from TRY and from a transaction.
func (p *parser) begin(pos Pos) Statement {
	switch {
	case p.word("TRY"):
		return p.tryCatch(pos)
	case p.isAny("TRAN", "TRANSACTION"):
		return p.beginTransaction(pos)
	case p.isAny("DISTRIBUTED"):
		p.near()
	}
	b := &Block{Pos: pos, Body: p.block()}
	p.need("END")
	return b
}

// block reads the statements of a block up to its END; there must be one.
func (p *parser) block() []Statement {
	body := p.statements("END")
	if len(body) == 0 {
		p.near()
	}
	return body
}

// tryCatch reads BEGIN TRY .. END TRY BEGIN CATCH .. END CATCH; a CATCH may be empty. It is
// one statement: not even a semicolon may part the two.
func (p *parser) tryCatch(pos Pos) Statement {
	t := &TryCatch{Pos: pos, Try: p.block()}
	p.need("END", "TRY")
	p.need("BEGIN", "CATCH")
	t.Catch = p.statements("END")
	p.need("END", "CATCH")
	return t
}

func (p *parser) breakLoop(pos Pos) Statement {
	if p.loops == 0 {
		p.fail(135, pos.Line)
	}
	return &Break{Pos: pos}
}

func (p *parser) continueLoop(pos Pos) Statement {
	if p.loops == 0 {
		p.fail(136, pos.Line)
	}
	return &Continue{Pos: pos}
}

// returnValue reads RETURN [expr]; the value is for procedures only.
func (p *parser) returnValue(pos Pos) Statement {
	r := &Return{Pos: pos}
	if !p.startsValue() || p.isLabel() {
		return r
	}
	r.X = p.value()
	if !p.inProcedure {
		p.fail(178, pos.Line)
	}
	return r
}

// startsValue tells whether the current token can only go on with an expression.
func (p *parser) startsValue() bool {
	t := p.now()
	switch t.kind {
	case endToken:
		return false
	case symbolToken:
		return t.text == "(" && !p.queryBehind(1) || t.text == "-" || t.text == "+" || t.text == "~"
	case wordToken:
		return t.upper == "CASE" || t.upper == "NULL" || callableKeyword[t.upper] || t.upper == "CONVERT" ||
			!reserved[t.upper] && t.upper != "THROW"
	}
	return true
}

func (p *parser) gotoLabel(pos Pos) Statement {
	g := &Goto{Pos: pos, Name: p.ident().Text}
	p.gotos = append(p.gotos, *g)
	return g
}

func (p *parser) print(pos Pos) Statement { return &Print{Pos: pos, X: p.value()} }

// raisError reads RAISERROR (msg, severity, state [, arg ..]) [WITH LOG, NOWAIT, SETERROR].
func (p *parser) raisError(pos Pos) Statement {
	r := &RaisError{Pos: pos}
	p.needSymbol("(")
	r.Msg = p.constantOrVariable()
	p.needSymbol(",")
	r.Severity = p.constantOrVariable()
	p.needSymbol(",")
	r.State = p.constantOrVariable()
	for !p.failed() && p.symbol(",") {
		r.Args = append(r.Args, p.constantOrVariable())
	}
	p.needSymbol(")")
	if p.word("WITH") {
		p.list(func() { p.raisOption(r) })
	}
	return r
}

func (p *parser) raisOption(r *RaisError) {
	switch p.oneOf("LOG", "NOWAIT", "SETERROR") {
	case "LOG":
		r.Log = true
	case "NOWAIT":
		r.NoWait = true
	case "SETERROR":
		r.SetErr = true
	}
}

// throw reads THROW [number, message, state]. It is no reserved word: behind a statement
// without a semicolon it is not a statement.
func (p *parser) throw(pos Pos) Statement {
	if !p.closed {
		p.near()
	}
	p.take()
	t := &Throw{Pos: pos}
	if n := p.now(); n.kind != variableToken && n.kind != integerToken && !p.isSymbol(0, "-") {
		return t
	}
	t.Number = p.constantOrVariable()
	p.needSymbol(",")
	t.Msg = p.constantOrVariable()
	p.needSymbol(",")
	t.State = p.constantOrVariable()
	return t
}

// constantOrVariable reads a constant with an optional sign, or a variable.
func (p *parser) constantOrVariable() Expr {
	pos := p.here()
	if p.now().kind == variableToken {
		return p.primary(false)
	}
	if p.isOperator("-", "+") {
		u := &Unary{Pos: pos, Op: p.take().text}
		if u.X = p.number(); u.Op == "+" {
			return u.X
		}
		return u
	}
	if lit := p.literal(); lit != nil {
		return lit
	}
	p.near()
	return &Literal{Pos: pos}
}

// number reads a numeric constant.
func (p *parser) number() Expr {
	switch p.now().kind {
	case integerToken, decimalToken, floatToken, moneyToken:
		if lit := p.literal(); lit != nil {
			return lit
		}
	}
	p.near()
	return &Literal{Pos: p.here()}
}

// waitFor reads WAITFOR DELAY|TIME with a string or a variable.
func (p *parser) waitFor(pos Pos) Statement {
	w := &WaitFor{Pos: pos, Delay: p.oneOf("DELAY", "TIME") == "DELAY"}
	at := p.here()
	switch {
	case p.now().kind == variableToken:
		w.X = &Variable{Pos: at, Name: p.localVariable()}
	case p.isString(p.now()):
		w.X = p.literal()
	default:
		p.near()
	}
	return w
}

func (p *parser) use(pos Pos) Statement { return &Use{Pos: pos, Database: p.ident()} }
