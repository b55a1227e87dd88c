package instance

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// The least-privilege logins of facts/tsql.md E3.
var (
	assess2019 = []string{"VIEW SERVER STATE", "VIEW ANY DEFINITION", "CONNECT ANY DATABASE"}
	assess2022 = []string{"VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE", "VIEW ANY DEFINITION", "CONNECT ANY DATABASE"}
	narrow2022 = []string{"VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE", "VIEW ANY SECURITY DEFINITION", "VIEW ANY PERFORMANCE DEFINITION", "CONNECT ANY DATABASE"}
)

// login kinds of the matrix: nil grants is a sysadmin.
type loginKind struct {
	name, version string
	grants        []string
}

var loginKinds = []loginKind{
	{"sysadmin", "2019 CU20", nil},
	{"assess 2016", "2016 SP3", assess2019},
	{"assess 2019", "2019 CU20", assess2019},
	{"assess 2022", "2022 CU13", assess2022},
	{"narrow 2022", "2022 CU13", narrow2022},
	{"plain", "2019 CU20", []string{}},
	{"plain 2022", "2022 CU13", []string{}},
	{"no databases", "2019 CU20", []string{"DENY VIEW ANY DATABASE"}},
}

// look opens a session of the kind on a populated instance with an offline database.
func (k loginKind) look(t *testing.T) *Session {
	t.Helper()
	s := install(t, k.version)
	populate(s)
	addDatabase(s, "Gone").State = "OFFLINE"
	if k.grants == nil {
		return asSA(t, s)
	}
	se := addLogin(t, s, "who", k.grants...)
	if strings.HasPrefix(k.name, "assess") || strings.HasPrefix(k.name, "narrow") {
		msdb := s.database("msdb")
		msdb.Users = append(msdb.Users, &User{ID: 5, Name: "who", Login: "who", Type: "S"})
		for _, table := range []string{"dbo.backupset", "dbo.backupmediafamily"} {
			msdb.Grants = append(msdb.Grants, Grant{Permission: "SELECT", State: "G", To: "who", Class: "OBJECT", Securable: table})
		}
	}
	return se
}

// For each view: how many rows each kind sees; -1 is an error. The order is that of
// loginKinds. Rows of a populated instance, counted by hand from facts/tsql.md C and E.
func TestVisibilityMatrix(t *testing.T) {
	for _, c := range []struct {
		view string
		want []int
	}{
		// six databases; Gone is offline and needs more than VIEW ANY DATABASE
		{"sys.databases", []int{6, 5, 5, 5, 5, 5, 5, 2}},
		{"sys.database_recovery_status", []int{6, 5, 5, 5, 5, 5, 5, 2}},
		// two files each
		{"sys.master_files", []int{12, 12, 12, 12, 0, 0, 0, 0}},
		{"sys.database_files", []int{2, 2, 2, 2, 2, 2, 2, 2}},
		{"sys.filegroups", []int{1, 1, 1, 1, 1, 1, 1, 1}},
		// database master key and service master key
		{"sys.symmetric_keys", []int{2, 2, 2, 2, 2, 0, 0, 0}},
		{"sys.key_encryptions", []int{2, 2, 2, 2, 2, 0, 0, 0}},
		// the seven ##MS_ rows
		{"sys.certificates", []int{7, 7, 7, 7, 7, 0, 0, 0}},
		// five system endpoints and one for mirroring; public connects to four
		{"sys.endpoints", []int{6, 6, 6, 6, 6, 4, 4, 4}},
		{"sys.database_mirroring_endpoints", []int{1, 1, 1, 1, 1, 0, 0, 0}},
		{"sys.tcp_endpoints", []int{3, 3, 3, 3, 3, 1, 1, 1}},
		{"sys.availability_groups", []int{2, 2, 2, 2, 2, 0, 0, 0}},
		{"sys.availability_replicas", []int{3, 3, 3, 3, 3, 0, 0, 0}},
		{"sys.availability_databases_cluster", []int{1, 1, 1, 1, 1, 1, 1, 0}},
		{"sys.dm_hadr_availability_replica_states", []int{3, 3, 3, 3, 3, -1, -1, -1}},
		{"sys.dm_hadr_database_replica_states", []int{2, 2, 2, 2, 2, -1, -1, -1}},
		{"sys.dm_hadr_physical_seeding_stats", []int{1, 1, 1, 1, 1, -1, -1, -1}},
		{"sys.dm_database_encryption_keys", []int{2, 2, 2, 2, 2, -1, -1, -1}},
		{"sys.dm_server_services", []int{3, 3, 3, 3, 3, -1, -1, -1}},
		{"sys.dm_os_sys_info", []int{1, 1, 1, 1, 1, -1, -1, -1}},
		{"sys.dm_exec_requests", []int{2, 2, 2, 2, 2, 1, 1, 1}},
		{"sys.dm_exec_sessions", []int{1, 1, 1, 1, 1, 1, 1, 1}},
		{"msdb.dbo.backupset", []int{1, 1, 1, 1, 1, -1, -1, -1}},
		{"msdb.dbo.backupmediafamily", []int{1, 1, 1, 1, 1, -1, -1, -1}},
		{"msdb.dbo.sysjobs", []int{1, -1, -1, -1, -1, -1, -1, -1}},
	} {
		for i, kind := range loginKinds {
			a, err := tryRead(t, kind.look(t), c.view)
			got := len(a.rows)
			if err != nil {
				got = -1
			}
			if got != c.want[i] {
				t.Errorf("%s as %s: %d rows (%v), want %d", c.view, kind.name, got, err, c.want[i])
			}
		}
	}
}

