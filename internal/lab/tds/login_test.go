package tds

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// loginWithFeatures is a LOGIN7 of 7.4 with a feature block at its end.
func loginWithFeatures(block []byte) []byte {
	b := login7Bytes(tds74, func(f []byte) { f[27] |= 0x10 })
	at := len(b)
	b[56], b[57], b[58] = byte(at), byte(at>>8), 4
	b = append(b, byte(at+4), byte((at+4)>>8), 0, 0)
	b = append(b, block...)
	b[0], b[1] = byte(len(b)), byte(len(b)>>8)
	return b
}

func TestFeatures(t *testing.T) {
	token := utf16le("tok")
	for _, tt := range []struct {
		name  string
		block []byte
		want  features
		ack   []byte
		bad   bool
	}{
		{"nothing", []byte{0xFF}, features{sent: true}, []byte{0xAE, 0xFF}, false},
		{"session recovery is not there", []byte{0x01, 0, 0, 0, 0, 0xFF}, features{sent: true}, []byte{0xAE, 0xFF}, false},
		{"UTF-8", []byte{0x05, 1, 0, 0, 0, 0, 0x0A, 1, 0, 0, 0, 0, 0xFF}, features{sent: true, utf8: true}, []byte{0xAE, 0x0A, 1, 0, 0, 0, 1, 0xFF}, false},
		{"token", cat([]byte{0x02, 11, 0, 0, 0, 0x02, 6, 0, 0, 0}, token, []byte{0xFF}), features{sent: true, fedAuth: fedAuthSecurity, token: "tok"}, []byte{0xAE, 0x02, 0, 0, 0, 0, 0xFF}, false},
		{"ADAL", []byte{0x02, 2, 0, 0, 0, 0x05, 1, 0xFF}, features{sent: true, fedAuth: fedAuthADAL}, []byte{0xAE, 0x02, 0, 0, 0, 0, 0xFF}, false},
		{"no end", []byte{0x01, 0, 0, 0, 0}, features{}, nil, true},
		{"feature cut off", []byte{0x01, 9, 0, 0, 0, 0xFF}, features{}, nil, true},
		{"huge feature", []byte{0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, features{}, nil, true},
		{"unknown library", []byte{0x02, 1, 0, 0, 0, 0x10, 0xFF}, features{}, nil, true},
		{"token cut off", []byte{0x02, 5, 0, 0, 0, 0x02, 6, 0, 0, 0, 0xFF}, features{}, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := parseLogin7(loginWithFeatures(tt.block))
			if tt.bad {
				if !errors.Is(err, errMalformed) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(l.features, tt.want) {
				t.Fatalf("got %+v, %v", l.features, err)
			}
			wantBytes(t, appendFeatureAck(nil, l.features), tt.ack)
		})
	}
}

func TestIntegratedLoginGivesTheBlobAsItIs(t *testing.T) {
	l := startLab(t, nil)
	l.backend.refuse = func(x Login) error {
		if x.Integrated {
			return refusal(18452, "Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication.")
		}
		return nil
	}
	blob := []byte("NTLMSSP\x00\x01")
	b := login7Bytes(tds74, func(f []byte) { f[25] = 0x80 })
	b[78], b[79], b[80] = byte(len(b)), byte(len(b)>>8), byte(len(blob))
	b = append(b, blob...)
	b[0], b[1] = byte(len(b)), byte(len(b)>>8)
	c := dialRaw(t, l)
	c.send(packLogin, 0, b)
	if got := c.answer(); got[0] != 0xAA || got[3] != 0x14 || got[4] != 0x48 { // 18452
		t.Errorf("got % X", got)
	}
	if got := l.backend.last(t); !bytes.Equal(got.SSPI, blob) {
		t.Errorf("blob %q", got.SSPI)
	}
}

func TestLongSSPIBlob(t *testing.T) {
	blob := bytes.Repeat([]byte{7}, 70_000)
	b := login7Bytes(tds74, nil)
	b[78], b[79], b[80], b[81] = byte(len(b)), byte(len(b)>>8), 0xFF, 0xFF
	copy(b[90:94], []byte{0x70, 0x11, 0x01, 0})
	b = append(b, blob...)
	b[0], b[1], b[2] = byte(len(b)), byte(len(b)>>8), byte(len(b)>>16)
	l, err := parseLogin7(b)
	if err != nil || !bytes.Equal(l.SSPI, blob) {
		t.Errorf("%d bytes, %v", len(l.SSPI), err)
	}
}

func TestChangePasswordIsSeen(t *testing.T) {
	b := login7Bytes(tds74, func(f []byte) { f[27] = 1 })
	if l, err := parseLogin7(b); err != nil || !l.ChangePassword {
		t.Errorf("%v, %v", l.ChangePassword, err)
	}
}

func TestODBCIsSeen(t *testing.T) {
	for flags, want := range map[byte]bool{0: false, 0x02: true, 0x80: false, 0x83: true} {
		b := login7Bytes(tds74, func(f []byte) { f[25] = flags })
		if l, err := parseLogin7(b); err != nil || l.ODBC != want {
			t.Errorf("flags 0x%02X: %v, %v", flags, l.ODBC, err)
		}
	}
}

func TestProtocolVersions(t *testing.T) {
	for wire, want := range map[uint32]protocol{
		0x71000000: tds71, 0x71000001: tds71, 0x72090002: tds72, 0x730A0003: tds73, 0x730B0003: tds73,
		0x74000004: tds74, 0x08000000: tds80, 0x7F000000: tds74, 0x70000000: 0, 0x04020000: 0, 0: 0,
	} {
		if got, err := parseProtocol(wire); got != want || (err == nil) != (want != 0) {
			t.Errorf("0x%08X is %v, %v", wire, got, err)
		}
	}
}

// TestEncryptionTable is the table of MS-TDS 2.2.6.5.
func TestEncryptionTable(t *testing.T) {
	const off, on, none, req, cert = 0, 1, 2, 3, 0x80
	for _, tt := range []struct {
		policy Encryption
		client byte
		reply  byte
		ok     bool
	}{
		{EncryptOff, off, off, true}, {EncryptOff, on, on, true}, {EncryptOff, none, none, true}, {EncryptOff, req, on, true},
		{EncryptRequired, off, req, true}, {EncryptRequired, on, on, true}, {EncryptRequired, none, req, false}, {EncryptRequired, req, on, true},
		{EncryptNotSupported, off, none, true}, {EncryptNotSupported, on, none, false}, {EncryptNotSupported, none, none, true}, {EncryptNotSupported, req, none, false},
		{EncryptOff, cert, none, false},
	} {
		if reply, ok := tt.policy.answer(tt.client); reply != tt.reply || ok != tt.ok {
			t.Errorf("policy %d, client %d: %d %v", tt.policy, tt.client, reply, ok)
		}
	}
}

func TestPreloginAnswer(t *testing.T) {
	l := startLab(t, nil)
	c := dialRaw(t, l)
	// VERSION, ENCRYPTION not supported, MARS wanted.
	c.send(packPrelogin, 0, []byte{
		0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 4, 0, 23, 0, 1, 0xFF,
		1, 2, 3, 4, 0, 0, 2, 1,
	})
	wantBytes(t, c.answer(),
		[]byte{0, 0, 26, 0, 6, 1, 0, 32, 0, 1, 2, 0, 33, 0, 1, 3, 0, 34, 0, 0, 4, 0, 34, 0, 1, 0xFF},
		[]byte{16, 0, 0x10, 0x59, 0, 0, 2, 0, 0})
	c.login(tds74)
}

func TestSecretsStayOutOfTheLog(t *testing.T) {
	var log bytes.Buffer
	l := startLab(t, func(o *Options) { o.Log = textLog(&log) })
	l.backend.refuse = func(x Login) error { return loginFailed(x.User) }
	if err := l.open(t).PingContext(within(t)); err == nil {
		t.Fatal("the login went through")
	}
	l.server.Close()
	if text := log.String(); !strings.Contains(text, "18456") || strings.Contains(text, testPassword) {
		t.Errorf("log %q", text)
	}
}
