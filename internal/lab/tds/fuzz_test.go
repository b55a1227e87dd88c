package tds

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"milink/internal/lab/value"
)

// fuzzLimit keeps what a fuzzed message may ask for small.
const fuzzLimit = 1 << 16

func FuzzPackets(f *testing.F) {
	f.Add(packet(packBatch, 1, batch74("SELECT 1")))
	f.Add(cat(packet(packRPC, 8, []byte{1}), packet(packRPC, 1, []byte{2})))
	f.Add([]byte{0x12, 1, 0, 7, 0, 0, 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := packetReader{src: bytes.NewReader(data), limit: fuzzLimit}
		for {
			m, err := r.next()
			if err != nil {
				if !errors.Is(err, errMalformed) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatal(err)
				}
				return
			}
			if len(m.data) > fuzzLimit || !knownPacket(m.kind) {
				t.Fatalf("message of type 0x%02X and %d bytes", m.kind, len(m.data))
			}
		}
	})
}

func FuzzPrelogin(f *testing.F) {
	f.Add([]byte{0x01, 0, 6, 0, 1, 0xFF, 0x02})
	f.Add(preloginReply(testVersion, encryptOn, true))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parsePrelogin(data)
		if err != nil {
			return
		}
		for _, policy := range []Encryption{EncryptOff, EncryptRequired, EncryptStrict, EncryptNotSupported} {
			if reply, ok := policy.answer(p.encryption); ok && p.encryption == encryptOn && reply != encryptOn {
				t.Fatalf("policy %d goes on with %d although the client insists on encryption", policy, reply)
			}
		}
	})
}

func FuzzLogin7(f *testing.F) {
	for _, p := range []protocol{tds71, tds72, tds74, tds80} {
		f.Add(login7Bytes(p, nil))
	}
	f.Add(loginWithFeatures([]byte{featureUTF8, 0, 0, 0, 0, 0xFF}))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := parseLogin7(data)
		if err != nil {
			if !errors.Is(err, errMalformed) {
				t.Fatal(err)
			}
			return
		}
		if l.proto < tds71 || l.proto > tds80 || l.packetSize > maxPacketSize {
			t.Fatalf("protocol %d, packet size %d", l.proto, l.packetSize)
		}
		if n := len(l.User) + len(l.Password) + len(l.FedAuthToken); n > 16*len(data) {
			t.Fatalf("%d bytes out of %d", n, len(data))
		}
	})
}

func FuzzCalls(f *testing.F) {
	head := cat(headers, []byte{0xFF, 0xFF, 10, 0, 0, 0})
	f.Add(cat(head, []byte{0, 0, 0x26, 4, 4, 1, 0, 0, 0}), true)
	f.Add(cat(head, []byte{0, 0, 0xA5, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, 9, 0, 0, 0, 0}), true)
	f.Add(cat(head, []byte{0, 0, 0x62, 0x49, 0x1F, 0, 0, 6, 0, 0, 0, 0x38, 0, 5, 0, 0, 0, 0xFF, 1, 0, 'p', 0, 0, 0}), true)
	f.Add([]byte{1, 0, 'p', 0, 0, 0, 0, 0, 0x6A, 5, 9, 2, 5, 1, 1, 0, 0, 0, 0x80, 1, 0, 'p', 0, 0, 0}, false)
	f.Add([]byte{1, 0, 'p', 0, 0, 0, 0, 0, 0x2B, 7, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, false)
	f.Fuzz(func(t *testing.T, data []byte, modern bool) {
		p := tds71
		if modern {
			p = tds74
		}
		calls, err := parseCalls(data, p)
		if err != nil {
			if messagesOf(err) == nil && !errors.Is(err, errMalformed) {
				t.Fatal(err)
			}
			return
		}
		e := encoder{proto: tds74, collation: DefaultCollation.Wire}
		for _, call := range calls {
			for _, param := range call.Params {
				// What was decoded must have a way back.
				w, err := wireTypeOf(param.Type, tds74, true)
				if err != nil {
					t.Fatalf("%+v: %v", param, err)
				}
				if _, err := e.appendValue(nil, w, param.Value); err != nil && !lossy(param.Type.Kind) {
					t.Fatalf("%+v: %v", param, err)
				}
			}
		}
	})
}

// lossy are the kinds whose decoded text may need more room on the way back: broken
// UTF-16 and UTF-8 that goes into a code page.
func lossy(k value.Kind) bool {
	switch k {
	case value.Char, value.VarChar, value.NChar, value.NVarChar, value.Variant:
		return true
	}
	return false
}

func FuzzTransaction(f *testing.F) {
	f.Add(cat(headers, []byte{5, 0, 0, 0}))
	f.Add(cat(headers, []byte{7, 0, 0, 1, 4, 2, 'x', 0}))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := parseTransaction(data, tds74)
		if err == nil && int(r.isolation) >= len(isolationLevels) {
			t.Fatalf("isolation level %d", r.isolation)
		}
	})
}
