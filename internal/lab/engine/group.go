package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// grouping is what GROUP BY makes of the rows: keys and aggregates.
type grouping struct {
	keys  []groupKey
	aggs  []*aggregate
	input *scope // the rows before they are grouped
}

// groupKey is one GROUP BY expression; slot is set when it is a plain column.
type groupKey struct {
	print string
	slot  int
	x     *scalar
	coll  value.Collation
}

// keyOfSlot is the place of the key that is this column, or -1.
func (g *grouping) keyOfSlot(slot int) int {
	for i, k := range g.keys {
		if k.slot == slot {
			return i
		}
	}
	return -1
}

// groupBy binds the GROUP BY list.
func (b *binder) groupBy(list []syntax.Expr, input *scope) *grouping {
	g := &grouping{input: input}
	for _, e := range list {
		g.keys = append(g.keys, b.groupKey(e, input))
	}
	return g
}

func (b *binder) groupKey(e syntax.Expr, input *scope) groupKey {
	key := groupKey{slot: -1, print: fingerprint(e, input)}
	ref, plain := e.(*syntax.ColumnRef)
	switch {
	case hasAggregate(e) || hasSubquery(e):
		b.fail(e, message.New(144))
		key.x = fixed(value.IntT, nil)
		return key
	case !plain && !hasColumn(e):
		b.fail(e, message.New(164))
	}
	key.x = b.expr(e, input)
	key.coll = b.own(key.x)
	if plain {
		if at, result := input.resolve(ref); result == single && at.depth == 0 {
			key.slot = at.slot
		}
	}
	return key
}

// groupedExpression recognises an expression that is a GROUP BY expression as a whole.
func (s *scope) groupedExpression(b *binder, e syntax.Expr) *scalar {
	if s == nil || s.group == nil || !s.group.hasExpressions() {
		return nil
	}
	print := ""
	for i, k := range s.group.keys {
		if k.slot >= 0 {
			continue
		}
		if print == "" {
			print = fingerprint(e, s.group.input)
		}
		if k.print == print {
			return &scalar{typ: k.x.typ, nullable: k.x.nullable, collate: k.x.collate, eval: func(f *frame) (any, error) { return f.row[i], nil }}
		}
	}
	return nil
}

func (g *grouping) hasExpressions() bool {
	for _, k := range g.keys {
		if k.slot < 0 {
			return true
		}
	}
	return false
}

// bucket is one group while its rows are read.
type bucket struct {
	key  []any
	accs []accumulator
}

// run reads all rows and yields one frame per group. Without GROUP BY there is one group,
// also of no rows.
func (g *grouping) run(f *frame, rows func(func(*frame) error) error, out func(*frame) error) error {
	var order []*bucket
	byKey := map[string]*bucket{}
	if len(g.keys) == 0 {
		order = append(order, g.bucket(nil))
	}
	err := rows(func(row *frame) error {
		at, err := g.find(row, byKey, &order)
		if err != nil {
			return err
		}
		return g.add(at, row)
	})
	if err != nil {
		return err
	}
	return g.emit(f, order, out)
}

func (g *grouping) bucket(key []any) *bucket {
	at := &bucket{key: key, accs: make([]accumulator, len(g.aggs))}
	for i, a := range g.aggs {
		at.accs[i] = a.start()
	}
	return at
}

// find is the group a row belongs to.
func (g *grouping) find(row *frame, byKey map[string]*bucket, order *[]*bucket) (*bucket, error) {
	if len(g.keys) == 0 {
		return (*order)[0], nil
	}
	key, print, err := g.key(row)
	if err != nil {
		return nil, err
	}
	at, ok := byKey[print]
	if !ok {
		at = g.bucket(key)
		byKey[print] = at
		*order = append(*order, at)
	}
	return at, nil
}

func (g *grouping) key(row *frame) ([]any, string, error) {
	key := make([]any, len(g.keys))
	var print keyText
	for i, k := range g.keys {
		v, err := k.x.eval(row)
		if err != nil {
			return nil, "", err
		}
		key[i] = v
		print.add(v, k.x.typ, k.coll)
	}
	return key, print.String(), nil
}

func (g *grouping) add(at *bucket, row *frame) error {
	for i, a := range g.aggs {
		if err := a.add(at.accs[i], row); err != nil {
			return err
		}
	}
	return nil
}

func (g *grouping) emit(f *frame, order []*bucket, out func(*frame) error) error {
	for _, at := range order {
		agg := make([]any, len(at.accs))
		for i, acc := range at.accs {
			v, err := acc.result()
			if err != nil {
				return err
			}
			agg[i] = v
		}
		if err := out(&frame{x: f.x, row: at.key, agg: agg, outer: f}); err != nil {
			return err
		}
	}
	return nil
}
