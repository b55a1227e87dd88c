package rules

import (
	"fmt"

	"milink/internal/facts"
)

// Codes that other rules refer to.
const (
	codeSupported = "MIL1001"
	codeBuild     = "MIL1002"
	codePack      = "MIL1003"
)

// minimum is the first build of each version that can carry a link, by major version
// (facts/link.md 1.1). For 2016 and 2017 the Azure Connect pack is asked for by a rule of
// its own, so that one missing package is one finding.
var minimum = map[int]struct {
	build  facts.Version
	update string
}{
	13: {facts.Version{13, 0, 6300, 2}, "SQL Server 2016 SP3 (KB5003279)"},
	14: {facts.Version{14, 0, 3456, 2}, "SQL Server 2017 CU31 (KB5016884)"},
	15: {facts.Version{15, 0, 4312, 2}, "SQL Server 2019 CU20 (KB5024276)"},
	16: {facts.Version{16, 0, 1000, 6}, "SQL Server 2022 RTM"},
	17: {facts.Version{17, 0, 1000, 7}, "SQL Server 2025 RTM"},
}

// connectPack is the Azure Connect pack of the two versions that need it.
var connectPack = map[int]struct {
	build facts.Version
	kb    string
}{
	13: {facts.Version{13, 0, 7000, 253}, "KB5014242"},
	14: {facts.Version{14, 0, 3490, 10}, "KB5050533"},
}

func versionRules() []Rule {
	return []Rule{
		{
			Code: codeSupported, Slug: "source-version", Area: "Version", Severity: Blocker, Gates: always(), Scope: PerInstance,
			Title:    "The version of SQL Server can be linked",
			Expected: "SQL Server 2016, 2017, 2019, 2022 or 2025",
			Why:      "The link is a distributed availability group. SQL Server 2014 and older do not have that technology.",
			Fix:      "Upgrade the instance to SQL Server 2016 or later, or migrate with Log Replay Service or native backup and restore instead.",
			Steps:    []string{"upgrade-version"},
			Reads:    []string{"source.identity.version"},
			Docs:     docs(prepareArticle, overviewLink), judge: judgeSupported,
		},
		{
			Code: codeBuild, Slug: "source-build", Area: "Version", Severity: Blocker, Gates: always(), Scope: PerInstance,
			Title:    "The minimum servicing update is installed",
			Expected: "the minimum build of this version or later, on a line that contains it",
			Why:      "Builds below the minimum lack parts of the link; creating it fails, some of them only after seeding has begun. GDR-only builds carry security fixes but not the link, however new they are.",
			Fix:      "Install the minimum servicing update of this version or a later one. The installation restarts the service.",
			Steps:    []string{"install-update"},
			Reads:    []string{"source.identity.version"},
			Docs:     docs(prepareArticle, overviewLink), judge: judgeBuild,
		},
		{
			Code: codePack, Slug: "link-capability", Area: "Version", Severity: Blocker, Gates: always(), Scope: PerInstance,
			Title:    "The instance has the procedures that the link needs",
			Expected: "sp_certificate_add_issuer exists (on 2016 and 2017 it comes with the Azure Connect pack)",
			Why:      "Without it the root certificates cannot be trusted (Msg 2812), the managed instance's listener URL is refused (Msg 19499), or the link fails with 41976 while the error log says \"redirect string is empty\". All three have this one cause.",
			Fix:      "Install the update that brings the procedure, then check again.",
			Steps:    []string{"install-update"},
			Reads:    []string{"source.identity.version", "source.identity.addsIssuers"},
			Docs:     docs(scriptsLink, troubleArc), judge: judgeCapability,
		},
	}
}

func judgeSupported(s *subject) verdict {
	v, ok := s.source.Identity.Version.Get()
	if !ok {
		return unknown(s.source.Identity.Version.Why())
	}
	if other := otherProduct(s.source.Identity.EngineEdition); other != "" {
		return s.saw(fail(other+", not a SQL Server instance"), facts.ProbeIdentity, v.String()).
			withFix("Name the SQL Server instance whose databases are to move as the source.")
	}
	seen := fmt.Sprintf("%s, %s", v.Product(), v)
	if _, linkable := minimum[v.Major()]; linkable {
		return s.saw(pass(seen), facts.ProbeIdentity, v.String())
	}
	if v.Major() > 17 {
		return s.saw(unknown(seen+": newer than this milink knows"), facts.ProbeIdentity, v.String())
	}
	return s.saw(fail(seen), facts.ProbeIdentity, v.String())
}

