sys.databases as inventories read it.

-- name: databases-columns-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), database_id INT, source_database_id INT, owner_sid VARBINARY(85), create_date DATETIME, compatibility_level TINYINT, collation_name NVARCHAR(128), user_access TINYINT, user_access_desc NVARCHAR(60), is_read_only BIT, is_auto_close_on BIT, is_auto_shrink_on BIT, state TINYINT, state_desc NVARCHAR(60), is_in_standby BIT, is_cleanly_shutdown BIT, is_supplemental_logging_enabled BIT, snapshot_isolation_state TINYINT, snapshot_isolation_state_desc NVARCHAR(60), is_read_committed_snapshot_on BIT, recovery_model TINYINT, recovery_model_desc NVARCHAR(60), page_verify_option TINYINT, page_verify_option_desc NVARCHAR(60), is_auto_create_stats_on BIT, is_auto_create_stats_incremental_on BIT, is_auto_update_stats_on BIT, is_auto_update_stats_async_on BIT, is_ansi_null_default_on BIT, is_ansi_nulls_on BIT, is_ansi_padding_on BIT, is_ansi_warnings_on BIT, is_arithabort_on BIT, is_concat_null_yields_null_on BIT, is_numeric_roundabort_on BIT, is_quoted_identifier_on BIT, is_recursive_triggers_on BIT, is_cursor_close_on_commit_on BIT, is_local_cursor_default BIT, is_fulltext_enabled BIT, is_trustworthy_on BIT, is_db_chaining_on BIT, is_parameterization_forced BIT, is_master_key_encrypted_by_server BIT, is_query_store_on BIT, is_published BIT, is_subscribed BIT, is_merge_published BIT, is_distributor BIT, is_sync_with_backup BIT, service_broker_guid UNIQUEIDENTIFIER, is_broker_enabled BIT, log_reuse_wait TINYINT, log_reuse_wait_desc NVARCHAR(60), is_date_correlation_on BIT, is_cdc_enabled BIT, is_encrypted BIT, is_honor_broker_priority_on BIT, replica_id UNIQUEIDENTIFIER, group_database_id UNIQUEIDENTIFIER, resource_pool_id INT, default_language_lcid SMALLINT, default_language_name NVARCHAR(128), default_fulltext_language_lcid INT, default_fulltext_language_name NVARCHAR(128), is_nested_triggers_on BIT, is_transform_noise_words_on BIT, two_digit_year_cutoff SMALLINT, containment TINYINT, containment_desc NVARCHAR(60), target_recovery_time_in_seconds INT, delayed_durability INT, delayed_durability_desc NVARCHAR(60), is_memory_optimized_elevate_to_snapshot_on BIT, is_federation_member BIT, is_remote_data_archive_enabled BIT, is_mixed_page_allocation_on BIT
-- expect rows: >= 4
SELECT * FROM sys.databases;

-- name: databases-of-an-instance
-- worlds: releases
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), database_id INT, state_desc NVARCHAR(60)
-- expect row: master | 1 | ONLINE
-- expect next: tempdb | 2 | ONLINE
-- expect next: model | 3 | ONLINE
-- expect next: msdb | 4 | ONLINE
-- lab next: Sales | 5 | ONLINE
-- lab next: HR | 6 | ONLINE
-- lab rows: 6
SELECT name, database_id, state_desc FROM master.sys.databases ORDER BY database_id;

-- name: recovery-models
-- worlds: releases
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), recovery_model TINYINT, recovery_model_desc NVARCHAR(60)
-- lab rows: 2
-- lab row: HR | 3 | SIMPLE
-- lab next: Sales | 3 | SIMPLE
SELECT [name], recovery_model, recovery_model_desc FROM sys.databases WHERE database_id > 4 ORDER BY [name] ASC;

-- name: recovery-model-full-ready
-- facts: tsql.md C1
-- lab rows: 1
-- lab row: Sales | FULL | MULTI_USER | 0 | 0 | 0 | 1 | NULL | NULL | NULL | NONE
SELECT d.name, d.recovery_model_desc, d.user_access_desc, d.is_read_only, d.is_auto_close_on, d.is_encrypted, d.is_broker_enabled,
  d.source_database_id, d.replica_id, d.group_database_id, d.containment_desc
FROM sys.databases AS d
WHERE d.database_id > 4;

-- name: broker-differs
-- worlds: releases
-- facts: tsql.md C1
-- lab rows: 2
-- lab row: HR | 0
-- lab row: Sales | 1
SELECT name, is_broker_enabled FROM sys.databases WHERE name IN (N'Sales', N'HR')

-- name: names-compare-without-case
-- facts: documentation: the server collations of Windows setups are case-insensitive
-- lab rows: 1
-- lab row: Sales
SELECT name FROM SYS.DATABASES WHERE NAME = 'SALES'

