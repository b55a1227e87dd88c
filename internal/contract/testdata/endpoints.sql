Endpoints and availability groups.

-- name: endpoints-of-a-fresh-instance
-- worlds: unprepared-2016 unprepared-2022
-- facts: tsql.md C7, H
-- expect columns: name NVARCHAR(128), endpoint_id INT, principal_id INT, protocol TINYINT, protocol_desc NVARCHAR(60), type TINYINT, type_desc NVARCHAR(60), state TINYINT, state_desc NVARCHAR(60), is_admin_endpoint BIT
-- lab rows: 5
-- lab row: Dedicated Admin Connection | 1 | * | 2 | TCP | 2 | TSQL | 0 | STARTED | 1
-- lab next: TSQL Local Machine | 2 | * | 4 | SHARED_MEMORY | 2 | TSQL | 0 | STARTED | 0
-- lab next: TSQL Named Pipes | 3 | * | 3 | NAMED_PIPES | 2 | TSQL | 0 | STARTED | 0
-- lab next: TSQL Default TCP | 4 | * | 2 | TCP | 2 | TSQL | 0 | STARTED | 0
-- lab next: TSQL Default VIA | 5 | * | 5 | VIA | 2 | TSQL | 0 | STARTED | 0
SELECT * FROM sys.endpoints ORDER BY endpoint_id

-- name: mirroring-endpoint-empty
-- worlds: releases
-- facts: tsql.md C7, H
-- lab columns: name NVARCHAR(128), endpoint_id INT, principal_id INT, protocol TINYINT, protocol_desc NVARCHAR(60), type TINYINT, type_desc NVARCHAR(60), state TINYINT, state_desc NVARCHAR(60), is_admin_endpoint BIT, role TINYINT, role_desc NVARCHAR(60), is_encryption_enabled BIT, connection_auth TINYINT, connection_auth_desc NVARCHAR(60), certificate_id INT, encryption_algorithm TINYINT, encryption_algorithm_desc NVARCHAR(60)
-- lab rows: 0
SELECT * FROM sys.database_mirroring_endpoints;

-- name: mirroring-endpoint
-- facts: tsql.md C7
-- expect columns: name NVARCHAR(128), type_desc NVARCHAR(60), state_desc NVARCHAR(60), role_desc NVARCHAR(60), connection_auth_desc NVARCHAR(60), encryption_algorithm_desc NVARCHAR(60), is_encryption_enabled BIT, port INT, ip NVARCHAR
-- lab rows: 1
-- lab row: database_mirroring_endpoint | DATABASE_MIRRORING | STARTED | ALL | CERTIFICATE | AES | 1 | 5022 | ALL
SELECT e.name, e.type_desc, e.state_desc, e.role_desc, e.connection_auth_desc, e.encryption_algorithm_desc, e.is_encryption_enabled, t.port, ISNULL(t.ip_address, N'ALL') AS ip
FROM sys.database_mirroring_endpoints e INNER JOIN sys.tcp_endpoints t ON e.endpoint_id = t.endpoint_id;

-- name: mirroring-endpoint-acceptable
-- worlds: ready-2022 existing-ag-windows-auth
-- facts: tsql.md C7
-- lab columns: verdict VARCHAR(12)
-- lab rows: 1
SELECT CASE WHEN connection_auth IN (4, 5, 6, 7, 8, 9, 10) AND is_encryption_enabled = 1 AND encryption_algorithm IN (2, 5, 6, 8)
            THEN 'acceptable' ELSE 'unacceptable' END AS verdict
FROM sys.database_mirroring_endpoints

-- name: mirroring-endpoint-of-windows
-- worlds: existing-ag-windows-auth
-- facts: tsql.md C7
-- lab rows: 1
-- lab row: Hadr_endpoint | 3 | NEGOTIATE | 0
SELECT name, connection_auth, connection_auth_desc, certificate_id FROM sys.database_mirroring_endpoints

