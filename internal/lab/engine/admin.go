package engine

import (
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// admin hands a statement over to the instance, its variables replaced by what they hold.
func (r *runner) admin(s syntax.Admin) error {
	resolved, err := r.resolved(s)
	if err != nil {
		return err
	}
	run := &Run{session: r.session, sink: r.sink, line: s.At(), proc: r.module.proc}
	if err := r.session.world.Execute(r.ctx, run, resolved); err != nil {
		return err
	}
	if run.counted {
		r.session.rowcount = run.rows
		return nil
	}
	return r.plain()
}

// resolved is a copy of the statement without variables.
func (r *runner) resolved(s syntax.Admin) (syntax.Admin, error) {
	switch s := s.(type) {
	case *syntax.Backup:
		out := *s
		return &out, r.resolveMedia(s, &out.Database, &out.Devices, &out.Options)
	case *syntax.Restore:
		out := *s
		return &out, r.resolveMedia(s, &out.Database, &out.Devices, &out.Options)
	case *syntax.DBCC:
		out := *s
		return &out, r.resolveArgs(&out)
	}
	return s, nil
}

func (r *runner) resolveMedia(at syntax.Node, db *syntax.Text, devices *[]syntax.Device, options *[]syntax.WithOption) error {
	if err := r.resolveText(at, db); err != nil {
		return err
	}
	list := append([]syntax.Device{}, *devices...)
	for i := range list {
		if err := r.resolveText(at, &list[i].Path); err != nil {
			return err
		}
	}
	*devices = list
	return r.resolveOptions(at, options)
}

func (r *runner) resolveOptions(at syntax.Node, options *[]syntax.WithOption) error {
	list := append([]syntax.WithOption{}, *options...)
	for i := range list {
		if list[i].Text == nil {
			continue
		}
		text := *list[i].Text
		if err := r.resolveText(at, &text); err != nil {
			return err
		}
		if text.IsVar != list[i].Text.IsVar {
			list[i].Value = text.Literal
		}
		list[i].Text = &text
	}
	*options = list
	return nil
}

// resolveText puts a variable's value in its place.
func (r *runner) resolveText(at syntax.Node, t *syntax.Text) error {
	if !t.IsVar {
		return nil
	}
	b := r.bind(at)
	x := b.expr(&syntax.Variable{Pos: syntax.Pos{Line: at.At()}, Name: t.Variable}, nil)
	v, err := r.evaluate(b, b.implicit(at, x, value.NVarCharN(4000)))
	if err != nil {
		return err
	}
	text, _ := v.(string)
	*t = syntax.Text{Literal: text, National: true}
	return nil
}

// resolveArgs makes literals of DBCC's arguments. A bare word stays: it is a name.
func (r *runner) resolveArgs(s *syntax.DBCC) error {
	args := append([]syntax.Expr{}, s.Args...)
	for i, e := range args {
		switch e.(type) {
		case *syntax.Variable, *syntax.Unary:
		default:
			continue
		}
		b := r.bind(s)
		x := b.expr(e, nil)
		v, err := r.evaluate(b, x)
		if err != nil {
			return err
		}
		args[i] = &syntax.Literal{Pos: syntax.Pos{Line: e.At()}, Type: x.typ, Value: v}
	}
	s.Args = args
	return nil
}
