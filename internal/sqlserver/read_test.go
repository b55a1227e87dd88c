package sqlserver

import (
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"milink/internal/facts"
)

// Permissions a login can be given in these tests.
var (
	sysadmin = rights{sysadmin: true, major: 16}
	nobody   = rights{held: map[string]bool{}, major: 16}
)

// holding is a login of a version with some permissions.
func holding(major int, names ...string) rights {
	r := rights{held: map[string]bool{}, major: major}
	for _, n := range names {
		r.held[n] = true
	}
	return r
}

// unknown fails unless the fact is unknown for a reason that contains the words.
func unknown[T any](t *testing.T, what string, f facts.Fact[T], words string) {
	t.Helper()
	if f.Known() || !strings.Contains(f.Why(), words) {
		t.Errorf("%s: known %v, reason %q; want unknown, %q", what, f.Known(), f.Why(), words)
	}
}

// known fails unless the fact is known and its JSON is want.
func known[T any](t *testing.T, what string, f facts.Fact[T], want string) {
	t.Helper()
	got, err := json.Marshal(f)
	if err != nil || string(got) != want {
		t.Errorf("%s: %s (%v), want %s", what, got, err, want)
	}
}

func TestRightsDecideWhatAnAbsenceIsWorth(t *testing.T) {
	for name, c := range map[string]struct {
		why  string
		want string // part of the reason; empty: absence is believed
	}{
		"sysadmin sees keys":                    {sysadmin.hidesSecurity("v"), ""},
		"nobody sees no keys":                   {nobody.hidesSecurity("v"), "VIEW ANY DEFINITION not granted: v hides rows"},
		"definition sees keys":                  {holding(15, "VIEW ANY DEFINITION").hidesSecurity("v"), ""},
		"security definition sees keys":         {holding(16, "VIEW ANY SECURITY DEFINITION").hidesSecurity("v"), ""},
		"security definition sees no groups":    {holding(16, "VIEW ANY SECURITY DEFINITION").hidesDefinitions("v"), "VIEW ANY DEFINITION"},
		"both halves are the whole":             {holding(16, "VIEW ANY SECURITY DEFINITION", "VIEW ANY PERFORMANCE DEFINITION").hidesDefinitions("v"), ""},
		"endpoints of 2019":                     {holding(15, "VIEW ANY DEFINITION").hidesEndpoints("v"), ""},
		"endpoints of 2019 by their own right":  {holding(15, "ALTER ANY ENDPOINT").hidesEndpoints("v"), ""},
		"endpoints of 2022 want state too":      {holding(16, "VIEW ANY DEFINITION").hidesEndpoints("v"), "VIEW SERVER SECURITY STATE"},
		"endpoints of 2022 want definition too": {holding(16, "VIEW SERVER STATE").hidesEndpoints("v"), "VIEW ANY DEFINITION"},
		"endpoints of 2022 narrow":              {holding(16, "VIEW ANY DEFINITION", "VIEW SERVER SECURITY STATE").hidesEndpoints("v"), ""},
		"files by definition":                   {holding(15, "VIEW ANY DEFINITION").hidesFiles(), ""},
		"files by alter":                        {holding(15, "ALTER ANY DATABASE").hidesFiles(), ""},
		"files of nobody":                       {nobody.hidesFiles(), "sys.master_files hides rows"},
		"databases of nobody":                   {nobody.hidesDatabases("v"), "VIEW ANY DATABASE"},
		"databases of everyone":                 {holding(15, "VIEW ANY DATABASE").hidesDatabases("v"), ""},
		"permissions unknown":                   {rights{why: "the login's permissions are not known (x)"}.hidesSecurity("v"), "v may hide rows"},
	} {
		if c.want == "" && c.why != "" || !strings.Contains(c.why, c.want) {
			t.Errorf("%s: %q, want %q", name, c.why, c.want)
		}
	}
	if !nobody.hidesOffline() || holding(15, "ALTER ANY DATABASE").hidesOffline() || sysadmin.hidesOffline() {
		t.Error("offline databases show to those who may alter databases, and to them only")
	}
}

const identityColumns = "banner server_name product_version product_level update_level update_reference edition engine_edition property_name instance_name collation is_clustered is_hadr_enabled hadr_manager_status"