-- name: user-endpoints
-- facts: tsql.md C7
-- lab rows: 1
-- lab row: database_mirroring_endpoint | 4 | 1
SELECT name, type, CASE WHEN endpoint_id >= 65536 THEN 1 ELSE 0 END FROM sys.endpoints WHERE type NOT IN (2)

-- name: second-mirroring-endpoint
-- facts: tsql.md D8, H
-- lab errors: 7862/16
CREATE ENDPOINT second_one STATE = STARTED AS TCP (LISTENER_PORT = 5023) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE Cert_SQL01_endpoint, ENCRYPTION = REQUIRED ALGORITHM AES);

-- name: endpoint-defaults
-- alone: yes
-- worlds: unprepared-2019
-- facts: tsql.md D8, H
-- lab row: probe | STOPPED | NEGOTIATE | AES | 1 | ALL
CREATE ENDPOINT probe AS TCP (LISTENER_PORT = 5999) FOR DATABASE_MIRRORING (ROLE = ALL);
SELECT name, state_desc, connection_auth_desc, encryption_algorithm_desc, is_encryption_enabled, role_desc FROM sys.database_mirroring_endpoints;

-- name: endpoint-dropped
-- alone: yes
-- facts: tsql.md D8
-- lab rows: 1
-- lab row: 0
DROP ENDPOINT database_mirroring_endpoint;
SELECT COUNT(*) FROM sys.tcp_endpoints WHERE type_desc = 'DATABASE_MIRRORING';

-- name: who-may-connect-to-endpoints
-- facts: tsql.md C7
-- expect columns: endpoint NVARCHAR(128), permission_name NVARCHAR(128), state_desc NVARCHAR(60), grantee NVARCHAR(128)
-- lab row: TSQL Default TCP | CONNECT | GRANT | public
SELECT e.name AS endpoint, p.permission_name, p.state_desc, SUSER_NAME(p.grantee_principal_id) AS grantee
FROM sys.server_permissions p JOIN sys.endpoints e ON p.class = 105 AND p.major_id = e.endpoint_id

-- name: groups-empty
-- worlds: releases
-- facts: tsql.md C8
-- lab row: 0 | 0 | 0
SELECT (SELECT COUNT(*) FROM sys.availability_groups), (SELECT COUNT(*) FROM sys.availability_replicas), (SELECT COUNT(*) FROM sys.availability_databases_cluster)

-- name: groups-cluster-type-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: tsql.md C8
-- expect errors: 207/16
SELECT name, cluster_type_desc FROM sys.availability_groups

-- name: existing-group
-- worlds: existing-ag-windows-auth
-- facts: tsql.md C8, D9
-- lab columns: ag NVARCHAR(128), cluster_type_desc NVARCHAR(60), is_distributed BIT, replica_server_name NVARCHAR(256), endpoint_url NVARCHAR(256), availability_mode_desc NVARCHAR(60), failover_mode_desc NVARCHAR(60), seeding_mode_desc NVARCHAR(60)
-- lab rows: 1
-- lab row: AG1 | NONE | 0 | SQL01 | TCP://sql01.corp.example:5022 | SYNCHRONOUS_COMMIT | MANUAL | AUTOMATIC
SELECT ag.name AS ag, ag.cluster_type_desc, ag.is_distributed, ar.replica_server_name, ar.endpoint_url, ar.availability_mode_desc, ar.failover_mode_desc, ar.seeding_mode_desc
FROM sys.availability_groups ag JOIN sys.availability_replicas ar ON ar.group_id = ag.group_id;

-- name: databases-in-groups
-- worlds: existing-ag-windows-auth
-- facts: tsql.md C1, C8
-- lab rows: 2
-- lab row: HR | AG1 | 1
-- lab next: Sales | AG1 | 1
SELECT d.name, ag.name AS ag, CASE WHEN d.group_database_id = c.group_database_id THEN 1 ELSE 0 END AS same
FROM sys.databases d
JOIN sys.availability_replicas r ON r.replica_id = d.replica_id
JOIN sys.availability_groups ag ON ag.group_id = r.group_id
LEFT JOIN sys.availability_databases_cluster c ON c.group_id = ag.group_id AND c.database_name = d.name
ORDER BY d.name;