// Inside a user database: files and filegroups want entry only, keys want rights.
func TestVisibilityInsideADatabase(t *testing.T) {
	for _, c := range []struct {
		kind  int
		view  string
		error int32
		rows  int
	}{
		{0, "Sales.sys.filegroups", 0, 1},
		{2, "Sales.sys.filegroups", 0, 1},
		{2, "Sales.sys.database_files", 0, 2},
		{3, "Sales.sys.symmetric_keys", 0, 1},
		{5, "Sales.sys.filegroups", 916, 0},
		{5, "Gone.sys.filegroups", 916, 0},
		{2, "Gone.sys.filegroups", 942, 0},
		{5, "tempdb.sys.filegroups", 0, 1},
		{5, "nope.sys.filegroups", 208, 0},
		{0, "Sales.sys.nothing", 208, 0},
		{0, "Sales.dbo.backupset", 208, 0},
		{0, "databases", 208, 0},
	} {
		a, err := tryRead(t, loginKinds[c.kind].look(t), c.view)
		var want []int32
		if c.error != 0 {
			want = []int32{c.error}
		}
		wantNumbers(t, loginKinds[c.kind].name+" "+c.view, err, want...)
		if len(a.rows) != c.rows {
			t.Errorf("%s: %d rows, want %d", c.view, len(a.rows), c.rows)
		}
	}
}

// A low login is not told that a master key is missing: sys.databases still says it is
// there (facts/tsql.md C3, H5).
func TestMasterKeyShowsInDatabases(t *testing.T) {
	se := loginKinds[5].look(t)
	if rows := read(t, se, "sys.symmetric_keys").rows; len(rows) != 0 {
		t.Errorf("keys show: %v", rows)
	}
	if on := read(t, se, "sys.databases").where("name", "master")("is_master_key_encrypted_by_server"); on != true {
		t.Errorf("is_master_key_encrypted_by_server is %v", on)
	}
}

