package contract

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// longEnough is the length from which equal text is no longer chance.
const longEnough = 40

var (
	spaces  = regexp.MustCompile(`\s+`)
	comment = regexp.MustCompile(`(?m)^\s*--.*$`)
)

func normal(text string) string { return strings.TrimSpace(spaces.ReplaceAllString(text, " ")) }

// TestLabKnowsNoStatementOfTheProduct: the lab must answer from the fact sheets. Were a
// statement of the product to stand in its sources, it could recognise and please it.
func TestLabKnowsNoStatementOfTheProduct(t *testing.T) {
	sources := labSources(t)
	statements := productStatements(t)
	if len(statements) < 10 {
		t.Fatalf("only %d statements found: the split is wrong or the file is", len(statements))
	}
	for _, s := range statements {
		for path, text := range sources {
			if strings.Contains(text, s) {
				t.Errorf("%s holds a statement of the product: %.80s", path, s)
			}
		}
	}
}

// productStatements are the product's batches as data, normalised, without its comments.
func productStatements(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash("../tsql/testdata/statements.sql"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, part := range goLine.Split(string(data), -1) {
		if s := normal(comment.ReplaceAllString(part, "")); len(s) > longEnough {
			out = append(out, s)
		}
	}
	return out
}

// labSources are the normalised texts of every file the lab is built from.
func labSources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(filepath.FromSlash("../lab"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = normal(string(data))
		return err
	})
	if err != nil || len(out) < 20 {
		t.Fatalf("read the lab's sources: %d files, %v", len(out), err)
	}
	return out
}
