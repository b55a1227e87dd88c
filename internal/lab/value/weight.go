package value

import (
	"encoding/binary"
	"strings"
	"unicode"
)

// Strings sort by levels, the way SQL Server's collations do: first the letters, then the
// accents, then the case (where the collation minds it). sortKey writes the levels behind
// each other, so that comparing two keys byte by byte compares the strings, and equal
// strings have equal keys. The order of scripts other than Latin is by code point.
//
// modelled: the exact weight tables of Windows are not public; punctuation before digits
// before letters, accents after the plain letter and lower before upper case are.

// weight is what one character adds to the levels.
type weight struct {
	primary uint32 // 0: the character only adds to later levels
	accent  byte
	upper   bool
	minor   bool // hyphen and apostrophe of the word sort: count only when all else is equal
}

const (
	classPunctuation = 1 << 24
	classDigit       = 2 << 24
	classLetter      = 3 << 24
)

// windowsPunctuation and sqlPunctuation are the orders of ASCII punctuation: of nvarchar
// and the Windows collations, and of varchar under a SQL_ collation.
const (
	windowsPunctuation = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
	sqlPunctuation     = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)

// weigh gives the weight of a character. older selects the order of varchar under a SQL_
// collation.
func (c Collation) weigh(r rune, older bool) weight {
	if !c.widthMatters {
		r = narrow(r)
	}
	if !c.kanaMatters && r >= 0x30A1 && r <= 0x30F6 {
		r -= 0x60 // katakana to hiragana
	}
	if mark, ok := combining[r]; ok {
		return weight{accent: mark}
	}
	lower := c.lower(r)
	w := weight{upper: lower != r}
	if plain, ok := accented[lower]; ok {
		lower, w.accent = plain.base, plain.mark
	}
	w.primary = primary(lower, older)
	w.minor = !older && (r == '-' || r == '\'')
	return w
}

// primary places a lower-case character in the first level.
func primary(r rune, older bool) uint32 {
	order := windowsPunctuation
	if older {
		order = sqlPunctuation
	}
	switch {
	case r < 0x80 && strings.IndexByte(order, byte(r)) >= 0:
		return classPunctuation | uint32(strings.IndexByte(order, byte(r)))<<8
	case unicode.IsDigit(r):
		return classDigit | uint32(r)
	case unicode.IsLetter(r):
		return classLetter | uint32(r)
	}
	return classPunctuation | 0x10000 + uint32(r)
}

// lower folds case; the Turkish collations have their own two letters i.
func (c Collation) lower(r rune) rune {
	switch {
	case c.turkish && r == 'I':
		return 'ı'
	case c.turkish && r == 'İ':
		return 'i'
	case r == 'İ':
		return r // its own letter here: an i with an accent, see accented
	}
	return unicode.ToLower(r)
}

// narrow folds full-width forms.
func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000:
		return ' '
	}
	return r
}

// sortKey is the string as bytes that compare as the collation wants. Trailing blanks do
// not count.
func (c Collation) sortKey(s string, older bool) []byte {
	s = strings.TrimRight(s, " ")
	first := make([]byte, 0, 4*len(s)+8)
	var accents, cases, minors []byte
	for _, r := range s {
		w := c.weigh(r, older)
		switch {
		case w.minor:
			minors = binary.BigEndian.AppendUint16(minors, uint16(min(len(cases), 0xFFFF)))
			minors = append(minors, byte(r))
		case w.primary == 0 && len(accents) > 0:
			accents[len(accents)-1] += w.accent
		case w.primary != 0:
			first = binary.BigEndian.AppendUint32(first, w.primary)
			accents = append(accents, 1+w.accent)
			cases = append(cases, caseByte(w.upper))
		}
	}
	key := append(first, 0, 0, 0, 0)
	if !c.accentsIgnored {
		key = append(append(key, accents...), 0)
	}
	if c.caseMatters {
		key = append(append(key, cases...), 0)
	}
	return append(key, minors...)
}

func caseByte(upper bool) byte {
	if upper {
		return 2
	}
	return 1
}
