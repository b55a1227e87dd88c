package facts

import "testing"

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]Version{
		"15.0.4312.2": {15, 0, 4312, 2},
		"16.0.1000":   {16, 0, 1000, 0},
		"17.0":        {17, 0, 0, 0},
	} {
		if got, err := ParseVersion(text); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, bad := range []string{"", "15", "a.b.c.d", "15.0.4312.2.9", "15.-1", "15..2"} {
		if v, err := ParseVersion(bad); err == nil {
			t.Errorf("%q became %v", bad, v)
		}
	}
}

func TestVersionsCompareAsNumbers(t *testing.T) {
	for _, c := range []struct {
		a, b Version
		want bool
	}{
		{Version{13, 0, 7000, 253}, Version{13, 0, 6500, 1}, true},
		{Version{15, 0, 4312, 2}, Version{15, 0, 4312, 2}, true},
		{Version{15, 0, 2180, 1}, Version{15, 0, 4312, 2}, false},
		{Version{9, 0, 0, 0}, Version{10, 0, 0, 0}, false}, // "9" > "10" as text
	} {
		if got := c.a.AtLeast(c.b); got != c.want {
			t.Errorf("%s at least %s: %v", c.a, c.b, got)
		}
	}
}
