package instance

import (
	"bytes"
	"context"
	"crypto/x509"
	"regexp"
	"strings"
	"testing"

	"milink/internal/lab/value"
)

func nv(s string) value.Var     { return value.Var{Type: value.NVarCharN(128), Value: s} }
func variant(n int64) value.Var { return value.Var{Type: value.IntT, Value: n} }

// SERVERPROPERTY by facts/tsql.md B1 and the NULL rules of H1. nil is NULL.
func TestServerProperty(t *testing.T) {
	for _, c := range []struct {
		version, name string
		want          any
	}{
		{"2019 CU20", "ProductVersion", nv("15.0.4312.2")},
		{"2019 CU20", "PRODUCTVERSION", nv("15.0.4312.2")},
		{"2019 CU20", "ProductLevel", nv("RTM")},
		{"2019 CU20", "ProductUpdateLevel", nv("CU20")},
		{"2019 CU20", "ProductUpdateReference", nv("KB5024276")},
		{"2019 CU20", "ProductBuild", nv("4312")},
		{"2019 CU20", "ProductBuildType", nil},
		{"2019 CU20", "ProductMajorVersion", nv("15")},
		{"2019 CU20", "ProductMinorVersion", nv("0")},
		{"2019 RTM", "ProductUpdateLevel", nil},
		{"2019 RTM", "ProductUpdateReference", nil},
		{"2019 GDR", "ProductUpdateLevel", nil},
		{"2019 GDR", "ProductUpdateReference", nv("KB5102336")},
		{"2019 GDR", "ProductBuildType", nv("GDR")},
		{"2016 SP3", "ProductLevel", nv("SP3")},
		{"2016 SP3", "ProductUpdateLevel", nil},
		{"2016 SP3", "ProductUpdateReference", nv("KB5003279")},
		{"KB5006943", "ProductBuildType", nv("OD")},
		{"2019 CU20", "Edition", nv("Developer Edition (64-bit)")},
		{"2025 RTM", "Edition", nv("Enterprise Developer Edition (64-bit)")},
		{"2019 CU20", "EditionID", value.Var{Type: value.BigIntT, Value: int64(-2117995310)}},
		{"2019 CU20", "EngineEdition", variant(3)},
		{"2019 CU20", "IsHadrEnabled", variant(0)},
		{"2019 CU20", "HadrManagerStatus", variant(2)},
		{"2019 CU20", "IsClustered", variant(0)},
		{"2019 CU20", "MachineName", nv("SQL01")},
		{"2019 CU20", "ComputerNamePhysicalNetBIOS", nv("SQL01")},
		{"2019 CU20", "ServerName", nv("SQL01")},
		{"2019 CU20", "InstanceName", nil},
		{"2019 CU20", "IsIntegratedSecurityOnly", variant(0)},
		{"2019 CU20", "Collation", nv("SQL_Latin1_General_CP1_CI_AS")},
		{"2016 SP3", "InstanceDefaultBackupPath", nil},
		{"2017 CU31", "InstanceDefaultBackupPath", nil},
		{"2019 CU20", "InstanceDefaultBackupPath", nv(`C:\Program Files\Microsoft SQL Server\MSSQL15.MSSQLSERVER\MSSQL\Backup`)},
		{"2016 SP3", "InstanceDefaultDataPath", nv(`C:\Program Files\Microsoft SQL Server\MSSQL13.MSSQLSERVER\MSSQL\DATA\`)},
		{"2016 SP3", "PathSeparator", nil},
		{"2017 CU31", "PathSeparator", nv(`\`)},
		{"2017 CU31", "IsTempDbMetadataMemoryOptimized", nil},
		{"2019 CU20", "IsTempDbMetadataMemoryOptimized", variant(0)},
		{"2019 CU20", "SuspendedDatabaseCount", nil},
		{"2022 RTM", "SuspendedDatabaseCount", variant(0)},
		{"2022 RTM", "IsServerSuspendedForSnapshotBackup", variant(0)},
		{"2022 RTM", "IsExternalAuthenticationOnly", nil},
		{"2022 RTM", "NoSuchProperty", nil},
	} {
		if got := ask(t, asSA(t, install(t, c.version)), "serverproperty", c.name); got != c.want {
			t.Errorf("%s %s: got %v, want %v", c.version, c.name, got, c.want)
		}
	}
}

func TestServerPropertyIsOpenToAll(t *testing.T) {
	se := addLogin(t, install(t, "2022 RTM"), "plain", "DENY VIEW ANY DATABASE")
	if got := ask(t, se, "serverproperty", "ProductVersion"); got != nv("16.0.1000.6") {
		t.Errorf("got %v", got)
	}
}

func TestNamedInstance(t *testing.T) {
	s := installWith(t, Options{Version: "2022 RTM", Host: "db7", Instance: "SALES", Edition: "standard"})
	se := asSA(t, s)
	for name, want := range map[string]any{"ServerName": nv(`DB7\SALES`), "InstanceName": nv("SALES"), "EngineEdition": variant(2), "Edition": nv("Standard Edition (64-bit)")} {
		if got := ask(t, se, "serverproperty", name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, want := range map[string]any{"@@SERVERNAME": `DB7\SALES`, "@@servicename": "SALES", "@@SPID": int64(51), "@@MAX_PRECISION": int64(38),
		"@@LANGUAGE": "us_english", "@@MICROSOFTVERSION": int64(16<<24 | 1000), "@@LOCK_TIMEOUT": int64(-1)} {
		if _, got, ok := se.SystemVariable(name); !ok || got != want {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
	if _, _, ok := se.SystemVariable("@@ROWCOUNT"); ok {
		t.Error("@@ROWCOUNT is the engine's")
	}
}

// A renamed machine: @@SERVERNAME stays until sp_addserver (facts/tsql.md B2).
func TestRenamedMachine(t *testing.T) {
	s := installWith(t, Options{Version: "2022 RTM", Host: "new", ServerName: "OLD"})
	se := asSA(t, s)
	if _, name, _ := se.SystemVariable("@@SERVERNAME"); name != "OLD" {
		t.Errorf("@@SERVERNAME is %v", name)
	}
	if got := ask(t, se, "serverproperty", "ServerName"); got != nv("NEW") {
		t.Errorf("ServerName is %v", got)
	}
	s.Identity.ServerName = ""
	if _, name, ok := se.SystemVariable("@@SERVERNAME"); !ok || name != nil {
		t.Errorf("dropped: %v", name)
	}
	if rows := read(t, se, "sys.servers").rows; len(rows) != 0 {
		t.Errorf("sys.servers: %v", rows)
	}
}

// The layout of facts/tsql.md B2; the number is found by what its gotchas advise.
func TestBanner(t *testing.T) {
	number := regexp.MustCompile(` - (\d+\.\d+\.\d+\.\d+) `)
	for _, c := range []struct {
		options    Options
		first      string
		second     string
		third      string
		fourth     string
		foundBuild string
	}{
		{Options{Version: "2016 SP3", Edition: "evaluation"}, "Microsoft SQL Server 2016 (SP3) (KB5003279) - 13.0.6300.2 (X64) ", "\tAug  7 2021 01:20:37 ",
			"\tCopyright (c) Microsoft Corporation", "\tEnterprise Evaluation Edition (64-bit) on Windows Server 2016 Standard 10.0 <X64> (Build 14393: ) (SIMULATED)", "13.0.6300.2"},
		{Options{Version: "2019 RTM"}, "Microsoft SQL Server 2019 (RTM) - 15.0.2000.5 (X64) ", "\tSep 24 2019 13:48:23 ",
			"\tCopyright (C) 2019 Microsoft Corporation", "\tDeveloper Edition (64-bit) on Windows Server 2019 Standard 10.0 <X64> (Build 17763: ) (SIMULATED)", "15.0.2000.5"},
		{Options{Version: "2022 CU14"}, "Microsoft SQL Server 2022 (RTM-CU14) (KB5038325) - 16.0.4135.1 (X64) ", "", "\tCopyright (C) 2022 Microsoft Corporation", "", "16.0.4135.1"},
		{Options{Version: "2017 CU31", Linux: true}, "Microsoft SQL Server 2017 (RTM-CU31) (KB5016884) - 14.0.3456.2 (X64) ", "", "\tCopyright (C) 2017 Microsoft Corporation",
			"\tDeveloper Edition (64-bit) on Linux (Ubuntu 18.04.6 LTS) (SIMULATED)", "14.0.3456.2"},
		{Options{Version: "2025 CU6", Linux: true}, "Microsoft SQL Server 2025 (RTM-CU6) (KB5093421) - 17.0.4055.5 (X64) ", "\tJun  9 2026 12:41:10 ",
			"\tCopyright (C) 2025 Microsoft Corporation", "\tEnterprise Developer Edition (64-bit) on Linux (Ubuntu 24.04.4 LTS) <X64> (SIMULATED)", "17.0.4055.5"},
	} {
		_, text, _ := asSA(t, installWith(t, c.options)).SystemVariable("@@version")
		lines := strings.Split(text.(string), "\n")
		if len(lines) != 5 || lines[4] != "" {
			t.Fatalf("%s: %d lines: %q", c.options.Version, len(lines), text)
		}
		for i, want := range []string{c.first, c.second, c.third, c.fourth} {
			if want != "" && lines[i] != want {
				t.Errorf("%s line %d:\n got %q\nwant %q", c.options.Version, i+1, lines[i], want)
			}
		}
		if m := number.FindStringSubmatch(text.(string)); m == nil || m[1] != c.foundBuild {
			t.Errorf("%s: the number is %v", c.options.Version, m)
		}
	}
}

func TestManagedInstance(t *testing.T) {
	s := installWith(t, Options{Version: "2025 RTM", Managed: true, ServerName: "mi.abc.database.windows.net"})
	se := asSA(t, s)
	for name, want := range map[string]any{"EngineEdition": variant(8), "Edition": nv("SQL Azure"), "ProductVersion": nv("12.0.2000.8"),
		"IsHadrEnabled": variant(1), "ServerName": nv("mi.abc.database.windows.net"), "IsExternalAuthenticationOnly": variant(0)} {
		if got := ask(t, se, "serverproperty", name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if _, text, _ := se.SystemVariable("@@VERSION"); !strings.HasPrefix(text.(string), "Microsoft SQL Azure (RTM) - 12.0.2000.8 ") {
		t.Errorf("%q", text)
	}
	if se.Version() != 12 {
		t.Errorf("version %d", se.Version())
	}
	_, err := tryRead(t, se, "sys.dm_server_services")
	wantNumbers(t, "services", err, 208)
}

func TestHasPermsByName(t *testing.T) {
	s := install(t, "2019 CU20")
	populate(s)
	newer := install(t, "2022 CU13")
	plain, state, sa := addLogin(t, s, "plain"), addLogin(t, s, "state", "VIEW SERVER STATE"), asSA(t, s)
	for _, c := range []struct {
		name string
		se   *Session
		args []any
		want any
	}{
		{"held", state, []any{nil, nil, "VIEW SERVER STATE"}, int64(1)},
		{"lower case", state, []any{nil, nil, "view server state"}, int64(1)},
		{"not held", plain, []any{nil, nil, "VIEW SERVER STATE"}, int64(0)},
		{"of a newer version", sa, []any{nil, nil, "VIEW SERVER SECURITY STATE"}, nil},
		{"implied on 2022", addLogin(t, newer, "x", "VIEW SERVER STATE"), []any{nil, nil, "VIEW SERVER SECURITY STATE"}, int64(1)},
		{"unknown", sa, []any{nil, nil, "FLY"}, nil},
		{"unknown class", sa, []any{"x", "BUCKET", "SELECT"}, nil},
		{"database", sa, []any{"Sales", "DATABASE", "BACKUP DATABASE"}, int64(1)},
		{"quoted database", sa, []any{"[Sales]", "DATABASE", "BACKUP DATABASE"}, int64(1)},
		{"database not enterable", plain, []any{"Sales", "DATABASE", "CONNECT"}, int64(0)},
		{"any in the database", plain, []any{"Sales", "DATABASE", "ANY"}, int64(0)},
		{"view", plain, []any{"sys.databases", "OBJECT", "SELECT"}, int64(1)},
		{"table of msdb", plain, []any{"msdb.dbo.backupset", "OBJECT", "SELECT"}, int64(0)},
		{"table of msdb as sa", sa, []any{"msdb.dbo.backupset", "OBJECT", "SELECT"}, int64(1)},
		{"registry", plain, []any{"master.dbo.xp_instance_regread", "OBJECT", "EXECUTE"}, int64(0)},
		{"endpoint", sa, []any{"mirroring", "ENDPOINT", "CONTROL"}, int64(1)},
	} {
		if got := ask(t, c.se, "has_perms_by_name", c.args...); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRoleFunctions(t *testing.T) {
	s := install(t, "2019 CU20")
	plain, sa := addLogin(t, s, "plain"), asSA(t, s)
	newer := asSA(t, install(t, "2022 CU13"))
	addLogin(t, s, "other")
	for _, c := range []struct {
		name string
		se   *Session
		fn   string
		args []any
		want any
	}{
		{"sysadmin", sa, "is_srvrolemember", []any{"sysadmin"}, int64(1)},
		{"not sysadmin", plain, "is_srvrolemember", []any{"sysadmin"}, int64(0)},
		{"public", plain, "is_srvrolemember", []any{"public"}, int64(1)},
		{"no such role", sa, "is_srvrolemember", []any{"pilots"}, nil},
		{"role of 2022 on 2019", sa, "is_srvrolemember", []any{"##MS_ServerStateReader##"}, nil},
		{"role of 2022", newer, "is_srvrolemember", []any{"##MS_ServerStateReader##"}, int64(0)},
		{"another login", sa, "is_srvrolemember", []any{"sysadmin", "plain"}, int64(0)},
		{"another login unseen", plain, "is_srvrolemember", []any{"sysadmin", "other"}, nil},
		{"db_owner", sa, "is_member", []any{"db_owner"}, int64(1)},
		{"not db_owner", plain, "is_member", []any{"db_owner"}, int64(0)},
		{"no role", plain, "is_member", []any{"dbo"}, nil},
		{"access", sa, "has_dbaccess", []any{"model"}, int64(1)},
		{"no access", plain, "has_dbaccess", []any{"model"}, int64(0)},
		{"no database", plain, "has_dbaccess", []any{"nope"}, nil},
	} {
		if got := ask(t, c.se, c.fn, c.args...); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNameFunctions(t *testing.T) {
	s := install(t, "2019 CU20")
	addDatabase(s, "Sales")
	sa, blind := asSA(t, s), addLogin(t, s, "blind", "DENY VIEW ANY DATABASE")
	for _, c := range []struct {
		name string
		se   *Session
		fn   string
		args []any
		want any
	}{
		{"current database", sa, "db_name", nil, "master"},
		{"database by id", sa, "db_name", []any{5}, "Sales"},
		{"id", sa, "db_id", []any{"sales"}, int64(5)},
		{"hidden id", blind, "db_id", []any{"Sales"}, nil},
		{"hidden name", blind, "db_name", []any{5}, nil},
		{"login", blind, "suser_sname", nil, "blind"},
		{"login by sid", sa, "suser_sname", []any{[]byte{1}}, "sa"},
		{"original login", blind, "original_login", nil, "blind"},
		{"user of sysadmin", sa, "user_name", nil, "dbo"},
		{"user of a guest", blind, "current_user", nil, "guest"},
		{"schema", sa, "schema_name", []any{4}, "sys"},
		{"no object", sa, "object_id", []any{"sys.nothing"}, nil},
		{"view of the wrong type", sa, "object_id", []any{"sys.databases", "U"}, nil},
		{"procedure anywhere", sa, "object_name", []any{objectID("sys.sp_configure", true)}, "sp_configure"},
		{"type", sa, "type_name", []any{231}, "nvarchar"},
		{"type id", sa, "type_id", []any{"sys.int"}, int64(56)},
		{"column length", sa, "col_length", []any{"sys.databases", "name"}, int64(256)},
		{"column of a newer version", sa, "col_length", []any{"sys.databases", "is_ledger_on"}, nil},
		{"column name", sa, "col_name", []any{objectID("sys.databases", true), 2}, "database_id"},
	} {
		if got := ask(t, c.se, c.fn, c.args...); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if a, b := ask(t, sa, "object_id", "sp_configure"), ask(t, sa, "object_id", "[master]..[sp_configure]"); a == nil || a != b {
		t.Errorf("a system procedure by two names: %v and %v", a, b)
	}
}

func TestDatabasePropertyEx(t *testing.T) {
	s := install(t, "2019 CU20")
	d := addDatabase(s, "Sales")
	d.State, d.ReadOnly = "RESTORING", true
	sa, blind := asSA(t, s), addLogin(t, s, "blind", "DENY VIEW ANY DATABASE")
	for property, want := range map[string]any{"Status": nv("RESTORING"), "Updateability": nv("READ_ONLY"), "Recovery": nv("FULL"),
		"UserAccess": nv("MULTI_USER"), "Version": nil, "IsOptimizedLockingOn": nil, "nothing": nil} {
		if got := ask(t, sa, "databasepropertyex", "Sales", property); got != want {
			t.Errorf("%s: %v", property, got)
		}
		if got := ask(t, blind, "databasepropertyex", "Sales", property); got != nil {
			t.Errorf("%s shows %v to a login that does not see the database", property, got)
		}
	}
}

func TestCertificateFunctions(t *testing.T) {
	s := install(t, "2022 CU13")
	master := s.Databases[0]
	key := pooledKey(0)
	der, err := selfSigned{Subject: "CN=endpoint", Serial: []byte{7}, Start: installed, End: installed.AddDate(1, 0, 0)}.build(key)
	if err != nil {
		t.Fatal(err)
	}
	master.Certificates = append(master.Certificates, &Certificate{ID: 300, Name: "Cert_x", DER: der, Key: key, KeyEncryption: "MK"})
	master.MasterKey = &MasterKey{Created: installed, Password: "mk", ByServiceKey: true}
	sa, plain := asSA(t, s), addLogin(t, s, "plain")
	id := ask(t, sa, "cert_id", "[cert_x]")
	if id != int64(300) || ask(t, plain, "cert_id", "Cert_x") != nil || ask(t, sa, "cert_id", "none") != nil {
		t.Errorf("CERT_ID is %v", id)
	}
	if got := ask(t, sa, "certencoded", 300).([]byte); !bytes.Equal(got, der) {
		t.Error("CERTENCODED is not the DER")
	}
	if _, err := x509.ParseCertificate(der); err != nil {
		t.Error(err)
	}
	if ask(t, plain, "certencoded", 300) != nil || ask(t, sa, "certencoded", 999) != nil {
		t.Error("CERTENCODED shows what it should not")
	}
	if got := ask(t, sa, "certproperty", 300, "Subject"); got != nv("endpoint") {
		t.Errorf("Subject is %v", got)
	}
	expiry := ask(t, sa, "certproperty", 300, "Expiry_Date").(value.Var)
	if expiry.Type != value.DateTimeT || expiry.Value != installed.AddDate(1, 0, 0) {
		t.Errorf("Expiry_Date is %v", expiry)
	}
	pvk, _ := ask(t, sa, "certprivatekey", 300, "Secret-1").([]byte)
	if back, err := decodePVK(pvk, "Secret-1"); err != nil || !back.Equal(key) {
		t.Errorf("CERTPRIVATEKEY: %v", err)
	}
	if ask(t, plain, "certprivatekey", 300, "Secret-1") != nil {
		t.Error("public gets the private key")
	}
	master.MasterKey.ByServiceKey = false
	if ask(t, sa, "certprivatekey", 300, "Secret-1") != nil {
		t.Error("the master key is closed")
	}
}

func TestKeyFunctions(t *testing.T) {
	s := install(t, "2022 CU13")
	sa := asSA(t, s)
	if ask(t, sa, "key_id", "##MS_DatabaseMasterKey##") != nil {
		t.Error("no key yet")
	}
	s.Databases[0].MasterKey = &MasterKey{Created: installed}
	if got := ask(t, sa, "key_id", "##MS_DatabaseMasterKey##"); got != int64(101) {
		t.Errorf("KEY_ID is %v", got)
	}
	if got := ask(t, addLogin(t, s, "plain"), "key_id", "##MS_DatabaseMasterKey##"); got != nil {
		t.Errorf("a plain login gets %v", got)
	}
}

func TestFunctionsAreStrict(t *testing.T) {
	se := asSA(t, install(t, "2022 CU13"))
	if _, ok := se.Function("permissions"); ok {
		t.Error("PERMISSIONS is not in the lab")
	}
	f, ok := se.Function("SERVERPROPERTY")
	if !ok || f.Min != 1 || f.Max != 1 || f.Result != value.VariantT {
		t.Errorf("SERVERPROPERTY: %+v", f)
	}
}

// tableRows calls a table-valued function.
func tableRows(t *testing.T, se *Session, name string, args ...any) (answer, error) {
	t.Helper()
	f, err := se.TableFunction(viewName(name))
	if err != nil {
		return answer{t: t}, err
	}
	rows, err := f.Rows(context.Background(), args)
	return answer{t, f.Columns(), rows}, err
}

func TestTableFunctions(t *testing.T) {
	s := install(t, "2019 CU20")
	sa, plain := asSA(t, s), addLogin(t, s, "plain")
	a, err := tableRows(t, plain, "fn_my_permissions", nil, "SERVER")
	if err != nil || strings.Join(a.texts("permission_name"), ", ") != "CONNECT SQL, VIEW ANY DATABASE" || a.texts("entity_name")[0] != "server" {
		t.Errorf("fn_my_permissions: %v, %v", a.rows, err)
	}
	a, err = tableRows(t, sa, "sys.dm_os_volume_stats", int64(1), int64(1))
	if err != nil || len(a.rows) != 1 || a.column("volume_mount_point")[0] != `C:\` || a.column("total_bytes")[0] != int64(256<<30) {
		t.Errorf("dm_os_volume_stats: %v, %v", a.rows, err)
	}
	a, err = tableRows(t, sa, "sys.dm_io_virtual_file_stats", nil, nil)
	if err != nil || len(a.rows) != 8 {
		t.Errorf("dm_io_virtual_file_stats: %d rows, %v", len(a.rows), err)
	}
	_, err = tableRows(t, plain, "sys.dm_os_volume_stats", int64(1), int64(1))
	wantNumbers(t, "denied", err, 300, 297)
	_, err = tableRows(t, sa, "sys.dm_db_index_physical_stats", nil, nil)
	wantNumbers(t, "unknown", err, 208)
}

func FuzzNameParts(f *testing.F) {
	for _, s := range []string{"a.b.c", "[a.b].c", `"x.y"`, "[a]]b]", "..t", "[", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if parts := nameParts(s); len(parts) == 0 || len(parts) > len(s)+1 {
			t.Errorf("%q gave %q", s, parts)
		}
	})
}

func TestNameParts(t *testing.T) {
	for in, want := range map[string]string{"a": "a", "a.b.c": "a|b|c", "[a.b].c": "a.b|c", `"x.y".z`: "x.y|z", "..t": "||t", "[a]]b]": "a]b"} {
		if got := strings.Join(nameParts(in), "|"); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
