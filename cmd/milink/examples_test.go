package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"milink/internal/rules"
)

// Every command that help shows can be understood: its verb and flags exist, and so do the
// rules it names.
func TestExamplesRun(t *testing.T) {
	seen := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		for _, line := range strings.Split(c.Long+"\n"+c.Example, "\n") {
			_, command, found := strings.Cut(line, "  milink ")
			if !found {
				continue // prose
			}
			seen++
			understood(t, strings.Fields(strings.NewReplacer("|", " | ", "(", " ( ").Replace(command)))
		}
		for _, below := range c.Commands() {
			visit(below)
		}
	}
	visit(newBench(t).root())
	if seen < 8 {
		t.Errorf("only %d examples were found", seen)
	}
}

// understood parses one command line of help.
func understood(t *testing.T, words []string) {
	t.Helper()
	for i, w := range words {
		if w == "|" || w == "(" {
			words = words[:i]
			break
		}
	}
	line := strings.Join(words, " ")
	b := newBench(t)
	c, rest, err := b.root().Find(words)
	if err != nil || c.Name() == "milink" {
		t.Errorf("milink %s: no such verb (%v)", line, err)
		return
	}
	if err := c.ParseFlags(rest); err != nil {
		t.Errorf("milink %s: %v", line, err)
	}
	for _, flag := range []string{"only", "skip"} {
		names, _ := c.Flags().GetStringSlice(flag)
		for _, n := range names {
			if _, ok := rules.Find(n); !ok {
				t.Errorf("milink %s: there is no rule %s", line, n)
			}
		}
	}
}
