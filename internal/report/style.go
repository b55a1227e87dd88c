package report

import "milink/internal/rules"

// mark is how a kind of finding shows: symbol and word carry the meaning, colour repeats it.
type mark struct {
	symbol string
	word   string
	colour string // ANSI parameters
}

// markOf gives the mark of a finding.
func markOf(f rules.Finding) mark {
	switch f.Outcome {
	case rules.Pass:
		return mark{"✓", "passed", "32"}
	case rules.Unknown:
		return mark{"?", "UNKNOWN", "36"}
	case rules.NotApplicable:
		return mark{"-", "not applicable", "2"}
	case rules.Waived:
		return mark{"~", "waived", "2"}
	}
	switch f.Severity {
	case rules.Blocker:
		return mark{"✗", "BLOCKER", "1;31"}
	case rules.LastChance:
		return mark{"◆", "LAST CHANCE", "1;35"}
	case rules.Warning:
		return mark{"!", "WARNING", "33"}
	}
	return mark{"i", "NOTE", "34"}
}

// badness orders findings, 0 being the worst. What could not be seen stands behind what
// was seen of the same severity.
func badness(f rules.Finding) int {
	base := map[rules.Severity]int{rules.Blocker: 0, rules.LastChance: 2, rules.Warning: 4, rules.Info: 6}[f.Severity]
	switch f.Outcome {
	case rules.Fail, rules.Warn:
		return base
	case rules.Unknown:
		return base + 1
	}
	return calm
}

// calm is the badness of what asks for nothing.
const calm = 100

// paint colours a text when colours are on.
func (p *page) paint(colour, s string) string {
	if !p.colour || colour == "" || s == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}
