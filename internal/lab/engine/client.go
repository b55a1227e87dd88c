package engine

import "context"

// Client is one logged-in session as the TDS server sees it. Errors of the T-SQL world go
// to the sink; a returned error means the connection cannot go on.
type Client interface {
	// Batch runs one batch of T-SQL text.
	Batch(ctx context.Context, text string, out Sink) error
	// Call runs a remote procedure call.
	Call(ctx context.Context, call Call, out Sink) (Reply, error)
	// Begin, Commit and Rollback are the transaction manager requests of the wire.
	Begin(ctx context.Context) error
	Commit(ctx context.Context) error
	Rollback(ctx context.Context) error
	// Reset puts the session back to how the login left it (sp_reset_connection).
	Reset(out Sink) error
	// Close ends the session and frees what it held.
	Close()
}
