package instance

import (
	"fmt"
	"testing"
	"time"
)

// answers is what a login gets for a batch: rows, or the numbers of the messages.
func answers(t *testing.T, se *Session, text string) string {
	t.Helper()
	p := query(t, se, text)
	if len(p.messages) > 0 {
		return fmt.Sprint(p.messages)
	}
	return p.shown()
}

func TestUserObjects(t *testing.T) {
	b := full(t, Options{})
	b.clock.now = b.clock.now.Add(time.Hour)
	for _, c := range []struct{ text, want string }{
		{"CREATE TABLE d.dbo.t (id int IDENTITY PRIMARY KEY, name nvarchar(20) NULL, twice AS id * 2)", ""},
		{"CREATE TABLE d.dbo.t (id int)", "[2714]"},
		{"INSERT d.dbo.t (name) VALUES (N'one'), (N'two')", ""},
		{"SELECT id, name, twice FROM d..t ORDER BY id", "1|one|2\n2|two|4"},
		{"SELECT COUNT(*) FROM t", "[208]"}, // of master
		{"USE d; EXEC ('CREATE PROCEDURE p AS SELECT COUNT(*) FROM t')", "[5701]"},
		{"EXEC d.dbo.p", "2"}, // its t is looked for in its database
		{"EXEC d.dbo.p; SELECT DB_NAME()", "master"},
		{"EXEC ('USE d; EXEC p')", "[5701]"},
		{"CREATE TABLE dd.dbo.t (id int)", "[2702]"},
		{"CREATE TABLE d.other.t (id int)", "[2760]"},
		{"CREATE TABLE msdb.dbo.backupset (id int)", "[2714]"},
		{"CREATE TABLE msdb.dbo.mine (id int); SELECT COUNT(*) FROM msdb.dbo.mine; DROP TABLE msdb.dbo.mine", "0"},
		{"CREATE TABLE m (id int); SELECT name FROM sys.tables; DROP TABLE m", "m"},
		{"SELECT name, type, type_desc, is_ms_shipped, DATEDIFF(minute, '2020-01-01', create_date) - DATEDIFF(minute, '2020-01-01', GETDATE()) FROM d.sys.objects WHERE is_ms_shipped = 0",
			"p|P|SQL_STORED_PROCEDURE|false|0\nt|U|USER_TABLE|false|0"},
		{"SELECT COUNT(*) FROM d.sys.all_objects WHERE name IN ('t', 'p')", "2"},
		{"SELECT name, max_column_id_used FROM d.sys.tables", "t|3"},
		{"SELECT name FROM d.sys.procedures", "p"},
		{"SELECT TABLE_NAME FROM d.INFORMATION_SCHEMA.TABLES", "t"},
		{"SELECT name, is_identity, is_computed, is_nullable FROM d.sys.columns ORDER BY column_id", "id|true|false|false\nname|false|false|true\ntwice|false|true|true"},
		{"SELECT CASE WHEN OBJECT_ID('d.dbo.t', 'U') = OBJECT_ID('D..T') THEN 1 ELSE 0 END, OBJECT_ID('d.dbo.t', 'P'), OBJECT_ID('t')", "1|NULL|NULL"},
		{"SELECT COL_LENGTH('d.dbo.t', 'name')", "40"},
		{"DROP TABLE d.dbo.t; SELECT OBJECT_ID('d.dbo.t')", "NULL"},
		{"DROP TABLE d.dbo.t", "[3701]"},
		{"CREATE TABLE d.dbo.p (id int)", "[2714]"}, // a procedure's name
		{"USE d; EXEC ('DROP PROCEDURE p'); SELECT name FROM sys.procedures", "[5701]"},
	} {
		if got := answers(t, b.logIn("sa", "Sa-Pass-1"), c.text); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// Who may make, use and see objects: permissions of their names, the schema, db_owner,
// db_ddladmin, sysadmin.
func TestUserObjectPermissions(t *testing.T) {
	b := full(t, Options{})
	users := map[string]string{
		"nobody": "", "creator": "GRANT CREATE TABLE TO creator; GRANT CREATE PROCEDURE TO creator",
		"definer": "GRANT CREATE TABLE TO definer; GRANT ALTER ON SCHEMA::dbo TO definer",
		"owner":   "ALTER ROLE db_owner ADD MEMBER owner", "ddl": "ALTER ROLE db_ddladmin ADD MEMBER ddl",
		"reader": "ALTER ROLE db_datareader ADD MEMBER reader", "writer": "GRANT INSERT ON dbo.t TO writer",
		"caller": "GRANT EXECUTE ON dbo.p TO caller",
	}
	if got := answers(t, b.se, "CREATE TABLE d.dbo.t (id int)"); got != "" {
		t.Fatal(got)
	}
	b.ok("USE d")
	if got := answers(t, b.se, "CREATE PROCEDURE p AS SELECT id FROM t"); got != "" {
		t.Fatal(got)
	}
	for _, name := range []string{"nobody", "creator", "definer", "owner", "ddl", "reader", "writer", "caller"} {
		b.ok(fmt.Sprintf("CREATE LOGIN %[1]s WITH PASSWORD = 'Pass-word-1'; CREATE USER %[1]s FOR LOGIN %[1]s; %[2]s", name, users[name]))
	}
	for _, c := range []struct{ login, text, want string }{
		{"nobody", "CREATE TABLE x (id int)", "[262]"},
		{"nobody", "SELECT id FROM t", "[229]"},
		{"nobody", "INSERT t VALUES (1)", "[229]"},
		{"nobody", "EXEC p", "[229]"},
		{"nobody", "DROP TABLE t", "[3701]"},
		{"nobody", "SELECT OBJECT_ID('t'), (SELECT COUNT(*) FROM sys.tables)", "NULL|0"},
		{"creator", "CREATE TABLE x (id int)", "[2760]"},
		{"definer", "CREATE TABLE x (id int); DROP TABLE x", ""},
		{"owner", "CREATE TABLE x (id int); INSERT x VALUES (1); SELECT id FROM x; DROP TABLE x", "1"},
		{"ddl", "CREATE TABLE x (id int)", ""},
		{"ddl", "SELECT id FROM x", "[229]"},
		{"ddl", "DROP TABLE x", ""},
		{"reader", "SELECT COUNT(*) FROM t", "0"},
		{"reader", "CREATE TABLE x (id int)", "[262]"},
		{"writer", "INSERT t VALUES (7)", ""},
		{"caller", "EXEC p", "7"}, // ownership chain
		{"caller", "SELECT id FROM t", "[229]"},
	} {
		se := b.as(c.login).se
		if err := se.Use("d"); err != nil {
			t.Fatal(err)
		}
		if got := answers(t, se, c.text); got != c.want {
			t.Errorf("%s: %s\n got %q, want %q", c.login, c.text, got, c.want)
		}
	}
	b.ok("USE master; ALTER DATABASE d SET READ_ONLY WITH ROLLBACK IMMEDIATE")
	if got := answers(t, b.se, "CREATE TABLE d.dbo.y (id int)"); got != "[3906]" {
		t.Errorf("read-only: %s", got)
	}
	b.ok("ALTER DATABASE d SET OFFLINE")
	if got := answers(t, b.se, "CREATE TABLE d.dbo.y (id int)"); got != "[942]" {
		t.Errorf("offline: %s", got)
	}
}

// tempdb is new after every start.
func TestUserObjectsInTempdb(t *testing.T) {
	b := setUp(t, Options{})
	if got := answers(t, b.se, "CREATE TABLE tempdb.dbo.t (id int); SELECT COUNT(*) FROM tempdb.dbo.t"); got != "0" {
		t.Error(got)
	}
	b.s.Restart()
	if got := answers(t, b.logIn("sa", "Sa-Pass-1"), "SELECT COUNT(*) FROM tempdb.dbo.t"); got != "[208]" {
		t.Error(got)
	}
}
