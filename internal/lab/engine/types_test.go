package engine

import "testing"

func TestColumnTypes(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"SELECT 1 AS a, 'abc' AS b, N'ab' AS c, 1.5 AS d, 1e0 AS e, NULL AS f, 0x0102 AS g", "a int, b varchar(3), c nvarchar(2), d numeric(2,1), e float, f int null, g varbinary(2)"},
		{"SELECT id, name, city, age FROM people", "id int, name nvarchar(50), city nvarchar(30) null, age tinyint null"},
		{"SELECT id + 1, 7/2, 7/2.0, 1.5*2.25, 'a' + 'bc', name + 'x', name + city FROM people", " int null,  int null,  numeric(8,6) null,  numeric(6,3) null,  varchar(3),  nvarchar(51),  nvarchar(80) null"},
		{"SELECT COUNT(*), COUNT_BIG(*), SUM(age), SUM(amount), AVG(amount), MAX(name) FROM people, orders", " int null,  bigint null,  int null,  numeric(38,2) null,  numeric(38,6) null,  nvarchar(50) null"},
		{"SELECT STRING_AGG(name, ','), STRING_AGG(CAST(name AS nvarchar(max)), ',') FROM people", " nvarchar(4000) null,  nvarchar(max) null"},
		{"SELECT ROW_NUMBER() OVER (ORDER BY id) AS r FROM people", "r bigint null"},
		{"SELECT CASE WHEN id = 1 THEN 1 ELSE 2.5 END, CASE WHEN id = 1 THEN 'a' END, CASE id WHEN 1 THEN 'a' ELSE 'bcd' END FROM people", " numeric(11,1),  varchar(1) null,  varchar(3)"},
		{"SELECT ISNULL(city, 'none'), ISNULL(age, 0), ISNULL(NULL, 'abc'), COALESCE(city, N'x'), COALESCE(1, 2) FROM people", " nvarchar(30),  tinyint,  varchar(3),  nvarchar(30) null,  int null"},
		{"SELECT p.name, o.id FROM people p LEFT JOIN orders o ON o.person_id = p.id", "name nvarchar(50), id int null"},
		{"SELECT 1 AS a UNION ALL SELECT 2.5", "a numeric(11,1)"},
		{"SELECT 'a' AS a UNION SELECT N'bcd'", "a nvarchar(3)"},
		{"SELECT NULL AS a UNION ALL SELECT 'x'", "a varchar(1) null"},
		{"SELECT CAST('1' AS int), CONVERT(bigint, 1), CAST(1 AS varchar(10)), TRY_CAST('x' AS int)", " int null,  bigint,  varchar(10) null,  int null"},
		{"SELECT GETDATE() AS a, SYSDATETIME() AS b, SYSDATETIMEOFFSET() AS c", "a datetime, b datetime2(7), c datetimeoffset(7)"},
		{"SELECT LEN(name), DATALENGTH(name), UPPER(name), LEFT(name, 3), SUBSTRING(name, 1, 2), REPLACE(name, 'a', 'b') FROM people", " int,  int,  nvarchar(50),  nvarchar(3),  nvarchar(2),  nvarchar(4000)"},
		{"SELECT QUOTENAME('a'), CONCAT('a', 1), NEWID(), @@VERSION, @@ROWCOUNT", " nvarchar(258) null,  varchar(13),  uniqueidentifier,  nvarchar(300) null,  int"},
		{"SELECT SERVERPROPERTY('x')", " sql_variant null"},
		{"SELECT (SELECT 1), EXISTS_ = IIF(1 = 1, 'yes', 'no')", " int null, EXISTS_ varchar(3)"},
		{"SELECT name FROM people FOR JSON PATH", "JSON_F52E2B61-18A1-11d1-B105-00805F49916B nvarchar(max) null"},
		{"SELECT -id, +age, ~age, -age FROM people", " int,  tinyint null,  tinyint null,  smallint null"},
		{"SELECT DATEADD(day, 1, placed), DATEDIFF(day, placed, placed), YEAR(placed), placed + 1 FROM orders", " datetime null,  int,  int,  datetime null"},
		{"SELECT SCOPE_IDENTITY(), @@IDENTITY, XACT_STATE(), ERROR_MESSAGE()", " numeric(38,0) null,  numeric(38,0) null,  smallint,  nvarchar(4000) null"},
		{"SELECT x FROM (SELECT NULL AS x) d", "x int null"},
		{"WITH c(a) AS (SELECT name FROM people) SELECT a FROM c", "a nvarchar(50)"},
		{"SELECT value, ordinal = 1 FROM STRING_SPLIT(N'a', ',')", "value nvarchar(1), ordinal int"},
	} {
		if got := types(t, c.query); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}

