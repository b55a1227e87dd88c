package instance

import (
	"regexp"
	"strings"

	"milink/internal/lab/syntax"
)

// memberURL is LISTENER_URL of a distributed group taken apart: TCP://host:port, and for a
// managed instance ;Server=[name] and sometimes ;Database=[name].
type memberURL struct {
	Base     string
	Server   string
	Database string
}

// azure tells whether the URL leads to a managed instance.
func (u memberURL) azure() bool { return u.Server != "" }

var memberURLForm = regexp.MustCompile(`(?i)^(tcp://[^;\s]+:\d+)(?:;Server=\[([^\[\]]+)\](?:;Database=\[([^\[\]]+)\])?)?$`)

// parseMemberURL reads a LISTENER_URL. Builds without the link do not know the part behind
// the semicolon and refuse it (19499).
func (s *Server) parseMemberURL(url string) (memberURL, error) {
	parts := memberURLForm.FindStringSubmatch(url)
	if parts == nil || !validURL(parts[1]) || strings.Contains(url, ";") && !s.linkCapable() {
		return memberURL{}, fault(19499, url)
	}
	return memberURL{Base: parts[1], Server: parts[2], Database: parts[3]}, nil
}

// newDistributed builds a distributed group over a group of this instance and one elsewhere.
func (a *action) newDistributed(st *syntax.CreateGroup) (*Group, error) {
	if len(st.Options) > 1 {
		return nil, fault(19497)
	}
	if a.s.group(st.Name.Text) != nil {
		return nil, fault(19509, st.Name.Text)
	}
	if a.s.standard() && !a.s.linkCapable() {
		return nil, fault(41199, "Distributed Availability Groups")
	}
	g := a.emptyGroup(st.Name.Text)
	g.Distributed, g.ClusterType = true, ""
	for _, entry := range st.Replicas {
		if err := a.addMember(g, entry); err != nil {
			return nil, err
		}
	}
	return g, a.checkMembers(g)
}

// addMember adds one AVAILABILITY GROUP ON entry.
func (a *action) addMember(g *Group, entry syntax.Replica) error {
	if a.s.replica(g, entry.Name) != nil {
		return fault(35235, entry.Name)
	}
	r := a.emptyReplica(entry.Name)
	if err := r.apply(entry.Options); err != nil {
		return err
	}
	switch {
	case r.EndpointURL == "":
		return fault(35236, entry.Name)
	case !given(entry.Options, "AVAILABILITY_MODE"):
		return fault(41198, entry.Name)
	case !given(entry.Options, "FAILOVER_MODE"):
		return fault(41197, entry.Name)
	case r.Failover != 1:
		return fault(35277)
	}
	if _, err := a.s.parseMemberURL(r.EndpointURL); err != nil {
		return err
	}
	if here := a.s.group(entry.Name); here != nil && !here.Distributed {
		r.ServerName, r.Local, r.Role, r.Connected, r.Health = here.Name, true, 1, true, 2
	} else {
		r.Role = 2
	}
	g.Replicas = append(g.Replicas, r)
	return nil
}

// checkMembers checks the group of this instance and the rules of a managed instance on the
// other side (47500 to 47519).
func (a *action) checkMembers(g *Group) error {
	local := g.local()
	if local == nil {
		return fault(19501)
	}
	here := a.s.group(local.ServerName)
	if here.Contained && a.s.Identity.Build.Major < 17 {
		return fault(47129, g.Name)
	}
	if here.Basic {
		return fault(19513, here.Name)
	}
	if err := a.uniqueMembers(g); err != nil {
		return err
	}
	for _, r := range g.Replicas {
		if err := a.checkAzureMember(g, here, r); err != nil {
			return err
		}
	}
	return nil
}

// uniqueMembers refuses a second distributed group over the same members, and one whose
// remote member takes part in another already.
func (a *action) uniqueMembers(g *Group) error {
	for _, other := range a.s.Groups {
		if !other.Distributed {
			continue
		}
		shared := 0
		for _, r := range g.Replicas {
			if twin := a.s.replica(other, r.ServerName); twin != nil && (r.Local || strings.EqualFold(twin.EndpointURL, r.EndpointURL)) {
				shared++
				if !r.Local && a.s.replica(other, g.local().ServerName) == nil {
					return fault(19502, r.ServerName)
				}
			}
		}
		if shared == len(g.Replicas) {
			return fault(19507, g.Name)
		}
	}
	return nil
}

// checkAzureMember checks one member that is a managed instance.
func (a *action) checkAzureMember(g, here *Group, r *Replica) error {
	url, err := a.s.parseMemberURL(r.EndpointURL)
	if err != nil || !url.azure() {
		return err
	}
	switch {
	case r.Seeding == 1 || g.local().Seeding == 1:
		return fault(47500, g.Name)
	case r.Availability == 1:
		return fault(47501, g.Name)
	case len(here.Databases) > 1 && !a.s.Settings.MultiDatabaseLink:
		return fault(47502, g.Name, here.Name)
	case len(here.Databases) == 0 && url.Database == "":
		return fault(47519, g.Name, here.Name)
	}
	if url.Database != "" { // the managed instance is the initial primary
		g.local().Role, r.Role = 2, 1
	}
	return nil
}

// linked tells whether the distributed group leads to a managed instance.
func (s *Server) linked(g *Group) bool {
	for _, r := range g.Replicas {
		if url, err := s.parseMemberURL(r.EndpointURL); err == nil && url.azure() {
			return true
		}
	}
	return false
}

// linksOf lists the distributed groups that lead from a group of this instance to a
// managed instance.
func (s *Server) linksOf(here *Group) []*Group {
	var links []*Group
	for _, g := range s.Groups {
		if g.Distributed && s.linked(g) && s.replica(g, here.Name) != nil {
			links = append(links, g)
		}
	}
	return links
}

// linkCapable tells whether this build knows links to a managed instance.
func (s *Server) linkCapable() bool { return s.Identity.HasConnectPack }
