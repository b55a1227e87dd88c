package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// insertion is a bound INSERT.
type insertion struct {
	table    *memTable
	targets  []int // the columns that get values, in the order of the source
	plan     *plan // nil for DEFAULT VALUES and EXEC
	explicit bool  // the identity column is among the targets
	top      *limit
}

// target finds the table a statement changes: a variable or a name.
func (b *binder) target(at syntax.Node, name syntax.Name, variable string) *memTable {
	if variable != "" {
		t, ok := b.module.tables[strings.ToLower(variable)]
		if !ok {
			b.fail(at, message.New(1087, variable))
			return nil
		}
		return t
	}
	rel := b.relation(at, name)
	if rel == nil {
		return nil
	}
	t, ok := rel.relation.(*memTable)
	if !ok {
		b.fail(at, message.New(259))
		return nil
	}
	return t
}

// insert binds INSERT.
func (b *binder) insert(s *syntax.Insert) *insertion {
	visible := len(b.ctes)
	defer func() { b.ctes = b.ctes[:visible] }()
	b.defineCTEs(s.With)
	in := &insertion{table: b.target(s, s.Table, s.Variable), top: b.topLimit(s.Top, nil, false)}
	if s.Exec != nil {
		b.checkExec(s.Exec)
	}
	if in.table == nil {
		if s.Query != nil {
			b.query(withoutDefaults(s.Query), nil, topLevel)
		}
		return in
	}
	b.targets(s, in)
	if s.Query != nil {
		b.insertSource(s, in)
	}
	return in
}

// targets resolves the column list; without one it is every column that can be given.
func (b *binder) targets(s *syntax.Insert, in *insertion) {
	t := in.table
	for _, name := range s.Columns {
		at := t.column(name.Text)
		switch {
		case at < 0:
			b.fail(s, message.New(207, name.Text))
			continue
		case t.columns[at].computed != nil:
			b.fail(s, message.New(271, name.Text))
		case contains(in.targets, at):
			b.fail(s, message.New(264, name.Text))
		}
		in.explicit = in.explicit || at == t.identity
		in.targets = append(in.targets, at)
	}
	if len(s.Columns) == 0 {
		for i, c := range t.columns {
			if i != t.identity && c.computed == nil {
				in.targets = append(in.targets, i)
			}
		}
	}
	if in.explicit && !b.identityInsertOn(t) {
		b.fail(s, message.New(544, t.name))
	}
}

