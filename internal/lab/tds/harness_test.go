package tds

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"database/sql"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// The product version the tests' server shows.
var testVersion = Version{Major: 16, Minor: 0, Build: 4185}

// fakeClient is a scripted session. Unset parts answer nothing.
type fakeClient struct {
	onBatch func(ctx context.Context, text string, out engine.Sink) error
	onCall  func(ctx context.Context, call engine.Call, out engine.Sink) (engine.Reply, error)
	onBegin func() error

	mu  sync.Mutex
	log []string // what was called, in order
}

func (f *fakeClient) note(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = append(f.log, fmt.Sprintf(format, args...))
}

func (f *fakeClient) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.log...)
}

func (f *fakeClient) Batch(ctx context.Context, text string, out engine.Sink) error {
	f.note("batch %s", text)
	if f.onBatch == nil {
		return out.Done(-1)
	}
	return f.onBatch(ctx, text, out)
}

func (f *fakeClient) Call(ctx context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
	f.note("call %d%s", call.ID, call.Name)
	if f.onCall == nil {
		return engine.Reply{}, out.Done(-1)
	}
	return f.onCall(ctx, call, out)
}

func (f *fakeClient) Begin(context.Context) error {
	f.note("begin")
	if f.onBegin != nil {
		return f.onBegin()
	}
	return nil
}

func (f *fakeClient) Commit(context.Context) error   { f.note("commit"); return nil }
func (f *fakeClient) Rollback(context.Context) error { f.note("rollback"); return nil }
func (f *fakeClient) Reset(engine.Sink) error        { f.note("reset"); return nil }
func (f *fakeClient) Close()                         { f.note("close") }

// fakeBackend lets everybody in whose password is right.
type fakeBackend struct {
	client *fakeClient
	refuse func(Login) error

	mu     sync.Mutex
	logins []Login
}

const testPassword = "Pa55-wörd-☃"

func (b *fakeBackend) Login(_ context.Context, l Login) (Accepted, error) {
	b.mu.Lock()
	b.logins = append(b.logins, l)
	b.mu.Unlock()
	if b.refuse != nil {
		if err := b.refuse(l); err != nil {
			return Accepted{}, err
		}
	}
	return Accepted{Client: b.client, Server: "LAB01", SPID: 51, Database: "master"}, nil
}

func (b *fakeBackend) last(t *testing.T) Login {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.logins) == 0 {
		t.Fatal("no login arrived")
	}
	return b.logins[len(b.logins)-1]
}

// lab is one server under test.
type lab struct {
	server  *Server
	backend *fakeBackend
	client  *fakeClient
	addr    *net.TCPAddr
}

// startLab runs a server on loopback until the test ends.
func startLab(t *testing.T, change func(*Options)) *lab {
	t.Helper()
	client := &fakeClient{}
	backend := &fakeBackend{client: client}
	opt := Options{Backend: backend, Certificate: testCertificate(t), TDS8: true, Version: testVersion, Name: "LAB01"}
	if change != nil {
		change(&opt)
	}
	server, err := NewServer(opt)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(context.Background(), ln) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return &lab{server: server, backend: backend, client: client, addr: ln.Addr().(*net.TCPAddr)}
}

// dsn is a connection string with the given settings added.
func (l *lab) dsn(settings ...string) string {
	q := url.Values{"TrustServerCertificate": {"true"}, "encrypt": {"disable"}, "app name": {"tds test"}, "database": {"master"}}
	for i := 0; i < len(settings); i += 2 {
		q.Set(settings[i], settings[i+1])
	}
	u := url.URL{Scheme: "sqlserver", User: url.UserPassword("sa", testPassword), Host: l.addr.String(), RawQuery: q.Encode()}
	return u.String()
}

// open gives a database handle with one connection.
func (l *lab) open(t *testing.T, settings ...string) *sql.DB {
	t.Helper()
	connector, err := mssql.NewConnector(l.dsn(settings...))
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// within gives a context that ends when a test has hung.
func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

var certificateOnce = sync.OnceValues(makeCertificate)

func testCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	cert, err := certificateOnce()
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func makeCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:  time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		DNSNames:  []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// certificateFile writes the server's certificate where a driver can trust it.
func certificateFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "server.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: testCertificate(t).Certificate[0]}
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// oneResult answers every batch with one result set.
func oneResult(cols []engine.Column, rows ...[]any) func(context.Context, string, engine.Sink) error {
	return func(_ context.Context, _ string, out engine.Sink) error {
		if err := out.Columns(cols); err != nil {
			return err
		}
		for _, row := range rows {
			if err := out.Row(row); err != nil {
				return err
			}
		}
		return out.Done(int64(len(rows)))
	}
}

func loginFailed(user string) message.Errors {
	return message.Errors{{Number: 18456, State: 1, Class: 14, Line: 1, Text: "Login failed for user '" + user + "'."}}
}

// textLog writes log lines into a buffer; read it only after the server is closed.
func textLog(b *bytes.Buffer) *slog.Logger { return slog.New(slog.NewTextHandler(b, nil)) }
