Conversions, dates and numbers as reports show them.

-- name: date-styles
-- facts: documentation: CONVERT styles
-- expect row: 2026-03-05 | 20260305 | 2026-03-05 07:08:09 | 2026-03-05T07:08:09.123 | 03/05/2026 | 05.03.2026 | 07:08:09 | 2026-03-05 07:08:09.123 | Mar  5 2026  7:08AM
DECLARE @d datetime = '2026-03-05T07:08:09.123';
SELECT CONVERT(varchar(10), @d, 120), CONVERT(char(8), @d, 112), CONVERT(varchar(19), @d, 120), CONVERT(varchar(30), @d, 126), CONVERT(varchar(10), @d, 101),
  CONVERT(varchar(10), @d, 104), CONVERT(varchar(8), @d, 108), CONVERT(varchar(23), @d, 121), CONVERT(varchar(30), @d, 100)

-- name: date-arithmetic
-- facts: documentation: DATEADD, DATEDIFF, EOMONTH
-- expect columns: a DATETIME2, b INT, c DATE, d INT, e INT, f NVARCHAR, g BIGINT
-- expect row: 2026-02-28 00:00:00 | 1 | 2024-02-29 | 2026 | 90 | March | 86400000
SELECT DATEADD(month, 1, CAST('2026-01-31' AS datetime2(0))) AS a, DATEDIFF(year, '20251231', '20260101') AS b, EOMONTH('20240210') AS c, YEAR('20260305') AS d,
  DATEDIFF(minute, '2026-03-05T00:00:00', '2026-03-05T01:30:00') AS e, DATENAME(month, '20260305') AS f, DATEDIFF_BIG(millisecond, '20260305', '20260306') AS g

-- name: datetime-rounds
-- facts: documentation: datetime is exact to 3.33 ms
-- expect row: 2026-01-01 00:00:00.997 | 2026-01-02 00:00:00
SELECT CAST('2026-01-01T00:00:00.998' AS datetime), CAST('2026-01-01T23:59:59.999' AS datetime)

-- name: age-of-things
-- facts: documentation: DATEDIFF
-- expect columns: name NVARCHAR(128), days INT, age VARCHAR
-- expect row: tempdb | ~^\d+$ | ~^(fresh|old)$
SELECT name, DATEDIFF(day, create_date, GETDATE()) AS days, CASE WHEN create_date > DATEADD(day, -1, GETDATE()) THEN 'fresh' ELSE 'old' END AS age
FROM sys.databases WHERE name = 'tempdb';

-- name: types-of-now
-- facts: documentation: date and time functions
-- expect columns: a DATETIME, b DATETIME, c DATETIME2, d DATETIME2, e DATETIMEOFFSET, f DATETIME, g DATE, h TIME
-- expect rows: 1
SELECT GETDATE() AS a, GETUTCDATE() AS b, SYSDATETIME() AS c, SYSUTCDATETIME() AS d, SYSDATETIMEOFFSET() AS e, CURRENT_TIMESTAMP AS f, CAST(GETDATE() AS date) AS g, CAST(GETDATE() AS time(0)) AS h

-- name: numbers-divide
-- facts: documentation: precision, scale and length
-- expect columns: a INT, b DECIMAL, c FLOAT, d BIGINT, e DECIMAL
-- expect row: 3 | 3.500000 | 3.5 | 4294967296 | 0.33
SELECT 7 / 2 AS a, 7 / 2.0 AS b, 7 / CAST(2 AS float) AS c, CAST(65536 AS bigint) * 65536 AS d, CAST(1.0 / 3 AS decimal(5, 2)) AS e

-- name: numbers-overflow
-- facts: documentation: 8115
-- expect errors: 8115/16
SELECT SUM(x) FROM (VALUES (2147483647), (1)) AS v(x)

-- name: integers-overflow
-- facts: documentation: 8115, 220
-- expect errors: 8115/16
SELECT 65536 * 65536

-- name: tinyint-overflow
-- facts: documentation: 220
-- expect errors: 220/16
DECLARE @t tinyint = 256

-- name: divide-by-zero
-- facts: documentation: 8134
-- expect errors: 8134/16
DECLARE @zero int = 0;
SELECT 1 / @zero;

-- name: conversion-fails
-- facts: documentation: 245
-- expect errors: 245/16
-- expect text: Conversion failed when converting the varchar value 'CU13' to data type int.
DECLARE @level varchar(10) = 'CU13';
SELECT CAST(@level AS int);

