package report

import "milink/internal/rules"

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
	// RulesJudged are the rules of the gate that were applied, RulesSkipped those that
	// --only and --skip left out: a verdict over a part speaks of a part.
	RulesJudged  int `json:"rulesJudged"`
	RulesSkipped int `json:"rulesSkipped"`
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
func judge(findings []rules.Finding, j Judgement) Verdict {
	v := Verdict{FailOn: j.FailOn, RulesJudged: j.RulesJudged, RulesSkipped: j.RulesSkipped}
	for _, f := range findings {
		v.count(f)
	}
	v.ExitCode = v.exitCode()
	v.Text = v.sentence(j.Gate, findings)
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
