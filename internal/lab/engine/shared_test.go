package engine

import (
	"context"
	"strings"
	"sync"
	"testing"

	"milink/internal/lab/value"
)

func TestSessionsShareUserTables(t *testing.T) {
	w := newTestWorld()
	run(t, NewSession(w), "USE shop CREATE TABLE log (id int IDENTITY PRIMARY KEY, who int)")
	var wg sync.WaitGroup
	for who := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			// Each session has a world of its own, as on the server; the objects are shared.
			own := newTestWorld()
			own.objects, own.db = w.objects, "shop"
			s := NewSession(own)
			text := strings.Repeat("INSERT log (who) VALUES ("+string(rune('0'+who))+") UPDATE log SET who = who WHERE id = 1 ", 20)
			if err := s.Batch(context.Background(), text, &recorder{}); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if got := rowsOn(t, w, "USE shop SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM log"); !strings.HasSuffix(got, "80|80|80") {
		t.Errorf("got %s", got)
	}
}

func TestUseCountsWhileTheBatchIsCompiled(t *testing.T) {
	s := NewSession(newTestWorld())
	run(t, s, "USE shop", "CREATE TABLE stock (a int)", "USE master")
	got := run(t, s, "USE shop\nSELECT b FROM stock")
	if got != lines("msg 207 class 16 state 1 line 2: Invalid column name 'b'.", "done -1") {
		t.Errorf("the table is there once USE is compiled: %s", got)
	}
	if got := run(t, s, "SELECT a FROM stock"); !strings.HasPrefix(got, "msg 208 ") {
		t.Errorf("a batch that did not run must not have changed the database: %s", got)
	}
}

func TestTheWorldCanRunText(t *testing.T) {
	w := newTestWorld()
	w.procs["sp_twice"] = Procedure{Name: "sp_twice", Params: []ProcParam{{Name: "@sql", Type: value.NVarCharN(4000)}},
		Run: func(ctx context.Context, r *Run, args Args) (int32, error) {
			for range 2 {
				if err := r.Execute(ctx, args.Values["@sql"].(string)); err != nil {
					return 1, err
				}
			}
			return 0, nil
		}}
	got := run(t, NewSession(w), "EXEC sp_twice N'SELECT DB = 1'")
	if got != lines("[DB]", "1", "done 1", "[DB]", "1", "done 1") {
		t.Errorf("got %s", got)
	}
	got = run(t, NewSession(w), "BEGIN TRY EXEC sp_twice N'SELECT 1/0' END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH")
	if !strings.HasSuffix(got, ": 8134") {
		t.Errorf("an error inside reaches the TRY outside: %s", got)
	}
}

func TestMoreWindowsAndNames(t *testing.T) {
	w := newTestWorld()
	w.version = 16
	for query, want := range map[string]string{
		"SELECT n, SUM(n) OVER w FROM numbers WHERE n < 4 WINDOW w AS (ORDER BY n)":                                        lines("1|1", "2|3", "3|6"),
		"SELECT n, COUNT(*) OVER (ORDER BY n ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) FROM numbers WHERE n < 4":   lines("1|2", "2|1", "3|0"),
		"SELECT n, MIN(n) OVER (ORDER BY n RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM numbers WHERE n > 8":    lines("9|9", "10|9"),
		"SELECT value FROM GENERATE_SERIES(1, 7, 3)":                                                                       lines("1", "4", "7"),
		"SELECT value FROM GENERATE_SERIES(3, 1)":                                                                          lines("3", "2", "1"),
		"SELECT value, ordinal FROM STRING_SPLIT('a b', ' ', 1)":                                                           lines("a|1", "b|2"),
		"SELECT GREATEST(1, 2.5, NULL), LEAST('b', 'a')":                                                                   "2.5|a",
		"SELECT CONVERT(varchar(19), DATETRUNC(month, CAST('2024-03-15 10:11:12' AS datetime2(0))), 120)":                  "2024-03-01 00:00:00",
		"SELECT 1 WHERE NULL IS NOT DISTINCT FROM NULL":                                                                    "1",
		"SELECT PERCENT_RANK() OVER (ORDER BY n), CUME_DIST() OVER (ORDER BY n) FROM numbers WHERE n IN (1, 2) ORDER BY 1": lines("0|0.5", "1|1"),
		"SELECT LAST_VALUE(n) OVER (ORDER BY n) FROM numbers WHERE n < 3":                                                  lines("1", "2"),
	} {
		if got := rowsOn(t, w, query); got != want {
			t.Errorf("%s\n got %q\nwant %q", query, got, want)
		}
	}
}
