package value

import (
	"strings"
	"time"
)

// startsClock tells whether a number begins a time of day: a colon or AM/PM follows.
func startsClock(t []dateToken) bool {
	return len(t) > 1 && (t[1].kind == ':' || meridiem(t[1]) != "")
}

// meridiem is AM or PM, or nothing.
func meridiem(t dateToken) string {
	if t.kind != 'a' {
		return ""
	}
	if s := strings.ToUpper(t.text); s == "AM" || s == "PM" {
		return s
	}
	return ""
}

// readClock reads h[:m[:s[.fraction]]] [AM|PM] and says how many tokens that took.
func (p *dateParser) readClock(t []dateToken) (int, error) {
	if p.timed {
		return 0, errDateSyntax
	}
	p.timed = true
	fields := []*int{&p.clock.hour, &p.clock.minute, &p.clock.second}
	used := 0
	for i, field := range fields {
		if len(t[used].text) > 2 {
			return 0, errDateSyntax
		}
		*field = number(t[used].text)
		used++
		if i == len(fields)-1 || !followed(t[used:], ':') {
			break
		}
		used++
	}
	if used == 5 && (followed(t[used:], '.') || followed(t[used:], ':')) {
		if err := p.readFraction(t[used].kind, t[used+1].text); err != nil {
			return 0, err
		}
		used += 2
	}
	if used < len(t) && meridiem(t[used]) != "" {
		if err := p.clock.twelve(meridiem(t[used])); err != nil {
			return 0, err
		}
		used++
	}
	return used, p.clock.check()
}

// followed tells whether the tokens go on with the mark and a number.
func followed(t []dateToken, mark byte) bool {
	return len(t) > 1 && t[0].kind == mark && t[1].kind == '9'
}

// readFraction reads digits behind a point as a fraction, behind a colon as thousandths.
func (p *dateParser) readFraction(mark byte, digits string) error {
	limit := p.rules.fraction
	if mark == ':' {
		limit = 3
		digits = strings.Repeat("0", max(0, 3-len(digits))) + digits
	}
	if len(digits) > limit {
		return errDateSyntax
	}
	p.clock.nanos = number(digits + strings.Repeat("0", 9-len(digits)))
	return nil
}

// twelve turns an hour of twelve into one of twenty-four.
func (c *clock) twelve(meridiem string) error {
	if c.hour > 12 && meridiem == "AM" || c.hour > 23 {
		return errDateRange
	}
	switch {
	case meridiem == "AM" && c.hour == 12:
		c.hour = 0
	case meridiem == "PM" && c.hour < 12:
		c.hour += 12
	}
	return nil
}

func (c *clock) check() error {
	if c.hour > 23 || c.minute > 59 || c.second > 59 {
		return errDateRange
	}
	return nil
}

// maxOffset is the farthest a datetimeoffset can be from UTC.
const maxOffset = 14 * 60

// readOffset reads +hh:mm behind a time.
func (p *dateParser) readOffset(t []dateToken) (int, error) {
	if p.zoned || !p.rules.offset || len(t) < 4 ||
		t[1].kind != '9' || t[2].kind != ':' || t[3].kind != '9' || len(t[1].text) > 2 || len(t[3].text) != 2 {
		return 0, errDateSyntax
	}
	minutes := number(t[1].text)*60 + number(t[3].text)
	if minutes > maxOffset || number(t[3].text) > 59 {
		return 0, errDateSyntax
	}
	if t[0].kind == '-' {
		minutes = -minutes
	}
	p.zoned, p.zone = true, time.FixedZone("", minutes*60)
	return 4, nil
}
