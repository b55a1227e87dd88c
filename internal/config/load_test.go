package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// full has every key of the file.
const full = `# every key
source:
  server: sql01.corp.example,1433
  login: {method: sql, user: milink, password: {env: MILINK_SOURCE_PASSWORD}}
  tls: {mode: mandatory, ca: corp.pem, pin: "", trust: false}
  endpoint: {address: 10.1.0.4, port: 5022}
  host: {via: none}
  arc: {instance: ""}
target:
  instance: /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Sql/managedInstances/mi-prod
  login: {method: entra}
azure: {cloud: public, tenant: "", credential: default, apiVersion: ""}
databases: [Sales, HR]
link: {name: "", availabilityGroup: ""}
route: direct
timeouts: {connect: 10s, roundTrip: 5s}
proxy: ""
simulated: false
`

func TestParseEveryKey(t *testing.T) {
	got, err := Parse("milink.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{
		Source: Source{
			Server:   "sql01.corp.example,1433",
			Login:    Login{Method: MethodSQL, User: "milink", Password: &SecretRef{Env: "MILINK_SOURCE_PASSWORD"}},
			TLS:      TLS{Mode: TLSMandatory, CA: "corp.pem"},
			Endpoint: &Endpoint{Address: "10.1.0.4", Port: 5022},
			Host:     &Host{Via: ViaNone},
			Arc:      &Arc{},
		},
		Target: &Target{
			Instance: "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Sql/managedInstances/mi-prod",
			Login:    Login{Method: MethodEntra},
		},
		Azure:     &Azure{Cloud: Cloud{Name: "public"}, Credential: "default"},
		Databases: []string{"Sales", "HR"},
		Link:      &Link{},
		Route:     RouteDirect,
		Timeouts:  &Timeouts{Connect: Duration(10 * time.Second), RoundTrip: Duration(5 * time.Second)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestParseSmallestFile(t *testing.T) {
	c, err := Parse("milink.yaml", []byte("source: {server: sql01}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Target != nil || c.Azure != nil || c.Link != nil || c.Source.Endpoint != nil || c.Source.Host != nil || c.Source.Arc != nil || c.Timeouts != nil {
		t.Errorf("a section that is not there must stay nil: %+v", c)
	}
	if c.Route != RouteDirect || c.Source.TLS.Mode != TLSMandatory || c.Source.Login.Method != MethodSQL {
		t.Errorf("defaults: %+v", c)
	}
	if c.ConnectTimeout() != 10*time.Second || c.RoundTripTimeout() != 5*time.Second {
		t.Errorf("timeouts: %s, %s", c.ConnectTimeout(), c.RoundTripTimeout())
	}
}

func TestParseAccepts(t *testing.T) {
	for name, body := range map[string]string{
		"json":              `{"source": {"server": "sql01"}}`,
		"crlf":              "source:\r\n  server: sql01\r\n",
		"byte order mark":   "\ufeffsource:\n  server: sql01\n",
		"backslash":         "source:\n  server: sql01\\PROD,1433\n",
		"prompt":            "source: {server: s, login: {user: u, password: {prompt: true}}}",
		"bare prompt":       "source: {server: s, login: {user: u, password: {prompt}}}",
		"password file":     "source: {server: s, login: {user: u, password: {file: p.txt}}}",
		"windows alone":     "source: {server: s, login: {method: windows}}",
		"custom cloud":      "source: {server: s}\nazure: {cloud: {authority: https://a, arm: https://b, audience: https://b, ca: x.pem}}",
		"empty section":     "source: {server: s}\ntarget:\n",
		"commented section": "source: {server: s}\ntarget:\n  # instance: later\nroute: direct\n",
		"quoted digits":     "source: {server: s}\ndatabases: ['007', \"we]ird'n\\\"ame\"]",
		"block names":       "source:\n  server: s\ndatabases:\n  - Sales\n  - with space\n  - 名前\n",
		"arc":               "source: {server: s, arc: {instance: /subscriptions/a/resourceGroups/b/providers/Microsoft.AzureArcData/sqlServerInstances/c}}\nroute: arc",
		"pin":               "source: {server: s, tls: {pin: " + strings.Repeat("aB", 32) + "}}",
		"long comment":      "# " + strings.Repeat("x", 5000) + "\nsource: {server: s}\n",
	} {
		if _, err := Parse("milink.yaml", []byte(body)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParsePrompt(t *testing.T) {
	for _, form := range []string{"{prompt: true}", "{prompt}"} {
		c, err := Parse("f", []byte("source: {server: s, login: {user: u, password: "+form+"}}"))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(c.Source.Login.Password, &SecretRef{Prompt: true}) {
			t.Errorf("%s: %+v", form, c.Source.Login.Password)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", `f:1:1: the file is empty: it needs at least source.server`},
		{"comment only", "# hello\n", `f:1:1: the file is empty: it needs at least source.server`},
		{"no server", "databases: [a]\n", `f:1:1: source.server is required: host[\instance][,port]`},
		{"blank server", "source:\n  server: ' '\n", `f:2:11: source.server is required: host[\instance][,port]`},
		{"unknown key", "source:\n  servr: x\n", `f:2:3: unknown key "servr" in source: did you mean "server"?`},
		{"unknown top key", "source: {server: s}\ntargt: {}\n", `f:2:1: unknown key "targt": did you mean "target"?`},
		{"key of another case", "source: {Server: s}\n", `f:1:10: unknown key "Server" in source: did you mean "server"?`},
		{"unknown far key", "source: {server: s, zzzzzz: 1}", `f:1:21: unknown key "zzzzzz" in source; known here: server, login, tls, endpoint, host, arc`},
		{"twice", "source:\n  server: a\n  server: b\n", `f:3:3: key "server" is given twice, first in line 2`},
		{"section twice", "source: {server: a}\nsource: {server: b}\n", `f:2:1: key "source" is given twice, first in line 1`},
		{"text for section", "source: sql01\n", `f:1:9: source wants a section with the keys server, login, tls, endpoint, host, arc, not text`},
		{"list for section", "- a\n", `f:1:1: the file wants a section with the keys source, target, azure, databases, link, route, timeouts, proxy, simulated, not a list`},
		{"number for text", "source:\n  server: 7\n", `f:2:11: source.server wants text: put 7 in quotes`},
		{"section for text", "source:\n  server: {a: b}\n", `f:2:3: source.server wants text, not a section`},
		{"text for bool", "source: {server: s}\nsimulated: 'yes'\n", `f:2:12: simulated wants true or false, not text`},
		{"text for port", "source: {server: s, endpoint: {port: '5022'}}\n", `f:1:38: source.endpoint.port wants a whole number, not text`},
		{"port range", "source: {server: s, endpoint: {port: 70000}}\n", `f:1:38: source.endpoint.port is 70000; want 1 to 65535`},
		{"port zero", "source: {server: s, endpoint: {port: 0}}\n", `f:1:38: source.endpoint.port is 0; want 1 to 65535`},
		{"port overflow", "source: {server: s, endpoint: {port: 18446744073709551615}}\n", `f:1:38: source.endpoint.port is too large`},
		{"enum", "source: {server: s, tls: {mode: strikt}}\n", `f:1:33: source.tls.mode is "strikt"; want one of mandatory, strict, login-only: did you mean "strict"?`},
		{"enum far", "source: {server: s}\nroute: sideways\n", `f:2:8: route is "sideways"; want one of direct, arc`},
		{"host via", "source: {server: s, host: {via: telnet}}\n", `f:1:33: source.host.via is "telnet"; want one of none, local, winrm, ssh, arc, azure-vm`},
		{"cloud", "source: {server: s}\nazure: {cloud: germany}\n", `f:2:16: azure.cloud is "germany"; want one of public, usgov, china`},
		{"cloud custom", "source: {server: s}\nazure: {cloud: custom}\n", `f:2:16: azure.cloud: write a custom cloud as {authority: URL, arm: URL, audience: URL, ca: FILE}`},
		{"cloud incomplete", "source: {server: s}\nazure: {cloud: {arm: x}}\n", `f:2:9: azure.cloud: a custom cloud wants authority, arm and audience`},
		{"duration without unit", "source: {server: s}\ntimeouts: {connect: 10}\n", `f:2:21: timeouts.connect wants a time span with its unit, such as 10s`},
		{"duration nonsense", "source: {server: s}\ntimeouts: {connect: soon}\n", `f:2:21: timeouts.connect is "soon"; want a time span with its unit, such as 10s or 1m30s`},
		{"duration negative", "source: {server: s}\ntimeouts: {roundTrip: -1s}\n", `f:2:23: timeouts.roundTrip is -1s; want between 10ms and 1h0m0s`},
		{"duration of days", "source: {server: s}\ntimeouts: {roundTrip: 48h}\n", `f:2:23: timeouts.roundTrip is 48h0m0s; want between 10ms and 1h0m0s`},
		{"databases text", "source: {server: s}\ndatabases: Sales\n", `f:2:12: databases wants a list, such as [Sales, HR], not text`},
		{"database number", "source: {server: s}\ndatabases: [2024]\n", `f:2:13: databases.0 wants text: put 2024 in quotes`},
		{"database null", "source: {server: s}\ndatabases: [a, ~]\n", `f:2:16: databases.1 wants text, not nothing`},
		{"database twice", "source: {server: s}\ndatabases:\n  - a\n  - a\n", `f:4:5: databases has "a" twice`},
		{"database long", "source: {server: s}\ndatabases: [" + strings.Repeat("a", 129) + "]\n", `f:2:13: databases has a name longer than the 128 characters SQL Server takes`},
		{"database empty", "source: {server: s}\ndatabases: ['']\n", `f:2:13: databases has an empty name`},
		{"sql without user", "source: {server: s, login: {password: {env: P}}}\n", `f:1:21: source.login.user is required for method sql`},
		{"sql without password", "source: {server: s, login: {user: u}}\n", `f:1:21: source.login.password is required for method sql: {env: NAME}, {file: PATH} or {prompt: true}`},
		{"password empty", "source: {server: s, login: {user: u, password: }}\n", `f:1:38: source.login.password is empty: give {env: NAME}, {file: PATH} or {prompt: true}`},
		{"password two ways", "source: {server: s, login: {user: u, password: {env: A, file: b}}}\n", `f:1:38: source.login.password wants exactly one of {env: NAME}, {file: PATH} or {prompt: true}`},
		{"password no way", "source: {server: s, login: {user: u, password: {prompt: false}}}\n", `f:1:38: source.login.password wants exactly one of {env: NAME}, {file: PATH} or {prompt: true}`},
		{"entra with password", "source: {server: s, login: {method: entra, password: {env: P}}}\n", `f:1:44: source.login.password is not used by method entra: it signs in with azure.credential`},
		{"trust and ca", "source: {server: s, tls: {ca: a.pem, trust: true}}\n", `f:1:45: source.tls.trust takes any certificate, so that ca and pin would be ignored: choose one`},
		{"trust and strict", "source: {server: s, tls: {mode: strict, trust: true}}\n", `f:1:48: source.tls.trust is not possible with mode strict, which always verifies the server: give ca or pin`},
		{"pin", "source: {server: s, tls: {pin: abc}}\n", `f:1:32: source.tls.pin wants the SHA-256 of the server's certificate: 64 hex digits`},
		{"target without instance", "source: {server: s}\ntarget: {login: {method: entra}}\n", `f:2:1: target.instance is required in a target section: the resource id of the managed instance`},
		{"target by name", "source: {server: s}\ntarget: {instance: mi-prod}\n", `f:2:20: target.instance is not the resource id of a managed instance: want /subscriptions/…/resourceGroups/…/providers/Microsoft.Sql/managedInstances/…`},
		{"arc route without instance", "source: {server: s}\nroute: arc\n", `f:2:8: route: arc wants source.arc.instance, the resource id of the instance in Azure Arc`},
		{"arc instance", "source: {server: s, arc: {instance: x}}\n", `f:1:37: source.arc.instance is not the resource id of a SQL Server enabled by Azure Arc: want /subscriptions/…/resourceGroups/…/providers/Microsoft.AzureArcData/sqlServerInstances/…`},
		{"two documents", "source: {server: s}\n---\nsource: {server: t}\n", `f:1:1: the file holds 2 YAML documents (---); a configuration is one`},
		{"alias", "source: {server: &s sql01}\nproxy: *s\n", "f:1:18: source.server wants text, not an anchor or alias, which this file does not use\nf:2:8: proxy wants text, not an anchor or alias, which this file does not use"},
		{"tag", "source: {server: !!str 1}\n", `f:1:18: source.server wants text, not a tag, which this file does not use`},
		{"all at once", "source:\n  servr: a\n  tls: {mode: x, trust: 1}\nroute: 7\nrout: 1\ntarget: {instance: mi}\n",
			"f:2:3: unknown key \"servr\" in source: did you mean \"server\"?\n" +
				"f:3:15: source.tls.mode is \"x\"; want one of mandatory, strict, login-only\n" +
				"f:3:25: source.tls.trust wants true or false, not a number\n" +
				"f:4:8: route wants text: put 7 in quotes\n" +
				"f:5:1: unknown key \"rout\": did you mean \"route\"?\n" +
				"f:6:20: target.instance is not the resource id of a managed instance: want /subscriptions/…/resourceGroups/…/providers/Microsoft.Sql/managedInstances/…"},
	} {
		_, err := Parse("f", []byte(c.body))
		if err == nil {
			t.Errorf("%s: accepted", c.name)
			continue
		}
		if err.Error() != c.want {
			t.Errorf("%s:\n got  %s\n want %s", c.name, err, c.want)
		}
	}
}

// A password that somebody wrote into the file appears in no message about it.
func TestErrorsNeverShowAPassword(t *testing.T) {
	const canary = "C4nary-hunter2"
	for _, body := range []string{
		"source: {server: s, login: {user: u, password: " + canary + "}}",
		"source: {server: s, login: {user: u, password: [" + canary + "]}}",
		"source: {server: s, login: {user: u, password: {env: '" + canary + "'}}}",
		"source:\n  server: s\n  login:\n    user: u\n    password: " + canary + "\n   bad indent",
		"source:\n  login:\n    password: \"" + canary,
		"source:\n  login:\n    password: |\n      " + canary + "\n",
		"source:\n  login: " + canary + "\n",
		"source:\n\tlogin: " + canary + "\n",
		"source: {server: s, login: {user: u, password: {env: P, file: {x: " + canary + "}}}}",
		"source: {login: {password: " + canary,
	} {
		_, err := Parse("f", []byte(body))
		if err == nil {
			t.Errorf("accepted: %s", body)
			continue
		}
		if strings.Contains(err.Error(), canary) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("shows the password: %v", err)
		}
	}
}

func TestBarePasswordIsRefusedWithTheReason(t *testing.T) {
	_, err := Parse("f", []byte("source:\n  server: s\n  login:\n    user: u\n    password: x\n"))
	want := "f:5:15: source.login.password must not stand in the file, where backups and colleagues read it: give {env: NAME}, {file: PATH} or {prompt: true}"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestSyntaxErrorHasItsPlace(t *testing.T) {
	_, err := Parse("f", []byte("source:\n  server: a\n bad\n"))
	var list Errors
	if !errors.As(err, &list) || list[0].Line < 2 || !strings.Contains(list[0].Message, "not YAML") {
		t.Errorf("got %v", err)
	}
}

func TestParseRefusesHugeFiles(t *testing.T) {
	_, err := Parse("f", make([]byte, maxFile+1))
	if err == nil || !strings.Contains(err.Error(), "a configuration has at most") {
		t.Errorf("got %v", err)
	}
}

func TestLoadResolvesPathsAtTheFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "milink.yaml")
	if err := os.WriteFile(path, []byte("source: {server: s, tls: {ca: ca.pem}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Path(c.Source.TLS.CA); got != filepath.Join(dir, "ca.pem") {
		t.Errorf("got %s", got)
	}
	abs := filepath.Join(dir, "x")
	if c.Path(abs) != abs || c.Path("") != "" {
		t.Errorf("absolute and empty paths stay: %q %q", c.Path(abs), c.Path(""))
	}
}

func TestLoadMissingFile(t *testing.T) {
	_, err := Load(filepath.Join(t.TempDir(), "none.yaml"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
