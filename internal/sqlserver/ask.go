package sqlserver

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"milink/internal/tsql"
)

// grace is how long the server may take to confirm that it stopped a batch. The driver
// itself would wait up to ten seconds for a server that does not answer at all.
const grace = time.Second

var (
	// errTimedOut ends a round trip that took too long.
	errTimedOut = errors.New("timed out")
	// errEnded is a batch that the server did not carry to its end.
	errEnded = errors.New("the server ended the batch")
)

// ask sends one batch of probes and hands over the answers that came back whole. An error
// means that the rest did not come; what is in the map stays good.
func (s *Session) ask(ctx context.Context, probes []tsql.Probe) (answers, error) {
	got := answers{}
	err := s.roundTrip(ctx, tsql.Ask(probes), got)
	return got, err
}

// roundTrip bounds one question by a timer that cancels, not by a deadline: a deadline is a
// network error to the driver, which then gives the connection up, and the session would be
// lost to the questions after it.
func (s *Session) roundTrip(ctx context.Context, text string, into answers) error {
	asked, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	soft := time.AfterFunc(s.cfg.Timeouts.RoundTrip, func() { cancel(errTimedOut) })
	defer soft.Stop()
	hard := time.AfterFunc(s.cfg.Timeouts.RoundTrip+grace, s.wire.kill)
	defer hard.Stop()
	err := s.read(asked, text, into)
	var words mssql.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case isTimeout(context.Cause(asked)):
		return fmt.Errorf("%w after %s", errTimedOut, s.cfg.Timeouts.RoundTrip)
	}
	switch {
	case errors.Is(err, errEnded):
		return err
	case errors.As(err, &words):
		return fmt.Errorf("%w: %s", errEnded, allWords(messagesOf(words)))
	}
	return lostError{err}
}

// lostError is a connection that ended in the middle. People read its sentence; the driver's
// text changes with the place of the cut and says no more, so that it stands below only.
type lostError struct{ cause error }

func (lostError) Error() string { return "the connection was lost while the answer was read" }

func (e lostError) Unwrap() error { return e.cause }

func isTimeout(err error) bool { return errors.Is(err, errTimedOut) }

// kill ends a connection whose server no longer answers.
func (w *wire) kill() {
	if tcp, _, _ := w.state(); tcp != nil {
		_ = tcp.SetDeadline(longPast)
	}
}

func (s *Session) read(ctx context.Context, text string, into answers) error {
	stmt, err := s.conn.PrepareContext(ctx, text) // no round trip: the text is sent as it is
	if err != nil {
		return err
	}
	rows, err := stmt.(driver.StmtQueryContext).QueryContext(ctx, nil)
	if err != nil {
		return err
	}
	err = (&reader{rows: rows, into: into}).all()
	return errors.Join(err, rows.Close())
}

// reader walks through everything a batch returns, result sets and errors alike. What it
// has read belongs to the marker that comes next.
type reader struct {
	rows    driver.Rows
	into    answers
	current answer
	errors  int // how many of the driver's errors were given to an answer already
}

func (r *reader) all() error {
	for {
		if err := r.set(); err != nil {
			return err
		}
		next, ok := r.rows.(driver.RowsNextResultSet)
		if !ok || !next.HasNextResultSet() {
			return r.leftover()
		}
		if err := next.NextResultSet(); err != nil {
			return err
		}
	}
}

// leftover are errors that no marker followed: the server ended the batch there.
func (r *reader) leftover() error {
	if len(r.current.messages) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", errEnded, allWords(r.current.messages))
}

// set reads one result set, and the errors that come before the next one.
func (r *reader) set() error {
	columns := r.rows.Columns()
	marker := len(columns) == 1 && columns[0] == tsql.Marker
	t := &table{columns: map[string]int{}}
	for i, c := range columns {
		t.columns[c] = i
	}
	if !marker && len(columns) > 0 {
		r.current.tables = append(r.current.tables, t)
	}
	for {
		values := make([]driver.Value, len(columns))
		err := r.rows.Next(values)
		var words mssql.Error
		switch {
		case err == io.EOF:
			return nil
		case isServerWords(err, &words):
			r.note(words)
		case err != nil:
			return err
		case marker:
			r.finish(values[0])
		default:
			t.rows = append(t.rows, values)
		}
	}
}

// isServerWords tells an error of one statement, after which the batch goes on, from the
// end of the connection, which the driver wraps in other types.
func isServerWords(err error, words *mssql.Error) bool {
	e, ok := err.(mssql.Error)
	*words = e
	return ok
}

// finish hands over what was read to the probe that the marker names. The first marker names
// none; it only starts the batch.
func (r *reader) finish(name driver.Value) {
	if s, ok := name.(string); ok && s != "" {
		whole := r.current
		r.into[s] = &whole
	}
	r.current = answer{}
}

// note gives new errors to the answer being read. The driver repeats at every statement all
// errors of the batch so far.
func (r *reader) note(err mssql.Error) {
	all := messagesOf(err)
	r.current.messages = append(r.current.messages, all[min(r.errors, len(all)):]...)
	r.errors = max(r.errors, len(all))
}
