package tds

import (
	"fmt"
)

// Login is what a client says about itself before it is let in.
type Login struct {
	User     string
	Password string
	Host     string // name of the client's computer, as it claims
	App      string
	Server   string // the server name the client dialled
	Library  string // name of the client's interface library
	Language string
	Database string
	// Integrated says that the client wants Windows authentication; SSPI is its first
	// token, undecoded.
	Integrated bool
	SSPI       []byte
	// FedAuth says that the client brings a token of Microsoft Entra ID.
	FedAuth      bool
	FedAuthToken string
	// ChangePassword says that the client sent a new password along, which is not
	// carried: the Backend can only refuse.
	ChangePassword bool
	ReadOnly       bool // application intent
	ODBC           bool // the client wants the SET options of the ODBC standard
	TDS            string
	Encrypted      bool // the whole session, not only the login
	Remote         string
}

// String leaves the secrets out, so that a Login can be logged.
func (l Login) String() string {
	return fmt.Sprintf("user %q app %q host %q database %q from %s (TDS %s)", l.User, l.App, l.Host, l.Database, l.Remote, l.TDS)
}

// GoString keeps %#v from showing what String hides.
func (l Login) GoString() string { return l.String() }

// login7 is a LOGIN7 message: what the Backend must know and what only the wire needs.
type login7 struct {
	Login
	proto      protocol
	asked      uint32 // the version as sent
	packetSize int
	features   features
}

// Flags of LOGIN7.
const (
	flag2Integrated     = 0x80
	flag2ODBC           = 0x02
	flagTypeReadOnly    = 0x20
	flag3ChangePassword = 0x01
	flag3Extension      = 0x10
)

const (
	fixedLogin71 = 86 // up to and with AtchDBFile
	fixedLogin72 = 94 // with ChangePassword and the long SSPI length
)

// parseLogin7 reads a LOGIN7 message.
func parseLogin7(data []byte) (login7, error) {
	var l login7
	c := cursor{data: data}
	length := c.u32()
	l.asked = c.u32()
	l.packetSize = int(min(c.u32(), maxPacketSize))
	c.bytes(12) // client program version, process id, connection id
	c.u8()
	flags2, typeFlags, flags3 := c.u8(), c.u8(), c.u8()
	c.bytes(8) // time zone and locale
	if c.short || int64(length) > int64(len(data)) {
		return l, fmt.Errorf("%w: LOGIN7 of %d bytes says %d", errMalformed, len(data), length)
	}
	var err error
	if l.proto, err = parseProtocol(l.asked); err != nil {
		return l, err
	}
	l.TDS = l.proto.String()
	l.Integrated = flags2&flag2Integrated != 0
	l.ODBC = flags2&flag2ODBC != 0
	l.ReadOnly = typeFlags&flagTypeReadOnly != 0
	return l, l.parseVariable(data[:length], flags3)
}

// parseVariable reads the table of offsets and what it points at.
func (l *login7) parseVariable(data []byte, flags3 byte) error {
	c := cursor{data: data, pos: 36}
	fixed := fixedLogin71
	if l.proto >= tds72 {
		fixed = fixedLogin72
	}
	if len(data) < fixed {
		return fmt.Errorf("%w: LOGIN7 of only %d bytes", errMalformed, len(data))
	}
	r := fieldReader{data: data}
	l.Host = r.text(&c)
	l.User = r.text(&c)
	l.Password = unscramble(r.field(&c, 2))
	l.App = r.text(&c)
	l.Server = r.text(&c)
	extension := r.field(&c, 1)
	l.Library = r.text(&c)
	l.Language = r.text(&c)
	l.Database = r.text(&c)
	c.bytes(6) // client id, a network address
	sspiOffset, sspiLength := int(c.u16()), int(c.u16())
	r.text(&c) // database file to attach, which nothing here supports
	if l.proto >= tds72 {
		r.field(&c, 2) // the new password; the flag tells that there is one
		if long := c.u32(); sspiLength == 0xFFFF && long > 0 {
			sspiLength = int(min(long, 1<<30))
		}
		l.ChangePassword = flags3&flag3ChangePassword != 0
	}
	l.SSPI = r.at(sspiOffset, sspiLength)
	if r.bad {
		return fmt.Errorf("%w: LOGIN7 field outside of the message", errMalformed)
	}
	if l.proto < tds74 || flags3&flag3Extension == 0 {
		return nil
	}
	return l.parseExtension(data, extension)
}

// parseExtension follows the extension field: an offset of the feature block.
func (l *login7) parseExtension(data, extension []byte) error {
	c := cursor{data: extension}
	offset := c.u32()
	if c.short || int64(offset) > int64(len(data)) {
		return fmt.Errorf("%w: LOGIN7 feature block outside of the message", errMalformed)
	}
	var err error
	l.features, err = parseFeatures(data[offset:])
	if err != nil {
		return err
	}
	l.FedAuth = l.features.fedAuth != fedAuthNone
	l.FedAuthToken = l.features.token
	return nil
}

// fieldReader resolves offset and length pairs; bad is set by the first that points
// outside of the message.
type fieldReader struct {
	data []byte
	bad  bool
}

// at returns n bytes at an offset; clients leave the offset of an empty field arbitrary.
func (r *fieldReader) at(offset, n int) []byte {
	if n == 0 {
		return nil
	}
	if offset+n > len(r.data) {
		r.bad = true
		return nil
	}
	return r.data[offset : offset+n]
}

// field reads a pair whose length counts units of the given size.
func (r *fieldReader) field(c *cursor, unit int) []byte {
	offset, n := int(c.u16()), int(c.u16())
	return r.at(offset, n*unit)
}

func (r *fieldReader) text(c *cursor) string { return decodeUTF16(r.field(c, 2)) }

// unscramble undoes what LOGIN7 does to passwords: nibbles swapped, then XOR with 0xA5.
// It is no protection and not meant to be.
func unscramble(b []byte) string {
	plain := make([]byte, len(b))
	for i, x := range b {
		x ^= 0xA5
		plain[i] = x<<4 | x>>4
	}
	return decodeUTF16(plain)
}
