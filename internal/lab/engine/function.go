package engine

import (
	"fmt"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// builtin is one function of the engine: how many arguments, since which version, how to
// bind it.
type builtin struct {
	least, most int // most -1 for any number
	since       int // major version; 0 for all
	bind        func(c *callSite) *scalar
}

// callSite is one call while it is bound.
type callSite struct {
	b    *binder
	e    *syntax.Call
	name string // lower case
	args []*scalar
	sc   *scope
}

// builtins are the engine's functions by lower-case name, put together from the areas.
var builtins = map[string]builtin{}

func init() {
	for _, area := range []map[string]builtin{
		stringFunctions, stringFunctions2, mathFunctions, dateFunctions, nullFunctions, stateFunctions,
		jsonFunctions, binaryFunctions,
	} {
		for name, f := range area {
			builtins[name] = f
		}
	}
}

// call binds a function call.
func (b *binder) call(e *syntax.Call, sc *scope) *scalar {
	name := builtinName(e.Name)
	_, ranks := rankings[name]
	switch {
	case e.Over != nil:
		if !b.knows(aggregateSince[name]) {
			return b.unknownFunction(e)
		}
		return b.windowCall(e, sc)
	case ranks:
		return b.failed(e, message.New(10753, e.Name.Object.Text))
	case aggregateNames[name]:
		if !b.knows(aggregateSince[name]) {
			return b.unknownFunction(e)
		}
		return b.aggregateCall(e, sc)
	}
	if f, ok := builtins[name]; ok && b.knows(f.since) {
		return b.builtinCall(f, e, name, sc)
	}
	return b.worldCall(e, sc)
}

// aggregateSince are the aggregates that came later than the oldest version.
var aggregateSince = map[string]int{"string_agg": 14}

// knows tells whether the instance's version has a feature; a managed instance has all.
func (b *binder) knows(since int) bool {
	v := b.session.world.Version()
	return v >= since || v == managedVersion
}

func (b *binder) unknownFunction(e *syntax.Call) *scalar {
	return b.failed(e, message.New(195, e.Name.Object.Text, "built-in function name"))
}

// builtinCall binds one of the engine's own functions.
func (b *binder) builtinCall(f builtin, e *syntax.Call, name string, sc *scope) *scalar {
	if n := len(e.Args); n < f.least || f.most >= 0 && n > f.most {
		return b.failed(e, arityError(name, f.least, f.most))
	}
	c := &callSite{b: b, e: e, name: name, sc: sc, args: make([]*scalar, len(e.Args))}
	for i, a := range e.Args {
		c.args[i] = b.argument(a, sc)
	}
	return f.bind(c)
}

// argument binds an argument; a bare word and a condition are looked at by the function.
func (b *binder) argument(a syntax.Expr, sc *scope) *scalar {
	if _, word := a.(*syntax.Keyword); word || isCondition(a) {
		return fixed(value.NullT, nil)
	}
	return b.expr(a, sc)
}

// arityError is 174 for a fixed number of arguments, 189 for a range.
func arityError(name string, least, most int) *message.Message {
	switch {
	case least == most:
		return message.New(174, name, least)
	case most < 0:
		return message.New(189, name, least, 254)
	}
	return message.New(189, name, least, most)
}

// worldCall binds a function of the instance.
func (b *binder) worldCall(e *syntax.Call, sc *scope) *scalar {
	name := worldName(e.Name)
	f, ok := b.session.world.Function(name)
	switch {
	case !ok && e.Name.Schema.Text != "":
		return b.failed(e, message.New(4121, e.Name.Schema.Text, nameText(e.Name)))
	case !ok:
		return b.unknownFunction(e)
	case len(e.Args) < f.Min || f.Max >= 0 && len(e.Args) > f.Max:
		return b.failed(e, arityError(e.Name.Object.Text, f.Min, f.Max))
	}
	args := make([]*scalar, len(e.Args))
	for i, a := range e.Args {
		args[i] = b.expr(a, sc)
		if i < len(f.Params) && f.Params[i].Kind != value.Invalid {
			args[i] = b.worldArgument(e, args[i], f.Params[i], i)
		}
	}
	return &scalar{typ: f.Result, nullable: true, eval: func(fr *frame) (any, error) {
		values, err := evalRow(args, fr)
		if err != nil {
			return nil, err
		}
		return f.Call(fr.x.ctx, values)
	}}
}

// worldArgument converts an argument; one that does not convert is error 8116.
func (b *binder) worldArgument(e *syntax.Call, x *scalar, t value.Type, i int) *scalar {
	if value.CanConvert(x.typ, t, false) != nil {
		return b.failed(e, message.New(8116, x.typ.Word(), i+1, e.Name.Object.Text))
	}
	return b.implicit(e, x, t)
}

// worldName is the name the instance is asked for: lower case, with its schema when one was
// written (sys.fn_x); the database does not count.
func worldName(n syntax.Name) string {
	name := strings.ToLower(n.Object.Text)
	if n.Schema.Text != "" {
		return strings.ToLower(n.Schema.Text) + "." + name
	}
	return name
}

// The helpers below let a function say its types and its computation in one line.

// str is argument i as a string; a sql_variant or xml must be converted first (8116).
func (c *callSite) str(i int) *scalar {
	if k := c.args[i].typ.Kind; k == value.Variant || k == value.XML {
		return c.invalidArgument(i)
	}
	return c.b.text(c.e, c.args[i])
}

// as is argument i converted to a type.
func (c *callSite) as(i int, t value.Type) *scalar {
	x := c.args[i]
	if value.CanConvert(x.typ, t, false) != nil {
		return c.b.failed(c.e, message.New(8116, x.typ.Word(), i+1, c.name))
	}
	return c.b.implicit(c.e, x, t)
}

// num is argument i as a whole number.
func (c *callSite) num(i int) *scalar { return c.as(i, value.BigIntT) }

// fail notes an error of the call.
func (c *callSite) fail(m *message.Message) *scalar { return c.b.failed(c.e, m) }

// word is argument i as a bare word.
func (c *callSite) word(i int) string {
	if k, ok := c.e.Args[i].(*syntax.Keyword); ok {
		return k.Word
	}
	return ""
}

// strict is an expression over several arguments that is NULL as soon as one of them is.
func strict(t value.Type, args []*scalar, f func(v []any) (any, error)) *scalar {
	s := &scalar{typ: t, eval: func(fr *frame) (any, error) {
		values, err := evalRow(args, fr)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			if v == nil {
				return nil, nil
			}
		}
		return f(values)
	}}
	for _, a := range args {
		s.nullable = s.nullable || a.nullable
		if s.collate == nil {
			s.collate = a.collate
		}
	}
	return s
}

// maybeNull marks an expression that can be NULL though its arguments are not.
func maybeNull(s *scalar) *scalar {
	s.nullable = true
	return s
}

// invalidArgument is error 8116 for argument i.
func (c *callSite) invalidArgument(i int) *scalar {
	return c.fail(message.New(8116, c.args[i].typ.Word(), i+1, c.name))
}

// unexpected is what a value says that does not have the Go type its kind promises.
func unexpected(v any) error { return message.New(401, fmt.Sprintf("%T", v)) }
