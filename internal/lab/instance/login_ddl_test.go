package instance

import (
	"slices"
	"testing"
)

func TestLogins(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"weak password", "CREATE LOGIN l WITH PASSWORD = 'weak'", []int32{15116}},
		{"weak but unchecked", "CREATE LOGIN free WITH PASSWORD = 'weak', CHECK_POLICY = OFF", nil},
		{"create", "CREATE LOGIN l WITH PASSWORD = 'Pass-word-1', DEFAULT_DATABASE = msdb", nil},
		{"twice", "CREATE LOGIN L WITH PASSWORD = 'Pass-word-1'", []int32{15025}},
		{"Windows", `CREATE LOGIN [CORP\dba] FROM WINDOWS`, nil},
		{"Windows without domain", "CREATE LOGIN dba FROM WINDOWS", []int32{15407}},
		{"certificate missing", "CREATE LOGIN c FROM CERTIFICATE nobody", []int32{15151}},
		{"default database missing", "CREATE LOGIN x WITH PASSWORD = 'Pass-word-1', DEFAULT_DATABASE = nobody", []int32{15010}},
		{"disable", "ALTER LOGIN l DISABLE", nil},
		{"enable", "ALTER LOGIN l ENABLE", nil},
		{"new password", "ALTER LOGIN l WITH PASSWORD = 'Other-word-2'", nil},
		{"alter missing", "ALTER LOGIN nobody DISABLE", []int32{15151}},
		{"rename", "ALTER LOGIN l WITH NAME = renamed", nil},
		{"drop sa", "DROP LOGIN sa", []int32{15405}},
		{"drop", "DROP LOGIN renamed", nil},
		{"drop twice", "DROP LOGIN renamed", []int32{15151}},
	}
	b := setUp(t, Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
}

func TestDropLoginInUse(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE DATABASE d; ALTER AUTHORIZATION ON DATABASE::d TO l")
	session := b.as("l")
	b.fails("DROP LOGIN l", 15434)
	session.se.Close()
	b.fails("DROP LOGIN l", 15174)
	b.ok("DROP DATABASE d; DROP LOGIN l")
}

func TestLoginFromCertificate(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'; CREATE LOGIN l FROM CERTIFICATE c")
	if p := b.s.principal("l"); p.Type != "C" || p.Certificate != "c" || p.ID <= 256 {
		t.Errorf("login %+v", *p)
	}
}

func TestLoginPermissions(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'; CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE LOGIN boss WITH PASSWORD = 'Pass-word-1'; ALTER SERVER ROLE sysadmin ADD MEMBER boss")
	weak := b.as("weak")
	weak.fails("CREATE LOGIN m WITH PASSWORD = 'Pass-word-1'", 15247)
	weak.fails("ALTER LOGIN l DISABLE", 15151)
	b.ok("ALTER SERVER ROLE securityadmin ADD MEMBER weak")
	weak.ok("CREATE LOGIN m WITH PASSWORD = 'Pass-word-1'; ALTER LOGIN l DISABLE")
	weak.fails("ALTER LOGIN boss DISABLE", 15151) // an administrator's login
	weak.fails("ALTER SERVER ROLE sysadmin ADD MEMBER weak", 15151)
	weak.ok("ALTER SERVER ROLE securityadmin ADD MEMBER l") // members may add to their own fixed role
}

func TestUsersAndRoles(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"no login", "CREATE USER u FOR LOGIN nobody", []int32{15007}},
		{"login of the same name is missing", "CREATE USER nobody", []int32{15007}},
		{"create", "CREATE USER u FOR LOGIN l", nil},
		{"twice", "CREATE USER u FOR LOGIN l", []int32{15023}},
		{"login taken", "CREATE USER other FOR LOGIN l", []int32{15063}},
		{"without login", "CREATE USER w WITHOUT LOGIN", nil},
		{"role", "ALTER ROLE db_datareader ADD MEMBER u", nil},
		{"no such role", "ALTER ROLE nobody ADD MEMBER u", []int32{15151}},
		{"no such member", "ALTER ROLE db_datareader ADD MEMBER nobody", []int32{15151}},
		{"out of the role", "ALTER ROLE db_datareader DROP MEMBER u", nil},
		{"old form", "EXEC sp_addrolemember 'db_owner', 'u'", nil},
		{"drop", "DROP USER u", nil},
		{"drop twice", "DROP USER u", []int32{15151}},
		{"drop if", "DROP USER IF EXISTS u", nil},
	}
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE DATABASE d; USE d")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
}

