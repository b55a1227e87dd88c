package engine

import (
	"strings"
	"unicode/utf16"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// stringFunctions look at strings and cut them.
var stringFunctions = map[string]builtin{
	"len":        {1, 1, 0, bindLen},
	"datalength": {1, 1, 0, bindDataLength},
	"left":       {2, 2, 0, bindLeft},
	"right":      {2, 2, 0, bindRight},
	"substring":  {3, 3, 0, bindSubstring},
	"charindex":  {2, 3, 0, bindCharIndex},
	"patindex":   {2, 2, 0, bindPatIndex},
	"stuff":      {4, 4, 0, bindStuff},
	"replace":    {3, 3, 0, bindReplace},
	"upper":      {1, 1, 0, textMap(strings.ToUpper)},
	"lower":      {1, 1, 0, textMap(strings.ToLower)},
	"ltrim":      {1, 2, 0, trimSide("leading")},
	"rtrim":      {1, 2, 0, trimSide("trailing")},
	"trim":       {1, 3, 14, bindTrim},
	"reverse":    {1, 1, 0, textMap(reversed)},
	"ascii":      {1, 1, 0, bindASCII},
	"unicode":    {1, 1, 0, bindUnicode},
}

// units is a string as SQL Server counts it: in UTF-16 units.
func units(s string) []uint16 { return utf16.Encode([]rune(s)) }

func fromUnits(u []uint16) string { return string(utf16.Decode(u)) }

// countType is the type of a length or position: bigint over a (max) value.
func countTypeOf(t value.Type) value.Type {
	if t.Length == value.Max {
		return value.BigIntT
	}
	return value.IntT
}

func bindLen(c *callSite) *scalar {
	x := c.str(0)
	return strict(countTypeOf(x.typ), []*scalar{x}, func(v []any) (any, error) {
		return int64(value.Units(strings.TrimRight(v[0].(string), " "))), nil
	})
}

func bindDataLength(c *callSite) *scalar {
	x := c.args[0]
	return strict(countTypeOf(x.typ), []*scalar{x}, func(v []any) (any, error) {
		t, val := x.typ, v[0]
		if inner, ok := val.(value.Var); ok {
			t, val = inner.Type, inner.Value
		}
		return storedSize(val, t), nil
	})
}

// storedBytes is how many bytes a string takes in its type.
func storedBytes(s string, t value.Type) int {
	if isNational(t.Kind) || t.Kind == value.XML {
		return 2 * value.Units(s)
	}
	return len(value.EncodeCP1252(s))
}

// fixedSizes are the bytes of the types that always take the same.
var fixedSizes = map[value.Kind]int64{
	value.Bit: 1, value.TinyInt: 1, value.SmallInt: 2, value.Int: 4, value.BigInt: 8,
	value.SmallMoney: 4, value.Money: 8, value.Real: 4, value.Float: 8, value.Date: 3,
	value.SmallDateTime: 4, value.DateTime: 8, value.UniqueIdentifier: 16, value.Timestamp: 8,
}

func storedSize(v any, t value.Type) int64 {
	switch x := v.(type) {
	case string:
		return int64(storedBytes(x, t))
	case []byte:
		return int64(len(x))
	}
	if n, ok := fixedSizes[t.Kind]; ok {
		return n
	}
	if t.Kind == value.Decimal {
		return decimalSize(t.Precision)
	}
	return timeSize(t)
}

// decimalSize is the documented storage of a decimal by precision.
func decimalSize(p uint8) int64 {
	switch {
	case p <= 9:
		return 5
	case p <= 19:
		return 9
	case p <= 28:
		return 13
	}
	return 17
}

// timeSize is the documented storage of the types with fractional seconds.
func timeSize(t value.Type) int64 {
	n := int64(5)
	switch {
	case t.Scale <= 2:
		n = 3
	case t.Scale <= 4:
		n = 4
	}
	switch t.Kind {
	case value.DateTime2:
		return n + 3
	case value.DateTimeOffset:
		return n + 5
	}
	return n
}

// constant is argument i when it is a whole number in the text.
func (c *callSite) constant(i int) (int, bool) {
	l, ok := c.e.Args[i].(*syntax.Literal)
	if !ok {
		return 0, false
	}
	n, ok := l.Value.(int64)
	return int(n), ok
}

// cutType is the type of a piece of x: a constant length is the type's length.
func (c *callSite) cutType(x *scalar, lengthArg int) value.Type {
	t := value.Type{Kind: varying(x.typ.Kind), Length: x.typ.Length}
	n, ok := c.constant(lengthArg)
	if ok && n > 0 && (t.Length == value.Max && n <= maxLength(t.Kind) || t.Length != value.Max && n < t.Length) {
		t.Length = n
	}
	return t
}

func bindLeft(c *callSite) *scalar {
	x := c.str(0)
	return strict(c.cutType(x, 1), []*scalar{x, c.num(1)}, func(v []any) (any, error) {
		u, n := units(v[0].(string)), v[1].(int64)
		if n < 0 {
			return nil, message.New(537)
		}
		return fromUnits(u[:min(n, int64(len(u)))]), nil
	})
}

func bindRight(c *callSite) *scalar {
	x := c.str(0)
	return strict(c.cutType(x, 1), []*scalar{x, c.num(1)}, func(v []any) (any, error) {
		u, n := units(v[0].(string)), v[1].(int64)
		if n < 0 {
			return nil, message.New(536, "right")
		}
		return fromUnits(u[int64(len(u))-min(n, int64(len(u))):]), nil
	})
}

// cut is the piece of a sequence that SUBSTRING's start and length name; a start before the
// first place shortens the piece.
func cut[T any](s []T, start, length int64) ([]T, error) {
	if length < 0 {
		return nil, message.New(537)
	}
	end := start + length - 1
	if length > int64(len(s)) && start > 0 {
		end = int64(len(s))
	}
	from, to := max(start, 1), min(end, int64(len(s)))
	if from > to {
		return nil, nil
	}
	return s[from-1 : to], nil
}

func bindSubstring(c *callSite) *scalar {
	if isBinary(c.args[0].typ.Kind) {
		return strict(c.cutType(c.args[0], 2), []*scalar{c.args[0], c.num(1), c.num(2)}, func(v []any) (any, error) {
			piece, err := cut(v[0].([]byte), v[1].(int64), v[2].(int64))
			return append([]byte{}, piece...), err
		})
	}
	if !isString(c.args[0].typ.Kind) {
		return c.invalidArgument(0)
	}
	x := c.str(0)
	return strict(c.cutType(x, 2), []*scalar{x, c.num(1), c.num(2)}, func(v []any) (any, error) {
		piece, err := cut(units(v[0].(string)), v[1].(int64), v[2].(int64))
		return fromUnits(piece), err
	})
}

func bindCharIndex(c *callSite) *scalar {
	what, in := c.str(0), c.str(1)
	args := []*scalar{what, in}
	if len(c.args) > 2 {
		args = append(args, c.num(2))
	}
	coll := c.b.collation(c.e, "charindex", what, in)
	return strict(countTypeOf(in.typ), args, func(v []any) (any, error) {
		start := int64(1)
		if len(v) > 2 {
			start = max(v[2].(int64), 1)
		}
		return indexOf(v[0].(string), v[1].(string), start, coll), nil
	})
}

// indexOf finds what in s from a 1-based place on; 0 when it is not there.
func indexOf(what, s string, start int64, coll value.Collation) int64 {
	w, u := units(what), units(s)
	if len(w) == 0 {
		return 0
	}
	for i := start - 1; i <= int64(len(u)-len(w)); i++ {
		if sameText(fromUnits(u[i:i+int64(len(w))]), what, coll) {
			return i + 1
		}
	}
	return 0
}

// sameText compares two strings of one length; unlike a comparison, blanks at the end
// count.
func sameText(a, b string, coll value.Collation) bool {
	return a == b || value.Equal(a+".", b+".", value.NVarCharN(value.Max), coll)
}

// bindPatIndex finds the first place where the pattern, without its leading %, matches.
func bindPatIndex(c *callSite) *scalar {
	p, x := c.str(0), c.str(1)
	coll := c.b.collation(c.e, "patindex", p, x)
	return maybeNull(strict(countTypeOf(x.typ), []*scalar{p, x}, func(v []any) (any, error) {
		pattern, s := v[0].(string), v[1].(string)
		whole, err := value.Like(s, pattern, 0, coll)
		if err != nil || !whole {
			return int64(0), err
		}
		if !strings.HasPrefix(pattern, "%") {
			return int64(1), nil
		}
		return lastStart(s, strings.TrimLeft(pattern, "%"), coll)
	}))
}

// lastStart is the first place from which the rest of the string matches.
func lastStart(s, pattern string, coll value.Collation) (any, error) {
	u := units(s)
	for i := range u {
		ok, err := value.Like(fromUnits(u[i:]), pattern, 0, coll)
		if err != nil {
			return nil, err
		}
		if ok {
			return int64(i + 1), nil
		}
	}
	return int64(1), nil
}

func bindStuff(c *callSite) *scalar {
	x, with := c.str(0), c.str(3)
	t := concatenated(x.typ, with.typ)
	out := &scalar{typ: t, nullable: true, collate: x.collate}
	args := []*scalar{x, c.num(1), c.num(2), with}
	out.eval = func(f *frame) (any, error) {
		v, err := evalRow(args, f)
		if err != nil || v[0] == nil || v[1] == nil || v[2] == nil {
			return nil, err
		}
		u, start, length := units(v[0].(string)), v[1].(int64), v[2].(int64)
		if start < 1 || length < 0 || start > int64(len(u)) {
			return nil, nil
		}
		insert, _ := v[3].(string)
		end := min(start-1+length, int64(len(u)))
		return fromUnits(u[:start-1]) + insert + fromUnits(u[end:]), nil
	}
	return out
}

// concatenated is the type of two strings in a row.
func concatenated(l, r value.Type) value.Type {
	t, err := value.ResultType(value.OpAdd, l, r)
	if err != nil {
		return value.NVarCharN(4000)
	}
	t.Kind = varying(t.Kind)
	return t
}

// longest is the longest type of a string kind, (max) when one of the inputs is.
func longest(inputs ...*scalar) value.Type {
	t := value.VarCharN(8000)
	for _, x := range inputs {
		if isNational(x.typ.Kind) {
			t = value.NVarCharN(4000)
		}
	}
	for _, x := range inputs {
		if x.typ.Length == value.Max {
			t.Length = value.Max
		}
	}
	return t
}

func bindReplace(c *callSite) *scalar {
	x, what, with := c.str(0), c.str(1), c.str(2)
	coll := c.b.collation(c.e, "replace", x, what)
	return strict(longest(x, what, with), []*scalar{x, what, with}, func(v []any) (any, error) {
		return replaceAll(v[0].(string), v[1].(string), v[2].(string), coll), nil
	})
}

// replaceAll replaces by the rules of a collation.
func replaceAll(s, what, with string, coll value.Collation) string {
	if what == "" {
		return s
	}
	u, w := units(s), len(units(what))
	var out strings.Builder
	at := int64(1)
	for {
		hit := indexOf(what, s, at, coll)
		if hit == 0 {
			out.WriteString(fromUnits(u[at-1:]))
			return out.String()
		}
		out.WriteString(fromUnits(u[at-1 : hit-1]))
		out.WriteString(with)
		at = hit + int64(w)
	}
}

// textMap is a function from a string to one of the same type.
func textMap(f func(string) string) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		x := c.str(0)
		t := value.Type{Kind: varying(x.typ.Kind), Length: x.typ.Length}
		return strict(t, []*scalar{x}, func(v []any) (any, error) { return f(v[0].(string)), nil })
	}
}

