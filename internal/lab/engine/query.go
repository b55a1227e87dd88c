package engine

import (
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// plan is a bound query: its columns, and how to read it. scan takes the frame of the
// enclosing query.
type plan struct {
	cols    []Column
	origins []origin
	scan    func(f *frame, out yield) error
	json    bool // the one column is a JSON text that FOR JSON made
	// assigns is set when the query assigns variables instead of returning rows.
	assigns bool
	into    *syntax.Name
}

// origin is what FOR JSON needs to know of a column beyond its type.
type origin struct {
	owner *exposed
	json  bool
	coll  *value.Collation
}

// role is what a query is part of.
type role uint8

const (
	topLevel role = iota
	nested
)

// tail is what follows the body of a query.
type tail struct {
	order         []syntax.OrderItem
	offset, fetch syntax.Expr
}

func (t *tail) empty() bool { return t == nil || len(t.order) == 0 && t.offset == nil }

// emptyPlan keeps binding going after an error.
func emptyPlan() *plan {
	return &plan{scan: func(*frame, yield) error { return nil }}
}

// query binds a query expression.
func (b *binder) query(q *syntax.Query, parent *scope, as role) *plan {
	visible := len(b.ctes)
	defer func() { b.ctes = b.ctes[:visible] }()
	b.maxRecursion = recursionLimit(q.Options, b.maxRecursion)
	b.defineCTEs(q.With)
	if as == nested {
		b.checkOrder(q)
	}
	p := b.body(q.Body, parent, &tail{order: q.OrderBy, offset: q.Offset, fetch: q.Fetch})
	switch {
	case q.ForJSON != nil:
		return b.forJSON(q, p, as)
	case q.ForXML != nil:
		return b.forXML(q, p, as)
	}
	return p
}

// checkOrder refuses ORDER BY where it would mean nothing.
func (b *binder) checkOrder(q *syntax.Query) {
	if len(q.OrderBy) == 0 || q.Offset != nil || q.ForXML != nil || q.ForJSON != nil {
		return
	}
	if s, ok := q.Body.(*syntax.Select); ok && s.Top != nil {
		return
	}
	b.fail(q, message.New(1033))
}

// defaultRecursion is how deep a recursive CTE may go unless OPTION (MAXRECURSION n).
const defaultRecursion = 100

// recursionLimit reads OPTION (MAXRECURSION n); 0 is without limit.
func recursionLimit(options []string, limit int) int {
	for _, o := range options {
		words := strings.Fields(strings.ToUpper(o))
		if len(words) == 2 && words[0] == "MAXRECURSION" {
			if n, err := strconv.Atoi(words[1]); err == nil {
				return n
			}
		}
	}
	return limit
}

// body binds what stands between WITH and ORDER BY.
func (b *binder) body(body syntax.Body, parent *scope, t *tail) *plan {
	switch body := body.(type) {
	case *syntax.Select:
		return b.selectPlan(body, parent, t)
	case *syntax.SetOp:
		return b.sorted(b.setOp(body, parent), t, true)
	case *syntax.Values:
		return b.sorted(b.values(body, parent), t, true)
	case *syntax.Nested:
		return b.sorted(b.query(body.Query, parent, nested), t, true)
	}
	b.fail(body, message.New(401, "query"))
	return emptyPlan()
}

// sorted puts ORDER BY and OFFSET on a plan whose rows are all there is to sort by.
func (b *binder) sorted(p *plan, t *tail, setLevel bool) *plan {
	if t.empty() {
		return p
	}
	keys := make([]sortKey, len(t.order))
	for i, o := range t.order {
		keys[i] = b.outputKey(o, p, i)
	}
	lim := b.offsetLimit(t)
	inner, out := p.scan, *p
	out.scan = func(f *frame, emit yield) error {
		var rows []sortable[[]any]
		err := inner(f, func(row []any) error {
			values, err := evalKeys(keys, &frame{x: f.x, row: row, outer: f})
			rows = append(rows, sortable[[]any]{row, values})
			return err
		})
		if err != nil {
			return err
		}
		sortRows(rows, keys)
		return lim.emit(f, rows, keys, emit)
	}
	return &out
}

// outputKey finds an ORDER BY item among the columns of a set operation.
func (b *binder) outputKey(o syntax.OrderItem, p *plan, _ int) sortKey {
	slot := -1
	switch x := o.X.(type) {
	case *syntax.Literal:
		return b.keyOf(b.outputSlot(p, b.ordinal(x, len(p.cols))), o.Desc)
	case *syntax.ColumnRef:
		for i, c := range p.cols {
			if sameName(c.Name, x.Column.Text) && x.Table.Object.Text == "" {
				slot = i
			}
		}
		if slot < 0 && x.Table.Object.Text == "" {
			return b.keyOf(b.failed(o.X, message.New(207, x.Column.Text)), o.Desc)
		}
	}
	if slot < 0 {
		b.fail(o.X, message.New(104))
		slot = 0
	}
	return b.keyOf(b.outputSlot(p, slot), o.Desc)
}

func (b *binder) outputSlot(p *plan, slot int) *scalar {
	if slot >= len(p.cols) {
		return fixed(value.NullT, nil)
	}
	s := &scalar{typ: p.cols[slot].Type, nullable: true, eval: func(f *frame) (any, error) { return f.row[slot], nil }}
	if slot < len(p.origins) {
		s.collate = p.origins[slot].coll
	}
	return s
}

// ordinal is the slot of ORDER BY n.
func (b *binder) ordinal(l *syntax.Literal, width int) int {
	n, ok := l.Value.(int64)
	switch {
	case !ok:
		b.fail(l, message.New(408, 1))
		return 0
	case n < 1 || n > int64(width):
		b.fail(l, message.New(108, n))
		return 0
	}
	return int(n - 1)
}
