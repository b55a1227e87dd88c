package rules

import (
	"testing"

	"milink/internal/facts"
)

var databaseCases = []struct {
	code    string
	name    string
	change  func(world)
	outcome Outcome
	says    string
}{
	{"MIL2001", "there", nop, Pass, ""},
	{"MIL2001", "wished by another case", func(w world) { w.wishes.Databases = []string{"SALES"} }, Pass, ""},
	{"MIL2001", "misspelt", func(w world) { w.wishes.Databases = []string{"Slaes"} }, Fail, "did you mean Sales?"},
	{"MIL2001", "nothing near", func(w world) { w.wishes.Databases = []string{"Warehouse"} }, Fail, "no database of that name"},
	{"MIL2001", "perhaps offline and hidden", func(w world) { w.wishes.Databases = []string{"Old"}; w.source.OfflineHidden = true }, Unknown, "offline"},
	{"MIL2001", "unread", noDatabases, Unknown, "cut"},
	{"MIL2003", "user database", nop, Pass, ""},
	{"MIL2003", "system", func(w world) { w.wishes.Databases = []string{"master"} }, Fail, "system"},
	{"MIL2003", "snapshot", func(w world) { w.wishes.Databases = []string{"Sales"}; w.database.Snapshot = true }, Fail, "snapshot"},
	{"MIL2002", "online", nop, Pass, ""},
	{"MIL2002", "restoring", func(w world) { w.database.State = "RESTORING" }, Fail, "RESTORING"},
	{"MIL2004", "writable", nop, Pass, ""},
	{"MIL2004", "read-only", func(w world) { w.database.ReadOnly = true }, Fail, "read-only"},
	{"MIL2005", "many users", nop, Pass, ""},
	{"MIL2005", "single", func(w world) { w.database.UserAccess = "SINGLE_USER" }, Fail, "SINGLE_USER"},
	{"MIL2006", "stays open", nop, Pass, ""},
	{"MIL2006", "closes", func(w world) { w.database.AutoClose = true }, Fail, "AUTO_CLOSE"},
	{"MIL2007", "free", nop, Pass, ""},
	{"MIL2007", "alone", inGroup(facts.Group{Name: "AG1", Databases: facts.Known([]string{"sales"})}), Pass, "alone"},
	{"MIL2007", "in company", inGroup(facts.Group{Name: "AG1", Databases: facts.Known([]string{"Sales", "HR"})}), Fail, "1 more"},
	{"MIL2007", "contained", inGroup(facts.Group{Name: "AG1", Contained: true, Databases: facts.Known([]string{"Sales"})}), Fail, "contained"},
	{"MIL2007", "members hidden", inGroup(facts.Group{Name: "AG1", Databases: facts.Unknown[[]string]("hidden")}), Unknown, "hidden"},
	{"MIL2007", "group hidden", func(w world) {
		w.database.InGroup = true
		w.source.Groups = facts.Unknown[[]facts.Group]("hidden")
	}, Unknown, "hidden"},
	{"MIL2008", "free", nop, Pass, ""},
	{"MIL2008", "primary", inGroup(role("PRIMARY")), Pass, "PRIMARY"},
	{"MIL2008", "secondary", inGroup(role("SECONDARY")), Fail, "SECONDARY"},
	{"MIL2008", "role hidden", inGroup(facts.Group{Name: "AG1", Databases: facts.Known([]string{"Sales"}), Replicas: []facts.Replica{{Name: "SQL01"}}}), Unknown, "not asked"},
	{"MIL2008", "not listed", inGroup(facts.Group{Name: "AG1", Databases: facts.Known([]string{"Sales"})}), Unknown, "no replica"},
	{"MIL2009", "free", nop, Pass, ""},
	{"MIL2009", "alone", inGroup(role("PRIMARY")), Pass, "1 replicas"},
	{"MIL2009", "two nodes", inGroup(facts.Group{Name: "AG1", Databases: facts.Known([]string{"Sales"}), Replicas: []facts.Replica{{Name: "sql01"}, {Name: "SQL02"}}}), Warn, "SQL02"},
	{"MIL2009", "hidden", func(w world) { w.database.InGroup = true; w.source.Groups = facts.Unknown[[]facts.Group]("hidden") }, Unknown, "hidden"},
	{"MIL2011", "not this replica's chain", func(w world) {
		inGroup(role("SECONDARY"))(w)
		w.database.Chain = facts.Known(facts.Chain{})
	}, NotApplicable, ""},
	{"MIL7001", "no link", nop, Fail, "no availability group"},
	{"MIL7001", "linked", linked(facts.Known(true)), Pass, "DAG1"},
	{"MIL7001", "link is down", linked(facts.Known(false)), Fail, "not connected"},
	{"MIL7001", "state hidden", linked(facts.Unknown[bool]("Msg 300")), Unknown, "Msg 300"},
	{"MIL7001", "a group without a link", inGroup(role("PRIMARY")), Fail, "no link"},
	{"MIL7001", "groups hidden", func(w world) { w.source.Groups = facts.Unknown[[]facts.Group]("hidden") }, Unknown, "hidden"},
	{"MIL2010", "full", nop, Pass, ""},
	{"MIL2010", "simple", func(w world) { w.database.Recovery = facts.Known("SIMPLE") }, Fail, "SIMPLE"},
	{"MIL2010", "bulk-logged", func(w world) { w.database.Recovery = facts.Known("BULK_LOGGED") }, Fail, "BULK_LOGGED"},
	{"MIL2010", "the server says NULL", func(w world) { w.database.Recovery = facts.Unknown[string]("NULL") }, Unknown, "NULL"},
	{"MIL2010", "unread", func(w world) { w.database.Recovery = facts.Unknown[string]("closed") }, Unknown, "closed"},
	{"MIL2032", "unread", func(w world) { w.database.Broker = facts.Unknown[bool]("closed") }, Unknown, "closed"},
	{"MIL8003", "plain", nop, Pass, ""},
	{"MIL8003", "publisher", func(w world) { w.database.Publisher = facts.Known(true) }, Warn, "publisher"},
	{"MIL8003", "cdc", func(w world) { w.database.CDC = facts.Known(true) }, Warn, "change data"},
	{"MIL8003", "unread", func(w world) { w.database.CDC = facts.Unknown[bool]("closed") }, Unknown, "closed"},
	{"MIL2011", "recovery model unread", func(w world) { w.database.Recovery = facts.Unknown[string]("closed") }, Unknown, "closed"},
	{"MIL2011", "running chain", nop, Pass, ""},
	{"MIL2011", "running chain, history purged", func(w world) { w.database.Backups = facts.Known([]facts.Backup{}) }, Pass, ""},
	{"MIL2011", "never", chain(facts.Chain{}, facts.Known([]facts.Backup{})), Fail, "no full backup"},
	{"MIL2011", "copy-only", chain(facts.Chain{}, facts.Known([]facts.Backup{{CopyOnly: true}})), Fail, "copy-only"},
	{"MIL2011", "broken", chain(facts.Chain{DifferentialBaseLSN: facts.Known("1")}, facts.Known([]facts.Backup{{}})), Fail, "broken"},
	{"MIL2011", "simple is another finding", func(w world) { w.database.Recovery = facts.Known("SIMPLE") }, NotApplicable, ""},
	{"MIL2011", "history alone proves nothing", func(w world) { w.database.Chain = facts.Unknown[facts.Chain]("hidden") }, Unknown, "earlier chain"},
	{"MIL2012", "checksums", nop, Pass, ""},
	{"MIL2012", "none", backups(facts.Backup{Finished: today}), Warn, "no checksums"},
	{"MIL2012", "a copy does not count", backups(facts.Backup{CopyOnly: true}, facts.Backup{Checksum: true}), Pass, ""},
	{"MIL2012", "a damaged one does not count", backups(facts.Backup{Checksum: true, Damaged: true}), Unknown, "purged"},
	{"MIL2012", "purged", backups(), Unknown, "purged"},
	{"MIL2012", "denied", func(w world) { w.database.Backups = facts.Unknown[[]facts.Backup]("Msg 229") }, Unknown, "Msg 229"},
	{"MIL2020", "one", nop, Pass, ""},
	{"MIL2020", "two", files(facts.File{Name: "log2", Type: 1, State: "ONLINE"}), Fail, "log2"},
	{"MIL2020", "hidden", hiddenFiles, Unknown, "hidden"},
	{"MIL2021", "none", nop, Pass, ""},
	{"MIL2021", "one", files(facts.File{Name: "gone", State: "DEFUNCT"}), Fail, "gone"},
	{"MIL2021", "hidden", hiddenFiles, Unknown, "hidden"},
	{"MIL2022", "none", nop, Pass, ""},
	{"MIL2022", "filestream", containers("FD", 1), Fail, "FD1"},
	{"MIL2022", "memory is not filestream", containers("FX", 1), Pass, ""},
	{"MIL2022", "hidden", hiddenFiles, Unknown, "hidden"},
	{"MIL2022", "container, inside not seen", func(w world) {
		containers("FD", 1)(w)
		w.database.Filegroups = facts.Unknown[[]facts.Filegroup]("Msg 916")
	}, Unknown, "Msg 916"},
	{"MIL2023", "none", nop, Pass, ""},
	{"MIL2023", "one", containers("FX", 1), Pass, ""},
	{"MIL2023", "two", containers("FX", 2), Fail, "2 containers"},
	{"MIL2023", "hidden", hiddenFiles, Unknown, "hidden"},
	{"MIL2024", "none", nop, Pass, ""},
	{"MIL2024", "memory", containers("FX", 1), Warn, "FX1"},
	{"MIL2024", "hidden", hiddenFiles, Unknown, "hidden"},
	{"MIL5020", "plain", nop, Pass, ""},
	{"MIL5020", "decrypted again", tde(1, "CERTIFICATE", "AA"), Pass, ""},
	{"MIL5020", "certificate seen", tde(3, "CERTIFICATE", "aa00"), Warn, "Cert_SQL01_endpoint"},
	{"MIL5020", "certificate not seen", tde(3, "CERTIFICATE_OAEP_256", "CC22"), Warn, "CC22"},
	{"MIL5020", "key store", tde(3, "ASYMMETRIC KEY", "DD"), Warn, "key store"},
	{"MIL5020", "denied", func(w world) { w.database.Encryption = facts.Unknown[*facts.Encryption]("Msg 300") }, Unknown, "Msg 300"},
	{"MIL2030", "on", nop, Pass, ""},
	{"MIL2030", "offline is another finding", func(w world) { w.database.State = "OFFLINE" }, NotApplicable, ""},
	{"MIL2030", "off", func(w world) { w.database.ADR = facts.Known(false) }, Fail, "off"},
	{"MIL2030", "2017 has none", version("14.0.3490.10"), NotApplicable, ""},
	{"MIL2030", "unread", func(w world) { w.database.ADR = facts.Unknown[bool]("cut") }, Unknown, "cut"},
	{"MIL2031", "primary", nop, Pass, ""},
	{"MIL2031", "elsewhere", func(w world) { w.database.PVSFilegroup = facts.Known(2) }, Fail, "another filegroup"},
	{"MIL2031", "adr off", func(w world) { w.database.ADR = facts.Known(false) }, NotApplicable, ""},
	{"MIL2031", "denied", func(w world) { w.database.PVSFilegroup = facts.Unknown[int]("Msg 300") }, Unknown, "Msg 300"},
	{"MIL2032", "on", nop, Pass, ""},
	{"MIL2032", "off", func(w world) { w.database.Broker = facts.Known(false) }, Fail, "off"},
	{"MIL2032", "the server says NULL", func(w world) { w.database.Broker = facts.Unknown[bool]("NULL") }, Unknown, "NULL"},
}

