package report

import (
	"fmt"
	"strings"

	"milink/internal/rules"
)

// next says what to do now: near the end of the page stands the first thing to do.
func (p *page) next(r *Report, l Layout) {
	p.line(p.paint("1", "What to do next"))
	for i, s := range steps(r, l) {
		p.step(fmt.Sprintf("  %d. ", i+1), s)
	}
}

// step is something to do: words, and the command that does it, if there is one.
type step struct{ text, command string }

// step writes one. A command is never cut, because it is there to be copied.
func (p *page) step(number string, s step) {
	text, command := Visible(s.text), Visible(s.command)
	whole := strings.TrimSpace(text + " " + command)
	if command == "" || width(number+whole) <= p.width {
		p.text(number, "", []string{whole})
		return
	}
	p.text(number, "", []string{text})
	p.line(strings.Repeat(" ", width(number)) + command)
}

func steps(r *Report, l Layout) []step {
	out := first(r, l)
	if f, ok := worst(r.Findings, rules.Fail, rules.Warn); ok && r.matters(f) {
		out = append(out, step{text: fmt.Sprintf("Repair what is marked above, from the top. `milink explain %s` says why the first one matters.", f.Code)})
	}
	if f, ok := worst(r.Findings, rules.Unknown); ok && r.matters(f) {
		out = append(out, step{text: unseen(r.Findings)})
	}
	if !r.Source.Verified && r.Source.Encrypted.Or(false) {
		out = append(out, step{text: "Verify the server's certificate (tls: ca or pin in milink.yaml, --ca or --pin) before a change is made over this connection."})
	}
	if r.Verdict.ExitCode == exitReady {
		out = append(out, onward(r, l.Whole))
	} else if l.Again != "" && r.Interrupted == "" {
		out = append(out, step{"Check again:", l.Again})
	}
	if r.Simulated {
		out = append(out, step{"For a server of your own:", "milink check --server HOST --user LOGIN --database NAME"})
	}
	return out
}

// first is what comes before everything else: facts that are not all there.
func first(r *Report, l Layout) []step {
	switch {
	case r.Interrupted == "":
		return nil
	case l.Offline:
		return []step{{text: "Collect the facts again (milink facts): the connection was lost while these were read."}}
	case l.Again == "":
		return []step{{text: "Run it again: the connection was lost, and not everything was read."}}
	}
	return []step{{"Run it again, because not everything was read:", l.Again}}
}

// matters: a note asks for nothing, unless the person said that notes count.
func (r *Report) matters(f rules.Finding) bool {
	return f.Severity.AtLeast(rules.Warning) || f.Severity.AtLeast(r.Verdict.FailOn)
}

// unseen says what to do about what could not be checked. Rights help only where a reason
// names one.
func unseen(findings []rules.Finding) string {
	s := "What could not be checked is not known to be fine: its reason says why."
	for _, f := range findings {
		if f.Outcome == rules.Unknown && namesRight(f.Observed) {
			return s + " Where a right is missing, `milink explain account-sees` names those a check needs."
		}
	}
	return s
}

// namesRight recognises a missing right: the collector's words, or those of the messages
// 229, 297, 300 and 916.
func namesRight(reason string) bool {
	for _, words := range []string{"not granted", "permission", "is not able to access the database"} {
		if strings.Contains(reason, words) {
			return true
		}
	}
	return false
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

// onward names the step behind an open gate, as a command about the same server.
func onward(r *Report, command string) step {
	if command == "" {
		command = "milink check"
	}
	switch {
	case r.Verdict.RulesSkipped > 0:
		return step{"Judge all rules before calling the source ready:", command + gate(r.Gate)}
	case r.Gate == rules.Prepare:
		return step{"The source can be prepared. What a link needs on top:", command + gate(rules.Create)}
	case r.Gate == rules.Cutover:
		return step{text: "The source is ready for the cutover. Look at the link and the target yourself: this version judges neither."}
	}
	return step{"The source is ready for a link. Before the cutover:", command + gate(rules.Cutover)}
}

func gate(g rules.Gate) string { return " --for " + string(g) }
