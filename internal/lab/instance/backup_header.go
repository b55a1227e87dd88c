package instance

import (
	"strings"

	"milink/internal/lab/value"
)

// restoreHeader sends RESTORE HEADERONLY: one row for every backup set, columns in the
// documented order (facts D4), with three more from 2022 on.
func (a *action) restoreHeader(m media) error {
	var rows [][]field
	for _, set := range m.Sets {
		row := append(headerIdentity(set), headerLog(set)...)
		row = append(row, a.headerGUIDs(set)...)
		row = append(row, headerFlags(set)...)
		rows = append(rows, append(row, a.headerTail(set)...))
	}
	a.send(rows)
	return nil
}

// backupTypes are BackupType and BackupTypeDescription by the letter of the history.
var backupTypes = map[string]struct {
	number int
	words  string
}{"D": {1, "DATABASE"}, "L": {2, "TRANSACTION LOG"}, "I": {5, "DATABASE DIFFERENTIAL"}}

func headerIdentity(set backupSet) []field {
	b := set.Backup
	return []field{
		optField("BackupName", 128, b.Name), optField("BackupDescription", 255, b.Description),
		smallField("BackupType", backupTypes[b.Type].number), nullField("ExpirationDate", value.DateTimeT),
		bitField("Compressed", b.Compressed), smallField("Position", b.Position), tinyField("DeviceType", 2),
		textField("UserName", 128, b.User), textField("ServerName", 128, b.ServerName), textField("DatabaseName", 128, b.Database),
		intField("DatabaseVersion", internalVersion(set.Build.Major)), timeField("DatabaseCreationDate", b.DBCreated),
		sizeField("BackupSize", b.Size),
	}
}

// internalVersion is the database version number of a major version.
//
// modelled: numbers from practice, not in the sheet.
func internalVersion(major int) int {
	return map[int]int{13: 852, 14: 869, 15: 904, 16: 957, 17: 998}[major]
}

func headerLog(set backupSet) []field {
	b := set.Backup
	return []field{
		lsnField("FirstLSN", b.FirstLSN), lsnField("LastLSN", b.LastLSN), lsnField("CheckpointLSN", b.FirstLSN),
		lsnField("DatabaseBackupLSN", b.DBBackupLSN), timeField("BackupStartDate", b.Start), timeField("BackupFinishDate", b.Finish),
		smallField("SortOrder", 52), smallField("CodePage", 0), intField("UnicodeLocaleId", 1033),
		intField("UnicodeComparisonStyle", 196609), tinyField("CompatibilityLevel", set.Compatibility),
		intField("SoftwareVendorId", 4608), intField("SoftwareVersionMajor", set.Build.Major),
		intField("SoftwareVersionMinor", set.Build.Minor), intField("SoftwareVersionBuild", set.Build.Build),
		textField("MachineName", 128, set.Machine), intField("Flags", backupFlags(&b)),
	}
}

func (a *action) headerGUIDs(set backupSet) []field {
	fork := a.s.guid("fork", set.Backup.Database)
	return []field{
		guidField("BindingID", a.s.guid("binding", set.Backup.Database)), guidField("RecoveryForkID", fork),
		textField("Collation", 128, set.Collation), guidField("FamilyGUID", set.Backup.FamilyGUID),
	}
}

func headerFlags(set backupSet) []field {
	b := set.Backup
	return []field{
		bitField("HasBulkLoggedData", false), bitField("IsSnapshot", b.Snapshot), bitField("IsReadOnly", set.ReadOnly),
		bitField("IsSingleUser", set.SingleUser), bitField("HasBackupChecksums", b.Checksums), bitField("IsDamaged", b.Damaged),
		bitField("BeginsLogChain", b.BeginsChain), bitField("HasIncompleteMetaData", false), bitField("IsForceOffline", false),
		bitField("IsCopyOnly", b.CopyOnly),
	}
}

func (a *action) headerTail(set backupSet) []field {
	b := set.Backup
	stored := b.Size
	if b.Compressed {
		stored /= 3
	}
	tail := []field{
		guidField("FirstRecoveryForkID", a.s.guid("fork", b.Database)), noLSN("ForkPointLSN"), textField("RecoveryModel", 60, b.Recovery),
		noLSN("DifferentialBaseLSN"), nullField("DifferentialBaseGUID", value.GUIDT),
		textField("BackupTypeDescription", 60, backupTypes[b.Type].words), guidField("BackupSetGUID", b.SetGUID),
		{"CompressedBackupSize", value.BigIntT, stored}, tinyField("containment", set.Containment),
		optField("KeyAlgorithm", 32, strings.ToLower(b.KeyAlgorithm)), {"EncryptorThumbprint", value.VarBinaryN(20), nilable(b.Encryptor)},
		optField("EncryptorType", 32, encryptorType(b)),
	}
	if b.Type == "I" {
		tail[3] = lsnField("DifferentialBaseLSN", b.DiffBaseLSN)
	}
	if a.s.major() >= 16 {
		tail = append(tail, timeField("LastValidRestoreTime", b.Finish), smallField("TimeZone", 0),
			optField("CompressionAlgorithm", 32, compressionName(b)))
	}
	return tail
}

func encryptorType(b Backup) string {
	if len(b.Encryptor) > 0 {
		return "CERTIFICATE"
	}
	return ""
}

func compressionName(b Backup) string {
	if b.Compressed {
		return "MS_XPRESS"
	}
	return ""
}
