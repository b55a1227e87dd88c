package instance

import (
	"slices"
	"strings"

	"milink/internal/lab/syntax"
)

// Values of sys.endpoints and sys.database_mirroring_endpoints.
const (
	endpointMirroring = 4
	endpointStarted   = 0
	endpointStopped   = 1
	endpointDisabled  = 2
	firstEndpoint     = 65536 // first id of a user's endpoint
	lowPort, highPort = 1024, 32767
)

// endpoint carries out CREATE and ALTER ENDPOINT.
func (a *action) endpoint(st *syntax.Endpoint) error {
	if a.s.Identity.ManagedAzure {
		return fault(41906, st.Verb())
	}
	if st.Alter {
		return a.alterEndpoint(st)
	}
	return a.createEndpoint(st)
}

func (a *action) createEndpoint(st *syntax.Endpoint) error {
	if !a.se.HasServer("CREATE ENDPOINT") {
		return fault(15247)
	}
	owner := a.se.login
	if st.Owner.Text != "" {
		if a.s.principal(st.Owner.Text) == nil {
			return cannotFind("find", "login", st.Owner.Text)
		}
		owner = a.s.principal(st.Owner.Text).Name
	}
	if a.s.endpoint(st.Name.Text) != nil {
		return fault(15530, "endpoint", st.Name.Text)
	}
	if st.Payload != "DATABASE_MIRRORING" {
		return fault(7878, "CREATE") // modelled: other payloads are not part of the lab
	}
	if slices.ContainsFunc(a.s.Endpoints, isMirroring) {
		return fault(7862)
	}
	e := &Endpoint{Name: st.Name.Text, Owner: owner, Protocol: 2, Type: endpointMirroring, State: endpointStopped}
	if err := a.setEndpoint(e, st); err != nil {
		return err
	}
	e.ID = a.s.takeID("endpoint", firstEndpoint)
	a.s.Endpoints = append(a.s.Endpoints, e)
	a.endpointLog(e)
	return nil
}

func isMirroring(e *Endpoint) bool { return e.Type == endpointMirroring }

// alterEndpoint changes what is named. A FOR clause starts from the defaults again, so that
// an option left out is lost.
func (a *action) alterEndpoint(st *syntax.Endpoint) error {
	e := a.s.endpoint(st.Name.Text)
	if e == nil || !a.se.HasEndpoint(e, "ALTER") {
		return cannotFind("alter", "endpoint", st.Name.Text)
	}
	if st.State == "" && !st.HasTCP && !st.PayloadGiven && st.Owner.Text == "" {
		return fault(7863)
	}
	if st.PayloadGiven && st.Payload != "DATABASE_MIRRORING" || e.Type != endpointMirroring && (st.PayloadGiven || st.HasTCP) {
		return fault(7860)
	}
	changed := *e
	if err := a.setEndpoint(&changed, st); err != nil {
		return err
	}
	*e = changed
	a.endpointLog(e)
	return nil
}

// setEndpoint applies the clauses that were given.
func (a *action) setEndpoint(e *Endpoint, st *syntax.Endpoint) error {
	switch st.State {
	case "STARTED":
		e.State = endpointStarted
	case "STOPPED":
		e.State = endpointStopped
	case "DISABLED":
		e.State = endpointDisabled
	}
	if st.HasTCP {
		if err := a.setListener(e, st); err != nil {
			return err
		}
	}
	if !st.PayloadGiven && st.Alter {
		return nil
	}
	setRole(e, st.Role)
	setEncryption(e, st)
	return a.setAuthentication(e, st)
}

// setListener sets port and address: 7874 for a port another endpoint has, 7890 for one
// the instance itself listens on.
//
// modelled: that the TDS port gives 7890.
func (a *action) setListener(e *Endpoint, st *syntax.Endpoint) error {
	if st.HasPort {
		if st.Port < lowPort || st.Port > highPort {
			return fault(19482, st.Port) // the number the sheet gives for an invalid port
		}
		for _, other := range a.s.Endpoints {
			if other.ID != e.ID && other.Type == endpointMirroring && other.Port == st.Port {
				return fault(7874)
			}
		}
		if st.Port == a.s.Settings.Port {
			return fault(7890, e.Name)
		}
		e.Port = st.Port
	}
	e.IP = ""
	if st.ListenerIP != "ALL" {
		e.IP = st.ListenerIP
	}
	return nil
}

func setRole(e *Endpoint, role string) {
	switch role {
	case "PARTNER":
		e.Role = 1
	case "WITNESS":
		e.Role = 2
	case "ALL":
		e.Role = 3
	}
}

