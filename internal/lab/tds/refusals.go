package tds

import (
	"fmt"

	"milink/internal/lab/message"
)

// The messages the protocol layer itself says. Numbers, severities and texts are those of
// the published error tables (ranges 4000 and 8000); states are not published and
// modelled as 1.

const rpcIncorrect = "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is incorrect. "

func refusal(number int32, text string) *message.Message {
	return &message.Message{Number: number, State: 1, Class: 16, Text: text, Line: 1}
}

// fatalInput is 4014: the session ends.
func fatalInput() *message.Message {
	return &message.Message{
		Number: 4014, State: 1, Class: 20, Line: 1,
		Text: "A fatal error occurred while reading the input stream from the network. The session will be terminated (input error: 0, output error: 0).",
	}
}

// brokenHeaders is 4009: ALL_HEADERS does not add up.
func brokenHeaders() *message.Message {
	return refusal(4009, "The incoming tabular data stream (TDS) protocol stream is incorrect. The TDS headers contained errors.")
}

// endedUnexpectedly is 4002.
func endedUnexpectedly() *message.Message {
	return refusal(4002, "The incoming tabular data stream (TDS) protocol stream is incorrect. The stream ended unexpectedly.")
}

// dtcUnavailable is 8501, the answer to everything that needs a distributed transaction.
func dtcUnavailable(server string) *message.Message {
	return refusal(8501, fmt.Sprintf("MSDTC on server '%s' is unavailable.", server))
}

// tooLargeForOldClient is 4073.
func tooLargeForOldClient() *message.Message {
	return refusal(4073, "A return value of data type varchar(max), nvarchar(max), varbinary(max), XML or other large object type can not be returned to client driver versions earlier than SQL Server 2005. Please resubmit the query using a more recent client driver.")
}

// databaseChanged is 5701 and languageChanged 5703, which every login gets.
func databaseChanged(name string) *message.Message {
	return &message.Message{Number: 5701, State: 2, Line: 1, Text: fmt.Sprintf("Changed database context to '%s'.", name)}
}

func languageChanged(name string) *message.Message {
	return &message.Message{Number: 5703, State: 1, Line: 1, Text: fmt.Sprintf("Changed language setting to %s.", name)}
}

// paramPlace is which parameter of a call a refusal speaks of, counted from 1.
type paramPlace struct {
	number int
	name   string
}

func (p paramPlace) refuse(number int32, format string, args ...any) *message.Message {
	head := fmt.Sprintf("Parameter %d (\"%s\"): ", p.number, p.name)
	return refusal(number, rpcIncorrect+head+fmt.Sprintf(format, args...))
}

func (p paramPlace) unknownType(token byte) *message.Message {
	return p.refuse(8009, "Data type 0x%02X is unknown.", token)
}

func (p paramPlace) badLength(token byte) *message.Message {
	return p.refuse(8016, "Data type 0x%02X has an invalid data length or metadata length.", token)
}

func (p paramPlace) badScale(token byte) *message.Message {
	return p.refuse(8017, "Data type 0x%02X has an invalid precision or scale.", token)
}

func (p paramPlace) badChunks(token byte) *message.Message {
	return p.refuse(8007, "The chunking format is incorrect for a large object parameter of type 0x%02X.", token)
}

func (p paramPlace) untypedOutput(token byte) *message.Message {
	return p.refuse(8015, "Data type 0x%02X is an untyped NULL but is marked as an output parameter.", token)
}

func (p paramPlace) badVariant(token byte) *message.Message {
	return p.refuse(8014, "Data type 0x%02X (sql_variant) has an invalid type for type-specific metadata.", token)
}

func (p paramPlace) badValue(typeName string) *message.Message {
	return p.refuse(8023, "The supplied value is not a valid instance of data type %s. Check the source data for invalid values. An example of an invalid value is data of numeric type with scale greater than precision.", typeName)
}

func badRPCName() *message.Message {
	return refusal(8004, rpcIncorrect+"The RPC name is invalid.")
}

func badParamName(number int) *message.Message {
	return refusal(8005, rpcIncorrect+fmt.Sprintf("Parameter %d: The parameter name is invalid.", number))
}

func badParamStatus(number int) *message.Message {
	return refusal(8006, rpcIncorrect+fmt.Sprintf("Parameter %d: The parameter status flags are invalid.", number))
}

func tooManyParams() *message.Message {
	return refusal(8003, rpcIncorrect+fmt.Sprintf("Too many parameters were provided in this RPC request. The maximum is %d.", maxParams))
}