func identityOf(version string) *answer {
	return answered(identityColumns, is("Microsoft SQL Server 2019 (RTM-CU20) ...", "SQL01", version, "RTM", nil, nil,
		"Enterprise Edition (64-bit)", int64(3), "SQL01", nil, "SQL_Latin1_General_CP1_CI_AS", int64(0), int64(1), int64(2)))
}

func TestIdentity(t *testing.T) {
	id := readIdentity(answers{
		"source/identity": identityOf("15.0.4312.2"),
		"source/started":  answered("sqlserver_start_time", is(time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC))),
		"source/host":     answered("host_platform host_distribution", is("Windows", "Windows Server 2019 Datacenter")),
	})
	known(t, "version", id.Version, `"15.0.4312.2"`)
	known(t, "update level NULL", id.UpdateLevel, `""`)
	known(t, "default instance", id.InstanceName, `""`)
	known(t, "engine edition", id.EngineEdition, `3`)
	known(t, "clustered", id.Clustered, `false`)
	silent := identityOf("15.0.4312.2")
	silent.tables[0].rows[0][silent.tables[0].columns["is_clustered"]] = nil
	unknown(t, "clustered or not", readIdentity(answers{"source/identity": silent}).Clustered, "NULL for is_clustered")
	known(t, "started", id.StartedAt, `"2026-11-20T03:00:00Z"`)
	known(t, "platform", id.Platform, `"Windows"`)
	known(t, "distribution", id.Distribution, `"Windows Server 2019 Datacenter"`)
	unknown(t, "capability", id.AddsIssuers, "not asked")
	unknown(t, "odd version", readIdentity(answers{"source/identity": identityOf("fifteen")}).Version, "fifteen")
}

func TestCapability(t *testing.T) {
	known(t, "there", readCapability(answered("name", is("sp_certificate_add_issuer"))), "true")
	known(t, "not there", readCapability(answered("name")), "false")
	unknown(t, "refused", readCapability(denied("X")), "Msg 300")
}

func TestHost(t *testing.T) {
	banner := facts.Known("Microsoft SQL Server 2016 (SP3) - 13.0.6300.2 (X64) \n\tAug  7 2021 01:20:37 \n\tCopyright (c) Microsoft Corporation\n\tEnterprise Edition (64-bit) on Windows Server 2016 Standard 10.0 <X64> (Build 14393: )\n")
	platform, system := readHost(denied("VIEW SERVER STATE"), 13, banner)
	known(t, "2016 runs on Windows whatever the login sees", platform, `"Windows"`)
	known(t, "its system is in the banner", system, `"Windows Server 2016 Standard 10.0"`)
	_, system = readHost(denied("VIEW SERVER STATE"), 13, facts.Known("Microsoft SQL Server 2016"))
	unknown(t, "a banner without a system", system, "names no operating system")
	_, system = readHost(denied("VIEW SERVER STATE"), 13, facts.Unknown[string]("cut"))
	unknown(t, "no banner", system, "cut")
	platform, _ = readHost(answered("host_platform host_distribution", is("Linux", "Ubuntu")), 16, banner)
	known(t, "Linux", platform, `"Linux"`)
	platform, _ = readHost(denied("VIEW SERVER STATE"), 16, banner)
	unknown(t, "2022 may run on either", platform, "Msg 300")
}

func TestServices(t *testing.T) {
	columns := "servicename filename status_desc startup_type_desc service_account"
	// German Windows; the paths are those of facts/tsql.md C11 with an instance of a mean name.
	german := answered(columns,
		is("SQL Server-Agent (SQLAGENT)", `"C:\Program Files\Microsoft SQL Server\MSSQL16.SQLAGENT\MSSQL\Binn\SQLAGENT.EXE" -i SQLAGENT`, "Running", "Automatic", "a"),
		is("SQL Server (SQLAGENT)", `"C:\Program Files\Microsoft SQL Server\MSSQL16.SQLAGENT\MSSQL\Binn\sqlservr.exe" -sSQLAGENT`, "Running", "Automatic", "b"),
		is("SQL Server Agent, or so it says", nil, "Stopped", "Manual", "c"))
	known(t, "one is the Agent", readServices(german, facts.Identity{}),
		`[{"name":"SQL Server-Agent (SQLAGENT)","agent":true,"status":"Running","startup":"Automatic","account":"a"},`+
			`{"name":"SQL Server (SQLAGENT)","agent":false,"status":"Running","startup":"Automatic","account":"b"},`+
			`{"name":"SQL Server Agent, or so it says","agent":false,"status":"Stopped","startup":"Manual","account":"c"}]`)
	unknown(t, "none", readServices(answered(columns), facts.Identity{}), "shows no services")
	unknown(t, "none on Linux", readServices(answered(columns), facts.Identity{Platform: facts.Known("Linux")}), "on Linux")
	unknown(t, "denied", readServices(denied("VIEW SERVER STATE"), facts.Identity{}), "Msg 300")
}

