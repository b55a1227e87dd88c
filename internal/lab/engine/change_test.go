package engine

import "testing"

func TestTemporaryTables(t *testing.T) {
	checkWire(t, []wireCase{
		{"made and read", "CREATE TABLE #t (a int, b nvarchar(5)) INSERT INTO #t (a, b) VALUES (1, N'x') SELECT * FROM #t", "done -1\ndone 1\n[a, b]\n1|x\ndone 1"},
		{"it outlives the batch", "CREATE TABLE #t (a int)\nGO\nINSERT #t VALUES (1)\nGO\nSELECT a FROM #t", "done -1\ndone 1\n[a]\n1\ndone 1"},
		{"twice in two batches", "CREATE TABLE #t (a int)\nGO\nCREATE TABLE #t (a int)", "done -1\n1! 2714.16.6 There is already an object named '#t' in the database.\ndone -1"},
		{"made again after DROP", "CREATE TABLE #t (a int)\nGO\nDROP TABLE #t\nGO\nCREATE TABLE #t (b int) SELECT * FROM #t", "done -1\ndone -1\ndone -1\n[b]\ndone 0"},
		{"dropped twice", "DROP TABLE #t", "1! 3701.11.5 Cannot drop the table '#t', because it does not exist or you do not have permission.\ndone -1"},
		{"DROP IF EXISTS", "DROP TABLE IF EXISTS #t PRINT 'on'", "done -1\n1> on"},
		{"a missing one", "SELECT * FROM #gone", "1! 208.16.1 Invalid object name '#gone'.\ndone -1"},
		{"under tempdb", "CREATE TABLE #t (a int) SELECT * FROM tempdb..#t SELECT * FROM tempdb.dbo.#t", "done -1\n[a]\ndone 0\n[a]\ndone 0"},
		{"OBJECT_ID", "CREATE TABLE #t (a int) IF OBJECT_ID('tempdb..#t') IS NOT NULL PRINT 'there' IF OBJECT_ID('tempdb..#u') IS NULL PRINT 'not there'", "done -1\n1> there\n1> not there"},
		{"a wrong column is found at run time", "CREATE TABLE #t (a int)\nSELECT b FROM #t", "done -1\n2! 207.16.1 Invalid column name 'b'.\ndone -1"},
		{"two columns of one name", "CREATE TABLE #t (a int, A int)", "1! 2705.16.3\ndone -1"},
		{"SELECT INTO", "SELECT id, name + '!' AS loud INTO #t FROM people WHERE id < 3 SELECT * FROM #t", "done 2\n[id, loud]\n1|Ann!\n2|Bob!\ndone 2"},
		{"SELECT INTO a table that is there", "CREATE TABLE #t (a int)\nSELECT 1 AS a INTO #t", "done -1\n2! 2714.16.6\ndone -1"},
		{"SELECT INTO without a name", "SELECT 1 INTO #t", "1! 1038.15.4\ndone -1"},
		{"TRUNCATE", "CREATE TABLE #t (i int IDENTITY, a int) INSERT #t VALUES (5), (6) TRUNCATE TABLE #t INSERT #t VALUES (7) SELECT * FROM #t", "done -1\ndone 2\ndone -1\ndone 1\n[i, a]\n1|7\ndone 1"},
		{"a table variable", "DECLARE @t TABLE (a int) INSERT @t VALUES (1), (2) SELECT SUM(a) AS s FROM @t", "done 2\n[s]\n3\ndone 1"},
		{"it ends with its batch", "DECLARE @t TABLE (a int)\nGO\nSELECT * FROM @t", "1! 1087.15.2 Must declare the table variable \"@t\".\ndone -1"},
		{"it is not rolled back", "DECLARE @t TABLE (a int) BEGIN TRAN INSERT @t VALUES (1) ROLLBACK SELECT COUNT(*) AS c FROM @t", "done -1\ndone 1\ndone -1\n[c]\n1\ndone 1"},
		{"it needs an alias in a join", "DECLARE @t TABLE (id int) INSERT @t VALUES (1) SELECT p.name FROM people p JOIN @t t ON t.id = p.id", "done 1\n[name]\nAnn\ndone 1"},
	})
}

