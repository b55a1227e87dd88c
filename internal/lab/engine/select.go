package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// selection is a bound SELECT block.
type selection struct {
	from     *rowSource
	where    condition
	group    *grouping
	having   condition
	windows  *windows
	items    []*item
	distinct bool
	keys     []orderKey
	sortKeys []sortKey
	limit    *limit
	assigns  bool
}

// item is one column of the select list.
type item struct {
	name   string
	x      *scalar
	print  string // fingerprint, for DISTINCT with ORDER BY
	target *variable
}

// orderKey is one ORDER BY entry: a select list column, or an expression over the rows.
type orderKey struct {
	slot int // -1 for an expression
	x    *scalar
}

// selectPlan binds a SELECT block with its ORDER BY.
func (b *binder) selectPlan(sel *syntax.Select, parent *scope, t *tail) *plan {
	s := &selection{windows: &windows{}, distinct: sel.Distinct}
	s.from = b.from(sel.From, parent)
	rows := &scope{cols: s.from.cols, parent: parent, clause: inWhere}
	if sel.Where != nil {
		s.where = b.cond(sel.Where, rows)
	}
	out := b.groupScope(s, sel, t, rows)
	if sel.Having != nil {
		out.clause = inHaving
		s.having = b.cond(sel.Having, out)
	}
	out.clause, out.windows = inSelect, s.windows
	b.items(s, sel, out)
	out.clause = inOrderBy
	b.order(s, t, out)
	s.limit = b.topLimit(sel.Top, parent, len(t.order) > 0)
	if t.offset != nil {
		if sel.Top != nil {
			b.fail(sel, message.New(10741))
		}
		s.limit = b.offsetLimit(t)
	}
	return s.plan(sel)
}

// groupScope is the scope of the select list: the rows themselves, or groups of them.
func (b *binder) groupScope(s *selection, sel *syntax.Select, t *tail, rows *scope) *scope {
	out := &scope{cols: rows.cols, parent: rows.parent, named: sel.Windows}
	if len(sel.GroupBy) == 0 && sel.Having == nil && !aggregates(sel, t) {
		return out
	}
	grouped := *rows
	grouped.clause = inGroupBy
	s.group = b.groupBy(sel.GroupBy, &grouped)
	out.group = s.group
	return out
}

// aggregates tells whether the block computes an aggregate anywhere.
func aggregates(sel *syntax.Select, t *tail) bool {
	for _, i := range sel.Items {
		if i.X != nil && hasAggregate(i.X) {
			return true
		}
	}
	for _, o := range t.order {
		if hasAggregate(o.X) {
			return true
		}
	}
	return false
}

// items binds the select list.
func (b *binder) items(s *selection, sel *syntax.Select, sc *scope) {
	assigned := 0
	for i := range sel.Items {
		it := &sel.Items[i]
		switch {
		case it.Star:
			b.star(s, it, sc)
		case it.Assign != "":
			assigned++
			s.items = append(s.items, b.assignment(it, sc))
		default:
			s.items = append(s.items, b.item(it, sc))
		}
	}
	s.assigns = assigned > 0
	if assigned > 0 && assigned < len(s.items) {
		b.fail(sel, message.New(141))
	}
}

func (b *binder) item(it *syntax.Item, sc *scope) *item {
	out := &item{x: b.expr(it.X, sc), print: fingerprint(it.X, sc)}
	if it.HasAlias {
		out.name = it.Alias.Text
	} else if ref, ok := it.X.(*syntax.ColumnRef); ok {
		out.name = columnName(out.x, ref)
	}
	return out
}

// columnName is the catalog's spelling of a column where it is known.
func columnName(x *scalar, ref *syntax.ColumnRef) string {
	if x.column != "" {
		return x.column
	}
	return ref.Column.Text
}

// assignment is @v = x in a select list.
func (b *binder) assignment(it *syntax.Item, sc *scope) *item {
	v, ok := b.variable(it, it.Assign)
	if !ok {
		return &item{x: b.expr(it.X, sc)}
	}
	x := b.compound(it, it.AssignOp, v, b.expr(it.X, sc))
	return &item{x: b.implicit(it, x, v.typ), target: v}
}

// compound is the value of @v op= x.
func (b *binder) compound(at syntax.Node, op string, v *variable, x *scalar) *scalar {
	if op == "=" || op == "" {
		return x
	}
	current := &scalar{typ: v.typ, nullable: true, eval: func(*frame) (any, error) { return v.val, nil }}
	return b.combine(at, op[:len(op)-1], current, x)
}

