package syntax

import "slices"

// createDatabase reads what follows CREATE DATABASE: a name and a collation. Where the
// files go is left to the instance.
func (p *parser) createDatabase(pos Pos) Statement {
	c := &CreateDatabase{Pos: pos, Name: p.ident()}
	if p.word("COLLATE") {
		c.Collate = p.ident().Text
	}
	return c
}

func (p *parser) dropDatabase(pos Pos) Statement {
	d := &DropDatabase{Pos: pos, IfExists: p.word("IF", "EXISTS")}
	d.Names = p.idents()
	return d
}

// alterDatabase reads what follows ALTER DATABASE.
func (p *parser) alterDatabase(pos Pos) Statement {
	a := &AlterDatabase{Pos: pos}
	if a.Current = p.word("CURRENT"); !a.Current {
		a.Name = p.ident()
	}
	switch {
	case p.word("SET"):
		p.databaseSet(a)
	case p.word("COLLATE"):
		a.Collate = p.ident().Text
	case p.word("ADD"):
		p.addToDatabase(a)
	case p.word("REMOVE"):
		p.removeFromDatabase(a)
	case p.word("MODIFY"):
		p.modifyDatabase(a)
	default:
		p.near()
	}
	return a
}

// onOffOptions are the options of ALTER DATABASE SET that take ON or OFF without a sign.
var onOffOptions = []string{
	"AUTO_CLOSE", "AUTO_SHRINK", "AUTO_CREATE_STATISTICS", "AUTO_UPDATE_STATISTICS", "AUTO_UPDATE_STATISTICS_ASYNC",
	"ANSI_NULL_DEFAULT", "ANSI_NULLS", "ANSI_PADDING", "ANSI_WARNINGS", "ARITHABORT", "CONCAT_NULL_YIELDS_NULL",
	"CURSOR_CLOSE_ON_COMMIT", "DATE_CORRELATION_OPTIMIZATION", "DB_CHAINING", "TRUSTWORTHY", "ENCRYPTION",
	"NUMERIC_ROUNDABORT", "QUOTED_IDENTIFIER", "RECURSIVE_TRIGGERS", "READ_COMMITTED_SNAPSHOT",
	"ALLOW_SNAPSHOT_ISOLATION", "HONOR_BROKER_PRIORITY", "MIXED_PAGE_ALLOCATION",
}

// signedSwitches take ON or OFF behind the sign.
var signedSwitches = []string{"MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT", "NESTED_TRIGGERS", "TRANSFORM_NOISE_WORDS"}

// states are options that are one word.
var states = []string{
	"ONLINE", "OFFLINE", "EMERGENCY", "SINGLE_USER", "RESTRICTED_USER", "MULTI_USER", "READ_ONLY", "READ_WRITE",
	"ENABLE_BROKER", "DISABLE_BROKER", "NEW_BROKER", "ERROR_BROKER_CONVERSATIONS",
}

// databaseOptions is the closed list of ALTER DATABASE SET.
var databaseOptions = buildDatabaseOptions()

func buildDatabaseOptions() []optionRule {
	rules := []optionRule{
		{name: "RECOVERY", read: bareWords("FULL", "BULK_LOGGED", "SIMPLE")},
		{name: "PAGE_VERIFY", read: bareWords("CHECKSUM", "TORN_PAGE_DETECTION", "NONE")},
		{name: "CURSOR_DEFAULT", read: bareWords("LOCAL", "GLOBAL")},
		{name: "PARAMETERIZATION", read: bareWords("SIMPLE", "FORCED")},
		{name: "COMPATIBILITY_LEVEL", read: numberOption},
		{name: "CONTAINMENT", read: words("NONE", "PARTIAL")},
		{name: "DELAYED_DURABILITY", read: words("DISABLED", "ALLOWED", "FORCED")},
		{name: "TARGET_RECOVERY_TIME", read: recoveryTime},
		{name: "QUERY_STORE", read: queryStore},
		{name: "ACCELERATED_DATABASE_RECOVERY", read: acceleratedRecovery, since: 15},
		{name: "OPTIMIZED_LOCKING", read: onOff, since: 17},
		{name: "HADR", read: hadrOption},
	}
	for _, name := range onOffOptions {
		rules = append(rules, optionRule{name: name, read: bareOnOff})
	}
	for _, name := range signedSwitches {
		rules = append(rules, optionRule{name: name, read: onOff})
	}
	for _, name := range states {
		rules = append(rules, optionRule{name: name})
	}
	return rules
}

// databaseSet reads the options of SET and the termination clause.
func (p *parser) databaseSet(a *AlterDatabase) {
	a.Set = p.optionList(databaseOptions, "")
	for i, o := range a.Set {
		if o.Name == "HADR" && o.Value == "AVAILABILITY GROUP" {
			a.HadrGroup = Ident{Text: o.Sub[0].Value}
		}
		for _, sub := range o.Sub {
			if sub.Name == "PERSISTENT_VERSION_STORE_FILEGROUP" {
				a.Set = append(a.Set, sub)
				a.Set[i].Sub = nil
			}
		}
	}
	if p.word("WITH") {
		a.Termination = p.termination()
	}
}

// termination reads ROLLBACK AFTER n [SECONDS] | ROLLBACK IMMEDIATE | NO_WAIT.
func (p *parser) termination() string {
	if p.word("NO_WAIT") {
		return "NO_WAIT"
	}
	p.need("ROLLBACK")
	if p.word("IMMEDIATE") {
		return "ROLLBACK IMMEDIATE"
	}
	p.need("AFTER")
	start := p.i
	p.integer()
	n := p.source(start)
	p.word("SECONDS")
	return "ROLLBACK AFTER " + n
}

