package instance

// hostViews tell of the machine and of the process.
var hostViews = []*view{
	{
		name: "sys.dm_os_host_info", since: 14, // open to public
		columns: columns(`
			host_platform nvarchar(256)
			host_distribution nvarchar(256)
			host_release nvarchar(256)
			host_service_pack_level nvarchar(256)
			host_sku int?
			os_language_version int
			host_architecture nvarchar(256) =X64 @16`),
		rows:     (*reader).hostInfo,
		modelled: "host_architecture starts with 2022; the right to read cannot be revoked",
	},
	{
		name: "sys.dm_os_windows_info", state: performanceState,
		columns: columns(`
			windows_release nvarchar(256)
			windows_service_pack_level nvarchar(256)
			windows_sku int?
			os_language_version int`),
		rows:     (*reader).windowsInfo,
		modelled: "one row of empty words on Linux",
	},
	{
		name: "sys.dm_os_sys_info", state: performanceState,
		fromMemory: true,
		columns: columns(`
			cpu_ticks bigint
			ms_ticks bigint
			cpu_count int
			hyperthread_ratio int
			physical_memory_kb bigint
			virtual_memory_kb bigint
			committed_kb bigint
			committed_target_kb bigint
			visible_target_kb bigint
			stack_size_in_bytes int =2093056
			os_quantum bigint =4
			os_error_mode int =5
			os_priority_class int? =32
			max_workers_count int =512
			scheduler_count int
			scheduler_total_count int
			deadlock_monitor_serial_number int =0
			sqlserver_start_time_ms_ticks bigint =0
			sqlserver_start_time datetime
			affinity_type int =2
			affinity_type_desc nvarchar(60) =AUTO
			process_kernel_time_ms bigint =1200
			process_user_time_ms bigint =4800
			time_source int =0
			time_source_desc nvarchar(60) =QUERY_PERFORMANCE_COUNTER
			virtual_machine_type int =1
			virtual_machine_type_desc nvarchar(60) =HYPERVISOR
			softnuma_configuration int =0 @13
			softnuma_configuration_desc nvarchar(60) =OFF @13
			process_physical_affinity nvarchar(3072)? @14
			sql_memory_model int =1 @13
			sql_memory_model_desc nvarchar(120) =CONVENTIONAL @13
			socket_count int =1 @13
			cores_per_socket int @13
			numa_node_count int =1 @13
			container_type int =0 @15
			container_type_desc nvarchar(60) =NONE @15`),
		rows:     (*reader).sysInfo,
		modelled: "columns of 2016 SP1 and SP2 show on every 2016 build; numbers nobody reads are fixed",
	},
	{
		name: "sys.dm_os_performance_counters", state: performanceState,
		columns: columns(`
			object_name nchar(128)
			counter_name nchar(128)
			instance_name nchar(128)?
			cntr_value bigint
			cntr_type int`),
		rows:     (*reader).counters,
		modelled: "the few counters a link needs, all derived from the log position and size",
	},
	{
		name: "sys.dm_db_log_space_usage", state: performanceState,
		fromMemory: true,
		columns: columns(`
			database_id int
			total_log_size_in_bytes bigint
			used_log_space_in_bytes bigint
			used_log_space_in_percent real
			log_space_in_bytes_since_last_backup bigint`),
		rows:     (*reader).logSpace,
		modelled: "a tenth of the log is always in use",
	},
	{
		name: "sys.dm_tran_persistent_version_store_stats", since: 15, state: performanceState,
		fromMemory: true,
		columns: columns(`
			database_id int
			pvs_filegroup_id smallint
			persistent_version_store_size_kb bigint? =0
			online_index_version_store_size_kb bigint? =0
			current_aborted_transaction_count bigint? =0
			oldest_active_transaction_id bigint? =0
			oldest_aborted_transaction_id bigint? =0
			min_transaction_timestamp bigint? =0
			online_index_min_transaction_timestamp bigint? =0
			secondary_low_water_mark bigint? =0
			offrow_version_cleaner_start_time datetime2(7)?
			offrow_version_cleaner_end_time datetime2(7)?
			aborted_version_cleaner_start_time datetime2(7)?
			aborted_version_cleaner_end_time datetime2(7)?
			pvs_off_row_page_skipped_low_water_mark bigint? =0
			pvs_off_row_page_skipped_transaction_not_cleaned bigint? =0
			pvs_off_row_page_skipped_oldest_active_xdesid bigint? =0
			pvs_off_row_page_skipped_min_useful_xts bigint? =0
			pvs_off_row_page_skipped_oldest_snapshot bigint? =0
			pvs_off_row_page_skipped_oldest_aborted_xdesid bigint? =0`),
		rows:     (*reader).versionStores,
		modelled: "a row for every online database, ADR or not; all sizes are 0",
	},
}

