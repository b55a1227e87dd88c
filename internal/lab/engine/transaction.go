package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// undoLog is how to take back what the open transaction did to tables. Each entry restores
// the state before one statement.
type undoLog struct {
	steps []func()
	saves map[string]int
	name  string // of the outermost transaction
}

func (u *undoLog) add(step func()) { u.steps = append(u.steps, step) }

// back undoes everything after a mark, latest first.
func (u *undoLog) back(mark int) {
	for i := len(u.steps) - 1; i >= mark; i-- {
		u.steps[i]()
	}
	u.steps = u.steps[:mark]
}

// transaction is BEGIN, COMMIT, ROLLBACK and SAVE TRANSACTION.
func (r *runner) transaction(s *syntax.Transaction) error {
	sess := r.session
	switch s.Op {
	case "BEGIN":
		if sess.doomed {
			return message.New(3930)
		}
		if sess.trancount++; sess.trancount == 1 {
			sess.undo.name = s.Name
		}
	case "COMMIT":
		if err := sess.commit(); err != nil {
			return err
		}
	case "SAVE":
		return r.save(s)
	case "ROLLBACK":
		if err := r.rollbackTo(s); err != nil {
			return err
		}
	}
	return r.plain()
}

// commit ends one level; the outermost makes the changes stay.
func (s *Session) commit() error {
	switch {
	case s.trancount == 0:
		return message.New(3902)
	case s.doomed:
		return message.New(3930)
	}
	s.trancount--
	if s.trancount == 0 {
		s.undo = undoLog{}
	}
	return nil
}

// rollback takes the whole transaction back; without one it does nothing.
func (s *Session) rollback() {
	s.undo.back(0)
	s.undo = undoLog{}
	s.trancount, s.doomed = 0, false
}

func (r *runner) save(s *syntax.Transaction) error {
	sess := r.session
	switch {
	case sess.trancount == 0:
		return message.New(628)
	case sess.doomed:
		return message.New(3931)
	}
	if sess.undo.saves == nil {
		sess.undo.saves = map[string]int{}
	}
	sess.undo.saves[s.Name] = len(sess.undo.steps)
	return r.plain()
}

// rollbackTo is ROLLBACK, to a savepoint when the name is one. Of nested transactions only
// the outermost has a name to roll back to.
func (r *runner) rollbackTo(s *syntax.Transaction) error {
	sess := r.session
	if sess.trancount == 0 {
		return message.New(3903)
	}
	mark, ok := sess.undo.saves[s.Name]
	switch {
	case s.Name == "" || !ok && s.Name == sess.undo.name:
		sess.rollback()
		return nil
	case !ok:
		return message.New(6401, s.Name)
	}
	if sess.doomed {
		return message.New(3931)
	}
	sess.undo.back(mark)
	return nil
}

// changing is called before a statement changes a table: a doomed transaction may not
// write. The step restores the table on rollback.
func (r *runner) changing(t *memTable) error {
	if r.session.doomed && !t.variable {
		return message.New(3930)
	}
	if r.session.trancount > 0 && !t.variable {
		r.session.undo.add(t.snapshot())
	}
	return nil
}

// startImplicit opens a transaction when SET IMPLICIT_TRANSACTIONS is ON.
func (s *Session) startImplicit(stmt syntax.Statement) {
	if !s.options.on("IMPLICIT_TRANSACTIONS") || s.trancount > 0 {
		return
	}
	if q, ok := stmt.(*syntax.QueryStmt); ok {
		if sel, isSelect := q.Query.Body.(*syntax.Select); isSelect && len(sel.From) == 0 {
			return
		}
	}
	s.trancount = 1
}
