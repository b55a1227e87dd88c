package instance

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

func TestProcedureLookup(t *testing.T) {
	tests := []struct {
		version, database, name string
		found                   bool
	}{
		{"2022 RTM", "master", "sp_configure", true},
		{"2022 RTM", "tempdb", "sp_configure", true},
		{"2022 RTM", "master", "master.dbo.xp_instance_regread", true},
		{"2022 RTM", "master", "sys.sp_certificate_add_issuer", true},
		{"2022 RTM", "master", "sp_add_job", false},
		{"2022 RTM", "msdb", "sp_add_job", true},
		{"2022 RTM", "master", "msdb.dbo.sp_add_job", true},
		{"2022 RTM", "master", "sp_nothing", false},
		{"2016 SP3", "master", "sp_certificate_add_issuer", false},
		{"13.0.7000.253", "master", "sp_certificate_add_issuer", true},
		{"14.0.3485.1", "master", "sp_certificate_add_issuer", false},
		{"14.0.3490.10", "master", "sp_certificate_add_issuer", true},
		{"15.0.4312.2", "master", "sp_certificate_add_issuer", true},
		{"15.0.2000.5", "master", "sp_certificate_add_issuer", false},
		{"2022 RTM", "master", "sp_multidb_milink", false},
		{"17.0.5005.3", "master", "sys.sp_multidb_milink", true},
	}
	for _, test := range tests {
		t.Run(test.version+" "+test.database+" "+test.name, func(t *testing.T) {
			b := setUp(t, Options{Version: test.version})
			b.ok("USE " + test.database)
			_, err := b.se.Procedure(dotted(test.name))
			if test.found {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			m, ok := err.(*message.Message)
			if !ok || m.Number != 2812 || m.State != 62 || m.Class != 16 {
				t.Fatalf("got %v, want 2812 with state 62", err)
			}
			if want := fmt.Sprintf("Could not find stored procedure '%s'.", test.name); m.Text != want {
				t.Errorf("text %q, want %q", m.Text, want)
			}
		})
	}
}

// dotted takes a dotted name apart.
func dotted(text string) syntax.Name {
	parts := strings.Split(text, ".")
	for len(parts) < 4 {
		parts = append([]string{""}, parts...)
	}
	return syntax.Name{Server: syntax.Ident{Text: parts[0]}, Database: syntax.Ident{Text: parts[1]},
		Schema: syntax.Ident{Text: parts[2]}, Object: syntax.Ident{Text: parts[3]}}
}

func TestConfigure(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("EXEC sp_configure 'Agent XPs', 1", 15123) // advanced, hidden
	b.ok("EXEC sp_configure 'show advanced options', 1")
	b.says(15457)
	if want := "Configuration option 'show advanced options' changed from 0 to 1. Run the RECONFIGURE statement to install."; b.said[0].Text != want || b.said[0].Procedure != "sp_configure" {
		t.Errorf("message %q from %q", b.said[0].Text, b.said[0].Procedure)
	}
	b.fails("EXEC sp_configure 'Agent XPs', 1", 15123) // configured, not in use
	b.ok("RECONFIGURE; EXEC sp_configure 'Agent XPs', 1; EXEC sp_configure 'Agent XPs'")
	if got := b.only(); got.cell(t, "config_value") != int64(1) || got.cell(t, "run_value") != int64(0) {
		t.Errorf("row %v, want configured 1 and running 0", got.rows[0])
	}
	b.ok("RECONFIGURE WITH OVERRIDE")
	if b.s.Settings.Configurations["Agent XPs"].InUse != 1 {
		t.Error("RECONFIGURE put nothing into use")
	}
	b.fails("EXEC sp_configure 'no such option', 1", 15123)
	b.fails("EXEC sp_configure 'Agent XPs', 7", 15129)
	b.fails("EXEC sp_configure 'backup', 1", 15124) // fits several
	b.ok("EXEC sp_configure")
	if got := b.only().columns; !reflect.DeepEqual(got, []string{"name", "minimum", "maximum", "config_value", "run_value"}) {
		t.Errorf("columns %v", got)
	}
}

func TestConfigurePermission(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	weak.ok("EXEC sp_configure 'show advanced options'")
	err := weak.run("EXEC sp_configure 'show advanced options', 1")
	if m, ok := err.(*message.Message); !ok || m.Number != 15247 || m.Procedure != "sp_configure" {
		t.Errorf("got %v, want 15247 from sp_configure", err)
	}
	weak.fails("RECONFIGURE", 5812)
}

const parametersKey = `N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer\Parameters', `

func TestStartupParametersInTheRegistry(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("EXEC master.dbo.xp_instance_regread " + parametersKey + "N'SQLArg0'")
	if got := b.only(); got.rows[0][0] != "SQLArg0" || !strings.HasPrefix(got.rows[0][1].(string), "-d") {
		t.Errorf("row %v", got.rows[0])
	}
	b.ok("EXEC master.dbo.xp_instance_regread " + parametersKey + "N'SQLArg3', @v OUTPUT")
	b.says(22001)
	if b.output["@value"] != nil || b.status != 1 {
		t.Errorf("missing value gave %v with status %d", b.output["@value"], b.status)
	}
	b.ok("EXEC master.dbo.xp_instance_regwrite " + parametersKey + "N'SQLArg3', N'REG_SZ', N'-T1800'")
	b.ok("EXEC master.dbo.xp_instance_regread " + parametersKey + "N'SQLArg3', @v OUTPUT")
	if b.output["@value"] != "-T1800" || len(b.results) != 0 {
		t.Errorf("output %v, results %v", b.output["@value"], b.results)
	}
	b.ok("DBCC TRACESTATUS (-1)")
	if len(b.results) != 0 {
		t.Error("the flag is on before the restart")
	}
	b.s.Restart()
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.ok("DBCC TRACESTATUS (-1)")
	if got := b.only().rows[0][0]; got != int64(1800) {
		t.Errorf("flag %v on after the restart, want 1800", got)
	}
	b.ok("EXEC master.dbo.xp_instance_regenumvalues N'HKEY_LOCAL_MACHINE', N'SOFTWARE\\Microsoft\\MSSQLServer\\MSSQLServer\\Parameters'")
	if got := len(b.only().rows); got != 4 {
		t.Errorf("%d parameters, want 4", got)
	}
}

func TestGapInStartupParameters(t *testing.T) {
	b := setUp(t, Options{})
	write := "EXEC master.dbo.xp_instance_regwrite " + parametersKey
	b.ok(write + "N'SQLArg4', N'REG_SZ', N'-T9567'")
	if slices.Contains(b.s.Settings.StartupParameters, "-T9567") {
		t.Error("a parameter behind a gap counts")
	}
	b.ok(write + "N'SQLArg3', N'REG_SZ', N'-T1800'")
	if got := b.s.Settings.StartupParameters[3:]; !slices.Equal(got, []string{"-T1800", "-T9567"}) {
		t.Errorf("parameters %v", got)
	}
	b.ok("EXEC master.dbo.xp_instance_regdeletevalue " + parametersKey + "N'SQLArg3'")
	if got := len(b.s.Settings.StartupParameters); got != 3 {
		t.Errorf("%d parameters before the gap, want 3", got)
	}
	b.fails("EXEC master.dbo.xp_instance_regdeletevalue "+parametersKey+"N'SQLArg9'", 22001)
}

func TestRegistrySettings(t *testing.T) {
	b := setUp(t, Options{Version: "2017 RTM"})
	const root = `N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\MSSQLServer`
	b.ok("EXEC xp_instance_regread " + root + "', N'BackupDirectory', @v OUTPUT")
	if got := b.output["@value"]; got != b.s.Settings.BackupDirectory {
		t.Errorf("backup folder %v", got)
	}
	b.ok("EXEC xp_instance_regread " + root + "', N'LoginMode', @v OUTPUT")
	if got := b.output["@value"]; got != "2" {
		t.Errorf("login mode %v, want 2", got)
	}
	b.ok(`EXEC xp_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL14.MSSQLSERVER\MSSQLServer\HADR', N'HADR_Enabled', @v OUTPUT`)
	if got := b.output["@value"]; got != "0" {
		t.Errorf("HADR_Enabled %v, want 0", got)
	}
	b.ok("EXEC xp_instance_regwrite " + root + "\\HADR', N'HADR_Enabled', N'REG_DWORD', 1")
	if b.s.Process.HADR || !b.s.Settings.HADR {
		t.Error("the switch should wait for the restart")
	}
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").ok("EXEC xp_instance_regread " + root + "', N'BackupDirectory', @v OUTPUT")
	b.as("weak").fails("EXEC xp_instance_regwrite "+root+"\\HADR', N'HADR_Enabled', N'REG_DWORD', 0", 229)
	b.fails("EXEC xp_instance_regread N'HKEY_USERS', N'x', N'y'", 22001)
}

func TestReadErrorLog(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; ALTER DATABASE d SET RECOVERY SIMPLE; ALTER DATABASE d SET RECOVERY FULL")
	b.ok("EXEC xp_readerrorlog 0, 1, N'recovery to', N'''d''', NULL, NULL, N'desc'")
	got := b.only()
	if !reflect.DeepEqual(got.columns, []string{"LogDate", "ProcessInfo", "Text"}) {
		t.Errorf("columns %v", got.columns)
	}
	if len(got.rows) != 2 || !strings.Contains(got.rows[0][2].(string), "FULL") || !strings.Contains(got.rows[1][2].(string), "SIMPLE") {
		t.Errorf("rows %v, want FULL then SIMPLE", got.rows)
	}
	b.s.Restart()
	b.se = b.logIn("sa", "Sa-Pass-1")
	b.ok("EXEC sp_readerrorlog 1, 1, 'recovery to'")
	if len(b.only().rows) != 2 {
		t.Error("the old log is not number 1")
	}
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("EXEC xp_readerrorlog", 229)
	b.as("weak").fails("EXEC sp_readerrorlog", 15003)
	b.ok("GRANT VIEW ANY ERROR LOG TO weak")
	b.as("weak").ok("EXEC xp_readerrorlog")
}

func TestTrustedIssuers(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE CERTIFICATE [Root] FROM BINARY = 0x" + fmt.Sprintf("%x", rootDER(t, "root")))
	id := b.s.database("master").certificate("Root").ID
	add := fmt.Sprintf("EXEC sp_certificate_add_issuer %d, N'*.database.windows.net'", id)
	b.ok(add)
	err := b.run(add)
	if err == nil || !strings.Contains(err.Error(), "has been already added as a trusted issuer for DNS name") {
		t.Errorf("second call: %v", err)
	}
	b.ok(fmt.Sprintf("EXEC sp_certificate_add_issuer %d, N'*.database.chinacloudapi.cn'", id))
	b.fails("EXEC sp_certificate_add_issuer 99999, N'*.database.windows.net'", 15151)

	b.ok("CREATE CERTIFICATE [mi.abc.database.windows.net] FROM BINARY = 0x" + fmt.Sprintf("%x", rootDER(t, "mi")))
	validate := fmt.Sprintf("EXEC sp_validate_certificate_ca_chain %d", b.s.database("master").certificate("mi.abc.database.windows.net").ID)
	b.ok(validate)
	b.s.Host.NoInternet = true
	b.fails(validate, 15296)
	b.s.Host.NoInternet = false
	b.ok(fmt.Sprintf("EXEC sp_certificate_remove_issuer %d, N'*.database.windows.net'", id))
	b.fails(validate, 15296)
	b.fails(fmt.Sprintf("EXEC sp_certificate_remove_issuer %d, N'*.database.windows.net'", id), 15165)
}

func TestEndpointCertificateProcedure(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("EXEC sp_get_endpoint_certificate 4", 47505)
	b.ok("EXEC sp_get_endpoint_certificate 7")
	if got := b.only(); got.columns[0] != "EndpointCertificatePublicKey" || got.rows[0][0] != nil {
		t.Errorf("result %v", got)
	}
	b.ok(mirroring("CREATE", "e", "STARTED", ""))
	b.fails("EXEC sp_get_endpoint_certificate 4", 47506)
	b.ok(makeKey + "; CREATE CERTIFICATE c WITH SUBJECT = 's'; " + mirroring("ALTER", "e", "STARTED", "AUTHENTICATION = CERTIFICATE c"))
	b.ok("EXEC sp_get_endpoint_certificate 4")
	if got := b.only().rows[0][0]; !reflect.DeepEqual(got, b.s.database("master").certificate("c").DER) {
		t.Error("not the endpoint's certificate")
	}
}

func TestApplicationLocks(t *testing.T) {
	b := setUp(t, Options{})
	other := &bench{t: t, s: b.s, clock: b.clock, se: b.logIn("sa", "Sa-Pass-1")}
	get := func(b *bench, mode string, timeout int) int32 {
		b.t.Helper()
		b.ok(fmt.Sprintf("EXEC sp_getapplock @Resource = 'migration', @LockMode = '%s', @LockOwner = 'Session', @LockTimeout = %d", mode, timeout))
		return b.status
	}
	if got := get(b, "Exclusive", 0); got != 0 {
		t.Fatalf("first lock %d, want 0", got)
	}
	held := b.s.Locks[0]
	if held.Login != "sa" || held.SPID != b.se.spid || held.Resource != "migration" || !held.Since.Equal(noon) {
		t.Errorf("owner is not readable: %+v", held)
	}
	if got := get(b, "Exclusive", 0); got != 0 {
		t.Errorf("again by the owner %d, want 0", got)
	}
	before := b.clock.now
	if got := get(other, "Shared", 500); got != -1 {
		t.Errorf("another session %d, want -1", got)
	}
	if waited := b.clock.now.Sub(before).Milliseconds(); waited < 500 {
		t.Errorf("gave up after %d ms, want 500", waited)
	}
	release := "EXEC sp_releaseapplock 'migration', 'Session'"
	b.ok(release)
	if got := get(other, "Exclusive", 0); got != -1 {
		t.Error("the owner holds it twice and gave back once")
	}
	b.ok(release)
	if got := get(other, "Exclusive", 0); got != 0 {
		t.Error("the lock is free now")
	}
	b.fails(release, 1223)
	other.se.Close()
	if got := get(b, "Exclusive", 0); got != 0 {
		t.Error("a closed session keeps its lock")
	}
	b.ok("EXEC sp_getapplock 'migration', 'Nonsense', 'Session'")
	if b.status != -999 {
		t.Errorf("bad mode gave %d, want -999", b.status)
	}
}

func TestSharedApplicationLocks(t *testing.T) {
	b := setUp(t, Options{})
	other := &bench{t: t, s: b.s, clock: b.clock, se: b.logIn("sa", "Sa-Pass-1")}
	b.ok("EXEC sp_getapplock 'r', 'Shared', 'Session', 0")
	other.ok("EXEC sp_getapplock 'r', 'Shared', 'Session', 0")
	if other.status != 0 {
		t.Errorf("two readers: %d, want 0", other.status)
	}
	other.ok("EXEC sp_getapplock 'R', 'Exclusive', 'Session', 0")
	if other.status != 0 {
		t.Error("resource names are case-sensitive")
	}
}

func TestRenameServer(t *testing.T) {
	b := setUp(t, Options{ServerName: "OLDNAME"})
	b.fails("EXEC sp_dropserver 'WRONG'", 15015)
	b.fails("EXEC sp_addserver 'SQL01', 'local'", 15028)
	b.ok("EXEC sp_dropserver 'OLDNAME'; EXEC sp_addserver 'SQL01', 'local'")
	if b.s.Identity.ServerName != "OLDNAME" {
		t.Error("@@SERVERNAME changed before the restart")
	}
	b.s.Restart()
	if b.s.Identity.ServerName != "SQL01" {
		t.Errorf("@@SERVERNAME %q after the restart", b.s.Identity.ServerName)
	}
}

func TestBackupHistoryCanBePurged(t *testing.T) {
	b := full(t, Options{})
	b.ok("BACKUP DATABASE d TO DISK = 'NUL'; BACKUP DATABASE master TO DISK = 'NUL'")
	b.ok("EXEC msdb.dbo.sp_delete_backuphistory '20200101'")
	if len(b.s.Backups) != 2 {
		t.Error("young backups were purged")
	}
	b.ok("EXEC msdb.dbo.sp_delete_database_backuphistory 'd'")
	if len(b.s.Backups) != 1 || b.s.Backups[0].Database != "master" {
		t.Errorf("history %v", b.s.Backups)
	}
	if b.s.database("d").LastLogBackupLSN == 0 {
		t.Error("the chain is a property of the database, not of the history")
	}
}
