package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// column is a reference without a qualifier.
func column(name string) *ColumnRef { return &ColumnRef{Column: bare(name)} }

// of is a reference t.c.
func of(t, c string) *ColumnRef { return &ColumnRef{Table: Name{Object: bare(t)}, Column: bare(c)} }

func table(name string) *Table { return &Table{Name: Name{Object: bare(name)}} }

// expression reads the only select item of SELECT x.
func expression(t *testing.T, o Options, text string) Expr {
	t.Helper()
	s := one(t, o, "SELECT "+text).(*QueryStmt).Query.Body.(*Select)
	if len(s.Items) != 1 {
		t.Fatalf("%s yields %s", text, shape(s.Items))
	}
	return s.Items[0].X
}

// condition reads the condition of SELECT 1 WHERE x.
func condition(t *testing.T, text string) Expr {
	t.Helper()
	return one(t, Options{}, "SELECT 1 WHERE "+text).(*QueryStmt).Query.Body.(*Select).Where
}

// alike compares by shape: places do not matter.
func alike(t *testing.T, text string, got, want any) {
	t.Helper()
	if shape(got) != shape(want) {
		t.Errorf("%s\n got %s\nwant %s", text, shape(got), shape(want))
	}
}

func binary(op string, l, r Expr) Expr  { return &Binary{Op: op, L: l, R: r} }
func compare(op string, l, r Expr) Expr { return &Compare{Op: op, L: l, R: r} }

// Operators of one level go from left to right; * / % come before + - & ^ |, signs first
// (operator precedence of the documentation).
func TestPrecedence(t *testing.T) {
	a, b, c := column("a"), column("b"), column("c")
	for text, want := range map[string]Expr{
		"a + b * c":       binary("+", a, binary("*", b, c)),
		"a * b + c":       binary("+", binary("*", a, b), c),
		"a - b - c":       binary("-", binary("-", a, b), c),
		"a / b % c":       binary("%", binary("/", a, b), c),
		"a & b + c":       binary("+", binary("&", a, b), c),
		"a | b ^ c":       binary("^", binary("|", a, b), c),
		"(a + b) * c":     binary("*", binary("+", a, b), c),
		"-a * b":          binary("*", &Unary{Op: "-", X: a}, b),
		"a - -b":          binary("-", a, &Unary{Op: "-", X: b}),
		"~a & b":          binary("&", &Unary{Op: "~", X: a}, b),
		"- + a":           &Unary{Op: "-", X: &Unary{Op: "+", X: a}},
		"a COLLATE x + b": binary("+", &Collate{X: a, Name: "x"}, b),
	} {
		alike(t, text, expression(t, Options{}, text), want)
	}
}

// NOT comes before AND, AND before OR.
func TestLogicalPrecedence(t *testing.T) {
	x, y, z := compare("=", column("a"), integer(1)), compare("<>", column("b"), integer(2)), compare(">=", column("c"), integer(3))
	and := func(l, r Expr) Expr { return &Logic{Op: "AND", L: l, R: r} }
	or := func(l, r Expr) Expr { return &Logic{Op: "OR", L: l, R: r} }
	for text, want := range map[string]Expr{
		"a = 1 OR b <> 2 AND c >= 3":   or(x, and(y, z)),
		"a = 1 AND b != 2 OR c !< 3":   or(and(x, y), z),
		"(a = 1 OR b <> 2) AND c >= 3": and(or(x, y), z),
		"NOT a = 1 AND b <> 2":         and(&Not{X: x}, y),
		"NOT (a = 1 AND b <> 2)":       &Not{X: and(x, y)},
		"((a) = (1))":                  x,
	} {
		alike(t, text, condition(t, text), want)
	}
}

