package instance

import (
	"slices"
	"strings"
)

// databaseViews are the views with one row per database of the instance.
var databaseViews = []*view{
	{
		// The cut of the 2017-2019 columns follows facts/tsql.md C1.
		name: "sys.databases",
		columns: columns(`
			name sysname
			database_id int
			source_database_id int?
			owner_sid varbinary(85)?
			create_date datetime
			compatibility_level tinyint
			collation_name sysname?
			user_access tinyint?
			user_access_desc nvarchar(60)?
			is_read_only bit? =0
			is_auto_close_on bit =0
			is_auto_shrink_on bit? =0
			state tinyint?
			state_desc nvarchar(60)?
			is_in_standby bit? =0
			is_cleanly_shutdown bit? =0
			is_supplemental_logging_enabled bit? =0
			snapshot_isolation_state tinyint? =0
			snapshot_isolation_state_desc nvarchar(60)? =OFF
			is_read_committed_snapshot_on bit? =0
			recovery_model tinyint?
			recovery_model_desc nvarchar(60)?
			page_verify_option tinyint? =2
			page_verify_option_desc nvarchar(60)? =CHECKSUM
			is_auto_create_stats_on bit? =1
			is_auto_create_stats_incremental_on bit? =0
			is_auto_update_stats_on bit? =1
			is_auto_update_stats_async_on bit? =0
			is_ansi_null_default_on bit? =0
			is_ansi_nulls_on bit? =0
			is_ansi_padding_on bit? =0
			is_ansi_warnings_on bit? =0
			is_arithabort_on bit? =0
			is_concat_null_yields_null_on bit? =0
			is_numeric_roundabort_on bit? =0
			is_quoted_identifier_on bit? =0
			is_recursive_triggers_on bit? =0
			is_cursor_close_on_commit_on bit? =0
			is_local_cursor_default bit? =0
			is_fulltext_enabled bit? =1
			is_trustworthy_on bit? =0
			is_db_chaining_on bit? =0
			is_parameterization_forced bit? =0
			is_master_key_encrypted_by_server bit =0
			is_query_store_on bit? =0 @13
			is_published bit =0
			is_subscribed bit =0
			is_merge_published bit =0
			is_distributor bit =0
			is_sync_with_backup bit =0
			service_broker_guid uniqueidentifier
			is_broker_enabled bit =0
			log_reuse_wait tinyint?
			log_reuse_wait_desc nvarchar(60)?
			is_date_correlation_on bit =0
			is_cdc_enabled bit =0
			is_encrypted bit? =0
			is_honor_broker_priority_on bit? =0
			replica_id uniqueidentifier?
			group_database_id uniqueidentifier?
			resource_pool_id int?
			default_language_lcid smallint?
			default_language_name nvarchar(128)?
			default_fulltext_language_lcid int?
			default_fulltext_language_name nvarchar(128)?
			is_nested_triggers_on bit?
			is_transform_noise_words_on bit?
			two_digit_year_cutoff smallint?
			containment tinyint?
			containment_desc nvarchar(60)?
			target_recovery_time_in_seconds int?
			delayed_durability int? =0
			delayed_durability_desc nvarchar(60)? =DISABLED
			is_memory_optimized_elevate_to_snapshot_on bit? =0
			is_federation_member bit? =0
			is_remote_data_archive_enabled bit? =0 @13
			is_mixed_page_allocation_on bit? =0 @13
			is_temporal_history_retention_enabled bit? =1 @14
			catalog_collation_type int? =0 @15
			catalog_collation_type_desc nvarchar(60)? =DATABASE_DEFAULT @15
			physical_database_name nvarchar(128)? @15
			is_result_set_caching_on bit? =0 @15
			is_accelerated_database_recovery_on bit? =0 @15
			is_tempdb_spill_to_remote_store bit? =0 @15
			is_stale_page_detection_on bit? =0 @15
			is_memory_optimized_enabled bit? =1 @15
			is_data_retention_enabled bit? =0 @16
			is_ledger_on bit? =0 @16
			is_change_feed_enabled bit? =0 @16
			is_data_lake_replication_enabled bit? =0 @17
			is_event_stream_enabled bit? =0 @17
			data_compaction tinyint? =0 @17
			data_compaction_desc nvarchar(60)? =OFF @17
			data_lake_log_publishing tinyint? =0 @17
			data_lake_log_publishing_desc nvarchar(60)? =UNSUPPORTED @17
			is_vorder_enabled bit? =0 @17
			is_proactive_statistics_refresh_on bit? =0 @17
			is_optimized_locking_on bit? =0 @17`),
		rows: func(r *reader) []row {
			return r.eachDatabase(func(d *Database) row { return r.databaseRow(d) })
		},
		modelled: "values of the 2025 columns but is_optimized_locking_on",
	},
	{
		name:       "sys.database_recovery_status",
		fromMemory: true,
		columns: columns(`
			database_id int
			database_guid uniqueidentifier?
			family_guid uniqueidentifier?
			last_log_backup_lsn numeric(25,0)?
			recovery_fork_guid uniqueidentifier?
			first_recovery_fork_guid uniqueidentifier?
			fork_point_lsn numeric(25,0)?`),
		rows: func(r *reader) []row {
			return r.eachDatabase(func(d *Database) row {
				return row{"database_id": d.ID, "database_guid": r.s.guid("database", d.Name), "family_guid": d.FamilyGUID,
					"last_log_backup_lsn": lsn(d.LastLogBackupLSN), "recovery_fork_guid": r.s.guid("fork", d.Name)}
			})
		},
	},
	{
		name:       "sys.database_mirroring",
		fromMemory: true,
		columns: columns(`
			database_id int
			mirroring_guid uniqueidentifier?
			mirroring_state tinyint?
			mirroring_state_desc nvarchar(60)?
			mirroring_role tinyint?
			mirroring_role_desc nvarchar(60)?
			mirroring_role_sequence int?
			mirroring_safety_level tinyint?
			mirroring_safety_level_desc nvarchar(60)?
			mirroring_safety_sequence int?
			mirroring_partner_name nvarchar(128)?
			mirroring_partner_instance nvarchar(128)?
			mirroring_witness_name nvarchar(128)?
			mirroring_witness_state tinyint?
			mirroring_witness_state_desc nvarchar(60)?
			mirroring_failover_lsn numeric(25,0)?
			mirroring_connection_timeout int?
			mirroring_redo_queue int?
			mirroring_redo_queue_type nvarchar(60)?
			mirroring_end_of_log_lsn numeric(25,0)?
			mirroring_replication_lsn numeric(25,0)?`),
		rows: func(r *reader) []row {
			return r.eachDatabase(func(d *Database) row { return row{"database_id": d.ID} })
		},
		modelled: "no database is ever mirrored",
	},
}

