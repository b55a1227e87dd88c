package engine

import (
	"errors"

	"milink/internal/lab/syntax"
)

// tryCatch runs TRY, and CATCH when an error of class 11 to 19 came out of it.
func (r *runner) tryCatch(t *syntax.TryCatch) (flow, error) {
	s := r.session
	s.tries++
	next, err := r.block(t.Try)
	s.tries--
	var f *failure
	if err == nil || !errors.As(err, &f) {
		return next, err
	}
	if f.compile && f.in == r.module {
		// A statement of this very scope that could not be compiled: only a TRY further out
		// catches that.
		return flow{}, r.raise(f, t.At())
	}
	if s.trancount > 0 && r.dooms(f) {
		s.doomed = true
	}
	s.caught = append(s.caught, f.last())
	defer func() { s.caught = s.caught[:max(len(s.caught)-1, 0)] }()
	return r.block(t.Catch)
}

// dooms tells whether a caught error leaves the transaction uncommittable.
func (r *runner) dooms(f *failure) bool {
	return r.session.options.on("XACT_ABORT") || f.ends >= endsBatch && !f.thrown
}
