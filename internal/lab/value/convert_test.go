package value

import (
	"bytes"
	"errors"
	"testing"

	"milink/internal/lab/message"
)

func textOf(err error) string {
	var m *message.Message
	if errors.As(err, &m) {
		return m.Text
	}
	return ""
}

func mustConvert(t testing.TB, v any, from, to Type) any {
	t.Helper()
	out, err := Convert(v, from, to, NoStyle)
	if err != nil {
		t.Fatalf("CONVERT(%s, %v): %v", to, v, err)
	}
	return out
}

var text = VarCharN(200)

func TestStringsToNumbers(t *testing.T) {
	for _, c := range []struct {
		in   string
		to   Type
		want string
	}{
		{" 12 ", IntT, "12"}, {"-7", IntT, "-7"}, {"+7", BigIntT, "7"}, {"", IntT, "0"}, {"-", IntT, "0"},
		{"255", TinyIntT, "255"}, {"-2147483648", IntT, "-2147483648"},
		{"true", BitT, "1"}, {"FALSE", BitT, "0"}, {"2", BitT, "1"}, {"0", BitT, "0"}, {"", BitT, "0"},
		{"1.005", DecimalPS(5, 2), "1.01"}, {" -1 ", DecimalPS(5, 2), "-1.00"},
		{"1e5", FloatT, "100000"}, {"", FloatT, "0"}, {"-.5", FloatT, "-0.5"},
		{"$1,234.567", MoneyT, "1234.57"}, {"-$5", MoneyT, "-5.00"}, {"", MoneyT, "0.00"}, {"$-5", MoneyT, "-5.00"},
	} {
		got := mustConvert(t, mustConvert(t, c.in, text, c.to), c.to, text)
		if got != c.want {
			t.Errorf("'%s' as %s = %v, want %s", c.in, c.to, got, c.want)
		}
	}
}

func TestConversionErrors(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		number   int32
		text     string
	}{
		{"abc", VarCharN(3), IntT, 245, "Conversion failed when converting the varchar value 'abc' to data type int."},
		{"12.5", NVarCharN(4), SmallIntT, 245, "Conversion failed when converting the nvarchar value '12.5' to data type smallint."},
		{"x", VarCharN(3), BitT, 245, "Conversion failed when converting the varchar value 'x' to data type bit."},
		{"99999999999", VarCharN(20), IntT, 248, "The conversion of the varchar value '99999999999' overflowed an int column."},
		{"300", VarCharN(3), TinyIntT, 244, "The conversion of the varchar value '300' overflowed an INT1 column. Use a larger integer column."},
		{"99999", VarCharN(5), SmallIntT, 244, "The conversion of the varchar value '99999' overflowed an INT2 column. Use a larger integer column."},
		{"abc", VarCharN(3), BigIntT, 8114, "Error converting data type varchar to bigint."},
		{"abc", NVarCharN(3), DecimalPS(5, 2), 8114, "Error converting data type nvarchar to numeric."},
		{"", VarCharN(3), DecimalPS(5, 2), 8114, "Error converting data type varchar to numeric."},
		{"1e5", VarCharN(3), DecimalPS(5, 2), 8114, "Error converting data type varchar to numeric."},
		{"12345", VarCharN(5), DecimalPS(5, 2), 8115, "Arithmetic overflow error converting varchar to data type numeric."},
		{"1.5x", VarCharN(5), FloatT, 8114, "Error converting data type varchar to float."},
		{"0x10", VarCharN(5), FloatT, 8114, "Error converting data type varchar to float."},
		{"inf", VarCharN(5), FloatT, 8114, "Error converting data type varchar to float."},
		{"abc", VarCharN(5), MoneyT, 235, "Cannot convert a char value to money. The char value has incorrect syntax."},
		{int64(300), IntT, TinyIntT, 220, "Arithmetic overflow error for data type tinyint, value = 300."},
		{int64(40000), IntT, SmallIntT, 220, "Arithmetic overflow error for data type smallint, value = 40000."},
		{int64(1 << 40), BigIntT, IntT, 8115, "Arithmetic overflow error converting expression to data type int."},
		{int64(123456), IntT, DecimalPS(5, 2), 8115, "Arithmetic overflow error converting int to data type numeric."},
		{NewDec(12345678, 2), DecimalPS(10, 2), DecimalPS(5, 2), 8115, "Arithmetic overflow error converting numeric to data type numeric."},
		{1e10, FloatT, IntT, 232, "Arithmetic overflow error for type int, value = 10000000000.000000."},
		{NewDec(12345, 2), DecimalPS(5, 2), VarCharN(3), 8115, "Arithmetic overflow error converting numeric to data type varchar."},
		{int64(1234), IntT, NVarCharN(2), 8115, "Arithmetic overflow error converting expression to data type nvarchar."},
		{NewDec(12345, 4), MoneyT, VarCharN(2), 234, "There is insufficient result space to convert a money value to varchar."},
		{"not-a-guid", VarCharN(50), GUIDT, 8169, "Conversion failed when converting from a character string to uniqueidentifier."},
		{GUID{}, GUIDT, VarCharN(20), 8170, "Insufficient result space to convert uniqueidentifier value to char."},
		{int64(5), IntT, DateT, 529, "Explicit conversion from data type int to date is not allowed."},
		{"tomorrow", VarCharN(20), DateTimeT, 241, "Conversion failed when converting date and/or time from character string."},
		{"2024-02-30", VarCharN(20), DateTimeT, 242, "The conversion of a varchar data type to a datetime data type resulted in an out-of-range value."},
		{"1500-01-01", VarCharN(20), DateTimeT, 242, "The conversion of a varchar data type to a datetime data type resulted in an out-of-range value."},
		{"2024-02-30", VarCharN(20), DateT, 241, "Conversion failed when converting date and/or time from character string."},
		{"tomorrow", VarCharN(20), SmallDateTimeT, 295, "Conversion failed when converting character string to smalldatetime data type."},
	} {
		got, err := Convert(c.v, c.from, c.to, NoStyle)
		if numberOf(err) != c.number || textOf(err) != c.text {
			t.Errorf("CONVERT(%s, %v) = %v, %v; want %d %s", c.to, c.v, got, err, c.number, c.text)
		}
	}
}

