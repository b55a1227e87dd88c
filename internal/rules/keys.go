package rules

import "milink/internal/facts"

const codeMasterKey = "MIL1020"

func keyRules() []Rule {
	return []Rule{
		{
			Code: codeMasterKey, Slug: "master-key", Area: "Keys and certificates", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The database master key exists in master",
			Expected: "one master key in master",
			Why:      "It protects the private key of the certificate that the link's endpoint uses; without it CREATE CERTIFICATE fails with Msg 15581.",
			Fix:      "USE master;\nCREATE MASTER KEY ENCRYPTION BY PASSWORD = '<strong_password>';\nKeep the password in a safe place.",
			Steps:    []string{"create-master-key"},
			Reads:    []string{"source.masterKey.present"},
			Docs:     docs(prepareArticle, prepareLink), judge: judgeMasterKey,
		},
		{
			Code: "MIL1021", Slug: "master-key-opens", Area: "Keys and certificates", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The master key opens by itself",
			Expected: "encrypted by the service master key",
			Why:      "A master key that only its password opens is closed after every restart: the endpoint then has no certificate (Msg 15581 in the error log) and the link stops.",
			Fix:      "USE master;\nOPEN MASTER KEY DECRYPTION BY PASSWORD = '<password>';\nALTER MASTER KEY ADD ENCRYPTION BY SERVICE MASTER KEY;",
			Steps:    []string{"protect-master-key"},
			Reads:    []string{"source.masterKey.present", "source.masterKey.opensItself"},
			Docs:     docs(sqlDocs + "relational-databases/errors-events/mssqlserver-15581-database-engine-error"), judge: judgeMasterKeyOpens,
		},
	}
}

func judgeMasterKey(s *subject) verdict {
	present, ok := s.source.MasterKey.Present.Get()
	switch {
	case !ok:
		return unknown(s.source.MasterKey.Present.Why())
	case !present:
		return s.saw(fail("no master key in master"), facts.ProbeMasterKey, "no row")
	}
	return s.saw(pass("present"), facts.ProbeMasterKey, "1 row")
}

func judgeMasterKeyOpens(s *subject) verdict {
	if s.failed(codeMasterKey) {
		return skip(codeMasterKey)
	}
	if s.earlier[codeMasterKey] == Unknown {
		return unknown(s.source.MasterKey.Present.Why())
	}
	opens, ok := s.source.MasterKey.OpensItself.Get()
	switch {
	case !ok:
		return unknown(s.source.MasterKey.OpensItself.Why())
	case !opens:
		return s.saw(fail("only its password opens it"), facts.ProbeMasterKey, "is_master_key_encrypted_by_server = 0")
	}
	return s.saw(pass("encrypted by the service master key"), facts.ProbeMasterKey, "is_master_key_encrypted_by_server = 1")
}
