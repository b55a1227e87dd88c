package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// preparedStatement is what sp_prepare keeps under a handle.
type preparedStatement struct {
	params []syntax.VarDecl
	text   string
}

// executeSQL is sp_executesql @stmt, @params, arguments.
func (r *runner) executeSQL(args []*argument) (int64, error) {
	if len(args) > 1 && sameName(args[0].name, "@params") {
		args[0], args[1] = args[1], args[0]
	}
	text, rest, err := textArgument("sp_executesql", "@statement", args)
	if err != nil {
		return 0, err
	}
	params, rest, err := r.definitions(rest)
	if err != nil {
		return 0, err
	}
	return r.parameterized(&preparedStatement{params: params, text: text}, rest)
}

// textArgument takes the statement off the arguments; it must be of a Unicode type.
func textArgument(proc, param string, args []*argument) (string, []*argument, error) {
	if len(args) == 0 {
		return "", nil, message.New(201, proc, param)
	}
	a := args[0]
	if !isNational(a.typ.Kind) && a.typ.Kind != value.Null {
		return "", nil, message.New(214, param, "ntext/nchar/nvarchar").In(proc)
	}
	text, _ := a.val.(string)
	return text, args[1:], nil
}

// definitions takes the parameter list off the arguments, when there is one.
func (r *runner) definitions(args []*argument) ([]syntax.VarDecl, []*argument, error) {
	if len(args) == 0 {
		return nil, nil, nil
	}
	a := args[0]
	if !isNational(a.typ.Kind) && a.typ.Kind != value.Null {
		return nil, nil, message.New(214, "@params", "ntext/nchar/nvarchar").In("sp_executesql")
	}
	text, _ := a.val.(string)
	params, err := syntax.ParseParams(text)
	return params, args[1:], err
}

// parameterized runs a text with parameters in a scope of its own. The status is the last
// error of the text, 0 when it went well.
func (r *runner) parameterized(p *preparedStatement, args []*argument) (int64, error) {
	matched, err := matchDefinitions(p, args)
	if err != nil {
		return 0, err
	}
	err = r.nested(func(inner *runner) error {
		if err := inner.declareParams(p.params, matched); err != nil {
			return err
		}
		if err := inner.text(p.text); err != nil {
			return err
		}
		return inner.giveBack(p.params, matched)
	})
	return int64(r.session.lastError), err
}

// matchDefinitions puts arguments beside the declared parameters.
func matchDefinitions(p *preparedStatement, args []*argument) ([]*argument, error) {
	out := make([]*argument, len(p.params))
	for i, a := range args {
		at := i
		if a.name != "" {
			at = definitionNamed(p.params, a.name)
		}
		switch {
		case a.name != "" && at < 0:
			return nil, message.New(8145, a.name, "")
		case at >= len(p.params):
			return nil, message.New(8144, "")
		case out[at] != nil:
			return nil, message.New(8143, a.name)
		case a.output && !p.params[at].Output:
			return nil, message.New(8162, p.params[at].Name)
		}
		out[at] = a
	}
	for i, a := range out {
		if (a == nil || a.deflt) && p.params[i].Init == nil {
			return nil, message.New(8178, definitionText(p), p.params[i].Name)
		}
	}
	return out, nil
}

// definitionText is the query as error 8178 quotes it: with its parameters in front.
func definitionText(p *preparedStatement) string {
	parts := make([]string, len(p.params))
	for i, v := range p.params {
		parts[i] = v.Name + " " + v.Type.String()
	}
	return "(" + strings.Join(parts, ",") + ")" + p.text
}

func definitionNamed(params []syntax.VarDecl, name string) int {
	for i, p := range params {
		if strings.EqualFold(p.Name, name) {
			return i
		}
	}
	return -1
}

// declareParams declares the parameters of a procedure or dynamic text with their values.
func (r *runner) declareParams(params []syntax.VarDecl, args []*argument) error {
	for i, p := range params {
		v := &variable{typ: p.Type}
		var err error
		switch a := args[i]; {
		case a != nil && !a.deflt:
			v.val, err = argumentValue(a, p.Type)
		case p.Init != nil:
			v.val, err = r.defaultValue(p)
		}
		if err != nil {
			return err
		}
		if !r.module.declare(p.Name, v) {
			return message.New(134, p.Name)
		}
	}
	return nil
}

