package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// variable is a scalar variable of a batch or procedure.
type variable struct {
	typ value.Type
	val any
}

// set stores a value of the variable's type.
func (v *variable) set(val any) { v.val = val }

// variableExpr binds @x or @@x.
func (b *binder) variableExpr(e *syntax.Variable) *scalar {
	if strings.HasPrefix(e.Name, "@@") {
		return b.systemVariable(e)
	}
	if _, isTable := b.module.tables[strings.ToLower(e.Name)]; isTable {
		return b.failed(e, message.New(137, e.Name))
	}
	v, ok := b.module.vars[strings.ToLower(e.Name)]
	if !ok {
		return b.failed(e, message.New(137, e.Name))
	}
	return &scalar{typ: v.typ, nullable: true, constant: true, variable: true, eval: func(*frame) (any, error) { return v.val, nil }}
}

// systemVariable binds @@x: the session's own first, then the instance's.
func (b *binder) systemVariable(e *syntax.Variable) *scalar {
	if s := b.session.systemVariable(strings.ToLower(e.Name)); s != nil {
		return s
	}
	t, v, ok := b.session.world.SystemVariable(e.Name)
	if !ok {
		return b.failed(e, message.New(137, e.Name))
	}
	s := fixed(t, v)
	s.nullable, s.literal = true, false
	return s
}

// systemVariable is an @@ value that belongs to the session, or nil.
func (s *Session) systemVariable(name string) *scalar {
	read, ok := sessionVariables[name]
	if !ok {
		return nil
	}
	return &scalar{typ: read.typ, nullable: read.nullable, constant: true, eval: func(f *frame) (any, error) {
		return read.get(f.x), nil
	}}
}

// sessionVariable says how to read one @@ value.
type sessionVariable struct {
	typ      value.Type
	nullable bool
	get      func(x *execution) any
}

// sessionVariables are the @@ values the engine itself knows.
var sessionVariables = map[string]sessionVariable{
	"@@rowcount":     {value.IntT, false, func(x *execution) any { return clampInt(x.session.rowcount) }},
	"@@error":        {value.IntT, false, func(x *execution) any { return int64(x.session.lastError) }},
	"@@trancount":    {value.IntT, false, func(x *execution) any { return int64(x.session.trancount) }},
	"@@nestlevel":    {value.IntT, false, func(x *execution) any { return int64(x.module.level) }},
	"@@fetch_status": {value.IntT, false, func(x *execution) any { return x.session.fetch }},
	"@@identity":     {value.NumericPS(38, 0), true, func(x *execution) any { return identityValue(x.session.identity) }},
	"@@lock_timeout": {value.IntT, false, func(x *execution) any { return x.session.options.lockTimeout }},
	"@@textsize":     {value.IntT, false, func(x *execution) any { return x.session.options.textSize }},
	"@@datefirst":    {value.TinyIntT, false, func(x *execution) any { return x.session.options.dateFirst }},
	"@@language":     {value.SysnameT, true, func(x *execution) any { return x.session.options.language }},
	"@@options":      {value.IntT, false, func(x *execution) any { return x.session.options.bits() }},
	"@@cursor_rows":  {value.IntT, false, func(*execution) any { return int64(0) }},
	"@@procid":       {value.IntT, true, func(*execution) any { return int64(0) }},
}

// clampInt keeps a count inside int.
func clampInt(n int64) any { return min(n, 1<<31-1) }

// identityValue is the last identity value as numeric(38,0), NULL before the first.
func identityValue(n *int64) any {
	if n == nil {
		return nil
	}
	return value.NewDec(*n, 0)
}
