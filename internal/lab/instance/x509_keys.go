package instance

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"sync"
)

// poolSize is how many RSA keys one process of the lab ever makes: making one costs a
// tenth of a second, and no test needs more different ones.
const poolSize = 8

// keyPool holds the keys made so far. They are derived from their index alone, so that a
// scenario has the same thumbprints in every run; they protect nothing.
var keyPool [poolSize]struct {
	once sync.Once
	key  *rsa.PrivateKey
}

// pooledKey returns the n-th RSA-2048 key of the lab.
func pooledKey(n int) *rsa.PrivateKey {
	slot := &keyPool[n%poolSize]
	slot.once.Do(func() { slot.key = deriveKey(fmt.Sprintf("simulated SQL Server key %d", n%poolSize), 2048) })
	return slot.key
}

// publicExponent is the one Windows uses.
const publicExponent = 65537

// deriveKey makes an RSA key out of a label. crypto/rsa draws its own randomness whatever
// it is given, so the primes are searched here.
func deriveKey(label string, bits int) *rsa.PrivateKey {
	stream := &keyStream{label: label}
	for {
		p, q := stream.prime(bits/2), stream.prime(bits/2)
		if key := assembleKey(p, q); key != nil && key.N.BitLen() == bits {
			return key
		}
	}
}

// assembleKey builds the key of two primes, or nil when they do not fit together.
func assembleKey(p, q *big.Int) *rsa.PrivateKey {
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	d := new(big.Int).ModInverse(big.NewInt(publicExponent), phi)
	if d == nil || p.Cmp(q) == 0 {
		return nil
	}
	key := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: publicExponent},
		D:         d,
		Primes:    []*big.Int{p, q},
	}
	key.Precompute()
	if key.Validate() != nil {
		return nil
	}
	return key
}

// keyStream is an endless stream of bytes that depends on its label only.
type keyStream struct {
	label   string
	counter uint64
}

// bytes returns the next n bytes.
func (s *keyStream) bytes(n int) []byte {
	var out []byte
	for len(out) < n {
		var block [8]byte
		binary.BigEndian.PutUint64(block[:], s.counter)
		s.counter++
		sum := sha256.Sum256(append([]byte(s.label), block[:]...))
		out = append(out, sum[:]...)
	}
	return out[:n]
}

// prime searches the next prime with exactly that many bits, both top bits set.
func (s *keyStream) prime(bits int) *big.Int {
	raw := s.bytes(bits / 8)
	raw[0] |= 0xC0
	raw[len(raw)-1] |= 1
	candidate := new(big.Int).SetBytes(raw)
	two := big.NewInt(2)
	for !candidate.ProbablyPrime(16) {
		candidate.Add(candidate, two)
	}
	return candidate
}
