package syntax

import "strings"

// batch reads all statements of a batch.
func (p *parser) batch() []Statement {
	var list []Statement
	if p.startsWithName() {
		list = append(list, p.implicitExec())
	}
	list = append(list, p.statements("")...)
	p.checkLabels()
	return list
}

// statements reads statements up to the end of the batch, or to the word that ends the
// block.
func (p *parser) statements(end string) []Statement {
	var list []Statement
	p.closed = true
	for !p.failed() {
		if p.symbol(";") {
			p.closed = true
			continue
		}
		if p.atEnd() || end != "" && p.is(end) {
			break
		}
		list = append(list, p.statement())
		p.closed = false
	}
	return list
}

// statement reads one statement.
func (p *parser) statement() Statement {
	p.enter()
	defer p.leave()
	t, pos := p.now(), p.here()
	if !p.failed() {
		p.before, p.start = p.start, p.i
	}
	if t.kind == wordToken {
		if read, ok := verbs[t.upper]; ok && !p.isLabel() {
			p.take()
			return read(p, pos)
		}
		if read, ok := openers[t.upper]; ok {
			return read(p, pos)
		}
	}
	if p.isSymbol(0, "(") && p.queryBehind(1) {
		return &QueryStmt{Pos: pos, Query: p.query(nil)}
	}
	if p.isLabel() {
		return p.label(pos)
	}
	p.near()
	return &Block{Pos: pos}
}

// verbs read a statement from behind its first word.
var verbs map[string]func(p *parser, pos Pos) Statement

// openers read a statement whose first word belongs to what is shared with others.
var openers map[string]func(p *parser, pos Pos) Statement

func init() {
	openers = map[string]func(p *parser, pos Pos) Statement{
		"WITH":   (*parser).withStatement,
		"SELECT": (*parser).selectStatement,
		"THROW":  (*parser).throw,
	}
	verbs = map[string]func(p *parser, pos Pos) Statement{
		"DECLARE": (*parser).declare, "SET": (*parser).set, "IF": (*parser).ifElse, "WHILE": (*parser).while,
		"BEGIN": (*parser).begin, "BREAK": (*parser).breakLoop, "CONTINUE": (*parser).continueLoop,
		"RETURN": (*parser).returnValue, "GOTO": (*parser).gotoLabel, "PRINT": (*parser).print,
		"RAISERROR": (*parser).raisError, "WAITFOR": (*parser).waitFor, "USE": (*parser).use,
		"COMMIT": (*parser).commit, "ROLLBACK": (*parser).rollback, "SAVE": (*parser).save,
		"EXEC": (*parser).exec, "EXECUTE": (*parser).exec,
		"INSERT": (*parser).insert, "UPDATE": (*parser).update, "DELETE": (*parser).delete,
		"TRUNCATE": (*parser).truncate, "OPEN": (*parser).open, "FETCH": (*parser).fetch,
		"CLOSE": (*parser).close, "DEALLOCATE": (*parser).deallocateCursor,
		"CREATE": (*parser).create, "ALTER": (*parser).alter, "DROP": (*parser).drop,
		"BACKUP": (*parser).backup, "RESTORE": (*parser).restore, "DBCC": (*parser).dbcc,
		"GRANT": (*parser).grant, "DENY": (*parser).deny, "REVOKE": (*parser).revoke,
		"CHECKPOINT": (*parser).checkpoint, "REVERT": (*parser).revert, "KILL": (*parser).kill,
		"RECONFIGURE": (*parser).reconfigure, "SHUTDOWN": (*parser).shutdown,
	}
}

// isLabel tells name: from a statement. A word that starts a statement is no label.
func (p *parser) isLabel() bool {
	return p.isName(p.now()) && p.isSymbol(1, ":")
}

// label reads name: and remembers it for GOTO.
func (p *parser) label(pos Pos) Statement {
	l := &Label{Pos: pos, Name: p.ident().Text}
	p.needSymbol(":")
	key := strings.ToLower(l.Name)
	if p.labels[key] {
		p.fail(132, pos.Line, l.Name)
	}
	if p.labels == nil {
		p.labels = map[string]bool{}
	}
	p.labels[key] = true
	p.closed = true
	return l
}

// checkLabels is 133: every GOTO needs its label.
func (p *parser) checkLabels() {
	for _, g := range p.gotos {
		if !p.labels[strings.ToLower(g.Name)] {
			p.fail(133, g.Line, g.Name)
		}
	}
}

func (p *parser) selectStatement(pos Pos) Statement {
	return &QueryStmt{Pos: pos, Query: p.query(nil)}
}

// withStatement reads a statement that starts with common table expressions.
func (p *parser) withStatement(pos Pos) Statement {
	if !p.closed {
		p.withoutSemicolon(false)
	}
	ctes := p.with()
	switch {
	case p.word("INSERT"):
		s := p.insert(pos).(*Insert)
		s.With = ctes
		return s
	case p.word("UPDATE"):
		s := p.update(pos).(*Update)
		s.With = ctes
		return s
	case p.word("DELETE"):
		s := p.delete(pos).(*Delete)
		s.With = ctes
		return s
	}
	if !p.is("SELECT") && !p.isSymbol(0, "(") {
		p.near()
	}
	return &QueryStmt{Pos: pos, Query: p.query(ctes)}
}

// startsWithName tells a batch that begins with a procedure name from one that begins with
// a statement.
func (p *parser) startsWithName() bool {
	t := p.now()
	if !p.isName(t) || p.isLabel() {
		return false
	}
	return t.kind != wordToken || openers[t.upper] == nil && verbs[t.upper] == nil
}
