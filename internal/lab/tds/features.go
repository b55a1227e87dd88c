package tds

import "fmt"

// Feature extensions of LOGIN7 that the server reacts to. Every other one, session
// recovery (0x01) and column encryption (0x04) among them, is read over and not
// acknowledged, which tells the client that it is not there.
const (
	featureFedAuth    = 0x02
	featureUTF8       = 0x0A
	featureTerminator = 0xFF
)

// fedAuthLibrary is the way a client brings its token.
type fedAuthLibrary uint8

const (
	fedAuthNone     fedAuthLibrary = iota
	fedAuthSecurity                // the token is in the LOGIN7
	fedAuthADAL                    // the token follows once the server named its authority
)

// Values of the library field on the wire.
const (
	wireFedAuthSecurity = 0x01
	wireFedAuthADAL     = 0x02
)

// features is the feature block of a LOGIN7.
type features struct {
	sent    bool // there was a block, so the server must answer with one
	utf8    bool
	fedAuth fedAuthLibrary
	token   string
}

// parseFeatures reads a feature block up to its end mark.
func parseFeatures(block []byte) (features, error) {
	f := features{sent: true}
	c := cursor{data: block}
	for {
		id := c.u8()
		if id == featureTerminator && !c.short {
			return f, nil
		}
		data := c.bytes(int(c.u32()))
		if c.short {
			return f, fmt.Errorf("%w: feature block without end", errMalformed)
		}
		switch id {
		case featureFedAuth:
			if err := f.parseFedAuth(data); err != nil {
				return f, err
			}
		case featureUTF8:
			f.utf8 = true
		}
	}
}

// parseFedAuth reads the library and, for the security token library, the token.
func (f *features) parseFedAuth(data []byte) error {
	c := cursor{data: data}
	switch library := c.u8() >> 1; {
	case c.short:
		return fmt.Errorf("%w: empty federated authentication", errMalformed)
	case library == wireFedAuthADAL:
		f.fedAuth = fedAuthADAL
	case library == wireFedAuthSecurity:
		f.fedAuth = fedAuthSecurity
		token := c.bytes(int(c.u32()))
		if c.short || len(token)%2 != 0 {
			return fmt.Errorf("%w: federated authentication token", errMalformed)
		}
		f.token = decodeUTF16(token)
	default:
		return fmt.Errorf("%w: federated authentication library %d", errMalformed, library)
	}
	return nil
}

// parseFedAuthToken reads the message of type 8 that carries the token of the ADAL way.
func parseFedAuthToken(data []byte) (string, error) {
	c := cursor{data: data}
	c.u32() // length of everything that follows
	token := c.bytes(int(c.u32()))
	if c.short || len(token)%2 != 0 {
		return "", fmt.Errorf("%w: federated authentication token", errMalformed)
	}
	return decodeUTF16(token), nil
}

// appendFeatureAck appends FEATUREEXTACK. The answer to a token is empty: nobody here
// signs a nonce.
func appendFeatureAck(b []byte, f features) []byte {
	b = append(b, tokenFeatureExtAck)
	if f.fedAuth != fedAuthNone {
		b = put32(append(b, featureFedAuth), 0)
	}
	if f.utf8 {
		b = append(put32(append(b, featureUTF8), 1), 1)
	}
	return append(b, featureTerminator)
}

// FedAuthInfo is what the server tells a client that wants to fetch a token itself.
type FedAuthInfo struct {
	STSURL string // the authority that issues tokens
	SPN    string // the resource the token must be for
}

const (
	fedAuthInfoSTSURL = 0x01
	fedAuthInfoSPN    = 0x02
)

// appendFedAuthInfo appends FEDAUTHINFO. Offsets count from the option count.
func appendFedAuthInfo(b []byte, info FedAuthInfo) []byte {
	sts, spn := appendUTF16(nil, info.STSURL), appendUTF16(nil, info.SPN)
	const table = 4 + 2*9
	b = put32(append(b, tokenFedAuthInfo), uint32(table+len(sts)+len(spn)))
	b = put32(b, 2)
	b = put32(put32(append(b, fedAuthInfoSTSURL), uint32(len(sts))), table)
	b = put32(put32(append(b, fedAuthInfoSPN), uint32(len(spn))), uint32(table+len(sts)))
	return append(append(b, sts...), spn...)
}
