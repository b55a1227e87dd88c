package engine

import (
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// dateFunctions read the clock and calculate with dates. The server's local time is UTC
// here.
//
// modelled: a simulated instance lives in the time zone UTC.
var dateFunctions = map[string]builtin{
	"getdate":                 {0, 0, 0, clockOf(value.DateTimeT)},
	"current_timestamp":       {0, 0, 0, clockOf(value.DateTimeT)},
	"getutcdate":              {0, 0, 0, clockOf(value.DateTimeT)},
	"sysdatetime":             {0, 0, 0, clockOf(value.DateTime2N(7))},
	"sysutcdatetime":          {0, 0, 0, clockOf(value.DateTime2N(7))},
	"sysdatetimeoffset":       {0, 0, 0, clockOf(value.DateTimeOffsetN(7))},
	"dateadd":                 {3, 3, 0, bindDateAdd},
	"datediff":                {3, 3, 0, dateDiff(value.IntT)},
	"datediff_big":            {3, 3, 0, dateDiff(value.BigIntT)},
	"datepart":                {2, 2, 0, bindDatePart},
	"datename":                {2, 2, 0, bindDateName},
	"datetrunc":               {2, 2, 16, bindDateTrunc},
	"year":                    {1, 1, 0, partOf("year")},
	"month":                   {1, 1, 0, partOf("month")},
	"day":                     {1, 1, 0, partOf("day")},
	"eomonth":                 {1, 2, 0, bindEndOfMonth},
	"isdate":                  {1, 1, 0, bindIsDate},
	"switchoffset":            {2, 2, 0, bindSwitchOffset},
	"todatetimeoffset":        {2, 2, 0, bindToOffset},
	"datefromparts":           {3, 3, 0, fromParts(value.DateT, "date")},
	"datetimefromparts":       {7, 7, 0, fromParts(value.DateTimeT, "datetime")},
	"datetime2fromparts":      {8, 8, 0, fromParts(value.DateTime2N(7), "datetime2")},
	"timefromparts":           {5, 5, 0, fromParts(value.TimeN(7), "time")},
	"smalldatetimefromparts":  {5, 5, 0, fromParts(value.SmallDateTimeT, "smalldatetime")},
	"datetimeoffsetfromparts": {10, 10, 0, fromParts(value.DateTimeOffsetN(7), "datetimeoffset")},
}

// clockOf is the statement's time as a type; it is the same for every row.
func clockOf(t value.Type) func(*callSite) *scalar {
	from := value.DateTime2N(7)
	if t.Kind == value.DateTimeOffset {
		from = t
	}
	return func(*callSite) *scalar {
		return &scalar{typ: t, constant: true, eval: func(f *frame) (any, error) {
			return value.Convert(f.x.now.UTC(), from, t, value.NoStyle)
		}}
	}
}

// dateArgument is argument i as a date; a string is read as datetime2 so that no digit is
// lost, anything that is no date as datetime.
func (c *callSite) dateArgument(i int) *scalar {
	x := c.args[i]
	switch {
	case isDate(x.typ.Kind):
		return x
	case isString(x.typ.Kind):
		return c.as(i, value.DateTimeOffsetN(7))
	case isNumber(x.typ.Kind) || x.typ.Kind == value.Null || x.typ.Kind == value.Bit:
		return c.as(i, value.DateTimeT)
	}
	return c.invalidArgument(i)
}

// bindDateAdd keeps the type of the date; a string becomes datetime.
func bindDateAdd(c *callSite) *scalar {
	part := c.word(0)
	at := c.args[2]
	if !isDate(at.typ.Kind) {
		at = c.as(2, value.DateTimeT)
	}
	if m := refusePart(part, at.typ, "dateadd"); m != nil {
		return c.fail(m)
	}
	n := c.as(1, value.BigIntT)
	return maybeNull(strict(at.typ, []*scalar{n, at}, func(v []any) (any, error) {
		return addDate(part, v[0].(int64), v[1].(time.Time), at.typ)
	}))
}

// refusePart is error 9810: a part that the type does not have.
func refusePart(part string, t value.Type, function string) *message.Message {
	clock := part == "hour" || part == "minute" || part == "second" || part == "millisecond" || part == "microsecond" || part == "nanosecond"
	if t.Kind == value.Date && clock || t.Kind == value.Time && !clock {
		return message.New(9810, part, function, t.Name())
	}
	return nil
}

// clockUnits are the parts that have a fixed length.
var clockUnits = map[string]time.Duration{
	"hour": time.Hour, "minute": time.Minute, "second": time.Second, "millisecond": time.Millisecond,
	"microsecond": time.Microsecond, "nanosecond": time.Nanosecond,
}

// monthUnits are the parts that are a number of months.
var monthUnits = map[string]int64{"year": 12, "quarter": 3, "month": 1}

// dayUnits are the parts that are a number of days.
var dayUnits = map[string]int64{"day": 1, "dayofyear": 1, "weekday": 1, "week": 7}

func addDate(part string, n int64, t time.Time, typ value.Type) (any, error) {
	if n > 1<<31-1 || n < -1<<31 {
		return nil, message.New(8115, "expression", "int")
	}
	out := t
	switch {
	case monthUnits[part] > 0:
		out = addMonths(t, n*monthUnits[part])
	case dayUnits[part] > 0:
		out = t.AddDate(0, 0, int(n*dayUnits[part]))
	default:
		out = addClock(t, n, clockUnits[part])
	}
	if typ.Kind == value.Time {
		out = time.Date(1900, 1, 1, out.Hour(), out.Minute(), out.Second(), out.Nanosecond(), time.UTC)
	}
	if y := out.Year(); y < 1 || y > 9999 || typ.Kind == value.DateTime && y < 1753 {
		return nil, message.New(517, typ.Name())
	}
	return value.Convert(out, typ, typ, value.NoStyle)
}

// addClock adds n units without overflowing a Duration: whole days go apart.
func addClock(t time.Time, n int64, unit time.Duration) time.Time {
	perDay := int64(24 * time.Hour / unit)
	return t.AddDate(0, 0, int(n/perDay)).Add(time.Duration(n%perDay) * unit)
}

// addMonths keeps the day of the month, or takes the last one of a shorter month.
func addMonths(t time.Time, n int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// dateDiff counts the borders of a part between two dates.
func dateDiff(t value.Type) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		part := c.word(0)
		return strict(t, []*scalar{c.dateArgument(1), c.dateArgument(2)}, func(v []any) (any, error) {
			n, ok := borders(part, v[0].(time.Time).UTC(), v[1].(time.Time).UTC())
			if !ok || t.Kind == value.Int && (n > 1<<31-1 || n < -1<<31) {
				return nil, message.New(535, c.name, c.name)
			}
			return n, nil
		})
	}
}

