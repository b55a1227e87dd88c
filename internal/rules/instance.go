package rules

import (
	"fmt"
	"strings"

	"milink/internal/facts"
)

func instanceRules() []Rule {
	return []Rule{
		{
			Code: "MIL1004", Slug: "source-edition", Area: "Instance", Severity: Blocker, Gates: always(), Scope: PerInstance,
			Title:    "The edition can be linked",
			Expected: "Enterprise, Developer or Standard edition",
			Why:      "Only these editions are supported as the source of a link. Express and Web have no availability groups.",
			Fix:      "Change to a supported edition (an edition upgrade keeps the databases), or migrate with Log Replay Service or native backup and restore instead.",
			Steps:    []string{"upgrade-edition"},
			Reads:    []string{"source.identity.edition"},
			Docs:     docs(prepareArticle, overviewLink), judge: judgeEdition,
		},
		{
			Code: codeHost, Slug: "source-host", Area: "Instance", Severity: Blocker, Gates: always(), Scope: PerInstance,
			Title:    "The operating system can host the source of a link",
			Expected: "Windows Server, or Linux with SQL Server 2017 or later",
			Why:      "Windows client systems have no availability groups, and SQL Server 2016 has no Linux release that can be linked.",
			Fix:      "Move the databases to SQL Server on a supported operating system.",
			Steps:    []string{"move-host"},
			Reads:    []string{"source.identity.platform", "source.identity.distribution", "source.identity.version"},
			Docs:     docs(overviewLink), judge: judgeHost,
		},
		{
			Code: "MIL1006", Slug: "failover-cluster-instance", Area: "Instance", Severity: Warning, Gates: onCreate(), Scope: PerInstance,
			Title:    "The instance is not a failover cluster instance",
			Expected: "a stand-alone instance",
			Why:      "The migration through the Azure portal does not take a failover cluster instance as its source, and the articles on links by hand do not describe one: rehearse before you rely on it.",
			Fix:      "Use route: direct and rehearse the link with a small database first, or migrate from a stand-alone instance.",
			Steps:    []string{},
			Reads:    []string{"source.identity.clustered"},
			Docs:     docs(prepareArticle), judge: judgeClustered,
		},
		{
			Code: "MIL1007", Slug: "arc-route-source", Area: "Instance", Severity: Blocker, Gates: untilLink(), Scope: PerInstance,
			Title:    "The source fits the route through Azure Arc",
			Expected: "Windows Server 2016 or later and not a failover cluster instance, when route is arc",
			Why:      "The migration through the Arc control plane is narrower than a link by hand: no Linux, no Windows Server 2012, no failover cluster instance.",
			Fix:      "Set route: direct in milink.yaml.",
			Steps:    []string{},
			Reads:    []string{"source.identity.platform", "source.identity.distribution", "source.identity.clustered"},
			Docs:     docs(prepareArticle), judge: judgeArcRoute,
		},
		{
			Code: "MIL1008", Slug: "server-name", Area: "Instance", Severity: Blocker, Gates: untilLink(), Scope: PerInstance,
			Title:    "The instance knows its own name",
			Expected: "@@SERVERNAME equals SERVERPROPERTY('ServerName')",
			Why:      "CREATE AVAILABILITY GROUP names the replica by @@SERVERNAME. After a rename of the machine the two differ, and the statement fails with Msg 35237.",
			Fix:      "EXEC sp_dropserver '<old name>';\nEXEC sp_addserver '<new name>', 'local';\nThen restart the service.",
			Steps:    []string{"rename-server", "restart-service"},
			Reads:    []string{"source.identity.serverName", "source.identity.propertyName"},
			Docs:     docs(scriptsLink, createGroupPage), judge: judgeServerName,
		},
	}
}

const codeHost = "MIL1005"

// linkEditions are the families that may be linked, as the Edition text begins.
var linkEditions = []string{"Enterprise Edition", "Enterprise Developer Edition", "Standard Developer Edition", "Developer Edition", "Standard Edition"}

