package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// aggregate is one bound aggregate function of a query.
type aggregate struct {
	name     string // lower case
	arg      *scalar
	star     bool
	distinct bool
	result   value.Type
	coll     value.Collation
	sep      *scalar   // STRING_AGG's separator
	order    []sortKey // STRING_AGG's WITHIN GROUP
}

// aggregateNames are the aggregates the engine computes.
var aggregateNames = map[string]bool{
	"count": true, "count_big": true, "sum": true, "avg": true, "min": true, "max": true,
	"string_agg": true, "checksum_agg": true, "stdev": true, "stdevp": true, "var": true, "varp": true,
}

func isAggregate(n syntax.Name) bool { return aggregateNames[builtinName(n)] }

// aggregateCall binds an aggregate where rows are groups.
//
// modelled: every aggregate is nullable, COUNT too, as is every window function: the
// documentation does not say what the metadata of a result tells of them.
func (b *binder) aggregateCall(e *syntax.Call, sc *scope) *scalar {
	if sc == nil || sc.group == nil {
		return b.failed(e, misplacedAggregate(sc))
	}
	for _, arg := range e.Args {
		if hasAggregate(arg) || hasSubquery(arg) {
			return b.failed(e, message.New(130))
		}
	}
	a := b.aggregate(e, sc.group.input)
	if a == nil {
		return fixed(value.NullT, nil)
	}
	at := len(sc.group.aggs)
	sc.group.aggs = append(sc.group.aggs, a)
	return &scalar{typ: a.result, nullable: true, eval: func(f *frame) (any, error) { return f.agg[at], nil }}
}

func misplacedAggregate(sc *scope) *message.Message {
	switch {
	case sc != nil && sc.clause == inSet:
		return message.New(157)
	case sc != nil && sc.clause == inOn:
		return message.New(1015)
	}
	return message.New(147)
}

// aggregate binds the function over the rows of the input scope.
func (b *binder) aggregate(e *syntax.Call, input *scope) *aggregate {
	a := &aggregate{name: builtinName(e.Name), star: e.Star, distinct: e.Distinct}
	want := 1
	if a.name == "string_agg" {
		want = 2
	}
	if !a.star && len(e.Args) != want {
		b.fail(e, message.New(174, strings.ToUpper(a.name), want))
		return nil
	}
	if a.star && a.name != "count" && a.name != "count_big" {
		b.fail(e, message.New(102, "*"))
		return nil
	}
	if a.star {
		a.result = countType(a.name)
		return a
	}
	a.arg = b.expr(e.Args[0], input)
	a.coll = b.own(a.arg)
	if a.name == "string_agg" {
		return b.stringAgg(a, e, input)
	}
	return b.typedAggregate(a, e)
}

func countType(name string) value.Type {
	if name == "count_big" {
		return value.BigIntT
	}
	return value.IntT
}

// typedAggregate derives the result type from the argument's.
func (b *binder) typedAggregate(a *aggregate, e *syntax.Call) *aggregate {
	t := a.arg.typ
	if len(b.errs) > 0 && t.Kind == value.Null {
		return nil // its argument said why
	}
	switch a.name {
	case "count", "count_big":
		a.result = countType(a.name)
		return a
	case "min", "max":
		a.result = t
		if t.Kind == value.Bit || t.Kind == value.Null || t.Kind == value.XML {
			return b.refuseAggregate(a, e)
		}
		return a
	case "checksum_agg":
		a.arg, a.result = b.implicit(e, a.arg, value.IntT), value.IntT
		return a
	}
	if !isNumber(t.Kind) {
		return b.refuseAggregate(a, e)
	}
	a.result = sumType(a.name, t)
	a.arg = b.implicit(e, a.arg, workType(a.result, t))
	return a
}

func (b *binder) refuseAggregate(a *aggregate, e *syntax.Call) *aggregate {
	b.fail(e, message.New(8117, a.arg.typ.Word(), a.name))
	return nil
}

// sumType is the documented result of SUM, AVG and the statistical aggregates.
func sumType(name string, t value.Type) value.Type {
	switch {
	case name != "sum" && name != "avg", isFloat(t.Kind):
		return value.FloatT
	case t.Kind == value.BigInt:
		return value.BigIntT
	case isInteger(t.Kind):
		return value.IntT
	case isMoney(t.Kind):
		return value.MoneyT
	case name == "avg":
		return value.NumericPS(38, max(t.Scale, 6))
	}
	return value.NumericPS(38, t.Scale)
}

// workType is what the values are converted to before they are added.
func workType(result, t value.Type) value.Type {
	if result.Kind == value.Decimal {
		return t
	}
	return result
}

// stringAgg is STRING_AGG(x, separator): the type is the input's string type at its
// longest, values that are no strings become nvarchar(4000).
func (b *binder) stringAgg(a *aggregate, e *syntax.Call, input *scope) *aggregate {
	t := a.arg.typ
	switch {
	case !isString(t.Kind):
		t = value.NVarCharN(4000)
	case t.Length == value.Max:
		t = value.Type{Kind: varying(t.Kind), Length: value.Max}
	default:
		t = value.Type{Kind: varying(t.Kind), Length: maxLength(t.Kind)}
	}
	if !isString(a.arg.typ.Kind) {
		a.arg = b.implicit(e, a.arg, t)
	}
	a.result = t
	a.sep = b.text(e, b.expr(e.Args[1], input))
	for _, o := range e.Within {
		a.order = append(a.order, b.keyOf(b.expr(o.X, input), o.Desc))
	}
	return a
}

// start begins the aggregate for one group.
func (a *aggregate) start() accumulator {
	acc := a.plain()
	if a.distinct {
		acc = &distinctValues{inner: acc, seen: map[string]bool{}, typ: a.arg.typ, coll: a.coll}
	}
	return acc
}

func (a *aggregate) plain() accumulator {
	switch a.name {
	case "count", "count_big":
		return &counter{typ: a.result}
	case "sum":
		return &adder{typ: a.result}
	case "avg":
		return &averager{typ: a.result}
	case "min", "max":
		return &extreme{typ: a.result, coll: a.coll, largest: a.name == "max"}
	case "string_agg":
		return &joiner{typ: a.result, order: a.order}
	case "checksum_agg":
		return &checksums{}
	}
	return &moments{name: a.name}
}

// add feeds one row. NULLs do not count, except for COUNT(*).
func (a *aggregate) add(acc accumulator, row *frame) error {
	if a.star {
		return acc.add(true)
	}
	v, err := a.arg.eval(row)
	if v == nil && err == nil && a.name != "string_agg" {
		row.x.session.eliminated = true
	}
	if err != nil || v == nil {
		return err
	}
	if a.sep == nil {
		return acc.add(v)
	}
	return a.addPart(acc, row, v)
}

// addPart feeds STRING_AGG: the value, its separator and its place.
func (a *aggregate) addPart(acc accumulator, row *frame, v any) error {
	sep, err := a.sep.eval(row)
	if err != nil {
		return err
	}
	keys, err := evalKeys(a.order, row)
	if err != nil {
		return err
	}
	separator, _ := sep.(string)
	return acc.add(part{text: v.(string), sep: separator, keys: keys})
}
