package instance

import "milink/internal/lab/value"

// nameFunctions turn names into ids and back. What the session may not see is NULL.
var nameFunctions = map[string]function{
	"db_id":              {0, 1, value.SmallIntT, nameType, (*reader).dbID},
	"db_name":            {0, 1, value.SysnameT, idType, (*reader).dbName},
	"object_id":          {1, 2, value.IntT, []value.Type{value.NVarCharN(4000), value.NVarCharN(2)}, (*reader).objectIDOf},
	"object_name":        {1, 2, value.SysnameT, []value.Type{value.IntT, value.IntT}, (*reader).objectName},
	"object_schema_name": {1, 2, value.SysnameT, []value.Type{value.IntT, value.IntT}, (*reader).objectSchema},
	"schema_id":          {0, 1, value.IntT, nameType, (*reader).schemaIDOf},
	"schema_name":        {0, 1, value.SysnameT, idType, (*reader).schemaName},
	"type_id":            {1, 1, value.IntT, nameType, (*reader).typeIDOf},
	"type_name":          {1, 1, value.SysnameT, idType, (*reader).typeName},
	"col_name":           {2, 2, value.SysnameT, []value.Type{value.IntT, value.IntT}, (*reader).columnName},
	"col_length":         {2, 2, value.SmallIntT, []value.Type{value.NVarCharN(4000), value.SysnameT}, (*reader).columnLength},
}

func (r *reader) dbID(args []any) (any, error) {
	if len(args) == 0 {
		return r.db.ID, nil
	}
	name, _ := textArg(args, 0)
	if d := r.s.database(name); d != nil && r.se.CanSeeDatabase(d) {
		return d.ID, nil
	}
	return nil, nil
}

func (r *reader) dbName(args []any) (any, error) {
	if len(args) == 0 {
		return r.db.Name, nil
	}
	id, _ := intArg(args, 0)
	if d := r.s.databaseByID(id); d != nil && r.se.CanSeeDatabase(d) {
		return d.Name, nil
	}
	return nil, nil
}

// inDatabase is a reader of another database, nil when the session cannot enter it.
func (r *reader) inDatabase(d *Database) *reader {
	if d == nil || r.se.enter(d) != nil {
		return nil
	}
	other := *r
	other.db = d
	return &other
}

// resolve finds an object by a name of up to three parts.
func (r *reader) resolve(name string) *catalogObject {
	parts := nameParts(name)
	switch len(parts) {
	case 1:
		return r.visible(r.findObject(parts[0]))
	case 2:
		return r.visible(r.findObject(schemaOr(parts[0]) + "." + parts[1]))
	case 3:
		in := r
		if parts[0] != "" {
			in = r.inDatabase(r.s.database(parts[0]))
		}
		if in != nil {
			return in.visible(in.findObject(schemaOr(parts[1]) + "." + parts[2]))
		}
	}
	return nil
}

func schemaOr(schema string) string {
	if schema == "" {
		return "dbo"
	}
	return schema
}

func (r *reader) visible(o *catalogObject) *catalogObject {
	if o == nil || !r.seesObject(o) {
		return nil
	}
	return o
}

// objectIDOf is OBJECT_ID; the second argument wants the object to be of that type.
func (r *reader) objectIDOf(args []any) (any, error) {
	name, ok := textArg(args, 0)
	if !ok {
		return nil, nil
	}
	o := r.resolve(name)
	if o == nil {
		return nil, nil
	}
	if kind, ok := textArg(args, 1); ok && kind != o.kind {
		return nil, nil
	}
	return o.id, nil
}

// byID finds an object by id in the current database or the one of the second argument.
func (r *reader) byID(args []any) *catalogObject {
	in := r
	if id, ok := intArg(args, 1); ok {
		in = r.inDatabase(r.s.databaseByID(id))
	}
	id, ok := intArg(args, 0)
	if in == nil || !ok {
		return nil
	}
	for _, o := range in.objects() {
		if o.id == id {
			return in.visible(o)
		}
	}
	return nil
}

func (r *reader) objectName(args []any) (any, error) {
	if o := r.byID(args); o != nil {
		return o.name, nil
	}
	return nil, nil
}

func (r *reader) objectSchema(args []any) (any, error) {
	if o := r.byID(args); o != nil {
		return o.schema, nil
	}
	return nil, nil
}

func (r *reader) schemaIDOf(args []any) (any, error) {
	name := "dbo"
	if len(args) > 0 {
		name, _ = textArg(args, 0)
	}
	if id := schemaID(name); id != 0 {
		return id, nil
	}
	return nil, nil
}

func (r *reader) schemaName(args []any) (any, error) {
	id := 1
	if len(args) > 0 {
		id, _ = intArg(args, 0)
	}
	for _, s := range schemaIDs {
		if s.id == id {
			return s.name, nil
		}
	}
	return nil, nil
}

func (r *reader) typeIDOf(args []any) (any, error) {
	name, _ := textArg(args, 0)
	parts := nameParts(name)
	name = parts[len(parts)-1]
	if equalUnder("", name, "sysname") {
		return sysnameID, nil
	}
	for _, t := range typeIDs {
		if equalUnder("", t.name, name) {
			return t.id, nil
		}
	}
	return nil, nil
}

func (r *reader) typeName(args []any) (any, error) {
	id, _ := intArg(args, 0)
	if id == sysnameID {
		return "sysname", nil
	}
	for _, t := range typeIDs {
		if t.id == id {
			return t.name, nil
		}
	}
	return nil, nil
}

func (r *reader) columnName(args []any) (any, error) {
	o := r.byID(args[:1])
	n, _ := intArg(args, 1)
	if o == nil {
		return nil, nil
	}
	if cols := o.columnsAt(r.major); n >= 1 && n <= len(cols) {
		return cols[n-1].name, nil
	}
	return nil, nil
}

// columnLength is COL_LENGTH: NULL for a column the version does not have, which makes it
// a way to ask.
func (r *reader) columnLength(args []any) (any, error) {
	table, _ := textArg(args, 0)
	name, _ := textArg(args, 1)
	o := r.resolve(table)
	if o == nil {
		return nil, nil
	}
	for _, c := range o.columnsAt(r.major) {
		if r.db.sameName(c.name, name) {
			return storedLength(c.typ), nil
		}
	}
	return nil, nil
}
