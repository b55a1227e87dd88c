package sqlserver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/tds"
)

// refusedAs opens a session that must fail, checks the kind, that hint and meaning say
// something, and that the password is nowhere in it.
func refusedAs(t *testing.T, cfg Config, dial dial, kind Kind, words string) *Error {
	t.Helper()
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	s, err := open(context.Background(), cfg, dial)
	if err == nil {
		s.Close()
		t.Fatalf("connected, want %s", kind)
	}
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%T is not *Error: %v", err, err)
	}
	if e.Kind != kind || !strings.Contains(err.Error(), words) || e.Server != serverNamed(cfg.Server) {
		t.Errorf("kind %s: %v\nwant kind %s and %q", e.Kind, err, kind, words)
	}
	if e.Hint == "" && kind != BadConfig && kind != Cancelled {
		t.Errorf("%s comes without a hint", kind)
	}
	if all := fmt.Sprintf("%+v %v %v", e, err, e.Err); strings.Contains(all, canary) {
		t.Errorf("the password shows: %s", all)
	}
	return e
}

func TestOpenRefusesWhatCannotWork(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"server name":  func(c *Config) { c.Server = "sql01:1433" },
		"login":        func(c *Config) { c.Login.Method = Entra },
		"pin":          func(c *Config) { c.TLS.Pin = "beef" },
		"missing file": func(c *Config) { c.TLS.CAFile = filepath.Join(t.TempDir(), "no.pem") },
		"not PEM":      func(c *Config) { c.TLS.CAPEM = []byte("DER") },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good()
			change(&cfg)
			refusedAs(t, cfg, func(context.Context, string, string) (net.Conn, error) {
				t.Error("something was dialled")
				return nil, io.EOF
			}, BadConfig, "")
		})
	}
}

func TestNothingListens(t *testing.T) {
	l := listen(t)
	address := l.Addr().String()
	_ = l.Close()
	refusedAs(t, to(t, address), nil, Refused, "nothing listens on port")
}

// stub is a dialer that fails.
func stub(err error) dial {
	return func(context.Context, string, string) (net.Conn, error) { return nil, err }
}

func TestNoWayThere(t *testing.T) {
	refusedAs(t, good(), stub(&net.DNSError{Name: "sql01", IsNotFound: true}), NoName, "sql01 does not resolve")
	refusedAs(t, good(), stub(&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}), Unreachable, "no way to the host")
	cfg := good()
	cfg.Server = `sql01\SALES`
	refusedAs(t, cfg, stub(&net.DNSError{Name: "sql01", IsNotFound: true}), NoName, "does not resolve")
}

// A host that drops packets costs the connect time-out and one clear error.
func TestPacketsAreDropped(t *testing.T) {
	cfg := good()
	cfg.Timeouts.Connect = 50 * time.Millisecond
	began := time.Now()
	refusedAs(t, cfg, func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}, TimedOut, "no answer within 50ms")
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestCancelledByThePerson(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	_, err := open(ctx, good(), func(context.Context, string, string) (net.Conn, error) {
		cancel()
		return nil, context.Canceled
	})
	var e *Error
	if !errors.As(err, &e) || e.Kind != Cancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// accept runs a service that is no SQL Server.
func accept(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l := listen(t)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(conn)
			}()
		}
	}()
	return l.Addr().String()
}

func TestOtherServices(t *testing.T) {
	quick := func(address string) Config {
		cfg := to(t, address)
		cfg.Timeouts.Connect = 300 * time.Millisecond
		return cfg
	}
	web := accept(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 512))
		_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
	})
	refusedAs(t, quick(web), nil, NotTDS, "HTTP/1.1 400 Bad Request")
	strict := quick(web)
	strict.TLS.Mode = Strict
	refusedAs(t, strict, nil, NotTDS, "HTTP/1.1 400 Bad Request")

	greeter := accept(t, func(c net.Conn) { _, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.6\r\n") })
	refusedAs(t, quick(greeter), nil, NotTDS, "SSH-2.0-OpenSSH_9.6")

	silent := accept(t, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) })
	began := time.Now()
	refusedAs(t, quick(silent), nil, TimedOut, "says nothing within 300ms")
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("a silent service took %s", took)
	}

	rude := accept(t, func(c net.Conn) { _, _ = c.Read(make([]byte, 512)) })
	refusedAs(t, quick(rude), nil, Cut, "closed it without an answer")
	strict = quick(rude)
	strict.TLS.Mode = Strict
	refusedAs(t, strict, nil, TLSProtocol, "SQL Server 2022 or later")

	// A reply packet of TDS that stops in the middle.
	half := accept(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 512))
		_, _ = c.Write([]byte{4, 1, 0, 48, 0, 0, 1, 0, 0, 0})
	})
	refusedAs(t, quick(half), nil, Cut, "closed during the login")
	stalled := accept(t, func(c net.Conn) {
		_, _ = c.Read(make([]byte, 512))
		_, _ = c.Write([]byte{4, 1, 0, 48, 0, 0, 1, 0, 0, 0})
		_, _ = io.Copy(io.Discard, c)
	})
	refusedAs(t, quick(stalled), nil, TimedOut, "did not finish within")
}

