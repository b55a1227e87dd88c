package syntax

import "milink/internal/lab/value"

// dbccCommands are the commands the lab knows. Another word is 2526, as an unknown command
// is on a server.
var dbccCommands = wordSet("TRACESTATUS TRACEON TRACEOFF SQLPERF INPUTBUFFER OPENTRAN CHECKDB LOGINFO USEROPTIONS")

// dbcc reads DBCC command [(arguments)] [WITH options].
func (p *parser) dbcc(pos Pos) Statement {
	t := p.now()
	d := &DBCC{Pos: pos, Command: t.upper}
	if t.kind != wordToken {
		p.near()
		return d
	}
	if !dbccCommands[t.upper] {
		p.fail(2526, t.line)
		return d
	}
	p.take()
	if p.symbol("(") {
		d.HasParen = true
		if !p.symbol(")") {
			p.list(func() { d.Args = append(d.Args, p.dbccArgument()) })
			p.needSymbol(")")
		}
	}
	if p.word("WITH") {
		p.list(func() { d.Options = append(d.Options, p.oneOf(dbccOptions...)) })
	}
	return d
}

var dbccOptions = []string{"NO_INFOMSGS", "ALL_ERRORMSGS", "TABLERESULTS", "PHYSICAL_ONLY", "ESTIMATEONLY", "TABLOCK"}

// dbccArgument reads a number, a string, a variable, or a word that stands for itself.
func (p *parser) dbccArgument() Expr {
	pos := p.here()
	if p.isName(p.now()) {
		return &ColumnRef{Pos: pos, Column: p.ident()}
	}
	if p.now().kind == variableToken || p.isString(p.now()) {
		return p.constantOrVariable()
	}
	if t := p.now(); t.kind == symbolToken && t.text != "-" {
		p.near()
		return &Literal{Pos: pos, Type: value.IntT}
	}
	negative := p.symbol("-")
	n := p.integer()
	lit := &Literal{Pos: pos, Type: value.IntT, Value: int64(n)}
	if negative {
		return &Unary{Pos: pos, Op: "-", X: lit}
	}
	return lit
}
