package syntax

import "strings"

// permissionNames holds what GRANT, DENY and REVOKE know: the name and the major version
// that brought it.
type permissionNames map[string]int

// named makes a list of permissions known since a version.
func (n permissionNames) named(since int, lines string) permissionNames {
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		n[strings.TrimSpace(line)] = since
	}
	return n
}

// serverPermissions are those of the server as a whole.
var serverPermissions = permissionNames{}.named(0, `
	ADMINISTER BULK OPERATIONS
	ALTER ANY AVAILABILITY GROUP
	ALTER ANY CONNECTION
	ALTER ANY CREDENTIAL
	ALTER ANY DATABASE
	ALTER ANY ENDPOINT
	ALTER ANY EVENT NOTIFICATION
	ALTER ANY EVENT SESSION
	ALTER ANY LINKED SERVER
	ALTER ANY LOGIN
	ALTER ANY SERVER AUDIT
	ALTER ANY SERVER ROLE
	ALTER RESOURCES
	ALTER SERVER STATE
	ALTER SETTINGS
	ALTER TRACE
	AUTHENTICATE SERVER
	CONNECT ANY DATABASE
	CONNECT SQL
	CONTROL SERVER
	CREATE ANY DATABASE
	CREATE AVAILABILITY GROUP
	CREATE DDL EVENT NOTIFICATION
	CREATE ENDPOINT
	CREATE SERVER ROLE
	CREATE TRACE EVENT NOTIFICATION
	EXTERNAL ACCESS ASSEMBLY
	IMPERSONATE ANY LOGIN
	SELECT ALL USER SECURABLES
	SHUTDOWN
	UNSAFE ASSEMBLY
	VIEW ANY DATABASE
	VIEW ANY DEFINITION
	VIEW SERVER STATE`).named(16, `
	ALTER ANY EVENT SESSION ADD EVENT
	ALTER ANY EVENT SESSION ADD TARGET
	ALTER ANY EVENT SESSION DISABLE
	ALTER ANY EVENT SESSION DROP EVENT
	ALTER ANY EVENT SESSION DROP TARGET
	ALTER ANY EVENT SESSION ENABLE
	ALTER ANY EVENT SESSION OPTION
	CREATE ANY EVENT SESSION
	CREATE LOGIN
	DROP ANY EVENT SESSION
	VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION
	VIEW ANY ERROR LOG
	VIEW ANY PERFORMANCE DEFINITION
	VIEW ANY SECURITY DEFINITION
	VIEW SERVER PERFORMANCE STATE
	VIEW SERVER SECURITY AUDIT
	VIEW SERVER SECURITY STATE`)

// otherPermissions are those of databases and of single securables.
var otherPermissions = permissionNames{}.named(0, `
	ALTER
	ALTER ANY APPLICATION ROLE
	ALTER ANY ASSEMBLY
	ALTER ANY ASYMMETRIC KEY
	ALTER ANY CERTIFICATE
	ALTER ANY CONTRACT
	ALTER ANY DATABASE AUDIT
	ALTER ANY DATABASE DDL TRIGGER
	ALTER ANY DATABASE EVENT NOTIFICATION
	ALTER ANY DATASPACE
	ALTER ANY FULLTEXT CATALOG
	ALTER ANY MESSAGE TYPE
	ALTER ANY REMOTE SERVICE BINDING
	ALTER ANY ROLE
	ALTER ANY ROUTE
	ALTER ANY SCHEMA
	ALTER ANY SECURITY POLICY
	ALTER ANY SERVICE
	ALTER ANY SYMMETRIC KEY
	ALTER ANY USER
	AUTHENTICATE
	BACKUP DATABASE
	BACKUP LOG
	CHECKPOINT
	CONNECT
	CONNECT REPLICATION
	CONTROL
	CREATE AGGREGATE
	CREATE ASSEMBLY
	CREATE ASYMMETRIC KEY
	CREATE CERTIFICATE
	CREATE CONTRACT
	CREATE DATABASE
	CREATE DATABASE DDL EVENT NOTIFICATION
	CREATE DEFAULT
	CREATE FULLTEXT CATALOG
	CREATE FUNCTION
	CREATE MESSAGE TYPE
	CREATE PROCEDURE
	CREATE QUEUE
	CREATE REMOTE SERVICE BINDING
	CREATE ROLE
	CREATE ROUTE
	CREATE RULE
	CREATE SCHEMA
	CREATE SERVICE
	CREATE SYMMETRIC KEY
	CREATE SYNONYM
	CREATE TABLE
	CREATE TYPE
	CREATE VIEW
	CREATE XML SCHEMA COLLECTION
	DELETE
	EXECUTE
	IMPERSONATE
	INSERT
	KILL DATABASE CONNECTION
	RECEIVE
	REFERENCES
	SELECT
	SEND
	SHOWPLAN
	SUBSCRIBE QUERY NOTIFICATIONS
	TAKE OWNERSHIP
	UPDATE
	VIEW CHANGE TRACKING
	VIEW DATABASE STATE
	VIEW DEFINITION`).named(16, `
	VIEW DATABASE PERFORMANCE STATE
	VIEW DATABASE SECURITY STATE
	VIEW PERFORMANCE DEFINITION
	VIEW SECURITY DEFINITION`)