// borders is the number of borders crossed from a to b; false when it does not fit.
func borders(part string, a, b time.Time) (int64, bool) {
	months := func(t time.Time) int64 { return int64(t.Year())*12 + int64(t.Month()) - 1 }
	switch part {
	case "year":
		return int64(b.Year() - a.Year()), true
	case "quarter":
		return months(b)/3 - months(a)/3, true
	case "month":
		return months(b) - months(a), true
	case "week":
		return weekNumber(b) - weekNumber(a), true
	case "day", "dayofyear", "weekday":
		return dayNumber(b) - dayNumber(a), true
	}
	unit := clockUnits[part]
	if unit >= time.Second {
		s := int64(unit / time.Second)
		return floorDiv(b.Unix(), s) - floorDiv(a.Unix(), s), true
	}
	perSecond := int64(time.Second / unit)
	seconds := b.Unix() - a.Unix()
	if seconds > (1<<62)/perSecond || seconds < -(1<<62)/perSecond {
		return 0, false
	}
	return seconds*perSecond + int64(b.Nanosecond())/int64(unit) - int64(a.Nanosecond())/int64(unit), true
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func dayNumber(t time.Time) int64 { return floorDiv(t.Unix(), 86400) }

// weekNumber counts weeks that begin on Sunday, whatever DATEFIRST is.
func weekNumber(t time.Time) int64 { return floorDiv(dayNumber(t)+4, 7) }

func bindDatePart(c *callSite) *scalar {
	x := c.dateArgument(1)
	if m := refusePart(c.word(0), x.typ, "datepart"); m != nil {
		return c.fail(m)
	}
	return datePart(c.word(0), x)
}

func datePart(part string, x *scalar) *scalar {
	return strictFrame(value.IntT, x, func(f *frame, v any) (any, error) {
		return partNumber(part, v.(time.Time), f.x.session.options.dateFirst), nil
	})
}

// strictFrame is strict for one argument and a function that looks at the session.
func strictFrame(t value.Type, x *scalar, f func(fr *frame, v any) (any, error)) *scalar {
	return &scalar{typ: t, nullable: x.nullable, eval: func(fr *frame) (any, error) {
		v, err := x.eval(fr)
		if v == nil || err != nil {
			return nil, err
		}
		return f(fr, v)
	}}
}

// partNumber is DATEPART.
func partNumber(part string, t time.Time, dateFirst int64) int64 {
	switch part {
	case "year":
		return int64(t.Year())
	case "quarter":
		return int64(t.Month()-1)/3 + 1
	case "month":
		return int64(t.Month())
	case "dayofyear":
		return int64(t.YearDay())
	case "day":
		return int64(t.Day())
	case "week":
		first := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, t.Location())
		return (int64(t.YearDay())+weekday(first, dateFirst)-2)/7 + 1
	case "weekday":
		return weekday(t, dateFirst)
	case "iso_week":
		_, week := t.ISOWeek()
		return int64(week)
	case "tzoffset":
		_, seconds := t.Zone()
		return int64(seconds / 60)
	}
	return clockPart(part, t)
}

