package sqlserver

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"milink/internal/facts"
	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/tds"
	"milink/internal/tsql"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// scripted is a server whose answers to the first questions make an instance of SQL Server
// 2019 with one database, and whose other answers a test adds.
type scripted struct {
	banner  string
	edition int64
	version any
	more    func(ctx context.Context, probe string, out engine.Sink) (bool, error)
	asked   [][]string // probes of each round trip
}

func newScript() *scripted {
	return &scripted{banner: "Microsoft SQL Server 2019 (RTM-CU20) - 15.0.4312.2 (X64)", edition: 3, version: "15.0.4312.2"}
}

func (s *scripted) answer(ctx context.Context, probe string, out engine.Sink) error {
	if s.more != nil {
		if done, err := s.more(ctx, probe, out); done || err != nil {
			return err
		}
	}
	switch probe {
	case "source/identity":
		return say(out, strings.Fields(identityColumns), []any{s.banner, "SQL01", s.version, "RTM", "CU20", nil,
			"Enterprise Edition (64-bit)", s.edition, "SQL01", nil, "Latin1_General_CI_AS", int64(0), int64(1), int64(1)})
	case "source/account":
		return say(out, []string{"login_name", "is_sysadmin"}, []any{"milink", int64(1)})
	case "source/databases":
		row := database("Sales", 5, "ONLINE", 1)
		values := make([]any, len(row))
		for i, v := range row {
			values[i] = v
		}
		return say(out, strings.Fields(databaseColumns), values)
	}
	return refuse(out, message.New(208, probe))
}

// run collects from the script, and notes which probes each round trip asked.
func (s *scripted) run(t *testing.T, change func(*Config), opt tds.Options) (*facts.Document, error) {
	t.Helper()
	host := (&server{answer: s.answer}).serve(t, opt)
	cfg := host.trusting(t)
	cfg.Timeouts.RoundTrip = 300 * time.Millisecond
	if change != nil {
		change(&cfg)
	}
	d, err := Collect(context.Background(), cfg, clock)
	for _, text := range host.batch {
		var names []string
		for _, m := range markers.FindAllStringSubmatch(text, -1) {
			if m[1] != "" {
				names = append(names, m[1])
			}
		}
		s.asked = append(s.asked, names)
	}
	return d, err
}

