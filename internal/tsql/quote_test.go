package tsql_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"milink/internal/tsql"
)

func TestIdent(t *testing.T) {
	for name, want := range map[string]string{
		"Sales":         "[Sales]",
		"":              "[]",
		`we]ird'n"ame`:  `[we]]ird'n"ame]`,
		"]]":            "[]]]]]",
		"[a]":           "[[a]]]",
		"x]; DROP y --": "[x]]; DROP y --]",
		"Ümläut 日本":     "[Ümläut 日本]",
		"two\nlines":    "[two\nlines]",
	} {
		if got := tsql.Ident(name); got != want {
			t.Errorf("Ident(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"":               "N''",
		"plain":          "N'plain'",
		"it's":           "N'it''s'",
		"''":             "N''''''",
		`we]ird'n"ame`:   `N'we]ird''n"ame'`,
		"'; SHUTDOWN --": "N'''; SHUTDOWN --'",
	} {
		if got := tsql.Literal(text); got != want {
			t.Errorf("Literal(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestBinary(t *testing.T) {
	for want, in := range map[string][]byte{"0x": nil, "0x00": {0}, "0xCAFE01": {0xca, 0xfe, 0x01}} {
		if got := tsql.Binary(in); got != want {
			t.Errorf("Binary(%v) = %s, want %s", in, got, want)
		}
	}
}

// scan reads one token that starts after open and ends at the first lone end character, the
// way SQL Server reads it, and returns what it stands for and what is left.
func scan(t *testing.T, s, open string, end byte) (value, rest string) {
	t.Helper()
	if !strings.HasPrefix(s, open) {
		t.Fatalf("%q does not start with %q", s, open)
	}
	var b strings.Builder
	for i := len(open); i < len(s); i++ {
		if s[i] != end {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == end {
			b.WriteByte(end)
			i++
			continue
		}
		return b.String(), s[i+1:]
	}
	t.Fatalf("%q never ends", s)
	return "", ""
}

func seeds(f *testing.F) {
	for _, s := range []string{"", "Sales", `we]ird'n"ame`, "]", "'", "]]'']", "a\x00b", "--", "/*", "\\\n", "日本"} {
		f.Add(s)
	}
}

// FuzzIdent: whatever the name, the server reads one identifier, that name, and nothing more.
func FuzzIdent(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, name string) {
		value, rest := scan(t, tsql.Ident(name), "[", ']')
		if value != name || rest != "" {
			t.Errorf("Ident(%q) reads as %q and leaves %q", name, value, rest)
		}
	})
}

// FuzzLiteral: whatever the text, the server reads one constant, that text, and nothing more,
// also when it stands inside another literal as dynamic SQL does.
func FuzzLiteral(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		outer, rest := scan(t, tsql.Literal("SELECT "+tsql.Literal(text)), "N'", '\'')
		if rest != "" {
			t.Fatalf("the outer literal leaves %q", rest)
		}
		inner, rest := scan(t, strings.TrimPrefix(outer, "SELECT "), "N'", '\'')
		if inner != text || rest != "" {
			t.Errorf("Literal(%q) reads as %q and leaves %q", text, inner, rest)
		}
	})
}

func FuzzBinary(f *testing.F) {
	f.Add([]byte{0, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		digits, ok := strings.CutPrefix(tsql.Binary(b), "0x")
		back, err := hex.DecodeString(digits)
		if !ok || err != nil || !bytes.Equal(back, b) {
			t.Errorf("Binary(%v) = 0x%s", b, digits)
		}
	})
}
