package value

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func collation(t testing.TB, name string) Collation {
	t.Helper()
	c, ok := ParseCollation(name)
	if !ok {
		t.Fatalf("no collation %s", name)
	}
	return c
}

func TestParseCollation(t *testing.T) {
	for in, want := range map[string]string{
		"sql_latin1_general_cp1_ci_as":      "SQL_Latin1_General_CP1_CI_AS",
		"Latin1_General_BIN2":               "Latin1_General_BIN2",
		"latin1_general_100_ci_as_sc_utf8":  "Latin1_General_100_CI_AS_SC_UTF8",
		"Latin1_General_100_BIN2_UTF8":      "Latin1_General_100_BIN2_UTF8",
		"Turkish_CI_AS":                     "Turkish_CI_AS",
		"Japanese_XJIS_140_CI_AS_KS_WS_VSS": "Japanese_XJIS_140_CI_AS_KS_WS_VSS",
		"Chinese_PRC_CI_AS":                 "Chinese_PRC_CI_AS",
		"Chinese_PRC_Stroke_90_CS_AI_KS_WS": "Chinese_PRC_Stroke_90_CS_AI_KS_WS",
		"SQL_Latin1_General_CP437_BIN2":     "SQL_Latin1_General_CP437_BIN2",
		"Finnish_Swedish_CI_AS":             "Finnish_Swedish_CI_AS",
	} {
		if got := collation(t, in).Name(); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
	for _, bad := range []string{"", "Latin1_General", "Latin1_General_CI", "Latin1_General_AS_CI", "Klingon_CI_AS",
		"SQL_Latin1_General_CP1_BIN", "SQL_Latin1_General_CP1_CS_AI", "Latin1_General_CI_AS_SC", "Latin1_General_BIN2_CI",
		"Latin1_General_CI_AS_UTF8", "Latin1_General_CI_AS_", "database_default"} {
		if c, ok := ParseCollation(bad); ok {
			t.Errorf("%q is taken for %s", bad, c)
		}
	}
}

func TestZeroCollationIsTheDefault(t *testing.T) {
	if !(Collation{}).Same(DefaultCollation) || (Collation{}).Name() != "SQL_Latin1_General_CP1_CI_AS" {
		t.Error("the zero Collation is not the default one")
	}
}

func TestStringEquality(t *testing.T) {
	for _, c := range []struct {
		collation, a, b string
		equal           bool
	}{
		{"SQL_Latin1_General_CP1_CI_AS", "abc", "ABC", true},
		{"SQL_Latin1_General_CP1_CI_AS", "abc", "abc   ", true},
		{"SQL_Latin1_General_CP1_CI_AS", " abc", "abc", false},
		{"SQL_Latin1_General_CP1_CI_AS", "resume", "résumé", false},
		{"SQL_Latin1_General_CP1_CI_AS", "RÉSUMÉ", "résumé", true},
		{"SQL_Latin1_General_CP1_CI_AS", "co-op", "coop", false},
		{"SQL_Latin1_General_CP1_CI_AS", "é", "e\u0301", true},
		{"SQL_Latin1_General_CP1_CI_AI", "resume", "RÉSUMÉ", true},
		{"SQL_Latin1_General_CP1_CS_AS", "abc", "ABC", false},
		{"SQL_Latin1_General_CP1_CS_AS", "abc", "abc ", true},
		{"Latin1_General_BIN2", "abc", "ABC", false},
		{"Latin1_General_BIN2", "abc", "abc ", true},
		{"Latin1_General_CI_AS", "ａｂｃ", "ABC", true},
		{"Latin1_General_CI_AS_WS", "ａｂｃ", "ABC", false},
		{"Japanese_CI_AS", "カ", "か", true},
		{"Japanese_CI_AS_KS", "カ", "か", false},
		{"Turkish_CI_AS", "I", "i", false},
		{"Turkish_CI_AS", "İ", "i", true},
		{"Turkish_CI_AS", "I", "ı", true},
		{"Latin1_General_CI_AS", "I", "i", true},
		{"Latin1_General_CI_AS", "İ", "i", false},
	} {
		coll := collation(t, c.collation)
		for _, typ := range []Type{NVarCharN(10), VarCharN(10)} {
			if got := Equal(c.a, c.b, typ, coll); got != c.equal {
				t.Errorf("%s: %q = %q is %v for %s", c.collation, c.a, c.b, got, typ)
			}
			if got := Key(c.a, typ, coll) == Key(c.b, typ, coll); got != c.equal {
				t.Errorf("%s: keys of %q and %q agree: %v for %s", c.collation, c.a, c.b, got, typ)
			}
		}
	}
}

func TestStringOrder(t *testing.T) {
	for name, want := range map[string][]string{
		"SQL_Latin1_General_CP1_CI_AS": {"", "_a", "#x", "1", "a", "á", "ab", "B", "co", "coop", "co-op", "z"},
		"Latin1_General_CS_AS":         {"a", "A", "á", "b", "B"},
		"Latin1_General_BIN2":          {"A", "B", "a", "b", "á"},
	} {
		coll := collation(t, name)
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int { return Compare(a, b, SysnameT, coll) })
		if !slices.Equal(got, want) {
			t.Errorf("%s sorts %v, want %v", name, got, want)
		}
	}
}