func TestNumbersToStrings(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		style    int
		want     string
	}{
		{int64(1234), IntT, VarCharN(3), 0, "*"},
		{int64(1234), IntT, CharN(3), 0, "*  "},
		{int64(1234), IntT, VarCharN(4), 0, "1234"},
		{true, BitT, VarCharN(5), 0, "1"},
		{NewDec(15000, 4), DecimalPS(9, 4), VarCharN(20), 0, "1.5000"},
		{NewDec(-12345678999, 4), MoneyT, VarCharN(20), 0, "-1234567.90"},
		{NewDec(12345678999, 4), MoneyT, VarCharN(20), 1, "1,234,567.90"},
		{NewDec(1230000, 4), MoneyT, VarCharN(20), 1, "123.00"},
		{NewDec(12345678999, 4), MoneyT, VarCharN(20), 2, "1234567.8999"},
		{0.1, FloatT, VarCharN(30), 0, "0.1"},
		{123456.0, FloatT, VarCharN(30), 0, "123456"},
		{1234567.0, FloatT, VarCharN(30), 0, "1.23457e+006"},
		{0.00001, FloatT, VarCharN(30), 0, "1e-005"},
		{1.0, FloatT, VarCharN(30), 0, "1"},
		{0.0, FloatT, VarCharN(30), 0, "0"},
		{3.14159265, FloatT, VarCharN(30), 0, "3.14159"},
		{1234.5, FloatT, VarCharN(30), 1, "1.2345000e+003"},
		{1234.5, FloatT, VarCharN(30), 2, "1.234500000000000e+003"},
		{0.1, FloatT, VarCharN(30), 3, "1.0000000000000001e-001"},
	} {
		got, err := Convert(c.v, c.from, c.to, c.style)
		if err != nil || got != c.want {
			t.Errorf("CONVERT(%s, %v, %d) = %q, %v; want %q", c.to, c.v, c.style, got, err, c.want)
		}
	}
}

