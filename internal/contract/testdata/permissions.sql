What logins of little power see.

-- name: sysadmin-or-not
-- worlds: ready-2022
-- facts: tsql.md B3
-- lab columns: sysadmin INT, unknown_role INT, state INT, login NVARCHAR(128)
-- lab row: 1 | NULL | 1 | lab_dba
SELECT IS_SRVROLEMEMBER('sysadmin') AS sysadmin, IS_SRVROLEMEMBER('no such role') AS unknown_role,
  HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS state, SUSER_SNAME() AS login;

-- name: plain-login
-- worlds: no-permission
-- facts: tsql.md B3, E1
-- lab row: 0 | 1 | 0 | 0 | 1
SELECT IS_SRVROLEMEMBER(N'sysadmin'), IS_SRVROLEMEMBER('public'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE'),
  HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DATABASE')

-- name: permissions-of-a-plain-login
-- worlds: no-permission
-- facts: tsql.md B3
-- lab columns: permission_name NVARCHAR(60)
-- lab rows: 2
-- lab row: CONNECT SQL
-- lab next: VIEW ANY DATABASE
SELECT permission_name FROM fn_my_permissions(NULL, 'SERVER') ORDER BY permission_name;

-- name: new-permission-names-on-old-builds
-- worlds: unprepared-2016 unprepared-2019
-- versions: 13-15
-- facts: tsql.md B3, E1
-- expect row: NULL | NULL
SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER SECURITY STATE'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STAT')

-- name: new-permission-names
-- worlds: least-privilege
-- versions: 16+
-- facts: tsql.md B3, E3
-- lab row: 1 | 1 | 1 | 0 | 0
SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER SECURITY STATE'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER PERFORMANCE STATE'),
  HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW ANY DEFINITION'), HAS_PERMS_BY_NAME(NULL, NULL, 'CONTROL SERVER'), HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER ANY ENDPOINT')

-- name: dmv-denied-performance
-- worlds: no-permission
-- facts: tsql.md E4, H
-- lab errors: 300/14, 297/16
-- lab text: VIEW SERVER PERFORMANCE STATE permission was denied on object 'server', database 'master'.
SELECT cpu_count FROM sys.dm_os_sys_info

-- name: dmv-denied-security
-- worlds: no-permission
-- facts: tsql.md C12, E4
-- lab errors: 300/14, 297/16
-- lab text: VIEW SERVER SECURITY STATE permission was denied on object 'server', database 'master'.
SELECT database_id, encryption_state FROM sys.dm_database_encryption_keys;

-- name: dmv-denied-and-caught
-- worlds: no-permission
-- facts: tsql.md E4
-- lab sets: 1
-- lab row: 297
BEGIN TRY
  DECLARE @n int;
  SELECT @n = COUNT(*) FROM sys.dm_os_sys_info;
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER();
END CATCH

-- name: host-info-for-everybody
-- worlds: no-permission
-- facts: tsql.md C13
-- lab rows: 1
SELECT host_platform FROM sys.dm_os_host_info

-- name: certificates-hidden
-- worlds: no-permission
-- facts: tsql.md C5, E4
-- lab rows: 0
SELECT name FROM master.sys.certificates WHERE pvt_key_encryption_type = 'MK'

-- name: master-key-hidden-but-proved
-- worlds: no-permission
-- facts: tsql.md C3, H
-- lab row: 0 | 1
SELECT (SELECT COUNT(*) FROM master.sys.symmetric_keys WHERE symmetric_key_id = 101), CAST(is_master_key_encrypted_by_server AS int)
FROM sys.databases WHERE database_id = 1

-- name: mirroring-endpoint-hidden
-- worlds: no-permission
-- facts: tsql.md C7
-- lab row: 0 | 1
SELECT (SELECT COUNT(*) FROM sys.database_mirroring_endpoints), CASE WHEN EXISTS (SELECT * FROM sys.endpoints WHERE name = 'TSQL Default TCP') THEN 1 ELSE 0 END;

-- name: databases-shown-to-everybody
-- worlds: no-permission
-- facts: tsql.md C1
-- lab row: 5
SELECT COUNT(*) FROM sys.databases

-- name: files-hidden
-- worlds: no-permission
-- facts: tsql.md C2
-- lab row: 0
SELECT COUNT(*) FROM sys.master_files WHERE database_id > 4

-- name: user-database-closed
-- worlds: no-permission
-- facts: tsql.md E4, F1
-- lab errors: 916/14
USE Sales;

