package instance

import (
	"context"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// caller is what an administrative statement uses of the session that runs it; engine.Run
// is one.
type caller interface {
	Message(m *message.Message) error
	Result(cols []engine.Column, rows [][]any) error
	InTransaction() bool
}

// action is one administrative statement or procedure while it runs. It holds the server's
// lock; what it has to say is kept and sent after the lock is gone, so that a slow client
// holds up nobody.
type action struct {
	ctx     context.Context
	s       *Server
	se      *Session
	run     caller
	now     time.Time
	replies []func() error
	after   []func() // runs without the lock, after the replies, even to a client that is gone
}

// Execute carries out a statement that changes or asks the instance.
func (se *Session) Execute(ctx context.Context, run *engine.Run, stmt syntax.Admin) error {
	return se.execute(ctx, run, stmt)
}

func (se *Session) execute(ctx context.Context, run caller, stmt syntax.Admin) error {
	return se.perform(ctx, run, func(a *action) error { return a.statement(stmt) })
}

// perform runs do under the server's lock, then sends what it said. An error follows what
// was said before it.
func (se *Session) perform(ctx context.Context, run caller, do func(*action) error) error {
	s := se.server
	a := &action{ctx: ctx, s: s, se: se, run: run, now: s.clock.Now()}
	s.mu.Lock()
	err := se.alive()
	switch {
	case err != nil:
	case a.database() == nil: // renamed or dropped under the session
		err = fault(911, se.database)
	default:
		err = do(a)
	}
	s.mu.Unlock()
	defer func() {
		for _, f := range a.after {
			f()
		}
	}()
	for _, reply := range a.replies {
		if sent := reply(); sent != nil {
			return sent
		}
	}
	return err
}

// statement picks the statement's own function.
func (a *action) statement(stmt syntax.Admin) error {
	if err := a.outsideTransaction(stmt); err != nil {
		return err
	}
	switch st := stmt.(type) {
	case *syntax.CreateMasterKey:
		return a.createMasterKey(st)
	case *syntax.AlterMasterKey:
		return a.alterMasterKey(st)
	case *syntax.OpenMasterKey:
		return a.openMasterKey(st)
	case *syntax.CloseMasterKey:
		return a.closeMasterKey()
	case *syntax.DropMasterKey:
		return a.dropMasterKey()
	case *syntax.BackupMasterKey:
		return a.backupMasterKey(st)
	case *syntax.CreateCertificate:
		return a.createCertificate(st)
	case *syntax.DropCertificate:
		return a.dropCertificate(st)
	case *syntax.BackupCertificate:
		return a.backupCertificate(st)
	}
	return a.databaseStatement(stmt)
}

// databaseStatement picks the function of endpoints, groups, databases and backups.
func (a *action) databaseStatement(stmt syntax.Admin) error {
	switch st := stmt.(type) {
	case *syntax.Endpoint:
		return a.endpoint(st)
	case *syntax.DropEndpoint:
		return a.dropEndpoint(st)
	case *syntax.CreateGroup:
		return a.createGroup(st)
	case *syntax.AlterGroup:
		return a.alterGroup(st)
	case *syntax.DropGroup:
		return a.dropGroup(st)
	case *syntax.CreateDatabase:
		return a.createDatabase(st)
	case *syntax.DropDatabase:
		return a.dropDatabases(st)
	case *syntax.AlterDatabase:
		return a.alterDatabase(st)
	case *syntax.Backup:
		return a.backup(st)
	case *syntax.Restore:
		return a.restore(st)
	}
	return a.securityStatement(stmt)
}

// securityStatement picks the function of logins, permissions and configuration.
func (a *action) securityStatement(stmt syntax.Admin) error {
	switch st := stmt.(type) {
	case *syntax.CreateLogin:
		return a.createLogin(st)
	case *syntax.AlterLogin:
		return a.alterLogin(st)
	case *syntax.DropLogin:
		return a.dropLogin(st)
	case *syntax.CreateUser:
		return a.createUser(st)
	case *syntax.DropUser:
		return a.dropUser(st)
	case *syntax.AlterRole:
		return a.alterRole(st)
	case *syntax.Grant:
		return a.grant(st)
	case *syntax.AlterAuthorization:
		return a.alterAuthorization(st)
	case *syntax.Reconfigure:
		return a.reconfigure(st)
	case *syntax.DBCC:
		return a.dbcc(st)
	case *syntax.Checkpoint:
		return a.checkpoint()
	case *syntax.Kill:
		return a.kill(st)
	case *syntax.Shutdown:
		return a.shutdown(st)
	case *syntax.ExecuteAs:
		return a.executeAs(st)
	case *syntax.Revert:
		return a.revert()
	}
	return fault(102, stmt.Verb())
}

// outsideTransaction refuses the statements that may not run inside a user transaction:
// 3021 for backup and restore, 574 for RECONFIGURE, 226 for the others (facts A, H17).
func (a *action) outsideTransaction(stmt syntax.Admin) error {
	if !a.run.InTransaction() {
		return nil
	}
	switch st := stmt.(type) {
	case *syntax.Backup:
		return faults(fault(3021), fault(3013, st.Verb()))
	case *syntax.Restore:
		return faults(fault(3021), fault(3013, st.Verb()))
	case *syntax.Reconfigure:
		return fault(574, "RECONFIGURE")
	case *syntax.AlterDatabase, *syntax.CreateDatabase, *syntax.DropDatabase,
		*syntax.Endpoint, *syntax.DropEndpoint,
		*syntax.CreateGroup, *syntax.AlterGroup, *syntax.DropGroup:
		return fault(226, stmt.Verb())
	}
	return nil
}

// say keeps an informational message for the client.
func (a *action) say(m *message.Message) {
	a.replies = append(a.replies, func() error { return a.run.Message(m) })
}

// result keeps a result set for the client.
func (a *action) result(cols []engine.Column, rows [][]any) {
	a.replies = append(a.replies, func() error { return a.run.Result(cols, rows) })
}

// database is the session's current database.
func (a *action) database() *Database { return a.s.database(a.se.Database()) }

// fault is one error of the message table.
func fault(number int32, args ...any) *message.Message { return message.New(number, args...) }

// faults is several errors of one statement, the cause first.
func faults(all ...*message.Message) error { return message.Errors(all) }

// followed appends the wrapper that ends a failed statement; nil stays nil.
func followed(err error, wrapper *message.Message) error {
	switch e := err.(type) {
	case nil:
		return nil
	case *message.Message:
		return message.Errors{e, wrapper}
	case message.Errors:
		return append(append(message.Errors{}, e...), wrapper)
	}
	return err
}

// cannotFind is 15151, which does not tell a missing object from an invisible one.
func cannotFind(verb, kind, name string) *message.Message { return fault(15151, verb, kind, name) }

// Columns of the results that statements and procedures send.
func textColumn(name string, length int) engine.Column {
	return engine.Column{Name: name, Type: value.NVarCharN(length), Nullable: true}
}

func column(name string, t value.Type) engine.Column {
	return engine.Column{Name: name, Type: t, Nullable: true}
}
