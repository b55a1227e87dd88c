package syntax

// alterGroup reads what follows ALTER AVAILABILITY GROUP.
func (p *parser) alterGroup(pos Pos) Statement {
	g := &AlterGroup{Pos: pos, Name: p.ident()}
	for _, f := range groupForms {
		if p.word(f.words...) {
			g.Action = f.action
			if f.read != nil {
				f.read(p, g)
			}
			return g
		}
	}
	// A known first word with an unknown second one is reported at the second.
	if p.isAny("ADD", "REMOVE", "MODIFY", "RESTART", "GRANT", "DENY") {
		p.take()
	}
	p.near()
	return g
}

// groupForm is one form of ALTER AVAILABILITY GROUP.
type groupForm struct {
	words  []string
	action string
	read   func(p *parser, g *AlterGroup)
}

// groupForms is the documented list, longer forms before their prefixes.
var groupForms = []groupForm{
	{[]string{"SET"}, "SET", (*parser).setGroup},
	{[]string{"ADD", "DATABASE"}, "ADD DATABASE", groupDatabases},
	{[]string{"REMOVE", "DATABASE"}, "REMOVE DATABASE", groupDatabases},
	{[]string{"ADD", "REPLICA", "ON"}, "ADD REPLICA", func(p *parser, g *AlterGroup) { g.Replicas = p.replicas() }},
	{[]string{"MODIFY", "REPLICA", "ON"}, "MODIFY REPLICA", func(p *parser, g *AlterGroup) { g.Replicas = p.changedReplicas() }},
	{[]string{"REMOVE", "REPLICA", "ON"}, "REMOVE REPLICA", (*parser).removedReplicas},
	{[]string{"JOIN", "AVAILABILITY", "GROUP", "ON"}, "JOIN GROUP", func(p *parser, g *AlterGroup) { g.Replicas = p.members() }},
	{[]string{"JOIN"}, "JOIN", (*parser).joinGroup},
	{[]string{"MODIFY", "AVAILABILITY", "GROUP", "ON"}, "MODIFY GROUP", func(p *parser, g *AlterGroup) { g.Replicas = p.members() }},
	{[]string{"GRANT", "CREATE", "ANY", "DATABASE"}, "GRANT CREATE ANY DATABASE", nil},
	{[]string{"DENY", "CREATE", "ANY", "DATABASE"}, "DENY CREATE ANY DATABASE", nil},
	{[]string{"FAILOVER"}, "FAILOVER", nil},
	{[]string{"FORCE_FAILOVER_ALLOW_DATA_LOSS"}, "FORCE_FAILOVER_ALLOW_DATA_LOSS", nil},
	{[]string{"OFFLINE"}, "OFFLINE", nil},
	{[]string{"ADD", "LISTENER"}, "ADD LISTENER", func(p *parser, g *AlterGroup) { g.Listener = p.listener() }},
	{[]string{"MODIFY", "LISTENER"}, "MODIFY LISTENER", (*parser).modifyListener},
	{[]string{"RESTART", "LISTENER"}, "RESTART LISTENER", listenerName},
	{[]string{"REMOVE", "LISTENER"}, "REMOVE LISTENER", listenerName},
}

func groupDatabases(p *parser, g *AlterGroup) { g.Databases = p.idents() }

func listenerName(p *parser, g *AlterGroup) { g.Listener = &Listener{Name: p.literalText()} }

// setGroup reads (option): the grammar has one option per statement.
func (p *parser) setGroup(g *AlterGroup) {
	p.needSymbol("(")
	g.Options = []WithOption{p.option(setGroupOptions, "")}
	p.needSymbol(")")
}

// changedReplicas reads 'server' WITH (option): one option per statement.
func (p *parser) changedReplicas() []Replica {
	r := Replica{Pos: p.here(), Name: p.literalText()}
	p.need("WITH")
	p.needSymbol("(")
	r.Options = []WithOption{p.option(replicaOptions, "")}
	p.needSymbol(")")
	return []Replica{r}
}

func (p *parser) removedReplicas(g *AlterGroup) {
	p.list(func() { g.Replicas = append(g.Replicas, Replica{Pos: p.here(), Name: p.literalText()}) })
}

// joinGroup reads [WITH (CLUSTER_TYPE = ..)] (2017).
func (p *parser) joinGroup(g *AlterGroup) {
	if !p.is("WITH") || !p.knows(14) {
		return
	}
	p.take()
	p.needSymbol("(")
	g.ClusterType = p.option([]optionRule{clusterType}, "").Value
	p.needSymbol(")")
}

// modifyListener reads 'name' (ADD IP (..) | PORT = n).
func (p *parser) modifyListener(g *AlterGroup) {
	l := &Listener{Name: p.literalText()}
	g.Listener = l
	p.needSymbol("(")
	if p.word("ADD") {
		p.need("IP")
		l.AddIP = true
		l.IPs = append(l.IPs, p.address(true))
	} else {
		p.listenerPort(l)
	}
	p.needSymbol(")")
}