func TestPredicates(t *testing.T) {
	a, b := column("a"), column("b")
	query := &Query{Body: &Select{Items: []Item{{X: b}}, From: []Source{table("t")}}}
	for text, want := range map[string]Expr{
		"a IS NULL":                       &IsNull{X: a},
		"a IS NOT NULL":                   &IsNull{X: a, Not: true},
		"a BETWEEN 1 AND 2":               &Between{X: a, Lo: integer(1), Hi: integer(2)},
		"a NOT BETWEEN b AND 2":           &Between{X: a, Lo: b, Hi: integer(2), Not: true},
		"a IN (1, b)":                     &In{X: a, List: []Expr{integer(1), b}},
		"a NOT IN (SELECT b FROM t)":      &In{X: a, Query: query, Not: true},
		"a LIKE 'x' ESCAPE '!'":           &Like{X: a, Pattern: varchar("x"), Escape: varchar("!")},
		"a NOT LIKE b":                    &Like{X: a, Pattern: b, Not: true},
		"EXISTS (SELECT b FROM t)":        &Exists{Query: query},
		"NOT EXISTS (SELECT b FROM t)":    &Not{X: &Exists{Query: query}},
		"a > ALL (SELECT b FROM t)":       &Quantified{Op: ">", All: true, L: a, Query: query},
		"a = SOME (SELECT b FROM t)":      &Quantified{Op: "=", L: a, Query: query},
		"a = (SELECT b FROM t)":           compare("=", a, &Subquery{Query: query}),
		"a IS NOT DISTINCT FROM b":        &Distinct{L: a, R: b, Not: true},
		"a !> b":                          compare("<=", a, b),
		"a BETWEEN 1 AND 2 AND b IS NULL": &Logic{Op: "AND", L: &Between{X: a, Lo: integer(1), Hi: integer(2)}, R: &IsNull{X: b}},
	} {
		alike(t, text, condition(t, text), want)
	}
}

// A constant has the type and the size that it is written with.
func TestLiterals(t *testing.T) {
	numeric := func(precision, scale uint8) value.Type {
		return value.Type{Kind: value.Decimal, Precision: precision, Scale: scale, IsNumeric: true}
	}
	text := func(kind value.Kind, n int) value.Type { return value.Type{Kind: kind, Length: n} }
	for written, want := range map[string]value.Type{
		"2147483647": value.IntT, "2147483648": numeric(10, 0), "007": value.IntT,
		"1.50": numeric(3, 2), "0.5": numeric(1, 1), ".5": numeric(1, 1), "10.": numeric(2, 0),
		"1e0": value.FloatT, "1e": value.FloatT, "$1.5": value.MoneyT, "$": value.MoneyT, "NULL": value.NullT,
		"''": text(value.VarChar, 1), "'abc'": text(value.VarChar, 3), "N'abc'": text(value.NVarChar, 3), "N'😀'": text(value.NVarChar, 2),
		"0x": text(value.VarBinary, 1), "0x123": text(value.VarBinary, 2),
	} {
		lit, ok := expression(t, Options{}, written).(*Literal)
		if !ok || lit.Type != want {
			t.Errorf("%s is %s, want %v", written, shape(expression(t, Options{}, written)), want)
		}
	}
	lit := expression(t, Options{}, "0x1EF").(*Literal)
	if b, _ := lit.Value.([]byte); len(b) != 2 || b[0] != 0x01 || b[1] != 0xEF {
		t.Errorf("0x1EF is %v", lit.Value)
	}
}

