The history of backups in msdb.

-- name: backupset-types
-- facts: tsql.md C15
-- expect columns: backup_set_id INT, media_set_id INT, first_lsn DECIMAL(25,0), database_backup_lsn DECIMAL(25,0), backup_finish_date DATETIME, type CHAR(1), backup_size DECIMAL(20,0), database_name NVARCHAR(128), server_name NVARCHAR(128), recovery_model NVARCHAR(60), has_backup_checksums BIT, is_damaged BIT, is_copy_only BIT, database_guid UNIQUEIDENTIFIER, compressed_backup_size DECIMAL(20,0), time_zone SMALLINT
-- lab rows: 1
-- lab row: * | * | ~^\d+$ | * | * | D | ~^\d+$ | Sales | SQL01 | FULL | 1 | 0 | 0 | * | ~^\d+$ | *
SELECT backup_set_id, media_set_id, first_lsn, database_backup_lsn, backup_finish_date, type, backup_size, database_name, server_name,
  recovery_model, has_backup_checksums, is_damaged, is_copy_only, database_guid, compressed_backup_size, time_zone
FROM msdb.dbo.backupset;

-- name: last-full-backup
-- worlds: ready-2022 purged-history
-- facts: tsql.md C15
-- lab columns: name NVARCHAR(128), last_full DATETIME
-- lab row: Sales | *
SELECT d.name, MAX(b.backup_finish_date) AS last_full
FROM sys.databases d
LEFT JOIN msdb.dbo.backupset b ON b.database_name = d.name AND b.type = 'D' AND b.is_copy_only = 0 AND b.server_name = @@SERVERNAME
WHERE d.database_id > 4
GROUP BY d.name;

-- name: never-backed-up
-- worlds: many-databases
-- facts: tsql.md C15
-- lab rows: 5
-- lab row: App100
-- lab next: App200
-- lab next: App300
-- lab next: App400
-- lab next: App500
SELECT name FROM sys.databases d
WHERE database_id > 4 AND NOT EXISTS (SELECT 1 FROM msdb.dbo.backupset b WHERE b.database_name = d.name AND b.type = 'D')
ORDER BY name;

-- name: never-backed-up-not-in
-- worlds: many-databases
-- facts: tsql.md C15
-- lab rows: 1
-- lab row: 5
SELECT COUNT(*) FROM sys.databases WHERE database_id > 4 AND name NOT IN (SELECT database_name FROM msdb..backupset WHERE database_name IS NOT NULL)

-- name: only-copy-only
-- worlds: copy-only-backup
-- facts: tsql.md C15
-- lab rows: 2
-- lab row: HR | 0 | 1
-- lab next: Sales | 1 | 0
SELECT database_name, SUM(CASE WHEN is_copy_only = 0 THEN 1 ELSE 0 END) AS base, SUM(CAST(is_copy_only AS int)) AS copies
FROM msdb.dbo.backupset GROUP BY database_name ORDER BY database_name;

-- name: newest-backup-by-row-number
-- worlds: copy-only-backup
-- facts: tsql.md C15
-- lab columns: database_name NVARCHAR(128), kind VARCHAR, physical_device_name NVARCHAR(260), device_type TINYINT
-- lab rows: 2
-- lab row: HR | full | ~\.bak$ | 2
-- lab next: Sales | full | ~\.bak$ | 2
WITH history AS (
  SELECT bs.database_name, bs.type, bmf.physical_device_name, bmf.device_type,
    ROW_NUMBER() OVER (PARTITION BY bs.database_name, bs.type ORDER BY bs.backup_finish_date DESC, bs.backup_set_id DESC) AS rn
  FROM msdb.dbo.backupset AS bs
  INNER JOIN msdb.dbo.backupmediafamily AS bmf ON bmf.media_set_id = bs.media_set_id
)
SELECT database_name, CASE type WHEN 'D' THEN 'full' WHEN 'I' THEN 'differential' WHEN 'L' THEN 'log' END AS kind, physical_device_name, device_type
FROM history WHERE rn = 1 ORDER BY database_name;

-- name: purged-history
-- worlds: purged-history
-- facts: tsql.md C15
-- lab columns: n INT, chain INT
-- lab row: 0 | 1
SELECT (SELECT COUNT(*) FROM msdb.dbo.backupset) AS n,
  (SELECT COUNT(*) FROM sys.database_recovery_status WHERE database_id = DB_ID(N'Sales') AND last_log_backup_lsn IS NOT NULL) AS chain;

