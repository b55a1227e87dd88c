// Package message holds what the simulated SQL Server says to a client: errors and
// informational messages with their number, state, class, procedure and line.
//
// It knows the numbers, severities and texts of facts/tsql.md section F and nothing of
// who raises them. Every message the lab can send is built here, so that one table can
// be compared with the fact sheet.
package message

import "fmt"

// Message is one ERROR or INFO token. Class (severity) 10 and below is information.
type Message struct {
	Number    int32
	State     uint8
	Class     uint8
	Text      string
	Procedure string // name of the procedure that raised it, empty for a batch
	Line      int32  // 1-based line inside the batch or procedure
}

// Error makes a Message usable as a Go error inside the lab.
func (m *Message) Error() string {
	return fmt.Sprintf("Msg %d, Level %d, State %d, Line %d: %s", m.Number, m.Class, m.State, m.Line, m.Text)
}

// IsError tells whether the message ends the statement that raised it.
func (m *Message) IsError() bool { return m.Class > 10 }

// At returns a copy that carries the line, unless one is set already.
func (m *Message) At(line int) *Message {
	c := *m
	if c.Line == 0 {
		c.Line = int32(line)
	}
	return &c
}

// Errors is several messages raised by one statement, in the order the client gets them:
// the cause first, the wrapper last (3201 then 3013, 300 then 297). A note for people may
// stand before the cause; see Simulated.
type Errors []*Message

// Error shows the first error; it is the cause.
func (e Errors) Error() string {
	for _, m := range e {
		if m.IsError() {
			return m.Error()
		}
	}
	return "no message"
}
