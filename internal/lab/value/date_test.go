package value

import (
	"bytes"
	"testing"
	"time"
)

// iso prints a date type in full.
func iso(t testing.TB, v any, typ Type) string {
	t.Helper()
	s, err := Convert(v, typ, VarCharN(50), 121)
	if err != nil {
		t.Fatal(err)
	}
	return s.(string)
}

// The forms are those of "Date and time data types" (ISO 8601, alphabetical, numeric,
// unseparated, time).
func TestParseDates(t *testing.T) {
	for in, want := range map[string]string{
		"2024-01-15":                 "2024-01-15 00:00:00.000",
		"20240115":                   "2024-01-15 00:00:00.000",
		"240115":                     "2024-01-15 00:00:00.000",
		"2024":                       "2024-01-01 00:00:00.000",
		"2024-01-15T10:20:30":        "2024-01-15 10:20:30.000",
		"2024-01-15T10:20:30.123":    "2024-01-15 10:20:30.123",
		"2024-01-15T10:20:30Z":       "2024-01-15 10:20:30.000",
		"2024-01-15 10:20":           "2024-01-15 10:20:00.000",
		"20240115 10:20:30.5":        "2024-01-15 10:20:30.500",
		"20240115 10:20:30:5":        "2024-01-15 10:20:30.007",
		"1/15/2024":                  "2024-01-15 00:00:00.000",
		"01-15-2024":                 "2024-01-15 00:00:00.000",
		"1.15.24":                    "2024-01-15 00:00:00.000",
		"1/15/49":                    "2049-01-15 00:00:00.000",
		"1/15/50":                    "1950-01-15 00:00:00.000",
		"2024/1/15":                  "2024-01-15 00:00:00.000",
		"Jan 15, 2024":               "2024-01-15 00:00:00.000",
		"January 15 2024":            "2024-01-15 00:00:00.000",
		"15 January 2024":            "2024-01-15 00:00:00.000",
		"2024 January 15":            "2024-01-15 00:00:00.000",
		"Jan 2024":                   "2024-01-01 00:00:00.000",
		"15-Jan-24":                  "2024-01-15 00:00:00.000",
		"Jan 15 2024  2:05PM":        "2024-01-15 14:05:00.000",
		"Jan 15 2024 12:00:00:000AM": "2024-01-15 00:00:00.000",
		"14:30":                      "1900-01-01 14:30:00.000",
		"4 PM":                       "1900-01-01 16:00:00.000",
		"12am":                       "1900-01-01 00:00:00.000",
		"":                           "1900-01-01 00:00:00.000",
		"2024-02-29":                 "2024-02-29 00:00:00.000",
		"2024-01-15 10:20:30.999":    "2024-01-15 10:20:31.000",
		"2024-12-31 23:59:59.999":    "2025-01-01 00:00:00.000",
		"  2024-01-15   10:20:30  ":  "2024-01-15 10:20:30.000",
		"1753-01-01 00:00:00":        "1753-01-01 00:00:00.000",
	} {
		if got := iso(t, mustConvert(t, in, text, DateTimeT), DateTimeT); got != want {
			t.Errorf("'%s' is %s, want %s", in, got, want)
		}
	}
}

func TestDateTextErrors(t *testing.T) {
	for _, c := range []struct {
		in     string
		to     Type
		number int32
	}{
		{"13/13/2024", DateTimeT, 242}, {"2024-13-01", DateTimeT, 242}, {"20241301", DateTimeT, 242},
		{"2024-01-15 25:00", DateTimeT, 242}, {"2023-02-29", DateTimeT, 242},
		{"2024-01-15 10:20:30.1234567", DateTimeT, 241}, {"2024-01-15 10:20:30+01:00", DateTimeT, 241},
		{"2024-01", DateTimeT, 241}, {"12345", DateTimeT, 241}, {"2024-01-15 x", DateTimeT, 241},
		{"2024-01-15 10:20 11:30", DateTimeT, 241}, {"Foo 15 2024", DateTimeT, 241}, {"1/2-2024", DateTimeT, 241},
		{"2024-01-15T", DateTimeT, 241}, {"10:20:", DateTimeT, 241}, {"-", DateTimeT, 241}, {"0", DateTimeT, 241},
		{"2024-13-01", DateTime2N(7), 241}, {"2024-01-15 10:20:30.12345678", DateTime2N(7), 241},
		{"2024-01-15 10:20:30+15:00", DateTimeOffsetN(0), 241}, {"25:00", TimeN(0), 241},
		{"2079-06-07", SmallDateTimeT, 242}, {"1899-12-31", SmallDateTimeT, 242},
	} {
		if got, err := Convert(c.in, text, c.to, NoStyle); numberOf(err) != c.number {
			t.Errorf("'%s' as %s = %v, %v; want %d", c.in, c.to, got, err, c.number)
		}
	}
}

