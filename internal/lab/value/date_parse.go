package value

import (
	"errors"
	"strings"
	"time"
)

// SQL Server reads dates in many forms: ISO 8601, numbers with separators in an order the
// style decides, names of months, digits without separators, a time of day before or
// behind the date or alone, and an offset. The language is us_english.

var (
	errDateSyntax = errors.New("not a date")
	errDateRange  = errors.New("no such date")
)

// dateRules is what a target type takes.
type dateRules struct {
	fraction int  // digits of a second
	offset   bool // an offset may follow; Z always may
}

// dateLimits knows that the two old types take milliseconds and no offset.
func dateLimits(kind Kind) dateRules {
	if oldDate(kind) {
		return dateRules{fraction: 3}
	}
	return dateRules{fraction: 7, offset: true}
}

// dateOrder is how three short numbers are read.
type dateOrder uint8

const (
	monthFirst dateOrder = iota // mdy, the order of us_english
	dayFirst                    // dmy
	yearFirst                   // ymd
)

func orderOf(style int) dateOrder {
	switch style {
	case 3, 4, 5, 6, 13, 103, 104, 105, 106, 113:
		return dayFirst
	case 2, 11, 12, 20, 21, 23, 25, 102, 111, 112, 120, 121, 126, 127:
		return yearFirst
	}
	return monthFirst
}

// maxDateText is longer than any form of a date; it bounds the work.
const maxDateText = 200

// parseDate reads text as a moment: on 1900-01-01 when there is only a time, at midnight
// when there is only a date, in UTC unless an offset is given.
func parseDate(s string, style int, rules dateRules) (time.Time, error) {
	s = strings.Trim(s, " ")
	if s == "" {
		return epoch, nil
	}
	if len(s) > maxDateText {
		return time.Time{}, errDateSyntax
	}
	p := dateParser{tokens: dateTokens(s), rules: rules, zone: time.UTC}
	if err := p.run(); err != nil {
		return time.Time{}, err
	}
	year, month, day, err := p.calendar(orderOf(style))
	if err != nil {
		return time.Time{}, err
	}
	return p.moment(year, month, day)
}

// dateToken is a run of digits or letters, or one other character. blank tells that a
// blank stood before it.
type dateToken struct {
	text  string
	kind  byte // '9' digits, 'a' letters, otherwise the character itself
	blank bool
}

func dateTokens(s string) []dateToken {
	var tokens []dateToken
	blank := false
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\t' {
			blank = true
			i++
			continue
		}
		kind, end := tokenKind(s[i]), i+1
		for end < len(s) && (kind == '9' || kind == 'a') && tokenKind(s[end]) == kind {
			end++
		}
		tokens = append(tokens, dateToken{text: s[i:end], kind: kind, blank: blank})
		i, blank = end, false
	}
	return tokens
}

func tokenKind(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return '9'
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		return 'a'
	}
	return c
}

// dateParser sorts the tokens into parts of the date and the clock.
type dateParser struct {
	tokens  []dateToken
	rules   dateRules
	numbers []string // of the date, in order
	month   int      // by name
	marks   string   // the separators between the numbers
	clock   clock
	timed   bool
	zone    *time.Location
	zoned   bool
}

// clock is a time of day.
type clock struct{ hour, minute, second, nanos int }

// run walks over the tokens.
func (p *dateParser) run() error {
	for i := 0; i < len(p.tokens); {
		used, err := p.step(p.tokens[i:])
		if err != nil {
			return err
		}
		i += used
	}
	return nil
}

// step takes what the first tokens are and says how many they were.
func (p *dateParser) step(t []dateToken) (int, error) {
	switch {
	case t[0].kind == '9' && startsClock(t):
		return p.readClock(t)
	case t[0].kind == '9':
		p.numbers = append(p.numbers, t[0].text)
		return 1, nil
	case t[0].kind == 'a':
		return p.readWord(t)
	case p.timed && (t[0].kind == '+' || t[0].kind == '-'):
		return p.readOffset(t)
	case strings.IndexByte("-/.,", t[0].kind) >= 0:
		p.marks += t[0].text
		return 1, nil
	}
	return 0, errDateSyntax
}

// readWord knows the T of ISO 8601, the Z behind a time, and the months.
func (p *dateParser) readWord(t []dateToken) (int, error) {
	word := strings.ToUpper(t[0].text)
	switch {
	case word == "T" && !p.timed && len(p.numbers) > 0 && !t[0].blank && len(t) > 1 && startsClock(t[1:]):
		return 1, nil
	case word == "Z" && p.timed && !p.zoned:
		p.zoned = true
		return 1, nil
	}
	month := monthByName(word)
	if month == 0 || p.month != 0 {
		return 0, errDateSyntax
	}
	p.month = month
	return 1, nil
}

// monthByName takes the full English name or its first three letters.
func monthByName(upper string) int {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToUpper(m.String())
		if upper == name || upper == name[:3] {
			return int(m)
		}
	}
	return 0
}

// moment puts the parts together.
func (p *dateParser) moment(year, month, day int) (time.Time, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 {
		return time.Time{}, errDateRange
	}
	t := time.Date(year, time.Month(month), day, p.clock.hour, p.clock.minute, p.clock.second, p.clock.nanos, p.zone)
	if t.Day() != day || t.Month() != time.Month(month) {
		return time.Time{}, errDateRange
	}
	return t, nil
}