-- name: trailing-blanks-do-not-count
-- facts: documentation: = pads the shorter string with blanks, LIKE does not
-- expect rows: 1
-- expect row: 1 | 0
SELECT CASE WHEN N'master' = N'master   ' THEN 1 ELSE 0 END, CASE WHEN N'master' LIKE N'master   ' THEN 1 ELSE 0 END

-- name: compatibility-levels
-- worlds: releases
-- facts: tsql.md C1
-- lab rows: 1
-- lab row: 1
SELECT COUNT(DISTINCT compatibility_level) AS levels FROM sys.databases
WHERE compatibility_level = 10 * CAST(PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS varchar(30)), 4) AS int);

-- name: adr-column-2016
-- worlds: unprepared-2016 unprepared-2017
-- versions: 13-14
-- facts: tsql.md C1
-- expect errors: 207/16
-- expect text: Invalid column name 'is_accelerated_database_recovery_on'.
SELECT name, is_accelerated_database_recovery_on FROM sys.databases;

-- name: adr-column-2019
-- worlds: unprepared-2019 unprepared-2022 unprepared-2025 ready-2022
-- versions: 15+
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), is_accelerated_database_recovery_on BIT, physical_database_name NVARCHAR(128)
-- expect rows: >= 4
SELECT name, is_accelerated_database_recovery_on, physical_database_name FROM sys.databases;

-- name: ledger-column
-- worlds: releases
-- versions: 13-15
-- facts: tsql.md C1
-- expect errors: 207/16
SELECT name FROM sys.databases WHERE is_ledger_on = 1

-- name: optimized-locking-column
-- worlds: unprepared-2022
-- versions: 13-16
-- facts: tsql.md C1
-- expect errors: 207/16
SELECT is_optimized_locking_on FROM sys.databases

-- name: one-bad-column-stops-the-batch
-- worlds: unprepared-2017
-- versions: 13-14
-- facts: tsql.md C1
-- expect sets: 0
-- expect errors: 207/16
-- expect messages: none
PRINT 'before';
SELECT name FROM sys.databases;
SELECT catalog_collation_type FROM sys.databases;

-- name: version-branch-does-not-save-a-column
-- worlds: unprepared-2016
-- versions: 13-14
-- facts: tsql.md C1
-- expect sets: 0
-- expect errors: 207/16
IF CAST(PARSENAME(CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), 4) AS int) >= 15
    SELECT name, is_accelerated_database_recovery_on AS adr FROM sys.databases
ELSE
    SELECT name, 0 AS adr FROM sys.databases;

-- name: version-branch-with-dynamic-sql
-- worlds: releases
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), adr BIT
-- expect rows: >= 4
DECLARE @sql nvarchar(max) = N'SELECT name, ';
IF EXISTS (SELECT * FROM master.sys.all_columns WHERE object_id = OBJECT_ID(N'sys.databases') AND name = N'is_accelerated_database_recovery_on')
    SET @sql += N'is_accelerated_database_recovery_on AS adr';
ELSE
    SET @sql += N'CAST(0 AS bit) AS adr';
SET @sql += N' FROM sys.databases;';
EXEC sp_executesql @sql;

-- name: state-in-words
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), state NVARCHAR(67)
-- expect row: master | online
SELECT d.name, CASE d.state WHEN 0 THEN 'online' WHEN 1 THEN 'restoring' WHEN 6 THEN 'offline' ELSE 'other: ' + d.state_desc END AS state
FROM sys.databases d
WHERE d.name = N'master';

