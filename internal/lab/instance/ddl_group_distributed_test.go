package instance

import (
	"strings"
	"testing"
)

// linkText is the CREATE of a distributed group towards a managed instance, as the link's
// documentation has it.
func linkText(name, group string) string {
	return "CREATE AVAILABILITY GROUP [" + name + "] WITH (DISTRIBUTED) AVAILABILITY GROUP ON N'" + group +
		"' WITH (LISTENER_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20), N'" +
		group + "_MI' WITH (LISTENER_URL = 'tcp://mi.1234.database.windows.net:5022;Server=[mi]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)"
}

func TestCreateDistributedGroup(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.ok(linkText("link", "g"))
	link := b.s.group("link")
	if !link.Distributed || len(link.Replicas) != 2 || len(link.Databases) != 0 {
		t.Fatalf("link %+v", link)
	}
	here, there := link.Replicas[0], link.Replicas[1]
	if here.ServerName != "g" || !here.Local || here.Role != 1 || !here.Connected || here.SessionTimeout != 20 {
		t.Errorf("local member %+v", here)
	}
	if there.ServerName != "g_MI" || there.Local || there.Connected || there.SessionTimeout != 10 {
		t.Errorf("remote member %+v, want DISCONNECTED until it joins", there)
	}
	if b.s.database("db").GroupID == nil || *b.s.database("db").GroupID != b.s.group("g").ID {
		t.Error("the database left its own group")
	}
}

func TestDistributedGroupByBuild(t *testing.T) {
	tests := []struct {
		version string
		want    []int32
	}{
		{"2016 SP3", []int32{19499, 41152}},    // without the Azure Connect pack
		{"14.0.3456.2", []int32{19499, 41152}}, // CU31 without the pack
		{"14.0.3490.10", nil},
		{"15.0.4312.2", nil},
		{"2022 RTM", nil},
	}
	for _, test := range tests {
		t.Run(test.version, func(t *testing.T) {
			b := ready(t, test.version)
			group := groupText("g", "db")
			if b.s.Identity.Build.Major == 13 {
				group = withoutClusterType(group)
			}
			b.ok(group)
			b.outcome(linkText("link", "g"), test.want...)
		})
	}
}

func TestDistributedGroupRefusals(t *testing.T) {
	with := func(old, new string) string { return strings.ReplaceAll(linkText("link", "g"), old, new) }
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"group not here", linkText("link", "nobody"), []int32{19501, 41152}},
		{"name of a group", linkText("g", "g"), []int32{19509, 41152}},
		{"no port", with("10.0.0.4:5022", "10.0.0.4"), []int32{19499, 41152}},
		{"server without brackets", with("Server=[mi]", "Server=mi"), []int32{19499, 41152}},
		{"manual seeding", with("SEEDING_MODE = AUTOMATIC)", "SEEDING_MODE = MANUAL)"), []int32{47500, 41152}},
		{"synchronous", with("N'g_MI' WITH (LISTENER_URL = 'tcp://mi.1234.database.windows.net:5022;Server=[mi]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT", "N'g_MI' WITH (LISTENER_URL = 'tcp://mi.1234.database.windows.net:5022;Server=[mi]', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT"), []int32{47501, 41152}},
		{"two databases", linkText("link", "two"), []int32{47502, 41152}},
		{"empty group", linkText("link", "empty"), []int32{47519, 41152}},
		{"other options", with("WITH (DISTRIBUTED)", "WITH (DISTRIBUTED, DB_FAILOVER = ON)"), []int32{19497, 41152}},
		{"it works", linkText("link", "g"), nil},
		{"same members", linkText("again", "g"), []int32{19507, 41152}},
		{"remote member taken", strings.Replace(linkText("third", "other"), "N'other_MI'", "N'g_MI'", 1), []int32{19502, 41152}},
	}
	b := ready(t, "2022 RTM")
	for _, name := range []string{"x", "y", "z"} {
		b.chained(name)
	}
	b.ok(groupText("g", "db"))
	b.ok(groupText("two", "x, y"))
	b.ok(groupText("empty", ""))
	b.ok(groupText("other", "z"))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
}

func TestContainedGroupTakesNoLink(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.s.group("g").Contained = true
	b.fails(linkText("link", "g"), 47129, 41152)
	b = ready(t, "2025 RTM")
	b.ok(groupText("g", "db"))
	b.s.group("g").Contained = true
	b.ok(linkText("link", "g"))
}

