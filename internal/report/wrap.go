package report

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// columns measures text as terminals show it, the same on every machine: the library's
// default would ask the environment whether it is East Asian.
var columns = &runewidth.Condition{StrictEmojiNeutral: true}

// width is the number of terminal columns of a text.
func width(s string) int { return columns.StringWidth(s) }

// wrap breaks one line into lines of at most the given columns, at spaces where it can.
// The spaces at its start are kept on every line: it may be code.
func wrap(line string, limit int) []string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if len(indent) > limit/2 {
		indent = ""
	}
	var out []string
	current := indent
	for _, word := range strings.Split(strings.Trim(line, " "), " ") {
		for _, piece := range pieces(word, limit-len(indent)) {
			switch {
			case current == indent:
				current += piece
			case width(current)+1+width(piece) <= limit:
				current += " " + piece
			default:
				out = append(out, current)
				current = indent + piece
			}
		}
	}
	return append(out, current)
}

// pieces cuts a word that no line can hold, unless it is an address, which is there to be
// copied.
func pieces(word string, limit int) []string {
	if width(word) <= limit || strings.HasPrefix(word, "https://") {
		return []string{word}
	}
	var out []string
	start, used := 0, 0
	for i, r := range word {
		w := columns.RuneWidth(r)
		if used+w > limit && i > start {
			out = append(out, word[start:i])
			start, used = i, 0
		}
		used += w
	}
	return append(out, word[start:])
}

// pad fills a text with spaces up to the given columns.
func pad(s string, to int) string {
	return s + strings.Repeat(" ", max(0, to-width(s)))
}
