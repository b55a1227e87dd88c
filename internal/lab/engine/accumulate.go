package engine

import (
	"math"
	"slices"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// accumulator is an aggregate while it reads the rows of one group.
type accumulator interface {
	add(v any) error
	result() (any, error)
}

// counter is COUNT and COUNT_BIG.
type counter struct {
	typ value.Type
	n   int64
}

func (c *counter) add(any) error { c.n++; return nil }

func (c *counter) result() (any, error) {
	if c.typ.Kind == value.Int && c.n > math.MaxInt32 {
		return nil, message.New(8115, "expression", c.typ.Word())
	}
	return c.n, nil
}

// adder is SUM.
type adder struct {
	typ value.Type
	sum any
}

func (a *adder) add(v any) error {
	if a.sum == nil {
		a.sum = v
		return nil
	}
	var err error
	a.sum, err = sumOf(a.sum, v, a.typ)
	return err
}

// sumOf adds two values of a sum's type. Decimals are added exactly: the sum keeps its
// scale, which the type of an addition would give up at 38 digits.
func sumOf(sum, v any, t value.Type) (any, error) {
	d, ok := v.(value.Dec)
	if !ok || t.Kind != value.Decimal {
		return value.Arith(value.OpAdd, sum, v, t, t)
	}
	out := sum.(value.Dec).Add(d)
	if !out.Fits(value.MaxPrecision) {
		return nil, message.New(8115, "expression", t.Word())
	}
	return out, nil
}

func (a *adder) result() (any, error) { return a.sum, nil }

// averager is AVG: the sum divided by the number of values, cut for whole numbers. The sum
// of whole numbers is held in bigint, so that only the result must fit.
type averager struct {
	typ value.Type
	sum any
	n   int64
}

func (a *averager) add(v any) error {
	a.n++
	if a.sum == nil {
		a.sum = v
		return nil
	}
	t := a.typ
	if isInteger(t.Kind) {
		t = value.BigIntT
	}
	var err error
	a.sum, err = sumOf(a.sum, v, t)
	return err
}

func (a *averager) result() (any, error) {
	switch sum := a.sum.(type) {
	case int64:
		return sum / a.n, nil
	case float64:
		return sum / float64(a.n), nil
	case value.Dec:
		scale := a.typ.Scale
		if isMoney(a.typ.Kind) {
			scale = 4
		}
		return sum.Div(value.NewDec(a.n, 0), scale), nil
	}
	return nil, nil
}

// extreme is MIN and MAX.
type extreme struct {
	typ     value.Type
	coll    value.Collation
	largest bool
	best    any
}

func (e *extreme) add(v any) error {
	if e.best != nil {
		order := value.Compare(v, e.best, e.typ, e.coll)
		if order == 0 || order > 0 != e.largest {
			return nil
		}
	}
	e.best = v
	return nil
}

func (e *extreme) result() (any, error) { return e.best, nil }

// part is one value of STRING_AGG.
type part struct {
	text, sep string
	keys      []any
}

// joiner is STRING_AGG.
type joiner struct {
	typ   value.Type
	order []sortKey
	parts []part
}

func (j *joiner) add(v any) error { j.parts = append(j.parts, v.(part)); return nil }

func (j *joiner) result() (any, error) {
	if len(j.parts) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(j.parts, func(a, b part) int { return compareKeys(j.order, a.keys, b.keys) })
	var w strings.Builder
	for i, p := range j.parts {
		if i > 0 {
			w.WriteString(p.sep)
		}
		w.WriteString(p.text)
	}
	if j.typ.Length != value.Max && storedBytes(w.String(), j.typ) > 8000 {
		return nil, message.New(9829)
	}
	return w.String(), nil
}

// distinctValues lets each value through once.
type distinctValues struct {
	inner accumulator
	seen  map[string]bool
	typ   value.Type
	coll  value.Collation
}

func (d *distinctValues) add(v any) error {
	key := value.Key(v, d.typ, d.coll)
	if d.seen[key] {
		return nil
	}
	d.seen[key] = true
	return d.inner.add(v)
}

func (d *distinctValues) result() (any, error) { return d.inner.result() }

// checksums is CHECKSUM_AGG: the values' exclusive or.
type checksums struct {
	sum  int64
	some bool
}

func (c *checksums) add(v any) error {
	c.sum, c.some = int64(int32(c.sum)^int32(v.(int64))), true
	return nil
}

func (c *checksums) result() (any, error) {
	if !c.some {
		return nil, nil
	}
	return c.sum, nil
}

// moments is STDEV, STDEVP, VAR and VARP by Welford's method.
type moments struct {
	name     string
	n        float64
	mean, m2 float64
}

func (m *moments) add(v any) error {
	x := v.(float64)
	m.n++
	delta := x - m.mean
	m.mean += delta / m.n
	m.m2 += delta * (x - m.mean)
	return nil
}

func (m *moments) result() (any, error) {
	count := m.n
	if !strings.HasSuffix(m.name, "p") {
		count--
	}
	if count <= 0 {
		return nil, nil
	}
	variance := m.m2 / count
	if strings.HasPrefix(m.name, "stdev") {
		return math.Sqrt(variance), nil
	}
	return variance, nil
}
