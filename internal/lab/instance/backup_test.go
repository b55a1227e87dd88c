package instance

import (
	"strings"
	"testing"
	"time"

	"milink/internal/lab/value"
)

// full is an instance with a database in FULL recovery and no backup yet.
func full(t *testing.T, options Options) *bench {
	t.Helper()
	b := setUp(t, options)
	b.ok("CREATE DATABASE d; ALTER DATABASE d SET RECOVERY FULL")
	return b
}

func TestBackupStream(t *testing.T) {
	tests := []struct {
		name, text string
		says       []int32
	}{
		{"plain", "BACKUP DATABASE d TO DISK = 'NUL'", []int32{4035, 4035, 3014}},
		{"every quarter", "BACKUP DATABASE d TO DISK = 'NUL' WITH STATS = 25", []int32{3211, 3211, 3211, 3211, 4035, 4035, 3014}},
		{"every tenth", "BACKUP DATABASE d TO DISK = 'NUL' WITH STATS", []int32{3211, 3211, 3211, 3211, 3211, 3211, 3211, 3211, 3211, 3211, 4035, 4035, 3014}},
		{"log", "BACKUP LOG d TO DISK = 'NUL'", []int32{4035, 3014}},
	}
	b := full(t, Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.t = t
			b.ok(test.text)
			b.says(test.says...)
		})
	}
	b.t = t
	b.ok("BACKUP DATABASE d TO DISK = 'NUL' WITH STATS = 50")
	if got := b.said[0].Text; got != "50 percent processed." {
		t.Errorf("first line %q", got)
	}
	last := b.said[len(b.said)-1]
	if last.Class > 10 || !strings.HasPrefix(last.Text, "BACKUP DATABASE successfully processed 642 pages in 0.0") {
		t.Errorf("last line %q (class %d)", last.Text, last.Class)
	}
	if got := b.said[2].Text; got != "Processed 640 pages for database 'd', file 'd' on file 1." {
		t.Errorf("file line %q", got)
	}
}

func TestBackupRefusals(t *testing.T) {
	tests := []struct {
		name, text string
		want       []int32
	}{
		{"missing database", "BACKUP DATABASE nobody TO DISK = 'NUL'", []int32{911, 3013}},
		{"tempdb", "BACKUP DATABASE tempdb TO DISK = 'NUL'", []int32{3147, 3013}},
		{"log of master", "BACKUP LOG master TO DISK = 'NUL'", []int32{4212, 3013}},
		{"differential of master", "BACKUP DATABASE master TO DISK = 'NUL' WITH DIFFERENTIAL", []int32{3024, 3013}},
		{"log in SIMPLE", "BACKUP LOG s TO DISK = 'NUL'", []int32{4208, 3013}},
		{"log before a full backup", "BACKUP LOG d TO DISK = 'NUL'", []int32{4214, 3013}},
		{"differential before a full backup", "BACKUP DATABASE d TO DISK = 'NUL' WITH DIFFERENTIAL", []int32{3035, 3013}},
		{"folder missing", `BACKUP DATABASE d TO DISK = 'D:\none\d.bak'`, []int32{3201, 3013}},
		{"folder denied", `BACKUP DATABASE d TO DISK = 'C:\secret\d.bak'`, []int32{3201, 3013}},
		{"logical device", "BACKUP DATABASE d TO mydevice", []int32{3206, 3013}},
		{"contradiction", "BACKUP DATABASE d TO DISK = 'NUL' WITH CHECKSUM, NO_CHECKSUM", []int32{3031, 3013}},
		{"offline", "ALTER DATABASE s SET OFFLINE; BACKUP DATABASE s TO DISK = 'NUL'", []int32{942, 3013}},
	}
	b := full(t, Options{})
	b.ok("CREATE DATABASE s; ALTER DATABASE s SET RECOVERY SIMPLE")
	b.s.Host.Disk.AddFolder(`C:\secret`, false)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { b.t = t; b.fails(test.text, test.want...) })
	}
	if len(b.s.Backups) != 0 {
		t.Errorf("%d failed backups are in the history", len(b.s.Backups))
	}
}

