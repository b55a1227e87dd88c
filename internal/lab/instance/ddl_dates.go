package instance

import (
	"strings"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// validity reads START_DATE and EXPIRY_DATE, both in UTC. Without them a certificate is
// valid from now on for one year.
func (a *action) validity(st *syntax.CreateCertificate) (start, end time.Time, err error) {
	start = a.now.UTC().Truncate(time.Second)
	if st.StartDate != "" {
		if start, err = parseDate(st.StartDate); err != nil {
			return start, end, err
		}
	}
	end = start.AddDate(1, 0, 0)
	if st.ExpiryDate != "" {
		end, err = parseDate(st.ExpiryDate)
	}
	return start, end, err
}

// validityWarnings are what CREATE CERTIFICATE says of odd dates; it still succeeds.
//
// modelled: class 10; the table lists 16 and the sheet says they act as warnings.
func validityWarnings(start, end, now time.Time) []*message.Message {
	switch {
	case end.Before(start):
		return []*message.Message{fault(15213).With(1, 10)}
	case end.Before(now):
		return []*message.Message{fault(15214).With(1, 10)}
	case start.After(now.Add(time.Second)):
		return []*message.Message{fault(15215).With(1, 10)}
	}
	return nil
}

// dateForms are the ways a date may be written under us_english, whose order is mdy. The
// digits-only form means the same in every language.
//
// modelled: the session's own language and SET DATEFORMAT do not reach the instance.
var dateForms = []string{
	"20060102", "2006-01-02", "2006/01/02", "1/2/2006", "1-2-2006", "1.2.2006",
	"Jan 2 2006", "Jan 2, 2006", "January 2, 2006", "January 2 2006", "2 Jan 2006", "2 January 2006",
}

// timeForms may follow a date.
var timeForms = []string{"", " 15:04", " 15:04:05", " 15:04:05.000", "T15:04:05", " 3:04PM", " 3:04 PM", " 3:04:05PM", " 3:04:05 PM"}

// parseDate reads a date literal of DDL, or gives 241; a date that cannot be is 242.
func parseDate(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	for _, date := range dateForms {
		for _, clock := range timeForms {
			t, err := time.ParseInLocation(date+clock, text, time.UTC)
			if err == nil {
				return t, nil
			}
			if strings.HasSuffix(err.Error(), "out of range") {
				return t, fault(242, "varchar", "datetime")
			}
		}
	}
	return time.Time{}, fault(241)
}