func TestNullSortsFirst(t *testing.T) {
	if Compare(nil, int64(-1), IntT, DefaultCollation) != -1 || Compare("", nil, SysnameT, DefaultCollation) != 1 || !Equal(nil, nil, IntT, DefaultCollation) {
		t.Error("NULL does not come first")
	}
}

func TestCompareOtherKinds(t *testing.T) {
	at := func(s string) time.Time { return mustConvert(t, s, text, DateTimeOffsetN(0)).(time.Time) }
	guid := func(s string) GUID { g, _ := ParseGUID(s); return g }
	for _, c := range []struct {
		a, b any
		typ  Type
		want int
	}{
		{int64(2), int64(10), IntT, -1},
		{true, false, BitT, 1},
		{NewDec(10, 1), NewDec(100, 2), DecimalPS(5, 2), 0},
		{1.5, 1.25, FloatT, 1},
		{[]byte{1}, []byte{1, 0}, VarBinaryN(2), 0},
		{[]byte{1, 1}, []byte{1}, VarBinaryN(2), 1},
		{at("2024-01-01 12:00 +00:00"), at("2024-01-01 14:00 +02:00"), DateTimeOffsetN(0), 0},
		{at("2024-01-01 12:00 +00:00"), at("2024-01-01 12:00 +02:00"), DateTimeOffsetN(0), 1},
		{guid("00000000-0000-0000-0000-000000000001"), guid("FF000000-0000-0000-0000-000000000000"), GUIDT, 1},
		{guid("01000000-0000-0000-0000-000000000000"), guid("00000001-0000-0000-0000-000000000000"), GUIDT, -1},
	} {
		if got := Compare(c.a, c.b, c.typ, DefaultCollation); got != c.want {
			t.Errorf("%v against %v = %d, want %d", c.a, c.b, got, c.want)
		}
		if same := Key(c.a, c.typ, DefaultCollation) == Key(c.b, c.typ, DefaultCollation); same != (c.want == 0) {
			t.Errorf("%v and %v share a key: %v", c.a, c.b, same)
		}
	}
}

// "sql_variant (Transact-SQL)": families first, then the value.
func TestVariantComparison(t *testing.T) {
	v := func(typ Type, x any) Var { return Var{Type: typ, Value: x} }
	day := mustConvert(t, "2024-01-01", text, DateTimeT)
	ascending := []Var{
		v(GUIDT, GUID{1}), v(VarBinaryN(2), []byte{9}), v(VarCharN(3), "124"), v(IntT, int64(123)),
		v(FloatT, 0.5), v(DateTimeT, day),
	}
	for i := range ascending {
		for j := range ascending {
			want := compareBool(i > j, j > i)
			if i == j {
				want = 0
			}
			if got := Compare(ascending[i], ascending[j], VariantT, DefaultCollation); got != want {
				t.Errorf("%s against %s = %d, want %d", ascending[i].Type, ascending[j].Type, got, want)
			}
		}
	}
	for _, pair := range [][2]Var{
		{v(IntT, int64(1)), v(BitT, true)},
		{v(IntT, int64(1)), v(DecimalPS(3, 1), NewDec(10, 1))},
		{v(VarCharN(3), "abc"), v(NVarCharN(9), "ABC ")},
		{v(DateT, mustConvert(t, "2024-01-01", text, DateT)), v(DateTimeT, day)},
	} {
		if !Equal(pair[0], pair[1], VariantT, DefaultCollation) || Key(pair[0], VariantT, DefaultCollation) != Key(pair[1], VariantT, DefaultCollation) {
			t.Errorf("%v and %v differ", pair[0], pair[1])
		}
	}
	if Key(v(VarCharN(1), "1"), VariantT, DefaultCollation) == Key(v(IntT, int64(1)), VariantT, DefaultCollation) {
		t.Error("'1' and 1 share a key")
	}
}

func FuzzCompareAgreesWithKey(f *testing.F) {
	f.Add("abc", "ABC ")
	f.Add("co-op", "coop")
	f.Add("e\u0301", "é")
	names := []string{"SQL_Latin1_General_CP1_CI_AS", "Latin1_General_CS_AS", "Latin1_General_BIN2", "Turkish_CI_AS", "Latin1_General_CI_AI"}
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		for _, name := range names {
			c := collation(t, name)
			for _, typ := range []Type{SysnameT, VarCharN(10)} {
				forth, back := Compare(a, b, typ, c), Compare(b, a, typ, c)
				if forth != -back || (forth == 0) != (Key(a, typ, c) == Key(b, typ, c)) {
					t.Errorf("%s %s: %q against %q is %d, back %d", name, typ, a, b, forth, back)
				}
			}
		}
	})
}