-- name: group-dashboard
-- worlds: existing-ag-windows-auth
-- facts: tsql.md C8, H
-- lab rows: 1
-- lab row: AG1 | PRIMARY | ONLINE | CONNECTED | HEALTHY | 1
SELECT ag.name, rs.role_desc, rs.operational_state_desc, rs.connected_state_desc, rs.synchronization_health_desc, rs.is_local
FROM sys.dm_hadr_availability_replica_states rs JOIN sys.availability_groups ag ON ag.group_id = rs.group_id

-- name: group-databases-synchronized
-- worlds: existing-ag-windows-auth
-- facts: tsql.md C8
-- lab columns: db NVARCHAR(128), synchronization_state_desc NVARCHAR(60), is_primary_replica BIT, is_suspended BIT, last_hardened_lsn DECIMAL(25,0), log_send_queue_size BIGINT
-- lab rows: 2
-- lab row: HR | SYNCHRONIZED | 1 | 0 | * | *
-- lab row: Sales | SYNCHRONIZED | 1 | 0 | * | *
SELECT DB_NAME(s.database_id) AS db, s.synchronization_state_desc, s.is_primary_replica, s.is_suspended, s.last_hardened_lsn, s.log_send_queue_size
FROM sys.dm_hadr_database_replica_states AS s WHERE s.is_local = 1 ORDER BY db;

-- name: leftover-groups
-- worlds: leftover-link
-- facts: tsql.md C8, D9
-- lab rows: 2
-- lab row: AG_Sales | 0 | 1
-- lab next: DAG_Sales | 1 | 2
SELECT ag.name, ag.is_distributed, COUNT(ar.replica_id) AS replicas
FROM sys.availability_groups ag LEFT JOIN sys.availability_replicas ar ON ag.group_id = ar.group_id
GROUP BY ag.name, ag.is_distributed ORDER BY ag.is_distributed;

-- name: leftover-far-side
-- worlds: leftover-link
-- facts: tsql.md C8, H
-- lab rows: 1
-- lab row: AG_Sales_MI | tcp://mi-old.a1b2c3d4e5f6.database.windows.net:5022;Server=[mi-old] | DISCONNECTED
SELECT r.replica_server_name, r.endpoint_url, s.connected_state_desc
FROM sys.availability_groups g
CROSS APPLY (SELECT * FROM sys.availability_replicas x WHERE x.group_id = g.group_id AND x.endpoint_url LIKE N'%;Server=%') r
OUTER APPLY (SELECT TOP (1) connected_state_desc FROM sys.dm_hadr_availability_replica_states y WHERE y.replica_id = r.replica_id) s
WHERE g.is_distributed = 1;

-- name: seeding-is-idle
-- facts: tsql.md C9
-- expect columns: local_database_name NVARCHAR, role_desc NVARCHAR, transferred_size_bytes BIGINT, database_size_bytes BIGINT, transfer_rate_bytes_per_second BIGINT, estimate_time_complete_utc DATETIME, failure_code INT, is_compression_enabled BIT
-- expect rows: 0
SELECT local_database_name, role_desc, transferred_size_bytes, database_size_bytes, transfer_rate_bytes_per_second, estimate_time_complete_utc, failure_code, is_compression_enabled
FROM sys.dm_hadr_physical_seeding_stats;

-- name: seeding-column-of-the-page
-- facts: tsql.md C9
-- expect errors: 207/16
-- expect text: Invalid column name 'transfered_size_bytes'.
SELECT transfered_size_bytes FROM sys.dm_hadr_physical_seeding_stats

