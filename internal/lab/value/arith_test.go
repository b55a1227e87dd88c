package value

import (
	"math"
	"testing"
)

// Types from "Precision, scale, and length" and the operator pages.
func TestResultType(t *testing.T) {
	for _, c := range []struct {
		op         Op
		a, b, want Type
	}{
		{OpDiv, IntT, IntT, IntT},
		{OpDiv, IntT, NumericPS(2, 1), NumericPS(17, 6)},
		{OpAdd, DecimalPS(10, 2), DecimalPS(10, 4), NumericPS(13, 4)},
		{OpMul, DecimalPS(10, 2), DecimalPS(10, 4), NumericPS(21, 6)},
		{OpMod, DecimalPS(10, 2), DecimalPS(5, 1), NumericPS(6, 2)},
		{OpMul, DecimalPS(38, 20), DecimalPS(38, 20), NumericPS(38, 6)},
		{OpDiv, DecimalPS(38, 0), DecimalPS(38, 0), NumericPS(38, 6)},
		{OpAdd, DecimalPS(38, 10), DecimalPS(38, 10), NumericPS(38, 10)},
		{OpAdd, TinyIntT, SmallIntT, SmallIntT},
		{OpAdd, IntT, MoneyT, MoneyT},
		{OpAdd, MoneyT, DecimalPS(5, 0), NumericPS(20, 4)},
		{OpMul, RealT, IntT, RealT},
		{OpMul, FloatT, DecimalPS(5, 2), FloatT},
		{OpAdd, VarCharN(10), VarCharN(20), VarCharN(30)},
		{OpAdd, VarCharN(5000), VarCharN(5000), VarCharN(8000)},
		{OpAdd, NVarCharN(3000), VarCharN(3000), NVarCharN(4000)},
		{OpAdd, NVarCharN(3000), NVarCharN(Max), NVarCharN(Max)},
		{OpAdd, CharN(3), VarCharN(4), VarCharN(7)},
		{OpAdd, BinaryN(3), VarBinaryN(4), VarBinaryN(7)},
		{OpAdd, VarCharN(10), IntT, IntT},
		{OpSub, DateTimeT, IntT, DateTimeT},
		{OpSub, DateTimeT, DateTimeT, DateTimeT},
		{OpAdd, DateTimeT, VarCharN(20), DateTimeT},
		{OpAdd, NullT, IntT, IntT},
		{OpAdd, NullT, NullT, IntT},
		{OpAnd, IntT, TinyIntT, IntT},
		{OpAnd, BitT, BitT, BitT},
		{OpAnd, VarBinaryN(8), IntT, IntT},
	} {
		got, err := ResultType(c.op, c.a, c.b)
		if err != nil || !got.SameAs(c.want) {
			t.Errorf("%s %c %s = %s (%v), want %s", c.a, c.op, c.b, got, err, c.want)
		}
	}
}

func TestResultTypeErrors(t *testing.T) {
	for _, c := range []struct {
		op   Op
		a, b Type
		want string
	}{
		{OpSub, VarCharN(1), VarCharN(1), "Operand data type varchar is invalid for subtract operator."},
		{OpAdd, DateT, IntT, "Operand type clash: date is incompatible with int"},
		{OpSub, DateT, DateT, "Operand data type date is invalid for subtract operator."},
		{OpAdd, DateTime2N(7), DateTimeT, "The data types datetime2 and datetime are incompatible in the add operator."},
		{OpMul, DateTimeT, IntT, "Operand data type datetime is invalid for multiply operator."},
		{OpMod, FloatT, IntT, "The data types float and int are incompatible in the modulo operator."},
		{OpAdd, BitT, BitT, "The data types bit and bit are incompatible in the add operator."},
		{OpAdd, VariantT, IntT, "Operand data type sql_variant is invalid for add operator."},
		{OpAdd, VarCharN(3), VarBinaryN(3), "The data types varchar and varbinary are incompatible in the add operator."},
		{OpAdd, GUIDT, IntT, "Operand type clash: uniqueidentifier is incompatible with int"},
		{OpAnd, FloatT, IntT, "The data types float and int are incompatible in the '&' operator."},
	} {
		_, err := ResultType(c.op, c.a, c.b)
		if err == nil || textOf(err) != c.want {
			t.Errorf("%s %c %s: %v, want %q", c.a, c.op, c.b, err, c.want)
		}
	}
}

