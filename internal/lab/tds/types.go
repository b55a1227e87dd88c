package tds

import (
	"fmt"

	"milink/internal/lab/value"
)

// Data types of the protocol, as TYPE_INFO names them.
const (
	typeNull       = 0x1F
	typeImage      = 0x22
	typeText       = 0x23
	typeGUID       = 0x24
	typeVarBinary8 = 0x25 // the forms of before TDS 7, length in one byte
	typeIntN       = 0x26
	typeVarChar8   = 0x27
	typeDate       = 0x28
	typeTime       = 0x29
	typeDateTime2  = 0x2A
	typeDTOffset   = 0x2B
	typeBinary8    = 0x2D
	typeChar8      = 0x2F
	typeInt1       = 0x30
	typeBit        = 0x32
	typeInt2       = 0x34
	typeDecimal8   = 0x37
	typeInt4       = 0x38
	typeDateTime4  = 0x3A
	typeFloat4     = 0x3B
	typeMoney      = 0x3C
	typeDateTime   = 0x3D
	typeFloat8     = 0x3E
	typeNumeric8   = 0x3F
	typeVariant    = 0x62
	typeNText      = 0x63
	typeBitN       = 0x68
	typeDecimalN   = 0x6A
	typeNumericN   = 0x6C
	typeFloatN     = 0x6D
	typeMoneyN     = 0x6E
	typeDateTimeN  = 0x6F
	typeMoney4     = 0x7A
	typeInt8       = 0x7F
	typeVarBinary  = 0xA5
	typeVarChar    = 0xA7
	typeBinary     = 0xAD
	typeChar       = 0xAF
	typeNVarChar   = 0xE7
	typeNChar      = 0xEF
	typeXML        = 0xF1
)

// form is how a type writes the length of a value.
type form uint8

const (
	formFixed   form = iota
	formByte         // length in one byte, 0 is NULL
	formShort        // length in two bytes, 0xFFFF is NULL
	formPLP          // total length, then chunks
	formLOB          // text pointer, timestamp and a long length; before 7.2
	formVariant      // long length, base type and its properties
)

const (
	shortMax       = 8000 // bytes of the largest type that is not (max)
	shortNull      = 0xFFFF
	variantMax     = 8009
	userTimestamp  = 80 // the user type that tells a rowversion from binary(8)
	maxOldLOBBytes = 0x7FFFFFFF
)

// wireType is how one column or return value is put on the wire for one client.
type wireType struct {
	t     value.Type // what is sent, after the fallbacks for old clients
	from  value.Type // what the engine said
	token byte
	size  int
	form  form
}

// simpleTypes are the types whose wire form does not depend on their length: the token of
// a column that cannot be NULL (0 where there is none), the nullable one, and the size.
var simpleTypes = map[value.Kind]struct {
	fixed, nullable byte
	size            int
}{
	value.Null:             {0, typeIntN, 4},
	value.Bit:              {typeBit, typeBitN, 1},
	value.TinyInt:          {typeInt1, typeIntN, 1},
	value.SmallInt:         {typeInt2, typeIntN, 2},
	value.Int:              {typeInt4, typeIntN, 4},
	value.BigInt:           {typeInt8, typeIntN, 8},
	value.SmallMoney:       {typeMoney4, typeMoneyN, 4},
	value.Money:            {typeMoney, typeMoneyN, 8},
	value.Real:             {typeFloat4, typeFloatN, 4},
	value.Float:            {typeFloat8, typeFloatN, 8},
	value.SmallDateTime:    {typeDateTime4, typeDateTimeN, 4},
	value.DateTime:         {typeDateTime, typeDateTimeN, 8},
	value.UniqueIdentifier: {0, typeGUID, 16},
	value.Date:             {0, typeDate, 3},
}

// lengthTypes are the types with a length in bytes or characters.
var lengthTypes = map[value.Kind]struct {
	token, old byte // old is the large object clients before 7.2 get for (max)
	unit       int
}{
	value.Binary:    {typeBinary, typeImage, 1},
	value.VarBinary: {typeVarBinary, typeImage, 1},
	value.Char:      {typeChar, typeText, 1},
	value.VarChar:   {typeVarChar, typeText, 1},
	value.NChar:     {typeNChar, typeNText, 2},
	value.NVarChar:  {typeNVarChar, typeNText, 2},
}

