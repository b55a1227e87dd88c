package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/value"
)

// relationOf runs a query and returns its rows sorted, the columns brought into the order
// of their names without prefix.
func relationOf(t *testing.T, query string) []string {
	t.Helper()
	r := &recorder{}
	if err := NewSession(newTestWorld()).Batch(context.Background(), query, r); err != nil {
		t.Fatal(err)
	}
	if len(r.cols) == 0 {
		t.Fatalf("%s: %s", query, strings.Join(r.lines, "\n"))
	}
	order := make([]int, len(r.cols))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(r.cols[a].Name, r.cols[b].Name) })
	var out []string
	for _, row := range r.all {
		var line []string
		for _, i := range order {
			line = append(line, r.cols[i].Name+"="+show(row[i], r.cols[i].Type)+":"+typeText(r.cols[i]))
		}
		out = append(out, strings.Join(line, ","))
	}
	slices.Sort(out)
	return out
}

// TestRewritesKeepTheRelation: other aliases, another order of columns, of joins and of
// predicates, and a detour through a derived table, a CTE or a temp table are the same
// query.
func TestRewritesKeepTheRelation(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	columns := []string{"{p}.id AS pid", "{p}.name", "{o}.id AS oid", "{o}.amount", "{o}.placed", "{p}.city", "{p}.age"}
	predicates := []string{"{o}.amount > 1", "{p}.id < 100", "{p}.name LIKE '%[aob]%'", "{o}.placed >= '20240101'"}
	joins := []string{
		"people {p} JOIN orders {o} ON {o}.person_id = {p}.id",
		"orders {o} INNER JOIN people {p} ON {p}.id = {o}.person_id AND 1 = 1",
		"people {p} CROSS JOIN orders {o}\nWHERE {p}.id = {o}.person_id AND",
		"people {p}, orders {o} WHERE {o}.person_id = {p}.id AND",
		"people {p} CROSS APPLY (SELECT * FROM orders i WHERE i.person_id = {p}.id) {o}",
		"people {p} JOIN orders {o} ON {p}.id + 0 = {o}.person_id * 1",
		"people {p} LEFT JOIN orders {o} ON {o}.person_id = {p}.id WHERE {o}.id IS NOT NULL AND",
	}
	wrap := []string{"%s", "SELECT * FROM (%s) AS w", "WITH w AS (%s) SELECT * FROM w", "SELECT w.* FROM (%s) w WHERE EXISTS (SELECT 1 FROM people z WHERE z.id = w.pid)"}
	build := func(cols, preds []string, join, wrapper, p, o string) string {
		where := " WHERE "
		if strings.HasSuffix(join, "AND") {
			where = " "
		}
		q := "SELECT " + strings.Join(cols, ", ") + " FROM " + join + where + strings.Join(preds, " AND ")
		q = strings.NewReplacer("{p}", p, "{o}", o).Replace(q)
		return fmt.Sprintf(wrapper, q)
	}
	want := relationOf(t, build(columns, predicates, joins[0], "%s", "p", "o"))
	if len(want) != 3 {
		t.Fatalf("the plain query has %d rows: %v", len(want), want)
	}
	nullable := func(rows []string) string { return strings.ReplaceAll(strings.Join(rows, "\n"), " null", "") }
	for range 300 {
		cols, preds := slices.Clone(columns), slices.Clone(predicates)
		rng.Shuffle(len(cols), func(i, j int) { cols[i], cols[j] = cols[j], cols[i] })
		rng.Shuffle(len(preds), func(i, j int) { preds[i], preds[j] = preds[j], preds[i] })
		q := build(cols, preds, joins[rng.IntN(len(joins))], wrap[rng.IntN(len(wrap))], fmt.Sprintf("[a %d]", rng.IntN(9)), fmt.Sprintf("\"b%d\"", rng.IntN(9)))
		// An outer join makes columns nullable and nothing else may differ.
		if got := relationOf(t, q); nullable(got) != nullable(want) {
			t.Fatalf("%s\n got %v\nwant %v", q, got, want)
		}
	}
}

