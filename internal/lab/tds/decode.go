package tds

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"time"

	"milink/internal/lab/value"
)

// paramType is the TYPE_INFO of a parameter as a client sent it.
type paramType struct {
	token byte
	t     value.Type
	form  form
	size  int
	utf8  bool
}

// fixedKinds are the types without a length.
var fixedKinds = map[byte]struct {
	kind value.Kind
	size int
}{
	typeNull: {value.Null, 0},
	typeBit:  {value.Bit, 1}, typeInt1: {value.TinyInt, 1}, typeInt2: {value.SmallInt, 2},
	typeInt4: {value.Int, 4}, typeInt8: {value.BigInt, 8},
	typeFloat4: {value.Real, 4}, typeFloat8: {value.Float, 8},
	typeMoney4: {value.SmallMoney, 4}, typeMoney: {value.Money, 8},
	typeDateTime4: {value.SmallDateTime, 4}, typeDateTime: {value.DateTime, 8},
}

// sizedKinds are the types whose announced size chooses the kind.
var sizedKinds = map[byte]map[int]value.Kind{
	typeIntN:      {1: value.TinyInt, 2: value.SmallInt, 4: value.Int, 8: value.BigInt},
	typeBitN:      {1: value.Bit},
	typeFloatN:    {4: value.Real, 8: value.Float},
	typeMoneyN:    {4: value.SmallMoney, 8: value.Money},
	typeDateTimeN: {4: value.SmallDateTime, 8: value.DateTime},
	typeGUID:      {16: value.UniqueIdentifier},
}

// parseTypeInfo reads TYPE_INFO. The refusal, if any, names the parameter.
func parseTypeInfo(c *cursor, place paramPlace) (paramType, error) {
	p := paramType{token: c.u8()}
	if fixed, ok := fixedKinds[p.token]; ok {
		p.t, p.size, p.form = value.Type{Kind: fixed.kind}, fixed.size, formFixed
		return p, p.complete(c)
	}
	if kinds, ok := sizedKinds[p.token]; ok {
		p.size, p.form = int(c.u8()), formByte
		p.t.Kind, ok = kinds[p.size]
		if !ok && !c.short {
			return p, place.badLength(p.token)
		}
		return p, p.complete(c)
	}
	switch p.token {
	case typeDate:
		p.t, p.size, p.form = value.Type{Kind: value.Date}, 3, formByte
	case typeTime, typeDateTime2, typeDTOffset:
		p.t, p.form = value.Type{Kind: newTimeKind(p.token), Scale: c.u8()}, formByte
		if p.t.Scale > maxTimeScale {
			return p, place.badScale(p.token)
		}
		p.size = newTimeSize(p.t)
	case typeDecimalN, typeNumericN, typeDecimal8, typeNumeric8:
		return p.decimalInfo(c, place)
	case typeVariant:
		p.t, p.size, p.form = value.Type{Kind: value.Variant}, int(c.u32()), formVariant
	case typeXML:
		p.t, p.form = value.Type{Kind: value.XML}, formPLP
		if c.u8() != 0 { // schema: database, owner, collection; nothing here checks it
			c.byteText()
			c.byteText()
			c.shortText()
		}
	default:
		return p.textInfo(c, place)
	}
	return p, p.complete(c)
}

// complete tells whether the TYPE_INFO was all there.
func (p *paramType) complete(c *cursor) error {
	if c.short {
		return endedUnexpectedly()
	}
	return nil
}

func (p paramType) decimalInfo(c *cursor, place paramPlace) (paramType, error) {
	p.size, p.form = int(c.u8()), formByte
	numeric := p.token == typeNumericN || p.token == typeNumeric8
	p.t = value.Type{Kind: value.Decimal, Precision: c.u8(), Scale: c.u8(), IsNumeric: numeric}
	if !c.short && !p.validDecimal() {
		return p, place.badScale(p.token)
	}
	return p, p.complete(c)
}

func (p *paramType) validDecimal() bool {
	return p.t.Precision >= 1 && p.t.Precision <= value.MaxPrecision && p.t.Scale <= p.t.Precision
}

