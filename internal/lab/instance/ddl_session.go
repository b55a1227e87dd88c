package instance

import (
	"errors"
	"slices"

	"milink/internal/lab/syntax"
)

// ErrStopped ends the connection of whoever still talks to an instance that was shut down.
var ErrStopped = errors.New("the SQL Server service is not running")

// ErrEnded ends the connection of a session that was killed.
var ErrEnded = errors.New("the session was ended by the server")

// alive tells a session that was ended from one that may go on. The lock is held.
func (se *Session) alive() error {
	if se.server.Process.Stopped {
		return ErrStopped
	}
	if se.server.sessions[se.spid] != se {
		return ErrEnded
	}
	return nil
}

// executeAs puts another login or user on top of the session's own.
func (a *action) executeAs(st *syntax.ExecuteAs) error {
	before := Impersonation{Login: a.se.login, User: a.se.user, Database: a.se.database}
	if st.Login {
		p := a.s.principal(st.Name)
		if p == nil || p.Type == "R" || !a.mayImpersonate(p) {
			return fault(15406, st.Name)
		}
		a.se.login, a.se.user = p.Name, ""
	} else {
		d := a.database()
		u := d.user(st.Name)
		if u == nil || u.Type == "R" || !a.mayBeUser(d, u) {
			return fault(15517, st.Name)
		}
		a.se.user = u.Name
	}
	a.se.admin.Impersonated = append(a.se.admin.Impersonated, before)
	return nil
}

func (a *action) mayImpersonate(p *Principal) bool {
	return a.s.sameName(p.Name, a.se.login) || a.se.HasServer("IMPERSONATE ANY LOGIN") || a.se.HasLogin(p, "IMPERSONATE")
}

func (a *action) mayBeUser(d *Database, u *User) bool {
	return a.se.HasDatabase(d, "CONTROL") || d.sameName(u.Name, a.se.UserName(d)) ||
		slices.ContainsFunc(d.Grants, func(g Grant) bool {
			return g.Class == "USER" && g.Permission == "IMPERSONATE" && g.State != "D" &&
				d.sameName(g.Securable, u.Name) && d.sameName(g.To, a.se.UserName(d))
		})
}

// revert takes back the last EXECUTE AS; without one it does nothing. It must be run in
// the database where that one was (15199).
func (a *action) revert() error {
	stack := a.se.admin.Impersonated
	if len(stack) == 0 {
		return nil
	}
	last := stack[len(stack)-1]
	if !a.s.sameName(last.Database, a.se.database) {
		return fault(15199, "EXECUTE AS")
	}
	a.se.admin.Impersonated = stack[:len(stack)-1]
	a.se.login, a.se.user = last.Login, last.User
	return nil
}

// kill ends another session.
func (a *action) kill(st *syntax.Kill) error {
	if !a.se.HasServer("ALTER ANY CONNECTION") {
		return fault(6102)
	}
	if st.SPID == a.se.spid {
		return fault(6104)
	}
	if st.SPID < 1 || st.SPID > 32767 {
		return fault(6101, st.SPID)
	}
	other := a.s.sessions[st.SPID]
	if other == nil {
		return fault(6106, st.SPID)
	}
	if st.StatusOnly {
		return fault(6120, st.SPID)
	}
	a.s.logf(a.se.process(), "Process ID %d was killed by hostname %s, host process ID 0.", st.SPID, a.se.request.Host)
	a.end(other)
	return nil
}

// shutdown stops the service. The statement's own connection goes too.
func (a *action) shutdown(st *syntax.Shutdown) error {
	if a.s.Identity.ManagedAzure {
		return fault(41906, st.Verb())
	}
	if !a.se.HasServer("SHUTDOWN") {
		return fault(6004)
	}
	a.s.logf(a.se.process(), "Server shut down by request from login %s.", a.se.login)
	a.say(fault(6006, a.se.UserName(a.database()), a.se.login))
	hook := a.s.ShutDown
	a.after = append(a.after, func() {
		a.s.Stop()
		if hook != nil {
			hook()
		}
	})
	return ErrStopped
}

// checkpoint writes dirty pages, of which the lab has none.
func (a *action) checkpoint() error {
	d := a.database()
	if !a.se.HasDatabase(d, "CHECKPOINT") {
		return fault(262, "CHECKPOINT", d.Name)
	}
	return nil
}

// reconfigure puts the configured values of dynamic options into use. Writing them asks
// for the same permission as RECONFIGURE itself, whose refusal is 5812.
func (a *action) reconfigure(*syntax.Reconfigure) error {
	if !a.se.HasServer("ALTER SETTINGS") {
		return fault(5812)
	}
	for name, c := range a.s.Settings.Configurations {
		if c.Dynamic {
			c.InUse = c.Value
			a.s.Settings.Configurations[name] = c
		}
	}
	return nil
}
