package sqlserver

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// The first bytes that tell who speaks: packet types of TDS and record types of TLS.
const (
	tdsReply     = 0x04
	tdsLogin     = 0x10
	tlsAlert     = 0x15
	tlsHandshake = 0x16
	tlsData      = 0x17
)

// longPast makes a pending read or write end at once.
var longPast = time.Unix(1, 0)

// errPlainLogin stops a login that would travel readable.
var errPlainLogin = errors.New("the server offers no encryption for the login")

// watched is the TCP connection, with what the driver does not tell: what answered first,
// and whether what is sent is encrypted.
type watched struct {
	net.Conn
	whole bool   // datagrams, which a short read would cut
	begun bool   // of the one reader alone
	ahead []byte // of the one reader alone: read and not yet handed on

	mu     sync.Mutex
	first  []byte // the beginning of what the other side said
	sealed bool   // the last write was a TLS record
	plain  bool   // a login was about to travel readable, and was stopped
}

// Read keeps the first bytes that arrive. The driver reads a header of eight and gives up on
// a foreign one; the line around it tells people more, so the first read takes what is there.
func (w *watched) Read(b []byte) (int, error) {
	if w.whole {
		n, err := w.Conn.Read(b)
		w.keep(b[:n])
		return n, err
	}
	if len(w.ahead) == 0 && !w.begun {
		first := make([]byte, 64)
		n, err := w.Conn.Read(first)
		if n == 0 {
			return 0, err
		}
		w.begun, w.ahead = true, first[:n]
		w.keep(w.ahead)
	}
	if len(w.ahead) > 0 {
		n := copy(b, w.ahead)
		w.ahead = w.ahead[n:]
		return n, nil
	}
	return w.Conn.Read(b)
}

func (w *watched) keep(first []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.first = append([]byte(nil), first...)
}

// Write refuses a login outside TLS: its password would be readable by anyone on the way.
func (w *watched) Write(b []byte) (int, error) {
	if err := w.look(b); err != nil {
		return 0, err
	}
	return w.Conn.Write(b)
}

func (w *watched) look(b []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(b) == 0 {
		return nil
	}
	w.sealed = b[0] == tlsData
	if b[0] == tdsLogin {
		w.plain = true
		return errPlainLogin
	}
	return nil
}

// seen is a copy of what is known so far.
func (w *watched) seen() (first []byte, sealed, plain bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]byte(nil), w.first...), w.sealed, w.plain
}

// dial opens a connection; tests put another one in its place.
type dial func(ctx context.Context, network, address string) (net.Conn, error)

// wire is the driver's dialer. The driver bounds only the dialing by the context: a server
// that accepts and stays silent would hold it for ever, so the wire ends every read when
// the time to connect is over.
type wire struct {
	open dial
	host string
	ctx  context.Context // lives as long as the attempt to connect

	mu      sync.Mutex
	tcp     *watched
	browser *watched // the question to SQL Server Browser, nil when none was asked
	failure error    // of the last dial, before the driver turns it into text
	stops   []func() bool
}

// HostName makes the driver hand the host name over unresolved, so that a name that does
// not resolve is an error with a type.
func (w *wire) HostName() string { return w.host }

// DialContext opens a connection and watches it.
func (w *wire) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := w.open(ctx, network, address)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		w.failure = err
		return nil, err
	}
	seen := &watched{Conn: conn, whole: network == "udp"}
	if seen.whole {
		w.browser = seen
	} else {
		w.tcp = seen
	}
	w.stops = append(w.stops, context.AfterFunc(w.ctx, func() { _ = conn.SetDeadline(longPast) }))
	return seen, nil
}

// settle ends the guard of the connect time-out. It tells whether it came in time.
func (w *wire) settle() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	inTime := true
	for _, stop := range w.stops {
		inTime = stop() && inTime
	}
	w.stops = nil
	return inTime
}

// state is what the wire has seen.
func (w *wire) state() (tcp, browser *watched, failure error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tcp, w.browser, w.failure
}