func TestCollect(t *testing.T) {
	s := newScript()
	d, err := s.run(t, nil, tds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Schema != facts.Schema || d.Simulated || d.Tool != "milink/test" || !d.CollectedAt.Equal(noon) {
		t.Errorf("head of the document: %+v", d)
	}
	known(t, "version", d.Source.Identity.Version, `"15.0.4312.2"`)
	known(t, "encrypted", d.Source.Connection.Encrypted, "true")
	if !d.Source.Connection.Verified || !strings.HasPrefix(d.Source.Address, "127.0.0.1,") {
		t.Errorf("connection: %+v", d.Source.Connection)
	}
	unknown(t, "services", d.Source.Services, "Msg 208")
	if len(s.asked) != 3 {
		t.Fatalf("%d round trips, want 3: %v", len(s.asked), s.asked)
	}
	if got := fmt.Sprint(s.asked[0], s.asked[2]); got != "[source/identity source/account] [source/filegroups/5 source/files/5]" {
		t.Errorf("first and third round trip: %s", got)
	}
}

// Every name that findings point at must be asked, so that no evidence hangs in the air.
func TestEveryNamedProbeIsRecorded(t *testing.T) {
	d, err := newScript().run(t, nil, tds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range namedProbes(t) {
		if p := d.Probe(name); p.Error == "not asked" || p.Asks == "" || !p.At.Equal(noon) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestCollectRefusesTheOtherWorld(t *testing.T) {
	for name, c := range map[string]struct {
		banner    string
		simulated bool
		want      string // empty: it is taken
	}{
		"a server":                {"Microsoft SQL Server 2019", false, ""},
		"a lab":                   {"Microsoft SQL Server 2019 (SIMULATED)", true, ""},
		"a lab instead of server": {"Microsoft SQL Server 2019 (SIMULATED)", false, "simulated instance of the lab"},
		"a server instead of lab": {"Microsoft SQL Server 2019", true, "real server"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScript()
			s.banner = c.banner
			d, err := s.run(t, func(cfg *Config) { cfg.Simulated = c.simulated }, tds.Options{})
			if c.want == "" {
				if err != nil || d.Simulated != c.simulated {
					t.Errorf("%v, %+v", err, d)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || e.Kind != WrongWorld || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if len(s.asked) != 1 {
				t.Errorf("%d round trips to the wrong world", len(s.asked))
			}
		})
	}
}

func TestCollectNeedsAnIdentity(t *testing.T) {
	s := newScript()
	s.version = nil
	var e *Error
	if _, err := s.run(t, nil, tds.Options{}); !errors.As(err, &e) || e.Kind != NoIdentity {
		t.Errorf("%v", err)
	}
	s = newScript()
	s.more = func(_ context.Context, probe string, out engine.Sink) (bool, error) {
		return true, refuse(out, message.New(195, "SERVERPROPERTY", "function name"))
	}
	if _, err := s.run(t, nil, tds.Options{}); !errors.As(err, &e) || e.Kind != NoIdentity || !strings.Contains(err.Error(), "Msg 195") {
		t.Errorf("%v", err)
	}
}

// A managed instance answers the first questions and is not asked the others.
func TestCollectFromARelative(t *testing.T) {
	s := newScript()
	s.edition, s.version = 8, "12.0.2000.8"
	d, err := s.run(t, nil, tds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	known(t, "engine edition", d.Source.Identity.EngineEdition, "8")
	unknown(t, "databases", d.Source.Databases, "Azure SQL Managed Instance, not a SQL Server instance")
	if len(s.asked) != 1 {
		t.Errorf("%d round trips, want 1", len(s.asked))
	}
}

// facts/tsql.md C: what an old version cannot have is unknown with its name, and not asked.
func TestCollectFromOldVersions(t *testing.T) {
	for version, names := range map[string]string{
		"9.0.5000.0":   "SQL Server 2005 does not have sys.availability_groups",
		"10.50.6000.1": "SQL Server 2008 R2 does not have sys.availability_groups",
		"10.0.6000.1":  "SQL Server 2008 does not have sys.availability_groups",
		"12.0.6024.0":  "Msg 208",
	} {
		s := newScript()
		s.version = version
		d, err := s.run(t, nil, tds.Options{})
		if err != nil {
			t.Fatal(err)
		}
		unknown(t, version, d.Source.Groups, names)
		unknown(t, version, d.Source.Databases.Or(nil)[0].PVSFilegroup, "does not have sys.dm_tran_persistent_version_store_stats")
	}
}

// slow blocks one probe the first time it is asked.
func slow(name string) func(context.Context, string, engine.Sink) (bool, error) {
	var once sync.Once
	return func(ctx context.Context, probe string, out engine.Sink) (bool, error) {
		var err error
		if probe == name {
			once.Do(func() {
				<-ctx.Done()
				err = ctx.Err()
			})
		}
		return err != nil, err
	}
}

// A time-out in the second round trip: what came stays, the third asks for the rest, and for
// the probe that took so long at the very end.
func TestCollectAsksAgainAfterATimeout(t *testing.T) {
	s := newScript()
	s.more = slow("source/files")
	d, err := s.run(t, nil, tds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.asked) != 3 {
		t.Fatalf("%d round trips, want 3", len(s.asked))
	}
	want := "[source/encryption source/versionstore source/backups source/filegroups/5 source/files/5 source/files]"
	if got := fmt.Sprint(s.asked[2]); got != want {
		t.Errorf("third round trip asks %s, want %s", got, want)
	}
	if p := d.Probe(facts.ProbeFiles); !strings.Contains(p.Error, "Msg 208") {
		t.Errorf("files were not asked again: %+v", p)
	}
}

func TestCollectGivesUpOnWhatIsAlwaysSlow(t *testing.T) {
	s := newScript()
	s.more = func(ctx context.Context, probe string, _ engine.Sink) (bool, error) {
		if probe != "source/backups" {
			return false, nil
		}
		<-ctx.Done()
		return true, ctx.Err()
	}
	d, err := s.run(t, nil, tds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sales := d.Source.Databases.Or(nil)[0]
	unknown(t, "backups", sales.Backups, "timed out after 300ms")
	unknown(t, "filegroups were asked", sales.Filegroups, "Msg 208")
	if len(s.asked) != 3 {
		t.Errorf("%d round trips, want 3", len(s.asked))
	}
}

func TestCollectFirstQuestionTimesOut(t *testing.T) {
	s := newScript()
	s.more = slow("source/identity")
	var e *Error
	_, err := s.run(t, nil, tds.Options{})
	if !errors.As(err, &e) || e.Kind != TimedOut || !strings.Contains(err.Error(), "timed out after 300ms") {
		t.Errorf("%v", err)
	}
}

// A connection that is cut keeps what arrived, and nothing is asked through it again.
func TestCollectCut(t *testing.T) {
	cut := func(number int64, rows int) func(tds.Request) *tds.Fault {
		return func(r tds.Request) *tds.Fault {
			if r.Number == number {
				return tds.CutAfterRows(rows)
			}
			return nil
		}
	}
	s := newScript()
	d, err := s.run(t, nil, tds.Options{Fault: cut(2, 3)})
	if err != nil {
		t.Fatal(err)
	}
	known(t, "login", d.Source.Account.Login, `"milink"`)
	unknown(t, "databases", d.Source.Databases, "the connection was lost")
	sentence := "the connection was lost while the answer was read"
	if why := d.Source.Databases.Why(); why != sentence {
		t.Errorf("the reason is not the plain sentence: %s", why)
	}
	if !strings.Contains(d.Interrupted, sentence) || strings.Contains(d.Interrupted, "TDS") {
		t.Errorf("interrupted: %s", d.Interrupted)
	}
	if len(s.asked) != 2 {
		t.Errorf("%d round trips, want 2", len(s.asked))
	}
	var e *Error
	if _, err := newScript().run(t, nil, tds.Options{Fault: cut(1, 1)}); !errors.As(err, &e) || e.Kind != Cut || e.Meaning != sentence || e.Err == nil {
		t.Errorf("cut at the first question: %v, below it %v", err, errors.Unwrap(err))
	}
}

func TestCollectCancelled(t *testing.T) {
	s := newScript()
	ctx, cancel := context.WithCancel(context.Background())
	s.more = func(inner context.Context, probe string, _ engine.Sink) (bool, error) {
		if probe != "source/databases" {
			return false, nil
		}
		cancel()
		<-inner.Done()
		return true, inner.Err()
	}
	host := (&server{answer: s.answer}).serve(t, tds.Options{})
	var e *Error
	if _, err := Collect(ctx, host.trusting(t), clock); !errors.As(err, &e) || e.Kind != Cancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestSecondChance(t *testing.T) {
	names := func(list []tsql.Probe) (out []string) {
		for _, p := range list {
			out = append(out, p.Name)
		}
		return out
	}
	for _, c := range []struct{ missing, inside, want string }{
		{"", "", ""},
		{"", "x y", "x y"},
		{"guilty", "x", "x guilty"},
		{"guilty a b", "x y", "a b x y guilty"},
	} {
		got := secondChance(probes(strings.Fields(c.missing)...), probes(strings.Fields(c.inside)...))
		if s := strings.Join(names(got), " "); s != c.want {
			t.Errorf("missing %q, inside %q: %q, want %q", c.missing, c.inside, s, c.want)
		}
	}
}
