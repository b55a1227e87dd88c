package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// nullFunctions choose among their arguments.
var nullFunctions = map[string]builtin{
	"isnull":    {2, 2, 0, bindIsNull},
	"coalesce":  {2, -1, 0, func(c *callSite) *scalar { return c.b.firstNotNull(c.e, c.args) }},
	"nullif":    {2, 2, 0, bindNullIf},
	"iif":       {3, 3, 0, bindIIF},
	"choose":    {2, -1, 0, bindChoose},
	"greatest":  {1, 254, 16, extremeOf(1)},
	"least":     {1, 254, 16, extremeOf(-1)},
	"isnumeric": {1, 1, 0, bindIsNumeric},
}

// bindIsNull has the type of its first argument, and is NULL only if both are.
func bindIsNull(c *callSite) *scalar {
	x, y := c.args[0], c.args[1]
	t := x.typ
	if t.Kind == value.Null {
		t = notNull(y.typ)
	}
	x, y = c.b.implicit(c.e, x, t), c.b.implicit(c.e, y, t)
	return &scalar{typ: t, nullable: x.nullable && y.nullable, collate: x.collate, json: c.args[0].json, eval: func(f *frame) (any, error) {
		v, err := x.eval(f)
		if v != nil || err != nil {
			return v, err
		}
		return y.eval(f)
	}}
}

// bindNullIf is CASE WHEN a = b THEN NULL ELSE a END.
func bindNullIf(c *callSite) *scalar {
	x := c.args[0]
	if x.typ.Kind == value.Null {
		return c.fail(message.New(4151))
	}
	same := c.b.compare(c.e, "=", x, c.args[1])
	return &scalar{typ: x.typ, nullable: true, collate: x.collate, eval: func(f *frame) (any, error) {
		hit, err := same(f)
		if err != nil || hit == yes {
			return nil, err
		}
		return x.eval(f)
	}}
}

func bindIIF(c *callSite) *scalar {
	when := c.b.cond(c.e.Args[0], c.sc)
	return c.b.choose(c.e, []arm{{when: when, then: c.args[1]}}, c.args[2])
}

// bindChoose is CHOOSE(n, a, b ..).
func bindChoose(c *callSite) *scalar {
	at, list := c.num(0), c.args[1:]
	t := notNull(c.b.unifyAll(c.e, list))
	for i, x := range list {
		list[i] = c.b.implicit(c.e, x, t)
	}
	return &scalar{typ: t, nullable: true, collate: c.b.sharedCollation(c.e, list), eval: func(f *frame) (any, error) {
		v, err := at.eval(f)
		n, ok := v.(int64)
		if err != nil || !ok || n < 1 || n > int64(len(list)) {
			return nil, err
		}
		return list[n-1].eval(f)
	}}
}

// extremeOf is GREATEST and LEAST (2022): NULLs do not count.
func extremeOf(sign int) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		t := notNull(c.b.unifyAll(c.e, c.args))
		list := make([]*scalar, len(c.args))
		nullable := true
		for i, x := range c.args {
			list[i] = c.b.implicit(c.e, x, t)
			nullable = nullable && x.nullable
		}
		return &scalar{typ: t, nullable: nullable, collate: c.b.sharedCollation(c.e, list), eval: func(f *frame) (any, error) {
			values, err := evalRow(list, f)
			if err != nil {
				return nil, err
			}
			var best any
			for _, v := range values {
				if v != nil && (best == nil || value.Compare(v, best, t, collationOf(f, nil))*sign > 0) {
					best = v
				}
			}
			return best, nil
		}}
	}
}

// bindIsNumeric asks whether the value converts to a number or to money.
func bindIsNumeric(c *callSite) *scalar {
	x := c.args[0]
	return &scalar{typ: value.IntT, eval: func(f *frame) (any, error) {
		v, err := x.eval(f)
		if err != nil || v == nil {
			return int64(0), err
		}
		if isNumber(x.typ.Kind) || x.typ.Kind == value.Bit {
			return int64(1), nil
		}
		for _, t := range []value.Type{value.FloatT, value.MoneyT, value.NumericPS(38, 10)} {
			if s, ok := v.(string); ok && (s == "" || s == ".") {
				return boolInt(s == "."), nil // a point alone is money
			}
			if value.CanConvert(x.typ, t, false) != nil {
				continue
			}
			if _, err := value.Convert(v, x.typ, t, value.NoStyle); err == nil {
				return int64(1), nil
			}
		}
		return int64(0), nil
	}}
}
