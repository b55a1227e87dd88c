package rules

import (
	"fmt"
	"time"

	"milink/internal/facts"
)

const (
	codeRecovery = "MIL2010"
	codeChain    = "MIL2011"
)

func backupRules() []Rule {
	return []Rule{
		dbRule(Rule{
			Code: codeRecovery, Slug: "recovery-model",
			Title:    "The database is in the full recovery model",
			Expected: "recovery model FULL",
			Why:      "The link replays the whole transaction log; other models do not keep it (Msg 1465).",
			Fix:      "ALTER DATABASE [<database>] SET RECOVERY FULL;\nBACKUP DATABASE [<database>] TO DISK = N'<path>' WITH CHECKSUM, COMPRESSION;\nThe backup starts the log chain. Regular log backups are needed from then on.",
			Steps:    []string{"set-recovery-full", "backup-database"},
			Docs:     docs(prepareArticle, scriptsLink), judge: judgeRecovery,
		}),
		dbRule(Rule{
			Code: codeChain, Slug: "full-backup",
			Title:    "A full backup has started the current log chain",
			Expected: "a full backup, not copy-only, taken since the database is in the full recovery model",
			Why:      "Until then the database behaves as in the simple model, and creating the availability group fails with Msg 1475. A copy-only backup does not count; a switch of the recovery model breaks the chain.",
			Fix:      "BACKUP DATABASE [<database>] TO DISK = N'<path>' WITH CHECKSUM, COMPRESSION;\nWithout COPY_ONLY.",
			Steps:    []string{"backup-database"},
			Reads:    []string{"source.databases.chain"},
			Docs:     docs(prepareArticle, scriptsLink), judge: judgeChain,
		}),
		dbRule(Rule{
			Code: "MIL2012", Slug: "backup-checksum", Severity: Warning, Gates: onCreate(),
			Title:    "The last full backup was taken with checksums",
			Expected: "has_backup_checksums = 1 for the newest full backup in msdb",
			Why:      "Seeding reads every page. Checksums tell beforehand whether damaged pages would break it.",
			Fix:      "BACKUP DATABASE [<database>] TO DISK = N'<path>' WITH CHECKSUM, COMPRESSION;",
			Steps:    []string{"backup-database"},
			Reads:    []string{"source.databases.backups"},
			Docs:     docs(prepareLink), judge: judgeChecksum,
		}),
	}
}

func judgeRecovery(s *subject) verdict {
	model, ok := s.database.Recovery.Get()
	switch {
	case !ok && s.failed(codeOnline):
		return skip(codeOnline)
	case !ok && !s.failed(codeUserDatabase):
		return unknown(s.database.Recovery.Why())
	}
	return flagged(s, model != "FULL", "recovery model "+model, model)
}

// judgeChain believes the database, not msdb: history can be purged, restored from another
// server, or hold copy-only backups.
func judgeChain(s *subject) verdict {
	switch {
	case s.failed(codeUserDatabase):
		return skip(codeUserDatabase)
	case s.failed(codeRecovery):
		return skip(codeRecovery)
	case s.earlier[codeRecovery] == Unknown:
		return unknown(s.database.Recovery.Why())
	case s.failed(codeOnline):
		return skip(codeOnline)
	case s.failed(codePrimary):
		return skip(codePrimary)
	}
	c, ok := s.database.Chain.Get()
	if !ok {
		return unknown(s.database.Chain.Why() + historySays(s.database))
	}
	if c.LastLogBackupLSN != "" {
		return s.saw(pass("the log chain is running"), facts.ProbeChains, "last_log_backup_lsn = "+c.LastLogBackupLSN)
	}
	observed := "no full backup since the database is in the full recovery model"
	switch {
	case c.DifferentialBaseLSN.Or("") != "":
		observed = "the log chain is broken: there was a full backup, but the recovery model has been changed since"
	case onlyCopies(s.database):
		observed = "only copy-only backups, which do not start a log chain"
	}
	return s.saw(fail(observed), facts.ProbeChains, "last_log_backup_lsn is NULL")
}

// onlyCopies tells whether msdb remembers full backups and all of them are copy-only.
func onlyCopies(d *facts.Database) bool {
	list := d.Backups.Or(nil)
	for _, b := range list {
		if !b.CopyOnly {
			return false
		}
	}
	return len(list) > 0
}

// historySays adds what msdb remembers to a verdict that cannot rest on it.
func historySays(d *facts.Database) string {
	list, ok := d.Backups.Get()
	if !ok {
		return ""
	}
	for _, b := range list {
		if !b.CopyOnly {
			return "; msdb remembers a full backup of " + b.Finished.Format(time.DateTime) + ", which may belong to an earlier chain"
		}
	}
	return "; msdb remembers no full backup, but history can be purged"
}

func judgeChecksum(s *subject) verdict {
	for _, code := range []string{codeUserDatabase, codeRecovery, codeOnline, codePrimary, codeChain} {
		if s.failed(code) {
			return skip(code)
		}
	}
	list, ok := s.database.Backups.Get()
	if !ok {
		return unknown(s.database.Backups.Why())
	}
	for _, b := range list {
		if b.CopyOnly || b.Damaged || b.Snapshot {
			continue
		}
		value := fmt.Sprintf("has_backup_checksums = %d", bit(b.Checksum))
		if b.Checksum {
			return s.saw(pass("backup of "+b.Finished.Format(time.DateTime)), facts.ProbeBackups, value)
		}
		return s.saw(fail("the full backup of "+b.Finished.Format(time.DateTime)+" has no checksums"), facts.ProbeBackups, value)
	}
	return unknown("msdb remembers no full backup of this database; history can be purged")
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
