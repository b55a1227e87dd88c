package instance

import (
	"strings"
	"testing"
)

// ready is an instance with the feature on, an endpoint and a database with a log chain.
func ready(t *testing.T, version string) *bench {
	t.Helper()
	b := setUp(t, Options{Version: version})
	b.s.Settings.HADR = true
	if b.s.Identity.Build.Major == 13 {
		b.s.Host.Cluster = &Cluster{Name: "C", Nodes: []string{"SQL01"}}
	}
	b.s.Restart()
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'; " + mirroring("CREATE", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c"))
	b.chained("db")
	if b.s.Identity.Build.Major == 13 {
		b.systemRights()
	}
	return b
}

// chained makes a database in FULL with a full backup.
func (b *bench) chained(name string) {
	b.t.Helper()
	b.ok("CREATE DATABASE [" + name + "]; ALTER DATABASE [" + name + "] SET RECOVERY FULL; BACKUP DATABASE [" + name + "] TO DISK = 'NUL'")
}

// systemRights are the grants that a group under a Windows cluster needs.
func (b *bench) systemRights() {
	b.t.Helper()
	if b.s.principal(`NT AUTHORITY\SYSTEM`) == nil {
		b.ok(`CREATE LOGIN [NT AUTHORITY\SYSTEM] FROM WINDOWS`)
	}
	b.ok(`GRANT ALTER ANY AVAILABILITY GROUP TO [NT AUTHORITY\SYSTEM]; GRANT CONNECT SQL TO [NT AUTHORITY\SYSTEM]; GRANT VIEW SERVER STATE TO [NT AUTHORITY\SYSTEM]`)
}

// groupText is the CREATE AVAILABILITY GROUP of the link's documentation.
func groupText(name, databases string) string {
	if databases != "" {
		databases = "DATABASE " + databases + " "
	}
	return "CREATE AVAILABILITY GROUP [" + name + "] WITH (CLUSTER_TYPE = NONE) FOR " + databases +
		"REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)"
}

// withoutClusterType is the statement as 2016 takes it.
func withoutClusterType(text string) string {
	return strings.Replace(text, "WITH (CLUSTER_TYPE = NONE) ", "", 1)
}

func TestCreateGroupNeedsTheFeature(t *testing.T) {
	tests := []struct {
		name, version, edition string
		want                   []int32
	}{
		{"off on 2016", "2016 SP3", "", []int32{35221}},
		{"off on 2017", "2017 RTM", "", []int32{47105}},
		{"off on 2022", "2022 RTM", "", []int32{47105}},
		{"Express", "2022 RTM", "express", []int32{41199}},
		{"Web", "2022 RTM", "web", []int32{41199}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := setUp(t, Options{Version: test.version, Edition: test.edition})
			b.fails(withoutClusterType(groupText("g", "db")), test.want...)
		})
	}
}

func TestGroupOn2016(t *testing.T) {
	text := withoutClusterType(groupText("g", "db"))
	b := setUp(t, Options{Version: "2016 SP3"})
	b.s.Settings.HADR = true
	b.s.Restart() // no cluster: the replica manager does not come up
	b.se = b.logIn("sa", "Sa-Pass-1")
	if p := b.s.Process; !p.HADR || p.HADRStatus != 2 {
		t.Errorf("IsHadrEnabled %v, HadrManagerStatus %d; want on and 2", p.HADR, p.HADRStatus)
	}
	b.fails(text, 35220)

	b = ready(t, "2016 SP3")
	b.fails(groupText("g", "db"), 102) // no CLUSTER_TYPE before 2017
	b.ok(`REVOKE VIEW SERVER STATE FROM [NT AUTHORITY\SYSTEM]`)
	b.fails(text, 41131, 41152)
	b.systemRights()
	b.ok(text)
	if g := b.s.group("g"); g.ClusterType != "WSFC" {
		t.Errorf("cluster type %q, want WSFC", g.ClusterType)
	}
}

