package contract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// expectation is one line of a case's header.
type expectation struct {
	portable bool // true on every server, not only in the world of the lab
	kind     string
	set      int // which result set, from 1
	text     string
}

func (e expectation) String() string {
	return fmt.Sprintf("%s (set %d): %s", e.kind, e.set, e.text)
}

var kinds = []string{"columns", "sets", "rows", "row", "next", "no", "each", "errors", "messages", "text", "print"}

func parseExpectation(key, index, value string) (expectation, error) {
	who, kind, _ := strings.Cut(key, " ")
	e := expectation{portable: who == "expect", kind: kind, set: 1, text: value}
	if !slices.Contains(kinds, kind) {
		return e, fmt.Errorf("no kind of expectation is called %q", kind)
	}
	if index != "" {
		e.set, _ = strconv.Atoi(index)
	}
	return e, nil
}

// check says in what the answer differs from the expectations. Errors that nobody
// expects are always a difference.
func check(a answer, expect []expectation) []string {
	var out []string
	say := func(e expectation, format string, args ...any) {
		out = append(out, e.String()+": "+fmt.Sprintf(format, args...))
	}
	var tellsErrors, tellsSets bool
	columnLines, last := 0, map[int]int{}
	for _, e := range expect {
		switch e.kind {
		case "errors":
			tellsErrors = true
			if !matchNumbers(a.errors(), e.text) {
				say(e, "got %v", a.errors())
			}
		case "messages":
			if !matchNumbers(a.messages(), e.text) {
				say(e, "got %v", a.messages())
			}
		case "text":
			if !slices.ContainsFunc(a.notices, func(n notice) bool { return strings.Contains(n.text, e.text) }) {
				say(e, "no message says so; got %v", a.notices)
			}
		case "print":
			if !slices.ContainsFunc(a.notices, func(n notice) bool { return n.number == 0 && n.text == e.text }) {
				say(e, "not printed; got %v", a.notices)
			}
		case "sets":
			tellsSets = true
			if strconv.Itoa(len(a.sets)) != e.text {
				say(e, "got %d", len(a.sets))
			}
		default:
			if e.kind == "columns" {
				columnLines++
			}
			if e.set > len(a.sets) {
				say(e, "the answer has %d result sets", len(a.sets))
				continue
			}
			if problem := checkSet(a.sets[e.set-1], e, last); problem != "" {
				say(e, "%s", problem)
			}
		}
	}
	if len(expect) > 0 && !tellsErrors && len(a.errors()) > 0 {
		out = append(out, fmt.Sprintf("unexpected errors: %v", a.errors()))
	}
	if columnLines > 0 && !tellsSets && columnLines != len(a.sets) {
		out = append(out, fmt.Sprintf("got %d result sets, want %d", len(a.sets), columnLines))
	}
	return out
}

// checkSet checks what an expectation says about one result set. last remembers per set
// the row that matched last, for "next".
func checkSet(set resultSet, e expectation, last map[int]int) string {
	pattern := strings.Split(e.text, " | ")
	match := func(row []string) bool { return matchRow(row, pattern) }
	switch e.kind {
	case "columns":
		return checkColumns(set.columns, e.text)
	case "rows":
		if !matchCount(len(set.rows), e.text) {
			return fmt.Sprintf("got %d rows: %s", len(set.rows), shown(set.rows))
		}
	case "row":
		i := slices.IndexFunc(set.rows, match)
		if i < 0 {
			return "no such row among " + shown(set.rows)
		}
		last[e.set] = i
	case "next":
		from := last[e.set] + 1
		i := slices.IndexFunc(set.rows[min(from, len(set.rows)):], match)
		if i < 0 {
			return "does not follow in " + shown(set.rows)
		}
		last[e.set] = from + i
	case "no":
		if slices.ContainsFunc(set.rows, match) {
			return "there is such a row in " + shown(set.rows)
		}
	case "each":
		for _, row := range set.rows {
			if !match(row) {
				return fmt.Sprintf("row %v differs", row)
			}
		}
	}
	return ""
}

// shown is the beginning of the rows, for a message.
func shown(rows [][]string) string {
	const enough = 12
	if len(rows) > enough {
		return fmt.Sprintf("%v and %d more", rows[:enough], len(rows)-enough)
	}
	return fmt.Sprint(rows)
}

// matchCount reads "5" or ">= 5".
func matchCount(n int, text string) bool {
	if least, ok := strings.CutPrefix(text, ">= "); ok {
		m, err := strconv.Atoi(least)
		return err == nil && n >= m
	}
	m, err := strconv.Atoi(text)
	return err == nil && n == m
}

// matchRow compares cells: * is anything, ~ begins a regular expression.
func matchRow(row, pattern []string) bool {
	if len(row) != len(pattern) {
		return false
	}
	for i, want := range pattern {
		want = strings.TrimSpace(want)
		expression, isPattern := strings.CutPrefix(want, "~")
		switch {
		case want == "*":
		case want == "''":
			if row[i] != "" {
				return false
			}
		case isPattern:
			if !regexp.MustCompile(expression).MatchString(row[i]) {
				return false
			}
		case row[i] != want:
			return false
		}
	}
	return true
}

