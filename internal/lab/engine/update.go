package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// change is a bound UPDATE or DELETE: the rows it reads, one slot of which is the place of
// the row in the table it changes.
type change struct {
	table  *memTable
	source *table // the table among those the statement reads
	from   *rowSource
	where  condition
	top    *limit
	place  int // slot of the row's place
	assign []columnValue
}

// columnValue is one assignment of SET.
type columnValue struct {
	column int // -1 for a variable
	target *variable
	x      *scalar
}

// change binds what UPDATE and DELETE have in common.
func (b *binder) change(at syntax.Node, name syntax.Name, variable string, from []syntax.Source, where syntax.Expr, top *syntax.Top) (*change, *scope) {
	c := &change{top: b.topLimit(top, nil, false)}
	if variable == "" && b.cteNamed(name) != nil {
		// modelled: rows can be changed through a common table expression on the server; here
		// that is refused by name, so that nobody takes it for an empty change.
		b.fail(at, message.New(401, "UPDATE or DELETE of a common table expression"))
		return &change{place: -1, from: &rowSource{}}, &scope{}
	}
	target := findTarget(name, variable, from)
	if target == nil {
		target = implicitTarget(name, variable)
		from = append(append([]syntax.Source{}, from...), target)
	}
	b.placed = target
	c.from = b.from(from, nil)
	b.placed = nil
	c.place = -1
	if c.source = b.placedTable; c.source != nil {
		c.table = c.source.relation.(*memTable)
	}
	for i, col := range c.from.cols {
		if col.place {
			c.place = i
		}
	}
	sc := &scope{cols: c.from.cols, clause: inWhere}
	if where != nil {
		c.where = b.cond(where, sc)
	}
	if c.place < 0 && len(b.errs) == 0 {
		b.fail(at, message.New(259))
	}
	return c, sc
}

// implicitTarget is the table itself where FROM does not name it.
func implicitTarget(name syntax.Name, variable string) syntax.Source {
	if variable != "" {
		return &syntax.TableVariable{Pos: name.Pos, Name: variable}
	}
	return &syntax.Table{Pos: name.Pos, Name: name}
}

// findTarget finds the source that an UPDATE or DELETE means: by alias, or by name.
func findTarget(name syntax.Name, variable string, from []syntax.Source) syntax.Source {
	var hit syntax.Source
	for _, src := range from {
		eachSource(src, func(s syntax.Source) {
			if hit == nil && isTarget(s, name, variable) {
				hit = s
			}
		})
	}
	return hit
}

func isTarget(s syntax.Source, name syntax.Name, variable string) bool {
	switch s := s.(type) {
	case *syntax.Table:
		if s.HasAlias && name.Schema.Text == "" && sameName(s.Alias.Text, name.Object.Text) {
			return true
		}
		return variable == "" && sameName(nameText(s.Name), nameText(name))
	case *syntax.TableVariable:
		if s.HasAlias && sameName(s.Alias.Text, name.Object.Text) {
			return true
		}
		return variable != "" && sameName(s.Name, variable)
	}
	return false
}

// eachSource visits the leaves of a FROM item.
func eachSource(s syntax.Source, visit func(syntax.Source)) {
	if j, ok := s.(*syntax.Join); ok {
		eachSource(j.L, visit)
		eachSource(j.R, visit)
		return
	}
	visit(s)
}

// withPlace adds the hidden slot that says where a row stands in its table.
func (b *binder) withPlace(src syntax.Source, s *rowSource, read *table) *rowSource {
	if _, ok := read.relation.(*memTable); !ok || b.placed != src {
		return s
	}
	b.placedTable = read
	out := *s
	out.cols = append(append([]scopeColumn{}, s.cols...), scopeColumn{place: true, typ: value.BigIntT})
	inner := s.scan
	out.scan = func(f *frame, y yield) error {
		n := int64(0)
		return inner(f, func(row []any) error {
			at := n
			n++
			return y(append(append(make([]any, 0, len(row)+1), row...), at))
		})
	}
	return &out
}

// update binds UPDATE.
func (b *binder) update(s *syntax.Update) *change {
	visible := len(b.ctes)
	defer func() { b.ctes = b.ctes[:visible] }()
	b.defineCTEs(s.With)
	c, sc := b.change(s, s.Table, s.Variable, s.From, s.Where, s.Top)
	set := *sc
	set.clause = inSet
	for i := range s.Set {
		b.assignColumn(s, c, &s.Set[i], &set)
	}
	return c
}

func (b *binder) assignColumn(s *syntax.Update, c *change, a *syntax.Assignment, sc *scope) {
	if a.Column.Text == "" {
		if v, ok := b.variable(s, a.Variable); ok {
			x := b.compound(s, a.Op, v, b.expr(a.X, sc))
			c.assign = append(c.assign, columnValue{column: -1, target: v, x: b.implicit(s, x, v.typ)})
		}
		return
	}
	if c.table == nil {
		b.expr(a.X, sc)
		return
	}
	at := c.table.column(a.Column.Text)
	if m := refuseColumn(c, at, a.Column.Text); m != nil {
		b.fail(s, m)
		return
	}
	col := &c.table.columns[at]
	out := columnValue{column: at, x: b.stored(s, b.setValue(c, a, at, sc), c.table, col)}
	if a.Variable != "" {
		if v, ok := b.variable(s, a.Variable); ok {
			out.target = v
		}
	}
	c.assign = append(c.assign, out)
}

