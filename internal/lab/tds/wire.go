package tds

import (
	"encoding/binary"
	"unicode/utf16"
)

// cursor reads little-endian fields from one message. The first read past the end sets
// short and every later read gives zero values, so that decoders can check once at the
// end of a group of fields instead of after each one.
type cursor struct {
	data  []byte
	pos   int
	short bool
}

// left is the number of bytes not yet read.
func (c *cursor) left() int { return len(c.data) - c.pos }

// bytes returns the next n bytes without copying them.
func (c *cursor) bytes(n int) []byte {
	if c.short || n < 0 || n > c.left() {
		c.short = true
		return nil
	}
	b := c.data[c.pos : c.pos+n : c.pos+n]
	c.pos += n
	return b
}

func (c *cursor) u8() byte {
	if b := c.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if b := c.bytes(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (c *cursor) u64() uint64 {
	if b := c.bytes(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

// peek shows the next byte without reading it.
func (c *cursor) peek() (byte, bool) {
	if c.short || c.left() == 0 {
		return 0, false
	}
	return c.data[c.pos], true
}

// text reads n UTF-16 code units.
func (c *cursor) text(n int) string { return decodeUTF16(c.bytes(2 * n)) }

// byteText reads a B_VARCHAR: a count byte and that many UTF-16 code units.
func (c *cursor) byteText() string { return c.text(int(c.u8())) }

// shortText reads a US_VARCHAR: a 16-bit count and that many UTF-16 code units.
func (c *cursor) shortText() string { return c.text(int(c.u16())) }

// decodeUTF16 turns UTF-16LE into a string; an odd last byte is left out, the callers
// that must refuse it check the length first.
func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// appendUTF16 appends s as UTF-16LE.
func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if r1, r2 := utf16.EncodeRune(r); r1 != '\uFFFD' {
			b = put16(put16(b, uint16(r1)), uint16(r2))
			continue
		}
		b = put16(b, uint16(r))
	}
	return b
}

// clipUTF16 shortens s to at most limit UTF-16 code units without cutting a pair.
func clipUTF16(s string, limit int) string {
	n := 0
	for i, r := range s {
		n += utf16.RuneLen(r)
		if n > limit {
			return s[:i]
		}
	}
	return s
}

// countUTF16 is the length of s in UTF-16 code units.
func countUTF16(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// appendByteText appends a B_VARCHAR; what does not fit the count byte is cut off.
func appendByteText(b []byte, s string) []byte {
	s = clipUTF16(s, 255)
	return appendUTF16(append(b, byte(countUTF16(s))), s)
}

// appendShortText appends a US_VARCHAR of at most limit code units.
func appendShortText(b []byte, s string, limit int) []byte {
	s = clipUTF16(s, limit)
	return appendUTF16(put16(b, uint16(countUTF16(s))), s)
}

func put16(b []byte, v uint16) []byte { return binary.LittleEndian.AppendUint16(b, v) }
func put32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }
func put64(b []byte, v uint64) []byte { return binary.LittleEndian.AppendUint64(b, v) }

// putUint appends the size lowest bytes of v, least significant first.
func putUint(b []byte, v uint64, size int) []byte {
	for i := range size {
		b = append(b, byte(v>>(8*i)))
	}
	return b
}

// getUint reads up to eight bytes, least significant first.
func getUint(b []byte) uint64 {
	var v uint64
	for i, x := range b {
		v |= uint64(x) << (8 * i)
	}
	return v
}
