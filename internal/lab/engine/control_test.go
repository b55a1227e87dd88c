package engine

import (
	"context"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

func TestControlFlow(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"DECLARE @x int = 2; SET @x += 3; SELECT @x AS x", lines("[x]", "5", "done 1")},
		{"DECLARE @x int; SELECT @x = n FROM numbers; SELECT @x, @@ROWCOUNT", lines("done -1", "[, ]", "10|10", "done 1")},
		{"DECLARE @s nvarchar(100) = ''; SELECT @s += name + ',' FROM people ORDER BY name DESC; PRINT @s", lines("done -1", "msg 0 class 0 state 1 line 1: Dora,Cid,Bob,Ann,")},
		{"IF 1 = 2 PRINT 'a' ELSE PRINT 'b'", "msg 0 class 0 state 1 line 1: b"},
		{"DECLARE @i int = 0\nWHILE 1 = 1\nBEGIN\n SET @i += 1\n IF @i = 2 CONTINUE\n IF @i > 3 BREAK\n PRINT @i\nEND", lines("msg 0 class 0 state 1 line 7: 1", "msg 0 class 0 state 1 line 7: 3")},
		{"GOTO done\nPRINT 'no'\ndone:\nPRINT 'yes'", "msg 0 class 0 state 1 line 4: yes"},
		{"DECLARE @i int = 0\nagain: SET @i += 1\nIF @i < 3 GOTO again\nSELECT @i", lines("[]", "3", "done 1")},
		{"PRINT 'a' RETURN PRINT 'b'", "msg 0 class 0 state 1 line 1: a"},
		// A DECLARE counts for the whole batch even where it was not reached.
		{"IF 1 = 0 BEGIN DECLARE @a int END SELECT @a", lines("[]", "NULL", "done 1")},
		{"USE shop SELECT DB = 1", lines("database master -> shop", "msg 5701 class 0 state 2 line 1: Changed database context to 'shop'.", "done -1", "[DB]", "1", "done 1")},
		{"USE nowhere\nSELECT 1", lines("msg 911 class 16 state 1 line 1: Database 'nowhere' does not exist. Make sure that the name is entered correctly.", "done -1", "[]", "1", "done 1")},
		{"SET NOCOUNT ON SELECT 1", lines("done -1", "[]", "1", "done -1")},
		{"SET ROWCOUNT 2 SELECT n FROM numbers", lines("done -1", "[n]", "1", "2", "done 2")},
		{"SELECT n FROM numbers WHERE n > 8 SELECT @@ROWCOUNT SELECT @@ROWCOUNT", lines("[n]", "9", "10", "done 2", "[]", "2", "done 1", "[]", "1", "done 1")},
		{"DECLARE @x sql_variant = (SELECT SERVERPROPERTY('IsHadrEnabled'))\nSELECT @x AS a, CASE @x WHEN 0 THEN 'off' WHEN 1 THEN 'on' ELSE 'n/a' END AS b", lines("[a, b]", "int:0|off", "done 1")},
	} {
		if got := fresh(t, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestErrorsAndWhatTheyEnd(t *testing.T) {
	for _, c := range []struct{ name, batch, want string }{
		{"divide by zero ends the statement", "SELECT 1/0\nPRINT @@ERROR", lines("[]", "msg 8134 class 16 state 1 line 1: Divide by zero error encountered.", "done -1", "msg 0 class 0 state 1 line 2: 8134")},
		{"a conversion ends the batch", "SELECT CAST('x' AS int)\nPRINT 'no'", lines("[]", "msg 245 class 16 state 1 line 1: Conversion failed when converting the varchar value 'x' to data type int.", "done -1")},
		{"a missing column keeps all from running", "PRINT 'no'\nSELECT nope FROM people", lines("msg 207 class 16 state 1 line 2: Invalid column name 'nope'.", "done -1")},
		{"every missing column is told", "SELECT nope, name,\n neither FROM people", lines("msg 207 class 16 state 1 line 1: Invalid column name 'nope'.", "msg 207 class 16 state 1 line 2: Invalid column name 'neither'.", "done -1")},
		{"a missing table shows when its statement runs", "PRINT 'yes'\nSELECT * FROM nothere\nPRINT 'no'", lines("msg 0 class 0 state 1 line 1: yes", "msg 208 class 16 state 1 line 2: Invalid object name 'nothere'.", "done -1")},
		{"an undeclared variable keeps all from running", "PRINT 'no'\nSET @x = 1", lines("msg 137 class 15 state 1 line 2: Must declare the scalar variable \"@x\".", "done -1")},
		{"it comes before a wrong column", "SELECT nope, @x FROM people", lines("msg 137 class 15 state 2 line 1: Must declare the scalar variable \"@x\".", "done -1")},
		{"declared twice", "DECLARE @a int\nDECLARE @a int", lines("msg 134 class 15 state 1 line 2: The variable name '@a' has already been declared. Variable names must be unique within a query batch or stored procedure.", "done -1")},
		{"a denied view says two things and no columns", "SELECT * FROM sys.dm_denied\nPRINT 'yes'", lines("msg 300 class 14 state 1 line 1: VIEW SERVER STATE permission was denied on object 'server', database 'master'.", "msg 297 class 16 state 1 line 1: The user does not have permission to perform this action.", "done -1", "msg 0 class 0 state 1 line 2: yes")},
		{"xact_abort ends the batch", "SET XACT_ABORT ON\nSELECT 1/0\nPRINT 'no'", lines("done -1", "[]", "msg 8134 class 16 state 1 line 2: Divide by zero error encountered.", "done -1")},
		{"a missing procedure", "EXEC sp_nothing\nPRINT 'yes'", lines("msg 2812 class 16 state 62 line 1: Could not find stored procedure 'sp_nothing'.", "done -1", "msg 0 class 0 state 1 line 2: yes")},
		{"syntax", "SELECT FROM", lines("msg 156 class 15 state 1 line 1: Incorrect syntax near the keyword 'FROM'.", "done -1")},
		{"dynamic SQL that does not parse ends only itself", "EXEC ('SELEC 1')\nPRINT 'yes'", lines("msg 2812 class 16 state 62 line 1: Could not find stored procedure 'SELEC'.", "done -1", "msg 0 class 0 state 1 line 2: yes")},
		{"the missing table inside dynamic SQL", "EXEC ('SELECT 1 FROM gone')\nPRINT 'yes'", lines("msg 208 class 16 state 1 line 1: Invalid object name 'gone'.", "done -1", "msg 0 class 0 state 1 line 2: yes")},
		{"return with a value", "RETURN 1", lines("msg 178 class 15 state 1 line 1: A RETURN statement with a return value cannot be used in this context.", "done -1")},
	} {
		if got := fresh(t, c.batch); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, c.batch, got, c.want)
		}
	}
}

