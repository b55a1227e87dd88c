package instance

import "time"

// seedingViews are the statistics of automatic seeding. Rows of the physical one exist
// while an operation runs; the history is in memory and gone after a restart.
var seedingViews = []*view{
	{
		name: "sys.dm_hadr_automatic_seeding", since: 13, state: performanceState,
		columns: columns(`
			start_time datetime
			completion_time datetime?
			ag_id uniqueidentifier
			ag_db_id uniqueidentifier
			ag_remote_replica_id uniqueidentifier
			operation_id uniqueidentifier
			is_source bit
			current_state nvarchar(60)
			performed_seeding bit
			failure_state int?
			failure_state_desc nvarchar(60)?
			error_code int?
			number_of_attempts int?`),
		rows:     (*reader).automaticSeeding,
		modelled: "current_state is text, which the page calls bit",
	},
	{
		// The page spells one column with one r; every script that runs reads two.
		name: "sys.dm_hadr_physical_seeding_stats", since: 13, state: performanceState,
		columns: columns(`
			local_physical_seeding_id uniqueidentifier
			remote_physical_seeding_id uniqueidentifier?
			local_database_id int?
			local_database_name nvarchar(128)?
			remote_machine_name nvarchar(128)?
			role_desc nvarchar(60)?
			internal_state_desc nvarchar(60)?
			transfer_rate_bytes_per_second bigint?
			transferred_size_bytes bigint?
			database_size_bytes bigint?
			start_time_utc datetime?
			end_time_utc datetime?
			estimate_time_complete_utc datetime?
			total_disk_io_wait_time_ms bigint?
			total_network_wait_time_ms bigint?
			failure_code int?
			failure_message nvarchar(512)?
			failure_time_utc datetime?
			is_compression_enabled bit?`),
		rows: (*reader).physicalSeeding,
	},
}

func (r *reader) automaticSeeding() []row {
	var rows []row
	for _, s := range r.s.Process.Seedings {
		out := row{
			"start_time": s.Started, "completion_time": s.Ended, "ag_id": s.GroupID, "ag_db_id": s.GroupDBID,
			"ag_remote_replica_id": s.ReplicaID, "operation_id": s.Operation, "is_source": s.Role == "Source",
			"current_state": s.State, "performed_seeding": s.State == "COMPLETED", "number_of_attempts": s.Attempts,
		}
		if s.FailureCode != 0 || s.Failure != "" {
			out["failure_state"], out["failure_state_desc"], out["error_code"] = s.FailureCode, s.Failure, s.ErrorCode
		}
		rows = append(rows, out)
	}
	return rows
}

func (r *reader) physicalSeeding() []row {
	var rows []row
	for _, s := range r.s.Process.Seedings {
		if !s.Running {
			continue
		}
		out := row{
			"local_physical_seeding_id": s.Operation, "remote_physical_seeding_id": s.Remote,
			"local_database_id": s.DatabaseID, "local_database_name": s.Database, "remote_machine_name": s.Machine,
			"role_desc": s.Role, "internal_state_desc": s.Internal, "transfer_rate_bytes_per_second": s.Rate,
			"transferred_size_bytes": s.Transferred, "database_size_bytes": s.Size,
			"start_time_utc": s.Started, "end_time_utc": s.Ended, "estimate_time_complete_utc": s.Estimate,
			"total_disk_io_wait_time_ms": s.DiskWait.Milliseconds(),
			"total_network_wait_time_ms": s.NetworkWait.Milliseconds(),
			"is_compression_enabled":     s.Compressed,
			"failure_code":               s.FailureCode,
			"failure_time_utc":           failedAt(s),
		}
		out.text("failure_message", s.FailureText)
		rows = append(rows, out)
	}
	return rows
}

// failedAt is the end of a failed operation; the zero time of the others is NULL.
func failedAt(s *Seeding) time.Time {
	if s.FailureCode == 0 {
		return time.Time{}
	}
	return s.Ended
}
