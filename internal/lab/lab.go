package lab

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"milink/internal/lab/instance"
	"milink/internal/lab/tds"
)

// Options say how a lab is started.
type Options struct {
	Scenario string
	// Listen is the address of the source's TDS port; empty for a free port on loopback.
	Listen string
	// Faults are named faults switched on from the start; see Faults.
	Faults []string
	// Clock is the lab's time; nil is the machine's.
	Clock Clock
	// Notice, where set, gets a sentence when something happens that a person at the server
	// would see, such as a restart.
	Notice func(sentence string)
}

// Lab is a running simulated world.
type Lab struct {
	scenario Scenario
	source   *instance.Server
	tds      *tds.Server
	ca       *authority
	listener net.Listener
	user     string
	password string
	names    []string
	served   chan error
	close    sync.Once
	closeErr error
}

// Start builds the scenario's world and serves it until Close, or until ctx ends.
func Start(ctx context.Context, opt Options) (*Lab, error) {
	scenario, err := find(opt.Scenario)
	if err != nil {
		return nil, err
	}
	fault, err := faultHook(opt.Faults)
	if err != nil {
		return nil, err
	}
	if opt.Clock == nil {
		opt.Clock = realClock{}
	}
	l := &Lab{scenario: scenario, password: newPassword(), served: make(chan error, 1)}
	if err := l.build(ctx, opt.Clock); err != nil {
		return nil, fmt.Errorf("build lab scenario %s: %w", scenario.Name, err)
	}
	if err := l.serve(ctx, opt, fault); err != nil {
		return nil, err
	}
	return l, nil
}

// build makes the world of the scenario.
func (l *Lab) build(ctx context.Context, clock Clock) error {
	b := &bench{ctx: ctx, clock: clock, password: l.password, user: dbaLogin}
	if err := l.scenario.build(b); err != nil {
		return err
	}
	if err := b.finish(); err != nil {
		return err
	}
	l.source, l.user, l.names = b.server, b.user, b.wished
	return nil
}

// serve opens the port and starts answering.
func (l *Lab) serve(ctx context.Context, opt Options, fault func(tds.Request) *tds.Fault) error {
	if opt.Listen == "" {
		opt.Listen = "127.0.0.1:0"
	}
	listener, err := listenLoopback(ctx, opt.Listen)
	if err != nil {
		return err
	}
	l.listener = listener
	if l.ca, err = newAuthority(opt.Clock.Now()); err != nil {
		return errors.Join(err, listener.Close())
	}
	certificate, err := l.ca.server([]string{"localhost", l.source.Host.Name}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback})
	if err == nil {
		certificate, err = l.ca.spoil(opt.Faults, certificate)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	l.tds, err = tds.NewServer(tds.Options{
		Backend: backend{l.source}, Name: l.source.Identity.ServerName, Certificate: certificate,
		TDS8: l.source.Identity.Build.Major >= 16, Version: wireVersion(l.source.Identity.Build), Fault: fault,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	l.watch(opt.Notice)
	go func() { l.served <- l.tds.Serve(ctx, listener) }()
	return nil
}

// watch plays the service manager: ended sessions lose their connection, and a service that
// was shut down is started again, which is how a restart is done in the lab.
func (l *Lab) watch(notice func(string)) {
	l.source.EndSession = func(spid int) { l.tds.End(uint16(spid)) }
	l.source.ShutDown = func() {
		l.source.Start()
		if notice != nil {
			notice(l.ServerName() + " was shut down; the lab has started it again.")
		}
	}
}

// listenLoopback refuses addresses that others can reach: a lab is for this machine.
func listenLoopback(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("lab address %q: %w; want host:port, such as 127.0.0.1:14330", address, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("lab address %q is not on loopback: a lab serves this machine only; use 127.0.0.1", address)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("open the lab's port: %w", err)
	}
	return listener, nil
}

// newPassword is a password nobody has used before: a lab left running is no open door.
// It begins with what Windows' password policy asks for.
func newPassword() string { return "Aa1!" + rand.Text() }

// Scenario tells which world this is.
func (l *Lab) Scenario() Scenario { return l.scenario }

// Address is host:port of the source's TDS port.
func (l *Lab) Address() string { return l.listener.Addr().String() }

// ServerName is @@SERVERNAME of the source.
func (l *Lab) ServerName() string { return l.source.Identity.ServerName }

// CA is the certificate a client must trust, PEM.
func (l *Lab) CA() []byte { return l.ca.pem() }

// User is the login the scenario is about.
func (l *Lab) User() string { return l.user }

// Password is that login's; it is new every time a lab starts.
func (l *Lab) Password() string { return l.password }

// Databases are those the scenario's milink.yaml lists; none means all.
func (l *Lab) Databases() []string { return l.names }

// RoundTrips counts requests after the login, over all connections.
func (l *Lab) RoundTrips() int { return int(l.tds.Stats().Requests) }

// Logins counts the connections that were let in.
func (l *Lab) Logins() int { return int(l.tds.Stats().Logins) }

// Close ends every connection and frees the port.
func (l *Lab) Close() error {
	l.close.Do(func() {
		l.tds.Close()
		l.closeErr = <-l.served
	})
	return l.closeErr
}

// Wait blocks until the lab has ended.
func (l *Lab) Wait(ctx context.Context) error {
	<-ctx.Done()
	return l.Close()
}

// quoted lists names for a message.
func quoted(names []string) string {
	return strings.Join(names, ", ")
}
