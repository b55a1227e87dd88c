package syntax

// condition reads a search condition.
func (p *parser) condition() Expr {
	x := p.either()
	if !p.failed() && !isCondition(x) {
		p.notBoolean()
	}
	return x
}

// notBoolean is 4145: a value stands where a condition is expected.
func (p *parser) notBoolean() {
	t := p.now()
	if t.kind == endToken && p.i > 0 {
		t = p.tokens[p.i-1]
	}
	p.fail(4145, t.line, t.text)
}

// isCondition tells a condition from a value. T-SQL has no boolean values: the two never
// mix.
func isCondition(x Expr) bool {
	switch x.(type) {
	case *Compare, *Quantified, *Logic, *Not, *IsNull, *Between, *In, *Like, *Exists, *Distinct:
		return true
	}
	return false
}

// either reads a condition or, where no comparison follows, a value: which of the two a
// parenthesis holds is known only behind it.
func (p *parser) either() Expr {
	p.enter()
	defer p.leave()
	l := p.conjunction()
	for p.is("OR") && p.boolean(l) {
		pos := p.here()
		p.take()
		r := p.conjunction()
		if p.boolean(r) {
			l = &Logic{Pos: pos, Op: "OR", L: l, R: r}
		}
	}
	return l
}

// boolean makes sure that an operand of AND, OR or NOT is a condition.
func (p *parser) boolean(x Expr) bool {
	if p.failed() {
		return false
	}
	if !isCondition(x) {
		p.notBoolean()
		return false
	}
	return true
}

func (p *parser) conjunction() Expr {
	l := p.negation()
	for p.is("AND") && p.boolean(l) {
		pos := p.here()
		p.take()
		r := p.negation()
		if p.boolean(r) {
			l = &Logic{Pos: pos, Op: "AND", L: l, R: r}
		}
	}
	return l
}

func (p *parser) negation() Expr {
	if !p.is("NOT") {
		return p.predicate()
	}
	p.enter()
	defer p.leave()
	n := &Not{Pos: p.here()}
	p.take()
	n.X = p.negation()
	p.boolean(n.X)
	return n
}

// comparisons maps the ways to write a comparison to the tree's six operators.
var comparisons = map[string]string{
	"=": "=", "<>": "<>", "!=": "<>", "<": "<", "<=": "<=", "!>": "<=", ">": ">", ">=": ">=", "!<": ">=",
}

// predicate reads one comparison, or a value when none follows.
func (p *parser) predicate() Expr {
	if p.is("EXISTS") {
		pos := p.here()
		p.take()
		return &Exists{Pos: pos, Query: p.subquery()}
	}
	l := p.sum(true)
	if p.failed() || isCondition(l) {
		return l
	}
	pos := p.here()
	if t := p.now(); t.kind == symbolToken {
		if op, ok := comparisons[t.text]; ok {
			p.take()
			return p.comparison(pos, op, l)
		}
		return l
	}
	if p.word("IS") {
		return p.isPredicate(pos, l)
	}
	not := p.is("NOT") && (p.is("NOT", "BETWEEN") || p.is("NOT", "IN") || p.is("NOT", "LIKE"))
	if not {
		p.take()
	}
	switch {
	case p.word("BETWEEN"):
		b := &Between{Pos: pos, X: l, Lo: p.value(), Not: not}
		p.need("AND")
		b.Hi = p.value()
		return b
	case p.word("IN"):
		return p.inPredicate(&In{Pos: pos, X: l, Not: not})
	case p.word("LIKE"):
		k := &Like{Pos: pos, X: l, Pattern: p.value(), Not: not}
		if p.word("ESCAPE") {
			k.Escape = p.value()
		}
		return k
	}
	return l
}

// comparison reads what stands right of an operator: a value or ANY/SOME/ALL (subquery).
func (p *parser) comparison(pos Pos, op string, l Expr) Expr {
	if p.isAny("ANY", "SOME", "ALL") {
		all := p.take().upper == "ALL"
		return &Quantified{Pos: pos, Op: op, All: all, L: l, Query: p.subquery()}
	}
	return &Compare{Pos: pos, Op: op, L: l, R: p.value()}
}

// isPredicate reads IS [NOT] NULL and IS [NOT] DISTINCT FROM (2022).
func (p *parser) isPredicate(pos Pos, l Expr) Expr {
	not := p.word("NOT")
	if p.is("DISTINCT") && p.knows(16) {
		p.take()
		p.need("FROM")
		return &Distinct{Pos: pos, L: l, R: p.value(), Not: not}
	}
	p.need("NULL")
	return &IsNull{Pos: pos, X: l, Not: not}
}

// inPredicate reads the list or the subquery of IN.
func (p *parser) inPredicate(in *In) Expr {
	if p.subqueryAhead() {
		in.Query = p.subquery()
		return in
	}
	p.inParens(func() { in.List = append(in.List, p.value()) })
	return in
}
