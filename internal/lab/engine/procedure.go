package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// userProcedure is a procedure that CREATE PROCEDURE made.
type userProcedure struct {
	name   string
	params []syntax.VarDecl
	body   []syntax.Statement
}

// createProcedure is CREATE [OR ALTER] PROCEDURE.
func (r *runner) createProcedure(s *syntax.CreateProcedure) error {
	p := &userProcedure{name: s.Name.Object.Text, params: s.Params, body: s.Body}
	if err := r.checkBody(p); err != nil {
		return err
	}
	procs, err := r.session.proceduresOf(s.Name, "CREATE PROCEDURE")
	if err != nil {
		return err
	}
	if !procs.addProcedure(p, s.OrAlter) {
		m := message.New(2714, p.name)
		return m.With(3, m.Class).In(p.name)
	}
	return r.plain()
}

// checkBody compiles the body, so that a wrong column of an existing table shows now.
func (r *runner) checkBody(p *userProcedure) error {
	m := newModule(r.session, r.module)
	m.proc, m.returns = p.name, true
	for _, v := range p.params {
		if !m.declare(v.Name, &variable{typ: v.Type}) {
			return message.New(134, v.Name)
		}
	}
	return compile(m, p.body)
}

// dropProcedure is DROP PROCEDURE.
func (r *runner) dropProcedure(s *syntax.DropProcedure) error {
	for _, n := range s.Names {
		procs, err := r.session.proceduresOf(n, "DROP PROCEDURE")
		if err != nil {
			return err
		}
		if !procs.dropProcedure(n.Object.Text) && !s.IfExists {
			return message.New(3701, "drop", "procedure", nameText(n))
		}
	}
	return r.plain()
}

// userProcedure finds a procedure made by CREATE PROCEDURE; nil when there is none.
func (s *Session) userProcedure(n syntax.Name) (*userProcedure, error) {
	if isTemp(n) {
		p, ok := s.tempProcs[strings.ToLower(n.Object.Text)]
		if !ok {
			return nil, message.New(2812, nameText(n))
		}
		return p, nil
	}
	store, err := s.objects(n)
	if err != nil || store == nil {
		return nil, nil // the instance says what it thinks of the name
	}
	return store.procedure(n.Object.Text), nil
}

// callUser calls a user's procedure.
func (r *runner) callUser(p *userProcedure, args []*argument) (int64, error) {
	matched, err := matchArguments(p.name, p.declared(), args)
	if err != nil {
		return 0, inProcedure(err, p.name)
	}
	m := newModule(r.session, r.module)
	m.proc, m.returns = p.name, true
	inner := &runner{ctx: r.ctx, sink: r.sink, session: r.session, module: m}
	err = r.enter(inner, func(inner *runner) error {
		if err := inner.declareParams(p.params, matched); err != nil {
			return err
		}
		if err := inner.statements(p.body); err != nil {
			return err
		}
		return inner.giveBack(p.params, matched)
	})
	return m.status, err
}

// declared are the parameters as matchArguments wants them.
func (p *userProcedure) declared() []ProcParam {
	out := make([]ProcParam, len(p.params))
	for i, v := range p.params {
		out[i] = ProcParam{Name: v.Name, Type: v.Type, Output: v.Output, Optional: v.Init != nil}
	}
	return out
}
