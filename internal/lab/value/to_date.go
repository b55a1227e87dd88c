package value

import (
	"encoding/binary"
	"math/big"
	"time"

	"milink/internal/lab/message"
)

// toDate converts to one of the six date and time types.
func toDate(v any, from, to Type, style int) (any, error) {
	switch x := v.(type) {
	case time.Time:
		return moveDate(exactTime(x, from.Kind), from, to)
	case string:
		return dateOfString(x, from, to, style)
	case []byte:
		return dateOfBytes(x, from, to)
	case float64:
		return dateOfDays(decOfFloat(x), to)
	}
	return dateOfDays(exact(v), to)
}

// moveDate carries a moment from one date type into another. What the target lacks is
// dropped: the date by time, the time by date, the offset by all but datetimeoffset.
func moveDate(t time.Time, from, to Type) (any, error) {
	if to.Kind == DateTimeOffset {
		t = RoundFraction(t, to.Scale)
	} else {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		t = roundTo(t, to)
	}
	if !holds(t, to.Kind) {
		return nil, message.New(242, from.Word(), to.Word())
	}
	return t, nil
}

// roundTo rounds a moment in UTC to what a type keeps.
func roundTo(t time.Time, to Type) time.Time {
	switch to.Kind {
	case Date:
		return midnight(t)
	case DateTime:
		return RoundDateTime(t)
	case SmallDateTime:
		return roundMinute(t)
	case Time:
		return onEpoch(RoundFraction(t, to.Scale))
	}
	rounded := RoundFraction(t, to.Scale)
	if !rounded.Before(afterLast) {
		return t.Truncate(time.Second) // modelled: the last moment does not roll over
	}
	return rounded
}

// onEpoch puts a time of day on the day that holds times.
func onEpoch(t time.Time) time.Time { return epoch.Add(time.Duration(sinceMidnight(t))) }

// holds tells whether the moment is in the range of the type.
func holds(t time.Time, kind Kind) bool {
	switch kind {
	case DateTime:
		return !t.Before(firstDateTime) && t.Before(afterLast)
	case SmallDateTime:
		return !t.Before(epoch) && t.Before(afterSmallDateTime)
	}
	return !t.Before(firstDate) && t.Before(afterLast)
}

// dateOfString parses text. What datetime and smalldatetime say of a date that does not
// exist (242) differs from text that is no date (241, 295); the newer types do not make
// the difference.
func dateOfString(s string, from, to Type, style int) (any, error) {
	t, err := parseDate(s, style, dateLimits(to.Kind))
	switch {
	case err == nil:
		out, moved := moveDate(t, from, to)
		if moved != nil && !oldDate(to.Kind) {
			return nil, message.New(241)
		}
		return out, moved
	case err == errDateRange && oldDate(to.Kind):
		return nil, message.New(242, from.Word(), to.Word())
	case to.Kind == SmallDateTime:
		return nil, message.New(295)
	}
	return nil, message.New(241)
}

// dateOfDays takes a number as days since 1900.
func dateOfDays(d Dec, to Type) (any, error) {
	ticks := Dec{Unscaled: new(big.Int).Mul(d.units(), big.NewInt(ticksPerDay)), Scale: d.Scale}.Rescale(0)
	if !ticks.units().IsInt64() {
		return nil, overflow("expression", to)
	}
	return dateOfSerial(ticks.units().Int64(), to, overflow("expression", to))
}

// maxSerial keeps the day count far inside what the calendar can reckon with.
const maxSerial = 4_000_000 * ticksPerDay

// dateOfSerial builds a datetime or smalldatetime out of ticks since 1900.
func dateOfSerial(ticks int64, to Type, tooFar error) (any, error) {
	if ticks > maxSerial || ticks < -maxSerial {
		return nil, tooFar
	}
	t := roundTo(fromDatetimeParts(floorDiv(ticks, ticksPerDay), floorMod(ticks, ticksPerDay)), to)
	if !holds(t, to.Kind) {
		return nil, tooFar
	}
	return t, nil
}

// dateOfBytes reads the eight bytes of a datetime or the four of a smalldatetime.
// modelled: the inner forms of the newer types are not read back; they answer 210, the
// number of a binary that is no datetime.
func dateOfBytes(b []byte, from, to Type) (any, error) {
	if !oldDate(to.Kind) || len(b) > 8 {
		return nil, message.New(210)
	}
	var all [8]byte
	copy(all[8-len(b):], b)
	days, ticks := int64(int32(binary.BigEndian.Uint32(all[:4]))), int64(binary.BigEndian.Uint32(all[4:]))
	if to.Kind == SmallDateTime {
		days = int64(binary.BigEndian.Uint16(all[4:6]))
		ticks = int64(binary.BigEndian.Uint16(all[6:])) * 60 * ticksPerSecond
	}
	if ticks >= ticksPerDay {
		return nil, message.New(210)
	}
	return dateOfSerial(days*ticksPerDay+ticks, to, message.New(210))
}