// eachDatabase builds a row for every database the session may see, by id.
func (r *reader) eachDatabase(build func(*Database) row) []row {
	var rows []row
	for _, d := range r.s.Databases {
		if r.se.CanSeeDatabase(d) {
			rows = append(rows, build(d))
		}
	}
	return rows
}

// databaseRow is a row of sys.databases: identity first, then the parts that need thought.
func (r *reader) databaseRow(d *Database) row {
	out := row{
		"name": d.Name, "database_id": d.ID, "owner_sid": r.ownerSID(d), "create_date": d.Created,
		"compatibility_level": d.Compatibility, "collation_name": d.Collation,
		"is_cleanly_shutdown": r.s.closed(d),
		"is_read_only":        d.ReadOnly, "is_auto_close_on": d.AutoClose,
		"is_trustworthy_on": d.Trustworthy, "is_broker_enabled": d.Broker, "service_broker_guid": d.BrokerGUID,
		"is_master_key_encrypted_by_server": d.MasterKey != nil && d.MasterKey.ByServiceKey,
		"is_query_store_on":                 d.QueryStore, "is_published": d.Published, "is_cdc_enabled": d.CDC,
		"is_encrypted": d.encrypted() || r.tempdbEncrypted(d), "physical_database_name": d.Name,
		"is_accelerated_database_recovery_on": d.ADR,
		"is_mixed_page_allocation_on":         d.ID == 1 || d.ID == 3 || d.ID == 4,
		"target_recovery_time_in_seconds":     r.recoveryTime(d),
		"is_db_chaining_on":                   d.ID == 1 || d.ID == 2 || d.ID == 4,
	}
	r.describeStates(out, d)
	r.describeOptions(out, d)
	if !r.s.started(d) {
		out["collation_name"] = nil
	}
	if d.SnapshotOf != 0 {
		out["source_database_id"] = d.SnapshotOf
	}
	if g := r.s.groupOf(d); g != nil {
		out["group_database_id"] = d.GroupDBID
		out["replica_id"] = g.localID()
	}
	return out
}

// describeStates fills the columns that are a number and its description.
func (r *reader) describeStates(out row, d *Database) {
	out.pair("state", d.State, databaseStates)
	out.pair("user_access", d.Access, []string{"MULTI_USER", "SINGLE_USER", "RESTRICTED_USER"})
	out.pair("recovery_model", d.Recovery, []string{"", "FULL", "BULK_LOGGED", "SIMPLE"})
	out["containment"] = d.Containment
	out["containment_desc"] = []string{"NONE", "PARTIAL"}[min(d.Containment, 1)]
	wait := d.LogReuseWait
	if wait == "" {
		wait = "NOTHING"
	}
	out["log_reuse_wait"], out["log_reuse_wait_desc"] = reuseWaits[wait], wait
	if d.ID == 1 || d.ID == 4 || d.on("ALLOW_SNAPSHOT_ISOLATION") {
		out["snapshot_isolation_state"], out["snapshot_isolation_state_desc"] = 1, "ON"
	}
}