func clockPart(part string, t time.Time) int64 {
	switch part {
	case "hour":
		return int64(t.Hour())
	case "minute":
		return int64(t.Minute())
	case "second":
		return int64(t.Second())
	case "millisecond":
		return int64(t.Nanosecond()) / 1e6
	case "microsecond":
		return int64(t.Nanosecond()) / 1e3
	}
	return int64(t.Nanosecond())
}

// weekday is 1 for the day that DATEFIRST names; 7 is Sunday.
func weekday(t time.Time, dateFirst int64) int64 {
	return (int64(t.Weekday())+7-dateFirst%7)%7 + 1
}

func partOf(part string) func(*callSite) *scalar {
	return func(c *callSite) *scalar { return datePart(part, c.dateArgument(0)) }
}

func bindDateName(c *callSite) *scalar {
	part := c.word(0)
	return strictFrame(value.NVarCharN(30), c.dateArgument(1), func(f *frame, v any) (any, error) {
		t := v.(time.Time)
		switch part {
		case "month":
			return t.Month().String(), nil
		case "weekday":
			return t.Weekday().String(), nil
		case "tzoffset":
			return t.Format("-07:00"), nil
		}
		n := partNumber(part, t, f.x.session.options.dateFirst)
		return printed(n, value.BigIntT), nil
	})
}

// bindDateTrunc is DATETRUNC (2022).
func bindDateTrunc(c *callSite) *scalar {
	part, x := c.word(0), c.args[1]
	if !isDate(x.typ.Kind) {
		x = c.as(1, value.DateTime2N(7))
	}
	if m := refusePart(part, x.typ, "datetrunc"); m != nil && x.typ.Kind == value.Date {
		return c.fail(m)
	}
	return strictFrame(x.typ, x, func(f *frame, v any) (any, error) {
		return truncated(part, v.(time.Time), f.x.session.options.dateFirst), nil
	})
}

func truncated(part string, t time.Time, dateFirst int64) time.Time {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	switch part {
	case "year":
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, t.Location())
	case "quarter":
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, t.Location())
	case "month":
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
	case "week":
		return midnight.AddDate(0, 0, int(1-weekday(t, dateFirst)))
	case "iso_week":
		return midnight.AddDate(0, 0, int(1-weekday(t, 1)))
	}
	if unit := clockUnits[part]; unit > 0 {
		return midnight.Add(t.Sub(midnight) / unit * unit)
	}
	return midnight
}

func bindEndOfMonth(c *callSite) *scalar {
	args := []*scalar{c.as(0, value.DateT)}
	if len(c.args) > 1 {
		args = append(args, c.num(1))
	}
	return maybeNull(strict(value.DateT, args, func(v []any) (any, error) {
		n := int64(0)
		if len(v) > 1 {
			n = v[1].(int64)
		}
		t := v[0].(time.Time)
		first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		if first.Year() < 1 || first.Year() > 9999 {
			return nil, message.New(517, "date")
		}
		return first.AddDate(0, 1, -1), nil
	}))
}

func bindIsDate(c *callSite) *scalar {
	x := c.args[0]
	return &scalar{typ: value.IntT, eval: func(f *frame) (any, error) {
		v, err := x.eval(f)
		if err != nil || v == nil {
			return int64(0), err
		}
		_, convErr := value.Convert(v, x.typ, value.DateTimeT, f.x.session.dateStyle(x.typ, value.DateTimeT))
		return boolInt(convErr == nil), nil
	}}
}

func boolInt(ok bool) int64 {
	if ok {
		return 1
	}
	return 0
}

// offsetZone reads +hh:mm, or a number of minutes.
func offsetZone(v any) (*time.Location, bool) {
	switch x := v.(type) {
	case int64:
		return time.FixedZone("", int(x)*60), x >= -840 && x <= 840
	case string:
		t, err := time.Parse("-07:00", x)
		if err != nil {
			return nil, false
		}
		_, seconds := t.Zone()
		return time.FixedZone("", seconds), seconds >= -14*3600 && seconds <= 14*3600
	}
	return nil, false
}

// zoneArgument is an offset: a string stays, a number is minutes.
func (c *callSite) zoneArgument(i int) *scalar {
	if isString(c.args[i].typ.Kind) {
		return c.args[i]
	}
	return c.num(i)
}

// offsetType is datetimeoffset with the fractional precision of argument i.
func (c *callSite) offsetType(i int) value.Type {
	switch t := c.args[i].typ; t.Kind {
	case value.DateTime2, value.DateTimeOffset, value.Time:
		return value.DateTimeOffsetN(t.Scale)
	}
	return value.DateTimeOffsetN(7)
}

