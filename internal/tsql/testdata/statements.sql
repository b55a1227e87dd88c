-- source/identity
SELECT @@VERSION AS banner,
  @@SERVERNAME AS server_name,
  SERVERPROPERTY(N'ProductVersion') AS product_version,
  SERVERPROPERTY(N'ProductLevel') AS product_level,
  SERVERPROPERTY(N'ProductUpdateLevel') AS update_level,
  SERVERPROPERTY(N'ProductUpdateReference') AS update_reference,
  SERVERPROPERTY(N'Edition') AS edition,
  SERVERPROPERTY(N'EngineEdition') AS engine_edition,
  SERVERPROPERTY(N'ServerName') AS property_name,
  SERVERPROPERTY(N'InstanceName') AS instance_name,
  SERVERPROPERTY(N'Collation') AS collation,
  SERVERPROPERTY(N'IsClustered') AS is_clustered,
  SERVERPROPERTY(N'IsHadrEnabled') AS is_hadr_enabled,
  SERVERPROPERTY(N'HadrManagerStatus') AS hadr_manager_status
GO
-- source/account
SELECT SUSER_SNAME() AS login_name,
  IS_SRVROLEMEMBER(N'sysadmin') AS is_sysadmin,
  HAS_PERMS_BY_NAME(NULL, NULL, N'CONTROL SERVER') AS [CONTROL SERVER],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE') AS [VIEW SERVER STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION') AS [VIEW ANY DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DATABASE') AS [VIEW ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'CONNECT ANY DATABASE') AS [CONNECT ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'CREATE ANY DATABASE') AS [CREATE ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY DATABASE') AS [ALTER ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY ENDPOINT') AS [ALTER ANY ENDPOINT],
  HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY LOGIN') AS [ALTER ANY LOGIN],
  HAS_PERMS_BY_NAME(NULL, NULL, N'ALTER ANY AVAILABILITY GROUP') AS [ALTER ANY AVAILABILITY GROUP],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER PERFORMANCE STATE') AS [VIEW SERVER PERFORMANCE STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER SECURITY STATE') AS [VIEW SERVER SECURITY STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY PERFORMANCE DEFINITION') AS [VIEW ANY PERFORMANCE DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY SECURITY DEFINITION') AS [VIEW ANY SECURITY DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY ERROR LOG') AS [VIEW ANY ERROR LOG],
  HAS_PERMS_BY_NAME(N'msdb.dbo.backupset', N'OBJECT', N'SELECT') AS reads_backup_history
GO
-- source/started, from version 9
SELECT sqlserver_start_time FROM sys.dm_os_sys_info
GO
-- source/capability, from version 9
SELECT name FROM master.sys.all_objects WHERE name = N'sp_certificate_add_issuer'
GO
-- source/traceflags, from version 9
DBCC TRACESTATUS (-1)
GO
-- source/traceflags-session, from version 9
DBCC TRACESTATUS
GO
-- source/masterkey, from version 9
SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1
GO
-- source/certificates, from version 9
SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates
GO
-- source/endpoints, from version 9
SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id
GO
-- source/endpoint-rights, from version 9
SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = 'CO'
GO
-- source/logins, from version 9
SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = 'C' THEN 0 ELSE IS_SRVROLEMEMBER(N'sysadmin', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN ('G', 'W')
WHERE s.type = 'C' OR s.name = N'NT AUTHORITY\SYSTEM' OR s.sid = 0x010100000000000512000000
GO
-- source/databases, from version 9
SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible
FROM sys.databases
GO
-- source/chains, from version 9
SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status
GO
-- source/files, from version 9
SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files
GO
-- source/backups, from version 9
SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = 'D' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N'ServerName')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC
GO
-- source/startup, from version 10
SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N'%\Parameters'
GO
-- source/services, from version 10
SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services
GO
-- source/databases, from version 10
SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled
FROM sys.databases
GO
-- source/encryption, from version 10
SELECT database_id, encryption_state, encryptor_thumbprint
FROM sys.dm_database_encryption_keys
GO
-- source/hadr-switch, from version 11
DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR', N'HADR_Enabled', @enabled OUTPUT, N'no_output';
SELECT @enabled AS hadr_enabled;
GO
-- source/cluster, from version 11
SELECT cluster_name FROM sys.dm_hadr_cluster
GO
-- source/cluster-members, from version 11
SELECT member_name, member_type FROM sys.dm_hadr_cluster_members
GO
-- source/groups, from version 11
SELECT CONVERT(nvarchar(36), group_id) AS group_id, name
FROM sys.availability_groups
GO
-- source/group-replicas, from version 11
SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas
GO
-- source/group-states, from version 11
SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states
GO
-- source/group-databases, from version 11
SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster
GO
-- source/databases, from version 11
SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id
FROM sys.databases
GO
-- source/encryption, from version 11
SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys
GO
-- source/groups, from version 13
SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed
FROM sys.availability_groups
GO
-- source/host, from version 14
SELECT host_platform, host_distribution FROM sys.dm_os_host_info
GO
-- source/databases, from version 15
SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id, is_accelerated_database_recovery_on
FROM sys.databases
GO
-- source/versionstore, from version 15
SELECT database_id, pvs_filegroup_id FROM sys.dm_tran_persistent_version_store_stats
GO
-- source/groups, from version 16
SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed, is_contained
FROM sys.availability_groups
GO
-- source/filegroups/5
SELECT g.name, g.type, (SELECT COUNT(*) FROM [Sales].sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS file_count
FROM [Sales].sys.filegroups AS g
GO
-- source/files/5
SELECT file_id, type, name, state_desc, size, CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM [Sales].sys.database_files
GO
-- source/filegroups/6
SELECT g.name, g.type, (SELECT COUNT(*) FROM [we]]ird'n"ame].sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS file_count
FROM [we]]ird'n"ame].sys.filegroups AS g
GO
-- source/files/6
SELECT file_id, type, name, state_desc, size, CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM [we]]ird'n"ame].sys.database_files
GO
-- batch: identity
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT @@VERSION AS banner,
  @@SERVERNAME AS server_name,
  SERVERPROPERTY(N''ProductVersion'') AS product_version,
  SERVERPROPERTY(N''ProductLevel'') AS product_level,
  SERVERPROPERTY(N''ProductUpdateLevel'') AS update_level,
  SERVERPROPERTY(N''ProductUpdateReference'') AS update_reference,
  SERVERPROPERTY(N''Edition'') AS edition,
  SERVERPROPERTY(N''EngineEdition'') AS engine_edition,
  SERVERPROPERTY(N''ServerName'') AS property_name,
  SERVERPROPERTY(N''InstanceName'') AS instance_name,
  SERVERPROPERTY(N''Collation'') AS collation,
  SERVERPROPERTY(N''IsClustered'') AS is_clustered,
  SERVERPROPERTY(N''IsHadrEnabled'') AS is_hadr_enabled,
  SERVERPROPERTY(N''HadrManagerStatus'') AS hadr_manager_status';
