package instance

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"hash"
	"unicode/utf16"
)

// Password-based encryption of PKCS #5 version 2 and the MAC of PKCS #12.
var (
	oidPBES2      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidHMACSHA1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 7}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
	oidAES128     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}
	oidAES256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}
	oidSHA1       = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
)

type pbes2Params struct {
	KDF    pkix.AlgorithmIdentifier
	Cipher pkix.AlgorithmIdentifier
}

type pbkdf2Params struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

// Iterations: what the lab writes, and the most it is willing to compute for a file that
// somebody else made.
const (
	ownIterations  = 2000
	mostIterations = 1_000_000
)

// openPBES2 decrypts; every failure looks like a wrong password.
func openPBES2(algorithm pkix.AlgorithmIdentifier, data []byte, password string) ([]byte, error) {
	if !algorithm.Algorithm.Equal(oidPBES2) {
		return nil, errKeyPassword
	}
	var params pbes2Params
	if _, err := asn1.Unmarshal(algorithm.Parameters.FullBytes, &params); err != nil {
		return nil, errPFX
	}
	block, iv, err := params.cipher(password)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 || len(data)%aes.BlockSize != 0 || len(iv) != aes.BlockSize {
		return nil, errPFX
	}
	clear := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(clear, data)
	pad := int(clear[len(clear)-1])
	if pad == 0 || pad > aes.BlockSize || !bytes.Equal(clear[len(clear)-pad:], bytes.Repeat([]byte{byte(pad)}, pad)) {
		return nil, errKeyPassword
	}
	return clear[:len(clear)-pad], nil
}

// cipher derives the AES key that the parameters describe.
func (p pbes2Params) cipher(password string) (cipher.Block, []byte, error) {
	var kdf pbkdf2Params
	if _, err := asn1.Unmarshal(p.KDF.Parameters.FullBytes, &kdf); err != nil || !p.KDF.Algorithm.Equal(oidPBKDF2) {
		return nil, nil, errPFX
	}
	size := map[string]int{oidAES128.String(): 16, oidAES256.String(): 32}[p.Cipher.Algorithm.String()]
	if size == 0 || kdf.Iterations < 1 || kdf.Iterations > mostIterations {
		return nil, nil, errKeyPassword
	}
	prf := sha1.New
	if kdf.PRF.Algorithm.Equal(oidHMACSHA256) {
		prf = sha256.New
	} else if len(kdf.PRF.Algorithm) > 0 && !kdf.PRF.Algorithm.Equal(oidHMACSHA1) {
		return nil, nil, errKeyPassword
	}
	key, err := pbkdf2.Key(prf, password, kdf.Salt, kdf.Iterations, size)
	if err != nil {
		return nil, nil, errKeyPassword
	}
	var iv []byte
	if _, err := asn1.Unmarshal(p.Cipher.Parameters.FullBytes, &iv); err != nil {
		return nil, nil, errPFX
	}
	block, err := aes.NewCipher(key)
	return block, iv, err
}

// sealPBES2 encrypts with AES-256 in CBC mode under PBKDF2 with SHA-256.
func sealPBES2(clear []byte, password string, salt, iv []byte) (pkix.AlgorithmIdentifier, []byte, error) {
	var none pkix.AlgorithmIdentifier
	kdf, err := asn1.Marshal(pbkdf2Params{Salt: salt, Iterations: ownIterations, PRF: algorithmOf(oidHMACSHA256)})
	if err != nil {
		return none, nil, err
	}
	vector, err := asn1.Marshal(iv)
	if err != nil {
		return none, nil, err
	}
	params := pbes2Params{
		KDF:    pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: kdf}},
		Cipher: pkix.AlgorithmIdentifier{Algorithm: oidAES256, Parameters: asn1.RawValue{FullBytes: vector}},
	}
	encoded, err := asn1.Marshal(params)
	if err != nil {
		return none, nil, err
	}
	block, _, err := params.cipher(password)
	if err != nil {
		return none, nil, err
	}
	pad := aes.BlockSize - len(clear)%aes.BlockSize
	padded := append(bytes.Clone(clear), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(padded, padded)
	return pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: asn1.RawValue{FullBytes: encoded}}, padded, nil
}

// verify checks the MAC; a file without one passes.
func (m pfxMac) verify(content []byte, password string) error {
	if len(m.Digest.Value) == 0 {
		return nil
	}
	digest := sha1.New
	if m.Digest.Algorithm.Algorithm.Equal(oidSHA256) {
		digest = sha256.New
	} else if !m.Digest.Algorithm.Algorithm.Equal(oidSHA1) {
		return errKeyPassword
	}
	if m.Iterations < 1 || m.Iterations > mostIterations {
		return errPFX
	}
	if !hmac.Equal(pfxHMAC(digest, content, password, m.Salt, m.Iterations), m.Digest.Value) {
		return errKeyPassword
	}
	return nil
}

func macOf(content []byte, password string, salt []byte) pfxMac {
	m := pfxMac{Salt: salt, Iterations: ownIterations}
	m.Digest.Algorithm = algorithmOf(oidSHA256)
	m.Digest.Value = pfxHMAC(sha256.New, content, password, salt, ownIterations)
	return m
}

func pfxHMAC(digest func() hash.Hash, content []byte, password string, salt []byte, iterations int) []byte {
	mac := hmac.New(digest, pfxKey(digest, password, salt, iterations))
	mac.Write(content)
	return mac.Sum(nil)
}

// pfxKey is the key derivation of RFC 7292, appendix B.2, for the MAC (id 3). One round of
// the outer loop is enough: the MAC key is as long as the digest.
func pfxKey(digest func() hash.Hash, password string, salt []byte, iterations int) []byte {
	h := digest()
	block := h.BlockSize()
	input := append(fillBlocks(salt, block), fillBlocks(bmpString(password), block)...)
	h.Write(bytes.Repeat([]byte{3}, block))
	h.Write(input)
	sum := h.Sum(nil)
	for i := 1; i < iterations; i++ {
		h.Reset()
		h.Write(sum)
		sum = h.Sum(nil)
	}
	return sum
}

// fillBlocks repeats data until it fills whole blocks.
func fillBlocks(data []byte, block int) []byte {
	if len(data) == 0 {
		return nil
	}
	size := (len(data) + block - 1) / block * block
	return bytes.Repeat(data, size/len(data)+1)[:size]
}

// bmpString is the password in UTF-16 big-endian with a final zero.
func bmpString(s string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return append(out, 0, 0)
}
