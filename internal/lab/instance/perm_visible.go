package instance

import "slices"

// major is the version whose permissions and catalog the instance has. A managed instance
// reports 12 to the outside and has the catalog of the newest engine.
// modelled: a managed instance counts as 17.
func (s *Server) major() int {
	if s.Identity.ManagedAzure {
		return 17
	}
	return s.Identity.Build.Major
}

// stateKind says which part of VIEW SERVER STATE a DMV needs from 2022 on.
type stateKind int

// The kinds of DMV by the permission they ask for (facts/tsql.md E2).
const (
	noState          stateKind = iota // open to public
	serverState                       // VIEW SERVER STATE on every version
	performanceState                  // VIEW SERVER PERFORMANCE STATE from 2022
	securityState                     // VIEW SERVER SECURITY STATE from 2022
)

// statePermission is the permission a DMV of that kind asks for on this version.
func (s *Server) statePermission(kind stateKind) string {
	switch {
	case kind == performanceState && s.major() >= 16:
		return "VIEW SERVER PERFORMANCE STATE"
	case kind == securityState && s.major() >= 16:
		return "VIEW SERVER SECURITY STATE"
	}
	return "VIEW SERVER STATE"
}

// CanSeeDatabase tells whether sys.databases shows a database: master, tempdb and the
// current one always; others with VIEW ANY DATABASE, ALTER ANY DATABASE or CREATE DATABASE
// in master, an offline one only with the latter two (facts/tsql.md C1).
func (se *Session) CanSeeDatabase(d *Database) bool {
	if d.ID <= 2 || d == se.server.database(se.database) || se.HasServer("ALTER ANY DATABASE") {
		return true
	}
	if d.Owner != "" && se.server.sameName(d.Owner, se.login) && !se.asUser() {
		return true
	}
	if se.HasDatabase(se.server.databaseByID(1), "CREATE DATABASE") {
		return true
	}
	return d.State != "OFFLINE" && se.server.loginHolds(se.login, "VIEW ANY DATABASE")
}

// CanSeeFiles tells whether sys.master_files shows rows (facts/tsql.md C2).
func (se *Session) CanSeeFiles() bool {
	return se.HasServer("ALTER ANY DATABASE") || se.HasServer("VIEW ANY DEFINITION") ||
		se.HasDatabase(se.server.databaseByID(1), "CREATE DATABASE")
}

// CanSeeSecurity tells whether the metadata of keys and certificates of the database shows
// as a whole: VIEW DEFINITION in the database, from 2022 on VIEW SECURITY DEFINITION.
func (se *Session) CanSeeSecurity(d *Database) bool {
	return se.HasDatabase(d, "VIEW DEFINITION") || se.HasDatabase(d, "VIEW SECURITY DEFINITION")
}

// CanSeeCertificate tells whether sys.certificates and CERT_ID show one certificate: any
// permission on it is enough, a denied VIEW DEFINITION hides it.
func (se *Session) CanSeeCertificate(d *Database, c *Certificate) bool {
	return se.CanSeeSecurity(d) || se.HasDatabase(d, "ALTER ANY CERTIFICATE") ||
		se.seesInside(d, "CERTIFICATE", c.Name) ||
		(c.Owner != "" && d.sameName(c.Owner, se.UserName(d)))
}

// CanSeeKey tells whether the master key of the database and, in master, the service key
// show. The name is ##MS_DatabaseMasterKey## or ##MS_ServiceMasterKey##.
func (se *Session) CanSeeKey(d *Database, name string) bool {
	return se.CanSeeSecurity(d) || se.HasDatabase(d, "ALTER ANY SYMMETRIC KEY") ||
		se.seesInside(d, "SYMMETRIC KEY", name)
}

// CanSeeAsymmetricKey tells whether sys.asymmetric_keys shows a key.
func (se *Session) CanSeeAsymmetricKey(d *Database, k *AsymmetricKey) bool {
	return se.CanSeeSecurity(d) || se.HasDatabase(d, "ALTER ANY ASYMMETRIC KEY") ||
		se.seesInside(d, "ASYMMETRIC KEY", k.Name)
}

// seesInside tells whether any grant on a securable of the database makes it visible.
func (se *Session) seesInside(d *Database, class, name string) bool {
	a, ok := se.access(d)
	if !ok || a.owner {
		return ok
	}
	names := append(slices.Clone(a.roles), a.user)
	var v verdict
	for _, g := range d.Grants {
		if g.Class == class && d.sameName(g.Securable, name) && d.namesContain(names, g.To) {
			v.granted = v.granted || g.State != "D"
			v.denied = v.denied || (g.State == "D" && (g.Permission == "VIEW DEFINITION" || g.Permission == "CONTROL"))
		}
	}
	return v.holds()
}

// CanSeeEndpoint tells whether the endpoint views show an endpoint: VIEW ANY DEFINITION,
// any permission on it (public may connect to the TSQL ones), from 2022 on VIEW SERVER
// SECURITY STATE too (facts/tsql.md C7, E2).
func (se *Session) CanSeeEndpoint(e *Endpoint) bool {
	if se.HasEndpoint(e, "VIEW DEFINITION") || se.HasServer("ALTER ANY ENDPOINT") ||
		se.HasServer("VIEW SERVER SECURITY STATE") || se.HasServer("VIEW ANY SECURITY DEFINITION") {
		return true
	}
	return se.seesOnServer("ENDPOINT", e.Name)
}

// CanSeeGroups tells whether the availability group views show rows.
func (se *Session) CanSeeGroups() bool {
	return se.HasServer("VIEW ANY DEFINITION") || se.HasServer("VIEW ANY PERFORMANCE DEFINITION") ||
		se.HasServer("ALTER ANY AVAILABILITY GROUP")
}

// CanSeeGroup tells whether one availability group shows.
func (se *Session) CanSeeGroup(g *Group) bool {
	return se.CanSeeGroups() || se.seesOnServer("AVAILABILITY GROUP", g.Name)
}

// CanSeeLogin tells whether sys.server_principals shows a principal: the own login, sa and
// the fixed roles to everybody, others with ALTER ANY LOGIN or VIEW ANY DEFINITION.
func (se *Session) CanSeeLogin(p *Principal) bool {
	if p.Type == "R" || se.server.sameName(p.Name, "sa") || se.server.sameName(p.Name, se.login) {
		return true
	}
	return se.HasServer("ALTER ANY LOGIN") || se.HasServer("VIEW ANY DEFINITION") ||
		se.HasServer("VIEW ANY SECURITY DEFINITION") || se.seesOnServer("LOGIN", p.Name)
}

// seesOnServer tells whether any grant on a server securable makes it visible.
func (se *Session) seesOnServer(class, name string) bool {
	all := []string{"ALTER", "CONNECT", "CONTROL", "IMPERSONATE", "TAKE OWNERSHIP", "VIEW DEFINITION"}
	granted := se.server.securableVerdict(se.login, class, name, all).granted
	denied := se.server.securableVerdict(se.login, class, name, []string{"VIEW DEFINITION", "CONTROL"}).denied
	return granted && !denied
}
