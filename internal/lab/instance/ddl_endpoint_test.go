package instance

import (
	"fmt"
	"testing"
)

// mirroring is a CREATE or ALTER ENDPOINT for database mirroring on port 5022.
func mirroring(verb, name, state, options string) string {
	if options != "" {
		options += ", "
	}
	return fmt.Sprintf("%s ENDPOINT [%s] STATE = %s AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (%sROLE = ALL)",
		verb, name, state, options)
}

func TestEndpointNumbers(t *testing.T) {
	tests := []struct {
		name, options   string
		auth, algorithm int
		encrypted       bool
	}{
		{"defaults", "", 3, 2, true},
		{"link script", "AUTHENTICATION = CERTIFICATE c, ENCRYPTION = REQUIRED ALGORITHM AES", 4, 2, true},
		{"Windows first", "AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE c", 7, 2, true},
		{"NTLM and certificate", "AUTHENTICATION = WINDOWS NTLM CERTIFICATE c", 5, 2, true},
		{"Kerberos and certificate", "AUTHENTICATION = WINDOWS KERBEROS CERTIFICATE c", 6, 2, true},
		{"certificate first", "AUTHENTICATION = CERTIFICATE c WINDOWS NEGOTIATE", 10, 2, true},
		{"certificate then NTLM", "AUTHENTICATION = CERTIFICATE c WINDOWS NTLM", 8, 2, true},
		{"certificate then Kerberos", "AUTHENTICATION = CERTIFICATE c WINDOWS KERBEROS", 9, 2, true},
		{"NTLM", "AUTHENTICATION = WINDOWS NTLM", 1, 2, true},
		{"Kerberos", "AUTHENTICATION = WINDOWS KERBEROS", 2, 2, true},
		{"no encryption", "ENCRYPTION = DISABLED", 3, 0, false},
		{"RC4", "ENCRYPTION = REQUIRED ALGORITHM RC4", 3, 1, true},
		{"optional AES", "ENCRYPTION = SUPPORTED ALGORITHM AES", 3, 4, true},
		{"optional RC4", "ENCRYPTION = SUPPORTED ALGORITHM RC4", 3, 3, true},
		{"RC4 then AES", "ENCRYPTION = REQUIRED ALGORITHM RC4 AES", 3, 5, true},
		{"AES then RC4", "ENCRYPTION = REQUIRED ALGORITHM AES RC4", 3, 6, true},
		{"optional RC4 then AES", "ENCRYPTION = SUPPORTED ALGORITHM RC4 AES", 3, 7, true},
		{"optional AES then RC4", "ENCRYPTION = SUPPORTED ALGORITHM AES RC4", 3, 8, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := setUp(t, Options{})
			b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
			b.ok(mirroring("CREATE", "e", "STARTED", test.options))
			e := b.s.endpoint("e")
			if e.Auth != test.auth || e.Algorithm != test.algorithm || e.Encrypted != test.encrypted {
				t.Errorf("connection_auth %d, algorithm %d, encrypted %v; want %d, %d, %v",
					e.Auth, e.Algorithm, e.Encrypted, test.auth, test.algorithm, test.encrypted)
			}
			if e.ID < 65536 || e.Type != 4 || e.Protocol != 2 || e.Role != 3 || e.Port != 5022 || e.Owner != "sa" {
				t.Errorf("endpoint %+v", *e)
			}
		})
	}
}

func TestEndpointStateDefaultsToStopped(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = PARTNER)")
	if e := b.s.endpoint("e"); e.State != 1 || e.Role != 1 {
		t.Errorf("state %d role %d, want 1 STOPPED and 1 PARTNER", e.State, e.Role)
	}
	b.ok("ALTER ENDPOINT e STATE = STARTED")
	if b.s.endpoint("e").State != 0 {
		t.Error("the endpoint did not start")
	}
}

func TestCreateEndpointRefusals(t *testing.T) {
	b := setUp(t, Options{})
	certificate := mirroring("CREATE", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c")
	b.fails(certificate, 15151)
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'; ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY")
	b.fails(certificate, 15581)
	b.ok("OPEN MASTER KEY DECRYPTION BY PASSWORD = 'Pass-word-1'")
	b.fails("CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 1433) FOR DATABASE_MIRRORING (ROLE = ALL)", 7890)
	b.fails("CREATE ENDPOINT [TSQL Default TCP] STATE = STARTED AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL)", 15530)
	b.ok(certificate)
	b.fails(mirroring("CREATE", "e2", "STARTED", ""), 7862)
	b.fails(mirroring("CREATE", "e", "STARTED", ""), 15530)
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails(mirroring("CREATE", "w", "STARTED", ""), 15247)
}

func TestAlterEndpointForgetsWhatIsLeftOut(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	b.ok(mirroring("CREATE", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c, ENCRYPTION = REQUIRED ALGORITHM RC4"))
	b.ok("ALTER ENDPOINT e FOR DATABASE_MIRRORING (ROLE = PARTNER)")
	e := b.s.endpoint("e")
	if e.Auth != 3 || e.Certificate != "" || e.Algorithm != 2 || e.Role != 1 {
		t.Errorf("connection_auth %d certificate %q algorithm %d role %d; want the defaults 3, none, 2 and 1", e.Auth, e.Certificate, e.Algorithm, e.Role)
	}
	if e.State != 0 || e.Port != 5022 {
		t.Errorf("state %d port %d changed without being named", e.State, e.Port)
	}
	b.fails("ALTER ENDPOINT nobody STATE = STARTED", 15151)
	b.fails(mirroring("ALTER", "e", "STARTED", "AUTHENTICATION = CERTIFICATE gone"), 15151)
	if b.s.endpoint("e").Auth != 3 {
		t.Error("a failed ALTER changed the endpoint")
	}
}

func TestDropEndpoint(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("DROP ENDPOINT e", 15151)
	b.fails("DROP ENDPOINT [TSQL Default TCP]", 7873)
	b.ok(mirroring("CREATE", "e", "STARTED", "") + "; CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; GRANT CONNECT ON ENDPOINT::e TO l; DROP ENDPOINT e")
	if b.s.endpoint("e") != nil {
		t.Error("the endpoint is still there")
	}
	for _, g := range b.s.Grants {
		if g.Class == "ENDPOINT" && g.Securable == "e" {
			t.Error("its permissions are still there")
		}
	}
}

func TestEndpointOwner(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'")
	b.fails("CREATE ENDPOINT e AUTHORIZATION nobody STATE = STARTED AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL)", 15151)
	b.ok(mirroring("CREATE", "e", "STARTED", "") + "; ALTER AUTHORIZATION ON ENDPOINT::e TO l")
	if got := b.s.endpoint("e").Owner; got != "l" {
		t.Errorf("owner %q, want l", got)
	}
}

func TestManagedInstanceTakesNoEndpoints(t *testing.T) {
	b := setUp(t, Options{Managed: true})
	b.fails(mirroring("CREATE", "e", "STARTED", ""), 41906)
}
