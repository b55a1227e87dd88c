package engine

import (
	"context"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// wellKnown are the procedures a driver may call by number.
var wellKnown = map[uint16]string{
	10: "sp_executesql", 11: "sp_prepare", 12: "sp_execute", 13: "sp_prepexec", 15: "sp_unprepare",
}

// Call runs a remote procedure call.
func (s *Session) Call(ctx context.Context, call Call, out Sink) (Reply, error) {
	r := &runner{ctx: ctx, sink: out, session: s, module: newModule(s, nil)}
	args := make([]*argument, len(call.Params))
	for i, p := range call.Params {
		args[i] = &argument{name: p.Name, typ: p.Type, val: p.Value, output: p.Output}
	}
	status, err := r.remote(call, args)
	if err = s.finish(r, r.raise(err, 1)); err != nil {
		return Reply{}, err
	}
	return Reply{Status: int32(status), Output: outputs(call.Params, args)}, nil
}

func (r *runner) remote(call Call, args []*argument) (int64, error) {
	name := call.Name
	if call.ID != 0 {
		known, ok := wellKnown[call.ID]
		if !ok {
			return 0, message.New(2812, call.ID)
		}
		// By number the leading arguments are named as the driver likes: their place counts.
		return engineProcedures[known](r, args)
	}
	n, err := procedureName(name)
	if err != nil {
		return 0, err
	}
	return r.invoke(n, args, syntax.Pos{Line: 1})
}

// outputs are the values of the OUTPUT parameters after the call. One that the call did
// not reach keeps its value.
func outputs(params []Param, args []*argument) []Param {
	var out []Param
	for i, p := range params {
		if !p.Output {
			continue
		}
		if args[i].hasResult {
			p.Value, p.Type = args[i].result, args[i].resultType
		}
		out = append(out, p)
	}
	return out
}
