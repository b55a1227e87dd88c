package instance

import (
	"slices"
	"strings"
)

// access is who a login is inside one database.
type access struct {
	user  string
	roles []string // fixed and other roles, with public
	owner bool     // dbo: every check passes
}

// userRoles are the roles of a database principal, through other roles too.
func (d *Database) userRoles(name string) []string {
	names := []string{}
	var walk func(name string)
	walk = func(name string) {
		u := d.user(name)
		if u == nil {
			return
		}
		for _, role := range u.Roles {
			if !containsName(names, role) {
				names = append(names, role)
				walk(role)
			}
		}
	}
	walk(name)
	return append(names, "public")
}

// accessOf says who the login is in the database, or false when it cannot enter. A login
// without a user enters as guest where guest may connect (master, tempdb, msdb), or with
// CONNECT ANY DATABASE.
func (s *Server) accessOf(login string, d *Database) (access, bool) {
	if s.isSysadmin(login) || (d.Owner != "" && s.sameName(d.Owner, login)) {
		return access{user: "dbo", roles: []string{"public", "db_owner"}, owner: true}, true
	}
	for _, u := range d.Users {
		if u.Type != "R" && u.Login != "" && s.sameName(u.Login, login) {
			a := access{user: u.Name, roles: d.userRoles(u.Name)}
			return a, s.mayConnect(login, d, a)
		}
	}
	a := access{user: "guest", roles: []string{"public"}}
	if d.grantState("guest", "CONNECT") == "G" && !d.isDenied(a, "CONNECT") {
		return a, true
	}
	return a, s.loginHolds(login, "CONNECT ANY DATABASE") && !d.isDenied(a, "CONNECT")
}

// mayConnect tells whether a user may enter: CREATE USER grants CONNECT, so only a DENY
// keeps it out.
func (s *Server) mayConnect(login string, d *Database, a access) bool {
	return !d.isDenied(a, "CONNECT") || s.loginHolds(login, "CONTROL SERVER")
}

func (d *Database) isDenied(a access, permission string) bool {
	if d.grantState(a.user, permission) == "D" {
		return true
	}
	return slices.ContainsFunc(a.roles, func(r string) bool { return d.grantState(r, permission) == "D" })
}

// grantState is the state of one database-level grant, or empty.
func (d *Database) grantState(to, permission string) string {
	for _, g := range d.Grants {
		if g.Class == "DATABASE" && g.Permission == permission && d.sameName(g.To, to) {
			return g.State
		}
	}
	return ""
}

// access is who the session is in the database. Under EXECUTE AS USER it is that user in
// the database where it was run and guest, or nobody, elsewhere.
func (se *Session) access(d *Database) (access, bool) {
	switch {
	case !se.asUser():
		return se.server.accessOf(se.login, d)
	case !se.server.sameName(d.Name, se.database):
		return access{user: "guest", roles: []string{"public"}}, d.grantState("guest", "CONNECT") == "G"
	}
	owner := d.sameName(se.user, "dbo")
	return access{user: se.user, roles: d.userRoles(se.user), owner: owner}, true
}

// UserName is the session's user in the database, "dbo" for its owner and for sysadmin;
// empty when it cannot enter.
func (se *Session) UserName(d *Database) string {
	a, ok := se.access(d)
	if !ok {
		return ""
	}
	return a.user
}

// CanEnter tells whether the session's login may use the database, whatever its state.
func (se *Session) CanEnter(d *Database) bool {
	_, ok := se.access(d)
	return ok
}

// InRole tells whether the session's user is a member of a database role; dbo is a member
// of db_owner and nothing else is implied.
func (se *Session) InRole(d *Database, role string) bool {
	a, ok := se.access(d)
	return ok && containsName(a.roles, role)
}

// HasDatabase tells whether the session holds a database permission, implied ones and
// those that server permissions give included.
func (se *Session) HasDatabase(d *Database, permission string) bool {
	chain := coveringChain(databasePermissions, permission, se.server.major())
	if len(chain) == 0 {
		return false
	}
	a, ok := se.access(d)
	if a.owner {
		return true
	}
	v := se.databaseVerdict(d, a, chain)
	return ok && v.holds()
}

// databaseVerdict collects what grants, roles and server permissions say.
func (se *Session) databaseVerdict(d *Database, a access, chain []string) verdict {
	var v verdict
	names := append(slices.Clone(a.roles), a.user)
	for _, g := range d.Grants {
		if g.Class == "DATABASE" && slices.Contains(chain, g.Permission) && d.namesContain(names, g.To) {
			v.add(g.State)
		}
	}
	granted, denied := databaseRoleSays(names, chain)
	v.granted, v.denied = v.granted || granted, v.denied || denied
	if !se.asUser() {
		se.addServerPart(&v, chain)
	}
	return v
}

// addServerPart adds the server permissions that cover the chain.
func (se *Session) addServerPart(v *verdict, chain []string) {
	for _, name := range chain {
		p, _ := findPermission(databasePermissions, name, se.server.major())
		if p.server == "" {
			continue
		}
		wide := coveringChain(serverPermissions, p.server, se.server.major())
		above := se.server.serverVerdict(se.login, wide)
		v.granted, v.denied = v.granted || above.granted, v.denied || above.denied
	}
}

func (d *Database) namesContain(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return d.sameName(n, name) })
}

// HasObject tells whether the session holds a permission on one object of the database,
// named schema.object ("dbo.backupset").
func (se *Session) HasObject(d *Database, object, permission string) bool {
	return se.hasInside(d, "OBJECT", object, permission, permission)
}

// HasCertificate tells whether the session holds a permission on a certificate: CONTROL
// is needed for the private key, any permission for the public part.
func (se *Session) HasCertificate(d *Database, c *Certificate, permission string) bool {
	if owner := c.Owner; owner != "" && d.sameName(owner, se.UserName(d)) {
		return true
	}
	wide := permission
	if permission == "ALTER" {
		wide = "ALTER ANY CERTIFICATE"
	}
	return se.hasInside(d, "CERTIFICATE", c.Name, permission, wide)
}

// hasInside decides a permission on a securable of the database: grants on it, on its
// schema, and the database permission that covers it.
func (se *Session) hasInside(d *Database, class, name, permission, wide string) bool {
	a, ok := se.access(d)
	if !ok || a.owner {
		return ok
	}
	chain := coveringChain(objectPermissions, permission, se.server.major())
	v := se.databaseVerdict(d, a, coveringChain(databasePermissions, wide, se.server.major()))
	names := append(slices.Clone(a.roles), a.user)
	schema, _, _ := strings.Cut(name, ".")
	for _, g := range d.Grants {
		here := g.Class == class && d.sameName(g.Securable, name)
		above := class == "OBJECT" && g.Class == "SCHEMA" && d.sameName(g.Securable, schema)
		if (here || above) && slices.Contains(chain, g.Permission) && d.namesContain(names, g.To) {
			v.add(g.State)
		}
	}
	return v.holds()
}
