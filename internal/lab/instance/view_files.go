package instance

import "time"

// fileColumns are shared by sys.master_files and sys.database_files, behind the id columns.
const fileColumns = `
	file_id int
	file_guid uniqueidentifier?
	type tinyint
	type_desc nvarchar(60)?
	data_space_id int
	name sysname
	physical_name nvarchar(260)
	state tinyint?
	state_desc nvarchar(60)?
	size int
	max_size int
	growth int
	is_media_read_only bit =0
	is_read_only bit =0
	is_sparse bit =0
	is_percent_growth bit =0
	is_name_reserved bit =0
	create_lsn numeric(25,0)?
	drop_lsn numeric(25,0)?
	read_only_lsn numeric(25,0)?
	read_write_lsn numeric(25,0)?
	differential_base_lsn numeric(25,0)?
	differential_base_guid uniqueidentifier?
	differential_base_time datetime?
	redo_start_lsn numeric(25,0)?
	redo_start_fork_guid uniqueidentifier?
	redo_target_lsn numeric(25,0)?
	redo_target_fork_guid uniqueidentifier?
	backup_lsn numeric(25,0)?`

// fileViews are the files and filegroups.
var fileViews = []*view{
	{
		name:    "sys.master_files",
		columns: columns("database_id int" + fileColumns + "\ncredential_id int?"),
		rows: func(r *reader) []row {
			var rows []row
			if !r.se.CanSeeFiles() {
				return nil
			}
			for _, d := range r.s.Databases {
				for _, f := range d.Files {
					out := r.fileRow(d, f)
					out["database_id"] = d.ID
					// The copy in master does not know the size of a container.
					if f.Type == 2 {
						out["size"] = 0
					}
					rows = append(rows, out)
				}
			}
			return rows
		},
	},
	{
		name:    "sys.database_files",
		columns: columns(fileColumns),
		rows: func(r *reader) []row {
			var rows []row
			for _, f := range r.db.Files {
				rows = append(rows, r.fileRow(r.db, f))
			}
			return rows
		},
		modelled: "is_persistent_log_buffer and other late columns are left out",
	},
	{
		name: "sys.filegroups",
		columns: columns(`
			name sysname
			data_space_id int
			type char(2)
			type_desc nvarchar(60)?
			is_default bit? =0
			is_system bit? =0
			filegroup_guid uniqueidentifier?
			log_filegroup_id int?
			is_read_only bit? =0
			is_autogrow_all_files bit? =0 @13`),
		rows: func(r *reader) []row {
			var rows []row
			for i, g := range r.db.Filegroups {
				out := row{"name": g.Name, "data_space_id": i + 1, "type": g.Type,
					"type_desc": filegroupTypes[g.Type], "is_default": g.Default}
				if i > 0 {
					out["filegroup_guid"] = r.s.guid("filegroup", r.db.Name, g.Name)
				}
				rows = append(rows, out)
			}
			return rows
		},
	},
}

var filegroupTypes = map[string]string{
	"FG": "ROWS_FILEGROUP", "FD": "FILESTREAM_DATA_FILEGROUP", "FX": "MEMORY_OPTIMIZED_DATA_FILEGROUP", "FL": "LOG_FILEGROUP",
}

// fileStates are the values of a file's state; 5 is not used.
var fileStates = []string{"ONLINE", "RESTORING", "RECOVERING", "RECOVERY_PENDING", "SUSPECT", "", "OFFLINE", "DEFUNCT"}

var fileTypes = []string{"ROWS", "LOG", "FILESTREAM", "", "FULLTEXT"}

// pagesPerMB is the number of 8-KB pages in a megabyte, the unit of size.
const pagesPerMB = 128

// maxLogPages is max_size of a log that may grow to 2 TB.
const maxLogPages = 268435456

// fileRow is what both views say of a file.
func (r *reader) fileRow(d *Database, f *File) row {
	out := row{
		"file_id": f.ID, "file_guid": r.s.guid("file", d.Name, f.Name), "data_space_id": d.dataSpace(f.Group),
		"name": f.Name, "physical_name": f.Path, "size": int(f.SizeMB * pagesPerMB),
		"growth": int(f.GrowthMB * pagesPerMB), "max_size": maxPages(d, f), "is_read_only": d.ReadOnly && f.Type == 0,
		"backup_lsn": lsn(d.LastLogBackupLSN),
	}
	out.code("type", f.Type, fileTypes)
	out.pair("state", f.State, fileStates)
	if d.State != "ONLINE" && f.State == "ONLINE" {
		out.pair("state", d.State, fileStates)
	}
	if d.DiffBaseLSN != 0 && f.Type == 0 {
		out["differential_base_lsn"] = d.DiffBaseLSN
		out["differential_base_time"] = d.lastFull(r.s)
	}
	return out
}

// maxPages is -1 for a file that grows until the disk is full; a user database's log stops
// at 2 TB.
func maxPages(d *Database, f *File) int {
	switch {
	case f.MaxMB >= 0:
		return int(f.MaxMB * pagesPerMB)
	case f.Type == 1 && d.ID > 4:
		return maxLogPages
	}
	return -1
}

// dataSpace is the id of a filegroup: its place in the list, 0 for the log.
func (d *Database) dataSpace(group string) int {
	for i, g := range d.Filegroups {
		if d.sameName(g.Name, group) {
			return i + 1
		}
	}
	return 0
}

// lastFull is when the full backup that differentials rest on was taken.
func (d *Database) lastFull(s *Server) time.Time {
	var at time.Time
	for _, b := range s.Backups {
		if s.sameName(b.Database, d.Name) && b.Type == "D" && !b.CopyOnly {
			at = b.Finish
		}
	}
	return at
}
