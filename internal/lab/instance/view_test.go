package instance

import (
	"fmt"
	"strings"
	"testing"

	"milink/internal/lab/value"
)

// columnList writes columns as "name type" words.
func columnList(a answer) []string {
	var out []string
	for _, c := range a.columns {
		name := c.Type.String()
		if c.Type.Name() == "nvarchar" && c.Type.Length == 128 {
			name = "sysname"
		}
		out = append(out, c.Name+" "+name)
	}
	return out
}

func compareColumns(t *testing.T, what string, got []string, want string) {
	t.Helper()
	var list []string
	for _, c := range strings.Split(want, ", ") {
		list = append(list, strings.Join(strings.Fields(c), " "))
	}
	for i := 0; i < len(got) || i < len(list); i++ {
		g, w := "(end)", "(end)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(list) {
			w = list[i]
		}
		if g != w {
			t.Errorf("%s: column %d is %s, want %s", what, i+1, g, w)
			return
		}
	}
}

// databases2014 is the list of 2016 without the three columns that came with it.
var databases2014 = strings.NewReplacer(", is_query_store_on bit", "", ", is_remote_data_archive_enabled bit", "",
	", is_mixed_page_allocation_on bit", "").Replace(databases2016)

// Column lists copied by hand from facts/tsql.md C. sysname stands for nvarchar(128) too.
const (
	databases2016 = "name sysname, database_id int, source_database_id int, owner_sid varbinary(85), create_date datetime, compatibility_level tinyint, collation_name sysname, user_access tinyint, user_access_desc nvarchar(60), is_read_only bit, is_auto_close_on bit, is_auto_shrink_on bit, state tinyint, state_desc nvarchar(60), is_in_standby bit, is_cleanly_shutdown bit, is_supplemental_logging_enabled bit, snapshot_isolation_state tinyint, snapshot_isolation_state_desc nvarchar(60), is_read_committed_snapshot_on bit, recovery_model tinyint, recovery_model_desc nvarchar(60), page_verify_option tinyint, page_verify_option_desc nvarchar(60), is_auto_create_stats_on bit, is_auto_create_stats_incremental_on bit, is_auto_update_stats_on bit, is_auto_update_stats_async_on bit, is_ansi_null_default_on bit, is_ansi_nulls_on bit, is_ansi_padding_on bit, is_ansi_warnings_on bit, is_arithabort_on bit, is_concat_null_yields_null_on bit, is_numeric_roundabort_on bit, is_quoted_identifier_on bit, is_recursive_triggers_on bit, is_cursor_close_on_commit_on bit, is_local_cursor_default bit, is_fulltext_enabled bit, is_trustworthy_on bit, is_db_chaining_on bit, is_parameterization_forced bit, is_master_key_encrypted_by_server bit, is_query_store_on bit, is_published bit, is_subscribed bit, is_merge_published bit, is_distributor bit, is_sync_with_backup bit, service_broker_guid uniqueidentifier, is_broker_enabled bit, log_reuse_wait tinyint, log_reuse_wait_desc nvarchar(60), is_date_correlation_on bit, is_cdc_enabled bit, is_encrypted bit, is_honor_broker_priority_on bit, replica_id uniqueidentifier, group_database_id uniqueidentifier, resource_pool_id int, default_language_lcid smallint, default_language_name sysname, default_fulltext_language_lcid int, default_fulltext_language_name sysname, is_nested_triggers_on bit, is_transform_noise_words_on bit, two_digit_year_cutoff smallint, containment tinyint, containment_desc nvarchar(60), target_recovery_time_in_seconds int, delayed_durability int, delayed_durability_desc nvarchar(60), is_memory_optimized_elevate_to_snapshot_on bit, is_federation_member bit, is_remote_data_archive_enabled bit, is_mixed_page_allocation_on bit"
	databases2017 = databases2016 + ", is_temporal_history_retention_enabled bit"
	databases2019 = databases2017 + ", catalog_collation_type int, catalog_collation_type_desc nvarchar(60), physical_database_name sysname, is_result_set_caching_on bit, is_accelerated_database_recovery_on bit, is_tempdb_spill_to_remote_store bit, is_stale_page_detection_on bit, is_memory_optimized_enabled bit"
	databases2022 = databases2019 + ", is_data_retention_enabled bit, is_ledger_on bit, is_change_feed_enabled bit"
	databases2025 = databases2022 + ", is_data_lake_replication_enabled bit, is_event_stream_enabled bit, data_compaction tinyint, data_compaction_desc nvarchar(60), data_lake_log_publishing tinyint, data_lake_log_publishing_desc nvarchar(60), is_vorder_enabled bit, is_proactive_statistics_refresh_on bit, is_optimized_locking_on bit"

	symmetricKeysList = "name sysname, principal_id int, symmetric_key_id int, key_length int, key_algorithm char(2), algorithm_desc nvarchar(60), create_date datetime, modify_date datetime, key_guid uniqueidentifier, key_thumbprint sql_variant, provider_type nvarchar(120), cryptographic_provider_guid uniqueidentifier, cryptographic_provider_algid sql_variant"
	certificatesList  = "name sysname, certificate_id int, principal_id int, pvt_key_encryption_type char(2), pvt_key_encryption_type_desc nvarchar(60), is_active_for_begin_dialog bit, issuer_name nvarchar(442), cert_serial_number nvarchar(64), sid varbinary(85), string_sid sysname, subject nvarchar(4000), expiry_date datetime, start_date datetime, thumbprint varbinary(32), attested_by nvarchar(260), pvt_key_last_backup_date datetime, key_length int"
	endpointsList     = "name sysname, endpoint_id int, principal_id int, protocol tinyint, protocol_desc nvarchar(60), type tinyint, type_desc nvarchar(60), state tinyint, state_desc nvarchar(60), is_admin_endpoint bit"
	mirroringList     = endpointsList + ", role tinyint, role_desc nvarchar(60), is_encryption_enabled bit, connection_auth tinyint, connection_auth_desc nvarchar(60), certificate_id int, encryption_algorithm tinyint, encryption_algorithm_desc nvarchar(60)"
	groups2014        = "group_id uniqueidentifier, name sysname, resource_id nvarchar(40), resource_group_id nvarchar(40), failure_condition_level int, health_check_timeout int, automated_backup_preference tinyint, automated_backup_preference_desc nvarchar(60)"
	groups2016        = groups2014 + ", version smallint, basic_features bit, dtc_support bit, db_failover bit, is_distributed bit"
	groups2017        = groups2016 + ", cluster_type tinyint, cluster_type_desc nvarchar(60), required_synchronized_secondaries_to_commit int, sequence_number bigint"
	encryption2016    = "database_id int, encryption_state int, create_date datetime, regenerate_date datetime, modify_date datetime, set_date datetime, opened_date datetime, key_algorithm nvarchar(32), key_length int, encryptor_thumbprint varbinary(20), encryptor_type nvarchar(32), percent_complete real"
	encryption2019    = encryption2016 + ", encryption_state_desc nvarchar(32), encryption_scan_state int, encryption_scan_state_desc nvarchar(32), encryption_scan_modify_date datetime"
	seedingList       = "local_physical_seeding_id uniqueidentifier, remote_physical_seeding_id uniqueidentifier, local_database_id int, local_database_name sysname, remote_machine_name sysname, role_desc nvarchar(60), internal_state_desc nvarchar(60), transfer_rate_bytes_per_second bigint, transferred_size_bytes bigint, database_size_bytes bigint, start_time_utc datetime, end_time_utc datetime, estimate_time_complete_utc datetime, total_disk_io_wait_time_ms bigint, total_network_wait_time_ms bigint, failure_code int, failure_message nvarchar(512), failure_time_utc datetime, is_compression_enabled bit"
	replicaStates2016 = "replica_id uniqueidentifier, group_id uniqueidentifier, is_local bit, role tinyint, role_desc nvarchar(60), operational_state tinyint, operational_state_desc nvarchar(60), connected_state tinyint, connected_state_desc nvarchar(60), recovery_health tinyint, recovery_health_desc nvarchar(60), synchronization_health tinyint, synchronization_health_desc nvarchar(60), last_connect_error_number int, last_connect_error_description nvarchar(1024), last_connect_error_timestamp datetime"
	servicesList      = "servicename nvarchar(256), startup_type int, startup_type_desc nvarchar(256), status int, status_desc nvarchar(256), process_id int, last_startup_time datetimeoffset(7), service_account nvarchar(256), filename nvarchar(256), is_clustered nvarchar(1), cluster_nodename nvarchar(256), instant_file_initialization_enabled nvarchar(1)"
	replicas2016      = "replica_id uniqueidentifier, group_id uniqueidentifier, replica_metadata_id int, replica_server_name nvarchar(256), owner_sid varbinary(85), endpoint_url nvarchar(256), availability_mode tinyint, availability_mode_desc nvarchar(60), failover_mode tinyint, failover_mode_desc nvarchar(60), session_timeout int, primary_role_allow_connections tinyint, primary_role_allow_connections_desc nvarchar(60), secondary_role_allow_connections tinyint, secondary_role_allow_connections_desc nvarchar(60), create_date datetime, modify_date datetime, backup_priority int, read_only_routing_url nvarchar(256), seeding_mode tinyint, seeding_mode_desc nvarchar(60)"
	masterFilesList   = "database_id int, file_id int, file_guid uniqueidentifier, type tinyint, type_desc nvarchar(60), data_space_id int, name sysname, physical_name nvarchar(260), state tinyint, state_desc nvarchar(60), size int, max_size int, growth int, is_media_read_only bit, is_read_only bit, is_sparse bit, is_percent_growth bit, is_name_reserved bit, create_lsn numeric(25,0), drop_lsn numeric(25,0), read_only_lsn numeric(25,0), read_write_lsn numeric(25,0), differential_base_lsn numeric(25,0), differential_base_guid uniqueidentifier, differential_base_time datetime, redo_start_lsn numeric(25,0), redo_start_fork_guid uniqueidentifier, redo_target_lsn numeric(25,0), redo_target_fork_guid uniqueidentifier, backup_lsn numeric(25,0), credential_id int"
	asymmetricList    = "name sysname, principal_id int, asymmetric_key_id int, pvt_key_encryption_type char(2), pvt_key_encryption_type_desc nvarchar(60), thumbprint varbinary(32), algorithm char(2), algorithm_desc nvarchar(60), key_length int, sid varbinary(85), string_sid sysname, public_key varbinary(max), attested_by nvarchar(260), provider_type nvarchar(120), cryptographic_provider_guid uniqueidentifier, cryptographic_provider_algid sql_variant"
	filegroupsList    = "name sysname, data_space_id int, type char(2), type_desc nvarchar(60), is_default bit, is_system bit, filegroup_guid uniqueidentifier, log_filegroup_id int, is_read_only bit, is_autogrow_all_files bit"
)

