package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// rowSource is a bound FROM item. scan takes the frame of the scope around the item: the
// enclosing query, or the left side of an APPLY.
type rowSource struct {
	cols []scopeColumn
	scan func(f *frame, out yield) error
	// lateral says that rows depend on the frame, so they cannot be kept between calls.
	lateral bool
}

// table is a relation that a statement reads; its rows are read once.
type table struct {
	name     string
	relation Relation
	columns  []Column
}

// from binds a FROM list; without one there is a single row of no columns.
func (b *binder) from(list []syntax.Source, parent *scope) *rowSource {
	if len(list) == 0 {
		return &rowSource{scan: func(_ *frame, out yield) error { return out(nil) }}
	}
	s := b.source(list[0], parent)
	for _, next := range list[1:] {
		r := b.source(next, parent)
		s = crossJoin(s, r)
	}
	b.checkExposed(list)
	return s
}

// source binds one item.
func (b *binder) source(src syntax.Source, parent *scope) *rowSource {
	switch src := src.(type) {
	case *syntax.Table:
		return b.tableSource(src)
	case *syntax.TableVariable:
		return b.tableVariable(src)
	case *syntax.TableFunc:
		return b.tableFunction(src, parent)
	case *syntax.Derived:
		return b.derived(src, parent)
	case *syntax.Join:
		return b.join(src, parent)
	}
	b.fail(src, message.New(401, "FROM"))
	return &rowSource{scan: func(*frame, yield) error { return nil }}
}

// expose is the name a source is known by.
func expose(name syntax.Name, alias syntax.Ident, has bool) *exposed {
	if has {
		return &exposed{alias: alias.Text, given: true}
	}
	return &exposed{alias: name.Object.Text, name: name}
}

func scopeColumns(cols []Column, owner *exposed) []scopeColumn {
	out := make([]scopeColumn, len(cols))
	for i, c := range cols {
		out[i] = scopeColumn{name: c.Name, owner: owner, typ: c.Type, nullable: c.Nullable}
	}
	return out
}

// tableSource binds a name: a CTE, a temp table, or whatever the instance has.
func (b *binder) tableSource(t *syntax.Table) *rowSource {
	owner := expose(t.Name, t.Alias, t.HasAlias)
	if c := b.cteNamed(t.Name); c != nil {
		return c.source(owner)
	}
	rel := b.relation(t, t.Name)
	if rel == nil {
		return &rowSource{scan: func(*frame, yield) error { return nil }}
	}
	return b.withPlace(t, rel.source(owner), rel)
}

// cteNamed finds a CTE; the innermost definition wins.
func (b *binder) cteNamed(n syntax.Name) *cte {
	if n.Schema.Text != "" || n.Database.Text != "" {
		return nil
	}
	for i := len(b.ctes) - 1; i >= 0; i-- {
		if sameName(b.ctes[i].name, n.Object.Text) {
			return b.ctes[i]
		}
	}
	return nil
}

// source reads the CTE, or the rows of the previous round inside its recursive part.
func (c *cte) source(owner *exposed) *rowSource {
	s := &rowSource{cols: scopeColumns(c.cols, owner)}
	if c.reading {
		s.scan = func(f *frame, out yield) error { return sendAll(f.x.working[c], out) }
		return s
	}
	s.scan = func(f *frame, out yield) error { return c.plan.scan(&frame{x: f.x}, out) }
	return s
}

// relation resolves a table name once per statement.
func (b *binder) relation(at syntax.Node, name syntax.Name) *table {
	key := strings.ToLower(nameText(name))
	for _, t := range b.tables {
		if t.name == key {
			return t
		}
	}
	rel, err := b.session.relation(b.module, name)
	if err != nil {
		b.put(at, err)
		return nil
	}
	return b.keep(&table{name: key, relation: rel, columns: rel.Columns()})
}

func (b *binder) keep(t *table) *table {
	b.tables = append(b.tables, t)
	return t
}

