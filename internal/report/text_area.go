package report

import (
	"fmt"
	"strings"
	"time"

	"milink/internal/rules"
)

// shownDatabases is how many names a block lists: enough to recognise the pattern, few
// enough to leave the next finding on the screen. JSON has all of them.
const shownDatabases = 10

// area writes one chapter.
func (p *page) area(a area, verbose bool) {
	p.line(p.paint("1", Visible(a.name)))
	for i, b := range a.blocks {
		if i > 0 {
			p.blank()
		}
		p.block(b, verbose)
	}
	if len(a.blocks) > 0 && len(a.passed)+len(a.skipped)+len(a.waived) > 0 {
		p.blank()
	}
	for _, list := range [][]rules.Finding{a.passed, a.waived, a.skipped} {
		if verbose {
			p.calm(list)
		} else {
			p.count(list)
		}
	}
}

// count collapses calm findings to one line.
func (p *page) count(list []rules.Finding) {
	if len(list) == 0 {
		return
	}
	m := markOf(list[0])
	line := fmt.Sprintf("%d %s", codes(list), m.word)
	if dbs := len(block{findings: list}.databases()); dbs > 1 {
		line += fmt.Sprintf(" (in %d databases)", dbs)
	}
	p.line("  " + p.paint(m.colour, m.symbol) + " " + line)
}

// calm lists what asks for nothing, one rule a line. What was seen stands there only where
// it was the same everywhere: JSON has the rest.
func (p *page) calm(list []rules.Finding) {
	all := block{findings: list}
	for _, head := range all.heads() {
		m, same := markOf(head), all.of(head.Code)
		text := head.Title
		switch {
		case !same.alike():
		case head.Because != "":
			text += " (does not apply because of: " + head.Because + ")"
		case head.Observed != "":
			text += ": " + head.Observed
		}
		p.text(fmt.Sprintf("  %s %s  ", m.symbol, head.Code), m.colour, []string{Visible(text)})
		if dbs := same.databases(); len(dbs) > 1 {
			p.labelled("databases", nameList(dbs))
		}
	}
}

// calmAreas tells in a line each what passed, what does not apply and what was waived, of
// chapters that hold nothing else.
func (p *page) calmAreas(list []area) {
	if len(list) > 0 {
		p.blank()
	}
	for _, part := range []struct {
		label string
		of    func(area) []rules.Finding
	}{
		{"Passed", func(a area) []rules.Finding { return a.passed }},
		{"Waived", func(a area) []rules.Finding { return a.waived }},
		{"Not applicable", func(a area) []rules.Finding { return a.skipped }},
	} {
		var counts []string
		colour := ""
		for _, a := range list {
			if found := part.of(a); len(found) > 0 {
				counts = append(counts, fmt.Sprintf("%s %d", Visible(a.name), codes(found)))
				colour = markOf(found[0]).colour
			}
		}
		if len(counts) > 0 {
			p.text(part.label+": ", colour, []string{strings.Join(counts, ", ")})
		}
	}
}

// block writes findings that belong together.
func (p *page) block(b block, verbose bool) {
	if b.blind() {
		p.blindness(b)
	} else {
		p.standing(b)
	}
	if verbose {
		p.background(b)
	}
}

// standing writes what was seen not to hold.
func (p *page) standing(b block) {
	first := b.findings[0]
	m := markOf(first)
	p.text(fmt.Sprintf("  %s %s  %s  ", m.symbol, m.word, first.Code), m.colour, []string{Visible(first.Title)})
	p.places(b.databases(), b.alike())
	p.observations(b)
	p.labelled("expected", first.Expected)
	p.labelled("fix", b.fix())
}

