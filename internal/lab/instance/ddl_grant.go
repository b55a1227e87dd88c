package instance

import (
	"slices"
	"strings"

	"milink/internal/lab/syntax"
)

// scope is where a GRANT, DENY or REVOKE takes effect.
type scope struct {
	class     string
	securable string
	onServer  bool
	d         *Database // of a database-level scope
}

// grant carries out GRANT, DENY and REVOKE.
func (a *action) grant(st *syntax.Grant) error {
	where, err := a.grantScope(st)
	if err != nil {
		return err
	}
	if where.onServer && a.se.Database() != "master" {
		return fault(4621)
	}
	if !a.mayGrant(where, st.Permissions) {
		return a.grantRefused(st, where)
	}
	for _, to := range st.To {
		if err := a.granteeExists(where, to.Text); err != nil {
			return err
		}
	}
	for _, to := range st.To {
		for _, permission := range st.Permissions {
			a.setGrant(st, where, permission, to.Text)
		}
	}
	return nil
}

// grantScope finds out what the permissions are on. Without ON the name of the permission
// decides between the server and the current database.
func (a *action) grantScope(st *syntax.Grant) (scope, error) {
	d, major := a.database(), a.s.major()
	if a.s.Identity.ManagedAzure {
		major = 17
	}
	name := st.On.Object.Text
	switch st.Class {
	case "ENDPOINT":
		if e := a.s.endpoint(name); e != nil {
			return scope{class: "ENDPOINT", securable: e.Name, onServer: true}, nil
		}
		return scope{}, cannotFind("find", "endpoint", name)
	case "AVAILABILITY GROUP":
		if g := a.s.group(name); g != nil {
			return scope{class: st.Class, securable: g.Name, onServer: true}, nil
		}
		return scope{}, cannotFind("find", "availability group", name)
	case "LOGIN":
		if p := a.s.principal(name); p != nil {
			return scope{class: "LOGIN", securable: p.Name, onServer: true}, nil
		}
		return scope{}, cannotFind("find", "login", name)
	case "CERTIFICATE":
		if c := d.certificate(name); c != nil {
			return scope{class: "CERTIFICATE", securable: c.Name, d: d}, nil
		}
		return scope{}, cannotFind("find", "certificate", name)
	case "", "SERVER", "DATABASE":
		return a.wideScope(st, d, major)
	}
	return a.objectScope(st, d), nil
}

// wideScope is the server or the database as a whole. A permission that this version does
// not know is a syntax error, as on the real server.
func (a *action) wideScope(st *syntax.Grant, d *Database, major int) (scope, error) {
	if st.Class == "DATABASE" && st.On.Object.Text != "" && !a.s.sameName(st.On.Object.Text, d.Name) {
		return scope{}, cannotFind("find", "database", st.On.Object.Text)
	}
	server := true
	for _, permission := range st.Permissions {
		_, onServer := findPermission(serverPermissions, permission, major)
		_, onDatabase := findPermission(databasePermissions, permission, major)
		if !onServer && !onDatabase {
			return scope{}, fault(102, strings.Fields(permission + " ")[0])
		}
		server = server && onServer && st.Class != "DATABASE"
	}
	if server || st.Class == "SERVER" {
		return scope{class: "SERVER", onServer: true}, nil
	}
	return scope{class: "DATABASE", d: d}, nil
}

// objectScope is an object of the current database, by schema and name.
func (a *action) objectScope(st *syntax.Grant, d *Database) scope {
	if st.Class != "OBJECT" && st.Class != "TYPE" {
		return scope{class: st.Class, securable: st.On.Object.Text, d: d}
	}
	schema := st.On.Schema.Text
	if schema == "" {
		schema = "dbo"
	}
	return scope{class: st.Class, securable: schema + "." + st.On.Object.Text, d: d}
}

// mayGrant tells whether the session may hand the permissions on: with CONTROL on the
// scope, or holding them WITH GRANT OPTION.
func (a *action) mayGrant(where scope, permissions []string) bool {
	if where.onServer {
		if a.se.HasServer("CONTROL SERVER") {
			return true
		}
		if e := a.s.endpoint(where.securable); where.class == "ENDPOINT" && e != nil && a.s.sameName(e.Owner, a.se.login) {
			return true
		}
		return a.holdsGrantOption(a.s.Grants, where, permissions, a.se.login)
	}
	return a.se.HasDatabase(where.d, "CONTROL") || a.holdsGrantOption(where.d.Grants, where, permissions, a.se.UserName(where.d))
}

