package tds

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

// alpnTDS8 is the application protocol of strict connections.
const alpnTDS8 = "tds/8.0"

// errNotStrict refuses a TLS connection that is not TDS 8.0.
var errNotStrict = errors.New("client did not offer application protocol " + alpnTDS8)

const recordHeaderSize = 5

// tlsCarrier is what TLS runs on inside TDS 7: during the handshake records travel in
// PRELOGIN packets, afterwards bare. Bare records are handed over one at a time, because
// a TLS reader takes whatever it gets and would swallow the plain packets that follow the
// encrypted login.
type tlsCarrier struct {
	net.Conn
	socket      io.Reader
	handshaking bool
	in          packetReader
	rest        []byte // read from the socket, not yet given to TLS
	record      int    // bytes of the current record still on the socket
}

func newTLSCarrier(t *transport) *tlsCarrier {
	return &tlsCarrier{
		Conn: t.conn, socket: t.socket, handshaking: true,
		in: packetReader{src: t.socket, limit: maxPreLoginMessage},
	}
}

func (c *tlsCarrier) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		if c.record > 0 {
			return c.readRecord(p)
		}
		if err := c.refill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// readRecord reads from the body of the current record.
func (c *tlsCarrier) readRecord(p []byte) (int, error) {
	n, err := c.socket.Read(p[:min(len(p), c.record)])
	c.record -= n
	return n, err
}

// refill reads the next packet of the handshake, or the head of the next record.
func (c *tlsCarrier) refill() error {
	if !c.handshaking {
		head := make([]byte, recordHeaderSize)
		if _, err := io.ReadFull(c.socket, head); err != nil {
			return err
		}
		c.rest, c.record = head, int(binary.BigEndian.Uint16(head[3:]))
		return nil
	}
	m, err := c.in.next()
	if err != nil {
		return err
	}
	if m.kind != packPrelogin {
		return fmt.Errorf("%w: packet type 0x%02X during the TLS handshake", errMalformed, m.kind)
	}
	c.rest = m.data
	return nil
}

func (c *tlsCarrier) Write(p []byte) (int, error) {
	if !c.handshaking {
		return c.Conn.Write(p)
	}
	w := newPacketWriter(c.Conn, packPrelogin)
	n, err := w.Write(p)
	if err != nil {
		return n, err
	}
	return n, w.end()
}

// startTLS shakes hands inside PRELOGIN packets and puts the transport on TLS. 1.3 is not
// possible there: its server may send tickets after the handshake, which the client would
// take for an answer.
func (t *transport) startTLS(ctx context.Context, cert tls.Certificate) error {
	carrier := newTLSCarrier(t)
	secure := tls.Server(carrier, &tls.Config{
		Certificates:                []tls.Certificate{cert},
		MinVersion:                  tls.VersionTLS12,
		MaxVersion:                  tls.VersionTLS12,
		SessionTicketsDisabled:      true,
		DynamicRecordSizingDisabled: true,
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		return err
	}
	carrier.handshaking = false
	t.stream = secure
	return nil
}

// startStrict is TDS 8.0: TLS first, with its own application protocol.
//
// modelled: a client that offers no or another application protocol is refused; the
// documentation names tds/8.0 and does not say what happens without it.
func (t *transport) startStrict(ctx context.Context, cert tls.Certificate) error {
	secure := tls.Server(socketStream{t.socket, t.conn}, &tls.Config{
		Certificates: []tls.Certificate{cert},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{alpnTDS8},
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		return err
	}
	if secure.ConnectionState().NegotiatedProtocol != alpnTDS8 {
		return errNotStrict
	}
	t.stream = secure
	return nil
}
