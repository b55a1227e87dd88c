package sqlserver

import (
	"slices"
	"strings"

	"milink/internal/facts"
)

// readEndpoints: an instance has one mirroring endpoint at most (error 7862), so that a row
// is the whole list, and only its absence needs the permission to see.
func readEndpoints(a *answer, r rights) facts.Fact[[]facts.Endpoint] {
	all := list(a, readEndpoint)
	if rows, ok := all.Get(); ok && len(rows) > 0 {
		return all
	}
	return seen(all, r.hidesEndpoints("sys.database_mirroring_endpoints"))
}

func readEndpoint(r row) facts.Endpoint {
	e := facts.Endpoint{
		Name: r.text("name"), State: r.text("state_desc"), Role: r.text("role_desc"),
		Encrypted: r.bool("is_encryption_enabled"), Algorithm: r.text("encryption_algorithm_desc"),
		Authentication: r.text("connection_auth_desc"), Certificate: r.text("certificate_name"),
	}
	e.Port = facts.Known(r.int("port"))
	if r.null("port") {
		e.Port = facts.Unknown[int]("sys.tcp_endpoints shows no row for it")
	}
	return e
}

func readEndpointRights(a *answer, r rights) facts.Fact[[]facts.EndpointRight] {
	all := list(a, func(r row) facts.EndpointRight {
		return facts.EndpointRight{Endpoint: r.text("endpoint_name"), Grantee: r.text("grantee_name"), State: r.text("state")}
	})
	if why := r.hidesEndpoints("sys.server_permissions"); why != "" {
		return seen(all, why)
	}
	return seen(all, r.hidesSecurity("sys.server_permissions"))
}

// login is a row of the logins probe: one per permission of a login.
type login struct {
	name, kind, permission string
	disabled, sysadmin     bool
	unsure                 bool // the server would not say whether it is sysadmin
}

func readLogin(r row) login {
	return login{
		name: r.text("name"), kind: r.text("type"), permission: r.text("permission_name"),
		disabled: r.bool("is_disabled"), sysadmin: r.bool("is_sysadmin"), unsure: r.null("is_sysadmin"),
	}
}

// readLogins splits the certificate logins from the local system account.
func readLogins(a *answer, r rights) (facts.Fact[[]string], facts.Fact[facts.SystemLogin]) {
	all := seen(list(a, readLogin), r.hidesSecurity("sys.server_principals"))
	rows, ok := all.Get()
	if !ok {
		return facts.Unknown[[]string](all.Why()), facts.Unknown[facts.SystemLogin](all.Why())
	}
	mapped := []string{}
	system := facts.SystemLogin{Granted: []string{}}
	unsure := false
	for _, l := range rows {
		switch {
		case l.kind != "C":
			addSystem(&system, l)
			unsure = unsure || l.unsure
		case !strings.HasPrefix(l.name, "##MS_") && !slices.Contains(mapped, l.name):
			mapped = append(mapped, l.name)
		}
	}
	if unsure {
		return facts.Known(mapped), facts.Unknown[facts.SystemLogin]("IS_SRVROLEMEMBER does not tell about another login")
	}
	return facts.Known(mapped), facts.Known(system)
}

func addSystem(s *facts.SystemLogin, l login) {
	s.Exists, s.Disabled, s.Sysadmin = true, l.disabled, l.sysadmin
	if l.permission != "" {
		s.Granted = append(s.Granted, l.permission)
	}
}
