package contract

// query is a SELECT as a structure, so that many texts can be made of it. It joins at
// most two tables: what the rewrites turn around is the form, not the size.
type query struct {
	name   string
	worlds []string
	left   string
	right  string // empty: one table
	outer  bool   // LEFT JOIN instead of JOIN
	on     [][2]string
	cols   []operand
	where  []predicate // on columns of the left table, or of the right one of an inner join
}

// operand is a column of the left (0) or right (1) table.
type operand struct {
	side int
	name string
}

func left(name string) operand  { return operand{0, name} }
func right(name string) operand { return operand{1, name} }

// predicate is one search condition; they are joined by AND.
type predicate struct {
	col    operand
	op     string // = <> < <= > >= IN BETWEEN LIKE, IS NULL, IS NOT NULL
	values []string
}

// baseQueries are what inventories ask, over catalog views that every login of the worlds
// named may read.
var baseQueries = []query{
	{name: "databases", left: "sys.databases",
		cols: []operand{left("name"), left("database_id"), left("recovery_model_desc")}},
	{name: "user databases in full", worlds: []string{"ready-2022", "existing-ag-windows-auth", "odd-names"}, left: "sys.databases",
		cols:  []operand{left("name"), left("state_desc"), left("is_broker_enabled")},
		where: []predicate{{left("database_id"), ">", []string{"4"}}, {left("recovery_model"), "=", []string{"1"}}}},
	{name: "databases by name", left: "sys.databases",
		cols:  []operand{left("name"), left("create_date")},
		where: []predicate{{left("name"), "IN", []string{"N'master'", "N'msdb'", "N'Sales'"}}}},
	{name: "databases in a range", left: "master.sys.databases",
		cols:  []operand{left("database_id"), left("compatibility_level"), left("owner_sid")},
		where: []predicate{{left("database_id"), "BETWEEN", []string{"2", "5"}}}},
	{name: "databases in no group", left: "sys.databases",
		cols:  []operand{left("name"), left("group_database_id"), left("service_broker_guid")},
		where: []predicate{{left("replica_id"), "IS NULL", nil}}},
	{name: "databases and files", left: "sys.databases", right: "sys.master_files", on: [][2]string{{"database_id", "database_id"}},
		cols:  []operand{left("name"), right("name"), right("type_desc"), right("size"), right("physical_name")},
		where: []predicate{{right("type"), "IN", []string{"0", "1"}}, {left("name"), "<>", []string{"N'tempdb'"}}}},
	{name: "databases and log files", left: "sys.databases", right: "sys.master_files", on: [][2]string{{"database_id", "database_id"}},
		cols:  []operand{left("name"), right("file_id"), left("log_reuse_wait_desc")},
		where: []predicate{{right("type_desc"), "=", []string{"'LOG'"}}, {left("state"), "=", []string{"0"}}}},
	{name: "databases and backups", left: "sys.databases", right: "msdb.dbo.backupset", outer: true, on: [][2]string{{"name", "database_name"}},
		cols: []operand{left("name"), right("type"), right("backup_finish_date"), right("first_lsn"), right("is_copy_only")}},
	{name: "backups and media", worlds: []string{"ready-2022", "odd-names"}, left: "msdb.dbo.backupset", right: "msdb.dbo.backupmediafamily", on: [][2]string{{"media_set_id", "media_set_id"}},
		cols:  []operand{left("database_name"), right("physical_device_name"), right("device_type"), left("backup_set_id")},
		where: []predicate{{left("type"), "=", []string{"'D'"}}}},
	{name: "certificates", left: "master.sys.certificates",
		cols:  []operand{left("name"), left("thumbprint"), left("pvt_key_encryption_type")},
		where: []predicate{{left("name"), "LIKE", []string{"N'%##'"}}}},
	{name: "configurations", left: "sys.configurations",
		cols:  []operand{left("configuration_id"), left("name"), left("value_in_use"), left("is_advanced")},
		where: []predicate{{left("is_dynamic"), "=", []string{"1"}}, {left("name"), "LIKE", []string{"'%a%'"}}}},
	{name: "endpoints and ports", left: "sys.endpoints", right: "sys.tcp_endpoints", outer: true, on: [][2]string{{"endpoint_id", "endpoint_id"}},
		cols:  []operand{left("name"), left("state_desc"), right("port"), right("ip_address")},
		where: []predicate{{left("type"), "IN", []string{"2", "4"}}}},
	{name: "databases and owners", left: "sys.databases", right: "sys.server_principals", outer: true, on: [][2]string{{"owner_sid", "sid"}},
		cols: []operand{left("name"), right("name"), right("type_desc")}},
	{name: "groups and replicas", worlds: []string{"existing-ag-windows-auth"}, left: "sys.availability_groups", right: "sys.availability_replicas", on: [][2]string{{"group_id", "group_id"}},
		cols: []operand{left("name"), right("replica_server_name"), right("endpoint_url"), left("is_distributed")}},
	{name: "replica states", worlds: []string{"existing-ag-windows-auth"}, left: "sys.dm_hadr_database_replica_states", right: "sys.availability_databases_cluster",
		on:    [][2]string{{"group_id", "group_id"}, {"group_database_id", "group_database_id"}},
		cols:  []operand{left("database_id"), right("database_name"), left("synchronization_state_desc"), left("last_hardened_lsn")},
		where: []predicate{{left("is_local"), "=", []string{"1"}}}},
	{name: "names behind a letter", left: "sys.databases",
		cols:  []operand{left("name")},
		where: []predicate{{left("name"), ">=", []string{"N'm'"}}, {left("collation_name"), "IS NOT NULL", nil}}},
}

// worldsOf are the worlds a query is asked in.
func (q query) worldsOf() []string {
	if q.worlds != nil {
		return q.worlds
	}
	return []string{"ready-2022", "unprepared-2016", "existing-ag-windows-auth"}
}