func TestColumnsByVersion(t *testing.T) {
	for _, c := range []struct{ version, view, want string }{
		{"2014 SP3", "sys.databases", databases2014},
		{"2016 SP3", "sys.databases", databases2016},
		{"2017 CU31", "sys.databases", databases2017},
		{"2019 CU20", "sys.databases", databases2019},
		{"2022 CU13", "sys.databases", databases2022},
		{"2025 CU6", "sys.databases", databases2025},
		{"2016 SP3", "sys.symmetric_keys", symmetricKeysList},
		{"2025 CU6", "sys.symmetric_keys", symmetricKeysList},
		{"2014 SP3", "sys.certificates", strings.TrimSuffix(certificatesList, ", key_length int")},
		{"2016 SP3", "sys.certificates", certificatesList},
		{"2022 RTM", "sys.certificates", certificatesList},
		{"2016 SP3", "sys.endpoints", endpointsList},
		{"2022 RTM", "sys.database_mirroring_endpoints", mirroringList},
		{"2019 CU20", "sys.tcp_endpoints", endpointsList + ", port int, is_dynamic_port bit, ip_address nvarchar(45)"},
		{"2014 SP3", "sys.availability_groups", groups2014},
		{"2016 SP3", "sys.availability_groups", groups2016},
		{"2017 CU31", "sys.availability_groups", groups2017},
		{"2022 CU13", "sys.availability_groups", groups2017 + ", is_contained bit"},
		{"2016 SP3", "sys.dm_database_encryption_keys", encryption2016},
		{"2017 CU31", "sys.dm_database_encryption_keys", encryption2016},
		{"2019 CU20", "sys.dm_database_encryption_keys", encryption2019},
		{"2016 SP3", "sys.dm_hadr_physical_seeding_stats", seedingList},
		{"2016 SP3", "sys.dm_hadr_availability_replica_states", replicaStates2016},
		{"2017 CU31", "sys.dm_hadr_availability_replica_states", replicaStates2016 + ", write_lease_remaining_ticks bigint"},
		{"2016 SP3", "sys.dm_server_services", servicesList},
		{"2016 SP3", "sys.filegroups", filegroupsList},
		{"2014 SP3", "sys.filegroups", strings.TrimSuffix(filegroupsList, ", is_autogrow_all_files bit")},
		{"2019 CU20", "sys.dm_server_registry", "registry_key nvarchar(256), value_name nvarchar(256), value_data sql_variant"},
		{"2019 CU20", "sys.configurations", "configuration_id int, name nvarchar(35), value sql_variant, minimum sql_variant, maximum sql_variant, value_in_use sql_variant, description nvarchar(255), is_dynamic bit, is_advanced bit"},
		{"2017 CU31", "sys.dm_os_host_info", "host_platform nvarchar(256), host_distribution nvarchar(256), host_release nvarchar(256), host_service_pack_level nvarchar(256), host_sku int, os_language_version int"},
		{"2014 SP3", "sys.availability_replicas", strings.TrimSuffix(replicas2016, ", seeding_mode tinyint, seeding_mode_desc nvarchar(60)")},
		{"2017 CU31", "sys.availability_replicas", replicas2016},
		{"2019 CU20", "sys.availability_replicas", replicas2016 + ", read_write_routing_url nvarchar(256)"},
		{"2016 SP3", "sys.master_files", masterFilesList},
		{"2016 SP3", "sys.asymmetric_keys", asymmetricList},
		{"2016 SP3", "sys.key_encryptions", "key_id int, thumbprint varbinary(32), crypt_type char(4), crypt_type_desc nvarchar(60), crypt_property varbinary(max)"},
		{"2016 SP3", "sys.availability_databases_cluster", "group_id uniqueidentifier, group_database_id uniqueidentifier, database_name sysname"},
		{"2016 SP3", "sys.dm_hadr_automatic_seeding", "start_time datetime, completion_time datetime, ag_id uniqueidentifier, ag_db_id uniqueidentifier, ag_remote_replica_id uniqueidentifier, operation_id uniqueidentifier, is_source bit, current_state nvarchar(60), performed_seeding bit, failure_state int, failure_state_desc nvarchar(60), error_code int, number_of_attempts int"},
		{"2016 SP3", "sys.dm_hadr_cluster_members", "member_name sysname, member_type tinyint, member_type_desc nvarchar(50), member_state tinyint, member_state_desc nvarchar(60), number_of_quorum_votes tinyint"},
		{"2022 CU13", "sys.server_principals", "name sysname, principal_id int, sid varbinary(85), type char(1), type_desc nvarchar(60), is_disabled bit, create_date datetime, modify_date datetime, default_database_name sysname, default_language_name sysname, credential_id int, owning_principal_id int, is_fixed_role bit"},
		{"2022 CU13", "sys.all_objects", "name sysname, object_id int, principal_id int, schema_id int, parent_object_id int, type char(2), type_desc nvarchar(60), create_date datetime, modify_date datetime, is_ms_shipped bit, is_published bit, is_schema_published bit"},
		{"2022 CU13", "msdb.dbo.sysjobhistory", "instance_id int, job_id uniqueidentifier, step_id int, step_name sysname, sql_message_id int, sql_severity int, message nvarchar(4000), run_status int, run_date int, run_time int, run_duration int, operator_id_emailed int, operator_id_netsent int, operator_id_paged int, retries_attempted int, server sysname"},
		{"2019 CU20", "sys.dm_hadr_cluster", "cluster_name sysname, quorum_type tinyint, quorum_type_desc varchar(50), quorum_state tinyint, quorum_state_desc varchar(50)"},
	} {
		compareColumns(t, c.version+" "+c.view, columnList(read(t, asSA(t, install(t, c.version)), c.view)), c.want)
	}
}

