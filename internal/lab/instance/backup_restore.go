package instance

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// restore carries out RESTORE. Whatever fails ends with 3013.
func (a *action) restore(st *syntax.Restore) error {
	return followed(a.restoreFrom(st), fault(3013, st.Verb()))
}

func (a *action) restoreFrom(st *syntax.Restore) error {
	if !a.se.HasServer("CREATE ANY DATABASE") && !a.se.HasDatabase(a.s.database("master"), "CREATE DATABASE") {
		return fault(262, "CREATE DATABASE", "master")
	}
	if st.What == "DATABASE" || st.What == "LOG" {
		if err := a.mayRestore(st); err != nil {
			return err
		}
	}
	if len(st.Devices) == 0 {
		return a.recoverOnly(st)
	}
	m, full, err := a.readMedia(st)
	if err != nil {
		return err
	}
	if st.What == "HEADERONLY" {
		return a.restoreHeader(m)
	}
	set, err := m.pick(st.Options, full)
	if err != nil {
		return err
	}
	switch st.What {
	case "FILELISTONLY":
		return a.restoreFileList(set)
	case "LABELONLY":
		return a.restoreLabel(m, set)
	case "VERIFYONLY":
		a.say(fault(3262, set.Backup.Position))
		return nil
	}
	return a.restoreDatabase(st, set)
}

// readMedia opens the first device: 3201 when it cannot, 3254 when the file is empty, 3241
// when it is no backup.
func (a *action) readMedia(st *syntax.Restore) (media, string, error) {
	full, err := a.deviceFile(st.Devices[0])
	if err != nil {
		return media{}, "", err
	}
	raw, refused := a.s.Host.Disk.Read(full)
	if refused != nil {
		return media{}, "", fault(3201, full, refused.String())
	}
	if len(raw) == 0 {
		return media{}, "", fault(3254, full)
	}
	m, ok := decodeMedia(raw)
	if !ok {
		return media{}, "", fault(3241, full)
	}
	if m.Sets[0].Build.Major > a.s.Identity.Build.Major {
		return media{}, "", fault(3241, full)
	}
	return m, full, nil
}

// pick finds the backup set of FILE = n, the first one without it (4038).
func (m media) pick(options []syntax.WithOption, full string) (backupSet, error) {
	position := 1
	if o := option(options, "FILE"); o != nil {
		position, _ = strconv.Atoi(o.Value)
	}
	if position < 1 || position > len(m.Sets) {
		return backupSet{}, fault(4038, position, full)
	}
	return m.Sets[position-1], nil
}

// mayRestore refuses what the lab does not replay: a restore over an existing database and
// of logs.
//
// modelled: 3101 for an existing database whether it is used or not, 3104 for one in an
// availability group; RESTORE LOG is answered as for a database that is not there.
func (a *action) mayRestore(st *syntax.Restore) error {
	d := a.s.database(st.Database.Literal)
	switch {
	case d == nil && st.What == "LOG":
		return fault(911, st.Database.Literal)
	case d == nil || len(st.Devices) == 0:
		return nil
	case d.GroupID != nil:
		return fault(3104, d.Name)
	case a.s.sameName(a.se.database, d.Name):
		return fault(3102, "RESTORE", d.Name)
	}
	return fault(3101)
}

// restoreDatabase makes a new database out of a full backup set.
func (a *action) restoreDatabase(st *syntax.Restore, set backupSet) error {
	name := st.Database.Literal
	moveFiles(st.Options, &set)
	for _, f := range set.Files {
		if owner := a.s.fileOwner(f.Path); owner != nil {
			return fault(1834, f.Path, owner.Name)
		}
	}
	d := a.s.systemDatabase(a.s.freeDatabaseID(), name, "FULL", "", nil)
	b := set.Backup
	d.Created, d.Owner, d.Collation, d.Compatibility = a.now, a.se.login, set.Collation, set.Compatibility
	d.FamilyGUID, d.ReadOnly, d.Containment = b.FamilyGUID, set.ReadOnly, set.Containment
	d.Recovery = map[string]string{"FULL": "FULL", "BULK-LOGGED": "BULK_LOGGED", "SIMPLE": "SIMPLE"}[b.Recovery]
	d.NextLSN, d.BrokerGUID = b.LastLSN, a.s.newGUID()
	if given(st.Options, "NORECOVERY") {
		d.State = "RESTORING"
	}
	for i := range set.Files {
		d.Files = append(d.Files, &set.Files[i])
	}
	a.s.Databases = append(a.s.Databases, d)
	slices.SortFunc(a.s.Databases, func(x, y *Database) int { return x.ID - y.ID })
	a.reportProgress(st.Options)
	a.reportPages(d, &b, st.Verb())
	return nil
}

