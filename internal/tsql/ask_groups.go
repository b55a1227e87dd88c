package tsql

// groupProbes read availability groups. Replicas and their states are asked apart, because
// a catalog view hides and a management view refuses: one must not cost the other.
// Identifiers come as text, so that no reader needs to know their byte order.
func groupProbes(major int) []Probe {
	return []Probe{
		{Name: "source/groups", Asks: "sys.availability_groups", Since: sql2012, Text: groups(major)},
		{Name: "source/group-replicas", Asks: "sys.availability_replicas", Since: sql2012, Text: groupReplicas},
		{Name: "source/group-states", Asks: "sys.dm_hadr_availability_replica_states", Since: sql2012, Text: groupStates},
		{Name: "source/group-databases", Asks: "sys.availability_databases_cluster", Since: sql2012, Text: groupDatabases},
	}
}

func groups(major int) string {
	columns := "CONVERT(nvarchar(36), group_id) AS group_id, name"
	if major >= sql2016 {
		columns += ", is_distributed"
	}
	if major >= sql2022 {
		columns += ", is_contained"
	}
	return "SELECT " + columns + "\nFROM sys.availability_groups"
}

const groupReplicas = `SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas`

const groupStates = `SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states`

const groupDatabases = `SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster`
