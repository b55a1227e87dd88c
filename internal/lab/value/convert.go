package value

import "milink/internal/lab/message"

// NoStyle is the style of a CAST, an implicit conversion, and a CONVERT that names none.
// It differs from style 0 for date, time, datetime2 and datetimeoffset, whose default form
// is the ODBC one (121).
const NoStyle = -1

// Convert is CAST and CONVERT: it makes a value of type from one of type to, or says why
// not. NULL stays NULL. Strings and binaries that are too long are cut off, as an explicit
// conversion does; Store is for columns, which refuse that. Every error is a
// *message.Message with the number SQL Server gives.
func Convert(v any, from, to Type, style int) (any, error) {
	if x, ok := v.(Var); ok {
		v, from = x.Value, x.Type
	}
	if v == nil {
		return nil, nil
	}
	if err := CanConvert(from, to, true); err != nil {
		return nil, err
	}
	return convert(v, from, to, style)
}

// convert picks the conversion by the target.
func convert(v any, from, to Type, style int) (any, error) {
	switch {
	case to.Kind == Variant:
		return intoVariant(v, from)
	case isString(to.Kind) || to.Kind == XML:
		return toString(v, from, to, style)
	case isBinary(to.Kind) || to.Kind == Timestamp:
		return toBinary(v, from, to, style)
	case to.Kind == Bit:
		return toBit(v, from)
	case isInteger(to.Kind):
		return toInteger(v, from, to)
	case to.Kind == Decimal:
		return toDecimal(v, from, to)
	case isMoney(to.Kind):
		return toMoney(v, from, to)
	case isApprox(to.Kind):
		return toFloat(v, from, to)
	case isDate(to.Kind):
		return toDate(v, from, to, style)
	case to.Kind == UniqueIdentifier:
		return toGUID(v, from)
	}
	return nil, mismatch(from, to)
}

// mismatch is what a value says that does not have the Go type its kind promises.
func mismatch(from, to Type) error { return message.New(529, from.Word(), to.Word()) }

// overflow is error 8115 as conversions without a better word give it.
func overflow(what string, to Type) error { return message.New(8115, what, to.Word()) }

// intoVariant wraps a value. The (max) types and xml do not fit into a sql_variant.
func intoVariant(v any, from Type) (any, error) {
	if from.Length == Max {
		return nil, message.New(206, from.Word(), "sql_variant")
	}
	return Var{Type: from, Value: v}, nil
}

// toGUID reads a string or takes the storage bytes.
func toGUID(v any, from Type) (any, error) {
	switch x := v.(type) {
	case GUID:
		return x, nil
	case string:
		if g, ok := ParseGUID(x); ok {
			return g, nil
		}
		return nil, message.New(8169)
	case []byte:
		return GUIDFromBytes(x), nil
	}
	return nil, mismatch(from, GUIDT)
}

// Store converts a value for a column or an INSERT: like Convert, but a string or binary
// value that loses more than trailing blanks or zeros is error 8152, and a conversion that
// must be asked for is error 257.
func Store(v any, from, to Type) (any, error) {
	if v == nil {
		return nil, nil
	}
	if err := CanConvert(from, to, false); err != nil {
		return nil, err
	}
	out, err := convert(v, from, to, NoStyle)
	if err != nil {
		return nil, err
	}
	if truncated(v, to) {
		return nil, message.New(8152)
	}
	return out, nil
}

// truncated tells whether a string or binary value is too long for the type.
func truncated(v any, to Type) bool {
	if to.Length == Max {
		return false
	}
	switch x := v.(type) {
	case string:
		return isString(to.Kind) && !fits(x, to)
	case []byte:
		return isBinary(to.Kind) && len(x) > to.Length
	}
	return false
}