// refuseColumn says why a column cannot be set.
func refuseColumn(c *change, at int, name string) *message.Message {
	switch {
	case at < 0:
		return message.New(207, name)
	case at == c.table.identity:
		return message.New(8102, name)
	case c.table.columns[at].computed != nil:
		return message.New(271, name)
	}
	for _, other := range c.assign {
		if other.column == at {
			return message.New(264, name)
		}
	}
	return nil
}

// setValue is the new value: an expression, DEFAULT, or column op= expression.
func (b *binder) setValue(c *change, a *syntax.Assignment, at int, sc *scope) *scalar {
	if k, ok := a.X.(*syntax.Keyword); ok && k.Word == "default" {
		return c.table.columns[at].defaultValue()
	}
	x := b.expr(a.X, sc)
	if a.Op == "=" || a.Op == "" {
		return x
	}
	slot := c.place - len(c.table.columns) + at
	current := &scalar{typ: c.table.columns[at].Type, nullable: true, eval: func(f *frame) (any, error) { return f.row[slot], nil }}
	return b.combine(a.X, a.Op[:len(a.Op)-1], current, x)
}

// delete binds DELETE.
func (b *binder) delete(s *syntax.Delete) *change {
	visible := len(b.ctes)
	defer func() { b.ctes = b.ctes[:visible] }()
	b.defineCTEs(s.With)
	c, _ := b.change(s, s.Table, s.Variable, s.From, s.Where, s.Top)
	return c
}

// each visits the rows to change, each row of the table once.
func (c *change) each(x *execution, most int64, visit func(f *frame, place int64) error) error {
	seen := map[int64]bool{}
	outer := &frame{x: x}
	scan := func(y yield) error {
		return c.from.scan(outer, func(row []any) error {
			f := &frame{x: x, row: row, outer: outer}
			if err := x.step(); err != nil {
				return err
			}
			if c.where != nil {
				if t, err := c.where(f); err != nil || t != yes {
					return err
				}
			}
			place, some := row[c.place].(int64)
			if !some || seen[place] {
				return nil
			}
			seen[place] = true
			if err := visit(f, place); err != nil {
				return err
			}
			return y(nil)
		})
	}
	n := int64(0)
	return drain(c.top.stream(outer, scan, func([]any) error {
		if n++; most > 0 && n >= most {
			return errStop
		}
		return nil
	}))
}

// update runs UPDATE.
func (r *runner) update(s *syntax.Update) error {
	b := r.bind(s)
	c := b.update(s)
	if err := b.err(); err != nil {
		return err
	}
	x := r.execution()
	if err := x.open(b.tables); err != nil {
		return err
	}
	n, err := r.applyUpdate(c, x)
	if err != nil {
		return terminated(err)
	}
	return r.done(n)
}

func (r *runner) applyUpdate(c *change, x *execution) (int64, error) {
	c.table.changes.Lock()
	defer c.table.changes.Unlock()
	old, _ := c.table.Rows(r.ctx)
	x.read[c.source] = old
	rows := append([][]any{}, old...)
	var changed [][]any
	err := c.each(x, r.session.options.rowCount, func(f *frame, place int64) error {
		row, err := c.newRow(x, f, old[place])
		if err != nil {
			return err
		}
		rows[place] = row
		changed = append(changed, row)
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := r.changing(c.table); err != nil {
		return 0, err
	}
	if err := c.table.verify(x, rows, changed, "UPDATE"); err != nil {
		return 0, err
	}
	c.table.replace(rows)
	return int64(len(changed)), nil
}

// newRow computes one changed row. All expressions see the old values.
func (c *change) newRow(x *execution, f *frame, old []any) ([]any, error) {
	row := append([]any{}, old...)
	for _, a := range c.assign {
		v, err := a.x.eval(f)
		if err != nil {
			return nil, err
		}
		if a.target != nil {
			a.target.set(v)
		}
		if a.column >= 0 {
			row[a.column] = v
		}
	}
	if err := c.table.compute(x, row); err != nil {
		return nil, err
	}
	types := make([]value.Type, len(row))
	for i := range types {
		types[i] = c.table.columns[i].Type
	}
	return row, c.table.fit(x, row, types, "UPDATE")
}

// delete runs DELETE.
func (r *runner) delete(s *syntax.Delete) error {
	b := r.bind(s)
	c := b.delete(s)
	if err := b.err(); err != nil {
		return err
	}
	x := r.execution()
	if err := x.open(b.tables); err != nil {
		return err
	}
	c.table.changes.Lock()
	defer c.table.changes.Unlock()
	old, _ := c.table.Rows(r.ctx)
	x.read[c.source] = old
	gone := map[int64]bool{}
	err := c.each(x, r.session.options.rowCount, func(_ *frame, place int64) error { gone[place] = true; return nil })
	if err != nil {
		return terminated(err)
	}
	if err := r.changing(c.table); err != nil {
		return err
	}
	rows := make([][]any, 0, len(old))
	for i, row := range old {
		if !gone[int64(i)] {
			rows = append(rows, row)
		}
	}
	c.table.replace(rows)
	return r.done(int64(len(gone)))
}
