package sqlserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
)

// errPin is a certificate that is not the pinned one.
var errPin = errors.New("the server's certificate is not the pinned one")

// verifier judges the server's certificate. It does what crypto/tls would do, by itself,
// because the driver turns the reason of a refusal into text, and the reason decides what
// the person is told.
type verifier struct {
	trust bool
	pin   []byte
	roots *x509.CertPool // nil: those of the operating system
	host  string

	mu      sync.Mutex
	failure error
	leaf    *x509.Certificate
}

func newVerifier(t TLS, host string) (*verifier, error) {
	v := &verifier{trust: t.Trust, host: host}
	if t.Pin != "" {
		pin, err := parsePin(t.Pin)
		if err != nil {
			return nil, err
		}
		v.pin = pin
	}
	bundle := t.CAPEM
	if t.CAFile != "" {
		read, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, noAuthority(t.CAFile, err)
		}
		bundle = append(append([]byte(nil), bundle...), read...)
	}
	if len(bundle) > 0 {
		v.roots = x509.NewCertPool()
		if !v.roots.AppendCertsFromPEM(bundle) {
			return nil, errors.New("the certificate authority holds no certificate in PEM form; convert a DER file with openssl x509 -inform der")
		}
	}
	return v, nil
}

// noAuthority says that the authority's certificate cannot be read.
func noAuthority(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the certificate authority's file %s does not exist", path)
	}
	return fmt.Errorf("the certificate authority's file %s cannot be read: %w", path, err)
}

// parsePin reads a SHA-256 in hex, with or without the colons that tools print.
func parsePin(s string) ([]byte, error) {
	pin, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(s), ":", ""))
	if err != nil || len(pin) != sha256.Size {
		return nil, errors.New("the pin is not a SHA-256 in hex (64 digits)")
	}
	return pin, nil
}

// config is the TLS side of a connection. Verification is not skipped: it is the verifier's.
func (v *verifier) config(mode Mode) *tls.Config {
	c := &tls.Config{
		ServerName:         v.host,
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, // VerifyConnection judges instead
		VerifyConnection:   v.judge,
		// The server reads a TDS packet from one TLS record (the driver does the same).
		DynamicRecordSizingDisabled: true,
	}
	if mode != Strict {
		// Inside TDS, TLS ends at 1.2: its later handshake sends records where TDS wants packets.
		c.MaxVersion = tls.VersionTLS12
	}
	return c
}

func (v *verifier) judge(state tls.ConnectionState) error {
	err := v.check(state)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.failure = err
	if len(state.PeerCertificates) > 0 {
		v.leaf = state.PeerCertificates[0]
	}
	return err
}

func (v *verifier) check(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return errors.New("the server showed no certificate")
	}
	leaf := state.PeerCertificates[0]
	switch {
	case v.pin != nil:
		sum := sha256.Sum256(leaf.Raw)
		if subtle.ConstantTimeCompare(sum[:], v.pin) != 1 {
			return errPin
		}
		return nil
	case v.trust:
		return nil
	}
	between := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: v.roots, Intermediates: between, DNSName: v.name(state)})
	return err
}

// name is the host that must stand in the certificate: after a redirect the one it led to,
// which TLS asked for; for an address TLS asks for none.
func (v *verifier) name(state tls.ConnectionState) string {
	if state.ServerName != "" {
		return state.ServerName
	}
	return v.host
}

// outcome is the refusal, if there was one, and the certificate it was about.
func (v *verifier) outcome() (*x509.Certificate, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.leaf, v.failure
}
