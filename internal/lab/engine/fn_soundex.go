package engine

import (
	"strings"

	"milink/internal/lab/value"
)

// soundCodes are the digits of the letters A to Z; 0 is a vowel and separates equal codes, a
// dash is a letter that does not.
const soundCodes = "0123012-02245501262301-202"

// soundex is the four-character code of how an English word sounds.
func soundex(s string) string {
	var out []byte
	var last byte
	for _, r := range strings.ToUpper(s) {
		if r < 'A' || r > 'Z' {
			break
		}
		code := soundCodes[r-'A']
		switch {
		case len(out) == 0:
			out = append(out, byte(r))
		case code == '-':
			continue
		case code != '0' && code != last:
			out = append(out, code)
		}
		last = code
	}
	return (string(out) + "0000")[:4]
}

func bindSoundex(c *callSite) *scalar {
	return strict(value.VarCharN(5), []*scalar{c.str(0)}, func(v []any) (any, error) {
		return soundex(v[0].(string)), nil
	})
}

// bindDifference is how many characters of two codes agree.
func bindDifference(c *callSite) *scalar {
	return strict(value.IntT, []*scalar{c.str(0), c.str(1)}, func(v []any) (any, error) {
		a, b := soundex(v[0].(string)), soundex(v[1].(string))
		same := int64(0)
		for i := range a {
			if a[i] == b[i] {
				same++
			}
		}
		return same, nil
	})
}
