package engine

import "testing"

func TestVariables(t *testing.T) {
	checkWire(t, []wireCase{
		{"a declared one is NULL", "DECLARE @a int SELECT @a", `
			[]
			NULL
			done 1`},
		{"several in one DECLARE", "DECLARE @a int = 1, @b varchar(10) = 'x' SELECT @a, @b", `
			[, ]
			1|x
			done 1`},
		{"an initial value may use an earlier one", "DECLARE @a int = 2 DECLARE @b int = @a * 3 SELECT @b", `
			[]
			6
			done 1`},
		{"twice in one batch", "DECLARE @a int\nDECLARE @A int", "2! 134.15.1 The variable name '@A' has already been declared. Variable names must be unique within a query batch or stored procedure.\ndone -1"},
		{"not beyond the batch", "DECLARE @a int = 1\nGO\nSELECT @a", `
			1! 137.15.2 Must declare the scalar variable "@a".
			done -1`},
		{"names know no case", "DECLARE @Abc int = 5 SELECT @aBC", `
			[]
			5
			done 1`},
		{"SET does not count", "DECLARE @a int SET @a = 5 PRINT @a", "1> 5"},
		{"SET from a query of more rows", "DECLARE @a int\nSET @a = (SELECT n FROM numbers)\nPRINT ISNULL(@a, -1)", `
			2! 512.16.1
			done -1
			3> -1`},
		{"SET from a query of no row is NULL", "DECLARE @a int = 1 SET @a = (SELECT n FROM numbers WHERE n = 99) SELECT @a", `
			[]
			NULL
			done 1`},
		{"SELECT from a query of no row leaves it", "DECLARE @a int = 1 SELECT @a = n FROM numbers WHERE n = 99 SELECT @a", `
			done -1
			[]
			1
			done 1`},
		{"SELECT takes the last row", "DECLARE @a int SELECT @a = n FROM numbers ORDER BY n SELECT @a", `
			done -1
			[]
			10
			done 1`},
		{"SELECT sets @@ROWCOUNT", "DECLARE @a int SELECT @a = n FROM numbers WHERE n < 4 SELECT @@ROWCOUNT", `
			done -1
			[]
			3
			done 1`},
		{"compound operators", "DECLARE @a int = 10 SET @a += 5 SET @a -= 1 SET @a *= 2 SET @a /= 4 SET @a %= 4 PRINT @a SET @a |= 4 SET @a &= 6 SET @a ^= 1 PRINT @a", `
			1> 3
			1> 7`},
		{"text grows", "DECLARE @s varchar(20) = 'a' SET @s += 'b' SET @s += NULL SELECT @s", `
			[]
			NULL
			done 1`},
		{"text is cut to the variable", "DECLARE @s varchar(3) = 'abcdef' PRINT @s", "1> abc"},
		{"a number is converted", "DECLARE @a int = '12' SET @a = 1.9 PRINT @a", "1> 1"},
		{"one that does not convert", "DECLARE @a int\nSET @a = 'x'\nPRINT 'no'", `
			2! 245.16.1 Conversion failed when converting the varchar value 'x' to data type int.
			done -1`},
		{"too large", "DECLARE @a tinyint\nSET @a = 256\nPRINT 'goes on'", `
			2! 220.16.2 Arithmetic overflow error for data type tinyint, value = 256.
			done -1
			3> goes on`},
		{"undeclared in SET", "SET @x = 1", "1! 137.15.1 Must declare the scalar variable \"@x\".\ndone -1"},
		{"undeclared in SELECT", "SELECT @x", "1! 137.15.2 Must declare the scalar variable \"@x\".\ndone -1"},
		{"undeclared as the target of SELECT", "SELECT @x = 1", "1! 137.15.1 Must declare the scalar variable \"@x\".\ndone -1"},
		{"nothing of the batch runs", "PRINT 'no'\nSET @x = 1", "2! 137.15.1\ndone -1"},
		{"assignment beside data", "DECLARE @a int\nSELECT @a = 1, 2", "2! 141.15.1\ndone -1"},
		{"a default type length", "DECLARE @s varchar = 'abc' PRINT @s", "1> a"},
		{"a variable as a table", "DECLARE @t TABLE (a int) SELECT @t", "1! 137.15.2 Must declare the scalar variable \"@t\".\ndone -1"},
		{"a table that is a scalar", "DECLARE @t int SELECT * FROM @t", "1! 1087.15.2 Must declare the table variable \"@t\".\ndone -1"},
		{"@@ROWCOUNT is cleared by its use", "SELECT n FROM numbers WHERE n < 3\nSELECT @@ROWCOUNT, @@ROWCOUNT\nSELECT @@ROWCOUNT", `
			[n]
			1
			2
			done 2
			[, ]
			2|2
			done 1
			[]
			1
			done 1`},
		{"DECLARE in a loop does not reset", "DECLARE @i int = 0 WHILE @i < 2 BEGIN DECLARE @x int SET @x = ISNULL(@x, 0) + 1 SET @i += 1 END PRINT @x", "1> 2"},
		{"DECLARE with a value in a loop does", "DECLARE @i int = 0 WHILE @i < 2 BEGIN DECLARE @x int = 0 SET @x += 1 SET @i += 1 END PRINT @x", "1> 1"},
		{"sql_variant keeps the type", "DECLARE @v sql_variant = CAST(1.5 AS decimal(5,2)) SELECT @v, SQL_VARIANT_PROPERTY(@v, 'BaseType')", `
			[, ]
			decimal(5,2):1.50|nvarchar(128):decimal
			done 1`},
	})
}

