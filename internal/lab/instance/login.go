package instance

import (
	"fmt"

	"milink/internal/lab/message"
)

// LoginRequest is what a client says when it logs in.
type LoginRequest struct {
	User       string
	Password   string
	Integrated bool // Windows authentication: the lab trusts no domain
	// Trusted is the Entra or Windows account an outer layer has verified already; it is
	// used instead of User and Password.
	Trusted    string
	Database   string // empty for the login's default
	Host       string
	Program    string
	Address    string // the client's address, for the error log and dm_exec_connections
	Port       int
	ReadOnly   bool // ApplicationIntent
	Encrypted  bool
	PacketSize int
	Interface  string // client_interface_name
	TDSVersion uint32
	// ODBC is a flag of the login: the client wants the settings of the ODBC standard.
	ODBC        bool
	UsedAddress string // the server's address the client came to
	UsedPort    int
}

// clientFault is what a client learns of a refused login: class 14 and state 1, whatever
// the reason (facts/tsql.md F, traps).
func clientFault(user string) *message.Message {
	return message.New(18456, user)
}

// Connect checks a login and opens a session. A refusal is a *message.Message or
// message.Errors with what the client may know; the true reason goes to the error log,
// which by default keeps failed logins only.
func (s *Server) Connect(req LoginRequest) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Process.Stopped {
		return nil, message.New(18451, req.User)
	}
	p, err := s.authenticate(req)
	if err != nil {
		return nil, err
	}
	if s.singleUser() && (!s.isSysadmin(p.Name) || len(s.sessions) > 0) {
		s.logRefused(p.Name, req, 38, "Reason: Server is in single user mode. Only one administrator can connect at this time.")
		return nil, message.New(18461, p.Name)
	}
	se := s.newSession(p, req)
	if err := se.openDatabase(p, req); err != nil {
		return nil, err
	}
	s.Process.NextSPID++
	s.sessions[se.spid] = se
	return se, nil
}

func (s *Server) newSession(p *Principal, req LoginRequest) *Session {
	return &Session{server: s, spid: s.Process.NextSPID, login: p.Name, original: p.Name,
		request: req, since: s.clock.Now(), database: "master", options: s.userOptions(req)}
}

// authenticate finds the login and checks everything but the database. The order is the
// one the states of 18456 suggest: the name first, then the account, then the password.
func (s *Server) authenticate(req LoginRequest) (*Principal, error) {
	if req.Trusted != "" {
		return s.trustedLogin(req)
	}
	if req.Integrated {
		s.logRefused("", req, 0, "The login is from an untrusted domain and cannot be used with Integrated authentication.")
		return nil, message.New(18452)
	}
	p := s.principal(req.User)
	if s.Identity.WindowsAuth {
		s.logRefused(req.User, req, 58, "Reason: An attempt to login using SQL authentication failed. Server is configured for Integrated authentication only.")
		return nil, clientFault(req.User)
	}
	if p == nil || p.Type != "S" {
		s.logRefused(req.User, req, 5, "Reason: Could not find a login matching the name provided.")
		return nil, clientFault(req.User)
	}
	if p.LockedOut {
		s.logRefused(p.Name, req, 1, "Reason: The account is currently locked out.")
		return nil, message.New(18486, p.Name)
	}
	if p.Password == "" || p.Password != req.Password {
		s.logRefused(p.Name, req, 8, "Reason: Password did not match that for the login provided.")
		return nil, clientFault(p.Name)
	}
	return p, s.admit(p, req)
}

// admit checks what remains once the password is right: only somebody who knows it learns
// that the account is disabled or the password is old.
func (s *Server) admit(p *Principal, req LoginRequest) error {
	switch {
	case p.Disabled:
		s.logRefused(p.Name, req, 1, "Reason: The account is disabled.")
		return message.New(18470, p.Name)
	case p.Expired:
		s.logRefused(p.Name, req, 1, "Reason: The password of the account has expired.")
		return message.New(18487, p.Name)
	case p.MustChange:
		s.logRefused(p.Name, req, 1, "Reason: The password of the account must be changed.")
		return message.New(18488, p.Name)
	case !s.loginHolds(p.Name, "CONNECT SQL"):
		s.logRefused(p.Name, req, 12, "Reason: Login-based server access validation failed with an infrastructure error. Login lacks Connect SQL permission.")
		return clientFault(p.Name)
	}
	return nil
}

// trustedLogin admits an account somebody else verified, if the instance has a login for it.
func (s *Server) trustedLogin(req LoginRequest) (*Principal, error) {
	p := s.principal(req.Trusted)
	if p == nil || p.Type == "S" || p.Type == "R" {
		s.logRefused(req.Trusted, req, 5, "Reason: Could not find a login matching the name provided.")
		return nil, clientFault(req.Trusted)
	}
	return p, s.admit(p, req)
}

// openDatabase puts the session into the database asked for, or the login's default.
func (se *Session) openDatabase(p *Principal, req LoginRequest) error {
	s := se.server
	name := req.Database
	if name == "" {
		name = p.DefaultDatabase
	}
	if name == "" {
		name = "master"
	}
	d := s.database(name)
	if d == nil || se.enter(d) != nil {
		return se.refuseDatabase(name, req)
	}
	se.database, se.home = d.Name, d.Name
	return nil
}

// refuseDatabase is 4060 for a database the client named and 4064 for a default one, with
// 18456 after it.
func (se *Session) refuseDatabase(name string, req LoginRequest) error {
	s := se.server
	if req.Database == "" {
		s.logRefused(se.login, req, 40, fmt.Sprintf("Reason: Failed to open the database '%s' specified in the login properties.", name))
		return message.Errors{message.New(4064), clientFault(se.login)}
	}
	s.logRefused(se.login, req, 38, fmt.Sprintf("Reason: Failed to open the explicitly specified database '%s'.", name))
	return message.Errors{message.New(4060, name), clientFault(se.login)}
}

// singleUser tells whether the instance was started with -m.
func (s *Server) singleUser() bool { return containsName(s.Settings.StartupParameters, "-m") }

// logRefused writes the two lines of a failed login to the error log.
func (s *Server) logRefused(user string, req LoginRequest, state int, reason string) {
	s.log("Logon", fmt.Sprintf("Error: 18456, Severity: 14, State: %d.", state))
	s.log("Logon", fmt.Sprintf("Login failed for user '%s'. %s [CLIENT: %s]", user, reason, clientAddress(req)))
}

// log appends one line to the error log.
func (s *Server) log(process, text string) {
	s.Log = append(s.Log, LogEntry{At: s.clock.Now(), Process: process, Text: text})
}

func clientAddress(req LoginRequest) string {
	if req.Address == "" {
		return "<local machine>"
	}
	return req.Address
}
