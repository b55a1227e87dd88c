package sqlserver

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"syscall"

	mssql "github.com/microsoft/go-mssqldb"
)

// fail builds the error of this attempt.
func (a *attempt) fail(kind Kind, meaning, hint string, err error) *Error {
	return &Error{Op: "connect to", Server: serverNamed(a.cfg.Server), Kind: kind, Meaning: meaning, Hint: hint, Err: a.scrubbed(err)}
}

// scrubbed drops a cause that carries the password. No path is known that does; a server
// may still echo what it was sent.
func (a *attempt) scrubbed(err error) error {
	secret := a.cfg.Login.Password.Reveal()
	if err != nil && secret != "" && strings.Contains(err.Error(), secret) {
		return errors.New("(not shown: the text contains the password)")
	}
	return err
}

// classify turns what the driver and the wire tell into one error. The order matters: what
// the person did, what the certificate check said, what the server said in words, and only
// then what can be guessed from silence.
func (a *attempt) classify(err error) *Error {
	var words mssql.Error
	leaf, refusal := a.verifier.outcome()
	tcp, browser, failure := a.wire.state()
	switch {
	case a.caller.Err() != nil:
		return a.fail(Cancelled, "stopped before the session was open", "", a.caller.Err())
	case refusal != nil:
		return a.certificateRefused(leaf, refusal)
	case errors.As(err, &words):
		return a.loginRefused(words)
	case tcp == nil && failure == nil && a.address.instanceToResolve() != "":
		return a.noPort(browser, err)
	case tcp == nil:
		return a.noConnection(failure)
	}
	return a.noSession(tcp, err)
}

// noConnection: no TCP connection came about.
func (a *attempt) noConnection(err error) *Error {
	var name *net.DNSError
	switch {
	case a.bounded.Err() != nil:
		return a.fail(TimedOut, fmt.Sprintf("no answer within %s", a.cfg.Timeouts.Connect),
			"The host is down, or a firewall on the way drops the packets: check host, port and firewalls.", a.bounded.Err())
	case errors.As(err, &name):
		return a.fail(NoName, fmt.Sprintf("the name %s does not resolve", a.address.Host),
			"Check the spelling and the DNS suffix, or give the IP address.", err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return a.fail(Refused, fmt.Sprintf("nothing listens on port %d", a.address.Port),
			"SQL Server is stopped, TCP/IP is not enabled for it, or it listens on another port: see SQL Server Configuration Manager, or write host,port.", err)
	}
	return a.fail(Unreachable, "there is no way to the host", "Check the address, routes and VPN.", err)
}

// instanceNames finds the names in an answer of SQL Server Browser.
var instanceNames = regexp.MustCompile(`InstanceName;([^;]+);`)

// noPort: SQL Server Browser did not tell the port of the instance.
func (a *attempt) noPort(browser *watched, err error) *Error {
	hint := fmt.Sprintf("Write host,port instead: %s,<port>. The port stands in SQL Server Configuration Manager and in the error log.", a.address.Host)
	var answer []byte
	if browser != nil {
		answer, _, _ = browser.seen()
	}
	if len(answer) == 0 {
		return a.fail(NoBrowser, fmt.Sprintf("SQL Server Browser on %s did not answer on UDP port 1434, so the port of instance %s is not known", a.address.Host, a.address.Instance), hint, err)
	}
	meaning := fmt.Sprintf("SQL Server Browser on %s knows no instance %s with TCP/IP", a.address.Host, a.address.Instance)
	if names := instanceNames.FindAllSubmatch(answer, -1); len(names) > 0 {
		meaning += fmt.Sprintf("; the first it names is %s", names[0][1])
	}
	return a.fail(NoBrowser, meaning, "Check the instance name. "+hint, err)
}

// noSession: there is a TCP connection, but no session came of it.
func (a *attempt) noSession(tcp *watched, err error) *Error {
	first, _, plain := tcp.seen()
	switch {
	case plain || strings.Contains(err.Error(), "server does not support encryption"):
		return a.fail(TLSProtocol, "the server offers no encryption",
			"Give SQL Server a certificate or let it make its own at start; a login is never sent unencrypted.", err)
	case len(first) > 0 && !speaksTDS(first[0]):
		return a.fail(NotTDS, fmt.Sprintf("what answers there is not SQL Server; it said %q", printable(first)),
			"Check the port: another service listens on it.", err)
	case a.bounded.Err() != nil && len(first) == 0:
		return a.fail(TimedOut, fmt.Sprintf("the port accepts connections but says nothing within %s", a.cfg.Timeouts.Connect),
			"Another service listens there, the server hangs, or a proxy accepts for a server that is down.", a.bounded.Err())
	case a.bounded.Err() != nil:
		return a.fail(TimedOut, fmt.Sprintf("the login did not finish within %s", a.cfg.Timeouts.Connect),
			"The server is overloaded or starting: try again, or raise timeouts.connect.", a.bounded.Err())
	case a.cfg.Login.Method == Windows && strings.Contains(err.Error(), "krb5"):
		return a.fail(LoginFailed, "no Kerberos ticket could be used",
			"Windows logins from this system need /etc/krb5.conf and a ticket: run kinit, or use a SQL login.", err)
	case strings.Contains(err.Error(), unreadable):
		return a.unreadable(err)
	case strings.Contains(err.Error(), "TLS Handshake failed: tls:"), strings.Contains(err.Error(), "remote error: tls:"):
		return a.fail(TLSProtocol, "no TLS session could be agreed on",
			"The server must offer TLS 1.2: SQL Server 2014 and older need an update for it.", err)
	}
	return a.ended(len(first) == 0, err)
}

// unreadable is how crypto/tls begins its words about a certificate it cannot parse. The
// driver passes on text alone.
const unreadable = "failed to parse certificate from server: "

func (a *attempt) unreadable(err error) *Error {
	_, why, _ := strings.Cut(err.Error(), unreadable)
	return a.fail(TLSUnreadable, "the server's certificate breaks the rules of X.509: "+strings.TrimPrefix(why, "x509: "),
		"Give SQL Server another certificate; neither trusting nor pinning helps with one that cannot be read.", err)
}

// ended: the other side closed the connection.
func (a *attempt) ended(silent bool, err error) *Error {
	if silent && a.cfg.TLS.Mode == Strict {
		return a.fail(TLSProtocol, "the server closed the connection at the TLS handshake",
			"TLS mode strict is TDS 8.0, which needs SQL Server 2022 or later: use mandatory for older ones.", err)
	}
	if silent {
		return a.fail(Cut, "the server accepted the connection and closed it without an answer",
			"Another service listens there, or SQL Server is starting or out of connections.", err)
	}
	return a.fail(Cut, "the connection was closed during the login",
		"A firewall that inspects traffic can do that, or the server went down: its error log tells.", err)
}

func speaksTDS(first byte) bool {
	return first == tdsReply || first == tlsHandshake || first == tlsAlert || first == tlsData || first == 0x12
}

// printable is the first line of what a foreign service said.
func printable(b []byte) string {
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '.'
		}
		return r
	}, strings.TrimRight(line, "\r")))
}

