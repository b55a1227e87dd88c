package engine

import (
	"context"
	"errors"
	"strings"
	"testing"

	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

func TestTransactionManagerRequests(t *testing.T) {
	ctx := context.Background()
	s := NewSession(newTestWorld())
	number := func(err error) int32 {
		var m *message.Message
		if errors.As(err, &m) {
			return m.Number
		}
		return 0
	}
	if got := number(s.Commit(ctx)); got != 3902 {
		t.Errorf("commit without begin: %d", got)
	}
	if got := number(s.Rollback(ctx)); got != 3903 {
		t.Errorf("rollback without begin: %d", got)
	}
	run(t, s, "CREATE TABLE #t (a int)")
	if err := s.Begin(ctx); err != nil {
		t.Fatal(err)
	}
	run(t, s, "INSERT #t VALUES (1)")
	if err := s.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	if got := run(t, s, "SELECT COUNT(*), @@TRANCOUNT FROM #t"); got != lines("[, ]", "0|0", "done 1") {
		t.Errorf("after rollback: %s", got)
	}
}

func TestSetOptions(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"SET LANGUAGE us_english", lines("msg 5703 class 0 state 1 line 1: Changed language setting to us_english.", "done -1")},
		{"SET LOCK_TIMEOUT 5000 SELECT @@LOCK_TIMEOUT", lines("done -1", "[]", "5000", "done 1")},
		{"SET TEXTSIZE 100 SELECT @@TEXTSIZE", lines("done -1", "[]", "100", "done 1")},
		{"SET DATEFIRST 1 SELECT @@DATEFIRST, DATEPART(weekday, '2024-03-15')", lines("done -1", "[, ]", "1|5", "done 1")},
		{"SET FMTONLY ON SELECT id FROM people", lines("done -1", "[id]", "done 0")},
		{"SET NOEXEC ON\nPRINT 'no'\nSET NOEXEC OFF\nPRINT 'yes'", lines("done -1", "done -1", "msg 0 class 0 state 1 line 4: yes")},
		{"SET SHOWPLAN_ALL ON", lines("msg 262 class 14 state 1 line 1: SHOWPLAN permission denied in database 'master'.", "done -1")},
		{"SELECT @@OPTIONS & 512 SET NOCOUNT ON SELECT @@OPTIONS & 512", lines("[]", "0", "done 1", "done -1", "[]", "512", "done -1")},
		{"EXEC ('SET NOCOUNT ON') SELECT 1", lines("done -1", "[]", "1", "done 1")}, // ends with its scope
	} {
		if got := fresh(t, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestSeverityTwentyEndsTheConnection(t *testing.T) {
	s := NewSession(newTestWorld())
	r := &recorder{}
	err := s.Batch(context.Background(), "BEGIN TRY RAISERROR('gone', 20, 1) WITH LOG END TRY BEGIN CATCH PRINT 'no' END CATCH PRINT 'no'", r)
	if err == nil || !strings.HasPrefix(strings.Join(r.lines, "\n"), "msg 50000 class 20 ") || len(r.lines) != 2 {
		t.Errorf("%v after %q", err, r.lines)
	}
}

func TestErrorsPassThroughProceduresToTheOuterTry(t *testing.T) {
	s := NewSession(newTestWorld())
	run(t, s, "USE shop", "CREATE PROCEDURE p_inner AS\nPRINT 'in'\nSELECT 1/0\nPRINT 'never'", "CREATE PROCEDURE p_outer AS EXEC p_inner PRINT 'not here'")
	got := run(t, s, "BEGIN TRY EXEC p_outer END TRY\nBEGIN CATCH\nPRINT CONCAT(ERROR_PROCEDURE(), ':', ERROR_LINE())\nEND CATCH")
	want := lines("msg 0 class 0 state 1 line 2 in p_inner: in", "[]", "msg 0 class 0 state 1 line 3: p_inner:3")
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	got = run(t, s, "EXEC p_outer PRINT @@NESTLEVEL")
	if !strings.Contains(got, "never") || !strings.Contains(got, "not here") || !strings.HasSuffix(got, ": 0") {
		t.Errorf("without TRY a divide by zero ends only its statement: %s", got)
	}
}

func TestInsertExec(t *testing.T) {
	for _, c := range []struct{ batch, want string }{
		{"CREATE TABLE #t (a int, b nvarchar(10)) INSERT #t EXEC ('SELECT 1, ''x'' UNION ALL SELECT 2, NULL SELECT ''3'', ''y''') SELECT * FROM #t", lines("1|x", "2|NULL", "3|y")},
		{"CREATE TABLE #t (a int)\nINSERT #t EXEC ('SELECT 1, 2')\nPRINT 'no'", "msg 213 class 16 state 1 line 1: Column name or number of supplied values does not match table definition."},
		{"CREATE TABLE #t (a int) INSERT #t EXEC ('PRINT ''said'' SELECT 1') SELECT a FROM #t", lines("msg 0 class 0 state 1 line 1: said", "1")},
		{"CREATE TABLE #t (a int) INSERT #t EXEC ('CREATE TABLE #u (a int) INSERT #u EXEC (''SELECT 1'')')", lines("msg 8164 class 16 state 1 line 1: An INSERT EXEC statement cannot be nested.", "msg 3621 class 0 state 0 line 1: The statement has been terminated.")},
	} {
		if got := rows(t, c.batch); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.batch, got, c.want)
		}
	}
}

