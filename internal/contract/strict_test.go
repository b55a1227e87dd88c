package contract

import (
	"strings"
	"testing"
)

// misspelling is a statement that works and what SQL Server answers to the same one with
// one letter wrong.
type misspelling struct {
	name        string
	good        string
	right, typo string // exchanged once in good
	errors      string
}

// misspellings rest on section F1 of the fact sheet and on the error list of the
// documentation: 195 unknown function or SET option, 207 column, 208 object, 2812
// procedure, 102 and 156 syntax, 155 option or date part, 137 variable, 4104 alias.
var misspellings = []misspelling{
	{"column in the list", "SELECT name, database_id FROM sys.databases", "database_id", "databaseid", "207/16"},
	{"two columns", "SELECT name, state FROM sys.databases", "name, state", "nmae, sttae", "207/16, 207/16"},
	{"column of an alias", "SELECT d.name FROM sys.databases d", "d.name", "d.nmae", "207/16"},
	{"column in WHERE", "SELECT name FROM sys.databases WHERE database_id = 1", "WHERE database_id", "WHERE databse_id", "207/16"},
	{"column in ORDER BY", "SELECT name FROM sys.databases ORDER BY create_date", "create_date", "creat_date", "207/16"},
	{"column in GROUP BY", "SELECT COUNT(*) FROM sys.databases GROUP BY state", "state", "stat", "207/16"},
	{"column in ON", "SELECT d.name FROM sys.databases d JOIN sys.master_files f ON f.database_id = d.database_id", "f.database_id", "f.databaseid", "207/16"},
	{"column in a subquery", "SELECT (SELECT COUNT(*) FROM sys.master_files f WHERE f.type = 1)", "f.type", "f.typ", "207/16"},
	{"column in CASE", "SELECT CASE WHEN state = 0 THEN 1 END FROM sys.databases", "state", "statee", "207/16"},
	{"column of a temp table", "CREATE TABLE #t (id int); INSERT #t (id) VALUES (1); DROP TABLE #t;", "INSERT #t (id)", "INSERT #t (ide)", "207/16"},
	{"column of a table variable", "DECLARE @t TABLE (id int); INSERT @t VALUES (1); SELECT id FROM @t", "SELECT id", "SELECT ide", "207/16"},
	{"column in quotes", `SELECT "name" FROM sys.databases`, `"name"`, `"nmae"`, "207/16"},
	{"text in quotes", `SELECT name FROM sys.databases WHERE name = 'master'`, `'master'`, `"master"`, "207/16"},
	{"column of msdb", "SELECT backup_finish_date FROM msdb.dbo.backupset", "finish", "finnish", "207/16"},
	{"alias", "SELECT d.name FROM sys.databases d", "SELECT d.", "SELECT dd.", "4104/16"},
	{"alias of a table", "SELECT d.name FROM sys.databases AS d WHERE d.state = 0", "WHERE d.", "WHERE databases.", "4104/16"},
	{"view", "SELECT name FROM sys.databases", "databases", "databses", "208/16"},
	{"view in a join", "SELECT d.name FROM sys.databases d JOIN sys.master_files f ON f.database_id = d.database_id", "master_files", "masterfiles", "208/16"},
	{"schema", "SELECT name FROM sys.databases", "sys.", "syss.", "208/16"},
	{"view of msdb", "SELECT COUNT(*) FROM msdb.dbo.backupset", "backupset", "backupsets", "208/16"},
	{"management view", "SELECT cpu_count FROM sys.dm_os_sys_info", "sys_info", "sysinfo", "208/16"},
	{"view in EXISTS", "IF EXISTS (SELECT 1 FROM sys.endpoints) SELECT 1", "endpoints", "endpoint", "208/16"},
	{"table function", "SELECT COUNT(*) FROM sys.dm_io_virtual_file_stats(NULL, NULL)", "file_stats", "file_stat", "208/16"},
	{"temp table", "CREATE TABLE #a (i int); SELECT i FROM #a; DROP TABLE #a", "FROM #a", "FROM #b", "208/16"},
	{"view in dynamic SQL", "EXEC (N'SELECT name FROM sys.databases')", "databases", "databasess", "208/16"},
	{"database of a view", "SELECT name FROM msdb.sys.database_files", "msdb.", "msdbx.", "208/16"},
	{"function", "SELECT ISNULL(name, N'') FROM sys.databases", "ISNULL", "IFNULL", "195/15"},
	{"function without table", "SELECT SERVERPROPERTY('Edition')", "SERVERPROPERTY", "SERVERPROPERTIES", "195/15"},
	{"function in WHERE", "SELECT name FROM sys.databases WHERE LEN(name) > 1", "LEN(", "LENGTH(", "195/15"},
	{"aggregate", "SELECT STRING_AGG(name, ',') FROM sys.databases", "STRING_AGG", "GROUP_CONCAT", "195/15"},
	{"date function", "SELECT GETDATE()", "GETDATE", "NOW", "195/15"},
	{"procedure", "EXEC sp_configure 'show advanced options'", "sp_configure", "sp_configur", "2812/16/62"},
	{"procedure of master", "DECLARE @v nvarchar(512); EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\\Microsoft\\MSSQLServer\\MSSQLServer', N'BackupDirectory', @v OUTPUT", "xp_instance_regread", "xp_instance_regred", "2812/16/62"},
	{"dynamic SQL", "EXEC sp_executesql N'SELECT 1'", "sp_executesql", "sp_execute_sql", "2812/16/62"},
	{"setting of sp_configure", "EXEC sp_configure 'show advanced options'", "show advanced", "show advance", "15123/16"},
	{"variable", "DECLARE @id int = 1; SELECT @id", "SELECT @id", "SELECT @ide", "137/15"},
	{"keyword SELECT", "SELECT name FROM sys.databases", "FROM", "FORM", "102/15"},
	{"keyword WHERE", "SELECT name FROM sys.databases d WHERE d.state = 0", "WHERE", "WERE", "102/15"},
	{"keyword GROUP", "SELECT state FROM sys.databases d GROUP BY state", "GROUP BY", "GROUP", "102/15"},
	{"missing operand", "SELECT name FROM sys.databases WHERE state = 0 AND database_id > 1", "AND database_id > 1", "AND", "102/15"},
	{"keyword in a wrong place", "SELECT name FROM sys.databases WHERE state = 0", "WHERE state = 0", "WHERE FROM", "156/15"},
	{"comma before FROM", "SELECT name FROM sys.databases", "name FROM", "name, FROM", "156/15"},
	{"open parenthesis", "SELECT COUNT(*) FROM sys.databases", "COUNT(*)", "COUNT(*", "156/15"},
	{"SET option", "SET NOCOUNT ON", "NOCOUNT", "NOCOUNTS", "195/15"},
	{"date part", "SELECT DATEADD(day, 1, GETDATE())", "day", "dai", "155/15"},
	{"type of CAST", "SELECT CAST(1 AS bigint)", "bigint", "bigintt", "243/16"},
	{"type of a variable", "DECLARE @x nvarchar(10); SELECT @x", "nvarchar(10)", "nvarcharr", "2715/16"},
	{"table hint", "SELECT name FROM sys.databases WITH (NOLOCK)", "NOLOCK", "NOLOK", "321/15"},
	{"DBCC command", "DBCC TRACESTATUS (-1) WITH NO_INFOMSGS", "TRACESTATUS", "TRACESTAT", "2526/16"},
	{"BACKUP option", "BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY", "COPY_ONLY", "COPYONLY", "155/15"},
	{"database of USE", "USE msdb", "msdb", "msbd", "911/16"},
	{"certificate", "DECLARE @x varbinary(max) = CERTENCODED(CERT_ID('DigiCertPKI')); BACKUP CERTIFICATE DigiCertPKI TO FILE = 'digicert-copy.cer'", "CERTIFICATE DigiCertPKI", "CERTIFICATE DigiCertPKJ", "15151/16"},
	{"too few arguments", "SELECT DATEDIFF(day, GETDATE(), GETDATE())", "day, GETDATE(), GETDATE()", "day, GETDATE()", "174/15"},
	{"column outside GROUP BY", "SELECT state, COUNT(*) FROM sys.databases GROUP BY state", "SELECT state", "SELECT name", "8120/16"},
	{"ambiguous column", "SELECT d.name FROM sys.databases d CROSS JOIN sys.master_files f", "d.name", "name", "209/16"},
}

