package message

import "fmt"

// Simulated is the note that goes with an error where SQL Server would have carried on: it
// tells a person that the lab ends here, so that nobody looks for a mistake of their own.
// No server sends it; number and class are those of PRINT.
func Simulated(what string) *Message {
	return &Message{State: 1, Text: fmt.Sprintf("SIMULATED: milink's lab does not simulate %s.", what)}
}
