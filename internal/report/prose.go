package report

import "strings"

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
