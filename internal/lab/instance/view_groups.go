package instance

import "milink/internal/lab/value"

// groupViews are the availability groups as configured.
var groupViews = []*view{
	{
		name: "sys.availability_groups",
		columns: columns(`
			group_id uniqueidentifier
			name sysname?
			resource_id nvarchar(40)?
			resource_group_id nvarchar(40)?
			failure_condition_level int?
			health_check_timeout int?
			automated_backup_preference tinyint?
			automated_backup_preference_desc nvarchar(60)?
			version smallint? =0 @13
			basic_features bit? =0 @13
			dtc_support bit? =0 @13
			db_failover bit? =0 @13
			is_distributed bit? =0 @13
			cluster_type tinyint? @14
			cluster_type_desc nvarchar(60)? @14
			required_synchronized_secondaries_to_commit int? @14
			sequence_number bigint? @14
			is_contained bit? =0 @16`),
		rows: (*reader).groups,
	},
	{
		name: "sys.availability_replicas",
		columns: columns(`
			replica_id uniqueidentifier?
			group_id uniqueidentifier?
			replica_metadata_id int?
			replica_server_name nvarchar(256)?
			owner_sid varbinary(85)?
			endpoint_url nvarchar(256)?
			availability_mode tinyint?
			availability_mode_desc nvarchar(60)?
			failover_mode tinyint?
			failover_mode_desc nvarchar(60)?
			session_timeout int?
			primary_role_allow_connections tinyint?
			primary_role_allow_connections_desc nvarchar(60)?
			secondary_role_allow_connections tinyint?
			secondary_role_allow_connections_desc nvarchar(60)?
			create_date datetime?
			modify_date datetime?
			backup_priority int?
			read_only_routing_url nvarchar(256)?
			seeding_mode tinyint? @13
			seeding_mode_desc nvarchar(60)? @13
			read_write_routing_url nvarchar(256)? @15`),
		rows: (*reader).replicas,
	},
	{
		name: "sys.availability_databases_cluster",
		columns: columns(`
			group_id uniqueidentifier
			group_database_id uniqueidentifier
			database_name sysname?`),
		rows: (*reader).groupDatabases,
	},
	{
		name:       "sys.availability_group_listeners",
		fromMemory: true,
		columns: columns(`
			group_id uniqueidentifier
			listener_id nvarchar(36)?
			dns_name nvarchar(63)?
			port int?
			is_conformant bit =1
			ip_configuration_string_from_cluster nvarchar(max)?
			is_distributed_network_name bit =0 @16`),
		rows: (*reader).listeners,
	},
}

// eachGroup yields the groups the session may see; none exist while Always On is off.
func (r *reader) eachGroup(build func(*Group)) {
	for _, g := range r.s.Groups {
		if r.se.CanSeeGroup(g) {
			build(g)
		}
	}
}

func (r *reader) groups() []row {
	var rows []row
	r.eachGroup(func(g *Group) {
		out := row{
			"group_id": g.ID, "name": g.Name, "failure_condition_level": g.FailureCondition,
			"health_check_timeout": g.HealthTimeout, "basic_features": g.Basic, "dtc_support": g.DTC,
			"db_failover": g.DBFailover, "is_distributed": g.Distributed, "is_contained": g.Contained,
			"required_synchronized_secondaries_to_commit": g.RequiredSyncs, "sequence_number": g.SequenceNumber,
		}
		out.pair("automated_backup_preference", g.BackupPreference, []string{"PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE"})
		if !g.Distributed {
			out.pair("cluster_type", g.ClusterType, []string{"WSFC", "EXTERNAL", "NONE"})
			if g.ClusterType == "WSFC" {
				out["resource_id"] = r.s.guid("resource", g.Name).String()
				out["resource_group_id"] = r.s.guid("resource group", g.Name).String()
			}
		}
		rows = append(rows, out)
	})
	return rows
}

func (r *reader) replicas() []row {
	var rows []row
	r.eachGroup(func(g *Group) {
		for i, p := range g.Replicas {
			rows = append(rows, r.replicaRow(g, p, i))
		}
	})
	return rows
}

// replicaRow is one replica, or a member group of a distributed group, whose name stands
// in replica_server_name and whose LISTENER_URL in endpoint_url.
func (r *reader) replicaRow(g *Group, p *Replica, index int) row {
	out := row{
		"replica_id": p.ID, "group_id": g.ID, "replica_server_name": p.ServerName, "endpoint_url": p.EndpointURL,
		"session_timeout": p.SessionTimeout, "create_date": p.Created, "modify_date": latest(p.Modified, p.Created),
		"backup_priority": p.BackupPriority,
	}
	if !g.Distributed {
		out["replica_metadata_id"], out["owner_sid"] = 65536+index, []byte{1}
		out.code("primary_role_allow_connections", p.AllowPrimary, []string{"", "", "ALL", "READ_WRITE"})
		out.code("secondary_role_allow_connections", p.AllowSecondary, []string{"NO", "READ_ONLY", "ALL"})
	}
	out.code("availability_mode", p.Availability, []string{"ASYNCHRONOUS_COMMIT", "SYNCHRONOUS_COMMIT", "", "", "CONFIGURATION_ONLY"})
	out.code("failover_mode", p.Failover, []string{"AUTOMATIC", "MANUAL", "EXTERNAL"})
	out.code("seeding_mode", p.Seeding, []string{"AUTOMATIC", "MANUAL"})
	out.text("read_only_routing_url", p.ReadOnlyURL)
	out.text("read_write_routing_url", p.ReadWriteURL)
	return out
}

// text fills a column unless the text is empty, which stays NULL.
func (out row) text(column, s string) {
	if s != "" {
		out[column] = s
	}
}

// groupDatabases lists the databases of plain groups; a distributed group has none of its
// own. It asks for the rights sys.databases asks for, not for those of the group.
func (r *reader) groupDatabases() []row {
	var rows []row
	for _, g := range r.s.Groups {
		for _, name := range g.Databases {
			d := r.s.database(name)
			if d != nil && r.se.CanSeeDatabase(d) && !g.Distributed {
				rows = append(rows, row{"group_id": g.ID, "group_database_id": r.groupDatabaseID(g, d), "database_name": d.Name})
			}
		}
	}
	return rows
}

// groupDatabaseID is the id the database has in the group.
func (r *reader) groupDatabaseID(g *Group, d *Database) value.GUID {
	if d.GroupDBID != nil {
		return *d.GroupDBID
	}
	return r.s.guid("group database", g.Name, d.Name)
}

func (r *reader) listeners() []row {
	var rows []row
	r.eachGroup(func(g *Group) {
		if l := g.Listener; l != nil {
			out := row{"group_id": g.ID, "listener_id": l.ID.String(), "dns_name": l.Name, "port": l.Port}
			rows = append(rows, out)
		}
	})
	return rows
}

// localID is the id of the group's replica on this instance, nil without one.
func (g *Group) localID() any {
	for _, p := range g.Replicas {
		if p.Local {
			return p.ID
		}
	}
	return nil
}
