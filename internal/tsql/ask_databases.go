package tsql

import (
	"fmt"
	"strings"
)

// databaseListProbes read what master and msdb know about all databases.
func databaseListProbes(major int) []Probe {
	return []Probe{
		{Name: "source/databases", Asks: "sys.databases", Text: databases(major)},
		{Name: "source/chains", Asks: "sys.database_recovery_status", Text: chains},
		{Name: "source/files", Asks: "sys.master_files", Text: files},
		{Name: "source/encryption", Asks: "sys.dm_database_encryption_keys", Since: sql2008, Text: encryption(major)},
		{Name: "source/versionstore", Asks: "sys.dm_tran_persistent_version_store_stats", Since: sql2019,
			Text: "SELECT database_id, pvs_filegroup_id FROM sys.dm_tran_persistent_version_store_stats"},
		{Name: "source/backups", Asks: "msdb.dbo.backupset", Text: backups},
	}
}

// databases names its columns by version: one that is missing is error 207 for all of it.
func databases(major int) string {
	columns := []string{
		"name", "database_id", "state_desc", "user_access_desc", "recovery_model_desc", "is_read_only",
		"is_auto_close_on", "source_database_id", "compatibility_level", "collation_name", "is_broker_enabled",
		"is_published", "log_reuse_wait_desc", "HAS_DBACCESS(name) AS is_accessible",
	}
	if major >= sql2008 {
		columns = append(columns, "is_cdc_enabled")
	}
	if major >= sql2012 {
		columns = append(columns, "CONVERT(nvarchar(36), replica_id) AS replica_id")
	}
	if major >= sql2019 {
		columns = append(columns, "is_accelerated_database_recovery_on")
	}
	return "SELECT " + strings.Join(columns, ", ") + "\nFROM sys.databases"
}

// Log sequence numbers are numeric(25,0): wider than any integer, so they travel as text.
const chains = `SELECT database_id, CONVERT(nvarchar(30), last_log_backup_lsn) AS last_log_backup_lsn
FROM sys.database_recovery_status`

const files = `SELECT database_id, file_id, type, name, state_desc, size,
  CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn
FROM sys.master_files`

func encryption(major int) string {
	protector := ""
	if major >= sql2012 {
		protector = ", encryptor_type"
	}
	return "SELECT database_id, encryption_state, encryptor_thumbprint" + protector + "\nFROM sys.dm_database_encryption_keys"
}

// backups reads the newest three full backups of each database and kind, not the whole
// history, which can hold millions of rows. Copy-only ones are counted apart so that a
// nightly tool cannot push the one that matters out of the list. Rows of another server
// came with a restored msdb, and rows older than the database belong to a former one of
// the same name. The newest of a database comes first.
const backups = `SELECT h.database_id, h.backup_finish_date, h.is_copy_only, h.has_backup_checksums, h.is_damaged, h.is_snapshot
FROM (
  SELECT d.database_id, b.backup_set_id, b.backup_finish_date, b.is_copy_only, b.has_backup_checksums, b.is_damaged, b.is_snapshot,
    ROW_NUMBER() OVER (PARTITION BY d.database_id, b.is_copy_only ORDER BY b.backup_finish_date DESC, b.backup_set_id DESC) AS newest
  FROM msdb.dbo.backupset AS b
  INNER JOIN sys.databases AS d ON d.name = b.database_name
  WHERE b.type = 'D' AND b.backup_finish_date >= d.create_date
    AND (b.server_name = @@SERVERNAME OR b.server_name = CONVERT(nvarchar(128), SERVERPROPERTY(N'ServerName')))
) AS h
WHERE h.newest <= 3
ORDER BY h.database_id, h.backup_finish_date DESC, h.backup_set_id DESC`

// FilegroupsProbe reads the filegroups of one database from inside.
func FilegroupsProbe(id int, name string) Probe {
	db := Ident(name)
	return Probe{
		Name: fmt.Sprintf("source/filegroups/%d", id), Asks: "sys.filegroups, sys.database_files",
		Text: lines(
			"SELECT g.name, g.type, (SELECT COUNT(*) FROM "+db+".sys.database_files AS f WHERE f.data_space_id = g.data_space_id) AS file_count",
			"FROM "+db+".sys.filegroups AS g"),
	}
}

// FilesProbe reads the files of one database from inside, for logins that sys.master_files
// hides them from.
func FilesProbe(id int, name string) Probe {
	return Probe{
		Name: fmt.Sprintf("source/files/%d", id), Asks: "sys.database_files",
		Text: lines(
			"SELECT file_id, type, name, state_desc, size, CONVERT(nvarchar(30), differential_base_lsn) AS differential_base_lsn",
			"FROM "+Ident(name)+".sys.database_files"),
	}
}
