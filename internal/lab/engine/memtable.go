package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// memTable is a temp table, a table variable or a user table. Its rows are never changed
// in place: a statement puts new ones, so that whoever reads keeps what it saw.
type memTable struct {
	name     string
	variable bool
	columns  []memColumn
	keys     []uniqueKey
	checks   []check

	// changes is held from reading the rows to replacing them, so that two sessions do not
	// lose each other's.
	changes  sync.Mutex
	mu       sync.Mutex
	rows     [][]any
	next     int64 // next identity value
	identity int   // column, -1 for none
}

// memColumn is one column with what INSERT must know of it.
type memColumn struct {
	Column
	coll     *value.Collation
	deflt    *scalar
	computed *scalar // over the table's own columns
	step     int64   // of the identity column
	seed     int64
}

// uniqueKey is a PRIMARY KEY or UNIQUE constraint.
type uniqueKey struct {
	primary bool
	columns []int
}

// check is a CHECK constraint.
type check struct {
	holds condition
	line  int
}

// Columns implements Relation.
func (t *memTable) Columns() []Column {
	out := make([]Column, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.Column
	}
	return out
}

// Rows implements Relation.
func (t *memTable) Rows(context.Context) ([][]any, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rows, nil
}

// replace puts new rows.
func (t *memTable) replace(rows [][]any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = rows
}

// snapshot is how to go back to the rows of now.
func (t *memTable) snapshot() func() {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := t.rows[:len(t.rows):len(t.rows)]
	return func() { t.replace(rows) }
}

// restart empties the table and its identity counter.
func (t *memTable) restart() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = nil
	if t.identity >= 0 {
		t.next = t.columns[t.identity].seed
	}
}

// fullName is the table as constraint messages name it.
func (t *memTable) fullName(db string) string {
	switch {
	case t.variable:
		return t.name
	case strings.HasPrefix(t.name, "#"):
		return "tempdb.dbo." + t.name
	}
	return db + ".dbo." + t.name
}

// nextIdentity hands the next identity value out.
func (t *memTable) nextIdentity() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.next
	t.next += t.columns[t.identity].step
	return n
}

// sawIdentity moves the counter past a value that was inserted explicitly.
func (t *memTable) sawIdentity(n int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if step := t.columns[t.identity].step; step > 0 && n >= t.next || step < 0 && n <= t.next {
		t.next = n + step
	}
}

// column finds a column by name, -1 when there is none.
func (t *memTable) column(name string) int {
	for i, c := range t.columns {
		if sameName(c.Name, name) {
			return i
		}
	}
	return -1
}

// fit brings a row's values to the types of the columns and checks NULLs. verb is INSERT or
// UPDATE.
func (t *memTable) fit(x *execution, row []any, from []value.Type, verb string) error {
	for i := range t.columns {
		c := &t.columns[i]
		if row[i] == nil {
			if !c.Nullable {
				return message.New(515, c.Name, t.fullName(x.session.world.Database()), verb)
			}
			continue
		}
		v, err := value.Store(row[i], from[i], c.Type)
		if err != nil {
			return t.truncation(x, err, c, row[i])
		}
		row[i] = v
	}
	return nil
}

// truncation names table, column and value from 2019 on (2628 instead of 8152).
func (t *memTable) truncation(x *execution, err error, c *memColumn, v any) error {
	f, ok := asFailure(err)
	version := x.session.world.Version()
	if !ok || f.msgs[0].Number != 8152 || version < 15 && version != managedVersion {
		return err
	}
	text, _ := v.(string)
	if c.Type.Length > 0 && len([]rune(text)) > c.Type.Length {
		text = string([]rune(text)[:c.Type.Length])
	}
	return message.New(2628, t.fullName(x.session.world.Database()), c.Name, text)
}

// managedVersion is the major version a managed instance reports.
const managedVersion = 12

// verify checks constraints over the rows as they would be.
func (t *memTable) verify(x *execution, rows [][]any, changed [][]any, verb string) error {
	for _, row := range changed {
		if err := t.verifyChecks(x, row, verb); err != nil {
			return err
		}
	}
	for i := range t.keys {
		if err := t.verifyKey(x, &t.keys[i], rows, i); err != nil {
			return err
		}
	}
	return nil
}

func (t *memTable) verifyChecks(x *execution, row []any, verb string) error {
	for i, c := range t.checks {
		ok, err := c.holds(&frame{x: x, row: row})
		if err != nil {
			return err
		}
		if ok == no {
			db := x.session.world.Database()
			return message.New(547, verb, "CHECK", t.constraintName("CK", i), db, t.fullName(db), "", "", "")
		}
	}
	return nil
}

func (t *memTable) verifyKey(x *execution, k *uniqueKey, rows [][]any, at int) error {
	seen := make(map[string]bool, len(rows))
	for _, row := range rows {
		var text keyText
		for _, c := range k.columns {
			text.add(row[c], t.columns[c].Type, collationOf(&frame{x: x}, t.columns[c].coll))
		}
		key := text.String()
		if seen[key] {
			return t.duplicate(k, row, at)
		}
		seen[key] = true
	}
	return nil
}

func (t *memTable) duplicate(k *uniqueKey, row []any, at int) error {
	kind, prefix := "UNIQUE KEY", "UQ"
	if k.primary {
		kind, prefix = "PRIMARY KEY", "PK"
	}
	parts := make([]string, len(k.columns))
	for i, c := range k.columns {
		parts[i] = printed(row[c], t.columns[c].Type)
	}
	return message.New(2627, kind, t.constraintName(prefix, at), "dbo."+t.name, "("+strings.Join(parts, ", ")+")")
}

// constraintName is a name like the ones SQL Server makes for constraints without one.
//
// modelled: the digits there come from an object id.
func (t *memTable) constraintName(prefix string, at int) string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, t.name, prefix, at)
	name := t.name
	if len(name) > 8 {
		name = name[:8]
	}
	return fmt.Sprintf("%s__%s__%016X", prefix, name, h.Sum64())
}

// printed is a value as messages show it.
func printed(v any, t value.Type) string {
	if v == nil {
		return "<NULL>"
	}
	text, err := value.Convert(v, t, value.NVarCharN(4000), value.NoStyle)
	if err != nil {
		return "?"
	}
	return text.(string)
}
