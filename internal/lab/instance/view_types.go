package instance

import "milink/internal/lab/value"

// sysnameID is the user_type_id of sysname, an alias of nvarchar(128).
const sysnameID = 256

// typeIDs are the system_type_id of the types, in the order sys.types lists them.
var typeIDs = []struct {
	id   int
	name string
	typ  value.Type
}{
	{34, "image", value.Type{}}, {35, "text", value.Type{}}, {36, "uniqueidentifier", value.GUIDT},
	{40, "date", value.DateT}, {41, "time", value.TimeN(7)}, {42, "datetime2", value.DateTime2N(7)},
	{43, "datetimeoffset", value.DateTimeOffsetN(7)}, {48, "tinyint", value.TinyIntT}, {52, "smallint", value.SmallIntT},
	{56, "int", value.IntT}, {58, "smalldatetime", value.SmallDateTimeT}, {59, "real", value.RealT},
	{60, "money", value.MoneyT}, {61, "datetime", value.DateTimeT}, {62, "float", value.FloatT},
	{98, "sql_variant", value.VariantT}, {99, "ntext", value.Type{}}, {104, "bit", value.BitT},
	{106, "decimal", value.DecimalPS(38, 38)}, {108, "numeric", value.NumericPS(38, 38)},
	{122, "smallmoney", value.SmallMoneyT}, {127, "bigint", value.BigIntT}, {165, "varbinary", value.VarBinaryN(8000)},
	{167, "varchar", value.VarCharN(8000)}, {173, "binary", value.BinaryN(8000)}, {175, "char", value.CharN(8000)},
	{189, "timestamp", value.TimestampT}, {231, "nvarchar", value.NVarCharN(4000)}, {239, "nchar", value.NCharN(4000)},
	{241, "xml", value.XMLT},
}

// typeViews holds sys.types.
var typeViews = []*view{
	{
		name:       "sys.types",
		fromMemory: true,
		columns: columns(`
			name sysname
			system_type_id tinyint
			user_type_id int
			schema_id int =4
			principal_id int?
			max_length smallint
			precision tinyint
			scale tinyint
			collation_name sysname?
			is_nullable bit? =1
			is_user_defined bit =0
			is_assembly_type bit =0
			default_object_id int =0
			rule_object_id int =0
			is_table_type bit =0`),
		rows: (*reader).types,
	},
}

// types are the system types and sysname; the CLR types are not in the lab.
func (r *reader) types() []row {
	var rows []row
	for _, t := range typeIDs {
		out := row{"name": t.name, "system_type_id": t.id, "user_type_id": t.id, "max_length": 16, "precision": 0, "scale": 0}
		if t.typ.Kind != value.Invalid {
			describeType(out, t.typ)
		}
		if isText(t.typ) || t.name == "text" || t.name == "ntext" {
			out["collation_name"] = r.db.Collation
		}
		rows = append(rows, out)
	}
	return append(rows, row{"name": "sysname", "system_type_id": 231, "user_type_id": sysnameID, "max_length": 256,
		"precision": 0, "scale": 0, "collation_name": r.db.Collation, "is_nullable": false})
}

// typeID is the system_type_id of a type.
func typeID(t value.Type) int {
	for _, known := range typeIDs {
		if known.name == t.Name() {
			return known.id
		}
	}
	return 0
}

// describeType fills the type columns of a row.
func describeType(out row, t value.Type) {
	precision, scale := digits(t)
	out["system_type_id"], out["user_type_id"] = typeID(t), typeID(t)
	out["max_length"], out["precision"], out["scale"] = storedLength(t), precision, scale
}

func isText(t value.Type) bool {
	switch t.Kind {
	case value.Char, value.VarChar, value.NChar, value.NVarChar:
		return true
	}
	return false
}

// storedLength is max_length: bytes, -1 for (max).
func storedLength(t value.Type) int {
	switch t.Kind {
	case value.NChar, value.NVarChar:
		if t.Length == value.Max {
			return -1
		}
		return 2 * t.Length
	case value.Char, value.VarChar, value.Binary, value.VarBinary, value.XML:
		return t.Length
	case value.Decimal:
		return decimalBytes(int(t.Precision))
	}
	return fixedLengths[t.Kind]
}

var fixedLengths = map[value.Kind]int{
	value.Bit: 1, value.TinyInt: 1, value.SmallInt: 2, value.Int: 4, value.BigInt: 8, value.Real: 4, value.Float: 8,
	value.SmallMoney: 4, value.Money: 8, value.UniqueIdentifier: 16, value.Timestamp: 8, value.Date: 3,
	value.SmallDateTime: 4, value.DateTime: 8, value.Time: 5, value.DateTime2: 8, value.DateTimeOffset: 10, value.Variant: 8016,
}

// decimalBytes is the storage of a decimal by its precision.
func decimalBytes(precision int) int {
	switch {
	case precision <= 9:
		return 5
	case precision <= 19:
		return 9
	case precision <= 28:
		return 13
	}
	return 17
}

// digits are precision and scale as sys.columns shows them.
func digits(t value.Type) (precision, scale int) {
	switch t.Kind {
	case value.Decimal:
		return int(t.Precision), int(t.Scale)
	case value.Bit:
		return 1, 0
	case value.TinyInt:
		return 3, 0
	case value.SmallInt:
		return 5, 0
	case value.Int:
		return 10, 0
	case value.BigInt, value.Money:
		return 19, btoi(t.Kind == value.Money) * 4
	case value.SmallMoney:
		return 10, 4
	case value.Real:
		return 24, 0
	case value.Float:
		return 53, 0
	case value.Date:
		return 10, 0
	case value.SmallDateTime:
		return 16, 0
	case value.DateTime:
		return 23, 3
	case value.Time:
		return 16, int(t.Scale)
	case value.DateTime2:
		return 27, int(t.Scale)
	case value.DateTimeOffset:
		return 34, int(t.Scale)
	}
	return 0, 0
}
