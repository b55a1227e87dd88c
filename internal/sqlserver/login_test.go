package sqlserver

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"milink/internal/facts"
	"milink/internal/lab"
	"milink/internal/tsql"
)

// labSession opens a session to a scenario of the lab; what says how.
func labSession(t *testing.T, scenario string, change func(*Config)) (*Session, *lab.Lab) {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Options{Scenario: scenario})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return loginTo(t, l, change), l
}

func loginTo(t *testing.T, l *lab.Lab, change func(*Config)) *Session {
	t.Helper()
	host, port, _ := net.SplitHostPort(l.Address())
	cfg := good()
	cfg.Server, cfg.Simulated = host+","+port, true
	cfg.Login = Login{Method: SQL, User: l.User(), Password: NewSecret(l.Password())}
	cfg.TLS.CAPEM = l.CA()
	cfg.Timeouts = Timeouts{Connect: 10 * time.Second, RoundTrip: 20 * time.Second}
	if change != nil {
		change(&cfg)
	}
	s, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// runs sends statements that answer nothing of interest and must not fail.
func (s *Session) runs(t *testing.T, text string) {
	t.Helper()
	if err := s.roundTrip(context.Background(), text, answers{}); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// A server hands options of its own to every session ("user options"): whatever they are, a
// probe that fails costs itself alone, nothing is cut and no transaction stays open.
func TestInheritedOptionsChangeNothing(t *testing.T) {
	s, _ := labSession(t, "ready-2022", nil)
	for _, inherited := range []string{"XACT_ABORT ON", "IMPLICIT_TRANSACTIONS ON", "ROWCOUNT 1", "QUOTED_IDENTIFIER OFF", "ANSI_NULLS OFF",
		"CONCAT_NULL_YIELDS_NULL OFF", "NOCOUNT OFF", "ANSI_WARNINGS OFF", "ANSI_PADDING OFF", "NUMERIC_ROUNDABORT ON", "CURSOR_CLOSE_ON_COMMIT ON"} {
		s.runs(t, "SET "+inherited+";\n")
	}
	probe := func(name, text string) tsql.Probe { return tsql.Probe{Name: name, Asks: name, Text: text} }
	got, err := s.ask(context.Background(), []tsql.Probe{
		probe("fails", "SELECT 1/0 AS n"),
		probe("concat", "SELECT 'a' + NULL AS s"),
		probe("rows", "SELECT name FROM sys.databases"),
		probe("open", "SELECT @@TRANCOUNT AS n, @@OPTIONS AS o"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if why := got.get("fails").reason(); why == "" {
		t.Error("1/0 had an answer")
	}
	if !got.get("concat").rows()[0].null("s") {
		t.Error("a NULL became text")
	}
	if n := len(got.get("rows").rows()); n < 4 {
		t.Errorf("%d databases, want the four of the system at least", n)
	}
	r := got.get("open").rows()[0]
	// The documented values of @@OPTIONS: 2 implicit transactions, 4 cursors, 8192 roundabort,
	// 16384 abort; on are 8, 16, 32 ANSI, 256 quoting, 512 NOCOUNT, 4096 concatenation.
	const off, on = 2 + 4 + 8192 + 16384, 8 + 16 + 32 + 256 + 512 + 4096
	if o := r.int("o"); r.int("n") != 0 || o&off != 0 || o&on != on {
		t.Errorf("%d transactions are open, @@OPTIONS = %d", r.int("n"), o)
	}
}

// Backups come newest first, whatever kind they are and in whatever order they were taken.
func TestBackupsComeNewestFirst(t *testing.T) {
	s, _ := labSession(t, "ready-2022", nil)
	for _, with := range []string{"COPY_ONLY", "CHECKSUM", "COPY_ONLY, CHECKSUM", "NO_CHECKSUM"} {
		s.runs(t, "BACKUP DATABASE [Sales] TO DISK = N'NUL' WITH "+with+";\nWAITFOR DELAY '00:00:00.050';\n")
	}
	d, err := s.collect(context.Background(), clock)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(d.Source.Databases.Or(nil), func(d facts.Database) bool { return d.Name == "Sales" })
	list, ok := d.Source.Databases.Or(nil)[i].Backups.Get()
	if !ok || len(list) != 5 {
		t.Fatalf("%d backups, want the two copies and the three others: %+v", len(list), list)
	}
	if list[0].CopyOnly || !list[1].CopyOnly || list[2].CopyOnly || !list[3].CopyOnly {
		t.Errorf("not in the order they were taken: %+v", list)
	}
	if !slices.IsSortedFunc(list, func(a, b facts.Backup) int { return b.Finished.Compare(a.Finished) }) {
		t.Errorf("the newest is not first: %+v", list)
	}
}

// A login that sees no files in master finds them inside the databases, under any name.
func TestFilesAreFoundInsideOddNames(t *testing.T) {
	admin, l := labSession(t, "odd-names", nil)
	admin.runs(t, "CREATE LOGIN [inside] WITH PASSWORD = N'"+canary+"';\nGRANT CONNECT ANY DATABASE TO [inside];\n")
	s := loginTo(t, l, func(c *Config) { c.Login = Login{Method: SQL, User: "inside", Password: NewSecret(canary)} })
	d, err := s.collect(context.Background(), clock)
	if err != nil {
		t.Fatal(err)
	}
	for _, db := range d.Source.Databases.Or(nil) {
		if !db.System() && (len(db.Files.Or(nil)) != 2 || len(db.Filegroups.Or(nil)) != 1) {
			t.Errorf("%s: files %+v, filegroups %+v", db.Name, db.Files, db.Filegroups)
		}
	}
}
