package value

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"milink/internal/lab/message"
)

// toBinary shows a value's bytes as SQL Server stores them: characters in their code page,
// numbers with the high byte first.
func toBinary(v any, from, to Type, style int) (any, error) {
	switch x := v.(type) {
	case []byte:
		return fixLeft(x, to), nil
	case string:
		return bytesOfString(x, from, to, style)
	case bool:
		return fixRight([]byte{byte(intOf(x))}, to), nil
	case int64:
		return fixRight(integerBytes(x, from.Kind), to), nil
	case float64:
		return fixRight(floatBytes(x, from.Kind), to), nil
	case Dec:
		if isMoney(from.Kind) {
			return fixRight(moneyBytes(x, from.Kind), to), nil
		}
		return fixLeft(decimalBytes(x, from.Precision), to), nil
	case GUID:
		return fixLeft(x.Bytes(), to), nil
	case time.Time:
		return dateBytes(x, from, to)
	}
	return nil, mismatch(from, to)
}

// fixLeft keeps the first bytes; binary(n) is filled with zeros behind them.
func fixLeft(b []byte, to Type) []byte {
	if to.Length == Max {
		return b
	}
	n := min(len(b), to.Length)
	if to.Kind == VarBinary {
		return b[:n:n]
	}
	out := make([]byte, to.Length)
	copy(out, b)
	return out
}

// fixRight keeps the last bytes of a number; binary(n) is filled with zeros before them.
func fixRight(b []byte, to Type) []byte {
	if to.Length == Max {
		return b
	}
	b = b[max(0, len(b)-to.Length):]
	if to.Kind == VarBinary {
		return b
	}
	return append(make([]byte, to.Length-len(b), to.Length), b...)
}

// bytesOfString takes characters as bytes (style 0) or reads hex digits: with 0x in
// style 1, without in style 2.
func bytesOfString(s string, from, to Type, style int) (any, error) {
	switch {
	case style == 1 || style == 2:
		b, ok := parseHex(s, style)
		if !ok {
			return nil, message.New(8114, from.Word(), to.Word())
		}
		return fixLeft(b, to), nil
	case isUnicode(from.Kind) || from.Kind == XML:
		return fixLeft(encodeUTF16(s), to), nil
	}
	return fixLeft(EncodeCP1252(s), to), nil
}

// parseHex reads hex digits; their number must be even.
func parseHex(s string, style int) ([]byte, bool) {
	if style == 1 {
		if !strings.HasPrefix(s, "0x") && !strings.HasPrefix(s, "0X") {
			return nil, false
		}
		s = s[2:]
	}
	b, err := hex.DecodeString(strings.TrimRight(s, " "))
	return b, err == nil
}

// integerSizes are the bytes of the integer types.
var integerSizes = map[Kind]int{TinyInt: 1, SmallInt: 2, Int: 4, BigInt: 8}

func integerBytes(n int64, kind Kind) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))[8-integerSizes[kind]:]
}

func floatBytes(f float64, kind Kind) []byte {
	if kind == Real {
		return binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(f)))
	}
	return binary.BigEndian.AppendUint64(nil, math.Float64bits(f))
}

func moneyBytes(d Dec, kind Kind) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(d.Rescale(4).units().Int64()))
	if kind == SmallMoney {
		return b[4:]
	}
	return b
}

// decimalBytes is the inner form of a decimal: precision, scale, a zero, the sign, and the
// digits in words of four bytes, low byte first.
func decimalBytes(d Dec, precision uint8) []byte {
	sign := byte(1)
	if d.Sign() < 0 {
		sign = 0
	}
	magnitude := d.units().Bytes()
	size := max(4, (len(magnitude)+3)/4*4)
	out := make([]byte, 4+size)
	out[0], out[1], out[3] = precision, d.Scale, sign
	for i, b := range magnitude {
		out[4+len(magnitude)-1-i] = b
	}
	return out
}

// dateBytes is the inner form of a date type.
func dateBytes(t time.Time, from, to Type) (any, error) {
	switch from.Kind {
	case DateTime:
		days, ticks := datetimeParts(t)
		b := binary.BigEndian.AppendUint32(nil, uint32(int32(days)))
		return fixRight(binary.BigEndian.AppendUint32(b, uint32(ticks)), to), nil
	case SmallDateTime:
		days, ticks := datetimeParts(t)
		b := binary.BigEndian.AppendUint16(nil, uint16(days))
		return fixRight(binary.BigEndian.AppendUint16(b, uint16(ticks/(300*60))), to), nil
	case Date:
		return fixLeft(dayBytes(t), to), nil
	case Time:
		return fixLeft(append([]byte{from.Scale}, clockBytes(t, from.Scale)...), to), nil
	case DateTimeOffset:
		_, offset := t.Zone()
		utc := t.UTC()
		b := append([]byte{from.Scale}, clockBytes(utc, from.Scale)...)
		b = append(b, dayBytes(utc)...)
		return fixLeft(binary.LittleEndian.AppendUint16(b, uint16(int16(offset/60))), to), nil
	}
	b := append([]byte{from.Scale}, clockBytes(t, from.Scale)...)
	return fixLeft(append(b, dayBytes(t)...), to), nil
}

// dayBytes is the days since 0001-01-01, low byte first.
func dayBytes(t time.Time) []byte {
	days := daysBetween(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), t)
	return []byte{byte(days), byte(days >> 8), byte(days >> 16)}
}

// clockBytes is the time of day in units of the scale, low byte first; it takes three
// bytes up to scale 2, four up to 4, five above.
func clockBytes(t time.Time, scale uint8) []byte {
	units := sinceMidnight(t) / int64(math.Pow10(9-int(scale)))
	size := 3 + int(scale+1)/2 - 1
	if scale < 3 {
		size = 3
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(units))[:min(size, 5)]
}
