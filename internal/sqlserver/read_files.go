package sqlserver

import (
	"encoding/hex"
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

func readFile(r row) file {
	f := file{
		File: facts.File{Name: r.text("name"), Type: r.int("type"), State: r.text("state_desc"), SizeKB: int64(r.int("size")) * 8},
		id:   r.int("file_id"), base: r.text("differential_base_lsn"),
	}
	if f.Type == 2 {
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
func (s shared) baseOf(d *facts.Database, a answers) (base, why string) {
	all := s.allFiles(d, a)
	files, ok := all.Get()
	if !ok {
		return "", all.Why()
	}
	for _, f := range files {
		if f.id == 1 {
			return f.base, ""
		}
	}
	return "", "its first data file is not listed"
}

// readFilegroups reads what was asked inside the database. System databases are not asked.
func readFilegroups(a *answer, d *facts.Database) facts.Fact[[]facts.Filegroup] {
	if why := notEntered(d); why != "" {
		return facts.Unknown[[]facts.Filegroup](why)
	}
	return list(a, func(r row) facts.Filegroup {
		return facts.Filegroup{Name: r.text("name"), Type: r.text("type"), Files: r.int("file_count")}
	})
}

// notEntered says why a database is not asked from inside.
func notEntered(d *facts.Database) string {
	switch {
	case d.System():
		return "not asked: a system database"
	case d.Snapshot:
		return "not asked: a database snapshot"
	case d.State != "ONLINE":
		return "the database is " + d.State
	case !d.Accessible:
		return "this login cannot enter the database: CONNECT ANY DATABASE not granted"
	}
	return ""
}

// inside are the questions to put to single databases: their filegroups, and their files
// where master hides them.
func inside(i *facts.Instance) []tsql.Probe {
	databases, ok := i.Databases.Get()
	if !ok {
		return nil
	}
	var out []tsql.Probe
	for n := range databases {
		d := &databases[n]
		if notEntered(d) != "" {
			continue
		}
		out = append(out, tsql.FilegroupsProbe(d.ID, d.Name))
		if !d.Files.Known() {
			out = append(out, tsql.FilesProbe(d.ID, d.Name))
		}
	}
	return out
}

func hexUpper(b []byte) string { return strings.ToUpper(hex.EncodeToString(b)) }
