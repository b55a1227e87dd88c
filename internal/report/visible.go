package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns a text with every character that does not print itself shown as an
// escape. Names come from servers: a database may be called "\x1b[2J" or hold characters
// that turn the writing direction, and neither may reach a terminal.
func Visible(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default: // controls, separators other than the space, format characters
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		i += size
	}
	return b.String()
}

// visibleLines is Visible for a text whose line breaks are meant.
func visibleLines(s string) []string {
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(s, "\n"), "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = Visible(strings.ReplaceAll(lines[i], "\t", "    "))
	}
	return lines
}