func TestStylesDecideTheOrder(t *testing.T) {
	for _, c := range []struct {
		in    string
		style int
		want  string
	}{
		{"02/03/2024", 101, "2024-02-03"}, {"02/03/2024", 103, "2024-03-02"}, {"02.03.2024", 104, "2024-03-02"},
		{"02-03-2024", 105, "2024-03-02"}, {"24.02.03", 2, "2024-02-03"}, {"02/03/24", 3, "2024-03-02"},
		{"20240203", 112, "2024-02-03"}, {"2024-02-03", 23, "2024-02-03"}, {"2024-02-03", 120, "2024-02-03"},
	} {
		got, err := Convert(c.in, text, DateT, c.style)
		if err != nil || iso(t, got, DateT) != c.want {
			t.Errorf("'%s' style %d = %v, %v; want %s", c.in, c.style, got, err, c.want)
		}
	}
}

// The table of styles in "CAST and CONVERT", for 2024-02-03 14:05:06.123.
func TestDateStyles(t *testing.T) {
	v := mustConvert(t, "2024-02-03 14:05:06.123", text, DateTimeT)
	for style, want := range map[int]string{
		NoStyle: "Feb  3 2024  2:05PM", 0: "Feb  3 2024  2:05PM", 100: "Feb  3 2024  2:05PM",
		1: "02/03/24", 101: "02/03/2024", 2: "24.02.03", 102: "2024.02.03", 3: "03/02/24", 103: "03/02/2024",
		4: "03.02.24", 104: "03.02.2024", 5: "03-02-24", 105: "03-02-2024", 6: "03 Feb 24", 106: "03 Feb 2024",
		7: "Feb 03, 24", 107: "Feb 03, 2024", 8: "14:05:06", 108: "14:05:06", 24: "14:05:06",
		9: "Feb  3 2024  2:05:06:123PM", 109: "Feb  3 2024  2:05:06:123PM",
		10: "02-03-24", 110: "02-03-2024", 11: "24/02/03", 111: "2024/02/03", 12: "240203", 112: "20240203",
		13: "03 Feb 2024 14:05:06:123", 113: "03 Feb 2024 14:05:06:123", 14: "14:05:06:123", 114: "14:05:06:123",
		20: "2024-02-03 14:05:06", 120: "2024-02-03 14:05:06", 21: "2024-02-03 14:05:06.123", 25: "2024-02-03 14:05:06.123",
		121: "2024-02-03 14:05:06.123", 22: "02/03/24  2:05:06 PM", 23: "2024-02-03",
		126: "2024-02-03T14:05:06.123", 127: "2024-02-03T14:05:06.123",
	} {
		got, err := Convert(v, DateTimeT, VarCharN(50), style)
		if err != nil || got != want {
			t.Errorf("style %d = %q, %v; want %q", style, got, err, want)
		}
	}
	for _, style := range []int{15, 99, 130, 131, 999} {
		if _, err := Convert(v, DateTimeT, VarCharN(50), style); numberOf(err) != 281 {
			t.Errorf("style %d: %v, want 281", style, err)
		}
	}
}

