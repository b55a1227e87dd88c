package syntax_test

import (
	"strings"
	"testing"

	"milink/internal/lab/message"
	. "milink/internal/lab/syntax"
)

// noted is the note and the error that a text gets.
func noted(t *testing.T, text string) (note string, last *message.Message) {
	t.Helper()
	_, err := Parse(text)
	switch e := err.(type) {
	case nil:
		t.Errorf("%s is read", text)
	case *message.Message:
		return "", e
	case message.Errors:
		for _, m := range e[:len(e)-1] {
			if m.Number == 0 && m.Class == 0 {
				note = m.Text
			}
		}
		return note, e[len(e)-1]
	}
	return "", &message.Message{}
}

// What SQL Server would do and the lab cannot keeps its error and says so.
func TestUnsimulatedStatements(t *testing.T) {
	for _, c := range []struct {
		text   string
		what   string
		number int32
		line   int32
	}{
		{"ALTER TABLE t ADD c int", "ALTER TABLE", 156, 1},
		{"alter table dbo.t add c int", "ALTER TABLE", 156, 1},
		{"SELECT 1;\nALTER TABLE t ADD c int", "ALTER TABLE", 156, 2},
		{"IF 1 = 1\nBEGIN\nALTER TABLE t DROP COLUMN c\nEND", "ALTER TABLE", 156, 3},
		{"CREATE VIEW v AS SELECT 1 AS a", "CREATE VIEW", 156, 1},
		{"SELECT 1; CREATE VIEW v AS SELECT 1 AS a", "CREATE VIEW", 111, 1},
		{"CREATE OR ALTER VIEW v AS SELECT 1 AS a", "CREATE OR ALTER VIEW", 156, 1},
		{"CREATE UNIQUE CLUSTERED INDEX i ON t (a)", "CREATE UNIQUE CLUSTERED INDEX", 156, 1},
		{"CREATE INDEX i ON t (a)", "CREATE INDEX", 156, 1},
		{"CREATE SEQUENCE s", "CREATE SEQUENCE", 343, 1},
		{"CREATE FUNCTION f() RETURNS int AS BEGIN RETURN 1 END", "CREATE FUNCTION", 156, 1},
		{"DROP VIEW v", "DROP VIEW", 156, 1},
		{"MERGE t USING s ON t.a = s.a WHEN MATCHED THEN DELETE;", "MERGE", 156, 1},
		{"WITH s AS (SELECT 1 AS a)\nMERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE;", "MERGE", 156, 2},
		{"BULK INSERT t FROM 'f'", "BULK INSERT", 156, 1},
		{"UPDATE STATISTICS t", "UPDATE STATISTICS", 156, 1},
		{"DISABLE TRIGGER x ON t", "DISABLE TRIGGER", 156, 1},
		{"ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 1", "ALTER DATABASE SCOPED CONFIGURATION", 102, 1},
		{"ALTER SERVER CONFIGURATION SET HADR CLUSTER CONTEXT = LOCAL", "ALTER SERVER CONFIGURATION", 102, 1},
	} {
		note, last := noted(t, c.text)
		if want := "SIMULATED: milink's lab does not simulate " + c.what + "."; note != want {
			t.Errorf("%s\nnote %q, want %q", c.text, note, want)
		}
		if last.Number != c.number || last.Line != c.line {
			t.Errorf("%s\n%v, want %d in line %d", c.text, last, c.number, c.line)
		}
	}
}

// Mistakes stay mistakes: no note leads away from them.
func TestMistakesGetNoNote(t *testing.T) {
	for _, text := range []string{
		"ALTER TABEL t ADD c int", "CREATE VIEWS v AS SELECT 1", "CREATE TABLE t (a int,, b int)", "SELECT FROM t",
		"SELECT * FROM ALTER TABLE t", "ALTER AVAILABILITY GROUP g SOMEHOW", "ALTER LOGIN", "UPDATE t SETT a = 1",
		"CREATE [VIEW] v", "DROP TABLE IF EXIST t", "CREATE", "ALTER", "BACKUP", "BULK", "ALTER DATABASE d SETT RECOVERY FULL",
		"CREATE CERTIFICATE c FORM FILE = 'x'", "CREATE AVAILABILITY GROUP g WITH (VIEW)", "MERGED t",
	} {
		if _, err := Parse(text); err == nil {
			continue // MERGED t calls a procedure
		}
		if note, _ := noted(t, text); note != "" {
			t.Errorf("%s gets %q", text, note)
		}
	}
}

// Every entry of the list is really refused, and before its words end.
func TestUnsimulatedIsUnsimulated(t *testing.T) {
	for _, start := range Unsimulated() {
		if n := len(strings.Fields(start)); n > LongestStart {
			t.Errorf("%s has %d words", start, n)
		}
		if note, _ := noted(t, start+" [x] ( 'y' )"); !strings.Contains(note, " "+start+".") {
			t.Errorf("%s gets the note %q", start, note)
		}
	}
}
