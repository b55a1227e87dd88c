package engine

import (
	"fmt"
	"unicode/utf8"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// cond binds a search condition.
func (b *binder) cond(e syntax.Expr, sc *scope) condition {
	switch e := e.(type) {
	case *syntax.Logic:
		return b.logic(e, sc)
	case *syntax.Not:
		x := b.cond(e.X, sc)
		return func(f *frame) (truth, error) {
			t, err := x(f)
			return t.not(), err
		}
	case *syntax.Compare:
		return b.compare(e, e.Op, b.expr(e.L, sc), b.expr(e.R, sc))
	case *syntax.Quantified:
		return b.quantified(e, sc)
	case *syntax.IsNull:
		return b.isNull(e, sc)
	case *syntax.Between:
		return b.between(e, sc)
	case *syntax.In:
		return b.in(e, sc)
	case *syntax.Like:
		return b.like(e, sc)
	case *syntax.Exists:
		return b.exists(e, sc)
	case *syntax.Distinct:
		return b.distinct(e, sc)
	}
	b.fail(e, message.New(4145, fmt.Sprintf("%T", e)))
	return func(*frame) (truth, error) { return unknown, nil }
}

// isCondition tells whether a node is a search condition rather than a value.
func isCondition(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.Logic, *syntax.Not, *syntax.Compare, *syntax.Quantified, *syntax.IsNull,
		*syntax.Between, *syntax.In, *syntax.Like, *syntax.Exists, *syntax.Distinct:
		return true
	}
	return false
}

// logic is AND and OR. The right side is not evaluated when the left one decides.
func (b *binder) logic(e *syntax.Logic, sc *scope) condition {
	l, r := b.cond(e.L, sc), b.cond(e.R, sc)
	decides := no
	if e.Op == "OR" {
		decides = yes
	}
	return func(f *frame) (truth, error) {
		x, err := l(f)
		if err != nil || x == decides {
			return x, err
		}
		y, err := r(f)
		if err != nil || y == decides || x == y {
			return y, err
		}
		return unknown, nil
	}
}

// comparison tells what an operator makes of the order of two values.
func comparison(op string) func(int) bool {
	switch op {
	case "=":
		return func(c int) bool { return c == 0 }
	case "<>":
		return func(c int) bool { return c != 0 }
	case "<":
		return func(c int) bool { return c < 0 }
	case "<=":
		return func(c int) bool { return c <= 0 }
	case ">":
		return func(c int) bool { return c > 0 }
	}
	return func(c int) bool { return c >= 0 }
}

// operationNames are the words of a collation conflict.
var operationNames = map[string]string{
	"=": "equal to", "<>": "not equal to", "<": "less than", "<=": "less than or equal to",
	">": "greater than", ">=": "greater than or equal to",
}

// looseNulls tells whether NULL equals NULL: with ANSI_NULLS OFF, where one side is a
// variable or the word NULL. Two columns are compared as always.
func (b *binder) looseNulls(op string, l, r *scalar) bool {
	if b.session.options.on("ANSI_NULLS") || op != "=" && op != "<>" {
		return false
	}
	return l.variable || r.variable || l.literal && l.value == nil || r.literal && r.value == nil
}

// compare binds l op r.
func (b *binder) compare(at syntax.Node, op string, l, r *scalar) condition {
	if l.typ.Kind == value.XML || r.typ.Kind == value.XML {
		b.fail(at, message.New(305))
	}
	loose := b.looseNulls(op, l, r)
	l, r, t := b.unify(at, l, r)
	c := b.collation(at, operationNames[op], l, r)
	holds := comparison(op)
	return func(f *frame) (truth, error) {
		x, err := l.eval(f)
		if err != nil || x == nil && !loose {
			return unknown, err
		}
		y, err := r.eval(f)
		if err != nil || y == nil && !loose {
			return unknown, err
		}
		if x == nil || y == nil {
			return truthOf((x == nil && y == nil) == (op == "=")), nil
		}
		return truthOf(holds(value.Compare(x, y, t, c))), nil
	}
}

// isNull is x IS [NOT] NULL.
func (b *binder) isNull(e *syntax.IsNull, sc *scope) condition {
	x := b.expr(e.X, sc)
	return func(f *frame) (truth, error) {
		v, err := x.eval(f)
		return truthOf((v == nil) != e.Not), err
	}
}

// between is x >= lo AND x <= hi.
func (b *binder) between(e *syntax.Between, sc *scope) condition {
	x, lo, hi := b.expr(e.X, sc), b.expr(e.Lo, sc), b.expr(e.Hi, sc)
	both := conjunction(b.compare(e, ">=", x, lo), b.compare(e, "<=", x, hi))
	return negatedIf(e.Not, both)
}

