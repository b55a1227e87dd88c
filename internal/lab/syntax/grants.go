package syntax

import "strings"

func (p *parser) grant(pos Pos) Statement  { return p.permission(pos, "GRANT") }
func (p *parser) deny(pos Pos) Statement   { return p.permission(pos, "DENY") }
func (p *parser) revoke(pos Pos) Statement { return p.permission(pos, "REVOKE") }

// securables are the classes that ON names, longest first.
var securables = []string{
	"AVAILABILITY GROUP", "SYMMETRIC KEY", "ASYMMETRIC KEY", "SERVER ROLE", "ENDPOINT", "CERTIFICATE", "DATABASE",
	"OBJECT", "SCHEMA", "LOGIN", "SERVER", "USER", "ROLE", "TYPE",
}

// permission reads GRANT, DENY and REVOKE from behind the verb.
func (p *parser) permission(pos Pos, action string) Statement {
	g := &Grant{Pos: pos, Action: action}
	if action == "REVOKE" {
		g.GrantOptionFor = p.word("GRANT", "OPTION", "FOR")
	}
	p.list(func() { g.Permissions = append(g.Permissions, p.permissionName()) })
	if p.word("ON") {
		g.Class, g.On = p.securable()
	}
	if action == "REVOKE" {
		p.oneOf("FROM", "TO")
	} else {
		p.need("TO")
	}
	g.To = p.grantees()
	if action == "GRANT" {
		g.WithGrant = p.word("WITH", "GRANT", "OPTION")
	} else {
		g.Cascade = p.word("CASCADE")
	}
	return g
}

// permissionName reads the words of one permission, up to ON, TO, FROM or a comma. Which
// permissions exist depends on the version and is the instance's to say.
func (p *parser) permissionName() string {
	var words []string
	for p.now().kind == wordToken && !p.isAny("ON", "TO", "FROM") {
		words = append(words, p.take().upper)
	}
	if len(words) == 0 {
		p.near()
	}
	return strings.Join(words, " ")
}

// securable reads [class ::] name.
func (p *parser) securable() (string, Name) {
	for _, class := range securables {
		words := strings.Fields(class)
		if p.is(words...) && p.isSymbol(len(words), "::") {
			p.i += len(words)
			p.needSymbol("::")
			return class, p.name("object", 3)
		}
	}
	return "OBJECT", p.name("object", 3)
}

// grantees reads the principals; public is a name like any other.
func (p *parser) grantees() []Ident {
	var list []Ident
	p.list(func() {
		if p.word("PUBLIC") {
			list = append(list, Ident{Text: "public"})
			return
		}
		list = append(list, p.ident())
	})
	return list
}

// alterAuthorization reads ON [class ::] name TO owner.
func (p *parser) alterAuthorization(pos Pos) Statement {
	a := &AlterAuthorization{Pos: pos}
	p.need("ON")
	a.Class, a.On = p.securable()
	p.need("TO")
	if p.word("SCHEMA", "OWNER") {
		return a
	}
	a.To = p.ident()
	return a
}
