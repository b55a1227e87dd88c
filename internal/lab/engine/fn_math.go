package engine

import (
	"math"

	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// mathFunctions calculate.
var mathFunctions = map[string]builtin{
	"abs":     {1, 1, 0, bindAbs},
	"sign":    {1, 1, 0, bindSign},
	"ceiling": {1, 1, 0, wholeNumber(math.Ceil)},
	"floor":   {1, 1, 0, wholeNumber(math.Floor)},
	"round":   {2, 3, 0, bindRound},
	"power":   {2, 2, 0, bindPower},
	"square":  {1, 1, 0, floatMap(func(x float64) float64 { return x * x })},
	"sqrt":    {1, 1, 0, floatMap(math.Sqrt)},
	"atn2":    {2, 2, 0, bindAtn2},
	"degrees": {1, 1, 0, angle(180 / math.Pi)},
	"radians": {1, 1, 0, angle(math.Pi / 180)},
	"exp":     {1, 1, 0, floatMap(math.Exp)},
	"log":     {1, 2, 0, bindLog},
	"log10":   {1, 1, 0, floatMap(math.Log10)},
	"pi":      {0, 0, 0, func(*callSite) *scalar { return fixed(value.FloatT, math.Pi) }},
	"sin":     {1, 1, 0, floatMap(math.Sin)},
	"cos":     {1, 1, 0, floatMap(math.Cos)},
	"tan":     {1, 1, 0, floatMap(math.Tan)},
	"rand":    {0, 1, 0, bindRand},
}

// mathType is what ABS, CEILING and their kin return for a type.
func mathType(t value.Type) value.Type {
	switch {
	case t.Kind == value.TinyInt || t.Kind == value.SmallInt || t.Kind == value.Null:
		return value.IntT
	case t.Kind == value.SmallMoney:
		return value.MoneyT
	case isNumber(t.Kind) && t.Kind != value.Real:
		return t
	}
	return value.FloatT
}

// number is argument 0 as the number it calculates with.
func (c *callSite) number() *scalar {
	t := mathType(c.args[0].typ)
	if k := c.args[0].typ.Kind; isDate(k) || k == value.Variant || k == value.XML || k == value.UniqueIdentifier {
		return c.invalidArgument(0)
	}
	return c.as(0, t)
}

func bindAbs(c *callSite) *scalar {
	x := c.number()
	return maybeNull(derive(x, x.typ, func(v any) (any, error) {
		negative := false
		switch n := v.(type) {
		case int64:
			negative = n < 0
		case float64:
			negative = n < 0
		case value.Dec:
			negative = n.Sign() < 0
		}
		if !negative {
			return v, nil
		}
		out, _, err := value.Negate(v, x.typ)
		return out, err
	}))
}

func bindSign(c *callSite) *scalar {
	x := c.number()
	return maybeNull(derive(x, x.typ, func(v any) (any, error) {
		switch n := v.(type) {
		case int64:
			return int64(compareNumber(float64(n))), nil
		case float64:
			return float64(compareNumber(n)), nil
		case value.Dec:
			return value.NewDec(int64(n.Sign()), 0).Rescale(n.Scale), nil
		}
		return nil, unexpected(v)
	}))
}

func compareNumber(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// wholeNumber is CEILING and FLOOR; a decimal becomes one without a fraction.
func wholeNumber(f func(float64) float64) func(*callSite) *scalar {
	up := f(0.5) == 1
	return func(c *callSite) *scalar {
		x := c.number()
		t := x.typ
		if t.Kind == value.Decimal {
			t.Scale = 0
		}
		return maybeNull(derive(x, t, func(v any) (any, error) {
			switch n := v.(type) {
			case float64:
				return f(n), nil
			case value.Dec:
				return wholeDecimal(n, up, t), nil
			}
			return v, nil
		}))
	}
}

func wholeDecimal(d value.Dec, up bool, t value.Type) value.Dec {
	cut := d.Truncate(0)
	rest := d.Sub(cut).Sign()
	if up && rest > 0 {
		cut = cut.Add(value.NewDec(1, 0))
	}
	if !up && rest < 0 {
		cut = cut.Sub(value.NewDec(1, 0))
	}
	if isMoney(t.Kind) {
		return cut.Rescale(4)
	}
	return cut
}

// bindRound is ROUND(x, length [, truncate]); the type stays.
func bindRound(c *callSite) *scalar {
	x := c.number()
	args := []*scalar{x, c.num(1)}
	if len(c.args) > 2 {
		args = append(args, c.num(2))
	}
	return maybeNull(strict(x.typ, args, func(v []any) (any, error) {
		truncate := len(v) > 2 && v[2].(int64) != 0
		return roundTo(v[0], min(max(v[1].(int64), -40), 40), truncate, x.typ)
	}))
}

func roundTo(v any, length int64, truncate bool, t value.Type) (any, error) {
	switch n := v.(type) {
	case int64:
		if length >= 0 {
			return n, nil
		}
		d := roundDec(value.NewDec(n, 0), length, truncate)
		out, err := value.Convert(d, value.NumericPS(38, 0), t, value.NoStyle)
		if err != nil {
			return nil, message.New(8115, "expression", t.Word())
		}
		return out, nil
	case value.Dec:
		out := roundDec(n, length, truncate)
		if t.Kind == value.Decimal && !out.Fits(t.Precision) {
			return nil, message.New(8115, "expression", t.Word())
		}
		return out, nil
	case float64:
		if truncate {
			return cutFloat(n, length, math.Trunc), nil
		}
		return cutFloat(n, length, math.Round), nil
	}
	return nil, unexpected(v)
}

// cutFloat rounds a float; one too large for its digits stays as it is.
func cutFloat(x float64, length int64, round func(float64) float64) float64 {
	scale := math.Pow(10, float64(length))
	if scaled := x * scale; !math.IsInf(scaled, 0) {
		return round(scaled) / scale
	}
	return x
}

// roundDec rounds to so many digits behind the point, or before it when length is negative;
// the scale stays.
func roundDec(d value.Dec, length int64, truncate bool) value.Dec {
	if length >= int64(d.Scale) {
		return d
	}
	shift := uint8(0)
	if length < 0 {
		shift = uint8(-length)
	}
	moved := value.Dec{Unscaled: d.Rescale(d.Scale).Unscaled, Scale: d.Scale + shift}
	target := uint8(max(length, 0))
	if truncate {
		moved = moved.Truncate(target)
	} else {
		moved = moved.Rescale(target)
	}
	if shift > 0 {
		moved = moved.Mul(powerOfTen(shift))
	}
	return moved.Rescale(d.Scale)
}

func powerOfTen(n uint8) value.Dec {
	out := value.NewDec(1, 0)
	for range n {
		out = out.Mul(value.NewDec(10, 0))
	}
	return out
}

// powerType is the documented result of POWER by the type of its first argument.
func powerType(t value.Type) value.Type {
	switch {
	case t.Kind == value.Decimal:
		return value.NumericPS(38, t.Scale)
	case t.Kind == value.BigInt || isMoney(t.Kind):
		return t
	case isInteger(t.Kind):
		return value.IntT
	}
	return value.FloatT
}

func bindPower(c *callSite) *scalar {
	t := powerType(c.number().typ)
	return maybeNull(strict(t, []*scalar{c.as(0, value.FloatT), c.as(1, value.FloatT)}, func(v []any) (any, error) {
		r := math.Pow(v[0].(float64), v[1].(float64))
		if math.IsNaN(r) || math.IsInf(r, 0) {
			return nil, message.New(3623)
		}
		out, err := value.Convert(r, value.FloatT, t, value.NoStyle)
		if isMessage(err) && t.Kind != value.Int { // int says its value (232)
			return nil, message.New(8115, "expression", t.Word())
		}
		return out, err
	}))
}

// angle is DEGREES and RADIANS, which keep the type of a number: RADIANS(90) is 1.
func angle(factor float64) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		t := powerType(c.number().typ)
		if t.Kind == value.Decimal {
			t.Scale = 18
		}
		return maybeNull(strict(t, []*scalar{c.as(0, value.FloatT)}, func(v []any) (any, error) {
			return value.Convert(v[0].(float64)*factor, value.FloatT, t, value.NoStyle)
		}))
	}
}

