package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// windows are the window functions of one SELECT.
type windows struct{ list []*window }

// window is one function with its OVER clause.
type window struct {
	partition []sortKey
	order     []sortKey
	frame     *syntax.Frame
	compute   func(rows []*frame, w *window) ([]any, error)
}

// windowCall binds a function with OVER.
func (b *binder) windowCall(e *syntax.Call, sc *scope) *scalar {
	name := builtinName(e.Name)
	switch {
	case sc != nil && sc.inWindow:
		return b.failed(e, message.New(4109))
	case sc == nil || sc.windows == nil:
		return b.failed(e, message.New(4108))
	}
	inner := *sc
	inner.windows, inner.inWindow = nil, true // windows do not nest
	over := b.namedWindow(e, e.Over, sc)
	w := &window{order: b.windowOrder(e, over, &inner), frame: over.Frame}
	for _, p := range over.Partition {
		w.partition = append(w.partition, b.keyOf(b.expr(p, &inner), false))
	}
	t, ok := b.windowFunction(w, name, e, &inner)
	if !ok {
		return fixed(value.BigIntT, nil)
	}
	at := len(sc.windows.list)
	sc.windows.list = append(sc.windows.list, w)
	return &scalar{typ: t, nullable: true, eval: func(f *frame) (any, error) { return f.win[at], nil }}
}

// windowOrder refuses the positions that a query's own ORDER BY allows.
func (b *binder) windowOrder(e *syntax.Call, over *syntax.Window, sc *scope) []sortKey {
	for _, o := range over.Order {
		if l, ok := o.X.(*syntax.Literal); ok {
			if _, whole := l.Value.(int64); whole {
				b.fail(e, message.New(5308))
			} else {
				b.fail(e, message.New(5309))
			}
		}
	}
	return b.sortKeys(over.Order, sc)
}

// rankings are the functions that need an ORDER BY, with their number of arguments.
var rankings = map[string]struct{ least, most int }{
	"row_number": {0, 0}, "rank": {0, 0}, "dense_rank": {0, 0}, "ntile": {1, 1},
	"lag": {1, 3}, "lead": {1, 3}, "first_value": {1, 1}, "last_value": {1, 1},
	"percent_rank": {0, 0}, "cume_dist": {0, 0},
}

// windowFunction picks how the function computes its column.
func (b *binder) windowFunction(w *window, name string, e *syntax.Call, sc *scope) (value.Type, bool) {
	if aggregateNames[name] {
		return b.windowAggregate(w, e, sc)
	}
	arity, ok := rankings[name]
	switch {
	case !ok && builtins[name].bind != nil:
		b.fail(e, message.New(4113, e.Name.Object.Text))
		return value.Type{}, false
	case !ok:
		b.fail(e, message.New(195, e.Name.Object.Text, "built-in function name"))
		return value.Type{}, false
	case len(e.Args) < arity.least || len(e.Args) > arity.most:
		b.fail(e, arityError(name, arity.least, arity.most))
		return value.Type{}, false
	case len(w.order) == 0:
		b.fail(e, message.New(4112, strings.ToUpper(name)))
		return value.Type{}, false
	}
	if w.frame != nil && name != "first_value" && name != "last_value" {
		b.fail(e, message.New(10752, strings.ToUpper(name)))
		return value.Type{}, false
	}
	return b.ranking(w, name, b.exprs(e.Args, sc), e)
}

func (b *binder) ranking(w *window, name string, args []*scalar, e *syntax.Call) (value.Type, bool) {
	switch name {
	case "row_number":
		w.compute = rowNumbers
	case "rank":
		w.compute = ranks
	case "dense_rank":
		w.compute = denseRanks
	case "percent_rank":
		w.compute = percentRanks
		return value.FloatT, true
	case "cume_dist":
		w.compute = cumulative
		return value.FloatT, true
	case "ntile":
		n := b.implicit(e, args[0], value.BigIntT)
		w.compute = func(rows []*frame, _ *window) ([]any, error) { return tiles(rows, n) }
	case "first_value", "last_value":
		w.compute = edgeValue(args[0], name == "last_value")
		return notNull(args[0].typ), true
	default:
		return b.neighbour(w, name, args, e)
	}
	return value.BigIntT, true
}

// neighbour is LAG and LEAD.
func (b *binder) neighbour(w *window, name string, args []*scalar, e *syntax.Call) (value.Type, bool) {
	n := neighbour{x: args[0], offset: fixed(value.BigIntT, int64(1)), otherwise: fixed(args[0].typ, nil), sign: 1}
	if name == "lag" {
		n.sign = -1
	}
	if len(args) > 1 {
		n.offset = b.implicit(e, args[1], value.BigIntT)
	}
	if len(args) > 2 {
		n.otherwise = b.implicit(e, args[2], args[0].typ)
	}
	w.compute = n.compute
	return notNull(args[0].typ), true
}

// windowAggregate is an aggregate with OVER: over the partition, or with ORDER BY over the
// rows up to the current one and its peers.
func (b *binder) windowAggregate(w *window, e *syntax.Call, sc *scope) (value.Type, bool) {
	if e.Distinct {
		b.fail(e, message.New(10759))
		return value.Type{}, false
	}
	a := b.aggregate(e, sc)
	if a == nil {
		return value.Type{}, false
	}
	w.compute = func(rows []*frame, w *window) ([]any, error) { return a.over(rows, w) }
	return a.result, true
}

// run computes all window functions over the rows of a query.
func (ws *windows) run(rows []*frame) error {
	for _, f := range rows {
		f.win = make([]any, len(ws.list))
	}
	for i, w := range ws.list {
		if err := w.run(rows, i); err != nil {
			return err
		}
	}
	return nil
}

// run computes one window function, partition by partition.
func (w *window) run(rows []*frame, at int) error {
	parts, err := w.partitions(rows)
	if err != nil {
		return err
	}
	for _, p := range parts {
		values, err := w.compute(p, w)
		if err != nil {
			return err
		}
		for i, f := range p {
			f.win[at] = values[i]
		}
	}
	return nil
}

// partitions splits the rows and sorts each part by the window's order.
func (w *window) partitions(rows []*frame) ([][]*frame, error) {
	index := map[string]int{}
	var parts [][]sortable[*frame]
	for _, f := range rows {
		key, err := w.partitionKey(f)
		if err != nil {
			return nil, err
		}
		at, ok := index[key]
		if !ok {
			at = len(parts)
			index[key], parts = at, append(parts, nil)
		}
		keys, err := evalKeys(w.order, f)
		if err != nil {
			return nil, err
		}
		parts[at] = append(parts[at], sortable[*frame]{f, keys})
	}
	return w.sorted(parts), nil
}

func (w *window) partitionKey(f *frame) (string, error) {
	var text keyText
	for _, p := range w.partition {
		v, err := p.x.eval(f)
		if err != nil {
			return "", err
		}
		text.add(v, p.x.typ, p.coll)
	}
	return text.String(), nil
}

func (w *window) sorted(parts [][]sortable[*frame]) [][]*frame {
	out := make([][]*frame, len(parts))
	for i, p := range parts {
		sortRows(p, w.order)
		for _, s := range p {
			out[i] = append(out[i], s.item)
		}
	}
	return out
}
