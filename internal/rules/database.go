package rules

import (
	"fmt"
	"sort"
	"strings"

	"milink/internal/facts"
)

const (
	codeDatabaseExists = "MIL2001"
	codeOnline         = "MIL2002"
	codeUserDatabase   = "MIL2003"
	codePrimary        = "MIL2008"
	areaDatabase       = "Databases"
)

// dbRule fills in what every rule about one database shares.
func dbRule(r Rule) Rule {
	r.Scope = PerDatabase
	if r.Area == "" {
		r.Area = areaDatabase
	}
	if r.Severity == "" {
		r.Severity = Blocker
	}
	if r.Gates == nil {
		r.Gates = fromCreate()
	}
	if r.Docs == nil {
		r.Docs = docs(overviewLink, createGroupPage)
	}
	if r.Steps == nil {
		r.Steps = []string{}
	}
	if r.Reads == nil {
		r.Reads = []string{"source.databases"}
	}
	return r
}

func databaseRules() []Rule {
	return []Rule{
		dbRule(Rule{
			Code: codeDatabaseExists, Slug: "database-exists", Gates: always(),
			Title:    "The database exists on the source",
			Expected: "a database of that name",
			Why:      "A name in milink.yaml that the instance does not have would be left behind in silence.",
			Fix:      "Correct the name, in milink.yaml or on the command line.",
			judge:    judgeExists,
		}),
		dbRule(Rule{
			Code: codeUserDatabase, Slug: "database-is-user", Gates: always(),
			Title:    "The database is a user database of its own",
			Expected: "neither a system database nor a snapshot",
			Why:      "System databases are not replicated (Msg 35249); logins, jobs and other server objects are scripted instead. A snapshot depends on its source database.",
			Fix:      "Take the name out of the list of databases; script logins, jobs and server objects to the managed instance.",
			judge:    judgeUserDatabase,
		}),
		dbRule(Rule{
			Code: codeOnline, Slug: "database-online",
			Title:    "The database is online",
			Expected: "state ONLINE",
			Why:      "Only an online database can join an availability group.",
			Fix:      "Bring the database online: finish the restore, or ALTER DATABASE [<database>] SET ONLINE. SUSPECT and RECOVERY_PENDING need repair first.",
			Steps:    []string{"database-online"}, judge: judgeOnline,
		}),
		dbRule(Rule{
			Code: "MIL2004", Slug: "database-writable",
			Title:    "The database is writable",
			Expected: "READ_WRITE",
			Why:      "A read-only database cannot join an availability group (Msg 1466).",
			Fix:      "ALTER DATABASE [<database>] SET READ_WRITE;",
			Steps:    []string{"database-read-write"}, judge: judgeWritable,
		}),
		dbRule(Rule{
			Code: "MIL2005", Slug: "database-multi-user",
			Title:    "The database is open to many users",
			Expected: "MULTI_USER",
			Why:      "A single-user database cannot join an availability group (Msg 1488).",
			Fix:      "ALTER DATABASE [<database>] SET MULTI_USER;",
			Steps:    []string{"database-multi-user"}, judge: judgeMultiUser,
		}),
		dbRule(Rule{
			Code: "MIL2006", Slug: "database-auto-close",
			Title:    "The database does not close by itself",
			Expected: "AUTO_CLOSE OFF",
			Why:      "A database with AUTO_CLOSE cannot take part (Msg 1469).",
			Fix:      "ALTER DATABASE [<database>] SET AUTO_CLOSE OFF;",
			Steps:    []string{"database-auto-close-off"}, judge: judgeAutoClose,
		}),
		dbRule(Rule{
			Code: "MIL2007", Slug: "database-group",
			Title:    "The database is free to be linked, or stands alone in its availability group",
			Expected: "in no availability group, or in a group that holds this database alone and is not contained",
			Why:      "A link carries one database per availability group (Msg 47502); a database can be in one group only (Msg 35244). Contained groups cannot be linked (Msg 47129).",
			Fix:      "Remove the other databases from the group, or this one:\nALTER AVAILABILITY GROUP [<group>] REMOVE DATABASE [<database>];\n2022 CU27 and 2025 CU9 also offer multi-database mode.",
			Steps:    []string{"remove-from-group"},
			Reads:    []string{"source.databases", "source.groups"},
			Docs:     docs(overviewLink, extendGroup), judge: judgeGroup,
		}),
		dbRule(Rule{
			Code: codePrimary, Slug: "database-on-primary",
			Title:    "This instance holds the primary copy of the database",
			Expected: "in no availability group, or this instance is the group's primary replica",
			Why:      "A link starts from the primary: on a secondary the statements that make it are refused (Msg 41140).",
			Fix:      "Connect to the primary replica of the group and check there, or fail the group over to this instance first.",
			Reads:    []string{"source.databases", "source.groups"},
			Docs:     docs(overviewLink, extendGroup), judge: judgePrimary,
		}),
		dbRule(Rule{
			Code: "MIL2009", Slug: "group-other-nodes", Severity: Warning,
			Title:    "No other node of the availability group needs preparing",
			Expected: "in no availability group, or in a group with this instance alone",
			Why:      "After a failover inside the group another node speaks to the managed instance. Without keys, certificates and trust of its own the link stops there.",
			Fix:      "Prepare every node of the group like this one, exchange certificates with each of them, and give the link the address of the group's listener.",
			Reads:    []string{"source.databases", "source.groups"},
			Docs:     docs(scriptsLink, extendGroup), judge: judgeOtherNodes,
		}),
	}
}