func TestInserting(t *testing.T) {
	checkQueries(t, []queryCase{
		{"CREATE TABLE #t (a int, b int DEFAULT 7, c int NULL) INSERT #t (a) VALUES (1) SELECT * FROM #t", "1|7|NULL"},
		{"CREATE TABLE #t (a int DEFAULT 1, b int DEFAULT 2) INSERT #t DEFAULT VALUES INSERT #t VALUES (DEFAULT, 5) SELECT * FROM #t", "1|2 / 1|5"},
		{"CREATE TABLE #t (a int, b int) INSERT #t (b, a) VALUES (1, 2) SELECT a, b FROM #t", "2|1"},
		{"CREATE TABLE #t (a int) INSERT #t SELECT n FROM numbers WHERE n > 8 SELECT a FROM #t", "9 / 10"},
		{"CREATE TABLE #t (a int) INSERT #t SELECT TOP 2 n FROM numbers ORDER BY n DESC SELECT a FROM #t", "10 / 9"},
		{"CREATE TABLE #t (a int) INSERT TOP (1) #t SELECT n FROM numbers SELECT COUNT(*) FROM #t", "1"},
		{"CREATE TABLE #t (a int) INSERT #t VALUES (1), ('2'), (3.9) SELECT a FROM #t", "1 / 2 / 3"},
		{"CREATE TABLE #t (a int) INSERT #t VALUES ('x')", "1! 245.16.1"},
		{"CREATE TABLE #t (a tinyint) INSERT #t VALUES (300)", "1! 220.16.2 / 1! 3621.0.0"},
		{"CREATE TABLE #t (a decimal(3,1)) INSERT #t VALUES (12.34) SELECT a FROM #t", "12.3"},
		{"CREATE TABLE #t (a decimal(3,1)) INSERT #t VALUES (123.4)", "1! 8115.16. / 1! 3621.0.0"},
		{"CREATE TABLE #t (a varchar(3)) INSERT #t VALUES ('abcd')", "1! 2628.16.1 / 1! 3621.0.0"},
		{"CREATE TABLE #t (a varchar(3)) INSERT #t VALUES ('abc   ') SELECT a + '|' FROM #t", "abc|"},
		{"CREATE TABLE #t (a char(3)) INSERT #t VALUES ('a') SELECT a + '|' FROM #t", "a  |"},
		{"CREATE TABLE #t (a int NOT NULL) INSERT #t VALUES (NULL)", "1! 515.16.2 Cannot insert the value NULL into column 'a', table 'tempdb.dbo.#t'; column does not allow nulls. INSERT fails. / 1! 3621.0.0"},
		{"CREATE TABLE #t (a int NOT NULL, b int) INSERT #t (b) VALUES (1)", "1! 515.16.2 / 1! 3621.0.0"},
		{"CREATE TABLE #t (a int, b int) INSERT #t VALUES (1)", "1! 213.16.1"},
		{"CREATE TABLE #t (a int) INSERT #t VALUES (1, 2)", "1! 213.16.1"},
		{"CREATE TABLE #t (a int, b int) EXEC ('INSERT #t (a, b) VALUES (1)')", "1! 109.15.1"},
		{"CREATE TABLE #t (a int, b int) EXEC ('INSERT #t (a) VALUES (1, 2)')", "1! 110.15.1"},
		{"CREATE TABLE #t (a int, b int) EXEC ('INSERT #t (a, b) SELECT 1')", "1! 120.15.1"},
		{"CREATE TABLE #t (a int, b int) EXEC ('INSERT #t (a) SELECT 1, 2')", "1! 121.15.1"},
		{"CREATE TABLE #t (a int) EXEC ('INSERT #t (b) VALUES (1)')", "1! 207.16.1 Invalid column name 'b'."},
		{"CREATE TABLE #t (a int) EXEC ('INSERT #t (a, a) VALUES (1, 2)')", "1! 264.16.1"},
		{"CREATE TABLE #t (a int) INSERT #t VALUES (1), (2, 3)", "1! 10709.16."},
		{"CREATE TABLE #t (i int IDENTITY(10, 5), a int) INSERT #t VALUES (1), (2) SELECT i FROM #t", "10 / 15"},
		{"CREATE TABLE #t (i int IDENTITY, a int) INSERT #t VALUES (1), (2) SELECT SCOPE_IDENTITY(), @@IDENTITY", "2|2"},
		{"SELECT SCOPE_IDENTITY()", "NULL"},
		{"CREATE TABLE #t (i int IDENTITY, a int) INSERT #t (i, a) VALUES (5, 1)", "1! 544.16.1"},
		{"CREATE TABLE #t (i int IDENTITY, a int) SET IDENTITY_INSERT #t ON INSERT #t VALUES (1, 2)", "1! 8101.16.1"},
		{"CREATE TABLE #t (i int IDENTITY, a int) SET IDENTITY_INSERT #t ON INSERT #t (i, a) VALUES (7, 1) SET IDENTITY_INSERT #t OFF INSERT #t VALUES (2) SELECT i FROM #t", "7 / 8"},
		{"CREATE TABLE #t (a int PRIMARY KEY) INSERT #t VALUES (1) INSERT #t VALUES (NULL)", "1! 515.16.2 / 1! 3621.0.0"},
		{"CREATE TABLE #t (a int, b int, CONSTRAINT pk_t PRIMARY KEY (a, b)) INSERT #t VALUES (1, 1), (1, 2) SELECT COUNT(*) FROM #t", "2"},
		{"CREATE TABLE #t (a int UNIQUE) INSERT #t VALUES (NULL) SELECT COUNT(*) FROM #t", "1"},
		{"CREATE TABLE #t (a int CONSTRAINT ck CHECK (a > 0)) INSERT #t VALUES (NULL) SELECT COUNT(*) FROM #t", "1"},
		{"CREATE TABLE #t (a int CONSTRAINT ck CHECK (a > 0)) INSERT #t VALUES (0)", "1! 547.16.0 / 1! 3621.0.0"},
		{"CREATE TABLE #t (a int, b AS a * 2) INSERT #t (a) VALUES (4) SELECT b FROM #t", "8"},
		{"CREATE TABLE #t (a int, b AS a * 2) INSERT #t (b) VALUES (4)", "1! 271.16.1"},
		{"INSERT INTO gone VALUES (1)", "1! 208.16.1 Invalid object name 'gone'."},
		{"INSERT INTO sys.databases (name) VALUES ('x')", "1! 259.16.1"},
		// All of an INSERT or nothing.
		{"CREATE TABLE #t (a int NOT NULL) INSERT #t VALUES (1), (NULL) SELECT COUNT(*) FROM #t", "1! 515.16.2 / 1! 3621.0.0 / 0"},
	})
}

