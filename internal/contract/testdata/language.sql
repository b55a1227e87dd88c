What community checkers build their reports with.

-- name: while-loop-over-databases
-- facts: tsql.md C1
-- expect columns: db NVARCHAR(128), n INT
-- lab rows: 5
-- lab row: Sales | 5
SET NOCOUNT ON;
DECLARE @result TABLE (db sysname NOT NULL PRIMARY KEY, n int NOT NULL);
DECLARE @id int = 0, @n int = 0;
WHILE 1 = 1
BEGIN
    SELECT @id = MIN(database_id) FROM sys.databases WHERE database_id > @id;
    IF @id IS NULL BREAK;
    SET @n += 1;
    INSERT INTO @result (db, n) VALUES (DB_NAME(@id), @n);
END;
SELECT db, n FROM @result ORDER BY n;

-- name: sp-executesql-output
-- facts: documentation: sp_executesql
-- expect columns: files INT, sql_version NVARCHAR(128)
-- expect row: 2 | ~^\d+
DECLARE @files int, @version nvarchar(128);
EXEC sp_executesql N'SELECT @n = COUNT(*) FROM sys.master_files WHERE database_id = @db; SET @v = CONVERT(nvarchar(128), SERVERPROPERTY(''ProductVersion''))',
  N'@db int, @n int OUTPUT, @v nvarchar(128) OUT', @db = 1, @n = @files OUTPUT, @v = @version OUTPUT;
SELECT @files AS files, @version AS sql_version;

-- name: insert-exec-of-dynamic-sql
-- facts: documentation: INSERT ... EXECUTE
-- expect columns: db NVARCHAR(128), name NVARCHAR(128), type TINYINT
-- expect rows: 4
-- expect row: master | mastlog | 1
-- expect next: msdb | MSDBData | 0
CREATE TABLE #f (db sysname, name sysname, type tinyint);
DECLARE @sql nvarchar(max) = N'';
SELECT @sql = @sql + N'INSERT #f EXEC (N''USE ' + QUOTENAME(name) + N'; SELECT DB_NAME(), name, type FROM sys.database_files'');' FROM sys.databases WHERE name IN (N'master', N'msdb');
EXEC (@sql);
SELECT * FROM #f ORDER BY db, type DESC;

-- name: cursor-with-scroll
-- facts: documentation: DECLARE CURSOR
-- expect row: model,msdb,tempdb | 0
DECLARE @name sysname, @all nvarchar(max) = N'';
DECLARE dbs CURSOR LOCAL STATIC READ_ONLY FORWARD_ONLY FOR
  SELECT name FROM sys.databases WHERE database_id BETWEEN 2 AND 4 ORDER BY name;
OPEN dbs;
FETCH NEXT FROM dbs INTO @name;
WHILE @@FETCH_STATUS = 0
BEGIN
  SELECT @all = @all + CASE WHEN @all = N'' THEN N'' ELSE N',' END + @name;
  FETCH NEXT FROM dbs INTO @name;
END;
CLOSE dbs;
DEALLOCATE dbs;
SELECT @all, @@FETCH_STATUS + 1;

-- name: try-catch
-- facts: tsql.md F1
-- expect columns 2: number INT, severity INT, state INT, line INT, message NVARCHAR(4000), procedure_name NVARCHAR(128)
-- expect sets: 2
-- expect row 2: 8134 | 16 | 1 | 2 | Divide by zero error encountered. | NULL
BEGIN TRY
  SELECT 1 / (SELECT COUNT(*) FROM sys.databases WHERE 1 = 0);
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_SEVERITY() AS severity, ERROR_STATE() AS state, ERROR_LINE() AS line, ERROR_MESSAGE() AS message, ERROR_PROCEDURE() AS procedure_name;
END CATCH;

-- name: try-does-not-catch-its-own-names
-- facts: documentation: TRY...CATCH is not reached by name resolution errors of its own level
-- expect errors: 208/16
-- expect sets: 0
BEGIN TRY
  SELECT * FROM no_such_table;
END TRY
BEGIN CATCH
  SELECT 'caught' AS verdict;
END CATCH;

