package instance

import (
	"slices"
	"strings"
	"testing"
)

// Counts of facts/tsql.md B3 and E1: a sysadmin of 2025 lists 51 server permissions, a
// plain login two.
func TestServerPermissionCounts(t *testing.T) {
	for version, want := range map[string]int{"2016 SP3": 34, "2019 CU20": 34, "2022 RTM": 51, "2025 RTM": 51} {
		s := install(t, version)
		if got := len(asSA(t, s).reader(s.Databases[0]).heldOnServer()); got != want {
			t.Errorf("%s: sysadmin holds %d, want %d", version, got, want)
		}
		held := addLogin(t, s, "plain").reader(s.Databases[0]).heldOnServer()
		if slices.Sort(held); strings.Join(held, ", ") != "CONNECT SQL, VIEW ANY DATABASE" {
			t.Errorf("%s: a plain login holds %v", version, held)
		}
	}
}

// serveradmin by facts/tsql.md E1 (2025).
func TestServerAdmin(t *testing.T) {
	s := install(t, "2025 RTM")
	se := addLogin(t, s, "operator")
	s.principal("operator").Roles = []string{"serveradmin"}
	held := se.reader(s.Databases[0]).heldOnServer()
	slices.Sort(held)
	want := "ALTER ANY ENDPOINT, ALTER RESOURCES, ALTER SERVER STATE, ALTER SETTINGS, CONNECT SQL, CREATE ENDPOINT, SHUTDOWN, VIEW ANY DATABASE, VIEW SERVER PERFORMANCE STATE, VIEW SERVER SECURITY STATE, VIEW SERVER STATE"
	if got := strings.Join(held, ", "); got != want {
		t.Errorf("holds %s", got)
	}
}

func TestServerPermissions(t *testing.T) {
	for _, c := range []struct {
		name, version string
		grants        []string
		roles         []string
		holds         string
		want          bool
	}{
		{"wide covers narrow", "2022 RTM", []string{"VIEW SERVER STATE"}, nil, "VIEW SERVER SECURITY STATE", true},
		{"wide covers the other", "2022 RTM", []string{"VIEW SERVER STATE"}, nil, "VIEW SERVER PERFORMANCE STATE", true},
		{"narrow does not make wide", "2022 RTM", []string{"VIEW SERVER SECURITY STATE", "VIEW SERVER PERFORMANCE STATE"}, nil, "VIEW SERVER STATE", false},
		{"narrow is unknown before 2022", "2019 CU20", []string{"CONTROL SERVER"}, nil, "VIEW SERVER SECURITY STATE", false},
		{"definition covers security", "2022 RTM", []string{"VIEW ANY DEFINITION"}, nil, "VIEW ANY SECURITY DEFINITION", true},
		{"definition covers databases", "2016 SP3", []string{"VIEW ANY DEFINITION", "DENY VIEW ANY DATABASE"}, nil, "VIEW ANY DATABASE", false},
		{"alter state covers view", "2019 CU20", []string{"ALTER SERVER STATE"}, nil, "VIEW SERVER STATE", true},
		{"alter database covers create", "2019 CU20", []string{"ALTER ANY DATABASE"}, nil, "CREATE ANY DATABASE", true},
		{"control server", "2019 CU20", []string{"CONTROL SERVER"}, nil, "SHUTDOWN", true},
		{"deny beats grant", "2019 CU20", []string{"VIEW SERVER STATE", "DENY VIEW SERVER STATE"}, nil, "VIEW SERVER STATE", false},
		{"deny beats control server", "2019 CU20", []string{"CONTROL SERVER", "DENY VIEW SERVER STATE"}, nil, "VIEW SERVER STATE", false},
		{"deny of the covering one", "2022 RTM", []string{"VIEW SERVER SECURITY STATE", "DENY VIEW SERVER STATE"}, nil, "VIEW SERVER SECURITY STATE", false},
		{"deny of the covered one leaves the other", "2022 RTM", []string{"VIEW SERVER STATE", "DENY VIEW SERVER SECURITY STATE"}, nil, "VIEW SERVER PERFORMANCE STATE", true},
		{"deny does not reach sysadmin", "2019 CU20", []string{"DENY VIEW SERVER STATE"}, []string{"sysadmin"}, "VIEW SERVER STATE", true},
		{"deny beats a role", "2022 RTM", []string{"DENY VIEW SERVER STATE"}, []string{"##MS_ServerStateReader##"}, "VIEW SERVER STATE", false},
		{"state reader", "2022 RTM", nil, []string{"##MS_ServerStateReader##"}, "VIEW SERVER STATE", true},
		{"definition reader", "2022 RTM", nil, []string{"##MS_DefinitionReader##"}, "VIEW ANY SECURITY DEFINITION", true},
		{"connector", "2022 RTM", nil, []string{"##MS_DatabaseConnector##"}, "CONNECT ANY DATABASE", true},
		{"manager", "2022 RTM", nil, []string{"##MS_DatabaseManager##"}, "ALTER ANY DATABASE", true},
		{"the roles of 2022 are nothing before", "2019 CU20", nil, []string{"##MS_ServerStateReader##"}, "VIEW SERVER STATE", false},
		{"dbcreator", "2019 CU20", nil, []string{"dbcreator"}, "CREATE ANY DATABASE", true},
		{"securityadmin", "2022 RTM", nil, []string{"securityadmin"}, "CREATE LOGIN", true},
		{"processadmin is not sysadmin", "2019 CU20", nil, []string{"processadmin"}, "CONTROL SERVER", false},
	} {
		s := install(t, c.version)
		se := addLogin(t, s, "who", c.grants...)
		s.principal("who").Roles = c.roles
		if got := se.HasServer(c.holds); got != c.want {
			t.Errorf("%s: %s is %v", c.name, c.holds, got)
		}
	}
}

