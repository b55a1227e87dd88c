package tds

import (
	"context"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
)

// Backend decides who may log in and gives the sessions.
type Backend interface {
	// Login answers a login. An error that is a *message.Message or message.Errors is
	// what the client is told before the connection closes; any other closes it without
	// a word.
	Login(ctx context.Context, login Login) (Accepted, error)
}

// Accepted is a login let in.
type Accepted struct {
	Client    engine.Client
	Server    string // name that stands in every message (@@SERVERNAME)
	SPID      uint16
	Database  string
	Language  string // us_english when empty
	Collation Collation
	Program   string  // "Microsoft SQL Server" when empty
	Version   Version // as in LOGINACK
	// Messages are said beside those of every login, 4063 for example.
	Messages []*message.Message
}

// withDefaults fills what the Backend left open.
func (a Accepted) withDefaults(v Version) Accepted {
	if a.Language == "" {
		a.Language = "us_english"
	}
	if a.Program == "" {
		a.Program = "Microsoft SQL Server"
	}
	if a.Collation == (Collation{}) {
		a.Collation = DefaultCollation
	}
	if a.Version == (Version{}) {
		a.Version = v
	}
	return a
}
