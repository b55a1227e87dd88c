package instance

import (
	"strings"

	"milink/internal/lab/value"
)

// sameName compares two names under the server's collation: database, login, endpoint and
// group names.
func (s *Server) sameName(a, b string) bool { return equalUnder(s.Identity.Collation, a, b) }

// sameName compares two names under the database's collation: users, certificates, objects.
func (d *Database) sameName(a, b string) bool { return equalUnder(d.Collation, a, b) }

// equalUnder compares names; a collation the lab does not know compares without case. The
// collation is looked at only where case is the one difference.
func equalUnder(collation, a, b string) bool {
	if a == b || !strings.EqualFold(a, b) {
		return a == b
	}
	c, ok := value.ParseCollation(collation)
	return !ok || !c.CaseSensitive()
}

// containsName looks a name up without regard to case: role and permission names, which
// the lab stores in one spelling.
func containsName(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// database finds a database by name, visible or not.
func (s *Server) database(name string) *Database {
	for _, d := range s.Databases {
		if s.sameName(d.Name, name) {
			return d
		}
	}
	return nil
}

// databaseByID finds a database by id, visible or not.
func (s *Server) databaseByID(id int) *Database {
	for _, d := range s.Databases {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// principal finds a server principal by name.
func (s *Server) principal(name string) *Principal {
	for _, p := range s.Principals {
		if s.sameName(p.Name, name) {
			return p
		}
	}
	return nil
}

// endpoint finds an endpoint by name.
func (s *Server) endpoint(name string) *Endpoint {
	for _, e := range s.Endpoints {
		if s.sameName(e.Name, name) {
			return e
		}
	}
	return nil
}

// group finds an availability group by name.
func (s *Server) group(name string) *Group {
	for _, g := range s.Groups {
		if s.sameName(g.Name, name) {
			return g
		}
	}
	return nil
}

// user finds a database principal by name.
func (d *Database) user(name string) *User {
	for _, u := range d.Users {
		if d.sameName(u.Name, name) {
			return u
		}
	}
	return nil
}

// certificate finds a certificate by name.
func (d *Database) certificate(name string) *Certificate {
	for _, c := range d.Certificates {
		if d.sameName(c.Name, name) {
			return c
		}
	}
	return nil
}