-- name: try-catches-names-below
-- facts: documentation: TRY...CATCH sees name resolution errors of dynamic SQL
-- expect row: 208 | Invalid object name 'no_such_table'.
BEGIN TRY
  EXEC sp_executesql N'SELECT * FROM no_such_table';
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER(), ERROR_MESSAGE();
END CATCH;

-- name: missing-table-does-not-stop-what-ran-before
-- facts: documentation: deferred name resolution
-- expect sets: 1
-- expect row: 1
-- expect errors: 208/16
SELECT 1 AS one;
SELECT * FROM no_such_table;

-- name: branch-not-taken-is-not-resolved
-- facts: documentation: deferred name resolution
-- expect row: fine
-- expect sets: 1
IF 1 = 0
  SELECT * FROM no_such_table;
ELSE
  SELECT 'fine';

-- name: throw-and-raiserror
-- facts: documentation: THROW, RAISERROR
-- expect errors: 50000/11/2, 51000/16/7
-- expect text: Database Sales has 2 files
-- expect text: enough
RAISERROR (N'Database %s has %d files', 11, 2, N'Sales', 2);
THROW 51000, N'enough', 7;

-- name: raiserror-as-message
-- facts: tsql.md A
-- expect messages: 50000
-- expect text: checking 50%
RAISERROR ('checking %d%%', 0, 1, 50) WITH NOWAIT

-- name: print-in-order
-- facts: tsql.md A
-- expect messages: 0, 0
-- expect print: first
-- expect print: second 2
PRINT 'first'
PRINT N'second ' + CAST(2 AS nvarchar(10))

-- name: print-by-reversed-default
-- facts: documentation: @@ERROR and @@ROWCOUNT
-- expect sets: 2
-- expect row 1: 4
-- expect row 2: 1 | 0
DECLARE @n int;
SELECT @n = database_id FROM sys.databases WHERE database_id <= 4;
SELECT @@ROWCOUNT;
SELECT @@ROWCOUNT, @@ERROR;

-- name: common-table-expressions-in-a-row
-- facts: tsql.md C2
-- expect columns: db NVARCHAR(128), data_mb DECIMAL, log_mb DECIMAL
-- expect row: master | * | *
;WITH sizes AS (
  SELECT database_id, type, CAST(SUM(CAST(size AS bigint)) * 8.0 / 1024 AS decimal(12, 1)) AS mb FROM sys.master_files GROUP BY database_id, type
), wide AS (
  SELECT d.name, MAX(CASE WHEN s.type = 0 THEN s.mb END) AS data_mb, MAX(CASE WHEN s.type = 1 THEN s.mb END) AS log_mb
  FROM sys.databases d LEFT JOIN sizes s ON s.database_id = d.database_id GROUP BY d.name
)
SELECT name AS db, data_mb, log_mb FROM wide WHERE log_mb > 0 ORDER BY db;

-- name: recursive-calendar
-- facts: documentation: recursive common table expressions
-- expect rows: 5
-- expect row: 2026-02-26 00:00:00
-- expect next: 2026-03-01 00:00:00
WITH days(d) AS (
  SELECT CAST('20260226' AS datetime2(0))
  UNION ALL
  SELECT DATEADD(day, 1, d) FROM days WHERE d < '20260302'
)
SELECT d FROM days ORDER BY d OPTION (MAXRECURSION 10)

-- name: recursion-has-a-limit
-- facts: documentation: MAXRECURSION
-- expect errors: 530/16
WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT COUNT(*) FROM n OPTION (MAXRECURSION 5);

-- name: top-with-ties
-- facts: documentation: TOP
-- expect rows: 4
-- expect each: ~^(master|tempdb|model|msdb)$ | 0
SELECT TOP (1) WITH TIES name, CASE WHEN database_id > 4 THEN 1 ELSE 0 END AS k FROM sys.databases ORDER BY k;

