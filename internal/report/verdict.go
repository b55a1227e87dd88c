package report

import (
	"fmt"
	"strings"

	"milink/internal/rules"
)

// What a verdict does to the exit code of the program.
const (
	exitReady   = 0
	exitStands  = 2 // findings at or above failOn stand
	exitUnknown = 3 // only unknowns of such rules stand
)

// Verdict is the whole report in one line, and the numbers behind it.
type Verdict struct {
	Text     string         `json:"text"`
	ExitCode int            `json:"exitCode"`
	FailOn   rules.Severity `json:"failOn"`
	Outcomes Outcomes       `json:"outcomes"`
	Standing BySeverity     `json:"standing"` // failed and warned, by severity
	Unseen   BySeverity     `json:"unseen"`   // unknown, by the severity of the rule
}

// Outcomes counts findings by outcome.
type Outcomes struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Warn          int `json:"warn"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"notApplicable"`
	Waived        int `json:"waived"`
}

// BySeverity counts findings by severity.
type BySeverity struct {
	Blocker    int `json:"blocker"`
	LastChance int `json:"lastChance"`
	Warning    int `json:"warning"`
	Info       int `json:"info"`
}

// judge counts the findings and says what they come to.
func judge(findings []rules.Finding, gate rules.Gate, failOn rules.Severity) Verdict {
	v := Verdict{FailOn: failOn}
	for _, f := range findings {
		v.count(f)
	}
	v.ExitCode = v.exitCode()
	v.Text = v.sentence(gate)
	return v
}

func (v *Verdict) count(f rules.Finding) {
	switch f.Outcome {
	case rules.Pass:
		v.Outcomes.Pass++
	case rules.Fail:
		v.Outcomes.Fail++
		v.Standing.add(f.Severity)
	case rules.Warn:
		v.Outcomes.Warn++
		v.Standing.add(f.Severity)
	case rules.Unknown:
		v.Outcomes.Unknown++
		v.Unseen.add(f.Severity)
	case rules.NotApplicable:
		v.Outcomes.NotApplicable++
	case rules.Waived:
		v.Outcomes.Waived++
	}
}

func (b *BySeverity) add(s rules.Severity) {
	switch s {
	case rules.Blocker:
		b.Blocker++
	case rules.LastChance:
		b.LastChance++
	case rules.Warning:
		b.Warning++
	case rules.Info:
		b.Info++
	}
}

// atLeast counts what is as bad as s, or worse.
func (b BySeverity) atLeast(s rules.Severity) int {
	n := 0
	for _, x := range []struct {
		severity rules.Severity
		count    int
	}{{rules.Blocker, b.Blocker}, {rules.LastChance, b.LastChance}, {rules.Warning, b.Warning}, {rules.Info, b.Info}} {
		if x.severity.AtLeast(s) {
			n += x.count
		}
	}
	return n
}

// exitCode: what stands beats what could not be seen, and a judgement of nothing at all is
// no reason to be content.
func (v Verdict) exitCode() int {
	switch {
	case v.Standing.atLeast(v.FailOn) > 0:
		return exitStands
	case v.Unseen.atLeast(v.FailOn) > 0 || v.Outcomes == (Outcomes{}):
		return exitUnknown
	}
	return exitReady
}

// sentence is the verdict in plain words.
func (v Verdict) sentence(gate rules.Gate) string {
	if v.Outcomes == (Outcomes{}) {
		return "NOTHING WAS CHECKED: no rule was left to judge"
	}
	what := map[rules.Gate]string{
		rules.Prepare: "be prepared", rules.Create: "create a link", rules.Cutover: "cut over",
	}[gate]
	start := "READY to " + what
	switch v.ExitCode {
	case exitStands:
		start = "NOT READY to " + what
	case exitUnknown:
		start = "CANNOT TELL whether it is ready to " + what
	}
	return start + ": " + v.numbers()
}

// numbers is the counted half of the sentence, worst first.
func (v Verdict) numbers() string {
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(v.Standing.Blocker, "blocker", "blockers")
	add(v.Standing.LastChance, "last chance", "last chances")
	add(v.Standing.Warning, "warning", "warnings")
	add(v.Outcomes.Unknown-v.Unseen.Info, "could not be checked", "could not be checked")
	add(v.Standing.Info+v.Unseen.Info, "note", "notes")
	add(v.Outcomes.Waived, "waived", "waived")
	if len(parts) == 0 {
		add(v.Outcomes.Pass, "check passed", "checks passed")
	}
	if len(parts) == 0 {
		return "no rule applies"
	}
	return strings.Join(parts, ", ")
}