func (a *action) holdsGrantOption(grants []Grant, where scope, permissions []string, who string) bool {
	for _, permission := range permissions {
		if !slices.ContainsFunc(grants, func(g Grant) bool {
			return g.State == "W" && g.Permission == permission && g.Class == where.class &&
				a.s.sameName(g.Securable, where.securable) && a.s.sameName(g.To, who)
		}) {
			return false
		}
	}
	return true
}

// grantRefused is 4613 for the server and the database, and 15151 for one securable, which
// the session need not even know.
//
// modelled: which of the two; the sheet has "4613/15151-like".
func (a *action) grantRefused(st *syntax.Grant, where scope) error {
	if where.securable == "" {
		return fault(4613)
	}
	kind := strings.ToLower(where.class)
	return cannotFind("find", kind, st.On.Object.Text)
}

// granteeExists checks the login or user.
func (a *action) granteeExists(where scope, name string) error {
	if where.onServer {
		if a.s.principal(name) == nil {
			return cannotFind("find", "login", name)
		}
		return nil
	}
	if where.d.user(name) == nil {
		return cannotFind("find", "user", name)
	}
	return nil
}

// setGrant replaces what was said of the permission before. REVOKE only takes away.
func (a *action) setGrant(st *syntax.Grant, where scope, permission, to string) {
	grants := &a.s.Grants
	if !where.onServer {
		grants = &where.d.Grants
	}
	same := func(g Grant) bool {
		return g.Permission == permission && g.Class == where.class &&
			a.s.sameName(g.Securable, where.securable) && a.s.sameName(g.To, to)
	}
	if st.GrantOptionFor {
		for i := range *grants {
			if same((*grants)[i]) && (*grants)[i].State == "W" {
				(*grants)[i].State = "G"
			}
		}
		return
	}
	kept := slices.DeleteFunc(slices.Clone(*grants), same)
	state := map[string]string{"GRANT": "G", "DENY": "D"}[st.Action]
	if st.WithGrant {
		state = "W"
	}
	if state != "" {
		kept = append(kept, Grant{Permission: permission, State: state, To: a.spelled(where, to), Class: where.class, Securable: where.securable})
	}
	*grants = kept
}

// spelled is a principal's name as it was created.
func (a *action) spelled(where scope, name string) string {
	if where.onServer {
		return a.s.principal(name).Name
	}
	return where.d.user(name).Name
}

// alterAuthorization changes the owner of an endpoint, a database, a certificate or a role.
func (a *action) alterAuthorization(st *syntax.AlterAuthorization) error {
	name, to := st.On.Object.Text, st.To.Text
	switch st.Class {
	case "ENDPOINT":
		e := a.s.endpoint(name)
		if e == nil || !a.se.HasEndpoint(e, "CONTROL") {
			return cannotFind("find", "endpoint", name)
		}
		p, err := a.newOwner(to)
		if err == nil {
			e.Owner = p.Name
		}
		return err
	case "DATABASE":
		d := a.s.database(name)
		if d == nil || !a.se.HasDatabase(d, "CONTROL") {
			return cannotFind("find", "database", name)
		}
		p, err := a.newOwner(to)
		if err == nil {
			d.Owner = p.Name
		}
		return err
	case "CERTIFICATE":
		return a.ownCertificate(name, to)
	}
	return cannotFind("find", strings.ToLower(st.Class), name)
}

func (a *action) newOwner(name string) (*Principal, error) {
	p := a.s.principal(name)
	if p == nil {
		return nil, cannotFind("find", "principal", name)
	}
	return p, nil
}

func (a *action) ownCertificate(name, to string) error {
	d := a.database()
	c := d.certificate(name)
	if c == nil || !a.se.HasCertificate(d, c, "CONTROL") {
		return cannotFind("find", "certificate", name)
	}
	u := d.user(to)
	if u == nil {
		return cannotFind("find", "principal", to)
	}
	c.Owner = u.Name
	if u.ID == 1 {
		c.Owner = ""
	}
	return nil
}
