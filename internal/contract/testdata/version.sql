What an inventory script asks first: which server is this.

-- name: version-banner
-- worlds: releases
-- facts: tsql.md B2
-- expect columns: SQL Server version NVARCHAR
-- expect rows: 1
-- expect row: ~^Microsoft SQL Server 20(16|17|19|22|25) \(.*\n\t.*\n\tCopyright \([cC]\) .*\n\t
-- lab row: ~ on Windows Server 20(16|19|22|25)
-- Shows the version and CU of the SQL Server
SELECT @@VERSION AS 'SQL Server version';

-- name: version-is-simulated
-- worlds: releases linux-2022
-- facts: tsql.md B2
-- lab row: ~(?i)simulated
SELECT @@VERSION

-- name: product-properties-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: tsql.md B1, H
-- expect columns: v NVARCHAR(128), major NVARCHAR(128), minor NVARCHAR(128), backup_path SQL_VARIANT, separator SQL_VARIANT
-- lab row: ~^13\.0\.\d+\.\d+$ | 13 | 0 | NULL | NULL
-- expect row: ~^13\. | 13 | 0 | NULL | NULL
SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS v,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductMajorVersion')) AS major,
       CONVERT(nvarchar(128), SERVERPROPERTY('ProductMinorVersion')) AS minor,
       SERVERPROPERTY('InstanceDefaultBackupPath') AS backup_path,
       SERVERPROPERTY('PathSeparator') AS separator;

-- name: product-properties-2022
-- facts: tsql.md B1
-- lab row: 16.0.4125.3 | RTM | CU13 | Enterprise Edition (64-bit) | 3 | 1804890536 | 16 | 0
SELECT SERVERPROPERTY('ProductVersion'), SERVERPROPERTY('ProductLevel'), SERVERPROPERTY('ProductUpdateLevel'),
  SERVERPROPERTY('Edition'), SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('EditionID'),
  SERVERPROPERTY('ProductMajorVersion'), SERVERPROPERTY('ProductMinorVersion')

-- name: editions
-- worlds: unprepared-2016 unprepared-2019 express-edition unprepared-2025
-- facts: tsql.md B1
-- expect columns: edition NVARCHAR(128), engine INT
-- expect row: ~\(64-bit\)$ | ~^[234]$
SELECT CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition, CAST(SERVERPROPERTY('EngineEdition') AS int) AS engine;

-- name: edition-standard
-- worlds: unprepared-2016 unprepared-2017
-- facts: tsql.md B1
-- lab row: Standard Edition (64-bit) | 2 | -1534726760
SELECT SERVERPROPERTY('Edition'), SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('EditionID');

-- name: edition-express
-- worlds: express-edition
-- facts: tsql.md B1
-- lab row: ~^Express Edition | 4
SELECT SERVERPROPERTY('Edition'), SERVERPROPERTY('EngineEdition')

-- name: edition-developer-2025
-- worlds: unprepared-2025
-- versions: 17
-- facts: tsql.md B1
-- lab row: Enterprise Developer Edition (64-bit) | 3
SELECT SERVERPROPERTY('Edition'), SERVERPROPERTY('EngineEdition')

-- name: unknown-properties-are-null
-- worlds: releases
-- facts: tsql.md B1, H
-- expect columns: a SQL_VARIANT, b SQL_VARIANT
-- expect row: NULL | NULL
SELECT SERVERPROPERTY('ProductVersoin') AS a, SERVERPROPERTY('') AS b;

-- name: property-names-in-any-case
-- facts: documentation: SERVERPROPERTY
-- lab row: 1 | 0 | NULL
select serverproperty('ISHADRENABLED'), serverproperty('isclustered'), serverproperty('instancename')

-- name: hadr-as-the-article-asks
-- facts: tsql.md B1, H
-- expect columns: Is HADR enabled SQL_VARIANT, HADR status VARCHAR
-- lab rows: 1
-- lab row: 1 | Availability groups ENABLED.
-- Is the availability groups feature enabled on this SQL Server
DECLARE @IsHadrEnabled sql_variant = (select SERVERPROPERTY('IsHadrEnabled'))
SELECT
@IsHadrEnabled as 'Is HADR enabled',
CASE @IsHadrEnabled
WHEN 0 THEN 'Availability groups DISABLED.'
WHEN 1 THEN 'Availability groups ENABLED.'
ELSE 'Unknown status.'
END
as 'HADR status'

-- name: hadr-disabled
-- worlds: releases
-- facts: tsql.md B1
-- lab row: 0 | int
SELECT SERVERPROPERTY('IsHadrEnabled') AS v, CONVERT(nvarchar(30), SQL_VARIANT_PROPERTY(SERVERPROPERTY('IsHadrEnabled'), 'BaseType')) AS t

-- name: property-base-types
-- worlds: releases
-- facts: tsql.md B1
-- expect columns: property VARCHAR, base SQL_VARIANT
-- expect rows: 5
-- expect row: Edition | nvarchar
-- expect next: EditionID | bigint
-- expect next: EngineEdition | int
-- expect next: IsHadrEnabled | int
-- expect next: ServerName | nvarchar
SELECT p.property, SQL_VARIANT_PROPERTY(SERVERPROPERTY(p.property), 'BaseType') AS base
FROM (VALUES ('ServerName'), ('IsHadrEnabled'), ('EngineEdition'), ('EditionID'), ('Edition')) AS p(property)
ORDER BY p.property;

-- name: names-of-the-server
-- facts: tsql.md B1, B2
-- expect columns: n NVARCHAR, s SQL_VARIANT, m SQL_VARIANT, i SQL_VARIANT, same INT
-- lab row: SQL01 | SQL01 | SQL01 | NULL | 1
SELECT @@SERVERNAME AS n, SERVERPROPERTY('ServerName') AS s, SERVERPROPERTY('MachineName') AS m, SERVERPROPERTY('InstanceName') AS i,
  CASE WHEN SERVERPROPERTY('ComputerNamePhysicalNetBIOS') = SERVERPROPERTY('MachineName') THEN 1 ELSE 0 END AS same;

-- name: names-of-a-named-instance
-- worlds: named-instance
-- facts: tsql.md B1, B2
-- lab row: SQL01\PAY | SQL01\PAY | SQL01 | PAY | PAY
SELECT @@SERVERNAME, SERVERPROPERTY('ServerName'), SERVERPROPERTY('MachineName'), SERVERPROPERTY('InstanceName'), @@SERVICENAME;

-- name: names-of-a-failover-cluster
-- worlds: fci
-- facts: tsql.md B1
-- lab row: 1 | SQL01 | NODE1
SELECT SERVERPROPERTY('IsClustered'), SERVERPROPERTY('MachineName'), SERVERPROPERTY('ComputerNamePhysicalNetBIOS')

-- name: build-compared-as-numbers
-- worlds: releases
-- facts: tsql.md B1
-- expect columns: major INT, at_least BIT
-- lab each: ~^1[3-7]$ | *
DECLARE @v nvarchar(128) = CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128));
SELECT CAST(PARSENAME(@v, 4) AS int) AS major,
       CAST(CASE WHEN CAST(PARSENAME(@v, 4) AS int) >= 14 OR CAST(PARSENAME(@v, 2) AS int) >= 6300 THEN 1 ELSE 0 END AS bit) AS at_least;