func TestGrantToPublicAndToRole(t *testing.T) {
	s := install(t, "2019 CU20")
	se := addLogin(t, s, "who")
	s.Grants = append(s.Grants, Grant{Permission: "VIEW SERVER STATE", State: "G", To: "public", Class: "SERVER"})
	if !se.HasServer("VIEW SERVER STATE") {
		t.Error("a grant to public does not count")
	}
	s.Principals = append(s.Principals, &Principal{ID: 400, Name: "readers", Type: "R"}, &Principal{ID: 401, Name: "inner", Type: "R", Roles: []string{"readers"}})
	s.Grants = append(s.Grants, Grant{Permission: "VIEW ANY DEFINITION", State: "W", To: "READERS", Class: "SERVER"})
	s.principal("who").Roles = []string{"inner"}
	if !se.HasServer("VIEW ANY DEFINITION") {
		t.Error("a grant through two roles does not count")
	}
}

func TestDatabasePermissions(t *testing.T) {
	for _, c := range []struct {
		name   string
		server []string
		roles  []string // of the database user; nil means no user
		grants []Grant
		holds  string
		want   bool
	}{
		{"owner role", nil, []string{"db_owner"}, nil, "CREATE CERTIFICATE", true},
		{"backup operator", nil, []string{"db_backupoperator"}, nil, "BACKUP DATABASE", true},
		{"backup operator may not alter", nil, []string{"db_backupoperator"}, nil, "ALTER", false},
		{"reader", nil, []string{"db_datareader"}, nil, "SELECT", true},
		{"deny reader", nil, []string{"db_datareader", "db_denydatareader"}, nil, "SELECT", false},
		{"ddladmin", nil, []string{"db_ddladmin"}, nil, "CREATE CERTIFICATE", true},
		{"control covers backup", nil, []string{}, []Grant{{Permission: "CONTROL", State: "G", To: "who", Class: "DATABASE"}}, "BACKUP DATABASE", true},
		{"deny beats db_owner", nil, []string{"db_owner"}, []Grant{{Permission: "BACKUP DATABASE", State: "D", To: "who", Class: "DATABASE"}}, "BACKUP DATABASE", false},
		{"grant to public", nil, []string{}, []Grant{{Permission: "VIEW DEFINITION", State: "G", To: "public", Class: "DATABASE"}}, "VIEW DEFINITION", true},
		{"no user", nil, nil, nil, "CONNECT", false},
		{"connect any", []string{"CONNECT ANY DATABASE"}, nil, nil, "CONNECT", true},
		{"connect any reads nothing", []string{"CONNECT ANY DATABASE"}, nil, nil, "SELECT", false},
		{"select all with connect any", []string{"CONNECT ANY DATABASE", "SELECT ALL USER SECURABLES"}, nil, nil, "SELECT", true},
		{"view any definition inside", []string{"CONNECT ANY DATABASE", "VIEW ANY DEFINITION"}, nil, nil, "VIEW DEFINITION", true},
		{"alter any database", []string{"ALTER ANY DATABASE", "CONNECT ANY DATABASE"}, nil, nil, "ALTER", true},
		{"alter any database is no backup", []string{"ALTER ANY DATABASE", "CONNECT ANY DATABASE"}, nil, nil, "BACKUP DATABASE", false},
		{"denied connect", nil, []string{"db_owner"}, []Grant{{Permission: "CONNECT", State: "D", To: "who", Class: "DATABASE"}}, "SELECT", false},
	} {
		s := install(t, "2022 CU13")
		d := addDatabase(s, "Sales")
		se := addLogin(t, s, "who", c.server...)
		if c.roles != nil {
			d.Users = append(d.Users, &User{ID: 5, Name: "who", Login: "who", Type: "S", Roles: c.roles})
		}
		d.Grants = c.grants
		if got := se.HasDatabase(d, c.holds); got != c.want {
			t.Errorf("%s: %s is %v", c.name, c.holds, got)
		}
	}
}

