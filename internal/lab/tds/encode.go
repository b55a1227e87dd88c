package tds

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"time"

	"milink/internal/lab/value"
)

// encoder puts values on the wire for one session: its version and collation.
type encoder struct {
	proto     protocol
	collation [5]byte
}

// appendValue appends one value of a row or a return value.
func (e encoder) appendValue(b []byte, w wireType, v any) ([]byte, error) {
	if v == nil {
		return appendNull(b, w)
	}
	if w.from.Kind != w.t.Kind { // a time type for an old client
		t, ok := v.(time.Time)
		if !ok {
			return b, mismatch(w.from, v)
		}
		v = timeText(w.from, t)
	}
	switch w.form {
	case formFixed:
		return e.appendData(b, w.t, v)
	case formPLP:
		return e.appendChunks(b, w.t, v)
	case formLOB:
		return e.appendOldLOB(b, w.t, v)
	case formVariant:
		return e.appendVariant(b, v)
	}
	return e.appendCounted(b, w, v)
}

// appendNull appends NULL. A column announced as never NULL has no way to say it, so that
// a mistake of the engine ends the connection instead of shifting every later byte.
func appendNull(b []byte, w wireType) ([]byte, error) {
	switch w.form {
	case formFixed:
		return b, fmt.Errorf("NULL in a column of %s that is not nullable", w.t)
	case formShort:
		return put16(b, shortNull), nil
	case formPLP:
		return put64(b, math.MaxUint64), nil
	case formVariant:
		return put32(b, 0), nil
	}
	return append(b, 0), nil // formByte, and formLOB without a text pointer
}

// appendCounted appends a value behind a length of one or two bytes.
func (e encoder) appendCounted(b []byte, w wireType, v any) ([]byte, error) {
	width := 1
	if w.form == formShort {
		width = 2
	}
	start := len(b) + width
	b, err := e.appendData(append(b, make([]byte, width)...), w.t, v)
	if err != nil {
		return b, err
	}
	n := len(b) - start
	if n > w.size {
		return b, fmt.Errorf("value of %d bytes in a column of %s", n, w.t)
	}
	if width == 1 {
		b[start-1] = byte(n)
	} else {
		binary.LittleEndian.PutUint16(b[start-2:], uint16(n))
	}
	return b, nil
}

// appendChunks appends a (max) value: its length, one chunk, the end.
func (e encoder) appendChunks(b []byte, t value.Type, v any) ([]byte, error) {
	start := len(b) + 12
	b, err := e.appendData(append(b, make([]byte, 12)...), t, v)
	if err != nil {
		return b, err
	}
	n := len(b) - start
	binary.LittleEndian.PutUint64(b[start-12:], uint64(n))
	if n == 0 { // the place of the chunk's length serves as the end
		return b, nil
	}
	binary.LittleEndian.PutUint32(b[start-4:], uint32(n))
	return put32(b, 0), nil
}

// appendOldLOB appends a text, ntext or image value. Its text pointer and timestamp are
// only good for READTEXT, which the lab does not have.
func (e encoder) appendOldLOB(b []byte, t value.Type, v any) ([]byte, error) {
	b = append(append(b, 16), make([]byte, 16+8)...)
	start := len(b) + 4
	b, err := e.appendData(append(b, 0, 0, 0, 0), t, v)
	if err != nil {
		return b, err
	}
	binary.LittleEndian.PutUint32(b[start-4:], uint32(len(b)-start))
	return b, nil
}

// mismatch is a value whose Go type does not follow package value's rules.
func mismatch(t value.Type, v any) error { return fmt.Errorf("a %T is no value of %s", v, t) }

// appendData appends the bytes of a value that is not NULL, without any length.
func (e encoder) appendData(b []byte, t value.Type, v any) ([]byte, error) {
	switch x := v.(type) {
	case bool:
		if t.Kind == value.Bit {
			return append(b, boolByte(x)), nil
		}
	case int64:
		return appendInt(b, t, x)
	case float64:
		return appendFloat(b, t, x)
	case value.Dec:
		return appendDec(b, t, x)
	case string:
		return e.appendString(b, t, x)
	case []byte:
		if t.Kind == value.Binary || t.Kind == value.VarBinary || t.Kind == value.Timestamp {
			return append(b, x...), nil
		}
	case time.Time:
		return appendTime(b, t, x)
	case value.GUID:
		if t.Kind == value.UniqueIdentifier {
			return appendGUID(b, x), nil
		}
	}
	return b, mismatch(t, v)
}

