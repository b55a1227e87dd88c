package value

import (
	"math"
	"math/bits"
	"time"

	"milink/internal/lab/message"
)

// Arith is a op b; ta and tb are the types of the two values, ResultType the type of what
// comes out. NULL on either side gives NULL.
func Arith(op Op, a, b any, ta, tb Type) (any, error) {
	t, err := ResultType(op, ta, tb)
	if err != nil || a == nil || b == nil {
		return nil, err
	}
	if t.Kind == Decimal {
		return decimalArith(op, a, b, ta, tb, t)
	}
	x, err := Convert(a, ta, operandType(t), NoStyle)
	if err != nil {
		return nil, err
	}
	y, err := Convert(b, tb, operandType(t), NoStyle)
	if err != nil {
		return nil, err
	}
	return calculate(op, x, y, t)
}

// operandType is what both sides become before they meet. A side of a concatenation keeps
// its own length, so that it is neither cut nor padded.
func operandType(t Type) Type {
	switch t.Kind {
	case Char, VarChar:
		return VarCharN(Max)
	case NChar, NVarChar:
		return NVarCharN(Max)
	case Binary, VarBinary:
		return VarBinaryN(Max)
	}
	return t
}

// calculate works on two values of the result's Go type.
func calculate(op Op, a, b any, t Type) (any, error) {
	switch x := a.(type) {
	case string:
		return shape(x+b.(string), t), nil
	case []byte:
		y := b.([]byte)
		return fixLeft(append(append(make([]byte, 0, len(x)+len(y)), x...), y...), t), nil
	case bool:
		return integerArith(op, intOf(x), intOf(b.(bool)), t)
	case int64:
		return integerArith(op, x, b.(int64), t)
	case float64:
		return floatArith(op, x, b.(float64), t)
	case Dec:
		return moneyArith(op, x, b.(Dec), t)
	case time.Time:
		return dateArith(op, x, b.(time.Time), t)
	}
	return nil, invalidOperand(t, op)
}

// integerArith checks that the result fits the type; 7/2 is 3.
func integerArith(op Op, a, b int64, t Type) (any, error) {
	var n int64
	exceeds := false
	switch op {
	case OpAdd:
		n = a + b
		exceeds = n > a != (b > 0)
	case OpSub:
		n = a - b
		exceeds = n < a != (b > 0)
	case OpMul:
		n, exceeds = multiply(a, b)
	case OpDiv, OpMod:
		return divideIntegers(op, a, b, t)
	case OpAnd:
		n = a & b
	case OpOr:
		n = a | b
	case OpXor:
		n = a ^ b
	}
	if t.Kind == Bit {
		return n != 0, nil
	}
	if exceeds || !inRange(n, t.Kind) {
		return nil, overflow("expression", t)
	}
	return n, nil
}

// multiply tells whether the product leaves 64 bits.
func multiply(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	negative := a < 0 != (b < 0)
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	return a * b, high != 0 || low > limit
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func divideIntegers(op Op, a, b int64, t Type) (any, error) {
	switch {
	case b == 0:
		return nil, message.New(8134)
	case op == OpMod && b == -1:
		return int64(0), nil
	case op == OpMod:
		return a % b, nil
	case b == -1 && !inRange(-a, t.Kind) || a == math.MinInt64 && b == -1:
		return nil, overflow("expression", t)
	}
	return a / b, nil
}

func floatArith(op Op, a, b float64, t Type) (any, error) {
	var f float64
	switch op {
	case OpAdd:
		f = a + b
	case OpSub:
		f = a - b
	case OpMul:
		f = a * b
	case OpDiv:
		if b == 0 {
			return nil, message.New(8134)
		}
		f = a / b
	}
	return toFloat(f, FloatT, t)
}

// decimalArith calculates exactly and rounds to the derived type.
func decimalArith(op Op, a, b any, ta, tb, t Type) (any, error) {
	x, y, err := decimalValues(a, b, ta, tb)
	if err != nil {
		return nil, err
	}
	if (op == OpDiv || op == OpMod) && y.Sign() == 0 {
		return nil, message.New(8134)
	}
	d := apply(op, x, y, t.Scale).Rescale(t.Scale)
	if !d.Fits(t.Precision) {
		return nil, overflow("expression", t)
	}
	return d, nil
}

// decimalValues converts both sides to decimals.
func decimalValues(a, b any, ta, tb Type) (x, y Dec, err error) {
	dx, dy := decimalOperands(ta, tb)
	left, err := Convert(a, ta, dx, NoStyle)
	if err != nil {
		return x, y, err
	}
	right, err := Convert(b, tb, dy, NoStyle)
	if err != nil {
		return x, y, err
	}
	return exact(left), exact(right), nil
}

// apply is an operator on decimals; scale is for the quotient.
func apply(op Op, x, y Dec, scale uint8) Dec {
	switch op {
	case OpAdd:
		return x.Add(y)
	case OpSub:
		return x.Sub(y)
	case OpMul:
		return x.Mul(y)
	case OpDiv:
		return x.Div(y, scale)
	}
	return x.Mod(y)
}

// moneyArith calculates with four digits throughout.
func moneyArith(op Op, x, y Dec, t Type) (any, error) {
	if (op == OpDiv || op == OpMod) && y.Sign() == 0 {
		return nil, message.New(8134)
	}
	return fitMoney(apply(op, x, y, 4), t, overflow("expression", t))
}

// dateArith adds and subtracts datetimes as days since 1900.
func dateArith(op Op, x, y time.Time, t Type) (any, error) {
	ticks := serial(x) + serial(y)
	if op == OpSub {
		ticks = serial(x) - serial(y)
	}
	return dateOfSerial(ticks, t, message.New(517, t.Word()))
}

// Negate is the unary minus. It makes a tinyint a smallint.
func Negate(v any, t Type) (any, Type, error) {
	switch {
	case t.Kind == Null:
		return nil, IntT, nil
	case t.Kind == TinyInt:
		t = SmallIntT
	case !isInteger(t.Kind) && t.Kind != Decimal && !isMoney(t.Kind) && !isApprox(t.Kind):
		return nil, t, message.New(8117, t.Word(), "minus")
	}
	switch x := v.(type) {
	case int64:
		if x == math.MinInt64 || !inRange(-x, t.Kind) {
			return nil, t, overflow("expression", t)
		}
		return -x, t, nil
	case float64:
		return -x, t, nil
	case Dec:
		return x.Neg(), t, nil
	}
	return nil, t, nil
}

// Complement is the bitwise NOT.
func Complement(v any, t Type) (any, error) {
	if !isInteger(t.Kind) && t.Kind != Bit {
		return nil, message.New(8117, t.Word(), "'~'")
	}
	switch x := v.(type) {
	case bool:
		return !x, nil
	case int64:
		if t.Kind == TinyInt {
			return int64(^uint8(x)), nil
		}
		return ^x, nil
	}
	return nil, nil
}
