package engine

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// Objects are the user tables and procedures of one database. The instance keeps one per
// database and gives it out through ObjectStore; sessions share it.
type Objects struct {
	// Clock, where set, tells when objects are made.
	Clock  Clock
	mu     sync.Mutex
	tables map[string]*memTable
	procs  map[string]*userProcedure
	made   map[string]time.Time // by lower-case name
}

// NewObjects is a database without user objects.
func NewObjects() *Objects {
	return &Objects{tables: map[string]*memTable{}, procs: map[string]*userProcedure{}, made: map[string]time.Time{}}
}

// ObjectStore is implemented by a World whose databases can hold user tables and
// procedures. Without it every CREATE TABLE but that of a temp table is error 262.
type ObjectStore interface {
	// Objects are the objects of a database, empty for the current one. statement is the
	// statement that wants to change them (CREATE TABLE, DROP PROCEDURE ...) and empty for
	// one that reads: the error says who may not (262), or that the database is not there.
	Objects(database, statement string) (*Objects, error)
}

// ObjectGuard is implemented by an ObjectStore that knows who may use what.
type ObjectGuard interface {
	// MayUse is the error (229) of a session that holds none of the permissions on an object
	// of the schema dbo; database is empty for the current one.
	MayUse(database, object string, permissions ...string) error
}

// mayUse asks the guard, where there is one. What a procedure does is not asked: owner and
// owner are the same.
func (s *Session) mayUse(m *module, n syntax.Name, permissions ...string) error {
	guard, ok := s.world.(ObjectGuard)
	if !ok || m.proc != "" {
		return nil
	}
	return guard.MayUse(n.Database.Text, n.Object.Text, permissions...)
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
	objects, err := store.Objects(n.Database.Text, statement)
	if f, refused := asFailure(err); refused && f.msgs[0].Number == 262 && strings.HasPrefix(statement, "DROP ") {
		return nil, message.New(3701, "drop", strings.ToLower(strings.TrimPrefix(statement, "DROP ")), nameText(n))
	}
	return objects, err
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
	if o.tables[strings.ToLower(p.name)] != nil || !addTo(o.procs, p, replace) {
		return false
	}
	o.stamp(p.name)
	return true
}

// stamp notes when an object was made; one that is replaced keeps its day.
func (o *Objects) stamp(name string) {
	key := strings.ToLower(name)
	if _, old := o.made[key]; o.Clock != nil && !old {
		o.made[key] = o.Clock.Now()
	}
}

func (o *Objects) dropProcedure(name string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.made, strings.ToLower(name))
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
	if o.tables[key] != nil || o.procs[key] != nil {
		return false
	}
	o.tables[key] = t
	o.stamp(t.name)
	return true
}

func (o *Objects) dropTable(name string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := strings.ToLower(name)
	_, ok := o.tables[key]
	delete(o.tables, key)
	delete(o.made, key)
	return ok
}

// callUserIn calls a user's procedure in the database it lives in: what its statements name
// is looked for there, and the caller's database is the current one again afterwards.
func (r *runner) callUserIn(database string, p *userProcedure, args []*argument) (int64, error) {
	world := r.session.world
	from := world.Database()
	if database == "" || sameName(database, from) {
		return r.callUser(p, args)
	}
	if err := world.Use(database); err != nil {
		return 0, err
	}
	status, err := r.callUser(p, args)
	return status, errors.Join(err, world.Use(from))
}

// UserObject is a user table or procedure as catalog views show it.
type UserObject struct {
	Name      string
	Made      time.Time
	Procedure bool
	Columns   []UserColumn // of a table
}

// UserColumn is a column of a user table.
type UserColumn struct {
	Column
	Identity, Computed bool
}

// List shows the objects by name.
func (o *Objects) List() []UserObject {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []UserObject
	for key, t := range o.tables {
		u := UserObject{Name: t.name, Made: o.made[key]}
		for i, c := range t.columns {
			u.Columns = append(u.Columns, UserColumn{c.Column, i == t.identity, c.computed != nil})
		}
		out = append(out, u)
	}
	for key, p := range o.procs {
		out = append(out, UserObject{Name: p.name, Made: o.made[key], Procedure: true})
	}
	slices.SortFunc(out, func(a, b UserObject) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return out
}

// relation resolves a table name: temp tables are the session's, everything else is the
// instance's first, so that it can refuse a database, then the user's.
//
// modelled: whoever may SELECT, INSERT, UPDATE or DELETE in a user table may do all of it.
func (s *Session) relation(m *module, n syntax.Name) (Relation, error) {
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
				return t, s.mayUse(m, n, "SELECT", "INSERT", "UPDATE", "DELETE")
			}
		}
	}
	return nil, err
}
