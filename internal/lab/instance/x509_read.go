package instance

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// parsed reads the certificate's DER. What SQL Server accepted once it can read again, so
// an unreadable one yields an empty certificate.
func (c *Certificate) parsed() *x509.Certificate {
	cert, err := x509.ParseCertificate(c.DER)
	if err != nil {
		return &x509.Certificate{}
	}
	return cert
}

// Thumbprint is the SHA-1 of the DER bytes, 20 bytes.
func (c *Certificate) Thumbprint() []byte {
	sum := sha1.Sum(c.DER)
	return sum[:]
}

// SubjectText is sys.certificates.subject.
func (c *Certificate) SubjectText() string { return nameText(c.parsed().RawSubject) }

// IssuerText is sys.certificates.issuer_name.
func (c *Certificate) IssuerText() string { return nameText(c.parsed().RawIssuer) }

// SerialText is sys.certificates.cert_serial_number: the bytes in hex with blanks between.
//
// modelled: lower case, most significant byte first.
func (c *Certificate) SerialText() string {
	number := c.parsed().SerialNumber
	if number == nil {
		return ""
	}
	raw := number.Bytes()
	words := make([]string, len(raw))
	for i, b := range raw {
		words[i] = hex.EncodeToString([]byte{b})
	}
	return strings.Join(words, " ")
}

// Starts is the first instant of validity, in UTC.
func (c *Certificate) Starts() time.Time { return c.parsed().NotBefore.UTC() }

// Expires is the last instant of validity, in UTC.
func (c *Certificate) Expires() time.Time { return c.parsed().NotAfter.UTC() }

// KeyBits is sys.certificates.key_length.
func (c *Certificate) KeyBits() int {
	switch key := c.parsed().PublicKey.(type) {
	case *rsa.PublicKey:
		return key.N.BitLen()
	case *ecdsa.PublicKey:
		return key.Curve.Params().BitSize
	}
	return 0
}

// SID is the sid of a login or user mapped to the certificate: a fixed header followed by
// the thumbprint. It depends on the content only.
//
// modelled: the header is that of certificate-mapped principals (S-1-9-1).
func (c *Certificate) SID() []byte {
	return slices.Concat([]byte{1, 6, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0}, c.Thumbprint())
}

// certificateByID finds a certificate of the database by its id, or nil.
func (d *Database) certificateByID(id int) *Certificate {
	for _, c := range d.Certificates {
		if c.ID == id {
			return c
		}
	}
	return nil
}
