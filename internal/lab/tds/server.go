package tds

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Options are the settings of a Server.
type Options struct {
	Backend Backend
	// Name is the server name in messages, unless the Backend says otherwise.
	Name string
	// Certificate is the server's; without one only EncryptNotSupported works.
	Certificate tls.Certificate
	Encryption  Encryption
	// TDS8 lets strict connections in; SQL Server 2022 and later do.
	TDS8 bool
	// Version is shown in PRELOGIN, and in LOGINACK unless the Backend says otherwise.
	Version Version
	// FedAuth, where set, says that Entra logins are understood and where a client gets
	// its token.
	FedAuth *FedAuthInfo
	// Route, where set, may send a login to another address before the Backend sees it.
	Route func(Login) *Route
	// Fault, where set, is asked before every request, the login included.
	Fault func(Request) *Fault
	// LoginTimeout ends connections that do not get through the login; 0 is 30 seconds.
	LoginTimeout time.Duration
	// MaxMessage bounds one request in bytes; 0 is 64 MiB.
	MaxMessage int
	// Log gets one line per connection that ended for a reason; nil is silence.
	Log *slog.Logger
}

const (
	defaultLoginTimeout = 30 * time.Second
	defaultMaxMessage   = 64 << 20
)

// Server answers TDS clients.
type Server struct {
	opt    Options
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	accepted, logins, requests, attentions atomic.Int64
	nextID                                 atomic.Uint64

	mu       sync.Mutex
	sessions map[*connection]struct{}
	ended    []ConnectionStats
}

// ErrNoCertificate is what NewServer says when encryption is on and there is no
// certificate to do it with.
var ErrNoCertificate = errors.New("tds: encryption needs a certificate")

// ErrNoBackend is what NewServer says without a Backend.
var ErrNoBackend = errors.New("tds: no backend")

// NewServer checks the options and makes a Server; Serve starts it.
func NewServer(opt Options) (*Server, error) {
	if opt.Backend == nil {
		return nil, ErrNoBackend
	}
	if opt.Encryption != EncryptNotSupported && len(opt.Certificate.Certificate) == 0 {
		return nil, ErrNoCertificate
	}
	if opt.LoginTimeout == 0 {
		opt.LoginTimeout = defaultLoginTimeout
	}
	if opt.MaxMessage == 0 {
		opt.MaxMessage = defaultMaxMessage
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{opt: opt, sessions: map[*connection]struct{}{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s, nil
}

// Serve answers the connections of a listener until ctx ends or Close is called, which
// is no error. It returns when the last of them is closed.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	if !s.join() {
		_ = ln.Close()
		return nil
	}
	defer s.wg.Done()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.ctx, stop)()
	defer context.AfterFunc(ctx, func() { _ = ln.Close() })()
	var open sync.WaitGroup
	defer open.Wait()
	defer stop() // before waiting, so that open connections end
	for {
		conn, err := ln.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		s.accepted.Add(1)
		open.Go(func() { s.handle(ctx, conn) })
	}
}

// join adds a Serve to those Close waits for, unless the server is closed already.
func (s *Server) join() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return false
	}
	s.wg.Add(1)
	return true
}

// Close ends every listener and connection and waits for them.
func (s *Server) Close() {
	s.mu.Lock()
	s.cancel()
	s.mu.Unlock()
	s.wg.Wait()
}

// End closes the connection whose session has that id, as KILL and SHUTDOWN do.
func (s *Server) End(spid uint16) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.sessions {
		if c.out.spid == spid {
			c.tr.cut()
		}
	}
}

// handle serves one connection to its end.
func (s *Server) handle(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c := newConnection(s, conn)
	// The deadline belongs to the network, not to the lab's clock: it protects the
	// process from clients that connect and say nothing.
	limit := time.AfterFunc(s.opt.LoginTimeout, func() { _ = conn.Close() })
	err := c.establish(ctx)
	limit.Stop()
	if err != nil {
		s.logEnd(c, err)
		c.hangUp()
		return
	}
	s.opened(c)
	defer s.closed(c)
	s.logEnd(c, c.serve(ctx))
}

// logEnd writes why a connection ended, unless the client or we simply closed it.
func (s *Server) logEnd(c *connection, err error) {
	for _, normal := range []error{nil, io.EOF, net.ErrClosed, context.Canceled} {
		if errors.Is(err, normal) {
			return
		}
	}
	s.opt.Log.Info("connection ended", "id", c.id, "remote", c.remote, "reason", err.Error())
}
