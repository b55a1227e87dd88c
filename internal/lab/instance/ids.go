package instance

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"milink/internal/lab/value"
)

// takeID returns the next id of a kind of object: first for the first one.
func (s *Server) takeID(kind string, first int) int {
	if s.nextID == nil {
		s.nextID = map[string]int{}
	}
	id, ok := s.nextID[kind]
	if !ok {
		id = first
	}
	s.nextID[kind] = id + 1
	return id
}

// randomBytes returns up to 32 bytes that look random and are the same in every run of the
// same scenario.
func (s *Server) randomBytes(kind string, n int) []byte {
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], s.seed)
	sum := sha256.Sum256(fmt.Appendf(seed[:], "%s %d %s", kind, s.takeID("random", 1), s.Identity.ServerName))
	return sum[:n]
}

// newGUID returns a fresh version 4 GUID.
func (s *Server) newGUID() value.GUID {
	var g value.GUID
	copy(g[:], s.randomBytes("guid", 16))
	g[6] = g[6]&0x0F | 0x40
	g[8] = g[8]&0x3F | 0x80
	return g
}

// serial returns a certificate serial number: 16 bytes, positive and without a leading zero.
func (s *Server) serial(number int) []byte {
	raw := s.randomBytes(fmt.Sprintf("serial %d", number), 16)
	raw[0] = raw[0]&0x3F | 0x40
	return raw
}
