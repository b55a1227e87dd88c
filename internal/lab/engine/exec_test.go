package engine

import (
	"context"
	"strings"
	"testing"

	"milink/internal/lab/value"
)

func TestExecutingText(t *testing.T) {
	checkWire(t, []wireCase{
		{"a string", "EXEC ('SELECT 1 AS a')", "[a]\n1\ndone 1"},
		{"joined strings", "DECLARE @t nvarchar(20) = N'people' EXEC (N'SELECT COUNT(*) AS c FROM ' + @t)", "[c]\n4\ndone 1"},
		{"EXECUTE", "EXECUTE ('PRINT ''x''')", "1> x"},
		{"its lines are its own", "\n\nEXEC ('\nSELECT 1/0 AS a')", "[a]\n2! 8134.16.1\ndone -1"},
		{"its variables are its own", "DECLARE @a int = 1\nEXEC ('SELECT @a')", "1! 137.15.2\ndone -1"},
		{"and end with it", "EXEC ('DECLARE @a int = 1') SELECT @a", "1! 137.15.2\ndone -1"},
		{"its options end with it", "EXEC ('SET NOCOUNT ON') SELECT 1 AS a", "done -1\n[a]\n1\ndone 1"},
		{"its temp tables end with it", "EXEC ('CREATE TABLE #t (a int)')\nSELECT * FROM #t", "done -1\n2! 208.16.1 Invalid object name '#t'.\ndone -1"},
		{"it sees those outside", "CREATE TABLE #t (a int) EXEC ('INSERT #t VALUES (5)') SELECT a FROM #t", "done -1\ndone 1\n[a]\n5\ndone 1"},
		{"NULL runs nothing", "DECLARE @s nvarchar(10) EXEC (@s) PRINT 'on'", "1> on"},
		{"a batch that ends with an error", "EXEC ('SELECT CAST(''x'' AS int) AS a')\nPRINT 'no'", "[a]\n1! 245.16.1\ndone -1"},
		{"a statement that does", "EXEC ('SELECT 1/0 AS a PRINT ''inner on''')\nPRINT 'on'", "[a]\n1! 8134.16.1\ndone -1\n1> inner on\n2> on"},
		{"a syntax error ends only the inner one", "EXEC ('SELECT')\nPRINT 'on'", "1! 102.15.1\ndone -1\n2> on"},
		{"RETURN ends only the inner one", "EXEC ('RETURN PRINT ''no''') PRINT 'on'", "1> on"},
		{"nested", "EXEC ('EXEC (''PRINT @@NESTLEVEL'')')", "1> 2"},
		{"@@ROWCOUNT comes out", "EXEC ('SELECT n FROM numbers WHERE n < 4') SELECT @@ROWCOUNT AS c", "[n]\n1\n2\n3\ndone 3\n[c]\n3\ndone 1"},
		{"a variable without a name of a procedure", "DECLARE @p sysname = N'gone' EXEC @p", "1! 2812.16.62 Could not find stored procedure 'gone'.\ndone -1"},
	})
}

func TestExecuteSQL(t *testing.T) {
	checkWire(t, []wireCase{
		{"no parameters", "EXEC sp_executesql N'SELECT 1 AS a'", "[a]\n1\ndone 1"},
		{"by name", "EXEC sp_executesql N'SELECT @a + @b AS c', N'@a int, @b int', @b = 2, @a = 1", "[c]\n3\ndone 1"},
		{"by place", "EXEC sp_executesql N'SELECT @a - @b AS c', N'@a int, @b int', 5, 3", "[c]\n2\ndone 1"},
		{"converted", "EXEC sp_executesql N'SELECT @a AS c', N'@a int', '12'", "[c]\n12\ndone 1"},
		{"that cannot be converted", "EXEC sp_executesql N'SELECT @a AS c', N'@a int', 'x'\nPRINT 'no'", "1! 8114.16.5 Error converting data type varchar to int.\ndone -1"},
		{"output", "DECLARE @o int EXEC sp_executesql N'SET @x = 7', N'@x int OUTPUT', @o OUTPUT PRINT @o", "1> 7"},
		{"output not asked for", "DECLARE @o int EXEC sp_executesql N'SET @x = 7', N'@x int OUTPUT', @o PRINT ISNULL(@o, -1)", "1> -1"},
		{"output of none", "DECLARE @o int EXEC sp_executesql N'SET @x = 7', N'@x int', @o OUTPUT", "1! 8162.16.2\ndone -1"},
		{"a missing one", "EXEC sp_executesql N'SELECT @a', N'@a int'", "1! 8178.16.1 The parameterized query '(@a int)SELECT @a' expects the parameter '@a', which was not supplied.\ndone -1"},
		{"one too many", "EXEC sp_executesql N'SELECT @a AS c', N'@a int', 1, 2", "1! 8144.16.2\ndone -1"},
		{"an unknown one", "EXEC sp_executesql N'SELECT @a AS c', N'@a int', @b = 1", "1! 8145.16.\ndone -1"},
		{"not Unicode", "EXEC sp_executesql 'SELECT 1'", "1 in sp_executesql! 214.16.2 Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.\ndone -1"},
		{"wrong declarations", "EXEC sp_executesql N'SELECT 1', N'nonsense'", "1! 102.15.1\ndone -1"},
		{"a status", "DECLARE @r int EXEC @r = sp_executesql N'SELECT 1/0 AS a' PRINT @r", "[a]\n1! 8134.16.1\ndone -1\n1> 8134"},
		{"a status of success", "DECLARE @r int EXEC @r = sp_executesql N'PRINT ''x''' PRINT @r", "1> x\n1> 0"},
	})
}

