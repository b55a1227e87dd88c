package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// arm is one WHEN of a CASE.
type arm struct {
	when condition
	then *scalar
}

// caseExpr binds both forms of CASE.
func (b *binder) caseExpr(e *syntax.Case, sc *scope) *scalar {
	var input *scalar
	if e.Input != nil {
		input = b.expr(e.Input, sc)
	}
	arms := make([]arm, len(e.Whens))
	for i, w := range e.Whens {
		arms[i].when = b.whenCondition(e, input, w, sc)
		arms[i].then = b.expr(w.Then, sc)
	}
	otherwise := fixed(value.NullT, nil)
	if e.Else != nil {
		otherwise = b.expr(e.Else, sc)
	}
	return b.choose(e, arms, otherwise)
}

func (b *binder) whenCondition(e *syntax.Case, input *scalar, w syntax.When, sc *scope) condition {
	if input == nil {
		return b.cond(w.If, sc)
	}
	return b.compare(e, "=", input, b.expr(w.If, sc))
}

// choose is the first arm whose condition holds; its type is the highest of all results.
func (b *binder) choose(e syntax.Node, arms []arm, otherwise *scalar) *scalar {
	results := []*scalar{otherwise}
	for _, a := range arms {
		results = append(results, a.then)
	}
	t := b.unifyAll(e, results)
	if t.Kind == value.Null {
		return b.failed(e, message.New(8133))
	}
	out := &scalar{typ: t, collate: b.sharedCollation(e, results)}
	for i := range arms {
		out.nullable = out.nullable || arms[i].then.nullable
		arms[i].then = b.implicit(e, arms[i].then, t)
	}
	out.nullable = out.nullable || otherwise.nullable
	otherwise = b.implicit(e, otherwise, t)
	out.eval = func(f *frame) (any, error) {
		for _, a := range arms {
			hit, err := a.when(f)
			if err != nil {
				return nil, err
			}
			if hit == yes {
				return a.then.eval(f)
			}
		}
		return otherwise.eval(f)
	}
	return out
}

// sharedCollation is the explicit collation among several expressions.
func (b *binder) sharedCollation(at syntax.Node, all []*scalar) *value.Collation {
	var c *value.Collation
	for _, s := range all {
		if s.collate == nil {
			continue
		}
		if c != nil && !c.Same(*s.collate) {
			b.fail(at, message.New(468, c.Name(), s.collate.Name(), "CASE"))
		}
		c = s.collate
	}
	return c
}

// firstNotNull is COALESCE: CASE WHEN a IS NOT NULL THEN a ... It counts as nullable even
// when no argument is, as documented.
func (b *binder) firstNotNull(e syntax.Node, args []*scalar) *scalar {
	t := b.unifyAll(e, args)
	if t.Kind == value.Null {
		return b.failed(e, message.New(4127))
	}
	list := make([]*scalar, len(args))
	for i, a := range args {
		list[i] = b.implicit(e, a, t)
	}
	return &scalar{typ: t, nullable: true, collate: b.sharedCollation(e, args), eval: func(f *frame) (any, error) {
		for _, a := range list {
			if v, err := a.eval(f); v != nil || err != nil {
				return v, err
			}
		}
		return nil, nil
	}}
}
