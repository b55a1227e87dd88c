package engine

import "milink/internal/lab/value"

// isString tells whether values of the kind are character strings.
func isString(k value.Kind) bool {
	switch k {
	case value.Char, value.VarChar, value.NChar, value.NVarChar:
		return true
	}
	return false
}

// isNational tells whether the kind holds UTF-16.
func isNational(k value.Kind) bool { return k == value.NChar || k == value.NVarChar }

// isBinary tells whether values of the kind are byte strings.
func isBinary(k value.Kind) bool {
	return k == value.Binary || k == value.VarBinary || k == value.Timestamp
}

// isInteger tells whether the kind is a whole number; bit is not.
func isInteger(k value.Kind) bool { return k >= value.TinyInt && k <= value.BigInt }

// isMoney tells whether the kind is money or smallmoney.
func isMoney(k value.Kind) bool { return k == value.Money || k == value.SmallMoney }

// isFloat tells whether the kind is float or real.
func isFloat(k value.Kind) bool { return k == value.Float || k == value.Real }

// isNumber tells whether arithmetic is defined on the kind.
func isNumber(k value.Kind) bool { return k >= value.TinyInt && k <= value.Float }

// isDate tells whether the kind is a date or a time.
func isDate(k value.Kind) bool { return k >= value.Time && k <= value.DateTimeOffset }

// maxLength is the longest length of a variable string kind before it must be (max).
func maxLength(k value.Kind) int {
	if isNational(k) {
		return 4000
	}
	return 8000
}

// varying is the variable-length kind of a string or binary kind.
func varying(k value.Kind) value.Kind {
	switch k {
	case value.Char:
		return value.VarChar
	case value.NChar:
		return value.NVarChar
	case value.Binary, value.Timestamp:
		return value.VarBinary
	}
	return k
}

// textType is the string type a value takes when a function wants a string: strings stay,
// others become varchar long enough for their printed form.
func textType(t value.Type) value.Type {
	switch {
	case isString(t.Kind), isBinary(t.Kind):
		return value.Type{Kind: varying(t.Kind), Length: t.Length}
	case t.Kind == value.XML:
		return value.NVarCharN(value.Max)
	case t.Kind == value.Null:
		return value.VarCharN(1)
	}
	return value.VarCharN(printedLength(t))
}

// printedLength is how many characters the printed form of a type can take.
func printedLength(t value.Type) int {
	switch t.Kind {
	case value.Bit:
		return 1
	case value.TinyInt:
		return 3
	case value.SmallInt:
		return 6
	case value.Int:
		return 12
	case value.BigInt:
		return 24
	case value.UniqueIdentifier:
		return 36
	case value.Decimal:
		return 41
	case value.Variant:
		return 8000
	}
	return 30
}

// isText tells whether the type is a character or byte string.
func isText(t value.Type) bool { return isString(t.Kind) || isBinary(t.Kind) }
