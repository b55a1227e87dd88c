package tds

import (
	"fmt"
	"time"

	"milink/internal/lab/value"
)

const (
	maxTimeScale   = 7
	secondsPerDay  = 24 * 60 * 60
	daysToUnix     = 719162  // days from 0001-01-01 to 1970-01-01
	days1900       = 693595  // days from 0001-01-01 to 1900-01-01
	lastDay        = 3652058 // 9999-12-31
	firstDateTime  = 639905  // 1753-01-01
	ticksPerSecond = 300     // of datetime
	ticksPerDay    = ticksPerSecond * secondsPerDay
	maxOffset      = 14 * 60 // minutes
)

// isNewTime tells the types that came with TDS 7.3.
func isNewTime(k value.Kind) bool {
	return k == value.Date || k == value.Time || k == value.DateTime2 || k == value.DateTimeOffset
}

func newTimeToken(k value.Kind) byte {
	switch k {
	case value.Time:
		return typeTime
	case value.DateTime2:
		return typeDateTime2
	}
	return typeDTOffset
}

func newTimeKind(token byte) value.Kind {
	switch token {
	case typeTime:
		return value.Time
	case typeDateTime2:
		return value.DateTime2
	}
	return value.DateTimeOffset
}

// clockSize is how many bytes the time of day takes at a scale.
func clockSize(scale uint8) int {
	switch {
	case scale <= 2:
		return 3
	case scale <= 4:
		return 4
	}
	return 5
}

// newTimeSize is the length of a time, datetime2 or datetimeoffset.
func newTimeSize(t value.Type) int {
	switch t.Kind {
	case value.Time:
		return clockSize(t.Scale)
	case value.DateTime2:
		return clockSize(t.Scale) + 3
	}
	return clockSize(t.Scale) + 3 + 2
}

// timeUnit is the smallest step of a scale.
func timeUnit(scale uint8) time.Duration {
	unit := time.Second
	for range scale {
		unit /= 10
	}
	return unit
}

// splitDay gives the days since 0001-01-01 and the time of day.
func splitDay(t time.Time) (day int64, clock time.Duration) {
	seconds := t.Unix() + daysToUnix*secondsPerDay
	day = seconds / secondsPerDay
	rest := seconds % secondsPerDay
	if rest < 0 {
		day, rest = day-1, rest+secondsPerDay
	}
	return day, time.Duration(rest)*time.Second + time.Duration(t.Nanosecond())
}

// joinDay is the reverse of splitDay, in UTC.
func joinDay(day int64, clock time.Duration) time.Time {
	seconds := (day - daysToUnix) * secondsPerDay
	return time.Unix(seconds+int64(clock/time.Second), int64(clock%time.Second)).UTC()
}

// asTime is a checked type assertion that callers can chain.
func asTime(v any) (time.Time, bool) {
	t, ok := v.(time.Time)
	return t, ok
}

// appendTime appends any of the six date and time types.
func appendTime(b []byte, t value.Type, x time.Time) ([]byte, error) {
	switch t.Kind {
	case value.DateTime:
		return appendDateTime(b, x)
	case value.SmallDateTime:
		return appendSmallDateTime(b, x)
	case value.Date, value.Time, value.DateTime2, value.DateTimeOffset:
		return appendNewTime(b, t, x)
	}
	return b, mismatch(t, x)
}

func outOfRange(t value.Kind, x time.Time) error {
	return fmt.Errorf("%s is out of the range of %s", x.Format(time.RFC3339Nano), value.Type{Kind: t})
}

// appendDateTime appends days since 1900 and three-hundredths of a second.
func appendDateTime(b []byte, x time.Time) ([]byte, error) {
	day, clock := splitDay(x)
	ticks := (int64(clock)*ticksPerSecond + int64(time.Second)/2) / int64(time.Second)
	if ticks == ticksPerDay {
		day, ticks = day+1, 0
	}
	if day < firstDateTime || day > lastDay {
		return b, outOfRange(value.DateTime, x)
	}
	return put32(put32(b, uint32(day-days1900)), uint32(ticks)), nil
}

// appendSmallDateTime appends days since 1900 and minutes.
func appendSmallDateTime(b []byte, x time.Time) ([]byte, error) {
	day, clock := splitDay(x.Round(time.Minute))
	day -= days1900
	if day < 0 || day > 0xFFFF {
		return b, outOfRange(value.SmallDateTime, x)
	}
	return put16(put16(b, uint16(day)), uint16(clock/time.Minute)), nil
}

