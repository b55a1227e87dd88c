package value

import "milink/internal/lab/message"

// isString, isBinary, isDate, isInteger and isExact group the kinds.
func isString(k Kind) bool  { return k >= Char && k <= NVarChar }
func isUnicode(k Kind) bool { return k == NChar || k == NVarChar }
func isBinary(k Kind) bool  { return k == Binary || k == VarBinary }
func isDate(k Kind) bool    { return k >= Time && k <= DateTimeOffset }
func isInteger(k Kind) bool { return k >= TinyInt && k <= BigInt }
func isMoney(k Kind) bool   { return k == Money || k == SmallMoney }
func isApprox(k Kind) bool  { return k == Real || k == Float }
func isExact(k Kind) bool   { return k >= Bit && k <= Decimal }

// IsString tells whether the type holds characters (xml excluded).
func (t Type) IsString() bool { return isString(t.Kind) }

// IsNumber tells whether the type is a number, bit included.
func (t Type) IsNumber() bool { return isExact(t.Kind) || isApprox(t.Kind) }

// IsTemporal tells whether the type is a date or a time.
func (t Type) IsTemporal() bool { return isDate(t.Kind) }

// Unify is the type a mixed expression has: CASE, COALESCE, UNION and both sides of a
// comparison. The higher type wins; lengths and scales widen. Types that do not go
// together are error 206.
func Unify(a, b Type) (Type, error) {
	low, high := a, b
	if low.Kind > high.Kind {
		low, high = high, low
	}
	if low.Kind == Null {
		return high, nil
	}
	if !implicit(low.Kind, high.Kind) {
		return Type{}, message.New(206, low.Word(), high.Word())
	}
	switch {
	case isString(high.Kind) || isBinary(high.Kind):
		high.Length = widest(low, high)
	case high.Kind == Decimal:
		return unifyDecimals(low.asDecimal(), high), nil
	case isDate(high.Kind) && isDate(low.Kind):
		high.Scale = max(high.Scale, low.fraction(high))
	}
	return high, nil
}

// widest is the length that holds both; Max wins.
func widest(a, b Type) int {
	if a.Length == Max || b.Length == Max {
		return Max
	}
	return max(a.Length, b.Length)
}

// fraction is how many digits of a second a date type brings into a type that has a
// scale.
func (t Type) fraction(into Type) uint8 {
	switch {
	case into.Kind == Date || into.Kind == SmallDateTime || into.Kind == DateTime:
		return 0
	case t.Kind == DateTime:
		return 3
	}
	return t.Scale
}

// asDecimal is the decimal type an exact number becomes beside a decimal. A type that is
// not an exact number takes the place of a decimal without digits: it adopts the other
// side's precision.
func (t Type) asDecimal() Type {
	switch t.Kind {
	case Bit:
		return NumericPS(1, 0)
	case TinyInt:
		return NumericPS(3, 0)
	case SmallInt:
		return NumericPS(5, 0)
	case Int:
		return NumericPS(10, 0)
	case BigInt:
		return NumericPS(19, 0)
	case SmallMoney:
		return NumericPS(10, 4)
	case Money:
		return NumericPS(19, 4)
	case Decimal:
		return t
	}
	return NumericPS(0, 0)
}

// unifyDecimals keeps all digits on both sides of the point, up to 38.
func unifyDecimals(a, b Type) Type {
	scale := max(a.Scale, b.Scale)
	whole := max(a.Precision-a.Scale, b.Precision-b.Scale)
	t := fitDecimal(int(scale)+int(whole), int(scale), int(whole))
	t.IsNumeric = a.IsNumeric && b.IsNumeric
	return t
}

// fitDecimal cuts a derived decimal to 38 digits; the fraction gives way first, so that
// whole digits stay.
func fitDecimal(precision, scale, whole int) Type {
	if precision > MaxPrecision {
		scale = max(0, min(scale, MaxPrecision-whole))
		precision = MaxPrecision
	}
	return NumericPS(uint8(precision), uint8(scale))
}
