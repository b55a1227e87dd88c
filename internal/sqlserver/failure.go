package sqlserver

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Kind is what stopped a session, for whoever decides what to do next.
type Kind string

// The kinds. All but BadConfig mean that no session could be opened or kept.
const (
	BadConfig    Kind = "config"      // nothing was tried
	NoName       Kind = "dns"         // the host name does not resolve
	Refused      Kind = "refused"     // nothing listens there
	TimedOut     Kind = "timeout"     // no answer in time
	Unreachable  Kind = "unreachable" // no way there for another reason
	NoBrowser    Kind = "browser"     // the port of a named instance is not known
	NotTDS       Kind = "not-tds"     // something else than SQL Server listens there
	TLSAuthority Kind = "tls-authority"
	TLSName      Kind = "tls-name"
	TLSExpired   Kind = "tls-expired"
	TLSPin       Kind = "tls-pin"
	// TLSUnreadable is a certificate that is none: nothing can be verified or pinned about it.
	TLSUnreadable Kind = "tls-unreadable"
	TLSProtocol   Kind = "tls-protocol" // no common version, or no encryption at all
	LoginFailed   Kind = "login"
	Cut           Kind = "cut"       // the connection ended in the middle
	Cancelled     Kind = "cancelled" // the person stopped it
	WrongWorld    Kind = "world"     // a lab where a real server is expected, or the reverse
	NoIdentity    Kind = "identity"  // it answers, but not what it is
)

// Message is one error message of the server.
type Message struct {
	Number   int
	Severity int
	State    int
	Text     string
}

// String is the message the way DBAs quote it.
func (m Message) String() string { return fmt.Sprintf("Msg %d: %s", m.Number, m.Text) }

// Error is why there is no session. It never contains the password.
type Error struct {
	Op      string // what was being done: "connect to"
	Server  string // as the person wrote it, if it is a server name at all
	Kind    Kind
	Meaning string // what happened, in plain words
	Hint    string // what to do about it
	// Messages are the server's own words, in its order: the cause first.
	Messages []Message
	// Certificate is the one the server showed, where it was refused.
	Certificate *Certificate
	Err         error // the cause below, if there is one
}

// Certificate is what a person needs to recognise a server's certificate, and to pin it.
type Certificate struct {
	Subject   string
	Issuer    string
	NotBefore time.Time
	NotAfter  time.Time
	SHA256    string // of the whole certificate, in hex: what a pin holds
}

// shown is the certificate as far as people look at it.
func shown(leaf *x509.Certificate) *Certificate {
	sum := sha256.Sum256(leaf.Raw)
	return &Certificate{
		Subject: leaf.Subject.String(), Issuer: leaf.Issuer.String(),
		NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter, SHA256: hex.EncodeToString(sum[:]),
	}
}

// Error is the whole sentence: what, where, the server's words, and what to do.
func (e *Error) Error() string {
	parts := []string{fmt.Sprintf("%s %s: %s", e.Op, e.Server, e.Meaning)}
	for _, m := range e.Messages {
		parts = append(parts, m.String())
	}
	s := strings.Join(parts, "; ")
	if e.Hint != "" {
		s = strings.TrimSuffix(s, ".") + ". " + e.Hint
	}
	return s
}

// Unwrap is the cause below.
func (e *Error) Unwrap() error { return e.Err }

// allWords joins messages the way a fact's reason shows them.
func allWords(messages []Message) string {
	words := make([]string, len(messages))
	for i, m := range messages {
		words[i] = m.String()
	}
	return strings.Join(words, "; ")
}