// otherProduct names a relative of SQL Server by its engine edition (facts/tsql.md B1).
func otherProduct(edition facts.Fact[int]) string {
	e, ok := edition.Get()
	if !ok || e >= 1 && e <= 4 {
		return ""
	}
	names := map[int]string{
		5: "Azure SQL Database", 6: "Azure Synapse", 8: "Azure SQL Managed Instance",
		9: "Azure SQL Edge", 11: "Azure Synapse serverless", 12: "a Fabric SQL database",
	}
	if name, known := names[e]; known {
		return name
	}
	return fmt.Sprintf("a product milink does not know (EngineEdition %d)", e)
}

func judgeBuild(s *subject) verdict {
	v, ok := s.source.Identity.Version.Get()
	if !ok {
		return unknown(s.source.Identity.Version.Why())
	}
	min, linkable := minimum[v.Major()]
	if !linkable || s.failed(codeSupported) {
		return skip(codeSupported)
	}
	if v.AtLeast(min.build) {
		return s.saw(pass(fmt.Sprintf("%s, minimum is %s", v, min.build)), facts.ProbeIdentity, v.String())
	}
	observed := fmt.Sprintf("%s%s is below %s", v, gdrRemark(v), min.build)
	text := fmt.Sprintf("Install %s or a later update (build %s). The installation restarts the service.", min.update, min.build)
	if pack, needs := connectPack[v.Major()]; needs {
		text = fmt.Sprintf("Install %s, then the Azure Connect pack %s (build %s). Each restarts the service.", min.update, pack.kb, pack.build)
	}
	return s.saw(fail(observed), facts.ProbeIdentity, v.String()).withFix(text, "install-update")
}

// gdrLines are the numeric ranges of GDR-only builds, which are younger than the CUs above
// them in time but lack what those contain (facts/tsql.md G1).
var gdrLines = []struct{ from, to facts.Version }{
	{facts.Version{14, 0, 2000, 0}, facts.Version{14, 0, 2999, 0}},
	{facts.Version{15, 0, 2001, 0}, facts.Version{15, 0, 2999, 0}},
}

func gdrRemark(v facts.Version) string {
	for _, l := range gdrLines {
		if v.AtLeast(l.from) && l.to.AtLeast(v) {
			return " is a GDR-only build, which does not contain the cumulative updates, and"
		}
	}
	return ""
}

func judgeCapability(s *subject) verdict {
	if s.failed(codeSupported) || s.failed(codeBuild) {
		if s.failed(codeSupported) {
			return skip(codeSupported)
		}
		return skip(codeBuild)
	}
	has, ok := s.source.Identity.AddsIssuers.Get()
	if !ok {
		return unknown(s.source.Identity.AddsIssuers.Why())
	}
	v, known := s.source.Identity.Version.Get()
	if !known {
		return unknown(s.source.Identity.Version.Why())
	}
	if has {
		return s.saw(pass("sp_certificate_add_issuer exists"), facts.ProbeCapability, "1 row")
	}
	return s.saw(missingCapability(v), facts.ProbeCapability, "no row")
}

// missingCapability says what to install, by version and servicing line.
func missingCapability(v facts.Version) verdict {
	pack, needs := connectPack[v.Major()]
	if !needs {
		return fail(fmt.Sprintf("sp_certificate_add_issuer is missing although build %s should have it", v)).
			withFix("Repair the installation of the servicing update, then check again; no update of this version that carries the link lacks the procedure.", "install-update")
	}
	observed := fmt.Sprintf("sp_certificate_add_issuer is missing: build %s has no Azure Connect pack", v)
	if v.Major() == 13 && v[2] >= 6300 && v[2] < 7000 {
		observed += " (13.0.6xxx is the SP3 line without it, however new the build)"
	}
	return fail(observed).withFix(fmt.Sprintf(
		"Install the Azure Connect pack %s (build %s) or a later update of that line. The installation restarts the service.", pack.kb, pack.build), "install-update")
}
