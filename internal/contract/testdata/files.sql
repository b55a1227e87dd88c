Files and filegroups.

-- name: master-files
-- worlds: releases
-- facts: tsql.md C2
-- expect columns: database_id INT, file_id INT, type TINYINT, type_desc NVARCHAR(60), name NVARCHAR(128), physical_name NVARCHAR(260), state_desc NVARCHAR(60), size INT, max_size INT, growth INT, is_percent_growth BIT
-- expect row: 1 | 1 | 0 | ROWS | master | * | ONLINE | * | * | * | *
-- expect next: 1 | 2 | 1 | LOG | mastlog | * | ONLINE | * | * | * | *
SELECT database_id, file_id, type, type_desc, name, physical_name, state_desc, size, max_size, growth, is_percent_growth
FROM sys.master_files ORDER BY database_id, file_id;

-- name: size-per-database
-- worlds: releases
-- facts: tsql.md C2
-- expect columns: db NVARCHAR(128), files INT, mb DECIMAL
-- lab row: HR | 2 | *
-- lab row: Sales | 2 | *
SELECT DB_NAME(mf.database_id) AS db, COUNT(*) AS files, CAST(SUM(CAST(mf.size AS bigint)) * 8 / 1024.0 AS decimal(18, 2)) AS mb
FROM sys.master_files AS mf
WHERE mf.type IN (0, 1)
GROUP BY mf.database_id
HAVING SUM(CAST(mf.size AS bigint)) > 0
ORDER BY mb DESC, db;

-- name: more-than-one-log-file
-- worlds: two-log-files
-- facts: tsql.md C2
-- lab rows: 1
-- lab row: Sales | 2 | ~\.ldf
SELECT d.name, COUNT(*) AS log_files, MAX(f.physical_name) AS one_of_them
FROM sys.databases d INNER JOIN sys.master_files f ON f.database_id = d.database_id AND f.type = 1
GROUP BY d.name
HAVING COUNT(*) > 1;

-- name: one-log-file-each
-- worlds: ready-2022 releases
-- facts: tsql.md C2
-- expect rows: 0
SELECT d.name FROM sys.databases d
WHERE d.database_id <= 4 AND (SELECT COUNT(*) FROM sys.master_files f WHERE f.database_id = d.database_id AND f.type = 1) <> 1;

-- name: filestream-container
-- worlds: filestream
-- facts: tsql.md C2
-- lab columns: name NVARCHAR(128), type CHAR(2), type_desc NVARCHAR(60), files INT
-- lab rows: 1
-- lab row: Documents | FD | * | 1
USE Sales;
SELECT fg.name, fg.type, fg.type_desc, COUNT(f.file_id) AS files
FROM sys.filegroups fg LEFT JOIN sys.database_files f ON f.data_space_id = fg.data_space_id
WHERE fg.type <> 'FG'
GROUP BY fg.name, fg.type, fg.type_desc;

-- name: memory-optimized-filegroup
-- worlds: in-memory
-- facts: tsql.md C2
-- lab rows: 1
-- lab row: Memory | FX
SELECT name, type FROM Sales.sys.filegroups WHERE type IN ('FD', 'FX')

-- name: filegroups
-- facts: tsql.md C2
-- expect columns: name NVARCHAR(128), type CHAR(2), is_default BIT
-- expect rows: 1
-- expect row: PRIMARY | FG | 1
SELECT name, type, is_default FROM master.sys.filegroups

-- name: files-next-to-each-other
-- facts: tsql.md C2
-- expect columns: name NVARCHAR(128), n BIGINT, previous NVARCHAR(128), total INT
-- expect row: mastlog | 2 | master | 2
SELECT name, ROW_NUMBER() OVER (PARTITION BY database_id ORDER BY file_id) AS n,
  LAG(name) OVER (PARTITION BY database_id ORDER BY file_id) AS previous,
  COUNT(*) OVER (PARTITION BY database_id) AS total
FROM sys.master_files WHERE database_id = 1 ORDER BY n;

-- name: volumes
-- facts: tsql.md C14
-- expect columns: volume_mount_point NVARCHAR, total_bytes BIGINT, available_bytes BIGINT
-- expect rows: >= 1
SELECT DISTINCT vs.volume_mount_point, vs.total_bytes, vs.available_bytes
FROM sys.master_files AS f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) AS vs;

-- name: io-per-file
-- facts: tsql.md C14
-- expect columns: db NVARCHAR(128), num_of_bytes_written BIGINT, sample_ms BIGINT
-- expect row: master | ~^\d+$ | ~^\d+$
SELECT DB_NAME(v.database_id) AS db, v.num_of_bytes_written, v.sample_ms
FROM sys.dm_io_virtual_file_stats(NULL, NULL) v
JOIN sys.master_files mf ON mf.database_id = v.database_id AND mf.file_id = v.file_id
WHERE mf.type_desc = 'LOG';

-- name: io-of-one-database
-- facts: tsql.md C14
-- expect row: 2
SELECT COUNT(*) FROM sys.dm_io_virtual_file_stats(DB_ID('master'), NULL)
