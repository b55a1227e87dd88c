package sqlserver

import "milink/internal/facts"

// readGroups joins groups, replicas, their states and databases by identifier.
func readGroups(a answers, r rights) facts.Fact[[]facts.Group] {
	type group struct {
		id string
		facts.Group
	}
	all := list(a.get("source/groups"), func(r row) group {
		g := group{id: r.text("group_id"), Group: facts.Group{Name: r.text("name")}}
		g.Distributed = r.has("is_distributed") && r.bool("is_distributed")
		g.Contained = r.has("is_contained") && r.bool("is_contained")
		return g
	})
	all = seen(all, r.hidesDefinitions("sys.availability_groups"))
	groups, ok := all.Get()
	if !ok {
		return facts.Unknown[[]facts.Group](all.Why())
	}
	replicas := readReplicas(a)
	byGroup, ok := replicas.Get()
	if !ok {
		return facts.Unknown[[]facts.Group](replicas.Why())
	}
	out := []facts.Group{}
	for _, g := range groups {
		g.Replicas = append([]facts.Replica{}, byGroup[g.id]...)
		g.Databases = readGroupDatabases(a.get("source/group-databases"), g.id, r)
		out = append(out, g.Group)
	}
	return facts.Known(out)
}

// readReplicas lists the replicas of each group in the server's order.
func readReplicas(a answers) facts.Fact[map[string][]facts.Replica] {
	states := readStates(a.get("source/group-states"))
	type member struct {
		group string
		facts.Replica
	}
	all := list(a.get("source/group-replicas"), func(r row) member {
		m := member{group: r.text("group_id"), Replica: facts.Replica{Name: r.text("replica_server_name"), EndpointURL: r.text("endpoint_url")}}
		m.Role, m.Connected = states.of(m.group, r.text("replica_id"))
		return m
	})
	members, ok := all.Get()
	if !ok {
		return facts.Unknown[map[string][]facts.Replica](all.Why())
	}
	out := map[string][]facts.Replica{}
	for _, m := range members {
		out[m.group] = append(out[m.group], m.Replica)
	}
	return facts.Known(out)
}

// states are what the local instance knows about replicas. A secondary knows itself only.
type states struct {
	rows map[[2]string][2]string // group and replica to role and connection
	why  string
}

func readStates(a *answer) states {
	s := states{rows: map[[2]string][2]string{}}
	all := list(a, func(r row) [4]string {
		return [4]string{r.text("group_id"), r.text("replica_id"), r.text("role_desc"), r.text("connected_state_desc")}
	})
	rows, ok := all.Get()
	if !ok {
		s.why = all.Why()
	}
	for _, v := range rows {
		s.rows[[2]string{v[0], v[1]}] = [2]string{v[2], v[3]}
	}
	return s
}

func (s states) of(group, replica string) (role facts.Fact[string], connected facts.Fact[bool]) {
	found, ok := s.rows[[2]string{group, replica}]
	why := s.why
	if why == "" {
		why = "sys.dm_hadr_availability_replica_states does not tell"
	}
	role, connected = facts.Unknown[string](why), facts.Unknown[bool](why)
	if ok && found[0] != "" {
		role = facts.Known(found[0])
	}
	if ok && found[1] != "" {
		connected = facts.Known(found[1] == "CONNECTED")
	}
	return role, connected
}

func readGroupDatabases(a *answer, group string, r rights) facts.Fact[[]string] {
	all := list(a, func(r row) [2]string { return [2]string{r.text("group_id"), r.text("database_name")} })
	rows, ok := seen(all, r.hidesDatabases("sys.availability_databases_cluster")).Get()
	if !ok {
		return facts.Unknown[[]string](seen(all, r.hidesDatabases("sys.availability_databases_cluster")).Why())
	}
	names := []string{}
	for _, v := range rows {
		if v[0] == group {
			names = append(names, v[1])
		}
	}
	return facts.Known(names)
}
