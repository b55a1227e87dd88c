package tds

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// connection is one client from the first byte to the last.
type connection struct {
	server *Server
	id     uint64
	remote string
	tr     *transport
	first  *bufio.Reader // to look at the first byte
	strict bool          // TLS came first
	in     packetReader
	out    *packetWriter
	count  counters

	// Known after the login.
	login      login7
	enc        encoder
	client     engine.Client
	name       string // server name in messages
	descriptor uint64 // of the current or last transaction

	mu        sync.Mutex
	stop      context.CancelFunc // of the running request; nil when none runs
	attention bool               // an attention came while the request ran
}

func newConnection(s *Server, conn net.Conn) *connection {
	tr, first := newTransport(conn)
	return &connection{
		server: s, id: s.nextID.Add(1), remote: conn.RemoteAddr().String(),
		tr: tr, first: first,
		in:  packetReader{src: tr, limit: maxPreLoginMessage},
		out: newPacketWriter(tr, packReply), name: s.opt.Name,
	}
}

const firstByteTLS = 0x16 // a TLS handshake record

// establish brings a connection to the point where requests can come: prelogin, TLS and
// login, in the order the client chose with its first byte.
func (c *connection) establish(ctx context.Context) error {
	b, err := c.first.Peek(1)
	if err != nil {
		return err
	}
	opt := &c.server.opt
	full := false
	switch {
	case b[0] == firstByteTLS && opt.TDS8 && opt.Encryption != EncryptNotSupported:
		if err := c.tr.startStrict(ctx, opt.Certificate); err != nil {
			return err
		}
		full, c.strict = true, true
	case b[0] == firstByteTLS || opt.Encryption == EncryptStrict:
		return fmt.Errorf("%w: first byte 0x%02X under this encryption policy", errMalformed, b[0])
	}
	m, err := c.in.next()
	if err != nil {
		return err
	}
	if m.kind == packPrelogin {
		if full, err = c.prelogin(ctx, m); err != nil {
			return err
		}
		if m, err = c.in.next(); err != nil {
			return err
		}
	} else if opt.Encryption == EncryptRequired && !full {
		return fmt.Errorf("%w: login without encryption", errMalformed)
	}
	if m.kind != packLogin {
		return fmt.Errorf("%w: packet type 0x%02X instead of a login", errMalformed, m.kind)
	}
	return c.logIn(ctx, m.data, full)
}

// prelogin answers PRELOGIN and starts TLS where it was agreed on. It tells whether the
// whole session is encrypted.
func (c *connection) prelogin(ctx context.Context, m wireMessage) (full bool, err error) {
	p, err := parsePrelogin(m.data)
	if err != nil {
		return false, err
	}
	opt := &c.server.opt
	reply, ok := opt.Encryption.answer(p.encryption)
	if c.strict {
		reply, ok = strictAnswer(p.encryption), true
	}
	if _, err := c.out.Write(preloginReply(opt.Version, reply, p.fedAuth && opt.FedAuth != nil)); err != nil {
		return false, err
	}
	if err := c.out.end(); err != nil {
		return false, err
	}
	switch {
	case c.strict:
		return true, nil
	case !ok:
		return false, fmt.Errorf("client asks for encryption %d, server answers %d", p.encryption, reply)
	case reply == encryptNotSup:
		return false, nil
	}
	if err := c.tr.startTLS(ctx, opt.Certificate); err != nil {
		return false, err
	}
	if reply == encryptOff { // only the first packet of the login is encrypted
		c.in.afterPacket = c.tr.plain
		return false, nil
	}
	return true, nil
}

// logIn reads the login, asks the Backend and answers.
func (c *connection) logIn(ctx context.Context, data []byte, full bool) error {
	l, err := parseLogin7(data)
	if err != nil {
		return err
	}
	if l.proto == tds80 && !c.strict {
		return fmt.Errorf("%w: TDS 8.0 without TLS first", errMalformed)
	}
	l.Encrypted, l.Remote = full, c.remote
	c.login, c.enc = l, encoder{proto: l.proto, collation: DefaultCollation.Wire}
	if l.features.fedAuth == fedAuthADAL && c.server.opt.FedAuth != nil {
		if c.login.FedAuthToken, err = c.fetchToken(*c.server.opt.FedAuth); err != nil {
			return err
		}
	}
	c.setFault(Request{Kind: RequestLogin})
	if route := c.server.opt.Route; route != nil {
		if to := route(c.login.Login); to != nil {
			return c.redirect(*to)
		}
	}
	accepted, err := c.server.opt.Backend.Login(ctx, c.login.Login)
	if err != nil {
		return c.refuse(messagesOf(err), err)
	}
	return c.welcome(accepted.withDefaults(c.server.opt.Version))
}

