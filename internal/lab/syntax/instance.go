package syntax

import "strings"

// dbccCommands are the commands of the lab's grammar; any other is 2526.
var dbccCommands = wordSet(`TRACESTATUS TRACEON TRACEOFF SQLPERF INPUTBUFFER OPENTRAN CHECKDB LOGINFO
USEROPTIONS`)

// dbccOptions are what WITH takes, by the documentation of these commands.
var dbccOptions = []string{
	"NO_INFOMSGS", "ALL_ERRORMSGS", "TABLERESULTS", "PHYSICAL_ONLY", "TABLOCK", "ESTIMATEONLY",
	"DATA_PURITY", "EXTENDED_LOGICAL_CHECKS",
}

// dbcc reads DBCC from behind its verb.
func (p *parser) dbcc(pos Pos) Statement {
	d := &DBCC{Pos: pos}
	t := p.now()
	if !p.isName(t) {
		p.near()
	}
	if d.Command = strings.ToUpper(t.text); !dbccCommands[d.Command] {
		p.fail(2526, t.line)
	}
	p.take()
	if d.HasParen = p.symbol("("); d.HasParen {
		if !p.isSymbol(0, ")") {
			p.list(func() { d.Args = append(d.Args, p.dbccArg()) })
		}
		p.needSymbol(")")
	}
	if p.word("WITH") {
		p.list(func() { d.Options = append(d.Options, p.oneOf(dbccOptions...)) })
	}
	return d
}

// dbccArg reads a constant, a variable, or a bare word, which is a Keyword in lower case. A
// quoted name keeps its case: it is a string to DBCC.
func (p *parser) dbccArg() Expr {
	pos, t := p.here(), p.now()
	switch {
	case t.kind == wordToken && p.isName(t):
		p.take()
		return &Keyword{Pos: pos, Word: strings.ToLower(t.text)}
	case p.isName(t):
		p.take()
		return &Literal{Pos: pos, Type: stringType(token{kind: nationalToken, text: t.text}), Value: t.text}
	}
	return p.constantOrVariable()
}

func (p *parser) revert(pos Pos) Statement { return &Revert{Pos: pos} }

// checkpoint reads [duration]; how long it takes changes no result.
func (p *parser) checkpoint(pos Pos) Statement {
	if p.now().kind == integerToken {
		p.integer()
	}
	return &Checkpoint{Pos: pos}
}

// reconfigure reads [WITH OVERRIDE].
func (p *parser) reconfigure(pos Pos) Statement {
	r := &Reconfigure{Pos: pos}
	if p.is("WITH") && !p.is("WITH", "OVERRIDE") {
		p.withoutSemicolon(true)
	}
	r.Override = p.word("WITH", "OVERRIDE")
	return r
}

// kill reads KILL spid [WITH STATUSONLY]. Units of work and jobs are not in the grammar.
func (p *parser) kill(pos Pos) Statement {
	k := &Kill{Pos: pos, SPID: p.integer()}
	if p.word("WITH") {
		p.need("STATUSONLY")
		k.StatusOnly = true
	}
	return k
}

// shutdown reads [WITH NOWAIT].
func (p *parser) shutdown(pos Pos) Statement {
	s := &Shutdown{Pos: pos}
	if p.word("WITH") {
		p.need("NOWAIT")
		s.NoWait = true
	}
	return s
}