func TestCreateGroup(t *testing.T) {
	b := ready(t, "2019 CU20")
	b.fails("USE db; "+groupText("g", "db"), 35208)
	b.ok("USE master; " + groupText("g", "db"))
	g := b.s.group("g")
	r := g.local()
	if r == nil || r.Role != 1 || !r.Connected || r.Health != 2 || r.Availability != 1 || r.Failover != 1 || r.Seeding != 0 {
		t.Fatalf("local replica %+v", r)
	}
	if g.ClusterType != "NONE" || g.FailureCondition != 3 || g.HealthTimeout != 30000 || r.SessionTimeout != 10 {
		t.Errorf("group %+v, session timeout %d", g, r.SessionTimeout)
	}
	d := b.s.database("db")
	if d.GroupID == nil || *d.GroupID != g.ID || d.GroupDBID == nil {
		t.Error("the database does not know its group")
	}
	b.fails(groupText("g", ""), 41042, 41152)
}

func TestCreateGroupChecksTheDatabase(t *testing.T) {
	tests := []struct {
		name, prepare string
		want          int32
	}{
		{"missing", "", 35238},
		{"simple recovery", "CREATE DATABASE x; ALTER DATABASE x SET RECOVERY SIMPLE", 1465},
		{"no backup", "CREATE DATABASE x", 1475},
		{"copy-only backup", "CREATE DATABASE x; BACKUP DATABASE x TO DISK = 'NUL' WITH COPY_ONLY", 1475},
		{"back from simple", "CREATE DATABASE x; BACKUP DATABASE x TO DISK = 'NUL'; ALTER DATABASE x SET RECOVERY SIMPLE; ALTER DATABASE x SET RECOVERY FULL", 1475},
		{"single user", "CREATE DATABASE x; ALTER DATABASE x SET SINGLE_USER", 1488},
		{"read only", "CREATE DATABASE x; ALTER DATABASE x SET READ_ONLY", 1466},
		{"auto close", "CREATE DATABASE x; ALTER DATABASE x SET AUTO_CLOSE ON", 1469},
		{"offline", "CREATE DATABASE x; ALTER DATABASE x SET OFFLINE", 942},
		{"emergency", "CREATE DATABASE x; ALTER DATABASE x SET EMERGENCY", 1467},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := ready(t, "2022 RTM")
			if test.prepare != "" {
				b.ok(test.prepare)
			}
			b.fails(groupText("g", "x"), test.want, 41152)
			if b.s.group("g") != nil {
				t.Error("a failed CREATE left a group")
			}
		})
	}
}

func TestCreateGroupChecksReplicas(t *testing.T) {
	with := func(old, new string) string { return strings.Replace(groupText("g", "db"), old, new, 1) }
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"system database", groupText("g", "msdb"), []int32{35249, 41152}},
		{"other server", with("N'SQL01'", "N'OTHER'"), []int32{35237, 41152}},
		{"bad URL", with("TCP://10.0.0.4:5022", "10.0.0.4:5022"), []int32{35232, 41152}},
		{"bad port", with("TCP://10.0.0.4:5022", "TCP://10.0.0.4:99999"), []int32{35232, 41152}},
		{"asynchronous and automatic", strings.Replace(with("SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT"), "FAILOVER_MODE = MANUAL", "FAILOVER_MODE = AUTOMATIC", 1), []int32{35211, 41152}},
		{"automatic without a cluster", with("FAILOVER_MODE = MANUAL", "FAILOVER_MODE = AUTOMATIC"), []int32{47101, 41152}},
		{"short timeout", with("SEEDING_MODE", "SESSION_TIMEOUT = 3, SEEDING_MODE"), []int32{35214, 41152}},
		{"database twice", groupText("g", "db, db"), []int32{35234, 41152}},
		{"cluster without one", with("CLUSTER_TYPE = NONE", "CLUSTER_TYPE = WSFC"), []int32{35220, 41152}},
	}
	b := ready(t, "2022 RTM")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.fails(test.text, test.want...) })
	}
}

func TestGroupPermission(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	weak.fails(groupText("g", "db"), 15247)
	b.ok(groupText("g", "db"))
	weak.fails("DROP AVAILABILITY GROUP g", 15151)
	weak.fails("ALTER AVAILABILITY GROUP g REMOVE DATABASE db", 15151)
}

