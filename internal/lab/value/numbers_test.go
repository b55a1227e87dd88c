package value

import (
	"bytes"
	"math"
	"testing"
)

// Worked by hand from "Precision, scale, and length": 10.50 is decimal(4,2), 0.255 is
// decimal(3,3).
func TestDecimalArithmetic(t *testing.T) {
	a, ta := dec(t, "10.50"), DecimalPS(4, 2)
	b, tb := dec(t, "0.255"), DecimalPS(3, 3)
	for op, want := range map[Op]string{
		OpAdd: "10.755", OpSub: "10.245", OpMul: "2.67750", OpDiv: "41.176470", OpMod: "0.045",
	} {
		got, err := Arith(op, a, b, ta, tb)
		if err != nil || got.(Dec).String() != want {
			t.Errorf("10.50 %c 0.255 = %v, %v; want %s", op, got, err, want)
		}
	}
	most := dec(t, "99999999999999999999999999999999999999")
	if _, err := Arith(OpAdd, most, int64(1), DecimalPS(38, 0), IntT); numberOf(err) != 8115 {
		t.Errorf("39 digits: %v, want 8115", err)
	}
	if got, err := Arith(OpMul, "1.5", b, VarCharN(3), tb); numberOf(err) != 8115 {
		t.Errorf("'1.5' * 0.255 = %v, %v; the string takes the other side's type, which cannot hold it", got, err)
	}
}

func TestMoneyArithmetic(t *testing.T) {
	m := func(s string) Dec { return mustConvert(t, s, text, MoneyT).(Dec) }
	for _, c := range []struct {
		op   Op
		a, b string
		want string
	}{
		{OpMul, "2.5", "2.5", "6.2500"}, {OpMod, "5", "3", "2.0000"}, {OpSub, "1", "0.0001", "0.9999"}, {OpDiv, "2", "3", "0.6666"},
	} {
		got, err := Arith(c.op, m(c.a), m(c.b), MoneyT, MoneyT)
		if err != nil || got.(Dec).String() != c.want {
			t.Errorf("%s %c %s = %v, %v; want %s", c.a, c.op, c.b, got, err, c.want)
		}
	}
	if _, err := Arith(OpDiv, m("1"), m("0"), MoneyT, MoneyT); numberOf(err) != 8134 {
		t.Errorf("money / 0: %v, want 8134", err)
	}
	if _, err := Arith(OpAdd, m("922337203685477.5807"), m("1"), MoneyT, MoneyT); numberOf(err) != 8115 {
		t.Errorf("past the last amount: %v, want 8115", err)
	}
}

func TestFloatArithmetic(t *testing.T) {
	for op, want := range map[Op]float64{OpAdd: 2, OpSub: 1, OpMul: 0.75, OpDiv: 3} {
		if got, err := Arith(op, 1.5, 0.5, FloatT, FloatT); err != nil || got != want {
			t.Errorf("1.5 %c 0.5 = %v, %v; want %v", op, got, err, want)
		}
	}
	if got, err := Arith(OpAdd, 0.1, 0.2, RealT, RealT); err != nil || got != float64(float32(0.3)) {
		t.Errorf("real 0.1 + 0.2 = %v, %v", got, err)
	}
}

func TestOtherOperands(t *testing.T) {
	if got, err := Arith(OpXor, true, true, BitT, BitT); err != nil || got != false {
		t.Errorf("1 ^ 1 = %v, %v", got, err)
	}
	got, err := Arith(OpAdd, []byte{1}, []byte{2, 3}, BinaryN(1), VarBinaryN(2))
	if err != nil || !bytes.Equal(got.([]byte), []byte{1, 2, 3}) {
		t.Errorf("0x01 + 0x0203 = %v, %v", got, err)
	}
	if v, _, err := Negate(NewDec(150, 2), DecimalPS(3, 2)); err != nil || v.(Dec).String() != "-1.50" {
		t.Errorf("-1.50: %v, %v", v, err)
	}
	if v, _, err := Negate(1.5, FloatT); err != nil || v != -1.5 {
		t.Errorf("-1.5: %v, %v", v, err)
	}
	if v, err := Complement(true, BitT); err != nil || v != false {
		t.Errorf("~1 = %v, %v", v, err)
	}
	if v, err := Complement(int64(0), IntT); err != nil || v != int64(-1) {
		t.Errorf("~0 = %v, %v", v, err)
	}
}

func TestSmallMoney(t *testing.T) {
	for in, number := range map[string]int32{"214748.3647": 0, "214748.3648": 294, "x": 293} {
		if _, err := Convert(in, text, SmallMoneyT, NoStyle); numberOf(err) != number {
			t.Errorf("'%s' as smallmoney: %v, want %d", in, err, number)
		}
	}
	if _, err := Convert("922337203685477.5808", text, MoneyT, NoStyle); numberOf(err) != 236 {
		t.Errorf("past the last amount: %v, want 236", err)
	}
	if _, err := Convert(int64(300000), IntT, SmallMoneyT, NoStyle); textOf(err) != "Arithmetic overflow error converting int to data type smallmoney." {
		t.Errorf("300000: %v", err)
	}
	if _, err := Convert(NewDec(12345, 4), SmallMoneyT, VarCharN(2), 0); numberOf(err) != 292 {
		t.Errorf("no room: %v, want 292", err)
	}
}

