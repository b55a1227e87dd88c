package instance

import "testing"

func TestDiskPaths(t *testing.T) {
	windows := &Disk{Volumes: []Volume{{Mount: `C:\`, Available: 100}, {Mount: `C:\big\`, Available: 1000}}}
	windows.AddFolder(`C:\Data`, true)
	windows.AddFolder(`C:\big\Backup`, true)
	windows.AddFolder(`C:\locked`, false)
	windows.AddFolder(`\\nas\share`, true)
	tests := []struct {
		path string
		size int64
		want *osError
	}{
		{`C:\Data\a.bak`, 10, nil},
		{`c:/data/A.BAK`, 10, nil},
		{`C:\none\a.bak`, 10, errPathMissing},
		{`C:\locked\a.bak`, 10, errDenied},
		{`\\nas\share\a.bak`, 1 << 40, nil},
		{`\\nas\other\a.bak`, 10, errNetworkPath},
		{`C:\Data\b.bak`, 81, errDiskFull},
		{`C:\big\Backup\b.bak`, 900, nil},
		{`C:\Data\a?.bak`, 10, errBadName},
	}
	for _, test := range tests {
		if got := windows.Write(test.path, []byte("x"), test.size); got != test.want {
			t.Errorf("%s: %v, want %v", test.path, got, test.want)
		}
	}
	if !windows.Exists(`C:\DATA\a.BAK`) || len(windows.Files) != 3 {
		t.Errorf("files %v: two spellings are one file", windows.Files)
	}
	if _, refused := windows.Read(`C:\Data\none`); refused != errFileMissing {
		t.Errorf("missing file: %v", refused)
	}
	if _, refused := windows.Read(`Q:\x`); refused != errPathMissing {
		t.Errorf("missing drive: %v", refused)
	}
}

func TestLinuxPaths(t *testing.T) {
	d := &Disk{Linux: true}
	d.AddFolder("/var/opt/mssql/data", true)
	if refused := d.Write("/var/opt/mssql/data/A", nil, 0); refused != nil {
		t.Fatal(refused)
	}
	if d.Exists("/var/opt/mssql/data/a") || !d.Exists("/var/opt/mssql/data/../data/A") {
		t.Error("Linux tells case apart and cleans paths")
	}
	if got := d.Join("/var/opt/mssql/data/", "x"); got != "/var/opt/mssql/data/x" {
		t.Errorf("joined %q", got)
	}
	if d.Absolute(`C:\x`) || !d.Absolute("/x") {
		t.Error("what is absolute differs by host")
	}
}