// textInfo reads the TYPE_INFO of character and binary types; what is not one of them is
// unknown. User-defined types (0xF0) and table-valued parameters (0xF3) end there too.
//
// modelled: SQL Server knows those two; the lab has neither CLR nor table types and says
// 8009 as for any type it does not know.
func (p paramType) textInfo(c *cursor, place paramPlace) (paramType, error) {
	switch p.token {
	case typeVarChar8, typeChar8, typeVarBinary8, typeBinary8:
		p.size, p.form = int(c.u8()), formByte
	case typeVarChar, typeChar, typeNVarChar, typeNChar, typeVarBinary, typeBinary:
		p.size, p.form = int(c.u16()), formShort
		if p.size == shortNull {
			p.form = formPLP
		} else if p.size > shortMax {
			return p, place.badLength(p.token)
		}
	case typeText, typeNText, typeImage:
		p.size, p.form = int(c.u32()), formLOB
	default:
		if c.short {
			return p, endedUnexpectedly()
		}
		return p, place.unknownType(p.token)
	}
	if hasCollation(p.token) {
		p.collation(c)
	}
	p.setLength()
	return p, p.complete(c)
}

// collation reads the collation of a type; only its UTF-8 flag matters here.
func (p *paramType) collation(c *cursor) {
	if b := c.bytes(5); b != nil {
		p.utf8 = isUTF8([5]byte(b))
	}
}

// setLength fills the kind and length of a character or binary type from token and size.
func (p *paramType) setLength() {
	switch p.token {
	case typeVarChar, typeVarChar8, typeText:
		p.t.Kind = value.VarChar
	case typeChar, typeChar8:
		p.t.Kind = value.Char
	case typeNVarChar, typeNText:
		p.t.Kind = value.NVarChar
	case typeNChar:
		p.t.Kind = value.NChar
	case typeVarBinary, typeVarBinary8, typeImage:
		p.t.Kind = value.VarBinary
	case typeBinary, typeBinary8:
		p.t.Kind = value.Binary
	}
	p.t.Length = p.size
	if p.token == typeNVarChar || p.token == typeNChar {
		p.t.Length = p.size / 2
	}
	if p.form == formPLP || p.form == formLOB {
		p.t.Length = value.Max
	}
}

// value reads the value that follows the TYPE_INFO.
func (p paramType) value(c *cursor, place paramPlace) (any, error) {
	raw, err := p.raw(c, place)
	if err != nil || raw == nil {
		return nil, err
	}
	if p.form == formVariant {
		return decodeVariant(raw, place)
	}
	return p.decodeData(raw, place)
}

// raw reads the bytes of a value; nil is NULL.
func (p paramType) raw(c *cursor, place paramPlace) ([]byte, error) {
	var raw []byte
	switch p.form {
	case formPLP:
		return p.chunks(c, place)
	case formFixed:
		raw = c.bytes(p.size)
		if p.token == typeNull {
			return nil, nil
		}
	default:
		n, null := p.count(c)
		if !null && !c.short && n > p.size && p.form != formLOB {
			return nil, place.badLength(p.token)
		}
		if null {
			return nil, p.complete(c)
		}
		raw = c.bytes(n)
	}
	if c.short {
		return nil, endedUnexpectedly()
	}
	return raw, nil
}

// count reads the length of a value and tells NULL. The old character types have no
// length for NULL other than 0, which clients of 7.1 and later do not send for empty
// text.
func (p paramType) count(c *cursor) (n int, null bool) {
	switch p.form {
	case formShort:
		n = int(c.u16())
		return n, n == shortNull
	case formLOB:
		long := c.u32()
		return int(long), long == math.MaxUint32
	case formVariant:
		n = int(c.u32())
		return n, n == 0
	}
	n = int(c.u8())
	return n, n == 0
}