-- name: grouped-by-recovery
-- worlds: releases
-- facts: tsql.md C1
-- expect columns: recovery_model_desc NVARCHAR(60), databases INT, names NVARCHAR
-- lab row: SIMPLE | * | ~^HR, .*Sales
-- lab rows: 2
SELECT recovery_model_desc, COUNT(*) AS databases,
  STUFF((SELECT N', ' + x.name FROM sys.databases x WHERE x.recovery_model_desc = d.recovery_model_desc ORDER BY x.name FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, N'') AS names
FROM sys.databases d
GROUP BY recovery_model_desc
ORDER BY COUNT(*) DESC;

-- name: many-databases-counted
-- worlds: many-databases
-- facts: tsql.md C1
-- lab rows: 1
-- lab row: 500 | 500 | 0 | 1
SELECT COUNT(*) AS databases, SUM(CASE WHEN recovery_model = 1 THEN 1 ELSE 0 END) AS in_full,
  SUM(CASE WHEN state <> 0 THEN 1 ELSE 0 END) AS not_online, MAX(CASE WHEN name = N'App250' THEN 1 ELSE 0 END) AS has_250
FROM sys.databases WHERE database_id > 4

-- name: many-databases-paged
-- worlds: many-databases
-- facts: tsql.md C1
-- lab rows: 3
-- lab row: App101
-- lab next: App102
-- lab next: App103
SELECT name FROM sys.databases WHERE name LIKE N'App%' ORDER BY name OFFSET 99 ROWS FETCH NEXT 3 ROWS ONLY;

-- name: many-databases-top-percent
-- worlds: many-databases
-- facts: tsql.md C1
-- lab rows: 5
SELECT TOP (1) PERCENT name FROM sys.databases WHERE database_id > 4 ORDER BY name DESC

-- name: many-databases-pattern
-- worlds: many-databases
-- facts: documentation: LIKE
-- lab rows: 9
-- lab row: App099
-- lab no: App199
SELECT name FROM sys.databases WHERE name LIKE 'App0[^0-8][1-9]' ORDER BY 1

-- name: odd-names-quoted
-- worlds: odd-names
-- facts: documentation: QUOTENAME
-- lab row: [we]]ird'n"ame] | 'we]ird''n"ame' | 12
-- lab row: [two words] | 'two words' | 9
-- lab row: [semi;colon--] | 'semi;colon--' | 12
-- lab row: [Zürich-Übung 東京] | 'Zürich-Übung 東京' | 15
SELECT QUOTENAME(name), QUOTENAME(name, ''''), LEN(name) FROM sys.databases WHERE database_id > 4

-- name: odd-names-used
-- worlds: odd-names
-- facts: tsql.md C2
-- lab rows: 6
-- lab each: * | 1 | 1
CREATE TABLE #files (db sysname, data_files int, log_files int);
DECLARE @db sysname, @sql nvarchar(max);
DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT name FROM sys.databases WHERE database_id > 4 AND state = 0;
OPEN c;
FETCH NEXT FROM c INTO @db;
WHILE @@FETCH_STATUS = 0
BEGIN
    SET @sql = N'USE ' + QUOTENAME(@db) + N'; SELECT DB_NAME(), SUM(CASE WHEN type = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN type = 1 THEN 1 ELSE 0 END) FROM sys.database_files;';
    INSERT INTO #files EXEC (@sql);
    FETCH NEXT FROM c INTO @db;
END
CLOSE c; DEALLOCATE c;
SELECT * FROM #files;

-- name: databasepropertyex
-- facts: tsql.md B3
-- expect columns: s SQL_VARIANT, u SQL_VARIANT, r SQL_VARIANT, a SQL_VARIANT, n SQL_VARIANT
-- expect row: ONLINE | READ_WRITE | SIMPLE | MULTI_USER | NULL
SELECT DATABASEPROPERTYEX('master', 'Status') AS s, DATABASEPROPERTYEX('master', 'Updateability') AS u,
  DATABASEPROPERTYEX('master', 'Recovery') AS r, DATABASEPROPERTYEX('master', 'UserAccess') AS a, DATABASEPROPERTYEX('no such database', 'Status') AS n

-- name: db-id-and-name
-- facts: tsql.md B3
-- expect row: 1 | master | NULL | NULL | msdb
SELECT DB_ID('master'), DB_NAME(1), DB_ID('no such database'), DB_NAME(32000), DB_NAME(DB_ID(N'MSDB'))

-- name: use-changes-the-session
-- facts: tsql.md A
-- expect columns: db NVARCHAR(128)
-- expect row: msdb
USE msdb;
GO
SELECT DB_NAME() AS db;

-- name: use-of-a-missing-database
-- facts: tsql.md A
-- expect errors: 911/16
-- expect row: master
USE master
GO
USE [no such database]
GO
SELECT DB_NAME()

-- name: use-inside-dynamic-sql-ends-with-it
-- facts: tsql.md A
-- expect sets: 2
-- expect row 1: msdb
-- expect row 2: master
USE master;
EXEC sp_executesql N'USE msdb; SELECT DB_NAME();';
SELECT DB_NAME();

-- name: log-reuse
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), log_reuse_wait_desc NVARCHAR(60), wait TINYINT
-- expect each: * | ~^(NOTHING|CHECKPOINT|LOG_BACKUP|ACTIVE_BACKUP_OR_RESTORE|ACTIVE_TRANSACTION|DATABASE_MIRRORING|REPLICATION|DATABASE_SNAPSHOT_CREATION|LOG_SCAN|AVAILABILITY_REPLICA|OLDEST_PAGE|XTP_CHECKPOINT|SLOG_SCAN)$ | *
SELECT name, log_reuse_wait_desc, log_reuse_wait AS wait FROM sys.databases

-- name: master-key-shows-in-databases
-- worlds: ready-2022
-- facts: tsql.md C1, C3
-- lab row: 1
SELECT is_master_key_encrypted_by_server FROM sys.databases WHERE name = 'master'

-- name: owner-of-a-database
-- facts: tsql.md C1, C14
-- expect columns: name NVARCHAR(128), owner NVARCHAR(128), login NVARCHAR(128)
-- expect row: master | sa | sa
SELECT d.name, SUSER_SNAME(d.owner_sid) AS owner, p.name AS login
FROM sys.databases d LEFT OUTER JOIN sys.server_principals p ON p.sid = d.owner_sid
WHERE d.name = 'master'
