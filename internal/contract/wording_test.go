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

// productStatements are the product's batches and the statements in them as data,
// normalised, without comments.
func productStatements(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash("../tsql/testdata/statements.sql"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, batch := range goLine.Split(string(data), -1) {
		batch = comment.ReplaceAllString(batch, "")
		for _, part := range append(strings.Split(batch, ";"), batch) {
			if s := normal(part); len(s) > longEnough {
				out = append(out, s)
			}
		}
	}
	return out
}

// labSources are the normalised texts of the lab's files, its tests included.
func labSources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(filepath.FromSlash("../lab"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
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