func TestBinaryAndNumbers(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		want     []byte
	}{
		{1.0, FloatT, BinaryN(8), []byte{0x3F, 0xF0, 0, 0, 0, 0, 0, 0}},
		{1.0, RealT, BinaryN(4), []byte{0x3F, 0x80, 0, 0}},
		{NewDec(10000, 4), SmallMoneyT, BinaryN(4), []byte{0, 0, 0x27, 0x10}},
		{mustConvert(t, "1900-01-02 00:01", text, SmallDateTimeT), SmallDateTimeT, BinaryN(4), []byte{0, 1, 0, 1}},
		{mustConvert(t, "0001-01-02 01:00:01 +01:00", text, DateTimeOffsetN(0)), DateTimeOffsetN(0), VarBinaryN(20), []byte{0, 1, 0, 0, 1, 0, 0, 60, 0}},
	} {
		if got := mustConvert(t, c.v, c.from, c.to); !bytes.Equal(got.([]byte), c.want) {
			t.Errorf("%v as %s = %x, want %x", c.v, c.from, got, c.want)
		}
	}
	if got := mustConvert(t, []byte{0x27, 0x10}, VarBinaryN(2), MoneyT).(Dec).String(); got != "1.0000" {
		t.Errorf("0x2710 as money = %s", got)
	}
	if got := mustConvert(t, []byte{0xFF, 0xFF, 0xD8, 0xF0}, VarBinaryN(4), SmallMoneyT).(Dec).String(); got != "-1.0000" {
		t.Errorf("0xFFFFD8F0 as smallmoney = %s", got)
	}
	if got := mustConvert(t, []byte{0, 1, 0, 1}, BinaryN(4), SmallDateTimeT); iso(t, got, SmallDateTimeT) != "1900-01-02 00:01:00.000" {
		t.Errorf("0x00010001 as smalldatetime = %v", got)
	}
	for want, in := range map[bool][]byte{true: {0, 1}, false: {1, 0}} {
		if got := mustConvert(t, in, VarBinaryN(2), BitT); got != want {
			t.Errorf("%x as bit = %v", in, got)
		}
	}
	if _, err := Convert([]byte{1, 2}, VarBinaryN(2), DecimalPS(5, 2), NoStyle); numberOf(err) != 8114 {
		t.Errorf("0x0102 as decimal: %v, want 8114", err)
	}
}

func TestToBit(t *testing.T) {
	noon := mustConvert(t, "12:00", text, DateTimeT)
	for _, c := range []struct {
		v    any
		from Type
		want bool
	}{
		{0.1, FloatT, true}, {0.0, FloatT, false}, {NewDec(1, 4), MoneyT, true}, {noon, DateTimeT, true}, {true, BitT, true},
	} {
		if got := mustConvert(t, c.v, c.from, BitT); got != c.want {
			t.Errorf("%v as bit = %v", c.v, got)
		}
	}
}

func TestExtremeFloats(t *testing.T) {
	if got := mustConvert(t, 1e-300, FloatT, DecimalPS(10, 5)).(Dec).String(); got != "0.00000" {
		t.Errorf("1e-300 as decimal = %s", got)
	}
	for _, c := range []struct {
		v      any
		from   Type
		to     Type
		number int32
	}{
		{math.MaxFloat64, FloatT, RealT, 8115}, {math.MaxFloat64, FloatT, DecimalPS(38, 0), 8115}, {math.MaxFloat64, FloatT, DateTimeT, 8115},
		{9.3e18, FloatT, BigIntT, 232}, {math.MaxFloat64, FloatT, MoneyT, 8115}, {"1e999", text, FloatT, 8115},
	} {
		if got, err := Convert(c.v, c.from, c.to, NoStyle); numberOf(err) != c.number {
			t.Errorf("%v as %s = %v, %v; want %d", c.v, c.to, got, err, c.number)
		}
	}
}

func TestQuestionsAboutTypes(t *testing.T) {
	for _, c := range []struct {
		typ                      Type
		text, number, isTemporal bool
	}{
		{SysnameT, true, false, false}, {XMLT, false, false, false}, {BitT, false, true, false}, {FloatT, false, true, false},
		{DateT, false, false, true}, {DateTimeOffsetN(1), false, false, true}, {VariantT, false, false, false}, {TimestampT, false, false, false},
	} {
		if c.typ.IsString() != c.text || c.typ.IsNumber() != c.number || c.typ.IsTemporal() != c.isTemporal {
			t.Errorf("%s answers %v %v %v", c.typ, c.typ.IsString(), c.typ.IsNumber(), c.typ.IsTemporal())
		}
	}
}

func TestQuestionsAboutCollations(t *testing.T) {
	for name, want := range map[string][2]bool{
		"Latin1_General_BIN2":              {true, false},
		"Latin1_General_100_CI_AS_SC_UTF8": {false, true},
		"Latin1_General_CS_AS":             {true, false},
	} {
		c := collation(t, name)
		if c.CaseSensitive() != want[0] || c.UTF8() != want[1] || c.String() != name {
			t.Errorf("%s: case sensitive %v, UTF-8 %v", c, c.CaseSensitive(), c.UTF8())
		}
	}
	c := collation(t, "Latin1_General_BIN2")
	if Compare("ab", "ab\x01", SysnameT, c) != 1 {
		t.Error("a shorter string is padded with blanks, which come after control characters")
	}
}
