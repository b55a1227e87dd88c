package value

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"milink/internal/lab/message"
)

// toBit is false for zero and true for any other number; strings say true, false or a
// number.
func toBit(v any, from Type) (any, error) {
	switch x := v.(type) {
	case bool:
		return x, nil
	case float64:
		return x != 0, nil
	case string:
		return bitOfString(x, from)
	case []byte:
		return bitOfBytes(x), nil
	case time.Time:
		days, ticks := datetimeParts(x)
		return days != 0 || ticks != 0, nil
	}
	return exact(v).Sign() != 0, nil
}

func bitOfString(s string, from Type) (any, error) {
	trimmed := strings.Trim(s, " ")
	switch {
	case strings.EqualFold(trimmed, "true"):
		return true, nil
	case strings.EqualFold(trimmed, "false") || trimmed == "":
		return false, nil
	}
	digits := strings.TrimLeft(trimmed, "+-")
	if !allDigits(digits) || len(trimmed)-len(digits) > 1 {
		return nil, message.New(245, from.Word(), s, "bit")
	}
	return strings.Trim(digits, "0") != "", nil
}

// bitOfBytes looks at the last byte only, as the narrowing of binary to a number does.
func bitOfBytes(b []byte) bool { return len(b) > 0 && b[len(b)-1] != 0 }

// integerRange is the smallest and largest value of an integer type.
func integerRange(k Kind) (low, high int64) {
	switch k {
	case TinyInt:
		return 0, math.MaxUint8
	case SmallInt:
		return math.MinInt16, math.MaxInt16
	case Int:
		return math.MinInt32, math.MaxInt32
	}
	return math.MinInt64, math.MaxInt64
}

func inRange(n int64, k Kind) bool {
	low, high := integerRange(k)
	return n >= low && n <= high
}

// toInteger cuts fractions of decimals and floats off, but rounds money and dates.
func toInteger(v any, from, to Type) (any, error) {
	switch x := v.(type) {
	case bool:
		return intOf(x), nil
	case int64:
		return narrowInteger(x, from, to)
	case string:
		return integerOfString(x, from, to)
	case float64:
		return integerOfFloat(x, to)
	case []byte:
		return integerOfBytes(x, to), nil
	case time.Time:
		return narrowInteger(roundedDays(x), from, to)
	case Dec:
		whole := x.Truncate(0)
		if isMoney(from.Kind) {
			whole = x.Rescale(0)
		}
		if !whole.units().IsInt64() {
			return nil, overflow("expression", to)
		}
		return narrowInteger(whole.units().Int64(), from, to)
	}
	return nil, mismatch(from, to)
}

// narrowInteger checks the range. The small types name the value (220), the large ones do
// not (8115).
func narrowInteger(n int64, from, to Type) (any, error) {
	switch {
	case inRange(n, to.Kind):
		return n, nil
	case isInteger(from.Kind) && from.Kind != BigInt:
		return nil, message.New(220, to.Word(), n)
	}
	return nil, overflow("expression", to)
}

// integerOfString takes blanks around, a sign and digits. Nothing, or a sign alone, is 0.
func integerOfString(s string, from, to Type) (any, error) {
	text := strings.Trim(s, " \t\r\n")
	digits := text
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		digits = strings.TrimLeft(text[1:], " ")
	}
	if !allDigits(digits) {
		if to.Kind == BigInt {
			return nil, message.New(8114, from.Word(), to.Word())
		}
		return nil, message.New(245, from.Word(), s, to.Word())
	}
	if digits == "" {
		return int64(0), nil
	}
	if strings.HasPrefix(text, "-") {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || !inRange(n, to.Kind) {
		return nil, stringTooLarge(s, from, to)
	}
	return n, nil
}

// stringTooLarge is the overflow of a string, which each integer type words its own way.
func stringTooLarge(s string, from, to Type) error {
	switch to.Kind {
	case TinyInt:
		return message.New(244, from.Word(), s, "INT1")
	case SmallInt:
		return message.New(244, from.Word(), s, "INT2")
	case Int:
		return message.New(248, from.Word(), s)
	}
	return overflow("expression", to)
}