-- name: linux-path-separator
-- worlds: linux-2022
-- facts: tsql.md B1, C13
-- lab row: / | Linux | 1
SELECT SERVERPROPERTY('PathSeparator'), host_platform, CASE WHEN @@VERSION LIKE '%on Linux%' THEN 1 ELSE 0 END
FROM sys.dm_os_host_info;

-- name: host-info-is-missing-in-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: tsql.md C13
-- expect errors: 208/16
-- expect text: Invalid object name 'sys.dm_os_host_info'.
SELECT host_platform, host_release FROM sys.dm_os_host_info;

-- name: host-info
-- worlds: unprepared-2017 unprepared-2019 unprepared-2022 unprepared-2025
-- versions: 14+
-- facts: tsql.md C13
-- expect columns: host_platform NVARCHAR(256), host_distribution NVARCHAR(256), host_release NVARCHAR(256), host_sku INT, os_language_version INT
-- expect rows: 1
-- lab row: Windows | ~^Windows Server | ~^10\. | * | *
SELECT host_platform, host_distribution, host_release, host_sku, os_language_version FROM sys.dm_os_host_info;

-- name: windows-info-2016
-- worlds: unprepared-2016
-- facts: tsql.md C14
-- lab rows: 1
-- lab row: ~^10\.
SELECT windows_release FROM sys.dm_os_windows_info

