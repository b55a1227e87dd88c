package sqlserver

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// defaultPort is where a default instance listens unless somebody moved it.
const defaultPort = 1433

// Address is where an instance listens.
type Address struct {
	Host string
	// Instance is empty for the default instance.
	Instance string
	// Port is 0 for a named instance whose port SQL Server Browser must tell.
	Port int
}

// ParseServer reads a server name as DBAs write it: host, host\instance, host,port,
// tcp:host,port, host\instance,port (the port wins), (local), a dot, and IPv6 in brackets.
func ParseServer(text string) (Address, error) {
	a, err := parse(strings.TrimSpace(text))
	var alien foreignError
	switch {
	case err == nil:
		return a, nil
	case harmless(text):
		return Address{}, fmt.Errorf("server name %q: %w", text, err)
	case errors.As(err, &alien):
		return Address{}, fmt.Errorf("server name: %w", err)
	}
	return Address{}, errors.New(`server name: that is not a host name; write host, host\instance or host,port`)
}

func parse(s string) (Address, error) {
	if err := foreign(s); err != nil {
		return Address{}, err
	}
	s = withoutPrefix(s, "tcp:")
	host, rest, err := splitHost(s)
	if err != nil {
		return Address{}, err
	}
	a := Address{Host: host}
	if err := a.readRest(rest); err != nil {
		return Address{}, err
	}
	return a, nil
}

// Names that can be repeated in an error, however wrong they are: a name and an address.
var (
	wrongName    = regexp.MustCompile(`^(?i:(tcp|np|lpc|admin):)?[\pL\pN._\\,/$#()\[\]-]*(:[0-9]*)?$`)
	wrongAddress = regexp.MustCompile(`^(?i:tcp:)?(\[[0-9A-Fa-f:.%]+\]?[\pL\pN._\\,-]*|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.%]*)$`)
)

// harmless tells whether a text may be repeated. What people paste by mistake, a connection
// string, a URL, a command line, carries a password, and errors end in logs and tickets.
func harmless(text string) bool {
	s := strings.TrimSpace(text)
	return !strings.Contains(s, "://") && (wrongName.MatchString(s) || wrongAddress.MatchString(s))
}

// serverNamed is how an error names the server that a person wrote.
func serverNamed(text string) string {
	if _, err := ParseServer(text); err != nil && !harmless(text) {
		return "the server"
	}
	return text
}

// foreignError is a form of another tool or protocol, told without repeating it.
type foreignError string

func (e foreignError) Error() string { return string(e) }

// apart is where the parts of a connection string go.
const apart = "write the server alone, host,port; the login goes to --user or source.login.user, its password to --password-env, --password-file or source.login.password"

// foreign names the forms of other tools and protocols, each with what to write instead.
func foreign(s string) error {
	lower := strings.ToLower(s)
	switch {
	case s == "":
		return fmt.Errorf(`it is empty; write host, host\instance or host,port`)
	case strings.Contains(s, "://"):
		return foreignError("that is a URL; " + apart)
	case strings.ContainsAny(s, "=;"):
		return foreignError("that is a connection string; " + apart)
	case strings.Contains(s, "@"):
		return foreignError("that has an account before an @; " + apart)
	case strings.HasPrefix(lower, "np:"), strings.HasPrefix(s, `\\`), strings.HasPrefix(lower, "lpc:"):
		return fmt.Errorf("named pipes and shared memory are not supported; write tcp:host,port")
	case strings.HasPrefix(lower, "admin:"):
		return fmt.Errorf("the dedicated administrator connection is not used; write host,port")
	case strings.HasPrefix(lower, "(localdb)"):
		return fmt.Errorf("LocalDB has no network and no availability groups; name a SQL Server instance")
	}
	return nil
}

func withoutPrefix(s, prefix string) string {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return strings.TrimSpace(s[len(prefix):])
	}
	return s
}