func (b *binder) identityInsertOn(t *memTable) bool {
	return b.session.options.identityOn == strings.ToLower(t.name)
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

// insertSource binds VALUES or SELECT and compares its width with the columns'.
func (b *binder) insertSource(s *syntax.Insert, in *insertion) {
	q := s.Query
	v, isValues := q.Body.(*syntax.Values)
	if isValues {
		in.plan = b.insertValues(v, in)
	} else {
		in.plan = b.query(q, nil, topLevel)
	}
	have, want := len(in.plan.cols), len(in.targets)
	if len(s.Columns) > 0 {
		want = len(s.Columns) // a misspelt one is counted, so that 207 is all that is said
	}
	if have == want || b.deferred != nil {
		if want == len(in.targets) || b.deferred != nil {
			b.checkStored(s, in)
		}
		return
	}
	if in.table != nil && in.table.identity >= 0 && len(s.Columns) == 0 && have == want+1 {
		b.fail(s, message.New(8101, in.table.name))
		return
	}
	b.fail(s, widthError(len(s.Columns) > 0, isValues, have < want))
}

func widthError(listed, isValues, fewer bool) *message.Message {
	switch {
	case !listed:
		return message.New(213)
	case isValues && fewer:
		return message.New(109)
	case isValues:
		return message.New(110)
	case fewer:
		return message.New(120)
	}
	return message.New(121)
}

// checkStored refuses conversions that the server does not do by itself.
func (b *binder) checkStored(s *syntax.Insert, in *insertion) {
	for i, at := range in.targets {
		if i < len(in.plan.cols) {
			b.note(s, value.CanConvert(in.plan.cols[i].Type, in.table.columns[at].Type, false))
		}
	}
}

// insertValues binds VALUES row by row: unlike elsewhere, the rows need no common type, and
// DEFAULT is a value.
func (b *binder) insertValues(v *syntax.Values, in *insertion) *plan {
	rows := make([][]*scalar, len(v.Rows))
	width := 0
	for i, list := range v.Rows {
		rows[i] = b.insertRow(list, in)
		width = len(list)
	}
	p := &plan{cols: make([]Column, width)}
	for c := range p.cols {
		p.cols[c].Type = value.NullT
		if c < len(in.targets) {
			p.cols[c].Type = in.table.columns[in.targets[c]].Type
		}
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

func (b *binder) insertRow(list []syntax.Expr, in *insertion) []*scalar {
	row := make([]*scalar, len(list))
	for c, e := range list {
		if c >= len(in.targets) {
			row[c] = fixed(value.NullT, nil)
			continue
		}
		col := &in.table.columns[in.targets[c]]
		if k, ok := e.(*syntax.Keyword); ok && k.Word == "default" {
			row[c] = col.defaultValue()
			continue
		}
		row[c] = b.stored(e, b.expr(e, nil), in.table, col)
	}
	return row
}

// defaultValue is the column's DEFAULT, or NULL.
func (c *memColumn) defaultValue() *scalar {
	if c.deflt != nil {
		return c.deflt
	}
	return fixed(c.Type, nil)
}

// stored converts an expression for a column; what is too long is an error.
func (b *binder) stored(at syntax.Node, x *scalar, t *memTable, c *memColumn) *scalar {
	if err := value.CanConvert(x.typ, c.Type, false); err != nil {
		b.note(at, err)
		return fixed(c.Type, nil)
	}
	from, eval := x.typ, x.eval
	return &scalar{typ: c.Type, nullable: true, eval: func(f *frame) (any, error) {
		v, err := eval(f)
		if v == nil || err != nil {
			return nil, err
		}
		out, err := value.Store(v, from, c.Type)
		if err != nil {
			return nil, t.truncation(f.x, err, c, v)
		}
		return out, nil
	}}
}

// withoutDefaults lets a query be bound whose VALUES hold DEFAULT, when the table that
// would give it a meaning does not exist yet.
func withoutDefaults(q *syntax.Query) *syntax.Query {
	v, ok := q.Body.(*syntax.Values)
	if !ok {
		return q
	}
	out := &syntax.Values{Pos: v.Pos}
	for _, row := range v.Rows {
		clean := make([]syntax.Expr, len(row))
		for i, e := range row {
			clean[i] = e
			if k, isWord := e.(*syntax.Keyword); isWord && k.Word == "default" {
				clean[i] = &syntax.Literal{Pos: k.Pos, Type: value.NullT}
			}
		}
		out.Rows = append(out.Rows, clean)
	}
	return &syntax.Query{Pos: q.Pos, Body: out}
}

// insert runs INSERT.
func (r *runner) insert(s *syntax.Insert) error {
	b := r.bind(s)
	in := b.insert(s)
	if err := b.err(); err != nil {
		return err
	}
	x := r.execution()
	if err := x.open(b.tables); err != nil {
		return err
	}
	if r.session.options.identityOn == strings.ToLower(in.table.name) && in.table.identity >= 0 && !in.explicit {
		return message.New(545, in.table.name)
	}
	rows, from, err := r.insertRows(s, in, x)
	if err != nil {
		return terminated(err)
	}
	n, err := r.append(in, x, rows, from)
	if err != nil {
		return terminated(err)
	}
	return r.done(n)
}

// terminated marks an error of a changing statement: message 3621 follows it.
func terminated(err error) error {
	f, ok := asFailure(err)
	if !ok || f.compile || f.ends != endsStatement {
		return err
	}
	out := *f
	out.terminated = true
	return &out
}

// insertRows are the rows to insert, and their types.
func (r *runner) insertRows(s *syntax.Insert, in *insertion, x *execution) ([][]any, []value.Type, error) {
	switch {
	case s.Exec != nil:
		return r.insertExec(s, in)
	case s.DefaultValues:
		in.targets = nil
		return [][]any{nil}, nil, nil
	}
	types := make([]value.Type, len(in.plan.cols))
	for i, c := range in.plan.cols {
		types[i] = c.Type
	}
	var rows [][]any
	collect := func(row []any) error { rows = append(rows, row); return nil }
	err := in.top.stream(&frame{x: x}, func(y yield) error { return r.limited(in.plan, x, y) }, collect)
	return rows, types, drain(err)
}

// append completes the rows and adds them to the table.
func (r *runner) append(in *insertion, x *execution, given [][]any, from []value.Type) (int64, error) {
	t := in.table
	fresh := make([][]any, 0, len(given))
	var last *int64
	for _, values := range given {
		row, id, err := in.complete(x, values, from)
		if err != nil {
			return 0, err
		}
		if id != nil {
			last = id
		}
		fresh = append(fresh, row)
	}
	t.changes.Lock()
	defer t.changes.Unlock()
	if err := r.changing(t); err != nil {
		return 0, err
	}
	old, _ := t.Rows(r.ctx)
	all := append(old[:len(old):len(old)], fresh...)
	if err := t.verify(x, all, fresh, "INSERT"); err != nil {
		return 0, err
	}
	t.replace(all)
	if last != nil {
		r.session.identity, r.module.identity = last, last
	}
	return int64(len(fresh)), nil
}

// complete makes a whole row: identity, defaults, computed columns.
func (in *insertion) complete(x *execution, values []any, from []value.Type) ([]any, *int64, error) {
	t := in.table
	row, types := make([]any, len(t.columns)), make([]value.Type, len(t.columns))
	given := make([]bool, len(t.columns))
	for i, at := range in.targets {
		row[at], types[at], given[at] = values[i], from[i], true
	}
	for i := range t.columns {
		c := &t.columns[i]
		if given[i] {
			continue
		}
		types[i] = c.Type
		if c.deflt != nil {
			v, err := c.deflt.eval(&frame{x: x})
			if err != nil {
				return nil, nil, err
			}
			row[i] = v
		}
	}
	id, err := in.identify(row, types, given)
	if err != nil {
		return nil, nil, err
	}
	if err := t.compute(x, row); err != nil {
		return nil, nil, err
	}
	return row, id, t.fit(x, row, types, "INSERT")
}

// identify gives the identity column its value.
func (in *insertion) identify(row []any, types []value.Type, given []bool) (*int64, error) {
	t := in.table
	if t.identity < 0 {
		return nil, nil
	}
	if !given[t.identity] {
		n := t.nextIdentity()
		row[t.identity], types[t.identity] = n, value.BigIntT
		return &n, nil
	}
	v, err := value.Convert(row[t.identity], types[t.identity], value.BigIntT, value.NoStyle)
	if err != nil {
		return nil, err
	}
	n, ok := v.(int64)
	if !ok {
		return nil, message.New(339)
	}
	t.sawIdentity(n)
	return &n, nil
}

// compute fills the computed columns.
func (t *memTable) compute(x *execution, row []any) error {
	for i := range t.columns {
		if c := t.columns[i].computed; c != nil {
			v, err := c.eval(&frame{x: x, row: row})
			if err != nil {
				return err
			}
			row[i] = v
		}
	}
	return nil
}
