package instance

import (
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// Session is one login on the instance. It implements engine.World: what the T-SQL engine
// asks of the instance on behalf of that login.
type Session struct {
	server   *Server
	spid     int
	login    string // effective login; EXECUTE AS changes it
	original string // ORIGINAL_LOGIN
	user     string // database user of EXECUTE AS USER, empty otherwise
	database string
	admin    SessionState
	request  LoginRequest
	home     string // database the login left the session in
	since    time.Time
	options  int64 // SET options of 'user options' at the login, as bits of @@OPTIONS
}

// SPID is the session id.
func (se *Session) SPID() int { return se.spid }

// Login is the effective login.
func (se *Session) Login() string { return se.login }

// Database is the session's current database.
func (se *Session) Database() string { return se.database }

// Clock is the instance's clock.
func (se *Session) Clock() engine.Clock { return se.server.clock }

// Version is the major version as the outside sees it.
func (se *Session) Version() int { return se.server.Identity.Build.Major }

// Collation is the collation of the current database.
func (se *Session) Collation() value.Collation {
	se.server.mu.RLock()
	defer se.server.mu.RUnlock()
	if d := se.server.database(se.database); d != nil {
		if c, ok := value.ParseCollation(d.Collation); ok {
			return c
		}
	}
	return value.DefaultCollation
}

// Use changes the session's database.
func (se *Session) Use(name string) error {
	se.server.mu.Lock()
	defer se.server.mu.Unlock()
	d := se.server.database(name)
	if d == nil {
		return message.New(911, name)
	}
	if err := se.enter(d); err != nil {
		return err
	}
	se.database = d.Name
	return nil
}

// enter tells why the session cannot use a database, nil when it can: 916 first, then what
// its state says.
func (se *Session) enter(d *Database) error {
	if !se.CanEnter(d) {
		return message.New(916, se.login, d.Name)
	}
	if m := se.server.unavailable(d); m != nil {
		return m
	}
	if se.server.wantsReadIntent(d) && !se.request.ReadOnly {
		return message.New(978, d.Name)
	}
	if d.Access == "RESTRICTED_USER" && !se.HasDatabase(d, "CONTROL") && !se.HasServer("CREATE ANY DATABASE") {
		return message.New(923, d.Name)
	}
	if d.Access == "SINGLE_USER" && se.server.occupied(d, se) {
		return message.New(924, d.Name)
	}
	return nil
}

// unavailable is the message of a database that nobody can use now, nil for one that is
// open. Availability group rules come on top for a local copy that is not primary.
func (s *Server) unavailable(d *Database) *message.Message {
	switch d.State {
	case "ONLINE", "EMERGENCY":
		return s.groupCloses(d)
	case "RESTORING":
		return message.New(927, d.Name)
	case "RECOVERING":
		return message.New(922, d.Name)
	case "RECOVERY_PENDING":
		return message.New(945, d.Name)
	case "SUSPECT":
		return message.New(926, d.Name)
	}
	return message.New(942, d.Name)
}

// groupCloses is what a database of an availability group answers while its replica is not
// the primary: 983 when resolving, 976 on a secondary that allows no reads.
func (s *Server) groupCloses(d *Database) *message.Message {
	g := s.groupOf(d)
	if g == nil {
		return nil
	}
	for _, r := range g.Replicas {
		switch {
		case !r.Local || r.Role == 1:
		case r.Role == 0:
			return message.New(983, d.Name)
		case r.AllowSecondary == 0:
			return message.New(976, d.Name)
		}
	}
	return nil
}

// wantsReadIntent tells whether the database is on a secondary replica that only takes
// connections with read intent.
func (s *Server) wantsReadIntent(d *Database) bool {
	g := s.groupOf(d)
	if g == nil {
		return false
	}
	for _, r := range g.Replicas {
		if r.Local && r.Role == 2 && r.AllowSecondary == 1 {
			return true
		}
	}
	return false
}

// groupOf is the plain availability group the database is joined to, nil for none.
func (s *Server) groupOf(d *Database) *Group {
	if d.GroupID == nil {
		return nil
	}
	for _, g := range s.Groups {
		if g.ID == *d.GroupID {
			return g
		}
	}
	return nil
}

// occupied tells whether another session uses a single-user database.
func (s *Server) occupied(d *Database, me *Session) bool {
	for _, se := range s.sessions {
		if se != me && s.sameName(se.database, d.Name) {
			return true
		}
	}
	return false
}

// Reset puts back what the login left: its database, no session trace flags, no opened
// keys, no impersonation (sp_reset_connection).
func (se *Session) Reset() {
	se.server.mu.Lock()
	defer se.server.mu.Unlock()
	se.login, se.user, se.database = se.original, "", se.home
	se.admin = SessionState{}
	se.releaseLocks()
}

// Close ends the session and frees its application locks.
func (se *Session) Close() {
	se.server.mu.Lock()
	defer se.server.mu.Unlock()
	delete(se.server.sessions, se.spid)
	se.releaseLocks()
}

// releaseLocks gives back the application locks of the session.
func (se *Session) releaseLocks() {
	kept := se.server.Locks[:0]
	for _, l := range se.server.Locks {
		if l.SPID != se.spid {
			kept = append(kept, l)
		}
	}
	se.server.Locks = kept
}
