package syntax

import (
	"strings"

	"milink/internal/lab/message"
)

// Options say how a session and a build read T-SQL. The zero value is the newest build with
// the settings of a fresh login.
type Options struct {
	// QuotedIdentifierOff makes "x" a string instead of a name.
	QuotedIdentifierOff bool
	// Version is the major version, 13 to 17, or 12 for a managed instance, which knows
	// what the newest build knows; 0 is the newest.
	Version int
}

// newest is the last major version the grammar was written from.
const newest = 17

// managed is the major version a managed instance reports.
const managed = 12

// Parse reads a batch as a fresh login of the newest build does.
func Parse(text string) (*Batch, error) { return Options{}.Parse(text) }

// Parse reads a batch. The error is a *message.Message or message.Errors.
func (o Options) Parse(text string) (*Batch, error) {
	p := newParser(o, text)
	b := &Batch{Statements: p.batch()}
	if err := p.result(); err != nil {
		return nil, err
	}
	return b, nil
}

// ParseParams reads a parameter list as sp_executesql takes it: "@p1 int, @p2 nvarchar(50)
// OUTPUT". An empty list is fine.
func ParseParams(text string) ([]VarDecl, error) {
	p := newParser(Options{}, text)
	var params []VarDecl
	for !p.atEnd() && !p.failed() {
		params = append(params, p.parameter(len(params)+1))
		if !p.symbol(",") {
			break
		}
		if p.atEnd() {
			p.near()
		}
	}
	if !p.atEnd() {
		p.near()
	}
	if err := p.result(); err != nil {
		return nil, err
	}
	return params, nil
}

// SplitName reads a name of up to four parts from a string, as OBJECT_ID and EXEC do:
// [msdb].dbo.backupset. The name must fill the string.
func SplitName(s string) (Name, error) {
	p := newParser(Options{}, s)
	n := p.name("object", 3)
	if !p.atEnd() {
		p.near()
	}
	if err := p.result(); err != nil {
		return Name{}, err
	}
	return n, nil
}

// parser reads the tokens of one batch. After the first error it stands at the end token
// and stays there.
type parser struct {
	options Options
	text    string
	tokens  []token // what the grammar sees: ends at the first token without an end
	all     []token
	i       int
	err     *message.Message
	errAt   int // token index of the error
	start   int // token index where the statement begins that is being read
	before  int // the same of the statement read last
	depth   int

	// closed says that a semicolon, or nothing, stands before the statement.
	closed bool
	// loops counts the WHILE bodies around the statement.
	loops int
	// inProcedure allows RETURN with a value.
	inProcedure bool
	labels      map[string]bool // in lower case
	gotos       []Goto
}

func newParser(o Options, text string) *parser {
	all := lex(text)
	p := &parser{options: o, text: text, all: all, tokens: all, closed: true}
	for i, t := range all {
		if t.kind == openString || t.kind == openComment {
			p.tokens = append(all[:i:i], token{kind: endToken, line: t.line, start: t.start, end: t.start})
			break
		}
	}
	return p
}

// knows tells whether the build is of that major version or newer.
func (p *parser) knows(version int) bool {
	v := p.options.Version
	if v == 0 || v == managed {
		v = newest
	}
	return v >= version
}

// now is the current token.
func (p *parser) now() token { return p.tokens[p.i] }

// ahead is the token n places on.
func (p *parser) ahead(n int) token {
	if p.i+n < len(p.tokens) {
		return p.tokens[p.i+n]
	}
	return p.tokens[len(p.tokens)-1]
}

// here is the position of the current token.
func (p *parser) here() Pos { return Pos{Line: p.now().line} }

func (p *parser) atEnd() bool { return p.now().kind == endToken }

// take returns the current token and moves on.
func (p *parser) take() token {
	t := p.now()
	if t.kind != endToken {
		p.i++
	}
	return t
}

// is tells whether the next words are these.
func (p *parser) is(words ...string) bool {
	for n, w := range words {
		if t := p.ahead(n); t.kind != wordToken || t.upper != w {
			return false
		}
	}
	return true
}

// isAny tells whether the current word is one of these.
func (p *parser) isAny(words ...string) bool {
	for _, w := range words {
		if p.is(w) {
			return true
		}
	}
	return false
}

// word moves over the words when they are next.
func (p *parser) word(words ...string) bool {
	if !p.is(words...) {
		return false
	}
	p.i += len(words)
	return true
}

// need moves over the words or reports the first that is missing.
func (p *parser) need(words ...string) {
	for _, w := range words {
		if !p.word(w) {
			p.near()
			return
		}
	}
}

// oneOf moves over one of the words and returns it, or reports the token.
func (p *parser) oneOf(words ...string) string {
	for _, w := range words {
		if p.word(w) {
			return w
		}
	}
	p.near()
	return ""
}

// isSymbol tells whether the token n places on is that symbol.
func (p *parser) isSymbol(n int, s string) bool {
	t := p.ahead(n)
	return t.kind == symbolToken && t.text == s
}

// symbol moves over the symbol when it is next.
func (p *parser) symbol(s string) bool {
	if !p.isSymbol(0, s) {
		return false
	}
	p.i++
	return true
}

// needSymbol moves over the symbols or reports the first that is missing.
func (p *parser) needSymbol(symbols ...string) {
	for _, s := range symbols {
		if !p.symbol(s) {
			p.near()
			return
		}
	}
}

// list reads one or more entries parted by commas.
func (p *parser) list(entry func()) {
	for {
		entry()
		if p.failed() || !p.symbol(",") {
			return
		}
	}
}

// inParens reads ( entry [, entry] ).
func (p *parser) inParens(entry func()) {
	p.needSymbol("(")
	p.list(entry)
	p.needSymbol(")")
}

// maxDepth bounds the nesting of statements, queries and expressions.
//
// modelled: the server's limit depends on its stack, not on a count.
const maxDepth = 200

// enter counts a level of nesting; leave must follow it.
func (p *parser) enter() {
	p.depth++
	if p.depth > maxDepth {
		p.fail(191, p.now().line)
	}
}

func (p *parser) leave() { p.depth-- }

// source is the text from a token to the end of the last token read.
func (p *parser) source(from int) string {
	if p.i == 0 || from >= p.i {
		return ""
	}
	return strings.TrimSpace(p.text[p.tokens[from].start:p.tokens[p.i-1].end])
}
