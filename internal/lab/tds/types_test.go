package tds

import (
	"bytes"
	"context"
	"database/sql"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/civil"
	mssql "github.com/microsoft/go-mssqldb"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var intType = value.Type{Kind: value.Int}

func kindOf(k value.Kind) value.Type { return value.Type{Kind: k} }

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func at(y int, m time.Month, d, hour, minute, second, nano int) time.Time {
	return time.Date(y, m, d, hour, minute, second, nano, time.UTC)
}

func dec(t *testing.T, s string) value.Dec {
	t.Helper()
	d, err := value.ParseDec(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// guid is 6F9619FF-8B86-D011-B42D-00C04FC964FF in text order.
var guid = value.GUID{0x6F, 0x96, 0x19, 0xFF, 0x8B, 0x86, 0xD0, 0x11, 0xB4, 0x2D, 0x00, 0xC0, 0x4F, 0xC9, 0x64, 0xFF}

// guidWire is the same on the wire: three little-endian numbers, then bytes.
var guidWire = []byte{0xFF, 0x19, 0x96, 0x6F, 0x86, 0x8B, 0x11, 0xD0, 0xB4, 0x2D, 0x00, 0xC0, 0x4F, 0xC9, 0x64, 0xFF}

const nines38 = "99999999999999999999999999999999999999"

// columnCase is one value as the engine holds it, as the wire carries it (TDS 7.4, the
// nullable form, TYPE_INFO first) and as go-mssqldb gives it to a program.
type columnCase struct {
	name   string
	t      value.Type
	v      any
	info   []byte
	data   []byte
	driver any
}

var collation = []byte{0x09, 0x04, 0xD0, 0x00, 0x34}

func columnCases(t *testing.T) []columnCase {
	offset := time.FixedZone("", -(5*60+30)*60)
	return []columnCase{
		{"bit", kindOf(value.Bit), true, []byte{0x68, 1}, []byte{1, 1}, true},
		{"tinyint", kindOf(value.TinyInt), int64(255), []byte{0x26, 1}, []byte{1, 255}, int64(255)},
		{"smallint", kindOf(value.SmallInt), int64(-2), []byte{0x26, 2}, []byte{2, 0xFE, 0xFF}, int64(-2)},
		{"int", intType, int64(-2147483648), []byte{0x26, 4}, []byte{4, 0, 0, 0, 0x80}, int64(-2147483648)},
		{"bigint", kindOf(value.BigInt), int64(-1), []byte{0x26, 8}, []byte{8, 255, 255, 255, 255, 255, 255, 255, 255}, int64(-1)},
		{"untyped NULL", kindOf(value.Null), nil, []byte{0x26, 4}, []byte{0}, nil},
		{"real", kindOf(value.Real), 0.5, []byte{0x6D, 4}, []byte{4, 0, 0, 0, 0x3F}, 0.5},
		{"float", kindOf(value.Float), -2.0, []byte{0x6D, 8}, []byte{8, 0, 0, 0, 0, 0, 0, 0, 0xC0}, -2.0},
		{"money", kindOf(value.Money), dec(t, "-1"), []byte{0x6E, 8}, []byte{8, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0, 0xD8, 0xFF, 0xFF}, []byte("-1.0000")},
		{"smallmoney", kindOf(value.SmallMoney), dec(t, "214748.3647"), []byte{0x6E, 4}, []byte{4, 0xFF, 0xFF, 0xFF, 0x7F}, []byte("214748.3647")},
		{"decimal 9", value.DecimalPS(9, 2), dec(t, "-10.5"), []byte{0x6A, 5, 9, 2}, []byte{5, 0, 0x1A, 4, 0, 0}, []byte("-10.50")},
		{"numeric 10", value.NumericPS(10, 0), dec(t, "5000000000"), []byte{0x6C, 9, 10, 0}, []byte{9, 1, 0, 0xF2, 5, 0x2A, 1, 0, 0, 0}, []byte("5000000000")},
		{"numeric 28", value.NumericPS(25, 0), dec(t, "1"), []byte{0x6C, 13, 25, 0}, append([]byte{13, 1, 1}, make([]byte, 11)...), []byte("1")},
		{"decimal 38", value.DecimalPS(38, 0), dec(t, nines38), []byte{0x6A, 17, 38, 0},
			[]byte{17, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x3F, 0x22, 0x8A, 0x09, 0x7A, 0xC4, 0x86, 0x5A, 0xA8, 0x4C, 0x3B, 0x4B}, []byte(nines38)},
		{"char", value.CharN(4), "ab  ", append([]byte{0xAF, 4, 0}, collation...), []byte{4, 0, 'a', 'b', ' ', ' '}, "ab  "},
		{"varchar", value.VarCharN(5), "€é?", append([]byte{0xA7, 5, 0}, collation...), []byte{3, 0, 0x80, 0xE9, '?'}, "€é?"},
		{"varchar of no length", value.VarCharN(0), "", append([]byte{0xA7, 1, 0}, collation...), []byte{0, 0}, ""},
		{"varchar(max)", value.VarCharN(value.Max), "ab", append([]byte{0xA7, 0xFF, 0xFF}, collation...),
			[]byte{2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0}, "ab"},
		{"nchar", value.NCharN(2), "☃ ", append([]byte{0xEF, 4, 0}, collation...), []byte{4, 0, 0x03, 0x26, ' ', 0}, "☃ "},
		{"nvarchar", value.NVarCharN(149), "a😀", append([]byte{0xE7, 42, 1}, collation...), []byte{6, 0, 'a', 0, 0x3D, 0xD8, 0x00, 0xDE}, "a😀"},
		{"nvarchar(max), empty", value.NVarCharN(value.Max), "", append([]byte{0xE7, 0xFF, 0xFF}, collation...), make([]byte, 12), ""},
		{"nvarchar(max), NULL", value.NVarCharN(value.Max), nil, append([]byte{0xE7, 0xFF, 0xFF}, collation...), bytes.Repeat([]byte{0xFF}, 8), nil},
		{"xml", kindOf(value.XML), "<a/>", []byte{0xF1, 0},
			[]byte{8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, '<', 0, 'a', 0, '/', 0, '>', 0, 0, 0, 0, 0}, "<a/>"},
		{"binary", value.BinaryN(2), []byte{1, 2}, []byte{0xAD, 2, 0}, []byte{2, 0, 1, 2}, []byte{1, 2}},
		{"varbinary", value.VarBinaryN(300), []byte{}, []byte{0xA5, 0x2C, 1}, []byte{0, 0}, []byte{}},
		{"varbinary, NULL", value.VarBinaryN(300), nil, []byte{0xA5, 0x2C, 1}, []byte{0xFF, 0xFF}, nil},
		{"varbinary(max)", value.VarBinaryN(value.Max), []byte{9}, []byte{0xA5, 0xFF, 0xFF}, []byte{1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0}, []byte{9}},
		{"timestamp", kindOf(value.Timestamp), []byte{0, 0, 0, 0, 0, 0, 7, 0xD1}, []byte{0xAD, 8, 0}, []byte{8, 0, 0, 0, 0, 0, 0, 0, 7, 0xD1}, []byte{0, 0, 0, 0, 0, 0, 7, 0xD1}},
		{"uniqueidentifier", kindOf(value.UniqueIdentifier), guid, []byte{0x24, 16}, append([]byte{16}, guidWire...), guidWire},
		{"date, first", kindOf(value.Date), day(1, 1, 1), []byte{0x28}, []byte{3, 0, 0, 0}, day(1, 1, 1)},
		{"date, last", kindOf(value.Date), day(9999, 12, 31), []byte{0x28}, []byte{3, 0xDA, 0xB9, 0x37}, day(9999, 12, 31)},
		{"time(0)", value.TimeN(0), at(1900, 1, 1, 1, 0, 1, 0), []byte{0x29, 0}, []byte{3, 0x11, 0x0E, 0}, at(1, 1, 1, 1, 0, 1, 0)},
		{"time(7)", value.TimeN(7), at(1900, 1, 1, 0, 0, 0, 100), []byte{0x29, 7}, []byte{5, 1, 0, 0, 0, 0}, at(1, 1, 1, 0, 0, 0, 100)},
		{"datetime2(3)", value.DateTime2N(3), at(1900, 1, 1, 0, 0, 1, 5_000_000), []byte{0x2A, 3}, []byte{7, 0xED, 3, 0, 0, 0x5B, 0x95, 0x0A}, at(1900, 1, 1, 0, 0, 1, 5_000_000)},
		{"datetimeoffset(0)", value.DateTimeOffsetN(0), time.Date(1900, 1, 1, 0, 0, 0, 0, offset), []byte{0x2B, 0}, []byte{8, 0x58, 0x4D, 0, 0x5B, 0x95, 0x0A, 0xB6, 0xFE}, time.Date(1900, 1, 1, 0, 0, 0, 0, offset)},
		{"datetime", kindOf(value.DateTime), at(1900, 1, 2, 0, 0, 0, 7_000_000), []byte{0x6F, 8}, []byte{8, 1, 0, 0, 0, 2, 0, 0, 0}, at(1900, 1, 2, 0, 0, 0, 6_666_666)},
		{"datetime, first", kindOf(value.DateTime), day(1753, 1, 1), []byte{0x6F, 8}, []byte{8, 0x46, 0x2E, 0xFF, 0xFF, 0, 0, 0, 0}, day(1753, 1, 1)},
		{"datetime, rounded into the next day", kindOf(value.DateTime), at(1900, 1, 1, 23, 59, 59, 999_000_000), []byte{0x6F, 8}, []byte{8, 1, 0, 0, 0, 0, 0, 0, 0}, day(1900, 1, 2)},
		{"smalldatetime", kindOf(value.SmallDateTime), at(2079, 6, 6, 23, 59, 0, 0), []byte{0x6F, 4}, []byte{4, 0xFF, 0xFF, 0x9F, 5}, at(2079, 6, 6, 23, 59, 0, 0)},
		{"sql_variant, NULL", kindOf(value.Variant), nil, []byte{0x62, 0x49, 0x1F, 0, 0}, []byte{0, 0, 0, 0}, nil},
	}
}

// variantCases are the base types of a sql_variant: body behind the length.
func variantCases(t *testing.T) []columnCase {
	variant := func(name string, base value.Type, v any, body []byte, driver any) columnCase {
		data := append([]byte{byte(len(body)), 0, 0, 0}, body...)
		return columnCase{name, kindOf(value.Variant), value.Var{Type: base, Value: v}, []byte{0x62, 0x49, 0x1F, 0, 0}, data, driver}
	}
	return []columnCase{
		variant("bit", kindOf(value.Bit), false, []byte{0x32, 0, 0}, false),
		variant("tinyint", kindOf(value.TinyInt), int64(7), []byte{0x30, 0, 7}, int64(7)),
		variant("smallint", kindOf(value.SmallInt), int64(-7), []byte{0x34, 0, 0xF9, 0xFF}, int64(-7)),
		variant("int", intType, int64(1), []byte{0x38, 0, 1, 0, 0, 0}, int64(1)),
		variant("bigint", kindOf(value.BigInt), int64(1), []byte{0x7F, 0, 1, 0, 0, 0, 0, 0, 0, 0}, int64(1)),
		variant("real", kindOf(value.Real), 0.5, []byte{0x3B, 0, 0, 0, 0, 0x3F}, 0.5),
		variant("float", kindOf(value.Float), -2.0, []byte{0x3E, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0}, -2.0),
		variant("money", kindOf(value.Money), dec(t, "0.0001"), []byte{0x3C, 0, 0, 0, 0, 0, 1, 0, 0, 0}, []byte("0.0001")),
		variant("smallmoney", kindOf(value.SmallMoney), dec(t, "0.0001"), []byte{0x7A, 0, 1, 0, 0, 0}, []byte("0.0001")),
		variant("numeric", value.NumericPS(5, 1), dec(t, "-1.5"), []byte{0x6C, 2, 5, 1, 0, 15, 0, 0, 0}, []byte("-1.5")),
		variant("nvarchar", value.NVarCharN(128), "MI", append(append([]byte{0xE7, 7}, collation...), 0, 1, 'M', 0, 'I', 0), "MI"),
		variant("varchar", value.VarCharN(10), "é", append(append([]byte{0xA7, 7}, collation...), 10, 0, 0xE9), "é"),
		variant("varbinary", value.VarBinaryN(10), []byte{1}, []byte{0xA5, 2, 10, 0, 1}, []byte{1}),
		variant("uniqueidentifier", kindOf(value.UniqueIdentifier), guid, append([]byte{0x24, 0}, guidWire...), guidWire),
		variant("date", kindOf(value.Date), day(1900, 1, 1), []byte{0x28, 0, 0x5B, 0x95, 0x0A}, day(1900, 1, 1)),
		variant("time", value.TimeN(0), at(1900, 1, 1, 0, 0, 1, 0), []byte{0x29, 1, 0, 1, 0, 0}, at(1, 1, 1, 0, 0, 1, 0)),
		variant("datetime2", value.DateTime2N(0), at(1900, 1, 1, 0, 0, 1, 0), []byte{0x2A, 1, 0, 1, 0, 0, 0x5B, 0x95, 0x0A}, at(1900, 1, 1, 0, 0, 1, 0)),
		variant("datetimeoffset", value.DateTimeOffsetN(0), day(1900, 1, 1), []byte{0x2B, 1, 0, 0, 0, 0, 0x5B, 0x95, 0x0A, 0, 0}, day(1900, 1, 1)),
		variant("datetime", kindOf(value.DateTime), day(1900, 1, 2), []byte{0x3D, 0, 1, 0, 0, 0, 0, 0, 0, 0}, day(1900, 1, 2)),
		variant("smalldatetime", kindOf(value.SmallDateTime), day(1900, 1, 2), []byte{0x3A, 0, 1, 0, 0, 0}, day(1900, 1, 2)),
	}
}

func TestTypesOnTheWire(t *testing.T) {
	e := encoder{proto: tds74, collation: DefaultCollation.Wire}
	for _, tt := range append(columnCases(t), variantCases(t)...) {
		w, err := wireTypeOf(tt.t, tds74, true)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := w.appendInfo(nil, e.collation); !bytes.Equal(got, tt.info) {
			t.Errorf("%s: TYPE_INFO % X, want % X", tt.name, got, tt.info)
		}
		got, err := e.appendValue(nil, w, tt.v)
		if err != nil || !bytes.Equal(got, tt.data) {
			t.Errorf("%s: value % X, %v; want % X", tt.name, got, err, tt.data)
		}
	}
}

func TestColumnsReachTheDriver(t *testing.T) {
	cases := append(columnCases(t), variantCases(t)...)
	cols := make([]engine.Column, len(cases))
	row := make([]any, len(cases))
	for i, tt := range cases {
		cols[i], row[i] = engine.Column{Name: tt.name, Type: tt.t, Nullable: true}, tt.v
	}
	l := startLab(t, nil)
	l.client.onBatch = oneResult(cols, row, make([]any, len(cases)))
	rows, err := l.open(t).QueryContext(within(t), "SELECT everything")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := make([]any, len(cases))
	into := make([]any, len(cases))
	for i := range got {
		into[i] = &got[i]
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	for i, tt := range cases {
		if !sameForDriver(got[i], tt.driver) {
			t.Errorf("%s (column %d): got %T %v, want %T %v", tt.name, i, got[i], got[i], tt.driver, tt.driver)
		}
	}
	if !rows.Next() {
		t.Fatal("no row of NULLs", rows.Err())
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	for i, tt := range cases {
		if got[i] != nil {
			t.Errorf("%s: NULL arrived as %v", tt.name, got[i])
		}
	}
}

// sameForDriver compares times as instants with their offset; the driver makes its own
// locations.
func sameForDriver(got, want any) bool {
	w, ok := want.(time.Time)
	if !ok {
		return reflect.DeepEqual(got, want)
	}
	g, ok := got.(time.Time)
	if !ok {
		return false
	}
	_, gotOffset := g.Zone()
	_, wantOffset := w.Zone()
	return g.Sub(w).Abs() < time.Millisecond && gotOffset == wantOffset
}

func TestFixedFormsOfColumnsThatAreNeverNull(t *testing.T) {
	e := encoder{proto: tds74, collation: DefaultCollation.Wire}
	for _, tt := range []struct {
		kind value.Kind
		v    any
		want []byte
	}{
		{value.Bit, true, []byte{0x32, 1}},
		{value.TinyInt, int64(1), []byte{0x30, 1}},
		{value.SmallInt, int64(1), []byte{0x34, 1, 0}},
		{value.Int, int64(1), []byte{0x38, 1, 0, 0, 0}},
		{value.BigInt, int64(1), []byte{0x7F, 1, 0, 0, 0, 0, 0, 0, 0}},
		{value.Real, 0.5, []byte{0x3B, 0, 0, 0, 0x3F}},
		{value.Float, -2.0, []byte{0x3E, 0, 0, 0, 0, 0, 0, 0, 0xC0}},
		{value.Money, dec(t, "1"), []byte{0x3C, 0, 0, 0, 0, 0x10, 0x27, 0, 0}},
		{value.SmallMoney, dec(t, "1"), []byte{0x7A, 0x10, 0x27, 0, 0}},
		{value.DateTime, day(1900, 1, 2), []byte{0x3D, 1, 0, 0, 0, 0, 0, 0, 0}},
		{value.SmallDateTime, day(1900, 1, 2), []byte{0x3A, 1, 0, 0, 0}},
		{value.UniqueIdentifier, guid, append([]byte{0x24, 16, 16}, guidWire...)},
		{value.Date, day(1, 1, 2), []byte{0x28, 3, 1, 0, 0}},
	} {
		w, err := wireTypeOf(kindOf(tt.kind), tds74, false)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.appendValue(w.appendInfo(nil, e.collation), w, tt.v)
		if err != nil || !bytes.Equal(got, tt.want) {
			t.Errorf("%s: % X, %v; want % X", w.t, got, err, tt.want)
		}
	}
}

func TestValuesThatDoNotFit(t *testing.T) {
	for _, tt := range []struct {
		name string
		t    value.Type
		v    any
	}{
		{"tinyint below 0", kindOf(value.TinyInt), int64(-1)},
		{"smallint above", kindOf(value.SmallInt), int64(32768)},
		{"decimal digits", value.DecimalPS(3, 0), dec(t, "1000")},
		{"decimal scale", value.DecimalPS(9, 1), dec(t, "1.25")},
		{"money range", kindOf(value.Money), value.Dec{Unscaled: new(big.Int).Lsh(big.NewInt(1), 70), Scale: 4}},
		{"money scale", kindOf(value.Money), dec(t, "0.00001")},
		{"smallmoney range", kindOf(value.SmallMoney), dec(t, "214748.3648")},
		{"varchar length", value.VarCharN(2), "abc"},
		{"nvarchar length", value.NVarCharN(2), "a😀"},
		{"binary length", value.BinaryN(1), []byte{1, 2}},
		{"datetime before 1753", kindOf(value.DateTime), day(1752, 12, 31)},
		{"smalldatetime after 2079", kindOf(value.SmallDateTime), day(2079, 6, 7)},
		{"date after 9999", kindOf(value.Date), day(10000, 1, 1)},
		{"date before 1", kindOf(value.Date), day(0, 12, 31)},
		{"int as text", intType, "1"},
		{"text as int", value.VarCharN(5), int64(1)},
		{"bit as int", kindOf(value.Bit), int64(1)},
		{"Go int", intType, 1},
		{"variant without its type", kindOf(value.Variant), int64(1)},
		{"variant of max", kindOf(value.Variant), value.Var{Type: value.NVarCharN(value.Max), Value: "x"}},
		{"variant of xml", kindOf(value.Variant), value.Var{Type: kindOf(value.XML), Value: "<a/>"}},
	} {
		w, err := wireTypeOf(tt.t, tds74, true)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := (encoder{proto: tds74}).appendValue(nil, w, tt.v); err == nil {
			t.Errorf("%s: sent as % X", tt.name, b)
		}
	}
	for _, bad := range []value.Type{{}, value.VarCharN(8001), value.NVarCharN(4001), value.VarCharN(-2), value.DecimalPS(39, 0), value.DecimalPS(5, 6), value.TimeN(8), kindOf(value.Kind(99))} {
		if _, err := wireTypeOf(bad, tds74, true); err == nil {
			t.Errorf("%+v has a wire form", bad)
		}
	}
}

func TestTimesAsTextForOldClients(t *testing.T) {
	x := at(2026, 11, 23, 7, 8, 9, 120_000_000)
	offset := x.In(time.FixedZone("", 3600))
	for _, tt := range []struct {
		t    value.Type
		v    time.Time
		size byte // in bytes, as announced
		want string
	}{
		{kindOf(value.Date), x, 20, "2026-11-23"},
		{value.TimeN(0), x, 16, "07:08:09"},
		{value.TimeN(7), x, 32, "07:08:09.1200000"},
		{value.DateTime2N(2), x, 44, "2026-11-23 07:08:09.12"},
		{value.DateTimeOffsetN(7), offset, 68, "2026-11-23 08:08:09.1200000 +01:00"},
	} {
		e := encoder{proto: tds72, collation: DefaultCollation.Wire}
		w, err := wireTypeOf(tt.t, tds72, true)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.appendInfo(nil, e.collation); got[0] != 0xE7 || got[1] != tt.size {
			t.Errorf("%s: TYPE_INFO % X", tt.t, got)
		}
		text := utf16le(tt.want)
		want := append([]byte{byte(len(text)), 0}, text...)
		if got, err := e.appendValue(nil, w, tt.v); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: % X, %v", tt.t, got, err)
		}
		// In a sql_variant the same happens.
		variant, err := e.appendVariant(nil, value.Var{Type: tt.t, Value: tt.v})
		if err != nil || variant[4] != 0xE7 || !bytes.HasSuffix(variant, text) {
			t.Errorf("%s in a sql_variant: % X, %v", tt.t, variant, err)
		}
	}
}

func TestCodePage(t *testing.T) {
	const text = "aé€ŸÿŽ\u0081"
	want := []byte{'a', 0xE9, 0x80, 0x9F, 0xFF, 0x8E, 0x81}
	if got := append1252(nil, text); !bytes.Equal(got, want) {
		t.Errorf("got % X", got)
	}
	if got := decode1252(want); got != text {
		t.Errorf("got %q", got)
	}
	if got := append1252(nil, "☃"); string(got) != "?" {
		t.Errorf("got % X", got)
	}
	utf8 := encoder{collation: [5]byte{0x09, 0x04, 0x10, 0x24, 0}}
	if got, err := utf8.appendString(nil, value.VarCharN(10), "☃"); err != nil || string(got) != "☃" {
		t.Errorf("UTF-8 collation: % X, %v", got, err)
	}
}

func TestParametersFromTheDriver(t *testing.T) {
	moscow := time.FixedZone("", 3*3600)
	tests := []struct {
		name string
		send any
		t    value.Type
		want any
	}{
		{"int", 5, kindOf(value.BigInt), int64(5)},
		{"int32", int32(-5), intType, int64(-5)},
		{"bool", true, kindOf(value.Bit), true},
		{"float", 1.25, kindOf(value.Float), 1.25},
		{"string", "snow ☃😀", value.NVarCharN(8), "snow ☃😀"},
		{"long string", strings.Repeat("x", 5000), value.NVarCharN(value.Max), strings.Repeat("x", 5000)},
		{"varchar", mssql.VarChar("ab"), value.VarCharN(2), "ab"},
		{"bytes", []byte{1, 2, 3}, value.VarBinaryN(3), []byte{1, 2, 3}},
		{"long bytes", bytes.Repeat([]byte{7}, 9000), value.VarBinaryN(value.Max), bytes.Repeat([]byte{7}, 9000)},
		{"nil", nil, kindOf(value.Null), nil},
		{"NULL string", sql.NullString{}, value.NVarCharN(1), nil},
		{"NULL int", sql.NullInt64{}, kindOf(value.BigInt), nil},
		{"guid", mssql.UniqueIdentifier(guid), kindOf(value.UniqueIdentifier), guid},
		{"time", time.Date(2026, 11, 23, 7, 8, 9, 123_456_700, moscow), value.DateTimeOffsetN(7), time.Date(2026, 11, 23, 7, 8, 9, 123_456_700, moscow)},
		{"datetime", mssql.DateTime1(at(2026, 11, 23, 7, 8, 9, 10_000_000)), kindOf(value.DateTime), at(2026, 11, 23, 7, 8, 9, 10_000_000)},
		{"date", civil.Date{Year: 2026, Month: 11, Day: 23}, kindOf(value.Date), day(2026, 11, 23)},
		{"time of day", civil.Time{Hour: 7, Minute: 8, Second: 9, Nanosecond: 100}, value.TimeN(7), at(1900, 1, 1, 7, 8, 9, 100)},
		{"datetime2", civil.DateTime{Date: civil.Date{Year: 1, Month: 1, Day: 1}}, value.DateTime2N(7), day(1, 1, 1)},
	}
	l := startLab(t, nil)
	var got engine.Param
	l.client.onCall = func(_ context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
		got = call.Params[len(call.Params)-1]
		return engine.Reply{}, out.Done(-1)
	}
	db := l.open(t)
	for _, tt := range tests {
		if _, err := db.ExecContext(within(t), "SELECT @p1", tt.send); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		gotType := got.Type
		if gotType.Kind != tt.t.Kind || gotType.Scale != tt.t.Scale || (gotType.Length == value.Max) != (tt.t.Length == value.Max) {
			t.Errorf("%s: arrived as %s", tt.name, gotType)
		}
		if !sameForDriver(got.Value, tt.want) {
			t.Errorf("%s: got %T %v", tt.name, got.Value, got.Value)
		}
	}
}

// TestParameterBytes decodes the forms that other clients send.
func TestParameterBytes(t *testing.T) {
	plp := func(parts ...string) []byte { // unknown length, in chunks
		b := []byte{0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}
		for _, p := range parts {
			b = append(append(b, byte(len(p)), 0, 0, 0), p...)
		}
		return append(b, 0, 0, 0, 0)
	}
	tests := []struct {
		name string
		wire []byte
		t    value.Type
		want any
	}{
		{"fixed int", []byte{0x38, 1, 0, 0, 0x80}, intType, int64(-2147483647)},
		{"fixed bit", []byte{0x32, 1}, kindOf(value.Bit), true},
		{"fixed tinyint", []byte{0x30, 0xFF}, kindOf(value.TinyInt), int64(255)},
		{"fixed money", []byte{0x3C, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0, 0xD8, 0xFF, 0xFF}, kindOf(value.Money), dec(t, "-1.0000")},
		{"fixed smallmoney", []byte{0x7A, 0xF0, 0xD8, 0xFF, 0xFF}, kindOf(value.SmallMoney), dec(t, "-1.0000")},
		{"fixed real", []byte{0x3B, 0, 0, 0, 0x3F}, kindOf(value.Real), 0.5},
		{"fixed smalldatetime", []byte{0x3A, 1, 0, 60, 0}, kindOf(value.SmallDateTime), at(1900, 1, 2, 1, 0, 0, 0)},
		{"intn, NULL", []byte{0x26, 4, 0}, intType, nil},
		{"moneyn", []byte{0x6E, 8, 8, 0, 0, 0, 0, 1, 0, 0, 0}, kindOf(value.Money), dec(t, "0.0001")},
		{"decimal, negative", []byte{0x6A, 17, 38, 1, 5, 0, 15, 0, 0, 0}, value.DecimalPS(38, 1), dec(t, "-1.5")},
		{"numeric, NULL", []byte{0x6C, 17, 38, 0, 0}, value.NumericPS(38, 0), nil},
		{"decimal of before TDS 7", []byte{0x37, 5, 9, 0, 5, 1, 7, 0, 0, 0}, value.DecimalPS(9, 0), dec(t, "7")},
		{"varchar of before TDS 7", []byte{0x27, 10, 2, 'h', 'i'}, value.VarCharN(10), "hi"},
		{"varbinary of before TDS 7, NULL", []byte{0x25, 10, 0}, value.VarBinaryN(10), nil},
		{"text", append(append([]byte{0x23, 9, 0, 0, 0}, collation...), 2, 0, 0, 0, 'h', 0xE9), value.VarCharN(value.Max), "hé"},
		{"ntext", append(append([]byte{0x63, 9, 0, 0, 0}, collation...), 2, 0, 0, 0, 'h', 0), value.NVarCharN(value.Max), "h"},
		{"image, NULL", []byte{0x22, 9, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF}, value.VarBinaryN(value.Max), nil},
		{"varchar in UTF-8", append([]byte{0xA7, 10, 0, 9, 4, 0x10, 0x24, 0, 3, 0}, "☃"...), value.VarCharN(10), "☃"},
		{"nvarchar, NULL", append(append([]byte{0xE7, 20, 0}, collation...), 0xFF, 0xFF), value.NVarCharN(10), nil},
		{"nvarchar, empty", append(append([]byte{0xE7, 20, 0}, collation...), 0, 0), value.NVarCharN(10), ""},
		{"varchar(max) in chunks", append(append([]byte{0xA7, 0xFF, 0xFF}, collation...), plp("snow", "man")...), value.VarCharN(value.Max), "snowman"},
		{"varbinary(max), empty", append([]byte{0xA5, 0xFF, 0xFF}, plp()...), value.VarBinaryN(value.Max), []byte{}},
		{"xml with schema", append([]byte{0xF1, 1, 1, 'd', 0, 1, 'o', 0, 1, 0, 'c', 0}, plp("<\x00")...), kindOf(value.XML), "<"},
		{"datetime", []byte{0x6F, 8, 8, 0, 0, 0, 0, 1, 0, 0, 0}, kindOf(value.DateTime), at(1900, 1, 1, 0, 0, 0, 3_000_000)},
		{"sql_variant of int", []byte{0x62, 0x49, 0x1F, 0, 0, 6, 0, 0, 0, 0x38, 0, 5, 0, 0, 0}, kindOf(value.Variant), value.Var{Type: intType, Value: int64(5)}},
		{"sql_variant of nvarchar", append(append([]byte{0x62, 0x49, 0x1F, 0, 0, 11, 0, 0, 0, 0xE7, 7}, collation...), 20, 0, 'x', 0), kindOf(value.Variant), value.Var{Type: value.NVarCharN(10), Value: "x"}},
		{"sql_variant of numeric", []byte{0x62, 0x49, 0x1F, 0, 0, 9, 0, 0, 0, 0x6C, 2, 5, 1, 0, 15, 0, 0, 0}, kindOf(value.Variant), value.Var{Type: value.NumericPS(5, 1), Value: dec(t, "-1.5")}},
		{"sql_variant, NULL", []byte{0x62, 0x49, 0x1F, 0, 0, 0, 0, 0, 0}, kindOf(value.Variant), nil},
	}
	for _, tt := range tests {
		c := &cursor{data: append([]byte{2, '@', 0, 'x', 0, 0}, tt.wire...)}
		p, given, err := parseParam(c, 1)
		if err != nil || !given || c.left() != 0 {
			t.Errorf("%s: %v, %d bytes left", tt.name, err, c.left())
			continue
		}
		if p.Name != "@x" || p.Type != tt.t || !reflect.DeepEqual(p.Value, tt.want) {
			t.Errorf("%s: %+v", tt.name, p)
		}
	}
}

// TestVariantsRoundTrip sends every base type through encoder and decoder; the encoder's
// bytes are held by TestTypesOnTheWire.
func TestVariantsRoundTrip(t *testing.T) {
	e := encoder{proto: tds74, collation: DefaultCollation.Wire}
	for _, tt := range variantCases(t) {
		b, err := e.appendVariant(nil, tt.v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeVariant(b[4:], paramPlace{1, "@x"})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		want := tt.v.(value.Var)
		g := got.(value.Var)
		if g.Type != want.Type || !sameValue(g.Value, want.Value) {
			t.Errorf("%s: got %+v, want %+v", tt.name, got, want)
		}
	}
}

func sameValue(got, want any) bool {
	if d, ok := want.(value.Dec); ok {
		g, ok := got.(value.Dec)
		return ok && g.Cmp(d) == 0
	}
	return sameForDriver(got, want)
}

func TestDefaultByNameIsLeftOut(t *testing.T) {
	c := &cursor{data: []byte{2, '@', 0, 'x', 0, 2, 0x26, 4, 0}}
	if _, given, err := parseParam(c, 1); err != nil || given || c.left() != 0 {
		t.Errorf("given %v, %v, %d bytes left", given, err, c.left())
	}
}
