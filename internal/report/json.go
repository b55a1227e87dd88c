package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

// JSON writes the report for machines. The result is valid JSON that a terminal can show.
func JSON(w io.Writer, r *Report) error { return WriteJSON(w, r) }

// WriteJSON writes a document as indented JSON in which every character that steers a
// terminal is escaped: names of databases are other people's text.
func WriteJSON(w io.Writer, document any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("encode JSON: %w", err)
	}
	_, err := w.Write(harmless(b.Bytes()))
	return err
}

// harmless replaces what is not printable by \u escapes. Outside strings JSON has only
// ASCII, so that every such character is inside one.
func harmless(js []byte) []byte {
	out := make([]byte, 0, len(js))
	for len(js) > 0 {
		r, size := utf8.DecodeRune(js)
		switch {
		case r == '\n' || r == utf8.RuneError || unicode.IsPrint(r):
			out = append(out, js[:size]...)
		case r > 0xFFFF:
			hi, lo := surrogates(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		js = js[size:]
	}
	return out
}

// surrogates is a rune as JSON escapes it: a pair of UTF-16 units.
func surrogates(r rune) (hi, lo rune) {
	r -= 0x10000
	return 0xD800 + r>>10, 0xDC00 + r&0x3FF
}
