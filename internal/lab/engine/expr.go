package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// expr binds a scalar expression.
func (b *binder) expr(e syntax.Expr, sc *scope) *scalar {
	if s := sc.groupedExpression(b, e); s != nil {
		return s
	}
	switch e := e.(type) {
	case *syntax.Literal:
		return fixed(e.Type, e.Value)
	case *syntax.Variable:
		return b.variableExpr(e)
	case *syntax.ColumnRef:
		return b.column(e, sc)
	case *syntax.Unary:
		return b.unary(e, sc)
	case *syntax.Binary:
		return b.binary(e, sc)
	case *syntax.Case:
		return b.caseExpr(e, sc)
	case *syntax.Cast:
		return b.cast(e, sc)
	case *syntax.Call:
		return b.call(e, sc)
	case *syntax.Collate:
		return b.collateExpr(e, sc)
	case *syntax.Subquery:
		return b.scalarSubquery(e, sc)
	case *syntax.AtTimeZone:
		return b.atTimeZone(e, sc)
	case *syntax.Keyword:
		return b.failed(e, message.New(207, e.Word))
	}
	return b.failed(e, message.New(401, fmt.Sprintf("%T", e)))
}

// exprs binds a list.
func (b *binder) exprs(list []syntax.Expr, sc *scope) []*scalar {
	out := make([]*scalar, len(list))
	for i, e := range list {
		out[i] = b.expr(e, sc)
	}
	return out
}

// column binds a column reference.
func (b *binder) column(e *syntax.ColumnRef, sc *scope) *scalar {
	if sc == nil {
		return b.failed(e, message.New(128, columnText(e)))
	}
	at, result := sc.resolve(e)
	switch result {
	case ambiguous:
		return b.failed(e, message.New(209, e.Column.Text))
	case noColumn:
		return b.failed(e, message.New(207, e.Column.Text))
	case absent:
		if e.Table.Object.Text != "" {
			return b.failed(e, message.New(4104, columnText(e)))
		}
		return b.failed(e, message.New(207, e.Column.Text))
	}
	return b.slot(e, at)
}

// slot is the expression that reads a resolved column; where rows are groups, the column
// must be a grouping key.
func (b *binder) slot(e *syntax.ColumnRef, at found) *scalar {
	depth, slot := at.depth, at.slot
	if at.at.group != nil {
		key := at.at.group.keyOfSlot(slot)
		if key < 0 {
			return b.failed(e, ungrouped(at))
		}
		slot = key
	}
	return &scalar{
		typ: at.col.typ, nullable: at.col.nullable, origin: at.col.owner, column: at.col.name, json: at.col.json,
		eval: func(f *frame) (any, error) { return f.up(depth).row[slot], nil },
	}
}

// ungrouped is the error of a column that is neither grouped nor aggregated.
func ungrouped(at found) *message.Message {
	number := int32(8120)
	switch at.at.clause {
	case inHaving:
		number = 8121
	case inOrderBy:
		number = 8127
	}
	return message.New(number, at.col.owner.String(), at.col.name)
}

// unary binds -x, +x and ~x.
func (b *binder) unary(e *syntax.Unary, sc *scope) *scalar {
	x := b.expr(e.X, sc)
	switch e.Op {
	case "+":
		return x
	case "~":
		if _, err := value.Complement(nil, x.typ); err != nil {
			return b.refused(e, err)
		}
		return derive(x, x.typ, func(v any) (any, error) { return value.Complement(v, x.typ) })
	}
	_, t, err := value.Negate(nil, x.typ)
	if err != nil {
		return b.refused(e, err)
	}
	if v, _, err := value.Negate(x.value, x.typ); x.literal && err == nil {
		return fixed(t, v)
	}
	return derive(x, t, func(v any) (any, error) {
		n, _, err := value.Negate(v, x.typ)
		return n, err
	})
}

// refused notes an error of package value and keeps binding going.
func (b *binder) refused(at syntax.Node, err error) *scalar {
	b.note(at, err)
	return fixed(value.NullT, nil)
}

// derive is an expression computed from one other; NULL stays NULL.
func derive(x *scalar, t value.Type, f func(any) (any, error)) *scalar {
	eval := x.eval
	return &scalar{typ: t, nullable: x.nullable, constant: x.constant, eval: func(fr *frame) (any, error) {
		v, err := eval(fr)
		if v == nil || err != nil {
			return nil, err
		}
		return f(v)
	}}
}

// binary binds an arithmetic operator.
func (b *binder) binary(e *syntax.Binary, sc *scope) *scalar {
	l, r := b.expr(e.L, sc), b.expr(e.R, sc)
	if strings.Contains("+-*/%", e.Op) {
		l, r = digits(l, r), digits(r, l)
	}
	return b.combine(e, e.Op, l, r)
}