func TestArith(t *testing.T) {
	for _, c := range []struct {
		op     Op
		a      any
		ta     Type
		b      any
		tb     Type
		want   string
		number int32
	}{
		{op: OpDiv, a: int64(7), ta: IntT, b: int64(2), tb: IntT, want: "3"},
		{op: OpDiv, a: int64(-7), ta: IntT, b: int64(2), tb: IntT, want: "-3"},
		{op: OpMod, a: int64(-7), ta: IntT, b: int64(2), tb: IntT, want: "-1"},
		{op: OpDiv, a: int64(7), ta: IntT, b: NewDec(20, 1), tb: NumericPS(2, 1), want: "3.500000"},
		{op: OpDiv, a: int64(1), ta: IntT, b: NewDec(30, 1), tb: NumericPS(2, 1), want: "0.333333"},
		{op: OpAdd, a: "5", ta: VarCharN(1), b: int64(3), tb: IntT, want: "8"},
		{op: OpAdd, a: "5", ta: VarCharN(1), b: "3", tb: NVarCharN(1), want: "53"},
		{op: OpAdd, a: "ab ", ta: CharN(3), b: "c", tb: CharN(1), want: "ab c"},
		{op: OpAdd, a: "x", ta: VarCharN(1), b: int64(3), tb: IntT, number: 245},
		{op: OpAdd, a: int64(math.MaxInt32), ta: IntT, b: int64(1), tb: IntT, number: 8115},
		{op: OpSub, a: int64(0), ta: TinyIntT, b: int64(1), tb: TinyIntT, number: 8115},
		{op: OpAdd, a: int64(math.MinInt64), ta: BigIntT, b: int64(math.MinInt64), tb: BigIntT, number: 8115},
		{op: OpMul, a: int64(math.MinInt64), ta: BigIntT, b: int64(-1), tb: BigIntT, number: 8115},
		{op: OpMul, a: int64(math.MaxInt64), ta: BigIntT, b: int64(2), tb: BigIntT, number: 8115},
		{op: OpMul, a: int64(1 << 32), ta: BigIntT, b: int64(-(1 << 31)), tb: BigIntT, want: "-9223372036854775808"},
		{op: OpDiv, a: int64(math.MinInt64), ta: BigIntT, b: int64(-1), tb: BigIntT, number: 8115},
		{op: OpMod, a: int64(math.MinInt64), ta: BigIntT, b: int64(-1), tb: BigIntT, want: "0"},
		{op: OpDiv, a: int64(1), ta: IntT, b: int64(0), tb: IntT, number: 8134},
		{op: OpMod, a: int64(1), ta: IntT, b: int64(0), tb: IntT, number: 8134},
		{op: OpDiv, a: 1.5, ta: FloatT, b: 0.0, tb: FloatT, number: 8134},
		{op: OpDiv, a: int64(1), ta: IntT, b: NewDec(0, 1), tb: NumericPS(2, 1), number: 8134},
		{op: OpMul, a: 1e300, ta: FloatT, b: 1e300, tb: FloatT, number: 8115},
		{op: OpDiv, a: NewDec(100000, 4), ta: MoneyT, b: int64(3), tb: IntT, want: "3.3333"},
		{op: OpAnd, a: int64(6), ta: IntT, b: int64(3), tb: IntT, want: "2"},
		{op: OpOr, a: int64(6), ta: IntT, b: int64(3), tb: IntT, want: "7"},
		{op: OpXor, a: int64(6), ta: IntT, b: int64(3), tb: IntT, want: "5"},
		{op: OpAnd, a: []byte{0x0F, 0xFF}, ta: VarBinaryN(2), b: int64(0x0FF0), tb: IntT, want: "4080"},
	} {
		got, err := Arith(c.op, c.a, c.b, c.ta, c.tb)
		if numberOf(err) != c.number {
			t.Errorf("%v %c %v: %v, want error %d", c.a, c.op, c.b, err, c.number)
		} else if err == nil && show(t, got, c.op, c.ta, c.tb) != c.want {
			t.Errorf("%v %c %v = %v, want %s", c.a, c.op, c.b, got, c.want)
		}
	}
}

// show prints a result through the type it was announced with.
func show(t *testing.T, v any, op Op, ta, tb Type) string {
	t.Helper()
	typ, err := ResultType(op, ta, tb)
	if err != nil {
		t.Fatal(err)
	}
	style := NoStyle
	if isMoney(typ.Kind) {
		style = 2
	}
	s, err := Convert(v, typ, VarCharN(Max), style)
	if err != nil {
		t.Fatal(err)
	}
	return s.(string)
}

func TestNullSpreads(t *testing.T) {
	got, err := Arith(OpAdd, nil, int64(1), IntT, IntT)
	if got != nil || err != nil {
		t.Errorf("NULL + 1 = %v, %v", got, err)
	}
	if got, err := Arith(OpDiv, nil, int64(0), IntT, IntT); got != nil || err != nil {
		t.Errorf("NULL / 0 = %v, %v; want NULL", got, err)
	}
}

func TestDateArithmetic(t *testing.T) {
	day := mustConvert(t, "2024-02-28", VarCharN(20), DateTimeT)
	got, err := Arith(OpAdd, day, int64(2), DateTimeT, IntT)
	if err != nil || mustConvert(t, got, DateTimeT, VarCharN(30)) != "Mar  1 2024 12:00AM" {
		t.Errorf("28 February 2024 + 2 = %v, %v", got, err)
	}
	last := mustConvert(t, "9999-12-31", VarCharN(20), DateTimeT)
	if _, err := Arith(OpAdd, last, int64(1), DateTimeT, IntT); numberOf(err) != 517 {
		t.Errorf("a day after the last: %v, want 517", err)
	}
	noon := mustConvert(t, "2024-02-28 12:00", VarCharN(20), DateTimeT)
	diff, err := Arith(OpSub, noon, day, DateTimeT, DateTimeT)
	if err != nil || mustConvert(t, diff, DateTimeT, VarCharN(30)) != "Jan  1 1900 12:00PM" {
		t.Errorf("noon - midnight = %v, %v", diff, err)
	}
}

func TestNegateAndComplement(t *testing.T) {
	v, typ, err := Negate(int64(5), TinyIntT)
	if err != nil || v != int64(-5) || typ != SmallIntT {
		t.Errorf("-tinyint 5 = %v %s, %v", v, typ, err)
	}
	if _, _, err := Negate(int64(math.MinInt32), IntT); numberOf(err) != 8115 {
		t.Errorf("-(-2147483648): %v", err)
	}
	if _, _, err := Negate("a", VarCharN(1)); numberOf(err) != 8117 {
		t.Errorf("-'a': %v", err)
	}
	if v, err := Complement(int64(1), TinyIntT); err != nil || v != int64(254) {
		t.Errorf("~1 = %v, %v", v, err)
	}
	if _, err := Complement(1.0, FloatT); numberOf(err) != 8117 {
		t.Errorf("~1.0: %v", err)
	}
}
