package main

import (
	"context"
	"time"

	"milink/internal/facts"
	"milink/internal/sqlserver"
)

// collectFacts asks a real or simulated instance.
func collectFacts(ctx context.Context, a access) (*facts.Document, error) {
	return sqlserver.Collect(ctx, a.toSQLServer(), time.Now)
}

// toSQLServer hands the person's wishes to the hand that carries them out.
func (a access) toSQLServer() sqlserver.Config {
	s := a.cfg.Source
	return sqlserver.Config{
		Server: s.Server,
		Login: sqlserver.Login{
			Method: sqlserver.Method(s.Login.Method), User: s.Login.User, Password: sqlserver.NewSecret(a.password.Reveal()),
		},
		TLS: sqlserver.TLS{
			Mode: sqlserver.Mode(s.TLS.Mode), CAFile: a.cfg.Path(s.TLS.CA), CAPEM: a.caPEM, Pin: s.TLS.Pin, Trust: s.TLS.Trust,
		},
		Timeouts:        sqlserver.Timeouts{Connect: a.cfg.ConnectTimeout(), RoundTrip: a.cfg.RoundTripTimeout()},
		ApplicationName: tool + "/" + version,
		Simulated:       a.cfg.Simulated,
	}
}
