package rules

import (
	"fmt"
	"strings"

	"milink/internal/facts"
)

const areaContent = "Database contents"

func contentRules() []Rule {
	return []Rule{
		dbRule(Rule{
			Code: "MIL2020", Slug: "single-log-file", Area: areaContent,
			Title:    "The database has one log file",
			Expected: "exactly one log file",
			Why:      "A database with several log files is not replicated to a managed instance (Msg 41948).",
			Fix:      "Back up the log until the surplus file is unused, then:\nALTER DATABASE [<database>] REMOVE FILE [<log_file>];",
			Steps:    []string{"remove-log-file"},
			Reads:    []string{"source.databases.files"}, judge: judgeLogFiles,
		}),
		dbRule(Rule{
			Code: "MIL2021", Slug: "defunct-files", Area: areaContent,
			Title:    "No file of the database is defunct",
			Expected: "no file in state DEFUNCT",
			Why:      "A link cannot be created for a database with defunct files (Msg 41951).",
			Fix:      "Restore the filegroup from a backup, or remove the filegroup with its files for good.",
			Reads:    []string{"source.databases.files"}, judge: judgeDefunct,
		}),
		dbRule(Rule{
			Code: "MIL2022", Slug: "filestream", Area: areaContent,
			Title:    "The database has no FILESTREAM data",
			Expected: "no FILESTREAM filegroup, and so no FileTable",
			Why:      "A managed instance has no FILESTREAM; a database with it is not replicated (Msg 41950).",
			Fix:      "Move the documents into varbinary(max) columns or a blob store, then remove the FILESTREAM files and filegroup.",
			Reads:    []string{"source.databases.files", "source.databases.filegroups"}, judge: judgeFilestream,
		}),
		dbRule(Rule{
			Code: "MIL2023", Slug: "in-memory-containers", Area: areaContent,
			Title:    "Memory-optimized data lies in one container",
			Expected: "at most one file in the memory-optimized filegroup",
			Why:      "A database with several memory-optimized containers is not replicated (Msg 47518).",
			Fix:      "Remove the surplus containers, or move the tables to disk-based ones.",
			Reads:    []string{"source.databases.files", "source.databases.filegroups"}, judge: judgeContainers,
		}),
		dbRule(Rule{
			Code: "MIL2024", Slug: "in-memory-tier", Area: areaContent, Severity: Warning,
			Title:    "The database does not tie the target to one service tier",
			Expected: "no memory-optimized filegroup",
			Why:      "In-Memory OLTP runs in the Business Critical tier only; General Purpose refuses the database (Msg 41947).",
			Fix:      "Choose Business Critical with enough In-Memory OLTP storage, or move the tables to disk-based ones and remove the filegroup.",
			Reads:    []string{"source.databases.files", "source.databases.filegroups"}, judge: judgeInMemory,
		}),
		dbRule(Rule{
			Code: "MIL5020", Slug: "tde-protector", Area: areaContent, Severity: Warning,
			Title:    "The managed instance needs no encryption key of the source",
			Expected: "not encrypted, or the certificate uploaded to the managed instance first",
			Why:      "A database under Transparent Data Encryption opens on the managed instance only if its certificate was uploaded before the link is created (Msg 41923).",
			Fix:      "BACKUP CERTIFICATE [<tde_certificate>] TO FILE = '<x>.cer' WITH PRIVATE KEY (FILE = '<x>.pvk', ENCRYPTION BY PASSWORD = '<password>');\nMake a .pfx of both and upload it with Add-AzSqlManagedInstanceTransparentDataEncryptionCertificate before creating the link.",
			Steps:    []string{"upload-tde-certificate"},
			Reads:    []string{"source.databases.encryption"},
			Docs:     docs(prepareArticle, tdeMigrate), judge: judgeTDE,
		}),
	}
}

// onFiles judges the files of a user database.
func onFiles(s *subject, judge func([]facts.File) verdict) verdict {
	if s.failed(codeUserDatabase) {
		return skip(codeUserDatabase)
	}
	if s.failed(codeOnline) {
		return skip(codeOnline)
	}
	files, ok := s.database.Files.Get()
	if !ok {
		return unknown(s.database.Files.Why())
	}
	return judge(files)
}

