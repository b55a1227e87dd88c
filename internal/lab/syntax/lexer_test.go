package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	. "milink/internal/lab/syntax"
)

// lexed writes the tokens of a batch as kind:text.
func lexed(text string) string {
	var out []string
	for _, tok := range Tokens(text) {
		out = append(out, tok.Kind+":"+tok.Text)
	}
	return strings.Join(out, "|")
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`'a'`, "string:a"},
		{`''`, "string:"},
		{`'it''s'`, "string:it's"},
		{`''''`, "string:'"},
		{`'a''''b'`, "string:a''b"},
		{"'two\nlines'", "string:two\nlines"},
		{`'--no comment /* here'`, "string:--no comment /* here"},
		{`N'Ü''x'`, "national:Ü'x"},
		{`n'x'`, "national:x"},
		{`N 'x'`, "word:N|string:x"},
		{`xN'x'`, "word:xN|string:x"},
		{`[a]`, "bracket:a"},
		{`[we]]ird'n"ame]`, `bracket:we]ird'n"ame`},
		{`[]]]`, "bracket:]"},
		{`[a b]c`, "bracket:a b|word:c"},
		{`[[x]`, "bracket:[x"},
		{`"a""b"`, `double:a"b`},
		{`a--b` + "\nc", "word:a|word:c"},
		{`a/*b*/c`, "word:a|word:c"},
		{`a/*b/*c*/d*/e`, "word:a|word:e"},
		{`a/*/*b*/c`, "word:a|OPENCOMMENT:"},
		{`a/*/b*/c`, "word:a|word:c"},
		{`a/**/b`, "word:a|word:b"},
		{`a -- b /* c`, "word:a"},
		{`0x`, "binary:0x"},
		{`0x1F`, "binary:0x1F"},
		{`0X1fG`, "binary:0X1f|word:G"},
		{`0 x1`, "int:0|word:x1"},
		{`12`, "int:12"},
		{`1.5`, "decimal:1.5"},
		{`1.`, "decimal:1."},
		{`.5`, "decimal:.5"},
		{`1.2.3`, "decimal:1.2|decimal:.3"},
		{`1e5`, "float:1e5"},
		{`1.5E-3`, "float:1.5E-3"},
		{`1e+5`, "float:1e+5"},
		{`1e`, "float:1e"},
		{`1e-`, "float:1e|sym:-"},
		{`1a`, "int:1|word:a"},
		{`64MB`, "int:64|word:MB"},
		{`$1.50`, "money:1.50"},
		{`$`, "money:"},
		{`$.5`, "money:.5"},
		{`$action`, "sym:$|word:action"},
		{`@x`, "var:@x"},
		{`@@VERSION`, "var:@@VERSION"},
		{`@a#b$c`, "var:@a#b$c"},
		{`#t`, "word:#t"},
		{`##g`, "word:##g"},
		{`a$b@c#d_e`, "word:a$b@c#d_e"},
		{`größe`, "word:größe"},
		{`ENDPOINT::e`, "word:ENDPOINT|sym:::|word:e"},
		{`a : : b`, "word:a|sym::|sym::|word:b"},
		{`a.b..c`, "word:a|sym:.|word:b|sym:.|sym:.|word:c"},
		{`<=>=<>!=!<!>`, "sym:<=|sym:>=|sym:<>|sym:!=|sym:!<|sym:!>"},
		{`> =`, "sym:>="},
		{`<   >`, "sym:<>"},
		{`> -1`, "sym:>|sym:-|int:1"},
		{`+= -= *= /= %= &= |= ^=`, "sym:+=|sym:-=|sym:*=|sym:/=|sym:%=|sym:&=|sym:|=|sym:^="},
		{`+ =`, "sym:+|sym:="},
		{"a\u00a0b\u2003c\ufeff", "word:a|word:b|word:c"},
		{`€`, "sym:€"},
		{`'a`, "OPEN:a"},
		{`N'a''`, "OPEN:a'"},
		{`[a`, "OPEN:a"},
		{`"a`, "OPEN:a"},
		{``, ""},
	} {
		if got := lexed(c.text); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestLinesAndPlaces(t *testing.T) {
	text := "a\n-- x\r\n/* y\n z */ 'b\nc'\n[d\ne] f"
	var got []string
	for _, tok := range Tokens(text) {
		got = append(got, fmt.Sprintf("%d:%q", tok.Line, tok.Written))
	}
	want := `1:"a" 4:"'b\nc'" 6:"[d\ne]" 7:"f"`
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
}

// A word of a keyword is compared in upper case, whatever it is written in.
func TestKeywordsKnowNoCase(t *testing.T) {
	for _, text := range []string{"use Master", "USE Master", "uSe Master"} {
		same(t, Options{}, text, &Use{Database: bare("Master")})
	}
}

func TestUnclosed(t *testing.T) {
	for _, c := range []struct {
		text string
		want []refusal
	}{
		{"SELECT 'abc", []refusal{
			{105, 1, "Unclosed quotation mark after the character string 'abc'."},
			{102, 1, "Incorrect syntax near 'abc'."}}},
		{"USE a\nSELECT 1, N'x", []refusal{
			{105, 2, "Unclosed quotation mark after the character string 'x'."},
			{102, 2, "Incorrect syntax near 'x'."}}},
		{"SELECT * FROM [sys.databases", []refusal{
			{105, 1, "Unclosed quotation mark after the character string 'sys.databases'."},
			{102, 1, "Incorrect syntax near 'sys.databases'."}}},
		{"SELECT 'O'Brien'", []refusal{
			{105, 1, "Unclosed quotation mark after the character string ''."},
			{102, 1, "Incorrect syntax near ''."}}},
		{"CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'O'Brien'", []refusal{
			{102, 1, "Incorrect syntax near 'Brien'."},
			{105, 1, "Unclosed quotation mark after the character string ''."}}},
		{"SELECT 1 /* open", []refusal{{113, 1, "Missing end comment mark '*/'."}}},
		{"SELECT 1\n/* a /* b */", []refusal{{113, 2, "Missing end comment mark '*/'."}}},
		{"/*", []refusal{{113, 1, "Missing end comment mark '*/'."}}},
	} {
		refused(t, Options{}, c.text, c.want...)
	}
}

// A name has up to 128 characters, whether it is quoted or not: 103 shows the first 128.
func TestLongNames(t *testing.T) {
	const umlauts = "ü"
	for _, quotes := range []string{"%s", "[%s]", `"%s"`} {
		for _, letter := range []string{"a", umlauts} {
			fits := strings.Repeat(letter, 128)
			trees(t, Options{}, "USE "+fmt.Sprintf(quotes, fits))
			refused(t, Options{}, "\nUSE "+fmt.Sprintf(quotes, fits+letter), refusal{103, 2,
				"The identifier that starts with '" + fits + "' is too long. Maximum length is 128."})
		}
	}
	numbered(t, Options{}, "SELECT 1 AS []", 1038, 1)
	numbered(t, Options{}, "\nUSE \"\"", 1038, 2)
	trees(t, Options{}, "SELECT '"+strings.Repeat("a", 9000)+"'")
}

// "x" is a name by default and a string with QUOTED_IDENTIFIER off, also from SET on.
func TestQuotedIdentifier(t *testing.T) {
	use := &Use{Database: quoted("x")}
	same(t, Options{}, `USE "x"`, use)
	refused(t, Options{QuotedIdentifierOff: true}, `USE "x"`, refusal{102, 1, "Incorrect syntax near 'x'."})
	off := &SetOption{Options: []string{"QUOTED_IDENTIFIER"}, Value: "OFF"}
	on := &SetOption{Options: []string{"QUOTED_IDENTIFIER"}, Value: "ON"}
	same(t, Options{}, `SET QUOTED_IDENTIFIER OFF OPEN MASTER KEY DECRYPTION BY PASSWORD = "p"`,
		off, &OpenMasterKey{Password: "p"})
	same(t, Options{QuotedIdentifierOff: true}, `SET QUOTED_IDENTIFIER ON USE "x"`, on, use)
}
