package instance

import (
	"strings"
	"time"
)

// backupViews are the backup history in msdb.
//
// modelled: the server's local time is UTC.
var backupViews = []*view{
	{
		name: "dbo.backupset", msdb: true,
		columns: columns(`
			backup_set_id int
			backup_set_uuid uniqueidentifier
			media_set_id int
			first_family_number tinyint? =1
			first_media_number smallint? =1
			last_family_number tinyint? =1
			last_media_number smallint? =1
			catalog_family_number tinyint? =1
			catalog_media_number smallint? =1
			position int?
			expiration_date datetime?
			software_vendor_id int? =4608
			name nvarchar(128)?
			description nvarchar(255)?
			user_name nvarchar(128)?
			software_major_version tinyint?
			software_minor_version tinyint? =0
			software_build_version smallint?
			time_zone smallint? =0
			mtf_minor_version tinyint? =0
			first_lsn numeric(25,0)?
			last_lsn numeric(25,0)?
			checkpoint_lsn numeric(25,0)?
			database_backup_lsn numeric(25,0)?
			database_creation_date datetime?
			backup_start_date datetime?
			backup_finish_date datetime?
			type char(1)?
			sort_order smallint? =52
			code_page smallint? =0
			compatibility_level tinyint?
			database_version int?
			backup_size numeric(20,0)?
			database_name nvarchar(128)?
			server_name nvarchar(128)?
			machine_name nvarchar(128)?
			flags int?
			unicode_locale int? =1033
			unicode_compare_style int? =196609
			collation_name nvarchar(128)?
			is_password_protected bit? =0
			recovery_model nvarchar(60)?
			has_bulk_logged_data bit? =0
			is_snapshot bit?
			is_readonly bit? =0
			is_single_user bit? =0
			has_backup_checksums bit?
			is_damaged bit?
			begins_log_chain bit?
			has_incomplete_metadata bit? =0
			is_force_offline bit? =0
			is_copy_only bit?
			first_recovery_fork_guid uniqueidentifier?
			last_recovery_fork_guid uniqueidentifier?
			fork_point_lsn numeric(25,0)?
			database_guid uniqueidentifier?
			family_guid uniqueidentifier?
			differential_base_lsn numeric(25,0)?
			differential_base_guid uniqueidentifier?
			compressed_backup_size numeric(20,0)?
			key_algorithm nvarchar(32)?
			encryptor_thumbprint varbinary(20)?
			encryptor_type nvarchar(32)?
			last_valid_restore_time datetime? @16
			compression_algorithm nvarchar(32)? @16`),
		rows: func(r *reader) []row {
			var rows []row
			for _, b := range r.s.Backups {
				rows = append(rows, r.backupRow(b))
			}
			return rows
		},
		modelled: "columns between those facts/tsql.md C15 names; the compressed size is a third",
	},
	{
		name: "dbo.backupmediafamily", msdb: true,
		fromMemory: true,
		columns: columns(`
			media_set_id int
			family_sequence_number tinyint =1
			media_family_id uniqueidentifier?
			media_count int? =1
			logical_device_name nvarchar(128)?
			physical_device_name nvarchar(260)?
			device_type tinyint?
			physical_block_size int? =512
			mirror tinyint =0`),
		rows: (*reader).mediaFamilies,
	},
	{
		name: "dbo.backupmediaset", msdb: true,
		fromMemory: true,
		columns: columns(`
			media_set_id int
			media_uuid uniqueidentifier?
			media_family_count tinyint? =1
			name nvarchar(128)?
			description nvarchar(255)?
			software_name nvarchar(128)?
			software_vendor_id int? =4608
			MTF_major_version tinyint? =1
			mirror_count tinyint? =1
			is_password_protected bit? =0
			is_compressed bit?
			is_encrypted bit? =0`),
		rows: (*reader).mediaSets,
	},
}

// databaseVersions are the internal versions of databases by major version.
// modelled: general knowledge, 2025's is a guess.
var databaseVersions = map[int]int{12: 782, 13: 852, 14: 869, 15: 904, 16: 957, 17: 998}