// digits makes a whole constant that meets a decimal a number of just the digits it has, as
// the documentation says of statements that are not parameterized by the server; so 1.0 / 3
// is 0.333333.
//
// modelled: which statements the server parameterizes by itself is not written down; none
// are here.
func digits(s, other *scalar) *scalar {
	n, whole := s.value.(int64)
	if !s.literal || !whole || !isInteger(s.typ.Kind) || other.typ.Kind != value.Decimal {
		return s
	}
	count := len(strings.TrimPrefix(strconv.FormatInt(n, 10), "-"))
	return fixed(value.NumericPS(uint8(count), 0), value.NewDec(n, 0))
}

// combine is l op r of bound expressions. A number is nullable even if both sides are not:
// an overflow could make it NULL; a string is not.
func (b *binder) combine(at syntax.Node, op string, l, r *scalar) *scalar {
	code := value.Op(op[0])
	t, err := value.ResultType(code, l.typ, r.typ)
	if err != nil {
		return b.refused(at, err)
	}
	out := pair(l, r, t, func(x, y any) (any, error) { return value.Arith(code, x, y, l.typ, r.typ) })
	if op == "+" && isString(t.Kind) && !b.session.options.on("CONCAT_NULL_YIELDS_NULL") {
		out.eval = joined(l, r)
	}
	out.nullable = l.nullable || r.nullable || !isText(t)
	if isString(t.Kind) && (l.collate != nil || r.collate != nil) {
		c := b.collation(at, "add", l, r)
		out.collate = &c
	}
	return out
}

// joined is + of strings with CONCAT_NULL_YIELDS_NULL OFF: NULL counts as the empty string.
func joined(l, r *scalar) func(*frame) (any, error) {
	return func(fr *frame) (any, error) {
		v, err := evalRow([]*scalar{l, r}, fr)
		if err != nil {
			return nil, err
		}
		for i := range v {
			if v[i] == nil {
				v[i] = ""
			}
		}
		return value.Arith(value.OpAdd, v[0], v[1], textType(l.typ), textType(r.typ))
	}
}

// pair is an expression computed from two others; a NULL makes NULL.
func pair(l, r *scalar, t value.Type, f func(x, y any) (any, error)) *scalar {
	return &scalar{typ: t, nullable: l.nullable || r.nullable, constant: l.constant && r.constant, eval: func(fr *frame) (any, error) {
		x, err := l.eval(fr)
		if err != nil || x == nil {
			return nil, err
		}
		y, err := r.eval(fr)
		if err != nil || y == nil {
			return nil, err
		}
		return f(x, y)
	}}
}

// collateExpr is x COLLATE name.
func (b *binder) collateExpr(e *syntax.Collate, sc *scope) *scalar {
	x := b.expr(e.X, sc)
	c, ok := b.collationNamed(e.Name)
	if !ok {
		return b.failed(e, message.New(448, e.Name))
	}
	if !isString(x.typ.Kind) && x.typ.Kind != value.Null {
		return b.failed(e, message.New(447, x.typ.Word()))
	}
	out := *x
	out.collate = &c
	return &out
}

// collationNamed knows DATABASE_DEFAULT and CATALOG_DEFAULT beside the real names.
func (b *binder) collationNamed(name string) (value.Collation, bool) {
	switch strings.ToUpper(name) {
	case "DATABASE_DEFAULT", "CATALOG_DEFAULT":
		return b.session.world.Collation(), true
	}
	return value.ParseCollation(name)
}

// cast binds CAST, CONVERT and their TRY_ forms.
func (b *binder) cast(e *syntax.Cast, sc *scope) *scalar {
	x := b.expr(e.X, sc)
	if e.Try {
		x = apart(x)
	}
	if err := value.CanConvert(x.typ, e.Type, true); err != nil {
		b.note(e, err)
		return fixed(e.Type, nil)
	}
	if e.Style != nil {
		return b.styledCast(e, x, sc)
	}
	out := converted(x, e.Type)
	return trying(out, e.Try)
}

// styledCast is CONVERT with a style, which may be any expression.
func (b *binder) styledCast(e *syntax.Cast, x *scalar, sc *scope) *scalar {
	style := b.implicit(e, b.expr(e.Style, sc), value.IntT)
	from, to := x.typ, e.Type
	out := pair(x, style, to, func(v, n any) (any, error) {
		return value.Convert(v, from, to, int(n.(int64)))
	})
	out.nullable = x.nullable || style.nullable || !widening(from, to)
	out.collate = x.collate
	return trying(out, e.Try)
}

// operandError is an error of what a TRY_ form converts, not of the conversion.
type operandError struct{ error }

// apart marks the errors of an expression as its own.
func apart(x *scalar) *scalar {
	out, eval := *x, x.eval
	out.eval = func(f *frame) (any, error) {
		v, err := eval(f)
		if err != nil {
			return nil, &operandError{err}
		}
		return v, nil
	}
	return &out
}

// trying makes a failed conversion NULL.
func trying(s *scalar, try bool) *scalar {
	if !try {
		return s
	}
	out, eval := *s, s.eval
	out.nullable = true
	out.eval = func(f *frame) (any, error) {
		v, err := eval(f)
		var own *operandError
		switch {
		case errors.As(err, &own):
			return nil, own.error
		case isMessage(err):
			return nil, nil
		}
		return v, err
	}
	return &out
}