func TestUserProceduresInDepth(t *testing.T) {
	checkWire(t, []wireCase{
		{"a default", "USE shop\nGO\nCREATE PROCEDURE p @a int = 5 AS SELECT @a AS a\nGO\nEXEC p EXEC p 6 EXEC p DEFAULT EXEC p @a = NULL", `
			database master -> shop
			1! 5701.0.2 Changed database context to 'shop'.
			done -1
			done -1
			[a]
			5
			done 1
			[a]
			6
			done 1
			[a]
			5
			done 1
			[a]
			NULL
			done 1`},
		{"a missing parameter", procedure("p @a int AS SELECT @a AS a", "EXEC p"), made + "1 in p! 201.16.4 Procedure or function 'p' expects parameter '@a', which was not supplied.\ndone -1"},
		{"one too many", procedure("p @a int AS SELECT @a AS a", "EXEC p 1, 2"), made + "1 in p! 8144.16.2 Procedure or function p has too many arguments specified.\ndone -1"},
		{"an unknown one", procedure("p @a int AS SELECT @a AS a", "EXEC p @b = 1"), made + "1 in p! 8145.16.1 @b is not a parameter for procedure p.\ndone -1"},
		{"one for none", procedure("p AS SELECT 1 AS a", "EXEC p 1"), made + "1 in p! 8146.16.2 Procedure p has no parameters and arguments were supplied.\ndone -1"},
		{"twice", procedure("p @a int AS SELECT @a AS a", "EXEC p @a = 1, @a = 2"), made + "1 in p! 8143.16.1 Parameter '@a' was supplied multiple times.\ndone -1"},
		{"by place behind a name", procedure("p @a int, @b int AS SELECT @a AS a", "EXEC p @a = 1, 2"), made + "1! 119.15.1\ndone -1"},
		{"RETURN", procedure("p AS RETURN 3", "DECLARE @r int EXEC @r = p PRINT @r"), made + "1> 3"},
		{"no RETURN is 0", procedure("p AS PRINT 'x'", "DECLARE @r int EXEC @r = p PRINT @r"), made + "1 in p> x\n1> 0"},
		{"OUTPUT", procedure("p @a int, @o int OUTPUT AS SET @o = @a * 2", "DECLARE @x int EXEC p 4, @x OUTPUT PRINT @x"), made + "1> 8"},
		{"its lines are its own", procedure("p AS\nPRINT 'a'\nSELECT 1/0 AS b", "\n\nEXEC p"), made + "2 in p> a\n[b]\n3 in p! 8134.16.1\ndone -1"},
		{"ERROR_PROCEDURE", procedure("p AS\nSELECT 1/0 AS b", "BEGIN TRY EXEC p END TRY BEGIN CATCH PRINT CONCAT(ERROR_PROCEDURE(), '/', ERROR_LINE()) END CATCH"), made + "[b]\n1> p/2"},
		{"a table that does not exist yet", procedure("p AS SELECT * FROM later", "CREATE TABLE later (a int) EXEC p DROP TABLE later\nEXEC p"), made + "done -1\n[a]\ndone 0\ndone -1\n1 in p! 208.16.1 Invalid object name 'later'.\ndone -1"},
		{"its temp tables end with it", procedure("p AS CREATE TABLE #t (a int)", "EXEC p\nSELECT * FROM #t"), made + "done -1\n2! 208.16.1\ndone -1"},
		{"it sees those of the caller", procedure("p AS INSERT #t VALUES (1)", "CREATE TABLE #t (a int) EXEC p SELECT a FROM #t"), made + "done -1\ndone 1\n[a]\n1\ndone 1"},
		{"recursion", procedure("p @n int AS IF @n = 0 RETURN SET @n -= 1 EXEC p @n PRINT @n", "EXEC p 2"), made + "1 in p> 0\n1 in p> 1"},
		{"twice created", procedure("p AS SELECT 1 AS a", "CREATE PROCEDURE p AS SELECT 2 AS b"), made + "1 in p! 2714.16.3\ndone -1"},
		{"not first in its batch", "PRINT 'no'\nCREATE PROCEDURE p AS SELECT 1", "2! 111.15.1\ndone -1"},
		{"dropped", procedure("p AS SELECT 1 AS a", "DROP PROCEDURE p\nDROP PROCEDURE IF EXISTS p\nDROP PROCEDURE p"), made + "done -1\ndone -1\n3! 3701.11.5\ndone -1"},
		{"INSERT EXEC", procedure("p AS SELECT 1 AS a SELECT 2", "CREATE TABLE #t (a int) INSERT #t EXEC p SELECT a FROM #t"), made + "done -1\ndone 2\n[a]\n1\n2\ndone 2"},
		{"SET NOCOUNT inside stays inside", procedure("p AS SET NOCOUNT ON SELECT 1 AS a", "EXEC p SELECT 2 AS b"), made + "done -1\n[a]\n1\ndone -1\n[b]\n2\ndone 1"},
	})
}

