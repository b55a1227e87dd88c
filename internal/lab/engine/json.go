package engine

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"milink/internal/lab/message"
)

// jsonKind is the kind of a JSON value; the numbers are OPENJSON's type column.
type jsonKind int64

const (
	jsonNull jsonKind = iota
	jsonString
	jsonNumber
	jsonBool
	jsonArray
	jsonObject
)

// jsonNode is one value of a JSON text. raw is the text as written: JSON_QUERY and OPENJSON
// return it unchanged.
type jsonNode struct {
	kind    jsonKind
	raw     string
	text    string // of a string
	names   []string
	members []*jsonNode // of objects and arrays
}

// maxJSONDepth is how deep SQL Server nests JSON.
const maxJSONDepth = 128

// parseJSON reads a whole JSON text; nil when it is none.
func parseJSON(s string) *jsonNode {
	n, _ := readJSON(s)
	return n
}

// readJSON tells also where the text went wrong.
func readJSON(s string) (*jsonNode, *jsonReader) {
	r := &jsonReader{s: s}
	n := r.value(0)
	r.blanks()
	if r.bad || r.i < len(s) {
		return nil, r
	}
	return n, r
}

// malformed is error 13609 for the place a reader stopped at.
func (r *jsonReader) malformed() *message.Message {
	c := ""
	if r.i < len(r.s) {
		_, n := utf8.DecodeRuneInString(r.s[r.i:])
		c = r.s[r.i : r.i+n]
	}
	return message.New(13609, c, r.i)
}

type jsonReader struct {
	s   string
	i   int
	bad bool
}

func (r *jsonReader) blanks() {
	for r.i < len(r.s) && strings.IndexByte(" \t\r\n", r.s[r.i]) >= 0 {
		r.i++
	}
}

// take reads one expected character.
func (r *jsonReader) take(c byte) bool {
	r.blanks()
	if r.bad || r.i >= len(r.s) || r.s[r.i] != c {
		return false
	}
	r.i++
	return true
}

func (r *jsonReader) need(c byte) {
	if !r.take(c) {
		r.bad = true
	}
}

func (r *jsonReader) value(depth int) *jsonNode {
	r.blanks()
	start := r.i
	if depth > maxJSONDepth || r.i >= len(r.s) {
		r.bad = true
		return nil
	}
	n := &jsonNode{}
	switch c := r.s[r.i]; {
	case c == '{':
		r.object(n, depth)
	case c == '[':
		r.array(n, depth)
	case c == '"':
		n.kind, n.text = jsonString, r.str()
	case c == '-' || c >= '0' && c <= '9':
		n.kind = jsonNumber
		r.number()
	default:
		r.word(n)
	}
	if r.bad {
		return nil
	}
	n.raw = r.s[start:r.i]
	return n
}

func (r *jsonReader) object(n *jsonNode, depth int) {
	n.kind = jsonObject
	r.need('{')
	if r.take('}') {
		return
	}
	for !r.bad {
		r.blanks()
		if r.i >= len(r.s) || r.s[r.i] != '"' {
			r.bad = true
			return
		}
		n.names = append(n.names, r.str())
		r.need(':')
		n.members = append(n.members, r.value(depth+1))
		if !r.take(',') {
			break
		}
	}
	r.need('}')
}

func (r *jsonReader) array(n *jsonNode, depth int) {
	n.kind = jsonArray
	r.need('[')
	if r.take(']') {
		return
	}
	for !r.bad {
		n.members = append(n.members, r.value(depth+1))
		if !r.take(',') {
			break
		}
	}
	r.need(']')
}

func (r *jsonReader) word(n *jsonNode) {
	for word, kind := range map[string]jsonKind{"null": jsonNull, "true": jsonBool, "false": jsonBool} {
		if strings.HasPrefix(r.s[r.i:], word) {
			n.kind = kind
			r.i += len(word)
			return
		}
	}
	r.bad = true
}

// number reads -?int[.frac][e[+-]int].
func (r *jsonReader) number() {
	r.skip("-")
	if !r.digits() {
		r.bad = true
		return
	}
	if r.skip(".") && !r.digits() {
		r.bad = true
		return
	}
	if r.skip("eE") {
		r.skip("+-")
		r.bad = r.bad || !r.digits()
	}
}

// skip takes one character of a set.
func (r *jsonReader) skip(set string) bool {
	if r.i < len(r.s) && strings.IndexByte(set, r.s[r.i]) >= 0 {
		r.i++
		return true
	}
	return false
}

func (r *jsonReader) digits() bool {
	from := r.i
	for r.i < len(r.s) && r.s[r.i] >= '0' && r.s[r.i] <= '9' {
		r.i++
	}
	return r.i > from
}

// str reads a string and its escapes.
func (r *jsonReader) str() string {
	r.i++
	var w strings.Builder
	for r.i < len(r.s) {
		c := r.s[r.i]
		switch {
		case c == '"':
			r.i++
			return w.String()
		case c == '\\':
			r.escape(&w)
		case c < 0x20:
			r.bad = true
		default:
			w.WriteByte(c)
			r.i++
		}
		if r.bad {
			return ""
		}
	}
	r.bad = true
	return ""
}

// jsonEscapes are the escapes of one character.
var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (r *jsonReader) escape(w *strings.Builder) {
	if r.i+1 >= len(r.s) {
		r.bad = true
		return
	}
	c := r.s[r.i+1]
	if out, ok := jsonEscapes[c]; ok {
		w.WriteByte(out)
		r.i += 2
		return
	}
	first, ok := r.hex()
	if !ok {
		r.bad = true
		return
	}
	if utf16.IsSurrogate(first) && strings.HasPrefix(r.s[r.i:], `\u`) {
		if second, ok := r.hex(); ok {
			w.WriteRune(utf16.DecodeRune(first, second))
			return
		}
	}
	w.WriteRune(first)
}

// hex reads \uXXXX.
func (r *jsonReader) hex() (rune, bool) {
	if r.i+6 > len(r.s) || r.s[r.i+1] != 'u' {
		return 0, false
	}
	var n rune
	for _, c := range []byte(r.s[r.i+2 : r.i+6]) {
		d := strings.IndexByte("0123456789abcdef", c|0x20)
		if d < 0 {
			return 0, false
		}
		n = n<<4 | rune(d)
	}
	r.i += 6
	return n, true
}

// jsonEscape is a string as FOR JSON and STRING_ESCAPE write it: the slash is escaped too.
func jsonEscape(s string) string {
	var w strings.Builder
	for _, c := range s {
		switch c {
		case '"', '\\', '/':
			w.WriteByte('\\')
			w.WriteRune(c)
		case '\b':
			w.WriteString(`\b`)
		case '\f':
			w.WriteString(`\f`)
		case '\n':
			w.WriteString(`\n`)
		case '\r':
			w.WriteString(`\r`)
		case '\t':
			w.WriteString(`\t`)
		default:
			if c < 0x20 {
				const digits = "0123456789abcdef"
				w.WriteString(`\u00`)
				w.WriteByte(digits[c>>4])
				w.WriteByte(digits[c&15])
				continue
			}
			w.WriteRune(c)
		}
	}
	return w.String()
}
