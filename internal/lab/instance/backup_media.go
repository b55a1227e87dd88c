package instance

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"

	"milink/internal/lab/syntax"
)

// mediaMagic opens every backup file the lab writes. A real one begins with TAPE too.
//
// modelled: the content behind it; the lab keeps what RESTORE ... ONLY asks for, no pages.
const mediaMagic = "TAPE simulated SQL Server backup\n"

// media is the content of a backup file: its backup sets, oldest first.
type media struct {
	Families int
	Sequence int
	Sets     []backupSet
}

// backupSet is one backup set on a device, with what its headers say of server and files.
type backupSet struct {
	Backup        Backup
	Machine       string
	Build         Build
	Collation     string
	Compatibility int
	Containment   int
	ReadOnly      bool
	SingleUser    bool
	Files         []File
	Thumbprint    string // TDE protector, hex
}

func (m media) encode() []byte {
	raw, err := json.Marshal(m)
	if err != nil {
		return nil // the structs above always marshal
	}
	return append([]byte(mediaMagic), raw...)
}

// decodeMedia reads a backup file; ok is false for a file the lab did not write.
func decodeMedia(raw []byte) (m media, ok bool) {
	body, found := bytes.CutPrefix(raw, []byte(mediaMagic))
	if !found || json.Unmarshal(body, &m) != nil {
		return media{}, false
	}
	return m, len(m.Sets) > 0
}

// writeDevices puts the backup set on every device of the statement.
func (a *action) writeDevices(st *syntax.Backup, b *Backup) error {
	for i, device := range st.Devices {
		if err := a.writeDevice(st, device, i, b); err != nil {
			return err
		}
	}
	return nil
}

// nullDevice throws a backup away; the history still counts it.
func nullDevice(path string) bool {
	return strings.EqualFold(path, "NUL") || strings.EqualFold(path, "NUL:") || path == "/dev/null"
}

func (a *action) writeDevice(st *syntax.Backup, device syntax.Device, index int, b *Backup) error {
	full, err := a.deviceFile(device)
	if err != nil {
		return err
	}
	if index == 0 {
		b.Device, b.Position = full, 1
	}
	if nullDevice(full) {
		return nil
	}
	m, err := a.currentMedia(st, full)
	if err != nil {
		return err
	}
	m.Families, m.Sequence = len(st.Devices), index+1
	b.Position = len(m.Sets) + 1
	m.Sets = append(m.Sets, a.backupSet(b))
	size := b.Size / int64(len(st.Devices))
	if b.Compressed {
		size /= 3
	}
	if refused := a.s.Host.Disk.Write(full, m.encode(), size); refused == errDiskFull {
		return fault(3202, full, refused.String())
	} else if refused != nil {
		return fault(3201, full, refused.String())
	}
	return nil
}

// deviceFile resolves a device to a file. A relative name goes to the backup folder; there
// are no logical devices (3206), no tapes and no storage accounts within reach.
//
// modelled: operating system error 50 for URL and TAPE.
func (a *action) deviceFile(device syntax.Device) (string, error) {
	path := device.Path.Literal
	switch {
	case device.Kind == "":
		return "", fault(3206, device.Logical.Text)
	case device.Kind != "DISK":
		return "", fault(3201, path, errUnsupported.String())
	case nullDevice(path):
		return path, nil
	}
	return a.placed(path, a.s.Settings.BackupDirectory), nil
}

// currentMedia reads what the file holds already: nothing when it is new or overwritten
// (INIT, FORMAT), 3241 when it is no backup.
func (a *action) currentMedia(st *syntax.Backup, full string) (media, error) {
	raw, missing := a.s.Host.Disk.Read(full)
	if missing != nil || given(st.Options, "FORMAT") {
		return media{}, nil
	}
	m, ok := decodeMedia(raw)
	if !ok {
		return media{}, fault(3241, full)
	}
	if given(st.Options, "INIT") {
		return media{}, nil
	}
	return m, nil
}

func (a *action) backupSet(b *Backup) backupSet {
	d := a.s.database(b.Database)
	set := backupSet{Backup: *b, Machine: a.s.Host.Name, Build: a.s.Identity.Build, Collation: d.Collation,
		Compatibility: d.Compatibility, Containment: d.Containment, ReadOnly: d.ReadOnly,
		SingleUser: d.Access == "SINGLE_USER"}
	for _, f := range d.Files {
		set.Files = append(set.Files, *f)
	}
	if d.Encryption != nil && d.Encryption.State == 3 {
		set.Thumbprint = hex.EncodeToString(d.Encryption.Thumbprint)
	}
	return set
}
