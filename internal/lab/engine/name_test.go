package engine

import "testing"

func TestNamesAndWhenTheyAreFound(t *testing.T) {
	checkWire(t, []wireCase{
		{"columns know no case here", "SELECT NAME FROM PEOPLE WHERE ID = 1", "[name]\nAnn\ndone 1"},
		{"several wrong columns", "SELECT a,\n b,\n id\nFROM people\nWHERE c = 1", "5! 207.16.1 Invalid column name 'c'.\n1! 207.16.1 Invalid column name 'a'.\n2! 207.16.1 Invalid column name 'b'.\ndone -1"},
		{"an unknown prefix", "SELECT x.id FROM people p", "1! 4104.16.1 The multi-part identifier \"x.id\" could not be bound.\ndone -1"},
		{"a known prefix, an unknown column", "SELECT p.gone FROM people p", "1! 207.16.1 Invalid column name 'gone'.\ndone -1"},
		{"a column without a table", "SELECT id", "1! 207.16.1 Invalid column name 'id'.\ndone -1"},
		{"a star without a table", "SELECT *", "1! 263.16.1 Must specify table to select from.\ndone -1"},
		{"a star of nobody", "SELECT x.* FROM people p", "1! 107.15.1 The column prefix 'x' does not match with a table name or alias name used in the query.\ndone -1"},
		{"a missing table only when it is read", "IF 1 = 0 SELECT * FROM gone\nPRINT 'on'", "2> on"},
		{"a missing table hides a missing column", "SELECT nope FROM gone", "1! 208.16.1 Invalid object name 'gone'.\ndone -1"},
		{"but an existing one does not wait", "IF 1 = 0 SELECT nope FROM people\nPRINT 'no'", "1! 207.16.1\ndone -1"},
		{"a table made in the same batch", "CREATE TABLE #t (a int)\nINSERT #t (a) VALUES (1)\nSELECT a FROM #t", "done -1\ndone 1\n[a]\n1\ndone 1"},
		{"a missing procedure only when it is called", "IF 1 = 0 EXEC gone\nPRINT 'on'", "2> on"},
		{"a missing function keeps all from running", "PRINT 'no'\nSELECT gone(1)", "2! 195.15.10 'gone' is not a recognized built-in function name.\ndone -1"},
		{"a missing database", "SELECT * FROM gone.dbo.people2", "1! 208.16.1 Invalid object name 'gone.dbo.people2'.\ndone -1"},
		{"a quoted name", "SELECT [na me] = 1, \"x\"\"y\" = 2, [a]]b] = 3", "[na me, x\"y, a]b]\n1|2|3\ndone 1"},
		{"a name of another alias", "SELECT 1 AS 'quoted', 2 AS [b], 3 c", "[quoted, b, c]\n1|2|3\ndone 1"},
		{"an alias is not known in WHERE", "SELECT id AS k FROM people WHERE k = 1", "1! 207.16.1 Invalid column name 'k'.\ndone -1"},
		{"an alias is not known beside itself", "SELECT id AS k, k + 1 FROM people", "1! 207.16.1 Invalid column name 'k'.\ndone -1"},
		{"double quotes off", "SET QUOTED_IDENTIFIER OFF\nGO\nSELECT \"text\" AS a", "done -1\n[a]\ntext\ndone 1"},
		{"USE", "USE shop\nUSE [master]", "database master -> shop\n1! 5701.0.2 Changed database context to 'shop'.\ndone -1\ndatabase shop -> master\n2! 5701.0.2 Changed database context to 'master'.\ndone -1"},
		{"USE of a missing database", "USE gone\nPRINT 'on'", "1! 911.16.1 Database 'gone' does not exist. Make sure that the name is entered correctly.\ndone -1\n2> on"},
		{"USE lasts", "USE shop\nGO\nCREATE TABLE kept (a int) DROP TABLE kept", "database master -> shop\n1! 5701.0.2\ndone -1\ndone -1\ndone -1"},
		{"a denied view in a subquery", "SELECT 1 WHERE EXISTS (SELECT * FROM sys.dm_denied)\nPRINT 'on'", "1! 300.14.1\n1! 297.16.1\ndone -1\n2> on"},
		{"a denied view that is not read", "IF 1 = 0 SELECT * FROM sys.dm_denied PRINT 'on'", "1> on"},
	})
}

func TestTypesThatDoNotExist(t *testing.T) {
	checkQueries(t, []queryCase{
		{"DECLARE @a nosuch", "1! 2715.16."},
		{"SELECT CAST(1 AS nosuch)", "1! 243.16."},
		{"CREATE TABLE #t (a nosuch)", "1! 2715.16."},
		{"DECLARE @a varchar(9000)", "1! 131.15."},
		{"DECLARE @a decimal(39, 1)", "1! 2750.16."},
		{"DECLARE @a decimal(5, 6)", "1! 192.16."},
	})
}
