package instance

import (
	"slices"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// groupsAllowed checks what every availability group statement needs: master as the
// current database, an edition with the feature, and the Always On switch as the running
// process was started with. On 2016 the replica manager waits for the Windows cluster too.
func (a *action) groupsAllowed() error {
	id := a.s.Identity
	switch {
	case a.se.Database() != "master":
		return fault(35208)
	case id.Edition.Engine == 4 || strings.HasPrefix(id.Edition.Name, "Web"):
		return fault(41199, "Always On Availability Groups")
	case !a.s.Process.HADR && id.Build.Major == 13:
		return fault(35221)
	case !a.s.Process.HADR:
		return fault(47105)
	case id.Build.Major == 13 && (a.s.Host.Cluster == nil || a.s.Process.HADRStatus != 1):
		return fault(35220)
	}
	return nil
}

// createGroup carries out CREATE AVAILABILITY GROUP. Faults of the operation itself are
// followed by 41152, which names the cause again.
func (a *action) createGroup(st *syntax.CreateGroup) error {
	if err := a.groupsAllowed(); err != nil {
		return err
	}
	if !a.se.HasServer("CREATE AVAILABILITY GROUP") {
		return fault(15247)
	}
	build := a.newGroup
	if st.Distributed {
		build = a.newDistributed
	}
	g, err := build(st)
	if err != nil {
		return wrapCreate(st.Name.Text, err)
	}
	a.s.Groups = append(a.s.Groups, g)
	a.joinDatabases(g)
	a.s.logf(a.se.process(), "The state of the local availability replica in availability group '%s' has changed from 'NOT_AVAILABLE' to 'PRIMARY_NORMAL'.", g.Name)
	return nil
}

// wrapCreate adds 41152 after a fault of creation. Syntax-like faults (severity 15) come
// alone.
func wrapCreate(name string, err error) error {
	cause, ok := err.(*message.Message)
	if !ok || cause.Class == 15 {
		return err
	}
	return followed(err, fault(41152, name, cause.Number))
}

// newGroup builds a plain group.
func (a *action) newGroup(st *syntax.CreateGroup) (*Group, error) {
	g := a.emptyGroup(st.Name.Text)
	if err := g.setOptions(st.Options); err != nil {
		return nil, err
	}
	if a.s.group(g.Name) != nil {
		return nil, fault(41042, g.Name)
	}
	if err := a.clusterReady(g); err != nil {
		return nil, err
	}
	if err := a.addReplicas(g, st.Replicas); err != nil {
		return nil, err
	}
	if err := a.editionRules(g, names(st.Databases)); err != nil {
		return nil, err
	}
	for _, name := range st.Databases {
		if err := a.mayJoin(g, name.Text); err != nil {
			return nil, err
		}
		if containsName(g.Databases, name.Text) {
			return nil, fault(35234, name.Text)
		}
		g.Databases = append(g.Databases, a.s.database(name.Text).Name)
	}
	return g, a.setListenerOf(g, st.Listener)
}

func (a *action) emptyGroup(name string) *Group {
	return &Group{ID: a.s.newGUID(), Name: name, ClusterType: "WSFC", BackupPreference: "SECONDARY",
		FailureCondition: 3, HealthTimeout: 30000}
}

// clusterReady checks what a group under a Windows cluster needs: the cluster, and on its
// node the rights of NT AUTHORITY\SYSTEM (link facts W6).
//
// modelled: 41131 for the missing rights; the sheet says only that creation fails.
func (a *action) clusterReady(g *Group) error {
	if g.ClusterType != "WSFC" {
		return nil
	}
	if a.s.Host.Linux || a.s.Host.Cluster == nil {
		return fault(35220)
	}
	for _, permission := range []string{"ALTER ANY AVAILABILITY GROUP", "CONNECT SQL", "VIEW SERVER STATE"} {
		if !a.s.loginHolds(`NT AUTHORITY\SYSTEM`, permission) {
			return fault(41131, g.Name).With(1, 16)
		}
	}
	return nil
}

// editionRules are the limits of basic groups.
//
// modelled: Standard edition accepts a group without BASIC as long as it keeps to one
// database and two replicas, which is what the link needs of it (facts D9).
func (a *action) editionRules(g *Group, databases []string) error {
	if !g.Basic && !a.s.standard() {
		return nil
	}
	if n := len(databases); n > 1 && !a.s.Settings.MultiDatabaseLink {
		return fault(35200, databases[n-1], g.Name, 1)
	}
	if n := len(g.Replicas); n > 2 {
		return fault(35223, n-2, g.Name, 2, 2)
	}
	return nil
}

// standard tells whether the edition is Standard.
func (s *Server) standard() bool {
	return strings.HasPrefix(s.Identity.Edition.Name, "Standard ")
}

// mayJoin checks one database of a group: it exists here, is a user database, open,
// writable, in FULL recovery, with a log chain, and in no group yet.
func (a *action) mayJoin(g *Group, name string) error {
	d := a.s.database(name)
	if d == nil {
		return fault(35238, name, g.Name)
	}
	if d.ID <= 4 {
		return fault(35249, d.Name)
	}
	if d.GroupID != nil {
		if *d.GroupID == g.ID {
			return fault(35280, d.Name, g.Name)
		}
		return fault(35259, d.Name)
	}
	return d.fitForGroup()
}

// fitForGroup checks the state of a database that shall join a group.
func (d *Database) fitForGroup() error {
	switch {
	case d.State == "SUSPECT" || d.State == "EMERGENCY" || d.State == "RECOVERY_PENDING":
		return fault(1467, d.Name)
	case d.State == "RESTORING":
		return fault(927, d.Name)
	case d.State != "ONLINE":
		return fault(942, d.Name)
	case d.ReadOnly:
		return fault(1466, d.Name)
	case d.Access == "SINGLE_USER":
		return fault(1488, d.Name)
	case d.Recovery != "FULL":
		return fault(1465, d.Name)
	case d.AutoClose:
		return fault(1469, d.Name)
	case d.LastLogBackupLSN == 0:
		return fault(1475, d.Name)
	}
	return nil
}

// joinDatabases marks the group's databases as members.
func (a *action) joinDatabases(g *Group) {
	if g.Distributed {
		return
	}
	for _, name := range g.Databases {
		a.joinDatabase(g, a.s.database(name))
	}
}

func (a *action) joinDatabase(g *Group, d *Database) {
	id, member := g.ID, a.s.newGUID()
	d.GroupID, d.GroupDBID, d.DataMovementOff = &id, &member, false
}

// dropGroup removes a group. On the primary its databases stay online, on a secondary they
// wait in RESTORING. Dropping a distributed group touches its own metadata only.
func (a *action) dropGroup(st *syntax.DropGroup) error {
	if a.se.Database() != "master" {
		return fault(35208)
	}
	g := a.s.group(st.Name.Text)
	if g == nil || !a.se.HasGroup(g, "CONTROL") && !a.se.HasServer("ALTER ANY AVAILABILITY GROUP") {
		return cannotFind("drop", "availability group", st.Name.Text)
	}
	if !g.Distributed {
		a.releaseDatabases(g)
	}
	a.s.Groups = slices.DeleteFunc(slices.Clone(a.s.Groups), func(other *Group) bool { return other == g })
	a.s.logf(a.se.process(), "The availability group '%s' was dropped.", g.Name)
	return nil
}

func (a *action) releaseDatabases(g *Group) {
	local := g.local()
	for _, d := range a.s.Databases {
		if d.GroupID == nil || *d.GroupID != g.ID {
			continue
		}
		d.leaveGroup()
		if local != nil && local.Role == 2 {
			d.State = "RESTORING"
		}
	}
}

func (d *Database) leaveGroup() {
	d.GroupID, d.GroupDBID, d.DataMovementOff = nil, nil, false
}

// local is the replica of this instance, or in a distributed group the member that is a
// group of this instance; nil when there is none.
func (g *Group) local() *Replica {
	for _, r := range g.Replicas {
		if r.Local {
			return r
		}
	}
	return nil
}

// replica finds a replica or member by name.
func (s *Server) replica(g *Group, name string) *Replica {
	for _, r := range g.Replicas {
		if s.sameName(r.ServerName, name) {
			return r
		}
	}
	return nil
}

// names are the texts of identifiers.
func names(list []syntax.Ident) []string {
	texts := make([]string, len(list))
	for i, ident := range list {
		texts[i] = ident.Text
	}
	return texts
}
