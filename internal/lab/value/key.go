package value

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"
)

// Key is a string that two values of type t share exactly when they are Equal: the key of
// GROUP BY, DISTINCT and hash joins. It does not keep the order.
func Key(v any, t Type, c Collation) string {
	switch x := v.(type) {
	case nil:
		return "\x00"
	case Var:
		return "v" + string(rune('0'+familyOf(x.Type.Kind))) + variantKey(x, c)
	case string:
		return "s" + stringKey(x, t, c)
	case []byte:
		return "b" + strings.TrimRight(string(x), "\x00")
	case float64:
		return "f" + floatKey(x)
	case time.Time:
		return "t" + timeKey(x)
	case GUID:
		return "g" + string(x[:])
	}
	return "n" + decKey(exact(v))
}

// variantKey drops what does not count inside a family: the type of an exact number.
func variantKey(v Var, c Collation) string {
	t := v.Type
	if familyOf(t.Kind) == familyString {
		t = NVarCharN(Max)
	}
	return Key(v.Value, t, c)
}

func stringKey(s string, t Type, c Collation) string {
	if c.binary {
		return strings.TrimRight(s, " ")
	}
	return string(c.sortKey(s, olderOrder(t, c)))
}

// decKey writes a number without the zeros of its scale.
func decKey(d Dec) string {
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// floatKey joins the two zeros.
func floatKey(f float64) string {
	if f == 0 {
		f = 0
	}
	return strconv.FormatUint(math.Float64bits(f), 16)
}

func timeKey(t time.Time) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(t.Unix()))
	return string(binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond())))
}
