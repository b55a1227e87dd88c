package engine

import (
	"strings"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// waitFor is WAITFOR DELAY and WAITFOR TIME, on the instance's clock.
func (r *runner) waitFor(s *syntax.WaitFor) error {
	b := r.bind(s)
	x := b.expr(s.X, nil)
	v, err := r.evaluate(b, x)
	if err != nil {
		return err
	}
	at, err := timeOfDay(v, x.typ)
	if err != nil {
		return err
	}
	if !s.Delay {
		at = untilNext(r.session.world.Clock().Now(), at)
	}
	if err := r.session.world.Clock().Sleep(r.ctx, at); err != nil {
		return err
	}
	return r.plain()
}

// timeOfDay reads hh:mm[:ss[.mmm]], or the time part of a datetime.
func timeOfDay(v any, t value.Type) (time.Duration, error) {
	switch x := v.(type) {
	case nil:
		return 0, nil
	case time.Time:
		return sinceMidnight(x), nil
	case int64:
		return time.Duration(x) * time.Second, nil
	case string:
		text := strings.TrimSpace(x)
		if !strings.Contains(text, ":") {
			return 0, message.New(148, x)
		}
		at, err := value.Convert(text, value.VarCharN(100), value.DateTimeT, value.NoStyle)
		if err != nil {
			return 0, message.New(149, x)
		}
		return sinceMidnight(at.(time.Time)), nil
	}
	return 0, message.New(202, t.Word())
}

func sinceMidnight(t time.Time) time.Duration {
	return t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC))
}

// untilNext is how long it takes until a time of day comes next.
func untilNext(now time.Time, at time.Duration) time.Duration {
	d := at - sinceMidnight(now.UTC())
	if d < 0 {
		d += 24 * time.Hour
	}
	return d
}
