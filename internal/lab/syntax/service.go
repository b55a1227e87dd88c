package syntax

// reconfigure reads [WITH OVERRIDE].
func (p *parser) reconfigure(pos Pos) Statement {
	return &Reconfigure{Pos: pos, Override: p.word("WITH", "OVERRIDE")}
}

// checkpoint reads [duration].
func (p *parser) checkpoint(pos Pos) Statement {
	if p.now().kind == integerToken {
		p.integer()
	}
	return &Checkpoint{Pos: pos}
}

// kill reads session id [WITH STATUSONLY].
func (p *parser) kill(pos Pos) Statement {
	return &Kill{Pos: pos, SPID: p.integer(), StatusOnly: p.word("WITH", "STATUSONLY")}
}

// shutdown reads [WITH NOWAIT].
func (p *parser) shutdown(pos Pos) Statement {
	return &Shutdown{Pos: pos, NoWait: p.word("WITH", "NOWAIT")}
}

func (p *parser) revert(pos Pos) Statement { return &Revert{Pos: pos} }