func judgeEdition(s *subject) verdict {
	e, ok := s.source.Identity.Edition.Get()
	if !ok {
		return unknown(s.source.Identity.Edition.Why())
	}
	for _, family := range linkEditions {
		if strings.HasPrefix(e, family) {
			return s.saw(pass(e), facts.ProbeIdentity, e)
		}
	}
	return s.saw(fail(e), facts.ProbeIdentity, e)
}

func judgeHost(s *subject) verdict {
	if s.failed(codeSupported) {
		return skip(codeSupported)
	}
	platform, ok := s.source.Identity.Platform.Get()
	if !ok {
		return unknown(s.source.Identity.Platform.Why())
	}
	v, ok := s.source.Identity.Version.Get()
	if !ok {
		return unknown(s.source.Identity.Version.Why())
	}
	distribution, named := s.source.Identity.Distribution.Get()
	probe := facts.ProbeHost
	if v.Major() < 14 {
		probe = facts.ProbeIdentity // the banner; the view came with 2017
	}
	switch {
	case platform == "Linux" && v.Major() < 14:
		return s.saw(fail("SQL Server 2016 on Linux"), probe, platform)
	case platform == "Linux":
		return s.saw(pass("Linux "+s.source.Identity.Distribution.Or("")), probe, platform)
	case !named:
		return unknown("Windows, but not which: " + s.source.Identity.Distribution.Why())
	case !strings.Contains(distribution, "Server"):
		return s.saw(fail(distribution+" is a client system"), probe, distribution)
	}
	return s.saw(pass(distribution), probe, distribution)
}

func judgeClustered(s *subject) verdict {
	clustered, ok := s.source.Identity.Clustered.Get()
	if !ok {
		return unknown(s.source.Identity.Clustered.Why())
	}
	if clustered {
		return s.saw(fail("a failover cluster instance"), facts.ProbeIdentity, "IsClustered = 1")
	}
	return s.saw(pass("stand-alone"), facts.ProbeIdentity, "IsClustered = 0")
}

func judgeArcRoute(s *subject) verdict {
	if s.wishes.Route != "arc" {
		return skip("route is not arc in milink.yaml")
	}
	platform, ok := s.source.Identity.Platform.Get()
	if !ok {
		return unknown(s.source.Identity.Platform.Why())
	}
	clustered, ok := s.source.Identity.Clustered.Get()
	if !ok {
		return unknown(s.source.Identity.Clustered.Why())
	}
	distribution, named := s.source.Identity.Distribution.Get()
	switch {
	case platform != "Windows":
		return s.saw(fail("SQL Server on "+platform), facts.ProbeHost, platform)
	case !named:
		return unknown(s.source.Identity.Distribution.Why())
	case strings.Contains(distribution, "Server 2012"):
		return s.saw(fail(distribution), facts.ProbeHost, distribution)
	case clustered:
		return s.saw(fail("a failover cluster instance"), facts.ProbeIdentity, "IsClustered = 1")
	}
	return s.saw(pass("Windows, stand-alone"), facts.ProbeIdentity, "IsClustered = 0")
}

func judgeServerName(s *subject) verdict {
	own, ok := s.source.Identity.ServerName.Get()
	if !ok {
		return unknown(s.source.Identity.ServerName.Why())
	}
	machine, ok := s.source.Identity.PropertyName.Get()
	if !ok {
		return unknown(s.source.Identity.PropertyName.Why())
	}
	switch {
	case own == "":
		return s.saw(fail("@@SERVERNAME is NULL: the instance has no row for itself in sys.servers"), facts.ProbeIdentity, "NULL")
	case !strings.EqualFold(own, machine):
		return s.saw(fail(fmt.Sprintf("@@SERVERNAME is %s, the machine says %s", own, machine)), facts.ProbeIdentity, own)
	}
	return s.saw(pass(own), facts.ProbeIdentity, own)
}
