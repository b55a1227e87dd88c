package instance

import (
	"fmt"
	"reflect"
	"testing"

	"milink/internal/lab/value"
)

func TestListeners(t *testing.T) {
	tests := []struct {
		name, rest string
		want       []int32
	}{
		{"add", "ADD LISTENER 'lis' (WITH IP ((N'10.0.0.9', N'255.255.255.0')), PORT = 1500)", nil},
		{"second", "ADD LISTENER 'other' (WITH IP ((N'10.0.0.8', N'255.255.255.0')))", []int32{102}},
		{"port", "MODIFY LISTENER 'lis' (PORT = 1600)", nil},
		{"address", "MODIFY LISTENER 'lis' (ADD IP (N'10.1.0.9', N'255.255.255.0'))", nil},
		{"unknown", "MODIFY LISTENER 'nope' (PORT = 1600)", []int32{102}},
		{"restart", "RESTART LISTENER 'lis'", nil},
	}
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome("ALTER AVAILABILITY GROUP g "+test.rest, test.want...) })
	}
	l := b.s.group("g").Listener
	want := [][2]string{{"10.0.0.9", "255.255.255.0"}, {"10.1.0.9", "255.255.255.0"}}
	if l == nil || l.Port != 1600 || !reflect.DeepEqual(l.IPs, want) {
		t.Fatalf("listener %+v", l)
	}
	b.t = t
	b.ok("ALTER AVAILABILITY GROUP g REMOVE LISTENER 'lis'")
	if b.s.group("g").Listener != nil {
		t.Error("the listener is still there")
	}
	b.fails("ALTER AVAILABILITY GROUP g ADD LISTENER 'lis' (WITH IP ((N'10.0.0.9', N'255.255.255.0')), PORT = 70000)", 19482)
}

func TestGroupOptions(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(`CREATE AVAILABILITY GROUP g WITH (CLUSTER_TYPE = NONE, AUTOMATED_BACKUP_PREFERENCE = PRIMARY, HEALTH_CHECK_TIMEOUT = 60000,
		DB_FAILOVER = ON, DTC_SUPPORT = PER_DB, REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)
		FOR DATABASE db REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://h:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
		BACKUP_PRIORITY = 90, SESSION_TIMEOUT = 30, SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY, READ_ONLY_ROUTING_URL = 'TCP://h:1433'),
		PRIMARY_ROLE (ALLOW_CONNECTIONS = READ_WRITE))
		LISTENER 'lis' (WITH IP ((N'10.0.0.9', N'255.255.255.0')))`)
	g := b.s.group("g")
	if g.BackupPreference != "PRIMARY" || g.HealthTimeout != 60000 || !g.DBFailover || !g.DTC || g.RequiredSyncs != 1 || g.Listener.Port != 1433 {
		t.Errorf("group %+v", *g)
	}
	r := g.local()
	if r.BackupPriority != 90 || r.SessionTimeout != 30 || r.AllowSecondary != 1 || r.AllowPrimary != 3 || r.ReadOnlyURL != "TCP://h:1433" || r.Seeding != 1 {
		t.Errorf("replica %+v: seeding is MANUAL unless named", *r)
	}
	b.fails("ALTER AVAILABILITY GROUP g SET (HEALTH_CHECK_TIMEOUT = 1000)", 102)
	b.ok("ALTER AVAILABILITY GROUP g DENY CREATE ANY DATABASE")
}

func TestGroupUnderAWindowsCluster(t *testing.T) {
	text := "CREATE AVAILABILITY GROUP g FOR DATABASE db REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://h:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = AUTOMATIC)"
	b := ready(t, "2022 RTM")
	b.s.Host.Cluster = &Cluster{Name: "C", Nodes: []string{"SQL01"}}
	b.systemRights()
	b.ok(text)
	b.fails("ALTER AVAILABILITY GROUP g FAILOVER", 41122)
	b.ok("ALTER AVAILABILITY GROUP g OFFLINE")
	if b.s.group("g").local().Role != 0 {
		t.Error("an offline group is RESOLVING")
	}
	b.fails("ALTER AVAILABILITY GROUP g REMOVE DATABASE db", 41140)
	b.fails("ALTER AVAILABILITY GROUP g FAILOVER", 41142)
	b.ok("ALTER AVAILABILITY GROUP g FORCE_FAILOVER_ALLOW_DATA_LOSS")
	b.s.group("g").ClusterType = "EXTERNAL"
	b.fails("ALTER AVAILABILITY GROUP g FAILOVER", 47104)
}

