package report

import (
	"fmt"

	"milink/internal/rules"
)

// next says what to do now: the last thing on the screen is the first thing to do.
func (p *page) next(r *Report, again string) {
	p.line(p.paint("1", "What to do next"))
	steps := steps(r)
	if again != "" && r.Verdict.ExitCode != exitReady {
		steps = append(steps, "Check again: "+again)
	}
	if r.Simulated {
		steps = append(steps, "For a server of your own: milink check --server HOST --user LOGIN --database NAME")
	}
	for i, s := range steps {
		p.text(fmt.Sprintf("  %d. ", i+1), "", []string{Visible(s)})
	}
}

func steps(r *Report) []string {
	var out []string
	if f, ok := worst(r.Findings, rules.Fail, rules.Warn); ok && f.Severity.AtLeast(rules.Warning) {
		out = append(out, fmt.Sprintf("Repair what is marked above, from the top. `milink explain %s` says why the first one matters.", f.Code))
	}
	if f, ok := worst(r.Findings, rules.Unknown); ok && f.Severity.AtLeast(rules.Warning) {
		out = append(out, "What could not be checked is not known to be fine: its reason says why. Where a right is missing, `milink explain account-sees` names those a check needs.")
	}
	if !r.Source.Verified && r.Source.Encrypted.Or(false) {
		out = append(out, "Verify the server's certificate (tls: ca or pin in milink.yaml) before a change is made over this connection.")
	}
	if r.Verdict.ExitCode == exitReady && r.Verdict.RulesSkipped > 0 {
		out = append(out, "Judge all rules before calling the source ready: the same command without --only and --skip.")
	} else if r.Verdict.ExitCode == exitReady {
		out = append(out, readyFor(r.Gate))
	}
	return out
}

// worst is the worst finding of the given outcomes, the first among equals.
func worst(findings []rules.Finding, outcomes ...rules.Outcome) (rules.Finding, bool) {
	var best rules.Finding
	found := false
	for _, f := range findings {
		for _, o := range outcomes {
			if f.Outcome == o && (!found || badness(f) < badness(best)) {
				best, found = f, true
			}
		}
	}
	return best, found
}

// readyFor names the step behind an open gate.
func readyFor(g rules.Gate) string {
	switch g {
	case rules.Prepare:
		return "The source can be prepared. What a link needs on top: milink check --for create"
	case rules.Cutover:
		return "The source is ready for the cutover. Look at the link and the target yourself: this version judges neither."
	}
	return "The source is ready for a link. Before the cutover: milink check --for cutover"
}
