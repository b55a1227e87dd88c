package value

import "milink/internal/lab/message"

// The conversion chart of the documentation ("Data type conversion", CAST and CONVERT).

// conversion is one cell of the chart.
type conversion uint8

const (
	never conversion = iota
	onRequest
	always
)

// implicit tells whether SQL Server converts by itself.
func implicit(from, to Kind) bool { return chart(from, to) == always }

// CanConvert checks a conversion before a value exists. asked says that the statement
// wrote CAST or CONVERT. The errors are 529 for a conversion nobody can ask for, 257 for
// one that must be asked for, 206 where an implicit one has no sense.
func CanConvert(from, to Type, asked bool) error {
	cell := chart(from.Kind, to.Kind)
	switch {
	case cell == always || cell == onRequest && asked:
		return nil
	case asked:
		return message.New(529, from.Word(), to.Word())
	case cell == onRequest:
		return message.New(257, from.Word(), to.Word())
	}
	return message.New(206, from.Word(), to.Word())
}

// chart looks a pair of kinds up.
func chart(from, to Kind) conversion {
	switch {
	case from == to || from == Null:
		return always
	case from == Invalid || to == Invalid || to == Null:
		return never
	case from == XML:
		return when(isString(to) || isBinary(to), onRequest)
	case from == Variant:
		return when(to != XML && to != Timestamp, onRequest)
	case to == Variant:
		return when(from != Timestamp, always)
	}
	return plainChart(from, to)
}

// plainChart is the chart without xml (as source) and sql_variant.
func plainChart(from, to Kind) conversion {
	switch {
	case isString(from):
		return fromString(from, to)
	case isBinary(from):
		return fromBinary(to)
	case isDate(from):
		return fromDate(from, to)
	case from == UniqueIdentifier:
		return when(isString(to) || isBinary(to), always)
	case from == Timestamp:
		return when(to == Char || to == VarChar || isBinary(to) || isExact(to) || oldDate(to), always)
	}
	return fromNumber(from, to)
}

// when is the cell if the condition holds, and never otherwise.
func when(holds bool, cell conversion) conversion {
	if holds {
		return cell
	}
	return never
}

// oldDate are the two date types that numbers can become.
func oldDate(k Kind) bool { return k == DateTime || k == SmallDateTime }

func fromString(from, to Kind) conversion {
	if isBinary(to) || to == Timestamp && !isUnicode(from) {
		return onRequest
	}
	return when(to != Timestamp, always)
}

func fromBinary(to Kind) conversion {
	switch {
	case isApprox(to):
		return never
	case isDate(to) && !oldDate(to):
		return onRequest
	}
	return always
}

func fromDate(from, to Kind) conversion {
	switch {
	case isString(to):
		return always
	case isBinary(to):
		return onRequest
	case from == Date && to == Time || from == Time && to == Date:
		return never
	case isDate(to):
		return always
	case oldDate(from):
		return when(to == Timestamp || isExact(to) || isApprox(to), onRequest)
	}
	return never
}

// fromNumber covers bit, the integers, money, decimal, real and float.
func fromNumber(from, to Kind) conversion {
	switch {
	case isString(to) || isBinary(to) || isExact(to) || isApprox(to) || oldDate(to):
		return always
	case to == Timestamp:
		return when(!isApprox(from), always)
	}
	return never
}
