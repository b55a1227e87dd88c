package message

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// entry is one row of the table: what sys.messages says of a number, with the class and
// state the engine raises it with.
type entry struct {
	number int32
	class  uint8
	state  uint8
	// text has one %v for every insert (%03d where the server pads digits). The caller
	// passes words and numbers as they are to be read.
	text string
}

// tables are the parts of the message table, by the area that raises them.
var tables = [][]entry{
	syntaxMessages,
	fileMessages,
	languageMessages,
	databaseMessages,
	queryMessages,
	objectMessages,
	distributedMessages,
	pfxMessages,
	groupMessages,
	managedMessages,
	runtimeMessages,
	clusterMessages,
	mirroringMessages,
	backupMessages,
	securityMessages,
	alterDatabaseMessages,
	endpointMessages,
	agentMessages,
	loginMessages,
	cursorMessages,
	sessionMessages,
	linkMessages,
}

// byNumber finds an entry; it is filled once, from the tables.
var byNumber = index(tables)

func index(tables [][]entry) map[int32]entry {
	m := make(map[int32]entry)
	for _, table := range tables {
		for _, e := range table {
			m[e.number] = e
		}
	}
	return m
}

// undefined is how SQL Server words a number that sys.messages does not hold (18054).
const undefined = "Error %v, severity %v, state %v was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage."

// New builds the message of that number. Inserts follow the order of the text; a missing
// one reads "(null)" as on the server, surplus ones are left out. A number outside the
// table keeps its number and says what SQL Server says of unknown numbers.
func New(number int32, args ...any) *Message {
	e, ok := byNumber[number]
	if !ok {
		return &Message{Number: number, State: 1, Class: 16, Text: fmt.Sprintf(undefined, number, 16, 1)}
	}
	return &Message{Number: number, State: e.state, Class: e.class, Text: fill(e.text, args)}
}

// Known tells whether the table holds the number.
func Known(number int32) bool {
	_, ok := byNumber[number]
	return ok
}

// Numbers lists the numbers of the table in ascending order.
func Numbers() []int32 {
	numbers := make([]int32, 0, len(byNumber))
	for n := range byNumber {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return numbers
}

// With returns a copy with another state and class: the engine raises some messages with
// several states, and some with a class that differs from the table.
func (m *Message) With(state, class uint8) *Message {
	c := *m
	c.State, c.Class = state, class
	return &c
}

// In returns a copy that names the procedure which raised it.
func (m *Message) In(procedure string) *Message {
	c := *m
	c.Procedure = procedure
	return &c
}

// fill puts the inserts into the text.
func fill(text string, args []any) string {
	want := strings.Count(text, "%") - 2*strings.Count(text, "%%")
	full := slices.Clone(args[:min(len(args), want)])
	for len(full) < want {
		full = append(full, null{})
	}
	return fmt.Sprintf(text, full...)
}

// null is an insert the caller did not give.
type null struct{}

// Format writes the same word for every verb.
func (null) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(null)") }
