package tds

import (
	"context"
	"errors"
	"fmt"

	"milink/internal/lab/engine"
)

// errAttention is the cause of a request that the client called off.
var errAttention = errors.New("attention from the client")

// serve answers requests until the client goes or the session must end.
func (c *connection) serve(ctx context.Context) error {
	defer c.client.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	messages := make(chan wireMessage)
	var broken error // set before messages is closed
	go func() {
		defer close(messages)
		broken = c.read(messages)
		cancel(broken) // stops a request that runs for a client that is gone
	}()
	for m := range messages {
		if err := c.request(ctx, m); err != nil {
			stop := c.halfClose()
			for range messages { // read over what the client still sends
			}
			stop()
			return err
		}
	}
	if errors.Is(broken, errMalformed) {
		defer c.hangUp()
		return c.refuse(messagesOf(fatalInput()), broken)
	}
	return broken
}

// read passes messages on, apart from an attention that stops a running request. Whoever
// takes the messages takes them to the end.
func (c *connection) read(to chan<- wireMessage) error {
	for {
		m, err := c.in.next()
		if err != nil {
			return err
		}
		if m.kind == packAttention {
			c.server.attentions.Add(1)
			c.count.attentions.Add(1)
			if c.interrupt() {
				continue
			}
		}
		to <- m
	}
}

// interrupt stops the running request; false when there is none.
func (c *connection) interrupt() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stop == nil {
		return false
	}
	c.attention = true
	c.stop()
	return true
}

// started and ended bracket a request that an attention may stop.
func (c *connection) started(stop context.CancelFunc) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop, c.attention = stop, false
}

func (c *connection) ended() (attention bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop = nil
	return c.attention
}

// request answers one message.
func (c *connection) request(ctx context.Context, m wireMessage) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	a := &answer{conn: c, ctx: ctx, token: tokenDone, cutRows: -1}
	if m.kind == packAttention {
		return a.abort()
	}
	c.started(func() { cancel(errAttention) })
	err := c.dispatch(ctx, m, a)
	if errors.Is(err, context.Canceled) {
		err = context.Cause(ctx)
	}
	if c.ended() && !isGone(err) {
		return a.abort()
	}
	switch {
	case errors.Is(err, errMalformed):
		if says := a.Message(fatalInput()); says != nil {
			return says
		}
		return errors.Join(a.finish(), err)
	case errors.Is(err, errSessionEnds):
		return errors.Join(a.finish(), err)
	case err != nil:
		return err
	}
	if err := a.finish(); err != nil {
		return err
	}
	if a.fatal {
		return errSessionEnds
	}
	return nil
}

// dispatch runs one request. What the client did wrong goes into the answer; an error is
// the end of the connection.
func (c *connection) dispatch(ctx context.Context, m wireMessage, a *answer) error {
	if m.status&statusIgnore != 0 {
		a.failed = true // the client gave up while sending
		return nil
	}
	if m.status&(statusReset|statusResetKeep) != 0 {
		if err := c.reset(a); err != nil {
			return err
		}
	}
	switch m.kind {
	case packBatch:
		return c.batch(ctx, m.data, a)
	case packRPC:
		return c.calls(ctx, m.data, a)
	case packTransaction:
		r, err := parseTransaction(m.data, c.enc.proto)
		if err != nil {
			return a.report(err)
		}
		a.cutRows = c.counted(RequestTransaction, fmt.Sprint(r.kind))
		return c.transaction(ctx, r, a)
	case packBulk:
		// modelled: the lab has no INSERT BULK, so data for it can only be out of place.
		return a.Message(endedUnexpectedly())
	}
	return fmt.Errorf("%w: packet type 0x%02X after the login", errMalformed, m.kind)
}

// counted counts a round trip and sets its fault.
func (c *connection) counted(kind RequestKind, text string) (cutRows int) {
	c.server.requests.Add(1)
	c.count.requests.Add(1)
	return c.setFault(Request{Kind: kind, Text: text})
}

// reset puts the session back before its next user.
//
// modelled: the reset that keeps the transaction (0x10) resets everything, too; clients
// send it only inside distributed transactions, which the lab refuses.
func (c *connection) reset(a *answer) error {
	c.count.resets.Add(1)
	if err := c.client.Reset(a); err != nil {
		return err
	}
	return a.write(appendEnvBytes(nil, envReset, nil, nil))
}

// batch runs a SQL batch.
func (c *connection) batch(ctx context.Context, data []byte, a *answer) error {
	text, err := batchText(data, c.enc.proto)
	if err != nil {
		return a.report(err)
	}
	a.cutRows = c.counted(RequestBatch, text)
	return c.outcome(c.client.Batch(ctx, text, a), a)
}

// calls runs the calls of an RPC message one after the other.
func (c *connection) calls(ctx context.Context, data []byte, a *answer) error {
	calls, err := parseCalls(data, c.enc.proto)
	if err != nil {
		return a.report(err)
	}
	a.cutRows = c.counted(RequestCall, procedureName(calls[0]))
	a.token = tokenDoneInProc
	for i, call := range calls {
		reply, err := c.client.Call(ctx, call, a)
		if err != nil {
			return c.outcome(err, a)
		}
		if err := a.cancelled(); err != nil {
			return err
		}
		if err := a.finishCall(call, reply, i+1 < len(calls)); err != nil {
			return err
		}
	}
	a.complete = true
	return nil
}

func procedureName(call engine.Call) string {
	if call.Name != "" {
		return call.Name
	}
	return fmt.Sprint(call.ID)
}

// outcome makes an error of the engine the end of the session; messages it carries are
// said first.
func (c *connection) outcome(err error, a *answer) error {
	if err == nil || a.ctx.Err() != nil {
		return err
	}
	if messagesOf(err) == nil {
		return err
	}
	return errors.Join(a.report(err), errSessionEnds)
}
