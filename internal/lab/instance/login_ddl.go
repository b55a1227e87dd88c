package instance

import (
	"slices"
	"strings"

	"milink/internal/lab/syntax"
)

// createLogin carries out CREATE LOGIN.
func (a *action) createLogin(st *syntax.CreateLogin) error {
	if !a.se.HasServer("ALTER ANY LOGIN") && !a.se.HasServer("CREATE LOGIN") {
		return fault(15247)
	}
	name := st.Name.Text
	if a.s.principal(name) != nil {
		return fault(15025, name)
	}
	p := &Principal{Name: name, Type: "S", Created: a.now, DefaultDatabase: "master", CheckPolicy: true}
	switch {
	case st.Windows:
		if !strings.Contains(name, `\`) {
			return fault(15407, name)
		}
		p.Type, p.CheckPolicy = "U", false
	case st.External:
		p.Type, p.CheckPolicy = "E", false
	case st.Certificate.Text != "":
		c := a.s.database("master").certificate(st.Certificate.Text)
		if c == nil {
			return cannotFind("find", "certificate", st.Certificate.Text)
		}
		p.Type, p.Certificate, p.SID, p.CheckPolicy = "C", c.Name, c.SID(), false
	default:
		p.Password, p.MustChange = st.Password, st.MustChange
		if st.Hash != nil { // a hash says nothing of the password, so no password fits
			p.Password = "\x00" + string(st.Hash)
		}
	}
	if err := a.setLogin(p, st.Options, st.HasPassword && st.Hash == nil); err != nil {
		return err
	}
	p.ID = a.s.freePrincipalID()
	a.s.Principals = append(a.s.Principals, p)
	return nil
}

// freePrincipalID follows the highest id in use; ids up to 256 belong to Setup.
func (s *Server) freePrincipalID() int {
	id := 256
	for _, p := range s.Principals {
		id = max(id, p.ID)
	}
	return id + 1
}

// setLogin applies the WITH options, then checks a new password against the policy.
func (a *action) setLogin(p *Principal, options []syntax.WithOption, password bool) error {
	for _, o := range options {
		switch o.Name {
		case "PASSWORD":
			p.Password, password = optionText(o), true
			p.MustChange, p.Expired = given(o.Sub, "MUST_CHANGE"), false
			p.LockedOut = p.LockedOut && !given(o.Sub, "UNLOCK")
		case "DEFAULT_DATABASE":
			d := a.s.database(o.Value)
			if d == nil {
				return fault(15010, o.Value)
			}
			p.DefaultDatabase = d.Name
		case "SID":
			p.SID = []byte(o.Value)
		case "DEFAULT_LANGUAGE":
			p.Language = o.Value
		case "CHECK_POLICY":
			p.CheckPolicy = o.Value == "ON"
		case "CHECK_EXPIRATION":
			p.CheckExpiration = o.Value == "ON"
		}
	}
	if password && p.CheckPolicy {
		if weak := checkPassword(p.Password); weak != nil {
			return weak
		}
	}
	return nil
}

// mayAlterLogin finds a login that the session may change. The logins of administrators
// take CONTROL SERVER.
func (a *action) mayAlterLogin(verb, name string) (*Principal, error) {
	p := a.s.principal(name)
	if p == nil || p.Type == "R" || !a.se.HasLogin(p, "ALTER") {
		return nil, cannotFind(verb, "login", name)
	}
	if a.s.isSysadmin(p.Name) && !a.se.HasServer("CONTROL SERVER") {
		return nil, cannotFind(verb, "login", name)
	}
	return p, nil
}

func (a *action) alterLogin(st *syntax.AlterLogin) error {
	p, err := a.mayAlterLogin("alter", st.Name.Text)
	if err != nil {
		if p = a.ownPassword(st); p == nil {
			return err
		}
	}
	switch st.Action {
	case "ENABLE", "DISABLE":
		p.Disabled = st.Action == "DISABLE"
		return nil
	}
	if o := option(st.Options, "NAME"); o != nil {
		if other := a.s.principal(o.Value); other != nil && other != p {
			return fault(15025, o.Value)
		}
	}
	changed := *p
	if err := a.setLogin(&changed, st.Options, false); err != nil {
		return err
	}
	if o := option(st.Options, "NAME"); o != nil {
		a.renameLogin(p.Name, o.Value)
		changed.Name = o.Value
	}
	*p = changed
	return nil
}

// ownPassword is the session's own login when the statement changes nothing but its
// password and knows the old one: that needs no permission.
func (a *action) ownPassword(st *syntax.AlterLogin) *Principal {
	p := a.s.principal(st.Name.Text)
	if p == nil || !a.s.sameName(p.Name, a.se.login) || len(st.Options) != 1 || st.Options[0].Name != "PASSWORD" {
		return nil
	}
	old := option(st.Options[0].Sub, "OLD_PASSWORD")
	if old == nil || optionText(*old) != p.Password {
		return nil
	}
	return p
}

// renameLogin carries a new name to everything that knows a login by its name.
func (a *action) renameLogin(from, to string) {
	for i := range a.s.Grants {
		if a.s.sameName(a.s.Grants[i].To, from) {
			a.s.Grants[i].To = to
		}
	}
	for _, e := range a.s.Endpoints {
		if a.s.sameName(e.Owner, from) {
			e.Owner = to
		}
	}
	for _, d := range a.s.Databases {
		if a.s.sameName(d.Owner, from) {
			d.Owner = to
		}
		for _, u := range d.Users {
			if a.s.sameName(u.Login, from) {
				u.Login = to
			}
		}
	}
	for _, se := range a.s.sessions {
		if a.s.sameName(se.login, from) {
			se.login = to
		}
	}
}

func (a *action) dropLogin(st *syntax.DropLogin) error {
	p, err := a.mayAlterLogin("drop", st.Name.Text)
	if err != nil {
		return err
	}
	if p.ID == 1 {
		return fault(15405, p.Name)
	}
	for _, se := range a.s.sessions {
		if a.s.sameName(se.original, p.Name) {
			return fault(15434, p.Name)
		}
	}
	for _, d := range a.s.Databases {
		if a.s.sameName(d.Owner, p.Name) {
			return fault(15174, p.Name)
		}
	}
	for _, e := range a.s.Endpoints {
		if a.s.sameName(e.Owner, p.Name) {
			return fault(15141, "endpoint")
		}
	}
	a.s.Principals = slices.DeleteFunc(slices.Clone(a.s.Principals), func(other *Principal) bool { return other == p })
	a.s.Grants = slices.DeleteFunc(slices.Clone(a.s.Grants), func(g Grant) bool { return a.s.sameName(g.To, p.Name) })
	return nil
}

// createUser carries out CREATE USER in the current database.
func (a *action) createUser(st *syntax.CreateUser) error {
	d := a.database()
	if !a.se.HasDatabase(d, "ALTER ANY USER") {
		return fault(15247)
	}
	name, login := st.Name.Text, st.Login.Text
	if login == "" && !st.WithoutLogin {
		login = name
	}
	if d.user(name) != nil {
		return fault(15023, name)
	}
	u := &User{Name: name, Type: "S"}
	switch {
	case st.Certificate.Text != "":
		if d.certificate(st.Certificate.Text) == nil {
			return cannotFind("find", "certificate", st.Certificate.Text)
		}
		u.Type, login = "C", ""
	case st.External:
		u.Type, login = "E", ""
	}
	if login != "" {
		p := a.s.principal(login)
		if p == nil || p.Type == "R" {
			return fault(15007, login)
		}
		for _, other := range d.Users {
			if other.Login != "" && a.s.sameName(other.Login, p.Name) {
				return fault(15063)
			}
		}
		u.Login, u.Type = p.Name, p.Type
	}
	u.ID = d.freeUserID()
	d.Users = append(d.Users, u)
	d.Grants = append(d.Grants, Grant{Permission: "CONNECT", State: "G", To: u.Name, Class: "DATABASE"})
	return nil
}

// freeUserID follows the highest id below the fixed roles.
func (d *Database) freeUserID() int {
	id := 4
	for _, u := range d.Users {
		if u.ID < 16384 {
			id = max(id, u.ID)
		}
	}
	return id + 1
}

func (a *action) dropUser(st *syntax.DropUser) error {
	d := a.database()
	u := d.user(st.Name.Text)
	if u == nil && st.IfExists {
		return nil
	}
	if u == nil || u.Type == "R" || !a.se.HasDatabase(d, "ALTER ANY USER") {
		return cannotFind("drop", "user", st.Name.Text)
	}
	if u.ID <= 4 {
		return fault(15150, "drop", "user", u.Name)
	}
	d.Users = slices.DeleteFunc(slices.Clone(d.Users), func(other *User) bool { return other == u })
	d.Grants = slices.DeleteFunc(slices.Clone(d.Grants), func(g Grant) bool { return d.sameName(g.To, u.Name) })
	return nil
}

// alterRole adds or removes one member of a server or database role.
func (a *action) alterRole(st *syntax.AlterRole) error {
	if st.Server {
		return a.alterServerRole(st.Role.Text, st.Member.Text, st.Add)
	}
	return a.alterDatabaseRole(st.Role.Text, st.Member.Text, st.Add)
}

// alterServerRole needs ALTER ANY SERVER ROLE with membership, or membership of the fixed
// role itself: others get 15151.
func (a *action) alterServerRole(role, member string, add bool) error {
	r := a.s.principal(role)
	mine := containsName(a.s.roleNames(a.se.login), role)
	if r == nil || r.Type != "R" || !a.se.IsSysadmin() && !mine && (r.FixedRole || !a.se.HasServer("ALTER ANY SERVER ROLE")) {
		return cannotFind("alter", "server role", role)
	}
	p := a.s.principal(member)
	if p == nil {
		verb := "add"
		if !add {
			verb = "drop"
		}
		return cannotFind(verb, "principal", member)
	}
	p.Roles = changeRole(p.Roles, r.Name, add)
	return nil
}

func (a *action) alterDatabaseRole(role, member string, add bool) error {
	d := a.database()
	r := d.user(role)
	if r == nil || r.Type != "R" || r.Name == "public" || !a.se.HasDatabase(d, "ALTER ANY ROLE") && !a.se.HasDatabase(d, "CONTROL") {
		return cannotFind("alter", "role", role)
	}
	u := d.user(member)
	if u == nil {
		verb := "add"
		if !add {
			verb = "drop"
		}
		return cannotFind(verb, "principal", member)
	}
	u.Roles = changeRole(u.Roles, r.Name, add)
	return nil
}

func changeRole(roles []string, role string, add bool) []string {
	roles = slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return strings.EqualFold(r, role) })
	if add {
		roles = append(roles, role)
	}
	return roles
}
