package instance

import (
	"time"

	"milink/internal/lab/value"
)

var (
	roleWords        = []string{"RESOLVING", "PRIMARY", "SECONDARY"}
	healthWords      = []string{"NOT_HEALTHY", "PARTIALLY_HEALTHY", "HEALTHY"}
	recoveryWords    = []string{"ONLINE_IN_PROGRESS", "ONLINE"}
	synchronizeWords = []string{"NOT SYNCHRONIZING", "SYNCHRONIZING", "SYNCHRONIZED", "REVERTING", "INITIALIZING"}
	suspendWords     = []string{"SUSPEND_FROM_USER", "SUSPEND_FROM_PARTNER", "SUSPEND_FROM_REDO", "SUSPEND_FROM_CAPTURE",
		"SUSPEND_FROM_APPLY", "SUSPEND_FROM_RESTART", "SUSPEND_FROM_UNDO", "SUSPEND_FROM_REVALIDATION", "SUSPEND_FROM_XRF_UPDATE"}
)

// replicaViews are the states of groups, replicas and their databases.
//
// modelled: that all of them want the performance half of VIEW SERVER STATE on 2022
// (facts/tsql.md C8 names the page of the seeding statistics only).
var replicaViews = []*view{
	{
		name: "sys.dm_hadr_availability_replica_states", state: performanceState,
		columns: columns(`
			replica_id uniqueidentifier
			group_id uniqueidentifier
			is_local bit
			role tinyint?
			role_desc nvarchar(60)?
			operational_state tinyint?
			operational_state_desc nvarchar(60)?
			connected_state tinyint?
			connected_state_desc nvarchar(60)?
			recovery_health tinyint?
			recovery_health_desc nvarchar(60)?
			synchronization_health tinyint?
			synchronization_health_desc nvarchar(60)?
			last_connect_error_number int?
			last_connect_error_description nvarchar(1024)?
			last_connect_error_timestamp datetime?
			write_lease_remaining_ticks bigint? @14
			current_configuration_commit_start_time_utc datetime? @15
			is_internal bit? =0 @17`),
		rows: (*reader).replicaStates,
	},
	{
		name: "sys.dm_hadr_availability_group_states", state: performanceState,
		fromMemory: true,
		columns: columns(`
			group_id uniqueidentifier
			primary_replica nvarchar(128)?
			primary_recovery_health tinyint?
			primary_recovery_health_desc nvarchar(60)?
			secondary_recovery_health tinyint?
			secondary_recovery_health_desc nvarchar(60)?
			synchronization_health tinyint?
			synchronization_health_desc nvarchar(60)?`),
		rows: (*reader).groupStates,
	},
	{
		name: "sys.dm_hadr_database_replica_states", state: performanceState,
		columns: columns(`
			database_id int
			group_id uniqueidentifier
			replica_id uniqueidentifier
			group_database_id uniqueidentifier
			is_local bit?
			is_primary_replica bit? @12
			synchronization_state tinyint?
			synchronization_state_desc nvarchar(60)?
			is_commit_participant bit?
			synchronization_health tinyint?
			synchronization_health_desc nvarchar(60)?
			database_state tinyint?
			database_state_desc nvarchar(60)?
			is_suspended bit?
			suspend_reason tinyint?
			suspend_reason_desc nvarchar(60)?
			recovery_lsn numeric(25,0)?
			truncation_lsn numeric(25,0)?
			last_sent_lsn numeric(25,0)?
			last_sent_time datetime?
			last_received_lsn numeric(25,0)?
			last_received_time datetime?
			last_hardened_lsn numeric(25,0)?
			last_hardened_time datetime?
			last_redone_lsn numeric(25,0)?
			last_redone_time datetime?
			log_send_queue_size bigint?
			log_send_rate bigint?
			redo_queue_size bigint?
			redo_rate bigint?
			filestream_send_rate bigint?
			end_of_log_lsn numeric(25,0)?
			last_commit_lsn numeric(25,0)?
			last_commit_time datetime?
			low_water_mark_for_ghosts bigint?
			secondary_lag_seconds bigint? @13
			quorum_commit_lsn numeric(25,0)? @16
			quorum_commit_time datetime? @16
			is_internal bit? =0 @17`),
		rows:     (*reader).databaseReplicaStates,
		modelled: "quorum_commit columns start with 2022 (2019 unverified)",
	},
}

// stateGroups are the groups the DMVs speak of: with Always On off there are none.
func (r *reader) stateGroups() []*Group {
	if !r.s.Process.HADR {
		return nil
	}
	return r.s.Groups
}

func (r *reader) replicaStates() []row {
	var rows []row
	for _, g := range r.stateGroups() {
		for _, p := range g.Replicas {
			// Only the primary knows of the others; another replica knows itself.
			if p.Local || g.localRole() == 1 {
				rows = append(rows, r.replicaState(g, p))
			}
		}
	}
	return rows
}

func (g *Group) localRole() int {
	for _, p := range g.Replicas {
		if p.Local {
			return p.Role
		}
	}
	return 0
}