func TestGrants(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"server", "GRANT VIEW SERVER STATE TO l", nil},
		{"not in master", "USE d; GRANT VIEW SERVER STATE TO l", []int32{4621}},
		{"database", "USE d; CREATE USER l FOR LOGIN l; GRANT BACKUP DATABASE TO l", nil},
		{"object", "USE msdb; CREATE USER l FOR LOGIN l; GRANT SELECT ON dbo.backupset TO l", nil},
		{"no such login", "USE master; GRANT VIEW SERVER STATE TO nobody", []int32{15151}},
		{"no such user", "USE d; GRANT BACKUP DATABASE TO nobody", []int32{15151}},
		{"no such endpoint", "USE master; GRANT CONNECT ON ENDPOINT::nobody TO l", []int32{15151}},
		{"deny", "USE master; DENY VIEW ANY DATABASE TO l", nil},
	}
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE DATABASE d")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
	want := []Grant{
		{Permission: "VIEW SERVER STATE", State: "G", To: "l", Class: "SERVER"},
		{Permission: "VIEW ANY DATABASE", State: "D", To: "l", Class: "SERVER"},
	}
	for _, g := range want {
		if !slices.Contains(b.s.Grants, g) {
			t.Errorf("no grant %+v", g)
		}
	}
	if !slices.Contains(b.s.database("msdb").Grants, Grant{Permission: "SELECT", State: "G", To: "l", Class: "OBJECT", Securable: "dbo.backupset"}) {
		t.Error("SELECT on backupset was not granted")
	}
	b.t = t
	b.ok("REVOKE VIEW SERVER STATE FROM l")
	if slices.Contains(b.s.Grants, want[0]) {
		t.Error("REVOKE left the grant")
	}
}

func TestGrantOfANewPermissionOnAnOldBuild(t *testing.T) {
	b := setUp(t, Options{Version: "2019 CU20"})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'")
	got := numbers(b.run("GRANT VIEW SERVER PERFORMANCE STATE TO l"))
	if len(got) != 1 || got[0] != 102 && got[0] != 156 {
		t.Errorf("got %v, want a syntax error", got)
	}
	b = setUp(t, Options{Version: "2022 RTM"})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; GRANT VIEW SERVER PERFORMANCE STATE TO l")
}

func TestGrantNeedsControl(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN a WITH PASSWORD = 'Pass-word-1'; CREATE LOGIN b WITH PASSWORD = 'Pass-word-1'; GRANT VIEW SERVER STATE TO a")
	a := b.as("a")
	a.fails("GRANT VIEW SERVER STATE TO b", 4613)
	b.ok("GRANT VIEW SERVER STATE TO a WITH GRANT OPTION")
	a.ok("GRANT VIEW SERVER STATE TO b")
}

func TestExecuteAs(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE DATABASE d")
	b.fails("EXECUTE AS LOGIN = 'nobody'", 15406)
	b.fails("EXECUTE AS USER = 'nobody'", 15517)
	b.ok("EXECUTE AS LOGIN = 'l'")
	b.fails("CREATE DATABASE e", 262)
	b.fails("EXECUTE AS LOGIN = 'sa'", 15406)
	b.ok("REVERT; CREATE DATABASE e; REVERT")
	b.ok("USE d; CREATE USER u FOR LOGIN l; EXECUTE AS USER = 'u'")
	b.fails("CREATE USER v WITHOUT LOGIN", 15247)
	b.ok("REVERT; EXECUTE AS LOGIN = 'l'; USE tempdb")
	b.fails("REVERT", 15199)
	b.ok("USE d; REVERT")
	if b.se.login != "sa" {
		t.Errorf("login %q after REVERT, want sa", b.se.login)
	}
}

func TestKill(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	weak.fails("KILL 51", 6102)
	b.fails("KILL 51", 6104)
	b.fails("KILL 999", 6106)
	b.ok("KILL 52")
	weak.fails("CHECKPOINT", -1)
}

func TestOwnPassword(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	weak.fails("ALTER LOGIN weak WITH PASSWORD = 'Pass-word-2'", 15151)
	weak.fails("ALTER LOGIN weak WITH PASSWORD = 'Pass-word-2' OLD_PASSWORD = 'wrong'", 15151)
	weak.ok("ALTER LOGIN weak WITH PASSWORD = 'Pass-word-2' OLD_PASSWORD = 'Pass-word-1'")
	b.logIn("weak", "Pass-word-2")
}

func TestHashedPasswordFitsNothing(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN h WITH PASSWORD = 0x0200ABCD HASHED")
	if _, err := b.s.Connect(LoginRequest{User: "h"}); err == nil {
		t.Error("an empty password opened the login")
	}
}
