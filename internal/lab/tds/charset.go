package tds

import "strings"

// Collation is a collation as the wire names it: locale, flags and sort order.
type Collation struct {
	Name string
	Wire [5]byte
}

// DefaultCollation is the one a SQL Server set up for US English has.
var DefaultCollation = Collation{Name: "SQL_Latin1_General_CP1_CI_AS", Wire: [5]byte{0x09, 0x04, 0xD0, 0x00, 0x34}}

// collationUTF8 is the flag that makes varchar UTF-8 (SQL Server 2019 and later).
const collationUTF8 = 0x04 // in the fourth byte

func isUTF8(collation [5]byte) bool { return collation[3]&collationUTF8 != 0 }

// cp1252 are the characters of 0x80 to 0x9F in Windows code page 1252; the five it does
// not define stand for themselves, as Windows has it.
//
// modelled: every collation that is not UTF-8 uses this code page.
var cp1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// append1252 appends text in code page 1252. What it cannot say becomes a question mark.
func append1252(b []byte, s string) []byte {
	for _, r := range s {
		b = append(b, to1252(r))
	}
	return b
}

func to1252(r rune) byte {
	if r < 0x80 || r >= 0xA0 && r <= 0xFF {
		return byte(r)
	}
	for i, c := range cp1252 {
		if c == r {
			return byte(0x80 + i)
		}
	}
	return '?'
}

func decode1252(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, x := range b {
		if x >= 0x80 && x < 0xA0 {
			s.WriteRune(cp1252[x-0x80])
		} else {
			s.WriteRune(rune(x))
		}
	}
	return s.String()
}
