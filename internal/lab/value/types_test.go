package value

import (
	"errors"
	"testing"

	"milink/internal/lab/message"
)

// numberOf is the message number of an error, 0 for none.
func numberOf(err error) int32 {
	var m *message.Message
	if errors.As(err, &m) {
		return m.Number
	}
	return 0
}

func TestTypeByName(t *testing.T) {
	for _, c := range []struct {
		name string
		args []int
		want string
	}{
		{"int", nil, "int"},
		{"INTEGER", nil, "int"},
		{"nvarchar", []int{50}, "nvarchar(50)"},
		{"nvarchar", []int{Max}, "nvarchar(max)"},
		{"varchar", nil, "varchar(1)"},
		{"sysname", nil, "nvarchar(128)"},
		{"numeric", []int{25, 0}, "numeric(25,0)"},
		{"decimal", nil, "decimal(18,0)"},
		{"decimal", []int{10}, "decimal(10,0)"},
		{"float", []int{24}, "real"},
		{"float", []int{53}, "float"},
		{"datetime2", nil, "datetime2(7)"},
		{"datetime2", []int{0}, "datetime2(0)"},
		{"datetimeoffset", []int{3}, "datetimeoffset(3)"},
		{"time", []int{2}, "time(2)"},
		{"rowversion", nil, "timestamp"},
		{"varbinary", []int{85}, "varbinary(85)"},
		{"sql_variant", nil, "sql_variant"},
		{"uniqueidentifier", nil, "uniqueidentifier"},
	} {
		got, ok := TypeByName(c.name, c.args)
		if !ok || got.String() != c.want {
			t.Errorf("%s %v = %s (%v), want %s", c.name, c.args, got, ok, c.want)
		}
	}
}

func TestTypeByNameRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		args []int
	}{
		{"text2", nil}, {"int", []int{4}}, {"nvarchar", []int{4001}}, {"varchar", []int{8001}},
		{"nvarchar", []int{0}}, {"char", []int{Max}}, {"decimal", []int{39}}, {"decimal", []int{5, 6}},
		{"datetime2", []int{8}}, {"float", []int{54}}, {"varchar", []int{1, 2}}, {"datetime", []int{3}},
	} {
		if got, ok := TypeByName(c.name, c.args); ok {
			t.Errorf("%s %v = %s, want a refusal", c.name, c.args, got)
		}
	}
}

func TestSameAs(t *testing.T) {
	if !NumericPS(10, 2).SameAs(DecimalPS(10, 2)) || VarCharN(3).SameAs(VarCharN(4)) || IntT.SameAs(BigIntT) {
		t.Error("numeric is decimal; lengths and kinds tell types apart")
	}
}

func TestWordsOfMessages(t *testing.T) {
	for want, typ := range map[string]Type{
		"numeric": DecimalPS(5, 1), "varchar": VarCharN(10), "varbinary(max)": VarBinaryN(Max),
		"nvarchar(max)": NVarCharN(Max), "xml": XMLT, "int": IntT,
	} {
		if typ.Word() != want {
			t.Errorf("%s reads %q, want %q", typ, typ.Word(), want)
		}
	}
}

// The expected types follow "Data type precedence" and "Precision, scale, and length".
func TestUnify(t *testing.T) {
	for _, c := range []struct{ a, b, want Type }{
		{IntT, VarCharN(10), IntT},
		{VarCharN(10), NVarCharN(5), NVarCharN(10)},
		{VarCharN(10), VarCharN(Max), VarCharN(Max)},
		{CharN(3), VarCharN(2), VarCharN(3)},
		{IntT, BigIntT, BigIntT},
		{BitT, IntT, IntT},
		{IntT, DecimalPS(5, 2), DecimalPS(12, 2)},
		{DecimalPS(38, 10), DecimalPS(38, 0), DecimalPS(38, 0)},
		{MoneyT, IntT, MoneyT},
		{DecimalPS(5, 2), FloatT, FloatT},
		{VarCharN(10), DateTimeT, DateTimeT},
		{DateTimeT, IntT, DateTimeT},
		{DateT, DateTime2N(3), DateTime2N(3)},
		{DateTimeT, DateTime2N(0), DateTime2N(3)},
		{TimeN(5), DateTime2N(2), DateTime2N(5)},
		{GUIDT, VarCharN(36), GUIDT},
		{VarBinaryN(10), IntT, IntT},
		{NullT, DateT, DateT},
		{NullT, NullT, NullT},
		{IntT, VariantT, VariantT},
		{VarBinaryN(4), BinaryN(8), VarBinaryN(8)},
	} {
		for _, pair := range [][2]Type{{c.a, c.b}, {c.b, c.a}} {
			got, err := Unify(pair[0], pair[1])
			if err != nil || !got.SameAs(c.want) {
				t.Errorf("%s and %s make %s (%v), want %s", pair[0], pair[1], got, err, c.want)
			}
		}
	}
}

func TestUnifyClashes(t *testing.T) {
	for _, c := range []struct {
		a, b Type
		want string
	}{
		{IntT, DateT, "Operand type clash: int is incompatible with date"},
		{GUIDT, IntT, "Operand type clash: uniqueidentifier is incompatible with int"},
		{DateT, TimeN(7), "Operand type clash: time is incompatible with date"},
	} {
		_, err := Unify(c.a, c.b)
		var m *message.Message
		if !errors.As(err, &m) || m.Number != 206 || m.Text != c.want {
			t.Errorf("%s and %s: %v, want %q", c.a, c.b, err, c.want)
		}
	}
}

// The cells are read off the chart of "CAST and CONVERT".
func TestConversionChart(t *testing.T) {
	const ok = 0
	for _, c := range []struct {
		from, to        Type
		implicit, asked int32
	}{
		{VarCharN(5), IntT, ok, ok},
		{VarCharN(5), VarBinaryN(5), 257, ok},
		{NVarCharN(5), VarBinaryN(Max), 257, ok},
		{IntT, DateTimeT, ok, ok},
		{IntT, DateT, 206, 529},
		{DateTimeT, IntT, 257, ok},
		{DateT, IntT, 206, 529},
		{DateT, DateTimeT, ok, ok},
		{DateT, TimeN(7), 206, 529},
		{VariantT, IntT, 257, ok},
		{IntT, VariantT, ok, ok},
		{GUIDT, VarCharN(36), ok, ok},
		{GUIDT, IntT, 206, 529},
		{FloatT, VarBinaryN(8), ok, ok},
		{VarBinaryN(8), FloatT, 206, 529},
		{VarBinaryN(8), IntT, ok, ok},
		{XMLT, NVarCharN(Max), 257, ok},
		{NVarCharN(Max), XMLT, ok, ok},
		{XMLT, IntT, 206, 529},
		{TimestampT, BigIntT, ok, ok},
		{NullT, DateT, ok, ok},
	} {
		if got := numberOf(CanConvert(c.from, c.to, false)); got != c.implicit {
			t.Errorf("%s to %s implicitly: %d, want %d", c.from, c.to, got, c.implicit)
		}
		if got := numberOf(CanConvert(c.from, c.to, true)); got != c.asked {
			t.Errorf("%s to %s by CONVERT: %d, want %d", c.from, c.to, got, c.asked)
		}
	}
}
