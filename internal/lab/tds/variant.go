package tds

import (
	"encoding/binary"
	"fmt"

	"milink/internal/lab/value"
)

// variantTokens are the base types of a sql_variant that need no more than their token.
var variantTokens = map[value.Kind]byte{
	value.Bit: typeBit, value.TinyInt: typeInt1, value.SmallInt: typeInt2, value.Int: typeInt4,
	value.BigInt: typeInt8, value.SmallMoney: typeMoney4, value.Money: typeMoney,
	value.Real: typeFloat4, value.Float: typeFloat8, value.SmallDateTime: typeDateTime4,
	value.DateTime: typeDateTime, value.UniqueIdentifier: typeGUID, value.Date: typeDate,
}

// appendVariant appends a sql_variant that is not NULL: length, base type, properties of
// the base type, data.
func (e encoder) appendVariant(b []byte, v any) ([]byte, error) {
	x, ok := v.(value.Var)
	if !ok {
		return b, mismatch(value.Type{Kind: value.Variant}, v)
	}
	if x.Value == nil {
		return put32(b, 0), nil
	}
	x, err := e.forOldClient(x)
	if err != nil {
		return b, err
	}
	start := len(b) + 4
	b, err = e.appendBase(append(b, 0, 0, 0, 0), x.Type)
	if err != nil {
		return b, err
	}
	if b, err = e.appendData(b, x.Type, x.Value); err != nil {
		return b, err
	}
	if len(b)-start > variantMax {
		return b, fmt.Errorf("sql_variant of %d bytes", len(b)-start)
	}
	binary.LittleEndian.PutUint32(b[start-4:], uint32(len(b)-start))
	return b, nil
}

// forOldClient turns the time types into text for clients before 7.3, as columns do.
func (e encoder) forOldClient(x value.Var) (value.Var, error) {
	w, err := wireTypeOf(x.Type, e.proto, true)
	if err != nil || w.from.Kind == w.t.Kind {
		return x, err
	}
	t, ok := asTime(x.Value)
	if !ok {
		return x, mismatch(x.Type, x.Value)
	}
	return value.Var{Type: w.t, Value: timeText(w.from, t)}, nil
}

// appendBase appends the base type, the count of its property bytes and those.
func (e encoder) appendBase(b []byte, t value.Type) ([]byte, error) {
	if token, ok := variantTokens[t.Kind]; ok {
		return append(b, token, 0), nil
	}
	switch t.Kind {
	case value.Time, value.DateTime2, value.DateTimeOffset:
		return append(b, newTimeToken(t.Kind), 1, t.Scale), nil
	case value.Decimal:
		token := byte(typeDecimalN)
		if t.IsNumeric {
			token = typeNumericN
		}
		return append(b, token, 2, t.Precision, t.Scale), nil
	}
	l, ok := lengthTypes[t.Kind]
	if !ok || t.Length == value.Max {
		return b, fmt.Errorf("a sql_variant cannot hold %s", t)
	}
	size := uint16(max(t.Length, 1) * l.unit)
	if !hasCollation(l.token) {
		return put16(append(b, l.token, 2), size), nil
	}
	b = append(append(b, l.token, 7), e.collation[:]...)
	return put16(b, size), nil
}

// decodeVariant reads the body of a sql_variant parameter.
func decodeVariant(body []byte, place paramPlace) (any, error) {
	c := cursor{data: body}
	p := paramType{token: c.u8()}
	props := cursor{data: c.bytes(int(c.u8()))}
	if c.short || !p.variantBase(&props, c.left()) || props.short || props.left() != 0 {
		return nil, place.badVariant(typeVariant)
	}
	v, err := p.decodeData(c.bytes(c.left()), place)
	if err != nil {
		return nil, err
	}
	return value.Var{Type: p.t, Value: v}, nil
}

// variantBase fills the type from the properties; n is the length of the data.
func (p *paramType) variantBase(props *cursor, n int) bool {
	switch p.token {
	case typeDate:
		p.t = value.Type{Kind: value.Date}
	case typeTime, typeDateTime2, typeDTOffset:
		p.t = value.Type{Kind: newTimeKind(p.token), Scale: props.u8()}
		return p.t.Scale <= maxTimeScale
	case typeDecimalN, typeNumericN:
		p.t = value.Type{Kind: value.Decimal, Precision: props.u8(), Scale: props.u8(), IsNumeric: p.token == typeNumericN}
		return p.validDecimal()
	case typeGUID:
		p.t = value.Type{Kind: value.UniqueIdentifier}
	case typeBinary, typeVarBinary, typeChar, typeVarChar, typeNChar, typeNVarChar:
		if hasCollation(p.token) {
			p.collation(props)
		}
		p.size = int(props.u16())
		p.setLength()
		return p.size <= shortMax && n <= p.size
	default:
		kind, ok := fixedKinds[p.token]
		p.t, p.size = value.Type{Kind: kind.kind}, kind.size
		return ok && n == p.size
	}
	return true
}
