package engine

import "testing"

func TestWhatAnErrorEnds(t *testing.T) {
	checkWire(t, []wireCase{
		{"8134 only the statement", "SELECT 1/0 AS a\nPRINT 'on'", "[a]\n1! 8134.16.1\ndone -1\n2> on"},
		{"8115 only the statement", "SELECT 2147483647 + 1 AS a\nPRINT 'on'", "[a]\n1! 8115.16.2\ndone -1\n2> on"},
		{"245 the batch", "SELECT CAST('x' AS int) AS a\nPRINT 'no'", "[a]\n1! 245.16.1\ndone -1"},
		{"8114 the batch", "SELECT CAST('x' AS decimal(5,2)) AS a\nPRINT 'no'", "[a]\n1! 8114.16.5\ndone -1"},
		{"512 only the statement", "SELECT (SELECT n FROM numbers) AS a\nPRINT 'on'", "[a]\n1! 512.16.1\ndone -1\n2> on"},
		{"515 only the statement", "CREATE TABLE #t (a int NOT NULL)\nINSERT #t VALUES (NULL)\nPRINT 'on'", "done -1\n2! 515.16.2\n2! 3621.0.0 The statement has been terminated.\ndone -1\n3> on"},
		{"2627 only the statement", "CREATE TABLE #t (a int PRIMARY KEY)\nINSERT #t VALUES (1), (1)\nSELECT COUNT(*) AS c FROM #t", "done -1\n2! 2627.14.1\n2! 3621.0.0 The statement has been terminated.\ndone -1\n[c]\n0\ndone 1"},
		{"208 the batch", "PRINT 'yes'\nSELECT * FROM gone\nPRINT 'no'", "1> yes\n2! 208.16.1 Invalid object name 'gone'.\ndone -1"},
		{"207 keeps all from running", "PRINT 'no'\nSELECT gone FROM people", "2! 207.16.1 Invalid column name 'gone'.\ndone -1"},
		{"2812 only the statement", "EXEC gone\nPRINT 'on'", "1! 2812.16.62 Could not find stored procedure 'gone'.\ndone -1\n2> on"},
		{"syntax keeps all from running", "PRINT 'no'\nSELEC 1", "2! 102.15.1\ndone -1"},
		{"RAISERROR only itself", "RAISERROR('x', 16, 1)\nPRINT 'on'", "1! 50000.16.1 x\ndone -1\n2> on"},
		{"THROW the batch", "PRINT 'a';\nTHROW 50001, 'x', 1\nPRINT 'no'", "1> a\n2! 50001.16.1 x\ndone -1"},
		{"911 only the statement", "USE gone\nPRINT 'on'", "1! 911.16.1\ndone -1\n2> on"},
		{"XACT_ABORT makes 8134 end the batch", "SET XACT_ABORT ON\nSELECT 1/0 AS a\nPRINT 'no'", "done -1\n[a]\n2! 8134.16.1\ndone -1"},
		{"XACT_ABORT does not touch RAISERROR", "SET XACT_ABORT ON\nRAISERROR('x', 16, 1)\nPRINT 'on'", "done -1\n2! 50000.16.1 x\ndone -1\n3> on"},
		{"@@ERROR lasts one statement", "SELECT 1/0 AS a\nSELECT @@ERROR AS e\nSELECT @@ERROR AS e", "[a]\n1! 8134.16.1\ndone -1\n[e]\n8134\ndone 1\n[e]\n0\ndone 1"},
		{"rows before the error are sent", "SELECT 1 / (3 - n) AS a FROM numbers ORDER BY n", "[a]\n1! 8134.16.1\ndone -1"},
		{"a line of the statement, not of the word", "SELECT 1 AS a,\n 2 AS b,\n 1/0 AS c", "[a, b, c]\n1! 8134.16.1\ndone -1"},
		{"lines count blank lines and comments", "\n/* a\nb */\n\nSELECT 1/0 AS a", "[a]\n5! 8134.16.1\ndone -1"},
	})
}

