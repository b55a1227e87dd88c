package engine

import (
	"math"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// limit is TOP, or OFFSET and FETCH.
type limit struct {
	offset, count *scalar
	percent, ties bool
	// fetch says that count is that of FETCH.
	fetch bool
}

// bounds are a limit's numbers for one execution; count -1 is without end.
type bounds struct {
	offset, count int64
	percent       float64
}

// topLimit binds TOP.
func (b *binder) topLimit(t *syntax.Top, sc *scope, ordered bool) *limit {
	if t == nil {
		return &limit{}
	}
	if t.Ties && !ordered {
		b.fail(t.Count, message.New(1062))
	}
	if sc == nil && b.columnInCount(t.Count) {
		return &limit{}
	}
	count := b.expr(t.Count, sc)
	want := value.BigIntT
	switch {
	case t.Percent:
		want = value.FloatT
	case !isInteger(count.typ.Kind) && count.typ.Kind != value.Null:
		b.fail(t.Count, message.New(1060))
		return &limit{}
	}
	return &limit{count: b.implicit(t.Count, count, want), percent: t.Percent, ties: t.Ties}
}

// offsetLimit binds OFFSET and FETCH.
func (b *binder) offsetLimit(t *tail) *limit {
	l := &limit{}
	if t.offset != nil {
		l.offset = b.rowCount(t.offset)
	}
	if t.fetch != nil {
		l.count, l.fetch = b.rowCount(t.fetch), true
	}
	return l
}

// columnInCount refuses a column where no row is read yet.
func (b *binder) columnInCount(e syntax.Expr) bool {
	return anyNode(e, func(e syntax.Expr) bool {
		ref, ok := e.(*syntax.ColumnRef)
		if ok {
			b.fail(e, message.New(4115, columnText(ref)))
		}
		return ok
	})
}

func (b *binder) rowCount(e syntax.Expr) *scalar {
	if b.columnInCount(e) {
		return fixed(value.BigIntT, int64(1))
	}
	s := b.expr(e, nil)
	if !isInteger(s.typ.Kind) {
		return b.failed(e, message.New(1060))
	}
	return b.implicit(e, s, value.BigIntT)
}

// bounds evaluates the numbers.
func (l *limit) bounds(f *frame) (bounds, error) {
	out := bounds{count: -1}
	if l.offset != nil {
		v, err := l.offset.eval(f)
		if err != nil {
			return out, err
		}
		out.offset, _ = v.(int64)
		if out.offset < 0 {
			return out, message.New(10742)
		}
	}
	if l.count == nil {
		return out, nil
	}
	v, err := l.count.eval(f)
	if err != nil {
		return out, err
	}
	return out, l.setCount(&out, v)
}

func (l *limit) setCount(out *bounds, v any) error {
	switch n := v.(type) {
	case nil:
		return message.New(1060)
	case float64:
		if n < 0 || n > 100 {
			return message.New(1031)
		}
		out.percent = n
	case int64:
		if n < 0 || n == 0 && l.fetch {
			return l.tooFew()
		}
		out.count = n
	}
	return nil
}

// tooFew is the error of a count that makes no sense: TOP may be 0, FETCH may not.
func (l *limit) tooFew() error {
	if l.fetch {
		return message.New(10744)
	}
	return message.New(1014)
}

// emit sends the rows the limit lets through. All rows are there: percent and ties need it.
func (l *limit) emit(f *frame, rows []sortable[[]any], keys []sortKey, out yield) error {
	lo, hi, err := l.cut(f, rows, keys)
	if err != nil {
		return err
	}
	for _, r := range rows[lo:hi] {
		if err := out(r.item); err != nil {
			return err
		}
	}
	return nil
}

// cut is the part of the rows that passes.
func (l *limit) cut(f *frame, rows []sortable[[]any], keys []sortKey) (lo, hi int, err error) {
	at, err := l.bounds(f)
	if err != nil {
		return 0, 0, err
	}
	n := int64(len(rows))
	if l.percent {
		at.count = int64(math.Ceil(float64(n) * at.percent / 100))
	}
	from, to := min(at.offset, n), n
	if at.count >= 0 {
		to = from + min(at.count, n-from)
	}
	for l.ties && to > from && to < n && compareKeys(keys, rows[to-1].keys, rows[to].keys) == 0 {
		to++
	}
	return int(from), int(to), nil
}

// stream is the limit for rows that need no sorting: it stops the scan early.
func (l *limit) stream(f *frame, scan func(yield) error, out yield) error {
	at, err := l.bounds(f)
	if err != nil || at.count == 0 {
		return err
	}
	seen, full := int64(0), false
	err = scan(func(row []any) error {
		if err := out(row); err != nil {
			return err
		}
		seen++
		if full = at.count > 0 && seen >= at.count; full {
			return errStop
		}
		return nil
	})
	if full {
		return drain(err)
	}
	return err
}