// TestHashAndLoopJoinsAgree compares the hashed equality with the same condition in a form
// that cannot be hashed, for every kind of join.
func TestHashAndLoopJoinsAgree(t *testing.T) {
	for _, kind := range []string{"JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"} {
		for _, on := range []string{"%s = %s", "%s = %s AND p.id <> 2", "%s = %s AND o.paid = 1"} {
			hashed := "SELECT p.id AS a, o.id AS b FROM people p " + kind + " orders o ON " + fmt.Sprintf(on, "p.id", "o.person_id")
			looped := "SELECT p.id AS a, o.id AS b FROM people p " + kind + " orders o ON " + fmt.Sprintf(on, "ABS(p.id)", "ABS(o.person_id)")
			if a, b := relationOf(t, hashed), relationOf(t, looped); !slices.Equal(a, b) {
				t.Errorf("%s\n%v\n%v", hashed, a, b)
			}
		}
	}
}

func TestLargeJoinsAreQuick(t *testing.T) {
	w := newTestWorld()
	big := &testRelation{cols: []Column{{Name: "id", Type: value.IntT}, {Name: "name", Type: value.NVarCharN(50)}}}
	for i := range 3000 {
		big.rows = append(big.rows, []any{int64(i), fmt.Sprintf("name %d", i)})
	}
	w.relations["big"] = big
	start := time.Now()
	got := rowsOn(t, w, "SELECT COUNT(*) FROM big a JOIN big b ON a.id = b.id LEFT JOIN big c ON c.name = b.name AND c.id = a.id")
	if took := time.Since(start); got != "3000" || took > 5*time.Second {
		t.Errorf("%s rows in %v", got, took)
	}
	if big.reads != 1 {
		t.Errorf("a relation is read once per statement, not %d times", big.reads)
	}
}

// FuzzBatch throws text at a session: whatever it is, the session answers and lives.
func FuzzBatch(f *testing.F) {
	for _, s := range []string{
		"SELECT p.name, COUNT(*) FROM people p LEFT JOIN orders o ON o.person_id = p.id GROUP BY p.name HAVING COUNT(*) > 0 ORDER BY 2",
		"DECLARE @t TABLE (a int PRIMARY KEY) INSERT @t SELECT n FROM numbers UPDATE @t SET a += 1 DELETE TOP (1) @t SELECT * FROM @t FOR JSON PATH",
		"BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT ERROR_MESSAGE(); THROW END CATCH",
		"WITH r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT SUM(n) OVER (ORDER BY n ROWS 2 PRECEDING) FROM r",
		"EXEC sp_executesql N'SELECT @a', N'@a int', 1 RAISERROR('%*d', 16, 1, 3, 4)",
		"SELECT FORMAT(1.5, '#,0.0'), STUFF('abc', 1, 2, 'x'), DATEADD(day, 1, 0), JSON_VALUE('{}', '$.a') FROM OPENJSON('[1]') j",
		"DECLARE c CURSOR FOR SELECT name FROM people OPEN c FETCH NEXT FROM c CLOSE c DEALLOCATE c",
		"CREATE TABLE #t (a int IDENTITY, b AS a + 1, c varchar(3) DEFAULT 'x') INSERT #t DEFAULT VALUES SELECT * INTO #u FROM #t",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		s := NewSession(newTestWorld())
		if err := s.Batch(ctx, text, &recorder{}); err != nil && ctx.Err() == nil && err != errDisconnect {
			t.Fatalf("%q ended the connection: %v", text, err)
		}
		if got := run(t, s, "IF @@TRANCOUNT > 0 ROLLBACK", "SET NOCOUNT OFF SET ROWCOUNT 0 SET NOEXEC OFF", "SELECT 1"); !strings.HasSuffix(got, "1\ndone 1") {
			t.Fatalf("after %q: %s", text, got)
		}
	})
}
