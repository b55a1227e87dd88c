package instance

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"
)

// The object identifiers a self-signed RSA certificate needs.
var (
	oidRSA           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidSHA1WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}
	oidSHA256WithRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
)

// selfSigned says what CREATE CERTIFICATE WITH SUBJECT signs.
type selfSigned struct {
	Subject    string
	Serial     []byte
	Start, End time.Time
	SHA1       bool // SQL Server 2016; from 2017 on SHA2_256
}

// certificateBody is TBSCertificate of X.509 version 1, as far as it is needed here.
// crypto/x509 refuses to sign with SHA-1, hence by hand.
//
// modelled: version 1 without extensions; the sheet only says that the bytes start 30 82.
type certificateBody struct {
	Serial    *big.Int
	Algorithm pkix.AlgorithmIdentifier
	Issuer    asn1.RawValue
	Validity  struct{ NotBefore, NotAfter time.Time }
	Subject   asn1.RawValue
	PublicKey struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
}

// signedCertificate is Certificate of X.509.
type signedCertificate struct {
	Body      asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

// build returns the DER bytes of the certificate over key.
func (c selfSigned) build(key *rsa.PrivateKey) ([]byte, error) {
	algorithm := oidSHA256WithRSA
	if c.SHA1 {
		algorithm = oidSHA1WithRSA
	}
	body, err := c.body(key, algorithm)
	if err != nil {
		return nil, fmt.Errorf("encode certificate body: %w", err)
	}
	signature, err := c.sign(key, body)
	if err != nil {
		return nil, fmt.Errorf("sign certificate: %w", err)
	}
	return asn1.Marshal(signedCertificate{
		Body:      asn1.RawValue{FullBytes: body},
		Algorithm: algorithmOf(algorithm),
		Signature: asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)},
	})
}

func (c selfSigned) body(key *rsa.PrivateKey, algorithm asn1.ObjectIdentifier) ([]byte, error) {
	name, err := asn1.Marshal(parseSubject(c.Subject))
	if err != nil {
		return nil, err
	}
	public, err := asn1.Marshal(struct {
		N *big.Int
		E int
	}{key.N, key.E})
	if err != nil {
		return nil, err
	}
	body := certificateBody{
		Serial:    new(big.Int).SetBytes(c.Serial),
		Algorithm: algorithmOf(algorithm),
		Issuer:    asn1.RawValue{FullBytes: name},
		Subject:   asn1.RawValue{FullBytes: name},
	}
	body.Validity.NotBefore, body.Validity.NotAfter = c.Start.UTC(), c.End.UTC()
	body.PublicKey.Algorithm = algorithmOf(oidRSA)
	body.PublicKey.Key = asn1.BitString{Bytes: public, BitLength: 8 * len(public)}
	return asn1.Marshal(body)
}

func (c selfSigned) sign(key *rsa.PrivateKey, body []byte) ([]byte, error) {
	if c.SHA1 {
		sum := sha1.Sum(body)
		return rsa.SignPKCS1v15(nil, key, crypto.SHA1, sum[:])
	}
	sum := sha256.Sum256(body)
	return rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
}

func algorithmOf(oid asn1.ObjectIdentifier) pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.NullRawValue}
}
