package tsql

// Major versions at which a view or column appeared.
const (
	sql2008 = 10
	sql2012 = 11
	sql2016 = 13
	sql2017 = 14
	sql2019 = 15
	sql2022 = 16
)

// InstanceProbes are asked of a SQL Server instance of that major version: everything about
// the instance and about all its databases that can be read from master and msdb. Probes
// younger than the version are in the list too, so that the reader can say why a fact is
// missing; InstanceProbes of Since > major must not be sent. Cheap ones come first and the
// backup history last, because it alone can be slow.
func InstanceProbes(major int) []Probe {
	probes := []Probe{
		{Name: "source/host", Asks: "sys.dm_os_host_info", Since: sql2017,
			Text: "SELECT host_platform, host_distribution FROM sys.dm_os_host_info"},
		{Name: "source/started", Asks: "sys.dm_os_sys_info", Text: "SELECT sqlserver_start_time FROM sys.dm_os_sys_info"},
		{Name: "source/capability", Asks: "master.sys.all_objects",
			Text: "SELECT name FROM master.sys.all_objects WHERE name = N'sp_certificate_add_issuer'"},
		{Name: "source/traceflags", Asks: "DBCC TRACESTATUS (-1)", Text: "DBCC TRACESTATUS (-1)"},
		{Name: "source/traceflags-session", Asks: "DBCC TRACESTATUS", Text: "DBCC TRACESTATUS"},
		{Name: "source/startup", Asks: "sys.dm_server_registry", Since: sql2008, Text: startup},
		{Name: "source/hadr-switch", Asks: "xp_instance_regread, value HADR_Enabled", Since: sql2012, Text: hadrSwitch},
		{Name: "source/cluster", Asks: "sys.dm_hadr_cluster", Since: sql2012, Text: "SELECT cluster_name FROM sys.dm_hadr_cluster"},
		{Name: "source/cluster-members", Asks: "sys.dm_hadr_cluster_members", Since: sql2012,
			Text: "SELECT member_name, member_type FROM sys.dm_hadr_cluster_members"},
		{Name: "source/services", Asks: "sys.dm_server_services", Since: sql2008,
			Text: "SELECT servicename, filename, status_desc, startup_type_desc, service_account FROM sys.dm_server_services"},
		{Name: "source/masterkey", Asks: "master.sys.symmetric_keys, sys.key_encryptions, sys.databases", Text: masterKey},
		{Name: "source/certificates", Asks: "master.sys.certificates", Text: certificates},
		{Name: "source/endpoints", Asks: "sys.database_mirroring_endpoints, sys.tcp_endpoints", Text: endpoints},
		{Name: "source/endpoint-rights", Asks: "sys.server_permissions", Text: endpointRights},
		{Name: "source/logins", Asks: "sys.server_principals, sys.server_permissions", Text: logins},
	}
	probes = append(probes, groupProbes(major)...)
	return append(probes, databaseListProbes(major)...)
}

// startup reads the startup parameters. value_data is a sql_variant, which LIKE refuses.
const startup = `SELECT value_name, CONVERT(nvarchar(1024), value_data) AS value_data
FROM sys.dm_server_registry
WHERE registry_key LIKE N'%\Parameters'`

// hadrSwitch reads what the next start will do. No documented view shows this value; the
// procedure is undocumented but stable, and whoever reads the answer must bear its failure.
const hadrSwitch = `DECLARE @enabled int;
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\HADR', N'HADR_Enabled', @enabled OUTPUT, N'no_output';
SELECT @enabled AS hadr_enabled;`

// masterKey joins the key rows to the row of master in sys.databases: that one shows to
// every login and proves a key that sys.symmetric_keys hides.
const masterKey = `SELECT d.is_master_key_encrypted_by_server, k.symmetric_key_id, e.crypt_type
FROM sys.databases AS d
LEFT JOIN master.sys.symmetric_keys AS k ON k.symmetric_key_id = 101
LEFT JOIN master.sys.key_encryptions AS e ON e.key_id = k.symmetric_key_id
WHERE d.database_id = 1`

// certificates reads the public part along, because the catalog does not tell the
// signature algorithm.
const certificates = `SELECT name, pvt_key_encryption_type, subject, issuer_name, start_date, expiry_date, thumbprint,
  CERTENCODED(certificate_id) AS der
FROM master.sys.certificates`

const endpoints = `SELECT e.name, e.state_desc, e.role_desc, e.is_encryption_enabled, e.encryption_algorithm_desc,
  e.connection_auth_desc, c.name AS certificate_name, t.port
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.tcp_endpoints AS t ON t.endpoint_id = e.endpoint_id
LEFT JOIN master.sys.certificates AS c ON c.certificate_id = e.certificate_id`

// endpointRights: class 105 is an endpoint, type CO is CONNECT.
const endpointRights = `SELECT e.name AS endpoint_name, g.name AS grantee_name, p.state
FROM sys.server_permissions AS p
INNER JOIN sys.database_mirroring_endpoints AS e ON e.endpoint_id = p.major_id
LEFT JOIN sys.server_principals AS g ON g.principal_id = p.grantee_principal_id
WHERE p.class = 105 AND p.type = 'CO'`

// logins reads the logins made from a certificate, and the local system account with its
// permissions. That account is found by its SID too: its name follows the language of
// Windows.
const logins = `SELECT s.name, s.type, s.is_disabled, p.permission_name,
  CASE WHEN s.type = 'C' THEN 0 ELSE IS_SRVROLEMEMBER(N'sysadmin', s.name) END AS is_sysadmin
FROM sys.server_principals AS s
LEFT JOIN sys.server_permissions AS p
  ON p.grantee_principal_id = s.principal_id AND p.class = 100 AND p.state IN ('G', 'W')
WHERE s.type = 'C' OR s.name = N'NT AUTHORITY\SYSTEM' OR s.sid = 0x010100000000000512000000`