func TestAlterGroup(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.chained("second")
	b.ok(groupText("g", "db"))
	tests := []struct {
		name, rest string
		want       []int32
	}{
		{"add", "ADD DATABASE second", nil},
		{"add twice", "ADD DATABASE second", []int32{35280}},
		{"add missing", "ADD DATABASE nobody", []int32{35238}},
		{"remove", "REMOVE DATABASE second", nil},
		{"remove twice", "REMOVE DATABASE second", []int32{35281}},
		{"modify", "MODIFY REPLICA ON N'SQL01' WITH (SEEDING_MODE = MANUAL)", nil},
		{"modify unknown", "MODIFY REPLICA ON N'OTHER' WITH (SEEDING_MODE = MANUAL)", []int32{35210}},
		{"readable", "MODIFY REPLICA ON N'SQL01' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL))", nil},
		{"add replica", "ADD REPLICA ON N'SQL02' WITH (ENDPOINT_URL = 'TCP://sql02:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)", nil},
		{"add replica twice", "ADD REPLICA ON N'SQL02' WITH (ENDPOINT_URL = 'TCP://sql02:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)", []int32{35282}},
		{"remove replica", "REMOVE REPLICA ON N'SQL02'", nil},
		{"remove replica twice", "REMOVE REPLICA ON N'SQL02'", []int32{35283}},
		{"remove itself", "REMOVE REPLICA ON N'SQL01'", []int32{35284}},
		{"seed", "GRANT CREATE ANY DATABASE", nil},
		{"role of a plain group", "SET (ROLE = SECONDARY)", []int32{19512}},
		{"members of a plain group", "MODIFY AVAILABILITY GROUP ON 'g' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)", []int32{19512}},
		{"level", "SET (FAILURE_CONDITION_LEVEL = 5)", nil},
		{"planned failover", "FAILOVER", []int32{47122}},
		{"forced on the primary", "FORCE_FAILOVER_ALLOW_DATA_LOSS", []int32{41122}},
		{"join what is here", "JOIN", []int32{41106}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome("ALTER AVAILABILITY GROUP g "+test.rest, test.want...) })
	}
	g := b.s.group("g")
	if r := g.local(); r.Seeding != 1 || r.AllowSecondary != 2 || !g.CreateAnyDatabase || g.FailureCondition != 5 {
		t.Errorf("group %+v, replica %+v", *g, *r)
	}
	b.t = t
	b.fails("ALTER AVAILABILITY GROUP nobody REMOVE DATABASE db", 15151)
	b.fails("ALTER AVAILABILITY GROUP other JOIN", 47106)
}

func TestDatabaseOfAGroupIsHeld(t *testing.T) {
	tests := []struct {
		text string
		want []int32
	}{
		{"ALTER DATABASE db SET RECOVERY SIMPLE", []int32{1468, 5069}},
		{"ALTER DATABASE db SET SINGLE_USER", []int32{1468, 5069}},
		{"ALTER DATABASE db SET OFFLINE", []int32{1468, 5069}},
		{"DROP DATABASE db", []int32{1468}},
		{"ALTER DATABASE db SET HADR OFF", []int32{35240, 5069}},
		{"ALTER DATABASE db SET HADR SUSPEND", nil},
		{"ALTER DATABASE db SET RECOVERY FULL", nil},
		{"BACKUP LOG db TO DISK = 'NUL'", nil},
	}
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	for _, test := range tests {
		b.outcome(test.text, test.want...)
	}
	if !b.s.database("db").DataMovementOff {
		t.Error("SUSPEND left no trace")
	}
}

func TestDropGroup(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.fails("DROP AVAILABILITY GROUP g", 15151)
	b.ok(groupText("g", "db"))
	b.fails("USE db; DROP AVAILABILITY GROUP g", 35208)
	b.ok("USE master; DROP AVAILABILITY GROUP g")
	if d := b.s.database("db"); d.GroupID != nil || d.State != "ONLINE" {
		t.Errorf("database %s in group %v, want ONLINE in none", d.State, d.GroupID)
	}
	b.ok(groupText("g", "db"))
	b.s.group("g").local().Role = 2
	b.ok("DROP AVAILABILITY GROUP g")
	if d := b.s.database("db"); d.State != "RESTORING" {
		t.Errorf("database %s after dropping a secondary, want RESTORING", d.State)
	}
}

func TestBasicGroups(t *testing.T) {
	b := setUp(t, Options{Edition: "standard"})
	b.s.Settings.HADR = true
	b.s.Restart()
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.chained("one")
	b.chained("two")
	b.fails(groupText("g", "one, two"), 35200, 41152)
	b.ok(groupText("g", "one"))
	b.fails("ALTER AVAILABILITY GROUP g ADD DATABASE two", 35200)
}
