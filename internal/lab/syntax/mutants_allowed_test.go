package syntax_test

import (
	"fmt"
	"slices"
	"strings"
)

// class is a kind of mutant that is right to be accepted: what it says is T-SQL, too.
type class struct {
	name string
	why  string
	is   func(m mutant) bool
}

var classes = []class{
	{"another name", "any word may be a name; the tree holds the new one in the place of the old and nothing else moved",
		func(m mutant) bool { return m.how == "garbage" && renamed(m) == m.was && m.now != m.was }},
	{"a name for a keyword or variable", "ALTER DATABASE CURRENT and BACKUP DATABASE @db take a name there as well",
		func(m mutant) bool { return m.how == "garbage" && m.behind("DATABASE") && m.oneOf("CURRENT", "@DB") }},
	{"a procedure call", "a batch may start with a procedure's name instead of EXEC; running it is 2812",
		func(m mutant) bool {
			return strings.HasPrefix(m.now, "[Exec{") && strings.Contains(m.now, "Implicit: true")
		}},
	{"less said, and seen", "the word is optional and the tree is without it",
		func(m mutant) bool {
			return m.how == "drop" && m.now != m.was && m.oneOf("FORCE", "CASCADE", "UNLOCK", "MUST_CHANGE", "LOG", "MB", "%", "-", "SERVER")
		}},
	{"the default", "NEGOTIATE, SECONDS and the commas inside SECONDARY_ROLE and PRIMARY_ROLE may be left out: the tree is the same",
		func(m mutant) bool { return m.how == "drop" && m.now == m.was && m.oneOf("NEGOTIATE", "SECONDS", ",") }},
	{"free order", "UNLOCK and MUST_CHANGE stand in any order",
		func(m mutant) bool { return m.how == "swap" && m.oneOf("UNLOCK") && len(m.now) == len(m.was) }},
	{"another permission", "VIEW ANY DEFINITION, VIEW SERVER SECURITY STATE and CONNECT SQL hold shorter permissions",
		func(m mutant) bool {
			return m.how == "drop" && m.oneOf("ANY", "SECURITY", "SQL") && strings.HasPrefix(m.now, "[Grant{") && m.now != m.was
		}},
	{"arguments of DBCC", "which arguments a command takes is for the command to say: the tree holds what was written",
		func(m mutant) bool {
			return strings.HasPrefix(m.now, "[DBCC{") && m.now != m.was && (m.how == "garbage" || m.how == "drop")
		}},
	{"a cursor", "CLOSE MASTER closes a cursor of that name",
		func(m mutant) bool { return m.now == `[CloseCursor{Name: Ident{Text: "MASTER"}}]` }},
	{"said twice", "a statement of one word may follow itself",
		func(m mutant) bool {
			return m.how == "double" && m.at == 0 && m.oneOf("RECONFIGURE", "REVERT", "SHUTDOWN", "CHECKPOINT")
		}},
	{"nothing", "an empty batch is no error",
		func(m mutant) bool { return m.how == "drop" && len(m.tokens) == 1 }},
	{"an empty part of a name", "dbo..x is x in the default schema of the database dbo",
		func(m mutant) bool { return m.how == "double" && m.oneOf(".") && m.now != m.was }},
}

// oneOf tells whether the changed token is one of these.
func (m mutant) oneOf(words ...string) bool {
	return slices.Contains(words, strings.ToUpper(m.tokens[m.at].Written))
}

// behind tells whether the changed token follows a word.
func (m mutant) behind(word string) bool {
	return m.at > 0 && strings.EqualFold(m.tokens[m.at-1].Written, word)
}

// renamed is the tree of a mutant with the old name put back.
func renamed(m mutant) string {
	old := m.tokens[m.at]
	if old.Kind != "word" && old.Kind != "bracket" {
		return ""
	}
	put := fmt.Sprintf("%q", old.Text)
	if old.Kind == "bracket" {
		name := fmt.Sprintf("Ident{Text: %q", garbage)
		back := strings.Replace(m.now, name+"}", fmt.Sprintf("Ident{Text: %s, Quoted: true}", put), 1)
		if back != m.now {
			return back
		}
	}
	return strings.Replace(m.now, fmt.Sprintf("%q", garbage), put, 1)
}

// classOf finds the class of an accepted mutant, "" when none explains it.
func classOf(m mutant) string {
	for _, c := range classes {
		if c.is(m) {
			return c.name
		}
	}
	return ""
}