// databaseStates are the values of sys.databases.state by number.
var databaseStates = []string{"ONLINE", "RESTORING", "RECOVERING", "RECOVERY_PENDING", "SUSPECT", "EMERGENCY", "OFFLINE", "COPYING"}

// reuseWaits are the numbers of log_reuse_wait.
var reuseWaits = map[string]int{
	"NOTHING": 0, "CHECKPOINT": 1, "LOG_BACKUP": 2, "ACTIVE_BACKUP_OR_RESTORE": 3, "ACTIVE_TRANSACTION": 4,
	"DATABASE_MIRRORING": 5, "REPLICATION": 6, "DATABASE_SNAPSHOT_CREATION": 7, "LOG_SCAN": 8,
	"AVAILABILITY_REPLICA": 9, "OLDEST_PAGE": 13, "XTP_CHECKPOINT": 16, "SLOG_SCAN": 17,
}

// optionColumns are the columns that an ALTER DATABASE SET option writes.
var optionColumns = map[string]string{
	"is_auto_shrink_on": "AUTO_SHRINK", "is_read_committed_snapshot_on": "READ_COMMITTED_SNAPSHOT",
	"is_auto_create_stats_on": "AUTO_CREATE_STATISTICS", "is_auto_update_stats_on": "AUTO_UPDATE_STATISTICS",
	"is_auto_update_stats_async_on": "AUTO_UPDATE_STATISTICS_ASYNC", "is_ansi_null_default_on": "ANSI_NULL_DEFAULT",
	"is_ansi_nulls_on": "ANSI_NULLS", "is_ansi_padding_on": "ANSI_PADDING", "is_ansi_warnings_on": "ANSI_WARNINGS",
	"is_arithabort_on": "ARITHABORT", "is_concat_null_yields_null_on": "CONCAT_NULL_YIELDS_NULL",
	"is_numeric_roundabort_on": "NUMERIC_ROUNDABORT", "is_quoted_identifier_on": "QUOTED_IDENTIFIER",
	"is_recursive_triggers_on": "RECURSIVE_TRIGGERS", "is_cursor_close_on_commit_on": "CURSOR_CLOSE_ON_COMMIT",
	"is_db_chaining_on": "DB_CHAINING", "is_optimized_locking_on": "OPTIMIZED_LOCKING",
	"is_honor_broker_priority_on": "HONOR_BROKER_PRIORITY", "is_date_correlation_on": "DATE_CORRELATION_OPTIMIZATION",
	"is_mixed_page_allocation_on": "MIXED_PAGE_ALLOCATION",
}

// describeOptions copies what ALTER DATABASE SET wrote.
func (r *reader) describeOptions(out row, d *Database) {
	for column, name := range optionColumns {
		if setting, ok := d.Options[name]; ok {
			out[column] = strings.EqualFold(setting, "ON")
		}
	}
	switch verify := strings.ToUpper(d.Options["PAGE_VERIFY"]); verify {
	case "NONE":
		out["page_verify_option"], out["page_verify_option_desc"] = 0, verify
	case "TORN_PAGE_DETECTION":
		out["page_verify_option"], out["page_verify_option_desc"] = 1, verify
	}
}

// on tells whether ALTER DATABASE SET turned an option on.
func (d *Database) on(name string) bool { return strings.EqualFold(d.Options[name], "ON") }

// encrypted is is_encrypted: what the last SET ENCRYPTION asked for.
func (d *Database) encrypted() bool {
	return d.Encryption != nil && d.Encryption.State != 0 && d.Encryption.State != 1 && d.Encryption.State != 5
}

// tempdbEncrypted tells whether d is tempdb and shows its real state, as it does on 2025:
// encrypted as soon as one other database is.
func (r *reader) tempdbEncrypted(d *Database) bool {
	if d.ID != 2 || r.major < 17 {
		return false
	}
	return slices.ContainsFunc(r.s.Databases, (*Database).encrypted)
}

// recoveryTime is the target recovery time: 60 seconds for databases made on 2016 or later.
func (r *reader) recoveryTime(d *Database) int {
	if r.major < 13 || d.ID == 1 {
		return 0
	}
	return 60
}

// ownerSID is the sid of the database's owner, NULL when the login is gone.
func (r *reader) ownerSID(d *Database) any {
	if p := r.s.principal(d.Owner); p != nil {
		return r.s.sid(p)
	}
	return nil
}

// pair fills a number column and its description from a list of names; empty is NULL.
func (out row) pair(column, value string, names []string) {
	for i, n := range names {
		if n != "" && strings.EqualFold(n, value) {
			out[column], out[column+"_desc"] = i, n
		}
	}
}

// code fills a number column and its description from a number.
func (out row) code(column string, n int, names []string) {
	out[column] = n
	if n >= 0 && n < len(names) && names[n] != "" {
		out[column+"_desc"] = names[n]
	}
}

// lsn is NULL for a chain that has not begun.
func lsn(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
