package instance

import (
	"strings"
	"testing"
)

func TestAlterDatabase(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"missing", "ALTER DATABASE nobody SET RECOVERY FULL", []int32{5011, 5069}},
		{"tempdb", "ALTER DATABASE tempdb SET RECOVERY FULL", []int32{5058, 5069}},
		{"master offline", "ALTER DATABASE master SET OFFLINE", []int32{5058, 5069}},
		{"restoring", "ALTER DATABASE restoring SET RECOVERY FULL", []int32{5052, 5069}},
		{"snapshot", "ALTER DATABASE snap SET RECOVERY FULL", []int32{5093, 5069}},
		{"encryption without a key", "ALTER DATABASE d SET ENCRYPTION ON", []int32{33106, 5069}},
		{"future level", "ALTER DATABASE d SET COMPATIBILITY_LEVEL = 170", []int32{15048, 5069}},
		{"level", "ALTER DATABASE d SET COMPATIBILITY_LEVEL = 130", nil},
		{"simple", "ALTER DATABASE d SET RECOVERY SIMPLE", nil},
		{"adr", "ALTER DATABASE d SET ACCELERATED_DATABASE_RECOVERY = ON", nil},
		{"trust", "ALTER DATABASE d SET TRUSTWORTHY ON", nil},
		{"broker", "ALTER DATABASE d SET DISABLE_BROKER", nil},
		{"hadr of no group", "ALTER DATABASE d SET HADR OFF", []int32{35242, 5069}},
		{"current", "USE d; ALTER DATABASE CURRENT SET READ_ONLY", nil},
		{"offline", "USE master; ALTER DATABASE d SET OFFLINE", nil},
		{"option of an offline database", "ALTER DATABASE d SET RECOVERY FULL", []int32{5078, 5069}},
		{"online", "ALTER DATABASE d SET ONLINE", nil},
	}
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; CREATE DATABASE restoring; CREATE DATABASE snap")
	b.s.database("restoring").State = "RESTORING"
	b.s.database("snap").SnapshotOf = b.s.database("d").ID
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
	d := b.s.database("d")
	if d.Compatibility != 130 || d.Recovery != "SIMPLE" || !d.ADR || !d.Trustworthy || d.Broker || !d.ReadOnly || d.State != "ONLINE" {
		t.Errorf("database %+v", *d)
	}
}

func TestRecoveryIsLogged(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; ALTER DATABASE d SET RECOVERY BULK_LOGGED")
	last := b.s.Log[len(b.s.Log)-1]
	if want := "Setting database option RECOVERY to BULK_LOGGED for database 'd'."; last.Text != want || !strings.HasPrefix(last.Process, "spid") {
		t.Errorf("error log ends %q from %s, want %q", last.Text, last.Process, want)
	}
}

func TestSingleUserEndsOthers(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d")
	var ended []int
	b.s.EndSession = func(spid int) { ended = append(ended, spid) }
	other := &bench{t: t, s: b.s, clock: b.clock, se: b.logIn("sa", "Sa-Pass-1")}
	other.ok("USE d")
	b.fails("ALTER DATABASE d SET SINGLE_USER", 5061, 5069)
	b.ok("ALTER DATABASE d SET SINGLE_USER WITH ROLLBACK IMMEDIATE")
	if len(ended) != 1 || ended[0] != other.se.spid {
		t.Errorf("ended sessions %v, want %d", ended, other.se.spid)
	}
	other.fails("CHECKPOINT", -1) // the connection is gone
}

func TestAlterDatabaseNeedsPermission(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("ALTER DATABASE d SET RECOVERY SIMPLE", 5011, 5069)
	b.ok("GRANT ALTER ANY DATABASE TO weak")
	b.as("weak").ok("ALTER DATABASE d SET RECOVERY SIMPLE")
}

func TestCreateAndDropDatabase(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE one; CREATE DATABASE two COLLATE Latin1_General_CS_AS")
	one, two := b.s.database("one"), b.s.database("two")
	if one.ID != 5 || two.ID != 6 || one.Owner != "sa" || two.Collation != "Latin1_General_CS_AS" || one.LastLogBackupLSN != 0 {
		t.Errorf("databases %+v and %+v", *one, *two)
	}
	b.fails("CREATE DATABASE ONE", 1801)
	b.fails("CREATE DATABASE three COLLATE Nowhere_CI_AS", 448)
	b.fails("DROP DATABASE nobody", 3701)
	b.ok("DROP DATABASE IF EXISTS nobody")
	b.fails("DROP DATABASE master", 3708)
	b.ok("USE one")
	b.fails("DROP DATABASE one", 3702)
	b.ok("USE master; DROP DATABASE one; CREATE DATABASE three")
	if got := b.s.database("three").ID; got != 5 {
		t.Errorf("id %d, want the free 5", got)
	}
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("CREATE DATABASE four", 262)
	b.as("weak").fails("DROP DATABASE three", 3701)
}