// star expands * and t.*.
func (b *binder) star(s *selection, it *syntax.Item, sc *scope) {
	some := false
	for slot, c := range sc.cols {
		if c.place || it.StarOf.Object.Text != "" && !c.owner.match(it.StarOf) {
			continue
		}
		some = true
		at := found{slot: slot, col: c, at: sc}
		ref := &syntax.ColumnRef{Pos: it.Pos, Column: syntax.Ident{Text: c.name}}
		s.items = append(s.items, &item{name: c.name, x: b.slot(ref, at)})
	}
	switch {
	case some:
	case it.StarOf.Object.Text != "":
		b.fail(it, message.New(107, nameText(it.StarOf)))
	case b.deferred == nil:
		b.fail(it, message.New(263))
	}
}

// plan makes the block readable.
func (s *selection) plan(sel *syntax.Select) *plan {
	p := &plan{scan: s.scan, assigns: s.assigns, into: sel.Into}
	for _, it := range s.items {
		p.cols = append(p.cols, Column{Name: it.name, Type: it.x.typ, Nullable: it.x.nullable})
		p.origins = append(p.origins, origin{owner: it.x.origin, json: it.x.json, coll: it.x.collate})
	}
	return p
}

// scan runs the block. f is the enclosing query's row.
func (s *selection) scan(f *frame, out yield) error {
	switch {
	case s.assigns:
		return s.scanAssigning(f, out)
	case len(s.keys) == 0 && !s.distinct && !s.limit.percent:
		return s.limit.stream(f, func(y yield) error { return s.project(f, y) }, out)
	}
	rows, err := s.collect(f)
	if err != nil {
		return err
	}
	sortRows(rows, s.sortKeys)
	return s.limit.emit(f, rows, s.sortKeys, out)
}

// project yields the select list of every row.
func (s *selection) project(f *frame, out yield) error {
	return s.frames(f, func(row *frame) error {
		values, err := s.values(row)
		if err != nil {
			return err
		}
		return out(values)
	})
}

func (s *selection) values(row *frame) ([]any, error) {
	values := make([]any, len(s.items))
	for i, it := range s.items {
		v, err := it.x.eval(row)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// collect reads all rows with their sort keys, each distinct one once.
func (s *selection) collect(f *frame) ([]sortable[[]any], error) {
	var rows []sortable[[]any]
	seen := map[string]bool{}
	err := s.frames(f, func(row *frame) error {
		values, err := s.values(row)
		if err != nil {
			return err
		}
		if s.distinct && !s.isNew(f, seen, values) {
			return nil
		}
		keys, err := s.keysOf(row, values)
		rows = append(rows, sortable[[]any]{values, keys})
		return err
	})
	return rows, err
}

// isNew tells whether a row was not seen before.
func (s *selection) isNew(f *frame, seen map[string]bool, values []any) bool {
	var text keyText
	for i, it := range s.items {
		text.add(values[i], it.x.typ, collationOf(f, it.x.collate))
	}
	key := text.String()
	isNew := !seen[key]
	seen[key] = true
	return isNew
}

func collationOf(f *frame, explicit *value.Collation) value.Collation {
	if explicit != nil {
		return *explicit
	}
	return f.x.session.world.Collation()
}

func (s *selection) keysOf(row *frame, values []any) ([]any, error) {
	keys := make([]any, len(s.keys))
	for i, k := range s.keys {
		if k.slot >= 0 {
			keys[i] = values[k.slot]
			continue
		}
		v, err := k.x.eval(row)
		if err != nil {
			return nil, err
		}
		keys[i] = v
	}
	return keys, nil
}

// scanAssigning sorts before it computes: SELECT @s += name ... ORDER BY name must see the
// rows in order, because every row reads what the one before assigned.
func (s *selection) scanAssigning(f *frame, out yield) error {
	var rows []sortable[*frame]
	err := s.frames(f, func(row *frame) error {
		keys := make([]any, len(s.keys))
		for i, k := range s.keys {
			v, err := k.x.eval(row)
			if err != nil {
				return err
			}
			keys[i] = v
		}
		rows = append(rows, sortable[*frame]{row, keys})
		return nil
	})
	if err != nil {
		return err
	}
	sortRows(rows, s.sortKeys)
	shadow := make([]sortable[[]any], len(rows))
	for i := range rows {
		shadow[i].keys = rows[i].keys
	}
	lo, hi, err := s.limit.cut(f, shadow, s.sortKeys)
	if err != nil {
		return err
	}
	for _, r := range rows[lo:hi] {
		if err := s.assign(r.item, out); err != nil {
			return err
		}
	}
	return nil
}

// assign gives the variables their values, from left to right.
func (s *selection) assign(row *frame, out yield) error {
	for _, it := range s.items {
		v, err := it.x.eval(row)
		if err != nil {
			return err
		}
		if it.target != nil {
			it.target.set(v)
		}
	}
	return out(nil)
}
