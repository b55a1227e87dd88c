package syntax

import "strings"

// niladic are the functions called without parentheses; they are reserved words.
var niladic = wordSet("CURRENT_TIMESTAMP CURRENT_USER SESSION_USER SYSTEM_USER USER")

// callableKeyword are the reserved words that name functions.
var callableKeyword = wordSet("COALESCE NULLIF LEFT RIGHT")

// special are the functions whose arguments have a grammar of their own. They are filled
// in init because they refer to the parser that refers to them.
var special map[string]func(p *parser, pos Pos, name token) Expr

func init() {
	special = map[string]func(p *parser, pos Pos, name token) Expr{
		"CAST":         func(p *parser, pos Pos, _ token) Expr { return p.cast(pos, false) },
		"TRY_CAST":     func(p *parser, pos Pos, _ token) Expr { return p.cast(pos, true) },
		"CONVERT":      func(p *parser, pos Pos, _ token) Expr { return p.convert(pos, false) },
		"TRY_CONVERT":  func(p *parser, pos Pos, _ token) Expr { return p.convert(pos, true) },
		"IIF":          (*parser).iif,
		"TRIM":         (*parser).trim,
		"DATEADD":      (*parser).dateCall,
		"DATEDIFF":     (*parser).dateCall,
		"DATEDIFF_BIG": (*parser).dateCall,
		"DATENAME":     (*parser).dateCall,
		"DATEPART":     (*parser).dateCall,
		"DATETRUNC":    (*parser).dateCall,
		"DATE_BUCKET":  (*parser).dateCall,
		"IDENTITY":     (*parser).identityCall,
	}
}

// cast reads CAST(x AS type).
func (p *parser) cast(pos Pos, try bool) Expr {
	c := &Cast{Pos: pos, Try: try}
	p.needSymbol("(")
	c.X = p.value()
	p.need("AS")
	c.Type = p.dataType(typeUse{cast: true})
	p.needSymbol(")")
	return c
}

// convert reads CONVERT(type, x [, style]).
func (p *parser) convert(pos Pos, try bool) Expr {
	c := &Cast{Pos: pos, Try: try, Convert: true}
	p.needSymbol("(")
	c.Type = p.dataType(typeUse{cast: true})
	p.needSymbol(",")
	c.X = p.value()
	if p.symbol(",") {
		c.Style = p.value()
	}
	p.needSymbol(")")
	return c
}

// newCall starts a call of a built-in function.
func newCall(pos Pos, name token) *Call {
	return &Call{Pos: pos, Name: Name{Pos: pos, Object: Ident{Text: name.text}}}
}

// iif reads IIF(condition, a, b).
func (p *parser) iif(pos Pos, name token) Expr {
	c := newCall(pos, name)
	p.needSymbol("(")
	c.Args = append(c.Args, p.condition())
	p.needSymbol(",")
	c.Args = append(c.Args, p.value())
	p.needSymbol(",")
	c.Args = append(c.Args, p.value())
	p.needSymbol(")")
	return c
}

// trim reads TRIM(x), TRIM(chars FROM x) (2017) and TRIM(LEADING chars FROM x) (2022). The
// arguments are x, then chars, then the side as a Keyword.
func (p *parser) trim(pos Pos, name token) Expr {
	c := newCall(pos, name)
	p.needSymbol("(")
	var side *Keyword
	if p.knows(16) && p.isAny("LEADING", "TRAILING", "BOTH") && !p.isSymbol(1, ")") && !p.isSymbol(1, ".") {
		side = &Keyword{Pos: p.here(), Word: strings.ToLower(p.take().text)}
	}
	c.Args = append(c.Args, p.value())
	if side != nil || p.is("FROM") && p.knows(14) {
		p.need("FROM")
		c.Args = []Expr{p.value(), c.Args[0]}
	}
	if side != nil {
		c.Args = append(c.Args, side)
	}
	p.needSymbol(")")
	return c
}

// identityCall reads IDENTITY(type [, seed, increment]) of SELECT INTO. The type becomes a
// Keyword.
func (p *parser) identityCall(pos Pos, name token) Expr {
	c := newCall(pos, name)
	p.needSymbol("(")
	at := p.here()
	t := p.dataType(typeUse{cast: true})
	c.Args = append(c.Args, &Keyword{Pos: at, Word: t.String()})
	if p.symbol(",") {
		c.Args = append(c.Args, p.value())
		p.needSymbol(",")
		c.Args = append(c.Args, p.value())
	}
	p.needSymbol(")")
	return c
}

// call reads the arguments and what may follow them: WITHIN GROUP, OVER.
func (p *parser) call(n Name) Expr {
	c := &Call{Pos: n.Pos, Name: n}
	p.enter()
	defer p.leave()
	p.needSymbol("(")
	switch {
	case p.symbol("*"):
		c.Star = true
	case !p.isSymbol(0, ")"):
		c.Distinct = p.word("DISTINCT")
		if !c.Distinct {
			p.word("ALL")
		}
		p.list(func() { c.Args = append(c.Args, p.value()) })
	}
	p.needSymbol(")")
	if p.word("WITHIN", "GROUP") {
		p.needSymbol("(")
		c.Within = p.orderBy()
		p.needSymbol(")")
	}
	if p.word("OVER") {
		c.Over = p.window()
	}
	return c
}

// window reads OVER (..) or, from 2022, OVER name.
func (p *parser) window() *Window {
	if p.knows(16) && p.isName(p.now()) {
		return &Window{Base: p.ident()}
	}
	p.needSymbol("(")
	w := p.windowBody()
	p.needSymbol(")")
	return w
}

// windowBody reads [name] [PARTITION BY ..] [ORDER BY ..] [ROWS|RANGE ..].
func (p *parser) windowBody() *Window {
	w := &Window{}
	if p.knows(16) && p.isName(p.now()) && !p.isAny("PARTITION", "ROWS", "RANGE") {
		w.Base = p.ident()
	}
	if p.word("PARTITION") {
		p.need("BY")
		p.list(func() { w.Partition = append(w.Partition, p.value()) })
	}
	if p.is("ORDER") {
		w.Order = p.orderBy()
	}
	if p.isAny("ROWS", "RANGE") {
		w.Frame = p.frame()
	}
	return w
}

// frame reads ROWS|RANGE bound or BETWEEN bound AND bound.
func (p *parser) frame() *Frame {
	f := &Frame{Rows: p.take().upper == "ROWS"}
	if !p.word("BETWEEN") {
		f.From = p.frameBound()
		f.To = FrameBound{Kind: "CURRENT ROW"}
		if strings.HasSuffix(f.From.Kind, "FOLLOWING") {
			p.nearToken(p.i - 1)
		}
		return f
	}
	f.From = p.frameBound()
	p.need("AND")
	f.To = p.frameBound()
	return f
}

// frameBound reads CURRENT ROW, UNBOUNDED PRECEDING|FOLLOWING or n PRECEDING|FOLLOWING.
func (p *parser) frameBound() FrameBound {
	switch {
	case p.word("CURRENT"):
		p.need("ROW")
		return FrameBound{Kind: "CURRENT ROW"}
	case p.word("UNBOUNDED"):
		return FrameBound{Kind: "UNBOUNDED " + p.oneOf("PRECEDING", "FOLLOWING")}
	}
	n := p.integer()
	return FrameBound{Kind: p.oneOf("PRECEDING", "FOLLOWING"), Rows: n}
}
