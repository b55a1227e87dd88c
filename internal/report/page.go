package report

import (
	"io"
	"strings"
)

// page collects lines that fit a terminal.
type page struct {
	out    strings.Builder
	width  int
	colour bool
}

// newPage is an empty page of the layout.
func newPage(l Layout) *page {
	if l.Width == 0 {
		l.Width = defaultWidth
	}
	return &page{width: max(minWidth, l.Width), colour: l.Colour}
}

// line writes one finished line.
func (p *page) line(s string) {
	p.out.WriteString(strings.TrimRight(s, " "))
	p.out.WriteByte('\n')
}

func (p *page) blank() { p.out.WriteByte('\n') }

// text writes a paragraph under a hanging prefix: the prefix stands before its first line,
// spaces of the same width before the others. The prefix is painted after measuring.
func (p *page) text(prefix, colour string, lines []string) {
	room := max(20, p.width-width(prefix))
	first := true
	for _, l := range lines {
		for _, piece := range wrap(l, room) {
			if first {
				p.line(p.paint(colour, prefix) + piece)
			} else {
				p.line(strings.Repeat(" ", width(prefix)) + piece)
			}
			first = false
		}
	}
}

// say writes a paragraph of server text or our own without a prefix.
func (p *page) say(s, colour string) {
	for _, l := range visibleLines(s) {
		for _, piece := range wrap(l, p.width) {
			p.line(p.paint(colour, piece))
		}
	}
}

// flush hands everything over at once, so that an interrupted program leaves no half page.
func (p *page) flush(w io.Writer) error {
	_, err := io.WriteString(w, p.out.String())
	return err
}