func bindSwitchOffset(c *callSite) *scalar {
	x := c.as(0, c.offsetType(0))
	return maybeNull(strict(x.typ, []*scalar{x, c.zoneArgument(1)}, func(v []any) (any, error) {
		zone, ok := offsetZone(v[1])
		if !ok {
			return nil, message.New(9812, c.name)
		}
		return v[0].(time.Time).In(zone), nil
	}))
}

func bindToOffset(c *callSite) *scalar {
	x := c.as(0, value.DateTime2N(7))
	return maybeNull(strict(c.offsetType(0), []*scalar{x, c.zoneArgument(1)}, func(v []any) (any, error) {
		zone, ok := offsetZone(v[1])
		if !ok {
			return nil, message.New(9812, c.name)
		}
		return inZone(v[0].(time.Time), zone), nil
	}))
}

// inZone gives a time of day without zone its zone.
func inZone(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}

// atTimeZone is x AT TIME ZONE 'UTC'.
//
// modelled: UTC is the one zone the lab knows; another name is the error of an unknown one.
func (b *binder) atTimeZone(e *syntax.AtTimeZone, sc *scope) *scalar {
	x, zone := b.expr(e.X, sc), b.text(e, b.expr(e.Zone, sc))
	t := value.DateTimeOffsetN(7)
	if x.typ.Kind == value.DateTime2 || x.typ.Kind == value.DateTimeOffset {
		t.Scale = x.typ.Scale
	}
	aware := x.typ.Kind == value.DateTimeOffset
	if !isDate(x.typ.Kind) {
		return b.failed(e, message.New(8116, x.typ.Word(), 1, "AT TIME ZONE"))
	}
	return maybeNull(strict(t, []*scalar{x, zone}, func(v []any) (any, error) {
		if !sameName(v[1].(string), "UTC") {
			return nil, message.New(9820, v[1])
		}
		at := v[0].(time.Time)
		if aware {
			return at.In(time.UTC), nil
		}
		return inZone(at, time.UTC), nil
	}))
}

// fromParts is DATEFROMPARTS and its kin: year, month, day, hour, minute, second, fraction.
func fromParts(t value.Type, kind string) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		args := make([]*scalar, len(c.args))
		for i := range c.args {
			args[i] = c.num(i)
		}
		out := t
		if n, ok := c.constant(len(c.args) - 1); ok && finePart(kind) && n >= 0 && n <= 7 {
			out.Scale = uint8(n)
		}
		return maybeNull(strict(out, args, func(v []any) (any, error) {
			at, ok := buildTime(kind, v)
			if !ok {
				return nil, message.New(289, kind)
			}
			if kind == "datetimeoffset" {
				zone, ok := partsZone(v[7], v[8])
				if !ok {
					return nil, message.New(289, kind)
				}
				return value.Convert(inZone(at, zone), value.DateTimeOffsetN(7), out, value.NoStyle)
			}
			return value.Convert(at, value.DateTime2N(7), out, value.NoStyle)
		}))
	}
}

// finePart tells whether the last argument of the kind's function is its precision.
func finePart(kind string) bool {
	return kind == "datetime2" || kind == "time" || kind == "datetimeoffset"
}

// partsZone is an offset of hours and minutes, which must have the same sign.
func partsZone(hours, minutes any) (*time.Location, bool) {
	h, _ := hours.(int64)
	m, _ := minutes.(int64)
	if h*m < 0 || m <= -60 || m >= 60 {
		return nil, false
	}
	return offsetZone(h*60 + m)
}

// buildTime puts a time together and tells whether all parts were possible.
func buildTime(kind string, v []any) (time.Time, bool) {
	n := make([]int64, 10)
	copyInts(n, v)
	if kind == "time" {
		n = append([]int64{1900, 1, 1}, n[:5]...)
	}
	fraction := n[6] * int64(time.Millisecond)
	if finePart(kind) {
		fraction = n[6]
		digits := n[7]
		if kind == "datetimeoffset" {
			digits = n[9]
		}
		for i := digits; i < 9; i++ {
			fraction *= 10
		}
	}
	t := time.Date(int(n[0]), time.Month(n[1]), int(n[2]), int(n[3]), int(n[4]), int(n[5]), int(fraction), time.UTC)
	same := int64(t.Year()) == n[0] && int64(t.Month()) == n[1] && int64(t.Day()) == n[2] &&
		int64(t.Hour()) == n[3] && int64(t.Minute()) == n[4] && int64(t.Second()) == n[5] && fraction >= 0
	return t, same && n[0] >= 1 && n[0] <= 9999 && (kind != "datetime" || n[0] >= 1753)
}

func copyInts(out []int64, v []any) {
	for i := range v {
		out[i], _ = v[i].(int64)
	}
}
