package sqlserver

import (
	"database/sql/driver"
	"strings"
	"testing"
	"time"
)

// answered builds an answer of one table: a header of column names, then the rows.
func answered(columns string, rows ...[]driver.Value) *answer {
	t := &table{columns: map[string]int{}, rows: rows}
	for i, c := range strings.Fields(columns) {
		t.columns[c] = i
	}
	return &answer{tables: []*table{t}}
}

// titled is answered for column names with blanks.
func titled(columns []string, rows ...[]driver.Value) *answer {
	a := answered("", rows...)
	for i, c := range columns {
		a.tables[0].columns[c] = i
	}
	return a
}

// is is one row.
func is(values ...driver.Value) []driver.Value { return values }

// denied is what a management view answers without the permission (facts/tsql.md E4).
func denied(permission string) *answer {
	return &answer{messages: []Message{
		{Number: 300, Severity: 14, Text: permission + " permission was denied on object 'server', database 'master'."},
		{Number: 297, Severity: 16, Text: "The user does not have permission to perform this action."},
	}}
}

func TestRowReadsWhatTheDriverGives(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	a := answered("n b s padded num bin at null",
		is(int64(7), true, "text", "CO  ", []byte("35000000012300001"), []byte{0xca, 0xfe}, at, nil))
	r := a.rows()[0]
	if r.int("n") != 7 || !r.bool("b") || r.int("b") != 1 || r.text("s") != "text" || r.text("padded") != "CO" ||
		r.text("num") != "35000000012300001" || hexUpper(r.bytes("bin")) != "CAFE" || !r.time("at").Equal(at) {
		t.Error("a value is not what the server sent")
	}
	if r.int("null") != 0 || r.bool("null") || r.text("null") != "" || r.bytes("null") != nil || !r.time("null").IsZero() || !r.null("null") {
		t.Error("NULL does not read as nothing")
	}
	if why := a.misread(); why != "" {
		t.Errorf("misread: %s", why)
	}
}

// One value that is not understood costs one fact, in whatever order facts are read.
func TestMisreadDoesNotSpread(t *testing.T) {
	a := answered("n s", is("seven", "x"))
	if f := first(a, func(r row) int { return r.int("n") }); f.Known() {
		t.Error("text passed for a number")
	}
	if f := first(a, func(r row) string { return r.text("s") }); !f.Known() {
		t.Errorf("the neighbour is unknown: %s", f.Why())
	}
}

// An answer that is not what was asked for is unknown with the column named, and never a
// zero value that looks like a fact.
func TestMisreadAnswersAreUnknown(t *testing.T) {
	for name, read := range map[string]func(row) any{
		"column missing is missing": func(r row) any { return r.text("missing") },
		"n is int64, not text":      func(r row) any { return r.text("n") },
		"s is string, not a number": func(r row) any { return r.int("s") },
		"s is string, not a time":   func(r row) any { return r.time("s") },
		"s is string, not binary":   func(r row) any { return r.bytes("s") },
	} {
		a := answered("n s", is(int64(1), "x"))
		if f := list(a, read); f.Known() || !strings.Contains(f.Why(), name) {
			t.Errorf("list is %v because %q, want %q", f.Known(), f.Why(), name)
		}
		if f := first(a, read); f.Known() || !strings.Contains(f.Why(), name) {
			t.Errorf("first is %v because %q, want %q", f.Known(), f.Why(), name)
		}
	}
}

func TestReasons(t *testing.T) {
	text := func(r row) string { return r.text("s") }
	if f := list(answers{}.get("x"), text); f.Known() || f.Why() != "not asked" {
		t.Errorf("an answer nobody asked for: %v %q", f.Known(), f.Why())
	}
	cause := "Msg 300: VIEW SERVER STATE permission was denied on object 'server', database 'master'."
	a := denied("VIEW SERVER STATE")
	if f := list(a, text); f.Known() || f.Why() != cause {
		t.Errorf("a denied view: %q, want the cause alone", f.Why())
	}
	if want := cause + "; Msg 297: The user does not have permission to perform this action."; a.failure() != want {
		t.Errorf("the probe says %q, want both messages", a.failure())
	}
	partial := answered("s", is("a"))
	partial.messages = []Message{{Number: 1222, Text: "Lock request time out period exceeded."}}
	if f := list(partial, text); f.Known() {
		t.Error("rows before an error passed for the whole list")
	}
	if f := list(&answer{}, text); !f.Known() || f.Or(nil) == nil || len(f.Or(nil)) != 0 {
		t.Error("no table at all is not the known empty list")
	}
	if f := first(answered("s"), text); f.Known() {
		t.Error("no row passed for a value")
	}
}
