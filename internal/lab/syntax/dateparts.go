package syntax

import "strings"

// dateparts are the names and abbreviations that the date functions take, with the name the
// tree holds.
var dateparts = map[string]string{
	"year": "year", "yy": "year", "yyyy": "year", "quarter": "quarter", "qq": "quarter", "q": "quarter",
	"month": "month", "mm": "month", "m": "month", "dayofyear": "dayofyear", "dy": "dayofyear", "y": "dayofyear",
	"day": "day", "dd": "day", "d": "day", "week": "week", "wk": "week", "ww": "week",
	"weekday": "weekday", "dw": "weekday", "w": "weekday", "hour": "hour", "hh": "hour",
	"minute": "minute", "mi": "minute", "n": "minute", "second": "second", "ss": "second", "s": "second",
	"millisecond": "millisecond", "ms": "millisecond", "microsecond": "microsecond", "mcs": "microsecond",
	"nanosecond": "nanosecond", "ns": "nanosecond", "tzoffset": "tzoffset", "tz": "tzoffset",
	"iso_week": "iso_week", "isowk": "iso_week", "isoww": "iso_week",
}

// readOnlyParts can be asked for (DATEPART, DATENAME) but not counted in.
var readOnlyParts = map[string]bool{"tzoffset": true, "iso_week": true}

// dateCall reads a date function; its first argument is a bare word. DATETRUNC and
// DATE_BUCKET are of 2022; before, they are calls like any other and the engine's 195.
func (p *parser) dateCall(pos Pos, name token) Expr {
	if (name.upper == "DATETRUNC" || name.upper == "DATE_BUCKET") && !p.knows(16) {
		return p.call(Name{Pos: pos, Object: Ident{Text: name.text}})
	}
	c := newCall(pos, name)
	p.needSymbol("(")
	c.Args = append(c.Args, p.datepart(name))
	for !p.failed() && p.symbol(",") {
		c.Args = append(c.Args, p.value())
	}
	p.needSymbol(")")
	return c
}

// datepart reads the bare word: 1023 for anything but a word, 155 for an unknown one.
func (p *parser) datepart(function token) Expr {
	t := p.now()
	if t.kind == variableToken || p.isString(t) || t.kind == integerToken {
		p.fail(badDatepart, t.line, 1, strings.ToLower(function.text))
		return &Keyword{}
	}
	if !p.isName(t) {
		p.near()
		return &Keyword{}
	}
	part, ok := dateparts[strings.ToLower(t.text)]
	asks := function.upper == "DATEPART" || function.upper == "DATENAME" || function.upper == "DATETRUNC"
	if !ok || readOnlyParts[part] && !asks {
		p.fail(155, t.line, t.text, strings.ToLower(function.text))
		return &Keyword{}
	}
	k := &Keyword{Pos: p.here(), Word: part}
	p.take()
	return k
}