func integerOfFloat(f float64, to Type) (any, error) {
	f = math.Trunc(f)
	low, high := integerRange(to.Kind)
	if !(f >= float64(low) && f <= float64(high)) || f == 1<<63 {
		return nil, message.New(232, to.Word(), strconv.FormatFloat(f, 'f', 6, 64))
	}
	return int64(f), nil
}

// integerOfBytes takes the last bytes, high byte first.
func integerOfBytes(b []byte, to Type) int64 {
	size := integerSizes[to.Kind]
	var all [8]byte
	b = b[max(0, len(b)-size):]
	copy(all[8-len(b):], b)
	n := binary.BigEndian.Uint64(all[:])
	switch to.Kind {
	case TinyInt:
		return int64(uint8(n))
	case SmallInt:
		return int64(int16(n))
	case Int:
		return int64(int32(n))
	}
	return int64(n)
}

// toDecimal rounds to the scale and checks the precision.
func toDecimal(v any, from, to Type) (any, error) {
	switch x := v.(type) {
	case string:
		d, err := ParseDec(x)
		if err != nil {
			return nil, message.New(8114, from.Word(), to.Word())
		}
		return fitInto(d, from, to)
	case float64:
		return fitInto(decOfFloat(x), from, to)
	case time.Time:
		return fitInto(daysAsDec(x, to.Scale), from, to)
	case []byte:
		return decimalOfBytes(x, from, to)
	}
	return fitInto(exact(v), from, to)
}

// fitInto rounds a number into a decimal type.
func fitInto(d Dec, from, to Type) (any, error) {
	d = d.Rescale(to.Scale)
	if !d.Fits(to.Precision) {
		return nil, overflow(from.Word(), to)
	}
	return d, nil
}

// decOfFloat takes the 17 digits that tell floats apart.
func decOfFloat(f float64) Dec {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if d, err := ParseDec(text); err == nil {
		return d
	}
	whole, _ := big.NewFloat(math.Trunc(f)).Int(nil)
	return Dec{Unscaled: whole} // more than 255 digits behind the point: the fraction is 0
}

// decimalOfBytes reads the inner form of a decimal, see decimalBytes.
func decimalOfBytes(b []byte, from, to Type) (any, error) {
	if len(b) < 8 || b[0] > MaxPrecision || b[1] > b[0] || b[3] > 1 {
		return nil, message.New(8114, from.Word(), to.Word())
	}
	magnitude := make([]byte, 0, len(b))
	for i := len(b) - 1; i >= 4; i-- {
		magnitude = append(magnitude, b[i])
	}
	d := Dec{Unscaled: new(big.Int).SetBytes(magnitude), Scale: b[1]}
	if b[3] == 0 {
		d = d.Neg()
	}
	return fitInto(d, from, to)
}

// toFloat makes a float; real keeps the precision of four bytes.
func toFloat(v any, from, to Type) (any, error) {
	var f float64
	switch x := v.(type) {
	case float64:
		f = x
	case string:
		parsed, ok := parseFloat(x)
		if !ok {
			return nil, message.New(8114, from.Word(), to.Word())
		}
		f = parsed
	case time.Time:
		f = daysAsFloat(x)
	default:
		f = exact(v).Float()
	}
	if math.IsInf(f, 0) || to.Kind == Real && math.Abs(f) > math.MaxFloat32 {
		return nil, overflow("expression", to)
	}
	if to.Kind == Real {
		f = float64(float32(f))
	}
	return f, nil
}

// parseFloat takes blanks around, and nothing at all as 0. Hexadecimal, underscores, inf
// and nan are Go's, not SQL Server's.
func parseFloat(s string) (float64, bool) {
	s = strings.Trim(s, " \t\r\n")
	if s == "" {
		return 0, true
	}
	if strings.Trim(s, "0123456789.eE+-") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil || math.IsInf(f, 0)
}
