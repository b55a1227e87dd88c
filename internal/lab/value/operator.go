package value

import "milink/internal/lab/message"

// Op is an arithmetic or bitwise operator of T-SQL.
type Op byte

// The operators, by their sign.
const (
	OpAdd Op = '+'
	OpSub Op = '-'
	OpMul Op = '*'
	OpDiv Op = '/'
	OpMod Op = '%'
	OpAnd Op = '&'
	OpOr  Op = '|'
	OpXor Op = '^'
)

// words are the operators as messages 402 and 8117 name them.
var words = map[Op]string{
	OpAdd: "add", OpSub: "subtract", OpMul: "multiply", OpDiv: "divide", OpMod: "modulo",
	OpAnd: "'&'", OpOr: "'|'", OpXor: "'^'",
}

// incompatible is error 402, invalidOperand 8117.
func incompatible(a, b Type, op Op) error {
	return message.New(402, a.Word(), b.Word(), words[op])
}

func invalidOperand(t Type, op Op) error { return message.New(8117, t.Word(), words[op]) }

func (op Op) bitwise() bool { return op == OpAnd || op == OpOr || op == OpXor }

// ResultType is the type of a op b, before any value exists.
func ResultType(op Op, a, b Type) (Type, error) {
	if a.Kind == Null && b.Kind == Null {
		return IntT, nil
	}
	if a.Kind == Null {
		a = b
	}
	if b.Kind == Null {
		b = a
	}
	switch {
	case op.bitwise():
		return bitwiseType(op, a, b)
	case isString(a.Kind) && isString(b.Kind), isBinary(a.Kind) && isBinary(b.Kind):
		return concatType(op, a, b)
	case isBinary(a.Kind) && isString(b.Kind), isString(a.Kind) && isBinary(b.Kind):
		return Type{}, incompatible(a, b, op)
	}
	high := a
	if b.Kind > a.Kind {
		high = b
	}
	return numericType(op, a, b, high)
}

// concatType is + of two strings or two binaries: the lengths add up to what the kind can
// hold.
func concatType(op Op, a, b Type) (Type, error) {
	if op != OpAdd {
		return Type{}, invalidOperand(a, op)
	}
	t := a
	if b.Kind > a.Kind {
		t = b
	}
	if isBinary(t.Kind) {
		t.Kind = VarBinary
	}
	limit := 8000
	if isUnicode(t.Kind) {
		limit = 4000
	}
	t.Length = min(a.Length+b.Length, limit)
	if a.Length == Max || b.Length == Max {
		t.Length = Max
	}
	return t, nil
}

// numericType is arithmetic: the higher type decides.
func numericType(op Op, a, b, high Type) (Type, error) {
	low := a
	if a == high {
		low = b
	}
	switch {
	case high.Kind == Variant || high.Kind == XML:
		return Type{}, invalidOperand(high, op)
	case isDate(high.Kind):
		return dateMathType(op, a, b, low, high)
	case !implicit(low.Kind, high.Kind):
		return Type{}, message.New(206, low.Word(), high.Word())
	case high.Kind == UniqueIdentifier || high.Kind == Timestamp:
		return Type{}, invalidOperand(high, op)
	case high.Kind == Bit:
		return Type{}, incompatible(a, b, op)
	case isApprox(high.Kind) && op == OpMod:
		return Type{}, incompatible(a, b, op)
	case high.Kind == Decimal:
		return arithmeticDecimal(op, a, b), nil
	}
	return high, nil
}

// dateMathType knows that only datetime and smalldatetime can be added and subtracted.
func dateMathType(op Op, a, b, low, high Type) (Type, error) {
	switch {
	case isDate(low.Kind) && (!oldDate(low.Kind) || !oldDate(high.Kind)):
		if low.Kind == high.Kind {
			return Type{}, invalidOperand(high, op)
		}
		return Type{}, incompatible(a, b, op)
	case !implicit(low.Kind, high.Kind):
		return Type{}, message.New(206, high.Word(), low.Word())
	case !oldDate(high.Kind) || op != OpAdd && op != OpSub:
		return Type{}, invalidOperand(high, op)
	}
	return high, nil
}

// arithmeticDecimal derives precision and scale as the documentation's table does ("Precision,
// scale, and length").
func arithmeticDecimal(op Op, a, b Type) Type {
	x, y := decimalOperands(a, b)
	p1, s1, p2, s2 := int(x.Precision), int(x.Scale), int(y.Precision), int(y.Scale)
	whole := max(p1-s1, p2-s2)
	switch op {
	case OpMul:
		return fitProduct(p1+p2+1, s1+s2)
	case OpDiv:
		scale := max(6, s1+p2+1)
		return fitProduct(p1-s1+s2+scale, scale)
	case OpMod:
		scale := max(s1, s2)
		return NumericPS(uint8(min(p1-s1, p2-s2)+scale), uint8(scale))
	}
	scale := max(s1, s2)
	return fitDecimal(scale+whole+1, scale, whole)
}

// decimalOperands are the decimal types both sides are calculated in: a string takes the
// type of the other side.
func decimalOperands(a, b Type) (Type, Type) {
	x, y := a.asDecimal(), b.asDecimal()
	if x.Precision == 0 {
		x = y
	}
	if y.Precision == 0 {
		y = x
	}
	return x, y
}

// fitProduct cuts the type of a product or quotient to 38 digits: whole digits push the
// fraction out down to six digits, no further.
func fitProduct(precision, scale int) Type {
	if precision <= MaxPrecision {
		return NumericPS(uint8(precision), uint8(scale))
	}
	whole := precision - scale
	switch {
	case whole < 32:
		scale = min(scale, MaxPrecision-whole)
	case scale > 6:
		scale = 6
	}
	return NumericPS(MaxPrecision, uint8(scale))
}

// bitwiseType is & | ^: integers, bit, and one binary beside an integer.
func bitwiseType(op Op, a, b Type) (Type, error) {
	whole := func(t Type) bool { return isInteger(t.Kind) || t.Kind == Bit }
	switch {
	case whole(a) && whole(b):
		if b.Kind > a.Kind {
			return b, nil
		}
		return a, nil
	case whole(a) && isBinary(b.Kind):
		return a, nil
	case isBinary(a.Kind) && whole(b):
		return b, nil
	case a.Kind == b.Kind:
		return Type{}, invalidOperand(a, op)
	}
	return Type{}, incompatible(a, b, op)
}