func TestMultiDatabaseLink(t *testing.T) {
	b := ready(t, "17.0.5005.3")
	b.chained("second")
	b.ok(groupText("g", "db, second"))
	b.fails(linkText("link", "g"), 47502, 41152)
	b.ok("EXEC sys.sp_multidb_milink 1")
	b.ok("EXEC sys.sp_multidb_milink")
	if got := b.only().rows[0][0]; got != int64(1) {
		t.Errorf("mode %v, want 1", got)
	}
	b.ok(linkText("link", "g"))
	b.fails("EXEC sys.sp_multidb_milink 0", 47504)
}

func TestAlterDistributedGroup(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.chained("second")
	b.ok(groupText("g", "db"))
	b.ok(linkText("link", "g"))
	b.fails("ALTER AVAILABILITY GROUP g ADD DATABASE second", 47503)
	b.fails("ALTER AVAILABILITY GROUP g REMOVE DATABASE db", 47520)
	b.fails("ALTER AVAILABILITY GROUP link MODIFY AVAILABILITY GROUP ON 'nobody' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)", 19508)
	b.fails("ALTER AVAILABILITY GROUP link MODIFY AVAILABILITY GROUP ON 'g_MI' WITH (SEEDING_MODE = MANUAL)", 47500)
	b.fails("ALTER AVAILABILITY GROUP link MODIFY AVAILABILITY GROUP ON 'g' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT), 'nobody' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)", 19508)
	link := b.s.group("link")
	if link.Replicas[0].Availability != 0 {
		t.Error("a failed statement changed the first member")
	}
	b.ok("ALTER AVAILABILITY GROUP link MODIFY AVAILABILITY GROUP ON 'g' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT), 'g_MI' WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)")
	if link.Replicas[0].Availability != 1 || link.Replicas[1].Availability != 1 {
		t.Error("both members should be synchronous")
	}
	b.fails("ALTER AVAILABILITY GROUP link FAILOVER", 47514) // no partner answers
	b.ok("ALTER AVAILABILITY GROUP link SET (ROLE = SECONDARY)")
	if link.Replicas[0].Role != 2 {
		t.Error("the local member is no forwarder")
	}
	b.fails("ALTER AVAILABILITY GROUP link SET (ROLE = SECONDARY)", 41140)
	b.fails("ALTER AVAILABILITY GROUP link FAILOVER", 47517)
	b.ok("ALTER AVAILABILITY GROUP link FORCE_FAILOVER_ALLOW_DATA_LOSS")
	if link.Replicas[0].Role != 1 {
		t.Error("forced failover did not take effect")
	}
	b.ok("DROP AVAILABILITY GROUP link")
	if b.s.database("db").GroupID == nil {
		t.Error("dropping the distributed group touched the database")
	}
}

func TestPlannedFailoverBefore2022(t *testing.T) {
	b := ready(t, "15.0.4312.2")
	b.ok(groupText("g", "db"))
	b.ok(linkText("link", "g"))
	b.fails("ALTER AVAILABILITY GROUP link FAILOVER", 19504)
}

func TestJoinDistributedGroup(t *testing.T) {
	join := strings.Replace(linkText("link", "g"), "CREATE AVAILABILITY GROUP [link] WITH (DISTRIBUTED) AVAILABILITY GROUP ON", "ALTER AVAILABILITY GROUP [link] JOIN AVAILABILITY GROUP ON", 1)
	b := ready(t, "2022 RTM")
	b.fails(join, 19501)
	b.ok(groupText("g", "db"))
	b.fails(join, 19511)
	b.ok("DROP AVAILABILITY GROUP g; " + groupText("g", ""))
	b.fails(join, 47106)
}

func TestManagedInstanceAsPrimary(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", ""))
	b.ok(strings.Replace(linkText("link", "g"), "Server=[mi]", "Server=[mi];Database=[db]", 1))
	if link := b.s.group("link"); link.Replicas[0].Role != 2 || link.Replicas[1].Role != 1 {
		t.Error("the managed instance should be the primary")
	}
}

func FuzzMemberURL(f *testing.F) {
	for _, url := range []string{"TCP://h:5022", "tcp://h:5022;Server=[a]", "tcp://h:5022;Server=[a];Database=[b]", "", ";", "tcp://:1"} {
		f.Add(url)
	}
	s := &Server{Identity: Identity{HasConnectPack: true}}
	f.Fuzz(func(t *testing.T, url string) {
		if u, err := s.parseMemberURL(url); err == nil && !validURL(u.Base) {
			t.Errorf("%q gave the base %q", url, u.Base)
		}
	})
}
