package engine

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash/fnv"
	"strings"

	"milink/internal/lab/value"
)

// binaryFunctions hash, and look into values.
var binaryFunctions = map[string]builtin{
	"hashbytes":            {2, 2, 0, bindHashBytes},
	"checksum":             {1, -1, 0, checksumBy(true)},
	"binary_checksum":      {1, -1, 0, checksumBy(false)},
	"sql_variant_property": {2, 2, 0, bindVariantProperty},
}

// hashes are the algorithms of HASHBYTES that are not withdrawn.
var hashes = map[string]func([]byte) []byte{
	"md5":      func(b []byte) []byte { s := md5.Sum(b); return s[:] },
	"sha":      func(b []byte) []byte { s := sha1.Sum(b); return s[:] },
	"sha1":     func(b []byte) []byte { s := sha1.Sum(b); return s[:] },
	"sha2_256": func(b []byte) []byte { s := sha256.Sum256(b); return s[:] },
	"sha2_512": func(b []byte) []byte { s := sha512.Sum512(b); return s[:] },
}

func bindHashBytes(c *callSite) *scalar {
	x := c.args[1]
	if !isString(x.typ.Kind) && !isBinary(x.typ.Kind) && x.typ.Kind != value.Null {
		return c.invalidArgument(1)
	}
	return maybeNull(strict(value.VarBinaryN(8000), []*scalar{c.str(0), x}, func(v []any) (any, error) {
		hash, ok := hashes[strings.ToLower(v[0].(string))]
		if !ok {
			return nil, nil
		}
		return hash(rawBytes(v[1], x.typ)), nil
	}))
}

// rawBytes are the bytes a string or binary value is stored as.
func rawBytes(v any, t value.Type) []byte {
	switch x := v.(type) {
	case []byte:
		return x
	case string:
		if !isNational(t.Kind) {
			return value.EncodeCP1252(x)
		}
		var out []byte
		for _, u := range units(x) {
			out = append(out, byte(u), byte(u>>8))
		}
		return out
	}
	return nil
}

// checksumBy is CHECKSUM, which follows the collation, and BINARY_CHECKSUM, which does not.
//
// modelled: equal values have equal sums; the sums themselves are not SQL Server's.
func checksumBy(folded bool) func(*callSite) *scalar {
	return func(c *callSite) *scalar {
		args := c.args
		return &scalar{typ: value.IntT, eval: func(f *frame) (any, error) {
			values, err := evalRow(args, f)
			if err != nil {
				return nil, err
			}
			coll := collationOf(f, nil)
			if !folded {
				coll, _ = value.ParseCollation("Latin1_General_BIN2")
			}
			var text keyText
			for i, v := range values {
				text.add(v, args[i].typ, coll)
			}
			h := fnv.New32a()
			_, _ = h.Write([]byte(text.String()))
			return int64(int32(h.Sum32())), nil
		}}
	}
}

// bindVariantProperty is SQL_VARIANT_PROPERTY.
func bindVariantProperty(c *callSite) *scalar {
	x := c.as(0, value.VariantT)
	return maybeNull(strict(value.VariantT, []*scalar{x, c.str(1)}, func(v []any) (any, error) {
		inner, ok := v[0].(value.Var)
		if !ok {
			return nil, nil
		}
		return variantProperty(inner, strings.ToLower(v[1].(string))), nil
	}))
}

func variantProperty(v value.Var, name string) any {
	number := func(n int64) any { return value.Var{Type: value.IntT, Value: n} }
	switch name {
	case "basetype":
		return value.Var{Type: value.SysnameT, Value: v.Type.Name()}
	case "precision":
		return number(int64(precisionOf(v.Type)))
	case "scale":
		return number(int64(v.Type.Scale))
	case "maxlength":
		return number(maxBytes(v.Type))
	case "totalbytes":
		return number(storedSize(v.Value, v.Type) + 2)
	case "collation":
		if isString(v.Type.Kind) {
			return value.Var{Type: value.SysnameT, Value: value.DefaultCollation.Name()}
		}
	}
	return nil
}

// precisions are the digits of the types that have a fixed number of them.
var precisions = map[value.Kind]uint8{
	value.Bit: 1, value.TinyInt: 3, value.SmallInt: 5, value.Int: 10, value.BigInt: 19, value.SmallMoney: 10,
	value.Money: 19, value.Real: 24, value.Float: 53, value.Date: 10, value.DateTime: 23, value.SmallDateTime: 16,
}

func precisionOf(t value.Type) uint8 {
	if t.Kind == value.Decimal {
		return t.Precision
	}
	return precisions[t.Kind]
}

func maxBytes(t value.Type) int64 {
	switch {
	case isNational(t.Kind):
		return int64(2 * t.Length)
	case isString(t.Kind) || isBinary(t.Kind):
		return int64(t.Length)
	}
	return storedSize(nil, t)
}