func TestDatabaseOwnerIsDBO(t *testing.T) {
	s := install(t, "2022 CU13")
	d := addDatabase(s, "Sales")
	d.Owner = "who"
	d.Grants = []Grant{{Permission: "BACKUP DATABASE", State: "D", To: "public", Class: "DATABASE"}}
	se := addLogin(t, s, "who")
	if se.UserName(d) != "dbo" || !se.HasDatabase(d, "BACKUP DATABASE") || !se.InRole(d, "db_owner") {
		t.Errorf("the owner is %q", se.UserName(d))
	}
	if user := se.UserName(s.database("msdb")); user != "guest" {
		t.Errorf("in msdb it is %q", user)
	}
}

func TestObjectPermissions(t *testing.T) {
	s := install(t, "2019 CU20")
	msdb := s.database("msdb")
	se := addLogin(t, s, "who")
	has := func(what string, want bool) {
		t.Helper()
		if got := se.HasObject(msdb, "dbo.backupset", "SELECT"); got != want {
			t.Errorf("%s: %v", what, got)
		}
	}
	has("as guest", false)
	u := &User{ID: 5, Name: "who", Login: "who", Type: "S"}
	msdb.Users = append(msdb.Users, u)
	has("as a user", false)
	grant := Grant{Permission: "SELECT", State: "G", To: "who", Class: "OBJECT", Securable: "DBO.BackupSet"}
	msdb.Grants = append(msdb.Grants, grant)
	has("granted", true)
	msdb.Grants = append(msdb.Grants, Grant{Permission: "SELECT", State: "D", To: "public", Class: "SCHEMA", Securable: "dbo"})
	has("denied on the schema", false)
	msdb.Grants = nil
	u.Roles = []string{"db_datareader"}
	has("reader", true)
	u.Roles = []string{"SQLAgentOperatorRole"}
	msdb.Grants = agentGrants()
	has("operator", false)
	if !se.HasObject(msdb, "dbo.sysjobs", "SELECT") {
		t.Error("an operator is a reader of jobs")
	}
}

func TestEndpointPermissions(t *testing.T) {
	s := install(t, "2019 CU20")
	e := &Endpoint{ID: 65536, Name: "mirroring", Owner: "maker", Type: 4, Protocol: 2}
	s.Endpoints = append(s.Endpoints, e)
	maker, plain := addLogin(t, s, "maker"), addLogin(t, s, "plain")
	admin := addLogin(t, s, "admin", "ALTER ANY ENDPOINT")
	if !maker.HasEndpoint(e, "ALTER") || plain.HasEndpoint(e, "ALTER") || !admin.HasEndpoint(e, "ALTER") {
		t.Error("owner and ALTER ANY ENDPOINT alter, others do not")
	}
	if admin.HasEndpoint(e, "CONNECT") || plain.HasEndpoint(e, "CONNECT") {
		t.Error("CONNECT is granted on the endpoint only")
	}
	s.Grants = append(s.Grants, Grant{Permission: "CONNECT", State: "G", To: "plain", Class: "ENDPOINT", Securable: "Mirroring"})
	if !plain.HasEndpoint(e, "CONNECT") || !plain.CanSeeEndpoint(e) {
		t.Error("the grant does not count")
	}
}

func TestCertificatePermissions(t *testing.T) {
	s := install(t, "2022 CU13")
	master := s.Databases[0]
	c := master.Certificates[0]
	plain := addLogin(t, s, "plain")
	if plain.CanSeeCertificate(master, c) || plain.HasCertificate(master, c, "CONTROL") {
		t.Error("public sees a certificate")
	}
	master.Users = append(master.Users, &User{ID: 5, Name: "plain", Login: "plain", Type: "S"})
	master.Grants = append(master.Grants, Grant{Permission: "VIEW DEFINITION", State: "G", To: "plain", Class: "CERTIFICATE", Securable: c.Name})
	if !plain.CanSeeCertificate(master, c) || plain.CanSeeCertificate(master, master.Certificates[1]) {
		t.Error("the grant shows that certificate and no other")
	}
	if plain.HasCertificate(master, c, "CONTROL") {
		t.Error("VIEW DEFINITION is not CONTROL")
	}
}

// EXECUTE AS USER leaves the rights of the login outside.
func TestExecuteAsUserConfines(t *testing.T) {
	s := install(t, "2022 CU13")
	d := addDatabase(s, "Sales")
	other := addDatabase(s, "Other")
	d.Users = append(d.Users, &User{ID: 5, Name: "app", Type: "S", Roles: []string{"db_backupoperator"}})
	se := asSA(t, s)
	se.database, se.user = "Sales", "app"
	if se.IsSysadmin() || se.HasServer("VIEW SERVER STATE") || se.HasDatabase(d, "ALTER") || se.CanEnter(other) {
		t.Error("the rights of sa shine through")
	}
	if !se.HasDatabase(d, "BACKUP DATABASE") || se.UserName(d) != "app" || !se.CanEnter(s.database("msdb")) {
		t.Error("the rights of the user are missing")
	}
	if se.HasEndpoint(s.Endpoints[0], "ALTER") || se.CanSeeGroups() {
		t.Error("server securables are open")
	}
}
