package tds

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/engine"
)

// TestHostileBytesBeforeLogin: nothing is said to who cannot speak, and nothing breaks.
func TestHostileBytesBeforeLogin(t *testing.T) {
	l := startLab(t, nil)
	prelogin := []byte{0x01, 0, 6, 0, 1, 0xFF, 0x02}
	tests := map[string][]byte{
		"http":                     []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"length below the header":  {0x12, 1, 0, 7, 0, 0, 1, 0},
		"batch first":              packet(packBatch, 1, batch74("SELECT 1")),
		"attention first":          packet(packAttention, 1, nil),
		"SMP":                      packet(0x53, 1, make([]byte, 8)),
		"empty prelogin":           packet(packPrelogin, 1, nil),
		"prelogin without end":     packet(packPrelogin, 1, []byte{1, 0, 6, 0, 1}),
		"option outside":           packet(packPrelogin, 1, []byte{1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}),
		"empty login":              packet(packLogin, 1, nil),
		"short login":              packet(packLogin, 1, login7Bytes(tds74, nil)[:60]),
		"login of TDS 7.0":         packet(packLogin, 1, login7Bytes(tds74, func(f []byte) { f[7] = 0x70 })),
		"login of TDS 8.0 outside": packet(packLogin, 1, login7Bytes(tds80, nil)),
		"user name outside":        packet(packLogin, 1, login7Bytes(tds74, func(f []byte) { f[42], f[43] = 0xFF, 0xFF })),
		"feature block outside":    packet(packLogin, 1, login7Bytes(tds74, func(f []byte) { f[27], f[58] = 0x10, 4 })),
		"two kinds in a message":   cat(packet(packLogin, 0, make([]byte, 10)), packet(packBatch, 1, nil)),
		"endless login":            bytes.Repeat(packet(packLogin, 0, make([]byte, 4000)), 40),
	}
	for name, bytes := range tests {
		t.Run(name, func(t *testing.T) {
			c := dialRaw(t, l)
			_, _ = c.conn.Write(bytes) // the server may hang up before the end
			c.hungUp()
		})
	}
	c := dialRaw(t, l)
	c.send(packPrelogin, 0, prelogin)
	c.answer()
	c.send(packPrelogin, 0, prelogin)
	c.hungUp()
	if len(l.backend.logins) != 0 {
		t.Errorf("logins arrived: %v", l.backend.logins)
	}
}

// TestHostileBytesInASession: the client is told 4014 and the session ends.
func TestHostileBytesInASession(t *testing.T) {
	tests := map[string][]byte{
		"unknown packet":      packet(0x42, 1, nil),
		"SMP":                 packet(0x53, 1, make([]byte, 8)),
		"second login":        packet(packLogin, 1, login7Bytes(tds74, nil)),
		"second prelogin":     packet(packPrelogin, 1, nil),
		"unknown transaction": packet(packTransaction, 1, cat(headers, []byte{99, 0})),
		"isolation level":     packet(packTransaction, 1, cat(headers, []byte{5, 0, 77, 0})),
		"no-exec flag":        packet(packRPC, 1, cat(headers, []byte{0xFF, 0xFF, 10, 0, 0, 0, 0xFE, 0xFF, 0xFF, 10, 0, 0, 0})),
	}
	for name, hostile := range tests {
		t.Run(name, func(t *testing.T) {
			l := startLab(t, nil)
			c := dialRaw(t, l)
			c.login(tds74)
			c.write(hostile)
			if got := c.answer(); got[0] != 0xAA || got[3] != 0xAE || got[4] != 0x0F || got[8] != 20 { // 4014, class 20
				t.Errorf("got % X", got)
			}
			c.hungUp()
			if got := l.client.seen(); len(got) > 0 && strings.HasPrefix(got[0], "batch") {
				t.Errorf("%q was run", got)
			}
		})
	}
}

func TestMalformedBytesStopARunningRequest(t *testing.T) {
	l := startLab(t, nil)
	running := make(chan struct{})
	l.client.onBatch = func(ctx context.Context, _ string, _ engine.Sink) error {
		close(running)
		<-ctx.Done()
		return ctx.Err()
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packBatch, 0, batch74("WAITFOR"))
	<-running
	c.write(packet(0x42, 1, nil))
	if got := c.answer(); got[0] != 0xAA || got[3] != 0xAE || got[4] != 0x0F {
		t.Errorf("got % X", got)
	}
	c.hungUp()
}

