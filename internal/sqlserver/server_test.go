package sqlserver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"regexp"
	"testing"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/tds"
	"milink/internal/lab/value"
	"milink/internal/tsql"
)

// server is a TDS server whose answers a test writes itself.
type server struct {
	address string
	cert    tls.Certificate
	login   func(tds.Login) error // nil lets everyone in
	// answer is called for each probe of a batch; its marker is sent after it.
	answer func(ctx context.Context, probe string, out engine.Sink) error
	batch  []string // texts of the batches so far
	tds    *tds.Server
}

// serve starts it on loopback.
func (s *server) serve(t testing.TB, opt tds.Options) *server {
	t.Helper()
	if s.cert.Certificate == nil {
		s.cert = certificate(t, leaf{hosts: []string{"127.0.0.1"}})
	}
	opt.Backend, opt.Name, opt.Version = s, "SQL01", tds.Version{Major: 15, Build: 4312}
	if opt.Encryption != tds.EncryptNotSupported {
		opt.Certificate = s.cert
	}
	var err error
	if s.tds, err = tds.NewServer(opt); err != nil {
		t.Fatal(err)
	}
	listener := listen(t)
	s.address = listener.Addr().String()
	done := make(chan error, 1)
	go func() { done <- s.tds.Serve(context.Background(), listener) }()
	t.Cleanup(func() {
		s.tds.Close()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return s
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// Login implements tds.Backend.
func (s *server) Login(_ context.Context, l tds.Login) (tds.Accepted, error) {
	if s.login != nil {
		if err := s.login(l); err != nil {
			return tds.Accepted{}, err
		}
	}
	return tds.Accepted{Client: &client{s}, Server: "SQL01", SPID: 51, Database: "master"}, nil
}

// errBatchOver is what an answer returns to end its batch without a word more.
var errBatchOver = errors.New("batch over")

// client is one session of the server.
type client struct{ s *server }

var markers = regexp.MustCompile(`SELECT N'([^']*)' AS ` + tsql.Marker)

// Batch plays the answers in the order of the markers, and the markers after them.
func (c *client) Batch(ctx context.Context, text string, out engine.Sink) error {
	c.s.batch = append(c.s.batch, text)
	for _, m := range markers.FindAllStringSubmatch(text, -1) {
		if c.s.answer != nil && m[1] != "" {
			if err := c.s.answer(ctx, m[1], out); errors.Is(err, errBatchOver) {
				return nil
			} else if err != nil {
				return err
			}
		}
		if err := say(out, []string{tsql.Marker}, []any{m[1]}); err != nil {
			return err
		}
		if err := out.Message(&message.Message{Number: 50000, State: 1}); err != nil { // WITH NOWAIT
			return err
		}
	}
	return nil
}

func (c *client) Call(context.Context, engine.Call, engine.Sink) (engine.Reply, error) {
	return engine.Reply{}, errors.New("no batch may be sent as a call")
}
func (c *client) Begin(context.Context) error    { return nil }
func (c *client) Commit(context.Context) error   { return nil }
func (c *client) Rollback(context.Context) error { return nil }
func (c *client) Reset(engine.Sink) error        { return nil }
func (c *client) Close()                         {}

// say sends one result set. The first row decides the types.
func say(out engine.Sink, columns []string, rows ...[]any) error {
	var described []engine.Column
	for i, c := range columns {
		column := engine.Column{Name: c, Type: value.NVarCharN(200), Nullable: true}
		if len(rows) > 0 {
			switch rows[0][i].(type) {
			case int64:
				column.Type = value.IntT
			case bool:
				column.Type = value.BitT
			}
		}
		described = append(described, column)
	}
	if err := out.Columns(described); err != nil {
		return err
	}
	for _, r := range rows {
		if err := out.Row(r); err != nil {
			return err
		}
	}
	return out.Done(int64(len(rows)))
}

// refuse sends errors, as a statement does that is denied.
func refuse(out engine.Sink, messages ...*message.Message) error {
	for _, m := range messages {
		if err := out.Message(m); err != nil {
			return err
		}
	}
	return out.Done(-1)
}

// leaf describes a server certificate of a test.
type leaf struct {
	hosts   []string
	expired bool
}

// certificate makes a self-signed one, as SQL Server does at its first start.
func certificate(t testing.TB, l leaf) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "SSL_Self_Signed_Fallback"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if l.expired {
		c.NotBefore, c.NotAfter = time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour)
	}
	for _, h := range l.hosts {
		if ip := net.ParseIP(h); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// authorityOf is a certificate as a file of authorities.
func authorityOf(c tls.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]})
}

// to is a configuration for an address on loopback.
func to(t testing.TB, address string) Config {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	cfg := good()
	cfg.Server = fmt.Sprintf("%s,%s", host, port)
	cfg.Timeouts = Timeouts{Connect: 5 * time.Second, RoundTrip: 5 * time.Second}
	return cfg
}

// trusting is a configuration that trusts the server as it should be trusted.
func (s *server) trusting(t testing.TB) Config {
	cfg := to(t, s.address)
	cfg.TLS.CAPEM = authorityOf(s.cert)
	return cfg
}