-- name: log-chain-per-database
-- worlds: unprepared-2016 unprepared-2022
-- facts: tsql.md C1, C15
-- lab row: HR | 0
-- lab row: Sales | 0
SELECT d.name, CASE WHEN r.last_log_backup_lsn IS NULL THEN 0 ELSE 1 END AS chain
FROM sys.databases d JOIN sys.database_recovery_status r ON r.database_id = d.database_id
WHERE d.database_id > 4

-- name: backup-messages
-- alone: yes
-- facts: tsql.md D3, H
-- lab messages: 4035, 4035, 3014
-- lab text: BACKUP DATABASE successfully processed
BACKUP DATABASE [Sales] TO DISK = N'NUL' WITH COPY_ONLY;

-- name: backup-progress
-- alone: yes
-- facts: tsql.md D3
-- lab text: 50 percent processed.
-- lab text: 100 percent processed.
BACKUP DATABASE Sales TO DISK = 'sales_full.bak' WITH INIT, FORMAT, CHECKSUM, STATS = 50, NAME = N'Sales-Full'

-- name: backup-shows-in-history
-- alone: yes
-- facts: tsql.md D3, C15
-- lab rows: 2
-- lab row: D | 0 | NULL
-- lab next: L | 0 | log of Sales
DECLARE @file nvarchar(260) = N'sales_log.trn', @db sysname = N'Sales';
BACKUP LOG @db TO DISK = @file WITH NAME = N'log of Sales';
SELECT type, is_copy_only, name FROM msdb.dbo.backupset WHERE database_name = @db ORDER BY backup_set_id;

-- name: backup-of-a-missing-database
-- facts: tsql.md D3, F1
-- expect errors: 911, 3013
BACKUP DATABASE [no such database] TO DISK = 'NUL';

-- name: log-backup-in-simple
-- worlds: releases
-- alone: yes
-- facts: tsql.md D3
-- lab errors: 4208/16, 3013/16
BACKUP LOG HR TO DISK = 'NUL'

-- name: log-backup-without-a-full-one
-- worlds: unprepared-2019
-- alone: yes
-- facts: tsql.md D3, D2
-- lab errors: 4214/16, 3013/16
ALTER DATABASE HR SET RECOVERY FULL;
GO
BACKUP LOG HR TO DISK = 'NUL';

-- name: backup-in-a-transaction
-- facts: tsql.md A, H
-- lab errors: 3021/16, 3013
BEGIN TRANSACTION;
BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY;

-- name: alter-database-in-a-transaction
-- facts: tsql.md A, H
-- lab errors: 226/16
BEGIN TRAN;
ALTER DATABASE Sales SET RECOVERY SIMPLE;

-- name: recovery-switch-starts-no-chain
-- worlds: unprepared-2022
-- alone: yes
-- facts: tsql.md D2, H
-- lab sets: 3
-- lab row 1: SIMPLE | NULL
-- lab row 2: FULL | NULL
-- lab row 3: FULL | ~^\d+$
-- lab rows 3: 1
SELECT d.recovery_model_desc, r.last_log_backup_lsn FROM sys.databases d JOIN sys.database_recovery_status r ON r.database_id = d.database_id WHERE d.name = 'HR';
ALTER DATABASE [HR] SET RECOVERY FULL WITH NO_WAIT;
SELECT d.recovery_model_desc, r.last_log_backup_lsn FROM sys.databases d JOIN sys.database_recovery_status r ON r.database_id = d.database_id WHERE d.name = 'HR';
BACKUP DATABASE [HR] TO DISK = N'NUL';
SELECT d.recovery_model_desc, r.last_log_backup_lsn FROM sys.databases d JOIN sys.database_recovery_status r ON r.database_id = d.database_id WHERE d.name = 'HR';

-- name: headeronly
-- alone: yes
-- facts: tsql.md D4
-- lab sets: 1
-- lab rows: 1
BACKUP DATABASE Sales TO DISK = 'h.bak' WITH FORMAT, COPY_ONLY;
RESTORE HEADERONLY FROM DISK = 'h.bak';

-- name: headeronly-of-nothing
-- facts: tsql.md D4
-- expect errors: 3201/16, 3013/16
RESTORE HEADERONLY FROM DISK = 'no such file.bak';