func TestDatabaseRules(t *testing.T) {
	for _, c := range databaseCases {
		t.Run(c.code+"/"+c.name, func(t *testing.T) { check(t, c.code, c.change, c.outcome, c.says) })
	}
}

func noDatabases(w world) { w.source.Databases = facts.Unknown[[]facts.Database]("cut") }
func hiddenFiles(w world) { w.database.Files = facts.Unknown[[]facts.File]("hidden") }

func inGroup(g facts.Group) func(world) {
	return func(w world) { w.database.InGroup = true; groups(g)(w) }
}

// role is a group of Sales alone in which this instance has the role.
func role(r string) facts.Group {
	return facts.Group{Name: "AG_Sales", Databases: facts.Known([]string{"Sales"}), Replicas: []facts.Replica{{Name: "SQL01", Role: facts.Known(r)}}}
}

// linked puts Sales into a group that the link of the fact sheet carries.
func linked(connected facts.Fact[bool]) func(world) {
	return func(w world) { w.database.InGroup = true; groups(role("PRIMARY"), link(connected))(w) }
}

func chain(c facts.Chain, history facts.Fact[[]facts.Backup]) func(world) {
	return func(w world) { w.database.Chain, w.database.Backups = facts.Known(c), history }
}

func backups(list ...facts.Backup) func(world) {
	return func(w world) { w.database.Backups = facts.Known(list) }
}

func files(more ...facts.File) func(world) {
	return func(w world) {
		list, _ := w.database.Files.Get()
		w.database.Files = facts.Known(append(list, more...))
	}
}

// containers adds n files of type 2 in one filegroup of the kind.
func containers(kind string, n int) func(world) {
	return func(w world) {
		for range n {
			files(facts.File{Name: "c", Type: 2, State: "ONLINE"})(w)
		}
		w.database.Filegroups = facts.Known([]facts.Filegroup{{Name: "PRIMARY", Type: "FG", Files: 1}, {Name: kind + "1", Type: kind, Files: n}})
	}
}

func tde(state int, protector, thumbprint string) func(world) {
	return func(w world) {
		w.database.Encryption = facts.Known(&facts.Encryption{State: state, Protector: protector, Thumbprint: thumbprint})
	}
}