SELECT N'source/identity' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT SUSER_SNAME() AS login_name,
  IS_SRVROLEMEMBER(N''sysadmin'') AS is_sysadmin,
  HAS_PERMS_BY_NAME(NULL, NULL, N''CONTROL SERVER'') AS [CONTROL SERVER],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW SERVER STATE'') AS [VIEW SERVER STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW ANY DEFINITION'') AS [VIEW ANY DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW ANY DATABASE'') AS [VIEW ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''CONNECT ANY DATABASE'') AS [CONNECT ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''CREATE ANY DATABASE'') AS [CREATE ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''ALTER ANY DATABASE'') AS [ALTER ANY DATABASE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''ALTER ANY ENDPOINT'') AS [ALTER ANY ENDPOINT],
  HAS_PERMS_BY_NAME(NULL, NULL, N''ALTER ANY LOGIN'') AS [ALTER ANY LOGIN],
  HAS_PERMS_BY_NAME(NULL, NULL, N''ALTER ANY AVAILABILITY GROUP'') AS [ALTER ANY AVAILABILITY GROUP],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW SERVER PERFORMANCE STATE'') AS [VIEW SERVER PERFORMANCE STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW SERVER SECURITY STATE'') AS [VIEW SERVER SECURITY STATE],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW ANY PERFORMANCE DEFINITION'') AS [VIEW ANY PERFORMANCE DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW ANY SECURITY DEFINITION'') AS [VIEW ANY SECURITY DEFINITION],
  HAS_PERMS_BY_NAME(NULL, NULL, N''VIEW ANY ERROR LOG'') AS [VIEW ANY ERROR LOG],
  HAS_PERMS_BY_NAME(N''msdb.dbo.backupset'', N''OBJECT'', N''SELECT'') AS reads_backup_history';
