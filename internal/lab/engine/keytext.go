package engine

import (
	"strconv"
	"strings"

	"milink/internal/lab/value"
)

// keyText builds one key out of several values. Each part carries its length, so that
// ('a','bc') and ('ab','c') differ.
type keyText struct{ w strings.Builder }

func (k *keyText) add(v any, t value.Type, c value.Collation) {
	part := value.Key(v, t, c)
	k.w.WriteString(strconv.Itoa(len(part)))
	k.w.WriteByte(':')
	k.w.WriteString(part)
}

// String is the key.
func (k *keyText) String() string { return k.w.String() }
