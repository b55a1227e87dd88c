package engine

import (
	"slices"

	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// sortKey is one ORDER BY expression.
type sortKey struct {
	x    *scalar
	desc bool
	coll value.Collation
}

func (b *binder) keyOf(x *scalar, desc bool) sortKey {
	return sortKey{x: x, desc: desc, coll: b.own(x)}
}

// sortKeys binds the ORDER BY of a window.
func (b *binder) sortKeys(list []syntax.OrderItem, sc *scope) []sortKey {
	keys := make([]sortKey, len(list))
	for i, o := range list {
		keys[i] = b.keyOf(b.expr(o.X, sc), o.Desc)
	}
	return keys
}

// evalKeys computes the keys of a row.
func evalKeys(keys []sortKey, f *frame) ([]any, error) {
	out := make([]any, len(keys))
	for i, k := range keys {
		v, err := k.x.eval(f)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// compareKeys orders two rows by their keys; NULL comes first.
func compareKeys(keys []sortKey, a, b []any) int {
	for i, k := range keys {
		c := value.Compare(a[i], b[i], k.x.typ, k.coll)
		if c == 0 {
			continue
		}
		if k.desc {
			return -c
		}
		return c
	}
	return 0
}

// sortable is something with its keys beside it.
type sortable[T any] struct {
	item T
	keys []any
}

// sortRows sorts by the keys and keeps the order of equals, so that a result never depends
// on chance.
func sortRows[T any](rows []sortable[T], keys []sortKey) {
	slices.SortStableFunc(rows, func(a, b sortable[T]) int { return compareKeys(keys, a.keys, b.keys) })
}
