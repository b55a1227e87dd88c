package tds

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"strings"
	"testing"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

func sev16(number int32) *message.Message {
	return &message.Message{Number: number, State: 1, Class: 16, Line: 1, Text: "x"}
}

// done72 is a DONE-like token of 7.2 and later.
func done72(token, status, command, count byte) []byte {
	return []byte{token, status, 0, command, 0, count, 0, 0, 0, 0, 0, 0, 0}
}

// skipToDone cuts an answer before its first DONE of the given kind and status.
func skipToDone(t *testing.T, answer []byte, token []byte) []byte {
	t.Helper()
	i := bytes.Index(answer, token)
	if i < 0 {
		t.Fatalf("no % X in % X", token, answer)
	}
	return answer[i:]
}

func TestStatementsLeftOpenAreEnded(t *testing.T) {
	cols := []engine.Column{{Type: intType}}
	for _, tt := range []struct {
		name  string
		batch func(out engine.Sink) error
		want  [][]byte // every DONE in order
	}{
		{"nothing at all", func(engine.Sink) error { return nil }, [][]byte{done72(0xFD, 0, 0, 0)}},
		{"one statement", func(out engine.Sink) error { return out.Done(2) }, [][]byte{done72(0xFD, 0x10, 0, 2)}},
		{"no rows is a count", func(out engine.Sink) error { return out.Done(0) }, [][]byte{done72(0xFD, 0x10, 0, 0)}},
		{"two statements", func(out engine.Sink) error { return errors.Join(out.Done(2), out.Done(-1)) },
			[][]byte{done72(0xFD, 0x11, 0, 2), done72(0xFD, 0, 0, 0)}},
		{"only an error", func(out engine.Sink) error { return out.Message(sev16(208)) }, [][]byte{done72(0xFD, 2, 0, 0)}},
		{"an error, then a result", func(out engine.Sink) error {
			return errors.Join(out.Message(sev16(208)), out.Columns(cols), out.Done(0))
		}, [][]byte{done72(0xFD, 3, 0, 0), done72(0xFD, 0x10, 0xC1, 0)}},
		{"a result cut short by an error", func(out engine.Sink) error {
			return errors.Join(out.Columns(cols), out.Row([]any{int64(1)}), out.Message(sev16(8134)))
		}, [][]byte{done72(0xFD, 2, 0xC1, 0)}},
		{"an error inside the result", func(out engine.Sink) error {
			return errors.Join(out.Columns(cols), out.Message(sev16(8134)), out.Done(-1), out.Done(1))
		}, [][]byte{done72(0xFD, 3, 0xC1, 0), done72(0xFD, 0x10, 0, 1)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := startLab(t, nil)
			l.client.onBatch = func(_ context.Context, _ string, out engine.Sink) error { return tt.batch(out) }
			c := dialRaw(t, l)
			c.login(tds74)
			c.send(packBatch, 0, batch74("x"))
			rest := c.answer()
			for _, d := range tt.want {
				rest = skipToDone(t, rest, d)[len(d):]
			}
			if len(rest) != 0 {
				t.Errorf("% X after the last DONE", rest)
			}
		})
	}
}

// execCall is a call of p without parameters.
var execCall = cat(headers, []byte{1, 0, 'p', 0, 0, 0})

func TestCallsLeftOpenAreEnded(t *testing.T) {
	l := startLab(t, nil)
	l.client.onCall = func(_ context.Context, _ engine.Call, out engine.Sink) (engine.Reply, error) {
		return engine.Reply{}, errors.Join(out.Columns([]engine.Column{{Type: intType}}), out.Message(sev16(8134)))
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packRPC, 0, execCall)
	wantBytes(t, skipToDone(t, c.answer(), done72(0xFF, 3, 0xC1, 0)), done72(0xFF, 3, 0xC1, 0), []byte{0x79, 0, 0, 0, 0}, done72(0xFE, 0, 0, 0))
}

