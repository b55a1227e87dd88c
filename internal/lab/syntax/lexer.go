package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells what a token is before anything is known of its place.
type tokenKind uint8

const (
	endToken      tokenKind = iota
	wordToken               // an unquoted identifier or keyword
	bracketToken            // [name]
	doubleToken             // "x": a name or a string, as QUOTED_IDENTIFIER says
	stringToken             // 'x'
	nationalToken           // N'x'
	integerToken            // 12
	decimalToken            // 1.5
	floatToken              // 1e5
	moneyToken              // $1.50
	binaryToken             // 0x1F
	variableToken           // @x, @@x
	symbolToken             // ( ) , ; . = <> and so on
	openString              // a quoted text without its end
	openComment             // a block comment without its end
)

// token is one lexical element. text holds the content: quotes are gone and doubled quotes
// are single. upper is the word in upper case, empty for anything that is not a bare word.
type token struct {
	kind       tokenKind
	text       string
	upper      string
	line       int
	start, end int // byte offsets in the batch
}

// lexer cuts a batch into tokens.
type lexer struct {
	text string
	pos  int
	line int
	out  []token
}

// lex returns the tokens of a batch; the last one is an endToken. What cannot be closed
// (a string, a comment) is a token of its own kind, for the parser to report in its turn.
func lex(text string) []token {
	l := &lexer{text: text, line: 1}
	for l.skipBlank() {
		l.next()
	}
	l.out = append(l.out, token{kind: endToken, line: l.line, start: l.pos, end: l.pos})
	return l.out
}

// peek returns the byte n places ahead, 0 beyond the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.text) {
		return l.text[l.pos+n]
	}
	return 0
}

// skipBlank passes blanks and comments; it is false at the end of the batch.
func (l *lexer) skipBlank() bool {
	for l.pos < len(l.text) {
		switch {
		case strings.HasPrefix(l.text[l.pos:], "--"):
			l.skipLine()
		case strings.HasPrefix(l.text[l.pos:], "/*"):
			l.skipComment()
		default:
			r, size := utf8.DecodeRuneInString(l.text[l.pos:])
			if !unicode.IsSpace(r) && r != '\ufeff' && r != 0 {
				return true
			}
			if r == '\n' {
				l.line++
			}
			l.pos += size
		}
	}
	return false
}

// skipLine passes a -- comment.
func (l *lexer) skipLine() {
	if end := strings.IndexByte(l.text[l.pos:], '\n'); end >= 0 {
		l.pos += end
		return
	}
	l.pos = len(l.text)
}

// skipComment passes a block comment; they nest.
func (l *lexer) skipComment() {
	start, line, depth := l.pos, l.line, 0
	for l.pos < len(l.text) {
		switch {
		case strings.HasPrefix(l.text[l.pos:], "/*"):
			depth++
			l.pos += 2
		case strings.HasPrefix(l.text[l.pos:], "*/"):
			depth--
			l.pos += 2
		default:
			if l.text[l.pos] == '\n' {
				l.line++
			}
			l.pos++
		}
		if depth == 0 {
			return
		}
	}
	l.out = append(l.out, token{kind: openComment, line: line, start: start, end: l.pos})
}

// next reads the token at the current place, which is not blank.
func (l *lexer) next() {
	c := l.peek(0)
	switch {
	case c == '\'':
		l.quoted(stringToken, 1, '\'')
	case (c == 'N' || c == 'n') && l.peek(1) == '\'':
		l.quoted(nationalToken, 2, '\'')
	case c == '"':
		l.quoted(doubleToken, 1, '"')
	case c == '[':
		l.quoted(bracketToken, 1, ']')
	case c == '0' && (l.peek(1) == 'x' || l.peek(1) == 'X'):
		l.binary()
	case isDigit(c), c == '.' && isDigit(l.peek(1)):
		l.number()
	case c == '$' && !isWordByte(l.peek(1)) || c == '$' && isDigit(l.peek(1)):
		l.money()
	case c == '@':
		l.word(variableToken)
	default:
		if r, _ := utf8.DecodeRuneInString(l.text[l.pos:]); isWordStart(r) {
			l.word(wordToken)
			return
		}
		l.symbol()
	}
}

