package tds

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"milink/internal/lab/message"
)

func TestEncryptionModes(t *testing.T) {
	pem := certificateFile(t)
	tests := []struct {
		name      string
		policy    Encryption
		settings  []string
		encrypted bool
		tds       string
		fails     bool
	}{
		{name: "plain", settings: []string{"encrypt", "disable"}, tds: "7.4"},
		{name: "login only", settings: []string{"encrypt", "false"}, tds: "7.4"},
		{name: "full", settings: []string{"encrypt", "true"}, encrypted: true, tds: "7.4"},
		{name: "full, verified", settings: []string{"encrypt", "true", "TrustServerCertificate", "false", "certificate", pem}, encrypted: true, tds: "7.4"},
		{name: "full, not trusted", settings: []string{"encrypt", "true", "TrustServerCertificate", "false"}, fails: true},
		{name: "strict", settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "forced on login only", policy: EncryptRequired, settings: []string{"encrypt", "false"}, encrypted: true, tds: "7.4"},
		{name: "forced on full", policy: EncryptRequired, settings: []string{"encrypt", "true"}, encrypted: true, tds: "7.4"},
		{name: "forced on plain", policy: EncryptRequired, settings: []string{"encrypt", "disable"}, fails: true},
		{name: "forced on strict", policy: EncryptRequired, settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "strict only, strict", policy: EncryptStrict, settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "strict only, full", policy: EncryptStrict, settings: []string{"encrypt", "true"}, fails: true},
		{name: "none, login only", policy: EncryptNotSupported, settings: []string{"encrypt", "false"}, tds: "7.4"},
		{name: "none, full", policy: EncryptNotSupported, settings: []string{"encrypt", "true"}, fails: true},
		{name: "none, strict", policy: EncryptNotSupported, settings: []string{"encrypt", "strict", "certificate", pem}, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := startLab(t, func(o *Options) { o.Encryption = tt.policy })
			l.client.onBatch = oneInt
			var n int
			err := l.open(t, tt.settings...).QueryRowContext(within(t), "SELECT 42 AS n").Scan(&n)
			if tt.fails {
				if err == nil {
					t.Fatal("the connection went through")
				}
				return
			}
			if err != nil || n != 42 {
				t.Fatalf("got %d, %v", n, err)
			}
			got := l.backend.last(t)
			if got.Encrypted != tt.encrypted || got.TDS != tt.tds || got.Password != testPassword {
				t.Errorf("login: encrypted %v, TDS %s, password right %v", got.Encrypted, got.TDS, got.Password == testPassword)
			}
		})
	}
}

func TestStrictNeedsAServerThatKnowsIt(t *testing.T) {
	l := startLab(t, func(o *Options) { o.TDS8 = false })
	if err := l.open(t, "encrypt", "strict", "certificate", certificateFile(t)).PingContext(within(t)); err == nil {
		t.Error("TDS 8.0 reached a server that does not speak it")
	}
}

func TestLoginCarriesWhatTheClientSays(t *testing.T) {
	l := startLab(t, nil)
	db := l.open(t, "database", "Sales", "app name", "milink", "workstation id", "WS1", "ApplicationIntent", "ReadOnly")
	if err := db.PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	got := l.backend.last(t)
	if got.User != "sa" || got.Database != "Sales" || got.App != "milink" || got.Host != "WS1" ||
		!got.ReadOnly || got.Server != "127.0.0.1" || got.Library == "" || got.Integrated || got.FedAuth {
		t.Errorf("login %+v", got)
	}
	for _, text := range []string{fmt.Sprint(got), fmt.Sprintf("%+v", got), fmt.Sprintf("%#v", got)} {
		if strings.Contains(text, testPassword) {
			t.Errorf("the password shows in %q", text)
		}
	}
}

