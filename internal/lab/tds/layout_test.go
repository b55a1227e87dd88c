package tds

import (
	"bytes"
	"context"
	"testing"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// wantBytes compares an answer with what the protocol documentation prescribes.
func wantBytes(t *testing.T, got []byte, want ...[]byte) {
	t.Helper()
	if !bytes.Equal(got, cat(want...)) {
		t.Errorf("\ngot  % X\nwant % X", got, cat(want...))
	}
}

// envText, message and the rest build tokens by hand from the layouts of MS-TDS 2.2.7.
func envText(kind byte, after, before string) []byte {
	n := 3 + 2*len(after) + 2*len(before)
	return cat([]byte{0xE3, byte(n), 0, kind, byte(len(after))}, utf16le(after), []byte{byte(len(before))}, utf16le(before))
}

func infoToken(number uint16, state byte, text string, line ...byte) []byte {
	n := 4 + 2 + 2 + 2*len(text) + 1 + 2*len("LAB01") + 1 + len(line)
	return cat([]byte{0xAB, byte(n), byte(n >> 8), byte(number), byte(number >> 8), 0, 0, state, 0, byte(len(text)), 0},
		utf16le(text), []byte{5}, utf16le("LAB01"), []byte{0}, line)
}

func TestLoginAnswer(t *testing.T) {
	tests := []struct {
		proto protocol
		ack   []byte // the version in LOGINACK
		line  []byte // line number 1
		done  []byte
	}{
		{tds71, []byte{0x71, 0, 0, 1}, []byte{1, 0}, []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0}},
		{tds72, []byte{0x72, 9, 0, 2}, []byte{1, 0, 0, 0}, []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
		{tds73, []byte{0x73, 0x0B, 0, 3}, []byte{1, 0, 0, 0}, []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
		{tds74, []byte{0x74, 0, 0, 4}, []byte{1, 0, 0, 0}, []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.proto.String(), func(t *testing.T) {
			l := startLab(t, nil)
			program := utf16le("Microsoft SQL Server")
			wantBytes(t, dialRaw(t, l).login(tt.proto),
				envText(1, "master", "master"),
				infoToken(5701, 2, "Changed database context to 'master'.", tt.line...),
				[]byte{0xE3, 8, 0, 7, 5, 0x09, 0x04, 0xD0, 0x00, 0x34, 0},
				envText(2, "us_english", ""),
				infoToken(5703, 1, "Changed language setting to us_english.", tt.line...),
				[]byte{0xAD, byte(10 + len(program)), 0, 1}, tt.ack, []byte{20}, program, []byte{16, 0, 0x10, 0x59},
				envText(4, "4096", "4096"),
				tt.done)
			got := l.backend.last(t)
			if got.User != "sa" || got.Password != "secret" || got.Database != "Sales" || got.Host != "HOST" || got.App != "raw" || got.Library != "lib" {
				t.Errorf("login %+v, password right %v", got, got.Password == "secret")
			}
		})
	}
}

func TestFirstClientsOf71GetTheirOwnVersion(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.send(packLogin, 0, login7Bytes(tds71, func(fixed []byte) { fixed[4] = 0 }))
	if !bytes.Contains(c.answer(), []byte{1, 0x07, 0x01, 0x00, 0x00, 20}) {
		t.Error("LOGINACK does not carry 07 01 00 00")
	}
}

func TestNewerClientsGet74(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.send(packLogin, 0, login7Bytes(tds74, func(fixed []byte) { fixed[7] = 0x75 }))
	if !bytes.Contains(c.answer(), []byte{1, 0x74, 0x00, 0x00, 0x04, 20}) {
		t.Error("LOGINACK does not carry 74 00 00 04")
	}
}

func TestRefusedLoginOf71(t *testing.T) {
	l := startLab(t, nil)
	l.backend.refuse = func(Login) error { return loginFailed("sa") }
	c := dialRaw(t, l)
	text := "Login failed for user 'sa'."
	wantBytes(t, c.login(tds71),
		[]byte{0xAA, byte(8 + 2*len(text) + 11 + 1 + 2), 0, 0x18, 0x48, 0, 0, 1, 14, byte(len(text)), 0}, utf16le(text),
		[]byte{5}, utf16le("LAB01"), []byte{0, 1, 0},
		[]byte{0xFD, 2, 0, 0, 0, 0, 0, 0, 0})
	c.hungUp()
}

// layoutBatch sends one int column with a row, an error with a line beyond 65535, and a
// statement without a count.
func layoutBatch(_ context.Context, _ string, out engine.Sink) error {
	cols := []engine.Column{
		{Name: "a", Type: value.Type{Kind: value.Int}},
		{Name: "b", Type: value.VarCharN(10), Nullable: true},
	}
	if err := oneResult(cols, []any{int64(-2), nil})(nil, "", out); err != nil {
		return err
	}
	if err := out.Message(&message.Message{Number: 208, State: 1, Class: 16, Line: 7, Text: "x"}); err != nil {
		return err
	}
	return out.Done(-1)
}

func TestBatchAnswerOf71(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = layoutBatch
	c := dialRaw(t, l)
	c.login(tds71)
	c.send(packBatch, 0, utf16le("SELECT")) // no ALL_HEADERS before 7.2
	wantBytes(t, c.answer(),
		[]byte{0x81, 2, 0},
		[]byte{0, 0, 8, 0, 0x38, 1}, utf16le("a"),
		[]byte{0, 0, 9, 0, 0xA7, 10, 0, 0x09, 0x04, 0xD0, 0x00, 0x34, 1}, utf16le("b"),
		[]byte{0xD1, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
		[]byte{0xFD, 0x11, 0, 0xC1, 0, 1, 0, 0, 0},
		[]byte{0xAA, 24, 0, 208, 0, 0, 0, 1, 16, 1, 0, 'x', 0, 5}, utf16le("LAB01"), []byte{0, 7, 0},
		[]byte{0xFD, 2, 0, 0, 0, 0, 0, 0, 0})
	if got := l.client.seen(); got[0] != "batch SELECT" {
		t.Errorf("got %q", got)
	}
}

func TestBatchAnswerOf72(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = layoutBatch
	c := dialRaw(t, l)
	c.login(tds72)
	c.send(packBatch, 0, batch74("SELECT"))
	wantBytes(t, c.answer(),
		[]byte{0x81, 2, 0},
		[]byte{0, 0, 0, 0, 8, 0, 0x38, 1}, utf16le("a"),
		[]byte{0, 0, 0, 0, 9, 0, 0xA7, 10, 0, 0x09, 0x04, 0xD0, 0x00, 0x34, 1}, utf16le("b"),
		[]byte{0xD1, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, // no NBCROW before 7.3
		[]byte{0xFD, 0x11, 0, 0xC1, 0, 1, 0, 0, 0, 0, 0, 0, 0},
		[]byte{0xAA, 26, 0, 208, 0, 0, 0, 1, 16, 1, 0, 'x', 0, 5}, utf16le("LAB01"), []byte{0, 7, 0, 0, 0},
		[]byte{0xFD, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
}

func TestBatchAnswerOf73HasNBCRows(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = layoutBatch
	c := dialRaw(t, l)
	c.login(tds73)
	c.send(packBatch, 0, batch74("SELECT"))
	// The bitmap says that the second column is NULL, the first follows.
	if got := c.answer(); !bytes.Contains(got, []byte{0xD2, 0x02, 0xFE, 0xFF, 0xFF, 0xFF, 0xFD}) {
		t.Errorf("no NBCROW in % X", got)
	}
}

func TestOldClientsGetTextForNewTypes(t *testing.T) {
	l := startLab(t, nil)
	cols := []engine.Column{
		{Type: value.Type{Kind: value.Date}, Nullable: true},
		{Type: value.NVarCharN(value.Max), Nullable: true},
		{Type: value.VarBinaryN(value.Max), Nullable: true},
	}
	l.client.onBatch = oneResult(cols, []any{day(2026, 11, 23), "hi", []byte{1, 2}}, []any{nil, nil, nil})
	c := dialRaw(t, l)
	c.login(tds71)
	c.send(packBatch, 0, utf16le("SELECT"))
	pointer := cat([]byte{16}, make([]byte, 24))
	wantBytes(t, c.answer(),
		[]byte{0x81, 3, 0},
		[]byte{0, 0, 9, 0, 0xE7, 20, 0, 0x09, 0x04, 0xD0, 0x00, 0x34, 0},
		[]byte{0, 0, 9, 0, 0x63, 0xFF, 0xFF, 0xFF, 0x7F, 0x09, 0x04, 0xD0, 0x00, 0x34, 0, 0, 0},
		[]byte{0, 0, 9, 0, 0x22, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0},
		[]byte{0xD1, 20, 0}, utf16le("2026-11-23"), pointer, []byte{4, 0, 0, 0}, utf16le("hi"), pointer, []byte{2, 0, 0, 0, 1, 2},
		[]byte{0xD1, 0xFF, 0xFF, 0, 0},
		[]byte{0xFD, 0x10, 0, 0xC1, 0, 2, 0, 0, 0})
}

func TestCallAnswer(t *testing.T) {
	l := startLab(t, nil)
	var calls []engine.Call
	l.client.onCall = func(_ context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
		calls = append(calls, call)
		return engine.Reply{Status: -1, Output: []engine.Param{{Name: "@h", Type: value.Type{Kind: value.Int}, Value: int64(9)}}}, out.Done(3)
	}
	// Two calls in one message: sp_prepexec by id with an output int, then p by name.
	param := cat([]byte{2}, utf16le("@h"), []byte{1, 0x26, 4, 0})
	for _, tt := range []struct {
		proto    protocol
		head     []byte
		flag     byte
		userType []byte
		count    []byte // high half of a row count
	}{
		{tds71, nil, 0x80, []byte{0, 0}, nil},
		{tds72, headers, 0xFF, []byte{0, 0, 0, 0}, []byte{0, 0, 0, 0}},
	} {
		t.Run(tt.proto.String(), func(t *testing.T) {
			calls = nil
			c := dialRaw(t, l)
			c.login(tt.proto)
			c.send(packRPC, 0, cat(tt.head, []byte{0xFF, 0xFF, 13, 0, 0, 0}, param, []byte{tt.flag},
				[]byte{1, 0}, utf16le("p"), []byte{0, 0}, param))
			answer := func(more byte) []byte {
				return cat([]byte{0xFF, 0x11, 0, 0, 0, 3, 0, 0, 0}, tt.count,
					[]byte{0x79, 0xFF, 0xFF, 0xFF, 0xFF},
					[]byte{0xAC, 0, 0, 2}, utf16le("@h"), []byte{1}, tt.userType, []byte{0, 0, 0x26, 4, 4, 9, 0, 0, 0},
					[]byte{0xFE, more, 0, 0, 0, 0, 0, 0, 0}, tt.count)
			}
			wantBytes(t, c.answer(), answer(1), answer(0))
			if len(calls) != 2 || calls[0].ID != 13 || calls[1].Name != "p" || !calls[0].Params[0].Output || calls[0].Params[0].Value != nil {
				t.Errorf("calls %+v", calls)
			}
		})
	}
}

func TestTransactionRequests(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.login(tds74)
	ask := func(parts ...[]byte) []byte {
		t.Helper()
		c.send(packTransaction, 0, cat(append([][]byte{headers}, parts...)...))
		return c.answer()
	}
	end := []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	first := []byte{1, 0, 0, 0, 0, 0, 0, 0}
	wantBytes(t, ask([]byte{5, 0, 0, 0}), []byte{0xE3, 11, 0, 8, 8}, first, []byte{0}, end)
	wantBytes(t, ask([]byte{9, 0, 4}, utf16le("s1")), end)
	wantBytes(t, ask([]byte{8, 0, 4}, utf16le("s1"), []byte{0}), end)
	// Commit and begin the next one in the same request.
	second := []byte{2, 0, 0, 0, 0, 0, 0, 0}
	wantBytes(t, ask([]byte{7, 0, 0, 1, 0, 0}), []byte{0xE3, 11, 0, 9, 0, 8}, first, []byte{0xE3, 11, 0, 8, 8}, second, []byte{0}, end)
	wantBytes(t, ask([]byte{8, 0, 0, 0}), []byte{0xE3, 11, 0, 10, 0, 8}, second, end)
	if got := ask([]byte{0, 0, 0, 0}); got[0] != 0xAA || got[3] != 0x35 || got[4] != 0x21 { // 8501
		t.Errorf("DTC address: % X", got)
	}
	want := []string{"begin", "batch SAVE TRANSACTION [s1]", "batch ROLLBACK TRANSACTION [s1]", "commit", "begin", "rollback"}
	if got := l.client.seen(); len(got) != len(want) {
		t.Errorf("got %q", got)
	}
}

func TestResetIsAcknowledged(t *testing.T) {
	for _, bit := range []byte{0x08, 0x10} {
		l := startLab(t, nil)
		c := dialRaw(t, l)
		c.login(tds74)
		c.send(packBatch, bit, batch74("x"))
		wantBytes(t, c.answer(), []byte{0xE3, 3, 0, 18, 0, 0}, []byte{0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
		if got := l.client.seen(); len(got) != 2 || got[0] != "reset" || got[1] != "batch x" {
			t.Errorf("got %q", got)
		}
	}
}

func TestIdleAttentionIsAcknowledged(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packAttention, 0, nil)
	wantBytes(t, c.answer(), []byte{0xFD, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	c.send(packBatch, 0, batch74("x"))
	c.answer()
}

func TestCancelledStatementMaySayWhy(t *testing.T) {
	l := startLab(t, nil)
	running := make(chan struct{})
	l.client.onBatch = func(ctx context.Context, _ string, out engine.Sink) error {
		close(running)
		<-ctx.Done()
		if err := out.Message(&message.Message{Number: 3204, State: 1, Class: 16, Line: 1, Text: "The backup or restore was aborted."}); err != nil {
			return err
		}
		if err := out.Done(-1); err == nil {
			t.Error("the engine was not told to stop")
		}
		return ctx.Err()
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packBatch, 0, batch74("BACKUP"))
	<-running
	c.send(packAttention, 0, nil)
	got := c.answer()
	if got[0] != 0xAA || !bytes.HasSuffix(got, []byte{0xFD, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("got % X", got)
	}
}

func TestMessageGivenUpHalfWay(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.login(tds74)
	c.write(packet(packBatch, 0, batch74("DROP DATABASE")))
	c.write(packet(packBatch, 0x03, nil)) // ignore, end
	wantBytes(t, c.answer(), []byte{0xFD, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	if got := l.client.seen(); len(got) != 0 {
		t.Errorf("%q was run", got)
	}
}

func TestBulkLoadIsRefused(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packBulk, 0, []byte{1, 2, 3})
	if got := c.answer(); got[0] != 0xAA || got[3] != 0xA2 || got[4] != 0x0F { // 4002
		t.Errorf("got % X", got)
	}
	c.send(packBatch, 0, batch74("x")) // the session goes on
	c.answer()
}

func TestPacketSizeIsNegotiated(t *testing.T) {
	for _, tt := range []struct {
		asked, want string
		wire        []byte
	}{{"512", "512", []byte{0, 2}}, {"8000", "8000", []byte{0x40, 0x1F}}, {"nothing", "4096", []byte{0, 0}}, {"too little", "512", []byte{1, 0}}} {
		l := startLab(t, nil)
		l.client.onBatch = oneResult([]engine.Column{{Type: value.VarCharN(8000)}}, []any{string(bytes.Repeat([]byte{'x'}, 8000))})
		c := dialRaw(t, l)
		c.send(packLogin, 0, login7Bytes(tds74, func(fixed []byte) { copy(fixed[8:12], append(tt.wire, 0, 0)) }))
		if !bytes.Contains(c.answer(), envText(4, tt.want, "4096")) {
			t.Errorf("asked for %s, did not get %s", tt.asked, tt.want)
		}
		c.send(packBatch, 0, batch74("x"))
		var h [8]byte
		if _, err := c.conn.Read(h[:]); err != nil {
			t.Fatal(err)
		}
		if size := int(h[2])<<8 | int(h[3]); tt.want == "512" && size != 512 || tt.want == "8000" && size != 8000 {
			t.Errorf("asked for %s, packets are of %d", tt.asked, size)
		}
		if h[4] != 0 || h[5] != 51 || h[6] != 1 {
			t.Errorf("spid or packet number in % X", h)
		}
	}
}
