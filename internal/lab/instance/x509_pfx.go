package instance

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
)

// The parts of PKCS #12 (RFC 7292) that one certificate with one RSA key needs.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidEncryptedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidKeyBag        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedBag   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertBag       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
	oidX509          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 22, 1}
)

type pfxFile struct {
	Version  int
	AuthSafe contentInfo
	Mac      pfxMac `asn1:"optional"`
}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"tag:0,explicit,optional"`
}

type pfxMac struct {
	Digest struct {
		Algorithm pkix.AlgorithmIdentifier
		Value     []byte
	}
	Salt       []byte
	Iterations int `asn1:"optional,default:1"`
}

type encryptedData struct {
	Version int
	Info    struct {
		Type      asn1.ObjectIdentifier
		Algorithm pkix.AlgorithmIdentifier
		Content   []byte `asn1:"tag:0,optional"`
	}
}

type safeBag struct {
	ID         asn1.ObjectIdentifier
	Value      asn1.RawValue `asn1:"tag:0,explicit"`
	Attributes asn1.RawValue `asn1:"set,optional"`
}

type shroudedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type certBag struct {
	ID   asn1.ObjectIdentifier
	Data []byte `asn1:"tag:0,explicit"`
}

// pfxContent is what a PFX holds.
type pfxContent struct {
	certificates [][]byte
	keys         []*rsa.PrivateKey
}

var errPFX = errors.New("not a PFX")

// decodePFX reads a PFX whose parts are in clear or encrypted by AES under PBES2. Older
// encryption counts as a wrong password, as SQL Server says of algorithms its host lacks.
func decodePFX(raw []byte, password string) (pfxContent, error) {
	var file pfxFile
	if rest, err := asn1.Unmarshal(raw, &file); err != nil || len(rest) > 0 || file.Version != 3 || !file.AuthSafe.Type.Equal(oidData) {
		return pfxContent{}, errPFX
	}
	var safes []byte
	if _, err := asn1.Unmarshal(file.AuthSafe.Content.Bytes, &safes); err != nil {
		return pfxContent{}, errPFX
	}
	if err := file.Mac.verify(safes, password); err != nil {
		return pfxContent{}, err
	}
	var infos []contentInfo
	if _, err := asn1.Unmarshal(safes, &infos); err != nil {
		return pfxContent{}, errPFX
	}
	var content pfxContent
	for _, info := range infos {
		if err := content.addSafe(info, password); err != nil {
			return pfxContent{}, err
		}
	}
	return content, nil
}

func (c *pfxContent) addSafe(info contentInfo, password string) error {
	var raw []byte
	switch {
	case info.Type.Equal(oidData):
		if _, err := asn1.Unmarshal(info.Content.Bytes, &raw); err != nil {
			return errPFX
		}
	case info.Type.Equal(oidEncryptedData):
		var data encryptedData
		if _, err := asn1.Unmarshal(info.Content.Bytes, &data); err != nil {
			return errPFX
		}
		clear, err := openPBES2(data.Info.Algorithm, data.Info.Content, password)
		if err != nil {
			return err
		}
		raw = clear
	default:
		return errPFX
	}
	var bags []safeBag
	if _, err := asn1.Unmarshal(raw, &bags); err != nil {
		return errPFX
	}
	for _, bag := range bags {
		if err := c.addBag(bag, password); err != nil {
			return err
		}
	}
	return nil
}

func (c *pfxContent) addBag(bag safeBag, password string) error {
	switch {
	case bag.ID.Equal(oidCertBag):
		var cert certBag
		if _, err := asn1.Unmarshal(bag.Value.Bytes, &cert); err != nil || !cert.ID.Equal(oidX509) {
			return errPFX
		}
		c.certificates = append(c.certificates, cert.Data)
		return nil
	case bag.ID.Equal(oidKeyBag):
		return c.addKey(bag.Value.Bytes)
	case bag.ID.Equal(oidShroudedBag):
		var key shroudedKey
		if _, err := asn1.Unmarshal(bag.Value.Bytes, &key); err != nil {
			return errPFX
		}
		clear, err := openPBES2(key.Algorithm, key.Data, password)
		if err != nil {
			return err
		}
		return c.addKey(clear)
	}
	return nil // other bags (CRLs, secrets) are not read
}

func (c *pfxContent) addKey(pkcs8 []byte) error {
	parsed, err := x509.ParsePKCS8PrivateKey(pkcs8)
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return errPFX
	}
	c.keys = append(c.keys, key)
	return nil
}

// encodePFX writes a PFX with one certificate in clear and its key encrypted by AES-256.
// random gives the salts.
func encodePFX(der []byte, key *rsa.PrivateKey, password string, random func(n int) []byte) ([]byte, error) {
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	algorithm, sealed, err := sealPBES2(pkcs8, password, random(16), random(16))
	if err != nil {
		return nil, err
	}
	keySafe, err := safeOf(oidShroudedBag, shroudedKey{algorithm, sealed})
	if err != nil {
		return nil, err
	}
	certSafe, err := safeOf(oidCertBag, certBag{oidX509, der})
	if err != nil {
		return nil, err
	}
	safes, err := asn1.Marshal([]contentInfo{keySafe, certSafe})
	if err != nil {
		return nil, err
	}
	outer, err := dataInfo(safes)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(pfxFile{Version: 3, AuthSafe: outer, Mac: macOf(safes, password, random(8))})
}

// safeOf wraps one bag into a content info of its own.
func safeOf(id asn1.ObjectIdentifier, content any) (contentInfo, error) {
	inner, err := asn1.Marshal(content)
	if err != nil {
		return contentInfo{}, err
	}
	// The attributes are left out by hand: encoding/asn1 would write an empty value.
	bags, err := asn1.Marshal([]struct {
		ID    asn1.ObjectIdentifier
		Value asn1.RawValue
	}{{id, explicit(inner)}})
	if err != nil {
		return contentInfo{}, err
	}
	return dataInfo(bags)
}

func dataInfo(raw []byte) (contentInfo, error) {
	octets, err := asn1.Marshal(raw)
	return contentInfo{Type: oidData, Content: explicit(octets)}, err
}

// explicit is [0] EXPLICIT around an encoded value.
func explicit(inner []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner}
}
