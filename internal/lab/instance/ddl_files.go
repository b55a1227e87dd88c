package instance

import (
	"slices"
	"strconv"
	"strings"

	"milink/internal/lab/syntax"
)

// alterDatabaseShape carries out the forms of ALTER DATABASE without SET: a new name, a new
// collation, files and filegroups.
func (a *action) alterDatabaseShape(d *Database, st *syntax.AlterDatabase) error {
	switch {
	case st.NewName.Text != "":
		return a.renameDatabase(d, st.NewName.Text)
	case len(st.AddFiles) > 0:
		return a.addFiles(d, st)
	case st.RemoveFile.Text != "":
		return d.removeFile(st.RemoveFile.Text)
	case st.ModifyFile != nil:
		return a.modifyFile(d, *st.ModifyFile)
	case st.AddFilegroup.Text != "":
		return a.addFilegroup(d, st.AddFilegroup.Text, st.Contains)
	case st.RemoveFilegroup.Text != "":
		return d.removeFilegroup(st.RemoveFilegroup.Text)
	}
	return fault(5008) // COLLATE: the lab's databases keep the collation they were made with
}

func (a *action) renameDatabase(d *Database, name string) error {
	switch {
	case d.ID <= 4:
		return fault(5016, d.Name)
	case a.s.database(name) != nil && a.s.database(name) != d:
		return fault(1801, name)
	case d.GroupID != nil:
		return fault(957, d.Name)
	case len(a.s.others(d, a.se)) > 0:
		return fault(5030, d.Name)
	}
	if a.s.sameName(a.se.database, d.Name) {
		a.se.database = name
	}
	d.Name = name
	a.say(fault(5021, "database", name))
	return nil
}

// file finds a file of the database by its logical name.
func (d *Database) file(name string) *File {
	for _, f := range d.Files {
		if d.sameName(f.Name, name) {
			return f
		}
	}
	return nil
}

// addFiles adds data or log files. A database that is linked to a managed instance may get
// no second log file (47508) and no FILESTREAM (47509).
func (a *action) addFiles(d *Database, st *syntax.AlterDatabase) error {
	group := st.ToFilegroup.Text
	if group == "" {
		group = "PRIMARY"
	}
	filegroup := d.filegroup(group)
	if filegroup == nil {
		return fault(5014, "filegroup", group, d.Name)
	}
	linked := a.inLink(d)
	switch {
	case linked && st.LogFile:
		return fault(47508)
	case linked && filegroup.Type == "FD":
		return fault(47509)
	}
	for _, spec := range st.AddFiles {
		f, err := a.newFile(d, spec, st.LogFile, filegroup)
		if err != nil {
			return err
		}
		d.Files = append(d.Files, f)
	}
	return nil
}

// inLink tells whether the database is replicated to a managed instance. On 2016 nothing
// stops a statement that breaks the link (link facts 1.4).
func (a *action) inLink(d *Database) bool {
	g := a.s.groupOf(d)
	return g != nil && a.s.Identity.Build.Major > 13 && len(a.s.linksOf(g)) > 0
}

func (a *action) newFile(d *Database, spec syntax.FileSpec, isLog bool, group *Filegroup) (*File, error) {
	if d.file(spec.Name.Text) != nil {
		return nil, fault(1828, spec.Name.Text)
	}
	f := &File{ID: d.freeFileID(), Name: spec.Name.Text, Path: spec.FileName, SizeMB: 8, MaxMB: -1, GrowthMB: 64, State: "ONLINE", Group: group.Name}
	switch {
	case isLog:
		f.Type, f.Group = 1, ""
	case group.Type == "FD" || group.Type == "FX":
		f.Type, f.SizeMB = 2, 0
	}
	if f.Path == "" {
		f.Path = a.s.Host.Disk.Join(a.s.Settings.DataDirectory, f.Name+map[int]string{0: ".ndf", 1: ".ldf"}[f.Type])
	}
	if refused := a.s.Host.Disk.mayCreate(f.Path); refused != nil {
		return nil, faults(fault(5123, refused.String(), f.Path), fault(5009))
	}
	if a.s.fileOwner(f.Path) != nil {
		return nil, faults(fault(5123, errExists.String(), f.Path), fault(5009))
	}
	f.resize(spec)
	return f, nil
}

