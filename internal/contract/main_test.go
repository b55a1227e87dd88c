package contract

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"
)

// ran counts the cases that were put to each kind of server, for the last line.
var ran struct{ lab, real atomic.Int64 }

// TestMain ends with a line that says which servers the suite was run against: a green
// run against the lab alone proves less than one against both.
func TestMain(m *testing.M) {
	code := m.Run()
	closeShared()
	fmt.Printf("contract: lab: %d cases run; real SQL Server: %s\n", ran.lab.Load(), realSummary())
	os.Exit(code)
}

func realSummary() string {
	if os.Getenv(realServerURL) == "" {
		return "NOT run (" + realServerURL + " is not set)"
	}
	return fmt.Sprintf("%d cases run", ran.real.Load())
}
