package rules

import (
	"strings"
	"time"

	"milink/internal/facts"
)

// Scope is what a rule judges one by one.
type Scope string

// Scopes of the catalogue.
const (
	PerInstance Scope = "instance"
	PerDatabase Scope = "database"
)

// Rule is one entry of the catalogue. Everything but judge is data: it makes the pages,
// the help and the finding; judge only decides.
type Rule struct {
	Code     string // MIL1001: append-only, never used twice
	Slug     string // source-version
	Area     string // the chapter it stands under: Version, Availability groups ...
	Severity Severity
	Gates    []Gate
	Scope    Scope
	Title    string // what holds when the rule passes, as a sentence without full stop
	Expected string // the passing state in short
	Why      string // what happens otherwise
	Fix      string // exactly what to do; [<database>] and its kin become real names
	FixLinux string // the same on Linux, where it is done in another way
	Steps    []string
	// Reads are the paths of the facts that the verdict rests on; all of them unknown
	// must give an unknown verdict.
	Reads []string
	Docs  []Doc
	judge func(*subject) verdict
}

// Guards tells whether the rule belongs to the gate.
func (r Rule) Guards(g Gate) bool {
	for _, x := range r.Gates {
		if x == g {
			return true
		}
	}
	return false
}

// Wishes is what the person asked for in milink.yaml, as far as rules need it.
type Wishes struct {
	Databases []string // empty: every user database
	Route     string   // direct, arc
	Port      int      // source.endpoint.port, 0 when the section is absent
}

// subject is what one judgement looks at: the instance, for a database rule one database,
// and the verdicts that were reached before, so that one cause gives one finding.
type subject struct {
	doc      *facts.Document
	source   *facts.Instance
	database *facts.Database // nil for an instance rule
	wishes   Wishes
	now      time.Time
	earlier  map[string]Outcome // by code, for this target (instance rules are seen by all)
	names    *strings.Replacer  // puts the names of this server into fixes
}

// failed tells whether an earlier rule did not hold for this target.
func (s *subject) failed(code string) bool {
	return s.earlier[code] == Fail || s.earlier[code] == Warn
}

// verdict is what a judge function returns.
type verdict struct {
	outcome  Outcome
	observed string
	evidence []Evidence
	because  string
	fix      string // replaces the rule's fix where the case needs another one
	steps    []string
	ownSteps bool
}

// pass says the rule holds.
func pass(observed string) verdict { return verdict{outcome: Pass, observed: observed} }

// fail says it does not; Judge turns it into warn for the lower severities.
func fail(observed string) verdict { return verdict{outcome: Fail, observed: observed} }

// unknown says the rule could not look, and why.
func unknown(why string) verdict { return verdict{outcome: Unknown, observed: why} }

// skip says the rule does not apply, because of another finding's code or a sentence.
func skip(because string) verdict { return verdict{outcome: NotApplicable, because: because} }

// withFix replaces the catalogue's fix, and its step kinds when any are given.
func (v verdict) withFix(text string, steps ...string) verdict {
	v.fix, v.steps, v.ownSteps = text, steps, true
	return v
}

// saw adds evidence: a probe of the facts document and the value read from it.
func (s *subject) saw(v verdict, probe, value string) verdict {
	p := s.doc.Probe(probe)
	v.evidence = append(v.evidence, Evidence{Source: "source", Query: p.Asks, Value: value, At: p.At})
	return v
}
