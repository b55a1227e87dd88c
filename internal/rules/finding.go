package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// Severity says what a failed rule means for the gate it guards.
type Severity string

// Severities, worst first.
const (
	Blocker    Severity = "blocker"    // the link would fail
	LastChance Severity = "lastChance" // cannot be changed after linking
	Warning    Severity = "warning"    // advised
	Info       Severity = "info"       // good to know
)

// rank orders severities, 0 being the worst.
func (s Severity) rank() int {
	switch s {
	case Blocker:
		return 0
	case LastChance:
		return 1
	case Warning:
		return 2
	}
	return 3
}

// AtLeast tells whether s is as bad as other, or worse.
func (s Severity) AtLeast(other Severity) bool { return s.rank() <= other.rank() }

// Outcome is the verdict of one rule on one target.
type Outcome string

// Outcomes. A rule that could not look is Unknown, never Pass.
const (
	Pass          Outcome = "pass"
	Fail          Outcome = "fail" // a blocker or lastChance rule does not hold
	Warn          Outcome = "warn" // a rule of lower severity does not hold
	Unknown       Outcome = "unknown"
	NotApplicable Outcome = "notApplicable"
	Waived        Outcome = "waived"
)

// Stands tells whether the finding asks for something: it failed, warned or could not look.
func (o Outcome) Stands() bool { return o == Fail || o == Warn || o == Unknown }

// Gate is the moment a rule guards.
type Gate string

// Gates in the order a migration passes them.
const (
	Prepare Gate = "prepare"
	Create  Gate = "create"
	Cutover Gate = "cutover"
)

// Gates lists every gate in order.
func Gates() []Gate { return []Gate{Prepare, Create, Cutover} }

// Target is what a finding is about.
type Target struct {
	Kind     string `json:"kind"` // instance or database
	Name     string `json:"name"`
	Database string `json:"database,omitempty"`
}

// Evidence is one thing that was seen: who was asked, what, and what came back.
type Evidence struct {
	Source string    `json:"source"` // source
	Query  string    `json:"query"`  // the view, function or command
	Value  string    `json:"value"`
	At     time.Time `json:"at"`
}

// Fix is what to do about a finding.
type Fix struct {
	Text string `json:"text"`
	// Steps are the step kinds that carry the fix out; a plan turns them into steps.
	Steps []string `json:"steps"`
}

// Doc is a page of documentation and the day its content was compared with the rule.
type Doc struct {
	URL     string `json:"url"`
	Checked string `json:"checked"` // YYYY-MM-DD
}

// Finding is one rule's verdict on one target.
type Finding struct {
	Code        string     `json:"code"`
	Rule        string     `json:"rule"`
	Severity    Severity   `json:"severity"`
	Outcome     Outcome    `json:"outcome"`
	Area        string     `json:"area"`
	Target      Target     `json:"target"`
	Title       string     `json:"title"`
	Expected    string     `json:"expected"`
	Observed    string     `json:"observed"`
	Evidence    []Evidence `json:"evidence"`
	Why         string     `json:"why"`
	Fix         Fix        `json:"fix"`
	Docs        []Doc      `json:"docs"`
	Because     string     `json:"because,omitempty"`
	Fingerprint string     `json:"fingerprint"`
}

// fingerprint identifies a finding over time: code, kind and canonical names, never what
// was observed or when. Names of SQL Server objects are compared without case.
func fingerprint(code string, t Target) string {
	h := sha256.New()
	for _, part := range []string{code, t.Kind, strings.ToLower(t.Name), strings.ToLower(t.Database)} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}