func TestLargeOutputForOldClientsIs4073(t *testing.T) {
	l := startLab(t, nil)
	l.client.onCall = func(context.Context, engine.Call, engine.Sink) (engine.Reply, error) {
		return engine.Reply{Output: []engine.Param{{Name: "@x", Type: value.NVarCharN(value.Max), Value: "x"}}}, nil
	}
	c := dialRaw(t, l)
	c.login(tds71)
	c.send(packRPC, 0, []byte{1, 0, 'p', 0, 0, 0})
	got := c.answer()
	if got[0] != 0xAA || got[3] != 0xE9 || got[4] != 0x0F { // 4073
		t.Errorf("got % X", got)
	}
	if !bytes.HasSuffix(got, []byte{0x79, 0, 0, 0, 0, 0xFE, 2, 0, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("the call ends with % X", got)
	}
}

func TestOrdinalsOfOutputParameters(t *testing.T) {
	call := engine.Call{Params: []engine.Param{{}, {Output: true}, {}, {Output: true}}}
	for n, want := range []uint16{1, 3, 4} {
		if got := outputOrdinal(call, n); got != want {
			t.Errorf("output %d is parameter %d, want %d", n, got, want)
		}
	}
}

func TestEngineThatCannotGoOn(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(context.Context, string, engine.Sink) error { return sev16(233) }
	l.client.onCall = func(context.Context, engine.Call, engine.Sink) (engine.Reply, error) {
		return engine.Reply{}, errors.New("no words")
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packBatch, 0, batch74("x"))
	if got := c.answer(); got[0] != 0xAA || got[3] != 233 {
		t.Errorf("got % X", got)
	}
	c.hungUp()
	c = dialRaw(t, l)
	c.login(tds74)
	c.send(packRPC, 0, execCall)
	c.hungUp()
}

func TestCancelARunningCall(t *testing.T) {
	l := startLab(t, nil)
	running := make(chan struct{})
	l.client.onCall = func(ctx context.Context, _ engine.Call, _ engine.Sink) (engine.Reply, error) {
		close(running)
		<-ctx.Done()
		return engine.Reply{}, ctx.Err()
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packRPC, 0, execCall)
	<-running
	c.send(packAttention, 0, nil)
	wantBytes(t, c.answer(), done72(0xFD, 0x20, 0, 0))
	c.send(packBatch, 0, batch74("x"))
	wantBytes(t, c.answer(), done72(0xFD, 0, 0, 0))
}

// TestLateAttention: when the answer is complete, the acknowledgement is a second message.
func TestLateAttention(t *testing.T) {
	var wire bytes.Buffer
	c := &connection{out: newPacketWriter(&wire, packReply), enc: encoder{proto: tds74}}
	a := &answer{conn: c, ctx: context.Background(), complete: true}
	if err := errors.Join(a.write(done72(0xFE, 0, 0, 0)), a.abort()); err != nil {
		t.Fatal(err)
	}
	first, second := packet(packReply, 1, done72(0xFE, 0, 0, 0)), packet(packReply, 1, done72(0xFD, 0x20, 0, 0))
	wantBytes(t, wire.Bytes(), first, second)
}

func TestFaultInACall(t *testing.T) {
	l := startLab(t, func(o *Options) {
		o.Fault = func(r Request) *Fault {
			if r.Kind == RequestCall && r.Text == "p" {
				return CutAfterRows(0)
			}
			return nil
		}
	})
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packRPC, 0, execCall)
	if _, ok := c.receive(); ok {
		t.Error("the answer was completed")
	}
}

func TestIsolationLevelTheEngineRefuses(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(_ context.Context, _ string, out engine.Sink) error { return out.Message(sev16(102)) }
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packTransaction, 0, cat(headers, []byte{5, 0, 5, 0}))
	if got := c.answer(); got[0] != 0xAA || got[3] != 102 || bytes.IndexByte(got, 0xE3) >= 0 {
		t.Errorf("got % X", got)
	}
	if got := l.client.seen(); len(got) != 1 || !strings.HasSuffix(got[0], "LEVEL SNAPSHOT") {
		t.Errorf("%q was run", got)
	}
}

func TestStrictNeedsItsApplicationProtocol(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	secure := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true}) // the test is about ALPN alone
	if err := secure.HandshakeContext(within(t)); err != nil {
		return // refused already
	}
	_, _ = secure.Write(packet(packLogin, 1, login7Bytes(tds80, nil)))
	if n, err := secure.Read(make([]byte, 1)); err == nil {
		t.Errorf("the server answers with %d bytes", n)
	}
}

func TestForcedEncryptionRefusesABareLogin(t *testing.T) {
	l := startLab(t, func(o *Options) { o.Encryption = EncryptRequired })
	c := dialRaw(t, l)
	c.send(packLogin, 0, login7Bytes(tds74, nil))
	c.hungUp()
	if len(l.backend.logins) != 0 {
		t.Error("the login reached the backend")
	}
}

func TestServeAfterClose(t *testing.T) {
	l := startLab(t, nil)
	l.server.Close()
	if err := l.open(t).PingContext(within(t)); err == nil {
		t.Error("a closed server answers")
	}
}

func TestLoginMessagesBesideTheUsual(t *testing.T) {
	l := startLab(t, func(o *Options) { o.Backend = noisyBackend{} })
	c := dialRaw(t, l)
	if got := c.login(tds74); !bytes.Contains(got, []byte{0xDF, 0x0F, 0, 0, 1, 11}) { // 4063
		t.Errorf("got % X", got)
	}
}

// noisyBackend uses another database than the one asked for.
type noisyBackend struct{}

func (noisyBackend) Login(context.Context, Login) (Accepted, error) {
	m := &message.Message{Number: 4063, State: 1, Class: 11, Line: 1, Text: "x"}
	return Accepted{Client: &fakeClient{}, Database: "master", Messages: []*message.Message{m}}, nil
}
