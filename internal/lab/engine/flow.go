package engine

import (
	"slices"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// flow is where control goes after a statement.
type flow struct {
	kind  flowKind
	label string
}

type flowKind uint8

const (
	goesOn flowKind = iota
	breaks
	continues
	returns
	jumps
)

// block runs statements in order; a GOTO to a label in this list goes on there.
func (r *runner) block(list []syntax.Statement) (flow, error) { return r.blockFrom(list, flow{}) }

// blockFrom is block begun at a label.
func (r *runner) blockFrom(list []syntax.Statement, next flow) (flow, error) {
	for i := 0; ; i++ {
		if err := r.ctx.Err(); err != nil {
			return flow{}, err
		}
		step := r.statement
		switch next.kind {
		case jumps:
			to := next
			if i = labelAt(list, to); i < 0 {
				return next, nil
			}
			step = func(s syntax.Statement) (flow, error) { return r.jumpInto(s, to) }
		case breaks, continues, returns:
			return next, nil
		}
		if i >= len(list) {
			return flow{}, nil
		}
		var err error
		if next, err = step(list[i]); err != nil {
			return flow{}, err
		}
	}
}

// labelAt finds the statement that holds the label a GOTO asks for, -1 when it is not here.
func labelAt(list []syntax.Statement, next flow) int {
	if next.kind != jumps {
		return -1
	}
	return slices.IndexFunc(list, func(s syntax.Statement) bool { return holdsLabel(s, next.label) })
}

// statement runs one statement.
func (r *runner) statement(s syntax.Statement) (flow, error) {
	switch s := s.(type) {
	case *syntax.Block:
		return r.block(s.Body)
	case *syntax.If:
		return r.ifElse(s)
	case *syntax.While:
		return r.while(s)
	case *syntax.Break:
		return flow{kind: breaks}, nil
	case *syntax.Continue:
		return flow{kind: continues}, nil
	case *syntax.Goto:
		return flow{kind: jumps, label: s.Name}, nil
	case *syntax.Label:
		return flow{}, nil
	case *syntax.Return:
		return r.returns(s)
	case *syntax.TryCatch:
		return r.tryCatch(s)
	}
	return flow{}, r.act(s)
}

// act runs a statement that does not steer. Its error is raised here; its success clears
// @@ERROR.
func (r *runner) act(s syntax.Statement) error {
	if _, sets := s.(*syntax.SetOption); !sets && (r.session.options.on("NOEXEC") || r.session.options.on("PARSEONLY")) {
		return nil // compiled, not run
	}
	r.line, r.session.eliminated = s.At(), false
	err := r.perform(s)
	if err == nil {
		err = r.warn()
	}
	if err == nil {
		if !keepsError(s) {
			r.session.lastError = 0
		}
		return nil
	}
	return r.raise(err, s.At())
}

// keepsError are the statements that set @@ERROR by themselves.
func keepsError(s syntax.Statement) bool {
	switch s.(type) {
	case *syntax.RaisError, *syntax.Exec:
		return true
	}
	return false
}

// truthOfCondition evaluates the condition of IF and WHILE.
func (r *runner) truthOfCondition(at syntax.Node, e syntax.Expr) (bool, error) {
	b := r.bind(at)
	c := b.cond(e, nil)
	if err := b.err(); err != nil {
		return false, err
	}
	x := r.execution()
	if err := x.open(b.tables); err != nil {
		return false, err
	}
	r.line, r.session.eliminated = at.At(), false
	t, err := c(&frame{x: x})
	if err == nil {
		err = r.warn()
	}
	if err == nil {
		r.session.rowcount, r.session.lastError = 0, 0
	}
	return t == yes, err
}

func (r *runner) ifElse(s *syntax.If) (flow, error) {
	ok, err := r.truthOfCondition(s, s.Cond)
	switch {
	case err != nil:
		// An error in the condition ends the IF; with no TRY the batch goes on behind it.
		return flow{}, r.raise(err, s.At())
	case ok:
		return r.statement(s.Then)
	case s.Else != nil:
		return r.statement(s.Else)
	}
	return flow{}, nil
}

func (r *runner) while(s *syntax.While) (flow, error) { return r.loop(s, flow{}) }

// loop is WHILE, its first round begun at a label when a GOTO leads there.
func (r *runner) loop(s *syntax.While, entry flow) (flow, error) {
	body := []syntax.Statement{s.Body}
	for ; ; entry.kind = goesOn {
		if err := r.ctx.Err(); err != nil {
			return flow{}, err
		}
		if entry.kind != jumps {
			ok, err := r.truthOfCondition(s, s.Cond)
			if err != nil || !ok {
				return flow{}, r.raise(err, s.At())
			}
		}
		next, err := r.blockFrom(body, entry)
		if err != nil {
			return flow{}, err
		}
		switch next.kind {
		case breaks:
			return flow{}, nil
		case returns, jumps:
			return next, nil
		}
	}
}

// returns ends the module, in a procedure with a status.
func (r *runner) returns(s *syntax.Return) (flow, error) {
	if s.X == nil {
		return flow{kind: returns}, nil
	}
	v, err := r.scalar(s, s.X)
	if err != nil {
		return flow{}, r.raise(err, s.At())
	}
	if v == nil {
		m := message.New(282, r.module.proc)
		v = int64(0)
		if err := r.message(m, s.At()); err != nil {
			return flow{}, err
		}
	}
	r.module.status = v.(int64)
	return flow{kind: returns}, nil
}