func TestTryAndCatch(t *testing.T) {
	const report = "SELECT ERROR_NUMBER() AS n, ERROR_SEVERITY() AS v, ERROR_STATE() AS s, ERROR_LINE() AS l, ERROR_PROCEDURE() AS p, ERROR_MESSAGE() AS m"
	const head = "[n, v, s, l, p, m]\n"
	checkWire(t, []wireCase{
		{"8134", "BEGIN TRY\n SELECT 1/0 AS a\nEND TRY\nBEGIN CATCH\n " + report + "\nEND CATCH", "[a]\n" + head + "8134|16|1|2|NULL|Divide by zero error encountered.\ndone 1"},
		{"245", "BEGIN TRY\n SELECT CAST('x' AS int) AS a\nEND TRY\nBEGIN CATCH\n " + report + "\nEND CATCH\nPRINT 'on'", "[a]\n" + head + "245|16|1|2|NULL|Conversion failed when converting the varchar value 'x' to data type int.\ndone 1\n7> on"},
		{"the rest of TRY does not run", "BEGIN TRY SELECT 1/0 AS a PRINT 'no' END TRY BEGIN CATCH PRINT 'caught' END CATCH", "[a]\n1> caught"},
		{"no error, no CATCH", "BEGIN TRY PRINT 'a' END TRY BEGIN CATCH PRINT 'no' END CATCH PRINT 'b'", "1> a\n1> b"},
		{"an empty CATCH", "BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH END CATCH PRINT 'on'", "[a]\n1> on"},
		{"RAISERROR of 11 and more", "BEGIN TRY RAISERROR('x', 11, 5) END TRY BEGIN CATCH " + report + " END CATCH", head + "50000|11|5|1|NULL|x\ndone 1"},
		{"RAISERROR of 10 passes", "BEGIN TRY RAISERROR('x', 10, 1) PRINT 'on' END TRY BEGIN CATCH PRINT 'no' END CATCH", "1! 50000.0.1 x\ndone -1\n1> on"},
		{"THROW", "BEGIN TRY\nTHROW 51000, 'mine', 9\nEND TRY\nBEGIN CATCH " + report + " END CATCH", head + "51000|16|9|2|NULL|mine\ndone 1"},
		{"THROW again", "BEGIN TRY\n SELECT 1/0 AS a\nEND TRY\nBEGIN CATCH\n PRINT 'caught';\n THROW\nEND CATCH\nPRINT 'no'", "[a]\n5> caught\n2! 8134.16.1 Divide by zero error encountered.\ndone -1"},
		{"nested: the inner catches", "BEGIN TRY BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH PRINT 'inner' END CATCH PRINT 'on' END TRY BEGIN CATCH PRINT 'outer' END CATCH", "[a]\n1> inner\n1> on"},
		{"nested: an error in CATCH goes out", "BEGIN TRY BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH SELECT CAST('x' AS int) AS b END CATCH END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH", "[a]\n[b]\n1> 245"},
		{"a TRY in CATCH keeps the outer error", "BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH BEGIN TRY SELECT CAST('x' AS int) AS b END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH PRINT ERROR_NUMBER() END CATCH PRINT ISNULL(ERROR_NUMBER(), 0)", "[a]\n[b]\n1> 245\n1> 8134\n1> 0"},
		{"@@ERROR in CATCH", "BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH PRINT @@ERROR END CATCH", "[a]\n1> 8134"},
		{"outside they are NULL", report, head + "NULL|NULL|NULL|NULL|NULL|NULL\ndone 1"},
		{"a missing table is not caught in its own scope", "BEGIN TRY\nSELECT * FROM gone\nEND TRY\nBEGIN CATCH PRINT 'no' END CATCH\nPRINT 'no'", "2! 208.16.1\ndone -1"},
		{"but in an outer one", "BEGIN TRY\nEXEC ('SELECT * FROM gone')\nEND TRY\nBEGIN CATCH " + report + " END CATCH", head + "208|16|1|1|NULL|Invalid object name 'gone'.\ndone 1"},
		{"as is a syntax error", "BEGIN TRY EXEC ('SELECT') END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH", "1> 102"},
		{"a missing procedure is caught", "BEGIN TRY EXEC gone END TRY BEGIN CATCH PRINT ERROR_MESSAGE() END CATCH", "1> Could not find stored procedure 'gone'."},
		{"a denied view: the last message counts", "BEGIN TRY SELECT * FROM sys.dm_denied END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH", "1> 297"},
		{"CATCH without TRY", "BEGIN CATCH END CATCH", "1! 102.15.1\ndone -1"},
		{"TRY without CATCH", "BEGIN TRY SELECT 1 END TRY", "1! 102.15.1\ndone -1"},
		{"GOTO into TRY", "GOTO x\nBEGIN TRY x: PRINT 'no' END TRY BEGIN CATCH END CATCH", "1! 1026.15.1\ndone -1"},
		{"RETURN out of TRY", "BEGIN TRY RETURN END TRY BEGIN CATCH PRINT 'no' END CATCH PRINT 'no'", ""},
		{"a loop goes on behind CATCH", "DECLARE @i int = 0 WHILE @i < 2 BEGIN SET @i += 1 BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH PRINT @i END CATCH END", "[a]\n1> 1\n[a]\n1> 2"},
		{"BREAK out of TRY", "WHILE 1 = 1 BEGIN BEGIN TRY BREAK END TRY BEGIN CATCH END CATCH END PRINT 'out'", "1> out"},
	})
}

