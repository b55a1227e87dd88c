package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
)

// A message names the word that cannot stand where it stands, and that word's line.
func TestWhereASyntaxErrorPoints(t *testing.T) {
	word := func(w string, line int32) refusal { return refusal{102, line, "Incorrect syntax near '" + w + "'."} }
	key := func(w string, line int32) refusal {
		return refusal{156, line, "Incorrect syntax near the keyword '" + w + "'."}
	}
	for _, c := range []struct {
		text string
		want refusal
	}{
		{"SELECT a,\nFROM t", key("FROM", 2)},
		{"SELECT a = b = c", word("=", 1)},
		{"SELECT a FROM t\nOPTION (RECOMPIL)", word("RECOMPIL", 2)},
		{"SET TRANSACTION ISOLATION LEVEL READ COMITTED", word("COMITTED", 1)},
		{"DROP TABLE IF EXIST t", word("EXIST", 1)},
		{"DECLARE @a int,\n@b strng", refusal{2715, 2, "Column, parameter, or variable #2: Cannot find data type strng."}},
		{"IF 1\nPRINT 'x'", refusal{4145, 2, "An expression of non-boolean type specified in a context where a condition is expected, near 'PRINT'."}},
		{"BEGIN\nPRINT 'x'", word("x", 2)},
		{"PRINT 'a'\nGO", word("GO", 2)},
		{"FOO BAR BAZ QUX", word("BAZ", 1)},
		{"SET NOCOUNT\nPRINT 'a'", key("PRINT", 2)},
		{"CREATE TABLE #t (a int NOT NULL\nNULL)", key("NULL", 2)},
		{"ALTER AVAILABILITY GROUP g SET (ROLE = PRIMARY)", key("PRIMARY", 1)},
		{"CREATE AVAILABILITY GROUP g WITH (DISTRIBUTED)\nFOR DATABASE d REPLICA ON 'a' WITH (ENDPOINT_URL = 'x')", key("FOR", 2)},
		{"CREATE AVAILABILITY GROUP g FOR REPLICA ON 'a' WITH (ENDPOINT_URL = 'x'\nFAILOVER_MODE = MANUAL)", word("FAILOVER_MODE", 2)},
		{"BACKUP DATABASE d TO DISK = 'x' WITH\nCHECKSUMM", refusal{155, 2, "'CHECKSUMM' is not a recognized BACKUP option."}},
		{"BACKUP LOG d TO DISK = 'x' WITH DIFFERENTIAL", refusal{155, 1, "'DIFFERENTIAL' is not a recognized BACKUP option."}},
		{"RESTORE HEADERONLY DISK = 'x'", key("DISK", 1)},
		{"ALTER SERVER CONFIGURATION SET HADR CLUSTER CONTEXT = LOCAL", word("CONFIGURATION", 1)},
	} {
		refused(t, Options{}, c.text, c.want)
	}
}

// A bare word that starts a batch is a procedure: the engine answers 2812, not the parser.
func TestFirstWordIsAProcedure(t *testing.T) {
	for text, name := range map[string]string{"GO": "GO", "sp_who": "sp_who", "SELCT 1": "SELCT"} {
		e, ok := one(t, Options{}, text).(*Exec)
		if !ok || !e.Implicit || e.Proc.Object.Text != name {
			t.Errorf("%s is no call of %s", text, name)
		}
	}
}
