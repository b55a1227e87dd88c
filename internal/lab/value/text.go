package value

import (
	"strings"
	"unicode/utf16"
)

// cp1252 are the characters of Windows code page 1252 in the range 0x80 to 0x9F; the rest
// of the page is Latin-1. Zero marks a hole, which keeps its byte.
var cp1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// cp1252Byte is the byte of a character in the code page.
func cp1252Byte(r rune) (byte, bool) {
	if r < 0x80 || r >= 0xA0 && r <= 0xFF {
		return byte(r), true
	}
	for i, c := range cp1252 {
		if c == r || c == 0 && r == rune(0x80+i) {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// cp1252Rune is the character of a byte.
func cp1252Rune(b byte) rune {
	if b >= 0x80 && b < 0xA0 && cp1252[b-0x80] != 0 {
		return cp1252[b-0x80]
	}
	return rune(b)
}

// EncodeCP1252 is the bytes a varchar of the default collation stores. A character the
// page lacks becomes its letter without accent, or a question mark.
func EncodeCP1252(s string) []byte {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		b, ok := cp1252Byte(r)
		if plain, has := accented[r]; !ok && has {
			b, ok = cp1252Byte(plain.base)
		}
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return out
}

// DecodeCP1252 is the inverse of EncodeCP1252.
func DecodeCP1252(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(cp1252Rune(c))
	}
	return s.String()
}

// encodeUTF16 is the bytes an nvarchar stores.
func encodeUTF16(s string) []byte {
	units := utf16.Encode([]rune(s))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// decodeUTF16 is the inverse of encodeUTF16; a last odd byte is the low half of a unit.
func decodeUTF16(b []byte) string {
	units := make([]uint16, 0, (len(b)+1)/2)
	for i := 0; i < len(b); i += 2 {
		u := uint16(b[i])
		if i+1 < len(b) {
			u |= uint16(b[i+1]) << 8
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// Units is the length of a string as LEN and the lengths of types count it: UTF-16 units.
// For the characters of a code page that is the number of bytes.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// fits tells whether a string fits into a type; blanks at its end may fall off.
func fits(s string, to Type) bool {
	return to.Length == Max || Units(strings.TrimRight(s, " ")) <= to.Length
}

// cut shortens a string to n units. Half a surrogate pair is dropped.
func cut(s string, n int) string {
	for i, r := range s {
		if n -= runeUnits(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

// shape makes a string a value of the type: in its code page, cut to its length, padded
// if the type has a fixed one.
func shape(s string, to Type) string {
	if to.Kind == Char || to.Kind == VarChar {
		s = narrowToPage(s)
	}
	if to.Length == Max || to.Kind == XML {
		return s
	}
	s = cut(s, to.Length)
	if to.Kind == Char || to.Kind == NChar {
		s += strings.Repeat(" ", to.Length-Units(s))
	}
	return s
}

// narrowToPage replaces what the code page lacks.
func narrowToPage(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return DecodeCP1252(EncodeCP1252(s))
		}
	}
	return s
}