// made is what the client sees of USE shop and CREATE PROCEDURE.
const made = "database master -> shop\n1! 5701.0.2\ndone -1\ndone -1\n"

// procedure is the batches that create one in a user database and use it.
func procedure(def, use string) string {
	return "USE shop\nGO\nCREATE PROCEDURE " + def + "\nGO\n" + use
}

func TestPreparedStatements(t *testing.T) {
	s := NewSession(newTestWorld())
	text := func(s string) Param { return Param{Type: value.NVarCharN(4000), Value: s} }
	whole := func(n int64) Param { return Param{Type: value.IntT, Value: n} }
	call := func(id uint16, params ...Param) (string, Reply) {
		t.Helper()
		r := &recorder{}
		reply, err := s.Call(context.Background(), Call{ID: id, Params: params}, r)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.lines {
			r.lines[i] = brief(r.lines[i])
		}
		return strings.Join(r.lines, "\n"), reply
	}
	const prepare, execute, prepexec, unprepare = 11, 12, 13, 15
	_, reply := call(prepare, Param{Type: value.IntT, Output: true}, text("@a int, @b varchar(5)"), text("SELECT @a AS a, @b AS b"), whole(1))
	if len(reply.Output) != 1 {
		t.Fatalf("sp_prepare gives a handle: %+v", reply)
	}
	handle, _ := reply.Output[0].Value.(int64)
	if got, _ := call(execute, whole(handle), whole(5), text("longer than five")); got != "[a, b]\n5|longe\ndone 1" {
		t.Errorf("sp_execute: %s", got)
	}
	if got, _ := call(execute, whole(handle), whole(5)); !strings.Contains(got, "! 8178.16.1 ") && !strings.Contains(got, "! 201.16.") {
		t.Errorf("a parameter is missing: %s", got)
	}
	if got, _ := call(execute, whole(handle), whole(5), text("a"), whole(1)); !strings.Contains(got, "! 8144.16.") {
		t.Errorf("one parameter too many: %s", got)
	}
	if got, _ := call(execute, whole(99)); !strings.Contains(got, "! 8179.16.") {
		t.Errorf("an unknown handle: %s", got)
	}
	if got, _ := call(unprepare, whole(handle)); got != "" {
		t.Errorf("sp_unprepare: %s", got)
	}
	if got, _ := call(execute, whole(handle), whole(1), text("a")); !strings.Contains(got, "! 8179.16.") {
		t.Errorf("a handle given back: %s", got)
	}
	got, reply := call(prepexec, Param{Type: value.IntT, Output: true}, text("@a int"), text("SELECT @a * 2 AS d"), whole(21))
	if got != "[d]\n42\ndone 1" || len(reply.Output) != 1 || reply.Output[0].Value == nil {
		t.Errorf("sp_prepexec: %s %+v", got, reply)
	}
}
