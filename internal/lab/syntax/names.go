package syntax

import (
	"strings"
	"unicode/utf8"
)

// isName tells whether a token can name something: a bare word that is not reserved, or a
// quoted name. "x" is one unless QUOTED_IDENTIFIER is off.
func (p *parser) isName(t token) bool {
	switch t.kind {
	case wordToken:
		return !reserved[t.upper]
	case bracketToken:
		return true
	case doubleToken:
		return !p.options.QuotedIdentifierOff
	}
	return false
}

// isString tells whether a token is a character string.
func (p *parser) isString(t token) bool {
	return t.kind == stringToken || t.kind == nationalToken ||
		t.kind == doubleToken && p.options.QuotedIdentifierOff
}

// ident reads one identifier.
func (p *parser) ident() Ident {
	if !p.isName(p.now()) {
		p.near()
		return Ident{}
	}
	t := p.take()
	p.checkName(t)
	return Ident{Text: t.text, Quoted: t.kind != wordToken}
}

// checkName refuses names that are empty or too long.
func (p *parser) checkName(t token) {
	if t.text == "" {
		p.fail(1038, t.line)
	}
	if utf8.RuneCountInString(t.text) > maxName {
		p.fail(103, t.line, "identifier", t.text, maxName)
	}
}

// idents reads names parted by commas.
func (p *parser) idents() []Ident {
	var names []Ident
	p.list(func() { names = append(names, p.ident()) })
	return names
}

// columnList reads (a, b).
func (p *parser) columnList() []Ident {
	p.needSymbol("(")
	names := p.idents()
	p.needSymbol(")")
	return names
}

// name reads a dotted name. Parts in the middle may be empty: master..sysobjects. what and
// prefixes word the error for a name with more parts than allowed.
func (p *parser) name(what string, prefixes int) Name {
	n, start := Name{Pos: p.here()}, p.i
	parts := []Ident{p.ident()}
	for p.symbol(".") {
		if p.isSymbol(0, ".") {
			parts = append(parts, Ident{})
			continue
		}
		parts = append(parts, p.ident())
	}
	if len(parts) > prefixes+1 {
		p.fail(117, n.Line, what, p.source(start), prefixes)
		return n
	}
	n.place(parts)
	return n
}

// place puts the parts into a name, the object last.
func (n *Name) place(parts []Ident) {
	slots := []*Ident{&n.Object, &n.Schema, &n.Database, &n.Server}
	for i, part := range parts {
		*slots[len(parts)-1-i] = part
	}
}

// table reads the name of a table: up to four parts.
func (p *parser) table() Name { return p.name("object", 3) }

// text reads a string literal, national or not.
func (p *parser) literalText() string {
	if !p.isString(p.now()) {
		p.near()
		return ""
	}
	return p.take().text
}

// textOrVariable reads a string literal or a variable.
func (p *parser) textOrVariable() Text {
	if t := p.now(); t.kind == variableToken && !strings.HasPrefix(t.text, "@@") {
		return Text{Variable: p.take().text, IsVar: true}
	}
	return p.stringText()
}

// stringText reads a string literal and keeps whether it was N'..'.
func (p *parser) stringText() Text {
	national := p.now().kind == nationalToken
	return Text{Literal: p.literalText(), National: national}
}

// localVariable reads @x; @@x is the server's own and cannot stand here.
func (p *parser) localVariable() string {
	t := p.now()
	if t.kind != variableToken || strings.HasPrefix(t.text, "@@") || t.text == "@" {
		p.near()
		return ""
	}
	p.checkName(t)
	return p.take().text
}