func TestTryCatch(t *testing.T) {
	const report = " PRINT CONCAT(ERROR_NUMBER(), ' ', ERROR_SEVERITY(), ' ', ERROR_STATE(), ' ', ERROR_LINE(), ' ', ERROR_PROCEDURE(), ' ', ERROR_MESSAGE())"
	said := func(line, text string) string { return "msg 0 class 0 state 1 line " + line + ": " + text }
	for _, c := range []struct{ name, batch, want string }{
		{"caught", "BEGIN TRY\nSELECT 1/0\nEND TRY\nBEGIN CATCH" + report + "\nEND CATCH", lines("[]", said("4", "8134 16 1 2  Divide by zero error encountered."))},
		{"outside of CATCH", "SELECT ERROR_NUMBER(), ERROR_MESSAGE()", lines("[, ]", "NULL|NULL", "done 1")},
		{"nested", "BEGIN TRY\nBEGIN TRY RAISERROR('in', 16, 3) END TRY BEGIN CATCH PRINT ERROR_MESSAGE(); THROW END CATCH\nEND TRY BEGIN CATCH" + report + " END CATCH", lines(said("2", "in"), said("3", "50000 16 3 2  in"))},
		{"raiserror 10 is no error", "BEGIN TRY RAISERROR('info', 10, 1) END TRY BEGIN CATCH PRINT 'no' END CATCH", lines("msg 50000 class 0 state 1 line 1: info", "done -1")},
		{"a missing table of the same scope is not caught", "BEGIN TRY\nSELECT * FROM gone\nEND TRY BEGIN CATCH PRINT 'no' END CATCH PRINT 'no'", lines("msg 208 class 16 state 1 line 2: Invalid object name 'gone'.", "done -1")},
		{"one of an inner scope is", "BEGIN TRY EXEC('SELECT * FROM gone') END TRY BEGIN CATCH" + report + " END CATCH", said("1", "208 16 1 1  Invalid object name 'gone'.")},
		{"syntax of an inner scope is", "BEGIN TRY EXEC('SELECT FROM') END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH", said("1", "156")},
		{"throw", "THROW 51000, 'my own', 7\nPRINT 'no'", lines("msg 51000 class 16 state 7 line 1: my own", "done -1")},
		{"throw below 50000", "THROW 49999, 'x', 1", lines("msg 35100 class 16 state 10 line 1: Error number 49999 in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.", "done -1")},
		{"throw without catch", "PRINT 'no';\nTHROW", lines("msg 10704 class 15 state 1 line 2: To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.", "done -1")},
		{"throw leaves the transaction", "BEGIN TRAN;\nTHROW 50001, 'x', 1", lines("done -1", "msg 50001 class 16 state 1 line 2: x", "done -1")},
		{"the batch goes on behind CATCH", "BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH END CATCH PRINT 'on'", lines("[]", said("1", "on"))},
		{"doomed by xact_abort", "SET XACT_ABORT ON\nBEGIN TRAN\nBEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT XACT_STATE(), @@TRANCOUNT END CATCH\nROLLBACK SELECT XACT_STATE()", lines("done -1", "done -1", "[]", "[, ]", "-1|1", "done 1", "done -1", "[]", "0", "done 1")},
		{"doomed at the end", "SET XACT_ABORT ON\nBEGIN TRAN\nBEGIN TRY SELECT 1/0 END TRY BEGIN CATCH END CATCH", lines("done -1", "done -1", "[]", "msg 3998 class 16 state 1 line 1: Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.", "done -1")},
		{"commit when doomed", "SET XACT_ABORT ON BEGIN TRAN BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH BEGIN TRY COMMIT END TRY BEGIN CATCH PRINT ERROR_NUMBER() ROLLBACK END CATCH END CATCH", lines("done -1", "done -1", "[]", said("1", "3930"), "done -1")},
	} {
		got := fresh(t, c.batch)
		if got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, c.batch, got, c.want)
		}
	}
}

