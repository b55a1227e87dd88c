package syntax

// The options of logins. Names of databases and languages are identifiers.
var (
	windowsLoginRules = []optionRule{
		{name: "DEFAULT_DATABASE", read: nameOption}, {name: "DEFAULT_LANGUAGE", read: nameOption},
	}
	loginRules = append([]optionRule{
		{name: "SID", read: sidOption}, {name: "CHECK_EXPIRATION", read: onOff},
		{name: "CHECK_POLICY", read: onOff}, {name: "CREDENTIAL", read: nameOption},
	}, windowsLoginRules...)
	changeRules = append([]optionRule{
		{name: "PASSWORD", read: newPassword}, {name: "NAME", read: nameOption},
		{name: "CHECK_EXPIRATION", read: onOff}, {name: "CHECK_POLICY", read: onOff},
		{name: "CREDENTIAL", read: nameOption},
	}, windowsLoginRules...)
)

// sidOption reads = 0x..
func sidOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	if p.now().kind != binaryToken {
		p.near()
		return
	}
	o.set(p.take().text)
}

// createLogin reads what follows CREATE LOGIN.
func (p *parser) createLogin(pos Pos) Statement {
	l := &CreateLogin{Pos: pos, Name: p.ident()}
	if p.word("WITH") {
		p.loginPassword(l)
		if p.symbol(",") {
			l.Options = p.optionList(loginRules, "")
		}
		return l
	}
	p.need("FROM")
	switch {
	case p.word("WINDOWS"):
		l.Windows = true
		if p.word("WITH") {
			l.Options = p.optionList(windowsLoginRules, "")
		}
	case p.word("CERTIFICATE"):
		l.Certificate = p.ident()
	case p.is("EXTERNAL") && p.knows(16):
		p.need("EXTERNAL", "PROVIDER")
		l.External = true
		if p.word("WITH") {
			l.Options = p.optionList(append([]optionRule{{name: "OBJECT_ID", read: textOption}}, windowsLoginRules...), "")
		}
	default:
		p.near()
	}
	return l
}

// loginPassword reads PASSWORD = 'x' [MUST_CHANGE] | 0x.. HASHED [MUST_CHANGE].
func (p *parser) loginPassword(l *CreateLogin) {
	p.need("PASSWORD")
	p.needSymbol("=")
	l.HasPassword = true
	if t := p.now(); t.kind == binaryToken {
		p.take()
		p.need("HASHED")
		l.Hash = binaryBytes(t.text)
	} else {
		l.Password = p.literalText()
	}
	l.MustChange = p.word("MUST_CHANGE")
}

// alterLogin reads what follows ALTER LOGIN.
func (p *parser) alterLogin(pos Pos) Statement {
	l := &AlterLogin{Pos: pos, Name: p.ident()}
	l.Action = p.oneOf("ENABLE", "DISABLE", "WITH")
	if l.Action == "WITH" {
		if p.word("NO", "CREDENTIAL") {
			l.Options = []WithOption{{Pos: pos, Name: "NO CREDENTIAL"}}
			return l
		}
		l.Options = p.optionList(changeRules, "")
	}
	return l
}

// newPassword reads = 'x' with what may follow it: OLD_PASSWORD, MUST_CHANGE, UNLOCK.
func newPassword(p *parser, o *WithOption) {
	textOption(p, o)
	if pos := p.here(); p.word("OLD_PASSWORD") {
		old := WithOption{Pos: pos, Name: "OLD_PASSWORD"}
		textOption(p, &old)
		o.Sub = append(o.Sub, old)
		return
	}
	for p.isAny("MUST_CHANGE", "UNLOCK") {
		also := WithOption{Pos: p.here(), Name: p.take().upper}
		p.refuseTwice(o.Sub, also)
		o.Sub = append(o.Sub, also)
	}
}

func (p *parser) dropLogin(pos Pos) Statement { return &DropLogin{Pos: pos, Name: p.ident()} }

// createUser reads what follows CREATE USER.
func (p *parser) createUser(pos Pos) Statement {
	u := &CreateUser{Pos: pos, Name: p.ident()}
	switch {
	case p.word("WITHOUT"):
		p.need("LOGIN")
		u.WithoutLogin = true
	case p.word("FROM", "EXTERNAL"):
		p.need("PROVIDER")
		u.External = true
	case p.word("FOR"), p.word("FROM"):
		if p.oneOf("LOGIN", "CERTIFICATE") == "LOGIN" {
			u.Login = p.ident()
		} else {
			u.Certificate = p.ident()
		}
	}
	if p.word("WITH") {
		p.need("DEFAULT_SCHEMA")
		p.needSymbol("=")
		u.DefaultSchema = p.ident()
	}
	return u
}

func (p *parser) dropUser(pos Pos) Statement {
	return &DropUser{Pos: pos, IfExists: p.ifExists(), Name: p.ident()}
}

func (p *parser) alterServerRole(pos Pos) Statement {
	return p.role(&AlterRole{Pos: pos, Server: true})
}
func (p *parser) alterRole(pos Pos) Statement { return p.role(&AlterRole{Pos: pos}) }

// role reads name ADD|DROP MEMBER principal.
func (p *parser) role(r *AlterRole) Statement {
	r.Role = p.ident()
	r.Add = p.oneOf("ADD", "DROP") == "ADD"
	p.need("MEMBER")
	r.Member = p.ident()
	return r
}