// securableClasses are the classes that ON class:: may name.
var securableClasses = []string{
	"AVAILABILITY GROUP", "SERVER ROLE", "SYMMETRIC KEY", "ASYMMETRIC KEY", "SERVER", "DATABASE", "OBJECT",
	"ENDPOINT", "CERTIFICATE", "SCHEMA", "LOGIN", "USER", "ROLE", "TYPE",
}

func (p *parser) grant(pos Pos) Statement {
	return p.permissionChange(&Grant{Pos: pos, Action: "GRANT"})
}
func (p *parser) deny(pos Pos) Statement { return p.permissionChange(&Grant{Pos: pos, Action: "DENY"}) }
func (p *parser) revoke(pos Pos) Statement {
	return p.permissionChange(&Grant{Pos: pos, Action: "REVOKE"})
}

// permissionChange reads permissions [ON securable] TO|FROM principals and what may follow.
func (p *parser) permissionChange(g *Grant) Statement {
	if g.Action == "REVOKE" {
		g.GrantOptionFor = p.word("GRANT", "OPTION", "FOR")
	}
	p.list(func() { g.Permissions = append(g.Permissions, p.permission()) })
	if p.word("ON") {
		g.Class, g.On = p.securable()
	} else {
		g.Class = p.scopeOf(g.Permissions)
	}
	if g.Action == "REVOKE" && p.word("FROM") || p.word("TO") {
		p.list(func() { g.To = append(g.To, p.principal()) })
	} else {
		p.near()
	}
	switch {
	case g.Action == "GRANT" && p.is("WITH", "GRANT"):
		p.need("WITH", "GRANT", "OPTION")
		g.WithGrant = true
	case g.Action != "GRANT":
		g.Cascade = p.word("CASCADE")
	}
	return g
}

// permission reads the longest known permission; the word that fits none is reported.
func (p *parser) permission() string {
	name, n := "", 0
	for {
		t := p.ahead(n)
		if t.kind != wordToken {
			break
		}
		longer := strings.TrimSpace(name + " " + permissionWord(t.upper, n))
		if !p.startsPermission(longer) {
			break
		}
		name = longer
		n++
	}
	p.i += n
	if !p.knowsPermission(name) {
		p.near()
	}
	return name
}

// permissionWord spells out the abbreviation that GRANT takes.
func permissionWord(word string, n int) string {
	if word == "EXEC" && n == 0 {
		return "EXECUTE"
	}
	return word
}

// startsPermission tells whether a known permission is the text or begins with it.
func (p *parser) startsPermission(text string) bool {
	for _, list := range []permissionNames{serverPermissions, otherPermissions} {
		for name, since := range list {
			if p.knows(since) && (name == text || strings.HasPrefix(name, text+" ")) {
				return true
			}
		}
	}
	return false
}

func (p *parser) knowsPermission(name string) bool {
	since, ok := serverPermissions[name]
	if !ok {
		since, ok = otherPermissions[name]
	}
	return ok && p.knows(since)
}

// scopeOf tells, without ON, the server from the current database.
func (p *parser) scopeOf(permissions []string) string {
	for _, name := range permissions {
		if _, ok := serverPermissions[name]; !ok {
			return "DATABASE"
		}
	}
	return "SERVER"
}

// securable reads [class::]name; without a class it is an object.
func (p *parser) securable() (string, Name) {
	for _, class := range securableClasses {
		parts := strings.Fields(class)
		if p.is(parts...) && p.isSymbol(len(parts), "::") {
			p.i += len(parts) + 1
			return class, p.name("object", 2)
		}
	}
	if p.isSymbol(1, "::") {
		p.near()
	}
	return "OBJECT", p.name("object", 2)
}

// principal reads a name; PUBLIC is a reserved word that names one.
func (p *parser) principal() Ident {
	if p.word("PUBLIC") {
		return Ident{Text: "public"}
	}
	return p.ident()
}

// alterAuthorization reads what follows ALTER AUTHORIZATION.
func (p *parser) alterAuthorization(pos Pos) Statement {
	a := &AlterAuthorization{Pos: pos}
	p.need("ON")
	a.Class, a.On = p.securable()
	p.need("TO")
	a.To = p.principal()
	return a
}