-- name: date-conversion-fails
-- facts: documentation: 241
-- expect errors: 241/16
SELECT CAST('not a date' AS datetime)

-- name: date-out-of-range
-- facts: documentation: 242
-- expect errors: 242/16
SELECT CAST('20261301' AS datetime)

-- name: try-convert
-- facts: documentation: TRY_CONVERT, TRY_CAST
-- expect row: NULL | 13 | NULL | 2026-01-31 00:00:00
SELECT TRY_CAST('CU13' AS int), TRY_CONVERT(int, '13'), TRY_CONVERT(datetime, '20261301'), TRY_CAST('20260131' AS datetime)

-- name: binary-styles
-- facts: documentation: CONVERT of binary
-- expect row: 0x0A1B | 0A1B | 0x0A1B | 0x0A1B | 2587
SELECT CONVERT(varchar(10), 0x0A1B, 1), CONVERT(varchar(10), 0x0A1B, 2), CONVERT(varbinary(2), '0x0A1B', 1), CONVERT(varbinary(2), '0A1B', 2), CAST(0x0A1B AS int)

-- name: lsn-arithmetic
-- facts: tsql.md C15
-- lab columns: lsn DECIMAL(25,0), text VARCHAR(30), positive BIT
-- lab row: * | ~^\d{10,25}$ | 1
SELECT first_lsn AS lsn, CAST(first_lsn AS varchar(30)) AS text, CAST(CASE WHEN last_lsn >= first_lsn THEN 1 ELSE 0 END AS bit) AS positive FROM msdb.dbo.backupset

-- name: string-functions
-- facts: documentation: string functions
-- expect row: ter | mas | 3 | MASTER | m-a | 6 | 12 | xxx | retsam | a | abc | NULL
SELECT RIGHT(name, 3), LEFT(name, 3), CHARINDEX('s', name), UPPER(name), REPLACE('m a', ' ', '-'), LEN(name + '   '), DATALENGTH(name), REPLICATE('x', 3), REVERSE(name), SUBSTRING(name, 2, 1), CONCAT('a', NULL, 'b', 'c'), 'a' + NULL
FROM sys.databases WHERE database_id = 1

-- name: trim-and-friends
-- versions: 14+
-- facts: documentation: TRIM is from 2017, CONCAT_WS too
-- expect row: a | a | a-b | 0007 | 3
SELECT TRIM('  a '), LTRIM(RTRIM(' a ')), CONCAT_WS('-', 'a', NULL, 'b'), RIGHT('0000' + CAST(7 AS varchar(4)), 4), PATINDEX('%[0-9]%', 'CU13')

-- name: string-split
-- facts: documentation: STRING_SPLIT
-- expect columns: value NVARCHAR, n BIGINT
-- expect rows: 3
-- expect row: HR | 1
-- expect next: Pay | 2
-- expect next: Sales | 3
SELECT value, ROW_NUMBER() OVER (ORDER BY value) AS n FROM STRING_SPLIT(N'Sales,HR,Pay', N',') ORDER BY n

-- name: null-functions
-- facts: documentation: ISNULL takes the type of its first argument
-- expect columns: a VARCHAR(2), b VARCHAR, c INT
-- expect row: ab | abcdef | 1
DECLARE @short varchar(2);
SELECT ISNULL(@short, 'abcdef') AS a, COALESCE(@short, 'abcdef') AS b, CASE WHEN NULLIF(1, 1) IS NULL THEN 1 ELSE 0 END AS c

-- name: null-in-a-list
-- facts: documentation: three-valued logic
-- expect rows: 0
SELECT name FROM sys.databases WHERE database_id NOT IN (1, 2, NULL)

-- name: subquery-of-several-rows
-- facts: documentation: 512
-- expect errors: 512/16
SELECT name FROM sys.databases WHERE database_id = (SELECT database_id FROM sys.databases)

-- name: guid-text
-- facts: documentation: uniqueidentifier
-- expect row: 36 | 1
SELECT LEN(CAST(NEWID() AS varchar(36))), CASE WHEN CAST('00000000-0000-0000-0000-000000000000' AS uniqueidentifier) = 0x0 THEN 1 ELSE 1 END

-- name: hash
-- facts: documentation: HASHBYTES
-- expect row: 0xA9993E364706816ABA3E25717850C26C9CD0D89D | 0xBA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD
SELECT HASHBYTES('SHA1', 'abc'), HASHBYTES('SHA2_256', 'abc')
