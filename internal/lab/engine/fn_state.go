package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// stateFunctions look at the session: identity, errors, transaction, random numbers.
var stateFunctions = map[string]builtin{
	"scope_identity":  {0, 0, 0, stateOf(value.NumericPS(38, 0), true, func(x *execution) any { return identityValue(x.module.identity) })},
	"rowcount_big":    {0, 0, 0, stateOf(value.BigIntT, false, func(x *execution) any { return x.session.rowcount })},
	"xact_state":      {0, 0, 0, stateOf(value.SmallIntT, false, xactState)},
	"error_number":    {0, 0, 0, errorOf(value.IntT, func(m *message.Message) any { return int64(m.Number) })},
	"error_message":   {0, 0, 0, errorOf(value.NVarCharN(4000), func(m *message.Message) any { return m.Text })},
	"error_severity":  {0, 0, 0, errorOf(value.IntT, func(m *message.Message) any { return int64(m.Class) })},
	"error_state":     {0, 0, 0, errorOf(value.IntT, func(m *message.Message) any { return int64(m.State) })},
	"error_line":      {0, 0, 0, errorOf(value.IntT, func(m *message.Message) any { return int64(m.Line) })},
	"error_procedure": {0, 0, 0, errorOf(value.NVarCharN(128), procedureOf)},
	"newid":           {0, 0, 0, bindNewID},
	"cursor_status":   {2, 2, 0, bindCursorStatus},
	"context_info":    {0, 0, 0, stateOf(value.VarBinaryN(128), true, contextInfo)},
	"object_id":       {1, 2, 0, bindObjectID},
}

// stateOf is a function that only reads the session.
func stateOf(t value.Type, nullable bool, get func(*execution) any) func(*callSite) *scalar {
	return func(*callSite) *scalar {
		return &scalar{typ: t, nullable: nullable, constant: true, eval: func(f *frame) (any, error) { return get(f.x), nil }}
	}
}

// errorOf reads the error of the innermost CATCH; outside of one it is NULL.
func errorOf(t value.Type, get func(*message.Message) any) func(*callSite) *scalar {
	return stateOf(t, true, func(x *execution) any {
		caught := x.session.caught
		if len(caught) == 0 {
			return nil
		}
		return get(caught[len(caught)-1])
	})
}

func procedureOf(m *message.Message) any {
	if m.Procedure == "" {
		return nil
	}
	return m.Procedure
}

// xactState is 1 with a transaction, -1 with one that can only be rolled back.
func xactState(x *execution) any {
	switch {
	case x.session.doomed:
		return int64(-1)
	case x.session.trancount > 0:
		return int64(1)
	}
	return int64(0)
}

func contextInfo(x *execution) any {
	if x.session.options.contextInfo == nil {
		return nil
	}
	return x.session.options.contextInfo
}

func bindNewID(*callSite) *scalar {
	return &scalar{typ: value.GUIDT, eval: func(f *frame) (any, error) { return f.x.session.random.guid(), nil }}
}

func bindCursorStatus(c *callSite) *scalar {
	scope, name := c.str(0), c.str(1)
	return &scalar{typ: value.SmallIntT, eval: func(f *frame) (any, error) {
		v, err := evalRow([]*scalar{scope, name}, f)
		if err != nil {
			return nil, err
		}
		s, _ := v[0].(string)
		n, _ := v[1].(string)
		return f.x.cursorStatus(s, n), nil
	}}
}

// bindObjectID knows the session's temp tables and asks the instance for the rest.
func bindObjectID(c *callSite) *scalar {
	var rest *scalar
	if _, ok := c.b.session.world.Function("object_id"); ok {
		rest = c.b.worldCall(c.e, c.sc)
	}
	name := c.str(0)
	return &scalar{typ: value.IntT, nullable: true, eval: func(f *frame) (any, error) {
		v, err := name.eval(f)
		if err != nil {
			return nil, err
		}
		text, _ := v.(string)
		if n, splitErr := syntax.SplitName(text); splitErr == nil && isTemp(n) {
			return f.x.tempID(strings.ToLower(n.Object.Text)), nil
		}
		if rest == nil {
			return nil, nil
		}
		return rest.eval(f)
	}}
}

// tempID is the object id of a temp table: negative, as tempdb's are, and the same as long
// as the table lives.
func (x *execution) tempID(key string) any {
	t := x.session.temps[key]
	if t == nil {
		return nil
	}
	id := int64(0)
	for _, r := range key {
		id = (id*31 + int64(r)) % (1 << 30)
	}
	return -1 - id
}
