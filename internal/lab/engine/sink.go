package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// Column describes one column of a result set, known before the first row.
type Column struct {
	Name     string // empty for an unnamed column
	Type     value.Type
	Nullable bool
}

// Sink receives what a batch produces, in the order a client must see it. The TDS server
// implements it; tests use a recording one. A returned error means the client is gone or
// the batch was cancelled; the engine stops at once and returns it.
type Sink interface {
	// Columns starts a result set.
	Columns(cols []Column) error
	// Row sends one row of the current result set; values follow package value's rules.
	Row(row []any) error
	// Done ends a statement. count is the number of rows, or -1 for a statement without
	// a count (DDL, SET NOCOUNT ON).
	Done(count int64) error
	// Message sends an error or an informational message.
	Message(m *message.Message) error
	// Database says that the session's database changed; the 5701 message follows through
	// Message.
	Database(from, to string) error
}

// Param is one parameter of a remote procedure call.
type Param struct {
	Name   string // with @, or empty for a positional one
	Type   value.Type
	Value  any
	Output bool
}

// Call is a remote procedure call as a driver sends it: by well-known id or by name.
type Call struct {
	ID     uint16 // 10 sp_executesql, 11 sp_prepare, 12 sp_execute, 13 sp_prepexec, 15 sp_unprepare; 0 = by name
	Name   string
	Params []Param
}

// Reply is what a call returns beside its result sets.
type Reply struct {
	Status int32
	Output []Param // output parameters, in order
}
