package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// newTable builds a table from its definition.
func (b *binder) newTable(name string, defs []syntax.ColumnDef, constraints []syntax.TableConstraint) *memTable {
	t := &memTable{name: name, identity: -1}
	for i := range defs {
		b.addColumn(t, &defs[i])
	}
	sc := t.scope()
	for i := range defs {
		b.addComputed(t, &defs[i], i, sc)
		for _, e := range defs[i].Check {
			t.checks = append(t.checks, check{holds: b.cond(e, sc), line: defs[i].Line})
		}
	}
	for i := range constraints {
		b.addConstraint(t, &constraints[i], sc)
	}
	return t
}

// scope offers the table's own columns to CHECK and computed columns.
func (t *memTable) scope() *scope {
	return &scope{cols: scopeColumns(t.Columns(), &exposed{alias: t.name, given: true}), clause: inCheck}
}

func (b *binder) addColumn(t *memTable, def *syntax.ColumnDef) {
	if t.column(def.Name.Text) >= 0 {
		b.fail(def, message.New(2705, def.Name.Text, t.name))
	}
	c := memColumn{Column: Column{Name: def.Name.Text, Type: def.Type, Nullable: !def.NotNull && !def.Primary && def.Identity == nil}}
	if def.Collate != "" {
		coll, ok := b.collationNamed(def.Collate)
		if !ok {
			b.fail(def, message.New(448, def.Collate))
		}
		c.coll = &coll
	}
	if def.Default != nil {
		c.deflt = b.implicit(def, b.expr(def.Default, nil), def.Type)
	}
	at := len(t.columns)
	if def.Identity != nil {
		b.addIdentity(t, def, &c, at)
	}
	t.columns = append(t.columns, c)
	if def.Primary || def.Unique {
		b.addKey(t, uniqueKey{primary: def.Primary, columns: []int{at}}, def)
	}
}

func (b *binder) addIdentity(t *memTable, def *syntax.ColumnDef, c *memColumn, at int) {
	if t.identity >= 0 {
		b.fail(def, message.New(2744, t.name))
	}
	if !isInteger(def.Type.Kind) && (def.Type.Kind != value.Decimal || def.Type.Scale != 0) {
		b.fail(def, message.New(2749, def.Name.Text))
	}
	t.identity, t.next = at, def.Identity[0]
	c.seed, c.step = def.Identity[0], def.Identity[1]
}

// addKey adds a key; a table has one PRIMARY KEY.
func (b *binder) addKey(t *memTable, k uniqueKey, at syntax.Node) {
	for _, other := range t.keys {
		if k.primary && other.primary {
			b.fail(at, message.New(8110, t.name))
		}
	}
	t.keys = append(t.keys, k)
}

func (b *binder) addComputed(t *memTable, def *syntax.ColumnDef, at int, sc *scope) {
	if def.Computed == nil {
		return
	}
	x := b.expr(def.Computed, sc)
	c := &t.columns[at]
	c.computed, c.Type, c.Nullable = x, notNull(x.typ), true
	sc.cols[at].typ = c.Type
}

func (b *binder) addConstraint(t *memTable, def *syntax.TableConstraint, sc *scope) {
	if def.Check != nil {
		t.checks = append(t.checks, check{holds: b.cond(def.Check, sc), line: def.Line})
		return
	}
	k := uniqueKey{primary: def.Primary}
	for _, name := range def.Columns {
		at := t.column(name.Text)
		if at < 0 {
			b.fail(def, message.New(1911, name.Text))
			continue
		}
		if def.Primary {
			t.columns[at].Nullable = false
		}
		k.columns = append(k.columns, at)
	}
	b.addKey(t, k, def)
}

// createTable is CREATE TABLE.
func (r *runner) createTable(s *syntax.CreateTable) error {
	b := r.bind(s)
	t := b.newTable(s.Table.Object.Text, s.Columns, s.Constraints)
	if err := b.err(); err != nil {
		return err
	}
	if err := r.addTable(s.Table, t, "CREATE TABLE"); err != nil {
		return err
	}
	return r.plain()
}

// addTable puts a new table where its name says.
func (r *runner) addTable(n syntax.Name, t *memTable, statement string) error {
	if r.session.doomed {
		return message.New(3930)
	}
	if isTemp(n) {
		return r.addTemp(t)
	}
	store, err := r.session.changeable(n, statement)
	if err != nil {
		return err
	}
	if _, taken := r.session.world.Relation(n); taken == nil || !store.addTable(t) {
		return message.New(2714, t.name)
	}
	r.undoable(func() { store.dropTable(t.name) })
	return nil
}

