package syntax_test

import (
	"strings"
	"testing"

	. "milink/internal/lab/syntax"
)

// broken is a statement that SQL Server refuses, with what it says of it. Numbers and texts
// are those of facts/tsql.md F1 and of the public message tables.
type broken struct {
	text   string
	number int32
	line   int32
	says   string
}

func nearWord(text, word string) broken          { return broken{text, 102, 1, near + word + "'."} }
func nearKeyword(text, word string) broken       { return broken{text, 156, 1, keyword + word + "'."} }
func (b broken) at(line int32) broken            { b.line = line; return b }
func says(text string, n int32, s string) broken { return broken{text, n, 1, s} }

var brokenQueries = []broken{
	nearKeyword("SELECT * FROM WHERE a = 1", "WHERE"),
	nearKeyword("SELECT FROM t", "FROM"),
	nearKeyword("SELECT a, FROM t", "FROM"),
	nearWord("SELECT a b c FROM t", "c"),
	nearWord("SELECT 1 = = 2", "="),
	nearWord("SELECT (1", "1"),
	nearWord("SELECT 1)", ")"),
	nearWord("SELECT", "SELECT"),
	nearWord("SELECT * FROM a JOIN b", "b"),
	nearKeyword("SELECT * FROM a INNER ON 1 = 1", "ON"),
	nearWord("SELECT * FROM t ORDER a", "a"),
	nearWord("SELECT name FROM t FOR JSON PATHS", "PATHS"),
	nearWord("SELECT a FROM t GROUP a", "a"),
	nearKeyword("SELECT CASE END", "END"),
	nearKeyword("SELECT CASE WHEN 1 = 1 ELSE 2 END", "ELSE"),
	nearWord("SELECT CAST(1, int)", ","),
	nearWord("SELECT * FROM (SELECT 1 AS a)", ")"),
	nearWord("SELECT a.1 FROM t", ".1"),
	nearKeyword("SELECT a FROM t UNION WHERE", "WHERE"),
	nearWord("INSERT INTO t VALUES 1", "1"),
	nearKeyword("INSERT t SET a = 1", "SET"),
	nearWord("UPDATE t SET a 1", "1"),
	nearKeyword("UPDATE SET a = 1", "SET"),
	nearKeyword("DELETE FROM WHERE a = 1", "WHERE"),
	says("SELECT a FROM t WHERE 1", 4145, "An expression of non-boolean type specified in a context where a condition is expected, near '1'."),
	says("SELECT 1 WITH c AS (SELECT 1 AS a) SELECT * FROM c", 319, with),
	says("SELECT * FROM t WITH c AS (SELECT 1 AS a) SELECT * FROM c", 336,
		"Incorrect syntax near 'c'. If this is intended to be a common table expression, you need to explicitly terminate the previous statement with a semi-colon."),
	says("SELECT * FROM t WITH (NOLOK)", 321, `"NOLOK" is not a recognized table hints option.`),
	says("SELECT DATEADD(dayz, 1, GETDATE())", 155, "'dayz' is not a recognized dateadd option."),
	says("SELECT DATEADD('day', 1, GETDATE())", 1023, "Invalid parameter 1 specified for dateadd."),
	says("SELECT CAST(1 AS inte)", 243, "Type inte is not a defined system type."),
	says("SELECT @a = 1, b FROM t", 141, "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations."),
	says("SELECT * FROM (SELECT a FROM t ORDER BY a) AS d", 1033,
		"The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified."),
	says("SELECT a FROM s.x.y.z.t", 117, "The object name 's.x.y.z.t' contains more than the maximum number of prefixes. The maximum is 3."),
	says("SELECT * FROM (VALUES (1, 2), (3)) AS v (a, b)", 10709, "The number of columns for each row in a table value constructor must be the same."),
	says("SELECT 123456789012345678901234567890123456789", 1007,
		"The number '123456789012345678901234567890123456789' is out of the range for numeric representation (maximum precision 38)."),
}

