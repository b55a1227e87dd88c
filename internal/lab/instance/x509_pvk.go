package instance

import (
	"crypto/rc4"
	"crypto/rsa"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"math/big"
	"slices"
)

// The .pvk layout, all little-endian: magic, 0, key type, encrypted flag, salt length, key
// length, salt, then a PRIVATEKEYBLOB: an 8-byte BLOBHEADER in clear and an RSAPUBKEY with
// the numbers, encrypted by RC4 under SHA-1(salt, password).
//
// modelled: the layout and the RC4 encryption are those of the public description of the
// format that pvk2pfx reads; which key length and password encoding SQL Server picks is
// not in the sheet. Here 128 bits and the UTF-8 bytes of the password.
const (
	pvkMagic     = 0xB0B5F11E
	pvkExchange  = 1 // AT_KEYEXCHANGE
	pvkHeader    = 24
	pvkSaltBytes = 16
	blobHeader   = 8
	rsa2Magic    = 0x32415352 // "RSA2"
)

// What reading a .pvk can end in.
var (
	errKeyFormat   = errors.New("not a private key file")
	errKeyPassword = errors.New("wrong private key password")
)

// encodePVK writes a private key in the .pvk layout.
func encodePVK(key *rsa.PrivateKey, password string, salt []byte) []byte {
	blob := privateKeyBlob(key)
	cryptBlob(blob, password, salt)
	out := make([]byte, 0, pvkHeader+len(salt)+len(blob))
	for _, word := range []uint32{pvkMagic, 0, pvkExchange, 1, uint32(len(salt)), uint32(len(blob))} {
		out = binary.LittleEndian.AppendUint32(out, word)
	}
	return slices.Concat(out, salt, blob)
}

// decodePVK reads a private key out of the .pvk layout.
func decodePVK(raw []byte, password string) (*rsa.PrivateKey, error) {
	if len(raw) < pvkHeader || binary.LittleEndian.Uint32(raw) != pvkMagic {
		return nil, errKeyFormat
	}
	encrypted := binary.LittleEndian.Uint32(raw[12:]) != 0
	saltLen, keyLen := binary.LittleEndian.Uint32(raw[16:]), binary.LittleEndian.Uint32(raw[20:])
	if uint64(len(raw)) != pvkHeader+uint64(saltLen)+uint64(keyLen) || keyLen < blobHeader {
		return nil, errKeyFormat
	}
	salt := raw[pvkHeader : pvkHeader+saltLen]
	blob := slices.Clone(raw[pvkHeader+saltLen:])
	if encrypted {
		cryptBlob(blob, password, salt)
	}
	return parseBlob(blob, encrypted)
}

// cryptBlob encrypts or decrypts the part of the blob behind its header, in place.
func cryptBlob(blob []byte, password string, salt []byte) {
	sum := sha1.Sum(append(slices.Clone(salt), password...))
	cipher, err := rc4.NewCipher(sum[:16])
	if err != nil {
		return // 16 bytes are always a valid key length
	}
	cipher.XORKeyStream(blob[blobHeader:], blob[blobHeader:])
}

// privateKeyBlob is the PRIVATEKEYBLOB of CryptoAPI.
func privateKeyBlob(key *rsa.PrivateKey) []byte {
	bits := key.N.BitLen()
	out := []byte{7, 2, 0, 0, 0, 0xA4, 0, 0} // private key, version 2, CALG_RSA_KEYX
	out = binary.LittleEndian.AppendUint32(out, rsa2Magic)
	out = binary.LittleEndian.AppendUint32(out, uint32(bits))
	out = binary.LittleEndian.AppendUint32(out, uint32(key.E))
	half := bits / 16
	for _, number := range []struct {
		n    *big.Int
		size int
	}{
		{key.N, bits / 8},
		{key.Primes[0], half}, {key.Primes[1], half},
		{key.Precomputed.Dp, half}, {key.Precomputed.Dq, half}, {key.Precomputed.Qinv, half},
		{key.D, bits / 8},
	} {
		raw := number.n.FillBytes(make([]byte, number.size))
		slices.Reverse(raw)
		out = append(out, raw...)
	}
	return out
}

// parseBlob reads a PRIVATEKEYBLOB. A wrong password shows as a wrong magic inside.
func parseBlob(blob []byte, encrypted bool) (*rsa.PrivateKey, error) {
	if len(blob) < blobHeader+12 || blob[0] != 7 {
		return nil, errKeyFormat
	}
	body := blob[blobHeader:]
	if binary.LittleEndian.Uint32(body) != rsa2Magic {
		if encrypted {
			return nil, errKeyPassword
		}
		return nil, errKeyFormat
	}
	bits := int(binary.LittleEndian.Uint32(body[4:]))
	half := bits / 16
	if bits%16 != 0 || bits < 512 || bits > 4096 || len(body) != 12+bits/8*2+5*half {
		return nil, errKeyFormat
	}
	exponent, modulus := binary.LittleEndian.Uint32(body[8:]), littleEndian(body[12:12+bits/8])
	body = body[12+bits/8:]
	key := assembleKey(littleEndian(body[:half]), littleEndian(body[half:2*half]))
	if key == nil || exponent != publicExponent || key.N.Cmp(modulus) != 0 {
		return nil, errKeyFormat
	}
	return key, nil
}

func littleEndian(raw []byte) *big.Int {
	reversed := slices.Clone(raw)
	slices.Reverse(reversed)
	return new(big.Int).SetBytes(reversed)
}
