package main

import (
	"runtime"
	"testing"
)

// What a report suggests asks the same server about the same databases.
func TestAgainIsTheSameLook(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("words are quoted in another way there")
	}
	flags := func(change func(*checkFlags)) *checkFlags {
		f := &checkFlags{gate: "create", failOn: "blocker", quick: quick{tls: defaultTLS}}
		change(f)
		return f
	}
	for _, c := range []struct {
		name         string
		file         string
		given        bool
		flags        *checkFlags
		again, whole string
	}{
		{"default file", "milink.yaml", false, flags(func(*checkFlags) {}), "milink check -f milink.yaml", "milink check -f milink.yaml"},
		{"lab", "lab:ready-2022", true, flags(func(*checkFlags) {}), "milink check -f lab:ready-2022", "milink check -f lab:ready-2022"},
		{"file, databases and rules", "my servers/a.yaml", true, flags(func(f *checkFlags) {
			f.quick.databases, f.gate, f.failOn, f.only, f.skip = []string{"a b", "it's"}, "cutover", "warning", []string{"MIL1001", "x"}, []string{"y"}
		}), `milink check -f 'my servers/a.yaml' --database 'a b' --database 'it'\''s' --for cutover --fail-on warning --only MIL1001,x --skip y`,
			`milink check -f 'my servers/a.yaml' --database 'a b' --database 'it'\''s'`},
		{"server", "milink.yaml", false, flags(func(f *checkFlags) {
			f.quick = quick{server: `sql01\SALES`, user: "u", passwordEnv: "PW", ca: "c.pem", tls: "strict", databases: []string{"HR"}}
		}), `milink check --server 'sql01\SALES' --user u --password-env PW --ca c.pem --tls strict --database HR`,
			`milink check --server 'sql01\SALES' --user u --password-env PW --ca c.pem --tls strict --database HR`},
		{"trust", "milink.yaml", false, flags(func(f *checkFlags) { f.quick = quick{server: "s", trust: true, tls: defaultTLS} }),
			"milink check --server s --trust-server-certificate", "milink check --server s --trust-server-certificate"},
		{"facts", "milink.yaml", false, flags(func(f *checkFlags) { f.facts = "f.json" }), "milink check --facts f.json", "milink check --facts f.json"},
		{"facts and file", "a.yaml", true, flags(func(f *checkFlags) { f.facts = "f.json" }), "milink check --facts f.json -f a.yaml", "milink check --facts f.json -f a.yaml"},
		{"a pipe is gone", "milink.yaml", false, flags(func(f *checkFlags) { f.facts = "-" }), "", ""},
	} {
		a := &app{file: c.file, fileGiven: c.given}
		if got := a.again(c.flags); got != c.again {
			t.Errorf("%s: again %q, want %q", c.name, got, c.again)
		}
		if got := a.whole(c.flags); got != c.whole {
			t.Errorf("%s: whole %q, want %q", c.name, got, c.whole)
		}
	}
}
