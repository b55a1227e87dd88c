package instance

import (
	"context"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// tableFunction declares a table-valued function of the sys schema.
type tableFunction struct {
	name    string
	params  []value.Type
	state   stateKind
	columns []viewColumn
	rows    func(r *reader, args []any) []row
}

// tableFunctions are the table-valued functions the lab has.
//
// modelled: read and write counts of dm_io_virtual_file_stats follow the log position.
var tableFunctions = []*tableFunction{
	{
		name:    "dm_os_volume_stats",
		params:  []value.Type{value.IntT, value.IntT},
		state:   performanceState,
		columns: volumeColumns,
		rows:    (*reader).volumeStats,
	},
	{
		name:    "dm_io_virtual_file_stats",
		params:  []value.Type{value.IntT, value.IntT},
		state:   performanceState,
		columns: ioColumns,
		rows:    (*reader).fileStats,
	},
	{
		name:    "fn_my_permissions",
		params:  []value.Type{value.SysnameT, value.NVarCharN(60)},
		columns: columns("entity_name nvarchar(128)?\nsubentity_name nvarchar(128)?\npermission_name nvarchar(60)?"),
		rows:    (*reader).myPermissions,
	},
}

var volumeColumns = columns(`
	database_id int
	file_id int
	volume_mount_point nvarchar(512)?
	volume_id nvarchar(512)?
	logical_volume_name nvarchar(512)?
	file_system_type nvarchar(512)?
	total_bytes bigint
	available_bytes bigint
	supports_compression tinyint? =1
	supports_alternate_streams tinyint? =1
	supports_sparse_files tinyint? =1
	is_read_only tinyint? =0
	is_compressed tinyint? =0
	incurs_seek_penalty tinyint? =0 @14`)

var ioColumns = columns(`
	database_id smallint
	file_id smallint
	sample_ms bigint
	num_of_reads bigint
	num_of_bytes_read bigint
	io_stall_read_ms bigint
	num_of_writes bigint
	num_of_bytes_written bigint
	io_stall_write_ms bigint
	io_stall bigint
	size_on_disk_bytes bigint
	file_handle varbinary(8)
	io_stall_queued_read_ms bigint =0
	io_stall_queued_write_ms bigint =0`)

// TableFunction resolves a table-valued function; it lives in sys and answers to dbo or no
// schema only where fn_ functions do.
func (se *Session) TableFunction(name syntax.Name) (engine.TableFunction, error) {
	schema, object := strings.ToLower(name.Schema.Text), name.Object.Text
	for _, f := range tableFunctions {
		inSys := schema == "sys" || (schema == "" && strings.HasPrefix(f.name, "fn_"))
		if inSys && equalUnder(se.Collation().Name(), f.name, object) {
			return &tableRelation{f, se}, nil
		}
	}
	return nil, message.New(208, writtenName(name))
}

// tableRelation is a table-valued function as the engine calls it.
type tableRelation struct {
	function *tableFunction
	session  *Session
}

// Columns are those of the instance's version.
func (t *tableRelation) Columns() []engine.Column {
	return engineColumns(atVersion(t.function.columns, t.session.server.major()))
}

// Params are the types of the arguments.
func (t *tableRelation) Params() []value.Type { return t.function.params }

// Rows checks the permission and calls the function.
func (t *tableRelation) Rows(ctx context.Context, args []any) ([][]any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := t.session.server
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := t.session.mayReadState(t.function.state); err != nil {
		return nil, err
	}
	cols := atVersion(t.function.columns, s.major())
	var out [][]any
	for _, row := range t.function.rows(t.session.reader(s.database(t.session.database)), args) {
		out = append(out, row.render(cols))
	}
	return out, nil
}

// eachFile yields the files that a database id and a file id mean; NULL means all.
func (r *reader) eachFile(args []any, build func(*Database, *File)) {
	database, oneDatabase := intArg(args, 0)
	file, oneFile := intArg(args, 1)
	for _, d := range r.s.Databases {
		for _, f := range d.Files {
			if (!oneDatabase || d.ID == database) && (!oneFile || f.ID == file) {
				build(d, f)
			}
		}
	}
}

// volumeStats finds the volume below each file: the one with the longest mount point that
// the path begins with.
func (r *reader) volumeStats(args []any) []row {
	var rows []row
	r.eachFile(args, func(d *Database, f *File) {
		v := r.volumeOf(f.Path)
		if v == nil {
			return
		}
		rows = append(rows, row{"database_id": d.ID, "file_id": f.ID, "volume_mount_point": v.Mount,
			"volume_id": `\\?\Volume{` + r.s.guid("volume", v.Mount).String() + `}\`, "logical_volume_name": "",
			"file_system_type": "NTFS", "total_bytes": v.Total, "available_bytes": v.Available})
	})
	return rows
}

func (r *reader) volumeOf(path string) *Volume {
	var best *Volume
	for i, v := range r.s.Host.Disk.Volumes {
		if strings.HasPrefix(strings.ToLower(path), strings.ToLower(v.Mount)) && (best == nil || len(v.Mount) > len(best.Mount)) {
			best = &r.s.Host.Disk.Volumes[i]
		}
	}
	return best
}

// logStart is where the log of a fresh database begins.
const logStart = 37000000001600001

func (r *reader) fileStats(args []any) []row {
	var rows []row
	up := r.now.Sub(r.s.Process.StartedAt).Milliseconds()
	r.eachFile(args, func(d *Database, f *File) {
		written := max(0, d.NextLSN-logStart)
		if f.Type != 1 {
			written /= 2
		}
		rows = append(rows, row{"database_id": d.ID, "file_id": f.ID, "sample_ms": up,
			"num_of_reads": int64(64), "num_of_bytes_read": int64(64 * 8192), "io_stall_read_ms": int64(12),
			"num_of_writes": written / 4096, "num_of_bytes_written": written, "io_stall_write_ms": written / 1e6,
			"io_stall": 12 + written/1e6, "size_on_disk_bytes": f.SizeMB << 20, "file_handle": []byte{0, 0, 0, 0, 0, 0, 8, byte(f.ID)}})
	})
	return rows
}
