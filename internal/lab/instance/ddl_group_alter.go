package instance

import (
	"slices"

	"milink/internal/lab/syntax"
)

// alterGroup carries out ALTER AVAILABILITY GROUP.
func (a *action) alterGroup(st *syntax.AlterGroup) error {
	if err := a.groupsAllowed(); err != nil {
		return err
	}
	if st.Action == "JOIN" || st.Action == "JOIN GROUP" {
		return a.joinGroup(st)
	}
	g := a.s.group(st.Name.Text)
	if g == nil || !a.se.HasGroup(g, "ALTER") {
		return cannotFind("alter", "availability group", st.Name.Text)
	}
	switch st.Action {
	case "FAILOVER", "FORCE_FAILOVER_ALLOW_DATA_LOSS":
		return a.failover(g, st.Action)
	case "GRANT CREATE ANY DATABASE", "DENY CREATE ANY DATABASE":
		g.CreateAnyDatabase = st.Action[0] == 'G'
		return nil
	case "SET":
		return a.setGroup(g, st.Options)
	}
	if local := g.local(); local == nil || local.Role != 1 {
		return fault(41140, g.Name)
	}
	return a.alterPrimary(g, st)
}

// alterPrimary carries out the forms that only the primary takes.
func (a *action) alterPrimary(g *Group, st *syntax.AlterGroup) error {
	if st.Action == "MODIFY GROUP" {
		return a.modifyMembers(g, st.Replicas)
	}
	if g.Distributed {
		return fault(41190, g.Name, "ALTER AVAILABILITY GROUP", st.Action) // modelled: the number for a plain-group form on a distributed group
	}
	switch st.Action {
	case "ADD DATABASE":
		return a.addDatabases(g, st.Databases)
	case "REMOVE DATABASE":
		return a.removeDatabases(g, st.Databases)
	case "ADD REPLICA":
		return a.addReplicasTo(g, st.Replicas)
	case "MODIFY REPLICA":
		return a.modifyReplicas(g, st.Replicas)
	case "REMOVE REPLICA":
		return a.removeReplicas(g, st.Replicas)
	case "OFFLINE":
		g.Offline = true
		g.local().Role = 0
		return nil
	}
	return a.alterListener(g, st)
}

// setGroup carries out SET (...). SET (ROLE = SECONDARY) makes the primary of a distributed
// group the forwarder.
func (a *action) setGroup(g *Group, options []syntax.WithOption) error {
	role := option(options, "ROLE")
	local := g.local()
	if role == nil {
		if local == nil || local.Role != 1 {
			return fault(41140, g.Name)
		}
		changed := *g
		if err := changed.setOptions(options); err != nil {
			return err
		}
		*g = changed
		return nil
	}
	if !g.Distributed {
		return fault(19512, g.Name)
	}
	if role.Value != "SECONDARY" {
		return fault(102, role.Value)
	}
	if local == nil || local.Role != 1 {
		return fault(41140, g.Name)
	}
	local.Role = 2
	a.s.logf(a.se.process(), "The state of the local availability replica in availability group '%s' has changed from 'PRIMARY_NORMAL' to 'SECONDARY_NORMAL'.", g.Name)
	return nil
}

func (a *action) addDatabases(g *Group, names []syntax.Ident) error {
	links := a.s.linksOf(g)
	for _, name := range names {
		if err := a.mayJoin(g, name.Text); err != nil {
			return err
		}
		if len(links) > 0 && len(g.Databases) > 0 && !a.s.Settings.MultiDatabaseLink {
			return fault(47503, g.Name, links[0].Name)
		}
		if err := a.editionRules(g, append(slices.Clone(g.Databases), name.Text)); err != nil {
			return err
		}
		d := a.s.database(name.Text)
		g.Databases = append(g.Databases, d.Name)
		a.joinDatabase(g, d)
	}
	return nil
}

func (a *action) removeDatabases(g *Group, names []syntax.Ident) error {
	for _, name := range names {
		d := a.s.database(name.Text)
		if d == nil || d.GroupID == nil || *d.GroupID != g.ID {
			return fault(35281, name.Text, g.Name)
		}
		if len(a.s.linksOf(g)) > 0 && !a.s.Settings.MultiDatabaseLink {
			return fault(47520)
		}
		g.Databases = slices.DeleteFunc(slices.Clone(g.Databases), func(n string) bool { return a.s.sameName(n, d.Name) })
		d.leaveGroup()
	}
	return nil
}

func (a *action) addReplicasTo(g *Group, replicas []syntax.Replica) error {
	for _, entry := range replicas {
		if a.s.replica(g, entry.Name) != nil {
			return fault(35282, entry.Name, g.Name)
		}
		r, err := a.newReplica(g, entry)
		if err != nil {
			return err
		}
		r.Role = 2
		g.Replicas = append(g.Replicas, r)
	}
	return nil
}