-- name: group-without-hadr
-- worlds: unprepared-2017 unprepared-2022
-- facts: tsql.md D9, H
-- lab errors: 35221|47105
CREATE AVAILABILITY GROUP [AG_test] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: cluster-type-is-unknown-in-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: tsql.md D9, F1
-- expect errors: 102/15
-- expect text: Incorrect syntax near 'CLUSTER_TYPE'.
CREATE AVAILABILITY GROUP [AG_test] WITH (CLUSTER_TYPE = NONE) FOR REPLICA ON N'X' WITH (ENDPOINT_URL = 'TCP://x:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL);

-- name: group-outside-master
-- facts: tsql.md D9, H
-- lab errors: 35208/16
USE msdb;
GO
CREATE AVAILABILITY GROUP [AG_test] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: group-on-a-foreign-name
-- facts: tsql.md D9, H
-- lab errors: 35237/16, 41152/16
CREATE AVAILABILITY GROUP [AG_test] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL99' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: group-dropped-that-is-not-there
-- facts: tsql.md D9
-- lab errors: 15151/16
DROP AVAILABILITY GROUP [no such group];

-- name: hadr-cluster-of-2016
-- worlds: unprepared-2016 unprepared-2022
-- facts: tsql.md C8
-- expect columns: cluster_name NVARCHAR(128), quorum_type_desc VARCHAR(50), quorum_state_desc VARCHAR(50)
SELECT cluster_name, quorum_type_desc, quorum_state_desc FROM sys.dm_hadr_cluster

-- name: group-name-is-taken
-- worlds: existing-ag-windows-auth
-- facts: tsql.md D9, H
-- lab errors: 41042|41106|41114, 41152
CREATE AVAILABILITY GROUP [AG1] WITH (CLUSTER_TYPE = NONE) FOR REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: database-is-in-another-group
-- worlds: existing-ag-windows-auth
-- facts: tsql.md D9
-- lab errors: 35244|35259, 41152
CREATE AVAILABILITY GROUP [AG2] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: group-of-a-database-with-copy-only-backups
-- worlds: copy-only-backup
-- facts: tsql.md C15, H
-- lab errors: 1475, 41152
CREATE AVAILABILITY GROUP [AG_HR] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [HR] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: group-in-a-transaction
-- worlds: existing-ag-windows-auth
-- facts: tsql.md A, H
-- lab errors: 226/16
BEGIN TRANSACTION;
DROP AVAILABILITY GROUP AG1;

-- name: reconfigure-in-a-transaction
-- facts: tsql.md A, H
-- lab errors: 574/16
BEGIN TRANSACTION;
RECONFIGURE;

-- name: no-simple-recovery-in-a-group
-- worlds: existing-ag-windows-auth
-- facts: tsql.md D2
-- lab errors: 1468/16, 5069/16
ALTER DATABASE HR SET RECOVERY SIMPLE;

-- name: group-dropped-leaves-its-databases-online
-- worlds: existing-ag-windows-auth
-- alone: yes
-- facts: tsql.md D9
-- lab rows: 2
-- lab row: HR | ONLINE | NULL
-- lab row: Sales | ONLINE | NULL
DROP AVAILABILITY GROUP [AG1];
SELECT name, state_desc, replica_id FROM sys.databases WHERE database_id > 4;

-- name: link-refused-without-the-connect-pack
-- worlds: connect-pack-missing-2017
-- facts: tsql.md D6, H
-- alone: yes
-- lab errors: 19499/16, 41152
CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);
GO
CREATE AVAILABILITY GROUP [DAG_Sales] WITH (DISTRIBUTED) AVAILABILITY GROUP ON N'AG_Sales' WITH (LISTENER_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC), N'AG_MI' WITH (LISTENER_URL = 'tcp://mi.x.database.windows.net:5022;Server=[mi]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);

-- name: distributed-group-modes-are-switched
-- worlds: leftover-link
-- alone: yes
-- facts: tsql.md D9, H
-- lab rows: 2
-- lab each: * | SYNCHRONOUS_COMMIT
ALTER AVAILABILITY GROUP [DAG_Sales] MODIFY AVAILABILITY GROUP ON 'AG_Sales' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT), 'AG_Sales_MI' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT);
SELECT r.replica_server_name, r.availability_mode_desc FROM sys.availability_replicas r JOIN sys.availability_groups g ON g.group_id = r.group_id WHERE g.is_distributed = 1;
