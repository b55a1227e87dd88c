package syntax

import "slices"

// The options of availability groups, from the grammar of CREATE AVAILABILITY GROUP.
var (
	groupSettings = []optionRule{
		{name: "AUTOMATED_BACKUP_PREFERENCE", read: words("PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE")},
		{name: "FAILURE_CONDITION_LEVEL", read: rangeOption(1, 5)},
		{name: "HEALTH_CHECK_TIMEOUT", read: numberOption},
		{name: "DB_FAILOVER", read: onOff},
		{name: "DTC_SUPPORT", read: words("PER_DB", "NONE")},
		{name: "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT", read: numberOption, since: 14},
	}
	createGroupOptions = slices.Concat(groupSettings, []optionRule{
		{name: "BASIC"}, {name: "DISTRIBUTED"}, {name: "CONTAINED", read: contained, since: 16},
		clusterType,
	})
	clusterType     = optionRule{name: "CLUSTER_TYPE", read: words("WSFC", "EXTERNAL", "NONE"), since: 14}
	setGroupOptions = slices.Concat(groupSettings, []optionRule{{name: "ROLE", read: words("SECONDARY")}})

	replicaOptions = []optionRule{
		{name: "ENDPOINT_URL", read: textOption},
		{name: "AVAILABILITY_MODE", read: availabilityMode},
		{name: "FAILOVER_MODE", read: failoverMode},
		{name: "SEEDING_MODE", read: words("AUTOMATIC", "MANUAL")},
		{name: "BACKUP_PRIORITY", read: rangeOption(0, 100)},
		{name: "SESSION_TIMEOUT", read: numberOption},
		{name: "SECONDARY_ROLE", read: func(p *parser, o *WithOption) { o.Sub = p.roleOptions(secondaryRole) }},
		{name: "PRIMARY_ROLE", read: func(p *parser, o *WithOption) { o.Sub = p.roleOptions(primaryRole) }},
	}
	secondaryRole = []optionRule{
		{name: "ALLOW_CONNECTIONS", read: words("NO", "READ_ONLY", "ALL")},
		{name: "READ_ONLY_ROUTING_URL", read: textOption},
	}
	primaryRole = []optionRule{
		{name: "ALLOW_CONNECTIONS", read: words("READ_WRITE", "ALL")},
		{name: "READ_ONLY_ROUTING_LIST", read: routingList},
		{name: "READ_WRITE_ROUTING_URL", read: textOption, since: 15},
	}
	memberOptions = []optionRule{
		{name: "LISTENER_URL", read: textOption},
		{name: "AVAILABILITY_MODE", read: words("SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT")},
		{name: "FAILOVER_MODE", read: words("MANUAL")},
		{name: "SEEDING_MODE", read: words("AUTOMATIC", "MANUAL")},
		{name: "SESSION_TIMEOUT", read: numberOption},
	}
)

// contained reads CONTAINED [REUSE_SYSTEM_DATABASES].
func contained(p *parser, o *WithOption) {
	if p.word("REUSE_SYSTEM_DATABASES") {
		o.set("REUSE_SYSTEM_DATABASES")
	}
}

// availabilityMode knows CONFIGURATION_ONLY from 2017 on.
func availabilityMode(p *parser, o *WithOption) {
	p.needSymbol("=")
	if p.knows(14) && p.word("CONFIGURATION_ONLY") {
		o.set("CONFIGURATION_ONLY")
		return
	}
	o.set(p.oneOf("SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT"))
}

// failoverMode knows EXTERNAL from 2017 on.
func failoverMode(p *parser, o *WithOption) {
	p.needSymbol("=")
	if p.knows(14) && p.word("EXTERNAL") {
		o.set("EXTERNAL")
		return
	}
	o.set(p.oneOf("AUTOMATIC", "MANUAL"))
}

