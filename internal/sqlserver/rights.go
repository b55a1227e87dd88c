package sqlserver

import "milink/internal/facts"

// rights decide what an empty or short list is worth: catalog views leave out, without a
// word, what a login may not see (facts/tsql.md C and E2).
type rights struct {
	sysadmin bool
	held     map[string]bool
	major    int
	why      string // set when the permissions themselves could not be read
}

// readRights takes the account as it was read.
func readRights(account facts.Account, major int) rights {
	r := rights{major: major}
	r.sysadmin = account.Sysadmin.Or(false)
	held, ok := account.Rights.Get()
	if !ok && !r.sysadmin {
		r.why = "the login's permissions are not known (" + account.Rights.Why() + ")"
	}
	r.held = held
	return r
}

// any tells whether one of the permissions is held.
func (r rights) any(names ...string) bool {
	if r.sysadmin {
		return true
	}
	for _, n := range names {
		if r.held[n] {
			return true
		}
	}
	return false
}

// hides is the reason not to believe a view, empty when the login sees all of it.
func (r rights) hides(sees bool, grant, view string) string {
	switch {
	case sees:
		return ""
	case r.why != "":
		return r.why + ": " + view + " may hide rows"
	}
	return grant + " not granted: " + view + " hides rows"
}

// definitions: everything about logins, groups and files.
func (r rights) definitions() bool {
	return r.any("VIEW ANY DEFINITION") ||
		r.any("VIEW ANY SECURITY DEFINITION") && r.any("VIEW ANY PERFORMANCE DEFINITION")
}

// security: keys, certificates, principals and their permissions.
func (r rights) security() bool {
	return r.any("VIEW ANY DEFINITION", "VIEW ANY SECURITY DEFINITION")
}

func (r rights) hidesSecurity(view string) string {
	return r.hides(r.security(), "VIEW ANY DEFINITION", view)
}

func (r rights) hidesDefinitions(view string) string {
	return r.hides(r.definitions(), "VIEW ANY DEFINITION", view)
}

// hidesEndpoints: from 2022 on the pages of the endpoint views ask for VIEW SERVER SECURITY
// STATE; whether VIEW ANY DEFINITION alone still shows them all is not documented, so both
// are wanted before an absence is believed.
func (r rights) hidesEndpoints(view string) string {
	if r.major < 16 {
		return r.hides(r.any("VIEW ANY DEFINITION", "ALTER ANY ENDPOINT"), "VIEW ANY DEFINITION", view)
	}
	if why := r.hidesSecurity(view); why != "" {
		return why
	}
	return r.hides(r.any("VIEW SERVER STATE", "VIEW SERVER SECURITY STATE"), "VIEW SERVER SECURITY STATE", view)
}

func (r rights) hidesDatabases(view string) string {
	return r.hides(r.any("VIEW ANY DATABASE", "ALTER ANY DATABASE", "CREATE ANY DATABASE"), "VIEW ANY DATABASE", view)
}

// hidesOffline: rows of databases that are OFFLINE show to few.
func (r rights) hidesOffline() bool {
	return !r.any("ALTER ANY DATABASE", "CREATE ANY DATABASE")
}

func (r rights) hidesFiles() string {
	return r.hides(r.definitions() || r.any("ALTER ANY DATABASE", "CREATE ANY DATABASE"), "VIEW ANY DEFINITION", "sys.master_files")
}