-- name: uptime
-- worlds: releases
-- facts: tsql.md C14
-- expect columns: sqlserver_start_time DATETIME, running BIT, cpu_count INT, physical_memory_kb BIGINT
-- expect rows: 1
-- expect row: * | 1 | ~^[1-9] | ~^[1-9]
SELECT sqlserver_start_time, CAST(CASE WHEN DATEDIFF(second, sqlserver_start_time, SYSDATETIME()) >= 0 THEN 1 ELSE 0 END AS bit) AS running,
  cpu_count, physical_memory_kb
FROM sys.dm_os_sys_info WITH (NOLOCK) OPTION (RECOMPILE);

-- name: services
-- facts: tsql.md C10
-- expect columns: servicename NVARCHAR(256), startup_type_desc NVARCHAR(256), status_desc NVARCHAR(256), is_clustered NVARCHAR(1)
-- lab row: SQL Server (MSSQLSERVER) | * | Running | N
-- lab row: SQL Server Agent (MSSQLSERVER) | * | Running | N
SELECT servicename, startup_type_desc, status_desc, is_clustered FROM sys.dm_server_services ORDER BY servicename;

-- name: startup-parameters
-- facts: tsql.md C11
-- lab columns: value_name NVARCHAR(256), data NVARCHAR
-- lab row: SQLArg0 | ~^-d
-- lab next: SQLArg1 | ~^-e
-- lab next: SQLArg2 | ~^-l
-- lab next: ~^SQLArg | -T1800
-- lab next: ~^SQLArg | -T9567
SELECT value_name, REPLACE(CONVERT(nvarchar(1024), value_data), CHAR(0), N'') AS data
FROM sys.dm_server_registry
WHERE registry_key LIKE N'%\Parameters' AND value_name LIKE 'SQLArg%'
ORDER BY LEN(value_name), value_name;

-- name: registry-like-on-variant
-- facts: tsql.md C11
-- expect errors: 8116/16
SELECT registry_key FROM sys.dm_server_registry WHERE value_data LIKE '-T%';

-- name: configurations
-- worlds: releases
-- facts: tsql.md C14
-- expect columns: configuration_id INT, name NVARCHAR(35), value SQL_VARIANT, minimum SQL_VARIANT, maximum SQL_VARIANT, value_in_use SQL_VARIANT, description NVARCHAR(255), is_dynamic BIT, is_advanced BIT
-- expect rows: >= 10
-- expect row: * | max worker threads | * | * | * | * | * | * | 1
-- expect row: * | show advanced options | * | 0 | 1 | * | * | 1 | 0
-- expect row: * | backup compression default | * | * | * | * | * | 1 | 0
SELECT * FROM sys.configurations ORDER BY name;

-- name: pending-configuration
-- worlds: releases
-- facts: tsql.md C14
-- lab rows: 0
SELECT name, value, value_in_use FROM sys.configurations WHERE value <> value_in_use AND name NOT IN ('min server memory (MB)');