// modifyReplicas changes one option of a replica; the statement takes no more than one.
func (a *action) modifyReplicas(g *Group, replicas []syntax.Replica) error {
	for _, entry := range replicas {
		r := a.s.replica(g, entry.Name)
		if r == nil {
			return fault(35210, entry.Name, g.Name)
		}
		if len(entry.Options) > 1 {
			return fault(102, ",")
		}
		changed := *r
		if err := changed.apply(entry.Options); err != nil {
			return err
		}
		if !validURL(changed.EndpointURL) {
			return fault(35232, changed.EndpointURL)
		}
		if err := g.checkFailover("ALTER AVAILABILITY GROUP", &changed); err != nil {
			return err
		}
		changed.Modified = a.now
		*r = changed
	}
	return nil
}

func (a *action) removeReplicas(g *Group, replicas []syntax.Replica) error {
	for _, entry := range replicas {
		r := a.s.replica(g, entry.Name)
		if r == nil {
			return fault(35283, entry.Name, g.Name)
		}
		if r.Local {
			return fault(35284, entry.Name, g.Name)
		}
		g.Replicas = slices.DeleteFunc(slices.Clone(g.Replicas), func(other *Replica) bool { return other == r })
	}
	return nil
}

// modifyMembers carries out MODIFY AVAILABILITY GROUP ON for one or both members. Nothing
// changes unless every entry is good.
func (a *action) modifyMembers(g *Group, entries []syntax.Replica) error {
	if !g.Distributed {
		return fault(19512, g.Name)
	}
	changed := map[*Replica]Replica{}
	for _, entry := range entries {
		r := a.s.replica(g, entry.Name)
		if r == nil {
			return fault(19508, entry.Name, g.Name)
		}
		next := *r
		if err := next.apply(entry.Options); err != nil {
			return err
		}
		if err := a.checkModified(g, next); err != nil {
			return err
		}
		next.Modified = a.now
		changed[r] = next
	}
	for _, r := range g.Replicas {
		if next, ok := changed[r]; ok {
			*r = next
		}
	}
	return nil
}

func (a *action) checkModified(g *Group, r Replica) error {
	if _, err := a.s.parseMemberURL(r.EndpointURL); err != nil {
		return err
	}
	if r.Failover != 1 {
		return fault(35277)
	}
	if r.Seeding == 1 && a.s.linked(g) {
		return fault(47500, g.Name)
	}
	return nil
}

// joinGroup carries out JOIN and JOIN AVAILABILITY GROUP ON. Both load the configuration
// from the primary, and no other server is within reach of a single instance of the lab.
func (a *action) joinGroup(st *syntax.AlterGroup) error {
	if !a.se.HasServer("ALTER ANY AVAILABILITY GROUP") {
		return cannotFind("alter", "availability group", st.Name.Text)
	}
	if a.s.group(st.Name.Text) != nil {
		return fault(41106, st.Name.Text)
	}
	if st.Action == "JOIN GROUP" {
		if err := a.checkJoining(st); err != nil {
			return err
		}
	}
	if a.s.Identity.Build.Major == 13 {
		return fault(35250)
	}
	return fault(47106, st.Name.Text)
}

// checkJoining checks the members of a distributed group that this instance would join.
func (a *action) checkJoining(st *syntax.AlterGroup) error {
	g := a.emptyGroup(st.Name.Text)
	g.Distributed = true
	for _, entry := range st.Replicas {
		if err := a.addMember(g, entry); err != nil {
			return err
		}
	}
	local := g.local()
	if local == nil {
		return fault(19501)
	}
	if here := a.s.group(local.ServerName); len(here.Databases) > 0 {
		return fault(19511, g.Name, here.Name)
	}
	return nil
}

// failover carries out FAILOVER and the forced form. A planned failover needs a connected
// partner, which one instance alone never has.
func (a *action) failover(g *Group, action string) error {
	local := g.local()
	if local == nil {
		return fault(41100, g.Name)
	}
	if action == "FAILOVER" {
		return a.plannedFailover(g, local)
	}
	if local.Role == 1 {
		return fault(41122, g.Name)
	}
	local.Role, g.Offline = 1, false
	a.s.logf(a.se.process(), "The state of the local availability replica in availability group '%s' has changed from 'SECONDARY_NORMAL' to 'PRIMARY_NORMAL'.", g.Name)
	return nil
}

func (a *action) plannedFailover(g *Group, local *Replica) error {
	major := a.s.Identity.Build.Major
	switch {
	case g.Distributed && major < 16:
		return fault(19504, g.Name)
	case g.Distributed && !a.s.linked(g):
		return fault(47511, g.Name)
	case g.Distributed && local.Role != 1:
		return fault(47517)
	case g.Distributed:
		return fault(47514)
	case g.ClusterType == "NONE":
		return fault(47122, g.Name)
	case g.ClusterType == "EXTERNAL":
		return fault(47104, g.Name)
	case local.Role == 1:
		return fault(41122, g.Name)
	}
	return fault(41142, g.Name)
}
