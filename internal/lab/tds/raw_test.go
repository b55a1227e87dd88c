package tds

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"
)

// rawClient speaks TDS by hand: it shares no code with the server, so that both cannot
// be wrong in the same way.
type rawClient struct {
	t    *testing.T
	conn net.Conn
}

func dialRaw(t *testing.T, l *lab) *rawClient {
	t.Helper()
	conn, err := net.DialTCP("tcp", nil, l.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &rawClient{t: t, conn: conn}
}

// packet is one packet, header and all.
func packet(kind, status byte, payload []byte) []byte {
	n := len(payload) + 8
	return append([]byte{kind, status, byte(n >> 8), byte(n), 0, 0, 1, 0}, payload...)
}

// send sends one message in one packet; the end mark is added.
func (c *rawClient) send(kind, status byte, payload []byte) {
	c.t.Helper()
	c.write(packet(kind, status|1, payload))
}

func (c *rawClient) write(b []byte) {
	c.t.Helper()
	if _, err := c.conn.Write(b); err != nil {
		c.t.Fatal(err)
	}
}

// receive reads one message; ok is false when the server hung up instead.
func (c *rawClient) receive() (payload []byte, ok bool) {
	c.t.Helper()
	for {
		var h [8]byte
		if _, err := io.ReadFull(c.conn, h[:]); err != nil {
			if ne, is := err.(net.Error); is && ne.Timeout() {
				c.t.Fatal("the server neither answers nor hangs up")
			}
			return payload, false
		}
		if h[0] != 4 {
			c.t.Fatalf("packet type 0x%02X from the server", h[0])
		}
		body := make([]byte, int(binary.BigEndian.Uint16(h[2:]))-8)
		if _, err := io.ReadFull(c.conn, body); err != nil {
			return payload, false
		}
		payload = append(payload, body...)
		if h[1]&1 != 0 {
			return payload, true
		}
	}
}

// answer reads one message that must come.
func (c *rawClient) answer() []byte {
	c.t.Helper()
	b, ok := c.receive()
	if !ok {
		c.t.Fatal("the server hung up")
	}
	return b
}

// hungUp checks that nothing but the end of the connection comes.
func (c *rawClient) hungUp() {
	c.t.Helper()
	if b, ok := c.receive(); ok || len(b) > 0 {
		c.t.Fatalf("the server answers % X", b)
	}
}

// utf16le is text as the wire has it; ASCII only, which is all these tests need.
func utf16le(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// wireVersions are the numbers clients send.
var wireVersions = map[protocol]uint32{
	tds71: 0x71000001, tds72: 0x72090002, tds73: 0x730B0003, tds74: 0x74000004, tds80: 0x08000000,
}

// login7Bytes builds a LOGIN7 for user sa and password "secret".
func login7Bytes(p protocol, change func(fixed []byte)) []byte {
	fixed := make([]byte, 94)
	if p < tds72 {
		fixed = fixed[:86]
	}
	binary.LittleEndian.PutUint32(fixed[4:], wireVersions[p])
	binary.LittleEndian.PutUint32(fixed[8:], 4096)
	var tail []byte
	put := func(at int, text []byte) {
		binary.LittleEndian.PutUint16(fixed[at:], uint16(len(fixed)+len(tail)))
		binary.LittleEndian.PutUint16(fixed[at+2:], uint16(len(text)/2))
		tail = append(tail, text...)
	}
	put(36, utf16le("HOST"))
	put(40, utf16le("sa"))
	// "secret" with nibbles swapped and every byte XOR 0xA5, worked out by hand:
	// 's' 0x73 -> 0x37 -> 0x92; 0x00 -> 0xA5.
	put(44, []byte{0x92, 0xA5, 0xF3, 0xA5, 0x93, 0xA5, 0x82, 0xA5, 0xF3, 0xA5, 0xE2, 0xA5})
	put(48, utf16le("raw"))
	put(52, utf16le("srv"))
	put(60, utf16le("lib"))
	put(64, nil)
	put(68, utf16le("Sales"))
	if change != nil {
		change(fixed)
	}
	b := append(fixed, tail...)
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	return b
}

// login logs in without prelogin and returns the answer.
func (c *rawClient) login(p protocol) []byte {
	c.t.Helper()
	c.send(packLogin, 0, login7Bytes(p, nil))
	return c.answer()
}

// headers is ALL_HEADERS with a transaction descriptor of zero.
var headers = []byte{22, 0, 0, 0, 18, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}

// batch74 is a SQL batch of 7.2 and later.
func batch74(text string) []byte { return append(bytes.Clone(headers), utf16le(text)...) }

// cat joins byte strings.
func cat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
