package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"milink/internal/lab/value"
)

// bindFormat is FORMAT(x, pattern [, culture]) for numbers and dates.
//
// modelled: the invariant English culture only, and the patterns that scripts use: the
// standard ones C D E F G N P X d D t T s u and custom ones of 0 # , . % and date letters.
// A pattern beyond those gives NULL, as a bad one does on the server.
func bindFormat(c *callSite) *scalar {
	x := c.args[0]
	if !isNumber(x.typ.Kind) && !isDate(x.typ.Kind) && x.typ.Kind != value.Null {
		return c.invalidArgument(0)
	}
	return maybeNull(strict(value.NVarCharN(4000), []*scalar{x, c.str(1)}, func(v []any) (any, error) {
		pattern := v[1].(string)
		if t, ok := v[0].(time.Time); ok {
			return nullIfEmpty(formatDate(t, pattern)), nil
		}
		d, err := value.Convert(v[0], x.typ, value.NumericPS(38, 10), value.NoStyle)
		if err != nil {
			return nil, nil
		}
		return nullIfEmpty(formatNumber(d.(value.Dec), pattern)), nil
	}))
}

func nullIfEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// formatNumber knows the standard numeric formats, a letter and a number of digits.
func formatNumber(d value.Dec, pattern string) string {
	if pattern == "" {
		return trimZeros(d.String())
	}
	digits, err := strconv.Atoi(pattern[1:])
	if pattern[1:] != "" && (err != nil || digits < 0 || digits > 10) {
		return customNumber(d, pattern)
	}
	if pattern[1:] == "" {
		digits = 2
	}
	switch pattern[0] {
	case 'N', 'n':
		return grouped(d.Rescale(uint8(digits)).String())
	case 'F', 'f':
		return d.Rescale(uint8(digits)).String()
	case 'C', 'c':
		return currency(grouped(d.Rescale(uint8(digits)).String()))
	case 'P', 'p':
		return grouped(d.Mul(value.NewDec(100, 0)).Rescale(uint8(digits)).String()) + "%"
	case 'G', 'g':
		return trimZeros(d.String())
	}
	return integerFormat(d, pattern[0], pattern[1:])
}

// integerFormat knows D and X, which take whole numbers only.
func integerFormat(d value.Dec, letter byte, digits string) string {
	whole := d.Truncate(0)
	width, _ := strconv.Atoi(digits)
	switch letter {
	case 'D', 'd':
		text := strings.TrimPrefix(whole.String(), "-")
		text = strings.Repeat("0", max(width-len(text), 0)) + text
		if whole.Sign() < 0 {
			return "-" + text
		}
		return text
	case 'X', 'x':
		n, err := strconv.ParseInt(whole.String(), 10, 64)
		if err != nil {
			return ""
		}
		text := fmt.Sprintf("%0*x", width, uint32(n))
		if letter == 'X' {
			return strings.ToUpper(text)
		}
		return text
	}
	return customNumber(d, string(letter)+digits)
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// grouped puts commas between the thousands.
func grouped(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, point := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		return sign + whole + "." + fraction
	}
	return sign + whole
}

func currency(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "-$" + rest
	}
	return "$" + s
}

// customNumber knows patterns of 0, #, comma, point and percent, with literal text around.
func customNumber(d value.Dec, pattern string) string {
	first := strings.IndexAny(pattern, "0#")
	last := strings.LastIndexAny(pattern, "0#")
	if first < 0 || strings.ContainsAny(pattern, ";eE\\'\"") {
		return ""
	}
	core := pattern[first : last+1]
	if strings.Trim(core, "0#,.") != "" {
		return ""
	}
	if strings.Contains(pattern, "%") {
		d = d.Mul(value.NewDec(100, 0))
	}
	whole, fraction, _ := strings.Cut(core, ".")
	text := d.Rescale(uint8(min(len(fraction), 20))).String()
	text = fillPattern(text, strings.Count(whole, "0"), strings.LastIndex(fraction, "0")+1)
	if strings.Contains(whole, ",") {
		text = grouped(text)
	}
	return pattern[:first] + text + pattern[last+1:]
}

// fillPattern brings a number to its least digits before the point and cuts the zeros it
// need not show behind it.
func fillPattern(text string, least, fixed int) string {
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if whole == "0" && least == 0 {
		whole = ""
	}
	whole = strings.Repeat("0", max(least-len(whole), 0)) + whole
	for len(fraction) > fixed && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// standardDates are the one-letter date formats of the English culture.
var standardDates = map[string]string{
	"d": "M/d/yyyy", "D": "dddd, MMMM d, yyyy", "t": "h:mm tt", "T": "h:mm:ss tt",
	"g": "M/d/yyyy h:mm tt", "G": "M/d/yyyy h:mm:ss tt", "s": "yyyy-MM-ddTHH:mm:ss",
	"u": "yyyy-MM-dd HH:mm:ssZ", "M": "MMMM d", "m": "MMMM d", "Y": "MMMM yyyy", "y": "MMMM yyyy",
}

// dateWords are the letters of a custom date format, longest first, with Go's layout.
var dateWords = []struct{ word, layout string }{
	{"yyyy", "2006"}, {"yy", "06"}, {"MMMM", "January"}, {"MMM", "Jan"}, {"MM", "01"}, {"M", "1"},
	{"dddd", "Monday"}, {"ddd", "Mon"}, {"dd", "02"}, {"d", "2"}, {"HH", "15"}, {"hh", "03"}, {"h", "3"},
	{"mm", "04"}, {"m", "4"}, {"ss", "05"}, {"s", "5"}, {"tt", "PM"}, {"zzz", "-07:00"},
}

// formatDate writes a date by a .NET pattern.
func formatDate(t time.Time, pattern string) string {
	if custom, ok := standardDates[pattern]; ok {
		pattern = custom
	}
	var w strings.Builder
	for pattern != "" {
		text, rest := dateWord(t, pattern)
		w.WriteString(text)
		pattern = rest
	}
	return w.String()
}

// dateWord writes the first element of a pattern.
func dateWord(t time.Time, p string) (string, string) {
	switch {
	case p[0] == '\'' || p[0] == '"':
		text, rest, _ := strings.Cut(p[1:], p[:1])
		return text, rest
	case p[0] == '\\' && len(p) > 1:
		return p[1:2], p[2:]
	case p[0] == 'f':
		n := len(p) - len(strings.TrimLeft(p, "f"))
		return fmt.Sprintf("%09d", t.Nanosecond())[:min(n, 9)], p[n:]
	case p[0] == 'H' && !strings.HasPrefix(p, "HH"):
		return strconv.Itoa(t.Hour()), p[1:]
	}
	for _, d := range dateWords {
		if rest, ok := strings.CutPrefix(p, d.word); ok {
			return t.Format(d.layout), rest
		}
	}
	return p[:1], p[1:]
}