func TestNumbersToNumbers(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		want     string
	}{
		{NewDec(19, 1), DecimalPS(3, 1), IntT, "1"},       // a decimal is cut
		{NewDec(-19, 1), DecimalPS(3, 1), IntT, "-1"},     // toward zero
		{NewDec(15000, 4), MoneyT, IntT, "2"},             // money rounds
		{1.9, FloatT, IntT, "1"},                          // a float is cut
		{2.345, FloatT, DecimalPS(5, 2), "2.35"},          // and rounds into a decimal
		{NewDec(0, 0), DecimalPS(3, 0), BitT, "0"},        //
		{int64(-3), IntT, BitT, "1"},                      //
		{[]byte{1, 0}, VarBinaryN(2), IntT, "256"},        // high byte first
		{[]byte{9, 0, 0, 0, 1}, VarBinaryN(5), IntT, "1"}, // the last bytes count
		{[]byte{0xFF, 0xFF}, VarBinaryN(2), SmallIntT, "-1"},
	} {
		got := mustConvert(t, mustConvert(t, c.v, c.from, c.to), c.to, text)
		if got != c.want {
			t.Errorf("%v as %s = %v, want %s", c.v, c.to, got, c.want)
		}
	}
}

func TestStringsAreCutAndPadded(t *testing.T) {
	for _, c := range []struct {
		in   string
		to   Type
		want string
	}{
		{"abcdef", VarCharN(3), "abc"}, {"ab", CharN(4), "ab  "}, {"ab", NCharN(3), "ab "},
		{"a😀b", NVarCharN(2), "a"}, {"a😀b", NVarCharN(3), "a😀"}, {"abc", NVarCharN(Max), "abc"},
		{"ā€ü漢", VarCharN(9), "a€ü?"},
	} {
		if got := mustConvert(t, c.in, NVarCharN(50), c.to); got != c.want {
			t.Errorf("%q as %s = %q, want %q", c.in, c.to, got, c.want)
		}
	}
}

func TestStoreRefusesTruncation(t *testing.T) {
	if _, err := Store("abcd", VarCharN(4), VarCharN(3)); numberOf(err) != 8152 {
		t.Errorf("four characters into three: %v", err)
	}
	if got, err := Store("abc  ", VarCharN(5), VarCharN(3)); err != nil || got != "abc" {
		t.Errorf("trailing blanks: %q, %v", got, err)
	}
	if _, err := Store([]byte{1, 2}, VarBinaryN(2), VarBinaryN(1)); numberOf(err) != 8152 {
		t.Errorf("two bytes into one: %v", err)
	}
	if _, err := Store(Var{IntT, int64(1)}, VariantT, IntT); numberOf(err) != 257 {
		t.Errorf("sql_variant into int: %v", err)
	}
	if got, err := Store(nil, VariantT, IntT); got != nil || err != nil {
		t.Errorf("NULL: %v, %v", got, err)
	}
}

func TestBinaryStyles(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		style    int
		want     string
	}{
		{[]byte{0x4E, 0x61}, VarBinaryN(2), VarCharN(10), 0, "Na"},
		{[]byte{0x4E, 0x61}, VarBinaryN(2), VarCharN(10), 1, "0x4E61"},
		{[]byte{0x4E, 0x61}, VarBinaryN(2), VarCharN(10), 2, "4E61"},
		{[]byte{0x4E, 0x00}, VarBinaryN(2), NVarCharN(10), 0, "N"},
		{[]byte{0x80}, VarBinaryN(2), VarCharN(10), 0, "€"},
	} {
		got, err := Convert(c.v, c.from, c.to, c.style)
		if err != nil || got != c.want {
			t.Errorf("%x style %d = %q, %v; want %q", c.v, c.style, got, err, c.want)
		}
	}
	if _, err := Convert([]byte{1}, VarBinaryN(1), VarCharN(9), 3); numberOf(err) != 281 {
		t.Errorf("style 3: %v, want 281", err)
	}
}

