package rules_test

import (
	"slices"
	"testing"

	"milink/internal/rules"
)

// TestMutatedRulesAreNoticed breaks every rule in turn, in three ways: it passes where it
// should fail, it fails where it should pass, and both. Each time at least one scenario
// must say something else than it must. A rule that could be broken unnoticed would be
// proven by nothing.
func TestMutatedRulesAreNoticed(t *testing.T) {
	want := expectations(t)
	for _, r := range rules.Catalogue() {
		for _, m := range []rules.Mutant{rules.NeverFails, rules.NeverPasses, rules.Inverted} {
			if nobodyCanSee(r) || noticed(t, want, r, m) {
				continue
			}
			t.Errorf("%s %s that %s is noticed by no scenario", r.Code, r.Slug, m)
		}
	}
}

// nobodyCanSee is the one rule that is always unknown: SQL Server shows no issuers.
func nobodyCanSee(r rules.Rule) bool { return r.Slug == "root-issuer-binding" }

// noticed tells whether a scenario's findings change.
func noticed(t *testing.T, want map[string]expectation, r rules.Rule, m rules.Mutant) bool {
	for _, e := range want {
		o := observe(t, e.Lab)
		got := e.standing(rules.JudgeMutated(o.doc, e.request(o), r.Code, m))
		if !slices.Equal(got, e.lines()) {
			return true
		}
	}
	return false
}