func TestDatabaseReplicaStatesColumns(t *testing.T) {
	want := "database_id group_id replica_id group_database_id is_local is_primary_replica synchronization_state synchronization_state_desc is_commit_participant synchronization_health synchronization_health_desc database_state database_state_desc is_suspended suspend_reason suspend_reason_desc recovery_lsn truncation_lsn last_sent_lsn last_sent_time last_received_lsn last_received_time last_hardened_lsn last_hardened_time last_redone_lsn last_redone_time log_send_queue_size log_send_rate redo_queue_size redo_rate filestream_send_rate end_of_log_lsn last_commit_lsn last_commit_time low_water_mark_for_ghosts"
	for version, tail := range map[string]string{
		"2014 SP3": "", "2016 SP3": " secondary_lag_seconds", "2019 CU20": " secondary_lag_seconds",
		"2022 CU13": " secondary_lag_seconds quorum_commit_lsn quorum_commit_time",
		"2025 CU6":  " secondary_lag_seconds quorum_commit_lsn quorum_commit_time is_internal",
	} {
		a := read(t, asSA(t, install(t, version)), "sys.dm_hadr_database_replica_states")
		var names []string
		for _, c := range a.columns {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != want+tail {
			t.Errorf("%s:\n%s", version, got)
		}
	}
}

// Views that came with a version are 208 before it.
func TestViewsOfNewerVersions(t *testing.T) {
	for _, c := range []struct {
		version, view string
		exists        bool
	}{
		{"2014 SP3", "sys.dm_hadr_physical_seeding_stats", false},
		{"2014 SP3", "sys.dm_hadr_automatic_seeding", false},
		{"2016 SP3", "sys.dm_hadr_automatic_seeding", true},
		{"2016 SP3", "sys.dm_os_host_info", false},
		{"2017 CU31", "sys.dm_os_host_info", true},
		{"2017 CU31", "sys.dm_tran_persistent_version_store_stats", false},
		{"2019 CU20", "sys.dm_tran_persistent_version_store_stats", true},
	} {
		_, err := tryRead(t, asSA(t, install(t, c.version)), c.view)
		if c.exists && err != nil {
			t.Errorf("%s %s: %v", c.version, c.view, err)
		}
		if !c.exists {
			wantNumbers(t, c.version+" "+c.view, err, 208)
		}
	}
}

// Every view gives rows that fit its columns on every version: each name a row uses is a
// column, and no column that cannot be NULL is.
func TestRowsFitTheirColumns(t *testing.T) {
	for _, version := range []string{"2014 SP3", "2016 SP3", "2017 CU31", "2019 CU20", "2022 CU13", "2025 CU6"} {
		s := install(t, version)
		populate(s)
		se := asSA(t, s)
		query(t, se, "CREATE TABLE Sales.dbo.orders (id int)")
		query(t, se, "USE Sales")
		query(t, se, "CREATE PROCEDURE count_orders AS SELECT COUNT(*) FROM orders")
		for _, v := range s.catalog.views {
			if v.exists(s) {
				checkRows(t, version, s, se, v)
			}
		}
	}
}

func checkRows(t *testing.T, version string, s *Server, se *Session, v *view) {
	t.Helper()
	d := s.database("Sales")
	if v.msdb {
		d = s.database("msdb")
	}
	known := map[string]bool{}
	for _, c := range v.columns {
		known[c.name] = true
	}
	rows, cols := v.rows(se.reader(d)), v.at(s.major())
	if len(rows) == 0 && !mayBeEmpty[v.name] {
		t.Errorf("%s: %s has no row to check", version, v.name)
	}
	for _, r := range rows {
		for name := range r {
			if !known[name] {
				t.Errorf("%s: a row writes %q, which is no column", v.name, name)
			}
		}
		for i, cell := range r.render(cols) {
			c := cols[i]
			if cell == nil && !c.nullable {
				t.Errorf("%s: %s.%s is NULL", version, v.name, c.name)
			}
			if err := holdsType(c, cell); err != "" {
				t.Errorf("%s: %s.%s: %s", version, v.name, c.name, err)
			}
		}
	}
}

// mayBeEmpty are views without a row in the populated instance.
var mayBeEmpty = map[string]bool{"sys.service_broker_endpoints": true, "sys.objects": true, "sys.columns": true,
	"INFORMATION_SCHEMA.TABLES": true}

// holdsType tells what is wrong with a value in a column: the Go types are those package
// value lays down.
func holdsType(c viewColumn, v any) string {
	if v == nil {
		return ""
	}
	want := map[string]string{
		"bit": "bool", "tinyint": "int64", "smallint": "int64", "int": "int64", "bigint": "int64",
		"nvarchar": "string", "varchar": "string", "char": "string", "nchar": "string",
		"varbinary": "[]uint8", "binary": "[]uint8", "uniqueidentifier": "value.GUID", "numeric": "value.Dec",
		"datetime": "time.Time", "datetime2": "time.Time", "datetimeoffset": "time.Time", "real": "float64", "sql_variant": "value.Var",
	}[c.typ.Name()]
	if got := fmt.Sprintf("%T", v); got != want {
		return fmt.Sprintf("%v is a %s, want %s", v, got, want)
	}
	if n, ok := v.(int64); ok {
		limits := map[string][2]int64{"tinyint": {0, 255}, "smallint": {-32768, 32767}, "int": {-1 << 31, 1<<31 - 1}}
		if l, ok := limits[c.typ.Name()]; ok && (n < l[0] || n > l[1]) {
			return fmt.Sprintf("%d does not fit a %s", n, c.typ.Name())
		}
	}
	return ""
}

func TestColumnSyntax(t *testing.T) {
	for text, want := range map[string]viewColumn{
		"name sysname":                  {name: "name", typ: value.SysnameT, sysname: true},
		"a int?":                        {name: "a", typ: value.IntT, nullable: true},
		"b bit =1 @13":                  {name: "b", typ: value.BitT, standard: true, since: 13},
		"c nvarchar(60) =NO_KEY @13-15": {name: "c", typ: value.NVarCharN(60), standard: "NO KEY", since: 13, until: 15},
		"d varbinary(max)?":             {name: "d", typ: value.VarBinaryN(value.Max), nullable: true},
	} {
		got, err := parseColumn(strings.Fields(text))
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"name", "name strange", "a int =x", "a int @x", "a int @13-x", "a int not", "a int(3)", "a nvarchar(x)", "a datetime =1"} {
		if c, err := parseColumn(strings.Fields(text)); err == nil {
			t.Errorf("%s: %+v", text, c)
		}
	}
	if c := (viewColumn{since: 13, until: 15}); c.at(12) || !c.at(13) || !c.at(15) || c.at(16) {
		t.Error("the range of versions is wrong")
	}
}
