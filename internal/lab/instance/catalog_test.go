package instance

import (
	"bytes"
	"context"
	"crypto/x509"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"milink/internal/lab/value"
)

func TestFreshInstance(t *testing.T) {
	s := install(t, "2019 CU20")
	se := asSA(t, s)
	db := read(t, se, "sys.databases")
	if got := strings.Join(db.texts("name"), " "); got != "master tempdb model msdb" {
		t.Errorf("databases: %s", got)
	}
	if got := strings.Join(db.texts("recovery_model_desc"), " "); got != "SIMPLE SIMPLE FULL SIMPLE" {
		t.Errorf("recovery models: %s", got)
	}
	for i, id := range db.column("database_id") {
		if id != int64(i+1) {
			t.Errorf("database_id %v at %d", id, i)
		}
	}
	if keys := read(t, se, "sys.symmetric_keys").texts("name"); len(keys) != 1 || keys[0] != "##MS_ServiceMasterKey##" {
		t.Errorf("keys: %v", keys)
	}
	if rows := read(t, se, "sys.database_mirroring_endpoints").rows; len(rows) != 0 {
		t.Errorf("a mirroring endpoint: %v", rows)
	}
	if on := ask(t, se, "serverproperty", "IsHadrEnabled"); on != (value.Var{Type: value.IntT, Value: int64(0)}) {
		t.Errorf("IsHadrEnabled is %v", on)
	}
}

// The five endpoints by facts/tsql.md C7.
func TestSystemEndpoints(t *testing.T) {
	a := read(t, asSA(t, install(t, "2022 CU13")), "sys.endpoints")
	want := []string{"Dedicated Admin Connection", "TSQL Local Machine", "TSQL Named Pipes", "TSQL Default TCP", "TSQL Default VIA"}
	if got := a.texts("name"); !slices.Equal(got, want) {
		t.Errorf("endpoints: %q", got)
	}
	dac := a.where("name", "Dedicated Admin Connection")
	if dac("endpoint_id") != int64(1) || dac("protocol_desc") != "TCP" || dac("type_desc") != "TSQL" || dac("is_admin_endpoint") != true || dac("state_desc") != "STARTED" {
		t.Error("the admin endpoint is wrong")
	}
	if via := a.where("endpoint_id", int64(5)); via("protocol") != int64(5) || via("protocol_desc") != "VIA" {
		t.Error("VIA is wrong")
	}
}

func TestMirroringEndpointWords(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	e := read(t, asSA(t, s), "sys.database_mirroring_endpoints").where("name", "mirroring")
	for column, want := range map[string]any{
		"type_desc": "DATABASE_MIRRORING", "role_desc": "ALL", "connection_auth_desc": "CERTIFICATE", "is_encryption_enabled": true,
		"encryption_algorithm_desc": "AES", "state_desc": "STARTED", "endpoint_id": int64(65536), "certificate_id": int64(0),
	} {
		if got := e(column); got != want {
			t.Errorf("%s is %v, want %v", column, got, want)
		}
	}
	tcp := read(t, asSA(t, s), "sys.tcp_endpoints").where("name", "mirroring")
	if tcp("port") != int64(5022) || tcp("ip_address") != nil {
		t.Errorf("port %v, address %v", tcp("port"), tcp("ip_address"))
	}
}

