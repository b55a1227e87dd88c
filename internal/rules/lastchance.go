package rules

import (
	"fmt"

	"milink/internal/facts"
)

const codeADR = "MIL2030"

func lastChanceRules() []Rule {
	return []Rule{
		dbRule(Rule{
			Code: codeADR, Slug: "accelerated-recovery", Area: "Last chance before the link", Severity: LastChance, Gates: onCreate(),
			Title:    "Accelerated database recovery is on, if it is wanted later",
			Expected: "on (SQL Server 2019 and later), or a decision to live without it",
			Why:      "It cannot be switched on after the database has come to the managed instance through a link.",
			Fix:      "ALTER DATABASE [<database>] SET ACCELERATED_DATABASE_RECOVERY = ON;\nOr decide against it.",
			Steps:    []string{"enable-adr"},
			Reads:    []string{"source.identity.version", "source.databases.adr"},
			Docs:     docs(prepareLink), judge: judgeADR,
		}),
		dbRule(Rule{
			Code: "MIL2031", Slug: "version-store-filegroup", Area: "Last chance before the link", Gates: onCreate(),
			Title:    "The persistent version store lies in PRIMARY",
			Expected: "PRIMARY, where accelerated database recovery is on",
			Why:      "With the version store in another filegroup, restores on the managed instance can fail.",
			Fix:      "ALTER DATABASE [<database>] SET ACCELERATED_DATABASE_RECOVERY = OFF;\nWait until the version store is empty, then:\nALTER DATABASE [<database>] SET ACCELERATED_DATABASE_RECOVERY = ON;",
			Steps:    []string{"move-version-store"},
			Reads:    []string{"source.databases.adr", "source.databases.pvsFilegroup"},
			Docs:     docs(prepareLink), judge: judgeVersionStore,
		}),
		dbRule(Rule{
			Code: "MIL2032", Slug: "service-broker", Area: "Last chance before the link", Severity: LastChance, Gates: onCreate(),
			Title:    "Service Broker is enabled, if it is wanted later",
			Expected: "enabled, or a decision to live without it",
			Why:      "It cannot be switched on after the database has come to the managed instance through a link.",
			Fix:      "ALTER DATABASE [<database>] SET ENABLE_BROKER;\nIt needs the database for itself. Or decide against it.",
			Steps:    []string{"enable-broker"},
			Reads:    []string{"source.databases.broker"},
			Docs:     docs(prepareLink), judge: judgeBroker,
		}),
	}
}

// before2019 judges the version for features that came with SQL Server 2019.
func before2019(s *subject) (verdict, bool) {
	for _, code := range []string{codeUserDatabase, codeOnline} {
		if s.failed(code) {
			return skip(code), true
		}
	}
	v, ok := s.source.Identity.Version.Get()
	if !ok {
		return unknown(s.source.Identity.Version.Why()), true
	}
	if v.Major() < 15 {
		return skip("SQL Server 2019 brought this feature"), true
	}
	return verdict{}, false
}

func judgeADR(s *subject) verdict {
	if v, done := before2019(s); done {
		return v
	}
	on, ok := s.database.ADR.Get()
	if !ok {
		return unknown(s.database.ADR.Why())
	}
	value := fmt.Sprintf("is_accelerated_database_recovery_on = %d", bit(on))
	if !on {
		return s.saw(fail("off"), facts.ProbeDatabases, value)
	}
	return s.saw(pass("on"), facts.ProbeDatabases, value)
}

func judgeVersionStore(s *subject) verdict {
	if v, done := before2019(s); done {
		return v
	}
	on, ok := s.database.ADR.Get()
	switch {
	case !ok:
		return unknown(s.database.ADR.Why())
	case !on:
		return skip("accelerated database recovery is off")
	}
	group, ok := s.database.PVSFilegroup.Get()
	if !ok {
		return unknown(s.database.PVSFilegroup.Why())
	}
	value := fmt.Sprintf("pvs_filegroup_id = %d", group)
	if group != 1 {
		return s.saw(fail("in another filegroup than PRIMARY"), facts.ProbeVersionStore, value)
	}
	return s.saw(pass("PRIMARY"), facts.ProbeVersionStore, value)
}

func judgeBroker(s *subject) verdict {
	if s.failed(codeOnline) {
		return skip(codeOnline)
	}
	broker, ok := s.database.Broker.Get()
	if !ok && !s.failed(codeUserDatabase) {
		return unknown(s.database.Broker.Why())
	}
	if broker {
		return flagged(s, false, "", "is_broker_enabled = 1")
	}
	return flagged(s, true, "off", "is_broker_enabled = 0")
}
