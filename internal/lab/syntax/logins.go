package syntax

// createLogin reads what follows CREATE LOGIN.
func (p *parser) createLogin(pos Pos) Statement {
	c := &CreateLogin{Pos: pos, Name: p.ident()}
	if p.word("WITH") {
		p.newLogin(c)
		return c
	}
	p.need("FROM")
	switch p.oneOf("WINDOWS", "CERTIFICATE", "EXTERNAL") {
	case "WINDOWS":
		c.Windows = true
		if p.word("WITH") {
			c.Options = p.optionList(windowsLoginOptions, "")
		}
	case "CERTIFICATE":
		c.Certificate = p.ident()
	case "EXTERNAL":
		p.need("PROVIDER")
		c.External = true
	}
	return c
}

var (
	windowsLoginOptions = []optionRule{{name: "DEFAULT_DATABASE", read: nameOption}, {name: "DEFAULT_LANGUAGE", read: nameOption}}
	loginOptions        = []optionRule{
		{name: "DEFAULT_DATABASE", read: nameOption}, {name: "DEFAULT_LANGUAGE", read: nameOption},
		{name: "CHECK_EXPIRATION", read: onOff}, {name: "CHECK_POLICY", read: onOff}, {name: "SID", read: sidOption},
		{name: "CREDENTIAL", read: nameOption},
	}
	changedLoginOptions = append([]optionRule{
		{name: "PASSWORD", read: changedPassword}, {name: "NAME", read: nameOption},
	}, loginOptions[:4]...)
)

// newLogin reads PASSWORD = 'x' [MUST_CHANGE] | PASSWORD = 0x.. HASHED [, options].
func (p *parser) newLogin(c *CreateLogin) {
	p.need("PASSWORD")
	p.needSymbol("=")
	c.HasPassword = true
	if p.now().kind == binaryToken {
		c.Hash = binaryBytes(p.take().text)
		p.need("HASHED")
	} else {
		c.Password = p.literalText()
		c.MustChange = p.word("MUST_CHANGE")
	}
	if p.symbol(",") {
		c.Options = p.optionList(loginOptions, "")
	}
}

// sidOption reads = 0x...
func sidOption(p *parser, o *WithOption) {
	o.set(string(p.binaryValue()))
}

// changedPassword reads = 'x' [OLD_PASSWORD = 'y' | MUST_CHANGE | UNLOCK ...].
func changedPassword(p *parser, o *WithOption) {
	textOption(p, o)
	for {
		switch {
		case p.word("OLD_PASSWORD"):
			old := WithOption{Name: "OLD_PASSWORD"}
			textOption(p, &old)
			o.Sub = append(o.Sub, old)
		case p.is("MUST_CHANGE") || p.is("UNLOCK"):
			o.Sub = append(o.Sub, WithOption{Name: p.take().upper})
		default:
			return
		}
	}
}

// alterLogin reads what follows ALTER LOGIN.
func (p *parser) alterLogin(pos Pos) Statement {
	a := &AlterLogin{Pos: pos, Name: p.ident(), Action: p.oneOf("ENABLE", "DISABLE", "WITH")}
	if a.Action == "WITH" {
		a.Options = p.optionList(changedLoginOptions, "")
	}
	return a
}

func (p *parser) dropLogin(pos Pos) Statement { return &DropLogin{Pos: pos, Name: p.ident()} }

// createUser reads what follows CREATE USER.
func (p *parser) createUser(pos Pos) Statement {
	c := &CreateUser{Pos: pos, Name: p.ident()}
	switch {
	case p.word("WITHOUT", "LOGIN"):
		c.WithoutLogin = true
	case p.word("FROM", "EXTERNAL", "PROVIDER"):
		c.External = true
	case p.word("FOR") || p.word("FROM"):
		if p.oneOf("LOGIN", "CERTIFICATE") == "LOGIN" {
			c.Login = p.ident()
		} else {
			c.Certificate = p.ident()
		}
	}
	if p.word("WITH") {
		p.need("DEFAULT_SCHEMA")
		p.needSymbol("=")
		c.DefaultSchema = p.ident()
	}
	return c
}

func (p *parser) dropUser(pos Pos) Statement {
	return &DropUser{Pos: pos, IfExists: p.word("IF", "EXISTS"), Name: p.ident()}
}

func (p *parser) alterServerRole(pos Pos) Statement { return p.alterRole(pos, true) }
func (p *parser) alterDBRole(pos Pos) Statement     { return p.alterRole(pos, false) }

// alterRole reads role ADD|DROP MEMBER name.
func (p *parser) alterRole(pos Pos, server bool) Statement {
	a := &AlterRole{Pos: pos, Server: server, Role: p.ident()}
	a.Add = p.oneOf("ADD", "DROP") == "ADD"
	p.need("MEMBER")
	a.Member = p.ident()
	return a
}
