package engine

import (
	"strings"
	"testing"
)

func TestTempTables(t *testing.T) {
	for _, c := range []struct{ name, batch, want string }{
		{"insert and read", "CREATE TABLE #t (id int IDENTITY(5,2), a nvarchar(10) NOT NULL, b int DEFAULT 7)\nINSERT #t (a) VALUES ('x'), ('y')\nINSERT #t (b, a) SELECT 1, 'z'\nSELECT * FROM #t SELECT SCOPE_IDENTITY(), @@IDENTITY",
			lines("done -1", "done 2", "done 1", "[id, a, b]", "5|x|7", "7|y|7", "9|z|1", "done 3", "[, ]", "9|9", "done 1")},
		{"default and null", "CREATE TABLE #t (a int DEFAULT 3, b int NULL)\nINSERT #t VALUES (DEFAULT, NULL) INSERT #t DEFAULT VALUES SELECT * FROM #t", lines("done -1", "done 1", "done 1", "[a, b]", "3|NULL", "3|NULL", "done 2")},
		{"not null", "CREATE TABLE #t (a int NOT NULL)\nINSERT #t VALUES (NULL)\nSELECT @@ROWCOUNT", lines("done -1", "msg 515 class 16 state 2 line 2: Cannot insert the value NULL into column 'a', table 'tempdb.dbo.#t'; column does not allow nulls. INSERT fails.", "msg 3621 class 0 state 0 line 2: The statement has been terminated.", "done -1", "[]", "0", "done 1")},
		{"too long", "CREATE TABLE #t (a varchar(2))\nINSERT #t VALUES ('ab   '), ('abc')", lines("done -1", "msg 2628 class 16 state 1 line 2: String or binary data would be truncated in table 'tempdb.dbo.#t', column 'a'. Truncated value: 'ab'.", "msg 3621 class 0 state 0 line 2: The statement has been terminated.", "done -1")},
		{"check", "CREATE TABLE #t (a int CHECK (a > 0))\nINSERT #t VALUES (1), (NULL)\nBEGIN TRY INSERT #t VALUES (0) END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH", lines("done -1", "done 2", "msg 0 class 0 state 1 line 3: 547")},
		{"computed", "CREATE TABLE #t (a int, b AS a * 2)\nINSERT #t VALUES (4)\nUPDATE #t SET a = 5\nSELECT b FROM #t", lines("done -1", "done 1", "done 1", "[b]", "10", "done 1")},
		{"update", "CREATE TABLE #t (a int, b int)\nINSERT #t VALUES (1, 10), (2, 20), (3, 30)\nUPDATE #t SET a = b, b = a WHERE a > 1\nSELECT * FROM #t", lines("done -1", "done 3", "done 2", "[a, b]", "1|10", "20|2", "30|3", "done 3")},
		{"update from", "CREATE TABLE #t (id int, name nvarchar(20))\nINSERT #t (id) VALUES (1), (2), (9)\nUPDATE x SET name = p.name FROM #t x JOIN people p ON p.id = x.id\nSELECT name FROM #t", lines("done -1", "done 3", "done 2", "[name]", "Ann", "Bob", "NULL", "done 3")},
		{"update op and variable", "CREATE TABLE #t (a int)\nINSERT #t VALUES (1), (2)\nDECLARE @s int = 0\nUPDATE #t SET a += 10, @s = @s + a\nSELECT SUM(a), @s FROM #t", lines("done -1", "done 2", "done 2", "[, ]", "23|3", "done 1")},
		{"delete", "CREATE TABLE #t (a int)\nINSERT #t SELECT n FROM numbers\nDELETE FROM #t WHERE a > 3\nDELETE TOP (1) #t\nDELETE x FROM #t x JOIN numbers n ON n.n = x.a WHERE n.n = 2\nSELECT a FROM #t", lines("done -1", "done 10", "done 7", "done 1", "done 1", "[a]", "3", "done 1")},
		{"truncate", "CREATE TABLE #t (i int IDENTITY, a int)\nINSERT #t VALUES (1), (2)\nTRUNCATE TABLE #t\nINSERT #t VALUES (3)\nSELECT * FROM #t", lines("done -1", "done 2", "done -1", "done 1", "[i, a]", "1|3", "done 1")},
		{"select into", "SELECT id, name + '!' AS n2 INTO #x FROM people WHERE id < 3\nSELECT n2 FROM #x", lines("done 2", "[n2]", "Ann!", "Bob!", "done 2")},
		{"select into unnamed", "SELECT 1 INTO #x", lines("msg 1038 class 15 state 4 line 1: An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. Change the alias to a valid name.", "done -1")},
		{"twice", "CREATE TABLE #t (a int)\nCREATE TABLE #t (a int)", lines("done -1", "msg 2714 class 16 state 6 line 2: There is already an object named '#t' in the database.", "done -1")},
		{"drop", "CREATE TABLE #t (a int)\nDROP TABLE #t\nDROP TABLE IF EXISTS #t\nDROP TABLE #t", lines("done -1", "done -1", "done -1", "msg 3701 class 11 state 5 line 4: Cannot drop the table '#t', because it does not exist or you do not have permission.", "done -1")},
		{"object_id", "CREATE TABLE #t (a int)\nIF OBJECT_ID('tempdb..#t') IS NOT NULL PRINT 'there'\nIF OBJECT_ID('tempdb..#u') IS NULL PRINT 'not there'", lines("done -1", "msg 0 class 0 state 1 line 2: there", "msg 0 class 0 state 1 line 3: not there")},
		{"table variable", "DECLARE @t TABLE (id int PRIMARY KEY, v nvarchar(5))\nINSERT @t VALUES (1, 'a'), (2, 'b')\nUPDATE @t SET v = 'c' WHERE id = 2\nSELECT t.v FROM @t t ORDER BY t.id", lines("done 2", "done 1", "[v]", "a", "c", "done 2")},
		{"explicit identity", "CREATE TABLE #t (i int IDENTITY, a int)\nINSERT #t (i, a) VALUES (9, 1)", lines("done -1", "msg 544 class 16 state 1 line 2: Cannot insert explicit value for identity column in table '#t' when IDENTITY_INSERT is set to OFF.", "done -1")},
		{"identity insert", "CREATE TABLE #t (i int IDENTITY, a int)\nSET IDENTITY_INSERT #t ON\nINSERT #t (i, a) VALUES (9, 1)\nSET IDENTITY_INSERT #t OFF\nINSERT #t VALUES (2)\nSELECT i FROM #t", lines("done -1", "done -1", "done 1", "done -1", "done 1", "[i]", "9", "10", "done 2")},
		{"insert of a catalog view", "INSERT INTO sys.databases (name) VALUES ('x')", lines("msg 259 class 16 state 1 line 1: Ad hoc updates to system catalogs are not allowed.", "done -1")},
		{"no place for tables", "CREATE TABLE t (a int)", lines("msg 262 class 14 state 1 line 1: CREATE TABLE permission denied in database 'master'.", "done -1")},
		{"fewer values", "CREATE TABLE #t (a int, b int)\nEXEC ('INSERT #t (a, b) VALUES (1)')", lines("done -1", "msg 109 class 15 state 1 line 1: There are more columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.", "done -1")},
		{"wrong number", "CREATE TABLE #t (a int, b int)\nEXEC ('INSERT #t SELECT 1')", lines("done -1", "msg 213 class 16 state 1 line 1: Column name or number of supplied values does not match table definition.", "done -1")},
	} {
		if got := fresh(t, c.batch); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, c.batch, got, c.want)
		}
	}
}

