package instance

import (
	"hash/crc32"
	"slices"
	"strings"
	"sync"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// catalogObject is a row of sys.all_objects.
type catalogObject struct {
	id     int
	schema string
	name   string
	kind   string // type: V view, U table, P procedure, X extended procedure, IF function
	system bool   // lives in the sys schema of every database
	view   *view  // of a view or table of the lab
	// Of what users made: when, and a table's columns.
	made    time.Time
	columns []engine.UserColumn
}

// created is the object's day: that of the installation for what came with it.
func (o *catalogObject) created() time.Time {
	if o.made.IsZero() {
		return installed
	}
	return o.made
}

// objectKinds are the descriptions of sys.all_objects.type.
var objectKinds = map[string]string{
	"V": "VIEW", "U": "USER_TABLE", "P": "SQL_STORED_PROCEDURE", "X": "EXTENDED_STORED_PROCEDURE",
	"IF": "SQL_INLINE_TABLE_VALUED_FUNCTION", "TF": "SQL_TABLE_VALUED_FUNCTION",
}

// schemaIDs are the schemas every database has.
var schemaIDs = []struct {
	name string
	id   int
}{
	{"dbo", 1}, {"guest", 2}, {"INFORMATION_SCHEMA", 3}, {"sys", 4},
	{"db_owner", 16384}, {"db_accessadmin", 16385}, {"db_securityadmin", 16386}, {"db_ddladmin", 16387},
	{"db_backupoperator", 16389}, {"db_datareader", 16390}, {"db_datawriter", 16391},
	{"db_denydatareader", 16392}, {"db_denydatawriter", 16393},
}

func schemaID(name string) int {
	for _, s := range schemaIDs {
		if strings.EqualFold(s.name, name) {
			return s.id
		}
	}
	return 0
}

const objectColumns = `
	name sysname
	object_id int
	principal_id int?
	schema_id int
	parent_object_id int =0
	type char(2)
	type_desc nvarchar(60)?
	create_date datetime
	modify_date datetime
	is_ms_shipped bit =1
	is_published bit =0
	is_schema_published bit =0`

const columnColumns = `
	object_id int
	name sysname?
	column_id int
	system_type_id tinyint
	user_type_id int
	max_length smallint
	precision tinyint
	scale tinyint
	collation_name sysname?
	is_nullable bit?
	is_ansi_padded bit =1
	is_rowguidcol bit =0
	is_identity bit =0
	is_computed bit? =0
	is_filestream bit =0
	is_replicated bit? =0
	is_non_sql_subscribed bit? =0
	is_merge_published bit? =0
	is_dts_replicated bit? =0
	is_xml_document bit =0
	xml_collection_id int =0
	default_object_id int =0
	rule_object_id int =0
	is_sparse bit? =0
	is_column_set bit? =0
	generated_always_type tinyint? =0 @13
	generated_always_type_desc nvarchar(60)? =NOT_APPLICABLE @13
	encryption_type int? @13
	encryption_type_desc nvarchar(64)? @13
	encryption_algorithm_name sysname? @13
	column_encryption_key_id int? @13
	column_encryption_key_database_name sysname? @13
	is_hidden bit? =0 @13
	is_masked bit? =0 @13
	graph_type int? @14
	graph_type_desc nvarchar(60)? @14`

// onlyOurs is what is modelled about the lists of objects.
const onlyOurs = "the views, functions and procedures of the lab and what users made, no others"

const tableColumns = objectColumns + `
	lob_data_space_id int =0
	filestream_data_space_id int?
	max_column_id_used int
	lock_on_bulk_load bit =0
	uses_ansi_nulls bit? =1
	is_replicated bit? =0
	has_replication_filter bit? =0
	is_merge_published bit? =0
	is_sync_tran_subscribed bit? =0
	has_unchecked_assembly_data bit =0
	text_in_row_limit int? =0
	large_value_types_out_of_row bit? =0
	is_tracked_by_cdc bit? =0
	lock_escalation tinyint? =0
	lock_escalation_desc nvarchar(60)? =TABLE
	is_filetable bit? =0
	is_memory_optimized bit? =0
	durability tinyint? =0
	durability_desc nvarchar(60)? =SCHEMA_AND_DATA
	temporal_type tinyint? =0 @13
	temporal_type_desc nvarchar(60)? =NON_TEMPORAL_TABLE @13
	history_table_id int? @13
	is_remote_data_archive_enabled bit? =0 @13
	is_external bit =0 @13
	history_retention_period int? @14
	history_retention_period_unit int? @14
	history_retention_period_unit_desc nvarchar(10)? @14
	is_node bit? =0 @14
	is_edge bit? =0 @14`

const procedureColumns = objectColumns + `
	is_auto_executed bit =0
	is_execution_replicated bit? =0
	is_repl_serializable_only bit? =0
	skips_repl_constraints bit? =0`

// objectViews are the objects, columns, types and schemas of a database, and the servers.
//
// modelled: which objects there are: the views and procedures of the lab and what users
// made, no others. An object made again has the id of the one before.
var objectViews = []*view{
	{name: "sys.all_objects", columns: columns(objectColumns), modelled: onlyOurs, rows: func(r *reader) []row {
		return r.objectRows(func(o *catalogObject) bool { return true })
	}},
	{name: "sys.system_objects", columns: columns(objectColumns), modelled: onlyOurs, rows: func(r *reader) []row {
		return r.objectRows(func(o *catalogObject) bool { return o.system })
	}},
	{name: "sys.objects", columns: columns(objectColumns), modelled: onlyOurs, rows: func(r *reader) []row {
		return r.objectRows(func(o *catalogObject) bool { return !o.system })
	}},
	{name: "sys.tables", columns: columns(tableColumns), fromMemory: true, modelled: "columns after those of 2017 are left out", rows: (*reader).tableRows},
	{name: "sys.procedures", columns: columns(procedureColumns), fromMemory: true, rows: func(r *reader) []row {
		return r.objectRows(func(o *catalogObject) bool { return !o.system && o.kind == "P" })
	}},
	{name: "sys.all_columns", columns: columns(columnColumns), fromMemory: true, rows: func(r *reader) []row {
		return r.columnRows(func(o *catalogObject) bool { return true })
	}},
	{name: "sys.system_columns", columns: columns(columnColumns), fromMemory: true, rows: func(r *reader) []row {
		return r.columnRows(func(o *catalogObject) bool { return o.system })
	}},
	{name: "sys.columns", columns: columns(columnColumns), fromMemory: true, rows: func(r *reader) []row {
		return r.columnRows(func(o *catalogObject) bool { return !o.system })
	}},
	{
		name:       "sys.schemas",
		fromMemory: true,
		columns:    columns("name sysname\nschema_id int\nprincipal_id int?"),
		rows: func(r *reader) []row {
			var rows []row
			for _, s := range schemaIDs {
				rows = append(rows, row{"name": s.name, "schema_id": s.id, "principal_id": s.id})
			}
			return rows
		},
	},
	{
		name:       "sys.messages",
		fromMemory: true,
		columns: columns(`
			message_id int
			language_id smallint =1033
			severity tinyint?
			is_event_logged bit =0
			text nvarchar(2048)`),
		rows: func(r *reader) []row {
			var rows []row
			for _, n := range message.Numbers() {
				m := message.New(n, "%ls", "%ls", "%ls", "%ls", "%ls", "%ls", "%ls", "%ls", "%ls", "%ls")
				rows = append(rows, row{"message_id": int(n), "severity": int(m.Class), "text": m.Text})
			}
			return rows
		},
		modelled: "the messages the lab can send, with the class it sends them with; all inserts read %ls",
	},
	{
		name:       "sys.servers",
		fromMemory: true,
		columns: columns(`
			server_id int
			name sysname
			product sysname
			provider sysname
			data_source nvarchar(4000)?
			location nvarchar(4000)?
			provider_string nvarchar(4000)?
			catalog sysname?
			connect_timeout int? =0
			query_timeout int? =0
			is_linked bit =0
			is_remote_login_enabled bit =1
			is_rpc_out_enabled bit =1
			is_data_access_enabled bit =0
			is_collation_compatible bit =0
			uses_remote_collation bit =1
			collation_name sysname?
			lazy_schema_validation bit =0
			is_system bit =0
			is_publisher bit =0
			is_subscriber bit? =0
			is_distributor bit? =0
			is_nonsql_subscriber bit? =0
			is_remote_proc_transaction_promotion_enabled bit? =0
			modify_date datetime
			is_rda_server bit? =0 @13`),
		rows: func(r *reader) []row {
			if r.s.Identity.ServerName == "" {
				return nil
			}
			return []row{{"server_id": 0, "name": r.s.Identity.ServerName, "product": "SQL Server", "provider": "SQLNCLI",
				"data_source": r.s.Identity.ServerName, "modify_date": installed}}
		},
	},
	{
		name:       "INFORMATION_SCHEMA.TABLES",
		fromMemory: true,
		columns:    columns("TABLE_CATALOG nvarchar(128)?\nTABLE_SCHEMA nvarchar(128)?\nTABLE_NAME sysname\nTABLE_TYPE varchar(10)?"),
		rows: func(r *reader) []row {
			var rows []row
			for _, o := range r.objects() {
				if !o.system && o.kind == "U" && r.seesObject(o) {
					rows = append(rows, row{"TABLE_CATALOG": r.db.Name, "TABLE_SCHEMA": o.schema, "TABLE_NAME": o.name, "TABLE_TYPE": "BASE TABLE"})
				}
			}
			return rows
		},
	},
}

// objectID derives an object's id from its name: system objects have negative ones.
func objectID(name string, system bool) int {
	id := int(crc32.ChecksumIEEE([]byte(strings.ToLower(name)))%900000000) + 100000000
	if system {
		return -id
	}
	return id
}

// builtObjects are the objects of one kind of database on one version.
var builtObjects sync.Map

type objectKey struct {
	major         int
	link, managed bool
	msdb          bool
}

// objects lists the objects of the database, by schema and name.
func (r *reader) objects() []*catalogObject {
	all, users := r.ownObjects(), r.db.userObjects()
	if len(users) == 0 {
		return all
	}
	all = append(slices.Clone(all), users...)
	sortObjects(all)
	return all
}

// ownObjects are the objects that come with the server.
func (r *reader) ownObjects() []*catalogObject {
	key := objectKey{r.major, r.s.Identity.HasConnectPack, r.s.Identity.ManagedAzure, r.db.ID == 4}
	if built, ok := builtObjects.Load(key); ok {
		return built.([]*catalogObject)
	}
	all := r.s.buildObjects(key.msdb)
	builtObjects.Store(key, all)
	return all
}

func sortObjects(all []*catalogObject) {
	slices.SortFunc(all, func(a, b *catalogObject) int {
		return strings.Compare(a.schema+"."+a.name, b.schema+"."+b.name)
	})
}

func (s *Server) buildObjects(msdb bool) []*catalogObject {
	var all []*catalogObject
	add := func(schema, name, kind string, system bool, v *view) {
		all = append(all, &catalogObject{id: objectID(schema+"."+name, system), schema: schema, name: name, kind: kind, system: system, view: v})
	}
	for _, v := range s.catalog.views {
		switch {
		case !v.exists(s):
		case !v.msdb:
			add(v.schema(), v.object(), "V", true, v)
		case msdb:
			add(v.schema(), v.object(), "U", false, v)
		}
	}
	for _, p := range s.catalog.procedures {
		switch {
		case p.exists != nil && !p.exists(s):
		case !p.msdb:
			add("sys", p.name, procedureKind(p.name), true, nil)
		case msdb:
			add("dbo", p.name, "P", false, nil)
		}
	}
	add("sys", "sp_executesql", "X", true, nil) // the engine's own
	for _, f := range s.catalog.functions {
		add("sys", f.name, "IF", true, nil)
	}
	sortObjects(all)
	return all
}

// procedureKind is X for an extended procedure, which its name tells.
func procedureKind(name string) string {
	if strings.HasPrefix(name, "xp_") {
		return "X"
	}
	return "P"
}

// seesObject tells whether an object shows: system objects to everybody, tables to those
// with a permission on them.
func (r *reader) seesObject(o *catalogObject) bool {
	if o.system {
		return true
	}
	name := o.schema + "." + o.name
	return r.se.HasObject(r.db, name, "SELECT") || r.se.HasObject(r.db, name, "EXECUTE") || r.se.HasObject(r.db, name, "VIEW DEFINITION")
}

// findObject finds an object by schema.name; without a schema, or with dbo, a system
// procedure is found too, as sp_help is from everywhere.
func (r *reader) findObject(name string) *catalogObject {
	schema, object, qualified := strings.Cut(name, ".")
	if !qualified {
		schema, object = "dbo", name
	}
	for _, o := range r.objects() {
		loose := strings.EqualFold(schema, "dbo") && o.system && (o.kind == "P" || o.kind == "X")
		if r.db.sameName(o.name, object) && (loose || r.db.sameName(o.schema, schema)) {
			return o
		}
	}
	return nil
}

func (r *reader) objectRows(wanted func(*catalogObject) bool) []row {
	var rows []row
	for _, o := range r.objects() {
		if wanted(o) && r.seesObject(o) {
			rows = append(rows, objectRow(o))
		}
	}
	return rows
}

func objectRow(o *catalogObject) row {
	return row{"name": o.name, "object_id": o.id, "schema_id": schemaID(o.schema), "type": o.kind,
		"type_desc": objectKinds[o.kind], "create_date": o.created(), "modify_date": o.created(), "is_ms_shipped": o.made.IsZero()}
}

// tableRows are the user tables with the highest number a column of theirs has.
func (r *reader) tableRows() []row {
	var rows []row
	for _, o := range r.objects() {
		if o.kind == "U" && r.seesObject(o) {
			out := objectRow(o)
			out["max_column_id_used"] = len(o.columnsAt(r.major))
			rows = append(rows, out)
		}
	}
	return rows
}

func (r *reader) columnRows(wanted func(*catalogObject) bool) []row {
	var rows []row
	for _, o := range r.objects() {
		if !wanted(o) || !r.seesObject(o) {
			continue
		}
		for i, c := range o.columnsAt(r.major) {
			out := r.columnRow(o, c, i+1)
			if o.columns != nil {
				out["is_identity"], out["is_computed"] = o.columns[i].Identity, o.columns[i].Computed
			}
			rows = append(rows, out)
		}
	}
	return rows
}

func (r *reader) columnRow(o *catalogObject, c viewColumn, ordinal int) row {
	out := row{"object_id": o.id, "name": c.name, "column_id": ordinal, "is_nullable": c.nullable}
	describeType(out, c.typ)
	if c.sysname {
		out["user_type_id"] = sysnameID
	}
	if isText(c.typ) {
		out["collation_name"] = r.db.Collation
	}
	return out
}
