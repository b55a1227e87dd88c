package instance

import (
	"slices"
	"strings"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var lockProcedures = []procedure{
	{name: "sp_getapplock", waits: true, run: (*action).getAppLock, params: []engine.ProcParam{
		required("@resource", value.NVarCharN(255)), required("@lockmode", value.VarCharN(32)),
		defaulted("@lockowner", value.VarCharN(32), "Transaction"), defaulted("@locktimeout", value.IntT, int64(-1)),
		defaulted("@dbprincipal", value.SysnameT, "public"),
	}},
	{name: "sp_releaseapplock", waits: true, run: (*action).releaseAppLock, params: []engine.ProcParam{
		required("@resource", value.NVarCharN(255)), defaulted("@lockowner", value.VarCharN(32), "Transaction"),
		defaulted("@dbprincipal", value.SysnameT, "public"),
	}},
}

// What sp_getapplock returns.
const (
	lockGranted    = 0
	lockAfterWait  = 1
	lockTimeout    = -1
	lockCancelled  = -2
	lockBadRequest = -999
)

// lockModes are the modes with those each is compatible with.
var lockModes = map[string][]string{
	"IntentShared":    {"IntentShared", "Shared", "Update", "IntentExclusive"},
	"Shared":          {"IntentShared", "Shared", "Update"},
	"Update":          {"IntentShared", "Shared"},
	"IntentExclusive": {"IntentShared", "IntentExclusive"},
	"Exclusive":       {},
}

// lockMode finds a mode in its own spelling.
func lockMode(name string) (string, bool) {
	for mode := range lockModes {
		if strings.EqualFold(mode, name) {
			return mode, true
		}
	}
	return "", false
}

// lockPoll is how often a waiting sp_getapplock looks again.
const lockPoll = 20 * time.Millisecond

// getAppLock takes an application lock of the session, waiting as long as @LockTimeout
// says: -1 without end, 0 not at all.
//
// modelled: a lock that belongs to a transaction is refused with -999, because the
// instance does not see transactions end.
func (a *action) getAppLock(args arguments) (int32, error) {
	mode, known := lockMode(args.text("@lockmode"))
	if !known || args.text("@resource") == "" || !strings.EqualFold(args.text("@lockowner"), "Session") {
		return lockBadRequest, nil
	}
	timeout, ok := args.number("@locktimeout")
	if !ok {
		timeout = -1
	}
	want := AppLock{Principal: args.text("@dbprincipal"), Resource: args.text("@resource"), Mode: mode, Session: true, Count: 1}
	if !a.lockPrincipal(want.Principal) {
		return lockBadRequest, nil
	}
	return a.awaitLock(want, time.Duration(timeout)*time.Millisecond)
}

// lockPrincipal tells whether the session may use the principal: public, or a user or role
// it is.
func (a *action) lockPrincipal(name string) bool {
	a.s.mu.RLock()
	defer a.s.mu.RUnlock()
	d := a.database()
	return strings.EqualFold(name, "public") || d.sameName(name, a.se.UserName(d)) || a.se.InRole(d, name)
}

func (a *action) awaitLock(want AppLock, timeout time.Duration) (int32, error) {
	begun := a.s.clock.Now()
	for waited := false; ; waited = true {
		granted, err := a.tryLock(want)
		switch {
		case err != nil:
			return lockBadRequest, err
		case granted && waited:
			return lockAfterWait, nil
		case granted:
			return lockGranted, nil
		}
		if timeout >= 0 && a.s.clock.Now().Sub(begun) >= timeout {
			return lockTimeout, nil
		}
		if a.s.clock.Sleep(a.ctx, lockPoll) != nil {
			return lockCancelled, nil
		}
	}
}

// tryLock grants the lock unless another session holds it in a mode that does not fit.
func (a *action) tryLock(want AppLock) (granted bool, err error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if err := a.se.alive(); err != nil {
		return false, err
	}
	want.Database, want.SPID, want.Login, want.Since = a.se.database, a.se.spid, a.se.login, a.s.clock.Now()
	for i := range a.s.Locks {
		held := &a.s.Locks[i]
		if !want.sameResource(*held) {
			continue
		}
		if held.SPID == want.SPID && held.Mode == want.Mode {
			held.Count++
			return true, nil
		}
		if held.SPID != want.SPID && !slices.Contains(lockModes[held.Mode], want.Mode) {
			return false, nil
		}
	}
	a.s.Locks = append(a.s.Locks, want)
	return true, nil
}

// sameResource compares database, principal and name; resource names are case-sensitive.
func (l AppLock) sameResource(o AppLock) bool {
	return strings.EqualFold(l.Database, o.Database) && strings.EqualFold(l.Principal, o.Principal) && l.Resource == o.Resource
}

// releaseAppLock gives one hold back; 1223 when the session has none.
func (a *action) releaseAppLock(args arguments) (int32, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	want := AppLock{Database: a.se.database, Principal: args.text("@dbprincipal"), Resource: args.text("@resource")}
	for i := range a.s.Locks {
		held := &a.s.Locks[i]
		if held.SPID != a.se.spid || !want.sameResource(*held) {
			continue
		}
		if held.Count--; held.Count == 0 {
			a.s.Locks = slices.Delete(slices.Clone(a.s.Locks), i, i+1)
		}
		return lockGranted, nil
	}
	return lockBadRequest, inProcedure(fault(1223, want.Principal, want.Resource), "xp_userlock")
}