func TestRaisingErrors(t *testing.T) {
	checkWire(t, []wireCase{
		{"severity 0 to 10 are notes", "RAISERROR('a', 0, 1) RAISERROR('b', 1, 1) RAISERROR('c', 9, 1) RAISERROR('d', 10, 1)", "1! 50000.0.1 a\ndone -1\n1! 50000.1.1 b\ndone -1\n1! 50000.9.1 c\ndone -1\n1! 50000.0.1 d\ndone -1"},
		{"11 to 18 are errors", "RAISERROR('a', 11, 1) RAISERROR('b', 18, 200)", "1! 50000.11.1 a\ndone -1\n1! 50000.18.200 b\ndone -1"},
		{"a negative severity is 0", "RAISERROR('a', -1, 1)", "1! 50000.0.1 a\ndone -1"},
		{"a negative state is 1", "RAISERROR('a', 16, -1)", "1! 50000.16.1 a\ndone -1"},
		{"arguments", "DECLARE @n int = 3, @s nvarchar(10) = N'x' RAISERROR('%d of %s', 16, 1, @n, @s)", "1! 50000.16.1 3 of x\ndone -1"},
		{"widths", "RAISERROR('[%5d][%-5d][%05d][%5s][%-5s][%.2s]', 16, 1, 1, 2, 3, 'a', 'b', 'cde')", "1! 50000.16.1 [    1][2    ][00003][    a][b    ][cd]\ndone -1"},
		{"a star takes its width from the arguments", "RAISERROR('[%*d]', 16, 1, 4, 7)", "1! 50000.16.1 [   7]\ndone -1"},
		{"a missing argument", "RAISERROR('%d %s', 16, 1)", "1! 50000.16.1 (null) (null)\ndone -1"},
		{"a wrong argument", "RAISERROR('%d', 16, 1, 'x')", "1! 2786.16.1\ndone -1"},
		{"a per cent sign", "RAISERROR('100%%', 16, 1)", "1! 50000.16.1 100%\ndone -1"},
		{"a message in a variable", "DECLARE @m nvarchar(50) = N'from a variable' RAISERROR(@m, 16, 1)", "1! 50000.16.1 from a variable\ndone -1"},
		{"a number that is no message", "RAISERROR(50001, 16, 1)", "1! 18054.16.1\ndone -1"},
		{"too small a number", "RAISERROR(5, 16, 1)", "1! 2732.16.1\ndone -1"},
		{"SETERROR", "RAISERROR('a', 5, 1) WITH SETERROR PRINT @@ERROR", "1! 50000.5.1 a\ndone -1\n1> 50000"},
		{"without it", "RAISERROR('a', 5, 1) PRINT @@ERROR", "1! 50000.5.1 a\ndone -1\n1> 0"},
		{"19 and more need LOG", "RAISERROR('a', 19, 1)", "1! 2754.16.1\ndone -1"},
		{"THROW of a variable", "DECLARE @n int = 51000, @m nvarchar(20) = N'x', @s int = 2;\nTHROW @n, @m, @s", "2! 51000.16.2 x\ndone -1"},
		{"THROW below 50000", "THROW 100, 'x', 1", "1! 35100.16.10\ndone -1"},
		{"THROW knows no arguments", "THROW 50001, '%d', 1", "1! 50001.16.1 %d\ndone -1"},
	})
}

