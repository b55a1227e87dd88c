package syntax

import (
	"strings"
	"testing"
	"unicode/utf8"

	"milink/internal/lab/message"
)

// FuzzParse holds the parser to what every input must give: an end, no panic, a batch or
// messages but not both, messages of syntax with a line inside the batch, the same answer
// twice.
func FuzzParse(f *testing.F) {
	for _, text := range corpus(f) {
		f.Add(text, 0, false)
	}
	f.Add("SELECT ((((1", 13, true)
	f.Add("WITH a AS (SELECT 1) /*", 16, false)
	f.Add("CREATE PROC p @a int AS RETURN @a", 15, false)
	f.Fuzz(func(t *testing.T, text string, version int, off bool) {
		o := Options{Version: version, QuotedIdentifierOff: off}
		b, err := o.Parse(text)
		if (b == nil) == (err == nil) {
			t.Fatalf("batch %v, error %v", b, err)
		}
		again, twice := o.Parse(text)
		if (err == nil) != (twice == nil) || err != nil && err.Error() != twice.Error() {
			t.Fatalf("%v, then %v", err, twice)
		}
		if err == nil {
			if meaning(b) != meaning(again) {
				t.Fatal("two trees of one text")
			}
			return
		}
		lines := int32(strings.Count(text, "\n") + 1)
		for _, m := range messagesOf(t, err) {
			if m.Class < 11 || m.Line < 1 || m.Line > lines || strings.Contains(m.Text, "no message with that error number") {
				t.Fatalf("%v of %d lines", m, lines)
			}
			if utf8.ValidString(text) && !utf8.ValidString(m.Text) {
				t.Fatalf("%q", m.Text)
			}
		}
	})
}

// messagesOf lists what a batch was refused with; anything but messages is a fault.
func messagesOf(t *testing.T, err error) message.Errors {
	switch e := err.(type) {
	case *message.Message:
		return message.Errors{e}
	case message.Errors:
		return e
	}
	t.Fatalf("%T: %v", err, err)
	return nil
}

// Deep nesting ends in 191 long before the stack does.
func TestNestingIsBounded(t *testing.T) {
	const deep = 20_000
	for _, text := range []string{
		"SELECT " + strings.Repeat("(", deep) + "1" + strings.Repeat(")", deep),
		"SELECT " + strings.Repeat("-~", deep) + "1",
		"SELECT 1 WHERE " + strings.Repeat("NOT ", deep) + "1 = 1",
		"SELECT 1 WHERE " + strings.Repeat("(", deep) + "1 = 1" + strings.Repeat(")", deep),
		strings.Repeat("IF 1 = 1 ", deep) + "PRINT 'x'",
		strings.Repeat("BEGIN ", deep) + "PRINT 'x'" + strings.Repeat(" END", deep),
		"SELECT " + strings.Repeat("CASE WHEN 1 = 1 THEN ", deep) + "1" + strings.Repeat(" END", deep),
		"SELECT " + strings.Repeat("ABS(", deep) + "1" + strings.Repeat(")", deep),
		strings.Repeat("(", deep) + "SELECT 1" + strings.Repeat(")", deep),
		"SELECT a FROM " + strings.Repeat("(", deep) + "t" + strings.Repeat(")", deep),
	} {
		if _, err := Parse(text); err == nil {
			t.Errorf("accepted: %.40s", text)
		}
	}
}