// The pair a denied DMV gives, with the permission of the version (facts/tsql.md E2, E4).
func TestDeniedViewsNameTheirPermission(t *testing.T) {
	const wide, performance, security = "VIEW SERVER STATE", "VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE"
	for _, c := range []struct{ version, view, permission string }{
		{"2016 SP3", "sys.dm_database_encryption_keys", wide},
		{"2019 CU20", "sys.dm_hadr_physical_seeding_stats", wide},
		{"2019 CU20", "sys.dm_server_services", wide},
		{"2022 CU13", "sys.dm_database_encryption_keys", security},
		{"2022 CU13", "sys.dm_server_services", security},
		{"2022 CU13", "sys.dm_server_registry", security},
		{"2022 CU13", "sys.dm_hadr_physical_seeding_stats", performance},
		{"2022 CU13", "sys.dm_os_sys_info", performance},
		{"2022 CU13", "sys.dm_os_performance_counters", performance},
		{"2025 CU6", "sys.dm_database_encryption_keys", security},
	} {
		se := addLogin(t, install(t, c.version), "plain")
		_, err := tryRead(t, se, c.view)
		wantNumbers(t, c.version+" "+c.view, err, 300, 297)
		want := c.permission + " permission was denied on object 'server', database 'master'."
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s %s: %v", c.version, c.view, err)
		}
	}
}

// The half of VIEW SERVER STATE that a view does not need is not enough.
func TestWrongHalfOfServerState(t *testing.T) {
	s := install(t, "2022 CU13")
	_, err := tryRead(t, addLogin(t, s, "perf", "VIEW SERVER PERFORMANCE STATE"), "sys.dm_database_encryption_keys")
	wantNumbers(t, "performance only", err, 300, 297)
	_, err = tryRead(t, addLogin(t, s, "sec", "VIEW SERVER SECURITY STATE"), "sys.dm_os_sys_info")
	wantNumbers(t, "security only", err, 300, 297)
	read(t, addLogin(t, s, "both", "VIEW SERVER STATE"), "sys.dm_database_encryption_keys")
}

// Binding a denied view works; the denial comes when it is read.
func TestDenialComesWhenRead(t *testing.T) {
	se := addLogin(t, install(t, "2019 CU20"), "plain")
	rel, err := se.Relation(viewName("sys.dm_os_sys_info"))
	if err != nil || len(rel.Columns()) == 0 {
		t.Fatalf("binding: %v", err)
	}
	_, err = rel.Rows(context.Background())
	wantNumbers(t, "reading", err, 300, 297)
}

func TestDeniedTable(t *testing.T) {
	se := addLogin(t, install(t, "2019 CU20"), "plain")
	_, err := tryRead(t, se, "msdb.dbo.backupset")
	wantNumbers(t, "backupset", err, 229)
	if want := "The SELECT permission was denied on the object 'backupset', database 'msdb', schema 'dbo'."; !strings.Contains(err.Error(), want) {
		t.Errorf("%v", err)
	}
}

func TestServerPrincipalsVisibility(t *testing.T) {
	s := install(t, "2019 CU20")
	plain := addLogin(t, s, "plain")
	addLogin(t, s, "other")
	names := read(t, plain, "sys.server_principals").texts("name")
	for name, want := range map[string]bool{"sa": true, "plain": true, "sysadmin": true, "public": true, "other": false, "##MS_AgentSigningCertificate##": false} {
		if slices.Contains(names, name) != want {
			t.Errorf("%s: shows %v", name, !want)
		}
	}
	if !slices.Contains(read(t, addLogin(t, s, "seer", "VIEW ANY DEFINITION"), "sys.server_principals").texts("name"), "other") {
		t.Error("VIEW ANY DEFINITION does not show logins")
	}
}

// From 2022 on the endpoint pages ask for VIEW SERVER SECURITY STATE; before, that name is
// nothing (facts/tsql.md C7, E2).
func TestEndpointsWithSecurityState(t *testing.T) {
	for version, want := range map[string]int{"2019 CU20": 4, "2022 CU13": 6} {
		s := install(t, version)
		populate(s)
		if rows := read(t, addLogin(t, s, "who", "VIEW SERVER SECURITY STATE"), "sys.endpoints").rows; len(rows) != want {
			t.Errorf("%s: %d endpoints, want %d", version, len(rows), want)
		}
	}
}
