package lab

import (
	"fmt"
	"slices"
	"strings"
)

// Scenario is a named world: what a DBA would find on such a server.
type Scenario struct {
	Name   string `json:"name"`
	Title  string `json:"title"`  // one line: what is the matter there
	Server string `json:"server"` // version, edition and host in words
	build  func(*bench) error
}

// Scenarios lists every scenario by name.
func Scenarios() []Scenario {
	out := slices.Clone(scenarios)
	slices.SortFunc(out, func(a, b Scenario) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// find returns the scenario of that name, or an error that names near ones.
func find(name string) (Scenario, error) {
	var near []string
	for _, s := range Scenarios() {
		if s.Name == name {
			return s, nil
		}
		if alike(name, s.Name) {
			near = append(near, s.Name)
		}
	}
	if len(near) > 0 {
		return Scenario{}, fmt.Errorf("no lab scenario is called %q; did you mean %s?", name, quoted(near))
	}
	return Scenario{}, fmt.Errorf("no lab scenario is called %q; `milink lab scenarios` lists them", name)
}

// alike tells whether two names share a word or one contains the other.
func alike(a, b string) bool {
	if a == "" {
		return false
	}
	if strings.Contains(b, a) || strings.Contains(a, b) {
		return true
	}
	words := strings.Split(b, "-")
	for _, w := range strings.Split(a, "-") {
		if len(w) > 2 && slices.Contains(words, w) {
			return true
		}
	}
	return false
}