func TestUpdatingAndDeleting(t *testing.T) {
	const three = "CREATE TABLE #t (a int, b int) INSERT #t VALUES (1, 10), (2, 20), (3, 30) "
	checkQueries(t, []queryCase{
		{three + "UPDATE #t SET b = 0 SELECT a, b FROM #t", "1|0 / 2|0 / 3|0"},
		{three + "UPDATE #t SET b = b + 1, a = b WHERE a = 2 SELECT a, b FROM #t", "1|10 / 20|21 / 3|30"},
		{three + "UPDATE #t SET a = b, b = a SELECT a, b FROM #t WHERE b = 1", "10|1"},
		{three + "UPDATE #t SET b += 5 WHERE a > 1 SELECT SUM(b) FROM #t", "70"},
		{three + "UPDATE TOP (2) #t SET b = 0 SELECT SUM(b) FROM #t", "30"},
		{three + "UPDATE x SET b = p.id * 100 FROM #t x JOIN people p ON p.id = x.a WHERE x.a < 3 SELECT b FROM #t", "100 / 200 / 30"},
		{three + "UPDATE #t SET b = p.id FROM people p WHERE p.id = #t.a AND p.id = 3 SELECT b FROM #t", "10 / 20 / 3"},
		{three + "UPDATE #t SET b = (SELECT MAX(n) FROM numbers) WHERE a = 1 SELECT b FROM #t", "10 / 20 / 30"},
		{three + "UPDATE #t SET b = NULL WHERE a = 1 SELECT b FROM #t WHERE b IS NULL", "NULL"},
		{three + "UPDATE #t SET b = DEFAULT WHERE a = 1 SELECT b FROM #t WHERE a = 1", "NULL"},
		{three + "UPDATE #t SET b = 1/0 SELECT SUM(b) FROM #t", "1! 8134.16.1 / 1! 3621.0.0 / 60"},
		{three + "UPDATE #t SET nope = 1", "1! 207.16.1 Invalid column name 'nope'."},
		{three + "UPDATE #t SET b = 1 WHERE nope = 1", "1! 207.16.1 Invalid column name 'nope'."},
		{three + "UPDATE #t SET b = 1, b = 2", "1! 264.16.1"},
		{three + "UPDATE #t SET b = SUM(a)", "1! 157.15.1"},
		{three + "DELETE FROM #t WHERE a = 2 SELECT a FROM #t", "1 / 3"},
		{three + "DELETE #t SELECT COUNT(*) FROM #t", "0"},
		{three + "DELETE TOP (1) FROM #t SELECT COUNT(*) FROM #t", "2"},
		{three + "DELETE x FROM #t x JOIN people p ON p.id = x.a WHERE p.name = 'Ann' SELECT a FROM #t", "2 / 3"},
		{three + "DELETE FROM #t FROM people p WHERE p.id = #t.a AND p.id > 1 SELECT a FROM #t", "1"},
		{three + "DELETE #t WHERE a IN (SELECT id FROM people WHERE city = 'Oslo') SELECT a FROM #t", "2 / 3"},
		{three + "DELETE #t WHERE b > 99 SELECT @@ROWCOUNT", "0"},
		{three + "UPDATE #t SET b = 1 SELECT @@ROWCOUNT", "3"},
		{"UPDATE gone SET a = 1", "1! 208.16.1 Invalid object name 'gone'."},
		{"DELETE FROM sys.databases", "1! 259.16.1"},
		{"CREATE TABLE #t (i int IDENTITY, a int) UPDATE #t SET i = 5", "1! 8102.16.1"},
		{"CREATE TABLE #t (a int PRIMARY KEY) INSERT #t VALUES (1), (2) UPDATE #t SET a = a + 1 SELECT a FROM #t", "2 / 3"},
		{"CREATE TABLE #t (a int PRIMARY KEY) INSERT #t VALUES (1), (2) UPDATE #t SET a = 1 SELECT a FROM #t", "1! 2627.14.1 / 1! 3621.0.0 / 1 / 2"},
		{"CREATE TABLE #t (a int NOT NULL) INSERT #t VALUES (1) UPDATE #t SET a = NULL", "1! 515.16.2 / 1! 3621.0.0"},
		// Through a common table expression: not here, and said so.
		{three + "; WITH c AS (SELECT a, b FROM #t WHERE a > 1) UPDATE c SET b = 0", "1! 401.16."},
	})
}