func TestAccount(t *testing.T) {
	account := func(readsHistory driver.Value) facts.Account {
		return readAccount(titled([]string{"login_name", "is_sysadmin", "VIEW SERVER STATE", "ALTER ANY LOGIN", "VIEW ANY ERROR LOG", "reads_backup_history"},
			is("milink", int64(0), int64(1), int64(0), nil, readsHistory)))
	}
	got := account(int64(1))
	known(t, "login", got.Login, `"milink"`)
	known(t, "sysadmin", got.Sysadmin, "false")
	known(t, "a permission this version lacks is absent", got.Rights, `{"ALTER ANY LOGIN":false,"VIEW SERVER STATE":true}`)
	known(t, "reads the history", got.ReadsBackupHistory, "true")
	known(t, "does not", account(int64(0)).ReadsBackupHistory, "false")
	unknown(t, "the server does not tell", account(nil).ReadsBackupHistory, "NULL")
	unknown(t, "nothing asked", readAccount(answers{}.get("x")).Rights, "not asked")
}

func TestHADR(t *testing.T) {
	id := facts.Identity{}
	h := readHADR(answers{"source/identity": identityOf("15.0.4312.2"), "source/hadr-switch": answered("hadr_enabled", is(int64(1)))}, id)
	known(t, "running", h.Running, "true")
	known(t, "manager", h.Manager, "2")
	known(t, "configured", h.Configured, "true")
	h = readHADR(answers{"source/hadr-switch": answered("hadr_enabled", is(nil))}, id)
	unknown(t, "no such value in the registry", h.Configured, "NULL")
	id.Platform = facts.Known("Linux")
	h = readHADR(answers{"source/hadr-switch": answered("hadr_enabled", is(int64(0)))}, id)
	unknown(t, "Linux", h.Configured, "mssql.conf")
}

func TestCluster(t *testing.T) {
	members := answered("member_name member_type", is("N1", int64(0)), is("W", int64(2)), is("N2", int64(0)))
	got := readCluster(answers{"source/cluster": answered("cluster_name", is("CL1")), "source/cluster-members": members})
	known(t, "two nodes and a witness", got, `{"name":"CL1","nodes":["N1","N2"]}`)
	known(t, "no quorum, no row", readCluster(answers{"source/cluster": answered("cluster_name")}), `{"name":"","nodes":[]}`)
	known(t, "a row without a name", readCluster(answers{"source/cluster": answered("cluster_name", is(""))}), `{"name":"","nodes":[]}`)
	unknown(t, "denied", readCluster(answers{"source/cluster": denied("VIEW SERVER STATE")}), "Msg 300")
	unknown(t, "members denied", readCluster(answers{"source/cluster": answered("cluster_name", is("CL1")), "source/cluster-members": denied("X")}), "Msg 300")
}

func TestTraceFlags(t *testing.T) {
	status := "TraceFlag Status Global Session"
	a := answers{
		"source/traceflags":         answered(status, is(int64(1800), int64(1), int64(1), int64(0)), is(int64(9567), int64(1), int64(1), int64(0))),
		"source/traceflags-session": answered(status, is(int64(1800), int64(1), int64(1), int64(0)), is(int64(3604), int64(1), int64(0), int64(1))),
		"source/startup": answered("value_name value_data", is("SQLArg0", `-dC:\master.mdf`+"\x00"), is("SQLArg1", "-eERRORLOG"),
			is("SQLArg2", "-llog.ldf"), is("SQLArg3", "-T1800\x00"), is("SQLArg4", "-T 9567"), is("SQLArg5", "-Tx")),
	}
	got := readTraceFlags(a, facts.Identity{})
	known(t, "global", got.Global, "[1800,9567]")
	known(t, "session leaves global ones out", got.Session, "[3604]")
	known(t, "startup", got.Startup, "[1800,9567]")
	// facts/tsql.md B4: without flags there is no result set at all.
	known(t, "no result set", readFlags(&answer{}, "Global"), "[]")
	unknown(t, "no startup parameters", readStartup(answered("value_name value_data")), "no startup parameters")
	known(t, "no flags among them", readStartup(answered("value_name value_data", is("SQLArg0", "-dx"))), "[]")
	linux := readTraceFlags(a, facts.Identity{Platform: facts.Known("Linux")})
	unknown(t, "Linux", linux.Startup, "mssql.conf")
}