func TestBindErrors(t *testing.T) {
	for _, c := range []struct {
		query, want string
	}{
		{"SELECT d.nope FROM sys.databases d", "msg 207 class 16 state 1 line 1: Invalid column name 'nope'."},
		{"SELECT x.name FROM sys.databases d", "msg 4104 class 16 state 1 line 1: The multi-part identifier \"x.name\" could not be bound."},
		{"SELECT id FROM people p JOIN orders o ON p.id = o.person_id", "msg 209 class 16 state 1 line 1: Ambiguous column name 'id'."},
		{"SELECT city, name FROM people GROUP BY city", "msg 8120 class 16 state 1 line 1: Column 'people.name' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause."},
		{"SELECT city FROM people GROUP BY city HAVING age > 1", "msg 8121 class 16 state 1 line 1: Column 'people.age' is invalid in the HAVING clause because it is not contained in either an aggregate function or the GROUP BY clause."},
		{"SELECT city FROM people p GROUP BY city ORDER BY age", "msg 8127 class 16 state 1 line 1: Column \"p.age\" is invalid in the ORDER BY clause because it is not contained in either an aggregate function or the GROUP BY clause."},
		{"SELECT 1 FROM people WHERE COUNT(*) > 1", "msg 147 class 15 state 1 line 1: An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference."},
		{"SELECT SUM(COUNT(*)) FROM people", "msg 130 class 16 state 1 line 1: Cannot perform an aggregate function on an expression containing an aggregate or a subquery."},
		{"SELECT * FROM (SELECT 1 AS a, 2 AS a) d", "msg 8156 class 16 state 1 line 1: The column 'a' was specified multiple times for 'd'."},
		{"SELECT * FROM (SELECT 1) d", "msg 8155 class 16 state 2 line 1: No column name was specified for column 1 of 'd'."},
		{"SELECT * FROM (SELECT 1, 2) d(a)", "msg 8158 class 16 state 1 line 1: 'd' has more columns than were specified in the column list."},
		{"SELECT 1 FROM people p, orders p", "msg 1011 class 16 state 1 line 1: The correlation name 'p' is specified multiple times in a FROM clause."},
		{"SELECT 1 FROM people, people", "msg 1013 class 16 state 1 line 1: The objects \"people\" and \"people\" in the FROM clause have the same exposed names. Use correlation names to distinguish them."},
		{"SELECT x.* FROM people", "msg 107 class 15 state 1 line 1: The column prefix 'x' does not match with a table name or alias name used in the query."},
		{"SELECT id FROM people ORDER BY 3", "msg 108 class 15 state 1 line 1: The ORDER BY position number 3 is out of range of the number of items in the select list."},
		{"SELECT DISTINCT city FROM people ORDER BY name", "msg 145 class 15 state 1 line 1: ORDER BY items must appear in the select list if SELECT DISTINCT is specified."},
		{"SELECT 1 AS a UNION SELECT 2 ORDER BY a + 1", "msg 104 class 15 state 1 line 1: ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator."},
		{"SELECT 1 UNION SELECT 1, 2", "msg 205 class 16 state 1 line 1: All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists."},
		{"SELECT 1 WHERE 1 IN (SELECT 1, 2)", "msg 116 class 16 state 1 line 1: Only one expression can be specified in the select list when the subquery is not introduced with EXISTS."},
		{"SELECT * FROM (SELECT 1 AS a ORDER BY 1) d", "msg 1033 class 15 state 1 line 1: The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified."},
		{"SELECT nofunc(1)", "msg 195 class 15 state 10 line 1: 'nofunc' is not a recognized built-in function name."},
		{"SELECT dbo.nofunc(1)", "msg 4121 class 16 state 1 line 1: Cannot find either column \"dbo\" or the user-defined function or aggregate \"dbo.nofunc\", or the name is ambiguous."},
		{"SELECT LEN()", "msg 174 class 15 state 1 line 1: The len function requires 1 argument(s)."},
		{"SELECT CHARINDEX('a')", "msg 189 class 15 state 1 line 1: The charindex function requires 2 to 3 arguments."},
		{"SELECT 'a' COLLATE nowhere", "msg 448 class 16 state 1 line 1: Invalid collation 'nowhere'."},
		{"SELECT 1 FROM people WHERE name COLLATE Latin1_General_BIN = city COLLATE Latin1_General_CI_AS", "msg 468 class 16 state 9 line 1: Cannot resolve the collation conflict between \"Latin1_General_BIN\" and \"Latin1_General_CI_AS\" in the equal to operation."},
		{"DECLARE @x int SELECT @x = 1, 2", "msg 141 class 15 state 1 line 1: A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations."},
		{"SELECT @@NOPE", "msg 137 class 15 state 2 line 1: Must declare the scalar variable \"@@NOPE\"."},
		{"SELECT * FROM @t", "msg 1087 class 15 state 2 line 1: Must declare the table variable \"@t\"."},
		{"WITH c AS (SELECT 1 AS a), c AS (SELECT 2 AS a) SELECT 1 FROM c", "msg 239 class 16 state 1 line 1: Duplicate common table expression name 'c' was specified."},
		{"WITH r AS (SELECT 'a' AS x UNION ALL SELECT x + 'b' FROM r) SELECT 1 FROM r", "msg 240 class 16 state 1 line 1: Types don't match between the anchor and the recursive part in column \"x\" of recursive query \"r\"."},
		{"SELECT SUM(paid) FROM orders", "msg 8117 class 16 state 1 line 1: Operand data type bit is invalid for sum operator."},
		{"SELECT 1 + CAST('2020-01-01' AS date)", "msg 206 class 16 state 2 line 1: Operand type clash: date is incompatible with int"},
		{"DECLARE @v sql_variant SELECT 1 WHERE @v + 1 = 2", "msg 8117 class 16 state 1 line 1: Operand data type sql_variant is invalid for add operator."},
		{"DECLARE @v sql_variant, @i int SET @i = @v", "msg 257 class 16 state 3 line 1: Implicit conversion from data type sql_variant to int is not allowed. Use the CONVERT function to run this query."},
		{"SELECT ROW_NUMBER() OVER () FROM people", "msg 4112 class 16 state 1 line 1: The function 'ROW_NUMBER' must have an OVER clause with ORDER BY."},
		{"SELECT 1 FROM people WHERE ROW_NUMBER() OVER (ORDER BY id) = 1", "msg 4108 class 15 state 1 line 1: Windowed functions can only appear in the SELECT or ORDER BY clauses."},
		{"SELECT * ", "msg 263 class 16 state 1 line 1: Must specify table to select from."},
	} {
		got := rows(t, c.query)
		if got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, c.want)
		}
	}
}

func TestVersionGates(t *testing.T) {
	for _, c := range []struct {
		version int
		query   string
		known   bool
	}{
		{13, "SELECT STRING_AGG(name, ',') FROM people", false},
		{14, "SELECT STRING_AGG(name, ',') FROM people", true},
		{12, "SELECT STRING_AGG(name, ',') FROM people", true}, // a managed instance has all
		{13, "SELECT CONCAT_WS(',', 'a', 'b')", false},
		{14, "SELECT CONCAT_WS(',', 'a', 'b')", true},
		{15, "SELECT GREATEST(1, 2)", false},
		{16, "SELECT GREATEST(1, 2)", true},
		{13, "SELECT TRIM('a')", false},
		{13, "SELECT DATEDIFF_BIG(day, 0, 1)", true},
	} {
		w := newTestWorld()
		w.version = c.version
		got := rowsOn(t, w, c.query)
		if known := len(got) < 8 || got[:8] != "msg 195 "; known != c.known {
			t.Errorf("version %d: %s: %s", c.version, c.query, got)
		}
	}
}