// splitHost takes the host off the front.
func splitHost(s string) (host, rest string, err error) {
	if inside, ok := strings.CutPrefix(s, "["); ok {
		return splitBracketed(inside)
	}
	if i := strings.IndexAny(s, `\,`); i >= 0 {
		s, rest = s[:i], s[i:]
	}
	host = strings.TrimSpace(s)
	switch {
	case host == "" && strings.HasPrefix(rest, ","):
		return "", "", fmt.Errorf("the host before the comma is missing; write host%s", rest)
	case host == "":
		return "", "", fmt.Errorf("the host is missing; write host%s", rest)
	case host == "." || strings.EqualFold(host, "(local)"):
		return "localhost", rest, nil
	}
	return host, rest, checkHost(host)
}

func splitBracketed(inside string) (host, rest string, err error) {
	host, rest, closed := strings.Cut(inside, "]")
	if !closed {
		return "", "", fmt.Errorf("the bracket is not closed; write [%s]", inside)
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.Is6() {
		return "", "", fmt.Errorf("%q in brackets is not an IPv6 address; write names and IPv4 addresses without brackets", host)
	}
	return host, rest, nil
}

// checkHost catches what people type out of the habits of other tools.
func checkHost(host string) error {
	if name, port, ok := strings.Cut(host, ":"); ok {
		if strings.Contains(port, ":") {
			return fmt.Errorf("write an IPv6 address in brackets: [%s]", host)
		}
		return fmt.Errorf("the port follows a comma: %s,%s", name, port)
	}
	if name, instance, ok := strings.Cut(host, "/"); ok {
		return fmt.Errorf(`the instance follows a backslash: %s\%s`, name, instance)
	}
	if strings.ContainsAny(host, " \t;()[]\"'") {
		return fmt.Errorf(`%q is not a host name; write host, host\instance or host,port`, host)
	}
	return nil
}

// readRest reads \instance and ,port, in that order.
func (a *Address) readRest(rest string) error {
	name, port, hasPort := strings.Cut(rest, ",")
	instance, hasInstance := strings.CutPrefix(strings.TrimSpace(name), `\`)
	if hasInstance {
		a.Instance = strings.TrimSpace(instance)
		if a.Instance == "" {
			return fmt.Errorf(`the instance after the backslash is missing; write %s alone for the default instance`, a.Host)
		}
		if strings.ContainsAny(a.Instance, `\/:;"' `) {
			return fmt.Errorf(`%q is not an instance name; write host\instance,port`, a.Instance)
		}
	} else if strings.TrimSpace(name) != "" {
		return fmt.Errorf("nothing may stand between the host and the comma")
	}
	if strings.EqualFold(a.Instance, "MSSQLSERVER") {
		a.Instance = "" // the service name of the default instance
	}
	if hasPort {
		return a.readPort(strings.TrimSpace(port))
	}
	if a.Instance == "" {
		a.Port = defaultPort
	}
	return nil
}

func (a *Address) readPort(text string) error {
	if digits, instance, ok := strings.Cut(text, `\`); ok {
		return fmt.Errorf(`the instance stands before the comma: %s\%s,%s`, a.Host, instance, digits)
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return fmt.Errorf("port %q is not a number from 1 to 65535; write %s,%d", text, a.Host, defaultPort)
	}
	a.Port = port
	return nil
}

// String writes the address so that ParseServer reads the same one again.
func (a Address) String() string {
	s := a.Host
	if strings.Contains(s, ":") {
		s = "[" + s + "]"
	}
	if a.Instance != "" {
		s += `\` + a.Instance
	}
	if a.Port != 0 {
		s += "," + strconv.Itoa(a.Port)
	}
	return s
}

// spn is the Kerberos name of the service: by instance while the port is not known.
func (a Address) spn() string {
	if a.Port == 0 {
		return "MSSQLSvc/" + a.Host + ":" + a.Instance
	}
	return "MSSQLSvc/" + net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
}
