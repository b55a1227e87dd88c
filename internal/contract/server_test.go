package contract

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/microsoft/go-mssqldb" // registers the driver

	"milink/internal/lab"
)

// realServerURL names the environment variable with the URL of a real SQL Server.
const realServerURL = "MILINK_TEST_SQLSERVER"

// patience bounds one batch: every batch of the suite is answered at once by a server
// that is alive.
const patience = 20 * time.Second

// server is something that speaks TDS: a world of the lab, or a real SQL Server.
type server struct {
	name  string
	major int // 13 is SQL Server 2016
	lab   bool
	db    *sql.DB
}

// conn pins a session that nobody used before.
func (s *server) conn(t *testing.T) *sql.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c, err := s.db.Conn(ctx)
	if err != nil {
		t.Fatalf("connect to %s: %v", s.name, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// run sends batches over one session, each after the other, and joins their answers.
func (s *server) run(t *testing.T, conn *sql.Conn, batches ...string) answer {
	t.Helper()
	var all answer
	for _, b := range batches {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		a, err := ask(ctx, conn, b)
		cancel()
		all.sets = append(all.sets, a.sets...)
		all.notices = append(all.notices, a.notices...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", s.name, err, b)
		}
	}
	return all
}

// worldMajor is the major version of each world the suite uses.
var worldMajor = map[string]int{
	"unsupported-2014": 12, "unprepared-2016": 13, "unprepared-2017": 14, "unprepared-2019": 15,
	"unprepared-2022": 16, "unprepared-2025": 17, "ready-2022": 16, "least-privilege": 16,
	"no-permission": 16, "linux-2022": 16, "existing-ag-windows-auth": 16, "leftover-link": 16,
	"many-databases": 16, "tde": 16, "odd-names": 16, "flags-session-only": 16, "two-log-files": 16,
	"filestream": 16, "in-memory": 16, "named-instance": 16, "purged-history": 16,
	"copy-only-backup": 16, "connect-pack-missing-2017": 14, "express-edition": 16, "fci": 16,
}

// groups are short names for several worlds.
var groups = map[string][]string{
	"releases": {"unprepared-2016", "unprepared-2017", "unprepared-2019", "unprepared-2022", "unprepared-2025"},
}

// shared keeps one running world of each name for the cases that only read.
var shared struct {
	sync.Mutex
	worlds map[string]*server
	labs   []*lab.Lab
}

// closeShared ends the shared worlds when all tests are done.
func closeShared() {
	for _, s := range shared.worlds {
		_ = s.db.Close()
	}
	for _, l := range shared.labs {
		_ = l.Close()
	}
}

// world returns the running world of that name, shared by all cases that change nothing.
func world(t *testing.T, name string) *server {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if s := shared.worlds[name]; s != nil {
		return s
	}
	dir, err := os.MkdirTemp("", "contract")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s, l := startWorld(t, name, dir)
	shared.labs = append(shared.labs, l)
	if shared.worlds == nil {
		shared.worlds = map[string]*server{}
	}
	shared.worlds[name] = s
	return s
}

// freshWorld starts a world for one case that changes it.
func freshWorld(t *testing.T, name string) *server {
	t.Helper()
	s, l := startWorld(t, name, t.TempDir())
	t.Cleanup(func() { _ = s.db.Close(); _ = l.Close() })
	return s
}

// startWorld starts a scenario and opens it over TLS, verified with the lab's own CA.
func startWorld(t *testing.T, name, dir string) (*server, *lab.Lab) {
	t.Helper()
	major, known := worldMajor[name]
	if !known {
		t.Fatalf("the suite does not know the version of world %q", name)
	}
	l, err := lab.Start(context.Background(), lab.Options{Scenario: name})
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, l.CA(), 0o600); err != nil {
		t.Fatal(err)
	}
	target := url.URL{Scheme: "sqlserver", Host: l.Address(), User: url.UserPassword(l.User(), l.Password())}
	target.RawQuery = url.Values{"encrypt": {"true"}, "certificate": {ca}, "hostNameInCertificate": {"localhost"}, "app name": {"contract"}}.Encode()
	db := open(t, target.String())
	if err := db.Ping(); err != nil {
		t.Fatalf("connect to %s: %v", name, err)
	}
	return &server{name: name, major: major, lab: true, db: db}, l
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		t.Fatal(err)
	}
	// Sessions are not reused: a case must not meet the temp tables or the database of
	// the one before it.
	db.SetMaxIdleConns(0)
	return db
}

// realServer opens the SQL Server of the environment, or returns nil when none is named.
func realServer(t *testing.T) *server {
	t.Helper()
	dsn := os.Getenv(realServerURL)
	if dsn == "" {
		return nil
	}
	s := &server{name: "SQL Server", db: open(t, dsn)}
	t.Cleanup(func() { _ = s.db.Close() })
	a := s.run(t, s.conn(t), "SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS v")
	if len(a.sets) != 1 || len(a.sets[0].rows) != 1 {
		t.Fatalf("the server of %s does not tell its version: %v", realServerURL, a.errors())
	}
	major, _, _ := strings.Cut(a.sets[0].rows[0][0], ".")
	var err error
	if s.major, err = strconv.Atoi(major); err != nil {
		t.Fatalf("the server of %s has version %q", realServerURL, a.sets[0].rows[0][0])
	}
	return s
}
