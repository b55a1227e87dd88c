package config

import (
	"strings"
	"testing"
)

// A file of nothing but opening brackets is refused, and costs neither the stack nor minutes.
func TestParseRefusesDeepNesting(t *testing.T) {
	for _, open := range []string{"[", "{a: ", "- "} {
		if _, err := Parse("f", []byte(strings.Repeat(open, 1_000))); err == nil {
			t.Errorf("%q: accepted", open)
		}
	}
}
