package tsql_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"milink/internal/tsql"
)

var update = flag.Bool("update", false, "write testdata/statements.sql anew")

// majors are the versions a person may point milink at; it must ask the oldest without an
// error and say that it is too old.
var majors = []int{9, 10, 11, 12, 13, 14, 15, 16, 17}

// hard is a database name with everything that breaks quoting.
const hard = `we]ird'n"ame`

// writer gathers statements in order, each once.
type writer struct {
	text strings.Builder
	seen map[string]bool
}

func (w *writer) add(comment, statement string) {
	if w.seen[statement] {
		return
	}
	w.seen[statement] = true
	fmt.Fprintf(&w.text, "-- %s\n%s\nGO\n", comment, strings.TrimRight(statement, "\n"))
}

// sent returns the probes a version is really asked.
func sent(major int) []tsql.Probe {
	var out []tsql.Probe
	for _, p := range tsql.InstanceProbes(major) {
		if p.Since <= major {
			out = append(out, p)
		}
	}
	return out
}

// everyStatement is every text the product can send, in every shape: first each statement
// by itself, because a parser does not look into dynamic SQL, then the batches as sent.
func everyStatement() string {
	w := &writer{seen: map[string]bool{}}
	inside := []tsql.Probe{tsql.FilegroupsProbe(5, "Sales"), tsql.FilesProbe(5, "Sales"),
		tsql.FilegroupsProbe(6, hard), tsql.FilesProbe(6, hard)}
	for _, p := range tsql.IdentityProbes() {
		w.add(p.Name, p.Text)
	}
	for _, major := range majors {
		for _, p := range sent(major) {
			w.add(fmt.Sprintf("%s, from version %d", p.Name, major), p.Text)
		}
	}
	for _, p := range inside {
		w.add(p.Name, p.Text)
	}
	w.add("batch: identity", tsql.Ask(tsql.IdentityProbes()))
	for _, major := range majors {
		w.add(fmt.Sprintf("batch: instance of version %d", major), tsql.Ask(sent(major)))
	}
	w.add("batch: inside databases", tsql.Ask(inside))
	return w.text.String()
}

func TestStatementsGolden(t *testing.T) {
	path := filepath.Join("testdata", "statements.sql")
	got := everyStatement()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with go test ./internal/tsql -update", err)
	}
	if got != string(want) {
		t.Errorf("%s is not what the product sends; look at the difference, then run go test ./internal/tsql -update", path)
	}
}

// mentions tells whether any probe sent to a version contains the word.
func mentions(major int, word string) bool {
	return strings.Contains(tsql.Ask(sent(major)), word)
}

// The versions stand in facts/tsql.md C1 (columns of sys.databases), C8 (availability
// groups), C13 (host), C14 (windows).
func TestYoungThingsAreNotAskedOfOldVersions(t *testing.T) {
	for word, since := range map[string]int{
		"is_accelerated_database_recovery_on":    15,
		"dm_tran_persistent_version_store_stats": 15,
		"is_distributed":                         13,
		"is_contained":                           16,
		"dm_os_host_info":                        14,
		"availability_groups":                    11,
		"dm_hadr_cluster":                        11,
		"replica_id":                             11,
	} {
		for _, major := range majors {
			if got, want := mentions(major, word), major >= since; got != want {
				t.Errorf("version %d is asked for %s: %v, want %v", major, word, got, want)
			}
		}
	}
}

// The server splits nothing: GO is a word of the client and would be error 102, SELECT *
// gains columns in any update, and a double-quoted name depends on a session option.
func TestStatementsKeepToTheRules(t *testing.T) {
	for _, probe := range append(sent(17), append(sent(9), tsql.IdentityProbes()...)...) {
		if regexp.MustCompile(`(?im)^\s*GO\b`).MatchString(probe.Text) {
			t.Errorf("%s contains GO", probe.Name)
		}
		if strings.Contains(probe.Text, "*") && !strings.Contains(probe.Text, "COUNT(*)") {
			t.Errorf("%s selects *", probe.Name)
		}
		if strings.Contains(probe.Text, `"`) {
			t.Errorf("%s uses a double quote", probe.Name)
		}
	}
}

// A one-word text is sent as a procedure call by the driver, so no batch may be one.
func TestAskNamesEachProbeAfterItsAnswer(t *testing.T) {
	got := tsql.Ask([]tsql.Probe{{Name: "a", Text: "SELECT 'x'"}, {Name: "b'c", Text: "DBCC TRACESTATUS"}})
	want := strings.Join([]string{
		"SET XACT_ABORT OFF;", "SET IMPLICIT_TRANSACTIONS OFF;", "SET CURSOR_CLOSE_ON_COMMIT OFF;", "SET NUMERIC_ROUNDABORT OFF;",
		"SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;",
		"SET NOCOUNT ON;", "SET ROWCOUNT 0;", "SET TEXTSIZE 2147483647;", "SET LOCK_TIMEOUT 2000;", "SELECT N'' AS milink_probe;",
		"EXEC sys.sp_executesql N'SELECT ''x''';", "SELECT N'a' AS milink_probe;", "RAISERROR (N'', 0, 1) WITH NOWAIT;",
		"EXEC sys.sp_executesql N'DBCC TRACESTATUS';", "SELECT N'b''c' AS milink_probe;", "RAISERROR (N'', 0, 1) WITH NOWAIT;", "",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProbeNamesAreUnique(t *testing.T) {
	for _, major := range majors {
		seen := map[string]bool{}
		for _, p := range append(tsql.IdentityProbes(), tsql.InstanceProbes(major)...) {
			if seen[p.Name] || p.Asks == "" || p.Text == "" {
				t.Errorf("version %d: probe %q is there twice or says nothing", major, p.Name)
			}
			seen[p.Name] = true
		}
	}
}