func (r *reader) replicaState(g *Group, p *Replica) row {
	out := row{"replica_id": p.ID, "group_id": g.ID, "is_local": p.Local}
	out.code("role", p.Role, roleWords)
	out.code("connected_state", btoi(p.Connected || p.Local), []string{"DISCONNECTED", "CONNECTED"})
	out.code("synchronization_health", p.Health, healthWords)
	if p.Local && p.Role != 0 {
		out.code("operational_state", 2, []string{"PENDING_FAILOVER", "PENDING", "ONLINE", "OFFLINE", "FAILED", "FAILED_NO_QUORUM"})
		out.code("recovery_health", 1, recoveryWords)
	}
	if p.LastError != 0 {
		out["last_connect_error_number"], out["last_connect_error_description"] = p.LastError, p.LastErrorText
		out["last_connect_error_timestamp"] = p.Created
	}
	return out
}

func (r *reader) groupStates() []row {
	var rows []row
	for _, g := range r.stateGroups() {
		out := row{"group_id": g.ID}
		worst := 2
		for _, p := range g.Replicas {
			worst = min(worst, p.Health)
			if p.Role == 1 {
				out["primary_replica"] = p.ServerName
			}
		}
		if g.localRole() == 1 {
			out.code("primary_recovery_health", 1, recoveryWords)
		} else if g.localRole() == 2 {
			out.code("secondary_recovery_health", 1, recoveryWords)
		}
		out.code("synchronization_health", worst, healthWords)
		rows = append(rows, out)
	}
	return rows
}

// databaseReplicaStates are the rows kept in the process and, for local databases without
// one, the row of a healthy copy.
func (r *reader) databaseReplicaStates() []row {
	var rows []row
	kept := r.s.Process.Replicas
	for _, g := range r.stateGroups() {
		for _, name := range g.Databases {
			d := r.s.database(name)
			local, ok := g.localID().(value.GUID)
			if d != nil && ok && !g.Distributed && !keepsRow(kept, local, d.ID) {
				rows = append(rows, r.databaseReplica(r.healthyCopy(g, local, d)))
			}
		}
		for _, k := range kept {
			if k.GroupID == g.ID {
				rows = append(rows, r.databaseReplica(k))
			}
		}
	}
	return rows
}

func keepsRow(kept []*DatabaseReplica, replica value.GUID, id int) bool {
	for _, k := range kept {
		if k.ReplicaID == replica && k.DatabaseID == id {
			return true
		}
	}
	return false
}

// healthyCopy is the local copy of a database nothing is wrong with. A primary is
// synchronized with itself.
func (r *reader) healthyCopy(g *Group, replica value.GUID, d *Database) *DatabaseReplica {
	k := &DatabaseReplica{GroupID: g.ID, ReplicaID: replica, DatabaseID: d.ID, GroupDBID: r.groupDatabaseID(g, d),
		Local: true, Primary: g.localRole() == 1, State: 2, Health: 2, Suspended: d.DataMovementOff,
		EndOfLogLSN: d.NextLSN, HardenedLSN: d.NextLSN, CommitLSN: d.NextLSN, At: r.now}
	if k.Suspended || g.localRole() == 0 {
		k.State, k.Health = 0, 0
	}
	return k
}

func (r *reader) databaseReplica(k *DatabaseReplica) row {
	out := row{
		"database_id": k.DatabaseID, "group_id": k.GroupID, "replica_id": k.ReplicaID, "group_database_id": k.GroupDBID,
		"is_local": k.Local, "is_primary_replica": k.Primary, "is_suspended": k.Suspended,
		"is_commit_participant": k.State == 2, "end_of_log_lsn": lsn(k.EndOfLogLSN), "last_commit_lsn": lsn(k.CommitLSN),
		"last_hardened_lsn": lsn(k.HardenedLSN), "last_sent_lsn": lsn(k.SentLSN),
		"last_received_lsn": lsn(k.ReceivedLSN), "last_redone_lsn": lsn(k.RedoneLSN),
	}
	for column, known := range map[string]int64{"last_commit": k.CommitLSN, "last_hardened": k.HardenedLSN,
		"last_sent": k.SentLSN, "last_received": k.ReceivedLSN, "last_redone": k.RedoneLSN} {
		if known != 0 {
			out[column+"_time"] = k.At
		}
	}
	out.code("synchronization_state", k.State, synchronizeWords)
	out.code("synchronization_health", k.Health, healthWords)
	if k.Suspended {
		out.code("suspend_reason", k.Reason, suspendWords)
	}
	if k.Local {
		out.code("database_state", k.DatabaseMode, databaseStates)
	}
	if !k.Primary {
		out["log_send_queue_size"], out["log_send_rate"] = k.SendQueueKB, k.SendRateKB
		out["redo_queue_size"], out["redo_rate"] = k.RedoQueueKB, k.RedoRateKB
	}
	if k.LagKnown {
		out["secondary_lag_seconds"] = k.LagSeconds
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// latest is the later of two instants.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
