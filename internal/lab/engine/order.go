package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// order binds the ORDER BY of a SELECT block.
func (b *binder) order(s *selection, t *tail, sc *scope) {
	for i, o := range t.order {
		key := b.orderKey(s, o, sc, i)
		if sortsTwice(s.keys, key) {
			b.fail(o.X, message.New(169))
		}
		s.keys = append(s.keys, key)
		s.sortKeys = append(s.sortKeys, b.keyOf(key.x, o.Desc))
	}
}

// sortsTwice tells whether a column of the select list is a key already.
func sortsTwice(keys []orderKey, key orderKey) bool {
	for _, k := range keys {
		if key.slot >= 0 && k.slot == key.slot {
			return true
		}
	}
	return false
}

// orderKey binds one item: a position, an alias of the select list, or an expression over
// the rows.
func (b *binder) orderKey(s *selection, o syntax.OrderItem, sc *scope, at int) orderKey {
	if l, ok := o.X.(*syntax.Literal); ok {
		return b.positionKey(s, l, at)
	}
	if slot := b.aliasSlot(s, o.X); slot >= 0 {
		return orderKey{slot: slot, x: s.items[slot].x}
	}
	print := fingerprint(o.X, sc)
	for i, it := range s.items {
		if it.print != "" && it.print == print {
			return orderKey{slot: i, x: it.x}
		}
	}
	x := b.expr(o.X, sc)
	if s.distinct {
		if slot := starSlot(s, o.X, x); slot >= 0 {
			return orderKey{slot: slot, x: x}
		}
		b.fail(o.X, message.New(145))
	}
	return orderKey{slot: -1, x: x}
}

func (b *binder) positionKey(s *selection, l *syntax.Literal, at int) orderKey {
	if _, whole := l.Value.(int64); !whole {
		return orderKey{slot: -1, x: b.failed(l, message.New(408, at+1))}
	}
	slot := b.ordinal(l, len(s.items))
	if slot >= len(s.items) {
		return orderKey{slot: -1, x: fixed(l.Type, nil)}
	}
	return orderKey{slot: slot, x: s.items[slot].x}
}

// aliasSlot is the select list column with that name; an alias comes before a column of
// the tables. Two different ones are ambiguous.
func (b *binder) aliasSlot(s *selection, e syntax.Expr) int {
	ref, ok := e.(*syntax.ColumnRef)
	if !ok || ref.Table.Object.Text != "" {
		return -1
	}
	slot := -1
	for i, it := range s.items {
		if it.name == "" || !sameName(it.name, ref.Column.Text) {
			continue
		}
		if slot >= 0 && s.items[slot].print != it.print {
			b.fail(e, message.New(209, ref.Column.Text))
			return slot
		}
		slot = i
	}
	return slot
}

// starSlot finds a column that the select list got from a star.
func starSlot(s *selection, e syntax.Expr, x *scalar) int {
	if _, ok := e.(*syntax.ColumnRef); !ok {
		return -1
	}
	for i, it := range s.items {
		if it.x.origin != nil && it.x.origin == x.origin && it.x.column == x.column {
			return i
		}
	}
	return -1
}
