package report

import (
	"fmt"
	"slices"
	"strings"

	"milink/internal/rules"
)

// aim is what an open gate lets the source do.
var aim = map[rules.Gate]string{
	rules.Prepare: "be prepared", rules.Create: "create a link", rules.Cutover: "cut over",
}

// sentence is the verdict in plain words. It speaks of the source, because nothing else was
// looked at, and never calls ready what was judged in part.
func (v Verdict) sentence(gate rules.Gate, findings []rules.Finding) string {
	if v.Outcomes == (Outcomes{}) {
		return "NOTHING WAS CHECKED: no rule was left to judge"
	}
	partial := fmt.Sprintf("%d of %s judged", v.RulesJudged, several(v.RulesJudged+v.RulesSkipped, "rule", "rules"))
	counted := numbers(findings)
	if v.ExitCode == exitReady && v.RulesSkipped > 0 {
		return "SOURCE READY as far as checked: " + partial + "; " + counted
	}
	if v.RulesSkipped > 0 {
		counted += "; " + partial
	}
	switch v.ExitCode {
	case exitStands:
		return "SOURCE NOT READY to " + aim[gate] + ": " + counted
	case exitUnknown:
		return "CANNOT TELL whether the source is ready to " + aim[gate] + ": " + counted
	}
	return "SOURCE READY to " + aim[gate] + ": " + counted
}

// numbers is the counted half of the sentence, worst first. Findings are counted, and the
// rules behind them where one rule speaks of several databases.
func numbers(findings []rules.Finding) string {
	var parts []string
	add := func(one, many string, of func(rules.Finding) bool) {
		list := slices.DeleteFunc(slices.Clone(findings), func(f rules.Finding) bool { return !of(f) })
		if len(list) == 0 {
			return
		}
		part := several(len(list), one, many)
		if n := codes(list); n != len(list) {
			part += " (" + several(n, "rule", "rules") + ")"
		}
		parts = append(parts, part)
	}
	add("blocker", "blockers", standing(rules.Blocker))
	add("last chance", "last chances", standing(rules.LastChance))
	add("warning", "warnings", standing(rules.Warning))
	add("could not be checked", "could not be checked", func(f rules.Finding) bool {
		return f.Outcome == rules.Unknown && f.Severity != rules.Info
	})
	add("note", "notes", func(f rules.Finding) bool { return f.Outcome.Stands() && f.Severity == rules.Info })
	add("waived", "waived", func(f rules.Finding) bool { return f.Outcome == rules.Waived })
	if len(parts) == 0 {
		add("check passed", "checks passed", func(f rules.Finding) bool { return f.Outcome == rules.Pass })
	}
	if len(parts) == 0 {
		return "no rule applies"
	}
	return strings.Join(parts, ", ")
}

// standing tells what was seen not to hold, of one severity.
func standing(s rules.Severity) func(rules.Finding) bool {
	return func(f rules.Finding) bool {
		return f.Severity == s && (f.Outcome == rules.Fail || f.Outcome == rules.Warn)
	}
}

// several counts things in words.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
