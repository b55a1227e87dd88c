package value

import (
	"bytes"
	"cmp"
	"strings"
	"time"
)

// Compare orders two values of type t: -1, 0 or 1. NULL comes before everything and equals
// NULL, as in ORDER BY and GROUP BY; the unknown of a WHERE clause is the caller's.
func Compare(a, b any, t Type, c Collation) int {
	if a == nil || b == nil {
		return compareBool(a != nil, b != nil)
	}
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return compareStrings(x, y, t, c)
		}
	case []byte:
		if y, ok := b.([]byte); ok {
			return compareBytes(x, y)
		}
	case bool:
		if y, ok := b.(bool); ok {
			return compareBool(x, y)
		}
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			return cmp.Compare(x, y)
		}
	case Dec:
		if y, ok := b.(Dec); ok {
			return x.Cmp(y)
		}
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Compare(y)
		}
	case GUID:
		if y, ok := b.(GUID); ok {
			return x.compare(y)
		}
	}
	return compareVariants(asVar(a, t), asVar(b, t), c)
}

// Equal tells whether two values of type t are the same to SQL Server; NULL equals NULL
// here, see Compare.
func Equal(a, b any, t Type, c Collation) bool { return Compare(a, b, t, c) == 0 }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareBytes takes a shorter value as padded with zero bytes.
func compareBytes(a, b []byte) int {
	return bytes.Compare(bytes.TrimRight(a, "\x00"), bytes.TrimRight(b, "\x00"))
}

// compareStrings takes a shorter string as padded with blanks.
func compareStrings(a, b string, t Type, c Collation) int {
	if a == b {
		return 0
	}
	if c.binary {
		return comparePadded(a, b)
	}
	older := olderOrder(t, c)
	return bytes.Compare(c.sortKey(a, older), c.sortKey(b, older))
}

// olderOrder tells whether strings of the type follow the SQL_ order of varchar.
func olderOrder(t Type, c Collation) bool {
	return (t.Kind == Char || t.Kind == VarChar) && !c.windowsSorts()
}

// comparePadded compares code points. UTF-8 keeps their order.
func comparePadded(a, b string) int {
	a, b = strings.TrimRight(a, " "), strings.TrimRight(b, " ")
	n := max(len(a), len(b))
	for i := range n {
		if d := cmp.Compare(byteOrBlank(a, i), byteOrBlank(b, i)); d != 0 {
			return d
		}
	}
	return 0
}

func byteOrBlank(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return ' '
}

// guidOrder is the order in which SQL Server looks at the bytes of a printed
// uniqueidentifier: the last group first, the first groups from their end.
var guidOrder = [16]int{10, 11, 12, 13, 14, 15, 8, 9, 7, 6, 5, 4, 3, 2, 1, 0}

func (g GUID) compare(o GUID) int {
	for _, i := range guidOrder {
		if d := cmp.Compare(g[i], o[i]); d != 0 {
			return d
		}
	}
	return 0
}
