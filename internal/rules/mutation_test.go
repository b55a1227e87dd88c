package rules_test

import (
	"slices"
	"testing"

	"milink/internal/rules"
)

// TestInvertedRulesAreNoticed inverts every rule in turn: what passed fails, what failed
// passes. At least one scenario must then say something else than it must. A rule that
// could be inverted unnoticed would be proven by nothing.
func TestInvertedRulesAreNoticed(t *testing.T) {
	want := expectations(t)
	for _, r := range rules.Catalogue() {
		if r.Severity == rules.Info || !r.Guards(rules.Create) {
			continue // scenarios state what stands above info at the default gate
		}
		red := 0
		for name, e := range want {
			o := observe(t, name)
			got := standing(rules.JudgeInverted(o.doc, rules.Request{Gate: rules.Create, Wishes: o.wishes, Now: o.doc.CollectedAt}, r.Code))
			if !slices.Equal(got, e.lines()) {
				red++
				break
			}
		}
		if red == 0 && r.Slug != "arc-route-source" && r.Slug != "arc-existing-link" && r.Slug != "endpoint-port-wished" {
			t.Errorf("%s %s can be inverted and no scenario notices", r.Code, r.Slug)
		}
	}
}
