package instance

import "slices"

// The methods of this file and of the other perm_ files read state without taking the
// server's lock: whoever calls them holds it, shared or exclusively.

// verdict is what grants say about a permission.
type verdict struct{ granted, denied bool }

func (v *verdict) add(state string) {
	v.denied = v.denied || state == "D"
	v.granted = v.granted || state != "D"
}

// holds is the answer: a DENY beats every GRANT.
func (v verdict) holds() bool { return v.granted && !v.denied }

// roleNames are the server roles of a login, through other roles too, with public.
func (s *Server) roleNames(login string) []string {
	names := []string{}
	var walk func(name string)
	walk = func(name string) {
		p := s.principal(name)
		if p == nil {
			return
		}
		for _, role := range p.Roles {
			if !containsName(names, role) {
				names = append(names, role)
				walk(role)
			}
		}
	}
	walk(login)
	if !containsName(names, "public") {
		names = append(names, "public")
	}
	return names
}

// isSysadmin tells whether a login is a member of sysadmin; sa always is.
func (s *Server) isSysadmin(login string) bool {
	return s.sameName(login, "sa") || containsName(s.roleNames(login), "sysadmin")
}

// loginHolds tells whether a login holds a server permission. Permissions this version
// does not know are held by nobody.
func (s *Server) loginHolds(login, permission string) bool {
	chain := coveringChain(serverPermissions, permission, s.major())
	if len(chain) == 0 || s.principal(login) == nil {
		return false
	}
	if s.isSysadmin(login) {
		return true
	}
	return s.serverVerdict(login, chain).holds()
}

// serverVerdict collects what grants, fixed roles and the right to log in say.
func (s *Server) serverVerdict(login string, chain []string) verdict {
	var v verdict
	names := append(s.roleNames(login), login)
	for _, g := range s.Grants {
		if g.Class == "SERVER" && slices.Contains(chain, g.Permission) && s.namesContain(names, g.To) {
			v.add(g.State)
		}
	}
	for _, role := range names {
		if roleCovers(role, chain, s.major()) {
			v.granted = true
		}
	}
	// modelled: CREATE LOGIN grants CONNECT SQL on the server; the lab counts it as held by
	// every login that is not denied it, so that no row needs to be kept.
	if slices.Contains(chain, "CONNECT SQL") {
		v.granted = true
	}
	return v
}

func (s *Server) namesContain(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return s.sameName(n, name) })
}

// securableVerdict collects what grants on one endpoint, login or group say.
func (s *Server) securableVerdict(login, class, name string, chain []string) verdict {
	var v verdict
	names := append(s.roleNames(login), login)
	for _, g := range s.Grants {
		if g.Class == class && s.sameName(g.Securable, name) &&
			slices.Contains(chain, g.Permission) && s.namesContain(names, g.To) {
			v.add(g.State)
		}
	}
	return v
}

// HasServer tells whether the session's login holds a server permission, implied ones
// counted: CONTROL SERVER gives all, VIEW SERVER STATE both narrow ones of 2022.
func (se *Session) HasServer(permission string) bool {
	return !se.asUser() && se.server.loginHolds(se.login, permission)
}

// IsSysadmin tells whether the session's login is a member of sysadmin.
func (se *Session) IsSysadmin() bool { return !se.asUser() && se.server.isSysadmin(se.login) }

// asUser tells whether EXECUTE AS USER confines the session to its database: the rights of
// the login do not count then.
func (se *Session) asUser() bool { return se.user != "" }

// HasEndpoint tells whether the login holds a permission (ALTER, CONNECT, CONTROL, VIEW
// DEFINITION, TAKE OWNERSHIP) on one endpoint.
func (se *Session) HasEndpoint(e *Endpoint, permission string) bool {
	return !se.asUser() && se.server.hasSecurable(se.login, "ENDPOINT", e.Name, e.Owner, permission, "ALTER ANY ENDPOINT")
}

// HasGroup tells whether the login holds a permission on one availability group.
func (se *Session) HasGroup(g *Group, permission string) bool {
	return !se.asUser() && se.server.hasSecurable(se.login, "AVAILABILITY GROUP", g.Name, "", permission, "ALTER ANY AVAILABILITY GROUP")
}

// HasLogin tells whether the login holds a permission (ALTER, CONTROL, IMPERSONATE, VIEW
// DEFINITION) on another login.
func (se *Session) HasLogin(p *Principal, permission string) bool {
	return !se.asUser() && se.server.hasSecurable(se.login, "LOGIN", p.Name, "", permission, "ALTER ANY LOGIN")
}

// hasSecurable decides a permission on one server securable: sysadmin and the owner hold
// all, then grants on it and the server permission that covers it.
func (s *Server) hasSecurable(login, class, name, owner, permission, alterAny string) bool {
	if s.isSysadmin(login) || (owner != "" && s.sameName(owner, login)) {
		return true
	}
	chain := coveringChain(objectPermissions, permission, s.major())
	v := s.securableVerdict(login, class, name, chain)
	for _, wide := range widerServer(permission, alterAny) {
		wider := s.serverVerdict(login, coveringChain(serverPermissions, wide, s.major()))
		v.granted = v.granted || wider.granted
		v.denied = v.denied || wider.denied
	}
	return v.holds()
}

// widerServer names the server permission that covers one on a securable.
func widerServer(permission, alterAny string) []string {
	switch permission {
	case "ALTER":
		return []string{alterAny}
	case "VIEW DEFINITION":
		return []string{"VIEW ANY DEFINITION"}
	}
	return []string{"CONTROL SERVER"}
}
