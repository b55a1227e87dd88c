package engine

import (
	"milink/internal/lab/message"
)

// Run is what a statement or procedure of the instance may use while it executes: the way
// to the client and to the session that called it.
type Run struct {
	session *Session
	sink    Sink
	line    int
	proc    string
}

// Message sends an informational message (class 10 or below); an error is returned, not sent.
func (r *Run) Message(m *message.Message) error { return r.sink.Message(m.At(r.line)) }

// Result sends one complete result set to the client.
func (r *Run) Result(cols []Column, rows [][]any) error {
	if err := r.sink.Columns(cols); err != nil {
		return err
	}
	for _, row := range rows {
		if err := r.sink.Row(row); err != nil {
			return err
		}
	}
	return r.sink.Done(int64(len(rows)))
}

// InTransaction tells whether the session has an open user transaction.
func (r *Run) InTransaction() bool { return r.session.trancount > 0 }

// Line is the line of the statement inside its batch.
func (r *Run) Line() int { return r.line }