// TestMisspelt: the good statement works, the misspelt one is refused with the number
// SQL Server uses, and never answered by an empty success.
func TestMisspelt(t *testing.T) {
	s := freshWorld(t, "ready-2022")
	for _, m := range misspellings {
		t.Run(m.name, func(t *testing.T) {
			bad := strings.Replace(m.good, m.right, m.typo, 1)
			if bad == m.good {
				t.Fatalf("%q does not occur in %q", m.right, m.good)
			}
			if a := s.run(t, s.conn(t), m.good); len(a.errors()) > 0 {
				t.Errorf("%s\nmust work, but: %v", m.good, a.errors())
			}
			a := s.run(t, s.conn(t), bad)
			if !matchNumbers(a.errors(), m.errors) {
				t.Errorf("%s\nwant errors %s, got %v and %d result sets", bad, m.errors, a.errors(), len(a.sets))
			}
			for _, set := range a.sets {
				if len(set.rows) > 0 {
					t.Errorf("%s\nreturns rows: %v", bad, set.rows)
				}
			}
		})
	}
}

// TestUnknownNamesAreNamed: the message says which name it does not know.
func TestUnknownNamesAreNamed(t *testing.T) {
	s := world(t, "ready-2022")
	for batch, want := range map[string]string{
		"SELECT nmae FROM sys.databases":    "Invalid column name 'nmae'.",
		"SELECT name FROM sys.databses":     "Invalid object name 'sys.databses'.",
		"EXEC sp_help_databas":              "Could not find stored procedure 'sp_help_databas'.",
		"SELECT LENGTH('a')":                "'LENGTH' is not a recognized built-in function name.",
		"SELECT @nothing":                   `Must declare the scalar variable "@nothing".`,
		"SELECT x.name FROM sys.databases":  `The multi-part identifier "x.name" could not be bound.`,
		"USE [no db]":                       "Database 'no db' does not exist. Make sure that the name is entered correctly.",
		"SELECT 1 FROM sys.databases WHERE": "Incorrect syntax near 'WHERE'.",
	} {
		a := s.run(t, s.conn(t), batch)
		if e := a.errors(); len(e) != 1 || e[0].text != want {
			t.Errorf("%s\nsays %v, want %q", batch, e, want)
		}
	}
}
