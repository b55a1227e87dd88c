package syntax

// exec tells EXEC of a procedure from EXEC (text) and EXECUTE AS.
func (p *parser) exec(pos Pos) Statement {
	if p.word("AS") {
		return p.executeAs(pos)
	}
	return p.execute(pos)
}

// execute reads EXEC from behind its verb.
func (p *parser) execute(pos Pos) *Exec {
	e := &Exec{Pos: pos}
	if p.isSymbol(0, "(") {
		p.execText(e)
		return e
	}
	if p.now().kind == variableToken && p.isSymbol(1, "=") {
		e.Return = p.localVariable()
		p.needSymbol("=")
	}
	if p.now().kind == variableToken {
		e.ProcVar = p.localVariable()
	} else {
		e.Proc = p.name("procedure", 3)
	}
	p.execArgs(e)
	return e
}

// implicitExec reads the procedure call that starts a batch without EXEC.
func (p *parser) implicitExec() Statement {
	e := &Exec{Pos: p.here(), Implicit: true}
	e.Proc = p.name("procedure", 3)
	p.execArgs(e)
	return e
}

// execText reads EXEC ('..' + @x) [AT server]: literals and variables joined by +.
func (p *parser) execText(e *Exec) {
	p.needSymbol("(")
	e.Text = p.execOperand()
	for p.isSymbol(0, "+") {
		b := &Binary{Pos: p.here(), Op: p.take().text, L: e.Text}
		b.R = p.execOperand()
		e.Text = b
	}
	p.needSymbol(")")
	if p.word("AT") {
		e.Linked = p.ident()
	}
}

// execOperand reads a string or a variable.
func (p *parser) execOperand() Expr {
	pos := p.here()
	switch {
	case p.now().kind == variableToken:
		return &Variable{Pos: pos, Name: p.localVariable()}
	case p.isString(p.now()):
		return p.literal()
	}
	p.near()
	return &Literal{Pos: pos}
}

// execArgs reads the arguments and WITH RECOMPILE.
func (p *parser) execArgs(e *Exec) {
	if p.startsArgument() {
		named := false
		p.list(func() {
			a := p.arg()
			if a.Name == "" && named {
				p.fail(119, a.Line, len(e.Args)+1)
			}
			named = named || a.Name != ""
			e.Args = append(e.Args, a)
		})
	}
	if !p.is("WITH") {
		return
	}
	if !p.is("WITH", "RECOMPILE") {
		p.withoutSemicolon(true)
	}
	p.need("WITH", "RECOMPILE")
	e.Recompile = true
}

// startsArgument tells whether an argument follows the procedure's name. A bare word is
// one, which makes EXEC p THROW a call with the argument 'THROW'.
func (p *parser) startsArgument() bool {
	t := p.now()
	switch t.kind {
	case endToken:
		return false
	case symbolToken:
		return t.text == "-" || t.text == "+"
	case wordToken:
		return t.upper == "NULL" || t.upper == "DEFAULT" || !reserved[t.upper] && !p.isLabel()
	}
	return true
}

// arg reads [@name =] value [OUT[PUT]] | DEFAULT.
func (p *parser) arg() Arg {
	a := Arg{Pos: p.here()}
	if p.now().kind == variableToken && p.isSymbol(1, "=") {
		a.Name = p.localVariable()
		p.needSymbol("=")
	}
	if p.word("DEFAULT") {
		a.Default = true
		return a
	}
	a.X = p.execValue()
	line := p.now().line
	if a.Output = p.word("OUTPUT") || p.word("OUT"); a.Output {
		if _, ok := a.X.(*Variable); !ok {
			p.fail(179, line)
		}
	}
	return a
}

// execValue reads what may be passed to a procedure: a constant, a variable, or a bare word,
// which is a string.
func (p *parser) execValue() Expr {
	t := p.now()
	if !p.isName(t) {
		return p.constantOrVariable()
	}
	pos := p.here()
	p.take()
	p.checkName(t)
	n := token{kind: nationalToken, text: t.text}
	return &Literal{Pos: pos, Type: stringType(n), Value: t.text}
}

// executeAs reads EXECUTE AS LOGIN|USER = 'x'.
func (p *parser) executeAs(pos Pos) Statement {
	e := &ExecuteAs{Pos: pos, Login: p.oneOf("LOGIN", "USER") == "LOGIN"}
	p.needSymbol("=")
	e.Name = p.literalText()
	return e
}
