package sqlserver

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"

	"milink/internal/lab"
	"milink/internal/lab/tds"
)

// certificateDER is a certificate as RFC 5280 4.1 lays it out, as far as these tests change it.
type certificateDER struct {
	Body      asn1.RawValue
	Algorithm asn1.RawValue
	Signature asn1.BitString
}

type bodyDER struct {
	Version    asn1.RawValue
	Serial     *big.Int
	Algorithm  asn1.RawValue
	Issuer     asn1.RawValue
	Validity   asn1.RawValue
	Subject    asn1.RawValue
	Key        asn1.RawValue
	Extensions asn1.RawValue
}

// resigned changes the body of a self-signed certificate in a way crypto/x509 would not make,
// and signs it again.
func resigned(t testing.TB, cert tls.Certificate, change func(*bodyDER)) tls.Certificate {
	t.Helper()
	var whole certificateDER
	var body bodyDER
	decode(t, cert.Certificate[0], &whole)
	decode(t, whole.Body.FullBytes, &body)
	change(&body)
	signed, err := asn1.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(signed)
	signature, err := ecdsa.SignASN1(rand.Reader, cert.PrivateKey.(*ecdsa.PrivateKey), digest[:])
	if err != nil {
		t.Fatal(err)
	}
	whole.Body = asn1.RawValue{FullBytes: signed}
	whole.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	der, err := asn1.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: cert.PrivateKey}
}

func decode(t testing.TB, der []byte, into any) {
	t.Helper()
	if rest, err := asn1.Unmarshal(der, into); err != nil || len(rest) > 0 {
		t.Fatalf("%d bytes left: %v", len(rest), err)
	}
}

// negative is a server certificate as SQL Server makes one at its start: sixteen random bytes
// are its serial number, so that every other one is negative.
func negative(t testing.TB) tls.Certificate {
	return resigned(t, certificate(t, leaf{hosts: []string{"127.0.0.1"}}), func(b *bodyDER) {
		b.Serial = new(big.Int).SetBytes([]byte{0x7f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
		b.Serial.Neg(b.Serial)
	})
}

// The three ways to know a server must work for it, in every mode, and a refusal must be
// about trust and not about the number.
func TestNegativeSerialNumber(t *testing.T) {
	s := (&server{cert: negative(t)}).serve(t, tds.Options{TDS8: true})
	for _, mode := range []Mode{Mandatory, LoginOnly, Strict} {
		cfg := s.trusting(t)
		cfg.TLS.Mode = mode
		opens(t, cfg)
		cfg.TLS = TLS{Mode: mode, Pin: pinOf(s)}
		opens(t, cfg)
		cfg.TLS = TLS{Mode: mode}
		refusedAs(t, cfg, nil, TLSAuthority, "one it made for itself")
		if mode != Strict {
			cfg.TLS.Trust = true
			opens(t, cfg)
		}
	}
}

// The same from the lab, whose certificate an authority signs.
func TestNegativeSerialNumberOfTheLab(t *testing.T) {
	l, err := lab.Start(context.Background(), lab.Options{Scenario: "ready-2022", Faults: []string{"negative-serial"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	loginTo(t, l, nil)
	loginTo(t, l, func(c *Config) { c.TLS = TLS{Mode: Mandatory, Trust: true} })
}

// Certificates of master come from anywhere: one with such a number is read like any other.
func TestNegativeSerialNumberInMaster(t *testing.T) {
	bits, signature := readDER(negative(t).Certificate[0])
	known(t, "key", bits, "256")
	known(t, "signature", signature, `"ECDSA-SHA256"`)
}

// A certificate that cannot be read at all is a fault of the certificate, not of the TLS
// version.
func TestUnreadableCertificate(t *testing.T) {
	broken := resigned(t, certificate(t, leaf{hosts: []string{"127.0.0.1"}}), func(b *bodyDER) {
		b.Extensions.FullBytes = twice(t, b.Extensions)
	})
	if _, err := x509.ParseCertificate(broken.Certificate[0]); err == nil {
		t.Fatal("crypto/x509 takes a certificate with an extension twice")
	}
	s := (&server{cert: broken}).serve(t, tds.Options{TDS8: true})
	for _, mode := range []Mode{Mandatory, Strict} {
		cfg := to(t, s.address)
		cfg.TLS = TLS{Mode: mode, Pin: strings.Repeat("00", 32)}
		e := refusedAs(t, cfg, nil, TLSUnreadable, "the server's certificate breaks the rules of X.509: certificate contains duplicate extension")
		if !strings.Contains(e.Hint, "another certificate") {
			t.Errorf("the hint is about something else: %s", e.Hint)
		}
	}
}

// twice repeats the first extension.
func twice(t testing.TB, extensions asn1.RawValue) []byte {
	t.Helper()
	var list []asn1.RawValue
	if _, err := asn1.Unmarshal(extensions.Bytes, &list); err != nil {
		t.Fatal(err)
	}
	inner, err := asn1.Marshal(append(list[:1:1], list...))
	if err != nil {
		t.Fatal(err)
	}
	outer, err := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 3, IsCompound: true, Bytes: inner})
	if err != nil || bytes.Equal(outer, extensions.FullBytes) {
		t.Fatal(err)
	}
	return outer
}
