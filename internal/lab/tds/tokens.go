package tds

import (
	"milink/internal/lab/message"
)

// Tokens of an answer.
const (
	tokenReturnStatus  = 0x79
	tokenColMetadata   = 0x81
	tokenError         = 0xAA
	tokenInfo          = 0xAB
	tokenReturnValue   = 0xAC
	tokenLoginAck      = 0xAD
	tokenFeatureExtAck = 0xAE
	tokenRow           = 0xD1
	tokenNBCRow        = 0xD2
	tokenEnvChange     = 0xE3
	tokenFedAuthInfo   = 0xEE
	tokenDone          = 0xFD
	tokenDoneProc      = 0xFE
	tokenDoneInProc    = 0xFF
)

// Bits of the status of DONE, DONEPROC and DONEINPROC.
const (
	doneMore  = 0x0001
	doneError = 0x0002
	doneCount = 0x0010
	doneAttn  = 0x0020
)

// Kinds of environment change.
const (
	envDatabase   = 1
	envLanguage   = 2
	envPacketSize = 4
	envCollation  = 7
	envBegin      = 8
	envCommit     = 9
	envRollback   = 10
	envReset      = 18
	envRouting    = 20
)

// commandSelect is the command code a DONE of a result set carries; other commands are
// sent as 0.
//
// modelled: the codes of the other statements are not in the protocol documentation.
const commandSelect = 0xC1

// maxMessageText keeps a message within the 16-bit length of its token.
const maxMessageText = 16000

// appendToken appends a token with a 16-bit length in front of its body.
func appendToken(b []byte, token byte, body []byte) []byte {
	return append(put16(append(b, token), uint16(len(body))), body...)
}

// appendEnvText appends an ENVCHANGE between two texts.
func appendEnvText(b []byte, kind byte, after, before string) []byte {
	body := appendByteText([]byte{kind}, after)
	return appendToken(b, tokenEnvChange, appendByteText(body, before))
}

// appendEnvBytes appends an ENVCHANGE between two values of bytes.
func appendEnvBytes(b []byte, kind byte, after, before []byte) []byte {
	body := append([]byte{kind, byte(len(after))}, after...)
	body = append(append(body, byte(len(before))), before...)
	return appendToken(b, tokenEnvChange, body)
}

// Route sends a client to another address, as the gateway of a managed instance does
// under the redirect policy.
type Route struct {
	Host string
	Port uint16
}

// appendRoute appends the ENVCHANGE of a redirect.
func appendRoute(b []byte, r Route) []byte {
	route := put16([]byte{0}, r.Port) // protocol 0 is TCP
	route = appendShortText(route, r.Host, 1024)
	body := append(put16([]byte{envRouting}, uint16(len(route))), route...)
	return appendToken(b, tokenEnvChange, append(body, 0, 0))
}

// appendMessage appends ERROR or INFO. The engine of a SQL Server turns severity 10 into
// 0 before sending (facts/tsql.md A).
func appendMessage(b []byte, p protocol, server string, m *message.Message) []byte {
	token, class := byte(tokenError), m.Class
	if !m.IsError() {
		token = tokenInfo
		if class == 10 {
			class = 0
		}
	}
	body := append(put32(nil, uint32(m.Number)), m.State, class)
	body = appendShortText(body, m.Text, maxMessageText)
	body = appendByteText(appendByteText(body, server), m.Procedure)
	if p >= tds72 {
		body = put32(body, uint32(m.Line))
	} else {
		body = put16(body, uint16(m.Line))
	}
	return appendToken(b, token, body)
}

// done is the end of a statement, of a procedure or of a whole answer.
type done struct {
	token   byte
	status  uint16
	command uint16
	count   int64
}

func (d done) append(b []byte, p protocol) []byte {
	b = put16(put16(append(b, d.token), d.status), d.command)
	if p >= tds72 {
		return put64(b, uint64(d.count))
	}
	return put32(b, uint32(d.count))
}

// appendLoginAck appends LOGINACK; interface 1 is Transact-SQL.
func appendLoginAck(b []byte, l login7, program string, v Version) []byte {
	body := append([]byte{1}, l.proto.ack(l.asked)...)
	body = appendByteText(body, program)
	body = append(body, v.Major, v.Minor, byte(v.Build>>8), byte(v.Build))
	return appendToken(b, tokenLoginAck, body)
}

func appendReturnStatus(b []byte, status int32) []byte {
	return put32(append(b, tokenReturnStatus), uint32(status))
}