func TestCalls(t *testing.T) {
	a, b := column("a"), column("b")
	for text, want := range map[string]Expr{
		"COUNT(*)":           &Call{Name: Name{Object: bare("COUNT")}, Star: true},
		"COUNT(DISTINCT a)":  &Call{Name: Name{Object: bare("COUNT")}, Distinct: true, Args: []Expr{a}},
		"MAX(ALL a)":         call("MAX", a),
		"GETDATE()":          call("GETDATE"),
		"CURRENT_TIMESTAMP":  call("CURRENT_TIMESTAMP"),
		"sys.fn_x(1)":        &Call{Name: Name{Schema: bare("sys"), Object: bare("fn_x")}, Args: []Expr{integer(1)}},
		"CAST(a AS bigint)":  &Cast{X: a, Type: value.Type{Kind: value.BigInt}},
		"CAST(a AS varchar)": &Cast{X: a, Type: value.Type{Kind: value.VarChar, Length: 30}},
		"TRY_CONVERT(nvarchar(max), a, 1)": &Cast{X: a, Type: value.Type{Kind: value.NVarChar, Length: value.Max}, Style: integer(1),
			Try: true, Convert: true},
		"DATEADD(dd, 1, a)":         call("DATEADD", &Keyword{Word: "day"}, integer(1), a),
		"IIF(a = b, 1, 2)":          call("IIF", compare("=", a, b), integer(1), integer(2)),
		"LEFT(a, 1)":                call("LEFT", a, integer(1)),
		"COALESCE(a, b)":            call("COALESCE", a, b),
		"TRIM(TRAILING 'x' FROM a)": call("TRIM", a, varchar("x"), &Keyword{Word: "trailing"}),
		"CASE a WHEN 1 THEN b END":  &Case{Input: a, Whens: []When{{If: integer(1), Then: b}}},
		"CASE WHEN a = b THEN 1 ELSE NULL END": &Case{Whens: []When{{If: compare("=", a, b), Then: integer(1)}},
			Else: &Literal{Type: value.NullT}},
		"STRING_AGG(a, ',') WITHIN GROUP (ORDER BY b DESC)": &Call{Name: Name{Object: bare("STRING_AGG")},
			Args: []Expr{a, varchar(",")}, Within: []OrderItem{{X: b, Desc: true}}},
		"ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY a)": &Call{Name: Name{Object: bare("ROW_NUMBER")},
			Over: &Window{Partition: []Expr{a, b}, Order: []OrderItem{{X: a}}}},
		"SUM(a) OVER (ORDER BY b ROWS 2 PRECEDING)": &Call{Name: Name{Object: bare("SUM")}, Args: []Expr{a},
			Over: &Window{Order: []OrderItem{{X: b}}, Frame: &Frame{Rows: true,
				From: FrameBound{Kind: "PRECEDING", Rows: 2}, To: FrameBound{Kind: "CURRENT ROW"}}}},
		"a AT TIME ZONE 'UTC'": &AtTimeZone{X: a, Zone: varchar("UTC")},
	} {
		alike(t, text, expression(t, Options{}, text), want)
	}
}

// Joins go from left to right; an ON that waits belongs to the join that is still open.
func TestJoins(t *testing.T) {
	on := func(l, r string) Expr { return compare("=", of(l, "x"), of(r, "x")) }
	join := func(kind string, l, r Source, on Expr) Source { return &Join{Kind: kind, L: l, R: r, On: on} }
	a, b, c := table("a"), table("b"), table("c")
	for text, want := range map[string][]Source{
		"a JOIN b ON a.x = b.x LEFT OUTER JOIN c ON b.x = c.x": {join("LEFT", join("INNER", a, b, on("a", "b")), c, on("b", "c"))},
		"a LEFT JOIN b INNER JOIN c ON b.x = c.x ON a.x = b.x": {join("LEFT", a, join("INNER", b, c, on("b", "c")), on("a", "b"))},
		"a LEFT JOIN (b JOIN c ON b.x = c.x) ON a.x = b.x":     {join("LEFT", a, join("INNER", b, c, on("b", "c")), on("a", "b"))},
		"a, b CROSS JOIN c":                {a, join("CROSS", b, c, nil)},
		"a FULL JOIN b ON a.x = b.x":       {join("FULL", a, b, on("a", "b"))},
		"a INNER HASH JOIN b ON a.x = b.x": {&Join{Kind: "INNER", Hint: "HASH", L: a, R: b, On: on("a", "b")}},
		"a CROSS APPLY sys.f(a.x) AS f (y)": {join("CROSS APPLY", a, &TableFunc{Name: Name{Schema: bare("sys"), Object: bare("f")},
			Args: []Expr{of("a", "x")}, Alias: bare("f"), HasAlias: true, Columns: []Ident{bare("y")}}, nil)},
		"a OUTER APPLY (SELECT 1) AS d (y)": {join("OUTER APPLY", a, &Derived{Query: &Query{Body: &Select{Items: []Item{{X: integer(1)}}}},
			Alias: bare("d"), Columns: []Ident{bare("y")}}, nil)},
		"a WITH (NOLOCK, READPAST)": {&Table{Name: Name{Object: bare("a")}, Hints: []string{"NOLOCK", "READPAST"}}},
		"@t AS x":                   {&TableVariable{Name: "@t", Alias: bare("x"), HasAlias: true}},
		"srv.db..t":                 {&Table{Name: Name{Server: bare("srv"), Database: bare("db"), Object: bare("t")}}},
	} {
		got := one(t, Options{}, "SELECT 1 FROM "+text).(*QueryStmt).Query.Body.(*Select).From
		alike(t, text, got, want)
	}
}