// mayCreate tells whether the folder of a path takes a new file.
func (d *Disk) mayCreate(full string) *osError {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.writable(d.folder(full))
}

// freeFileID follows the highest id of a file.
func (d *Database) freeFileID() int {
	id := 0
	for _, f := range d.Files {
		id = max(id, f.ID)
	}
	return id + 1
}

// resize applies SIZE, MAXSIZE and FILEGROWTH.
func (f *File) resize(spec syntax.FileSpec) {
	if mb, ok := megabytes(spec.Size); ok {
		f.SizeMB = mb
	}
	if spec.MaxSize == "UNLIMITED" {
		f.MaxMB = -1
	} else if mb, ok := megabytes(spec.MaxSize); ok {
		f.MaxMB = mb
	}
	if mb, ok := megabytes(spec.Growth); ok {
		f.GrowthMB = mb
	}
}

// megabytes reads a size as written: 64MB, 1GB, 512KB, 8 (MB). A percentage is no size.
//
// modelled: growth by percent is kept as it was.
func megabytes(text string) (int64, bool) {
	text = strings.ReplaceAll(text, " ", "")
	for _, unit := range []struct {
		name     string
		up, down int64
	}{{"KB", 1, 1024}, {"MB", 1, 1}, {"GB", 1024, 1}, {"TB", 1 << 20, 1}, {"", 1, 1}} {
		digits, found := strings.CutSuffix(text, unit.name)
		if n, err := strconv.ParseInt(digits, 10, 64); found && err == nil {
			return n * unit.up / unit.down, true
		}
	}
	return 0, false
}

// removeFile takes a file away. The lab's data is spread over no files, so any but the
// first two counts as empty.
func (d *Database) removeFile(name string) error {
	f := d.file(name)
	if f == nil {
		return fault(5009)
	}
	if f.ID <= 2 {
		return fault(5020)
	}
	d.Files = slices.DeleteFunc(slices.Clone(d.Files), func(other *File) bool { return other == f })
	return nil
}

func (a *action) modifyFile(d *Database, spec syntax.FileSpec) error {
	f := d.file(spec.Name.Text)
	if f == nil {
		return fault(5009)
	}
	if spec.NewName.Text != "" {
		if other := d.file(spec.NewName.Text); other != nil && other != f {
			return fault(1828, spec.NewName.Text)
		}
		f.Name = spec.NewName.Text
		a.say(fault(5021, "file", f.Name))
	}
	if spec.Offline {
		f.State = "OFFLINE"
	}
	f.resize(spec)
	return nil
}

func (d *Database) filegroup(name string) *Filegroup {
	for i := range d.Filegroups {
		if d.sameName(d.Filegroups[i].Name, name) {
			return &d.Filegroups[i]
		}
	}
	return nil
}

func (a *action) addFilegroup(d *Database, name, contains string) error {
	if d.filegroup(name) != nil {
		return fault(15530, "filegroup", name) // modelled: which number a second one gives
	}
	if contains == "FILESTREAM" && a.inLink(d) {
		return fault(47509)
	}
	kind := map[string]string{"": "FG", "FILESTREAM": "FD", "MEMORY_OPTIMIZED_DATA": "FX"}[contains]
	d.Filegroups = append(d.Filegroups, Filegroup{Name: name, Type: kind})
	return nil
}

func (d *Database) removeFilegroup(name string) error {
	g := d.filegroup(name)
	if g == nil {
		return fault(5014, "filegroup", name, d.Name)
	}
	if g.Default || slices.ContainsFunc(d.Files, func(f *File) bool { return d.sameName(f.Group, name) }) {
		return fault(5042, "filegroup", name)
	}
	d.Filegroups = slices.DeleteFunc(slices.Clone(d.Filegroups), func(other Filegroup) bool { return d.sameName(other.Name, name) })
	return nil
}