// unseen are the findings when the list of databases could not be read: one per wished
// name, or one for the instance.
func (r Rule) unseen(base subject, why string) []Finding {
	wished := base.wishes.Databases
	if len(wished) == 0 {
		return []Finding{r.finding(&base, unknown(why))}
	}
	var out []Finding
	for _, name := range wished {
		s := base
		s.database = &facts.Database{Name: name}
		out = append(out, r.finding(&s, unknown(why)))
	}
	return out
}

// nearest is the user database whose name is closest, if it is close at all.
func nearest(name string, all []facts.Database) string {
	type candidate struct {
		name string
		d    int
	}
	var near []candidate
	for _, d := range all {
		if !d.System() {
			near = append(near, candidate{d.Name, distance(strings.ToLower(name), strings.ToLower(d.Name))})
		}
	}
	sort.Slice(near, func(i, j int) bool { return near[i].d < near[j].d })
	if len(near) == 0 || near[0].d > 2+len(name)/4 {
		return ""
	}
	return near[0].name
}

// distance is the Levenshtein distance in runes.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		last := row[0]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := last
			if x[i-1] != y[j-1] {
				cost++
			}
			last = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(y)]
}

// judgeExists knows a wished name that the instance does not have by its missing id.
func judgeExists(s *subject) verdict {
	if s.database.ID != 0 {
		return s.saw(pass("id "+fmt.Sprint(s.database.ID)), facts.ProbeDatabases, s.database.Name)
	}
	all := s.source.Databases.Or(nil) // known: the name was looked up in it
	observed := "no database of that name"
	if near := nearest(s.database.Name, all); near != "" {
		observed += "; did you mean " + near + "?"
	}
	if s.source.OfflineHidden {
		return unknown(observed + " in sight; an offline database is hidden from this account (ALTER ANY DATABASE shows it)")
	}
	return s.saw(fail(observed), facts.ProbeDatabases, fmt.Sprintf("%d databases", len(all)))
}

func judgeUserDatabase(s *subject) verdict {
	switch {
	case s.database.System():
		return s.saw(fail(s.database.Name+" is a system database"), facts.ProbeDatabases, fmt.Sprintf("database_id = %d", s.database.ID))
	case s.database.Snapshot:
		return s.saw(fail(s.database.Name+" is a database snapshot"), facts.ProbeDatabases, "source_database_id is set")
	}
	return s.saw(pass("a user database"), facts.ProbeDatabases, fmt.Sprintf("database_id = %d", s.database.ID))
}