// appendNewTime appends the time of day where the type has one, the day where it has one,
// and the offset. A datetimeoffset is sent in UTC.
func appendNewTime(b []byte, t value.Type, x time.Time) ([]byte, error) {
	rounded := x
	if t.Kind != value.Date {
		rounded = x.Round(timeUnit(t.Scale))
	}
	if t.Kind != value.DateTimeOffset {
		rounded = wallClock(rounded)
	}
	day, clock := splitDay(rounded)
	if t.Kind != value.Date {
		b = putUint(b, uint64(clock/timeUnit(t.Scale)), clockSize(t.Scale))
	}
	if t.Kind == value.Time {
		return b, nil
	}
	if day < 0 || day > lastDay {
		return b, outOfRange(t.Kind, x)
	}
	b = putUint(b, uint64(day), 3)
	if t.Kind == value.DateTimeOffset {
		_, offset := x.Zone()
		b = put16(b, uint16(int16(offset/60)))
	}
	return b, nil
}

// wallClock is the same reading of clock and calendar in UTC, for the types that have no
// offset.
func wallClock(x time.Time) time.Time {
	_, offset := x.Zone()
	return x.Add(time.Duration(offset) * time.Second).UTC()
}

// decodeDateTime reads a datetime. SQL Server shows the ticks in whole milliseconds, and
// so do we: .003, .007, .010.
func decodeDateTime(b []byte) (time.Time, bool) {
	day := int64(int32(getUint(b[:4]))) + days1900
	ticks := int64(getUint(b[4:8]))
	if day < firstDateTime || day > lastDay || ticks >= ticksPerDay {
		return time.Time{}, false
	}
	return joinDay(day, time.Duration((ticks*10+1)/3)*time.Millisecond), true
}

func decodeSmallDateTime(b []byte) (time.Time, bool) {
	day, minutes := int64(getUint(b[:2])), int64(getUint(b[2:4]))
	if minutes >= 24*60 {
		return time.Time{}, false
	}
	return joinDay(day+days1900, time.Duration(minutes)*time.Minute), true
}

// decodeNewTime reads a date, time, datetime2 or datetimeoffset; the length is checked
// already. A time of day alone is given on 1900-01-01, the day SQL Server adds to it.
func decodeNewTime(t value.Type, b []byte) (time.Time, bool) {
	day, clock := int64(days1900), time.Duration(0)
	if t.Kind != value.Date {
		n := clockSize(t.Scale)
		clock = time.Duration(getUint(b[:n])) * timeUnit(t.Scale)
		b = b[n:]
	}
	if t.Kind != value.Time {
		day = int64(getUint(b[:3]))
		b = b[3:]
	}
	if clock >= secondsPerDay*time.Second || day > lastDay {
		return time.Time{}, false
	}
	x := joinDay(day, clock)
	if t.Kind == value.DateTimeOffset {
		offset := int(int16(getUint(b)))
		if offset < -maxOffset || offset > maxOffset {
			return time.Time{}, false
		}
		x = x.In(time.FixedZone("", offset*60))
	}
	return x, true
}

// timeTextLength is the length of the text an old client gets instead of the type.
func timeTextLength(t value.Type) int {
	fraction := 0
	if t.Scale > 0 {
		fraction = 1 + int(t.Scale)
	}
	switch t.Kind {
	case value.Date:
		return len("2006-01-02")
	case value.Time:
		return len("15:04:05") + fraction
	case value.DateTime2:
		return len("2006-01-02 15:04:05") + fraction
	}
	return len("2006-01-02 15:04:05 -07:00") + fraction
}

// timeText is the text itself.
func timeText(t value.Type, x time.Time) string {
	clock := "15:04:05"
	if t.Scale > 0 {
		clock += "." + "0000000"[:t.Scale]
	}
	if t.Kind != value.Date {
		x = x.Round(timeUnit(t.Scale))
	}
	switch t.Kind {
	case value.Date:
		return x.Format("2006-01-02")
	case value.Time:
		return x.Format(clock)
	case value.DateTime2:
		return x.Format("2006-01-02 " + clock)
	}
	return x.Format("2006-01-02 " + clock + " -07:00")
}