func TestPlainFormsOnADistributedGroup(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.ok(linkText("link", "g"))
	b.fails("ALTER AVAILABILITY GROUP link REMOVE DATABASE db", 41190)
	b.s.group("link").Replicas[1].EndpointURL = "TCP://other:5022" // no managed instance
	b.fails("ALTER AVAILABILITY GROUP link FAILOVER", 47511)
}

func TestDataMovement(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.ok("ALTER DATABASE db SET HADR SUSPEND; ALTER DATABASE db SET HADR RESUME")
	if b.s.database("db").DataMovementOff {
		t.Error("RESUME did not take effect")
	}
	b.fails("ALTER DATABASE db SET HADR AVAILABILITY GROUP = g", 35240, 5069)
	b.chained("loose")
	b.fails("ALTER DATABASE loose SET HADR AVAILABILITY GROUP = g", 35250, 5069)
	b.s.group("g").local().Role = 2
	b.ok("ALTER DATABASE db SET HADR OFF")
	if d := b.s.database("db"); d.GroupID != nil || d.State != "RESTORING" {
		t.Errorf("database %s in %v after leaving as a secondary", d.State, d.GroupID)
	}
}

func TestTDESwitch(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d")
	d := b.s.database("d")
	d.Encryption = &EncryptionKey{State: 1, Thumbprint: make([]byte, 20), EncryptorType: "CERTIFICATE"}
	b.ok("ALTER DATABASE d SET ENCRYPTION ON")
	if d.Encryption.State != 3 || !d.Encryption.Set.Equal(noon) {
		t.Errorf("encryption %+v, want 3 ENCRYPTED", *d.Encryption)
	}
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak'; RESTORE FILELISTONLY FROM DISK = 'd.bak'")
	if got := b.only().cell(t, "TDEThumbprint"); !reflect.DeepEqual(got, make([]byte, 20)) {
		t.Errorf("TDEThumbprint %v", got)
	}
	b.ok("ALTER DATABASE d SET ENCRYPTION OFF")
	if d.Encryption.State != 1 {
		t.Errorf("state %d, want 1 UNENCRYPTED", d.Encryption.State)
	}
}

func TestOptionsThatOnlyShow(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; ALTER DATABASE d SET READ_COMMITTED_SNAPSHOT ON; ALTER DATABASE d SET QUERY_STORE = ON; ALTER DATABASE d SET PAGE_VERIFY NONE; ALTER DATABASE d SET AUTO_CLOSE ON; ALTER DATABASE d SET NEW_BROKER")
	d := b.s.database("d")
	if d.Options["READ_COMMITTED_SNAPSHOT"] != "ON" || d.Options["PAGE_VERIFY"] != "NONE" || !d.QueryStore || !d.AutoClose || !d.Broker {
		t.Errorf("database %+v", *d)
	}
	b.ok("ALTER DATABASE d MODIFY NAME = e")
	b.says(5021)
	if b.s.database("e") != d {
		t.Error("the database was not renamed")
	}
	b.fails("ALTER DATABASE master MODIFY NAME = m", 5016, 5069)
	b.fails("ALTER DATABASE e COLLATE Latin1_General_CI_AS", 5008, 5069)
	b.ok("ALTER DATABASE e MODIFY FILE (NAME = d, NEWNAME = core, SIZE = 1GB, MAXSIZE = UNLIMITED, FILEGROWTH = 128MB)")
	if f := d.Files[0]; f.Name != "core" || f.SizeMB != 1024 || f.MaxMB != -1 || f.GrowthMB != 128 {
		t.Errorf("file %+v", *f)
	}
	b.ok("ALTER DATABASE e ADD FILEGROUP fg")
	b.fails("ALTER DATABASE e REMOVE FILEGROUP nope", 5014, 5069)
	b.ok("ALTER DATABASE e REMOVE FILEGROUP fg")
}