// roleOptions reads (option [,] option ..): the comma is optional there.
func (p *parser) roleOptions(rules []optionRule) []WithOption {
	var list []WithOption
	p.needSymbol("(")
	for {
		o := p.option(rules, "")
		p.refuseTwice(list, o)
		list = append(list, o)
		if p.failed() || !p.symbol(",") && p.isSymbol(0, ")") {
			break
		}
	}
	p.needSymbol(")")
	return list
}

// routingList reads = ('a', ('b', 'c')) or = NONE; the inner lists are load-balanced sets.
func routingList(p *parser, o *WithOption) {
	p.needSymbol("=")
	if p.word("NONE") {
		o.set("NONE")
		return
	}
	p.inParens(func() {
		if p.isSymbol(0, "(") {
			p.inParens(func() { p.routingServer(o) })
			return
		}
		p.routingServer(o)
	})
}

func (p *parser) routingServer(o *WithOption) {
	s := WithOption{Pos: p.here(), Name: "SERVER"}
	s.setText(p.stringText())
	o.Sub = append(o.Sub, s)
}

// createGroup reads what follows CREATE AVAILABILITY GROUP. Members without the option
// DISTRIBUTED are 19498.
func (p *parser) createGroup(pos Pos) Statement {
	g := &CreateGroup{Pos: pos, Name: p.ident()}
	if p.word("WITH") {
		g.Options = p.parenOptions(createGroupOptions)
	}
	for _, o := range g.Options {
		g.Distributed = g.Distributed || o.Name == "DISTRIBUTED"
	}
	if g.Distributed {
		p.need("AVAILABILITY", "GROUP", "ON")
		g.Replicas = p.members()
		return g
	}
	if p.is("AVAILABILITY", "GROUP", "ON") {
		p.fail(19498, p.now().line)
	}
	p.need("FOR")
	if p.word("DATABASE") {
		g.Databases = p.idents()
	}
	p.need("REPLICA", "ON")
	g.Replicas = p.replicas()
	if p.word("LISTENER") {
		g.Listener = p.listener()
	}
	return g
}

// replicas reads 'server' WITH (..), ..; which options must be there is for the instance,
// whose errors name them (41197, 41198, 35236).
func (p *parser) replicas() []Replica {
	var list []Replica
	p.list(func() {
		r := Replica{Pos: p.here(), Name: p.literalText()}
		p.need("WITH")
		r.Options = p.parenOptions(replicaOptions)
		list = append(list, r)
	})
	return list
}

// members reads 'group' WITH (..), .. of a distributed group. A third one is beyond the
// grammar; whether there are two is for the instance.
func (p *parser) members() []Replica {
	var list []Replica
	p.list(func() {
		if len(list) == 2 {
			p.near()
		}
		r := Replica{Pos: p.here(), Name: p.literalText()}
		p.need("WITH")
		r.Options = p.parenOptions(memberOptions)
		list = append(list, r)
	})
	return list
}

// listener reads 'name' (WITH DHCP [ON (..)] | WITH IP ((..), ..) [, PORT = n]).
func (p *parser) listener() *Listener {
	l := &Listener{Name: p.literalText()}
	p.needSymbol("(")
	p.need("WITH")
	if p.word("DHCP") {
		l.DHCP = true
		if p.word("ON") {
			l.Subnet = p.address(false)
		}
	} else {
		p.need("IP")
		p.inParens(func() { l.IPs = append(l.IPs, p.address(true)) })
	}
	if p.symbol(",") {
		p.listenerPort(l)
	}
	p.needSymbol(")")
	return l
}

func (p *parser) listenerPort(l *Listener) {
	p.need("PORT")
	p.needSymbol("=")
	l.Port, l.HasPort = p.integer(), true
}

// address reads ('ip', 'mask') or, where allowed, ('ipv6').
func (p *parser) address(v6 bool) (a [2]string) {
	p.needSymbol("(")
	a[0] = p.literalText()
	if !v6 || p.isSymbol(0, ",") {
		p.needSymbol(",")
		a[1] = p.literalText()
	}
	p.needSymbol(")")
	return a
}

func (p *parser) dropGroup(pos Pos) Statement { return &DropGroup{Pos: pos, Name: p.ident()} }
