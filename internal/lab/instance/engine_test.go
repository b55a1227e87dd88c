package instance

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// page keeps what a client would see.
type page struct {
	columns  []engine.Column
	rows     [][]any
	results  int
	messages []int32
}

func (p *page) Columns(cols []engine.Column) error {
	p.columns, p.rows = cols, nil
	p.results++
	return nil
}
func (p *page) Row(row []any) error { p.rows = append(p.rows, row); return nil }
func (p *page) Done(int64) error    { return nil }
func (p *page) Message(m *message.Message) error {
	p.messages = append(p.messages, m.Number)
	return nil
}
func (p *page) Database(from, to string) error { return nil }

// query runs a batch through the engine.
func query(t *testing.T, se *Session, text string) *page {
	t.Helper()
	p := &page{}
	if err := se.NewClient().Batch(context.Background(), text, p); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p
}

// shown writes rows as text, columns divided by bars.
func (p *page) shown() string {
	var lines []string
	for _, r := range p.rows {
		var cells []string
		for _, v := range r {
			switch x := v.(type) {
			case nil:
				cells = append(cells, "NULL")
			case value.Var:
				cells = append(cells, fmt.Sprint(x.Value))
			default:
				cells = append(cells, strings.TrimRight(fmt.Sprint(x), " "))
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return strings.Join(lines, "\n")
}

// Catalog queries in the shapes people write them, through the engine.
func TestReadsThroughTheEngine(t *testing.T) {
	s := install(t, "2019 CU20")
	populate(s)
	se := asSA(t, s)
	for _, c := range []struct{ text, want string }{
		{"SELECT name, recovery_model_desc FROM sys.databases WHERE database_id > 3 ORDER BY name", "msdb|SIMPLE\nSales|FULL"},
		{"SELECT SERVERPROPERTY('ProductVersion') AS v, @@SERVERNAME, DB_NAME(), SUSER_SNAME(), USER_NAME(), ORIGINAL_LOGIN()", "15.0.4312.2|SQL01|master|sa|dbo|sa"},
		{"DECLARE @x sql_variant = (SELECT SERVERPROPERTY('IsHadrEnabled')) SELECT @x AS a, CASE @x WHEN 0 THEN 'DISABLED' WHEN 1 THEN 'ENABLED' ELSE 'Unknown' END AS b", "1|ENABLED"},
		{"SELECT d.name, f.type_desc, f.size FROM sys.databases d JOIN sys.master_files AS f ON f.database_id = d.database_id WHERE d.name = N'sales' ORDER BY f.file_id", "Sales|ROWS|1024\nSales|LOG|1024"},
		{"SELECT COUNT(*) FROM Sales.sys.filegroups WHERE type = 'FX'", "0"},
		{"SELECT v.volume_mount_point FROM sys.master_files f CROSS APPLY sys.dm_os_volume_stats(f.database_id, f.file_id) v WHERE f.database_id = 5 AND f.type = 1", `C:\`},
		{"SELECT name FROM sys.symmetric_keys WHERE name LIKE '%DatabaseMasterKey%'", "##MS_DatabaseMasterKey##"},
		{"SELECT CASE WHEN OBJECT_ID('master.sys.sp_certificate_add_issuer') IS NULL THEN 0 ELSE 1 END", "1"},
		{"SELECT CONVERT(nvarchar(200), value_data) FROM sys.dm_server_registry WHERE registry_key LIKE '%Parameters' AND value_name = 'SQLArg2'", `-lC:\Program Files\Microsoft SQL Server\MSSQL15.MSSQLSERVER\MSSQL\DATA\mastlog.ldf`},
		{"SELECT permission_name FROM sys.fn_my_permissions(NULL, 'SERVER') WHERE permission_name LIKE 'CONTROL%'", "CONTROL SERVER"},
		{"SELECT IS_SRVROLEMEMBER('sysadmin'), HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')", "1|1"},
		{"SELECT name, value_in_use FROM sys.configurations WHERE name = 'show advanced options'", "show advanced options|0"},
		{"SELECT TOP 1 database_name, type FROM msdb.dbo.backupset WHERE is_copy_only = 0 ORDER BY backup_finish_date DESC", "Sales|D"},
		{"SELECT COUNT(*) FROM sys.all_columns WHERE object_id = OBJECT_ID('sys.certificates')", "17"},
	} {
		p := query(t, se, c.text)
		if got := p.shown(); got != c.want || len(p.messages) != 0 {
			t.Errorf("%s\n got %q %v\nwant %q", c.text, got, p.messages, c.want)
		}
	}
}

// Mistakes reach the client as SQL Server words them.
func TestReadErrorsThroughTheEngine(t *testing.T) {
	s := install(t, "2016 SP3")
	sa, plain := asSA(t, s), addLogin(t, s, "plain")
	for _, c := range []struct {
		se   *Session
		text string
		want string
	}{
		{sa, "SELECT * FROM sys.dm_os_host_info", "[208]"},
		{sa, "SELECT encryption_scan_state FROM sys.dm_database_encryption_keys", "[207]"},
		{sa, "SELECT * FROM databases", "[208]"},
		{sa, "SELECT NOSUCHFUNCTION(1)", "[195]"},
		{sa, "SELECT * FROM nope.sys.objects", "[208]"},
		{plain, "SELECT * FROM sys.dm_os_sys_info", "[300 297]"},
		{plain, "SELECT * FROM msdb.dbo.backupset", "[229]"},
		{plain, "SELECT * FROM model.sys.filegroups", "[916]"},
		{plain, "USE model", "[916]"},
	} {
		if got := fmt.Sprint(query(t, c.se, c.text).messages); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// The note of a statement that is only not in the lab comes before its error, as
// information; the error's number is what a script sees.
func TestUnsimulatedStatementIsNoted(t *testing.T) {
	sa := asSA(t, install(t, "2022 CU13"))
	if got := fmt.Sprint(query(t, sa, "ALTER TABLE t ADD c int").messages); got != "[0 156]" {
		t.Errorf("messages %s", got)
	}
	p := query(t, sa, "BEGIN TRY EXEC ('ALTER TABLE t ADD c int') END TRY BEGIN CATCH SELECT ERROR_NUMBER() END CATCH")
	if got := p.shown(); got != "156" {
		t.Errorf("ERROR_NUMBER() %s", got)
	}
}
