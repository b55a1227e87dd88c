package lab

import (
	"context"
	"crypto/x509"
	"database/sql"
	"encoding/pem"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/microsoft/go-mssqldb" // registers the driver
)

// negative makes a certificate as the fault does.
func negative(t *testing.T) (*authority, []byte) {
	t.Helper()
	a, err := newAuthority(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	good, err := a.server([]string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if same, err := a.spoil([]string{"cut-at-login"}, good); err != nil || string(same.Certificate[0]) != string(good.Certificate[0]) {
		t.Errorf("another fault touched the certificate: %v", err)
	}
	bad, err := a.spoil([]string{"negative-serial"}, good)
	if err != nil {
		t.Fatal(err)
	}
	return a, bad.Certificate[0]
}

// Go refuses the certificate for its serial number alone: with that allowed it is a good
// one for the lab's names.
func TestNegativeSerial(t *testing.T) {
	a, der := negative(t)
	t.Setenv("GODEBUG", "x509negativeserial=0") // as Go is without this module's go.mod
	if _, err := x509.ParseCertificate(der); err == nil || !strings.Contains(err.Error(), "negative serial number") {
		t.Fatalf("crypto/x509 says %v", err)
	}
	t.Setenv("GODEBUG", "x509negativeserial=1")
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if cert.SerialNumber.Sign() >= 0 || cert.SerialNumber.BitLen() != 127 {
		t.Errorf("serial number %x", cert.SerialNumber)
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	if _, err := cert.Verify(x509.VerifyOptions{DNSName: "localhost", Roots: roots}); err != nil {
		t.Error(err)
	}
}

// OpenSSL, which does not mind, reads the same number and trusts the chain.
func TestNegativeSerialForOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		if os.Getenv("MILINK_REQUIRE_CLIENTS") != "" {
			t.Fatal(err)
		}
		t.Skip("openssl is not here; .ci/run installs it")
	}
	a, der := negative(t)
	dir := t.TempDir()
	leaf, ca := filepath.Join(dir, "leaf.pem"), filepath.Join(dir, "ca.pem")
	write(t, leaf, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	write(t, ca, a.pem())
	out, err := exec.Command(openssl, "x509", "-in", leaf, "-noout", "-serial").CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "serial=-51"+strings.Repeat("0", 30) {
		t.Errorf("%s %v", out, err)
	}
	if out, err := exec.Command(openssl, "verify", "-CAfile", ca, leaf).CombinedOutput(); err != nil {
		t.Errorf("%s %v", out, err)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// The handshake itself works: a Go client stops at the number even when it trusts every
// certificate, and gets in when told to bear it.
func TestLoginOverNegativeSerial(t *testing.T) {
	l, err := Start(context.Background(), Options{Scenario: "ready-2022", Faults: []string{"negative-serial"}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	target := url.URL{Scheme: "sqlserver", Host: l.Address(), User: url.UserPassword(l.User(), l.Password()),
		RawQuery: url.Values{"encrypt": {"true"}, "TrustServerCertificate": {"true"}}.Encode()}
	ping := func() error {
		db, err := sql.Open("sqlserver", target.String())
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		return db.PingContext(ctx)
	}
	t.Setenv("GODEBUG", "x509negativeserial=0")
	if err := ping(); err == nil || !strings.Contains(err.Error(), "negative serial number") {
		t.Errorf("a client of Go says %v", err)
	}
	t.Setenv("GODEBUG", "x509negativeserial=1")
	if err := ping(); err != nil {
		t.Error(err)
	}
}

// The lab starts with the fault, lists it, and refuses a name it does not know.
func TestFaultOfTheCertificate(t *testing.T) {
	if !strings.Contains(Faults()["negative-serial"], "serial number") {
		t.Errorf("listed as %q", Faults()["negative-serial"])
	}
	l, err := Start(context.Background(), Options{Scenario: "ready-2022", Faults: []string{"negative-serial", "cut-at-login"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Start(context.Background(), Options{Scenario: "ready-2022", Faults: []string{"negative-serials"}}); err == nil || !strings.Contains(err.Error(), "negative-serial") {
		t.Errorf("a misspelt fault: %v", err)
	}
}