func argumentValue(a *argument, t value.Type) (any, error) {
	if err := value.CanConvert(a.typ, t, false); err != nil {
		return nil, err
	}
	v, err := value.Convert(a.val, a.typ, t, value.NoStyle)
	if isMessage(err) {
		return nil, message.New(8114, a.typ.Word(), t.Word())
	}
	return v, err
}

func (r *runner) defaultValue(p syntax.VarDecl) (any, error) {
	b := newBinder(r.module, p.At())
	return r.evaluate(b, b.implicit(p, b.expr(p.Init, nil), p.Type))
}

// giveBack hands the values of OUTPUT parameters to the caller.
func (r *runner) giveBack(params []syntax.VarDecl, args []*argument) error {
	for i, p := range params {
		a := args[i]
		if a == nil || !a.output || !p.Output {
			continue
		}
		if err := a.give(r.module.vars[strings.ToLower(p.Name)].val, p.Type); err != nil {
			return err
		}
	}
	return nil
}

// prepare is sp_prepare @handle OUTPUT, @params, @stmt, @options.
func (r *runner) prepare(args []*argument) (int64, error) {
	if len(args) < 3 {
		return 0, message.New(201, "sp_prepare", "@stmt")
	}
	p, err := r.statementToPrepare(args[1], args[2])
	if err != nil {
		return 0, err
	}
	if _, err := r.parse(p.text); err != nil {
		return 0, couldNotPrepare(err)
	}
	return 0, args[0].give(r.keep(p), value.IntT)
}

// couldNotPrepare adds the wrapper 8180 to the errors of a text.
func couldNotPrepare(err error) error {
	f, ok := asFailure(err)
	if !ok {
		return err
	}
	return &failure{msgs: append(f.msgs, message.New(8180)), ends: f.ends, compile: true}
}

func (r *runner) statementToPrepare(params, stmt *argument) (*preparedStatement, error) {
	definitions, _, err := r.definitions([]*argument{params})
	if err != nil {
		return nil, err
	}
	text, _, err := textArgument("sp_prepare", "@stmt", []*argument{stmt})
	return &preparedStatement{params: definitions, text: text}, err
}

// keep stores a prepared statement and returns its handle.
func (r *runner) keep(p *preparedStatement) int64 {
	r.session.handles++
	r.session.prepared[r.session.handles] = p
	return r.session.handles
}

// handle finds the prepared statement an argument names.
func (r *runner) handle(args []*argument) (int64, *preparedStatement, error) {
	if len(args) == 0 {
		return 0, nil, message.New(201, "sp_execute", "@handle")
	}
	n, _ := args[0].val.(int64)
	p, ok := r.session.prepared[n]
	if !ok {
		return n, nil, message.New(8179, n)
	}
	return n, p, nil
}

// executePrepared is sp_execute @handle, arguments.
func (r *runner) executePrepared(args []*argument) (int64, error) {
	_, p, err := r.handle(args)
	if err != nil {
		return 0, err
	}
	return r.parameterized(p, args[1:])
}

// prepareExecute is sp_prepexec @handle OUTPUT, @params, @stmt, arguments.
func (r *runner) prepareExecute(args []*argument) (int64, error) {
	if len(args) < 3 {
		return 0, message.New(201, "sp_prepexec", "@stmt")
	}
	p, err := r.statementToPrepare(args[1], args[2])
	if err != nil {
		return 0, err
	}
	if err := args[0].give(r.keep(p), value.IntT); err != nil {
		return 0, err
	}
	return r.parameterized(p, args[3:])
}

// unprepare is sp_unprepare @handle.
func (r *runner) unprepare(args []*argument) (int64, error) {
	n, _, err := r.handle(args)
	if err == nil {
		delete(r.session.prepared, n)
	}
	return 0, err
}
