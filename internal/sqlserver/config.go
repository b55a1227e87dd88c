package sqlserver

import (
	"errors"
	"fmt"
	"time"
)

// Config says which instance, as whom, and how the way there is protected.
type Config struct {
	Server          string // as the person wrote it
	Login           Login
	TLS             TLS
	Timeouts        Timeouts
	ApplicationName string // "milink/1.2.3": what the server's administrators see
	// Simulated says that a lab instance is expected. A lab is refused without it, and a
	// real server with it, so that neither can pass for the other.
	Simulated bool
}

// Method is how a login proves who it is.
type Method string

// The login methods. Entra is named so that it can be refused in words.
const (
	SQL     Method = "sql"
	Windows Method = "windows"
	Entra   Method = "entra"
)

// Login is who connects. Windows without a user name is the account the program runs as.
type Login struct {
	Method   Method
	User     string
	Password Secret
}

// Secret is a text that no print shows. It hides behind a function, because a formatted
// print walks into every field there is, and stops there.
type Secret struct{ reveal func() string }

// NewSecret keeps a text secret.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// Reveal is the text itself; only what hands it to the driver may call it.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// String never shows the text.
func (s Secret) String() string { return "(secret)" }

// MarshalText never shows the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Mode is what TLS covers.
type Mode string

// The modes: all of the session, TDS 8.0 with TLS before anything else, or the login alone.
const (
	Mandatory Mode = "mandatory"
	Strict    Mode = "strict"
	LoginOnly Mode = "login-only"
)

// TLS is how the server proves who it is. With nothing but a mode, the operating system's
// authorities and the server's name decide.
type TLS struct {
	Mode Mode
	// CAFile and CAPEM name the only authorities that count, in PEM.
	CAFile string
	CAPEM  []byte
	// Pin is the SHA-256 of the server's own certificate, in hex. It replaces authorities
	// and names: that certificate and no other.
	Pin string
	// Trust accepts any certificate. It shows in the facts.
	Trust bool
}

// Timeouts bound the way to an open session, and one question with its answer.
type Timeouts struct {
	Connect   time.Duration
	RoundTrip time.Duration
}

// check refuses what cannot work before anything is sent anywhere.
func (c Config) check() error {
	if c.Timeouts.Connect <= 0 || c.Timeouts.RoundTrip <= 0 {
		return errors.New("timeouts must be longer than nothing")
	}
	if err := c.Login.check(); err != nil {
		return err
	}
	return c.TLS.check()
}

func (l Login) check() error {
	switch l.Method {
	case SQL:
		if l.User == "" {
			return errors.New("a SQL login needs a user name")
		}
	case Windows:
	case Entra:
		return errors.New("Microsoft Entra logins to SQL Server are not available yet: use method sql or windows")
	default:
		return fmt.Errorf("login method %q is not known: use sql or windows", l.Method)
	}
	return nil
}

func (t TLS) check() error {
	switch t.Mode {
	case Mandatory, Strict, LoginOnly:
	default:
		return fmt.Errorf("TLS mode %q is not known: use mandatory, strict or login-only", t.Mode)
	}
	switch {
	case t.Trust && t.Pin != "":
		return errors.New("trusting any certificate and pinning one contradict each other: remove one of them")
	case t.Trust && t.Mode == Strict:
		return errors.New("strict TLS always verifies the server: give its authority (ca) or its certificate (pin) instead of trust")
	}
	return nil
}
