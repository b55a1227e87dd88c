package sqlserver

import (
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
)

// refusal is what a login error means and what to do about it.
type refusal struct{ meaning, hint string }

// refusals by message number (facts/tsql.md F5 and F9). The server tells a client little on
// purpose: why 18456 came stands in its error log only.
var refusals = map[int]refusal{
	18456: {"the login was refused", "Check user and password, and that the server allows SQL logins (mixed mode). The reason stands in the server's error log beside this message."},
	18452: {"the Windows login comes from a domain the server does not trust", "Use a SQL login, or connect from the server's domain; a name without a service principal name (SPN) does this too."},
	18470: {"the login is disabled", "An administrator enables it: ALTER LOGIN <login> ENABLE."},
	18486: {"the login is locked after too many wrong passwords", "An administrator unlocks it: ALTER LOGIN <login> WITH PASSWORD = '<password>' UNLOCK."},
	18487: {"the password has expired", "Set a new one: ALTER LOGIN <login> WITH PASSWORD = '<new>', or as the login itself with a client that asks for it."},
	18488: {"the password must be changed before the first use", "Set a new one: ALTER LOGIN <login> WITH PASSWORD = '<new>', or as the login itself with a client that asks for it."},
	4060:  {"the login cannot open the database master", "The server may be starting; otherwise check whether the login's access to master was taken away."},
	18401: {"the server runs its upgrade scripts after an update and lets only administrators in", "Try again in some minutes."},
	18451: {"the server lets only administrators in", "It is starting, shutting down or in single-user mode: try again later."},
	18461: {"the server is in single-user mode and another administrator is in", "Restart it without -m, or end the other session."},
}

// loginRefused: the server answered the login with errors. The first one that is known
// gives the meaning, because the cause comes first and the wrapper last.
func (a *attempt) loginRefused(err mssql.Error) *Error {
	e := a.fail(LoginFailed, "the login was refused", "The server's error log tells why.", nil)
	e.Messages = a.messages(err)
	for _, m := range e.Messages {
		if r, ok := refusals[m.Number]; ok {
			e.Meaning, e.Hint = r.meaning, r.hint
			break
		}
	}
	return e
}

// messages are all errors the driver read, in order, without the password.
func (a *attempt) messages(err mssql.Error) []Message {
	list := messagesOf(err)
	secret := a.cfg.Login.Password.Reveal()
	for i := range list {
		if secret != "" {
			list[i].Text = strings.ReplaceAll(list[i].Text, secret, "(secret)")
		}
	}
	return list
}

// messagesOf lists all errors: the driver's value is the last one and holds the others.
func messagesOf(err mssql.Error) []Message {
	all := err.All
	if len(all) == 0 {
		all = []mssql.Error{err}
	}
	list := make([]Message, len(all))
	for i, e := range all {
		list[i] = Message{Number: int(e.Number), Severity: int(e.Class), State: int(e.State), Text: e.Message}
	}
	return list
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
