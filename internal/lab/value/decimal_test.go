package value

import (
	"errors"
	"math/big"
	"strings"
	"testing"
)

func dec(t testing.TB, s string) Dec {
	t.Helper()
	d, err := ParseDec(s)
	if err != nil {
		t.Fatalf("ParseDec(%q): %v", s, err)
	}
	return d
}

func TestParseDec(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "007": "7", "1.50": "1.50", "-1.50": "-1.50", "+3": "3", " 12 ": "12",
		".5": "0.5", "5.": "5", "-.05": "-0.05", "-0": "0", "0.000": "0.000",
		"99999999999999999999999999999999999999": "99999999999999999999999999999999999999",
	} {
		if got := dec(t, in).String(); got != want {
			t.Errorf("ParseDec(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestParseDecRefuses(t *testing.T) {
	for _, in := range []string{"", " ", ".", "-", "+-1", "1e5", "1,000", "0x10", "1.2.3", "abc", "1 2", "--1",
		"1." + strings.Repeat("0", 256), strings.Repeat("1", 8001)} {
		if d, err := ParseDec(in); !errors.Is(err, ErrDecSyntax) {
			t.Errorf("ParseDec(%.20q) = %v, %v", in, d, err)
		}
	}
}

func TestRescaleRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		in    string
		scale uint8
		round string
		cut   string
	}{
		{"1.5", 0, "2", "1"},
		{"-1.5", 0, "-2", "-1"},
		{"2.5", 0, "3", "2"},
		{"1.4999", 0, "1", "1"},
		{"1.005", 2, "1.01", "1.00"},
		{"1.5", 3, "1.500", "1.500"},
		{"-0.004", 2, "0.00", "0.00"},
		{"0.05", 1, "0.1", "0.0"},
	} {
		if got := dec(t, c.in).Rescale(c.scale).String(); got != c.round {
			t.Errorf("%s to scale %d = %s, want %s", c.in, c.scale, got, c.round)
		}
		if got := dec(t, c.in).Truncate(c.scale).String(); got != c.cut {
			t.Errorf("%s cut to scale %d = %s, want %s", c.in, c.scale, got, c.cut)
		}
	}
}

func TestDecMath(t *testing.T) {
	a, b := dec(t, "7.25"), dec(t, "-2.5")
	for got, want := range map[string]string{
		a.Add(b).String(): "4.75", a.Sub(b).String(): "9.75", a.Mul(b).String(): "-18.125",
		a.Div(b, 6).String(): "-2.900000", a.Mod(b).String(): "2.25", b.Mod(a).String(): "-2.50",
		dec(t, "2").Div(dec(t, "3"), 6).String(): "0.666666", a.Neg().String(): "-7.25",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestDecCompareIgnoresScale(t *testing.T) {
	if dec(t, "1.0").Cmp(dec(t, "1.000")) != 0 || dec(t, "-1").Cmp(dec(t, "0.5")) != -1 || dec(t, "10").Cmp(dec(t, "9.99")) != 1 {
		t.Error("order by value is wrong")
	}
}

func TestZeroDecIsUsable(t *testing.T) {
	var d Dec
	if d.String() != "0" || d.Sign() != 0 || d.Add(NewDec(5, 1)).String() != "0.5" || !d.Fits(1) || d.Float() != 0 {
		t.Error("the zero Dec does not act as 0")
	}
}

func TestFits(t *testing.T) {
	if !dec(t, "999.99").Fits(5) || dec(t, "1000.00").Fits(5) || dec(t, "-1000.00").Fits(5) {
		t.Error("999.99 has five digits, 1000.00 six")
	}
}

func TestDecIsNotChangedInPlace(t *testing.T) {
	d := Dec{Unscaled: big.NewInt(15), Scale: 1}
	d.Add(d)
	d.Rescale(0)
	d.Neg()
	d.Mod(NewDec(4, 0))
	if d.String() != "1.5" {
		t.Errorf("value became %s", d)
	}
}

func FuzzParseDec(f *testing.F) {
	for _, s := range []string{"1.5", "-0", "", "1e5", ".", "+.1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDec(s)
		if err != nil {
			return
		}
		again, err := ParseDec(d.String())
		if err != nil || again.Cmp(d) != 0 || again.Scale != d.Scale {
			t.Errorf("%q reads as %s, which reads as %s (%v)", s, d, again, err)
		}
	})
}
