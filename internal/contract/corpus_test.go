package contract

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// batchCase is one case of the corpus: batches for one session, and what must come back.
type batchCase struct {
	name     string
	file     string
	worlds   []string
	from, to int    // major versions it holds for
	facts    string // where the fact stands
	alone    bool   // it changes the server, so it gets a world of its own
	batches  []string
	expect   []expectation
}

// holdsFor tells whether the case says anything about that version.
func (c batchCase) holdsFor(major int) bool { return c.from <= major && major <= c.to }

// portable are the expectations that hold on every server.
func (c batchCase) portable() []expectation {
	var out []expectation
	for _, e := range c.expect {
		if e.portable {
			out = append(out, e)
		}
	}
	return out
}

var (
	headerLine = regexp.MustCompile(`^-- (name|worlds|versions|facts|alone|expect [a-z ]+?|lab [a-z ]+?)( \d+)?:(?: (.*))?$`)
	goLine     = regexp.MustCompile(`(?im)^\s*GO\s*$`)
)

// readCorpus reads every case under testdata, in the order of the files.
func readCorpus(t *testing.T) []batchCase {
	t.Helper()
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus under testdata: %v", err)
	}
	var out []batchCase
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := parseCases(filepath.Base(f), string(data))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, cases...)
	}
	return out
}

// parseCases cuts a file into its cases: each begins with a name line.
func parseCases(file, text string) ([]batchCase, error) {
	var out []batchCase
	for i, part := range strings.Split("\n"+text, "\n-- name:") {
		if i == 0 {
			continue // what the file says about itself
		}
		c, err := parseCase("-- name:" + part)
		if err != nil {
			return nil, fmt.Errorf("%s: case %q: %w", file, c.name, err)
		}
		c.file = file
		out = append(out, c)
	}
	return out, nil
}

// parseCase reads the header; the first line that is none begins the batches.
func parseCase(text string) (batchCase, error) {
	c := batchCase{worlds: []string{"ready-2022"}, from: 13, to: 17}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			if strings.HasPrefix(line, "-- expect") || strings.HasPrefix(line, "-- lab ") {
				return c, fmt.Errorf("cannot read header line %q", line)
			}
			body := strings.Join(lines[i:], "\n")
			for _, b := range goLine.Split(body, -1) {
				if strings.TrimSpace(b) != "" {
					c.batches = append(c.batches, strings.Trim(b, "\n"))
				}
			}
			return c, nil
		}
		if err := c.header(m[1], strings.TrimSpace(m[2]), m[3]); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *batchCase) header(key, index, value string) error {
	switch key {
	case "name":
		c.name = value
	case "worlds":
		c.worlds = nil
		for _, w := range strings.Fields(value) {
			if g := groups[w]; g != nil {
				c.worlds = append(c.worlds, g...)
			} else {
				c.worlds = append(c.worlds, w)
			}
		}
	case "versions":
		return c.span(value)
	case "facts":
		c.facts = value
	case "alone":
		c.alone = true
	default:
		e, err := parseExpectation(key, index, value)
		c.expect = append(c.expect, e)
		return err
	}
	return nil
}

// span reads "14+", "13-16" or "16".
func (c *batchCase) span(text string) error {
	from, to, ranged := strings.Cut(text, "-")
	if open := strings.TrimSuffix(text, "+"); open != text {
		from, to, ranged = open, "17", true
	}
	if !ranged {
		to = from
	}
	var err1, err2 error
	c.from, err1 = strconv.Atoi(from)
	c.to, err2 = strconv.Atoi(to)
	if err1 != nil || err2 != nil || c.from < 12 || c.to > 17 || c.from > c.to {
		return fmt.Errorf("versions %q: want 14+, 13-16 or 16", text)
	}
	return nil
}

// TestCorpusIsComplete holds the corpus itself: names are unique, every case tells its
// source and expects something, and none runs in a world whose version it does not cover.
func TestCorpusIsComplete(t *testing.T) {
	corpus := readCorpus(t)
	if len(corpus) < 120 {
		t.Errorf("the corpus has %d cases, want at least 120", len(corpus))
	}
	var names []string
	for _, c := range corpus {
		where := c.file + ": " + c.name
		if slices.Contains(names, c.name) {
			t.Errorf("%s: name used twice", where)
		}
		names = append(names, c.name)
		if !regexp.MustCompile(`^tsql\.md( [A-H]\d*,?)+$|^documentation: `).MatchString(c.facts) {
			t.Errorf("%s: facts %q do not name a section of the fact sheet", where, c.facts)
		}
		if len(c.expect) == 0 || len(c.batches) == 0 {
			t.Errorf("%s: nothing to run or nothing expected", where)
		}
		covered := false
		for _, w := range c.worlds {
			major, known := worldMajor[w]
			if !known {
				t.Errorf("%s: no world is called %s", where, w)
			}
			covered = covered || c.holdsFor(major)
		}
		if !covered {
			t.Errorf("%s: no world has a version it holds for", where)
		}
	}
}

func TestParseCases(t *testing.T) {
	got, err := parseCases("x.sql", "-- about\n-- name: one\n-- worlds: releases\n-- versions: 14+\n-- facts: tsql.md B1\n"+
		"-- expect rows 2: >= 1\n-- lab row: a | NULL\n-- a comment\nSELECT 1\nGO\nSELECT 'GO'\n-- name: two\nSELECT 2\n")
	if err != nil || len(got) != 2 {
		t.Fatalf("parseCases = %v, %v", got, err)
	}
	c := got[0]
	if c.name != "one" || len(c.worlds) != 5 || c.from != 14 || c.to != 17 || len(c.batches) != 2 || len(c.expect) != 2 {
		t.Errorf("first case = %+v", c)
	}
	if c.holdsFor(13) || !c.holdsFor(14) {
		t.Error("versions 14+ must hold for 14 and not for 13")
	}
	if len(c.portable()) != 1 || c.expect[0].set != 2 {
		t.Errorf("expectations = %+v", c.expect)
	}
	for _, bad := range []string{"-- name: x\n-- expect nonsense: 1\nSELECT 1", "-- name: x\n-- expect rows\nSELECT 1", "-- name: x\n-- versions: 18\nSELECT 1"} {
		if _, err := parseCases("x.sql", bad); err == nil {
			t.Errorf("parseCases(%q) must fail", bad)
		}
	}
}