// recoveryTime reads = n SECONDS|MINUTES.
func recoveryTime(p *parser, o *WithOption) {
	numberOption(p, o)
	o.Value += " " + p.oneOf("SECONDS", "MINUTES")
}

// queryStore reads = ON|OFF | ON (options) | CLEAR [ALL] | (options). The inner options are
// read over: nothing in the lab depends on them.
func queryStore(p *parser, o *WithOption) {
	if p.word("CLEAR") {
		p.word("ALL")
		o.set("CLEAR")
		return
	}
	if p.symbol("=") {
		o.set(p.oneOf("ON", "OFF"))
	} else {
		o.set("ON")
	}
	if !p.isSymbol(0, "(") {
		if o.Value == "" {
			p.near()
		}
		return
	}
	o.Sub = p.parenOptions(queryStoreOptions)
}

var queryStoreOptions = []optionRule{
	{name: "OPERATION_MODE", read: words("READ_ONLY", "READ_WRITE")},
	{name: "DATA_FLUSH_INTERVAL_SECONDS", read: numberOption},
	{name: "MAX_STORAGE_SIZE_MB", read: numberOption},
	{name: "INTERVAL_LENGTH_MINUTES", read: numberOption},
	{name: "SIZE_BASED_CLEANUP_MODE", read: words("AUTO", "OFF")},
	{name: "QUERY_CAPTURE_MODE", read: words("ALL", "AUTO", "NONE", "CUSTOM")},
	{name: "MAX_PLANS_PER_QUERY", read: numberOption},
	{name: "WAIT_STATS_CAPTURE_MODE", read: onOff, since: 14},
}

// acceleratedRecovery reads = ON|OFF [(PERSISTENT_VERSION_STORE_FILEGROUP = name)].
func acceleratedRecovery(p *parser, o *WithOption) {
	onOff(p, o)
	if o.Value == "ON" && p.isSymbol(0, "(") {
		o.Sub = p.parenOptions([]optionRule{{name: "PERSISTENT_VERSION_STORE_FILEGROUP", read: nameOption}})
	}
}

// hadrOption reads OFF | SUSPEND | RESUME | AVAILABILITY GROUP = name.
func hadrOption(p *parser, o *WithOption) {
	if !p.word("AVAILABILITY", "GROUP") {
		o.set(p.oneOf("OFF", "SUSPEND", "RESUME"))
		return
	}
	p.needSymbol("=")
	o.set("AVAILABILITY GROUP")
	o.Sub = []WithOption{{Name: "GROUP", Value: p.ident().Text, IsSet: true}}
}

// addToDatabase reads FILE, LOG FILE and FILEGROUP behind ADD.
func (p *parser) addToDatabase(a *AlterDatabase) {
	if p.word("FILEGROUP") {
		a.AddFilegroup = p.ident()
		if p.word("CONTAINS") {
			a.Contains = p.oneOf("FILESTREAM", "MEMORY_OPTIMIZED_DATA")
		}
		return
	}
	a.LogFile = p.word("LOG")
	p.need("FILE")
	p.list(func() { a.AddFiles = append(a.AddFiles, p.fileSpec()) })
	if !a.LogFile && p.word("TO", "FILEGROUP") {
		a.ToFilegroup = p.ident()
	}
}

func (p *parser) removeFromDatabase(a *AlterDatabase) {
	if p.oneOf("FILE", "FILEGROUP") == "FILE" {
		a.RemoveFile = p.ident()
		return
	}
	a.RemoveFilegroup = p.ident()
}

// modifyDatabase reads NAME = x and FILE (..) behind MODIFY.
func (p *parser) modifyDatabase(a *AlterDatabase) {
	if p.oneOf("NAME", "FILE") == "NAME" {
		p.needSymbol("=")
		a.NewName = p.ident()
		return
	}
	spec := p.fileSpec()
	a.ModifyFile = &spec
}

// fileSpec reads (NAME = x [, NEWNAME = y] [, FILENAME = 'z'] [, SIZE = ..] ...).
func (p *parser) fileSpec() FileSpec {
	f := FileSpec{Pos: p.here()}
	var given []string
	p.inParens(func() {
		what := p.oneOf("NAME", "NEWNAME", "FILENAME", "SIZE", "MAXSIZE", "FILEGROWTH", "OFFLINE")
		if slices.Contains(given, what) {
			p.near()
		}
		given = append(given, what)
		p.fileOption(&f, what)
	})
	if !p.failed() && f.Name.Text == "" {
		p.nearToken(p.i - 1)
	}
	return f
}

func (p *parser) fileOption(f *FileSpec, what string) {
	if what == "OFFLINE" {
		f.Offline = true
		return
	}
	p.needSymbol("=")
	switch what {
	case "NAME":
		f.Name = p.nameOrText()
	case "NEWNAME":
		f.NewName = p.nameOrText()
	case "FILENAME":
		f.FileName = p.literalText()
	case "SIZE":
		f.Size = p.size()
	case "MAXSIZE":
		f.MaxSize = p.size()
	case "FILEGROWTH":
		f.Growth = p.size()
	}
}

// nameOrText reads a logical file name, which may be written as a string.
func (p *parser) nameOrText() Ident {
	if p.isString(p.now()) {
		return Ident{Text: p.take().text, Quoted: true}
	}
	return p.ident()
}

// size reads n [KB|MB|GB|TB|%] | UNLIMITED.
func (p *parser) size() string {
	if p.word("UNLIMITED") {
		return "UNLIMITED"
	}
	start := p.i
	p.integer()
	number := p.source(start)
	for _, unit := range []string{"KB", "MB", "GB", "TB"} {
		if p.word(unit) {
			return number + unit
		}
	}
	if p.symbol("%") {
		return number + "%"
	}
	return number
}
