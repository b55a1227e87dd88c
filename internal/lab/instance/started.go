package instance

// started tells whether the database is open, so that what only its own pages say can be
// shown: it is online, and with AUTO_CLOSE somebody uses it.
//
// modelled: a database in EMERGENCY counts as open, for administrators read it.
func (s *Server) started(d *Database) bool {
	return (d.State == "ONLINE" || d.State == "EMERGENCY") && !s.closed(d)
}

// closed tells whether the database was shut down cleanly: taken offline, or left by its
// last session with AUTO_CLOSE on.
//
// modelled: at once, where the server waits a moment; what reads it by a three-part name
// leaves it closed.
func (s *Server) closed(d *Database) bool {
	if d.State == "OFFLINE" {
		return true
	}
	return d.AutoClose && d.State == "ONLINE" && len(s.others(d, nil)) == 0
}
