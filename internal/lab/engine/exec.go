package engine

import (
	"errors"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// maxNesting is how deep procedures and dynamic SQL may call each other.
const maxNesting = 32

// argument is one evaluated argument of a call.
type argument struct {
	name    string // with @, empty for a positional one
	typ     value.Type
	val     any
	output  bool
	deflt   bool
	receive func(v any, t value.Type) error // takes an output value
	// result is the value an OUTPUT argument has after the call.
	result     any
	resultType value.Type
	hasResult  bool
}

// give stores an output value.
func (a *argument) give(v any, t value.Type) error {
	a.result, a.resultType, a.hasResult = v, t, true
	if a.receive == nil {
		return nil
	}
	return a.receive(v, t)
}

// exec is EXEC of a procedure or of a string.
func (r *runner) exec(s *syntax.Exec) error {
	if s.Text != nil {
		return r.execText(s)
	}
	name, err := r.procName(s)
	if err != nil {
		return err
	}
	args, err := r.arguments(s)
	if err != nil {
		return err
	}
	status, err := r.invoke(name, args, s)
	if err != nil {
		return err
	}
	if s.Return != "" {
		return r.store(s, s.Return, status, value.IntT)
	}
	return nil
}

// procName is the procedure's name, which may be in a variable.
func (r *runner) procName(s *syntax.Exec) (syntax.Name, error) {
	if s.ProcVar == "" {
		return s.Proc, nil
	}
	v, err := r.scalar(s, &syntax.Variable{Pos: s.Pos, Name: s.ProcVar})
	if err != nil {
		return syntax.Name{}, err
	}
	text, _ := v.(string)
	return procedureName(text)
}

// procedureName reads a procedure's name out of a string.
func procedureName(text string) (syntax.Name, error) {
	n, err := syntax.SplitName(text)
	if err != nil {
		return n, message.New(2812, text)
	}
	return n, nil
}

// store assigns a value to a variable of the module.
func (r *runner) store(at syntax.Node, name string, v any, t value.Type) error {
	b := r.bind(at)
	target, ok := b.variable(at, name)
	if !ok {
		return b.err()
	}
	out, err := value.Convert(v, t, target.typ, value.NoStyle)
	if err == nil {
		target.set(out)
	}
	return err
}

// arguments evaluates the arguments of EXEC.
func (r *runner) arguments(s *syntax.Exec) ([]*argument, error) {
	out := make([]*argument, len(s.Args))
	for i, a := range s.Args {
		arg, err := r.argument(a)
		if err != nil {
			return nil, err
		}
		out[i] = arg
	}
	return out, nil
}

func (r *runner) argument(a syntax.Arg) (*argument, error) {
	if a.Default {
		return &argument{name: a.Name, deflt: true}, nil
	}
	b := r.bind(a)
	x := b.expr(a.X, nil)
	v, err := r.evaluate(b, x)
	if err != nil {
		return nil, err
	}
	arg := &argument{name: a.Name, typ: x.typ, val: v, output: a.Output}
	if ref, ok := a.X.(*syntax.Variable); ok && a.Output {
		arg.receive = func(v any, t value.Type) error { return r.store(a, ref.Name, v, t) }
	}
	return arg, nil
}

// execText is EXEC ('..').
func (r *runner) execText(s *syntax.Exec) error {
	if s.Linked.Text != "" {
		return message.New(7202, s.Linked.Text)
	}
	b := r.bind(s)
	x := b.implicit(s, b.expr(s.Text, nil), value.NVarCharN(value.Max))
	v, err := r.evaluate(b, x)
	if err != nil {
		return err
	}
	text, _ := v.(string)
	return r.nested(func(inner *runner) error { return inner.text(text) })
}

// nested runs something one level deeper: its own variables and SET options, and the
// database it may have changed goes back.
func (r *runner) nested(run func(inner *runner) error) error {
	s := r.session
	if r.module.level >= maxNesting {
		return message.New(217, maxNesting)
	}
	inner := &runner{ctx: r.ctx, sink: r.sink, session: s, module: newModule(s, r.module)}
	return r.enter(inner, run)
}

// enter runs a prepared inner runner.
func (r *runner) enter(inner *runner, run func(inner *runner) error) error {
	s := r.session
	kept, count := s.options, s.trancount
	s.options = kept.copied()
	home := s.world.Database()
	err := run(inner)
	inner.module.drop()
	s.options = kept
	if e := r.goHome(home); e != nil && err == nil {
		err = e
	}
	var done *stopped
	if errors.As(err, &done) && done.ends == endsScope {
		err = nil
	}
	if err == nil && s.trancount != count && !s.doomed {
		return message.New(266, count, s.trancount)
	}
	return err
}

// goHome puts the database context back after an inner scope.
func (r *runner) goHome(home string) error {
	now := r.session.world.Database()
	if now == home {
		return nil
	}
	if err := r.session.world.Use(home); err != nil {
		return err
	}
	return r.sink.Database(now, home)
}

// engineProcedures are the procedures that are part of running T-SQL.
var engineProcedures map[string]func(r *runner, args []*argument) (int64, error)

func init() {
	engineProcedures = map[string]func(r *runner, args []*argument) (int64, error){
		"sp_executesql": (*runner).executeSQL,
		"sp_prepare":    (*runner).prepare,
		"sp_execute":    (*runner).executePrepared,
		"sp_prepexec":   (*runner).prepareExecute,
		"sp_unprepare":  (*runner).unprepare,
	}
}

// engineProcedure finds one of them under the names it can be called by.
func engineProcedure(n syntax.Name) func(r *runner, args []*argument) (int64, error) {
	switch strings.ToLower(n.Schema.Text) {
	case "", "sys", "dbo":
		return engineProcedures[strings.ToLower(n.Object.Text)]
	}
	return nil
}

// invoke calls a procedure of any kind.
func (r *runner) invoke(n syntax.Name, args []*argument, at syntax.Node) (int64, error) {
	if r.module.level >= maxNesting {
		return 0, message.New(217, maxNesting)
	}
	if run := engineProcedure(n); run != nil {
		return run(r, args)
	}
	if p, err := r.session.userProcedure(n); p != nil || err != nil {
		if err == nil && !isTemp(n) {
			err = r.session.mayUse(r.module, n, "EXECUTE")
		}
		if err != nil {
			return 0, err
		}
		return r.callUserIn(n.Database.Text, p, args)
	}
	p, err := r.session.world.Procedure(n)
	if err != nil {
		return 0, err
	}
	return r.callSystem(p, args, at)
}

// callSystem calls a procedure of the instance.
func (r *runner) callSystem(p Procedure, args []*argument, at syntax.Node) (int64, error) {
	matched, err := matchArguments(p.Name, p.Params, args)
	if err != nil {
		return 0, inProcedure(err, p.Name)
	}
	call := Args{Values: map[string]any{}, Given: map[string]bool{}, Out: map[string]any{}}
	for i, param := range p.Params {
		key := strings.ToLower(param.Name)
		v, given, err := parameterValue(param, matched[i])
		if err != nil {
			return 0, err
		}
		call.Values[key], call.Given[key] = v, given
	}
	run := &Run{session: r.session, sink: r.sink, line: at.At(), proc: p.Name}
	status, err := p.Run(r.ctx, run, call)
	if err != nil {
		return 0, inProcedure(err, p.Name)
	}
	for i, param := range p.Params {
		v, set := call.Out[strings.ToLower(param.Name)]
		if a := matched[i]; set && a != nil && a.output {
			if err := a.give(v, param.Type); err != nil {
				return 0, err
			}
		}
	}
	return int64(status), nil
}

// inProcedure names the procedure in its errors.
func inProcedure(err error, name string) error {
	f, ok := asFailure(err)
	if !ok {
		return err
	}
	out := *f
	out.msgs = make(message.Errors, len(f.msgs))
	for i, m := range f.msgs {
		if m.Procedure == "" {
			m = m.In(name)
		}
		out.msgs[i] = m
	}
	return &out
}

// parameterValue is what a parameter gets: the argument converted, or its default.
func parameterValue(p ProcParam, a *argument) (any, bool, error) {
	if a == nil || a.deflt {
		return p.Default, false, nil
	}
	if err := value.CanConvert(a.typ, p.Type, false); err != nil {
		return nil, false, message.New(8114, a.typ.Word(), p.Type.Word())
	}
	v, err := value.Convert(a.val, a.typ, p.Type, value.NoStyle)
	return v, true, err
}

// matchArguments puts arguments beside the parameters they are for.
func matchArguments(proc string, params []ProcParam, args []*argument) ([]*argument, error) {
	if len(params) == 0 && len(args) > 0 {
		return nil, message.New(8146, proc)
	}
	out := make([]*argument, len(params))
	for i, a := range args {
		at := i
		if a.name != "" {
			at = parameterNamed(params, a.name)
		}
		switch {
		case a.name != "" && at < 0:
			return nil, message.New(8145, a.name, proc)
		case at >= len(params):
			return nil, message.New(8144, proc)
		case out[at] != nil:
			return nil, message.New(8143, a.name)
		case a.output && !params[at].Output:
			return nil, message.New(8162, params[at].Name)
		}
		out[at] = a
	}
	for i, p := range params {
		if (out[i] == nil || out[i].deflt) && !p.Optional {
			return nil, message.New(201, proc, p.Name)
		}
	}
	return out, nil
}

func parameterNamed(params []ProcParam, name string) int {
	for i, p := range params {
		if strings.EqualFold(p.Name, name) {
			return i
		}
	}
	return -1
}