func TestInternalCertificates(t *testing.T) {
	s := install(t, "2019 CU20")
	a := read(t, asSA(t, s), "sys.certificates")
	for i, r := range a.rows {
		name := r[a.index("name")].(string)
		if !strings.HasPrefix(name, "##MS_") || r[a.index("pvt_key_encryption_type")] != "NA" {
			t.Errorf("row %d: %v", i, r)
		}
		if thumb := r[a.index("thumbprint")].([]byte); len(thumb) != 20 {
			t.Errorf("%s: thumbprint of %d bytes", name, len(thumb))
		}
	}
	for _, c := range s.Databases[0].Certificates {
		if _, err := x509.ParseCertificate(c.DER); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestMasterKeyRow(t *testing.T) {
	s := install(t, "2019 CU20")
	s.Databases[0].MasterKey = &MasterKey{Created: today, ByServiceKey: true, Algorithm: "AES_256"}
	k := read(t, asSA(t, s), "sys.symmetric_keys").where("symmetric_key_id", int64(101))
	for column, want := range map[string]any{"name": "##MS_DatabaseMasterKey##", "key_length": int64(256), "key_algorithm": "A3",
		"algorithm_desc": "AES_256", "key_thumbprint": nil, "provider_type": nil} {
		if got := k(column); got != want {
			t.Errorf("%s is %v, want %v", column, got, want)
		}
	}
	e := read(t, asSA(t, s), "sys.key_encryptions").where("crypt_type", "ESKM")
	if e("key_id") != int64(101) || e("crypt_type_desc") != "ENCRYPTION BY MASTER KEY" {
		t.Error("the encryption by the service master key is wrong")
	}
}

func TestGroupRows(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	se := asSA(t, s)
	g := read(t, se, "sys.availability_groups").where("name", "DAG_Sales")
	if g("is_distributed") != true || g("cluster_type") != nil {
		t.Errorf("distributed %v, cluster type %v", g("is_distributed"), g("cluster_type"))
	}
	far := read(t, se, "sys.availability_replicas").where("replica_server_name", "AG_mi")
	if far("endpoint_url") != "tcp://mi.example:5022;Server=[mi]" || far("availability_mode_desc") != "ASYNCHRONOUS_COMMIT" || far("failover_mode_desc") != "MANUAL" {
		t.Error("the far side is wrong")
	}
	near := read(t, se, "sys.availability_replicas").where("replica_server_name", "SQL01")
	if near("primary_role_allow_connections_desc") != "ALL" || near("secondary_role_allow_connections_desc") != "ALL" || near("seeding_mode_desc") != "AUTOMATIC" {
		t.Error("the local replica is wrong")
	}
	states := read(t, se, "sys.dm_hadr_availability_replica_states")
	local := states.where("replica_id", s.guid("replica"))
	if local("role_desc") != "PRIMARY" || local("operational_state_desc") != "ONLINE" || local("connected_state_desc") != "CONNECTED" || local("synchronization_health_desc") != "HEALTHY" {
		t.Error("the local state is wrong")
	}
	remote := states.where("replica_id", s.guid("far"))
	if remote("connected_state_desc") != "DISCONNECTED" || remote("operational_state") != nil || remote("last_connect_error_number") != int64(10060) {
		t.Error("the remote state is wrong")
	}
	rows := read(t, se, "sys.dm_hadr_database_replica_states")
	ours, theirs := rows.where("is_local", true), rows.where("is_local", false)
	if ours("synchronization_state_desc") != "SYNCHRONIZED" || ours("is_primary_replica") != true || ours("database_state_desc") != "ONLINE" {
		t.Error("the local copy is wrong")
	}
	if theirs("synchronization_state_desc") != "SYNCHRONIZING" || theirs("synchronization_health_desc") != "HEALTHY" || theirs("secondary_lag_seconds") != int64(3) || theirs("database_state") != nil {
		t.Error("the remote copy is wrong")
	}
	if lsn := theirs("last_hardened_lsn").(value.Dec).String(); lsn != "37000000001600091" {
		t.Errorf("last_hardened_lsn is %s", lsn)
	}
	d := read(t, se, "sys.databases").where("name", "Sales")
	if d("replica_id") != s.guid("replica") || d("group_database_id") != s.guid("group database") {
		t.Error("sys.databases does not know the group")
	}
}

// Without Always On the DMVs are empty, whatever the catalog holds.
func TestStatesNeedAlwaysOn(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	s.Process.HADR = false
	for _, v := range []string{"sys.dm_hadr_availability_replica_states", "sys.dm_hadr_database_replica_states"} {
		if rows := read(t, asSA(t, s), v).rows; len(rows) != 0 {
			t.Errorf("%s: %v", v, rows)
		}
	}
}

func TestSeedingRowsWhileRunning(t *testing.T) {
	s := install(t, "2019 CU20")
	populate(s)
	row := read(t, asSA(t, s), "sys.dm_hadr_physical_seeding_stats").where("role_desc", "Source")
	if row("transferred_size_bytes") != int64(1<<30) || row("database_size_bytes") != int64(4<<30) || row("end_time_utc") != nil {
		t.Error("progress is wrong")
	}
	s.Process.Seedings[0].Running = false
	if rows := read(t, asSA(t, s), "sys.dm_hadr_physical_seeding_stats").rows; len(rows) != 0 {
		t.Error("a finished operation still shows")
	}
	if rows := read(t, asSA(t, s), "sys.dm_hadr_automatic_seeding").rows; len(rows) != 1 {
		t.Error("the history forgot it")
	}
}

func TestServices(t *testing.T) {
	s := installWith(t, Options{Version: "2019 CU20", Instance: "SALES"})
	s.Process.AgentRunning = true
	a := read(t, asSA(t, s), "sys.dm_server_services")
	agent := a.where("servicename", "SQL Server Agent (SALES)")
	if agent("status") != int64(4) || agent("status_desc") != "Running" {
		t.Error("the Agent does not run")
	}
	if a.where("servicename", "SQL Server (SALES)")("instant_file_initialization_enabled") != "Y" {
		t.Error("the engine row is wrong")
	}
}

// Startup parameters, the HADR switch and the port by facts/tsql.md C11 and D11.
func TestRegistry(t *testing.T) {
	s := install(t, "2019 CU20")
	s.Settings.StartupParameters = append(s.Settings.StartupParameters, "-T1800")
	a := read(t, asSA(t, s), "sys.dm_server_registry")
	flag := a.where("value_name", "SQLArg3")
	if key := flag("registry_key"); key != `HKLM\Software\Microsoft\Microsoft SQL Server\MSSQL15.MSSQLSERVER\MSSQLServer\Parameters` {
		t.Errorf("the key is %v", key)
	}
	if v := flag("value_data").(value.Var); v.Value != "-T1800" || v.Type.Kind != value.NVarChar {
		t.Errorf("the value is %v", v)
	}
	hadr := a.where("value_name", "HADR_Enabled")
	if !strings.HasSuffix(hadr("registry_key").(string), `\MSSQLServer\HADR`) || hadr("value_data") != (value.Var{Type: value.IntT, Value: int64(0)}) {
		t.Errorf("the switch is %v", hadr("value_data"))
	}
	if port := a.where("value_name", "TcpPort")("value_data").(value.Var); port.Value != "1433" {
		t.Errorf("the port is %v", port)
	}
	linux := installWith(t, Options{Version: "2022 CU13", Linux: true})
	if rows := read(t, asSA(t, linux), "sys.dm_server_registry").rows; len(rows) != 0 {
		t.Errorf("Linux has a registry: %v", rows)
	}
}

func TestEncryptionKeys(t *testing.T) {
	s := install(t, "2019 CU20")
	populate(s)
	k := read(t, asSA(t, s), "sys.dm_database_encryption_keys").where("database_id", int64(5))
	if k("encryption_state") != int64(3) || k("encryption_state_desc") != "ENCRYPTED" || k("key_algorithm") != "AES" || k("encryptor_type") != "CERTIFICATE" {
		t.Error("the key is wrong")
	}
	if read(t, asSA(t, s), "sys.databases").where("name", "Sales")("is_encrypted") != true {
		t.Error("is_encrypted is not set")
	}
	s.Databases[4].Encryption.Set, s.Databases[4].Encryption.State = time.Time{}, 1
	k = read(t, asSA(t, s), "sys.dm_database_encryption_keys").where("database_id", int64(5))
	if k("set_date") != time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("set_date of a key never used: %v", k("set_date"))
	}
}

// tempdb shows its real state from 2025 on.
func TestTempdbEncryption(t *testing.T) {
	for version, want := range map[string]bool{"2022 CU13": false, "2025 RTM": true} {
		s := install(t, version)
		populate(s)
		if got := read(t, asSA(t, s), "sys.databases").where("name", "tempdb")("is_encrypted"); got != want {
			t.Errorf("%s: %v", version, got)
		}
	}
}

// Who may connect to an endpoint: class 105, the endpoint's id, type CO (facts/tsql.md C7).
func TestPermissionRows(t *testing.T) {
	s := install(t, "2019 CU20")
	populate(s)
	s.Grants = append(s.Grants, Grant{Permission: "CONNECT", State: "G", To: "app", Class: "ENDPOINT", Securable: "mirroring"},
		Grant{Permission: "VIEW SERVER STATE", State: "W", To: "app", Class: "SERVER"})
	a := read(t, asSA(t, s), "sys.server_permissions")
	e := a.where("major_id", int64(65536))
	if e("class") != int64(105) || e("class_desc") != "ENDPOINT" || e("type") != "CO  " || e("grantee_principal_id") != int64(270) || e("state_desc") != "GRANT" {
		t.Errorf("%v %v %q %v", e("class"), e("class_desc"), e("type"), e("state_desc"))
	}
	v := a.where("permission_name", "VIEW SERVER STATE")
	if v("type") != "VWSS" || v("state") != "W" || v("state_desc") != "GRANT_WITH_GRANT_OPTION" || v("major_id") != int64(0) {
		t.Errorf("%v %v", v("type"), v("state_desc"))
	}
	if rows := read(t, addLogin(t, s, "plain"), "sys.server_permissions").column("grantee_principal_id"); slices.Contains(rows, any(int64(270))) {
		t.Error("a plain login sees the grants of another")
	}
	d := read(t, asSA(t, s), "Sales.sys.database_permissions").where("class_desc", "SCHEMA")
	if d("major_id") != int64(1) || d("state") != "D" || d("permission_name") != "SELECT" {
		t.Error("the DENY on the schema is wrong")
	}
}

func TestClusterRows(t *testing.T) {
	for _, c := range []struct {
		version string
		hadr    bool
		cluster *Cluster
		want    []string
	}{
		{"2016 SP3", false, nil, nil},
		{"2016 SP3", true, &Cluster{Name: "wsfc", Nodes: []string{"SQL01"}}, []string{"wsfc"}},
		{"2019 CU20", false, nil, nil},
		{"2019 CU20", true, nil, []string{""}},
	} {
		s := install(t, c.version)
		s.Process.HADR, s.Host.Cluster = c.hadr, c.cluster
		if got := read(t, asSA(t, s), "sys.dm_hadr_cluster").texts("cluster_name"); !slices.Equal(got, c.want) {
			t.Errorf("%s, Always On %v: %q", c.version, c.hadr, got)
		}
		members := len(read(t, asSA(t, s), "sys.dm_hadr_cluster_members").rows)
		if (members > 0) != (c.cluster != nil) {
			t.Errorf("%s: %d members", c.version, members)
		}
	}
}

func TestBackupHistory(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	b := read(t, asSA(t, s), "msdb.dbo.backupset").where("database_name", "Sales")
	for column, want := range map[string]any{"type": "D", "is_copy_only": false, "has_backup_checksums": true, "recovery_model": "FULL",
		"server_name": "SQL01", "compression_algorithm": "MS_XPRESS"} {
		if got := b(column); got != want {
			t.Errorf("%s is %v, want %v", column, got, want)
		}
	}
	m := read(t, asSA(t, s), "msdb..backupmediafamily").where("media_set_id", b("media_set_id"))
	if m("physical_device_name") != `C:\backup\Sales.bak` || m("device_type") != int64(2) {
		t.Error("the media are wrong")
	}
}

func TestJobTables(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	h := read(t, asSA(t, s), "msdb.dbo.sysjobhistory").where("step_id", int64(0))
	if h("run_date") != int64(20240301) || h("run_time") != int64(93000) || h("run_duration") != int64(115) || h("run_status") != int64(1) {
		t.Errorf("run %v %v %v", h("run_date"), h("run_time"), h("run_duration"))
	}
	if c := read(t, asSA(t, s), "msdb.dbo.sysjobs").where("name", "Log backups")("category_id"); c != int64(3) {
		t.Errorf("category %v", c)
	}
}

// The capability probe: the procedure is an object exactly where the build has it.
func TestIssuerProcedureInObjects(t *testing.T) {
	for version, want := range map[string]bool{
		"2014 SP3": false, "2016 SP3": false, "2016 SP3 + Azure Connect pack": true, "2017 CU31": false,
		"2017 CU31 + Azure Connect pack": true, "14.0.3495.9": true, "2019 CU20": true, "2019 GDR": false, "2022 RTM": true, "2025 RTM": true,
	} {
		se := asSA(t, install(t, version))
		names := read(t, se, "sys.all_objects").texts("name")
		system := read(t, se, "sys.system_objects").texts("name")
		id := ask(t, se, "object_id", "master.sys.sp_certificate_add_issuer")
		if got := slices.Contains(names, "sp_certificate_add_issuer"); got != want || slices.Contains(system, "sp_certificate_add_issuer") != want || (id != nil) != want {
			t.Errorf("%s: in all_objects %v, OBJECT_ID %v", version, got, id)
		}
	}
}

func TestColumnsOfViewsInCatalog(t *testing.T) {
	s := install(t, "2016 SP3")
	se := asSA(t, s)
	id := ask(t, se, "object_id", "sys.dm_database_encryption_keys")
	a := read(t, se, "sys.all_columns")
	var names []string
	for _, r := range a.rows {
		if r[a.index("object_id")] == id {
			names = append(names, r[a.index("name")].(string))
		}
	}
	if len(names) != 12 || names[0] != "database_id" || slices.Contains(names, "encryption_scan_state") {
		t.Errorf("columns on 2016: %v", names)
	}
}

// Object names follow the collation of the database.
func TestCaseSensitiveNames(t *testing.T) {
	read(t, asSA(t, install(t, "2019 CU20")), "SYS.Databases")
	cs := installWith(t, Options{Version: "2019 CU20", Collation: "Latin1_General_CS_AS"})
	_, err := tryRead(t, asSA(t, cs), "SYS.Databases")
	wantNumbers(t, "case", err, 208)
}

func TestForeignServerName(t *testing.T) {
	se := asSA(t, install(t, "2019 CU20"))
	_, err := tryRead(t, se, "OTHER.master.sys.databases")
	wantNumbers(t, "linked server", err, 7202)
	read(t, se, "sql01.master.sys.databases")
}

func TestConfigurations(t *testing.T) {
	s := install(t, "2016 SP3")
	se := asSA(t, s)
	c := read(t, se, "sys.configurations").where("name", "max degree of parallelism")
	if c("configuration_id") != int64(1539) || c("value") != (value.Var{Type: value.IntT, Value: int64(0)}) || c("is_advanced") != true {
		t.Error("the option is wrong")
	}
	if slices.Contains(read(t, se, "sys.configurations").texts("name"), "clr strict security") {
		t.Error("an option of 2017 on 2016")
	}
}

// Two servers with the same seed are the same to the last byte, another seed is not.
func TestDeterministic(t *testing.T) {
	family := func(seed uint64) any {
		s, err := New(Options{Version: "2022 CU13", Clock: stillClock{today}, Seed: seed, Password: saPassword})
		if err != nil {
			t.Fatal(err)
		}
		return read(t, asSA(t, s), "sys.database_recovery_status").where("database_id", int64(1))("family_guid")
	}
	if family(1) != family(1) || family(1) == family(2) {
		t.Error("GUIDs do not follow the seed")
	}
	if !bytes.Equal(internalDER()[0], internalDER()[0]) {
		t.Error("internal certificates differ")
	}
}

// Sessions read, move and end at the same time; the race detector watches.
func TestSessionsAtTheSameTime(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			se, err := s.Connect(LoginRequest{User: "sa", Password: saPassword})
			if err != nil {
				t.Error(err)
				return
			}
			defer se.Close()
			for _, name := range []string{"sys.dm_exec_sessions", "sys.databases", "sys.dm_tran_locks", "sys.all_objects"} {
				rel, err := se.Relation(viewName(name))
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := rel.Rows(context.Background()); err != nil {
					t.Error(err)
				}
				if err := se.Use("Sales"); err != nil {
					t.Error(err)
				}
				se.Reset()
			}
		})
	}
	all.Wait()
}