// blindness writes rules that could not look for one reason.
func (p *page) blindness(b block) {
	heads, same := b.heads(), b.sameDatabases()
	widest := 0
	for _, f := range heads {
		widest = max(widest, width(severityWord(f.Severity)))
	}
	for _, f := range heads {
		m := markOf(f)
		title := f.Title
		if dbs := b.of(f.Code).databases(); !same && len(dbs) > 0 {
			title += " (" + nameList(dbs) + ")"
		}
		p.text(fmt.Sprintf("  %s %s %s  %s  ", m.symbol, m.word, pad(severityWord(f.Severity), widest), f.Code), m.colour, []string{Visible(title)})
	}
	if same {
		p.places(b.databases(), true)
	}
	p.labelled("reason", unlessEmpty(b.findings[0].Observed))
	p.labelled("counts as", "unknown, not as passed")
}

// places names the databases of a block, unless its observations do.
func (p *page) places(dbs []string, alike bool) {
	if len(dbs) > 1 && alike {
		p.labelled(fmt.Sprintf("%d databases", len(dbs)), nameList(dbs))
	} else if len(dbs) == 1 {
		p.labelled("database", displayName(dbs[0]))
	}
}

// observations writes what was seen: once where it was the same, else by database.
func (p *page) observations(b block) {
	if b.alike() {
		p.labelled("observed", unlessEmpty(b.findings[0].Observed))
		return
	}
	lines := []string{fmt.Sprintf("in %d databases", len(b.findings))}
	for i, f := range b.findings {
		if i == shownDatabases {
			lines = append(lines, fmt.Sprintf("and %d more (-o json has all)", len(b.findings)-i))
			break
		}
		lines = append(lines, displayName(f.Target.Database)+": "+f.Observed)
	}
	p.labelled("observed", strings.Join(lines, "\n"))
}

// background is why it matters and what the verdict rests on.
func (p *page) background(b block) {
	for _, f := range b.heads() {
		p.labelled("why", f.Why)
		p.evidence(b.of(f.Code))
		for _, d := range f.Docs {
			p.line("    " + p.paint("2", pad("read", labelWidth)) + Visible(d.URL)) // an address is never cut
		}
	}
}

// evidence lists what the findings of one rule rest on. Of several databases each has its
// own, so that one is not taken for all.
func (p *page) evidence(b block) {
	var lines []string
	several := len(b.databases()) > 1
	for _, f := range b.findings {
		for _, e := range f.Evidence {
			line := fmt.Sprintf("%s: %s → %s (%s)", e.Source, e.Query, Visible(e.Value), e.At.UTC().Format(time.DateTime))
			if several {
				line = displayName(f.Target.Database) + ": " + line
			}
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		if i == shownDatabases {
			p.labelled("evidence", fmt.Sprintf("and %d more (-o json has all)", len(lines)-i))
			break
		}
		p.labelled("evidence", line)
	}
}

// labelWidth holds "observed" and its neighbours, so that values stand in one column.
const labelWidth = 11

// labelled writes a detail of a block; line breaks of the value are kept.
func (p *page) labelled(label, value string) {
	if value == "" {
		return
	}
	if width(label) >= labelWidth {
		label += " "
	}
	p.text("    "+pad(label, labelWidth), "2", visibleLines(value))
}

// nameList shows the first names and counts the others.
func nameList(names []string) string {
	var shown []string
	for i, n := range names {
		if i == shownDatabases {
			return strings.Join(shown, ", ") + fmt.Sprintf(" and %d more (-o json has all)", len(names)-i)
		}
		shown = append(shown, displayName(n))
	}
	return strings.Join(shown, ", ")
}

// displayName shows a name so that one can tell where it ends: odd ones in brackets, as
// T-SQL would have them. Characters that do not print are escaped.
func displayName(name string) string {
	plain := name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r == ' ' || r == ',' || r == '[' || r == ']' || r == '\'' || r == '"' || r == ':'
	})
	if plain {
		return Visible(name)
	}
	return Visible("[" + strings.ReplaceAll(name, "]", "]]") + "]")
}

func severityWord(s rules.Severity) string {
	if s == rules.LastChance {
		return "last chance"
	}
	if s == rules.Info {
		return "note"
	}
	return string(s)
}

func unlessEmpty(s string) string {
	if s == "" {
		return "(nothing was recorded)"
	}
	return s
}
