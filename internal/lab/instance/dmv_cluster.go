package instance

// clusterViews tell of the Windows cluster below Always On.
var clusterViews = []*view{
	{
		name: "sys.dm_hadr_cluster", state: performanceState,
		columns: columns(`
			cluster_name nvarchar(128)
			quorum_type tinyint
			quorum_type_desc varchar(50)
			quorum_state tinyint
			quorum_state_desc varchar(50)`),
		rows:     (*reader).cluster,
		modelled: "the row with an empty name while Always On runs without a cluster (2017+)",
	},
	{
		name: "sys.dm_hadr_cluster_members", state: performanceState,
		columns: columns(`
			member_name nvarchar(128)
			member_type tinyint
			member_type_desc nvarchar(50)
			member_state tinyint
			member_state_desc nvarchar(60)
			number_of_quorum_votes tinyint?`),
		rows: (*reader).clusterMembers,
	},
}

func (r *reader) cluster() []row {
	if c := r.s.Host.Cluster; c != nil {
		return []row{{"cluster_name": c.Name, "quorum_type": 0, "quorum_type_desc": "NODE_MAJORITY",
			"quorum_state": 1, "quorum_state_desc": "NORMAL_QUORUM"}}
	}
	if !r.s.Process.HADR || r.major < 14 {
		return nil
	}
	return []row{{"cluster_name": "", "quorum_type": 4, "quorum_type_desc": "UNKNOWN_QUORUM",
		"quorum_state": 0, "quorum_state_desc": "UNKNOWN_QUORUM_STATE"}}
}

func (r *reader) clusterMembers() []row {
	c := r.s.Host.Cluster
	if c == nil {
		return nil
	}
	var rows []row
	for _, node := range c.Nodes {
		rows = append(rows, row{"member_name": node, "member_type": 0, "member_type_desc": "CLUSTER_NODE",
			"member_state": 1, "member_state_desc": "UP", "number_of_quorum_votes": 1})
	}
	return rows
}
