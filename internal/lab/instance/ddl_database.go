package instance

import (
	"slices"
	"strconv"
	"strings"

	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// createDatabase makes a database as a copy of model.
func (a *action) createDatabase(st *syntax.CreateDatabase) error {
	master := a.s.database("master")
	if !a.se.HasServer("CREATE ANY DATABASE") && !a.se.HasDatabase(master, "CREATE DATABASE") {
		return fault(262, "CREATE DATABASE", "master")
	}
	name := st.Name.Text
	if a.s.database(name) != nil {
		return fault(1801, name)
	}
	collation := a.s.Identity.Collation
	if st.Collate != "" {
		c, ok := value.ParseCollation(st.Collate)
		if !ok {
			return fault(448, st.Collate)
		}
		collation = c.Name()
	}
	d := a.s.systemDatabase(a.s.freeDatabaseID(), name, a.s.database("model").Recovery, a.s.Settings.DataDirectory,
		[][2]string{{name, name + ".mdf"}, {name + "_log", name + "_log.ldf"}})
	d.Created, d.Owner, d.Collation, d.Broker = a.now, a.se.login, collation, true
	d.FamilyGUID, d.BrokerGUID = a.s.newGUID(), a.s.newGUID()
	a.s.Databases = append(a.s.Databases, d)
	slices.SortFunc(a.s.Databases, func(x, y *Database) int { return x.ID - y.ID })
	a.s.logf(a.se.process(), "Starting up database '%s'.", name)
	return nil
}

// freeDatabaseID is the lowest id nobody has, as on a real instance.
func (s *Server) freeDatabaseID() int {
	id := 5
	for s.databaseByID(id) != nil {
		id++
	}
	return id
}

func (a *action) dropDatabases(st *syntax.DropDatabase) error {
	for _, name := range st.Names {
		d := a.s.database(name.Text)
		if d == nil && st.IfExists {
			continue
		}
		if err := a.dropDatabase(d, name.Text); err != nil {
			return err
		}
	}
	return nil
}

func (a *action) dropDatabase(d *Database, name string) error {
	switch {
	case d == nil || !a.se.HasDatabase(d, "CONTROL") && !a.se.HasServer("ALTER ANY DATABASE"):
		return fault(3701, "drop", "database", name)
	case d.ID <= 4:
		return fault(3708, "drop", "database", d.Name, "database")
	case d.GroupID != nil:
		return fault(1468, d.Name)
	case a.s.sameName(a.se.database, d.Name) || len(a.s.others(d, a.se)) > 0:
		return fault(3702, d.Name)
	}
	for _, snapshot := range a.s.Databases {
		if snapshot.SnapshotOf == d.ID {
			return fault(3709, "drop", snapshot.Name)
		}
	}
	a.s.Databases = slices.DeleteFunc(slices.Clone(a.s.Databases), func(other *Database) bool { return other == d })
	return nil
}

// others lists the sessions in a database other than me, by session id.
func (s *Server) others(d *Database, me *Session) []*Session {
	var found []*Session
	for _, se := range s.sessions {
		if se != me && s.sameName(se.database, d.Name) {
			found = append(found, se)
		}
	}
	slices.SortFunc(found, func(x, y *Session) int { return x.spid - y.spid })
	return found
}

// alterDatabase carries out ALTER DATABASE ... SET. Whatever fails ends with 5069.
func (a *action) alterDatabase(st *syntax.AlterDatabase) error {
	return followed(a.alterDatabaseSet(st), fault(5069))
}

func (a *action) alterDatabaseSet(st *syntax.AlterDatabase) error {
	name := st.Name.Text
	if st.Current {
		name = a.se.Database()
	}
	d := a.s.database(name)
	if d == nil || !a.se.HasDatabase(d, "ALTER") && !a.se.HasServer("ALTER ANY DATABASE") {
		return fault(5011, name)
	}
	if len(st.Set) == 0 && st.HadrGroup.Text == "" {
		if d.State != "ONLINE" {
			return fault(5052, "ALTER DATABASE", d.State)
		}
		return a.alterDatabaseShape(d, st)
	}
	for _, o := range st.Set {
		if err := a.alterable(d, o); err != nil {
			return err
		}
	}
	if st.HadrGroup.Text != "" {
		return a.setHADR(d, "AVAILABILITY GROUP")
	}
	for _, o := range st.Set {
		if err := a.setDatabaseOption(d, o, st.Termination); err != nil {
			return err
		}
	}
	return nil
}

// alterable checks that the state of the database allows the option to change.
func (a *action) alterable(d *Database, o syntax.WithOption) error {
	revives := o.Name == "ONLINE" || o.Name == "OFFLINE" || o.Name == "EMERGENCY"
	switch {
	case d.State == "RESTORING":
		return fault(5052, "ALTER DATABASE", "RESTORING")
	case d.SnapshotOf != 0:
		return fault(5093)
	case (d.State == "OFFLINE" || d.State == "SUSPECT" || d.State == "RECOVERY_PENDING") && !revives:
		return fault(5078, d.Name)
	case d.GroupID != nil && breaksGroup(o):
		return fault(1468, d.Name)
	case fixedFor(d, o):
		return fault(5058, o.Name, d.Name)
	}
	return nil
}

// breaksGroup tells whether a member of an availability group may not have the option.
func breaksGroup(o syntax.WithOption) bool {
	switch o.Name {
	case "RECOVERY":
		return o.Value != "FULL"
	case "SINGLE_USER", "READ_ONLY", "OFFLINE", "EMERGENCY", "AUTO_CLOSE", "RESTRICTED_USER":
		return o.Value != "OFF"
	}
	return false
}

// fixedFor tells whether the option cannot be set in a system database (5058): tempdb
// refuses nearly everything, master and the others only what would close them.
func fixedFor(d *Database, o syntax.WithOption) bool {
	closing := []string{"OFFLINE", "EMERGENCY", "SINGLE_USER", "RESTRICTED_USER", "READ_ONLY", "AUTO_CLOSE", "HADR"}
	if d.Name == "tempdb" {
		closing = append(closing, "RECOVERY", "ENCRYPTION", "ENABLE_BROKER", "DISABLE_BROKER", "NEW_BROKER", "TRUSTWORTHY", "QUERY_STORE")
	}
	return d.ID <= 3 && slices.Contains(closing, o.Name)
}

// setDatabaseOption applies one option.
func (a *action) setDatabaseOption(d *Database, o syntax.WithOption, termination string) error {
	switch o.Name {
	case "RECOVERY":
		return a.setRecovery(d, o.Value)
	case "SINGLE_USER", "RESTRICTED_USER", "MULTI_USER", "ONLINE", "OFFLINE", "EMERGENCY", "READ_ONLY", "READ_WRITE",
		"ENABLE_BROKER", "DISABLE_BROKER", "NEW_BROKER", "ERROR_BROKER_CONVERSATIONS":
		return a.setState(d, o.Name, termination)
	case "COMPATIBILITY_LEVEL":
		return a.setCompatibility(d, o.Value)
	case "ENCRYPTION":
		return a.setEncryptionState(d, o.Value)
	case "HADR":
		return a.setHADR(d, o.Value)
	}
	a.setSwitch(d, o)
	a.logOption(d, o.Name, o.Value)
	return nil
}

// setSwitch holds the options that only change a column of sys.databases.
func (a *action) setSwitch(d *Database, o syntax.WithOption) {
	on := o.Value == "ON"
	switch o.Name {
	case "AUTO_CLOSE":
		d.AutoClose = on
	case "TRUSTWORTHY":
		d.Trustworthy = on
	case "ACCELERATED_DATABASE_RECOVERY":
		d.ADR = on
	case "PERSISTENT_VERSION_STORE_FILEGROUP":
		d.PVSFilegroup = optionText(o)
	case "QUERY_STORE":
		d.QueryStore = o.Value != "OFF"
	default:
		if d.Options == nil {
			d.Options = map[string]string{}
		}
		d.Options[o.Name] = o.Value
	}
}

// setRecovery changes the recovery model. Leaving SIMPLE starts no log chain: that takes a
// full backup; entering SIMPLE ends it.
func (a *action) setRecovery(d *Database, model string) error {
	if a.s.Identity.ManagedAzure && model != "FULL" {
		return fault(41901, "RECOVERY")
	}
	d.Recovery = model
	if model == "SIMPLE" {
		d.LastLogBackupLSN = 0
		d.LogReuseWait = "NOTHING"
	}
	a.logOption(d, "RECOVERY", model)
	return nil
}

// setState changes what needs the database for itself. Other sessions in it give 5061,
// unless the statement ends them.
//
// modelled: without a termination clause the real statement waits; here it gives up at once.
func (a *action) setState(d *Database, option, termination string) error {
	if others := a.s.others(d, a.se); len(others) > 0 && exclusive(option) {
		if !strings.HasPrefix(termination, "ROLLBACK") {
			return fault(5061, d.Name)
		}
		for _, other := range others {
			a.end(other)
		}
		a.say(fault(5060, 100).With(1, 10))
	}
	switch option {
	case "SINGLE_USER", "RESTRICTED_USER", "MULTI_USER":
		d.Access = option
	case "ONLINE", "OFFLINE", "EMERGENCY":
		d.State = option
	case "READ_ONLY", "READ_WRITE":
		d.ReadOnly = option == "READ_ONLY"
	case "ENABLE_BROKER", "ERROR_BROKER_CONVERSATIONS":
		d.Broker = true
	case "DISABLE_BROKER":
		d.Broker = false
	case "NEW_BROKER":
		d.Broker, d.BrokerGUID = true, a.s.newGUID()
	}
	a.logOption(d, option, "ON")
	return nil
}

// exclusive tells whether the option needs the database without other sessions.
func exclusive(option string) bool {
	return option != "MULTI_USER" && option != "ONLINE" && option != "RESTRICTED_USER" && option != "DISABLE_BROKER"
}

// end takes a session away from under its client.
func (a *action) end(se *Session) {
	delete(a.s.sessions, se.spid)
	se.releaseLocks()
	if hook := a.s.EndSession; hook != nil {
		a.after = append(a.after, func() { hook(se.spid) })
	}
}

// setCompatibility accepts the levels the version knows (15048).
func (a *action) setCompatibility(d *Database, level string) error {
	levels := []string{"100", "110", "120", "130", "140", "150", "160", "170"}
	last := slices.Index(levels, strconv.Itoa(a.s.major()*10))
	at := slices.Index(levels, level)
	if at < 0 || at > last {
		return fault(15048, strings.Join(levels[:last+1], ", "))
	}
	d.Compatibility = 100 + 10*at
	return nil
}

// setEncryptionState turns TDE on or off. It needs a database encryption key (33106).
//
// modelled: the scan ends at once.
func (a *action) setEncryptionState(d *Database, state string) error {
	if d.Encryption == nil {
		return fault(33106)
	}
	d.Encryption.Set = a.now
	d.Encryption.State = map[string]int{"ON": 3, "OFF": 1}[state]
	if state != "ON" && state != "OFF" { // SUSPEND, RESUME
		d.Encryption.State = 3
	}
	return nil
}

// setHADR carries out SET HADR. Joining and leaving are for secondaries (35240).
func (a *action) setHADR(d *Database, what string) error {
	g := a.s.groupOf(d)
	if what == "AVAILABILITY GROUP" {
		if g != nil {
			return fault(35240, d.Name, g.Name)
		}
		return fault(35250)
	}
	if d.GroupID == nil {
		return fault(35242, d.Name)
	}
	switch what {
	case "SUSPEND":
		d.DataMovementOff = true
		a.s.logf(a.se.process(), "Always On Availability Groups data movement for database '%s' has been suspended for the following reason: \"user\".", d.Name)
	case "RESUME":
		d.DataMovementOff = false
		a.s.logf(a.se.process(), "Always On Availability Groups data movement for database '%s' has been resumed.", d.Name)
	default: // OFF
		if g != nil && g.local() != nil && g.local().Role == 1 {
			return fault(35240, d.Name, g.Name)
		}
		d.leaveGroup()
		d.State = "RESTORING"
	}
	return nil
}

// logOption writes 5084 to the error log, which is how one finds out who changed what.
func (a *action) logOption(d *Database, option, state string) {
	a.s.logMessage(a.se.process(), 5084, option, state, d.Name)
}
