package rules

import (
	"strings"
	"sync"
)

// Catalogue returns every rule in the order findings are reported.
var Catalogue = sync.OnceValue(func() []Rule {
	var all []Rule
	for _, chapter := range [][]Rule{
		versionRules(), instanceRules(), featureRules(), keyRules(), endpointRules(),
		certificateRules(), groupRules(), accountRules(), databaseRules(), backupRules(),
		contentRules(), lastChanceRules(), cutoverRules(),
	} {
		all = append(all, chapter...)
	}
	return all
})

// Find returns the rule of that code or slug.
func Find(name string) (Rule, bool) {
	for _, r := range Catalogue() {
		if strings.EqualFold(r.Code, name) || strings.EqualFold(r.Slug, name) {
			return r, true
		}
	}
	return Rule{}, false
}
