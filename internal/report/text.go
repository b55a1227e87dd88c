package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"milink/internal/facts"
	"milink/internal/rules"
)

// The narrowest page that still reads, and the width of pages that no terminal shows.
const (
	minWidth     = 40
	defaultWidth = 80
)

// Layout is how the text shall look.
type Layout struct {
	Width   int  // columns; 0 for 80
	Colour  bool // only where a terminal shows it
	Verbose bool // list what passed, and say why, with evidence and pages
	// Again is the command that checks again, Whole the same for this server with nothing
	// left out and no gate named. Empty where there is none.
	Again, Whole string
	Offline      bool // the facts come from a file, which another look does not change
}

// Text writes the report for people.
func Text(w io.Writer, r *Report, l Layout) error {
	p := newPage(l)
	p.banner(r)
	p.say(r.Verdict.Text, verdictColour(r.Verdict))
	p.blank()
	p.head(r)
	p.body(areas(r.Findings), l.Verbose)
	p.blank()
	p.next(r, l)
	p.blank()
	p.say(r.Verdict.Text, verdictColour(r.Verdict)) // where the eye is when a long page ends
	return p.flush(w)
}

// body writes the chapters that ask for something, then the calm ones in a few lines; with
// verbose each has its place.
func (p *page) body(list []area, verbose bool) {
	list = gathered(list)
	var calmed []area
	for _, a := range list {
		if len(a.blocks) == 0 && !verbose {
			calmed = append(calmed, a)
			continue
		}
		p.blank()
		p.area(a, verbose)
	}
	p.calmAreas(calmed)
}

func verdictColour(v Verdict) string {
	switch v.ExitCode {
	case exitReady:
		return "1;32"
	case exitUnknown:
		return "1;36"
	}
	return "1;31"
}

// banner says that nothing here is real.
func (p *page) banner(r *Report) {
	if r.Simulated {
		p.say("SIMULATED: these answers come from milink's lab, not from a SQL Server.", "1;33")
		p.blank()
	}
}

// head is who was judged, by whom, over what connection.
func (p *page) head(r *Report) {
	s := r.Source
	if r.Interrupted != "" {
		p.text(pad("INTERRUPTED", headWidth), "1;31", []string{Visible(r.Interrupted)})
	}
	p.field("Source", nameOf(s))
	p.field("Server", product(s))
	p.field("Login", or(s.Login)+"; "+connection(s))
	p.field("Checked", fmt.Sprintf("%s by %s %s for the gate %s%s", stamp(r.CheckedAt), r.Tool, r.Version, r.Gate, selection(r)))
	p.field("Databases", r.Scope.text)
	p.field("Not judged", notJudged(r.Gate))
	if d := r.CheckedAt.Sub(r.CollectedAt); d > time.Hour {
		p.field("Facts", fmt.Sprintf("read %s, %s before", stamp(r.CollectedAt), age(d)))
	}
}

// notJudged names what the gate asks for and this version does not look at, so that a ready
// source is not taken for a ready migration.
func notJudged(g rules.Gate) string {
	if g == rules.Cutover {
		return "target, network, Azure rights, the running link (later releases): only the source's half of the gate cutover is judged"
	}
	return "target, network, Azure rights (later releases)"
}

// headWidth holds "INTERRUPTED", so that values stand in one column.
const headWidth = 13

// field is one line of the head.
func (p *page) field(name, value string) {
	p.text(pad(name, headWidth), "2", []string{Visible(value)})
}

// nameOf is what the instance calls itself and where it was reached.
func nameOf(s Source) string {
	name := s.ServerName.Or("")
	if name == "" || name == s.Address {
		return s.Address
	}
	return name + " at " + s.Address
}

// product is version, level, edition and platform as far as they are known.
func product(s Source) string {
	var parts []string
	if v, ok := s.Version.Get(); ok {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s (%s) %s", v.Product(), v, s.UpdateLevel.Or(""))))
	} else {
		parts = append(parts, "version unknown: "+s.Version.Why())
	}
	for _, f := range []facts.Fact[string]{s.Edition, s.Platform} {
		if v := f.Or(""); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

// connection says how far the conversation could be read or changed by others.
func connection(s Source) string {
	encrypted, known := s.Encrypted.Get()
	switch {
	case !known:
		return "encryption unknown: " + s.Encrypted.Why()
	case !encrypted:
		return "connection NOT ENCRYPTED after the login"
	case !s.Verified:
		return "connection encrypted, server certificate NOT VERIFIED"
	}
	return "connection encrypted, server certificate verified"
}

// selection says what was left out.
func selection(r *Report) string {
	s := ""
	if len(r.Only) > 0 {
		s += ", only " + strings.Join(r.Only, ", ")
	}
	if len(r.Skip) > 0 {
		s += ", without " + strings.Join(r.Skip, ", ")
	}
	return s
}

func or(f facts.Fact[string]) string {
	if v, ok := f.Get(); ok {
		return v
	}
	return "unknown (" + f.Why() + ")"
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// age is a span as people say it.
func age(d time.Duration) string {
	if d < 48*time.Hour {
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours())/24)
}