// facts/tsql.md C3: a login without the permission sees no key row, while sys.databases
// still proves the key.
func TestMasterKey(t *testing.T) {
	columns := "is_master_key_encrypted_by_server symmetric_key_id crypt_type"
	for name, c := range map[string]struct {
		rows           [][]driver.Value
		r              rights
		present, opens string
	}{
		"none":                      {[][]driver.Value{is(false, nil, nil)}, sysadmin, "true-is-false", "false"},
		"by the server":             {[][]driver.Value{is(true, int64(101), "ESKM"), is(true, int64(101), "ESP2")}, sysadmin, "true", "true"},
		"by password only":          {[][]driver.Value{is(false, int64(101), "ESP2")}, sysadmin, "true", "false"},
		"hidden, but proven":        {[][]driver.Value{is(true, nil, nil)}, nobody, "true", "true"},
		"hidden, and nothing shows": {[][]driver.Value{is(false, nil, nil)}, nobody, "?", "?"},
	} {
		got := readMasterKey(answered(columns, c.rows...), c.r)
		switch c.present {
		case "?":
			unknown(t, name, got.Present, "VIEW ANY DEFINITION not granted")
		case "true-is-false":
			known(t, name, got.Present, "false")
		default:
			known(t, name, got.Present, c.present)
		}
		if c.opens == "?" { // a key that may not be there opens in no way anybody knows
			unknown(t, name, got.OpensItself, "VIEW ANY DEFINITION not granted")
			continue
		}
		known(t, name, got.OpensItself, c.opens)
	}
	unknown(t, "no row for master", readMasterKey(answered(columns), sysadmin).Present, "no row for master")
}

const endpointColumns = "name state_desc role_desc is_encryption_enabled encryption_algorithm_desc connection_auth_desc certificate_name port"

func TestEndpoints(t *testing.T) {
	row := is("Mirroring", "STARTED", "ALL", true, "AES", "CERTIFICATE", "Cert_SQL01", int64(5022))
	want := `[{"name":"Mirroring","state":"STARTED","role":"ALL","encrypted":true,"algorithm":"AES","authentication":"CERTIFICATE","certificate":"Cert_SQL01","port":5022}]`
	known(t, "one", readEndpoints(answered(endpointColumns, row), sysadmin), want)
	known(t, "one is all there can be", readEndpoints(answered(endpointColumns, row), nobody), want)
	known(t, "none", readEndpoints(answered(endpointColumns), sysadmin), "[]")
	unknown(t, "none, perhaps", readEndpoints(answered(endpointColumns), nobody), "hides rows")
	windows := is("Mirroring", "STOPPED", "ALL", true, "AES", "NEGOTIATE", nil, nil)
	got := readEndpoints(answered(endpointColumns, windows), sysadmin).Or(nil)
	if len(got) != 1 || got[0].Authentication != "NEGOTIATE" || got[0].Certificate != "" || got[0].Port.Known() {
		t.Errorf("Windows authentication: %+v", got)
	}
}

func TestEndpointRights(t *testing.T) {
	a := answered("endpoint_name grantee_name state", is("Mirroring", "Partner", "G"))
	known(t, "one", readEndpointRights(a, sysadmin), `[{"endpoint":"Mirroring","grantee":"Partner","state":"G"}]`)
	unknown(t, "hidden", readEndpointRights(a, nobody), "hides rows")
}

