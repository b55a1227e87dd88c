package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

func TestParseParams(t *testing.T) {
	got, err := ParseParams("@p1 int, @p2 AS nvarchar(50) OUTPUT, @p3 varbinary(max) OUT")
	if err != nil {
		t.Fatal(err)
	}
	want := []VarDecl{
		{Pos: Pos{Line: 1}, Name: "@p1", Type: value.IntT},
		{Pos: Pos{Line: 1}, Name: "@p2", Type: value.Type{Kind: value.NVarChar, Length: 50}, Output: true},
		{Pos: Pos{Line: 1}, Name: "@p3", Type: value.Type{Kind: value.VarBinary, Length: value.Max}, Output: true},
	}
	if shape(got) != shape(want) {
		t.Errorf("got %s\nwant %s", shape(got), shape(want))
	}
	if list, err := ParseParams("  "); err != nil || len(list) != 0 {
		t.Errorf("an empty list: %v, %v", list, err)
	}
}

func TestParseParamsRefuses(t *testing.T) {
	for text, number := range map[string]int32{
		"p1 int": 102, "@p1": 102, "@p1 int,": 102, "@p1 int @p2 int": 102, "@p1 int, @p2 nope": 2715,
		"@@p int": 102, "@p int)": 102,
	} {
		_, err := ParseParams(text)
		list := said(err)
		if len(list) == 0 || list[0].Number != number {
			t.Errorf("%q: %v, want %d", text, err, number)
		}
	}
}

func TestSplitName(t *testing.T) {
	for text, want := range map[string]Name{
		"backupset":              {Object: bare("backupset")},
		"[msdb].dbo.backupset":   {Database: quoted("msdb"), Schema: bare("dbo"), Object: bare("backupset")},
		"master..sysobjects":     {Database: bare("master"), Object: bare("sysobjects")},
		`srv.[a]]b]."c""d".e`:    {Server: bare("srv"), Database: quoted("a]b"), Schema: quoted(`c"d`), Object: bare("e")},
		" [we]]ird'n\"ame] ":     {Object: quoted(`we]ird'n"ame`)},
		"sys.sp_certificate_add": {Schema: bare("sys"), Object: bare("sp_certificate_add")},
	} {
		got, err := SplitName(text)
		if err != nil || shape(got) != shape(want) {
			t.Errorf("%q: %s, %v\nwant %s", text, shape(got), err, shape(want))
		}
	}
	for _, text := range []string{"", ".", "a.", "a b", "a.b.c.d.e", "[a", "select", "a;", "'a'"} {
		if n, err := SplitName(text); err == nil {
			t.Errorf("%q is the name %s", text, shape(n))
		}
	}
}