func TestSecurablesOfOneDatabase(t *testing.T) {
	b := ready(t, "2022 RTM")
	b.ok(groupText("g", "db"))
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; CREATE USER l FOR LOGIN l")
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"certificate", "GRANT CONTROL ON CERTIFICATE::c TO l", nil},
		{"no such certificate", "GRANT CONTROL ON CERTIFICATE::nope TO l", []int32{15151}},
		{"group", "GRANT ALTER ON AVAILABILITY GROUP::g TO l", nil},
		{"no such group", "GRANT ALTER ON AVAILABILITY GROUP::nope TO l", []int32{15151}},
		{"login", "GRANT IMPERSONATE ON LOGIN::sa TO l", nil},
		{"no such login", "GRANT IMPERSONATE ON LOGIN::nope TO l", []int32{15151}},
		{"schema", "GRANT SELECT ON SCHEMA::dbo TO l", nil},
		{"other database", "GRANT CONNECT ON DATABASE::db TO l", []int32{15151}},
		{"owner of a certificate", "ALTER AUTHORIZATION ON CERTIFICATE::c TO l", nil},
		{"owner of nothing", "ALTER AUTHORIZATION ON CERTIFICATE::nope TO l", []int32{15151}},
		{"owner nobody", "ALTER AUTHORIZATION ON ENDPOINT::e TO nobody", []int32{15151}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.outcome(test.text, test.want...) })
	}
	b.t = t
	l := b.as("l")
	l.ok("ALTER AVAILABILITY GROUP g GRANT CREATE ANY DATABASE; EXECUTE AS LOGIN = 'sa'; REVERT; BACKUP CERTIFICATE c TO FILE = 'l.cer'")
	l.fails("GRANT CONNECT ON ENDPOINT::e TO l", 15151)
}

func TestRevokeGrantOption(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; GRANT VIEW SERVER STATE TO l WITH GRANT OPTION; REVOKE GRANT OPTION FOR VIEW SERVER STATE FROM l CASCADE")
	for _, g := range b.s.Grants {
		if g.To == "l" && g.Permission == "VIEW SERVER STATE" && g.State != "G" {
			t.Errorf("grant %+v, want a plain one", g)
		}
	}
}

func TestRenamedLoginKeepsWhatItHas(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; GRANT VIEW SERVER STATE TO l; CREATE DATABASE d; ALTER AUTHORIZATION ON DATABASE::d TO l; USE msdb; CREATE USER u FOR LOGIN l")
	b.ok("ALTER LOGIN l WITH NAME = m")
	if !b.s.loginHolds("m", "VIEW SERVER STATE") || b.s.database("d").Owner != "m" || b.s.database("msdb").user("u").Login != "m" {
		t.Error("the new name lost something")
	}
	b.fails("ALTER LOGIN m WITH NAME = sa", 15025)
}

func TestOldRoleProcedures(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'; EXEC sp_addsrvrolemember 'l', 'sysadmin'")
	if !b.s.isSysadmin("l") {
		t.Error("l is no sysadmin")
	}
	b.ok("EXEC sp_dropsrvrolemember 'l', 'sysadmin'")
	if b.s.isSysadmin("l") {
		t.Error("l still is sysadmin")
	}
	b.fails("EXEC sp_addsrvrolemember 'nobody', 'sysadmin'", 15151)
	b.fails("EXEC sp_droprolemember 'db_owner', 'nobody'", 15151)
}

func TestOtherDBCCResults(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("DBCC USEROPTIONS")
	if got := b.only().columns; !reflect.DeepEqual(got, []string{"Set Option", "Value"}) {
		t.Errorf("columns %v", got)
	}
	b.ok("DBCC LOGINFO")
	if got := b.only(); len(got.rows) != 4 || got.cell(t, "FileId") != int64(2) {
		t.Errorf("virtual log files %v", got.rows)
	}
	b.ok("DBCC INPUTBUFFER (51)")
	if got := b.only().cell(t, "EventType"); got != "No Event" {
		t.Errorf("event %v", got)
	}
	b.open = true
	b.ok("DBCC OPENTRAN")
	b.says(7970, 2528)
}

