package tds

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Types of packet, the first byte of the header.
const (
	packBatch       = 0x01
	packRPC         = 0x03
	packReply       = 0x04
	packAttention   = 0x06
	packBulk        = 0x07
	packFedAuth     = 0x08
	packTransaction = 0x0E
	packLogin       = 0x10
	packSSPI        = 0x11
	packPrelogin    = 0x12
)

// Bits of the packet status, the second byte of the header.
const (
	statusEnd       = 0x01
	statusIgnore    = 0x02
	statusReset     = 0x08
	statusResetKeep = 0x10 // reset, but keep the transaction
)

const (
	headerSize        = 8
	minPacketSize     = 512
	maxPacketSize     = 32767
	maxPacketSizeTLS  = 16383 // what the server offers over TLS
	defaultPacketSize = 4096  // also the size of everything before the login is answered
)

// errMalformed is the cause of every refusal of bytes that are not TDS.
var errMalformed = errors.New("malformed TDS stream")

// wireMessage is one message: the payload of its packets put together.
type wireMessage struct {
	kind   byte
	status byte // of the first packet, with the ignore bit of the last
	data   []byte
}

// packetReader puts messages together out of packets. It reads exactly the bytes of each
// packet and none beyond, because the stream under it may change between two packets.
type packetReader struct {
	src   io.Reader
	limit int // largest payload of a message
	// afterPacket, where set, runs once after the next packet.
	afterPacket func()
}

// packetHeader reads and checks a header; size is the length of the payload.
func (r *packetReader) packetHeader() (kind, status byte, size int, err error) {
	var h [headerSize]byte
	if _, err := io.ReadFull(r.src, h[:]); err != nil {
		return 0, 0, 0, err
	}
	length := int(binary.BigEndian.Uint16(h[2:]))
	if !knownPacket(h[0]) || length < headerSize {
		return 0, 0, 0, fmt.Errorf("%w: packet type 0x%02X, length %d", errMalformed, h[0], length)
	}
	return h[0], h[1], length - headerSize, nil
}

// knownPacket tells the packet types a client may send. An SMP packet (0x53) is not one
// of them: MARS is refused in the prelogin.
func knownPacket(kind byte) bool {
	switch kind {
	case packBatch, packRPC, packAttention, packBulk, packFedAuth, packTransaction,
		packLogin, packSSPI, packPrelogin:
		return true
	}
	return false
}

// next reads one whole message.
func (r *packetReader) next() (wireMessage, error) {
	var m wireMessage
	for first := true; ; first = false {
		kind, status, size, err := r.packetHeader()
		if err != nil {
			if err == io.EOF && !first {
				err = io.ErrUnexpectedEOF
			}
			return m, err
		}
		if first {
			m.kind, m.status = kind, status
		}
		if kind != m.kind || len(m.data)+size > r.limit {
			return m, fmt.Errorf("%w: packet of type 0x%02X in a message of type 0x%02X and %d bytes",
				errMalformed, kind, m.kind, len(m.data)+size)
		}
		if err := r.payload(&m, size); err != nil {
			return m, err
		}
		if status&statusEnd != 0 {
			m.status |= status & statusIgnore
			return m, nil
		}
	}
}

// payload appends the payload of one packet to the message.
func (r *packetReader) payload(m *wireMessage, size int) error {
	start := len(m.data)
	m.data = append(m.data, make([]byte, size)...)
	if _, err := io.ReadFull(r.src, m.data[start:]); err != nil {
		return io.ErrUnexpectedEOF
	}
	if after := r.afterPacket; after != nil {
		r.afterPacket = nil
		after()
	}
	return nil
}

// packetWriter cuts an answer into packets of the negotiated size.
type packetWriter struct {
	dst  io.Writer
	kind byte
	size int
	spid uint16
	id   byte
	buf  []byte // header space and the payload collected so far
}

func newPacketWriter(dst io.Writer, kind byte) *packetWriter {
	return &packetWriter{dst: dst, kind: kind, size: defaultPacketSize, buf: make([]byte, headerSize)}
}

// Write adds to the current message and sends every packet that is full. The last packet
// always stays behind, so that it can carry the end mark.
func (w *packetWriter) Write(p []byte) (int, error) {
	total := len(p)
	for len(w.buf)+len(p) > w.size {
		n := w.size - len(w.buf)
		w.buf = append(w.buf, p[:n]...)
		p = p[n:]
		if err := w.send(0); err != nil {
			return total - len(p), err
		}
	}
	w.buf = append(w.buf, p...)
	return total, nil
}

// flush sends what is collected without ending the message.
func (w *packetWriter) flush() error {
	if len(w.buf) == headerSize {
		return nil
	}
	return w.send(0)
}

// end sends the last packet of the message.
func (w *packetWriter) end() error {
	err := w.send(statusEnd)
	w.id = 0
	return err
}

func (w *packetWriter) send(status byte) error {
	w.id++ // the first packet of a message is 1; it wraps at 256
	w.buf[0], w.buf[1] = w.kind, status
	binary.BigEndian.PutUint16(w.buf[2:], uint16(len(w.buf)))
	binary.BigEndian.PutUint16(w.buf[4:], w.spid)
	w.buf[6], w.buf[7] = w.id, 0
	_, err := w.dst.Write(w.buf)
	w.buf = w.buf[:headerSize]
	return err
}
