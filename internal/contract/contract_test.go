package contract

import (
	"strings"
	"testing"
)

// TestContractLab puts every case of the corpus to the lab, in each of its worlds.
func TestContractLab(t *testing.T) {
	for _, c := range readCorpus(t) {
		for _, name := range c.worlds {
			if !c.holdsFor(worldMajor[name]) {
				continue
			}
			t.Run(c.name+"/"+name, func(t *testing.T) {
				s := worldFor(t, c, name)
				ran.lab.Add(1)
				hold(t, c, s.run(t, s.conn(t), c.batches...), c.expect)
			})
		}
	}
}

// TestContractServer puts the cases that hold on every server to a real one.
func TestContractServer(t *testing.T) {
	s := realServer(t)
	if s == nil {
		t.Skip(realServerURL + " is not set: the suite ran against the lab only")
	}
	for _, c := range readCorpus(t) {
		if c.alone || !c.holdsFor(s.major) || len(c.portable()) == 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			ran.real.Add(1)
			hold(t, c, s.run(t, s.conn(t), c.batches...), c.portable())
		})
	}
}

// TestPortableHoldsEverywhere puts what is said to hold on every server to worlds the cases
// were not written for: an expectation that leans on its world must not say "expect".
func TestPortableHoldsEverywhere(t *testing.T) {
	for _, c := range readCorpus(t) {
		for _, name := range append([]string{"linux-2022", "named-instance", "many-databases"}, groups["releases"]...) {
			if c.alone || !c.holdsFor(worldMajor[name]) || len(c.portable()) == 0 {
				continue
			}
			t.Run(c.name+"/"+name, func(t *testing.T) {
				s := world(t, name)
				ran.lab.Add(1)
				hold(t, c, s.run(t, s.conn(t), c.batches...), c.portable())
			})
		}
	}
}

// worldFor is a world that the case may use: its own when it changes the server.
func worldFor(t *testing.T, c batchCase, name string) *server {
	t.Helper()
	if c.alone {
		return freshWorld(t, name)
	}
	return world(t, name)
}

// hold reports every difference, with the batch that was sent.
func hold(t *testing.T, c batchCase, a answer, expect []expectation) {
	t.Helper()
	if problems := check(a, expect); len(problems) > 0 {
		t.Errorf("%s (%s)\n  %s\n%s", c.file, c.facts, strings.Join(problems, "\n  "), strings.Join(c.batches, "\nGO\n"))
	}
}
