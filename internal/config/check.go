package config

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// managedInstanceID and arcInstanceID are resource ids; Azure compares them without case.
var (
	managedInstanceID = regexp.MustCompile(`(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Sql/managedInstances/[^/]+$`)
	arcInstanceID     = regexp.MustCompile(`(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.AzureArcData/sqlServerInstances/[^/]+$`)
	sha256Hex         = regexp.MustCompile(`(?i)^[0-9a-f]{64}$`)
)

// maxName is the longest name SQL Server takes, in UTF-16 units; runes come close enough
// for a first word and the server has the last one.
const maxName = 128

// check looks at what types cannot say: what is required, and what goes together.
func (d *decoder) check(c *Config) {
	d.checkSource(c)
	if c.Target != nil {
		d.checkTarget(c.Target)
	}
	d.checkDatabases(c.Databases)
	if c.Route == RouteArc && (c.Source.Arc == nil || c.Source.Arc.Instance == "") {
		d.complain("route", "route: arc wants source.arc.instance, the resource id of the instance in Azure Arc")
	}
}

// complain reports a mistake unless something near it could not be read at all: who wrote
// servr need not hear that server is missing.
func (d *decoder) complain(path, format string, args ...any) {
	if !d.broken[path] && !d.broken[parent(path)] {
		d.fail(d.where(path), format, args...)
	}
}

func (d *decoder) checkSource(c *Config) {
	s := c.Source
	if d.broken[""] && !d.given("source") {
		return // the section may be there under another name
	}
	if strings.TrimSpace(s.Server) == "" {
		d.complain("source.server", "source.server is required: host[\\instance][,port]")
	}
	if d.given("source.login") {
		d.checkLogin("source.login", s.Login, MethodSQL)
	}
	d.checkTLS(s.TLS)
	if e := s.Endpoint; e != nil {
		if e.Port < 0 || e.Port > 65535 || e.Port == 0 && d.given("source.endpoint.port") {
			d.complain("source.endpoint.port", "source.endpoint.port is %d; want 1 to 65535", e.Port)
		}
	}
	if a := s.Arc; a != nil && a.Instance != "" && !arcInstanceID.MatchString(a.Instance) {
		d.complain("source.arc.instance", "source.arc.instance is not the resource id of a SQL Server enabled by Azure Arc: want /subscriptions/…/resourceGroups/…/providers/Microsoft.AzureArcData/sqlServerInstances/…")
	}
}

// checkLogin sees that a SQL login is complete, and that no password is given where none
// is used: it would make believe that it is.
func (d *decoder) checkLogin(path string, l Login, method Method) {
	if l.Method != "" {
		method = l.Method
	}
	switch method {
	case MethodSQL:
		if l.User == "" {
			d.complain(path+".user", "%s.user is required for method sql", path)
		}
		if l.Password == nil {
			d.complain(path+".password", "%s.password is required for method sql: %s", path, secretForms)
		}
	case MethodEntra:
		if l.Password != nil {
			d.complain(path+".password", "%s.password is not used by method entra: it signs in with azure.credential", path)
		}
	}
}

func (d *decoder) checkTLS(t TLS) {
	if t.Trust && (t.CA != "" || t.Pin != "") {
		d.complain("source.tls.trust", "source.tls.trust takes any certificate, so that ca and pin would be ignored: choose one")
	}
	if t.Trust && t.Mode == TLSStrict {
		d.complain("source.tls.trust", "source.tls.trust is not possible with mode strict, which always verifies the server: give ca or pin")
	}
	if t.Pin != "" && !sha256Hex.MatchString(t.Pin) {
		d.complain("source.tls.pin", "source.tls.pin wants the SHA-256 of the server's certificate: 64 hex digits")
	}
}

func (d *decoder) checkTarget(t *Target) {
	switch {
	case t.Instance == "":
		d.complain("target.instance", "target.instance is required in a target section: the resource id of the managed instance")
	case !managedInstanceID.MatchString(t.Instance):
		d.complain("target.instance", "target.instance is not the resource id of a managed instance: want /subscriptions/…/resourceGroups/…/providers/Microsoft.Sql/managedInstances/…")
	}
	if d.given("target.login") {
		d.checkLogin("target.login", t.Login, MethodEntra)
	}
}

func (d *decoder) checkDatabases(names []string) {
	seen := map[string]bool{}
	for i, name := range names {
		at := "databases." + strconv.Itoa(i)
		switch {
		case name == "":
			d.complain(at, "databases has an empty name")
		case utf8.RuneCountInString(name) > maxName:
			d.complain(at, "databases has a name longer than the %d characters SQL Server takes", maxName)
		case seen[name]:
			d.complain(at, "databases has %q twice", name)
		}
		seen[name] = true
	}
}