func TestStopJob(t *testing.T) {
	b := agent(t)
	started, release := make(chan bool), make(chan bool)
	b.s.RunStep = func(Job, JobStep) (string, bool) {
		started <- true
		<-release
		return "", true
	}
	b.ok(addJob + "; " + addStep + "; " + addServer)
	b.fails("EXEC msdb.dbo.sp_stop_job N'Net'", 22022)
	b.ok("EXEC msdb.dbo.sp_add_jobstep @job_name = N'Net', @step_name = N'two', @subsystem = N'CmdExec', @command = N'x'; " + startJob)
	<-started
	b.fails(startJob, 22022) // it runs already
	b.ok("EXEC msdb.dbo.sp_stop_job N'Net'")
	close(release)
	b.s.WaitJobs()
	runs := b.s.JobRuns
	if len(runs) != 2 || runs[1].StepID != 0 || runs[1].Status != 3 {
		t.Errorf("history %+v, want one step and a cancelled outcome", runs)
	}
	b.s.StopAgent()
	b.fails(startJob, 15281)
}

func TestStartJobAtAStep(t *testing.T) {
	b := agent(t)
	b.s.RunStep = func(Job, JobStep) (string, bool) { return "", true }
	b.ok(addJob + "; " + addStep + "; " + addServer)
	b.ok("EXEC msdb.dbo.sp_add_jobstep @job_name = N'Net', @step_name = N'two', @subsystem = N'CmdExec', @command = N'x'")
	b.fails(startJob+", @step_name = N'nope'", 14262)
	b.ok(startJob + ", @step_name = N'two'")
	b.s.WaitJobs()
	if b.s.JobRuns[0].StepID != 2 || b.s.JobRuns[1].Status != 1 {
		t.Errorf("history %+v", b.s.JobRuns)
	}
}

func TestRestrictedRegistryPaths(t *testing.T) {
	b := setUp(t, Options{})
	const root = `N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer`
	b.ok("EXEC xp_instance_regwrite " + root + "', N'LoginMode', N'REG_DWORD', 1")
	b.ok("EXEC xp_instance_regwrite " + root + "', N'BackupDirectory', N'REG_SZ', N'D:\\Backups'")
	b.ok("EXEC xp_instance_regwrite " + root + "', N'DefaultData', N'REG_SZ', N'D:\\Data\\'; EXEC xp_instance_regwrite " + root + "', N'DefaultLog', N'REG_SZ', N'E:\\Log\\'")
	if set := b.s.Settings; set.BackupDirectory != `D:\Backups` || set.DataDirectory != `D:\Data\` || set.LogDirectory != `E:\Log\` {
		t.Errorf("settings %+v", set)
	}
	b.ok("EXEC xp_instance_regread " + root + "', N'LoginMode', @v OUTPUT")
	if b.output["@value"] != "1" || b.s.Identity.WindowsAuth {
		t.Error("the mode is stored but waits for a restart")
	}
	b.s.Restart()
	if !b.s.Identity.WindowsAuth {
		t.Error("the restart did not change the mode")
	}
	b = setUp(t, Options{})
	b.ok(`EXEC xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Other', N'v', N'REG_SZ', N'x'; EXEC xp_instance_regdeletevalue N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Other', N'v'`)
	b.fails(`EXEC xp_instance_regenumvalues N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Other'`, 22001)
	managed := setUp(t, Options{Managed: true})
	managed.fails("EXEC xp_instance_regwrite "+root+"', N'LoginMode', N'REG_DWORD', 1", 41905)
}

func TestPFXRefusals(t *testing.T) {
	b := setUp(t, Options{})
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'")
	key := b.s.database("master").certificate("c")
	folder := b.s.Settings.DataDirectory
	b.s.Host.Disk.Files[folder+"bad.pfx"] = []byte("no")
	from := "CREATE CERTIFICATE d FROM FILE = '%s' WITH FORMAT = 'PFX', PRIVATE KEY (DECRYPTION BY PASSWORD = 'x')"
	for _, name := range []string{"bad.pfx", "none.pfx"} {
		b.fails(fmt.Sprintf(from, name), 15208)
	}
	b.fails("BACKUP CERTIFICATE c TO FILE = 'x.pfx' WITH FORMAT = 'PFX', PRIVATE KEY (ENCRYPTION BY PASSWORD = 'weak', ALGORITHM = 'AES_256')", 15116)
	if key.KeyLastBackup.Equal(noon) {
		t.Error("a failed backup counts")
	}
}

func TestGUIDsAreVersion4(t *testing.T) {
	s := &Server{}
	seen := map[value.GUID]bool{}
	for range 100 {
		g := s.newGUID()
		if g[6]>>4 != 4 || g[8]>>6 != 2 || seen[g] {
			t.Fatalf("GUID %s", g)
		}
		seen[g] = true
	}
}
