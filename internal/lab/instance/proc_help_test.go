package instance

import (
	"fmt"
	"strings"
	"testing"
)

// cells shows the rows of the last result as text.
func (b *bench) cells(of int, columns ...string) string {
	b.t.Helper()
	if of >= len(b.results) {
		b.t.Fatalf("%d result sets", len(b.results))
	}
	var lines []string
	for i := range b.results[of].rows {
		var words []string
		for _, c := range columns {
			v := told{b.results[of].columns, b.results[of].rows[i:]}.cell(b.t, c)
			words = append(words, strings.TrimRight(fmt.Sprint(v), " "))
		}
		lines = append(lines, strings.Join(words, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestWho(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	weak := b.as("weak")
	b.ok("CREATE DATABASE d; USE d; EXEC sp_who")
	if got := strings.Join(b.only().columns, " "); got != "spid ecid status loginame hostname blk dbname cmd request_id" {
		t.Errorf("columns %s", got)
	}
	want := "51|0|runnable|sa|0|d|SELECT|0\n52|0|sleeping|weak|0|master|AWAITING COMMAND|0"
	if got := b.cells(0, "spid", "ecid", "status", "loginame", "blk", "dbname", "cmd", "request_id"); got != want {
		t.Errorf("sp_who\n%s\nwant\n%s", got, want)
	}
	for argument, want := range map[string]string{"'weak'": "52", "'sa'": "51", "'52'": "52", "'active'": "51", "'99'": "", "51": "51"} {
		b.ok("EXEC sp_who " + argument)
		if got := b.cells(0, "spid"); got != want {
			t.Errorf("sp_who %s: sessions %q, want %q", argument, got, want)
		}
	}
	b.fails("EXEC sp_who 'nobody'", 15007)
	weak.ok("EXEC sp_who") // without VIEW SERVER STATE the own session only
	if got := weak.cells(0, "spid"); got != "52" {
		t.Errorf("weak sees sessions %q", got)
	}
	b.fails("EXEC sp_who2", 2812) // undocumented, and not here
}

func TestHelpDatabase(t *testing.T) {
	b := setUp(t, Options{Version: "2019 CU20"})
	b.ok("CREATE DATABASE d; EXEC sp_helpdb 'd'")
	if got := strings.Join(b.results[0].columns, " "); got != "name db_size owner dbid created status compatibility_level" {
		t.Errorf("columns %s", got)
	}
	day := noon.Format("Jan _2 2006")
	if got := b.cells(0, "name", "db_size", "owner", "dbid", "created", "compatibility_level"); got != "d|     16.00 MB|sa|5|"+day+"|150" {
		t.Errorf("row %s", got)
	}
	const status = "Status=ONLINE, Updateability=READ_WRITE, UserAccess=MULTI_USER, Recovery=FULL, Version=904, Collation=SQL_Latin1_General_CP1_CI_AS, IsAutoCreateStatistics, IsAutoUpdateStatistics, IsFullTextEnabled"
	if got := b.cells(0, "status"); got != status {
		t.Errorf("status %s", got)
	}
	if got := b.cells(1, "name", "fileid", "filegroup", "size", "maxsize", "growth", "usage"); got !=
		"d|1|PRIMARY|8192 KB|Unlimited|65536 KB|data only\nd_log|2|<nil>|8192 KB|2147483648 KB|65536 KB|log only" {
		t.Errorf("files %s", got)
	}
	b.ok("EXEC sp_helpdb")
	if got := b.cells(0, "name"); got != "master\ntempdb\nmodel\nmsdb\nd" || len(b.results) != 1 {
		t.Errorf("databases %q in %d results", got, len(b.results))
	}
	b.fails("EXEC sp_helpdb 'nope'", 15010)
}

func TestHelpDatabaseFromOutside(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'; ALTER DATABASE d SET AUTO_CLOSE ON")
	weak := b.as("weak")
	weak.ok("EXEC sp_helpdb 'd'")
	weak.says(15622)
	if got := weak.cells(0, "name", "db_size", "owner", "status"); got != "d|<nil>|sa|<nil>" || len(weak.results) != 1 {
		t.Errorf("from outside: %s in %d results", got, len(weak.results))
	}
	b.ok("EXEC sp_helpdb 'd'")
	if got := b.cells(0, "status"); strings.Contains(got, "Collation") || !strings.Contains(got, ", IsAutoClose") {
		t.Errorf("closed: %s", got)
	}
	b.ok("DENY VIEW ANY DATABASE TO weak")
	weak.fails("EXEC sp_helpdb 'd'", 15010)
}

func TestCommandShell(t *testing.T) {
	b := setUp(t, Options{})
	b.fails("EXEC xp_cmdshell 'dir'", 15281)
	b.fails("EXEC master..xp_cmdshell 'dir', no_output", 15281)
	b.ok("EXEC sp_configure 'show advanced options', 1; RECONFIGURE; EXEC sp_configure 'xp_cmdshell', 1")
	b.fails("EXEC xp_cmdshell 'dir'", 15281) // configured, not in use
	b.ok("RECONFIGURE")
	b.fails("EXEC xp_cmdshell 'dir'", 15121)
	if len(b.said) != 1 || b.said[0].Text != "SIMULATED: milink's lab does not simulate a command shell." {
		t.Errorf("said %v", b.said)
	}
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("EXEC xp_cmdshell 'dir'", 229)
}