// flagged makes the verdict of a plain column of sys.databases.
func flagged(s *subject, bad bool, observed, value string) verdict {
	if s.failed(codeUserDatabase) {
		return skip(codeUserDatabase)
	}
	if bad {
		return s.saw(fail(observed), facts.ProbeDatabases, value)
	}
	return s.saw(pass(value), facts.ProbeDatabases, value)
}

func judgeOnline(s *subject) verdict {
	return flagged(s, s.database.State != "ONLINE", "state "+s.database.State, s.database.State)
}

func judgeWritable(s *subject) verdict {
	if s.database.ReadOnly {
		return flagged(s, true, "read-only", "READ_ONLY")
	}
	return flagged(s, false, "", "READ_WRITE")
}

func judgeMultiUser(s *subject) verdict {
	d := s.database
	return flagged(s, d.UserAccess != "MULTI_USER", d.UserAccess, d.UserAccess)
}

func judgeAutoClose(s *subject) verdict {
	if s.database.AutoClose {
		return flagged(s, true, "AUTO_CLOSE is on", "AUTO_CLOSE ON")
	}
	return flagged(s, false, "", "AUTO_CLOSE OFF")
}

// onGroup judges the availability group the database is in.
func onGroup(s *subject, judge func(facts.Group) verdict) verdict {
	if s.failed(codeUserDatabase) {
		return skip(codeUserDatabase)
	}
	if !s.database.InGroup {
		return s.saw(pass("in no group"), facts.ProbeDatabases, "in no group")
	}
	groups, ok := s.source.Groups.Get()
	if !ok {
		return unknown(s.source.Groups.Why())
	}
	g, why := s.groupOf(groups)
	if why != "" {
		return unknown(why)
	}
	return judge(g)
}

// groupOf finds the group of the database; why says what kept it from being found.
func (s *subject) groupOf(groups []facts.Group) (g facts.Group, why string) {
	for _, g := range groups {
		members, ok := g.Databases.Get()
		if !ok {
			return g, "databases of group " + g.Name + ": " + g.Databases.Why()
		}
		for _, m := range members {
			if s.same(m, s.database.Name) {
				return g, ""
			}
		}
	}
	return g, "the database is in an availability group that is not in the list of groups"
}

func judgeGroup(s *subject) verdict {
	return onGroup(s, func(g facts.Group) verdict {
		members := g.Databases.Or(nil) // known: groupOf looked into it
		value := fmt.Sprintf("group %s: %d databases", g.Name, len(members))
		switch {
		case g.Contained:
			return s.saw(fail("in contained group "+g.Name), facts.ProbeGroups, value)
		case len(members) > 1:
			return s.saw(fail(fmt.Sprintf("in group %s together with %d more", g.Name, len(members)-1)), facts.ProbeGroups, value)
		}
		return s.saw(pass("alone in group "+g.Name), facts.ProbeGroups, value)
	})
}

func judgePrimary(s *subject) verdict {
	return onGroup(s, func(g facts.Group) verdict {
		for _, r := range g.Replicas {
			if !s.same(r.Name, s.source.Identity.ServerName.Or("")) {
				continue
			}
			role, ok := r.Role.Get()
			if !ok {
				return unknown("role of this instance in group " + g.Name + ": " + r.Role.Why())
			}
			value := fmt.Sprintf("group %s: %s", g.Name, role)
			if role != "PRIMARY" {
				return s.saw(fail("this instance is "+role+" in group "+g.Name), facts.ProbeGroups, value)
			}
			return s.saw(pass(value), facts.ProbeGroups, value)
		}
		return unknown("group " + g.Name + " lists no replica with the name of this instance")
	})
}

func judgeOtherNodes(s *subject) verdict {
	return onGroup(s, func(g facts.Group) verdict {
		var others []string
		for _, r := range g.Replicas {
			if !s.same(r.Name, s.source.Identity.ServerName.Or("")) {
				others = append(others, r.Name)
			}
		}
		value := fmt.Sprintf("group %s: %d replicas", g.Name, len(g.Replicas))
		if len(others) > 0 {
			return s.saw(fail("group "+g.Name+" also lives on "+strings.Join(others, ", ")), facts.ProbeGroups, value)
		}
		return s.saw(pass(value), facts.ProbeGroups, value)
	})
}