func reversed(s string) string {
	u := units(s)
	for i, j := 0, len(u)-1; i < j; i, j = i+1, j-1 {
		u[i], u[j] = u[j], u[i]
	}
	return fromUnits(u)
}

// trimSide is LTRIM and RTRIM; the characters to trim may be given from 2022 on.
func trimSide(side string) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		if len(c.args) > 1 && !c.b.knows(16) {
			return c.fail(message.New(174, c.name, 1))
		}
		return c.trim(side)
	}
}

func bindTrim(c *callSite) *scalar {
	side := "both"
	if len(c.args) > 2 {
		side = c.word(2)
	}
	return c.trim(side)
}

func (c *callSite) trim(side string) *scalar {
	x := c.str(0)
	args := []*scalar{x}
	if len(c.args) > 1 {
		args = append(args, c.str(1))
	}
	t := value.Type{Kind: varying(x.typ.Kind), Length: x.typ.Length}
	return strict(t, args, func(v []any) (any, error) {
		set := " "
		if len(v) > 1 {
			set = v[1].(string)
		}
		s := v[0].(string)
		if side != "trailing" {
			s = strings.TrimLeft(s, set)
		}
		if side != "leading" {
			s = strings.TrimRight(s, set)
		}
		return s, nil
	})
}

func bindASCII(c *callSite) *scalar {
	return maybeNull(strict(value.IntT, []*scalar{c.str(0)}, func(v []any) (any, error) {
		b := value.EncodeCP1252(v[0].(string))
		if len(b) == 0 {
			return nil, nil
		}
		return int64(b[0]), nil
	}))
}

func bindUnicode(c *callSite) *scalar {
	return maybeNull(strict(value.IntT, []*scalar{c.str(0)}, func(v []any) (any, error) {
		u := units(v[0].(string))
		if len(u) == 0 {
			return nil, nil
		}
		return int64(u[0]), nil
	}))
}