// checkColumns compares names and types; a type without a length stands for any length.
func checkColumns(got []column, text string) string {
	want := strings.Split(text, ", ")
	if len(got) != len(want) {
		return fmt.Sprintf("got %d columns: %v", len(got), got)
	}
	for i, w := range want {
		cut := strings.LastIndex(w, " ")
		if cut < 0 {
			return fmt.Sprintf("column %q needs a name and a type", w)
		}
		name, kind := w[:cut], w[cut+1:]
		if name == "()" {
			name = ""
		}
		have := got[i].kind
		if !strings.Contains(kind, "(") {
			have, _, _ = strings.Cut(have, "(")
		}
		if got[i].name != name || kind != "*" && have != kind {
			return fmt.Sprintf("column %d is %q %s", i+1, got[i].name, got[i].kind)
		}
	}
	return ""
}

// matchNumbers reads "none" or "300/14, 102|156, 297/16/1": number, level, state.
func matchNumbers(got []notice, text string) bool {
	if text == "none" {
		return len(got) == 0
	}
	want := strings.Split(text, ", ")
	if len(got) != len(want) {
		return false
	}
	for i, w := range want {
		if !slices.ContainsFunc(strings.Split(w, "|"), got[i].matches) {
			return false
		}
	}
	return true
}

func (n notice) matches(text string) bool {
	parts := strings.Split(text, "/")
	have := []string{fmt.Sprint(n.number), fmt.Sprint(n.class), fmt.Sprint(n.state)}
	if parts[0] == "*" { // an error whose number nobody knows
		have[0] = "*"
	}
	return len(parts) <= len(have) && slices.Equal(parts, have[:len(parts)])
}

// TestCheck holds the checker itself: each expectation must be able to fail.
func TestCheck(t *testing.T) {
	a := answer{
		sets: []resultSet{
			{columns: []column{{"name", "NVARCHAR(128)"}, {"n", "DECIMAL(18,2)"}}, rows: [][]string{{"a", "1.00"}, {"b", "NULL"}}},
			{columns: []column{{"", "INT"}}},
		},
		notices: []notice{{5701, 0, 2, "Changed"}, {0, 0, 1, "hello"}, {300, 14, 1, "denied it"}, {297, 16, 1, "x"}},
	}
	for _, tt := range []struct {
		key, index, text string
		good             bool
	}{
		{"expect columns", "", "name NVARCHAR, n DECIMAL(18,2)", true},
		{"expect columns", "", "name NVARCHAR(60), n DECIMAL", false},
		{"expect columns", "", "nme NVARCHAR, n DECIMAL", false},
		{"expect columns", "", "name NVARCHAR", false},
		{"expect columns", "2", "() INT", true},
		{"expect columns", "2", "() BIGINT", false},
		{"expect sets", "", "2", true},
		{"expect sets", "", "1", false},
		{"expect rows", "", "2", true},
		{"expect rows", "", ">= 3", false},
		{"expect rows", "2", "0", true},
		{"expect rows", "3", "0", false},
		{"expect row", "", "b | NULL", true},
		{"expect row", "", "~^[ac]$ | *", true},
		{"expect row", "", "b | ~^1", false},
		{"expect row", "", "b", false},
		{"expect no", "", "c | *", true},
		{"expect no", "", "a | *", false},
		{"expect each", "", "~. | *", true},
		{"expect each", "", "* | 1.00", false},
		{"expect errors", "", "300/14, 297/16/1", true},
		{"expect errors", "", "300, */16", true},
		{"expect errors", "", "300, */15", false},
		{"expect errors", "", "297, 300", false},
		{"expect errors", "", "300/14, 102|297", true},
		{"expect errors", "", "300/15, 297", false},
		{"expect errors", "", "none", false},
		{"expect messages", "", "0", true},
		{"expect messages", "", "none", false},
		{"expect text", "", "denied", true},
		{"expect text", "", "granted", false},
		{"expect print", "", "hello", true},
		{"expect print", "", "hell", false},
	} {
		e, err := parseExpectation(tt.key, tt.index, tt.text)
		if err != nil {
			t.Fatal(err)
		}
		lines := []expectation{e, {kind: "errors", text: "300, 297"}, {kind: "sets", text: "2"}}
		if got := check(a, lines); (len(got) == 0) != tt.good {
			t.Errorf("%s %s %s: %v", tt.key, tt.index, tt.text, got)
		}
	}
	if got := check(a, []expectation{{kind: "sets", text: "2"}}); len(got) != 1 {
		t.Errorf("errors nobody expects must be a difference: %v", got)
	}
	inOrder := func(first, second string) []string {
		return check(answer{sets: a.sets}, []expectation{{kind: "row", set: 1, text: first}, {kind: "next", set: 1, text: second}})
	}
	if got := inOrder("a | *", "b | *"); len(got) != 0 {
		t.Errorf("b follows a: %v", got)
	}
	if got := inOrder("b | *", "a | *"); len(got) == 0 {
		t.Error("a does not follow b")
	}
}