// setEncryption computes encryption_algorithm (facts C7): required AES since 2016 unless
// the clause says otherwise; SUPPORTED adds NONE.
func setEncryption(e *Endpoint, st *syntax.Endpoint) {
	algorithms := strings.Join(st.Algorithms, " ")
	if algorithms == "" {
		algorithms = "AES"
	}
	required := map[string]int{"RC4": 1, "AES": 2, "RC4 AES": 5, "AES RC4": 6}
	supported := map[string]int{"RC4": 3, "AES": 4, "RC4 AES": 7, "AES RC4": 8}
	switch st.Encryption {
	case "DISABLED":
		e.Encrypted, e.Algorithm = false, 0
	case "SUPPORTED":
		e.Encrypted, e.Algorithm = true, supported[algorithms]
	default:
		e.Encrypted, e.Algorithm = true, required[algorithms]
	}
}

// setAuthentication computes connection_auth: WINDOWS NEGOTIATE unless the clause says
// otherwise. A certificate must be in master, with its private key at hand.
func (a *action) setAuthentication(e *Endpoint, st *syntax.Endpoint) error {
	auth := st.Auth
	if len(auth) == 0 {
		auth = []syntax.EndpointAuth{{Windows: "NEGOTIATE"}}
	}
	e.Certificate = ""
	var words []string
	for _, method := range auth {
		if method.Windows != "" {
			words = append(words, method.Windows)
			continue
		}
		c, err := a.endpointCertificate(method.Certificate.Text)
		if err != nil {
			return err
		}
		e.Certificate = c.Name
		words = append(words, "CERTIFICATE")
	}
	e.Auth = connectionAuth[strings.Join(words, " ")]
	return nil
}

// connectionAuth are the numbers of sys.database_mirroring_endpoints.connection_auth.
var connectionAuth = map[string]int{
	"NTLM": 1, "KERBEROS": 2, "NEGOTIATE": 3, "CERTIFICATE": 4,
	"NTLM CERTIFICATE": 5, "KERBEROS CERTIFICATE": 6, "NEGOTIATE CERTIFICATE": 7,
	"CERTIFICATE NTLM": 8, "CERTIFICATE KERBEROS": 9, "CERTIFICATE NEGOTIATE": 10,
}

// endpointCertificate finds the certificate an endpoint shall use: 15151 when it is missing
// or not visible, 15581 when its private key cannot be opened.
func (a *action) endpointCertificate(name string) (*Certificate, error) {
	master := a.s.database("master")
	c := master.certificate(name)
	if c == nil || !a.se.HasCertificate(master, c, "CONTROL") {
		return nil, cannotFind("find", "certificate", name)
	}
	if master.MasterKey == nil || c.KeyEncryption == "MK" && !a.masterKeyUsable(master) {
		return nil, fault(15581)
	}
	if c.KeyEncryption != "MK" {
		return nil, fault(15563, "certificate") // modelled: 15563 also for a password-protected key
	}
	return c, nil
}

// endpointLog tells the error log what a mirroring endpoint does now.
func (a *action) endpointLog(e *Endpoint) {
	if e.Type != endpointMirroring {
		return
	}
	switch e.State {
	case endpointStarted:
		a.s.log(a.se.process(), "The Database Mirroring endpoint is now listening for connections.")
	case endpointStopped:
		a.s.log(a.se.process(), "The Database Mirroring endpoint has stopped listening for connections.")
	case endpointDisabled:
		a.s.log(a.se.process(), "The Database Mirroring endpoint is in disabled or stopped state.")
	}
}

func (a *action) dropEndpoint(st *syntax.DropEndpoint) error {
	if a.s.Identity.ManagedAzure {
		return fault(41906, st.Verb())
	}
	e := a.s.endpoint(st.Name.Text)
	if e == nil || !a.se.HasEndpoint(e, "CONTROL") && !a.se.HasServer("ALTER ANY ENDPOINT") {
		return cannotFind("drop", "endpoint", st.Name.Text)
	}
	if e.ID < firstEndpoint {
		return fault(7873, e.Name)
	}
	a.s.Endpoints = slices.DeleteFunc(slices.Clone(a.s.Endpoints), func(other *Endpoint) bool { return other == e })
	a.s.Grants = slices.DeleteFunc(slices.Clone(a.s.Grants), func(g Grant) bool {
		return g.Class == "ENDPOINT" && a.s.sameName(g.Securable, e.Name)
	})
	return nil
}
