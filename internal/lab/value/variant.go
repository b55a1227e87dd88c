package value

import (
	"cmp"
	"reflect"
)

// family is a data type family of sql_variant, lowest first: a value of a higher family
// is greater than any value of a lower one, whatever they hold.
type family uint8

const (
	familyGUID family = iota
	familyBinary
	familyString
	familyExact
	familyApproximate
	familyDate
)

func familyOf(k Kind) family {
	switch k {
	case UniqueIdentifier:
		return familyGUID
	case Binary, VarBinary, Timestamp:
		return familyBinary
	case Bit, TinyInt, SmallInt, Int, BigInt, SmallMoney, Money, Decimal:
		return familyExact
	case Real, Float:
		return familyApproximate
	case Time, Date, SmallDateTime, DateTime, DateTime2, DateTimeOffset:
		return familyDate
	}
	return familyString
}

// asVar gives a value its type; a Var has one already.
func asVar(v any, t Type) Var {
	if x, ok := v.(Var); ok {
		return x
	}
	return Var{Type: t, Value: v}
}

// compareVariants compares by family first, and inside a family as the higher of the two
// types.
func compareVariants(a, b Var, c Collation) int {
	fa, fb := familyOf(a.Type.Kind), familyOf(b.Type.Kind)
	if fa != fb {
		return cmp.Compare(fa, fb)
	}
	if fa == familyExact {
		return exact(a.Value).Cmp(exact(b.Value))
	}
	t := a.Type
	if b.Type.Kind > t.Kind {
		t = b.Type
	}
	if reflect.TypeOf(a.Value) != reflect.TypeOf(b.Value) {
		return cmp.Compare(a.Type.Kind, b.Type.Kind) // cannot be: a family has one Go type
	}
	return Compare(a.Value, b.Value, t, c)
}

// exact is any exact number as a decimal.
func exact(v any) Dec {
	switch x := v.(type) {
	case bool:
		if x {
			return NewDec(1, 0)
		}
	case int64:
		return NewDec(x, 0)
	case Dec:
		return x
	}
	return Dec{}
}
