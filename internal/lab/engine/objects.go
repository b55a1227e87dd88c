package engine

import (
	"strings"
	"sync"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// Objects are the user tables and procedures of one database. The instance keeps one per
// database and gives it out through ObjectStore; sessions share it.
type Objects struct {
	mu     sync.Mutex
	tables map[string]*memTable
	procs  map[string]*userProcedure
}

// NewObjects is a database without user objects.
func NewObjects() *Objects {
	return &Objects{tables: map[string]*memTable{}, procs: map[string]*userProcedure{}}
}

// ObjectStore is implemented by a World whose databases can hold user tables and
// procedures. Without it every CREATE TABLE but that of a temp table is error 262.
type ObjectStore interface {
	// Objects are the objects of a database, empty for the current one. statement is the
	// statement that wants to change them (CREATE TABLE, DROP PROCEDURE ...) and empty for
	// one that reads: the error says who may not (262), or that the database is not there.
	Objects(database, statement string) (*Objects, error)
}

// objects is the store that a name belongs to, for reading; nil when the instance has none.
func (s *Session) objects(n syntax.Name) (*Objects, error) {
	store, ok := s.world.(ObjectStore)
	if !ok || !dboOnly(n) {
		return nil, nil
	}
	return store.Objects(n.Database.Text, "")
}

// dboOnly says that user objects live in the schema dbo.
//
// modelled: there is no other schema in the lab's user databases.
func dboOnly(n syntax.Name) bool {
	return n.Server.Text == "" && (n.Schema.Text == "" || sameName(n.Schema.Text, "dbo"))
}

// changeable is the store that a statement wants to change.
func (s *Session) changeable(n syntax.Name, statement string) (*Objects, error) {
	store, ok := s.world.(ObjectStore)
	if !ok {
		return nil, message.New(262, statement, s.databaseOf(n))
	}
	if !dboOnly(n) {
		return nil, message.New(2760, n.Schema.Text)
	}
	return store.Objects(n.Database.Text, statement)
}

func (s *Session) databaseOf(n syntax.Name) string {
	if n.Database.Text != "" {
		return n.Database.Text
	}
	return s.world.Database()
}

// isTemp tells #t from other names.
func isTemp(n syntax.Name) bool { return strings.HasPrefix(n.Object.Text, "#") }

// proceduresOf is where a procedure of that name lives.
func (s *Session) proceduresOf(n syntax.Name, statement string) (procedureHome, error) {
	if isTemp(n) {
		return tempProcedures(s.tempProcs), nil
	}
	return s.changeable(n, statement)
}

// procedureHome keeps procedures: the session its temp ones, a database the others.
type procedureHome interface {
	addProcedure(p *userProcedure, replace bool) bool
	dropProcedure(name string) bool
}

type tempProcedures map[string]*userProcedure

func (t tempProcedures) addProcedure(p *userProcedure, replace bool) bool {
	return addTo(t, p, replace)
}

func (t tempProcedures) dropProcedure(name string) bool { return dropFrom(t, name) }

func addTo(m map[string]*userProcedure, p *userProcedure, replace bool) bool {
	key := strings.ToLower(p.name)
	if _, ok := m[key]; ok && !replace {
		return false
	}
	m[key] = p
	return true
}

func dropFrom(m map[string]*userProcedure, name string) bool {
	key := strings.ToLower(name)
	_, ok := m[key]
	delete(m, key)
	return ok
}

func (o *Objects) addProcedure(p *userProcedure, replace bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return addTo(o.procs, p, replace)
}

func (o *Objects) dropProcedure(name string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return dropFrom(o.procs, name)
}

func (o *Objects) procedure(name string) *userProcedure {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.procs[strings.ToLower(name)]
}

func (o *Objects) table(name string) *memTable {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tables[strings.ToLower(name)]
}

// addTable adds a table; false when the name is taken.
func (o *Objects) addTable(t *memTable) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := strings.ToLower(t.name)
	if o.tables[key] != nil {
		return false
	}
	o.tables[key] = t
	return true
}

func (o *Objects) dropTable(name string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := strings.ToLower(name)
	_, ok := o.tables[key]
	delete(o.tables, key)
	return ok
}

// TableNames are the names of the user tables with their columns, for the instance's
// catalog views, in no promised order.
func (o *Objects) TableNames() map[string][]Column {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := make(map[string][]Column, len(o.tables))
	for _, t := range o.tables {
		out[t.name] = t.Columns()
	}
	return out
}

// relation resolves a table name: temp tables are the session's, everything else is the
// instance's first, so that it can refuse a database, then the user's.
func (s *Session) relation(_ *module, n syntax.Name) (Relation, error) {
	if isTemp(n) {
		if t := s.temps[strings.ToLower(n.Object.Text)]; t != nil {
			return t, nil
		}
		return nil, message.New(208, nameText(n))
	}
	rel, err := s.world.Relation(n)
	if err == nil {
		return rel, nil
	}
	if f, ok := asFailure(err); ok && f.msgs[0].Number == 208 {
		if store, storeErr := s.objects(n); storeErr == nil && store != nil {
			if t := store.table(n.Object.Text); t != nil {
				return t, nil
			}
		}
	}
	return nil, err
}