func TestXactAbortRollsBack(t *testing.T) {
	s := NewSession(newTestWorld())
	run(t, s, "CREATE TABLE #t (a int NOT NULL)")
	run(t, s, "SET XACT_ABORT ON BEGIN TRAN INSERT #t VALUES (1) INSERT #t VALUES (NULL) COMMIT")
	if got := run(t, s, "SELECT COUNT(*), @@TRANCOUNT FROM #t"); got != lines("[, ]", "0|0", "done 1") {
		t.Errorf("with XACT_ABORT: %s", got)
	}
	run(t, s, "SET XACT_ABORT OFF BEGIN TRAN INSERT #t VALUES (1) INSERT #t VALUES (NULL) COMMIT")
	if got := run(t, s, "SELECT COUNT(*), @@TRANCOUNT FROM #t"); got != lines("[, ]", "1|0", "done 1") {
		t.Errorf("without: %s", got)
	}
	// An error that ends the batch rolls back also without XACT_ABORT.
	run(t, s, "BEGIN TRAN INSERT #t VALUES (2) SELECT CAST('x' AS int) COMMIT")
	if got := run(t, s, "SELECT COUNT(*), @@TRANCOUNT FROM #t"); got != lines("[, ]", "1|0", "done 1") {
		t.Errorf("conversion error: %s", got)
	}
}

func TestVariantsMustBeConverted(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT LEN(SERVERPROPERTY('IsHadrEnabled'))":                            "msg 8116 class 16 state 1 line 1: Argument data type sql_variant is invalid for argument 1 of len function.",
		"SELECT 'a' + SERVERPROPERTY('IsHadrEnabled')":                           "msg 8117 class 16 state 1 line 1: Operand data type sql_variant is invalid for add operator.",
		"SELECT CAST(SERVERPROPERTY('IsHadrEnabled') AS int) + 1":                "1",
		"SELECT CONVERT(varchar(5), SERVERPROPERTY('IsHadrEnabled'))":            "0",
		"SELECT ISNULL(SERVERPROPERTY('nothing'), 'none')":                       "varchar(4):none",
		"SELECT 1 WHERE SERVERPROPERTY('IsHadrEnabled') = 0":                     "1",
		"SELECT 1 WHERE SERVERPROPERTY('nothing') IS NULL":                       "1",
		"SELECT COALESCE(SERVERPROPERTY('nothing'), 5)":                          "int:5",
		"SELECT CASE WHEN SERVERPROPERTY('IsHadrEnabled') > 0 THEN 1 ELSE 2 END": "2",
	} {
		if got := rows(t, query); got != want {
			t.Errorf("%s\n got %q\nwant %q", query, got, want)
		}
	}
}

func TestAClientThatIsGoneEndsTheBatch(t *testing.T) {
	gone := errors.New("gone")
	r := &recorder{stop: func(r *recorder) error {
		if len(r.lines) == 3 {
			return gone
		}
		return nil
	}}
	err := NewSession(newTestWorld()).Batch(context.Background(), "BEGIN TRY SELECT n FROM numbers END TRY BEGIN CATCH PRINT 'no' END CATCH", r)
	if !errors.Is(err, gone) || len(r.lines) != 3 {
		t.Errorf("%v after %d events", err, len(r.lines))
	}
}

func TestOutputOfARemoteCallKeepsItsType(t *testing.T) {
	s := NewSession(newTestWorld())
	reply, err := s.Call(context.Background(), Call{Name: "sp_executesql", Params: []Param{
		{Type: value.NVarCharN(4000), Value: "SET @o = @i * 1.5"},
		{Type: value.NVarCharN(4000), Value: "@i int, @o decimal(10,2) OUTPUT"},
		{Name: "@i", Type: value.IntT, Value: int64(3)},
		{Name: "@o", Type: value.DecimalPS(10, 2), Output: true},
	}}, &recorder{})
	if err != nil || len(reply.Output) != 1 || reply.Output[0].Name != "@o" || show(reply.Output[0].Value, value.DecimalPS(10, 2)) != "4.50" || reply.Status != 0 {
		t.Errorf("%+v %v", reply, err)
	}
}