var brokenFlow = []broken{
	nearWord("FOO BAR BAZ", "BAZ"),
	nearWord("USE", "USE"),
	nearWord("USE @x", "@x"),
	nearWord("USE a.b", "."),
	nearWord("SELECT 1\nGO 5", "5").at(2),
	nearWord("DECLARE x int", "int"),
	nearWord("DECLARE @x", "@x"),
	nearWord("DECLARE @x int, = 1", "="),
	nearWord("SET @x 1", "1"),
	nearWord("BEGIN SELECT 1", "1"),
	nearKeyword("BEGIN END", "END"),
	nearKeyword("SELECT 1 END", "END"),
	nearKeyword("IF 1 = 1 ELSE SELECT 1", "ELSE"),
	nearWord("BEGIN TRY\nSELECT 1\nEND\n", "END").at(3),
	nearWord("EXEC", "EXEC"),
	nearWord("EXEC p 1 2", "2"),
	nearWord("EXEC p @a = ", "="),
	nearWord("PRINT", "PRINT"),
	nearWord("RAISERROR ('x', 16)", ")"),
	nearWord("USE a\nUSE b\nFOO", "FOO").at(3),
	says("SET FOO ON", 195, "'FOO' is not a recognized SET option."),
	says("BREAK", 135, "Cannot use a BREAK statement outside the scope of a WHILE statement."),
	says("CONTINUE", 136, "Cannot use a CONTINUE statement outside the scope of a WHILE statement."),
	nearWord("BEGIN TRY SELECT 1 END TRY; BEGIN CATCH END CATCH", ";"),
	says("CREATE AVAILABILITY GROUP g AVAILABILITY GROUP ON 'a' WITH (LISTENER_URL = 'x')", 19498,
		"To create a distributed availability group, please specify the DISTRIBUTED option."),
	says("GOTO x", 133, "A GOTO statement references the label 'x' but the label has not been declared."),
	says("p GOTO x", 133, "A GOTO statement references the label 'x' but the label has not been declared."),
	says("x: SELECT 1\nx: SELECT 2", 132, "The label 'x' has already been declared. Label names must be unique within a query batch or stored procedure.").at(2),
	says("RETURN 1", 178, "A RETURN statement with a return value cannot be used in this context."),
	says("EXEC p @a = 1, 2", 119,
		"Must pass parameter number 2 and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'."),
	says("EXEC p 1 OUTPUT", 179, "Cannot use the OUTPUT option when passing a constant to a stored procedure."),
	says("DECLARE @x inte", 2715, "Column, parameter, or variable #1: Cannot find data type inte."),
	says("SELECT 1\nCREATE PROCEDURE p AS SELECT 1", 111, "'CREATE PROCEDURE' must be the first statement in a query batch.").at(2),
	says("SELECT 1 CREATE VIEW v AS SELECT 1 AS a", 111, "'CREATE VIEW' must be the first statement in a query batch."),
	nearKeyword("CREATE VIEW v AS SELECT 1 AS a", "VIEW"),
	nearKeyword("MERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE", "MERGE"),
}