// The bits of backupset.flags.
const (
	flagSnapshot  = 2
	flagChecksums = 16
	flagDamaged   = 32
	flagChain     = 64
	flagCopyOnly  = 512
)

func (r *reader) backupRow(b *Backup) row {
	build := r.s.Identity.Build
	out := row{
		"backup_set_id": b.ID, "backup_set_uuid": b.SetGUID, "media_set_id": mediaSetID(b), "position": max(1, b.Position),
		"user_name": b.User, "software_major_version": build.Major, "software_build_version": min(build.Build, 32767),
		"first_lsn": b.FirstLSN, "last_lsn": b.LastLSN, "checkpoint_lsn": b.FirstLSN, "database_backup_lsn": b.DBBackupLSN,
		"database_creation_date": b.DBCreated, "backup_start_date": b.Start, "backup_finish_date": b.Finish, "type": b.Type,
		"compatibility_level": r.major * 10, "database_version": databaseVersions[r.major], "backup_size": b.Size,
		"compressed_backup_size": b.Size, "database_name": b.Database, "server_name": b.ServerName,
		"machine_name": machineOf(b.ServerName), "flags": backupFlags(b), "collation_name": r.s.Identity.Collation,
		"recovery_model": b.Recovery, "is_snapshot": b.Snapshot, "has_backup_checksums": b.Checksums, "is_damaged": b.Damaged,
		"begins_log_chain": b.BeginsChain, "is_copy_only": b.CopyOnly, "family_guid": b.FamilyGUID, "database_guid": b.FamilyGUID,
		"first_recovery_fork_guid": r.s.guid("fork", b.Database), "last_recovery_fork_guid": r.s.guid("fork", b.Database),
	}
	out.text("name", b.Name)
	out.text("description", b.Description)
	if d := r.s.database(b.Database); d != nil {
		out["compatibility_level"], out["collation_name"] = d.Compatibility, d.Collation
	}
	if b.DiffBaseLSN != 0 {
		out["differential_base_lsn"] = b.DiffBaseLSN
	}
	if b.Compressed {
		out["compressed_backup_size"], out["compression_algorithm"] = b.Size/3, "MS_XPRESS"
	}
	return out
}

func backupFlags(b *Backup) int {
	return flagSnapshot*btoi(b.Snapshot) + flagChecksums*btoi(b.Checksums) + flagDamaged*btoi(b.Damaged) +
		flagChain*btoi(b.BeginsChain) + flagCopyOnly*btoi(b.CopyOnly)
}

// mediaSetID is the media set of a backup; a backup placed without one has a set of its own.
func mediaSetID(b *Backup) int {
	if b.MediaSet != 0 {
		return b.MediaSet
	}
	return b.ID
}

// machineOf is the machine part of HOST\INSTANCE.
func machineOf(server string) string {
	host, _, _ := strings.Cut(server, `\`)
	return host
}

// eachMedia yields one backup of every media set, in order.
func (r *reader) eachMedia(build func(set int, b *Backup)) {
	seen := map[int]bool{}
	for _, b := range r.s.Backups {
		if set := mediaSetID(b); !seen[set] {
			seen[set] = true
			build(set, b)
		}
	}
}

func (r *reader) mediaFamilies() []row {
	var rows []row
	r.eachMedia(func(set int, b *Backup) {
		rows = append(rows, row{"media_set_id": set, "media_family_id": r.s.guid("media", b.Device, b.Start.Format(time.RFC3339)),
			"physical_device_name": b.Device, "device_type": deviceType(b.Device)})
	})
	return rows
}

// deviceType is 2 for a disk, 9 for a URL, 7 for a virtual device, whose name is a GUID.
func deviceType(device string) int {
	switch {
	case strings.HasPrefix(strings.ToLower(device), "http"):
		return 9
	case strings.HasPrefix(device, "{"):
		return 7
	}
	return 2
}

func (r *reader) mediaSets() []row {
	var rows []row
	r.eachMedia(func(set int, b *Backup) {
		rows = append(rows, row{"media_set_id": set, "media_uuid": r.s.guid("media set", b.Device, b.Start.Format(time.RFC3339)),
			"software_name": "Microsoft SQL Server", "is_compressed": b.Compressed})
	})
	return rows
}
