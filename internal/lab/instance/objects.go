package instance

import (
	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// Objects implements engine.ObjectStore: every database holds tables and procedures of its
// users. CREATE needs the permission of its name (262) and the right to change the schema
// dbo (2760), DROP the latter alone.
//
// modelled: the permission to drop a single object by CONTROL on it is not looked at.
func (se *Session) Objects(database, statement string) (*engine.Objects, error) {
	se.server.mu.Lock()
	defer se.server.mu.Unlock()
	d, err := se.userDatabase(database)
	if err != nil {
		return nil, err
	}
	if err := se.mayDefine(d, statement); err != nil {
		return nil, err
	}
	if d.Objects == nil {
		d.Objects = engine.NewObjects()
		d.Objects.Clock = se.server.clock
	}
	return d.Objects, nil
}

// userDatabase is the database of a name, empty for the current one: 2702 for one that is
// not there, else what keeps the session out.
func (se *Session) userDatabase(name string) (*Database, error) {
	if name == "" {
		name = se.database
	}
	d := se.server.database(name)
	if d == nil {
		return nil, message.New(2702, name)
	}
	return d, se.enter(d)
}

// mayDefine tells who may not carry out a CREATE or DROP; an empty statement only reads.
func (se *Session) mayDefine(d *Database, statement string) error {
	create := statement == "CREATE TABLE" || statement == "CREATE PROCEDURE"
	schema := se.hasInside(d, "SCHEMA", "dbo", "ALTER", "ALTER ANY SCHEMA")
	switch {
	case statement == "":
		return nil
	case create && !se.HasDatabase(d, statement), !create && !schema:
		return message.New(262, statement, d.Name)
	case !schema:
		return message.New(2760, "dbo")
	case updateability(se.reader(d), d) == "READ_ONLY":
		return message.New(3906, d.Name)
	}
	return nil
}

// MayUse implements engine.ObjectGuard.
func (se *Session) MayUse(database, object string, permissions ...string) error {
	se.server.mu.RLock()
	defer se.server.mu.RUnlock()
	d, err := se.userDatabase(database)
	if err != nil {
		return err
	}
	for _, p := range permissions {
		if se.HasObject(d, "dbo."+object, p) {
			return nil
		}
	}
	return message.New(229, permissions[0], object, d.Name, "dbo")
}

// userObjects are the tables and procedures of the database's users, for the catalog.
func (d *Database) userObjects() []*catalogObject {
	if d.Objects == nil {
		return nil
	}
	var all []*catalogObject
	for _, u := range d.Objects.List() {
		o := &catalogObject{id: objectID("dbo."+u.Name, false), schema: "dbo", name: u.Name, kind: "U", made: u.Made, columns: u.Columns}
		if u.Procedure {
			o.kind = "P"
		}
		all = append(all, o)
	}
	return all
}

// columnsAt are the columns of a view or table on a version, none for what has none.
func (o *catalogObject) columnsAt(major int) []viewColumn {
	if o.view != nil {
		return o.view.at(major)
	}
	var list []viewColumn
	for _, c := range o.columns {
		list = append(list, viewColumn{name: c.Name, typ: c.Type, nullable: c.Nullable})
	}
	return list
}
