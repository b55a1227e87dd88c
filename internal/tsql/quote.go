package tsql

import (
	"encoding/hex"
	"strings"
)

// Ident quotes the name of an object: we]ird becomes [we]]ird]. It is the only way a name
// enters a statement.
func Ident(name string) string {
	return "[" + strings.ReplaceAll(name, "]", "]]") + "]"
}

// Literal quotes a text as a Unicode string constant, every apostrophe doubled. It is the
// only way a value enters a statement, because most statements here take no parameters.
func Literal(s string) string {
	return "N'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// Binary writes bytes as a binary constant: 0xCAFE. No bytes are 0x, which is valid.
func Binary(b []byte) string {
	return "0x" + strings.ToUpper(hex.EncodeToString(b))
}
