package value

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The cases follow "LIKE (Transact-SQL)".
func TestLike(t *testing.T) {
	for _, c := range []struct {
		s, pattern string
		escape     rune
		want       bool
	}{
		{"computer", "%PUT%", 0, true}, {"dean", "_ean", 0, true}, {"ean", "_ean", 0, false},
		{"Carsen", "[C-P]arsen", 0, true}, {"larsen", "[C-P]arsen", 0, true}, {"Zarsen", "[C-P]arsen", 0, false},
		{"del", "de[^l]%", 0, false}, {"dex", "de[^l]%", 0, true},
		{"5%", "5[%]", 0, true}, {"5x", "5[%]", 0, false}, {"_n", "[_]n", 0, true}, {"an", "[_]n", 0, false},
		{"a-b", "a[-x]b", 0, true}, {"axb", "a[-x]b", 0, true}, {"ayb", "a[x-]b", 0, false}, {"a-b", "a[x-]b", 0, true},
		{"[", "[[]", 0, true}, {"]", "]", 0, true}, {"abc[d]", "abc[[]d]", 0, true},
		{"50% off", "%50!%%", '!', true}, {"500 off", "%50!%%", '!', false}, {"a_b", "a!_b", '!', true}, {"axb", "a!_b", '!', false},
		{"!", "!!", '!', true}, {"abc", "abc!", '!', false}, {"a]b", "a[!]]b", '!', true}, {"a^b", "a[!^]b", '!', true},
		{"abc", "[abc", 0, false}, {"", "%", 0, true}, {"", "", 0, true}, {"", "_", 0, false}, {"abc", "", 0, false},
		{"abc ", "abc", 0, false}, {"abc", "abc ", 0, false}, {"abc ", "abc%", 0, true},
		{"##MS_DatabaseMasterKey##", "##MS[_]%", 0, true}, {"##MSxDatabaseMasterKey##", "##MS[_]%", 0, false},
		{"aXbXc", "%X%X%", 0, true}, {"ab", "%%%a%%b%%", 0, true}, {"a", "[]", 0, false}, {"a", "[^]", 0, true},
		{"漢", "_", 0, true}, {"é", "e", 0, false}, {"É", "é", 0, true}, {"a\nb", "a%b", 0, true},
	} {
		got, err := Like(c.s, c.pattern, c.escape, DefaultCollation)
		if err != nil || got != c.want {
			t.Errorf("%q LIKE %q = %v, %v", c.s, c.pattern, got, err)
		}
	}
}

func TestLikeFollowsTheCollation(t *testing.T) {
	for _, c := range []struct {
		collation, s, pattern string
		want                  bool
	}{
		{"Latin1_General_CS_AS", "abc", "ABC", false}, {"Latin1_General_BIN2", "abc", "A%", false},
		{"Latin1_General_BIN2", "b", "[a-c]", true}, {"Latin1_General_BIN2", "B", "[a-c]", false},
		{"Latin1_General_CI_AI", "résumé", "RESUME", true}, {"Turkish_CI_AS", "TITLE", "title", false},
	} {
		got, err := Like(c.s, c.pattern, 0, collation(t, c.collation))
		if err != nil || got != c.want {
			t.Errorf("%s: %q LIKE %q = %v, %v", c.collation, c.s, c.pattern, got, err)
		}
	}
}

func TestLikeCharIgnoresTrailingBlanks(t *testing.T) {
	for pattern, want := range map[string]bool{"abc": true, "abc ": true, "abc  ": true, "abc   ": false, "ab": false, "%c": true} {
		if got, err := LikeChar("abc  ", pattern, 0, DefaultCollation); err != nil || got != want {
			t.Errorf("'abc  ' LIKE %q = %v, %v", pattern, got, err)
		}
	}
}

func TestLikeRefusesABrokenEscape(t *testing.T) {
	if _, err := Like("a", "a", utf8.RuneError, DefaultCollation); numberOf(err) != 506 {
		t.Errorf("got %v, want 506", err)
	}
}

func TestLikeIsNotExponential(t *testing.T) {
	start := time.Now()
	matched, err := Like(strings.Repeat("a", 4000), strings.Repeat("%a", 40)+"%b", 0, DefaultCollation)
	if matched || err != nil || time.Since(start) > 5*time.Second {
		t.Errorf("%v, %v after %s", matched, err, time.Since(start))
	}
}

func FuzzLike(f *testing.F) {
	f.Add("abc", "a%[b-c]", "!")
	f.Add("50%", "50!%", "!")
	f.Add("x", "[^", "")
	f.Fuzz(func(t *testing.T, s, pattern, escape string) {
		e, _ := utf8.DecodeRuneInString(escape)
		if escape == "" {
			e = 0
		}
		if len(s) > 300 || len(pattern) > 300 {
			return
		}
		if _, err := Like(s, pattern, e, DefaultCollation); err != nil && numberOf(err) != 506 {
			t.Errorf("%q LIKE %q: %v", s, pattern, err)
		}
		if literal, err := Like(s, escapeAll(s), '\\', DefaultCollation); err != nil || !literal {
			t.Errorf("%q does not match itself escaped: %v", s, err)
		}
	})
}

// escapeAll makes every character of s literal.
func escapeAll(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune('\\')
		b.WriteRune(r)
	}
	return b.String()
}