func bindAtn2(c *callSite) *scalar {
	return maybeNull(strict(value.FloatT, []*scalar{c.as(0, value.FloatT), c.as(1, value.FloatT)}, func(v []any) (any, error) {
		return math.Atan2(v[0].(float64), v[1].(float64)), nil
	}))
}

// floatMap is a function of floats; what has no result is error 3623.
func floatMap(f func(float64) float64) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		return maybeNull(strict(value.FloatT, []*scalar{c.as(0, value.FloatT)}, func(v []any) (any, error) {
			r := f(v[0].(float64))
			if math.IsNaN(r) || math.IsInf(r, 0) {
				return nil, message.New(3623)
			}
			return r, nil
		}))
	}
}

func bindLog(c *callSite) *scalar {
	if len(c.args) == 1 {
		return floatMap(math.Log)(c)
	}
	return maybeNull(strict(value.FloatT, []*scalar{c.as(0, value.FloatT), c.as(1, value.FloatT)}, func(v []any) (any, error) {
		r := math.Log(v[0].(float64)) / math.Log(v[1].(float64))
		if math.IsNaN(r) || math.IsInf(r, 0) {
			return nil, message.New(3623)
		}
		return r, nil
	}))
}

// bindRand is RAND: one number per statement; with a seed always the same.
//
// modelled: the numbers of a seed are not SQL Server's.
func bindRand(c *callSite) *scalar {
	if len(c.args) > 0 {
		return strict(value.FloatT, []*scalar{c.num(0)}, func(v []any) (any, error) {
			return seededFloat(uint64(v[0].(int64))), nil
		})
	}
	var kept any
	var of *execution
	return &scalar{typ: value.FloatT, eval: func(f *frame) (any, error) {
		if of != f.x {
			of, kept = f.x, f.x.session.random.rng.Float64()
		}
		return kept, nil
	}}
}
