package engine

import (
	"context"
	"errors"

	"milink/internal/lab/message"
)

// Session runs T-SQL for one login. It implements Client.
type Session struct {
	world     World
	trancount int
	// doomed is an open transaction that can only be rolled back (XACT_STATE() = -1).
	doomed    bool
	undo      undoLog
	options   options
	temps     map[string]*memTable
	tempProcs map[string]*userProcedure
	prepared  map[int64]*preparedStatement
	handles   int64
	cursors   map[string]*cursor
	rowcount  int64
	// eliminated says that an aggregate of the statement passed a NULL over (8153).
	eliminated bool
	lastError  int32
	fetch      int64
	identity   *int64
	// tries is how many TRY blocks are open, caught the errors of the open CATCH blocks.
	tries  int
	caught []*message.Message
	random *random
}

// NewSession starts a session over a world.
func NewSession(world World) *Session {
	s := &Session{world: world}
	s.clear()
	return s
}

// clear puts everything the session holds back to a fresh login.
func (s *Session) clear() {
	*s = Session{
		world: s.world, options: initialOptions(s.world), random: s.random,
		temps: map[string]*memTable{}, tempProcs: map[string]*userProcedure{},
		prepared: map[int64]*preparedStatement{}, cursors: map[string]*cursor{},
	}
	if s.random == nil {
		s.random = newRandom(s.world)
	}
}

// Batch runs one batch of T-SQL text.
func (s *Session) Batch(ctx context.Context, text string, out Sink) error {
	r := &runner{ctx: ctx, sink: out, session: s, module: newModule(s, nil)}
	return s.finish(r, r.text(text))
}

// finish settles what a request leaves behind: errors nobody caught, temp tables of its
// scope, a transaction that cannot be committed.
func (s *Session) finish(r *runner, err error) error {
	r.module.drop()
	var done *stopped
	switch {
	case err == nil:
	case errors.As(err, &done):
		if done.ends == endsConnection {
			return errDisconnect
		}
	case r.ctx.Err() != nil:
		s.abandon()
		return r.ctx.Err()
	default:
		return err
	}
	return s.endDoomed(r)
}

// abandon is what an attention does to the session: the TRY blocks it stood in are gone,
// and with XACT_ABORT the transaction too.
func (s *Session) abandon() {
	s.tries, s.caught = 0, nil
	if s.options.on("XACT_ABORT") {
		s.rollback()
	}
}

// endDoomed rolls back an uncommittable transaction at the end of the batch.
func (s *Session) endDoomed(r *runner) error {
	if !s.doomed {
		return nil
	}
	s.rollback()
	m := message.New(3998).At(1)
	s.lastError = m.Number
	if err := r.sink.Message(m); err != nil {
		return err
	}
	return r.sink.Done(-1)
}

// Begin opens a transaction for the transaction manager request of the wire.
func (s *Session) Begin(context.Context) error {
	s.trancount++
	return nil
}

// Commit commits one level.
func (s *Session) Commit(context.Context) error { return s.commit() }

// Rollback rolls everything back.
func (s *Session) Rollback(context.Context) error {
	if s.trancount == 0 {
		return message.New(3903)
	}
	s.rollback()
	return nil
}

// Reset is sp_reset_connection: what the session set, opened and created is gone, the
// database is the login's again.
func (s *Session) Reset(out Sink) error {
	from := s.world.Database()
	s.rollback()
	s.clear()
	s.world.Reset()
	to := s.world.Database()
	if from == to {
		return nil
	}
	return out.Database(from, to)
}

// Close ends the session.
func (s *Session) Close() {
	s.rollback()
	s.clear()
	s.world.Close()
}
