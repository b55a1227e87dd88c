package sqlserver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// namedProbes are the constants of internal/facts that name a probe.
func namedProbes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../facts/probe.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Probe") {
			return true
		}
		name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		return true
	})
	slices.Sort(names)
	return names
}

// askedProbes are the names under which the document lists what tsql asks, of the newest
// version and inside databases.
func askedProbes() []string {
	var names []string
	for _, p := range append(tsql.IdentityProbes(), tsql.InstanceProbes(99)...) {
		names = append(names, p.Name)
	}
	c := &collection{now: clock, answers: answers{}}
	c.recordInside([]tsql.Probe{tsql.FilegroupsProbe(5, "Sales"), tsql.FilesProbe(5, "Sales")})
	for _, p := range c.probes {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	return names
}

// Evidence names its probe by a constant of facts, and tsql names what it asks; neither
// knows the other.
func TestProbeNamesAreThoseOfFacts(t *testing.T) {
	named, asked := namedProbes(t), askedProbes()
	if !slices.Equal(named, asked) {
		t.Errorf("facts names\n%s\ntsql asks\n%s", strings.Join(named, "\n"), strings.Join(asked, "\n"))
	}
	if !slices.Contains(named, facts.ProbeFilesInside) || len(named) != len(slices.Compact(slices.Clone(named))) {
		t.Errorf("names are missing or there twice: %v", named)
	}
}