// conjunction is l AND r of bound conditions.
func conjunction(l, r condition) condition {
	return func(f *frame) (truth, error) {
		x, err := l(f)
		if err != nil || x == no {
			return x, err
		}
		y, err := r(f)
		if err != nil || y == no || x == yes {
			return y, err
		}
		return unknown, nil
	}
}

func negatedIf(not bool, c condition) condition {
	if !not {
		return c
	}
	return func(f *frame) (truth, error) {
		t, err := c(f)
		return t.not(), err
	}
}

// in is x [NOT] IN (list) or (subquery).
func (b *binder) in(e *syntax.In, sc *scope) condition {
	x := b.expr(e.X, sc)
	if e.Query != nil {
		return negatedIf(e.Not, b.inQuery(e, x, sc))
	}
	tests := make([]condition, len(e.List))
	for i, item := range e.List {
		tests[i] = b.compare(e, "=", x, b.expr(item, sc))
	}
	return negatedIf(e.Not, func(f *frame) (truth, error) { return anyOf(tests, f) })
}

// anyOf is the disjunction of conditions.
func anyOf(tests []condition, f *frame) (truth, error) {
	result := no
	for _, test := range tests {
		t, err := test(f)
		if err != nil || t == yes {
			return t, err
		}
		if t == unknown {
			result = unknown
		}
	}
	return result, nil
}

// like is x [NOT] LIKE pattern [ESCAPE e].
func (b *binder) like(e *syntax.Like, sc *scope) condition {
	x, p := b.likeOperand(e, 1, b.expr(e.X, sc)), b.likeOperand(e, 2, b.expr(e.Pattern, sc))
	c := b.collation(e, "like", x, p)
	escape := fixed(value.VarCharN(1), "")
	if e.Escape != nil {
		escape = b.text(e, b.expr(e.Escape, sc))
	}
	match := value.Like
	if !isNational(x.typ.Kind) && !isNational(p.typ.Kind) {
		match = value.LikeChar
	}
	test := func(f *frame) (truth, error) {
		s, pattern, esc, err := threeStrings(f, x, p, escape)
		if err != nil || s == nil || pattern == nil || esc == nil {
			return unknown, err
		}
		ok, err := match(*s, *pattern, escapeRune(*esc), c)
		return truthOf(ok), err
	}
	return negatedIf(e.Not, test)
}

// likeOperand converts operand i of LIKE to its string type; what no string can be made of
// implicitly is error 8116, as in a call.
func (b *binder) likeOperand(e *syntax.Like, i int, s *scalar) *scalar {
	if s.typ.Kind == value.Variant || s.typ.Kind == value.XML {
		return b.failed(e, message.New(8116, s.typ.Word(), i, "like"))
	}
	return b.text(e, s)
}

// escapeRune is the escape character, 0 for none and RuneError for what is no character.
func escapeRune(s string) rune {
	if s == "" {
		return 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if n != len(s) {
		return utf8.RuneError
	}
	return r
}

// threeStrings evaluates three string expressions; a NULL is a nil pointer.
func threeStrings(f *frame, all ...*scalar) (a, b, c *string, err error) {
	var out [3]*string
	for i, s := range all {
		v, err := s.eval(f)
		if err != nil {
			return nil, nil, nil, err
		}
		if text, ok := v.(string); ok {
			out[i] = &text
		}
	}
	return out[0], out[1], out[2], nil
}

// text converts an expression to its string type.
func (b *binder) text(at syntax.Node, s *scalar) *scalar {
	if isString(s.typ.Kind) {
		return s
	}
	t := textType(s.typ)
	if isBinary(t.Kind) {
		t = value.VarCharN(t.Length)
	}
	if s.typ.Kind == value.Variant || s.typ.Kind == value.XML {
		b.note(at, value.CanConvert(s.typ, t, false))
	}
	return converted(s, t)
}

// distinct is IS [NOT] DISTINCT FROM: NULL is a value like any other.
func (b *binder) distinct(e *syntax.Distinct, sc *scope) condition {
	l, r, t := b.unify(e, b.expr(e.L, sc), b.expr(e.R, sc))
	c := b.collation(e, "is distinct from", l, r)
	return func(f *frame) (truth, error) {
		x, err := l.eval(f)
		if err != nil {
			return unknown, err
		}
		y, err := r.eval(f)
		return truthOf(value.Equal(x, y, t, c) == e.Not), err
	}
}