func TestLogins(t *testing.T) {
	columns := "name type is_disabled permission_name is_sysadmin"
	system := func(permission, isSysadmin driver.Value) []driver.Value {
		return is(`NT AUTHORITY\SYSTEM`, "U", false, permission, isSysadmin)
	}
	a := answered(columns, is("##MS_AgentSigningCertificate##", "C", false, nil, int64(0)), is("Partner", "C", false, "CONNECT SQL", int64(0)),
		is("Partner", "C", false, "VIEW SERVER STATE", int64(0)), system("CONNECT SQL", int64(0)), system("VIEW SERVER STATE", int64(0)))
	mapped, sys := readLogins(a, sysadmin)
	known(t, "mapped", mapped, `["Partner"]`)
	known(t, "system", sys, `{"exists":true,"disabled":false,"sysadmin":false,"granted":["CONNECT SQL","VIEW SERVER STATE"]}`)
	mapped, sys = readLogins(answered(columns), sysadmin)
	known(t, "none mapped", mapped, "[]")
	known(t, "no system login", sys, `{"exists":false,"disabled":false,"sysadmin":false,"granted":[]}`)
	mapped, sys = readLogins(answered(columns, system(nil, nil)), sysadmin)
	known(t, "none mapped", mapped, "[]")
	unknown(t, "role not told", sys, "IS_SRVROLEMEMBER")
	mapped, sys = readLogins(a, nobody)
	unknown(t, "mapped hidden", mapped, "sys.server_principals hides rows")
	unknown(t, "system hidden", sys, "sys.server_principals hides rows")
}

func TestGroups(t *testing.T) {
	a := answers{
		"source/groups": answered("group_id name is_distributed is_contained",
			is("G1", "AG_Sales", false, false), is("G2", "DAG_Sales", true, false)),
		"source/group-replicas": answered("group_id replica_id replica_server_name endpoint_url",
			is("G1", "R1", "SQL01", "TCP://sql01:5022"), is("G2", "R2", "AG_Sales", "TCP://sql01:5022"), is("G2", "R3", "AG_MI", "tcp://mi:5022;Server=[mi]")),
		"source/group-states": answered("group_id replica_id role_desc connected_state_desc",
			is("G1", "R1", "PRIMARY", "CONNECTED"), is("G2", "R3", "SECONDARY", "DISCONNECTED")),
		"source/group-databases": answered("group_id database_name", is("G1", "Sales")),
	}
	seesAll := holding(16, "VIEW ANY DEFINITION", "VIEW ANY DATABASE")
	known(t, "a link", readGroups(a, seesAll), `[{"name":"AG_Sales","distributed":false,"contained":false,"databases":["Sales"],"replicas":[`+
		`{"name":"SQL01","endpointUrl":"TCP://sql01:5022","role":"PRIMARY","connected":true}]},`+
		`{"name":"DAG_Sales","distributed":true,"contained":false,"databases":[],"replicas":[`+
		`{"name":"AG_Sales","endpointUrl":"TCP://sql01:5022","role":{"unknown":"sys.dm_hadr_availability_replica_states does not tell"},"connected":{"unknown":"sys.dm_hadr_availability_replica_states does not tell"}},`+
		`{"name":"AG_MI","endpointUrl":"tcp://mi:5022;Server=[mi]","role":"SECONDARY","connected":false}]}]`)
	unknown(t, "hidden", readGroups(a, nobody), "sys.availability_groups hides rows")

	a["source/group-states"] = denied("VIEW SERVER STATE")
	got := readGroups(a, seesAll).Or(nil)
	if len(got) != 2 || len(got[0].Replicas) != 1 {
		t.Fatalf("denied states cost the replicas: %+v", got)
	}
	unknown(t, "role", got[0].Replicas[0].Role, "Msg 300")

	a["source/groups"] = answered("group_id name", is("G1", "AG_Sales")) // 2014
	if got := readGroups(a, seesAll).Or(nil); len(got) != 1 || got[0].Distributed {
		t.Errorf("a version without distributed groups: %+v", got)
	}
	known(t, "none", readGroups(answers{"source/groups": answered("group_id name"), "source/group-replicas": answered("group_id replica_id replica_server_name endpoint_url")}, seesAll), "[]")
}

const databaseColumns = "name database_id state_desc user_access_desc recovery_model_desc is_read_only is_auto_close_on source_database_id compatibility_level collation_name is_broker_enabled is_published log_reuse_wait_desc is_accessible is_cdc_enabled replica_id is_accelerated_database_recovery_on"

