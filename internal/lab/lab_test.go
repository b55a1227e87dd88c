package lab

import (
	"context"
	"testing"
)

// TestScenariosBuild starts every world: each statement of its recipe must succeed on the
// lab's own engine.
func TestScenariosBuild(t *testing.T) {
	for _, s := range Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			l, err := Start(context.Background(), Options{Scenario: s.Name})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
