package report

import (
	"fmt"
	"slices"
	"strings"

	"milink/internal/facts"
)

// Origin is who chose the databases.
type Origin string

// The origins. Nobody's choice is every user database.
const (
	All           Origin = "all"
	Configuration Origin = "configuration"
	CommandLine   Origin = "commandLine"
)

// Choice is which databases the person wishes to have judged, and where that was said.
type Choice struct {
	Databases []string // empty for all
	From      Origin
	Where     string // in words: "in lab.yaml", "with --database"
}

// Scope is which databases were judged, of how many user databases. What the list does not
// tell is unknown here as well.
type Scope struct {
	Databases facts.Fact[[]string] `json:"databases"`
	Of        facts.Fact[int]      `json:"of"`
	From      Origin               `json:"from"`

	text string
}

// scope compares the choice with the databases that were seen.
func scope(i *facts.Instance, c Choice) Scope {
	names, known := userDatabases(i)
	s := Scope{From: c.From, Databases: facts.Known(c.Databases)}
	if s.From == "" {
		s.From = All
	}
	switch {
	case !known:
		s.Of = facts.Unknown[int](i.Databases.Why())
	case i.OfflineHidden:
		s.Of = facts.Unknown[int](fmt.Sprintf("%d seen; OFFLINE databases are hidden from this login", len(names)))
	default:
		s.Of = facts.Known(len(names))
	}
	if len(c.Databases) == 0 {
		s.Databases = facts.Known(names)
		if !known {
			s.Databases = facts.Unknown[[]string](i.Databases.Why())
		}
	}
	s.text = s.sentence(i, c, names)
	return s
}

// userDatabases are the databases a check without a choice judges.
func userDatabases(i *facts.Instance) ([]string, bool) {
	all, known := i.Databases.Get()
	names := []string{}
	for _, d := range all {
		if !d.System() && !d.Snapshot {
			names = append(names, d.Name)
		}
	}
	return names, known
}

// sentence is the scope in the head of the text.
func (s Scope) sentence(i *facts.Instance, c Choice, names []string) string {
	users, hidden := several(len(names), "user database", "user databases"), ""
	if i.OfflineHidden {
		users += " that this login sees"
		hidden = "; OFFLINE ones may be hidden from it"
	}
	why := i.Databases.Why()
	switch {
	case len(c.Databases) == 0 && why != "":
		return "unknown: " + why
	case len(c.Databases) == 0 && len(names) == 0:
		return "none: there is no user database" + strings.Replace(hidden, "it", "this login", 1)
	case len(c.Databases) == 0 && len(names) <= shownDatabases:
		return "all " + users + hidden + ": " + nameList(names)
	case len(c.Databases) == 0:
		return "all " + users + hidden
	case why != "":
		return fmt.Sprintf("%s (named %s; of how many is unknown: %s)", nameList(c.Databases), c.Where, why)
	}
	found := slices.DeleteFunc(slices.Clone(c.Databases), func(n string) bool { return !has(i, names, n) })
	return fmt.Sprintf("%s (%d of %s, named %s%s)", nameList(c.Databases), len(found), users, c.Where, hidden)
}

// has tells whether the name is one of the databases, as the server compares names.
func has(i *facts.Instance, names []string, name string) bool {
	collation := i.Identity.Collation.Or("")
	exact := strings.Contains(collation, "_CS_") || strings.Contains(collation, "_BIN")
	return slices.ContainsFunc(names, func(n string) bool { return n == name || !exact && strings.EqualFold(n, name) })
}
