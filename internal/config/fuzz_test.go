package config

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParse: no input panics, every refusal has a place inside the file, and what is
// accepted names a server.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{full, "", "source: {server: s}", "source: [", "a: &a [*a]", "<<: {source: 1}", "? x\n: y",
		"source: {server: |\n  x\n}", "source:\n  server: \"\\x00\"", "- - -", "source: {server: s, login: {password: {prompt}}}",
		"%YAML 1.2\n---\nsource: {server: s}\n...", "!!map {source: 1}", "source: {server: >-\n s}", "{", "'", "\ufeff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("f", data)
		var list Errors
		switch {
		case err == nil && strings.TrimSpace(c.Source.Server) == "":
			t.Error("accepted a file without server")
		case err != nil && !errors.As(err, &list):
			t.Errorf("an error without place: %v", err)
		}
		for _, e := range list {
			if e.Line < 1 || e.Column < 1 || e.Message == "" {
				t.Errorf("bad place: %+v", e)
			}
		}
	})
}
