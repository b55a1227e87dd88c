package syntax

// beginTransaction reads what follows BEGIN: TRAN[SACTION] [name] [WITH MARK ['x']].
func (p *parser) beginTransaction(pos Pos) Statement {
	t := &Transaction{Pos: pos, Op: "BEGIN"}
	p.take()
	t.Name = p.transactionName()
	if t.Name != "" && p.word("WITH", "MARK") {
		if t.Mark = t.Name; p.isString(p.now()) {
			t.Mark = p.literalText()
		}
	}
	return t
}

func (p *parser) commit(pos Pos) Statement   { return p.endTransaction(pos, "COMMIT") }
func (p *parser) rollback(pos Pos) Statement { return p.endTransaction(pos, "ROLLBACK") }

// endTransaction reads [WORK | TRAN[SACTION] [name]].
func (p *parser) endTransaction(pos Pos, op string) Statement {
	t := &Transaction{Pos: pos, Op: op}
	if p.word("WORK") {
		return t
	}
	if p.word("TRAN") || p.word("TRANSACTION") {
		t.Name = p.transactionName()
	}
	return t
}

func (p *parser) save(pos Pos) Statement {
	t := &Transaction{Pos: pos, Op: "SAVE"}
	p.oneOf("TRAN", "TRANSACTION")
	if t.Name = p.transactionName(); t.Name == "" {
		p.near()
	}
	return t
}

// transactionName reads the optional name or variable. THROW behind ROLLBACK TRAN is taken
// as a name by the server, too; a label is not.
func (p *parser) transactionName() string {
	if p.now().kind == variableToken {
		return p.localVariable()
	}
	if p.isName(p.now()) && !p.isLabel() {
		return p.ident().Text
	}
	return ""
}
