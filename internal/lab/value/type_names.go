package value

import (
	"strconv"
	"strings"
)

// kindNames are the names SQL Server prints, in sys.types and in messages.
var kindNames = map[Kind]string{
	Null: "NULL", Binary: "binary", VarBinary: "varbinary", Char: "char", VarChar: "varchar",
	NChar: "nchar", NVarChar: "nvarchar", UniqueIdentifier: "uniqueidentifier",
	Timestamp: "timestamp", Bit: "bit", TinyInt: "tinyint", SmallInt: "smallint", Int: "int",
	BigInt: "bigint", SmallMoney: "smallmoney", Money: "money", Decimal: "decimal",
	Real: "real", Float: "float", Time: "time", Date: "date", SmallDateTime: "smalldatetime",
	DateTime: "datetime", DateTime2: "datetime2", DateTimeOffset: "datetimeoffset",
	XML: "xml", Variant: "sql_variant",
}

// Name is the type's name without length, as sys.types lists it.
func (t Type) Name() string {
	if t.Kind == Decimal && t.IsNumeric {
		return "numeric"
	}
	return kindNames[t.Kind]
}

// Word is the name as error messages use it: every decimal is "numeric" there, and the
// (max) types carry their length.
func (t Type) Word() string {
	switch {
	case t.Kind == Decimal:
		return "numeric"
	case t.Length == Max && t.Kind != XML:
		return t.Name() + "(max)"
	}
	return t.Name()
}

// String writes the type as a column definition does: nvarchar(50), decimal(17,6).
func (t Type) String() string {
	switch t.Kind {
	case Binary, VarBinary, Char, VarChar, NChar, NVarChar:
		if t.Length == Max {
			return t.Name() + "(max)"
		}
		return t.Name() + "(" + strconv.Itoa(t.Length) + ")"
	case Decimal:
		return t.Name() + "(" + strconv.Itoa(int(t.Precision)) + "," + strconv.Itoa(int(t.Scale)) + ")"
	case Time, DateTime2, DateTimeOffset:
		return t.Name() + "(" + strconv.Itoa(int(t.Scale)) + ")"
	}
	return t.Name()
}

// SameAs tells whether two types are the same to the engine: numeric is decimal.
func (t Type) SameAs(o Type) bool {
	t.IsNumeric, o.IsNumeric = false, false
	return t == o
}

// fixedTypes are the names that take no argument.
var fixedTypes = map[string]Type{
	"bit": BitT, "tinyint": TinyIntT, "smallint": SmallIntT, "int": IntT, "integer": IntT,
	"bigint": BigIntT, "smallmoney": SmallMoneyT, "money": MoneyT, "real": RealT,
	"date": DateT, "smalldatetime": SmallDateTimeT, "datetime": DateTimeT,
	"uniqueidentifier": GUIDT, "timestamp": TimestampT, "rowversion": TimestampT,
	"xml": XMLT, "sql_variant": VariantT, "sysname": SysnameT, "double precision": FloatT,
}

// sizedKinds are the names with one length, and the largest one they take.
var sizedKinds = map[string]struct {
	kind     Kind
	limit    int
	allowMax bool
}{
	"char": {Char, 8000, false}, "character": {Char, 8000, false}, "nchar": {NChar, 4000, false},
	"varchar": {VarChar, 8000, true}, "character varying": {VarChar, 8000, true},
	"char varying": {VarChar, 8000, true}, "nvarchar": {NVarChar, 4000, true},
	"national character varying": {NVarChar, 4000, true}, "national char varying": {NVarChar, 4000, true},
	"national character": {NChar, 4000, false}, "national char": {NChar, 4000, false},
	"binary": {Binary, 8000, false}, "varbinary": {VarBinary, 8000, true},
	"binary varying": {VarBinary, 8000, true},
}

// scaledKinds are the names with an optional scale of fractional seconds.
var scaledKinds = map[string]Kind{
	"time": Time, "datetime2": DateTime2, "datetimeoffset": DateTimeOffset,
}

// TypeByName finds a type by its name and arguments as a column definition writes them;
// Max stands for (max). A length left out is 1, as in a DECLARE; CAST's default of 30 is
// the caller's. It fails for an unknown name and for arguments the type does not take.
func TypeByName(name string, args []int) (Type, bool) {
	name = strings.ToLower(name)
	if t, ok := fixedTypes[name]; ok {
		return t, len(args) == 0
	}
	if sized, ok := sizedKinds[name]; ok {
		n, ok := sizeArg(args, sized.limit, sized.allowMax)
		return Type{Kind: sized.kind, Length: n}, ok
	}
	if kind, ok := scaledKinds[name]; ok {
		return scaledType(kind, args)
	}
	switch name {
	case "decimal", "dec", "numeric":
		return decimalType(name == "numeric", args)
	case "float":
		return floatType(args)
	}
	return Type{}, false
}

func sizeArg(args []int, limit int, allowMax bool) (int, bool) {
	switch {
	case len(args) == 0:
		return 1, true
	case len(args) > 1:
		return 0, false
	case args[0] == Max:
		return Max, allowMax
	}
	return args[0], args[0] >= 1 && args[0] <= limit
}

func scaledType(kind Kind, args []int) (Type, bool) {
	switch {
	case len(args) == 0:
		return Type{Kind: kind, Scale: 7}, true
	case len(args) > 1 || args[0] < 0 || args[0] > 7:
		return Type{}, false
	}
	return Type{Kind: kind, Scale: uint8(args[0])}, true
}

func decimalType(numeric bool, args []int) (Type, bool) {
	p, s := 18, 0
	if len(args) > 0 {
		p = args[0]
	}
	if len(args) > 1 {
		s = args[1]
	}
	if len(args) > 2 || p < 1 || p > MaxPrecision || s < 0 || s > p {
		return Type{}, false
	}
	return Type{Kind: Decimal, Precision: uint8(p), Scale: uint8(s), IsNumeric: numeric}, true
}

// floatType knows that float(1) to float(24) is real.
func floatType(args []int) (Type, bool) {
	switch {
	case len(args) == 0:
		return FloatT, true
	case len(args) > 1 || args[0] < 1 || args[0] > 53:
		return Type{}, false
	case args[0] <= 24:
		return RealT, true
	}
	return FloatT, true
}