// quoted reads a string or a quoted name; skip is the length of its opening.
func (l *lexer) quoted(kind tokenKind, skip int, end byte) {
	start, line := l.pos, l.line
	l.pos += skip
	var b strings.Builder
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		l.pos++
		if c == end {
			if l.peek(0) != end {
				l.emit(kind, b.String(), start, line)
				return
			}
			l.pos++
		}
		if c == '\n' {
			l.line++
		}
		b.WriteByte(c)
	}
	l.emit(openString, b.String(), start, line)
}

// binary reads 0x and the hexadecimal digits after it; there may be none.
func (l *lexer) binary() {
	start := l.pos
	l.pos += 2
	for isHex(l.peek(0)) {
		l.pos++
	}
	l.emit(binaryToken, l.text[start:l.pos], start, l.line)
}

// number reads an integer, a decimal or a float. A letter right behind it starts the next
// token: SELECT 1a is 1 AS a on the server, too.
func (l *lexer) number() {
	start, kind := l.pos, integerToken
	l.digits()
	if l.peek(0) == '.' {
		kind = decimalToken
		l.pos++
		l.digits()
	}
	if c := l.peek(0); c == 'e' || c == 'E' {
		kind = floatToken
		l.pos++
		if s := l.peek(0); (s == '+' || s == '-') && isDigit(l.peek(1)) {
			l.pos++
		}
		l.digits()
	}
	l.emit(kind, l.text[start:l.pos], start, l.line)
}

// money reads $ and the number behind it.
func (l *lexer) money() {
	start := l.pos
	l.pos++
	l.digits()
	if l.peek(0) == '.' {
		l.pos++
		l.digits()
	}
	l.emit(moneyToken, l.text[start+1:l.pos], start, l.line)
}

func (l *lexer) digits() {
	for isDigit(l.peek(0)) {
		l.pos++
	}
}

// word reads an identifier, a keyword or a variable.
func (l *lexer) word(kind tokenKind) {
	start := l.pos
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if !isWordPart(r) {
			break
		}
		l.pos += size
	}
	l.emit(kind, l.text[start:l.pos], start, l.line)
}

// symbols are the operators of two characters; blanks may part them.
var symbols = []string{"<=", ">=", "<>", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "::"}

// symbol reads an operator or a punctuation mark. Comparisons of two characters may have
// blanks inside ("> ="), compound assignments may not.
func (l *lexer) symbol() {
	start := l.pos
	_, size := utf8.DecodeRuneInString(l.text[l.pos:])
	text := l.text[start : start+size]
	ahead := size
	if strings.ContainsAny(text, "<>!") {
		for l.peek(ahead) == ' ' {
			ahead++
		}
	}
	for _, s := range symbols {
		if text == s[:1] && l.peek(ahead) == s[1] {
			l.pos += ahead + 1
			l.emit(symbolToken, s, start, l.line)
			return
		}
	}
	l.pos += size
	l.emit(symbolToken, text, start, l.line)
}

// emit adds a token that started at start and ends at the current place.
func (l *lexer) emit(kind tokenKind, text string, start, line int) {
	t := token{kind: kind, text: text, line: line, start: start, end: l.pos}
	if kind == wordToken {
		t.upper = strings.ToUpper(text)
	}
	l.out = append(l.out, t)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// isWordByte is isWordPart for the first byte of a rune; any non-ASCII byte counts.
func isWordByte(c byte) bool { return c >= utf8.RuneSelf || isWordPart(rune(c)) && c != '$' }

// isWordStart tells whether an unquoted name may begin with r (@ is a variable's).
func isWordStart(r rune) bool { return unicode.IsLetter(r) || r == '_' || r == '#' }

// isWordPart tells whether r may stand inside an unquoted name.
func isWordPart(r rune) bool {
	return isWordStart(r) || unicode.IsDigit(r) || r == '@' || r == '$'
}
