package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// capture is the sink of INSERT .. EXEC: it keeps the rows of all result sets and passes
// everything else on.
type capture struct {
	out   Sink
	width int
	types []value.Type
	rows  [][]any
	from  []value.Type // of the rows; all result sets are converted to the first one's types
}

// Columns implements Sink.
func (c *capture) Columns(cols []Column) error {
	if len(cols) != c.width {
		return &failure{msgs: message.Errors{message.New(213)}, ends: endsBatch}
	}
	c.types = make([]value.Type, len(cols))
	for i, col := range cols {
		c.types[i] = col.Type
	}
	if c.from == nil {
		c.from = c.types
	}
	return nil
}

// Row implements Sink.
func (c *capture) Row(row []any) error {
	out := make([]any, len(row))
	for i, v := range row {
		converted, err := value.Convert(v, c.types[i], c.from[i], value.NoStyle)
		if err != nil {
			return err
		}
		out[i] = converted
	}
	c.rows = append(c.rows, out)
	return nil
}

// Done implements Sink. The counts of the captured statements are not the client's.
func (c *capture) Done(int64) error { return nil }

// Message implements Sink.
func (c *capture) Message(m *message.Message) error { return c.out.Message(m) }

// Database implements Sink.
func (c *capture) Database(from, to string) error { return c.out.Database(from, to) }

// insertExec runs the EXEC of INSERT .. EXEC and returns what it selected.
func (r *runner) insertExec(s *syntax.Insert, in *insertion) ([][]any, []value.Type, error) {
	if _, inside := r.sink.(*capture); inside {
		return nil, nil, message.New(8164)
	}
	c := &capture{out: r.sink, width: len(in.targets)}
	inner := &runner{ctx: r.ctx, sink: c, session: r.session, module: r.module}
	err := inner.exec(s.Exec)
	return c.rows, c.from, err
}
