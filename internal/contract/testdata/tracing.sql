DBCC and its friends.

-- name: tracestatus-as-the-article-asks
-- facts: tsql.md B4
-- lab columns: TraceFlag *, Status *, Global *, Session *
-- lab rows: 2
-- lab row: 1800 | 1 | 1 | 0
-- lab row: 9567 | 1 | 1 | 0
-- expect messages: 2528
DBCC TRACESTATUS;

-- name: tracestatus-none-is-no-result-set
-- worlds: releases
-- facts: tsql.md B4, H
-- lab sets: 0
-- lab messages: 2528
DBCC TRACESTATUS (-1)

-- name: tracestatus-of-asked-flags
-- worlds: releases
-- facts: tsql.md B4
-- lab columns: TraceFlag *, Status *, Global *, Session *
-- lab rows: 2
-- lab row: 1800 | 0 | 0 | 0
-- lab row: 9567 | 0 | 0 | 0
-- expect messages: none
DBCC TRACESTATUS (1800, 9567, -1) WITH NO_INFOMSGS;

-- name: traceon-session
-- facts: tsql.md B4
-- lab sets: 1
-- lab row: 3604 | 1 | 0 | 1
-- lab messages: 2528, 2528
DBCC TRACEON (3604);
GO
DBCC TRACESTATUS (3604);

-- name: tracestatus-into-a-table
-- facts: tsql.md B4
-- expect columns: missing INT
-- lab row: 0
CREATE TABLE #flags (TraceFlag int, Status int, [Global] int, [Session] int);
INSERT INTO #flags EXEC ('DBCC TRACESTATUS (-1) WITH NO_INFOMSGS');
SELECT COUNT(*) AS missing FROM (VALUES (1800), (9567)) AS want(flag)
WHERE NOT EXISTS (SELECT * FROM #flags f WHERE f.TraceFlag = want.flag AND f.Status = 1 AND f.[Global] = 1);
DROP TABLE #flags;

-- name: tracestatus-into-a-table-when-none-is-set
-- worlds: releases
-- facts: tsql.md B4
-- lab columns: n INT
-- lab row: 0
DECLARE @flags TABLE (TraceFlag smallint, Status smallint, [Global] smallint, [Session] smallint);
INSERT @flags EXEC ('DBCC TRACESTATUS (-1) WITH NO_INFOMSGS');
SELECT COUNT(*) AS n FROM @flags;

-- name: tracestatus-of-another-session
-- worlds: flags-session-only
-- facts: tsql.md B4
-- lab sets: 0
-- lab messages: 2528
DBCC TRACESTATUS (-1);

-- name: dbcc-useroptions
-- facts: documentation: DBCC USEROPTIONS
-- expect row: quoted_identifier | SET
-- expect row: ansi_nulls | SET
DBCC USEROPTIONS WITH NO_INFOMSGS;
