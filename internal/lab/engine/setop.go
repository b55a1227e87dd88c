package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// setOp binds UNION, UNION ALL, EXCEPT and INTERSECT.
func (b *binder) setOp(e *syntax.SetOp, parent *scope) *plan {
	l, r := b.body(e.L, parent, &tail{}), b.body(e.R, parent, &tail{})
	if len(l.cols) != len(r.cols) {
		if b.deferred == nil {
			b.fail(e, message.New(205))
		}
		return emptyPlan()
	}
	p := &plan{cols: make([]Column, len(l.cols)), into: l.into, origins: make([]origin, len(l.cols))}
	types := make([]value.Type, len(l.cols))
	for i := range l.cols {
		types[i] = b.unifyColumns(e, l.cols[i].Type, r.cols[i].Type)
		p.cols[i] = Column{Name: l.cols[i].Name, Type: types[i], Nullable: l.cols[i].Nullable || r.cols[i].Nullable}
		p.origins[i].coll = firstCollation(l, r, i)
	}
	l, r = retyped(l, types), retyped(r, types)
	p.scan = combination(e.Op, l, r, p)
	return p
}

func firstCollation(l, r *plan, i int) *value.Collation {
	for _, p := range []*plan{l, r} {
		if i < len(p.origins) && p.origins[i].coll != nil {
			return p.origins[i].coll
		}
	}
	return nil
}

func (b *binder) unifyColumns(at syntax.Node, l, r value.Type) value.Type {
	t, err := value.Unify(l, r)
	if err != nil {
		b.note(at, err)
		return value.IntT
	}
	return t
}

// retyped converts the columns of a plan to the given types.
func retyped(p *plan, types []value.Type) *plan {
	same := true
	for i, c := range p.cols {
		same = same && (c.Type.SameAs(types[i]) || c.Type.Kind == value.Null)
	}
	if same {
		return p
	}
	out, inner, from := *p, p.scan, p.cols
	out.scan = func(f *frame, y yield) error {
		return inner(f, func(row []any) error {
			converted, err := convertRow(row, from, types)
			if err != nil {
				return err
			}
			return y(converted)
		})
	}
	return &out
}

func convertRow(row []any, from []Column, to []value.Type) ([]any, error) {
	out := make([]any, len(row))
	for i, v := range row {
		if v == nil || from[i].Type.SameAs(to[i]) {
			out[i] = v
			continue
		}
		c, err := value.Convert(v, from[i].Type, to[i], value.NoStyle)
		if err != nil {
			return nil, err
		}
		out[i] = c
	}
	return out, nil
}

// combination runs both sides.
func combination(op string, l, r, p *plan) func(*frame, yield) error {
	switch op {
	case "UNION ALL":
		return func(f *frame, y yield) error {
			if err := l.scan(f, y); err != nil {
				return err
			}
			return r.scan(f, y)
		}
	case "UNION":
		return func(f *frame, y yield) error {
			once := p.once(f, map[string]bool{}, y)
			if err := l.scan(f, once); err != nil {
				return err
			}
			return r.scan(f, once)
		}
	}
	return func(f *frame, y yield) error {
		other := map[string]bool{}
		if err := r.scan(f, func(row []any) error { other[p.key(f, row)] = true; return nil }); err != nil {
			return err
		}
		once := p.once(f, map[string]bool{}, y)
		return l.scan(f, func(row []any) error {
			if other[p.key(f, row)] != (op == "INTERSECT") {
				return nil
			}
			return once(row)
		})
	}
}

// key is a row as one string; NULLs are equal in set operations.
func (p *plan) key(f *frame, row []any) string {
	var text keyText
	for i, c := range p.cols {
		text.add(row[i], c.Type, collationOf(f, p.origins[i].coll))
	}
	return text.String()
}

// once lets each row through once.
func (p *plan) once(f *frame, seen map[string]bool, y yield) yield {
	return func(row []any) error {
		key := p.key(f, row)
		if seen[key] {
			return nil
		}
		seen[key] = true
		return y(row)
	}
}

// values binds a table value constructor.
func (b *binder) values(e *syntax.Values, parent *scope) *plan {
	rows := make([][]*scalar, len(e.Rows))
	for i, list := range e.Rows {
		rows[i] = b.exprs(list, parent)
		if len(list) != len(e.Rows[0]) {
			b.fail(e, message.New(10709))
			return emptyPlan()
		}
	}
	p := &plan{cols: make([]Column, len(rows[0])), origins: make([]origin, len(rows[0]))}
	for c := range p.cols {
		b.valuesColumn(e, p, rows, c)
	}
	p.scan = func(f *frame, y yield) error {
		for _, list := range rows {
			row, err := evalRow(list, f)
			if err != nil {
				return err
			}
			if err := y(row); err != nil {
				return err
			}
		}
		return nil
	}
	return p
}

// valuesColumn gives one column of all rows its common type.
func (b *binder) valuesColumn(e *syntax.Values, p *plan, rows [][]*scalar, c int) {
	column := make([]*scalar, len(rows))
	for i := range rows {
		column[i] = rows[i][c]
	}
	t := b.unifyAll(e, column)
	p.cols[c].Type = t
	for i, s := range column {
		p.cols[c].Nullable = p.cols[c].Nullable || s.nullable
		rows[i][c] = b.implicit(e, s, t)
	}
}

func evalRow(list []*scalar, f *frame) ([]any, error) {
	row := make([]any, len(list))
	for i, s := range list {
		v, err := s.eval(f)
		if err != nil {
			return nil, err
		}
		row[i] = v
	}
	return row, nil
}