// chunks reads a partially length-prefixed value: all chunks up to the empty one. The
// announced total is either unknown or must be met.
func (p paramType) chunks(c *cursor, place paramPlace) ([]byte, error) {
	const unknown = math.MaxUint64 - 1
	total := c.u64()
	if total == math.MaxUint64 {
		return nil, p.complete(c)
	}
	raw := []byte{}
	for {
		n := c.u32()
		if n == 0 {
			break
		}
		raw = append(raw, c.bytes(int(n))...)
	}
	if c.short {
		return nil, endedUnexpectedly()
	}
	if total != unknown && total != uint64(len(raw)) {
		return nil, place.badChunks(p.token)
	}
	return raw, nil
}

// decodeData turns the bytes of a value that is not NULL into package value's form.
func (p paramType) decodeData(raw []byte, place paramPlace) (any, error) {
	if !p.rightLength(len(raw)) {
		return nil, place.badLength(p.token)
	}
	switch p.t.Kind {
	case value.Bit:
		return raw[0] != 0, nil
	case value.TinyInt, value.SmallInt, value.Int, value.BigInt:
		return decodeInt(raw), nil
	case value.Real:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))), nil
	case value.Float:
		return math.Float64frombits(binary.LittleEndian.Uint64(raw)), nil
	case value.Money:
		high, low := binary.LittleEndian.Uint32(raw), binary.LittleEndian.Uint32(raw[4:])
		return value.NewDec(int64(uint64(high)<<32|uint64(low)), 4), nil
	case value.SmallMoney:
		return value.NewDec(decodeInt(raw), 4), nil
	case value.UniqueIdentifier:
		return decodeGUID(raw), nil
	case value.Binary, value.VarBinary:
		return slices.Clone(raw), nil
	case value.NChar, value.NVarChar, value.XML:
		return decodeUTF16(raw), nil
	case value.Char, value.VarChar:
		if p.utf8 {
			return string(raw), nil
		}
		return decode1252(raw), nil
	case value.Decimal:
		return p.decodeDecimal(raw, place)
	}
	return p.decodeTime(raw, place)
}

// rightLength tells whether n bytes can be a value of the type.
func (p paramType) rightLength(n int) bool {
	switch p.t.Kind {
	case value.Binary, value.VarBinary, value.Char, value.VarChar:
		return true
	case value.NChar, value.NVarChar, value.XML:
		return n%2 == 0
	case value.Decimal:
		return n == 5 || n == 9 || n == 13 || n == 17
	case value.UniqueIdentifier:
		return n == 16
	case value.Date:
		return n == 3
	case value.Time, value.DateTime2, value.DateTimeOffset:
		return n == newTimeSize(p.t)
	}
	return n == p.size
}

// decodeInt reads a signed number; one byte is a tinyint, which has no sign.
func decodeInt(raw []byte) int64 {
	u := getUint(raw)
	switch len(raw) {
	case 2:
		return int64(int16(u))
	case 4:
		return int64(int32(u))
	}
	return int64(u)
}

// decodeGUID turns wire order into text order.
func decodeGUID(b []byte) value.GUID {
	g := value.GUID{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6]}
	copy(g[8:], b[8:])
	return g
}

// decodeDecimal reads sign and magnitude.
func (p paramType) decodeDecimal(raw []byte, place paramPlace) (any, error) {
	digits := slices.Clone(raw[1:])
	slices.Reverse(digits)
	d := value.Dec{Unscaled: new(big.Int).SetBytes(digits), Scale: p.t.Scale}
	if !d.Fits(p.t.Precision) {
		return nil, place.badValue(p.t.Word())
	}
	if raw[0] == 0 {
		d = d.Neg()
	}
	return d, nil
}

func (p paramType) decodeTime(raw []byte, place paramPlace) (any, error) {
	var t time.Time
	ok := false
	switch p.t.Kind {
	case value.DateTime:
		t, ok = decodeDateTime(raw)
	case value.SmallDateTime:
		t, ok = decodeSmallDateTime(raw)
	case value.Date, value.Time, value.DateTime2, value.DateTimeOffset:
		t, ok = decodeNewTime(p.t, raw)
	}
	if !ok {
		return nil, place.badValue(p.t.Word())
	}
	return t, nil
}