func judgeLogFiles(s *subject) verdict {
	return onFiles(s, func(files []facts.File) verdict {
		var logs []string
		for _, f := range files {
			if f.Type == 1 {
				logs = append(logs, f.Name)
			}
		}
		value := fmt.Sprintf("%d log files", len(logs))
		if len(logs) != 1 {
			return s.saw(fail(value+": "+strings.Join(logs, ", ")), facts.ProbeFiles, value)
		}
		return s.saw(pass(logs[0]), facts.ProbeFiles, value)
	})
}

func judgeDefunct(s *subject) verdict {
	return onFiles(s, func(files []facts.File) verdict {
		for _, f := range files {
			if f.State == "DEFUNCT" {
				return s.saw(fail("file "+f.Name+" is defunct"), facts.ProbeFiles, f.State)
			}
		}
		return s.saw(pass(fmt.Sprintf("%d files", len(files))), facts.ProbeFiles, "no DEFUNCT")
	})
}

// onContainers judges the filegroups of a database that has files of type 2. Such a file
// is FILESTREAM data or a memory-optimized container; only the filegroup tells which. A
// database without such files needs no look inside.
func onContainers(s *subject, judge func([]facts.Filegroup) verdict) verdict {
	return onFiles(s, func(files []facts.File) verdict {
		containers := 0
		for _, f := range files {
			if f.Type == 2 {
				containers++
			}
		}
		if containers == 0 {
			return s.saw(pass("no containers"), facts.ProbeFiles, "no file of type 2")
		}
		groups, ok := s.database.Filegroups.Get()
		if !ok {
			return unknown(fmt.Sprintf("%d containers, FILESTREAM or memory-optimized: %s", containers, s.database.Filegroups.Why()))
		}
		return judge(groups)
	})
}

// groupsOf returns the filegroups of a type, with their names and number of files.
func groupsOf(groups []facts.Filegroup, kind string) (names []string, files int) {
	for _, g := range groups {
		if strings.TrimSpace(g.Type) == kind {
			names = append(names, g.Name)
			files += g.Files
		}
	}
	return names, files
}

func judgeFilestream(s *subject) verdict {
	return onContainers(s, func(groups []facts.Filegroup) verdict {
		if names, _ := groupsOf(groups, "FD"); len(names) > 0 {
			return s.saw(fail("FILESTREAM filegroup "+strings.Join(names, ", ")), facts.ProbeFilegroups, "type FD")
		}
		return s.saw(pass("no FILESTREAM filegroup"), facts.ProbeFilegroups, "no FD")
	})
}

func judgeContainers(s *subject) verdict {
	return onContainers(s, func(groups []facts.Filegroup) verdict {
		_, files := groupsOf(groups, "FX")
		value := fmt.Sprintf("%d containers", files)
		if files > 1 {
			return s.saw(fail(value), facts.ProbeFilegroups, value)
		}
		return s.saw(pass(value), facts.ProbeFilegroups, value)
	})
}

func judgeInMemory(s *subject) verdict {
	return onContainers(s, func(groups []facts.Filegroup) verdict {
		if names, _ := groupsOf(groups, "FX"); len(names) > 0 {
			return s.saw(fail("memory-optimized filegroup "+strings.Join(names, ", ")), facts.ProbeFilegroups, "type FX")
		}
		return s.saw(pass("no memory-optimized filegroup"), facts.ProbeFilegroups, "no FX")
	})
}

func judgeTDE(s *subject) verdict {
	if s.failed(codeUserDatabase) {
		return skip(codeUserDatabase)
	}
	e, ok := s.database.Encryption.Get()
	switch {
	case !ok:
		return unknown(s.database.Encryption.Why())
	case e == nil || e.State <= 1:
		return s.saw(pass("not encrypted"), facts.ProbeEncryption, "no encryption key in use")
	case strings.HasPrefix(e.Protector, "ASYMMETRIC"):
		return s.saw(fail("encrypted by a key in an external key store"), facts.ProbeEncryption, e.Thumbprint).withFix(
			"Give the managed instance access to the same key in Azure Key Vault and set customer-managed TDE there before creating the link.", "customer-managed-tde")
	}
	return s.saw(fail(encryptedBy(s, e)), facts.ProbeEncryption, e.Thumbprint)
}

// encryptedBy names the protecting certificate where it can be seen.
func encryptedBy(s *subject, e *facts.Encryption) string {
	for _, c := range s.source.Certificates.Or(nil) {
		if strings.EqualFold(c.Thumbprint, e.Thumbprint) {
			return "encrypted by certificate " + c.Name
		}
	}
	return "encrypted by the certificate with thumbprint " + e.Thumbprint
}
