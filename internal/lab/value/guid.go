package value

import (
	"encoding/hex"
	"strings"
)

// String prints the GUID in upper case with hyphens, as SQL Server does.
func (g GUID) String() string {
	s := strings.ToUpper(hex.EncodeToString(g[:]))
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// guidChars is the length of a printed GUID.
const guidChars = 36

// ParseGUID reads a GUID with hyphens, in braces or not; text behind it does not count,
// because SQL Server cuts the string off there.
func ParseGUID(s string) (GUID, bool) {
	s = strings.TrimLeft(s, " ")
	if strings.HasPrefix(s, "{") {
		if len(s) < guidChars+2 || s[guidChars+1] != '}' {
			return GUID{}, false
		}
		s = s[1:]
	}
	if len(s) < guidChars || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return GUID{}, false
	}
	digits := s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:guidChars]
	var g GUID
	_, err := hex.Decode(g[:], []byte(digits))
	return g, err == nil
}

// storageOrder is where the bytes of a printed GUID stand in its binary form: the first
// three groups are stored with their low byte first.
var storageOrder = [16]int{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15}

// Bytes is the binary form of the GUID, which CAST to binary(16) shows and the wire sends.
func (g GUID) Bytes() []byte {
	b := make([]byte, 16)
	for i, from := range storageOrder {
		b[i] = g[from]
	}
	return b
}

// GUIDFromBytes is the inverse of Bytes; missing bytes are zero, surplus ones are cut off.
func GUIDFromBytes(b []byte) GUID {
	var g GUID
	for i, to := range storageOrder {
		if i < len(b) {
			g[to] = b[i]
		}
	}
	return g
}