func boolByte(x bool) byte {
	if x {
		return 1
	}
	return 0
}

// intRanges are the values each integer type can hold, and its size.
var intRanges = map[value.Kind]struct {
	low, high int64
	size      int
}{
	value.TinyInt:  {0, math.MaxUint8, 1},
	value.SmallInt: {math.MinInt16, math.MaxInt16, 2},
	value.Int:      {math.MinInt32, math.MaxInt32, 4},
	value.BigInt:   {math.MinInt64, math.MaxInt64, 8},
}

func appendInt(b []byte, t value.Type, x int64) ([]byte, error) {
	r, ok := intRanges[t.Kind]
	if !ok {
		return b, mismatch(t, x)
	}
	if x < r.low || x > r.high {
		return b, fmt.Errorf("%d is out of the range of %s", x, t)
	}
	return putUint(b, uint64(x), r.size), nil
}

func appendFloat(b []byte, t value.Type, x float64) ([]byte, error) {
	switch t.Kind {
	case value.Real:
		return put32(b, math.Float32bits(float32(x))), nil
	case value.Float:
		return put64(b, math.Float64bits(x)), nil
	}
	return b, mismatch(t, x)
}

// appendDec appends a decimal as sign and magnitude, money as a whole number of
// ten-thousandths. Digits that the type cannot hold are refused, never rounded away.
func appendDec(b []byte, t value.Type, x value.Dec) ([]byte, error) {
	scale := t.Scale
	if t.Kind == value.Money || t.Kind == value.SmallMoney {
		scale = 4
	}
	scaled := x.Rescale(scale)
	if scaled.Cmp(x) != 0 {
		return b, fmt.Errorf("%s does not fit the scale of %s", x, t)
	}
	units := scaled.Unscaled
	if units == nil {
		units = new(big.Int)
	}
	switch t.Kind {
	case value.Decimal:
		return appendDecimal(b, t, scaled, units)
	case value.Money:
		if units.IsInt64() {
			u := uint64(units.Int64()) // the high half comes first
			return put32(put32(b, uint32(u>>32)), uint32(u)), nil
		}
	case value.SmallMoney:
		if units.IsInt64() && units.Int64() == int64(int32(units.Int64())) {
			return put32(b, uint32(units.Int64())), nil
		}
	default:
		return b, mismatch(t, x)
	}
	return b, fmt.Errorf("%s is out of the range of %s", x, t)
}

func appendDecimal(b []byte, t value.Type, x value.Dec, units *big.Int) ([]byte, error) {
	if !x.Fits(t.Precision) {
		return b, fmt.Errorf("%s is out of the range of %s", x, t)
	}
	digits := units.FillBytes(make([]byte, decimalSize(t.Precision)-1))
	b = append(b, boolByte(units.Sign() >= 0))
	for i := len(digits) - 1; i >= 0; i-- {
		b = append(b, digits[i])
	}
	return b, nil
}

// appendString appends text: UTF-16 for the national types and XML, otherwise the code
// page of the collation.
func (e encoder) appendString(b []byte, t value.Type, x string) ([]byte, error) {
	switch t.Kind {
	case value.NChar, value.NVarChar, value.XML:
		return appendUTF16(b, x), nil
	case value.Char, value.VarChar:
		if isUTF8(e.collation) {
			return append(b, x...), nil
		}
		return append1252(b, x), nil
	}
	return b, mismatch(t, x)
}

// appendGUID turns text order into wire order: the first three groups are numbers and
// therefore little-endian.
func appendGUID(b []byte, g value.GUID) []byte {
	b = append(b, g[3], g[2], g[1], g[0], g[5], g[4], g[7], g[6])
	return append(b, g[8:]...)
}
