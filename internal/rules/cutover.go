package rules

import (
	"fmt"

	"milink/internal/facts"
)

// atCutover is the gate of everything that only matters once a link runs.
func atCutover() []Gate { return []Gate{Cutover} }

// cutoverRules are what the source can tell about the last step. The link itself, lag and
// the managed instance's backup are judged by the verbs that run a link.
func cutoverRules() []Rule {
	return []Rule{
		dbRule(Rule{
			Code: "MIL7001", Slug: "database-linked", Area: "Running link", Gates: atCutover(),
			Title:    "The database has a connected link",
			Expected: "in a group that a distributed group links to a managed instance, and that instance is connected",
			Why:      "There is nothing to cut over without a link, and a link that is not connected has lost touch with what was written since.",
			Fix:      "Create the link and let seeding finish; where a link exists, find out why the managed instance is not connected.",
			Reads:    []string{"source.groups"},
			Docs:     docs(troubleLink), judge: judgeLinked,
		}),
		dbRule(Rule{
			Code: "MIL8003", Slug: "after-cutover", Area: "Cutover", Severity: Info, Gates: atCutover(),
			Title:    "Nothing about the database must be set up again after the cutover",
			Expected: "neither a replication publisher nor change data capture",
			Why:      "A publisher must be configured again on the managed instance, and readers of change data must follow to the instance that is primary then.",
			Fix:      "List publications, subscriptions and capture jobs now, and set them up on the managed instance after the cutover.",
			Reads:    []string{"source.databases.publisher", "source.databases.cdc"},
			Docs:     docs(overviewLink), judge: judgeReconfigure,
		}),
		{
			Code: "MIL8001", Slug: "no-way-back", Area: "Cutover", Severity: Warning, Gates: atCutover(), Scope: PerInstance,
			Title:    "The cutover can be taken back over the link",
			Expected: "SQL Server 2022 or 2025 (with the matching update policy on the managed instance)",
			Why:      "With SQL Server 2016 to 2019 the cutover is the end of the link: there is no failback, and the way back is a backup taken before, transactional replication or an export.",
			Fix:      "Plan the way back before the cutover: keep the source fenced and untouched, and decide until when you would return to it.",
			Steps:    []string{},
			Reads:    []string{"source.identity.version"},
			Docs:     docs(overviewLink), judge: judgeWayBack,
		},
		{
			Code: "MIL8002", Slug: "planned-failover", Area: "Cutover", Severity: Info, Gates: atCutover(), Scope: PerInstance,
			Title:    "The cutover can be a planned failover that keeps the link",
			Expected: "SQL Server 2022 CU13 (16.0.4125.3) or later",
			Why:      "From that build on ALTER AVAILABILITY GROUP ... FAILOVER cuts over and keeps the link. Older builds cut over by switching to synchronous commit, comparing LSNs and deleting the link.",
			Fix:      "Install CU13 or later if you want to keep the link after the cutover.",
			Steps:    []string{"install-update"},
			Reads:    []string{"source.identity.version"},
			Docs:     docs(linkDocs + "managed-instance-link-failover-how-to"), judge: judgePlannedFailover,
		},
	}
}

func judgeReconfigure(s *subject) verdict {
	publisher, ok := s.database.Publisher.Get()
	if !ok {
		return unknown(s.database.Publisher.Why())
	}
	cdc, ok := s.database.CDC.Get()
	if !ok {
		return unknown(s.database.CDC.Why())
	}
	value := fmt.Sprintf("is_published = %d, is_cdc_enabled = %d", bit(publisher), bit(cdc))
	switch {
	case publisher:
		return s.saw(fail("the database is a replication publisher"), facts.ProbeDatabases, value)
	case cdc:
		return s.saw(fail("the database has change data capture"), facts.ProbeDatabases, value)
	}
	return s.saw(pass("neither"), facts.ProbeDatabases, value)
}

func judgeLinked(s *subject) verdict {
	groups, ok := s.source.Groups.Get()
	if !ok {
		return unknown(s.source.Groups.Why())
	}
	if !s.database.InGroup {
		return s.saw(fail("in no availability group, so in no link"), facts.ProbeDatabases, "in no group")
	}
	g, why := s.groupOf(groups)
	if why != "" {
		return unknown(why)
	}
	for _, d := range groups {
		if !toManagedInstance(d) || !s.carries(d, g) {
			continue
		}
		connected, why := linkConnected(d)
		switch {
		case why != "":
			return unknown("the state of link " + d.Name + ": " + why)
		case !connected:
			return s.saw(fail("link "+d.Name+" is not connected to its managed instance"), facts.ProbeGroups, "DISCONNECTED")
		}
		return s.saw(pass("link "+d.Name), facts.ProbeGroups, "CONNECTED")
	}
	return s.saw(fail("group "+g.Name+" has no link to a managed instance"), facts.ProbeGroups, fmt.Sprintf("%d groups", len(groups)))
}

// carries tells whether the distributed group has the group as a member.
func (s *subject) carries(distributed, group facts.Group) bool {
	for _, r := range distributed.Replicas {
		if s.same(r.Name, group.Name) {
			return true
		}
	}
	return false
}

func judgeWayBack(s *subject) verdict {
	v, ok := s.source.Identity.Version.Get()
	switch {
	case !ok:
		return unknown(s.source.Identity.Version.Why())
	case v.Major() < 16:
		return s.saw(fail(v.Product()+" cannot fail back"), facts.ProbeIdentity, v.String())
	}
	return s.saw(pass(v.Product()), facts.ProbeIdentity, v.String())
}

func judgePlannedFailover(s *subject) verdict {
	v, ok := s.source.Identity.Version.Get()
	switch {
	case !ok:
		return unknown(s.source.Identity.Version.Why())
	case !v.AtLeast(facts.Version{16, 0, 4125, 3}):
		return s.saw(fail(v.String()), facts.ProbeIdentity, v.String())
	}
	return s.saw(pass(v.String()), facts.ProbeIdentity, v.String())
}
