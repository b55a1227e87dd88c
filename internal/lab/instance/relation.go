package instance

import (
	"context"
	"strings"
	"sync"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// catalog is every view and table-valued function the lab knows, of all versions. A server
// carries it, so that the views about views do not refer to themselves.
type catalog struct {
	views      []*view
	byName     map[string]*view // by lower-case name
	functions  []*tableFunction
	procedures map[string]procedure
}

// wholeCatalog collects what the view_, dmv_ and func_ files declare.
var wholeCatalog = sync.OnceValue(func() *catalog {
	c := &catalog{byName: map[string]*view{}, functions: tableFunctions, procedures: procedures}
	for _, group := range [][]*view{
		databaseViews, fileViews, keyViews, endpointViews, groupViews, principalViews,
		objectViews, typeViews, configurationViews, seedingViews, replicaViews, clusterViews,
		serviceViews, hostViews, sessionViews, encryptionViews, lockViews,
		backupViews, jobViews,
	} {
		c.views = append(c.views, group...)
	}
	for _, v := range c.views {
		c.byName[strings.ToLower(v.name)] = v
	}
	return c
})

// Relation resolves a catalog view, DMV or msdb table.
func (se *Session) Relation(name syntax.Name) (engine.Relation, error) {
	s := se.server
	s.mu.RLock()
	defer s.mu.RUnlock()
	written := writtenName(name)
	if name.Server.Text != "" && !s.sameName(name.Server.Text, s.Identity.ServerName) {
		return nil, message.New(7202, name.Server.Text)
	}
	d, err := se.named(name.Database.Text, written)
	if err != nil {
		return nil, err
	}
	v := s.findView(d, name.Schema.Text, name.Object.Text)
	if v == nil {
		return nil, message.New(208, written)
	}
	return &viewRelation{view: v, session: se, database: d.Name}, nil
}

// writtenName is a name as 208 repeats it.
func writtenName(name syntax.Name) string {
	var parts []string
	for _, p := range []syntax.Ident{name.Server, name.Database, name.Schema} {
		if p.Text != "" || len(parts) > 0 {
			parts = append(parts, p.Text)
		}
	}
	return strings.Join(append(parts, name.Object.Text), ".")
}

// named is the database of a three-part name, or the current one: 208 when it does not
// exist (the page of 208 counts that among its causes; 911 belongs to USE and BACKUP),
// else what keeps the session out of it.
func (se *Session) named(name, written string) (*Database, error) {
	if name == "" {
		name = se.database
	}
	d := se.server.database(name)
	if d == nil {
		return nil, message.New(208, written)
	}
	if d.ID <= 2 {
		return d, nil
	}
	if err := se.enter(d); err != nil {
		return nil, err
	}
	return d, nil
}

// findView finds a view by schema and name under the rules of the database's collation:
// an empty schema is dbo, which only msdb's tables are in.
func (s *Server) findView(d *Database, schema, object string) *view {
	if schema == "" {
		schema = "dbo"
	}
	v := s.catalog.byName[strings.ToLower(schema+"."+object)]
	if v == nil || !v.exists(s) || !d.sameName(v.name, schema+"."+object) {
		return nil
	}
	if v.msdb && d.ID != 4 {
		return nil
	}
	return v
}

// viewRelation is a view as the engine reads it.
type viewRelation struct {
	view     *view
	session  *Session
	database string
}

// Columns are those of the instance's version.
func (r *viewRelation) Columns() []engine.Column {
	return engineColumns(r.view.at(r.session.server.major()))
}

// Rows checks the permission of a DMV or table and builds the rows the session may see.
func (r *viewRelation) Rows(ctx context.Context) ([][]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := r.session.server
	s.mu.RLock()
	defer s.mu.RUnlock()
	d := s.database(r.database)
	if d == nil {
		return nil, message.New(208, r.view.name)
	}
	if err := r.session.mayRead(r.view, d); err != nil {
		return nil, err
	}
	cols := r.view.at(s.major())
	var out [][]any
	for _, row := range r.view.rows(r.session.reader(d)) {
		out = append(out, row.render(cols))
	}
	return out, nil
}

// reader is a view's access to the world; the server's lock is held.
func (se *Session) reader(d *Database) *reader {
	return &reader{se: se, s: se.server, db: d, major: se.server.major(), now: se.server.clock.Now()}
}

// mayRead is what a view answers to a session without the right to read it.
func (se *Session) mayRead(v *view, d *Database) error {
	if v.msdb && !se.HasObject(d, v.name, "SELECT") {
		return message.New(229, "SELECT", v.object(), d.Name, v.schema())
	}
	return se.mayReadState(v.state)
}

// mayReadState is the pair of messages a DMV without its permission gives: 300 names the
// permission, 297 follows (facts/tsql.md E4).
func (se *Session) mayReadState(kind stateKind) error {
	if kind == noState {
		return nil
	}
	permission := se.server.statePermission(kind)
	if se.HasServer(permission) {
		return nil
	}
	return message.Errors{message.New(300, permission, "server", "master"), message.New(297)}
}