func TestFlow(t *testing.T) {
	checkWire(t, []wireCase{
		{"IF", "IF 1 = 1 PRINT 'a'\nPRINT 'b'", "1> a\n2> b"},
		{"IF NULL is not true", "IF NULL = 1 PRINT 'a' ELSE PRINT 'b'", "1> b"},
		{"ELSE IF", "DECLARE @x int = 2 IF @x = 1 PRINT 'one' ELSE IF @x = 2 PRINT 'two' ELSE PRINT 'many'", "1> two"},
		{"ELSE belongs to the nearest IF", "IF 1 = 1 IF 1 = 0 PRINT 'a' ELSE PRINT 'b'", "1> b"},
		{"IF EXISTS", "IF EXISTS (SELECT 1 FROM people WHERE id = 1) PRINT 'there'", "1> there"},
		{"IF NOT EXISTS", "IF NOT EXISTS (SELECT 1 FROM people WHERE id = 9) PRINT 'not there'", "1> not there"},
		{"IF with a block", "IF 1 = 1\nBEGIN\n PRINT 'a'\n PRINT 'b'\nEND", "3> a\n4> b"},
		{"an empty block", "IF 1 = 1 BEGIN END", "1! 156.15.1 Incorrect syntax near the keyword 'END'.\ndone -1"},
		{"IF with an error", "IF 1/0 = 1 PRINT 'a' ELSE PRINT 'b'\nPRINT 'c'", "1! 8134.16.1\ndone -1\n2> c"},
		{"WHILE", "DECLARE @i int = 0 WHILE @i < 3 SET @i += 1 PRINT @i", "1> 3"},
		{"BREAK leaves the inner loop", "DECLARE @i int = 0\nWHILE @i < 2\nBEGIN\n SET @i += 1\n WHILE 1 = 1 BREAK\n PRINT @i\nEND", "6> 1\n6> 2"},
		{"CONTINUE", "DECLARE @i int = 0 WHILE @i < 4 BEGIN SET @i += 1 IF @i % 2 = 0 CONTINUE PRINT @i END", "1> 1\n1> 3"},
		{"BREAK outside a loop", "PRINT 'no'\nBREAK", "2! 135.15.1\ndone -1"},
		{"CONTINUE outside a loop", "CONTINUE", "1! 136.15.1\ndone -1"},
		{"GOTO forward", "GOTO x\nPRINT 'no'\nx:\nPRINT 'yes'", "4> yes"},
		{"GOTO out of a loop", "WHILE 1 = 1 BEGIN IF 1 = 1 GOTO out_ END\nout_: PRINT 'out'", "2> out"},
		{"GOTO into a block", "GOTO x\nIF 1 = 0\nBEGIN\n PRINT 'no'\n x: PRINT 'yes'\nEND\nPRINT 'on'", "5> yes\n7> on"},
		{"GOTO into a loop", "DECLARE @i int = 0\nGOTO x\nWHILE @i < 2\nBEGIN\n PRINT 'first'\n x: SET @i += 1\n PRINT @i\nEND", "7> 1\n5> first\n7> 2"},
		{"GOTO back", "DECLARE @i int = 0\nx: SET @i += 1\nIF @i < 3 GOTO x\nPRINT @i", "4> 3"},
		{"GOTO nowhere", "PRINT 'no'\nGOTO nowhere", "2! 133.15.1 A GOTO statement references the label 'nowhere' but the label has not been declared.\ndone -1"},
		{"a label twice", "x:\nPRINT 'a'\nx:\nPRINT 'b'", "3! 132.15.1\ndone -1"},
		{"RETURN ends the batch", "PRINT 'a' RETURN PRINT 'b'", "1> a"},
		{"RETURN in a loop", "WHILE 1 = 1 BEGIN PRINT 'a' RETURN END PRINT 'b'", "1> a"},
		{"RETURN with a value", "RETURN 5", "1! 178.15.1\ndone -1"},
		{"PRINT of types", "PRINT 1.50 PRINT $2.5 PRINT 1e0 PRINT 0x41 PRINT CAST('2024-01-02' AS date)", "1> 1.50\n1> 2.50\n1> 1\n1> A\n1> 2024-01-02"},
		{"PRINT NULL is a blank", "PRINT NULL PRINT '|'", "1>  \n1> |"},
		{"PRINT with a query", "PRINT (SELECT 1)", "1! 1046.15.1\ndone -1"},
		{"PRINT with a column", "PRINT x", "1! 128.15.1\ndone -1"},
		{"WAITFOR", "WAITFOR DELAY '00:00:01' PRINT 'later'", "done -1\n1> later"},
		{"statements need no separator", "SELECT 1 SELECT 2;;SELECT 3", `
			[]
			1
			done 1
			[]
			2
			done 1
			[]
			3
			done 1`},
		{"an empty batch", "", ""},
		{"a batch of a comment", "-- nothing", ""},
		{"a word that is no statement", "nonsense", "1! 2812.16.62 Could not find stored procedure 'nonsense'.\ndone -1"},
		{"such a word further on", "SELECT 1 AS a;\nnonsense here", "2! 102.15.1\ndone -1"},
	})
}