func database(name string, id int, state string, accessible int) []driver.Value {
	return is(name, int64(id), state, "MULTI_USER", "FULL", false, false, nil, int64(150), "Latin1_General_CI_AS", true, false,
		"NOTHING", int64(accessible), false, nil, true)
}

// world is an instance of four databases, all answers there.
func world() answers {
	return answers{
		"source/identity": identityOf("15.0.4312.2"),
		"source/account":  answered("login_name is_sysadmin VIEW_ANY_DATABASE", is("milink", int64(1), int64(1))),
		"source/databases": answered(databaseColumns, database("master", 1, "ONLINE", 1), database("Sales", 5, "ONLINE", 1),
			database("Old", 6, "OFFLINE", 0), database("Closed", 7, "ONLINE", 0)),
		"source/chains": answered("database_id last_log_backup_lsn", is(int64(1), nil), is(int64(5), "35000000012300001"), is(int64(6), nil), is(int64(7), nil)),
		"source/files": answered("database_id file_id type name state_desc size differential_base_lsn",
			is(int64(5), int64(1), int64(0), "Sales", "ONLINE", int64(1024), "34000000045600037"), is(int64(5), int64(2), int64(1), "Sales_log", "ONLINE", int64(64), nil),
			is(int64(5), int64(65537), int64(2), "docs", "ONLINE", int64(99), nil), is(int64(7), int64(1), int64(0), "Closed", "ONLINE", int64(8), nil)),
		"source/encryption":   answered("database_id encryption_state encryptor_thumbprint encryptor_type", is(int64(5), int64(3), []byte{0xab}, "CERTIFICATE")),
		"source/versionstore": answered("database_id pvs_filegroup_id", is(int64(5), int64(1))),
		"source/backups": answered("database_id backup_finish_date is_copy_only has_backup_checksums is_damaged is_snapshot",
			is(int64(5), time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC), false, true, false, false)),
		"source/filegroups/5": answered("name type file_count", is("PRIMARY", "FG", int64(1)), is("docs", "FD", int64(1))),
	}
}

func databasesOf(t *testing.T, a answers) map[string]facts.Database {
	t.Helper()
	all, ok := readInstance(a).Databases.Get()
	if !ok {
		t.Fatalf("databases unknown: %s", readInstance(a).Databases.Why())
	}
	out := map[string]facts.Database{}
	for _, d := range all {
		out[d.Name] = d
	}
	return out
}