// moveFiles applies MOVE 'logical' TO 'path'.
func moveFiles(options []syntax.WithOption, set *backupSet) {
	for _, o := range options {
		for i := range set.Files {
			if o.Name == "MOVE" && strings.EqualFold(set.Files[i].Name, optionText(o)) && len(o.Sub) == 1 {
				set.Files[i].Path = optionText(o.Sub[0])
			}
		}
	}
}

// recoverOnly carries out RESTORE DATABASE d WITH RECOVERY, which opens a database that
// waits for more.
func (a *action) recoverOnly(st *syntax.Restore) error {
	d := a.s.database(st.Database.Literal)
	switch {
	case d == nil:
		return fault(911, st.Database.Literal)
	case d.State != "RESTORING":
		return fault(3101)
	case !given(st.Options, "NORECOVERY"):
		d.State = "ONLINE"
	}
	a.say(success(st.Verb(), 0))
	return nil
}

// fileOwner finds the database that has the file.
func (s *Server) fileOwner(path string) *Database {
	for _, d := range s.Databases {
		for _, f := range d.Files {
			if s.Host.Disk.key(f.Path) == s.Host.Disk.key(path) {
				return d
			}
		}
	}
	return nil
}

// restoreFileList sends RESTORE FILELISTONLY.
func (a *action) restoreFileList(set backupSet) error {
	thumbprint, _ := hex.DecodeString(set.Thumbprint)
	var rows [][]field
	for i, f := range set.Files {
		kind := map[int]string{0: "D", 1: "L", 2: "S"}[f.Type]
		limit := int64(35184372080640)
		if f.Type == 1 {
			limit = 2199023255552
		}
		rows = append(rows, []field{
			textField("LogicalName", 128, f.Name), textField("PhysicalName", 260, f.Path), {"Type", value.CharN(1), kind},
			optField("FileGroupName", 128, f.Group), sizeField("Size", f.SizeMB<<20), sizeField("MaxSize", limit),
			{"FileID", value.BigIntT, int64(f.ID)}, lsnField("CreateLSN", 0), lsnField("DropLSN", 0),
			guidField("UniqueID", a.s.guid("file", set.Backup.Database, strconv.Itoa(f.ID))),
			lsnField("ReadOnlyLSN", 0), lsnField("ReadWriteLSN", 0),
			{"BackupSizeInBytes", value.BigIntT, f.usedPages() * 8192}, intField("SourceBlockSize", 4096),
			intField("FileGroupID", groupID(f, i)), nullField("LogGroupGUID", value.GUIDT),
			lsnField("DifferentialBaseLSN", set.Backup.DiffBaseLSN), guidField("DifferentialBaseGUID", value.GUID{}),
			bitField("IsReadOnly", false), bitField("IsPresent", true), bytesField("TDEThumbprint", thumbprint),
			nullField("SnapshotUrl", value.NVarCharN(360)),
		})
	}
	a.send(rows)
	return nil
}

// groupID is 0 for the log and 1 for PRIMARY.
func groupID(f File, index int) int {
	if f.Type == 1 {
		return 0
	}
	if f.Group == "PRIMARY" {
		return 1
	}
	return index + 1
}

// restoreLabel sends RESTORE LABELONLY.
func (a *action) restoreLabel(m media, set backupSet) error {
	mediaID := a.s.guid("media", set.Backup.Device, set.Backup.Start.Format(time.RFC3339))
	a.send([][]field{{
		nullField("MediaName", value.NVarCharN(128)), guidField("MediaSetId", mediaID), intField("FamilyCount", m.Families),
		intField("FamilySequenceNumber", m.Sequence), guidField("MediaFamilyId", a.s.guid("family", set.Backup.Device)),
		intField("MediaSequenceNumber", 1), tinyField("MediaLabelPresent", 0), nullField("MediaDescription", value.NVarCharN(255)),
		textField("SoftwareName", 128, "Microsoft SQL Server"), intField("SoftwareVendorId", 4608),
		timeField("MediaDate", set.Backup.Start), intField("Mirror_Count", 1), bitField("IsCompressed", set.Backup.Compressed),
	}})
	return nil
}
