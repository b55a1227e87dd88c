package sqlserver_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"milink/internal/facts"
	"milink/internal/lab"
	"milink/internal/sqlserver"
)

// start runs a scenario of the lab for one test.
func start(t testing.TB, scenario string, faults ...string) *lab.Lab {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Options{Scenario: scenario, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("close the lab: %v", err)
		}
	})
	return l
}

// reach is the configuration for a lab.
func reach(l *lab.Lab) sqlserver.Config {
	host, port, _ := net.SplitHostPort(l.Address())
	return sqlserver.Config{
		Server:          host + "," + port,
		Login:           sqlserver.Login{Method: sqlserver.SQL, User: l.User(), Password: sqlserver.NewSecret(l.Password())},
		TLS:             sqlserver.TLS{Mode: sqlserver.Mandatory, CAPEM: l.CA()},
		Timeouts:        sqlserver.Timeouts{Connect: 10 * time.Second, RoundTrip: 30 * time.Second},
		ApplicationName: "milink/test",
		Simulated:       true,
	}
}

func clock() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// collect reads a scenario.
func collect(t testing.TB, l *lab.Lab) *facts.Document {
	t.Helper()
	d, err := sqlserver.Collect(context.Background(), reach(l), clock)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// named returns the databases by name.
func named(t testing.TB, d *facts.Document) map[string]facts.Database {
	t.Helper()
	all, ok := d.Source.Databases.Get()
	if !ok {
		t.Fatalf("databases: %s", d.Source.Databases.Why())
	}
	out := map[string]facts.Database{}
	for _, db := range all {
		out[db.Name] = db
	}
	return out
}

// unknowns lists the facts of a document that are not known, as JSON lines.
func unknowns(t testing.TB, d *facts.Document) []string {
	t.Helper()
	var b bytes.Buffer
	if err := facts.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(b.String(), "\n") {
		if why, ok := strings.CutPrefix(strings.TrimSpace(line), `"unknown": `); ok {
			out = append(out, why)
		}
	}
	return out
}

// beyondReach are the reasons for which even a sysadmin does not know a fact: nobody asked.
func beyondReach(why string) bool {
	return why == `"not asked: a system database"` || why == `"not asked: the database has no FILESTREAM or memory-optimized files"`
}

func TestLabReady(t *testing.T) {
	l := start(t, "ready-2022")
	d := collect(t, l)
	if l.RoundTrips() != 2 || l.Logins() != 1 {
		t.Errorf("%d round trips, %d logins; want two and one", l.RoundTrips(), l.Logins())
	}
	for _, why := range unknowns(t, d) {
		if !beyondReach(why) {
			t.Errorf("a sysadmin of a ready instance does not know: %s", why)
		}
	}
	s := d.Source
	if !d.Simulated || s.Identity.Version.Or(facts.Version{}).Major() != 16 || !s.HADR.Running.Or(false) || !s.Connection.Encrypted.Or(false) {
		t.Errorf("identity: %+v", s.Identity)
	}
	if got := s.TraceFlags.Startup.Or(nil); !slices.Equal(got, []int{1800, 9567}) {
		t.Errorf("startup flags %v", got)
	}
	if e := s.Endpoints.Or(nil); len(e) != 1 || e[0].Port.Or(0) != 5022 || e[0].Authentication != "CERTIFICATE" {
		t.Errorf("endpoints %+v", e)
	}
	// Thumbprint of the root in facts/link.md 6.2, key length and algorithm of the DER file.
	i := slices.IndexFunc(s.Certificates.Or(nil), func(c facts.Certificate) bool {
		return c.Thumbprint == "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4"
	})
	if i < 0 {
		t.Fatal("DigiCert Global Root G2 was not read")
	}
	if c := s.Certificates.Or(nil)[i]; c.KeyBits.Or(0) != 2048 || c.Signature.Or("") != "SHA256-RSA" || c.PrivateKey != "NA" {
		t.Errorf("root: %+v", c)
	}
	for _, c := range s.Certificates.Or(nil) {
		if strings.HasPrefix(c.Name, "##") {
			t.Errorf("an internal certificate was read: %s", c.Name)
		}
	}
	sales := named(t, d)["Sales"]
	if sales.Chain.Or(facts.Chain{}).LastLogBackupLSN == "" || len(sales.Backups.Or(nil)) != 1 || sales.PVSFilegroup.Or(0) != 1 {
		t.Errorf("Sales: %+v", sales)
	}
}

// The golden rule, against a login that may connect and no more: nothing that hides rows
// passes for empty, and what proves itself is still known.
func TestLabNobody(t *testing.T) {
	d := collect(t, start(t, "no-permission"))
	s := d.Source
	for what, why := range map[string]string{
		"certificates": s.Certificates.Why(), "endpoints": s.Endpoints.Why(), "endpoint rights": s.EndpointRights.Why(),
		"mapped logins": s.MappedLogins.Why(), "system login": s.SystemLogin.Why(), "groups": s.Groups.Why(),
	} {
		if !strings.Contains(why, "not granted") || !strings.Contains(why, "hides rows") {
			t.Errorf("%s: %q", what, why)
		}
	}
	for what, why := range map[string]string{
		"services": s.Services.Why(), "startup": s.TraceFlags.Startup.Why(), "cluster": s.HADR.Cluster.Why(), "started": s.Identity.StartedAt.Why(),
	} {
		if !strings.HasPrefix(why, "Msg 300: ") {
			t.Errorf("%s: %q", what, why)
		}
	}
	sales := named(t, d)["Sales"]
	if sales.Files.Known() || sales.Filegroups.Known() || sales.Chain.Or(facts.Chain{}).DifferentialBaseLSN.Known() || sales.Encryption.Known() || !strings.HasPrefix(sales.Backups.Why(), "Msg 229") {
		t.Errorf("Sales: %+v", sales)
	}
	if sales.Chain.Or(facts.Chain{}).LastLogBackupLSN == "" || s.Account.ReadsBackupHistory.Or(true) {
		t.Errorf("a running chain proves itself: %+v; account %+v", sales.Chain, s.Account)
	}
	if !s.MasterKey.Present.Or(false) || !s.HADR.Running.Known() || !s.TraceFlags.Global.Known() || !s.Identity.AddsIssuers.Or(false) || !s.OfflineHidden {
		t.Error("what everyone may see is not known")
	}
}

// facts/tsql.md E3: the login of the sheet sees everything but databases that are OFFLINE.
func TestLabLeastPrivilege(t *testing.T) {
	d := collect(t, start(t, "least-privilege"))
	for _, why := range unknowns(t, d) {
		if !beyondReach(why) {
			t.Errorf("unknown: %s", why)
		}
	}
	if d.Source.Account.Sysadmin.Or(true) || !d.Source.OfflineHidden || !d.Source.Account.ReadsBackupHistory.Or(false) {
		t.Errorf("account: %+v", d.Source.Account)
	}
}

func TestLabOddNames(t *testing.T) {
	all := named(t, collect(t, start(t, "odd-names")))
	for _, name := range []string{`we]ird'n"ame`, "semi;colon--", "two words", "Zürich-Übung 東京"} {
		d, ok := all[name]
		if !ok || len(d.Files.Or(nil)) == 0 {
			t.Errorf("%q: there %v, %+v", name, ok, d)
		}
	}
	if len(all[`we]ird'n"ame`].Backups.Or(nil)) != 0 || len(all["two words"].Backups.Or(nil)) != 1 {
		t.Error("backups went to the wrong database")
	}
}

func TestLabOldVersions(t *testing.T) {
	d := collect(t, start(t, "unsupported-2014"))
	if v := d.Source.Identity.Version.Or(facts.Version{}); v.Major() != 12 {
		t.Errorf("version %s", v)
	}
	for _, why := range unknowns(t, d) {
		if !strings.Contains(why, "SQL Server 2014 does not have") && !strings.Contains(why, "SQL Server 2019") && !beyondReach(why) {
			t.Errorf("unknown for another reason than the version: %s", why)
		}
	}
}

func TestLabLink(t *testing.T) {
	groups := collect(t, start(t, "leftover-link")).Source.Groups.Or(nil)
	i := slices.IndexFunc(groups, func(g facts.Group) bool { return g.Distributed })
	if len(groups) != 2 || i < 0 || len(groups[i].Replicas) != 2 {
		t.Fatalf("groups: %+v", groups)
	}
	remote := groups[i].Replicas[slices.IndexFunc(groups[i].Replicas, func(r facts.Replica) bool { return strings.Contains(r.EndpointURL, "Server=[") })]
	if connected, ok := remote.Connected.Get(); !ok || connected {
		t.Errorf("the managed instance that is gone: %+v", remote)
	}
}

func TestLabContainers(t *testing.T) {
	for scenario, kind := range map[string]string{"filestream": "FD", "in-memory": "FX"} {
		l := start(t, scenario)
		sales := named(t, collect(t, l))["Sales"]
		if l.RoundTrips() != 3 {
			t.Errorf("%s: %d round trips, want a third for the containers", scenario, l.RoundTrips())
		}
		if !slices.ContainsFunc(sales.Filegroups.Or(nil), func(g facts.Filegroup) bool { return g.Type == kind && g.Files == 1 }) {
			t.Errorf("%s: %+v", scenario, sales.Filegroups.Or(nil))
		}
	}
}

func TestLabIsRefusedWithoutItsMark(t *testing.T) {
	l := start(t, "ready-2022")
	cfg := reach(l)
	cfg.Simulated = false
	var e *sqlserver.Error
	if _, err := sqlserver.Collect(context.Background(), cfg, clock); !errors.As(err, &e) || e.Kind != sqlserver.WrongWorld {
		t.Errorf("%v", err)
	}
}

func TestLabLogins(t *testing.T) {
	l := start(t, "ready-2022")
	cfg := reach(l)
	cfg.Login.Password = sqlserver.NewSecret("not-the-password")
	var e *sqlserver.Error
	_, err := sqlserver.Collect(context.Background(), cfg, clock)
	if !errors.As(err, &e) || e.Kind != sqlserver.LoginFailed || len(e.Messages) != 1 || e.Messages[0].Number != 18456 {
		t.Errorf("%v", err)
	}
	if strings.Contains(err.Error(), "not-the-password") {
		t.Errorf("the password shows: %v", err)
	}
	for _, mode := range []sqlserver.Mode{sqlserver.Strict, sqlserver.LoginOnly} {
		cfg := reach(l)
		cfg.TLS.Mode = mode
		d, err := sqlserver.Collect(context.Background(), cfg, clock)
		if err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		if got := d.Source.Connection.Encrypted.Or(false); got != (mode == sqlserver.Strict) {
			t.Errorf("%s: encrypted %v", mode, got)
		}
	}
}

func TestLabFaults(t *testing.T) {
	d := collect(t, start(t, "ready-2022", "cut-mid-answer"))
	if !d.Source.Identity.Version.Known() || !strings.Contains(d.Source.Databases.Why(), "connection was lost") {
		t.Errorf("databases: %q", d.Source.Databases.Why())
	}
	var e *sqlserver.Error
	l := start(t, "ready-2022", "cut-at-login")
	if _, err := sqlserver.Collect(context.Background(), reach(l), clock); !errors.As(err, &e) || e.Kind != sqlserver.Cut {
		t.Errorf("%v", err)
	}
}

func TestLabManyDatabases(t *testing.T) {
	if testing.Short() {
		t.Skip("builds five hundred databases")
	}
	l := start(t, "many-databases")
	all := named(t, collect(t, l))
	if len(all) < 504 || l.RoundTrips() != 2 {
		t.Errorf("%d databases in %d round trips, want 504 in two", len(all), l.RoundTrips())
	}
	for name, d := range all {
		if !d.System() && (!d.Files.Known() || !d.Backups.Known()) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// What one instance costs, lab included: the lab runs in the same process.
func BenchmarkCollect(b *testing.B) {
	l := start(b, "ready-2022")
	b.ReportAllocs()
	for b.Loop() {
		collect(b, l)
	}
}