func TestDatabase(t *testing.T) {
	d := databasesOf(t, world())["Sales"]
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name":"Sales","id":5,"state":"ONLINE","userAccess":"MULTI_USER","recovery":"FULL","readOnly":false,"autoClose":false,"snapshot":false,` +
		`"compatibility":150,"collation":"Latin1_General_CI_AS","broker":true,"publisher":false,"cdc":false,"inGroup":false,"logReuseWait":"NOTHING","accessible":true,` +
		`"adr":true,"pvsFilegroup":1,"files":[{"name":"Sales","type":0,"state":"ONLINE","sizeKB":8192},{"name":"Sales_log","type":1,"state":"ONLINE","sizeKB":512},` +
		`{"name":"docs","type":2,"state":"ONLINE","sizeKB":0}],"filegroups":[{"name":"PRIMARY","type":"FG","files":1},{"name":"docs","type":"FD","files":1}],` +
		`"chain":{"lastLogBackupLsn":"35000000012300001","differentialBaseLsn":"34000000045600037"},` +
		`"backups":[{"finished":"2026-11-22T01:00:00Z","copyOnly":false,"checksum":true,"damaged":false,"snapshot":false}],` +
		`"encryption":{"state":3,"protector":"CERTIFICATE","thumbprint":"AB"}}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDatabasesThatCannotBeEntered(t *testing.T) {
	all := databasesOf(t, world())
	unknown(t, "filegroups of master", all["master"].Filegroups, "system database")
	unknown(t, "filegroups of an offline one", all["Old"].Filegroups, "OFFLINE")
	unknown(t, "filegroups behind a closed door", all["Closed"].Filegroups, "this login cannot enter the database: it is ONLINE, user access MULTI_USER")
	unknown(t, "chain of one without a number", all["Old"].Chain, "the database is OFFLINE")
	known(t, "no backup", all["Closed"].Backups, "[]")
	known(t, "no encryption", all["Closed"].Encryption, "null")
	known(t, "no chain", all["Closed"].Chain, `{"lastLogBackupLsn":"","differentialBaseLsn":""}`)
	unknown(t, "no version store row", all["Closed"].PVSFilegroup, "no row")
}

// One answer that is missing costs its own facts and no other.
func TestEachAnswerStandsAlone(t *testing.T) {
	for probe, what := range map[string]func(facts.Database) bool{
		"source/chains":       func(d facts.Database) bool { return d.Chain.Known() },
		"source/encryption":   func(d facts.Database) bool { return d.Encryption.Known() },
		"source/versionstore": func(d facts.Database) bool { return d.PVSFilegroup.Known() },
		"source/backups":      func(d facts.Database) bool { return d.Backups.Known() },
		"source/files":        func(d facts.Database) bool { return d.Files.Known() },
		"source/filegroups/5": func(d facts.Database) bool { return d.Filegroups.Known() },
	} {
		a := world()
		if !what(databasesOf(t, a)["Sales"]) {
			t.Errorf("%s: not known although it was answered", probe)
		}
		a[probe] = denied("VIEW SERVER STATE")
		d := databasesOf(t, a)["Sales"]
		if what(d) {
			t.Errorf("%s: known although it was denied", probe)
		}
		if probe != "source/backups" && !d.Backups.Known() {
			t.Errorf("%s denied costs the backups", probe)
		}
	}
}

func TestFilesFromInside(t *testing.T) {
	a := world()
	a["source/account"] = answered("login_name is_sysadmin VIEW_ANY_DATABASE", is("milink", int64(0), int64(1)))
	a["source/account"].tables[0].columns = map[string]int{"login_name": 0, "is_sysadmin": 1, "VIEW ANY DATABASE": 2}
	a["source/files"] = answered("database_id file_id type name state_desc size differential_base_lsn")
	d := databasesOf(t, a)["Sales"]
	unknown(t, "hidden files", d.Files, "sys.master_files hides rows")
	asked := []string{}
	for _, p := range inside(readInstance(a)) {
		asked = append(asked, p.Name)
	}
	if want := []string{"source/filegroups/5", "source/files/5"}; !slices.Equal(asked, want) {
		t.Errorf("asks %v inside, want %v", asked, want)
	}
	a["source/files/5"] = answered("file_id type name state_desc size differential_base_lsn", is(int64(1), int64(0), "Sales", "ONLINE", int64(1), "34"))
	d = databasesOf(t, a)["Sales"]
	known(t, "files", d.Files, `[{"name":"Sales","type":0,"state":"ONLINE","sizeKB":8}]`)
	known(t, "chain", d.Chain, `{"lastLogBackupLsn":"35000000012300001","differentialBaseLsn":"34"}`)
}

func TestHiddenDatabasesAreUnknown(t *testing.T) {
	a := world()
	a["source/account"] = answered("login_name is_sysadmin", is("milink", int64(0)))
	i := readInstance(a)
	unknown(t, "databases", i.Databases, "VIEW ANY DATABASE not granted: sys.databases hides rows")
	if !i.OfflineHidden || inside(i) != nil {
		t.Error("a login that sees no databases: offline ones are hidden, and none is entered")
	}
}

// Nothing answered is an instance of unknowns, not of empty lists, and it can be written.
func TestNothingAnswered(t *testing.T) {
	i := readInstance(answers{})
	text, err := json.Marshal(i)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "[]") || strings.Contains(string(text), "null") {
		t.Errorf("something passes for known: %s", text)
	}
}

// What keeps a login out is named: the permission where it lacks, else what the database
// itself says.
func TestClosedDoors(t *testing.T) {
	single := facts.Database{ID: 7, State: "ONLINE", UserAccess: "SINGLE_USER"}
	for name, c := range map[string]struct {
		r    rights
		want string
	}{
		"sysadmin":               {sysadmin, "it is ONLINE, user access SINGLE_USER"},
		"holds it":               {holding(16, "CONNECT ANY DATABASE"), "it is ONLINE, user access SINGLE_USER"},
		"lacks it":               {rights{held: map[string]bool{"CONNECT ANY DATABASE": false}}, "CONNECT ANY DATABASE not granted"},
		"2012 has no such thing": {holding(11), "it has no user for it"},
		"permissions unread":     {rights{why: "the login's permissions are not known (x)"}, "not known (x)"},
	} {
		got := notEntered(&single, c.r)
		if !strings.HasPrefix(got, "this login cannot enter the database: ") || !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// facts/tsql.md C1: a database that AUTO_CLOSE has closed says ONLINE and leaves columns NULL.
// NULL is not off.
func TestClosedDatabaseIsUnknown(t *testing.T) {
	a := world()
	row := database("Sales", 5, "ONLINE", 1)
	columns := a["source/databases"].tables[0].columns
	row[columns["is_auto_close_on"]] = true
	for _, c := range []string{"recovery_model_desc", "compatibility_level", "collation_name", "is_broker_enabled",
		"is_published", "is_cdc_enabled", "is_accelerated_database_recovery_on"} {
		row[columns[c]] = nil
	}
	a["source/databases"].tables[0].rows = [][]driver.Value{row}
	a["source/chains"] = answered("database_id last_log_backup_lsn", is(int64(5), nil))
	d := databasesOf(t, a)["Sales"]
	unknown(t, "recovery", d.Recovery, "NULL for recovery_model_desc")
	unknown(t, "compatibility", d.Compatibility, "NULL for compatibility_level")
	unknown(t, "collation", d.Collation, "NULL for collation_name")
	unknown(t, "broker", d.Broker, "NULL for is_broker_enabled")
	unknown(t, "publisher", d.Publisher, "NULL for is_published")
	unknown(t, "cdc", d.CDC, "NULL for is_cdc_enabled")
	unknown(t, "adr", d.ADR, "NULL for is_accelerated_database_recovery_on")
	unknown(t, "chain", d.Chain, "AUTO_CLOSE has closed the database")
}

func TestOldVersionsHaveNoCDC(t *testing.T) {
	a := world()
	delete(a["source/databases"].tables[0].columns, "is_cdc_enabled")
	unknown(t, "cdc", databasesOf(t, a)["Sales"].CDC, "SQL Server 2008")
}

// A number proves the chain, whatever else could be read.
func TestChainProvesItself(t *testing.T) {
	a := world()
	a["source/files"] = denied("VIEW ANY DEFINITION")
	all := databasesOf(t, a)
	known(t, "a number", all["Sales"].Chain, `{"lastLogBackupLsn":"35000000012300001","differentialBaseLsn":{"unknown":"Msg 300: VIEW ANY DEFINITION permission was denied on object 'server', database 'master'."}}`)
	chain, ok := all["Closed"].Chain.Get()
	if !ok || chain.LastLogBackupLSN != "" {
		t.Errorf("an online database without a number: %+v, known %v", chain, ok)
	}
	unknown(t, "why it has none", chain.DifferentialBaseLSN, "Msg 300")
	unknown(t, "an offline one", all["Old"].Chain, "OFFLINE")
	a["source/chains"] = answered("database_id last_log_backup_lsn", is(int64(6), "35"))
	if c, ok := databasesOf(t, a)["Old"].Chain.Get(); !ok || c.LastLogBackupLSN != "35" {
		t.Errorf("a number of a database that is not online: %+v, known %v", c, ok)
	}
}

// Filegroups tell what files of type 2 are: a database without such files is not entered.
func TestOnlyContainersAreLookedInto(t *testing.T) {
	a := world()
	names := func() (out []string) {
		for _, p := range inside(readInstance(a)) {
			out = append(out, p.Name)
		}
		return out
	}
	if got := names(); !slices.Equal(got, []string{"source/filegroups/5"}) {
		t.Errorf("asks %v inside", got)
	}
	files := a["source/files"].tables[0]
	files.rows = slices.Delete(files.rows, 2, 3)
	if got := names(); len(got) != 0 {
		t.Errorf("without containers: asks %v inside", got)
	}
	delete(a, "source/filegroups/5")
	unknown(t, "filegroups", databasesOf(t, a)["Sales"].Filegroups, "no FILESTREAM or memory-optimized files")
	a["source/files"] = &answer{why: "timed out"}
	if got := names(); !slices.Equal(got, []string{"source/filegroups/5", "source/files/5"}) {
		t.Errorf("files unknown: asks %v inside", got)
	}
}
