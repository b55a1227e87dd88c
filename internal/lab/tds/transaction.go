package tds

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// Requests of the transaction manager.
const (
	tmGetDTCAddress = 0
	tmPropagate     = 1
	tmBegin         = 5
	tmPromote       = 6
	tmCommit        = 7
	tmRollback      = 8
	tmSave          = 9
)

// isolationLevels are the SET texts of the isolation levels of the wire; 0 leaves the
// session's level alone.
var isolationLevels = [...]string{
	"", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SNAPSHOT",
}

// tmRequest is a transaction manager request.
type tmRequest struct {
	kind      uint16
	name      string
	isolation byte
	restart   bool // commit or rollback, then begin the next transaction
}

// parseTransaction reads a transaction manager request.
func parseTransaction(data []byte, p protocol) (tmRequest, error) {
	data, err := skipHeaders(data, p)
	if err != nil {
		return tmRequest{}, err
	}
	c := cursor{data: data}
	r := tmRequest{kind: c.u16()}
	switch r.kind {
	case tmBegin:
		r.isolation = c.u8()
		r.name = tmName(&c)
	case tmSave:
		r.name = tmName(&c)
	case tmCommit, tmRollback:
		r.name = tmName(&c)
		if r.restart = c.u8()&1 != 0; r.restart {
			r.isolation = c.u8()
			tmName(&c)
		}
	}
	if c.short {
		return r, endedUnexpectedly()
	}
	if int(r.isolation) >= len(isolationLevels) {
		return r, fmt.Errorf("%w: isolation level %d", errMalformed, r.isolation)
	}
	return r, nil
}

// tmName reads a transaction name, whose length is in bytes.
func tmName(c *cursor) string { return decodeUTF16(c.bytes(int(c.u8()))) }

// transaction runs a transaction manager request and tells the client what became of
// the transaction.
func (c *connection) transaction(ctx context.Context, r tmRequest, a *answer) error {
	switch r.kind {
	case tmBegin:
		return c.begin(ctx, r.isolation, a)
	case tmCommit:
		return c.endTransaction(ctx, r, envCommit, c.client.Commit, a)
	case tmRollback:
		if r.name != "" {
			return c.statement(ctx, "ROLLBACK TRANSACTION "+quoteName(r.name), a)
		}
		return c.endTransaction(ctx, r, envRollback, c.client.Rollback, a)
	case tmSave:
		return c.statement(ctx, "SAVE TRANSACTION "+quoteName(r.name), a)
	case tmGetDTCAddress, tmPropagate, tmPromote:
		return a.Message(dtcUnavailable(c.name))
	}
	return fmt.Errorf("%w: transaction manager request %d", errMalformed, r.kind)
}

// begin starts a transaction. Its descriptor is a number of our own: clients send it back
// in every request and nobody looks at it, because a session has one transaction.
func (c *connection) begin(ctx context.Context, isolation byte, a *answer) error {
	if level := isolationLevels[isolation]; level != "" {
		if err := c.statement(ctx, "SET TRANSACTION ISOLATION LEVEL "+level, a); err != nil || a.failed {
			return err
		}
	}
	if err := c.client.Begin(ctx); err != nil {
		return a.report(err)
	}
	c.descriptor++
	return a.write(appendEnvBytes(nil, envBegin, c.descriptorBytes(), nil))
}

// endTransaction commits or rolls back and, when asked to, begins the next one.
func (c *connection) endTransaction(ctx context.Context, r tmRequest, env byte, end func(context.Context) error, a *answer) error {
	if err := end(ctx); err != nil {
		return a.report(err)
	}
	if err := a.write(appendEnvBytes(nil, env, nil, c.descriptorBytes())); err != nil || !r.restart {
		return err
	}
	return c.begin(ctx, r.isolation, a)
}

func (c *connection) descriptorBytes() []byte {
	return binary.LittleEndian.AppendUint64(nil, c.descriptor)
}

// statement runs T-SQL that a request stands for; only its messages reach the client.
func (c *connection) statement(ctx context.Context, text string, a *answer) error {
	return c.client.Batch(ctx, text, messagesOnly{a})
}

func quoteName(s string) string { return "[" + strings.ReplaceAll(s, "]", "]]") + "]" }

// messagesOnly is a sink for statements whose results nobody asked for.
type messagesOnly struct{ to *answer }

func (s messagesOnly) Columns([]engine.Column) error         { return s.to.cancelled() }
func (s messagesOnly) Row([]any) error                       { return s.to.cancelled() }
func (s messagesOnly) Done(int64) error                      { return s.to.cancelled() }
func (s messagesOnly) Message(m *message.Message) error      { return s.to.Message(m) }
func (s messagesOnly) Database(from string, to string) error { return s.to.Database(from, to) }
