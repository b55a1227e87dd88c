package report

import (
	"io"
	"strings"
)

// Term is a name and what it means.
type Term struct{ Name, Meaning string }

// Terms writes names in a column and their meanings beside it.
func Terms(w io.Writer, list []Term, l Layout) error {
	p, widest := newPage(l), 0
	for _, t := range list {
		widest = max(widest, width(t.Name))
	}
	for _, t := range list {
		p.text(pad(t.Name, widest+2), "", []string{Visible(t.Meaning)})
	}
	return p.flush(w)
}

// Paragraphs wraps narration: our own words, line by line, indented lines as they are.
func Paragraphs(text string, l Layout) string {
	p := newPage(l)
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		for _, piece := range wrap(Visible(line), p.width) {
			p.line(piece)
		}
	}
	return p.out.String()
}