func TestBackupTellsTheSystemError(t *testing.T) {
	b := full(t, Options{})
	b.s.Host.Disk.AddFolder(`C:\secret`, false)
	tests := []struct{ path, want string }{
		{`D:\none\d.bak`, `Cannot open backup device 'D:\none\d.bak'. Operating system error 3(The system cannot find the path specified.).`},
		{`C:\secret\d.bak`, `Cannot open backup device 'C:\secret\d.bak'. Operating system error 5(Access is denied.).`},
		{`\\nas\share\d.bak`, `Cannot open backup device '\\nas\share\d.bak'. Operating system error 53(The network path was not found.).`},
	}
	for _, test := range tests {
		err := b.run("BACKUP DATABASE d TO DISK = '" + test.path + "'")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if last := b.s.Log[len(b.s.Log)-1].Text; !strings.Contains(last, "BACKUP failed to complete the command BACKUP DATABASE d.") {
		t.Errorf("error log ends %q", last)
	}
}

func TestLogChain(t *testing.T) {
	b := full(t, Options{})
	d := b.s.database("d")
	b.ok("BACKUP DATABASE d TO DISK = 'NUL' WITH COPY_ONLY")
	if d.LastLogBackupLSN != 0 || d.DiffBaseLSN != 0 {
		t.Fatal("a copy-only backup started a chain")
	}
	b.ok("BACKUP DATABASE d TO DISK = 'NUL'")
	if d.LastLogBackupLSN == 0 || d.DiffBaseLSN == 0 {
		t.Fatal("a full backup started no chain")
	}
	b.ok("BACKUP LOG d TO DISK = 'NUL'; BACKUP LOG d TO DISK = 'NUL'; BACKUP DATABASE d TO DISK = 'NUL' WITH DIFFERENTIAL")
	all := b.s.Backups
	first, second, diff := all[2], all[3], all[4]
	if second.FirstLSN != first.LastLSN || !first.BeginsChain || second.BeginsChain {
		t.Errorf("logs %d-%d and %d-%d should follow each other", first.FirstLSN, first.LastLSN, second.FirstLSN, second.LastLSN)
	}
	if diff.DiffBaseLSN != all[1].FirstLSN || diff.Type != "I" {
		t.Errorf("differential on %d, want %d", diff.DiffBaseLSN, all[1].FirstLSN)
	}
	b.ok("ALTER DATABASE d SET RECOVERY SIMPLE; ALTER DATABASE d SET RECOVERY FULL")
	b.fails("BACKUP LOG d TO DISK = 'NUL'", 4214, 3013)
}

func TestBackupHistoryRow(t *testing.T) {
	b := full(t, Options{})
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak' WITH CHECKSUM, COMPRESSION, NAME = 'nightly'; BACKUP DATABASE d TO DISK = 'd.bak'")
	row := b.s.Backups[0]
	if row.Type != "D" || !row.Checksums || !row.Compressed || row.CopyOnly || row.Name != "nightly" || row.Recovery != "FULL" ||
		row.ServerName != "SQL01" || row.User != "sa" || row.Position != 1 || !row.Start.Equal(noon) || !row.Finish.After(row.Start) {
		t.Errorf("history row %+v", *row)
	}
	if !strings.HasSuffix(row.Device, `\Backup\d.bak`) {
		t.Errorf("device %q is not in the backup folder", row.Device)
	}
	if got := b.s.Backups[1].Position; got != 2 {
		t.Errorf("second backup at position %d, want 2: NOINIT appends", got)
	}
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak' WITH INIT")
	if got := b.s.Backups[2].Position; got != 1 {
		t.Errorf("position %d after INIT, want 1", got)
	}
	b.ok("ALTER DATABASE d SET RECOVERY BULK_LOGGED; BACKUP DATABASE d TO DISK = 'NUL'")
	if got := b.s.Backups[3].Recovery; got != "BULK-LOGGED" {
		t.Errorf("recovery_model %q, want BULK-LOGGED", got)
	}
}

func TestBackupDefaults(t *testing.T) {
	b := full(t, Options{})
	b.ok("EXEC sp_configure 'show advanced options', 1; RECONFIGURE; EXEC sp_configure 'backup compression default', 1; RECONFIGURE")
	b.ok("BACKUP DATABASE d TO DISK = 'NUL'; BACKUP DATABASE d TO DISK = 'NUL' WITH NO_COMPRESSION")
	if !b.s.Backups[0].Compressed || b.s.Backups[1].Compressed {
		t.Error("the default for compression is not followed")
	}
}

func TestCompressionByEdition(t *testing.T) {
	b := full(t, Options{Edition: "express"})
	b.fails("BACKUP DATABASE d TO DISK = 'NUL' WITH COMPRESSION", 1844, 3013)
	b = full(t, Options{Edition: "standard"})
	b.ok("BACKUP DATABASE d TO DISK = 'NUL' WITH COMPRESSION")
}

func TestBackupPermission(t *testing.T) {
	b := full(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'; USE d; CREATE USER weak FOR LOGIN weak; USE master")
	weak := b.as("weak")
	weak.fails("BACKUP DATABASE d TO DISK = 'NUL'", 262, 3013)
	b.ok("USE d; ALTER ROLE db_backupoperator ADD MEMBER weak")
	weak.ok("BACKUP DATABASE d TO DISK = 'NUL'")
}

func TestBackupFillsTheDisk(t *testing.T) {
	b := full(t, Options{})
	b.s.Host.Disk.Volumes[0].Available = 6 << 20
	b.ok("BACKUP DATABASE d TO DISK = 'one.bak'")
	b.fails("BACKUP DATABASE d TO DISK = 'two.bak'", 3202, 3013)
}

func TestManagedInstanceBackups(t *testing.T) {
	b := full(t, Options{Managed: true})
	b.fails("BACKUP DATABASE d TO DISK = 'x.bak'", 41901, 3013)
	b.fails("BACKUP DATABASE d TO URL = 'https://a.blob.core.windows.net/c/x.bak'", 41904, 3013)
}

func TestRestoreHeaderOnly(t *testing.T) {
	b := full(t, Options{Version: "2019 CU20"})
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak' WITH CHECKSUM; BACKUP LOG d TO DISK = 'd.bak'; RESTORE HEADERONLY FROM DISK = 'd.bak'")
	header := b.only()
	if len(header.rows) != 2 {
		t.Fatalf("%d rows, want one per backup set", len(header.rows))
	}
	for i, want := range []string{"BackupName", "BackupDescription", "BackupType", "ExpirationDate", "Compressed", "Position", "DeviceType", "UserName", "ServerName", "DatabaseName"} {
		if header.columns[i] != want {
			t.Errorf("column %d is %s, want %s", i+1, header.columns[i], want)
		}
	}
	if n := len(header.columns); n != 56 || header.columns[n-1] != "EncryptorType" {
		t.Errorf("%d columns ending in %s on 2019, want 56 ending in EncryptorType", n, header.columns[n-1])
	}
	if header.cell(t, "BackupType") != int64(1) || header.cell(t, "HasBackupChecksums") != true || header.cell(t, "DatabaseName") != "d" {
		t.Errorf("first row %v", header.rows[0])
	}
	if got := header.cell(t, "FirstLSN").(value.Dec); got.Unscaled.Int64() != b.s.Backups[0].FirstLSN {
		t.Errorf("FirstLSN %v", got)
	}
	b = full(t, Options{Version: "2022 RTM"})
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak'; RESTORE HEADERONLY FROM DISK = 'd.bak'")
	if got := b.only().columns; got[len(got)-1] != "CompressionAlgorithm" || len(got) != 59 {
		t.Errorf("%d columns on 2022, want 59 ending in CompressionAlgorithm", len(got))
	}
}

func TestRestoreOthers(t *testing.T) {
	b := full(t, Options{})
	folder := b.s.Settings.BackupDirectory + `\`
	b.s.Host.Disk.Files[folder+"empty.bak"] = nil
	b.s.Host.Disk.Files[folder+"text.bak"] = []byte("hello")
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak'")
	b.ok("RESTORE FILELISTONLY FROM DISK = 'd.bak'")
	if list := b.only(); len(list.rows) != 2 || list.cell(t, "LogicalName") != "d" || list.cell(t, "Type") != "D" {
		t.Errorf("files %v", list.rows)
	}
	b.ok("RESTORE VERIFYONLY FROM DISK = 'd.bak'")
	b.says(3262)
	b.ok("RESTORE LABELONLY FROM DISK = 'd.bak'")
	if got := b.only().cell(t, "SoftwareVendorId"); got != int64(4608) {
		t.Errorf("vendor %v, want 4608", got)
	}
	b.fails("RESTORE HEADERONLY FROM DISK = 'none.bak'", 3201, 3013)
	b.fails("RESTORE HEADERONLY FROM DISK = 'empty.bak'", 3254, 3013)
	b.fails("RESTORE HEADERONLY FROM DISK = 'text.bak'", 3241, 3013)
	b.fails("RESTORE VERIFYONLY FROM DISK = 'd.bak' WITH FILE = 9", 4038, 3013)
	b.fails("RESTORE DATABASE d FROM DISK = 'd.bak'", 3101, 3013)
	b.fails("RESTORE DATABASE other FROM DISK = 'd.bak'", 1834, 3013)
	b.ok("DROP DATABASE d; RESTORE DATABASE d FROM DISK = 'd.bak' WITH NORECOVERY")
	if got := b.s.database("d").State; got != "RESTORING" {
		t.Errorf("state %s, want RESTORING", got)
	}
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("RESTORE HEADERONLY FROM DISK = 'd.bak'", 262, 3013)
}

func TestBackupFromANewerServer(t *testing.T) {
	newer := full(t, Options{Version: "2022 RTM"})
	newer.ok("BACKUP DATABASE d TO DISK = 'd.bak'")
	older := full(t, Options{Version: "2019 CU20"})
	content, _ := newer.s.Host.Disk.Read(newer.s.Settings.BackupDirectory + `\d.bak`)
	older.s.Host.Disk.Files[older.s.Settings.BackupDirectory+`\d.bak`] = content
	older.fails("RESTORE HEADERONLY FROM DISK = 'd.bak'", 3241, 3013)
}

func FuzzDecodeMedia(f *testing.F) {
	f.Add(media{Families: 1, Sequence: 1, Sets: []backupSet{{Backup: Backup{Database: "d", Start: time.Unix(0, 0).UTC()}}}}.encode())
	f.Add([]byte(mediaMagic + "{"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if m, ok := decodeMedia(raw); ok && len(m.Sets) == 0 {
			t.Error("media without a backup set")
		}
	})
}

func TestRestoreElsewhere(t *testing.T) {
	b := full(t, Options{})
	b.ok("BACKUP DATABASE d TO DISK = 'd.bak'")
	b.ok(`RESTORE DATABASE copy FROM DISK = 'd.bak' WITH MOVE 'd' TO 'C:\copy.mdf', MOVE 'd_log' TO 'C:\copy.ldf', NORECOVERY`)
	copied := b.s.database("copy")
	if copied.State != "RESTORING" || copied.Files[0].Path != `C:\copy.mdf` || copied.FamilyGUID != b.s.database("d").FamilyGUID {
		t.Errorf("copy %+v", *copied)
	}
	if b.s.database("d").Files[0].Path == `C:\copy.mdf` {
		t.Error("MOVE moved the source's file")
	}
	b.ok("RESTORE DATABASE copy WITH RECOVERY")
	b.says(3014)
	if copied.State != "ONLINE" {
		t.Errorf("state %s, want ONLINE", copied.State)
	}
	b.fails("RESTORE DATABASE copy WITH RECOVERY", 3101, 3013)
	b.fails("RESTORE DATABASE nobody WITH RECOVERY", 911, 3013)
}

func TestEncryptedBackup(t *testing.T) {
	b := full(t, Options{})
	text := "BACKUP DATABASE d TO DISK = 'd.bak' WITH ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = [bc])"
	b.fails(text, 15151, 3013)
	b.ok(makeKey + "; CREATE CERTIFICATE bc WITH SUBJECT = 's'; " + text + "; RESTORE HEADERONLY FROM DISK = 'd.bak'")
	if got := b.only(); got.cell(t, "KeyAlgorithm") != "aes_256" || got.cell(t, "EncryptorType") != "CERTIFICATE" {
		t.Errorf("encryption %v by %v", got.cell(t, "KeyAlgorithm"), got.cell(t, "EncryptorType"))
	}
	b = full(t, Options{Edition: "express"})
	b.fails(text, 1844, 3013)
}
