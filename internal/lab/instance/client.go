package instance

import "milink/internal/lab/engine"

var _ engine.World = (*Session)(nil)

// NewClient starts the T-SQL engine over the session.
func (se *Session) NewClient() engine.Client { return engine.NewSession(se) }
