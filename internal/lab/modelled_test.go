package lab

import (
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/lab.md from the sources")

const (
	page  = "../../docs/lab.md"
	begin = "<!-- modelled: made from the comments in internal/lab; go test ./internal/lab -update -->\n"
	end   = "<!-- end of modelled -->\n"
)

// TestModelledIsListed holds docs/lab.md to the sources: whatever a comment in the lab
// marks as modelled, because no documentation says it, is listed there for everybody.
func TestModelledIsListed(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	from, to := strings.Index(text, begin), strings.Index(text, end)
	if from < 0 || to < from {
		t.Fatalf("%s has no place for the list", page)
	}
	want := text[:from+len(begin)] + modelledList(t) + text[to:]
	if want == text {
		return
	}
	if !*update {
		t.Fatalf("%s does not list what the sources mark as modelled; go test ./internal/lab -update", page)
	}
	if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

var marked = regexp.MustCompile(`(?s)modelled:\s*(.*?)(\n\n|$)`)

// modelledList is a Markdown list per package of every modelled remark, in file order.
func modelledList(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	for _, room := range []string{"tds", "value", "message", "syntax", "engine", "instance"} {
		remarks := remarksOf(t, room)
		if len(remarks) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n**%s**\n\n", room)
		for _, r := range remarks {
			fmt.Fprintf(&out, "- %s\n", r)
		}
	}
	return out.String() + "\n"
}

// remarksOf collects the remarks of one package's sources.
func remarksOf(t *testing.T, room string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(room, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(files)
	var out []string
	for _, f := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range parsed.Comments {
			for _, m := range marked.FindAllStringSubmatch(group.Text(), -1) {
				out = append(out, strings.Join(strings.Fields(m[1]), " "))
			}
		}
	}
	return out
}
