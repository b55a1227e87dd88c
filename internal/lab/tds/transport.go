package tds

import (
	"bufio"
	"errors"
	"io"
	"net"
	"sync/atomic"
)

// errCut is what a write says after a fault cut the connection.
var errCut = errors.New("connection cut by a fault")

// transport is the byte stream of one connection. It starts as the bare socket and may
// become TLS, and the bare socket again when only the login is encrypted.
type transport struct {
	conn   net.Conn
	socket io.Reader // the one buffered reader on conn; nothing may read around it
	stream io.ReadWriter
	// allowance is how many more bytes may be written before the connection is cut;
	// negative means no fault is set.
	allowance int64
	written   atomic.Int64
}

// socketStream reads through the buffer and writes to the connection.
type socketStream struct {
	io.Reader
	net.Conn
}

func (s socketStream) Read(p []byte) (int, error)  { return s.Reader.Read(p) }
func (s socketStream) Write(p []byte) (int, error) { return s.Conn.Write(p) }

// newTransport also returns the buffered reader, so that the first byte can be peeked.
func newTransport(conn net.Conn) (*transport, *bufio.Reader) {
	br := bufio.NewReaderSize(conn, defaultPacketSize)
	t := &transport{conn: conn, socket: br, allowance: -1}
	t.plain()
	return t, br
}

// plain makes the bare socket the stream.
func (t *transport) plain() { t.stream = socketStream{t.socket, t.conn} }

func (t *transport) Read(p []byte) (int, error) { return t.stream.Read(p) }

// Write passes p on, or as much of it as a fault allows.
func (t *transport) Write(p []byte) (int, error) {
	if t.allowance >= 0 && int64(len(p)) >= t.allowance {
		n, _ := t.stream.Write(p[:t.allowance])
		t.allowance = 0
		t.cut()
		return n, errCut
	}
	if t.allowance > 0 {
		t.allowance -= int64(len(p))
	}
	n, err := t.stream.Write(p)
	t.written.Add(int64(n))
	return n, err
}

// cut ends the connection the way a broken network does.
func (t *transport) cut() { _ = t.conn.Close() }
