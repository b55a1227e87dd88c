package engine

import (
	"errors"

	"milink/internal/lab/message"
)

// reach is how far an error ends things when no TRY catches it.
type reach uint8

const (
	endsStatement reach = iota
	endsScope           // the batch, procedure or dynamic batch it stands in
	endsBatch           // everything the client sent
	endsConnection
)

// failure is one or more T-SQL errors on their way to a CATCH or to the client.
type failure struct {
	msgs message.Errors
	ends reach
	// compile says that the statement could not even be bound: a TRY of the same scope does
	// not catch it.
	compile bool
	// in is the scope it happened in.
	in *module
	// thrown says that it comes from RAISERROR or THROW, which do not doom a transaction by
	// themselves.
	thrown bool
	// terminated says that the statement changed data: message 3621 tells that it did not.
	terminated bool
}

// Error shows the cause.
func (f *failure) Error() string { return f.msgs.Error() }

// severity is the highest class among the messages.
func (f *failure) severity() uint8 {
	var top uint8
	for _, m := range f.msgs {
		top = max(top, m.Class)
	}
	return top
}

// number is what ERROR_NUMBER() and @@ERROR see: the last error, which wraps the others.
func (f *failure) last() *message.Message { return f.msgs[len(f.msgs)-1] }

// asFailure makes a failure of any T-SQL error; false for what is none (the client is
// gone, the request was cancelled).
func asFailure(err error) (*failure, bool) {
	var f *failure
	if errors.As(err, &f) {
		return f, true
	}
	var one *message.Message
	if errors.As(err, &one) {
		return newFailure(message.Errors{one}), true
	}
	var many message.Errors
	if errors.As(err, &many) && len(many) > 0 {
		return newFailure(many), true
	}
	return nil, false
}

// isMessage tells whether an error is a T-SQL error.
func isMessage(err error) bool {
	_, ok := asFailure(err)
	return ok
}

func newFailure(msgs message.Errors) *failure {
	f := &failure{msgs: msgs}
	for _, m := range msgs {
		if abortsBatch[m.Number] || m.Class >= 19 {
			f.ends = endsBatch
		}
		if m.Class >= 20 {
			f.ends = endsConnection
		}
	}
	return f
}

// abortsBatch are the run-time errors that end the batch and roll back its transaction
// without XACT_ABORT.
//
// modelled: the documentation names no list; these are the conversion errors and limits
// that are known to.
var abortsBatch = map[int32]bool{
	217: true, 235: true, 241: true, 245: true, 293: true, 295: true, 3930: true,
	8114: true, 8169: true,
}

// stopped is what a statement returns when its error was sent and ended more than itself.
type stopped struct{ ends reach }

// Error is never shown: the client has the messages already.
func (s *stopped) Error() string { return "the batch ended with an error" }

// errDisconnect ends the connection after an error of class 20 and above.
var errDisconnect = errors.New("connection ended by an error of class 20 or above")
