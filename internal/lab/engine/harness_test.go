package engine

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// exprCase is one expression: what it is worth and, unless empty, its type. A type may end
// in " null" or " not null"; without, nullability is not looked at. A value that starts with
// "!" is the beginning of an error as brief shows it.
type exprCase struct{ expr, typ, want string }

// checkExprs evaluates every expression as the only column of a SELECT.
func checkExprs(t *testing.T, cases []exprCase) {
	t.Helper()
	for _, c := range cases {
		typ, got := evaluate(t, newTestWorld(), c.expr)
		if strings.HasPrefix(c.want, "!") {
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("%s = %s %q, want %q", c.expr, typ, got, c.want)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s = %s %q, want %q", c.expr, typ, got, c.want)
		}
		if !typeFits(typ, c.typ) {
			t.Errorf("%s is %s, want %s", c.expr, typ, c.typ)
		}
	}
}

// typeFits compares a type as shown with what a case asks for.
func typeFits(got, want string) bool {
	bare, nullable := strings.CutSuffix(got, " null")
	if w, ok := strings.CutSuffix(want, " not null"); ok {
		return bare == w && !nullable
	}
	if w, ok := strings.CutSuffix(want, " null"); ok {
		return bare == w && nullable
	}
	return want == "" || bare == want
}

// evaluate runs SELECT expr and returns the column's type and its value, or the first error.
func evaluate(t *testing.T, w *testWorld, expr string) (typ, got string) {
	t.Helper()
	r := &recorder{}
	if err := NewSession(w).Batch(context.Background(), "SELECT "+expr, r); err != nil {
		t.Fatalf("%s: %v", expr, err)
	}
	for _, l := range r.lines {
		if b := brief(l); b != l && strings.HasPrefix(b, "1! ") {
			return "", b[1:]
		}
	}
	if len(r.cols) != 1 || len(r.all) != 1 {
		return "", strings.Join(r.lines, " / ")
	}
	return typeText(r.cols[0]), show(r.all[0][0], r.cols[0].Type)
}

var messageLine = regexp.MustCompile(`(?s)^msg (\d+) class (\d+) state (\d+) line (\d+)( in [^:]*)?: (.*)$`)

// brief shortens an event: a printed line is "3> text", an error "3! 8134.16.1 text" with
// number, class and state, one in a procedure "3 in p! ...".
func brief(line string) string {
	m := messageLine.FindStringSubmatch(line)
	switch {
	case m == nil:
		return line
	case m[1] == "0":
		return m[4] + m[5] + "> " + m[6]
	}
	return m[4] + m[5] + "! " + m[1] + "." + m[2] + "." + m[3] + " " + m[6]
}

// wireCase is a list of batches on one session, separated by lines that say GO, and all
// that the client sees, one event per line. The text of an error may be left out.
type wireCase struct{ name, batch, want string }

func checkWire(t *testing.T, cases []wireCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Helper()
			s := NewSession(newTestWorld())
			var got []string
			for _, b := range strings.Split(c.batch, "\nGO\n") {
				r := &recorder{}
				if err := s.Batch(context.Background(), b, r); err != nil {
					got = append(got, "ended: "+err.Error())
				}
				for _, l := range r.lines {
					got = append(got, brief(l))
				}
			}
			if !eventsFit(got, eventLines(c.want)) {
				t.Errorf("%s\n got:\n%s\nwant:\n%s", c.batch, strings.Join(got, "\n"), strings.Join(eventLines(c.want), "\n"))
			}
		})
	}
}

// eventLines takes an expectation written as an indented block apart.
func eventLines(want string) []string {
	var out []string
	for _, l := range strings.Split(want, "\n") {
		if l = strings.TrimLeft(l, "\t"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

var bareError = regexp.MustCompile(`^\d+( in [^!]*)?! \d+\.\d+\.\d*$`)

func eventsFit(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i, w := range want {
		if g := got[i]; g != w && !(bareError.MatchString(w) && strings.HasPrefix(g, w)) {
			return false
		}
	}
	return true
}

// queryCase is a query (or a batch) and its rows, " / " between them; messages show as brief has them.
type queryCase struct{ query, want string }

func checkQueries(t *testing.T, cases []queryCase) {
	t.Helper()
	for _, c := range cases {
		got := strings.Split(rows(t, c.query), "\n")
		for i := range got {
			got[i] = brief(got[i])
		}
		want := strings.Split(c.want, " / ")
		if !eventsFit(got, want) {
			t.Errorf("%s\n got %q\nwant %q", c.query, strings.Join(got, " / "), c.want)
		}
	}
}

// typeCase is a query and its columns, "name type, name type", with " null" where nullable.
func checkTypes(t *testing.T, cases []queryCase) {
	t.Helper()
	for _, c := range cases {
		if got := types(t, c.query); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}
