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
			Fix:      "Correct the name under databases in milink.yaml.",
			judge:    judgeExists,
		}),
		dbRule(Rule{
			Code: codeUserDatabase, Slug: "database-is-user", Gates: always(),
			Title:    "The database is a user database of its own",
			Expected: "neither a system database nor a snapshot",
			Why:      "System databases are not replicated (Msg 35249); logins, jobs and other server objects are scripted instead. A snapshot depends on its source database.",
			Fix:      "Take the name out of milink.yaml; script logins, jobs and server objects to the managed instance.",
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
			Fix:      "Remove the other databases from the group, or remove this one from it: ALTER AVAILABILITY GROUP [<group>] REMOVE DATABASE [<database>]; 2022 CU27 and 2025 CU9 also offer multi-database mode.",
			Steps:    []string{"remove-from-group"},
			Reads:    []string{"source.databases", "source.groups"},
			Docs:     docs(overviewLink, extendGroup), judge: judgeGroup,
		}),
	}
}

// missing is the finding for a wished name that the instance does not have.
func (r Rule) missing(base subject, name string) Finding {
	all, _ := base.source.Databases.Get()
	observed := "no database of that name"
	if near := nearest(name, all); near != "" {
		observed += "; did you mean " + near + "?"
	}
	base.database = &facts.Database{Name: name}
	if base.source.OfflineHidden {
		return r.finding(&base, unknown(observed+" in sight; an offline database is hidden from this account (ALTER ANY DATABASE shows it)"))
	}
	return r.finding(&base, base.saw(fail(observed), facts.ProbeDatabases, fmt.Sprintf("%d databases", len(all))))
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

func judgeExists(s *subject) verdict {
	return s.saw(pass("id "+fmt.Sprint(s.database.ID)), facts.ProbeDatabases, s.database.Name)
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

func judgeGroup(s *subject) verdict {
	if !s.database.InGroup {
		return flagged(s, false, "", "in no group")
	}
	groups, ok := s.source.Groups.Get()
	if !ok {
		return unknown(s.source.Groups.Why())
	}
	for _, g := range groups {
		members, ok := g.Databases.Get()
		if !ok {
			return unknown("databases of group " + g.Name + ": " + g.Databases.Why())
		}
		if !contains(members, s.database.Name) {
			continue
		}
		return judgeMembership(s, g, members)
	}
	return unknown("the database is in an availability group that is not in the list of groups")
}

func judgeMembership(s *subject, g facts.Group, members []string) verdict {
	value := fmt.Sprintf("group %s: %d databases", g.Name, len(members))
	switch {
	case g.Contained:
		return s.saw(fail("in contained group "+g.Name), facts.ProbeGroups, value)
	case len(members) > 1:
		return s.saw(fail(fmt.Sprintf("in group %s together with %d more", g.Name, len(members)-1)), facts.ProbeGroups, value)
	}
	return s.saw(pass("alone in group "+g.Name), facts.ProbeGroups, value)
}

func contains(list []string, name string) bool {
	for _, x := range list {
		if strings.EqualFold(x, name) {
			return true
		}
	}
	return false
}