func TestToBinary(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		style    int
		want     []byte
	}{
		{"Na", VarCharN(2), VarBinaryN(10), 0, []byte{0x4E, 0x61}},
		{"N", NVarCharN(2), VarBinaryN(10), 0, []byte{0x4E, 0}},
		{"0x4e61", VarCharN(10), VarBinaryN(10), 1, []byte{0x4E, 0x61}},
		{"4E61", VarCharN(10), BinaryN(3), 2, []byte{0x4E, 0x61, 0}},
		{int64(1), IntT, VarBinaryN(8), 0, []byte{0, 0, 0, 1}},
		{int64(1), IntT, BinaryN(6), 0, []byte{0, 0, 0, 0, 0, 1}},
		{int64(258), IntT, BinaryN(1), 0, []byte{2}},
		{int64(-1), SmallIntT, VarBinaryN(8), 0, []byte{0xFF, 0xFF}},
		{true, BitT, VarBinaryN(8), 0, []byte{1}},
		{NewDec(10000, 4), MoneyT, VarBinaryN(8), 0, []byte{0, 0, 0, 0, 0, 0, 0x27, 0x10}},
		{NewDec(-100, 2), DecimalPS(5, 2), VarBinaryN(20), 0, []byte{5, 2, 0, 0, 100, 0, 0, 0}},
	} {
		got, err := Convert(c.v, c.from, c.to, c.style)
		if err != nil || !bytes.Equal(got.([]byte), c.want) {
			t.Errorf("%v as %s style %d = %x, %v; want %x", c.v, c.to, c.style, got, err, c.want)
		}
	}
	for in, style := range map[string]int{"4E61": 1, "0x4E6": 1, "0x4E": 2, "zz": 2} {
		if _, err := Convert(in, VarCharN(9), VarBinaryN(9), style); numberOf(err) != 8114 {
			t.Errorf("'%s' style %d: %v, want 8114", in, style, err)
		}
	}
}

func TestDecimalBinaryComesBack(t *testing.T) {
	for _, s := range []string{"0.00", "-1.00", "12345678901234567890.12"} {
		b := mustConvert(t, dec(t, s), DecimalPS(30, 2), VarBinaryN(30))
		if got := mustConvert(t, b, VarBinaryN(30), DecimalPS(30, 2)).(Dec).String(); got != s {
			t.Errorf("%s came back as %s", s, got)
		}
	}
}

func TestGUID(t *testing.T) {
	const printed = "6F9619FF-8B86-D011-B42D-00C04FC964FF"
	for _, in := range []string{printed, "{6f9619ff-8b86-d011-b42d-00c04fc964ff}", printed + " and more"} {
		g := mustConvert(t, in, VarCharN(60), GUIDT)
		if got := mustConvert(t, g, GUIDT, VarCharN(36)); got != printed {
			t.Errorf("%s became %s", in, got)
		}
	}
	g := mustConvert(t, printed, VarCharN(60), GUIDT)
	stored := []byte{0xFF, 0x19, 0x96, 0x6F, 0x86, 0x8B, 0x11, 0xD0, 0xB4, 0x2D, 0x00, 0xC0, 0x4F, 0xC9, 0x64, 0xFF}
	if got := mustConvert(t, g, GUIDT, BinaryN(16)); !bytes.Equal(got.([]byte), stored) {
		t.Errorf("stored as %x", got)
	}
	if back := mustConvert(t, stored, BinaryN(16), GUIDT); back != g {
		t.Errorf("read back as %v", back)
	}
	for _, bad := range []string{"", "6F9619FF8B86D011B42D00C04FC964FF", "{" + printed, "zF9619FF-8B86-D011-B42D-00C04FC964FF"} {
		if _, ok := ParseGUID(bad); ok {
			t.Errorf("%q is taken for a GUID", bad)
		}
	}
}

func TestVariantKeepsItsType(t *testing.T) {
	v := mustConvert(t, int64(7), IntT, VariantT)
	if x, ok := v.(Var); !ok || x.Type != IntT || x.Value != int64(7) {
		t.Fatalf("sql_variant holds %#v", v)
	}
	if again := mustConvert(t, v, VariantT, VariantT); again != v {
		t.Errorf("a sql_variant inside a sql_variant: %#v", again)
	}
	if s := mustConvert(t, v, VariantT, VarCharN(5)); s != "7" {
		t.Errorf("back as varchar: %v", s)
	}
	if _, err := Convert("x", NVarCharN(Max), VariantT, 0); numberOf(err) != 206 {
		t.Errorf("nvarchar(max) into sql_variant: %v, want 206", err)
	}
}