-- name: backup-history-denied
-- worlds: no-permission
-- facts: tsql.md C15
-- lab errors: 229/14
-- lab text: The SELECT permission was denied on the object 'backupset', database 'msdb', schema 'dbo'.
SELECT database_name FROM msdb.dbo.backupset

-- name: traceon-denied
-- worlds: no-permission least-privilege
-- facts: tsql.md B4, H
-- lab errors: 2571/14/3
DBCC TRACEON (9567, -1)

-- name: tracestatus-for-everybody
-- worlds: no-permission
-- facts: tsql.md B4
-- lab rows: 2
DBCC TRACESTATUS (-1) WITH NO_INFOMSGS

-- name: configure-denied
-- worlds: no-permission
-- facts: tsql.md D10
-- lab errors: 15247/16
EXEC sp_configure 'show advanced options', 1;

-- name: configure-read
-- worlds: no-permission
-- facts: tsql.md D10
-- lab columns: name NVARCHAR(35), minimum INT, maximum INT, config_value INT, run_value INT
-- lab rows: 1
-- lab row: show advanced options | 0 | 1 | 0 | 0
EXEC sp_configure 'show advanced options';

-- name: reconfigure-denied
-- worlds: no-permission
-- facts: tsql.md D10
-- lab errors: 5812/14
RECONFIGURE

-- name: backup-denied
-- worlds: least-privilege
-- facts: tsql.md D3, E4
-- lab errors: 262/14, 3013/16
BACKUP DATABASE Sales TO DISK = 'NUL';

-- name: create-certificate-denied
-- worlds: no-permission
-- facts: tsql.md D5, E4
-- lab errors: 15247|262
CREATE CERTIFICATE mine WITH SUBJECT = 'mine', EXPIRY_DATE = '20300101';

-- name: least-privilege-sees-everything
-- worlds: least-privilege
-- facts: tsql.md E3
-- lab row: 1 | 3 | 1 | 1 | 2 | 0
SELECT (SELECT COUNT(*) FROM master.sys.symmetric_keys WHERE symmetric_key_id = 101),
  (SELECT COUNT(*) FROM master.sys.certificates WHERE name NOT LIKE '##MS[_]%'),
  (SELECT COUNT(*) FROM sys.database_mirroring_endpoints),
  (SELECT COUNT(*) FROM msdb.dbo.backupset),
  (SELECT COUNT(*) FROM sys.master_files WHERE DB_NAME(database_id) = 'Sales'),
  (SELECT COUNT(*) FROM sys.dm_database_encryption_keys WHERE database_id = DB_ID('Sales'))

-- name: least-privilege-enters-databases
-- worlds: least-privilege
-- facts: tsql.md E1, E3
-- lab row: Sales | 2
USE Sales;
SELECT DB_NAME(), COUNT(*) FROM sys.database_files;

-- name: grants-of-a-login
-- worlds: least-privilege
-- facts: tsql.md E3
-- lab row: lab_assess | CONNECT ANY DATABASE | GRANT
-- lab row: lab_assess | VIEW ANY DEFINITION | GRANT
SELECT pr.name, pe.permission_name, pe.state_desc
FROM sys.server_permissions AS pe INNER JOIN sys.server_principals AS pr ON pr.principal_id = pe.grantee_principal_id
WHERE pr.name = SUSER_SNAME() ORDER BY pe.permission_name

-- name: role-members
-- facts: tsql.md C14
-- lab columns: role NVARCHAR(128), member NVARCHAR(128), type_desc NVARCHAR(60)
-- lab row: sysadmin | lab_dba | SQL_LOGIN
-- lab row: sysadmin | sa | SQL_LOGIN
SELECT r.name AS role, m.name AS member, m.type_desc
FROM sys.server_role_members rm
JOIN sys.server_principals r ON r.principal_id = rm.role_principal_id
JOIN sys.server_principals m ON m.principal_id = rm.member_principal_id
WHERE r.name = 'sysadmin';

-- name: reader-role-of-2022
-- alone: yes
-- worlds: unprepared-2022
-- versions: 16+
-- facts: tsql.md E1
-- lab row: 1
CREATE LOGIN [monitor] WITH PASSWORD = N'Str0ng!Password.1', CHECK_POLICY = OFF;
ALTER SERVER ROLE [##MS_ServerStateReader##] ADD MEMBER [monitor];
SELECT IS_SRVROLEMEMBER('##MS_ServerStateReader##', 'monitor');

-- name: grant-of-a-new-permission-on-an-old-build
-- worlds: unprepared-2019
-- versions: 13-15
-- facts: tsql.md E1
-- lab errors: 102|156
GRANT VIEW SERVER SECURITY STATE TO [public];