func TestStylesOfTheNewerTypes(t *testing.T) {
	for _, c := range []struct {
		in    string
		typ   Type
		style int
		want  string
	}{
		{"2024-02-03", DateT, NoStyle, "2024-02-03"},
		{"2024-02-03", DateT, 0, "Feb  3 2024"},
		{"2024-02-03", DateT, 126, "2024-02-03"},
		{"14:05:06.5", TimeN(7), NoStyle, "14:05:06.5000000"},
		{"14:05:06.5", TimeN(0), NoStyle, "14:05:07"},
		{"14:05:06.5", TimeN(7), 100, "2:05PM"},
		{"14:05:06.5", TimeN(3), 114, "14:05:06.500"},
		{"2024-02-03 14:05:06.1234567", DateTime2N(7), NoStyle, "2024-02-03 14:05:06.1234567"},
		{"2024-02-03 14:05:06.1234567", DateTime2N(3), NoStyle, "2024-02-03 14:05:06.123"},
		{"2024-02-03 14:05:06.1234567", DateTime2N(0), NoStyle, "2024-02-03 14:05:06"},
		{"2024-02-03 14:05:06", DateTime2N(7), 126, "2024-02-03T14:05:06"},
		{"2024-02-03 14:05:06.12", DateTime2N(7), 126, "2024-02-03T14:05:06.1200000"},
		{"2024-02-03 14:05:06 +02:00", DateTimeOffsetN(0), NoStyle, "2024-02-03 14:05:06 +02:00"},
		{"2024-02-03 14:05:06 -05:30", DateTimeOffsetN(2), 126, "2024-02-03T14:05:06-05:30"},
		{"2024-02-03 14:05:06 +02:00", DateTimeOffsetN(0), 127, "2024-02-03T12:05:06Z"},
		{"2024-02-03 14:05:29", SmallDateTimeT, NoStyle, "Feb  3 2024  2:05PM"},
		{"2024-02-03 14:05:30", SmallDateTimeT, 120, "2024-02-03 14:06:00"},
	} {
		got, err := Convert(mustConvert(t, c.in, text, c.typ), c.typ, VarCharN(50), c.style)
		if err != nil || got != c.want {
			t.Errorf("%s as %s style %d = %q, %v; want %q", c.in, c.typ, c.style, got, err, c.want)
		}
	}
	day := mustConvert(t, "2024-02-03", text, DateT)
	if _, err := Convert(day, DateT, VarCharN(20), 99); textOf(err) != "The style 99 is not supported for conversions from date to varchar." {
		t.Errorf("a date in style 99: %v, want 9809", err)
	}
	noon := mustConvert(t, "12:00", text, TimeN(0))
	if _, err := Convert(noon, TimeN(0), VarCharN(20), 101); numberOf(err) != 8114 {
		t.Errorf("a time in a date style: %v, want 8114", err)
	}
}

// "datetime (Transact-SQL)": values round to increments of .000, .003 and .007 seconds.
func TestDateTimeRounding(t *testing.T) {
	for in, want := range map[string]string{
		".000": ".000", ".001": ".000", ".002": ".003", ".003": ".003", ".004": ".003", ".005": ".007",
		".006": ".007", ".007": ".007", ".008": ".007", ".009": ".010", ".990": ".990", ".994": ".993", ".998": ".997",
	} {
		v := mustConvert(t, "1998-01-01 23:59:59"+in, text, DateTimeT)
		if got := iso(t, v, DateTimeT); got != "1998-01-01 23:59:59"+want {
			t.Errorf("%s rounds to %s, want %s", in, got, want)
		}
	}
}

func TestDateTimeBecomesDateTime2InFull(t *testing.T) {
	v := mustConvert(t, "2024-02-03 14:05:06.003", text, DateTimeT)
	if got := iso(t, mustConvert(t, v, DateTimeT, DateTime2N(7)), DateTime2N(7)); got != "2024-02-03 14:05:06.0033333" {
		t.Errorf("got %s", got)
	}
}

func TestDatesAndNumbers(t *testing.T) {
	for _, c := range []struct {
		v        any
		from, to Type
		want     string
	}{
		{int64(0), IntT, DateTimeT, "1900-01-01 00:00:00.000"},
		{int64(-1), IntT, DateTimeT, "1899-12-31 00:00:00.000"},
		{int64(45323), IntT, DateTimeT, "2024-02-03 00:00:00.000"},
		{0.5, FloatT, DateTimeT, "1900-01-01 12:00:00.000"},
		{-0.25, FloatT, DateTimeT, "1899-12-31 18:00:00.000"},
		{NewDec(125, 2), DecimalPS(5, 2), DateTimeT, "1900-01-02 06:00:00.000"},
	} {
		if got := iso(t, mustConvert(t, c.v, c.from, c.to), c.to); got != c.want {
			t.Errorf("%v = %s, want %s", c.v, got, c.want)
		}
	}
	noon := mustConvert(t, "1900-01-02 12:00", text, DateTimeT)
	for want, to := range map[string]Type{"2": IntT, "1.5": FloatT, "1.50": DecimalPS(5, 2)} {
		if got := mustConvert(t, mustConvert(t, noon, DateTimeT, to), to, text); got != want {
			t.Errorf("noon of day one as %s = %v, want %s", to, got, want)
		}
	}
	for _, n := range []int64{-53691, 3000000, 1 << 30} {
		if _, err := Convert(n, IntT, DateTimeT, NoStyle); numberOf(err) != 8115 {
			t.Errorf("day %d: %v, want 8115", n, err)
		}
	}
}