func pinOf(s *server) string {
	sum := sha256.Sum256(s.cert.Certificate[0])
	return hex.EncodeToString(sum[:])
}

// opens connects and tells whether the session was encrypted beyond the login.
func opens(t *testing.T, cfg Config) (encrypted bool) {
	t.Helper()
	s, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.roundTrip(context.Background(), "SET NOCOUNT ON;\n", answers{}); err != nil {
		t.Fatal(err)
	}
	return s.encrypted()
}

func TestModes(t *testing.T) {
	s := (&server{}).serve(t, tds.Options{TDS8: true})
	for mode, want := range map[Mode]bool{Mandatory: true, Strict: true, LoginOnly: false} {
		cfg := s.trusting(t)
		cfg.TLS.Mode = mode
		if got := opens(t, cfg); got != want {
			t.Errorf("%s: encrypted %v, want %v", mode, got, want)
		}
		cfg.TLS = TLS{Mode: mode, Pin: strings.ToUpper(pinOf(s))}
		opens(t, cfg)
	}
	cfg := s.trusting(t)
	cfg.TLS = TLS{Mode: Mandatory, Trust: true}
	opens(t, cfg)
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, authorityOf(s.cert), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg.TLS = TLS{Mode: Mandatory, CAFile: file}
	opens(t, cfg)
	forced := (&server{cert: s.cert}).serve(t, tds.Options{Encryption: tds.EncryptRequired})
	cfg = forced.trusting(t)
	cfg.TLS.Mode = LoginOnly
	if !opens(t, cfg) {
		t.Error("a server that forces encryption: the session counts as readable")
	}
}

func TestServerCertificates(t *testing.T) {
	s := (&server{}).serve(t, tds.Options{TDS8: true})
	for _, mode := range []Mode{Mandatory, LoginOnly, Strict} {
		cfg := to(t, s.address)
		cfg.TLS.Mode = mode
		e := refusedAs(t, cfg, nil, TLSAuthority, "one it made for itself")
		sum := sha256.Sum256(s.cert.Certificate[0])
		want := Certificate{"CN=SSL_Self_Signed_Fallback", "CN=SSL_Self_Signed_Fallback", e.Certificate.NotBefore, e.Certificate.NotAfter, hex.EncodeToString(sum[:])}
		if *e.Certificate != want || !e.Certificate.NotAfter.After(e.Certificate.NotBefore) {
			t.Errorf("the error shows %+v, want %+v", *e.Certificate, want)
		}
		cfg.TLS.Pin = strings.Repeat("00", 32)
		refusedAs(t, cfg, nil, TLSPin, "not the pinned one")
	}
	other := (&server{cert: certificate(t, leaf{hosts: []string{"sql02.corp.example"}})}).serve(t, tds.Options{})
	refusedAs(t, other.trusting(t), nil, TLSName, "it is for sql02.corp.example")
	nameless := (&server{cert: certificate(t, leaf{})}).serve(t, tds.Options{})
	refusedAs(t, nameless.trusting(t), nil, TLSName, "no name at all")
	old := (&server{cert: certificate(t, leaf{hosts: []string{"127.0.0.1"}, expired: true})}).serve(t, tds.Options{})
	refusedAs(t, old.trusting(t), nil, TLSExpired, "valid only from")
}

// A server without any encryption must not get the password, whatever the mode.
func TestNoEncryptionNoLogin(t *testing.T) {
	s := &server{login: func(tds.Login) error {
		t.Error("a login arrived in the clear")
		return nil
	}}
	s.serve(t, tds.Options{Encryption: tds.EncryptNotSupported})
	for _, mode := range []Mode{Mandatory, LoginOnly} {
		cfg := to(t, s.address)
		cfg.TLS = TLS{Mode: mode, Trust: true}
		refusedAs(t, cfg, nil, TLSProtocol, "offers no encryption")
	}
}