// wireTypeOf chooses the wire form of a type for a client of version p.
func wireTypeOf(t value.Type, p protocol, nullable bool) (wireType, error) {
	w := wireType{t: t, from: t}
	if p < tds73 && isNewTime(t.Kind) {
		w.t = value.NVarCharN(timeTextLength(t))
	}
	if simple, ok := simpleTypes[w.t.Kind]; ok {
		w.token, w.size, w.form = simple.nullable, simple.size, formByte
		if !nullable && simple.fixed != 0 {
			w.token, w.form = simple.fixed, formFixed
		}
		return w, nil
	}
	switch w.t.Kind {
	case value.Decimal:
		w.token, w.size, w.form = typeDecimalN, decimalSize(t.Precision), formByte
		if t.IsNumeric {
			w.token = typeNumericN
		}
		if t.Precision < 1 || t.Precision > value.MaxPrecision || t.Scale > t.Precision {
			return w, fmt.Errorf("no wire form for %s", t)
		}
	case value.Time, value.DateTime2, value.DateTimeOffset:
		w.token, w.size, w.form = newTimeToken(t.Kind), newTimeSize(t), formByte
		if t.Scale > maxTimeScale {
			return w, fmt.Errorf("no wire form for %s", t)
		}
	case value.Timestamp:
		w.token, w.size, w.form = typeBinary, 8, formShort
	case value.Variant:
		w.token, w.size, w.form = typeVariant, variantMax, formVariant
	case value.XML:
		w.largeObject(typeXML, typeNText, p)
	default:
		return w, w.chooseLength(p)
	}
	return w, nil
}

// chooseLength sets the form of a character or binary type.
func (w *wireType) chooseLength(p protocol) error {
	l, ok := lengthTypes[w.t.Kind]
	if !ok {
		return fmt.Errorf("no wire form for kind %d", w.t.Kind)
	}
	if w.t.Length == value.Max {
		w.largeObject(l.token, l.old, p)
		return nil
	}
	// An empty literal has length 0 in the engine; the wire announces at least one.
	w.token, w.size, w.form = l.token, max(w.t.Length, 1)*l.unit, formShort
	if w.t.Length < 0 || w.size > shortMax {
		return fmt.Errorf("no wire form for length %d", w.t.Length)
	}
	return nil
}

// largeObject sets the form of a (max) type: chunks from 7.2 up, before that the text,
// ntext or image that SQL Server gives to such clients.
func (w *wireType) largeObject(token, old byte, p protocol) {
	w.token, w.size, w.form = token, shortNull, formPLP
	if p < tds72 {
		w.token, w.size, w.form = old, maxOldLOBBytes, formLOB
	}
}

// userType is the user type of COLMETADATA.
func (w wireType) userType() uint32 {
	if w.t.Kind == value.Timestamp {
		return userTimestamp
	}
	return 0
}

// appendInfo appends TYPE_INFO.
func (w wireType) appendInfo(b []byte, collation [5]byte) []byte {
	b = append(b, w.token)
	switch w.token {
	case typeXML:
		return append(b, 0) // no schema
	case typeDate:
		return b
	case typeTime, typeDateTime2, typeDTOffset:
		return append(b, w.t.Scale)
	case typeDecimalN, typeNumericN:
		return append(b, byte(w.size), w.t.Precision, w.t.Scale)
	}
	switch w.form {
	case formByte:
		b = append(b, byte(w.size))
	case formShort, formPLP:
		b = put16(b, uint16(w.size))
	case formLOB, formVariant:
		b = put32(b, uint32(w.size))
	}
	if hasCollation(w.token) {
		b = append(b, collation[:]...)
	}
	return b
}

// hasCollation tells the types whose TYPE_INFO carries a collation.
func hasCollation(token byte) bool {
	switch token {
	case typeChar, typeVarChar, typeNChar, typeNVarChar, typeText, typeNText:
		return true
	}
	return false
}

// decimalSize is the length of a decimal on the wire: the sign and the digits.
func decimalSize(precision uint8) int {
	switch {
	case precision <= 9:
		return 5
	case precision <= 19:
		return 9
	case precision <= 28:
		return 13
	}
	return 17
}
