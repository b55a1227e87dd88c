package syntax

import "strings"

// switches are the SET options that are ON or OFF; several may share one SET.
var switches = wordSet(`ANSI_DEFAULTS ANSI_NULL_DFLT_OFF ANSI_NULL_DFLT_ON ANSI_NULLS ANSI_PADDING
ANSI_WARNINGS ARITHABORT ARITHIGNORE CONCAT_NULL_YIELDS_NULL CURSOR_CLOSE_ON_COMMIT FMTONLY
FORCEPLAN IMPLICIT_TRANSACTIONS NOCOUNT NOEXEC NUMERIC_ROUNDABORT PARSEONLY QUOTED_IDENTIFIER
REMOTE_PROC_TRANSACTIONS SHOWPLAN_ALL SHOWPLAN_TEXT SHOWPLAN_XML XACT_ABORT`)

// set reads SET @x = .. and SET option.
func (p *parser) set(pos Pos) Statement {
	if p.now().kind == variableToken {
		return p.setVariable(pos)
	}
	t := p.now()
	switch {
	case p.word("TRANSACTION"):
		p.need("ISOLATION", "LEVEL")
		return &SetOption{Pos: pos, Options: []string{"TRANSACTION ISOLATION LEVEL"}, Value: p.isolation()}
	case p.word("STATISTICS"):
		return p.setStatistics(pos)
	case p.word("IDENTITY_INSERT"):
		n := p.table()
		return &SetOption{Pos: pos, Options: []string{"IDENTITY_INSERT"}, Table: &n, Value: p.oneOf("ON", "OFF")}
	case switches[t.upper]:
		return p.setSwitches(pos)
	case setValues[t.upper] != nil:
		p.take()
		start := p.i
		setValues[t.upper](p)
		return &SetOption{Pos: pos, Options: []string{t.upper}, Value: p.settingText(start)}
	case t.kind == wordToken && !reserved[t.upper]:
		p.fail(195, t.line, t.text, "SET option")
	}
	p.near()
	return &SetOption{Pos: pos}
}

// setVariable reads @x op expr.
func (p *parser) setVariable(pos Pos) Statement {
	s := &SetVar{Pos: pos, Name: p.localVariable()}
	if s.Op = p.assignOp(); s.Op == "" {
		p.near()
	}
	s.X = p.value()
	return s
}

// setSwitches reads A, B ON|OFF. QUOTED_IDENTIFIER acts while the batch is read: what
// follows is read by the new setting.
func (p *parser) setSwitches(pos Pos) Statement {
	s := &SetOption{Pos: pos}
	p.list(func() {
		if !switches[p.now().upper] {
			p.near()
		}
		s.Options = append(s.Options, p.take().upper)
	})
	s.Value = p.oneOf("ON", "OFF")
	for _, name := range s.Options {
		if name == "QUOTED_IDENTIFIER" && !p.failed() {
			p.options.QuotedIdentifierOff = s.Value == "OFF"
		}
	}
	return s
}

// setStatistics reads IO, PROFILE, TIME, XML and ON|OFF.
func (p *parser) setStatistics(pos Pos) Statement {
	s := &SetOption{Pos: pos}
	p.list(func() { s.Options = append(s.Options, "STATISTICS "+p.oneOf("IO", "PROFILE", "TIME", "XML")) })
	s.Value = p.oneOf("ON", "OFF")
	return s
}

// isolation reads a transaction isolation level.
func (p *parser) isolation() string {
	switch {
	case p.word("READ"):
		return "READ " + p.oneOf("UNCOMMITTED", "COMMITTED")
	case p.word("REPEATABLE"):
		p.need("READ")
		return "REPEATABLE READ"
	}
	return p.oneOf("SNAPSHOT", "SERIALIZABLE")
}

// setValues are the options with a value of their own kind.
var setValues = map[string]func(p *parser){
	"TEXTSIZE":                  func(p *parser) { p.numberOrVariable() },
	"ROWCOUNT":                  func(p *parser) { p.numberOrVariable() },
	"LOCK_TIMEOUT":              func(p *parser) { p.numberOrVariable() },
	"DATEFIRST":                 func(p *parser) { p.numberOrVariable() },
	"QUERY_GOVERNOR_COST_LIMIT": func(p *parser) { p.numberOrVariable() },
	"LANGUAGE":                  func(p *parser) { p.wordTextOrVariable() },
	"DATEFORMAT":                func(p *parser) { p.wordTextOrVariable() },
	"CONTEXT_INFO":              func(p *parser) { p.binaryOrVariable() },
	"DEADLOCK_PRIORITY":         func(p *parser) { p.deadlockPriority() },
}

// settingText is the value as read since start: words in upper case, the rest as written.
func (p *parser) settingText(start int) string {
	var b strings.Builder
	for _, t := range p.tokens[start:p.i] {
		if t.kind == wordToken {
			b.WriteString(t.upper)
			continue
		}
		if t.kind == symbolToken && t.text == "+" {
			continue
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// numberOrVariable reads n, -n or @v.
func (p *parser) numberOrVariable() {
	if p.now().kind == variableToken {
		p.localVariable()
		return
	}
	p.signed()
}

// wordTextOrVariable reads a bare word, a string or a variable.
func (p *parser) wordTextOrVariable() {
	if p.now().kind == variableToken || p.isString(p.now()) {
		p.textOrVariable()
		return
	}
	p.ident()
}

func (p *parser) binaryOrVariable() {
	if p.now().kind == binaryToken {
		p.take()
		return
	}
	p.localVariable()
}

// deadlockPriority reads LOW, NORMAL, HIGH, -10 to 10 or a variable.
func (p *parser) deadlockPriority() {
	if !p.word("LOW") && !p.word("NORMAL") && !p.word("HIGH") {
		p.numberOrVariable()
	}
}