SELECT N'source/account' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 9
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 10
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 11
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N''HKEY_LOCAL_MACHINE'', N''SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR'', N''HADR_Enabled'', @enabled OUTPUT, N''no_output'';
SELECT @enabled AS hadr_enabled;';
SELECT N'source/hadr-switch' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT cluster_name FROM sys.dm_hadr_cluster';
SELECT N'source/cluster' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT member_name, member_type FROM sys.dm_hadr_cluster_members';
SELECT N'source/cluster-members' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, name
FROM sys.availability_groups';
SELECT N'source/groups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas';
SELECT N'source/group-replicas' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states';
SELECT N'source/group-states' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster';
SELECT N'source/group-databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 13
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N''HKEY_LOCAL_MACHINE'', N''SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR'', N''HADR_Enabled'', @enabled OUTPUT, N''no_output'';
SELECT @enabled AS hadr_enabled;';
SELECT N'source/hadr-switch' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT cluster_name FROM sys.dm_hadr_cluster';
SELECT N'source/cluster' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT member_name, member_type FROM sys.dm_hadr_cluster_members';
SELECT N'source/cluster-members' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed
FROM sys.availability_groups';
SELECT N'source/groups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas';
SELECT N'source/group-replicas' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states';
SELECT N'source/group-states' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster';
SELECT N'source/group-databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 14
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT host_platform, host_distribution FROM sys.dm_os_host_info';
SELECT N'source/host' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N''HKEY_LOCAL_MACHINE'', N''SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR'', N''HADR_Enabled'', @enabled OUTPUT, N''no_output'';
SELECT @enabled AS hadr_enabled;';
SELECT N'source/hadr-switch' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT cluster_name FROM sys.dm_hadr_cluster';
SELECT N'source/cluster' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT member_name, member_type FROM sys.dm_hadr_cluster_members';
SELECT N'source/cluster-members' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed
FROM sys.availability_groups';
SELECT N'source/groups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas';
SELECT N'source/group-replicas' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states';
SELECT N'source/group-states' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster';
SELECT N'source/group-databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 15
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT host_platform, host_distribution FROM sys.dm_os_host_info';
SELECT N'source/host' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N''HKEY_LOCAL_MACHINE'', N''SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR'', N''HADR_Enabled'', @enabled OUTPUT, N''no_output'';
SELECT @enabled AS hadr_enabled;';
SELECT N'source/hadr-switch' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT cluster_name FROM sys.dm_hadr_cluster';
SELECT N'source/cluster' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT member_name, member_type FROM sys.dm_hadr_cluster_members';
SELECT N'source/cluster-members' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed
FROM sys.availability_groups';
SELECT N'source/groups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas';
SELECT N'source/group-replicas' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states';
SELECT N'source/group-states' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster';
SELECT N'source/group-databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id, is_accelerated_database_recovery_on
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, pvs_filegroup_id FROM sys.dm_tran_persistent_version_store_stats';
SELECT N'source/versionstore' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: instance of version 16
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT host_platform, host_distribution FROM sys.dm_os_host_info';
SELECT N'source/host' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT sqlserver_start_time FROM sys.dm_os_sys_info';
SELECT N'source/started' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name FROM master.sys.all_objects WHERE name = N''sp_certificate_add_issuer''';
SELECT N'source/capability' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS (-1)';
SELECT N'source/traceflags' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DBCC TRACESTATUS';
SELECT N'source/traceflags-session' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N''%\Parameters''';
SELECT N'source/startup' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N''HKEY_LOCAL_MACHINE'', N''SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR'', N''HADR_Enabled'', @enabled OUTPUT, N''no_output'';
SELECT @enabled AS hadr_enabled;';
SELECT N'source/hadr-switch' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT cluster_name FROM sys.dm_hadr_cluster';
SELECT N'source/cluster' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT member_name, member_type FROM sys.dm_hadr_cluster_members';
SELECT N'source/cluster-members' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services';
SELECT N'source/services' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1';
SELECT N'source/masterkey' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates';
SELECT N'source/certificates' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id';
SELECT N'source/endpoints' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = ''CO''';
SELECT N'source/endpoint-rights' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = ''C'' THEN 0 ELSE IS_SRVROLEMEMBER(N''sysadmin'', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN (''G'', ''W'')
WHERE s.type = ''C'' OR s.name = N''NT AUTHORITY\SYSTEM'' OR s.sid = 0x010100000000000512000000';
SELECT N'source/logins' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, name, is_distributed, is_contained
FROM sys.availability_groups';
SELECT N'source/groups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  replica_server_name, endpoint_url
FROM sys.availability_replicas';
SELECT N'source/group-replicas' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, CONVERT(nvarchar(36), replica_id) AS replica_id,
  role_desc, connected_state_desc
FROM sys.dm_hadr_availability_replica_states';
SELECT N'source/group-states' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT CONVERT(nvarchar(36), group_id) AS group_id, database_name
FROM sys.availability_databases_cluster';
SELECT N'source/group-databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT name, database_id, state_desc, user_access_desc, recovery_model_desc, is_read_only, is_auto_close_on, source_database_id, compatibility_level, collation_name, is_broker_enabled, is_published, log_reuse_wait_desc, HAS_DBACCESS(name) AS is_accessible, is_cdc_enabled, CONVERT(nvarchar(36), replica_id) AS replica_id, is_accelerated_database_recovery_on
FROM sys.databases';
SELECT N'source/databases' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status';
SELECT N'source/chains' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files';
SELECT N'source/files' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, encryption_state, encryptor_thumbprint, encryptor_type
FROM sys.dm_database_encryption_keys';
SELECT N'source/encryption' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT database_id, pvs_filegroup_id FROM sys.dm_tran_persistent_version_store_stats';
SELECT N'source/versionstore' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = ''D'' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N''ServerName'')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC';
SELECT N'source/backups' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
-- batch: inside databases
SET XACT_ABORT OFF;
SET IMPLICIT_TRANSACTIONS OFF;
SET CURSOR_CLOSE_ON_COMMIT OFF;
SET NUMERIC_ROUNDABORT OFF;
SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NOCOUNT ON;
SET ROWCOUNT 0;
SET TEXTSIZE 2147483647;
SET LOCK_TIMEOUT 2000;
SELECT N'' AS milink_probe;
EXEC sys.sp_executesql N'SELECT g.name, g.type, (SELECT COUNT(*) FROM [Sales].sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS file_count
FROM [Sales].sys.filegroups AS g';
SELECT N'source/filegroups/5' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT file_id, type, name, state_desc, size, CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM [Sales].sys.database_files';
SELECT N'source/files/5' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT g.name, g.type, (SELECT COUNT(*) FROM [we]]ird''n"ame].sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS file_count
FROM [we]]ird''n"ame].sys.filegroups AS g';
SELECT N'source/filegroups/6' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
EXEC sys.sp_executesql N'SELECT file_id, type, name, state_desc, size, CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM [we]]ird''n"ame].sys.database_files';
SELECT N'source/files/6' AS milink_probe;
RAISERROR (N'', 0, 1) WITH NOWAIT;
GO