func TestRowCounts(t *testing.T) {
	checkWire(t, []wireCase{
		{"rows of a SELECT", "SELECT n FROM numbers WHERE n < 3", "[n]\n1\n2\ndone 2"},
		{"no row", "SELECT n FROM numbers WHERE n > 99", "[n]\ndone 0"},
		{"changes", "CREATE TABLE #t (a int) INSERT #t VALUES (1), (2) UPDATE #t SET a = 0 DELETE #t", "done -1\ndone 2\ndone 2\ndone 2"},
		{"NOCOUNT", "SET NOCOUNT ON CREATE TABLE #t (a int) INSERT #t VALUES (1) SELECT a FROM #t", "done -1\ndone -1\ndone -1\n[a]\n1\ndone -1"},
		{"NOCOUNT leaves @@ROWCOUNT", "SET NOCOUNT ON CREATE TABLE #t (a int) INSERT #t VALUES (1), (2) SELECT @@ROWCOUNT", "done -1\ndone -1\ndone -1\n[]\n2\ndone -1"},
		{"of an IF", "SELECT 1 AS a IF 1 = 1 SELECT @@ROWCOUNT AS b", "[a]\n1\ndone 1\n[b]\n0\ndone 1"},
		{"of a PRINT", "SELECT 1 AS a PRINT 'x' SELECT @@ROWCOUNT AS b", "[a]\n1\ndone 1\n1> x\n[b]\n0\ndone 1"},
		{"of an error", "SELECT 1 AS a SELECT 1/0 AS c SELECT @@ROWCOUNT AS b", "[a]\n1\ndone 1\n[c]\n1! 8134.16.1\ndone -1\n[b]\n0\ndone 1"},
		{"ROWCOUNT_BIG", "SELECT 1 AS a SELECT ROWCOUNT_BIG() AS b", "[a]\n1\ndone 1\n[b]\n1\ndone 1"},
	})
}