// fetchToken names the authority to the client and waits for the token it got there.
func (c *connection) fetchToken(info FedAuthInfo) (string, error) {
	if _, err := c.out.Write(appendFedAuthInfo(nil, info)); err != nil {
		return "", err
	}
	if err := c.out.end(); err != nil {
		return "", err
	}
	m, err := c.in.next()
	if err != nil {
		return "", err
	}
	if m.kind != packFedAuth {
		return "", fmt.Errorf("%w: packet type 0x%02X instead of a token", errMalformed, m.kind)
	}
	return parseFedAuthToken(m.data)
}

// refuse says why there is no session and ends the connection.
func (c *connection) refuse(why message.Errors, cause error) error {
	var b []byte
	for _, m := range why {
		b = appendMessage(b, c.enc.proto, c.name, m)
	}
	if b != nil {
		b = done{token: tokenDone, status: doneError}.append(b, c.enc.proto)
		if err := c.send(b); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w: %w", errSessionEnds, cause)
}

// send writes a whole message.
func (c *connection) send(tokens []byte) error {
	if _, err := c.out.Write(tokens); err != nil {
		return err
	}
	return c.out.end()
}

// redirect acknowledges the login and names the address to go to. The client hangs up.
func (c *connection) redirect(to Route) error {
	b := appendLoginAck(nil, c.login, "Microsoft SQL Server", c.server.opt.Version)
	b = appendRoute(b, to)
	b = done{token: tokenDone}.append(b, c.enc.proto)
	if err := c.send(b); err != nil {
		return err
	}
	return fmt.Errorf("%w: sent to %s port %d", errSessionEnds, to.Host, to.Port)
}

// welcome answers a login that was let in, in the order SQL Server has.
func (c *connection) welcome(a Accepted) error {
	c.client, c.enc.collation, c.out.spid = a.Client, a.Collation.Wire, a.SPID
	if a.Server != "" {
		c.name = a.Server
	}
	say := func(b []byte, m *message.Message) []byte { return appendMessage(b, c.enc.proto, c.name, m) }
	size := c.packetSize()
	b := appendEnvText(nil, envDatabase, a.Database, "master")
	b = say(b, databaseChanged(a.Database))
	b = appendEnvBytes(b, envCollation, a.Collation.Wire[:], nil)
	b = appendEnvText(b, envLanguage, a.Language, "")
	b = say(b, languageChanged(a.Language))
	for _, m := range a.Messages {
		b = say(b, m)
	}
	b = appendLoginAck(b, c.login, a.Program, a.Version)
	b = appendEnvText(b, envPacketSize, fmt.Sprint(size), fmt.Sprint(defaultPacketSize))
	if c.login.features.sent {
		b = appendFeatureAck(b, c.login.features)
	}
	err := c.send(done{token: tokenDone}.append(b, c.enc.proto))
	c.out.size = size
	c.in.limit = c.server.opt.MaxMessage
	if err != nil {
		a.Client.Close()
	}
	return err
}

// packetSize is what the client asked for, within what the protocol allows.
func (c *connection) packetSize() int {
	largest := maxPacketSize
	if c.login.Encrypted {
		largest = maxPacketSizeTLS
	}
	if c.login.packetSize == 0 {
		return defaultPacketSize
	}
	return min(max(c.login.packetSize, minPacketSize), largest)
}

// setFault asks the hook what is to go wrong with a request, and sets the part of it
// that counts bytes. It returns the number of rows to cut after, or -1.
func (c *connection) setFault(r Request) int {
	hook := c.server.opt.Fault
	if hook == nil {
		return -1
	}
	r.Connection, r.Number, r.Login = c.id, c.count.requests.Load(), c.login.Login
	f := hook(r)
	if f == nil {
		c.tr.allowance = -1
		return -1
	}
	c.tr.allowance = int64(f.bytes)
	return f.rows
}

// isGone tells errors after which nothing can be said to the client any more.
func isGone(err error) bool { return errors.Is(err, errCut) || errors.Is(err, net.ErrClosed) }

// hangUpWait is how long a client has to read the last words of the server.
const hangUpWait = time.Second

// halfClose ends our side of the connection and lets the client read what was said: a
// full close with bytes unread would take it away from the client. The function returned
// gives up waiting.
func (c *connection) halfClose() (stop func() bool) {
	if half, ok := c.tr.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	return time.AfterFunc(hangUpWait, func() { _ = c.tr.conn.Close() }).Stop
}

// hangUp ends a connection that never became a session.
func (c *connection) hangUp() {
	defer c.halfClose()()
	_, _ = io.CopyN(io.Discard, c.tr.socket, maxPreLoginMessage)
}