func TestTransactions(t *testing.T) {
	checkWire(t, []wireCase{
		{"count", "SELECT @@TRANCOUNT AS a BEGIN TRAN BEGIN TRANSACTION SELECT @@TRANCOUNT AS b COMMIT SELECT @@TRANCOUNT AS c ROLLBACK SELECT @@TRANCOUNT AS d", `
			[a]
			0
			done 1
			done -1
			done -1
			[b]
			2
			done 1
			done -1
			[c]
			1
			done 1
			done -1
			[d]
			0
			done 1`},
		{"COMMIT without", "COMMIT", "1! 3902.16.1\ndone -1"},
		{"ROLLBACK without", "ROLLBACK", "1! 3903.16.1\ndone -1"},
		{"ROLLBACK to an unknown name", "BEGIN TRAN a ROLLBACK TRAN b", "done -1\n1! 6401.16.1 Cannot roll back b. No transaction or savepoint of that name was found.\ndone -1"},
		{"SAVE without a transaction", "SAVE TRAN a", "1! 628.16.0\ndone -1"},
		{"a savepoint", "CREATE TABLE #t (a int) BEGIN TRAN INSERT #t VALUES (1) SAVE TRAN s INSERT #t VALUES (2) ROLLBACK TRAN s SELECT a FROM #t COMMIT", "done -1\ndone -1\ndone 1\ndone -1\ndone 1\ndone -1\n[a]\n1\ndone 1\ndone -1"},
		{"it lasts beyond the batch", "BEGIN TRAN\nGO\nSELECT @@TRANCOUNT AS a\nGO\nROLLBACK", "done -1\n[a]\n1\ndone 1\ndone -1"},
		{"variables are not rolled back", "DECLARE @a int = 1 BEGIN TRAN SET @a = 2 ROLLBACK PRINT @a", "done -1\ndone -1\n1> 2"},
		{"XACT_STATE", "SELECT XACT_STATE() AS a BEGIN TRAN SELECT XACT_STATE() AS b ROLLBACK", "[a]\n0\ndone 1\ndone -1\n[b]\n1\ndone 1\ndone -1"},
		{"245 in TRY dooms it", "BEGIN TRAN BEGIN TRY SELECT CAST('x' AS int) AS a END TRY BEGIN CATCH SELECT XACT_STATE() AS x ROLLBACK END CATCH", "done -1\n[a]\n[x]\n-1\ndone 1\ndone -1"},
		{"8134 in TRY does not", "BEGIN TRAN BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH SELECT XACT_STATE() AS x ROLLBACK END CATCH", "done -1\n[a]\n[x]\n1\ndone 1\ndone -1"},
		{"a doomed one writes nothing", "CREATE TABLE #t (a int) SET XACT_ABORT ON BEGIN TRAN BEGIN TRY SELECT 1/0 AS a END TRY BEGIN CATCH INSERT #t VALUES (1) END CATCH", "done -1\ndone -1\ndone -1\n[a]\n1! 3930.16.1\ndone -1"},
		{"a procedure that leaves one open", "EXEC ('BEGIN TRAN')\nPRINT @@TRANCOUNT", "done -1\n1! 266.16.2 Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 0, current count = 1.\ndone -1\n2> 1"},
		{"one that ends the caller's", "BEGIN TRAN\nEXEC ('ROLLBACK')\nPRINT @@TRANCOUNT", "done -1\ndone -1\n2! 266.16.2 Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = 1, current count = 0.\ndone -1\n3> 0"},
		{"implicit transactions", "SET IMPLICIT_TRANSACTIONS ON CREATE TABLE #t (a int) SELECT @@TRANCOUNT AS a ROLLBACK", "done -1\ndone -1\n[a]\n1\ndone 1\ndone -1"},
		{"@@OPTIONS shows them", "SET IMPLICIT_TRANSACTIONS ON SELECT @@OPTIONS & 2 AS a", "done -1\n[a]\n2\ndone 1"},
	})
}