func (r *reader) hostInfo() []row {
	platform, sku := "Windows", any(7)
	if r.s.Host.Linux {
		platform, sku = "Linux", nil
	}
	return []row{{"host_platform": platform, "host_distribution": r.s.Host.Distribution, "host_release": r.s.Host.Release,
		"host_service_pack_level": "", "host_sku": sku, "os_language_version": 1033}}
}

func (r *reader) windowsInfo() []row {
	if r.s.Host.Linux {
		return []row{{"windows_release": "", "windows_service_pack_level": "", "os_language_version": 0}}
	}
	return []row{{"windows_release": r.s.Host.Release, "windows_service_pack_level": "", "windows_sku": 7, "os_language_version": 1033}}
}

func (r *reader) sysInfo() []row {
	h, started := r.s.Host, r.s.Process.StartedAt
	up := r.now.Sub(started).Milliseconds()
	return []row{{
		"cpu_ticks": up * 2400000, "ms_ticks": up, "cpu_count": h.CPUs, "hyperthread_ratio": h.CPUs,
		"physical_memory_kb": h.MemoryKB, "virtual_memory_kb": int64(137438953344),
		"committed_kb": h.MemoryKB / 2, "committed_target_kb": h.MemoryKB * 3 / 4, "visible_target_kb": h.MemoryKB * 3 / 4,
		"scheduler_count": h.CPUs, "scheduler_total_count": h.CPUs + 12, "cores_per_socket": h.CPUs,
		"sqlserver_start_time": started,
	}}
}

// counterTypes are the two kinds: a value as it stands, and a running total to take
// differences of.
const (
	rawCount   = 65792
	totalCount = 272696576
)

func (r *reader) counters() []row {
	prefix := "SQLServer:"
	if name := r.s.Identity.InstanceName; name != "" {
		prefix = "MSSQL$" + name + ":"
	}
	var rows []row
	add := func(object, counter, instance string, n int64, kind int) {
		rows = append(rows, row{"object_name": prefix + object, "counter_name": counter, "instance_name": instance,
			"cntr_value": n, "cntr_type": kind})
	}
	for _, d := range r.s.Databases {
		size := d.logKB()
		add("Databases", "Log File(s) Size (KB)", d.Name, size, rawCount)
		add("Databases", "Log File(s) Used Size (KB)", d.Name, size/usedLogShare, rawCount)
		add("Databases", "Percent Log Used", d.Name, 100/usedLogShare, rawCount)
		add("Databases", "Log Bytes Flushed/sec", d.Name, d.NextLSN%1e9, totalCount)
		add("Databases", "Log Flushes/sec", d.Name, d.NextLSN%1e6, totalCount)
		add("Databases", "Transactions/sec", d.Name, d.NextLSN%1e6, totalCount)
	}
	for _, k := range r.s.Process.Replicas {
		if d := r.s.databaseByID(k.DatabaseID); d != nil && !k.Local {
			add("Database Replica", "Log Send Queue", d.Name, k.SendQueueKB, rawCount)
			add("Database Replica", "Recovery Queue", d.Name, k.RedoQueueKB, rawCount)
		}
	}
	return rows
}

// logSpace is the log of the database the view is read in.
func (r *reader) logSpace() []row {
	size := r.db.logKB() * 1024
	return []row{{"database_id": r.db.ID, "total_log_size_in_bytes": size, "used_log_space_in_bytes": size / usedLogShare,
		"used_log_space_in_percent": 100.0 / usedLogShare, "log_space_in_bytes_since_last_backup": size / usedLogShare}}
}

// usedLogShare is the part of every log that is in use: one in ten.
const usedLogShare = 10

// logKB is the size of the log files.
func (d *Database) logKB() int64 {
	var kb int64
	for _, f := range d.Files {
		if f.Type == 1 {
			kb += f.SizeMB * 1024
		}
	}
	return kb
}

func (r *reader) versionStores() []row {
	var rows []row
	for _, d := range r.s.Databases {
		if d.State == "ONLINE" {
			rows = append(rows, row{"database_id": d.ID, "pvs_filegroup_id": max(1, d.dataSpace(d.PVSFilegroup))})
		}
	}
	return rows
}