// INTERSECT comes before UNION and EXCEPT, which go from left to right.
func TestSetOperators(t *testing.T) {
	s := func(n int64) Body { return &Select{Items: []Item{{X: integer(n)}}} }
	q := one(t, Options{}, "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 EXCEPT (SELECT 4) ORDER BY 1 DESC").(*QueryStmt).Query
	alike(t, "set operators", q, &Query{
		Body: &SetOp{Op: "EXCEPT",
			L: &SetOp{Op: "UNION ALL", L: s(1), R: &SetOp{Op: "INTERSECT", L: s(2), R: s(3)}},
			R: &Nested{Query: &Query{Body: s(4)}}},
		OrderBy: []OrderItem{{X: integer(1), Desc: true}}})
}

// TestWholeQuery holds every clause to its field.
func TestWholeQuery(t *testing.T) {
	same(t, Options{}, `WITH c (n) AS (SELECT 1) SELECT DISTINCT TOP (5) PERCENT n AS [m], c.*, 'k' = 2 INTO #x FROM c WHERE n > 0
		GROUP BY n HAVING COUNT(*) > 1 ORDER BY n OFFSET 1 ROW FETCH FIRST 2 ROWS ONLY FOR JSON AUTO, ROOT('r'), WITHOUT_ARRAY_WRAPPER
		OPTION (MAXDOP 1, RECOMPILE)`,
		&QueryStmt{Query: &Query{
			With: []CTE{{Name: bare("c"), Columns: []Ident{bare("n")}, Query: &Query{Body: &Select{Items: []Item{{X: integer(1)}}}}}},
			Body: &Select{Distinct: true, Top: &Top{Count: integer(5), Percent: true},
				Items: []Item{{X: column("n"), Alias: quoted("m"), HasAlias: true}, {Star: true, StarOf: Name{Object: bare("c")}},
					{X: integer(2), Alias: quoted("k"), HasAlias: true}},
				Into: &Name{Object: bare("#x")}, From: []Source{table("c")}, Where: compare(">", column("n"), integer(0)),
				GroupBy: []Expr{column("n")}, Having: compare(">", &Call{Name: Name{Object: bare("COUNT")}, Star: true}, integer(1))},
			OrderBy: []OrderItem{{X: column("n")}}, Offset: integer(1), Fetch: integer(2),
			ForJSON: &ForJSON{Auto: true, Root: "r", HasRoot: true, WithoutWrapper: true},
			Options: []string{"MAXDOP 1", "RECOMPILE"}}})
	same(t, Options{}, "SELECT ',' + name FROM t FOR XML PATH(''), TYPE, ROOT('r')", &QueryStmt{Query: &Query{
		Body:   &Select{Items: []Item{{X: binary("+", varchar(","), column("name"))}}, From: []Source{table("t")}},
		ForXML: &ForXML{HasPath: true, Type: true, Root: "r"}}})
}
