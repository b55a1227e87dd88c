package syntax

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A parser that loses a word of an option list answers "done" to a statement it did not
// understand. So every known statement is broken in every place, one token at a time:
// dropped, doubled, or swapped with its neighbour. Each result must be refused, or mean
// something else than before, or be one of the words below that carry no meaning.

// noise are the tokens whose loss or doubling leaves the meaning as it was, with the reason
// why the documentation lets it.
var noise = map[string]string{
	"drop ;":           "a semicolon is optional",
	"double ;":         "statements may be separated by any number of them",
	"drop AS":          "aliases of columns and tables take it or not",
	"drop INTO":        "INSERT [INTO]",
	"drop FROM":        "DELETE [FROM]",
	"drop OUTER":       "LEFT [OUTER] JOIN",
	"drop ASC":         "the default order",
	"drop TRANSACTION": "COMMIT [TRANSACTION]",
	"drop SECONDS":     "ROLLBACK AFTER n [SECONDS]",
	"drop CLUSTERED":   "the lab keeps no indexes",
	"drop NEXT":        "the default of FETCH",
	"drop WITH":        "FROM t (NOLOCK) is the old form of a hint",
	"swap THROW":       "THROW ; and ; THROW are one statement and an empty one",
	"drop NULL":        "the default of a column",
	"drop NEGOTIATE":   "the default of WINDOWS",
	"drop ,":           "the comma between the options of SECONDARY_ROLE and PRIMARY_ROLE is optional",
}

// tellsApart are the mutants of administrative statements that another statement results
// from: what they say is different, and the tree says so.
var tellsApart = map[string]string{
	"drop KEY":           "CLOSE MASTER closes a cursor",
	"drop FORCE":         "REGENERATE without FORCE",
	"drop DROP":          "the first word of a batch is a procedure: EXEC CERTIFICATE 'c', as on a server (2812)",
	"swap ALTER":         "the same: EXEC SERVER, then ALTER ROLE",
	"drop SERVER":        "a role of the database",
	"drop LOG":           "ADD FILE",
	"drop MB":            "a size without unit",
	"drop %":             "a growth without unit",
	"drop -":             "another number",
	"drop LOGSPACE":      "DBCC without its argument: the instance's error",
	"drop 53":            "the same",
	"drop ANY":           "VIEW DEFINITION is a permission, too",
	"drop SECURITY":      "VIEW SERVER STATE is a permission, too",
	"drop SQL":           "CONNECT is a permission, too",
	"drop CASCADE":       "without CASCADE",
	"double .":           "dbo..backupset is a name of three parts",
	"double RECONFIGURE": "two statements",
	"double REVERT":      "two statements",
	"double SHUTDOWN":    "two statements",
	"double CHECKPOINT":  "two statements",
	"drop REVERT":        "an empty batch",
	"drop CHECKPOINT":    "an empty batch",
}

var places = regexp.MustCompile(`"Line":\d+,?`)

// meaning writes what a batch says without saying where: the types and all fields.
func meaning(b *Batch) string {
	var out strings.Builder
	for _, s := range b.Statements {
		j, err := json.Marshal(s)
		if err != nil {
			j = []byte(err.Error())
		}
		fmt.Fprintf(&out, "%T %s\n", s, places.ReplaceAll(j, nil))
	}
	return out.String()
}

// mutant is a statement with one token changed.
type mutant struct {
	text  string
	how   string
	token token
}

// mutants makes all of them.
func mutants(text string) []mutant {
	var list []mutant
	tokens := lex(text)
	piece := func(i int) string { return text[tokens[i].start:tokens[i].end] }
	build := func(order []int) string {
		var parts []string
		for _, i := range order {
			parts = append(parts, piece(i))
		}
		return strings.Join(parts, " ")
	}
	var all []int
	for i := range tokens[:len(tokens)-1] {
		all = append(all, i)
	}
	for i := range all {
		cut := func(mid ...int) []int {
			return append(append(append([]int{}, all[:i]...), mid...), all[i+1:]...)
		}
		list = append(list, mutant{build(cut()), "drop", tokens[i]}, mutant{build(cut(i, i)), "double", tokens[i]})
		if i+1 < len(all) && piece(i) != piece(i+1) {
			swapped := append([]int{}, all...)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			list = append(list, mutant{build(swapped), "swap", tokens[i]})
		}
	}
	return list
}

// key names a mutant in the lists above.
func (m mutant) key() string {
	text := m.token.text
	if m.token.upper != "" {
		text = m.token.upper
	}
	return m.how + " " + text
}

// TestNoTokenIsLost breaks every statement that must parse and asks for another meaning.
func TestNoTokenIsLost(t *testing.T) {
	seen := map[string]bool{}
	for _, text := range corpus(t) {
		b, err := Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		before := meaning(b)
		for _, m := range mutants(text) {
			changed, err := Parse(m.text)
			if err != nil || meaning(changed) != before {
				continue
			}
			seen[m.key()] = true
			if noise[m.key()] == "" {
				t.Errorf("%s changes nothing in\n%s", m.key(), m.text)
			}
		}
	}
	for key, why := range noise {
		if !seen[key] {
			t.Errorf("%s (%s) carries a meaning after all: take it off the list", key, why)
		}
	}
}

// TestAdministrativeMutantsAreRefused is stricter: a broken statement of the link must not
// pass for another one, but for those named.
func TestAdministrativeMutantsAreRefused(t *testing.T) {
	seen := map[string]bool{}
	for _, text := range batches(t, "admin.sql") {
		for _, m := range mutants(text) {
			if _, err := Parse(m.text); err != nil {
				continue
			}
			seen[m.key()] = true
			if noise[m.key()] == "" && tellsApart[m.key()] == "" {
				t.Errorf("%s is accepted:\n%s", m.key(), m.text)
			}
		}
	}
	for key, why := range tellsApart {
		if !seen[key] {
			t.Errorf("%s (%s) is refused after all: take it off the list", key, why)
		}
	}
}
