package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// subquery is a query inside an expression. One that refers to nothing outside is run once
// per statement.
type subquery struct {
	plan       *plan
	correlated bool
}

// cachedResult is the answer of an uncorrelated subquery.
type cachedResult struct {
	rows [][]any
	keys map[string]bool // IN: the keys of the first column
	null bool            // IN: a NULL was among them
}

// subquery binds a query in an expression. The empty scope between tells whether a name
// was found outside.
func (b *binder) subquery(q *syntax.Query, sc *scope, single bool) *subquery {
	border := &scope{parent: sc, clause: inSelect}
	p := b.query(q, border, nested)
	if single && len(p.cols) != 1 && len(b.errs) == 0 {
		b.fail(q, message.New(116))
	}
	return &subquery{plan: p, correlated: border.correlated}
}

// scan runs the subquery for a row of the enclosing query.
func (s *subquery) scan(f *frame, out yield) error {
	return drain(s.plan.scan(&frame{x: f.x, outer: f}, out))
}

// rows is all rows, at most limit of them (0 for all); an uncorrelated query keeps them.
func (s *subquery) rows(f *frame, limit int) (*cachedResult, error) {
	if kept, ok := f.x.cached[s]; ok && !s.correlated {
		return kept, nil
	}
	result := &cachedResult{}
	err := s.scan(f, func(row []any) error {
		result.rows = append(result.rows, row)
		if limit > 0 && len(result.rows) >= limit {
			return errStop
		}
		return nil
	})
	if err == nil && !s.correlated {
		f.x.cached[s] = result
	}
	return result, err
}

// scalarSubquery is (SELECT ..) as a value, with the method called on it.
func (b *binder) scalarSubquery(e *syntax.Subquery, sc *scope) *scalar {
	s := b.oneValue(e, sc)
	if e.XML != nil {
		return b.xmlValue(e, s, e.XML)
	}
	return s
}

// oneValue is the value a subquery returns: no row is NULL, two are error 512.
func (b *binder) oneValue(e *syntax.Subquery, sc *scope) *scalar {
	s := b.subquery(e.Query, sc, true)
	if len(s.plan.cols) == 0 {
		return fixed(value.NullT, nil)
	}
	col := s.plan.cols[0]
	return &scalar{typ: notNull(col.Type), nullable: true, json: s.plan.json, eval: func(f *frame) (any, error) {
		result, err := s.rows(f, 2)
		switch {
		case err != nil || len(result.rows) == 0:
			return nil, err
		case len(result.rows) > 1:
			return nil, message.New(512)
		}
		return result.rows[0][0], nil
	}}
}

// exists is EXISTS (subquery).
func (b *binder) exists(e *syntax.Exists, sc *scope) condition {
	s := b.subquery(e.Query, sc, false)
	return func(f *frame) (truth, error) {
		result, err := s.rows(f, 1)
		if err != nil {
			return unknown, err
		}
		return truthOf(len(result.rows) > 0), nil
	}
}

// inQuery is x IN (subquery), by key when the subquery is not correlated.
func (b *binder) inQuery(e *syntax.In, x *scalar, sc *scope) condition {
	s := b.subquery(e.Query, sc, true)
	if len(s.plan.cols) == 0 {
		return func(*frame) (truth, error) { return unknown, nil }
	}
	m := b.membership(e, s, x)
	return func(f *frame) (truth, error) {
		v, err := m.x.eval(f)
		if err != nil {
			return unknown, err
		}
		result, err := s.rows(f, 0)
		if err != nil {
			return unknown, err
		}
		return m.test(result, v)
	}
}

// membership is how a value is looked for among the rows of a subquery.
type membership struct {
	x       *scalar
	typ     value.Type
	coll    value.Collation
	convert func(any) (any, error)
}

func (b *binder) membership(at syntax.Node, s *subquery, x *scalar) *membership {
	item := &scalar{typ: s.plan.cols[0].Type, nullable: true, eval: func(f *frame) (any, error) { return f.row[0], nil }}
	l, r, t := b.unify(at, x, item)
	return &membership{x: l, typ: t, coll: b.collation(at, "equal to", l, r), convert: func(v any) (any, error) {
		return r.eval(&frame{row: []any{v}})
	}}
}

// test looks the value up; the keys are made once per result.
func (m *membership) test(result *cachedResult, v any) (truth, error) {
	if result.keys == nil {
		if err := m.index(result); err != nil {
			return unknown, err
		}
	}
	switch {
	case len(result.rows) == 0:
		return no, nil
	case v == nil:
		return unknown, nil
	case result.keys[value.Key(v, m.typ, m.coll)]:
		return yes, nil
	case result.null:
		return unknown, nil
	}
	return no, nil
}

func (m *membership) index(result *cachedResult) error {
	result.keys = make(map[string]bool, len(result.rows))
	for _, row := range result.rows {
		v, err := m.convert(row[0])
		if err != nil {
			return err
		}
		if v == nil {
			result.null = true
			continue
		}
		result.keys[value.Key(v, m.typ, m.coll)] = true
	}
	return nil
}

// quantified is x op ANY/ALL (subquery).
func (b *binder) quantified(e *syntax.Quantified, sc *scope) condition {
	x, s := b.expr(e.L, sc), b.subquery(e.Query, sc, true)
	if len(s.plan.cols) == 0 {
		return func(*frame) (truth, error) { return unknown, nil }
	}
	// The right side is read from a frame that is put between: slot 0 of its row.
	item := &scalar{typ: s.plan.cols[0].Type, nullable: true, eval: func(f *frame) (any, error) { return f.row[0], nil }}
	left := *x
	left.eval = func(f *frame) (any, error) { return x.eval(f.outer) }
	test := b.compare(e, e.Op, &left, item)
	return func(f *frame) (truth, error) {
		result, err := s.rows(f, 0)
		if err != nil {
			return unknown, err
		}
		return quantify(result.rows, e.All, func(v any) (truth, error) {
			return test(&frame{x: f.x, row: []any{v}, outer: f})
		})
	}
}

// quantify is ANY or ALL over the values: the first that decides ends it.
func quantify(rows [][]any, all bool, test func(any) (truth, error)) (truth, error) {
	result, decides := no, yes
	if all {
		result, decides = yes, no
	}
	for _, row := range rows {
		t, err := test(row[0])
		if err != nil || t == decides {
			return t, err
		}
		if t == unknown {
			result = unknown
		}
	}
	return result, nil
}
