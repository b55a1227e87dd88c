package syntax_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "milink/internal/lab/syntax"
)

// mutant is a statement with one token changed.
type mutant struct {
	how      string // drop, double, swap, garbage
	at       int    // the token that was changed
	tokens   []Token
	text     string
	was, now string // shapes of the trees before and after
}

// garbage stands for what nobody would write: a word that is no keyword of any statement.
const garbage = "zzgarbage"

// pieces puts tokens together again with one blank between them.
func pieces(tokens []Token, order ...int) string {
	var list []string
	for _, i := range order {
		if i < 0 {
			list = append(list, garbage)
			continue
		}
		list = append(list, tokens[i].Written)
	}
	return strings.Join(list, " ")
}

// mutate makes every mutant of a statement.
func mutate(text string) []mutant {
	tokens := Tokens(text)
	var all []int
	for i := range tokens {
		all = append(all, i)
	}
	var list []mutant
	change := func(how string, i, until int, middle ...int) {
		order := append(append(append([]int{}, all[:i]...), middle...), all[until:]...)
		list = append(list, mutant{how: how, at: i, tokens: tokens, text: pieces(tokens, order...)})
	}
	for i := range tokens {
		change("drop", i, i+1)
		change("double", i, i+1, i, i)
		change("garbage", i, i+1, -1)
		if i+1 < len(tokens) && tokens[i].Written != tokens[i+1].Written {
			change("swap", i, i+2, i+1, i)
		}
	}
	return list
}

// statements are the administrative statements that the mutants are made of: the documented
// forms of the test data and those of the link.
func statements(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "admin.sql"))
	if err != nil {
		t.Fatal(err)
	}
	list := []string{
		"CREATE AVAILABILITY GROUP [DAG] WITH (DISTRIBUTED) AVAILABILITY GROUP ON " + members,
		"ALTER AVAILABILITY GROUP [DAG] JOIN AVAILABILITY GROUP ON " + members,
		"CREATE AVAILABILITY GROUP [AG] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' " + replicaText,
		"CREATE DATABASE ENCRYPTION KEY WITH ALGORITHM = AES_256 ENCRYPTION BY SERVER CERTIFICATE c",
		"ALTER LOGIN l WITH PASSWORD = 'n' UNLOCK MUST_CHANGE, CHECK_POLICY = OFF",
	}
	for _, text := range separator.Split(string(raw), -1) {
		if len(Tokens(text)) > 0 {
			list = append(list, text)
		}
	}
	return list
}

// TestMutants breaks every administrative statement in every place. A mutant must be refused,
// or its change must show in the tree in a way that one of the classes explains: an option
// that is lost without a word would let the lab say "done" to what it did not understand.
func TestMutants(t *testing.T) {
	tried, refusedCount, met := 0, 0, map[string]int{}
	for _, text := range statements(t) {
		before := shape(trees(t, Options{}, text))
		for _, m := range mutate(text) {
			tried++
			b, err := Parse(m.text)
			if err != nil {
				refusedCount++
				continue
			}
			m.was, m.now = before, shape(b.Statements)
			name := classOf(m)
			if name == "" {
				t.Errorf("%s of %s is accepted:\n%s\nwas %s\nnow %s", m.how, m.tokens[m.at].Written, m.text, m.was, m.now)
			}
			met[name]++
		}
	}
	t.Logf("%d mutants, %d refused (%.1f %%), the rest: %v", tried, refusedCount, 100*float64(refusedCount)/float64(tried), met)
	if refusedCount*100 < tried*90 {
		t.Errorf("only %d of %d mutants are refused", refusedCount, tried)
	}
	for _, c := range classes {
		if met[c.name] == 0 {
			t.Errorf("no mutant is of the class %q (%s): take it off the list", c.name, c.why)
		}
	}
}
