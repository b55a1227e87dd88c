package engine

import (
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// join binds all kinds of joins and APPLY.
func (b *binder) join(j *syntax.Join, parent *scope) *rowSource {
	l := b.source(j.L, parent)
	switch j.Kind {
	case "CROSS APPLY", "OUTER APPLY":
		return b.apply(j, l, parent)
	case "CROSS":
		return crossJoin(l, b.source(j.R, parent))
	}
	r := b.source(j.R, parent)
	on := &scope{cols: append(append([]scopeColumn{}, l.cols...), r.cols...), parent: parent, clause: inOn}
	m := &matcher{left: l, right: r, keepLeft: j.Kind == "LEFT" || j.Kind == "FULL", keepRight: j.Kind == "RIGHT" || j.Kind == "FULL"}
	m.on = b.cond(j.On, on)
	m.keys = b.hashKeys(j.On, on, len(l.cols))
	out := &rowSource{scan: m.scan, lateral: l.lateral || r.lateral}
	out.cols = append(outerColumns(l.cols, m.keepRight), outerColumns(r.cols, m.keepLeft)...)
	return out
}

// outerColumns are the columns as a join yields them: nullable when rows can be missing.
func outerColumns(cols []scopeColumn, missing bool) []scopeColumn {
	if missing {
		return nullableColumns(cols)
	}
	return append([]scopeColumn{}, cols...)
}

// concat is a joined row.
func concat(l, r []any, width int) []any {
	row := make([]any, 0, width)
	return append(append(row, l...), r...)
}

// crossJoin is every row of l with every row of r.
func crossJoin(l, r *rowSource) *rowSource {
	width := len(l.cols) + len(r.cols)
	out := &rowSource{cols: append(append([]scopeColumn{}, l.cols...), r.cols...), lateral: l.lateral || r.lateral}
	out.scan = func(f *frame, y yield) error {
		right, err := collectRows(r, f)
		if err != nil {
			return err
		}
		return l.scan(f, func(lr []any) error {
			for _, rr := range right {
				if err := f.x.step(); err != nil {
					return err
				}
				if err := y(concat(lr, rr, width)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return out
}

// collectRows reads a source completely.
func collectRows(s *rowSource, f *frame) ([][]any, error) {
	var rows [][]any
	err := s.scan(f, func(row []any) error {
		rows = append(rows, row)
		return f.x.step()
	})
	return rows, err
}

// apply runs the right side for every row of the left one, which it may refer to.
func (b *binder) apply(j *syntax.Join, l *rowSource, parent *scope) *rowSource {
	lateral := &scope{cols: l.cols, parent: parent, clause: inOn}
	r := b.source(j.R, lateral)
	outer := j.Kind == "OUTER APPLY"
	width := len(l.cols) + len(r.cols)
	s := &rowSource{cols: append(append([]scopeColumn{}, l.cols...), outerColumns(r.cols, outer)...), lateral: true}
	s.scan = func(f *frame, y yield) error {
		return l.scan(f, func(lr []any) error {
			if err := f.x.step(); err != nil {
				return err
			}
			some := false
			err := r.scan(&frame{x: f.x, row: lr, outer: f}, func(rr []any) error {
				some = true
				return y(concat(lr, rr, width))
			})
			if err != nil || some || !outer {
				return err
			}
			return y(concat(lr, make([]any, len(r.cols)), width))
		})
	}
	return s
}

// matcher is INNER, LEFT, RIGHT and FULL JOIN.
type matcher struct {
	left, right         *rowSource
	on                  condition
	keys                []hashKey
	keepLeft, keepRight bool
}

// hashKey is one equality of the ON condition between the two sides.
type hashKey struct {
	l, r *scalar
	typ  value.Type
	coll value.Collation
}

// scan joins in the order of the left rows; right rows without partner come last.
func (m *matcher) scan(f *frame, y yield) error {
	right, err := collectRows(m.right, f)
	if err != nil {
		return err
	}
	index, err := m.index(f, right)
	if err != nil {
		return err
	}
	matched := make([]bool, len(right))
	err = m.left.scan(f, func(lr []any) error { return m.row(f, lr, right, index, matched, y) })
	if err != nil || !m.keepRight {
		return err
	}
	missing := make([]any, len(m.left.cols))
	for i, rr := range right {
		if !matched[i] {
			if err := y(concat(missing, rr, m.width())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *matcher) width() int { return len(m.left.cols) + len(m.right.cols) }

// row joins one left row with its partners.
func (m *matcher) row(f *frame, lr []any, right [][]any, index map[string][]int, matched []bool, y yield) error {
	candidates, err := m.candidates(f, lr, index)
	if err != nil {
		return err
	}
	some := false
	try := func(i int) error {
		if err := f.x.step(); err != nil {
			return err
		}
		row := concat(lr, right[i], m.width())
		t, err := m.on(&frame{x: f.x, row: row, outer: f})
		if err != nil || t != yes {
			return err
		}
		some, matched[i] = true, true
		return y(row)
	}
	if err := eachCandidate(index != nil, candidates, len(right), try); err != nil {
		return err
	}
	if some || !m.keepLeft {
		return nil
	}
	return y(concat(lr, make([]any, len(m.right.cols)), m.width()))
}

// eachCandidate visits the rows the index names, or all.
func eachCandidate(indexed bool, candidates []int, all int, try func(int) error) error {
	if indexed {
		for _, i := range candidates {
			if err := try(i); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range all {
		if err := try(i); err != nil {
			return err
		}
	}
	return nil
}

// index hashes the right rows by their keys; nil when the condition has no equality.
func (m *matcher) index(f *frame, right [][]any) (map[string][]int, error) {
	if len(m.keys) == 0 {
		return nil, nil
	}
	index := make(map[string][]int, len(right))
	missing := make([]any, len(m.left.cols))
	for i, rr := range right {
		key, null, err := m.key(f, concat(missing, rr, m.width()), false)
		if err != nil {
			return nil, err
		}
		if !null {
			index[key] = append(index[key], i)
		}
	}
	return index, nil
}

func (m *matcher) candidates(f *frame, lr []any, index map[string][]int) ([]int, error) {
	if index == nil {
		return nil, nil
	}
	key, null, err := m.key(f, concat(lr, make([]any, len(m.right.cols)), m.width()), true)
	if err != nil || null {
		return nil, err
	}
	return index[key], nil
}

// key is one side's key; a NULL in it matches nothing.
func (m *matcher) key(f *frame, row []any, left bool) (string, bool, error) {
	var text keyText
	at := &frame{x: f.x, row: row, outer: f}
	for _, k := range m.keys {
		side := k.r
		if left {
			side = k.l
		}
		v, err := side.eval(at)
		if err != nil || v == nil {
			return "", true, err
		}
		text.add(v, k.typ, k.coll)
	}
	return text.String(), false, nil
}

// hashKeys finds the equalities of an ON condition whose sides belong to one source each.
func (b *binder) hashKeys(on syntax.Expr, sc *scope, border int) []hashKey {
	switch e := on.(type) {
	case *syntax.Logic:
		if e.Op == "AND" {
			return append(b.hashKeys(e.L, sc, border), b.hashKeys(e.R, sc, border)...)
		}
	case *syntax.Compare:
		if e.Op != "=" {
			return nil
		}
		l, r := side(e.L, sc, border), side(e.R, sc, border)
		if l == fromLeft && r == fromRight {
			return b.hashKey(e, e.L, e.R, sc)
		}
		if l == fromRight && r == fromLeft {
			return b.hashKey(e, e.R, e.L, sc)
		}
	}
	return nil
}

func (b *binder) hashKey(at syntax.Node, l, r syntax.Expr, sc *scope) []hashKey {
	// The condition was bound before: errors of its parts are known, these are copies.
	quiet := *b
	x, y, t := quiet.unify(at, quiet.expr(l, sc), quiet.expr(r, sc))
	if len(quiet.errs) > len(b.errs) {
		return nil
	}
	return []hashKey{{l: x, r: y, typ: t, coll: quiet.collation(at, "equal to", x, y)}}
}

// sideOf says which source of a join an expression reads.
type sideOf uint8

const (
	fromNeither sideOf = iota
	fromLeft
	fromRight
	fromBoth
)

func side(e syntax.Expr, sc *scope, border int) sideOf {
	result := fromNeither
	anyNode(e, func(e syntax.Expr) bool {
		result |= sideOfNode(e, sc, border)
		return false
	})
	return result
}

// sideOfNode treats a subquery as reading both sides: it is not looked into.
func sideOfNode(e syntax.Expr, sc *scope, border int) sideOf {
	switch e := e.(type) {
	case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
		return fromBoth
	case *syntax.Call:
		// A function may be volatile (NEWID): it stays in the condition.
		return fromBoth
	case *syntax.In:
		if e.Query != nil {
			return fromBoth
		}
	case *syntax.ColumnRef:
		slot, result := sc.find(e.Table, e.Column.Text)
		switch {
		case result != single:
			return fromNeither
		case slot < border:
			return fromLeft
		}
		return fromRight
	}
	return fromNeither
}
