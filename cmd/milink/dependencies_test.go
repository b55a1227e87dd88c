package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every direct dependency has its line of reasons, and no reason outlives its dependency.
func TestDependenciesAreExplained(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		explained[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:require)?\s+([a-z0-9.]+\.[a-z]+/\S+) v\S+(.*)$`).FindAllStringSubmatch(string(mod), -1) {
		if strings.Contains(m[2], "indirect") {
			continue
		}
		if !explained[m[1]] {
			t.Errorf("docs/dependencies.md does not say why there is %s", m[1])
		}
		delete(explained, m[1])
	}
	for left := range explained {
		t.Errorf("docs/dependencies.md explains %s, which go.mod does not require", left)
	}
}