// facts/tsql.md F9: what the client is told, and what it may do about it.
func TestLoginsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		said message.Errors
		want []string
	}{
		"18456": {message.Errors{message.New(18456, "milink")}, []string{"Msg 18456", "error log", "mixed mode"}},
		"18452": {message.Errors{{Number: 18452, Class: 14, State: 1, Text: "untrusted domain"}}, []string{"Msg 18452", "SQL login"}},
		"18470": {message.Errors{{Number: 18470, Class: 14, State: 1, Text: "disabled"}}, []string{"disabled", "ENABLE"}},
		"18486": {message.Errors{{Number: 18486, Class: 14, State: 1, Text: "locked"}}, []string{"UNLOCK"}},
		"18487": {message.Errors{{Number: 18487, Class: 14, State: 1, Text: "expired"}}, []string{"expired", "ALTER LOGIN"}},
		"18488": {message.Errors{{Number: 18488, Class: 14, State: 1, Text: "must change"}}, []string{"must be changed"}},
		"18401": {message.Errors{{Number: 18401, Class: 14, State: 1, Text: "upgrade"}}, []string{"upgrade scripts", "Try again"}},
		"cause first": {message.Errors{{Number: 4060, Class: 11, State: 1, Text: "Cannot open database"}, {Number: 18456, Class: 14, State: 1, Text: "Login failed"}},
			[]string{"cannot open the database master", "Msg 4060", "Msg 18456"}},
		"unknown": {message.Errors{{Number: 17892, Class: 14, State: 1, Text: "Logon failed due to trigger execution."}}, []string{"Msg 17892", "error log"}},
		"echo":    {message.Errors{{Number: 18456, Class: 14, State: 1, Text: "bad password " + canary}}, []string{"bad password (secret)"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := (&server{login: func(tds.Login) error { return c.said }}).serve(t, tds.Options{})
			e := refusedAs(t, s.trusting(t), nil, LoginFailed, c.want[0])
			for _, w := range c.want {
				if !strings.Contains(e.Error(), w) {
					t.Errorf("%v\ndoes not say %q", e, w)
				}
			}
			if len(e.Messages) != len(c.said) {
				t.Errorf("%d messages, want %d", len(e.Messages), len(c.said))
			}
		})
	}
}

func TestLoginSaysWhoAndWhat(t *testing.T) {
	var got tds.Login
	s := &server{login: func(l tds.Login) error { got = l; return nil }}
	s.serve(t, tds.Options{})
	cfg := s.trusting(t)
	cfg.Login.User = `CORP\milink` // a SQL login may look like a Windows one
	opens(t, cfg)
	if got.User != `CORP\milink` || got.Password != canary || got.App != "milink/test" || got.Database != "master" || got.Integrated {
		t.Errorf("%+v (password right: %v)", got, got.Password == canary)
	}
}

func TestCutAtLogin(t *testing.T) {
	s := (&server{}).serve(t, tds.Options{Fault: func(r tds.Request) *tds.Fault {
		if r.Kind == tds.RequestLogin {
			return tds.CutAfterBytes(20)
		}
		return nil
	}})
	refusedAs(t, s.trusting(t), nil, Cut, "closed during the login")
}

func TestKerberosWithoutTicket(t *testing.T) {
	if windowsProvider != "krb5" {
		t.Skip("Windows logins use SSPI here")
	}
	t.Setenv("KRB5_CONFIG", filepath.Join(t.TempDir(), "none.conf"))
	s := (&server{}).serve(t, tds.Options{})
	cfg := s.trusting(t)
	cfg.Login = Login{Method: Windows}
	refusedAs(t, cfg, nil, LoginFailed, "kinit")
}

// browser answers UDP port 1434; an empty answer is silence.
func browser(t *testing.T, answer string) dial {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 16)
		for {
			_, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if answer != "" {
				_, _ = conn.WriteTo(append([]byte{5, byte(len(answer)), byte(len(answer) >> 8)}, answer...), from)
			}
		}
	}()
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if network == "udp" {
			if address != "127.0.0.1:1434" {
				t.Errorf("the browser was looked for at %s", address)
			}
			address = conn.LocalAddr().String()
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
}

func TestNamedInstances(t *testing.T) {
	s := (&server{}).serve(t, tds.Options{})
	_, port, _ := net.SplitHostPort(s.address)
	known := browser(t, fmt.Sprintf("ServerName;SQL01;InstanceName;SALES;IsClustered;No;Version;15.0.4312.2;tcp;%s;;", port))
	cfg := s.trusting(t)
	cfg.Server = `127.0.0.1\sales`
	session, err := open(context.Background(), cfg, known)
	if err != nil {
		t.Fatal(err)
	}
	session.Close()
	cfg.Server = `127.0.0.1\HR`
	refusedAs(t, cfg, known, NoBrowser, "SALES")
	cfg.Timeouts.Connect = 200 * time.Millisecond
	e := refusedAs(t, cfg, browser(t, ""), NoBrowser, "did not answer on UDP port 1434")
	if !strings.Contains(e.Hint, "127.0.0.1,<port>") {
		t.Errorf("the hint does not suggest host,port: %s", e.Hint)
	}
	cfg = s.trusting(t)
	cfg.Server = `127.0.0.1\NOWHERE,` + port // the port wins and nobody is asked
	opens(t, cfg)
}
