package clients

import (
	"context"
	"strings"
	"testing"
)

// TestProtocolVersions lets the clients speak every version of the protocol they can, from
// TDS 7.1 on, where layouts of tokens differ.
func TestProtocolVersions(t *testing.T) {
	batches := []string{
		"SELECT name, thumbprint, expiry_date FROM sys.certificates WHERE name = N'DigiCertPKI'",
		"SELECT CAST(1.5 AS decimal(9,2)) AS d, CAST(N'Zürich' AS nvarchar(20)) AS n, CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(30)) AS v",
	}
	for _, c := range []struct{ client, version string }{
		{"tsql", "7.1"}, {"tsql", "7.2"}, {"tsql", "7.3"}, {"tsql", "7.4"},
		{"pymssql", "7.1"}, {"pymssql", "7.2"}, {"pymssql", "7.3"},
		{"tedious", "7_1"}, {"tedious", "7_2"}, {"tedious", "7_3_B"}, {"tedious", "7_4"},
	} {
		t.Run(c.client+"/"+c.version, func(t *testing.T) {
			t.Parallel()
			need(t, clientNamed(t, c.client))
			l := start(t, "ready-2022")
			ctx, cancel := context.WithTimeout(context.Background(), clientTimeout)
			defer cancel()
			out, err := speak(ctx, l, c.client, c.version, batches)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, s := range []string{"DigiCertPKI", "1.5", "rich", "16.0.4125.3"} {
				if !strings.Contains(out, s) {
					t.Errorf("no %q in:\n%s", s, out)
				}
			}
			if anyError.MatchString(out) {
				t.Errorf("an error:\n%s", out)
			}
		})
	}
}

func clientNamed(t *testing.T, name string) client {
	t.Helper()
	for _, c := range clients {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("no client %s", name)
	return client{}
}
