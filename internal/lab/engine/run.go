package engine

import (
	"context"

	"milink/internal/lab/message"
)

// Run is what a statement or procedure of the instance may use while it executes: the way
// to the client and to the session that called it.
type Run struct {
	session *Session
	sink    Sink
	line    int
	proc    string
	// counted says that a result set ended with its own count; rows is the last one.
	counted bool
	rows    int64
}

// Message sends an informational message (class 10 or below); an error is returned, not sent.
func (r *Run) Message(m *message.Message) error {
	m = informational(m).At(r.line)
	if m.Procedure == "" {
		m = m.In(r.proc)
	}
	return r.sink.Message(m)
}

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
	r.counted, r.rows = true, int64(len(rows))
	if r.session.options.on("NOCOUNT") {
		return r.sink.Done(-1)
	}
	return r.sink.Done(int64(len(rows)))
}

// InTransaction tells whether the session has an open user transaction.
func (r *Run) InTransaction() bool { return r.session.trancount > 0 }

// Line is the line of the statement inside its batch.
func (r *Run) Line() int { return r.line }

// Execute runs T-SQL text in a scope of its own inside the session, as a procedure that is
// written in T-SQL does. Results go to the client. The error is what nobody caught.
func (r *Run) Execute(ctx context.Context, text string) error {
	outer := &runner{ctx: ctx, sink: r.sink, session: r.session, module: newModule(r.session, nil)}
	return outer.nested(func(inner *runner) error { return inner.text(text) })
}
