package engine

import "strings"

// module is one scope of execution: a batch, a procedure, or dynamic SQL. Variables live
// in it; temp tables made in it go with it.
type module struct {
	session *Session
	caller  *module
	proc    string // procedure name for messages, empty in a batch
	level   int    // @@NESTLEVEL
	vars    map[string]*variable
	tables  map[string]*memTable // table variables
	created []string             // temp tables to drop at the end
	cursors map[string]*cursor   // LOCAL cursors
	// returns says that RETURN may carry a value (procedures only).
	returns  bool
	status   int64
	identity *int64 // SCOPE_IDENTITY()
}

func newModule(s *Session, caller *module) *module {
	m := &module{session: s, caller: caller, vars: map[string]*variable{}, tables: map[string]*memTable{}, cursors: map[string]*cursor{}}
	if caller != nil {
		m.level = caller.level + 1
	}
	return m
}

// keeps says whether the scope's temp tables outlive it: a batch sent by the client leaves
// them to the session, everything deeper drops them.
func (m *module) keeps() bool { return m.caller == nil }

// drop removes what was made in the scope.
func (m *module) drop() {
	if m.keeps() {
		return
	}
	for _, name := range m.created {
		delete(m.session.temps, name)
	}
}

// declare adds a scalar variable; false when the name is taken.
func (m *module) declare(name string, v *variable) bool {
	key := strings.ToLower(name)
	if m.taken(key) {
		return false
	}
	m.vars[key] = v
	return true
}

func (m *module) declareTable(name string, t *memTable) bool {
	key := strings.ToLower(name)
	if m.taken(key) {
		return false
	}
	m.tables[key] = t
	return true
}

func (m *module) taken(key string) bool {
	return m.vars[key] != nil || m.tables[key] != nil
}
