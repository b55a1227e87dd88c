package lab

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/asn1"
	"fmt"
	"math/big"
)

// signedCertificate is an X.509 certificate as RFC 5280 frames it: a body, how it is
// signed, and the signature.
type signedCertificate struct {
	Body      asn1.RawValue
	Algorithm asn1.RawValue
	Signature asn1.BitString
}

// certificateBody is the signed part. Only the serial number is of interest; the rest
// keeps its bytes.
type certificateBody struct {
	Version    asn1.RawValue
	Serial     *big.Int
	Algorithm  asn1.RawValue
	Issuer     asn1.RawValue
	Validity   asn1.RawValue
	Subject    asn1.RawValue
	Key        asn1.RawValue
	Extensions asn1.RawValue
}

// negativeSerial gives a certificate of this authority a negative serial number and signs
// it again. RFC 5280 forbids such numbers and crypto/x509 makes and reads none, but what
// SQL Server issues to itself at the start has 16 random bytes, so that every second one
// is negative.
func (a *authority) negativeSerial(certificate tls.Certificate) (tls.Certificate, error) {
	der, err := a.reissue(certificate.Certificate[0], func(body *certificateBody) {
		body.Serial = new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(0x51), 120))
	})
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make the lab server's certificate: %w", err)
	}
	certificate.Certificate = append([][]byte{der}, certificate.Certificate[1:]...)
	return certificate, nil
}

// reissue changes the body of a certificate of this authority and signs it again.
func (a *authority) reissue(der []byte, change func(*certificateBody)) ([]byte, error) {
	var outer signedCertificate
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return nil, err
	}
	var body certificateBody
	if _, err := asn1.Unmarshal(outer.Body.FullBytes, &body); err != nil {
		return nil, err
	}
	change(&body)
	signed, err := asn1.Marshal(body)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(signed) // ECDSA on P-256 goes with SHA-256
	signature, err := a.key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	outer.Body = asn1.RawValue{FullBytes: signed}
	outer.Signature = asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	return asn1.Marshal(outer)
}
