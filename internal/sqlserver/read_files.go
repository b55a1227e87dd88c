package sqlserver

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// file is a file with what the document keeps elsewhere.
type file struct {
	facts.File
	id   int
	base string // differential base
}

// container is the type of FILESTREAM and memory-optimized files.
const container = 2

func readFile(r row) file {
	f := file{
		File: facts.File{Name: r.text("name"), Type: r.int("type"), State: r.text("state_desc"), SizeKB: int64(r.int("size")) * 8},
		id:   r.int("file_id"), base: r.text("differential_base_lsn"),
	}
	if f.Type == container {
		f.SizeKB = 0 // a container: the catalog of master does not measure it
	}
	return f
}

// allFiles reads the files from master, or from inside where master hides them.
func (s shared) allFiles(d *facts.Database, a answers) facts.Fact[[]file] {
	inside := a.get(tsql.FilesProbe(d.ID, d.Name).Name)
	if inside.reason() == "" {
		return list(inside, readFile)
	}
	if s.files.why != "" {
		return facts.Unknown[[]file](s.files.why)
	}
	rows := s.files.rows[d.ID]
	switch {
	case s.noFiles != "":
		return facts.Unknown[[]file](s.noFiles)
	case len(rows) == 0: // every database has files
		return facts.Unknown[[]file]("sys.master_files has no row for it")
	}
	return facts.Known(rows)
}

func (s shared) filesOf(d *facts.Database, a answers) facts.Fact[[]facts.File] {
	all := s.allFiles(d, a)
	files, ok := all.Get()
	if !ok {
		return facts.Unknown[[]facts.File](all.Why())
	}
	out := []facts.File{}
	for _, f := range files {
		out = append(out, f.File)
	}
	return facts.Known(out)
}

// baseOf is the differential base of the first data file; a full backup sets it on all.
func (s shared) baseOf(d *facts.Database, a answers) facts.Fact[string] {
	all := s.allFiles(d, a)
	files, ok := all.Get()
	if !ok {
		return facts.Unknown[string](all.Why())
	}
	for _, f := range files {
		if f.id == 1 {
			return facts.Known(f.base)
		}
	}
	return facts.Unknown[string]("its first data file is not listed")
}

// readFilegroups reads what was asked inside the database.
func readFilegroups(a *answer, d *facts.Database, r rights) facts.Fact[[]facts.Filegroup] {
	if a.why == notAsked {
		return facts.Unknown[[]facts.Filegroup](noFilegroups(d, r))
	}
	return list(a, func(r row) facts.Filegroup {
		return facts.Filegroup{Name: r.text("name"), Type: r.text("type"), Files: r.int("file_count")}
	})
}

// noFilegroups says why nobody asks for the filegroups of a database, empty when somebody
// should: they tell what files of type 2 are, and where there are none they tell nothing.
func noFilegroups(d *facts.Database, r rights) string {
	if why := notEntered(d, r); why != "" {
		return why
	}
	files, known := d.Files.Get()
	if known && !slices.ContainsFunc(files, func(f facts.File) bool { return f.Type == container }) {
		return "not asked: the database has no FILESTREAM or memory-optimized files"
	}
	return ""
}

// notEntered says why a database is not asked from inside.
func notEntered(d *facts.Database, r rights) string {
	switch {
	case d.System():
		return "not asked: a system database"
	case d.Snapshot:
		return "not asked: a database snapshot"
	case d.State != "ONLINE":
		return "the database is " + d.State
	case !d.Accessible:
		return "this login cannot enter the database: " + closedDoor(d, r)
	}
	return ""
}

// closedDoor is why a login cannot enter a database that is online. CONNECT ANY DATABASE
// would open it unless it is held; before 2014 there is no such permission.
func closedDoor(d *facts.Database, r rights) string {
	const master = "CONNECT ANY DATABASE"
	held, exists := r.held[master]
	switch {
	case r.any(master):
		return fmt.Sprintf("it is %s, user access %s", d.State, d.UserAccess)
	case r.why != "":
		return r.why
	case exists && !held:
		return master + " not granted"
	}
	return "it has no user for it"
}

// inside are the questions to put to single databases: their filegroups, and their files
// where master hides them.
func inside(i *facts.Instance) []tsql.Probe {
	databases, ok := i.Databases.Get()
	if !ok {
		return nil
	}
	r := readRights(i.Account, i.Identity.Version.Or(facts.Version{}).Major())
	var out []tsql.Probe
	for n := range databases {
		d := &databases[n]
		if noFilegroups(d, r) == "" {
			out = append(out, tsql.FilegroupsProbe(d.ID, d.Name))
		}
		if notEntered(d, r) == "" && !d.Files.Known() {
			out = append(out, tsql.FilesProbe(d.ID, d.Name))
		}
	}
	return out
}

func hexUpper(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