func (r *runner) addTemp(t *memTable) error {
	key := strings.ToLower(t.name)
	temps := r.session.temps
	if temps[key] != nil {
		return message.New(2714, t.name)
	}
	temps[key] = t
	r.module.created = append(r.module.created, key)
	r.undoable(func() { delete(temps, key) })
	return nil
}

// undoable notes how to take a change back when a transaction is open.
func (r *runner) undoable(step func()) {
	if r.session.trancount > 0 {
		r.session.undo.add(step)
	}
}

// dropTable is DROP TABLE.
func (r *runner) dropTable(s *syntax.DropTable) error {
	for _, n := range s.Tables {
		dropped, err := r.dropOne(n)
		if err != nil {
			return err
		}
		if !dropped && !s.IfExists {
			return message.New(3701, "drop", "table", nameText(n))
		}
	}
	return r.plain()
}

func (r *runner) dropOne(n syntax.Name) (bool, error) {
	if isTemp(n) {
		key, temps := strings.ToLower(n.Object.Text), r.session.temps
		t := temps[key]
		delete(temps, key)
		if t != nil {
			r.undoable(func() { temps[key] = t })
		}
		return t != nil, nil
	}
	store, err := r.session.objects(n)
	if err != nil || store == nil || store.table(n.Object.Text) == nil {
		return false, nil
	}
	if store, err = r.session.changeable(n, "DROP TABLE"); err != nil {
		return false, err
	}
	t := store.table(n.Object.Text)
	r.undoable(func() { store.addTable(t) })
	return store.dropTable(n.Object.Text), nil
}

// truncate is TRUNCATE TABLE.
func (r *runner) truncate(s *syntax.Truncate) error {
	t, err := r.memTable(s.Table)
	if err != nil {
		return err
	}
	if t == nil {
		return message.New(4701, nameText(s.Table))
	}
	if err := r.changing(t); err != nil {
		return err
	}
	t.restart()
	return r.plain()
}

// memTable finds a table the session can change, nil when there is none of that name.
func (r *runner) memTable(n syntax.Name) (*memTable, error) {
	rel, err := r.session.relation(r.module, n)
	if err != nil {
		if f, ok := asFailure(err); ok && f.msgs[0].Number == 208 {
			return nil, nil
		}
		return nil, err
	}
	t, ok := rel.(*memTable)
	if !ok {
		return nil, message.New(259)
	}
	return t, nil
}

// identityInsert is SET IDENTITY_INSERT t ON|OFF; one table of a session can have it on.
func (r *runner) identityInsert(s *syntax.SetOption) error {
	t, err := r.memTable(*s.Table)
	switch {
	case err != nil:
		return err
	case t == nil:
		return message.New(1088, nameText(*s.Table))
	case t.identity < 0:
		return message.New(8106, nameText(*s.Table))
	}
	o := &r.session.options
	key := strings.ToLower(t.name)
	if s.Value == "OFF" {
		if o.identityOn == key {
			o.identityOn = ""
		}
		return nil
	}
	if o.identityOn != "" && o.identityOn != key {
		return message.New(8107, "tempdb", "dbo", o.identityOn, t.name)
	}
	o.identityOn = key
	return nil
}

// selectInto is SELECT .. INTO: a new table of the query's columns.
func (r *runner) selectInto(s *syntax.QueryStmt, p *plan, x *execution) error {
	t := &memTable{name: p.into.Object.Text, identity: -1}
	for i, c := range p.cols {
		if c.Name == "" {
			return message.New(1038)
		}
		if t.column(c.Name) >= 0 {
			return message.New(2705, c.Name, t.name)
		}
		c.Type = notNull(c.Type)
		t.columns = append(t.columns, memColumn{Column: c, coll: p.origins[i].coll})
	}
	var rows [][]any
	if err := r.limited(p, x, func(row []any) error { rows = append(rows, row); return nil }); err != nil {
		return err
	}
	t.rows = rows
	if err := r.addTable(*p.into, t, "CREATE TABLE"); err != nil {
		return err
	}
	return r.done(int64(len(rows)))
}
