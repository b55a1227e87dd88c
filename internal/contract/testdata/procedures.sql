Procedures of the server, the registry and the Agent.

-- name: sp-configure-one
-- facts: tsql.md D10
-- expect columns: name NVARCHAR(35), minimum INT, maximum INT, config_value INT, run_value INT
-- expect rows: 1
-- expect row: show advanced options | 0 | 1 | * | *
EXEC sp_configure 'show advanced options';

-- name: sp-configure-advanced-is-hidden
-- facts: documentation: sp_configure
-- lab errors: 15123/16
EXEC sp_configure 'Agent XPs'

-- name: sp-configure-changed
-- alone: yes
-- facts: tsql.md D10
-- lab messages: 15457
-- lab row: 1 | 1
EXEC sp_configure 'show advanced options', 1;
RECONFIGURE;
SELECT value, value_in_use FROM sys.configurations WHERE name = 'show advanced options';

-- name: sp-configure-pending
-- alone: yes
-- facts: tsql.md C14
-- lab row: 1 | 0
EXEC sp_configure 'show advanced options', 1;
SELECT value, value_in_use FROM sys.configurations WHERE name = 'show advanced options';

-- name: sp-configure-into-a-table
-- facts: documentation: INSERT ... EXECUTE
-- expect rows: 1
-- expect row: show advanced options
DECLARE @c TABLE (name nvarchar(35), minimum int, maximum int, config_value int, run_value int);
INSERT @c EXEC sp_configure 'show advanced options';
SELECT name FROM @c;

-- name: registry-startup-parameters
-- facts: tsql.md D11
-- lab row: ~^-d | -T1800
DECLARE @a nvarchar(512), @b nvarchar(512);
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\Parameters', N'SQLArg0', @a OUTPUT;
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\Parameters', N'SQLArg3', @b OUTPUT, 'no_output';
SELECT @a, @b;

-- name: registry-backup-directory
-- worlds: unprepared-2016 unprepared-2022
-- facts: tsql.md D11
-- lab row: ~^[A-Z]:\\
DECLARE @dir nvarchar(4000);
EXEC master..xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer', N'BackupDirectory', @dir OUTPUT;
SELECT @dir;

-- name: registry-as-a-row
-- facts: tsql.md D11
-- lab columns: Value NVARCHAR, Data NVARCHAR
-- lab rows: 1
-- lab row: BackupDirectory | ~^[A-Z]:\\
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer', N'BackupDirectory'

-- name: registry-write-shows-at-once
-- alone: yes
-- worlds: unprepared-2022
-- facts: tsql.md D11, H
-- lab sets: 1
-- lab row: SQLArg3 | -T1800
-- lab messages: 2528
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\Parameters', N'SQLArg3', N'REG_SZ', N'-T1800';
SELECT value_name, CONVERT(nvarchar(100), value_data) FROM sys.dm_server_registry WHERE value_name = N'SQLArg3';
DBCC TRACESTATUS (-1);

-- name: error-log
-- facts: tsql.md D11
-- expect columns: LogDate DATETIME, ProcessInfo NVARCHAR, Text NVARCHAR
EXEC master.dbo.xp_readerrorlog 0, 1, N'SQL Server', NULL;

-- name: agent-job-of-the-network-test
-- alone: yes
-- facts: tsql.md D12
-- lab columns: name NVARCHAR(128), enabled TINYINT, step_id INT, subsystem NVARCHAR(40), command NVARCHAR(max)
-- lab rows: 1
-- lab row: NetHelper | 1 | 1 | PowerShell | tnc 10.1.0.4 -port 5022 -InformationLevel Quiet
USE msdb;
DECLARE @jobId binary(16);
EXEC sp_add_job @job_name = N'NetHelper', @enabled = 1, @description = N'probe', @category_name = N'[Uncategorized (Local)]', @job_id = @jobId OUTPUT;
EXEC sp_add_jobstep @job_id = @jobId, @step_name = N'TNC', @step_id = 1, @os_run_priority = 0, @subsystem = N'PowerShell', @command = N'tnc 10.1.0.4 -port 5022 -InformationLevel Quiet', @database_name = N'master', @flags = 40;
EXEC sp_update_job @job_id = @jobId, @start_step_id = 1;
EXEC sp_add_jobserver @job_id = @jobId, @server_name = N'(local)';
SELECT j.name, j.enabled, s.step_id, s.subsystem, s.command FROM msdb.dbo.sysjobs j JOIN msdb.dbo.sysjobsteps s ON s.job_id = j.job_id WHERE j.name = N'NetHelper';

-- name: agent-job-is-gone
-- alone: yes
-- facts: tsql.md D12
-- lab rows: 1
-- lab row: 0
EXEC msdb.dbo.sp_add_job @job_name = N'short-lived';
EXEC msdb.dbo.sp_delete_job @job_name = N'short-lived', @delete_unused_schedule = 1;
SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE name = N'short-lived';

-- name: agent-history-columns
-- facts: tsql.md D12
-- expect columns: instance_id INT, job_id UNIQUEIDENTIFIER, step_id INT, message NVARCHAR(4000), run_status INT, run_date INT, run_time INT, run_duration INT
SELECT instance_id, job_id, step_id, message, run_status, run_date, run_time, run_duration FROM msdb.dbo.sysjobhistory WHERE 1 = 0

-- name: agent-is-stopped
-- worlds: unprepared-2022
-- alone: yes
-- facts: tsql.md D12
-- lab errors: 22022
EXEC sp_configure 'show advanced options', 1; RECONFIGURE; EXEC sp_configure 'Agent XPs', 1; RECONFIGURE;
GO
EXEC msdb.dbo.sp_add_job @job_name = N'waiting';
EXEC msdb.dbo.sp_add_jobserver @job_name = N'waiting', @server_name = N'(local)';
EXEC msdb.dbo.sp_start_job @job_name = N'waiting';

-- name: procedure-return-value
-- facts: documentation: EXECUTE @status = procedure
-- expect row: 0
DECLARE @rc int;
EXEC @rc = sp_executesql N'SET NOCOUNT ON';
SELECT @rc;

-- name: application-lock
-- facts: documentation: sp_getapplock
-- expect row: 0 | 0 | 0
DECLARE @got int, @freed int;
EXEC @got = sp_getapplock @Resource = N'contract', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
DECLARE @again int;
EXEC @again = sp_getapplock @Resource = N'contract', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
EXEC @freed = sp_releaseapplock @Resource = N'contract', @LockOwner = 'Session';
SELECT @got, @again, @freed;
