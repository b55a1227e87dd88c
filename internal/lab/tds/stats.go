package tds

import (
	"slices"
	"sync/atomic"
)

// Stats counts what happened since the server was made.
type Stats struct {
	Connections int64 // accepted on the socket
	Logins      int64 // let in
	Requests    int64 // batches, calls and transaction requests: round trips after the login
	Attentions  int64
}

// ConnectionStats describes one connection.
type ConnectionStats struct {
	ID         uint64
	Remote     string
	User       string
	App        string
	TDS        string
	Encrypted  bool
	Open       bool
	Requests   int64
	Attentions int64
	Resets     int64
	Written    int64 // bytes sent, inside TLS where there is TLS
}

// counters are the moving parts of ConnectionStats.
type counters struct {
	requests, attentions, resets atomic.Int64
}

// keptConnections is how many ended connections are remembered for Connections.
const keptConnections = 256

// Stats returns the totals.
func (s *Server) Stats() Stats {
	return Stats{
		Connections: s.accepted.Load(),
		Logins:      s.logins.Load(),
		Requests:    s.requests.Load(),
		Attentions:  s.attentions.Load(),
	}
}

// Connections returns the connections that logged in, oldest first: all that are open
// and the last ones that ended.
func (s *Server) Connections() []ConnectionStats {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.ended)
	for c := range s.sessions {
		all = append(all, c.stats(true))
	}
	slices.SortFunc(all, func(a, b ConnectionStats) int { return int(int64(a.ID) - int64(b.ID)) })
	return all
}

// stats describes the connection now; call it only once it is logged in.
func (c *connection) stats(open bool) ConnectionStats {
	return ConnectionStats{
		ID: c.id, Remote: c.login.Remote, User: c.login.User, App: c.login.App,
		TDS: c.login.TDS, Encrypted: c.login.Encrypted, Open: open,
		Requests:   c.count.requests.Load(),
		Attentions: c.count.attentions.Load(),
		Resets:     c.count.resets.Load(),
		Written:    c.tr.written.Load(),
	}
}

// opened and closed keep the list of sessions.
func (s *Server) opened(c *connection) {
	s.logins.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions[c] = struct{}{}
}

func (s *Server) closed(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, c)
	s.ended = append(s.ended, c.stats(false))
	if len(s.ended) > keptConnections {
		s.ended = slices.Delete(s.ended, 0, 1)
	}
}
