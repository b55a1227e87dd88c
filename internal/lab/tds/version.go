package tds

import (
	"encoding/binary"
	"fmt"
)

// Version is the product version a server shows in PRELOGIN and LOGINACK.
type Version struct {
	Major, Minor uint8
	Build        uint16
}

// protocol is the TDS version of a connection, in the order in which layouts changed.
// The numbers on the wire do not sort: 8.0 is numerically below 7.1.
type protocol uint8

const (
	tds71 protocol = iota + 1
	tds72
	tds73
	tds74
	tds80
)

// String is the version as people write it.
func (p protocol) String() string {
	return [...]string{"none", "7.1", "7.2", "7.3", "7.4", "8.0"}[p]
}

// parseProtocol reads the version a LOGIN7 asks for. A client newer than everything we
// know gets 7.4, as the protocol demands; one older than 7.1 cannot be served.
func parseProtocol(wire uint32) (protocol, error) {
	switch {
	case wire == 0x08000000:
		return tds80, nil
	case wire >= 0x74000000:
		return tds74, nil
	case wire >= 0x73000000:
		return tds73, nil
	case wire >= 0x72000000:
		return tds72, nil
	case wire >= 0x71000000:
		return tds71, nil
	}
	return 0, fmt.Errorf("%w: TDS version 0x%08X", errMalformed, wire)
}

// ack is the version as LOGINACK carries it: big-endian, and for the first 7.1 clients
// in a form of its own.
func (p protocol) ack(asked uint32) []byte {
	wire := asked
	switch {
	case asked == 0x71000000:
		wire = 0x07010000
	case p == tds74:
		wire = 0x74000004
	}
	return binary.BigEndian.AppendUint32(nil, wire)
}