// certificateRefused: the server's certificate did not pass.
func (a *attempt) certificateRefused(leaf *x509.Certificate, err error) *Error {
	if leaf == nil {
		return a.fail(TLSProtocol, err.Error(), "Another service may listen there; SQL Server always has a certificate.", err)
	}
	e := a.unproven(leaf, err)
	e.Certificate = shown(leaf)
	return e
}

// unproven says what is wrong with a certificate. The ways out are in terms of milink.yaml.
func (a *attempt) unproven(leaf *x509.Certificate, err error) *Error {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(err, errPin):
		return a.fail(TLSPin, "the server's certificate is not the pinned one",
			"Either the certificate was renewed, then pin the new one, or somebody sits in between.", err)
	case errors.As(err, &name):
		return a.fail(TLSName, fmt.Sprintf("the server's certificate is not for %s (it is for %s)", a.address.Host, namesIn(leaf)),
			"Connect by a name that stands in the certificate's subject alternative names, or pin the certificate.", err)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return a.fail(TLSExpired, fmt.Sprintf("the server's certificate is valid only from %s to %s", day(leaf.NotBefore), day(leaf.NotAfter)),
			"Renew it on the server; check this computer's clock.", err)
	}
	meaning := "the server's certificate is signed by an authority that is not trusted here"
	if bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		meaning = "the server's certificate is one it made for itself, so that nobody vouches for it"
	}
	return a.fail(TLSAuthority, meaning,
		"Give the authority's certificate (tls.ca) or pin this one (tls.pin); the certificate SQL Server makes for itself can only be pinned.", err)
}

func namesIn(leaf *x509.Certificate) string {
	names := append([]string(nil), leaf.DNSNames...)
	for _, ip := range leaf.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no name at all; a common name alone does not count"
	}
	return strings.Join(names, ", ")
}
