package value

// The types that need no argument.
var (
	NullT          = Type{Kind: Null}
	BitT           = Type{Kind: Bit}
	TinyIntT       = Type{Kind: TinyInt}
	SmallIntT      = Type{Kind: SmallInt}
	IntT           = Type{Kind: Int}
	BigIntT        = Type{Kind: BigInt}
	SmallMoneyT    = Type{Kind: SmallMoney}
	MoneyT         = Type{Kind: Money}
	RealT          = Type{Kind: Real}
	FloatT         = Type{Kind: Float}
	DateT          = Type{Kind: Date}
	SmallDateTimeT = Type{Kind: SmallDateTime}
	DateTimeT      = Type{Kind: DateTime}
	GUIDT          = Type{Kind: UniqueIdentifier}
	TimestampT     = Type{Kind: Timestamp, Length: 8}
	XMLT           = Type{Kind: XML, Length: Max}
	VariantT       = Type{Kind: Variant}
	SysnameT       = Type{Kind: NVarChar, Length: 128}
)

// CharN is char(n), n in bytes.
func CharN(n int) Type { return Type{Kind: Char, Length: n} }

// VarCharN is varchar(n), n in bytes or Max.
func VarCharN(n int) Type { return Type{Kind: VarChar, Length: n} }

// NCharN is nchar(n), n in UTF-16 units.
func NCharN(n int) Type { return Type{Kind: NChar, Length: n} }

// NVarCharN is nvarchar(n), n in UTF-16 units or Max.
func NVarCharN(n int) Type { return Type{Kind: NVarChar, Length: n} }

// BinaryN is binary(n).
func BinaryN(n int) Type { return Type{Kind: Binary, Length: n} }

// VarBinaryN is varbinary(n), n or Max.
func VarBinaryN(n int) Type { return Type{Kind: VarBinary, Length: n} }

// DecimalPS is decimal(p,s).
func DecimalPS(p, s uint8) Type { return Type{Kind: Decimal, Precision: p, Scale: s} }

// NumericPS is numeric(p,s); it differs from decimal(p,s) in name only.
func NumericPS(p, s uint8) Type {
	return Type{Kind: Decimal, Precision: p, Scale: s, IsNumeric: true}
}

// DateTime2N is datetime2(scale).
func DateTime2N(scale uint8) Type { return Type{Kind: DateTime2, Scale: scale} }

// DateTimeOffsetN is datetimeoffset(scale).
func DateTimeOffsetN(scale uint8) Type { return Type{Kind: DateTimeOffset, Scale: scale} }

// TimeN is time(scale).
func TimeN(scale uint8) Type { return Type{Kind: Time, Scale: scale} }
