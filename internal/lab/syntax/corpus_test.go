package syntax

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// batches reads a file of test data and cuts it at its GO lines.
func batches(t testing.TB, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, b := range strings.Split("\n"+string(raw), "\nGO") {
		list = append(list, strings.TrimSpace(b))
	}
	return list
}

// corpus is every statement that must parse.
func corpus(t testing.TB) []string {
	t.Helper()
	var list []string
	for _, file := range []string{"seed.sql", "admin.sql", "queries.sql"} {
		list = append(list, batches(t, file)...)
	}
	return list
}

func TestCorpusParses(t *testing.T) {
	for _, text := range corpus(t) {
		b, err := Parse(text)
		if err != nil {
			t.Errorf("%v\n%s", err, text)
			continue
		}
		if len(b.Statements) == 0 {
			t.Errorf("no statements in\n%s", text)
		}
	}
}

// TestKeywordCaseDoesNotMatter holds every bare word to be found in lower case, too.
func TestKeywordCaseDoesNotMatter(t *testing.T) {
	for _, text := range corpus(t) {
		var lower strings.Builder
		at := 0
		for _, tok := range lex(text) {
			lower.WriteString(text[at:tok.start])
			piece := text[tok.start:tok.end]
			if tok.kind == wordToken {
				piece = strings.ToLower(piece)
			}
			lower.WriteString(piece)
			at = tok.end
		}
		if _, err := Parse(lower.String()); err != nil {
			t.Errorf("%v\n%s", err, lower.String())
		}
	}
}