func TestRaiserror(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"RAISERROR('%s has %d of %5d|%-5d|%05d', 16, 2, 'x', 3, 4, 5, 6)", lines("msg 50000 class 16 state 2 line 1: x has 3 of     4|5    |00006", "done -1")},
		{"RAISERROR('%d%%', 10, 1, 50) WITH NOWAIT", lines("msg 50000 class 0 state 1 line 1: 50%", "done -1")},
		{"RAISERROR('%s', 5, 1)", lines("msg 50000 class 5 state 1 line 1: (null)", "done -1")},
		{"RAISERROR('x', 19, 1)", lines("msg 2754 class 16 state 1 line 1: Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.", "done -1")},
		{"RAISERROR('x', 16, 1) PRINT @@ERROR", lines("msg 50000 class 16 state 1 line 1: x", "done -1", "msg 0 class 0 state 1 line 1: 50000")},
		{"RAISERROR('%x %X %o %u %i', 16, 1, 255, 255, 8, 7, 6)", lines("msg 50000 class 16 state 1 line 1: ff FF 10 7 6", "done -1")},
	} {
		got := fresh(t, c.batch)
		if got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
	if got := fresh(t, "RAISERROR('%d', 16, 1, 'text')"); !strings.HasPrefix(got, "msg 2786 ") {
		t.Errorf("wrong type of argument: %s", got)
	}
}

