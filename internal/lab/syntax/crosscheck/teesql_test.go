package crosscheck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/sqlc-dev/teesql/ast"
	"github.com/sqlc-dev/teesql/parser"

	"milink/internal/lab/syntax"
)

// The value of this check is low: the other parser takes much that SQL Server refuses (it
// skips what it does not know, or calls it a label), so it cannot judge what the lab refuses
// rightly, nor the link's statements at all. It only says: a query, call or control flow that
// somebody else can read in full, the lab can read, too.

// outside are batches that the other parser reads in full and the lab does not, by a part of
// their text, with the reason.
var outside = map[string]string{}

var (
	separator = regexp.MustCompile(`(?mi)^\s*GO\s*$`)
	remark    = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/`)
)

// files are those whose batches are compared. The product's statements are read as data,
// where they are present.
var files = []string{"../../clients/testdata/seed/*.sql", "../testdata/*.sql", "../../../tsql/testdata/statements.sql"}

func batches(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, pattern := range files {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range found {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range separator.Split(string(raw), -1) {
				if !empty(text) {
					list = append(list, text)
				}
			}
		}
	}
	return list
}

// empty tells whether a text holds nothing but comments, blanks and semicolons.
func empty(text string) bool {
	return strings.Trim(remark.ReplaceAllString(text, ""), "; \t\r\n\ufeff") == ""
}

// readInFull returns the other parser's statements when it understood every word of a batch:
// no label, no call without EXEC, and the statements cover the text.
func readInFull(text string) ([]ast.Statement, error) {
	script, err := parser.Parse(context.Background(), strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	units := utf16.Encode([]rune(text))
	var list []ast.Statement
	end := 0
	for _, b := range script.Batches {
		for _, s := range b.Statements {
			span, ok := s.(interface{ Frag() *ast.Fragment })
			if !ok || !span.Frag().HasSpan() {
				return nil, fmt.Errorf("%T has no place", s)
			}
			from, until := span.Frag().StartOffset, span.Frag().EndOffset()
			if from < end || until > len(units) || !empty(string(utf16.Decode(units[end:from]))) {
				return nil, fmt.Errorf("text before %T was skipped", s)
			}
			if err := plain(s, string(utf16.Decode(units[from:until]))); err != nil {
				return nil, err
			}
			list, end = append(list, s), until
		}
	}
	if !empty(string(utf16.Decode(units[end:]))) {
		return nil, fmt.Errorf("the end was skipped")
	}
	return list, nil
}

// plain refuses what the other parser makes of words it does not know, and every statement
// but queries, calls and control flow.
func plain(s ast.Statement, text string) error {
	switch s.(type) {
	case *ast.ExecuteStatement:
		if !strings.HasPrefix(strings.ToUpper(text), "EXEC") {
			return fmt.Errorf("a call without EXEC")
		}
	case *ast.SelectStatement, *ast.DeclareVariableStatement, *ast.SetVariableStatement, *ast.IfStatement,
		*ast.WhileStatement, *ast.BeginEndBlockStatement, *ast.TryCatchStatement, *ast.PrintStatement,
		*ast.RaiseErrorStatement, *ast.UseStatement, *ast.WaitForStatement, *ast.ThrowStatement:
	default:
		return fmt.Errorf("%T is not compared", s)
	}
	return nil
}

func TestWhatTeesqlReadsTheLabReads(t *testing.T) {
	compared, met := 0, map[string]bool{}
	for _, text := range batches(t) {
		theirs, err := readInFull(text)
		if err != nil {
			continue
		}
		compared++
		ours, err := syntax.Parse(text)
		switch {
		case err == nil && len(ours.Statements) != len(theirs):
			t.Errorf("%d statements, not %d\n%s", len(ours.Statements), len(theirs), text)
		case err != nil && !excused(text, met):
			t.Errorf("%v\n%s", err, text)
		}
	}
	t.Logf("%d batches compared", compared)
	if compared < 30 {
		t.Errorf("only %d batches were compared", compared)
	}
	for part, why := range outside {
		if !met[part] {
			t.Errorf("%q (%s) is read after all: take it off the list", part, why)
		}
	}
}

func excused(text string, met map[string]bool) bool {
	for part := range outside {
		if strings.Contains(text, part) {
			met[part] = true
			return true
		}
	}
	return false
}

// TestStrictWrapper holds the wrapper to what the other parser reads wrongly: without it the
// check would take these for understood.
func TestStrictWrapper(t *testing.T) {
	for _, text := range []string{
		"FOO BAR BAZ QUX",
		"SELECT 1 FOO BAR BAZ",
		"there: SELECT 1",
		"CREATE CERTIFICATE c FROM BINARY = 0x30",
		"ALTER AVAILABILITY GROUP g SET (ROLE = SECONDARY)",
	} {
		if list, err := readInFull(text); err == nil {
			t.Errorf("%s passes as %T", text, list)
		}
	}
	if list, err := readInFull("SELECT 1; -- x\nEXEC p"); err != nil || len(list) != 2 {
		t.Errorf("%d statements, %v", len(list), err)
	}
}