func TestDateConversionsDropWhatTheTargetLacks(t *testing.T) {
	v := mustConvert(t, "2024-02-03 14:05:06.1234567 +02:00", text, DateTimeOffsetN(7))
	for want, to := range map[string]Type{
		"2024-02-03":                   DateT,
		"14:05:06.123":                 TimeN(3),
		"2024-02-03 14:05:06.1234567":  DateTime2N(7),
		"2024-02-03 14:05:06.123":      DateTimeT,
		"2024-02-03 14:05:06.1 +02:00": DateTimeOffsetN(1),
	} {
		if got := iso(t, mustConvert(t, v, DateTimeOffsetN(7), to), to); got != want {
			t.Errorf("as %s: %s, want %s", to, got, want)
		}
	}
	day := mustConvert(t, "0900-01-01", text, DateT)
	if _, err := Convert(day, DateT, DateTimeT, NoStyle); numberOf(err) != 242 {
		t.Errorf("year 900 as datetime: %v, want 242", err)
	}
}

func TestRoundingAtTheEndOfTime(t *testing.T) {
	v := mustConvert(t, "9999-12-31 23:59:59.9999999", text, DateTime2N(7))
	if got := iso(t, mustConvert(t, v, DateTime2N(7), DateTime2N(0)), DateTime2N(0)); got != "9999-12-31 23:59:59" {
		t.Errorf("got %s", got)
	}
}

func TestDateBinary(t *testing.T) {
	v := mustConvert(t, "1900-01-02 00:00:01", text, DateTimeT)
	want := []byte{0, 0, 0, 1, 0, 0, 1, 0x2C} // one day, 300 ticks
	if got := mustConvert(t, v, DateTimeT, BinaryN(8)); !bytes.Equal(got.([]byte), want) {
		t.Errorf("datetime is stored as %x", got)
	}
	if got := mustConvert(t, want, BinaryN(8), DateTimeT); iso(t, got, DateTimeT) != "1900-01-02 00:00:01.000" {
		t.Errorf("read back: %v", got)
	}
	for typ, want := range map[Type][]byte{
		DateT:          {1, 0, 0},
		TimeN(0):       {0, 1, 0, 0},
		TimeN(3):       {3, 0xE8, 3, 0, 0},
		DateTime2N(7):  {7, 0x80, 0x96, 0x98, 0, 0, 1, 0, 0},
		SmallDateTimeT: {},
	} {
		if typ == SmallDateTimeT {
			continue // before 1900
		}
		v := mustConvert(t, "0001-01-02 00:00:01", text, typ)
		if got := mustConvert(t, v, typ, VarBinaryN(20)); !bytes.Equal(got.([]byte), want) {
			t.Errorf("%s is stored as %x, want %x", typ, got, want)
		}
	}
	if _, err := Convert([]byte{0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF}, BinaryN(8), DateTimeT, 0); numberOf(err) != 210 {
		t.Errorf("more ticks than a day has: %v, want 210", err)
	}
}

func TestRoundFraction(t *testing.T) {
	moment := time.Date(2024, 1, 1, 0, 0, 0, 149_999_999, time.UTC)
	for scale, want := range map[uint8]int{0: 0, 1: 100_000_000, 2: 150_000_000, 7: 150_000_000} {
		if got := RoundFraction(moment, scale).Nanosecond(); got != want {
			t.Errorf("scale %d: %d, want %d", scale, got, want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-01-15T10:20:30.123Z", "Jan 15, 2024 2:05PM", "14:30 +02:00", "20240115", "::", "9/9/99"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, s string, style int) {
		for _, to := range []Type{DateTimeT, DateT, TimeN(7), DateTime2N(7), DateTimeOffsetN(7), SmallDateTimeT} {
			v, err := Convert(s, text, to, style)
			if err != nil {
				if numberOf(err) == 0 {
					t.Errorf("%q as %s: %v is no message", s, to, err)
				}
				continue
			}
			again, err := Convert(iso(t, v, to), text, to, NoStyle)
			if err != nil || !Equal(v, again, to, DefaultCollation) {
				t.Errorf("%q as %s is %v, which comes back as %v (%v)", s, to, v, again, err)
			}
		}
	})
}
