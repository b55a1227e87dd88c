package engine

import (
	"context"
	"time"
)

// Clock is the time the lab lives in. The demo uses real time, tests a virtual one.
type Clock interface {
	// Now is the current instant in UTC.
	Now() time.Time
	// Sleep waits d of this clock's time, or until ctx ends.
	Sleep(ctx context.Context, d time.Duration) error
}