func TestProceduresOfTheWorld(t *testing.T) {
	w := newTestWorld()
	w.procs["sp_add"] = Procedure{Name: "sp_add",
		Params: []ProcParam{{Name: "@a", Type: value.IntT}, {Name: "@b", Type: value.IntT, Optional: true, Default: int64(10)}, {Name: "@sum", Type: value.IntT, Output: true, Optional: true}},
		Run: func(_ context.Context, run *Run, args Args) (int32, error) {
			sum := args.Values["@a"].(int64) + args.Values["@b"].(int64)
			args.Out["@sum"] = sum
			if sum < 0 {
				return 1, message.New(15247)
			}
			return 7, run.Result([]Column{{Name: "sum", Type: value.IntT}}, [][]any{{sum}})
		}}
	w.procs["sp_plain"] = Procedure{Name: "sp_plain", Run: func(context.Context, *Run, Args) (int32, error) { return 0, nil }}
	s := NewSession(w)
	for _, c := range []struct{ batch, want string }{
		{"DECLARE @r int, @o bigint EXEC @r = sp_add 1, @sum = @o OUTPUT SELECT @r, @o", lines("[sum]", "11", "done 1", "[, ]", "7|11", "done 1")},
		{"EXEC sp_add @b = 2, @a = '3'", lines("[sum]", "5", "done 1")},
		{"sp_add 1, 1", lines("[sum]", "2", "done 1")},
		{"EXEC sp_add", lines("msg 201 class 16 state 4 line 1 in sp_add: Procedure or function 'sp_add' expects parameter '@a', which was not supplied.", "done -1")},
		{"EXEC sp_add 1, 2, 3, 4", lines("msg 8144 class 16 state 2 line 1 in sp_add: Procedure or function sp_add has too many arguments specified.", "done -1")},
		{"EXEC sp_add @nope = 1", lines("msg 8145 class 16 state 1 line 1 in sp_add: @nope is not a parameter for procedure sp_add.", "done -1")},
		{"EXEC sp_plain 1", lines("msg 8146 class 16 state 2 line 1 in sp_plain: Procedure sp_plain has no parameters and arguments were supplied.", "done -1")},
		{"CREATE TABLE #t (x int) INSERT INTO #t EXEC sp_add 1 SELECT x FROM #t DROP TABLE #t", lines("done -1", "done 1", "[x]", "11", "done 1", "done -1")},
		{"INSERT INTO #none EXEC sp_add 1", lines("msg 208 class 16 state 1 line 1: Invalid object name '#none'.", "done -1")},
	} {
		if got := run(t, s, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
	if got := run(t, s, "EXEC sp_add -20"); !strings.Contains(got, "msg 15247 ") || !strings.Contains(got, " in sp_add:") {
		t.Errorf("an error of a procedure must name it: %s", got)
	}
}

func TestDynamicSQL(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"EXEC ('SELECT 1 AS a')", lines("[a]", "1", "done 1")},
		{"DECLARE @s nvarchar(100) = N'SELECT 2' EXEC (@s + ' AS b')", lines("[b]", "2", "done 1")},
		{"EXEC sp_executesql N'SELECT @a + @b', N'@a int, @b int', @a = 1, @b = 2", lines("[]", "3", "done 1")},
		{"EXEC sp_executesql @params = N'@a int', @stmt = N'SELECT @a', @a = 4", lines("[]", "4", "done 1")},
		{"DECLARE @o int EXEC sp_executesql N'SET @x = @x * 2', N'@x int OUTPUT', @x = 21 SELECT @o", lines("[]", "NULL", "done 1")},
		{"DECLARE @o int = 21 EXEC sys.sp_executesql N'SET @x = @x * 2', N'@x int OUTPUT', @x = @o OUTPUT SELECT @o", lines("[]", "42", "done 1")},
		{"DECLARE @v int = 1 EXEC ('SELECT @v')", lines("msg 137 class 15 state 2 line 1: Must declare the scalar variable \"@v\".", "done -1")},
		{"EXEC sp_executesql 'SELECT 1'", lines("msg 214 class 16 state 2 line 1 in sp_executesql: Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.", "done -1")},
		{"EXEC sp_executesql N'SELECT @p', N'@p int'", lines("msg 8178 class 16 state 1 line 1: The parameterized query '(@p int)SELECT @p' expects the parameter '@p', which was not supplied.", "done -1")},
		// The context of USE ends with the dynamic scope.
		{"EXEC ('USE shop')", lines("database master -> shop", "msg 5701 class 0 state 2 line 1: Changed database context to 'shop'.", "done -1", "database shop -> master")},
		{"EXEC ('CREATE TABLE #t (a int)') SELECT * FROM #t", lines("done -1", "msg 208 class 16 state 1 line 1: Invalid object name '#t'.", "done -1")},
		{"CREATE TABLE #t (a int) EXEC ('INSERT #t VALUES (1)') SELECT a FROM #t", lines("done -1", "done 1", "[a]", "1", "done 1")},
		{"EXEC ('BEGIN TRAN')", lines("done -1", "msg 266 class 16 state 2 line 1: Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 0, current count = 1.", "done -1")},
	} {
		if got := fresh(t, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestNestingLimit(t *testing.T) {
	w := newTestWorld()
	s := NewSession(w)
	run(t, s, "USE shop", "CREATE PROCEDURE deep AS EXEC deep")
	got := run(t, s, "EXEC deep")
	if !strings.Contains(got, "msg 217 ") || !strings.Contains(got, "(limit 32)") {
		t.Errorf("got %s", got)
	}
}

func TestUserProcedures(t *testing.T) {
	s := NewSession(newTestWorld())
	run(t, s, "USE shop", "CREATE PROCEDURE dbo.addup @a int, @b int = 5, @o int OUTPUT AS\nSET @o = @a + @b\nRETURN @a")
	for _, c := range []struct{ batch, want string }{
		{"DECLARE @r int, @o int EXEC @r = addup 1, @o = @o OUTPUT SELECT @r, @o", lines("[, ]", "1|6", "done 1")},
		{"CREATE PROCEDURE addup AS SELECT 1", lines("msg 2714 class 16 state 3 line 1 in addup: There is already an object named 'addup' in the database.", "done -1")},
		{"CREATE OR ALTER PROCEDURE addup AS\nSELECT 1/0", "done -1"},
		{"EXEC addup", lines("[]", "msg 8134 class 16 state 1 line 2 in addup: Divide by zero error encountered.", "done -1")},
		{"CREATE PROCEDURE #tmp AS SELECT 'temp'", "done -1"},
		{"EXEC #tmp", lines("[]", "temp", "done 1")},
		{"DROP PROCEDURE addup", "done -1"},
		{"EXEC addup", lines("msg 2812 class 16 state 62 line 1: Could not find stored procedure 'addup'.", "done -1")},
		{"CREATE PROCEDURE wrong AS SELECT nope FROM people", lines("msg 207 class 16 state 1 line 1 in wrong: Invalid column name 'nope'.", "done -1")},
	} {
		if got := run(t, s, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestRemoteCalls(t *testing.T) {
	s := NewSession(newTestWorld())
	text := func(s string) Param { return Param{Type: value.NVarCharN(4000), Value: s} }
	number := func(name string, n int64) Param { return Param{Name: name, Type: value.IntT, Value: n} }
	call := func(c Call) (string, Reply) {
		r := &recorder{}
		reply, err := s.Call(context.Background(), c, r)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(r.lines, "\n"), reply
	}
	if got, _ := call(Call{ID: 10, Params: []Param{text("SELECT @a"), text("@a int"), number("@a", 5)}}); got != lines("[]", "5", "done 1") {
		t.Errorf("sp_executesql: %s", got)
	}
	handle := Param{Type: value.IntT, Output: true}
	got, reply := call(Call{ID: 13, Params: []Param{handle, text("@p1 int"), text("SELECT @p1 * 2"), number("", 4)}})
	if got != lines("[]", "8", "done 1") || len(reply.Output) != 1 || reply.Output[0].Value != int64(1) {
		t.Errorf("sp_prepexec: %s %v", got, reply)
	}
	if got, _ := call(Call{ID: 12, Params: []Param{number("", 1), number("", 6)}}); got != lines("[]", "12", "done 1") {
		t.Errorf("sp_execute: %s", got)
	}
	if got, _ := call(Call{Name: "sp_unprepare", Params: []Param{number("", 1)}}); got != "" {
		t.Errorf("sp_unprepare: %s", got)
	}
	if got, _ := call(Call{ID: 12, Params: []Param{number("", 1), number("", 6)}}); !strings.HasPrefix(got, "msg 8179 ") {
		t.Errorf("unknown handle: %s", got)
	}
	if got, _ := call(Call{Name: "SELECT"}); !strings.HasPrefix(got, "msg 2812 ") {
		t.Errorf("a query of one word is a procedure that does not exist: %s", got)
	}
}

func TestWaitForUsesTheWorldsClock(t *testing.T) {
	w := newTestWorld()
	got := run(t, NewSession(w), "WAITFOR DELAY '00:01:30' SELECT CONVERT(varchar(8), GETDATE(), 108) WAITFOR TIME '00:00' SELECT GETDATE()")
	want := lines("done -1", "[]", "13:47:00", "done 1", "done -1", "[]", "Mar 16 2024 12:00AM", "done 1")
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := run(t, NewSession(w), "WAITFOR DELAY 'soon'"); !strings.HasPrefix(got, "msg 148 ") {
		t.Errorf("got %s", got)
	}
}

func TestAnAttentionEndsTheBatch(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	s := NewSession(newTestWorld())
	for _, text := range []string{
		"WHILE 1 = 1 SELECT @@SPID",
		"SELECT COUNT(*) FROM numbers a, numbers b, numbers c, numbers d, numbers e, numbers f, numbers g, numbers h, numbers i, numbers j, numbers k",
		"BEGIN TRY WAITFOR DELAY '00:00:01' WHILE 1 = 1 BEGIN DECLARE @x int END END TRY BEGIN CATCH PRINT 'no' END CATCH",
	} {
		r := &recorder{}
		if err := s.Batch(ctx, text, r); err != context.DeadlineExceeded {
			t.Errorf("%s: %v", text, err)
		}
	}
	if got := run(t, s, "SELECT 1"); got != lines("[]", "1", "done 1") {
		t.Errorf("the session must go on: %s", got)
	}
}

// perform runs statements built by hand as one batch.
func perform(t *testing.T, s *Session, list ...syntax.Statement) string {
	t.Helper()
	out := &recorder{}
	r := &runner{ctx: context.Background(), sink: out, session: s, module: newModule(s, nil)}
	if err := s.finish(r, r.statements(list)); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out.lines, "\n")
}

func TestAdminStatements(t *testing.T) {
	w := newTestWorld()
	s := NewSession(w)
	declare := func(name, v string) syntax.Statement {
		return &syntax.Declare{Vars: []syntax.VarDecl{{Name: name, Type: value.NVarCharN(200), Init: &syntax.Literal{Type: value.NVarCharN(20), Value: v}}}}
	}
	variable := func(name string) syntax.Text { return syntax.Text{Variable: name, IsVar: true} }
	backup := &syntax.Backup{Database: variable("@d"), Devices: []syntax.Device{{Kind: "DISK", Path: variable("@f")}}}
	got := perform(t, s, declare("@d", "Sales"), declare("@f", `c:\x.bak`), backup)
	if got != lines("msg 4035 class 0 state 1 line 0: did BACKUP DATABASE", "done -1") {
		t.Errorf("got %s", got)
	}
	b := w.executed[0].(*syntax.Backup)
	if b.Database.Literal != "Sales" || b.Database.IsVar || b.Devices[0].Path.Literal != `c:\x.bak` {
		t.Errorf("variables must be replaced: %+v", b)
	}
	if !backup.Database.IsVar || !backup.Devices[0].Path.IsVar {
		t.Error("the statement itself must stay: a loop may run it again")
	}
	one := &syntax.Literal{Type: value.IntT, Value: int64(1)}
	perform(t, s, &syntax.DBCC{Command: "TRACEON", Args: []syntax.Expr{one, &syntax.Unary{Op: "-", X: one}}})
	d := w.executed[1].(*syntax.DBCC)
	for i, want := range []int64{1, -1} {
		if l, ok := d.Args[i].(*syntax.Literal); !ok || l.Value != want {
			t.Errorf("argument %d is %+v", i, d.Args[i])
		}
	}
	w.adminErr = message.Errors{message.New(3201, "x", "5"), message.New(3013, "BACKUP DATABASE")}
	got = perform(t, s, &syntax.Checkpoint{Pos: syntax.Pos{Line: 4}}, &syntax.Print{X: &syntax.Variable{Name: "@@ERROR"}})
	if !strings.Contains(got, "msg 3201 class 16 state 1 line 4") || !strings.HasSuffix(got, ": 3013") {
		t.Errorf("cause first, wrapper last, the batch goes on: %s", got)
	}
}