func TestRefusedLogin(t *testing.T) {
	l := startLab(t, nil)
	l.backend.refuse = func(x Login) error {
		switch x.Database {
		case "gone":
			m := &message.Message{Number: 4060, State: 1, Class: 11, Line: 1, Text: `Cannot open database "gone" requested by the login. The login failed.`}
			return append(message.Errors{m}, loginFailed(x.User)...)
		case "one":
			return fmt.Errorf("wrapped: %w", loginFailed(x.User)[0])
		}
		return errors.New("no reason given")
	}
	for database, numbers := range map[string][]int32{"gone": {4060, 18456}, "one": {18456}} {
		for _, encrypt := range []string{"disable", "false", "true"} {
			err := l.open(t, "database", database, "encrypt", encrypt).PingContext(within(t))
			got, ok := errors.AsType[mssql.Error](err)
			if !ok {
				t.Fatalf("%s: %v is no error of the server", database, err)
			}
			var all []int32
			for _, e := range got.All {
				all = append(all, e.Number)
			}
			if !reflect.DeepEqual(all, numbers) || got.ServerName != "LAB01" || got.State != 1 {
				t.Errorf("%s over %s: %v, %+v", database, encrypt, all, got)
			}
		}
	}
	if err := l.open(t, "database", "other").PingContext(within(t)); err == nil {
		t.Error("a login without an answer went through")
	}
	if s := l.server.Stats(); s.Logins != 0 || s.Connections < 7 {
		t.Errorf("counted %+v", s)
	}
}

func TestTokenLogin(t *testing.T) {
	const token = "eyJ0eXAi.☃.sig"
	l := startLab(t, func(o *Options) {
		o.FedAuth = &FedAuthInfo{STSURL: "https://login.example/tenant", SPN: "https://database.example/"}
	})
	byLibrary, err := mssql.NewAccessTokenConnector(l.dsn("encrypt", "true"), func() (string, error) { return token, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := sql.OpenDB(byLibrary).PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	if got := l.backend.last(t); !got.FedAuth || got.FedAuthToken != token {
		t.Errorf("the token arrived as %q", got.FedAuthToken)
	}
}

func TestTokenLoginWhereTheServerNamesTheAuthority(t *testing.T) {
	l := startLab(t, func(o *Options) {
		o.FedAuth = &FedAuthInfo{STSURL: "https://login.example/tenant", SPN: "https://database.example/"}
	})
	config, err := msdsn.Parse(l.dsn("encrypt", "true"))
	if err != nil {
		t.Fatal(err)
	}
	connector, err := mssql.NewActiveDirectoryTokenConnector(config, mssql.FedAuthADALWorkflowPassword,
		func(_ context.Context, spn, sts string) (string, error) { return spn + "|" + sts, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := sql.OpenDB(connector).PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	const want = "https://database.example/|https://login.example/tenant"
	if got := l.backend.last(t); !got.FedAuth || got.FedAuthToken != want {
		t.Errorf("the token arrived as %q", got.FedAuthToken)
	}
}

func TestRouting(t *testing.T) {
	to := startLab(t, nil)
	to.client.onBatch = oneInt
	gateway := startLab(t, func(o *Options) {
		o.Route = func(Login) *Route { return &Route{Host: "127.0.0.1", Port: uint16(to.addr.Port)} }
	})
	var n int
	if err := gateway.open(t).QueryRowContext(within(t), "SELECT 42").Scan(&n); err != nil || n != 42 {
		t.Fatalf("got %d, %v", n, err)
	}
	if len(gateway.backend.logins) != 0 || len(to.backend.logins) != 1 {
		t.Errorf("logins: gateway %d, target %d", len(gateway.backend.logins), len(to.backend.logins))
	}
}

func TestOptionsAreChecked(t *testing.T) {
	if _, err := NewServer(Options{}); !errors.Is(err, ErrNoBackend) {
		t.Errorf("got %v", err)
	}
	if _, err := NewServer(Options{Backend: &fakeBackend{}}); !errors.Is(err, ErrNoCertificate) {
		t.Errorf("got %v", err)
	}
	if _, err := NewServer(Options{Backend: &fakeBackend{}, Encryption: EncryptNotSupported}); err != nil {
		t.Errorf("got %v", err)
	}
}
