package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

// atoms are values of every type and the columns of one row.
var atoms = []string{
	"NULL", "1", "0", "-1", "2147483647", "9223372036854775807", "1.5", "-0.001", "1e300", "$1.25", "'abc'", "''", "N'é😀'", "'2024-02-29'",
	"'12'", "0x0102", "0x", "GETDATE()", "SYSDATETIMEOFFSET()", "NEWID()", "CAST(1 AS bit)", "CAST(255 AS tinyint)", "CAST('x' AS sql_variant)",
	"CAST('<a/>' AS xml)", "CAST('10:00' AS time)", "CAST('2024-01-01' AS date)", "REPLICATE(CAST('ab' AS varchar(max)), 5000)", "'{\"a\":[1,{\"b\":null}]}'", "'$.a'", "'lax $.a[1].b'",
	"@i", "@s", "@v", "p.id", "p.name", "p.city", "p.age", "o.amount", "o.placed", "o.paid", "@@ROWCOUNT", "@@VERSION",
}

// randomExpression is an expression of the given depth. Most of them are errors; none may
// be more than that.
func randomExpression(rng *rand.Rand, names []string, depth int) string {
	if depth == 0 {
		return atoms[rng.IntN(len(atoms))]
	}
	sub := func() string { return randomExpression(rng, names, rng.IntN(depth)) }
	switch rng.IntN(9) {
	case 0:
		ops := []string{"+", "-", "*", "/", "%", "&", "|", "^"}
		return "(" + sub() + " " + ops[rng.IntN(len(ops))] + " " + sub() + ")"
	case 1:
		return "CASE WHEN " + randomCondition(rng, sub) + " THEN " + sub() + " ELSE " + sub() + " END"
	case 2:
		list := []string{"int", "bigint", "tinyint", "bit", "decimal(9,3)", "money", "float", "real", "varchar(5)", "nvarchar(max)", "varbinary(4)", "datetime", "datetime2(3)", "date", "time(1)", "datetimeoffset", "uniqueidentifier", "sql_variant", "xml"}
		return "TRY_CAST(" + sub() + " AS " + list[rng.IntN(len(list))] + ")"
	case 3:
		return "(SELECT TOP 1 " + sub() + " FROM numbers)"
	case 4:
		aggs := []string{"SUM", "MIN", "MAX", "AVG", "COUNT", "STDEV", "CHECKSUM_AGG"}
		return "(SELECT " + aggs[rng.IntN(len(aggs))] + "(" + sub() + ") FROM numbers)"
	}
	name := names[rng.IntN(len(names))]
	f := builtins[name]
	most := f.most
	if most < 0 || most > f.least+2 {
		most = f.least + 2
	}
	args := make([]string, f.least+rng.IntN(most-f.least+1))
	for i := range args {
		args[i] = sub()
	}
	if strings.HasPrefix(name, "date") && strings.ContainsAny(name[4:], "adpnt") && len(args) > 1 && !strings.Contains(name, "from") {
		parts := []string{"year", "quarter", "month", "dayofyear", "day", "week", "weekday", "hour", "minute", "second", "millisecond", "microsecond", "nanosecond"}
		args[0] = parts[rng.IntN(len(parts))]
	}
	if name == "iif" {
		args[0] = randomCondition(rng, sub)
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

func randomCondition(rng *rand.Rand, sub func() string) string {
	switch rng.IntN(6) {
	case 0:
		return sub() + " IS NULL"
	case 1:
		return sub() + " LIKE " + sub()
	case 2:
		return sub() + " IN (" + sub() + ", " + sub() + ")"
	case 3:
		return sub() + " BETWEEN " + sub() + " AND " + sub()
	}
	ops := []string{"=", "<>", "<", ">", "<=", ">="}
	return sub() + " " + ops[rng.IntN(len(ops))] + " " + sub()
}

// TestRandomExpressionsAreAnsweredOrRefused: values and functions of all types in all
// places. A value must have the Go type that its column's type promises, or showing it
// fails; an error must be one of SQL Server's.
func TestRandomExpressionsAreAnsweredOrRefused(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var names []string
	for name := range builtins {
		names = append(names, name)
	}
	slices.Sort(names)
	w := newTestWorld()
	w.version = 16
	s := NewSession(w)
	answered := 0
	for range 2500 {
		e := randomExpression(rng, names, 3)
		text := "DECLARE @i int = 5, @s nvarchar(20) = N'abc', @v sql_variant = 7 SELECT " + e + " AS x, ISNULL(" + e + ", NULL) AS y FROM people p LEFT JOIN orders o ON o.person_id = p.id ORDER BY 1"
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		r := &recorder{}
		start := time.Now()
		err := protect(func() error { return s.Batch(ctx, text, r) })
		cancel()
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%v for %s", took, text)
		}
		got := strings.Join(r.lines, "\n")
		if strings.Contains(got, "msg 401 ") || strings.Contains(got, "no message with that error number") {
			t.Errorf("%s\n%s", text, got)
		}
		if !strings.Contains(got, "msg ") {
			answered++
		}
	}
	if answered < 120 {
		t.Errorf("only %d of the expressions had a value", answered)
	}
}

// protect makes an error of a panic, so that the statement can be named.
func protect(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.Join(err, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return f()
}
