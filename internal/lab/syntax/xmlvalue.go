package syntax

import "milink/internal/lab/value"

// XMLValue is .value('path', 'type') behind (SELECT .. FOR XML .., TYPE): how reports turn
// the concatenation back into text without escapes.
type XMLValue struct {
	First bool // the first text node, not all text
	Type  value.Type
}

// xmlPaths are the paths that name all text of a document or its first text node. Another
// one would need XQuery, which this parser does not read.
var xmlPaths = map[string]XMLValue{
	".": {}, ".[1]": {}, "(.)[1]": {}, "./.": {},
	"text()[1]": {First: true}, "(text())[1]": {First: true}, "./text()[1]": {First: true},
	"(./text())[1]": {First: true}, "(.//text())[1]": {First: true}, ".//text()[1]": {First: true},
}

// xmlValue reads the method; unlike keywords, its name minds case.
func (p *parser) xmlValue() *XMLValue {
	if !p.isSymbol(0, ".") || p.ahead(1).text != "value" || !p.isSymbol(2, "(") {
		return nil
	}
	p.take()
	p.take()
	p.needSymbol("(")
	at := p.i
	v, known := xmlPaths[p.literalText()]
	if !known {
		p.nearToken(at)
	}
	p.needSymbol(",")
	at = p.i
	params, err := ParseParams("@v " + p.literalText())
	p.needSymbol(")")
	if err != nil || len(params) != 1 {
		p.nearToken(at)
		return nil
	}
	v.Type = params[0].Type
	return &v
}
