package main

import (
	"os"
	"strings"

	"milink/internal/report"
	"milink/internal/rules"
)

// again is the command for the same look: nobody shall repeat it at another server or with
// other rules by copying what a report suggests. Facts from a pipe are gone.
func (a *app) again(f *checkFlags) string {
	command := a.whole(f)
	if command == "" {
		return ""
	}
	if f.gate != string(rules.Create) {
		command += " --for " + f.gate
	}
	if f.failOn != string(rules.Blocker) {
		command += " --fail-on " + f.failOn
	}
	for _, list := range []struct {
		flag  string
		names []string
	}{{"only", f.only}, {"skip", f.skip}} {
		if len(list.names) > 0 {
			command += " --" + list.flag + " " + strings.Join(list.names, ",")
		}
	}
	return command
}

// whole is the command that judges the same databases of the same server by all rules.
func (a *app) whole(f *checkFlags) string {
	words := []string{"milink", "check"}
	q := &f.quick
	switch {
	case f.facts == "-":
		return ""
	case f.facts != "":
		words = append(words, "--facts", f.facts)
		if a.fileGiven {
			words = append(words, "-f", a.file)
		}
	case q.server != "":
		words = append(words, q.words()...)
	default:
		words = append(words, "-f", a.file)
	}
	for _, d := range q.databases {
		words = append(words, "--database", d)
	}
	for i := range words {
		words[i] = shellWord(words[i])
	}
	return strings.Join(words, " ")
}

// words are the flags of a quick connection as they were given. None of them is a secret.
func (q *quick) words() []string {
	words := []string{"--server", q.server}
	for _, f := range []struct{ flag, value string }{
		{"--user", q.user}, {"--password-env", q.passwordEnv}, {"--password-file", q.passwordFile}, {"--ca", q.ca}, {"--pin", q.pin},
	} {
		if f.value != "" {
			words = append(words, f.flag, f.value)
		}
	}
	if q.tls != defaultTLS {
		words = append(words, "--tls", q.tls)
	}
	if q.trust {
		words = append(words, "--trust-server-certificate")
	}
	return words
}

// choice tells who chose the databases.
func (a *app) choice(w rules.Wishes, f *checkFlags) report.Choice {
	c := report.Choice{Databases: w.Databases, From: report.Configuration, Where: "in " + a.file}
	name, isLab := strings.CutPrefix(a.file, labPrefix)
	switch {
	case len(w.Databases) == 0:
		c.From = report.All
	case len(f.quick.databases) > 0:
		c.From, c.Where = report.CommandLine, "with --database"
	case isLab:
		c.Where = "by the scenario " + name
	}
	return c
}

// tellUnused: who judges a facts file beside a milink.yaml may believe that it counts.
func (a *app) tellUnused(f *checkFlags) {
	if f.facts == "" || a.fileGiven || len(f.quick.databases) > 0 {
		return
	}
	if _, err := os.Stat(defaultFile); err == nil {
		a.note("milink: judged without %s; add -f %s for its databases\n", defaultFile, defaultFile)
	}
}
