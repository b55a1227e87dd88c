package value

import (
	"math"
	"math/big"
	"time"
)

// epoch is day zero of datetime, and the date a time of day is held on.
var epoch = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	ticksPerSecond = 300 // datetime counts in 1/300 s
	ticksPerDay    = 86400 * ticksPerSecond
)

// The years a type can hold.
var (
	firstDateTime      = time.Date(1753, 1, 1, 0, 0, 0, 0, time.UTC)
	firstDate          = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	afterLast          = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	afterSmallDateTime = time.Date(2079, 6, 7, 0, 0, 0, 0, time.UTC)
)

// sinceMidnight is the time of day in nanoseconds.
func sinceMidnight(t time.Time) int64 {
	h, m, s := t.Clock()
	return int64(h*3600+m*60+s)*int64(time.Second) + int64(t.Nanosecond())
}

// daysBetween counts the days from one date to another; a Duration would not reach.
func daysBetween(from, to time.Time) int64 {
	return (midnight(to).Unix() - midnight(from).Unix()) / 86400
}

// midnight is the date alone, in UTC.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// datetimeParts are the two integers a datetime consists of: days since 1900 and ticks
// since midnight.
func datetimeParts(t time.Time) (days, ticks int64) {
	ticks = (sinceMidnight(t)*ticksPerSecond + int64(time.Second)/2) / int64(time.Second)
	return daysBetween(epoch, t), ticks
}

// fromDatetimeParts builds a datetime. It shows whole milliseconds: .000, .003, .007.
func fromDatetimeParts(days, ticks int64) time.Time {
	days, ticks = days+floorDiv(ticks, ticksPerDay), floorMod(ticks, ticksPerDay)
	millis := (ticks*10 + 1) / 3 // rounds n/3 to the nearest
	return epoch.AddDate(0, 0, int(days)).Add(time.Duration(millis) * time.Millisecond)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// RoundDateTime rounds to the 1/300 s that datetime knows.
func RoundDateTime(t time.Time) time.Time {
	days, ticks := datetimeParts(t)
	return fromDatetimeParts(days, ticks)
}

// RoundFraction rounds to so many digits of a second, half up.
func RoundFraction(t time.Time, scale uint8) time.Time {
	unit := int64(math.Pow10(9 - int(min(scale, 7))))
	rest := sinceMidnight(t) % unit
	t = t.Add(-time.Duration(rest))
	if rest*2 >= unit {
		t = t.Add(time.Duration(unit))
	}
	return t
}

// roundMinute rounds as smalldatetime does: 29.998 seconds fall, 29.999 rise.
func roundMinute(t time.Time) time.Time {
	rest := sinceMidnight(t) % int64(time.Minute)
	t = t.Add(-time.Duration(rest))
	if rest >= int64(29999*time.Millisecond) {
		t = t.Add(time.Minute)
	}
	return t
}

// exactTime is the moment of a value in full: the thirds of a millisecond that a datetime
// stands for come back, which matters when it becomes a datetime2.
func exactTime(t time.Time, from Kind) time.Time {
	if from != DateTime {
		return t
	}
	_, ticks := datetimeParts(t)
	nanos := (ticks*int64(time.Second) + ticksPerSecond/2) / ticksPerSecond
	return midnight(t).Add(time.Duration(nanos))
}

// serial is a datetime in ticks since 1900.
func serial(t time.Time) int64 {
	days, ticks := datetimeParts(t)
	return days*ticksPerDay + ticks
}

// daysAsDec is a datetime as a number of days since 1900.
func daysAsDec(t time.Time, scale uint8) Dec {
	return Dec{Unscaled: big.NewInt(serial(t))}.Rescale(scale).divideRounded(ticksPerDay)
}

// divideRounded divides by a whole number and keeps the scale.
func (d Dec) divideRounded(by int64) Dec {
	return Dec{Unscaled: divRound(d.units(), big.NewInt(by)), Scale: d.Scale}
}

func daysAsFloat(t time.Time) float64 { return float64(serial(t)) / ticksPerDay }

// roundedDays is a datetime as a whole number: noon is the next day already.
func roundedDays(t time.Time) int64 { return floorDiv(serial(t)+ticksPerDay/2, ticksPerDay) }
