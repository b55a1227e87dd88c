package tds

import (
	"encoding/binary"
	"fmt"
)

// Options of the PRELOGIN message.
const (
	optVersion    = 0x00
	optEncryption = 0x01
	optInstance   = 0x02
	optThread     = 0x03
	optMARS       = 0x04
	optFedAuth    = 0x06
	optTerminator = 0xFF
)

// Values of the encryption option.
const (
	encryptOff    = 0x00 // the login is encrypted
	encryptOn     = 0x01
	encryptNotSup = 0x02
	encryptReq    = 0x03
)

// Encryption is what the server demands of connections, as set by its administrator.
type Encryption uint8

const (
	// EncryptOff encrypts the login, and everything when the client asks for it. It is
	// how a SQL Server is installed.
	EncryptOff Encryption = iota
	// EncryptRequired is Force Encryption: a client that cannot encrypt is turned away.
	EncryptRequired
	// EncryptStrict is Force Strict Encryption: only TDS 8.0 is let in.
	EncryptStrict
	// EncryptNotSupported has no TLS at all.
	EncryptNotSupported
)

// prelogin is the PRELOGIN message of a client.
type prelogin struct {
	encryption byte
	fedAuth    bool // the client sent FEDAUTHREQUIRED
}

// maxPreLoginMessage bounds what an unknown client may send: LOGIN7 is at most 128 K.
const maxPreLoginMessage = 128 << 10

// parsePrelogin reads the option table and the values we care about.
func parsePrelogin(data []byte) (prelogin, error) {
	p := prelogin{encryption: encryptNotSup}
	c := cursor{data: data}
	for {
		option := c.u8()
		if option == optTerminator && !c.short {
			return p, nil
		}
		head := c.bytes(4)
		if c.short {
			return p, fmt.Errorf("%w: prelogin without end of options", errMalformed)
		}
		offset, length := int(binary.BigEndian.Uint16(head)), int(binary.BigEndian.Uint16(head[2:]))
		if offset+length > len(data) {
			return p, fmt.Errorf("%w: prelogin option %d outside of the message", errMalformed, option)
		}
		if err := p.set(option, data[offset:offset+length]); err != nil {
			return p, err
		}
	}
}

// set takes one option. Those that change nothing here (version, instance, thread, MARS,
// trace id) are read over, as is every unknown one.
func (p *prelogin) set(option byte, value []byte) error {
	switch option {
	case optEncryption:
		if len(value) != 1 {
			return fmt.Errorf("%w: encryption option of %d bytes", errMalformed, len(value))
		}
		p.encryption = value[0]
	case optFedAuth:
		p.fedAuth = true
	}
	return nil
}

// answer is what the table of MS-TDS 2.2.6.5 gives for the client's and the server's
// wish. ok is false when the connection cannot go on after the answer is sent.
func (e Encryption) answer(client byte) (reply byte, ok bool) {
	switch {
	case e == EncryptNotSupported:
		return encryptNotSup, client == encryptOff || client == encryptNotSup
	case client == encryptOn || client == encryptReq:
		return encryptOn, true
	case client == encryptOff && e == EncryptRequired:
		return encryptReq, true
	case client == encryptOff:
		return encryptOff, true
	case client == encryptNotSup && e == EncryptRequired:
		return encryptReq, false
	case client == encryptNotSup:
		return encryptNotSup, true
	}
	return encryptNotSup, false // certificate authentication and what nobody defined
}

// strictAnswer is the answer where TLS is there already.
//
// modelled: clients ignore it, except that they refuse to be asked for more than they
// offered.
func strictAnswer(client byte) byte {
	if client == encryptNotSup {
		return encryptNotSup
	}
	return encryptOn
}

// preloginReply builds the server's PRELOGIN. MARS is always 0: one request at a time.
//
// modelled: the instance name of the client is always found to match.
func preloginReply(v Version, encryption byte, fedAuth bool) []byte {
	version := binary.BigEndian.AppendUint16([]byte{v.Major, v.Minor}, v.Build)
	options := []struct {
		id    byte
		value []byte
	}{
		{optVersion, append(version, 0, 0)},
		{optEncryption, []byte{encryption}},
		{optInstance, []byte{0}},
		{optThread, nil},
		{optMARS, []byte{0}},
	}
	if fedAuth {
		options = append(options, struct {
			id    byte
			value []byte
		}{optFedAuth, []byte{1}})
	}
	offset := 5*len(options) + 1
	var table, values []byte
	for _, o := range options {
		table = append(table, o.id)
		table = binary.BigEndian.AppendUint16(table, uint16(offset+len(values)))
		table = binary.BigEndian.AppendUint16(table, uint16(len(o.value)))
		values = append(values, o.value...)
	}
	return append(append(table, optTerminator), values...)
}
