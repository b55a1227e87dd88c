package engine

import (
	"errors"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// implicit converts an expression as SQL Server does by itself, or notes the error of a
// conversion that must be asked for.
func (b *binder) implicit(at syntax.Node, s *scalar, to value.Type) *scalar {
	if s.typ.SameAs(to) {
		return s
	}
	if err := value.CanConvert(s.typ, to, false); err != nil {
		b.note(at, err)
		return fixed(to, nil)
	}
	if s.literal {
		if v, err := value.Convert(s.value, s.typ, to, b.session.dateStyle(s.typ, to)); err == nil {
			out := fixed(to, v)
			out.collate = s.collate
			return out
		}
	}
	return converted(s, to)
}

// note records a T-SQL error that is no missing object.
func (b *binder) note(at syntax.Node, err error) {
	if err == nil {
		return
	}
	var m *message.Message
	if errors.As(err, &m) {
		b.fail(at, m)
	} else if b.fatal == nil {
		b.fatal = err
	}
}

// converted wraps an expression into a conversion that is known to be allowed.
func converted(s *scalar, to value.Type) *scalar {
	out := *s
	from := s.typ
	out.typ, out.origin, out.json, out.literal = to, nil, false, false
	out.nullable = s.nullable || !widening(from, to)
	eval := s.eval
	out.eval = func(f *frame) (any, error) {
		v, err := eval(f)
		if v == nil || err != nil {
			return nil, err
		}
		return value.Convert(v, from, to, f.x.session.dateStyle(from, to))
	}
	return &out
}

// dateStyle is the style that reads text in the order of SET DATEFORMAT. The new date types
// read a year in front as ymd whatever the order is; so does every order but dmy.
func (s *Session) dateStyle(from, to value.Type) int {
	if !isString(from.Kind) || !isDate(to.Kind) {
		return value.NoStyle
	}
	switch s.options.dateFormat {
	case "dmy":
		return 103
	case "ymd":
		return 111
	}
	return value.NoStyle
}

// widening tells whether a conversion cannot fail. A conversion that can is nullable: with
// ANSI_WARNINGS off its failure would be NULL.
//
// modelled: the documentation only says that most expressions are nullable because of
// overflows; which conversions count is derived from that.
func widening(from, to value.Type) bool {
	switch {
	case isText(from) && isText(to):
		return true
	case isNumber(from.Kind) && isNumber(to.Kind):
		return to.Kind >= from.Kind
	case from.Kind == value.Bit && isNumber(to.Kind):
		return true
	case to.Kind == value.Variant:
		return true
	}
	return from.Kind == to.Kind
}

// unify brings both sides of an operation to one type.
func (b *binder) unify(at syntax.Node, l, r *scalar) (*scalar, *scalar, value.Type) {
	t, err := value.Unify(l.typ, r.typ)
	if err != nil {
		b.note(at, err)
		return fixed(value.IntT, nil), fixed(value.IntT, nil), value.IntT
	}
	if comparesAsIs(l.typ, r.typ) {
		return l, r, t
	}
	return b.implicit(at, l, t), b.implicit(at, r, t), t
}

// comparesAsIs tells whether values of the two types compare without a conversion: the
// same representation and no difference in meaning.
func comparesAsIs(l, r value.Type) bool {
	switch {
	case isInteger(l.Kind) && isInteger(r.Kind):
		return true
	case isString(l.Kind) && isString(r.Kind):
		return true
	case isBinary(l.Kind) && isBinary(r.Kind):
		return true
	}
	return l.Kind == value.Decimal && r.Kind == value.Decimal
}

// unifyAll is the common type of several expressions.
func (b *binder) unifyAll(at syntax.Node, all []*scalar) value.Type {
	t := value.NullT
	for _, s := range all {
		u, err := value.Unify(t, s.typ)
		if err != nil {
			b.note(at, err)
			return value.IntT
		}
		t = u
	}
	return t
}

// notNull gives an untyped NULL the type int, as every result set does.
func notNull(t value.Type) value.Type {
	if t.Kind == value.Null {
		return value.IntT
	}
	return t
}

// collation decides how two sides compare: an explicit COLLATE wins, two different ones
// are a conflict.
func (b *binder) collation(at syntax.Node, op string, l, r *scalar) value.Collation {
	switch {
	case l.collate == nil && r.collate == nil:
		return b.session.world.Collation()
	case l.collate == nil:
		return *r.collate
	case r.collate != nil && !l.collate.Same(*r.collate):
		b.fail(at, message.New(468, l.collate.Name(), r.collate.Name(), op))
	}
	return *l.collate
}

// own is the collation of one expression.
func (b *binder) own(s *scalar) value.Collation {
	if s.collate != nil {
		return *s.collate
	}
	return b.session.world.Collation()
}
