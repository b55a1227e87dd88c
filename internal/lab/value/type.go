// Package value holds SQL Server's types and values: what a column can be, how one type
// becomes another, how two values compare. It knows nothing of statements, catalogs or
// the wire.
package value

// Kind is the family of a SQL Server type.
type Kind uint8

// The kinds the lab can hold. Order is the type precedence of SQL Server, lowest first:
// in a mixed expression the higher kind wins.
const (
	Invalid Kind = iota
	Null         // the untyped NULL literal; becomes int on the wire
	Binary
	VarBinary
	Char
	VarChar
	NChar
	NVarChar
	UniqueIdentifier
	Timestamp // rowversion
	Bit
	TinyInt
	SmallInt
	Int
	BigInt
	SmallMoney
	Money
	Decimal // decimal and numeric
	Real
	Float
	Time
	Date
	SmallDateTime
	DateTime
	DateTime2
	DateTimeOffset
	XML
	Variant // sql_variant
)

// Max is the Length of the (max) types.
const Max = -1

// Type is a fully specified SQL Server type.
type Type struct {
	Kind      Kind
	Length    int   // bytes for Binary/Char kinds, characters for NChar/NVarChar; Max for (max)
	Precision uint8 // Decimal only
	Scale     uint8 // Decimal, Time, DateTime2, DateTimeOffset
	// IsNumeric says the decimal was declared numeric; it only changes the name shown.
	IsNumeric bool
}

// A value is held as an `any`. NULL is nil. The Go type follows the Kind:
//
//	Bit                                bool
//	TinyInt SmallInt Int BigInt        int64
//	Money SmallMoney Decimal           Dec
//	Real Float                         float64
//	Char VarChar NChar NVarChar XML    string
//	Binary VarBinary Timestamp         []byte
//	Date Time SmallDateTime DateTime
//	DateTime2 DateTimeOffset           time.Time (UTC location unless DateTimeOffset)
//	UniqueIdentifier                   GUID
//	Variant                            Var

// GUID is a uniqueidentifier in text order: the bytes of its printed form. The wire
// reverses the first three groups.
type GUID [16]byte

// Var is the content of a sql_variant: a value that carries its own type. A NULL variant
// is nil, not a Var.
type Var struct {
	Type  Type
	Value any
}
