package instance

import "fmt"

// logf writes one line into the error log.
func (s *Server) logf(process, format string, args ...any) {
	s.log(process, fmt.Sprintf(format, args...))
}

// logMessage writes a message into the error log as SQL Server does: for an error a line
// with its numbers first, then the text.
func (s *Server) logMessage(process string, number int32, args ...any) {
	m := fault(number, args...)
	if m.IsError() {
		s.logf(process, "Error: %d, Severity: %d, State: %d.", m.Number, m.Class, m.State)
	}
	s.log(process, m.Text)
}

// process is how the error log names the session.
func (se *Session) process() string { return fmt.Sprintf("spid%d", se.spid) }
