package tds

import (
	"context"
	"errors"
	"fmt"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// errSessionEnds ends the connection after the answer is complete.
var errSessionEnds = errors.New("session ends")

// fatalClass is the severity from which an error ends the session.
const fatalClass = 20

// answer turns what the engine says about one request into tokens. It implements
// engine.Sink.
type answer struct {
	conn    *connection
	ctx     context.Context
	token   byte // how a statement ends: DONE in a batch, DONEINPROC in a call
	columns []wireType
	nbc     []byte // scratch for the bitmap of NULLs
	buf     []byte
	open    bool  // a result set waits for its end
	failed  bool  // an error came since the last end
	fatal   bool  // an error came that ends the session
	held    *done // the last DONE, kept until it is known whether more follows
	// complete says that the last DONE is sent, as after the last call of an RPC message.
	complete bool
	rows     int
	cutRows  int // rows after which a fault cuts the connection, or -1
}

var _ engine.Sink = (*answer)(nil)

// write sends tokens; a DONE held back now knows that it was not the last.
func (a *answer) write(tokens []byte) error {
	if err := a.release(doneMore); err != nil {
		return err
	}
	_, err := a.conn.out.Write(tokens)
	return err
}

// release sends the DONE held back, if there is one.
func (a *answer) release(more uint16) error {
	if a.held == nil {
		return nil
	}
	d := *a.held
	a.held = nil
	d.status |= more
	_, err := a.conn.out.Write(d.append(nil, a.conn.enc.proto))
	return err
}

// cancelled is the reason to stop, once the client sent an attention or is gone.
func (a *answer) cancelled() error {
	if a.ctx.Err() != nil {
		return context.Cause(a.ctx)
	}
	return nil
}

// Columns sends COLMETADATA.
func (a *answer) Columns(cols []engine.Column) error {
	if err := a.cancelled(); err != nil {
		return err
	}
	if err := a.closeStatement(); err != nil {
		return err
	}
	a.columns = make([]wireType, len(cols))
	b := put16(append(a.buf[:0], tokenColMetadata), uint16(len(cols)))
	for i, col := range cols {
		w, err := wireTypeOf(col.Type, a.conn.enc.proto, col.Nullable)
		if err != nil {
			return fmt.Errorf("column %q: %w", col.Name, err)
		}
		a.columns[i] = w
		b = a.conn.enc.appendColumn(b, w, col)
	}
	a.buf, a.open = b, true
	return a.write(b)
}

// Flags of a column: NULL allowed, and whether it may be updated is not known.
const (
	columnNullable = 0x0001
	columnUnknown  = 0x0008
)

// appendColumn appends the description of one column.
func (e encoder) appendColumn(b []byte, w wireType, col engine.Column) []byte {
	b = e.appendUserType(b, w)
	flags := uint16(columnUnknown)
	if col.Nullable {
		flags |= columnNullable
	}
	b = w.appendInfo(put16(b, flags), e.collation)
	if w.form == formLOB {
		b = put16(b, 0) // name of the table, empty
	}
	return appendByteText(b, col.Name)
}

func (e encoder) appendUserType(b []byte, w wireType) []byte {
	if e.proto >= tds72 {
		return put32(b, w.userType())
	}
	return put16(b, uint16(w.userType()))
}

// Row sends ROW, or NBCROW where the client knows it and there are NULLs to save.
func (a *answer) Row(row []any) error {
	if err := a.cancelled(); err != nil {
		return err
	}
	if !a.open || len(row) != len(a.columns) {
		return fmt.Errorf("row of %d values in a result of %d columns", len(row), len(a.columns))
	}
	if a.cutRows == a.rows {
		return a.cut()
	}
	a.rows++
	b, compressed := a.startRow(row)
	for i, v := range row {
		if compressed && v == nil && a.columns[i].form != formFixed {
			continue
		}
		var err error
		if b, err = a.conn.enc.appendValue(b, a.columns[i], v); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	a.buf = b
	return a.write(b)
}

// startRow writes the token of a row and, where it pays, the bitmap of its NULLs.
func (a *answer) startRow(row []any) (b []byte, compressed bool) {
	a.nbc = append(a.nbc[:0], make([]byte, (len(row)+7)/8)...)
	for i, v := range row {
		if v == nil {
			a.nbc[i/8] |= 1 << (i % 8)
			compressed = true
		}
	}
	if !compressed || a.conn.enc.proto < tds73 {
		return append(a.buf[:0], tokenRow), false
	}
	return append(append(a.buf[:0], tokenNBCRow), a.nbc...), true
}

// cut is the fault that breaks the connection in the middle of an answer.
func (a *answer) cut() error {
	_ = a.conn.out.flush()
	a.conn.tr.cut()
	return errCut
}

// Done ends a statement.
func (a *answer) Done(count int64) error {
	if err := a.cancelled(); err != nil {
		return err
	}
	d := done{token: a.token}
	if count >= 0 {
		d.status, d.count = doneCount, count
	}
	return a.end(d)
}

// end adds what the statement left behind. In a call more always follows; in a batch
// that is not known yet.
func (a *answer) end(d done) error {
	if a.failed {
		d.status |= doneError
	}
	if a.open {
		d.command = commandSelect
	}
	a.open, a.failed = false, false
	if err := a.release(doneMore); err != nil {
		return err
	}
	a.held = &d
	if d.token == tokenDoneInProc {
		return a.release(doneMore)
	}
	return nil
}

// closeStatement ends a statement that the engine left without Done because it failed.
func (a *answer) closeStatement() error {
	if !a.open && !a.failed {
		return nil
	}
	return a.end(done{token: a.token})
}

// Message sends ERROR or INFO. Information goes out at once, so that a client can follow
// the progress of a backup. Errors pass even after an attention, because a cancelled
// BACKUP still says what became of it.
//
// modelled: SQL Server collects PRINT until a packet is full.
func (a *answer) Message(m *message.Message) error {
	if !m.IsError() {
		if err := a.cancelled(); err != nil {
			return err
		}
	}
	a.failed = a.failed || m.IsError()
	a.fatal = a.fatal || m.Class >= fatalClass
	if err := a.write(appendMessage(nil, a.conn.enc.proto, a.conn.name, m)); err != nil {
		return err
	}
	if m.IsError() {
		return nil
	}
	return a.conn.out.flush()
}

// Database sends the ENVCHANGE of a USE.
func (a *answer) Database(from, to string) error {
	return a.write(appendEnvText(nil, envDatabase, to, from))
}

// report sends the messages an error consists of; any other error is returned.
func (a *answer) report(err error) error {
	for _, m := range messagesOf(err) {
		if err := a.Message(m); err != nil {
			return err
		}
	}
	if messagesOf(err) != nil {
		return nil
	}
	return err
}

// messagesOf takes the messages out of an error; nil when it has none.
func messagesOf(err error) message.Errors {
	if many, ok := errors.AsType[message.Errors](err); ok {
		return many
	}
	if one, ok := errors.AsType[*message.Message](err); ok {
		return message.Errors{one}
	}
	return nil
}

// finish ends the answer to a request.
func (a *answer) finish() error {
	if a.complete {
		return a.conn.out.end()
	}
	if a.cutRows >= 0 && a.rows >= a.cutRows {
		return a.cut()
	}
	if a.held == nil || a.open || a.failed {
		if err := a.end(done{token: tokenDone}); err != nil {
			return err
		}
	}
	if err := a.release(0); err != nil {
		return err
	}
	return a.conn.out.end()
}

// finishCall ends the answer to one call of an RPC message.
func (a *answer) finishCall(call engine.Call, reply engine.Reply, more bool) error {
	if a.cutRows >= 0 && a.rows >= a.cutRows {
		return a.cut()
	}
	if a.open {
		if err := a.end(done{token: a.token}); err != nil {
			return err
		}
	}
	b := appendReturnStatus(nil, reply.Status)
	for i, p := range reply.Output {
		var err error
		if b, err = a.conn.enc.appendReturnValue(b, outputOrdinal(call, i), p); err != nil {
			if err = a.report(err); err != nil {
				return err
			}
		}
	}
	d := done{token: tokenDoneProc}
	if a.failed {
		d.status |= doneError
	}
	if more {
		d.status |= doneMore
	}
	a.failed = false
	return a.write(d.append(b, a.conn.enc.proto))
}

// outputOrdinal is the position in the call of its n-th output parameter.
func outputOrdinal(call engine.Call, n int) uint16 {
	for i, p := range call.Params {
		if !p.Output {
			continue
		}
		if n == 0 {
			return uint16(i)
		}
		n--
	}
	return uint16(len(call.Params))
}

// appendReturnValue appends the value of an output parameter.
func (e encoder) appendReturnValue(b []byte, ordinal uint16, p engine.Param) ([]byte, error) {
	w, err := wireTypeOf(p.Type, e.proto, true)
	if err != nil {
		return b, fmt.Errorf("output parameter %q: %w", p.Name, err)
	}
	if w.form == formLOB {
		return b, tooLargeForOldClient()
	}
	const outputParameter = 1
	start := len(b)
	b = appendByteText(put16(append(b, tokenReturnValue), ordinal), p.Name)
	b = e.appendUserType(append(b, outputParameter), w)
	b = w.appendInfo(put16(b, 0), e.collation)
	b, err = e.appendValue(b, w, p.Value)
	if err != nil {
		return b[:start], fmt.Errorf("output parameter %q: %w", p.Name, err)
	}
	return b, nil
}

// abort ends the answer to a request that an attention stopped, or acknowledges an
// attention that came when nothing ran.
func (a *answer) abort() error {
	if a.complete { // too late: the answer stands, the acknowledgement is a message of its own
		if err := a.conn.out.end(); err != nil {
			return err
		}
	}
	if err := a.write(done{token: tokenDone, status: doneAttn}.append(nil, a.conn.enc.proto)); err != nil {
		return err
	}
	return a.conn.out.end()
}
