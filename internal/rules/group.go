package rules

import (
	"fmt"
	"strings"

	"milink/internal/facts"
)

func groupRules() []Rule {
	return []Rule{
		{
			Code: "MIL1040", Slug: "link-leftovers", Area: "Existing groups and links", Severity: Warning, Gates: untilLink(), Scope: PerInstance,
			Title:    "No remains of an older link are in the way",
			Expected: "no distributed group to a managed instance that is not connected",
			Why:      "What an older or half-made link left behind makes the next one fail: names are taken, a database stays in its group, the portal refuses to start.",
			Fix:      "Make sure that nobody uses the link any more, then remove in this order: the link in Azure, the distributed group, the group made for it, the certificate named after the managed instance, and the trust certificate in Azure.",
			Steps:    []string{"drop-link-leftovers"},
			Reads:    []string{"source.groups"},
			Docs:     docs(prepareArticle, troubleArc), judge: judgeLeftovers,
		},
		{
			Code: "MIL1041", Slug: "arc-existing-link", Area: "Existing groups and links", Severity: Blocker, Gates: untilLink(), Scope: PerInstance,
			Title:    "No link made by hand exists when the route is Arc",
			Expected: "no distributed group to a managed instance, when route is arc",
			Why:      "A migration through the portal is not compatible with links made by hand on the same instance.",
			Fix:      "Finish or drop the existing link and its certificates and endpoint first, or set route: direct in milink.yaml.",
			Steps:    []string{"drop-link-leftovers"},
			Reads:    []string{"source.groups"},
			Docs:     docs(prepareArticle), judge: judgeArcLinks,
		},
	}
}

// toManagedInstance tells whether a distributed group points at a managed instance: its
// listener URL names the server behind the gateway.
func toManagedInstance(g facts.Group) bool {
	if !g.Distributed {
		return false
	}
	for _, r := range g.Replicas {
		if strings.Contains(strings.ToLower(r.EndpointURL), ";server=") || managedName(r.EndpointURL) {
			return true
		}
	}
	return false
}

// managedSuffixes are the DNS suffixes of managed instances per cloud (facts/link.md 6.1).
var managedSuffixes = []string{".database.windows.net", ".database.usgovcloudapi.net", ".database.chinacloudapi.cn"}

func managedName(s string) bool {
	s = strings.ToLower(s)
	for _, suffix := range managedSuffixes {
		if strings.Contains(s, suffix) {
			return true
		}
	}
	return false
}

func judgeLeftovers(s *subject) verdict {
	groups, ok := s.source.Groups.Get()
	if !ok {
		return unknown(s.source.Groups.Why())
	}
	left, links, unclear := leftovers(groups)
	value := fmt.Sprintf("%d distributed groups to managed instances", links)
	switch {
	case len(left) > 0:
		return s.saw(fail(strings.Join(left, "; ")), facts.ProbeGroups, value)
	case unclear != "":
		return unknown(unclear)
	}
	return s.saw(pass(fmt.Sprintf("%d links, no remains", links)), facts.ProbeGroups, value)
}

// leftovers lists disconnected links; unclear says why a link's state is not known.
func leftovers(groups []facts.Group) (left []string, links int, unclear string) {
	for _, g := range groups {
		if !toManagedInstance(g) {
			continue
		}
		links++
		connected, why := linkConnected(g)
		switch {
		case why != "":
			unclear = "the state of link " + g.Name + ": " + why
		case !connected:
			left = append(left, fmt.Sprintf("link %s is not connected to its managed instance", g.Name))
		}
	}
	return left, links, unclear
}

// linkConnected tells whether the managed instance's side of a link is connected; why is
// set when that is not known.
func linkConnected(g facts.Group) (connected bool, why string) {
	for _, r := range g.Replicas {
		if !managedName(r.EndpointURL) {
			continue
		}
		c, ok := r.Connected.Get()
		if !ok {
			return false, r.Connected.Why()
		}
		return c, ""
	}
	return false, ""
}

func judgeArcLinks(s *subject) verdict {
	if s.wishes.Route != "arc" {
		return skip("route is not arc in milink.yaml")
	}
	groups, ok := s.source.Groups.Get()
	if !ok {
		return unknown(s.source.Groups.Why())
	}
	var names []string
	for _, g := range groups {
		if toManagedInstance(g) {
			names = append(names, g.Name)
		}
	}
	value := fmt.Sprintf("%d groups", len(groups))
	if len(names) > 0 {
		return s.saw(fail("links exist: "+strings.Join(names, ", ")), facts.ProbeGroups, value)
	}
	return s.saw(pass("no links"), facts.ProbeGroups, value)
}
