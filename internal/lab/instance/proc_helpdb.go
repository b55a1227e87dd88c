package instance

import (
	"fmt"
	"slices"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var helpDatabaseProcedures = []procedure{
	{name: "sp_helpdb", run: (*action).helpDatabase, params: []engine.ProcParam{defaulted("@dbname", value.SysnameT, nil)}},
}

// The columns of sp_helpdb's two result sets as its page lists them.
var (
	helpDatabaseColumns = columns(`
		name sysname
		db_size nvarchar(13)?
		owner sysname?
		dbid smallint
		created nvarchar(11)
		status nvarchar(600)?
		compatibility_level tinyint?`)
	helpFileColumns = columns(`
		name nchar(128)
		fileid smallint
		filename nchar(260)
		filegroup nvarchar(128)?
		size nvarchar(18)
		maxsize nvarchar(18)
		growth nvarchar(18)
		usage varchar(9)`)
)

// helpDatabase describes all databases or one, that one with its files. Of a database that
// the session cannot use it says 15622 and what it knows from outside.
func (a *action) helpDatabase(args arguments) (int32, error) {
	r := a.se.reader(a.database())
	if !args.has("@dbname") {
		a.table(helpDatabaseColumns, r.eachDatabase(a.helpRow))
		return 0, nil
	}
	name := args.text("@dbname")
	d := a.s.database(name)
	if d == nil || !a.se.CanSeeDatabase(d) {
		return 1, fault(15010, name)
	}
	a.table(helpDatabaseColumns, []row{a.helpRow(d)})
	if a.se.enter(d) == nil {
		a.table(helpFileColumns, helpFiles(d))
	}
	return 0, nil
}

// helpRow is one row of the first result set.
func (a *action) helpRow(d *Database) row {
	out := row{"name": d.Name, "owner": d.Owner, "dbid": d.ID, "created": d.Created.UTC().Format("Jan _2 2006"),
		"compatibility_level": d.Compatibility}
	if a.se.enter(d) != nil {
		a.say(fault(15622, d.Name).In("sp_helpdb"))
		return out
	}
	var mb int64
	for _, f := range d.Files {
		mb += f.SizeMB
	}
	out["db_size"] = fmt.Sprintf("%10.2f MB", float64(mb))
	out["status"] = a.helpStatus(d)
	return out
}

// helpStatus lists what is set on the database: options with values, then switches that
// are on.
//
// modelled: which options are told and in which order.
func (a *action) helpStatus(d *Database) string {
	r := a.se.reader(d)
	words := []string{"Status=" + statusWord(d), "Updateability=" + updateability(r, d), "UserAccess=" + d.Access,
		"Recovery=" + d.Recovery}
	if a.s.started(d) {
		words = append(words, fmt.Sprintf("Version=%d", databaseVersions[r.major]), "Collation="+d.Collation)
	}
	for _, o := range []struct {
		name string
		on   bool
	}{
		{"IsAutoClose", d.AutoClose}, {"IsAutoShrink", d.on("AUTO_SHRINK")},
		{"IsAutoCreateStatistics", !d.off("AUTO_CREATE_STATISTICS")}, {"IsAutoUpdateStatistics", !d.off("AUTO_UPDATE_STATISTICS")},
		{"IsFullTextEnabled", true}, {"IsPublished", d.Published},
	} {
		if o.on {
			words = append(words, o.name)
		}
	}
	return strings.Join(words, ", ")
}

// off tells whether ALTER DATABASE SET turned an option off.
func (d *Database) off(name string) bool { return strings.EqualFold(d.Options[name], "OFF") }

// helpFiles is the second result set: sizes in KB, as practice shows them.
func helpFiles(d *Database) []row {
	var rows []row
	for _, f := range d.Files {
		out := row{"name": f.Name, "fileid": f.ID, "filename": f.Path, "size": fmt.Sprintf("%d KB", f.SizeMB*1024),
			"maxsize": "Unlimited", "growth": fmt.Sprintf("%d KB", f.GrowthMB*1024), "usage": "log only"}
		if f.Type != 1 {
			out["filegroup"], out["usage"] = f.Group, "data only"
		}
		if pages := maxPages(d, f); pages >= 0 {
			out["maxsize"] = fmt.Sprintf("%d KB", int64(pages)*8)
		}
		rows = append(rows, out)
	}
	slices.SortStableFunc(rows, func(x, y row) int { return x["fileid"].(int) - y["fileid"].(int) })
	return rows
}
