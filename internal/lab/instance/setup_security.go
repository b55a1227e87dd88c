package instance

import "crypto/sha256"

// setupPrincipals are the logins and roles of a fresh instance with the ids and sids of
// sys.server_principals.
//
// modelled: which service logins Setup makes and their ids; the ##MS_ logins are those of
// the ##MS_ certificates.
func setupPrincipals(s *Server, cfg Options) []*Principal {
	sa := &Principal{ID: 1, Name: "sa", Type: "S", Password: cfg.Password, Disabled: cfg.Password == "",
		DefaultDatabase: "master", CheckPolicy: true, SID: []byte{1}, Roles: []string{"sysadmin"}}
	all := []*Principal{sa, {ID: 2, Name: "public", Type: "R", SID: []byte{2}, Owner: "sa"}}
	for _, r := range fixedServerRoles {
		if r.since <= s.major() {
			all = append(all, &Principal{ID: r.id, Name: r.name, Type: "R", FixedRole: true, SID: []byte{byte(r.id)}, Owner: "sa"})
		}
	}
	for i, name := range internalNames[:6] {
		all = append(all, &Principal{ID: 101 + i, Name: name, Type: "C", Certificate: name, DefaultDatabase: "master"})
	}
	for i, name := range []string{"##MS_PolicyEventProcessingLogin##", "##MS_PolicyTsqlExecutionLogin##"} {
		all = append(all, &Principal{ID: 256 + i, Name: name, Type: "S", Disabled: true, DefaultDatabase: "master"})
	}
	all = append(all, serviceLogins(s)...)
	for _, p := range all {
		p.Created = installed
	}
	return all
}

// serviceLogins are the accounts of the services, sysadmin where the services need it.
func serviceLogins(s *Server) []*Principal {
	if s.Host.Linux {
		return []*Principal{{ID: 259, Name: `BUILTIN\Administrators`, Type: "G", DefaultDatabase: "master", Roles: []string{"sysadmin"}}}
	}
	names := []string{`NT SERVICE\SQLWriter`, `NT SERVICE\Winmgmt`, s.Settings.ServiceAccount, agentAccount(s)}
	var all []*Principal
	for i, name := range names {
		all = append(all, &Principal{ID: 259 + i, Name: name, Type: "U", DefaultDatabase: "master", Roles: []string{"sysadmin"}})
	}
	return append(all, &Principal{ID: 263, Name: `NT AUTHORITY\SYSTEM`, Type: "U", DefaultDatabase: "master"})
}

// agentAccount is the virtual account of SQL Server Agent.
func agentAccount(s *Server) string {
	if s.Identity.InstanceName == "" {
		return `NT SERVICE\SQLSERVERAGENT`
	}
	return `NT SERVICE\SQLAgent$` + s.Identity.InstanceName
}

// setupGrants are the server permissions of a fresh instance: public sees databases and
// may connect to the TSQL endpoints.
func setupGrants() []Grant {
	grants := []Grant{{Permission: "VIEW ANY DATABASE", State: "G", To: "public", Class: "SERVER"}}
	for _, e := range systemEndpoints() {
		if !e.Admin {
			grants = append(grants, Grant{Permission: "CONNECT", State: "G", To: "public", Class: "ENDPOINT", Securable: e.Name})
		}
	}
	return grants
}

// systemEndpoints are the five endpoints of a fresh instance (facts/tsql.md C7).
func systemEndpoints() []*Endpoint {
	return []*Endpoint{
		{ID: 1, Name: "Dedicated Admin Connection", Owner: "sa", Protocol: 2, Type: 2, Admin: true},
		{ID: 2, Name: "TSQL Local Machine", Owner: "sa", Protocol: 4, Type: 2},
		{ID: 3, Name: "TSQL Named Pipes", Owner: "sa", Protocol: 3, Type: 2},
		{ID: 4, Name: "TSQL Default TCP", Owner: "sa", Protocol: 2, Type: 2},
		{ID: 5, Name: "TSQL Default VIA", Owner: "sa", Protocol: 5, Type: 2},
	}
}

// sid is a principal's security identifier: 16 bytes for a SQL login, a Windows SID for
// the others unless one was given.
func (s *Server) sid(p *Principal) []byte {
	if len(p.SID) > 0 {
		return p.SID
	}
	if p.Type == "S" || p.Type == "E" || p.Type == "R" {
		return s.digest("sid", p.Name)[:16]
	}
	return windowsSID(p.Name)
}

// windowsSID is a SID of the form S-1-5-21-a-b-c-d that depends on the name only: the same
// account has the same SID on every instance.
func windowsSID(name string) []byte {
	sum := sha256.Sum256([]byte(name))
	head := []byte{1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0}
	return append(head, sum[:16]...)
}