func TestOptionsRefused(t *testing.T) {
	for name, o := range map[string]Options{
		"no such release": {Version: "2018"}, "no such edition": {Version: "2022", Edition: "home"},
		"no such collation": {Version: "2022", Collation: "Klingon_CI_AS"}, "2016 on Linux": {Version: "2016 SP3", Linux: true},
	} {
		o.Clock = stillClock{today}
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestApplicationLockRow(t *testing.T) {
	s := install(t, "2022 CU13")
	populate(s)
	l := read(t, asSA(t, s), "sys.dm_tran_locks").where("resource_type", "APPLICATION")
	if l("request_mode") != "X" || l("request_session_id") != int64(51) || l("request_owner_type") != "SESSION" ||
		!strings.HasPrefix(l("resource_description").(string), "0:[one at a time]:(") || l("resource_database_id") != int64(5) {
		t.Errorf("%v %v %v", l("request_mode"), l("request_owner_type"), l("resource_description"))
	}
}

// Everything modelled is on one list, so that the documents can repeat it.
func TestListOfModelledViews(t *testing.T) {
	var lines []string
	for _, v := range wholeCatalog().views {
		word := "documented"
		if v.fromMemory {
			word = "columns from general knowledge"
		}
		if v.modelled != "" {
			word += "; modelled: " + v.modelled
		}
		lines = append(lines, v.name+": "+word)
	}
	slices.Sort(lines)
	want, err := os.ReadFile("testdata/views.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines, "\n") + "\n"; got != string(want) {
		t.Errorf("testdata/views.txt is old; it should read\n%s", got)
	}
}