func TestDuplicateKeys(t *testing.T) {
	got := fresh(t, "CREATE TABLE #t (a int PRIMARY KEY, b int UNIQUE)\nINSERT #t VALUES (1, 1)\nINSERT #t VALUES (1, 2)\nINSERT #t VALUES (2, 1)\nSELECT COUNT(*) FROM #t")
	for _, want := range []string{
		"msg 2627 class 14 state 1 line 3: Violation of PRIMARY KEY constraint 'PK__#t__", "The duplicate key value is (1).",
		"line 4: Violation of UNIQUE KEY constraint 'UQ__#t__", "[]\n1\ndone 1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestTransactionsRollTablesBack(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"CREATE TABLE #t (a int) INSERT #t VALUES (1) BEGIN TRAN INSERT #t VALUES (2) DELETE #t WHERE a = 1 ROLLBACK SELECT a FROM #t", "1"},
		{"CREATE TABLE #t (a int) BEGIN TRAN INSERT #t VALUES (2) COMMIT SELECT a FROM #t", "2"},
		{"CREATE TABLE #t (a int) BEGIN TRAN INSERT #t VALUES (1) SAVE TRAN s INSERT #t VALUES (2) ROLLBACK TRAN s COMMIT SELECT a FROM #t", "1"},
		{"DECLARE @t TABLE (a int) BEGIN TRAN INSERT @t VALUES (1) ROLLBACK SELECT a FROM @t", "1"},
		{"BEGIN TRAN CREATE TABLE #t (a int) ROLLBACK SELECT OBJECT_ID('tempdb..#t')", "NULL"},
		{"BEGIN TRAN BEGIN TRAN COMMIT SELECT @@TRANCOUNT ROLLBACK SELECT @@TRANCOUNT", lines("1", "0")},
		{"COMMIT", "msg 3902 class 16 state 1 line 1: The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION."},
		{"ROLLBACK", "msg 3903 class 16 state 1 line 1: The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION."},
		{"SET IMPLICIT_TRANSACTIONS ON SELECT 1 FROM people WHERE id = 1 SELECT @@TRANCOUNT", lines("1", "1")},
	} {
		if got := rows(t, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestUserTables(t *testing.T) {
	w := newTestWorld()
	s, other := NewSession(w), NewSession(w)
	run(t, s, "USE shop CREATE TABLE dbo.stock (a int) INSERT stock VALUES (1)")
	if got := run(t, other, "SELECT a FROM shop.dbo.stock"); got != lines("[a]", "1", "done 1") {
		t.Errorf("another session: %s", got)
	}
	if got := run(t, other, "USE master SELECT a FROM stock"); !strings.Contains(got, "msg 208 ") {
		t.Errorf("another database: %s", got)
	}
}

func TestResetForgetsTheSession(t *testing.T) {
	s := NewSession(newTestWorld())
	run(t, s, "USE shop", "SET XACT_ABORT ON", "CREATE TABLE #t (a int)", "BEGIN TRAN")
	r := &recorder{}
	if err := s.Reset(r); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(r.lines, "\n"); got != "database shop -> master" {
		t.Errorf("reset said %q", got)
	}
	got := run(t, s, "SELECT @@TRANCOUNT, @@OPTIONS & 16384, OBJECT_ID('tempdb..#t')")
	if want := lines("[, , ]", "0|0|NULL", "done 1"); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestCursors(t *testing.T) {
	got := fresh(t, `DECLARE @n nvarchar(50), @all nvarchar(200) = ''
DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT name FROM people ORDER BY id
OPEN c
FETCH NEXT FROM c INTO @n
WHILE @@FETCH_STATUS = 0
BEGIN
 SET @all += @n + ';'
 FETCH NEXT FROM c INTO @n
END
CLOSE c DEALLOCATE c
PRINT @all
FETCH NEXT FROM c`)
	if !strings.Contains(got, "line 11: Ann;Bob;Cid;Dora;") || !strings.Contains(got, "msg 16916 class 16 state 1 line 12: A cursor with the name 'c' does not exist.") {
		t.Errorf("got %s", got)
	}
}