var brokenAdmin = []broken{
	nearWord("CREATE MASTER KEY", "KEY"),
	nearWord("CREATE MASTER KEY ENCRYPTION BY PASSWORD = @p", "@p"),
	nearWord("CREATE MASTER KEY ENCRYPTION PASSWORD = 'p'", "PASSWORD"),
	nearWord("CREATE MASTER", "MASTER"),
	nearWord("CREATE CERTIFICATE 'c' FROM FILE = 'x'", "c"),
	nearWord("CREATE CERTIFICATE c FROM BINARY = '0x30'", "0x30"),
	nearWord("CREATE CERTIFICATE c FROM BINARY = @b", "@b"),
	nearWord("CREATE CERTIFICATE c WITH SUBJECT 'x'", "x"),
	nearWord("CREATE CERTIFICATE c WITH SUBJECT = 'x', EXPIRE_DATE = '20300101'", "EXPIRE_DATE"),
	nearWord("CREATE CERTIFICATE c WITH SUBJECT = 'x' EXPIRY_DATE = '20300101'", "EXPIRY_DATE"),
	nearWord("CREATE CERTIFICATE c", "c"),
	nearKeyword("BACKUP CERTIFICATE c FILE = 'x'", "FILE"),
	nearWord("CREATE ENDPOINT e STATE = RUNNING AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL)", "RUNNING"),
	nearWord("CREATE ENDPOINT e AS TCP (LISTENER_PORT = '5022') FOR DATABASE_MIRRORING (ROLE = ALL)", "5022"),
	nearWord("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = PRIMAREE)", "PRIMAREE"),
	nearWord("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL, ENCRYPTION = REQUIRED ALGORITHM DES)", "DES"),
	nearWord("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022)", ")"),
	nearWord("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022, LISTENER_IP = (1.2.3.400)) FOR DATABASE_MIRRORING (ROLE = ALL)", "1.2"),
	nearWord("ALTER ENDPOINT e", "e"),
	nearWord("CREATE AVAILABILITY GROUP g WITH (CLUSTER_TYPE = NON) FOR REPLICA ON 's' "+replicaText, "NON"),
	nearWord("CREATE AVAILABILITY GROUP g WITH (CLUSTERTYPE = NONE) FOR REPLICA ON 's' "+replicaText, "CLUSTERTYPE"),
	nearWord("CREATE AVAILABILITY GROUP g FOR DATABASE d REPLICA ON SQL01 "+replicaText, "SQL01"),
	nearWord("CREATE AVAILABILITY GROUP g FOR REPLICA ON 's' WITH (ENDPOINT_URL = 'x' AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)", "AVAILABILITY_MODE"),
	nearWord("CREATE AVAILABILITY GROUP g FOR REPLICA ON 's' WITH (FAILOVER_MODE = PLANNED)", "PLANNED"),
	nearWord("CREATE AVAILABILITY GROUP g WITH (DISTRIBUTED) AVAILABILITY GROUP ON 'a' WITH (LISTENER_URLL = 'x')", "LISTENER_URLL"),
	nearWord("CREATE AVAILABILITY GROUP g WITH (DISTRIBUTED) AVAILABILITY GROUP ON 'a' WITH (ENDPOINT_URL = 'x')", "ENDPOINT_URL"),
	nearWord("ALTER AVAILABILITY GROUP g SET (ROLE = SECONDAREE)", "SECONDAREE"),
	nearWord("ALTER AVAILABILITY GROUP g FAILOVR", "FAILOVR"),
	nearKeyword("ALTER AVAILABILITY GROUP g GRANT CREATE DATABASE", "CREATE"),
	nearWord("ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 's' WITH (SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20)", ","),
	nearKeyword("ALTER DATABASE SET RECOVERY FULL", "SET"),
	nearWord("ALTER DATABASE d SET RECOVRY FULL", "RECOVRY"),
	nearWord("ALTER DATABASE d SET RECOVERY = FULL", "="),
	nearWord("ALTER DATABASE d SET RECOVERY FUL", "FUL"),
	nearWord("ALTER DATABASE d SET HADR AVAILABILITY GROUP g", "g"),
	nearKeyword("ALTER DATABASE d SET ACCELERATED_DATABASE_RECOVERY ON", "ON"),
	nearWord("BACKUP DATABASE d TO DISK = 'a' 'b'", "b"),
	nearKeyword("BACKUP DATABASE d DISK = 'a'", "DISK"),
	nearWord("BACKUP DATABASE 'd' TO DISK = 'a'", "d"),
	says("BACKUP DATABASE d TO DISK = 'a' WITH CHEKSUM", 155, "'CHEKSUM' is not a recognized BACKUP option."),
	says("RESTORE HEADERONLY FROM DISK = 'a' WITH CHEKSUM", 155, "'CHEKSUM' is not a recognized RESTORE option."),
	says("BACKUP DATABASE d TO DISC = 'a'", 155, "'DISC' is not a recognized Device Type option."),
	says("ALTER DATABASE d SET RECOVERY FULL, RECOVERY SIMPLE", 1039, "Option 'RECOVERY' is specified more than once."),
	says("CREATE FOO x", 343, "Unknown object type 'FOO' used in a CREATE, DROP, or ALTER statement."),
	says("DROP BAR x", 343, "Unknown object type 'BAR' used in a CREATE, DROP, or ALTER statement."),
	says("DBCC FOO", 2526, "Incorrect DBCC statement. Check the documentation for the correct DBCC syntax and options."),
	says("SELECT 1\nDBCC TRACESTATS (-1)", 2526, "Incorrect DBCC statement. Check the documentation for the correct DBCC syntax and options.").at(2),
	nearWord("DBCC TRACESTATUS (-1", "1"),
	nearWord("DBCC TRACESTATUS (1800 -1)", "-"),
	nearWord("DBCC TRACESTATUS WITH NO_INFOMSG", "NO_INFOMSG"),
	nearWord("GRANT VIEW SERVER STAT TO l", "STAT"),
	nearWord("GRANT CONNECT ON ENDPOINTS::e TO l", "ENDPOINTS"),
	nearKeyword("GRANT CONNECT ON ENDPOINT::e FROM l", "FROM"),
	nearWord("CREATE LOGIN l", "l"),
	nearWord("CREATE LOGIN l WITH PASSWORD = 'x', DEFAULT_DB = master", "DEFAULT_DB"),
	nearWord("ALTER LOGIN l ENABL", "ENABL"),
	nearWord("CREATE LOGIN l WITH PASSWORD = @p", "@p"),
	nearWord("ALTER SERVER ROLE sysadmin ADD l", "l"),
	nearWord("RECONFIGURE OVERRIDE", "OVERRIDE"),
	nearWord("KILL", "KILL"),
}

func TestBrokenQueries(t *testing.T) { testBroken(t, brokenQueries) }
func TestBrokenFlow(t *testing.T)    { testBroken(t, brokenFlow) }
func TestBrokenAdmin(t *testing.T)   { testBroken(t, brokenAdmin) }

func testBroken(t *testing.T, list []broken) {
	t.Helper()
	for _, b := range list {
		refused(t, Options{}, b.text, refusal{b.number, b.line, b.says})
	}
}

// A batch may be longer than any message: what a message quotes of it is cut at 128.
func TestMessagesAreShort(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	for _, text := range []string{
		"SELECT " + strings.Repeat("a.", 70_000) + "b", "SET " + long + " ON", "CREATE " + long + " y", "SELECT '" + long,
		"BACKUP DATABASE d TO DISK = 'x' WITH " + long, "SELECT CAST(1 AS " + long + ")", "SELECT 1 AS " + long, "PRINT 1 '" + long + "'",
	} {
		_, err := Parse(text)
		for _, m := range said(err) {
			if len(m.Text) > 400 {
				t.Errorf("%.30s: %d characters, %.80s", text, len(m.Text), m.Text)
			}
		}
		if err == nil {
			t.Errorf("%.30s is accepted", text)
		}
	}
}

// Labels differ by case only once: names of labels know no case.
func TestLabelsKnowNoCase(t *testing.T) {
	numbered(t, Options{}, "here: PRINT 'a'\nHERE: PRINT 'b'", 132, 2)
	trees(t, Options{}, "GOTO There PRINT 'a' there: PRINT 'b'")
}