func TestCursorsInDepth(t *testing.T) {
	checkQueries(t, []queryCase{
		{"DECLARE @n int, @s int = 0 DECLARE c CURSOR FOR SELECT n FROM numbers OPEN c FETCH NEXT FROM c INTO @n WHILE @@FETCH_STATUS = 0 BEGIN SET @s += @n FETCH NEXT FROM c INTO @n END CLOSE c DEALLOCATE c PRINT @s", "1> 55"},
		{"DECLARE c CURSOR LOCAL FOR SELECT n FROM numbers ORDER BY n\nOPEN c\nFETCH NEXT FROM c\nFETCH c", "1 / 2"},
		{"DECLARE c CURSOR LOCAL FOR SELECT 1 AS a OPEN c FETCH c FETCH c PRINT @@FETCH_STATUS", "1 / 1> -1"},
		{"DECLARE c CURSOR LOCAL FOR SELECT 1 AS a\nFETCH c", "2! 16917.16."},
		{"DECLARE c CURSOR LOCAL FOR SELECT 1 AS a\nOPEN c\nOPEN c", "3! 16905.16.1 The cursor is already open."},
		{"OPEN c", "1! 16916.16.1 A cursor with the name 'c' does not exist."},
		{"DECLARE c CURSOR FOR SELECT 1 AS a\nDECLARE c CURSOR FOR SELECT 2 AS a\nDEALLOCATE c", "2! 16915.16."},
		{"DECLARE @a int DECLARE c CURSOR LOCAL FOR SELECT 1 AS a, 2 AS b\nOPEN c\nFETCH c INTO @a", "3! 16924.16."},
		{"DECLARE c CURSOR GLOBAL FOR SELECT 7 AS a OPEN c FETCH c", "7"},
		{"DECLARE c CURSOR LOCAL SCROLL FOR SELECT n FROM numbers ORDER BY n OPEN c FETCH LAST FROM c FETCH PRIOR FROM c FETCH FIRST FROM c FETCH ABSOLUTE 4 FROM c FETCH RELATIVE -2 FROM c", "10 / 9 / 1 / 4 / 2"},
		{"DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT n FROM numbers OPEN c\nFETCH LAST FROM c", "2! 16911.16.1 fetch: The fetch type LAST cannot be used with forward only cursors."},
	})
}
