package sqlserver

import (
	"strings"
	"testing"
)

func TestParseServer(t *testing.T) {
	for text, want := range map[string]Address{
		"sql01":                    {Host: "sql01", Port: 1433},
		"sql01.corp.example":       {Host: "sql01.corp.example", Port: 1433},
		"  sql01  ":                {Host: "sql01", Port: 1433},
		`sql01\SALES`:              {Host: "sql01", Instance: "SALES"},
		`sql01\MSSQLSERVER`:        {Host: "sql01", Port: 1433},
		"sql01,14330":              {Host: "sql01", Port: 14330},
		"sql01 , 14330":            {Host: "sql01", Port: 14330},
		"tcp:sql01,14330":          {Host: "sql01", Port: 14330},
		"TCP:sql01":                {Host: "sql01", Port: 1433},
		`sql01\SALES,14330`:        {Host: "sql01", Instance: "SALES", Port: 14330},
		`tcp:sql01\SALES,14330`:    {Host: "sql01", Instance: "SALES", Port: 14330},
		"(local)":                  {Host: "localhost", Port: 1433},
		`(LOCAL)\SQLEXPRESS`:       {Host: "localhost", Instance: "SQLEXPRESS"},
		".":                        {Host: "localhost", Port: 1433},
		`.\SQLEXPRESS`:             {Host: "localhost", Instance: "SQLEXPRESS"},
		".,1500":                   {Host: "localhost", Port: 1500},
		"10.1.0.4":                 {Host: "10.1.0.4", Port: 1433},
		"10.1.0.4,1434":            {Host: "10.1.0.4", Port: 1434},
		"[::1]":                    {Host: "::1", Port: 1433},
		"[fe80::1],5000":           {Host: "fe80::1", Port: 5000},
		`tcp:[2001:db8::7]\X,5000`: {Host: "2001:db8::7", Instance: "X", Port: 5000},
		`[::1]\SALES`:              {Host: "::1", Instance: "SALES"},
	} {
		got, err := ParseServer(text)
		if err != nil || got != want {
			t.Errorf("ParseServer(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
}

// Each error must say what to write instead, because the person sees nothing else.
func TestParseServerSuggests(t *testing.T) {
	for text, want := range map[string]string{
		"":                          `write host, host\instance or host,port`,
		"sql01:1433":                "sql01,1433",
		"sql01/SALES":               `sql01\SALES`,
		"::1":                       "[::1]",
		"[::1":                      "not closed",
		"[sql01]":                   "without brackets",
		"sqlserver://sql01:1433":    "host,port",
		"Server=sql01;User Id=sa":   "the server alone",
		"sql01,":                    "sql01,1433",
		"sql01,0":                   "1 to 65535",
		"sql01,65536":               "1 to 65535",
		"sql01,1433x":               "1 to 65535",
		`sql01\`:                    "default instance",
		`\SALES`:                    `host\SALES`,
		",1433":                     "host,1433",
		`sql01,1433\SALES`:          `sql01\SALES,1433`,
		`np:\\sql01\pipe\sql\query`: "tcp:host,port",
		`\\sql01\pipe\sql\query`:    "tcp:host,port",
		"admin:sql01":               "host,port",
		`(localdb)\MSSQLLocalDB`:    "SQL Server instance",
		"two words":                 "not a host name",
		`sql01\A\B`:                 "not an instance name",
		"[::1]x,1433":               "between the host and the comma",
		"sql01;Encrypt":             "connection string",
	} {
		_, err := ParseServer(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseServer(%q) says %v; want it to suggest %q", text, err, want)
		}
	}
}

// What people paste by mistake carries a password: it is named and not repeated.
func TestForeignServersAreNotRepeated(t *testing.T) {
	for text, want := range map[string]string{
		"Server=sql01;User Id=sa;Password=" + canary: "that is a connection string",
		"sql01;User Id=sa;Password=" + canary:        "that is a connection string",
		"sql01,1433;" + canary:                       "that is a connection string",
		"sqlserver://sa:" + canary + "@sql01":        "that is a URL",
		"jdbc:sqlserver://sql01;password=" + canary:  "that is a URL",
		"sa:" + canary + "@sql01":                    "that has an account",
		"sa/" + canary + "@sql01":                    "that has an account",
		"sql01 -U sa -P " + canary:                   "that is not a host name",
		`sql01\SALES -P ` + canary:                   "that is not a host name",
		"sql01,1433 " + canary:                       "that is not a host name",
		"sa:" + canary:                               "that is not a host name",
		`"` + canary + `"`:                           "that is not a host name",
	} {
		_, err := ParseServer(text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), canary) {
			t.Errorf("ParseServer(%q) says %v; want %q and no secret", text, err, want)
		}
		for _, key := range []string{"--user", "--password-env", "source.login.password"} {
			if !strings.Contains(err.Error(), key) && want != "that is not a host name" {
				t.Errorf("ParseServer(%q) says %v; want it to name %s", text, err, key)
			}
		}
		cfg := good()
		cfg.Server = text
		if e := refusedAs(t, cfg, stub(nil), BadConfig, want); e.Server != "the server" {
			t.Errorf("the error names %q", e.Server)
		}
		cfg.Login.Method = Entra // refused before the name is read
		refusedAs(t, cfg, stub(nil), BadConfig, "not available yet")
	}
}

func TestSPN(t *testing.T) {
	for text, want := range map[string]string{
		"sql01.corp.example":       "MSSQLSvc/sql01.corp.example:1433",
		`sql01.corp.example\SALES`: "MSSQLSvc/sql01.corp.example:SALES",
	} {
		a, err := ParseServer(text)
		if err != nil || a.spn() != want {
			t.Errorf("spn of %s is %s, want %s (%v)", text, a.spn(), want, err)
		}
	}
}

// FuzzParseServer: no input panics, none that may hold a secret is repeated, and what was
// read is read again from its own text.
func FuzzParseServer(f *testing.F) {
	for _, s := range []string{"sql01", `h\i,1`, "[::1],5", "tcp:.", "(local)", `\\`, "a:b:c", "[", "h,99999", "tcp:tcp:x", "Server=h;Password=x", "sa:x@h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseServer(s)
		if err != nil {
			said := strings.TrimSpace(s)
			if len(said) > 8 && strings.ContainsAny(said, "=;@ ") && strings.Contains(err.Error(), said) {
				t.Errorf("%q is repeated: %v", s, err)
			}
			return
		}
		again, err := ParseServer(a.String())
		if err != nil || again != a {
			t.Errorf("%q reads as %+v, its text %q as %+v (%v)", s, a, a.String(), again, err)
		}
	})
}