-- name: window-functions-of-all-kinds
-- facts: documentation: OVER
-- expect columns: name NVARCHAR(128), r BIGINT, d BIGINT, quarter BIGINT, running INT, last_name NVARCHAR(128)
-- expect rows: 4
-- expect row: master | 1 | 1 | 1 | 1 | msdb
-- expect next: tempdb | 2 | 2 | 1 | 3 | msdb
-- expect next: model | 3 | 3 | 2 | 6 | msdb
-- expect next: msdb | 4 | 4 | 2 | 10 | msdb
SELECT name, RANK() OVER (ORDER BY database_id) AS r, DENSE_RANK() OVER (ORDER BY database_id) AS d, NTILE(2) OVER (ORDER BY database_id) AS quarter,
  SUM(database_id) OVER (ORDER BY database_id ROWS UNBOUNDED PRECEDING) AS running,
  LAST_VALUE(name) OVER (ORDER BY database_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_name
FROM sys.databases WHERE database_id <= 4 ORDER BY database_id;

-- name: string-agg-within-group
-- versions: 14+
-- facts: documentation: STRING_AGG exists from SQL Server 2017
-- expect columns: names NVARCHAR
-- expect row: tempdb, msdb, model, master
SELECT STRING_AGG(name, N', ') WITHIN GROUP (ORDER BY name DESC) AS names FROM sys.databases WHERE database_id < 5

-- name: string-agg-2016
-- worlds: unprepared-2016
-- versions: 13
-- facts: documentation: STRING_AGG exists from SQL Server 2017
-- expect errors: 195/15
SELECT STRING_AGG(name, ',') FROM sys.databases

-- name: for-xml-concatenation
-- worlds: releases
-- facts: documentation: FOR XML PATH
-- expect row: master;model;msdb;tempdb
SELECT STUFF((SELECT ';' + name FROM sys.databases WHERE database_id <= 4 ORDER BY name FOR XML PATH('')), 1, 1, '')

-- name: for-xml-escapes
-- facts: documentation: FOR XML PATH
-- expect row: a&lt;b&amp;c&gt;
SELECT (SELECT 'a<b&c>' FOR XML PATH(''))

-- name: for-xml-without-escapes
-- facts: documentation: value() of xml
-- expect columns: a NVARCHAR(max), b VARCHAR(100)
-- expect row: , a<b, c&d | , a<b, c&d
SELECT (SELECT N', ' + v FROM (VALUES (N'a<b', 1), (N'c&d', 2)) AS t(v, n) ORDER BY n FOR XML PATH(N''), TYPE).value(N'.[1]', N'nvarchar(max)') AS a,
  (SELECT ', ' + v FROM (VALUES ('a<b', 1), ('c&d', 2)) AS t(v, n) ORDER BY n FOR XML PATH(''), TYPE).value('(./text())[1]', 'varchar(100)') AS b;

-- name: for-xml-methods-need-xml
-- facts: documentation: 258
-- expect errors: 258/15
SELECT (SELECT name FROM sys.databases FOR XML PATH('')).value('.', 'nvarchar(max)')

-- name: for-json-nested
-- facts: documentation: FOR JSON PATH
-- expect rows: 1
-- expect row: [{"name":"master","options":{"state":0,"readonly":false},"files":[{"n":1},{"n":2}]}]
SELECT d.name, d.state AS [options.state], d.is_read_only AS [options.readonly],
  (SELECT f.file_id AS n FROM sys.master_files f WHERE f.database_id = d.database_id ORDER BY f.file_id FOR JSON PATH) AS files
FROM sys.databases d WHERE d.database_id = 1 FOR JSON PATH;

-- name: for-json-options
-- facts: documentation: FOR JSON
-- expect row: {"server":{"id":1,"nothing":null}}
SELECT 1 AS id, CAST(NULL AS int) AS nothing FOR JSON PATH, ROOT('server'), INCLUDE_NULL_VALUES, WITHOUT_ARRAY_WRAPPER

-- name: for-json-without-wrapper
-- facts: documentation: FOR JSON
-- expect row: {"a":"x\"y\\z","b":1.50}
SELECT N'x"y\z' AS a, CAST(1.5 AS decimal(5, 2)) AS b FOR JSON PATH, WITHOUT_ARRAY_WRAPPER;

-- name: openjson-with
-- facts: documentation: OPENJSON
-- expect columns: name NVARCHAR(128), id INT, on_line BIT
-- expect rows: 2
-- expect row: Sales | 5 | 1
-- expect next: HR | NULL | 0
DECLARE @j nvarchar(max) = N'{"databases":[{"name":"Sales","id":5,"state":{"online":true}},{"name":"HR","state":{"online":false}}]}';
SELECT * FROM OPENJSON(@j, '$.databases') WITH (name sysname '$.name', id int, on_line bit '$.state.online');

-- name: openjson-keys
-- facts: documentation: OPENJSON
-- expect columns: key NVARCHAR, value NVARCHAR(max), type TINYINT
-- expect rows: 3
-- expect row: a | 1 | 2
-- expect next: b | x | 1
-- expect next: c | [1,2] | 4
SELECT [key], value, type FROM OPENJSON(N'{"a":1,"b":"x","c":[1,2]}')

-- name: json-functions
-- facts: documentation: JSON_VALUE, JSON_QUERY, ISJSON
-- expect row: 5022 | ["a","b"] | 1 | 0 | NULL
DECLARE @j nvarchar(max) = N'{"endpoint":{"port":5022},"names":["a","b"]}';
SELECT JSON_VALUE(@j, '$.endpoint.port'), JSON_QUERY(@j, '$.names'), ISJSON(@j), ISJSON(N'{x'), JSON_VALUE(@j, '$.missing');

-- name: merge-like-update-from
-- facts: documentation: UPDATE ... FROM, DELETE
-- expect rows: 2
-- expect row: msdb | 2
-- expect next: tempdb | 2
CREATE TABLE #d (name sysname, files int NULL);
INSERT INTO #d (name) SELECT name FROM sys.databases WHERE database_id <= 4;
UPDATE t SET files = x.n FROM #d t JOIN (SELECT database_id, COUNT(*) AS n FROM sys.master_files WHERE database_id IN (1, 3, 4) GROUP BY database_id) x ON DB_NAME(x.database_id) = t.name;
UPDATE #d SET files = 2 WHERE files IS NULL;
DELETE FROM #d WHERE name LIKE N'm_%[rl]';
SELECT name, files FROM #d ORDER BY name;

-- name: select-into
-- facts: documentation: SELECT INTO
-- expect columns: name NVARCHAR(128), id INT, twice BIGINT
-- expect rows: 1
-- expect row: tempdb | 2 | 4
SELECT name, database_id AS id, CAST(database_id AS bigint) * 2 AS twice INTO #copy FROM sys.databases WHERE name = 'tempdb';
SELECT * FROM #copy;

-- name: temp-table-exists
-- facts: documentation: OBJECT_ID
-- expect row: 1 | 0
IF OBJECT_ID('tempdb..#work') IS NOT NULL DROP TABLE #work;
CREATE TABLE #work (i int IDENTITY(1, 1), at datetime DEFAULT GETDATE());
SELECT CASE WHEN OBJECT_ID('tempdb..#work') IS NOT NULL THEN 1 ELSE 0 END, CASE WHEN OBJECT_ID('tempdb..#other') IS NOT NULL THEN 1 ELSE 0 END

-- name: variables-end-with-the-batch
-- facts: tsql.md A, F1
-- expect errors: 137/15
DECLARE @CERTID int = 1;
GO
SELECT @CERTID;

-- name: variable-declared-twice
-- facts: tsql.md A, F1
-- expect errors: 134/15
DECLARE @CERTID int;
DECLARE @CERTID int;

-- name: go-is-no-statement
-- facts: tsql.md A
-- expect row: GO
EXEC (N'SELECT ''GO''');

-- name: go-sent-as-text
-- facts: tsql.md A
-- expect errors: 102/15
DECLARE @text nvarchar(200) = N'SELECT name FROM sys.databases WHERE state = 0' + NCHAR(13) + NCHAR(10) + N'GO' + NCHAR(13) + NCHAR(10) + N'SELECT 2';
EXEC (@text);

-- name: transaction-rolled-back
-- facts: documentation: ROLLBACK
-- expect row: 0 | 1
CREATE TABLE #t (i int);
BEGIN TRANSACTION;
INSERT #t VALUES (1), (2);
ROLLBACK;
DECLARE @t TABLE (i int);
BEGIN TRAN; INSERT @t VALUES (1); ROLLBACK TRAN;
SELECT (SELECT COUNT(*) FROM #t), (SELECT COUNT(*) FROM @t);

-- name: commit-without-begin
-- facts: documentation: COMMIT
-- expect errors: 3902/16
COMMIT TRANSACTION;

-- name: sql-variant-comparison
-- facts: documentation: sql_variant compares by data type family first
-- expect row: 1 | 0 | int | nvarchar
DECLARE @i sql_variant = 1, @s sql_variant = N'1';
SELECT CASE WHEN @i = CAST(1 AS sql_variant) THEN 1 ELSE 0 END, CASE WHEN @i = @s THEN 1 ELSE 0 END,
  CONVERT(nvarchar(20), SQL_VARIANT_PROPERTY(@i, 'BaseType')), CONVERT(nvarchar(20), SQL_VARIANT_PROPERTY(@s, 'BaseType'));

-- name: apply-of-values
-- facts: tsql.md C1
-- expect columns: name NVARCHAR(128), setting VARCHAR, is_on BIT
-- expect rows: 3
-- expect row: master | auto close | 0
-- expect next: master | auto shrink | 0
-- expect next: master | read only | 0
SELECT d.name, v.setting, v.is_on
FROM sys.databases d
CROSS APPLY (VALUES ('auto close', d.is_auto_close_on), ('auto shrink', d.is_auto_shrink_on), ('read only', d.is_read_only)) v(setting, is_on)
WHERE d.name = N'master' ORDER BY v.setting;

-- name: union-of-findings
-- facts: tsql.md C1, C2
-- expect columns: kind VARCHAR(13), name NVARCHAR(128), n INT
-- expect row: files | master | 2
SELECT 'compatibility' AS kind, name, CAST(compatibility_level AS int) AS n FROM sys.databases
UNION ALL
SELECT 'files', DB_NAME(database_id), COUNT(*) FROM sys.master_files GROUP BY database_id
ORDER BY kind, name;

-- name: set-options-do-not-answer
-- facts: documentation: SET
-- expect sets: 1
-- expect messages: none
SET NOCOUNT ON; SET XACT_ABORT ON; SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED; SET LOCK_TIMEOUT 5000; SET DEADLOCK_PRIORITY LOW; SET ANSI_WARNINGS ON; SET QUOTED_IDENTIFIER ON; SET DATEFORMAT ymd;
SELECT @@LOCK_TIMEOUT

-- name: waitfor
-- facts: documentation: WAITFOR
-- expect row: done
WAITFOR DELAY '00:00:00.010';
SELECT 'done'

-- name: sessions
-- facts: tsql.md C14
-- expect columns: session_id SMALLINT, me INT
-- expect rows: 1
-- expect row: * | 1
SELECT session_id, CASE WHEN session_id = @@SPID THEN 1 ELSE 0 END AS me FROM sys.dm_exec_requests WHERE session_id = @@SPID;

-- name: my-connection
-- facts: documentation: sys.dm_exec_connections
-- expect columns: net_transport NVARCHAR(40), encrypt_option NVARCHAR(40), auth_scheme NVARCHAR(40), client_net_address VARCHAR(48)
-- expect rows: 1
-- lab row: TCP | TRUE | SQL | 127.0.0.1
SELECT net_transport, encrypt_option, auth_scheme, client_net_address FROM sys.dm_exec_connections WHERE session_id = @@SPID;

-- name: my-session
-- facts: documentation: sys.dm_exec_sessions
-- expect columns: login NVARCHAR(128), program_name NVARCHAR(128), db NVARCHAR(128), same INT
-- lab row: lab_dba | contract | master | 1
SELECT login_name AS login, program_name, DB_NAME(database_id) AS db, CASE WHEN login_name = ORIGINAL_LOGIN() AND host_name = HOST_NAME() THEN 1 ELSE 0 END AS same
FROM sys.dm_exec_sessions WHERE session_id = @@SPID

-- name: texts-of-errors
-- facts: tsql.md F1
-- expect rows: 3
-- expect row: 207 | 16 | ~^Invalid column name '%(\.\*)?ls'\.$
-- expect row: 208 | 16 | ~^Invalid object name '%(\.\*)?ls'\.$
-- expect row: 911 | 16 | ~^Database '%(\.\*)?ls' does not exist\.
SELECT message_id, severity, text FROM sys.messages WHERE language_id = 1033 AND message_id IN (207, 208, 911);

-- name: catalog-of-the-catalog
-- worlds: releases
-- facts: tsql.md C1, C14
-- expect columns: name NVARCHAR(128), column_id INT, type NVARCHAR(128), max_length SMALLINT, precision TINYINT
-- expect row: name | 1 | sysname | 256 | 0
-- expect next: database_id | 2 | int | 4 | 10
SELECT c.name, c.column_id, t.name AS type, c.max_length, c.precision
FROM master.sys.all_columns c JOIN master.sys.types t ON t.user_type_id = c.user_type_id
WHERE c.object_id = OBJECT_ID(N'sys.databases') AND c.column_id <= 2 ORDER BY c.column_id;

-- name: conflicting-collations
-- facts: documentation: 468
-- expect errors: 468/16
SELECT d.name FROM sys.databases d JOIN sys.master_files f ON d.name COLLATE Latin1_General_BIN = f.name COLLATE Latin1_General_CI_AS;

-- name: case-sensitive-on-request
-- facts: documentation: COLLATE
-- expect row: 1 | 0
SELECT CASE WHEN N'Master' = N'MASTER' COLLATE Latin1_General_CI_AS THEN 1 ELSE 0 END, CASE WHEN N'Master' = N'MASTER' COLLATE Latin1_General_CS_AS THEN 1 ELSE 0 END

-- name: goto
-- facts: documentation: GOTO
-- expect print: after
-- expect messages: 0
GOTO finish;
PRINT 'between';
finish:
PRINT 'after';

-- name: several-errors-of-one-batch
-- facts: documentation: an error of class 16 ends its statement, not the batch
-- expect errors: 8134/16, 512/16
-- expect sets: 3
-- expect row 3: end
DECLARE @z int = 0;
SELECT 1 / @z;
SELECT (SELECT name FROM sys.databases);
SELECT 'end';

-- name: failed-conversion-ends-the-batch
-- facts: documentation: error 245 ends the batch
-- expect errors: 245/16
-- expect sets: 1
-- expect rows: 0
DECLARE @t varchar(3) = 'abc';
SELECT CAST(@t AS int);
SELECT 'end';

-- name: xact-abort-ends-the-batch
-- facts: documentation: SET XACT_ABORT
-- expect errors: 8134/16
-- expect no: end
SET XACT_ABORT ON;
DECLARE @z int = 0;
SELECT 'x' WHERE 1 / @z = 1;
SELECT 'end';

-- name: nested-transactions
-- facts: documentation: @@TRANCOUNT
-- expect row: 2 | 1 | 0
DECLARE @a int, @b int;
BEGIN TRAN; BEGIN TRAN; SET @a = @@TRANCOUNT; COMMIT; SET @b = @@TRANCOUNT; ROLLBACK;
SELECT @a, @b, @@TRANCOUNT;

-- name: identity-of-an-insert
-- facts: documentation: SCOPE_IDENTITY
-- expect columns: id DECIMAL(38,0), n INT
-- expect row: 3 | 3
CREATE TABLE #i (id int IDENTITY(1, 1) PRIMARY KEY, name sysname UNIQUE);
INSERT #i (name) SELECT name FROM sys.databases WHERE database_id IN (1, 3, 4);
SELECT SCOPE_IDENTITY() AS id, COUNT(*) AS n FROM #i;

-- name: keys-and-nulls-are-guarded
-- facts: documentation: 2627, 515
-- expect errors: 2627/14, 515/16
-- expect messages: 3621, 3621
CREATE TABLE #k (id int NOT NULL PRIMARY KEY);
INSERT #k VALUES (1);
INSERT #k VALUES (1);
INSERT #k VALUES (NULL);