// TestRefusedRequests: what is wrong inside a message is an error of its own, and the
// session goes on.
func TestRefusedRequests(t *testing.T) {
	call := func(parts ...[]byte) []byte {
		return packet(packRPC, 1, cat(append([][]byte{headers, {0xFF, 0xFF, 10, 0, 0, 0}}, parts...)...))
	}
	tests := []struct {
		name    string
		request []byte
		number  int
	}{
		{"batch without headers", packet(packBatch, 1, utf16le("SELECT 1")), 4009},
		{"headers longer than the message", packet(packBatch, 1, []byte{0xFF, 0, 0, 0}), 4009},
		{"a header of nothing", packet(packBatch, 1, []byte{8, 0, 0, 0, 0, 0, 0, 0}), 4009},
		{"half a character", packet(packBatch, 1, append(batch74("SELECT 1"), 0)), 4002},
		{"call without anything", packet(packRPC, 1, headers), 4002},
		{"call of no name", packet(packRPC, 1, cat(headers, []byte{0, 0, 0, 0})), 8004},
		{"name cut off", packet(packRPC, 1, cat(headers, []byte{9, 0, 'x', 0})), 4002},
		{"parameter without @", call([]byte{1, 'x', 0, 0, 0x38, 1, 0, 0, 0}), 8005},
		{"encrypted parameter", call([]byte{0, 8, 0x38, 1, 0, 0, 0}), 8006},
		{"default by position", call([]byte{0, 2, 0x38, 1, 0, 0, 0}), 8006},
		{"unknown type", call([]byte{0, 0, 0x99}), 8009},
		{"table-valued parameter", call([]byte{0, 0, 0xF3, 0, 0, 0}), 8009},
		{"user-defined type", call([]byte{0, 0, 0xF0, 0, 0, 0}), 8009},
		{"untyped NULL for output", call([]byte{0, 1, 0x1F}), 8015},
		{"int of three bytes", call([]byte{0, 0, 0x26, 3, 3, 0, 0, 0}), 8016},
		{"int longer than announced", call([]byte{0, 0, 0x26, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0}), 8016},
		{"int shorter than announced", call([]byte{0, 0, 0x26, 4, 2, 0, 0}), 8016},
		{"nvarchar beyond 8000", call([]byte{0, 0, 0xE7, 0x42, 0x1F, 0, 0, 0, 0, 0, 0, 0}), 8016},
		{"half a character in nvarchar", call([]byte{0, 0, 0xE7, 10, 0, 0, 0, 0, 0, 0, 3, 0, 1, 2, 3}), 8016},
		{"decimal of no digits", call([]byte{0, 0, 0x6A, 17, 0, 0, 0}), 8017},
		{"decimal with more scale than digits", call([]byte{0, 0, 0x6A, 17, 5, 6, 0}), 8017},
		{"decimal beyond its precision", call([]byte{0, 0, 0x6A, 5, 1, 0, 5, 1, 10, 0, 0, 0}), 8023},
		{"time of scale 8", call([]byte{0, 0, 0x29, 8, 0}), 8017},
		{"time of 25 hours", call([]byte{0, 0, 0x29, 0, 3, 0x90, 0x5F, 0x01}), 8023},
		{"date after 9999", call([]byte{0, 0, 0x28, 3, 0xFF, 0xFF, 0xFF}), 8023},
		{"datetime before 1753", call([]byte{0, 0, 0x6F, 8, 8, 0, 0, 0, 0x80, 0, 0, 0, 0}), 8023},
		{"chunks that do not add up", call([]byte{0, 0, 0xA5, 0xFF, 0xFF, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0}), 8007},
		{"chunk cut off", call([]byte{0, 0, 0xA5, 0xFF, 0xFF, 5, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 9}), 4002},
		{"sql_variant of a variant", call([]byte{0, 0, 0x62, 0x49, 0x1F, 0, 0, 3, 0, 0, 0, 0x62, 0, 1}), 8014},
		{"sql_variant of nothing", call([]byte{0, 0, 0x62, 0x49, 0x1F, 0, 0, 1, 0, 0, 0, 0x38}), 8014},
		{"sql_variant too long", call([]byte{0, 0, 0x62, 0x49, 0x1F, 0, 0, 0xFF, 0xFF, 0, 0}), 8016},
		{"too many parameters", tooMany(), 8003},
		{"transaction cut off", packet(packTransaction, 1, cat(headers, []byte{5})), 4002},
	}
	l := startLab(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := dialRaw(t, l)
			c.login(tds74)
			c.write(tt.request)
			got := c.answer()
			if number := int(got[3]) | int(got[4])<<8; got[0] != 0xAA || number != tt.number {
				t.Errorf("error %d: % X", number, got)
			}
			c.send(packBatch, 0, batch74("x"))
			if got := c.answer(); got[0] != 0xFD {
				t.Errorf("the session did not go on: % X", got)
			}
		})
	}
}

// tooMany is a call with 2101 parameters, in packets.
func tooMany() []byte {
	var b []byte
	body := cat(headers, []byte{0xFF, 0xFF, 10, 0, 0, 0}, bytes.Repeat([]byte{0, 0, 0x1F}, 2101))
	for len(body) > 4000 {
		b = append(b, packet(packRPC, 0, body[:4000])...)
		body = body[4000:]
	}
	return append(b, packet(packRPC, 1, body)...)
}

func TestEngineThatBreaksItsWordEndsTheSession(t *testing.T) {
	for name, row := range map[string][]any{
		"NULL in a column without": {nil}, "wrong Go type": {"text"}, "out of range": {int64(1) << 40}, "too many values": {int64(1), int64(2)},
	} {
		l := startLab(t, nil)
		l.client.onBatch = oneResult([]engine.Column{{Type: intType}}, row)
		c := dialRaw(t, l)
		c.login(tds74)
		c.send(packBatch, 0, batch74("SELECT"))
		if _, ok := c.receive(); ok {
			t.Errorf("%s: the answer was completed", name)
		}
	}
}

func TestLoginTimeout(t *testing.T) {
	l := startLab(t, func(o *Options) { o.LoginTimeout = 20 * time.Millisecond })
	c := dialRaw(t, l)
	c.write([]byte{0x12})
	c.hungUp()
}

func TestMessageLimit(t *testing.T) {
	l := startLab(t, func(o *Options) { o.MaxMessage = 10_000 })
	c := dialRaw(t, l)
	c.login(tds74)
	for range 3 {
		if _, err := c.conn.Write(packet(packBatch, 0, make([]byte, 4000))); err != nil {
			break
		}
	}
	if got, _ := c.receive(); len(got) == 0 || got[0] != 0xAA || got[3] != 0xAE {
		t.Errorf("got % X", got)
	}
}