// source reads the table.
func (t *table) source(owner *exposed) *rowSource {
	return &rowSource{cols: scopeColumns(t.columns, owner), scan: func(f *frame, out yield) error {
		rows, err := f.x.rowsOf(t)
		if err != nil {
			return err
		}
		return sendAll(rows, out)
	}}
}

// rowsOf reads a table once per statement.
func (x *execution) rowsOf(t *table) ([][]any, error) {
	if rows, ok := x.read[t]; ok {
		return rows, nil
	}
	rows, err := t.relation.Rows(x.ctx)
	if err == nil {
		x.read[t] = rows
	}
	return rows, err
}

// open reads all tables of a statement before its first row: a permission that is missing
// must show before the result set begins.
func (x *execution) open(tables []*table) error {
	for _, t := range tables {
		if _, err := x.rowsOf(t); err != nil {
			return err
		}
	}
	return nil
}

// tableVariable binds @t.
func (b *binder) tableVariable(v *syntax.TableVariable) *rowSource {
	t, ok := b.module.tables[strings.ToLower(v.Name)]
	if !ok {
		b.fail(v, message.New(1087, v.Name))
		return &rowSource{scan: func(*frame, yield) error { return nil }}
	}
	owner := &exposed{alias: v.Name, given: true}
	if v.HasAlias {
		owner.alias = v.Alias.Text
	}
	rel := b.keep(&table{name: v.Name, relation: t, columns: t.Columns()})
	return b.withPlace(v, rel.source(owner), rel)
}

// derived binds (query) AS alias.
func (b *binder) derived(d *syntax.Derived, parent *scope) *rowSource {
	border := &scope{parent: parent}
	p := b.query(d.Query, border, nested)
	cols := b.namedColumns(d, p.cols, d.Columns, d.Alias.Text)
	s := &rowSource{cols: scopeColumns(cols, &exposed{alias: d.Alias.Text, given: true}), lateral: border.correlated}
	for i := range s.cols {
		s.cols[i].json = p.json || p.origins[i].json
	}
	s.scan = func(f *frame, out yield) error { return p.scan(&frame{x: f.x, outer: f}, out) }
	return s
}

// checkExposed refuses two sources of one name in a FROM clause.
func (b *binder) checkExposed(list []syntax.Source) {
	var seen []*exposed
	for _, src := range list {
		eachExposed(src, func(at syntax.Node, e *exposed) {
			for _, other := range seen {
				b.checkPair(at, other, e)
			}
			seen = append(seen, e)
		})
	}
}

func (b *binder) checkPair(at syntax.Node, a, c *exposed) {
	if !sameName(a.alias, c.alias) {
		return
	}
	switch {
	case a.given && c.given:
		b.fail(at, message.New(1011, c.alias))
	case a.given != c.given:
		if a.given {
			a, c = c, a
		}
		if a.name.Schema.Text == "" {
			b.fail(at, message.New(1012, c.alias, a.String()))
		}
	case sameName(nameText(a.name), nameText(c.name)):
		b.fail(at, message.New(1013, a.String(), c.String()))
	}
}

// eachExposed visits the named sources of a FROM item.
func eachExposed(src syntax.Source, visit func(syntax.Node, *exposed)) {
	switch s := src.(type) {
	case *syntax.Table:
		visit(s, expose(s.Name, s.Alias, s.HasAlias))
	case *syntax.TableVariable:
		visit(s, expose(syntax.Name{Object: syntax.Ident{Text: s.Name}}, s.Alias, s.HasAlias))
	case *syntax.TableFunc:
		visit(s, expose(s.Name, s.Alias, s.HasAlias))
	case *syntax.Derived:
		visit(s, &exposed{alias: s.Alias.Text, given: true})
	case *syntax.Join:
		eachExposed(s.L, visit)
		eachExposed(s.R, visit)
	}
}

// nullable makes the columns of an outer join's other side nullable.
func nullableColumns(cols []scopeColumn) []scopeColumn {
	out := make([]scopeColumn, len(cols))
	for i, c := range cols {
		c.nullable = true
		out[i] = c
	}
	return out
}
