package syntax

import "strconv"

// createDatabase reads what follows CREATE DATABASE: name [COLLATE c]. Files, containment
// and snapshots are not in the lab's grammar.
func (p *parser) createDatabase(pos Pos) Statement {
	c := &CreateDatabase{Pos: pos, Name: p.ident()}
	if p.word("COLLATE") {
		c.Collate = p.ident().Text
	}
	return c
}

// dropDatabase reads what follows DROP DATABASE.
func (p *parser) dropDatabase(pos Pos) Statement {
	d := &DropDatabase{Pos: pos, IfExists: p.ifExists()}
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
		p.databaseOptions(a)
	case p.word("COLLATE"):
		a.Collate = p.ident().Text
	case p.word("MODIFY"):
		p.modifyDatabase(a)
	case p.word("ADD"):
		p.addToDatabase(a)
	case p.word("REMOVE"):
		p.removeFromDatabase(a)
	default:
		p.near()
	}
	return a
}

// databaseOptions reads option, .. [WITH termination].
func (p *parser) databaseOptions(a *AlterDatabase) {
	if p.word("HADR") {
		p.hadr(a)
		return
	}
	p.list(func() {
		o := p.databaseOption()
		p.refuseTwice(a.Set, o)
		a.Set = append(a.Set, o)
		// What ADR says in parentheses is an option of its own in the tree.
		if o.Name == adr {
			last := &a.Set[len(a.Set)-1]
			a.Set = append(a.Set, last.Sub...)
			a.Set[len(a.Set)-1-len(o.Sub)].Sub = nil
		}
	})
	if p.word("WITH") {
		a.Termination = p.termination()
	}
}

const adr = "ACCELERATED_DATABASE_RECOVERY"

// hadr reads AVAILABILITY GROUP = g | OFF | SUSPEND | RESUME.
func (p *parser) hadr(a *AlterDatabase) {
	o := WithOption{Pos: a.Pos, Name: "HADR"}
	if p.word("AVAILABILITY") {
		p.need("GROUP")
		p.needSymbol("=")
		a.HadrGroup = p.ident()
		o.set("AVAILABILITY GROUP")
	} else {
		o.set(p.oneOf("OFF", "SUSPEND", "RESUME"))
	}
	a.Set = []WithOption{o}
}

// termination reads ROLLBACK AFTER n [SECONDS] | ROLLBACK IMMEDIATE | NO_WAIT.
func (p *parser) termination() string {
	switch {
	case p.word("NO_WAIT"):
		return "NO_WAIT"
	case p.word("ROLLBACK", "IMMEDIATE"):
		return "ROLLBACK IMMEDIATE"
	}
	p.need("ROLLBACK", "AFTER")
	n := p.integer()
	p.word("SECONDS")
	return "ROLLBACK AFTER " + strconv.Itoa(n)
}

// databaseSwitches are the options that are ON or OFF without a sign.
var databaseSwitches = wordSet(`AUTO_CLOSE AUTO_SHRINK AUTO_UPDATE_STATISTICS
AUTO_UPDATE_STATISTICS_ASYNC CURSOR_CLOSE_ON_COMMIT DATE_CORRELATION_OPTIMIZATION DB_CHAINING
TRUSTWORTHY MIXED_PAGE_ALLOCATION TORN_PAGE_DETECTION HONOR_BROKER_PRIORITY
ALLOW_SNAPSHOT_ISOLATION READ_COMMITTED_SNAPSHOT ANSI_NULL_DEFAULT ANSI_NULLS ANSI_PADDING
ANSI_WARNINGS ARITHABORT CONCAT_NULL_YIELDS_NULL NUMERIC_ROUNDABORT QUOTED_IDENTIFIER
RECURSIVE_TRIGGERS`)

// databaseStates are the options that are a word alone.
var databaseStates = wordSet(`ONLINE OFFLINE EMERGENCY READ_ONLY READ_WRITE SINGLE_USER
RESTRICTED_USER MULTI_USER ENABLE_BROKER DISABLE_BROKER NEW_BROKER ERROR_BROKER_CONVERSATIONS`)

// databaseRules are the options with a value of their own kind.
var databaseRules = []optionRule{
	{name: "AUTO_CREATE_STATISTICS", read: autoCreate},
	{name: "RECOVERY", read: bareWords("FULL", "BULK_LOGGED", "SIMPLE")},
	{name: "PAGE_VERIFY", read: bareWords("CHECKSUM", "TORN_PAGE_DETECTION", "NONE")},
	{name: "CURSOR_DEFAULT", read: bareWords("LOCAL", "GLOBAL")},
	{name: "PARAMETERIZATION", read: bareWords("SIMPLE", "FORCED")},
	{name: "ENCRYPTION", read: encryptionState},
	{name: "COMPATIBILITY_LEVEL", read: numberOption},
	{name: "CONTAINMENT", read: words("NONE", "PARTIAL")},
	{name: "DELAYED_DURABILITY", read: words("DISABLED", "ALLOWED", "FORCED")},
	{name: "TARGET_RECOVERY_TIME", read: recoveryTime},
	{name: "QUERY_STORE", read: queryStore},
	{name: "CHANGE_TRACKING", read: onOff},
	{name: "NESTED_TRIGGERS", read: onOff},
	{name: "TRANSFORM_NOISE_WORDS", read: onOff},
	{name: "MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT", read: onOff},
	{name: "TEMPORAL_HISTORY_RETENTION", read: bareOnOff, since: 14},
	{name: adr, read: acceleratedRecovery, since: 15},
	{name: "SUSPEND_FOR_SNAPSHOT_BACKUP", read: onOff, since: 16},
	{name: "OPTIMIZED_LOCKING", read: onOff, since: 17},
}

// databaseOption reads one option of SET.
func (p *parser) databaseOption() WithOption {
	t := p.now()
	o := WithOption{Pos: p.here(), Name: t.upper}
	switch {
	case databaseStates[t.upper]:
		p.take()
		return o
	case databaseSwitches[t.upper]:
		p.take()
		bareOnOff(p, &o)
		return o
	}
	return p.option(databaseRules, "")
}

// encryptionState knows SUSPEND and RESUME from 2019 on.
func encryptionState(p *parser, o *WithOption) {
	if p.knows(15) && p.isAny("SUSPEND", "RESUME") {
		o.set(p.take().upper)
		return
	}
	bareOnOff(p, o)
}

// autoCreate reads OFF | ON [(INCREMENTAL = ON|OFF)].
func autoCreate(p *parser, o *WithOption) {
	bareOnOff(p, o)
	if o.Value == "ON" && p.isSymbol(0, "(") {
		o.Sub = p.parenOptions([]optionRule{{name: "INCREMENTAL", read: onOff}})
	}
}

// recoveryTime reads = n SECONDS|MINUTES; the value is in seconds.
func recoveryTime(p *parser, o *WithOption) {
	p.needSymbol("=")
	n := p.integer()
	if p.oneOf("SECONDS", "MINUTES") == "MINUTES" {
		n *= 60
	}
	o.set(strconv.Itoa(n))
}

// queryStoreRules are the settings in the parentheses of QUERY_STORE.
var queryStoreRules = []optionRule{
	{name: "OPERATION_MODE", read: words("READ_ONLY", "READ_WRITE")},
	{name: "DATA_FLUSH_INTERVAL_SECONDS", read: numberOption},
	{name: "MAX_STORAGE_SIZE_MB", read: numberOption},
	{name: "INTERVAL_LENGTH_MINUTES", read: numberOption},
	{name: "SIZE_BASED_CLEANUP_MODE", read: words("AUTO", "OFF")},
	{name: "QUERY_CAPTURE_MODE", read: words("ALL", "AUTO", "NONE", "CUSTOM")},
	{name: "MAX_PLANS_PER_QUERY", read: numberOption},
	{name: "WAIT_STATS_CAPTURE_MODE", read: onOff, since: 14},
}

// queryStore reads = ON [(..)] | = OFF | (..) | CLEAR [ALL].
func queryStore(p *parser, o *WithOption) {
	if p.word("CLEAR") {
		p.word("ALL")
		o.Name = "QUERY_STORE CLEAR"
		return
	}
	if !p.isSymbol(0, "(") {
		onOff(p, o)
	} else {
		o.set("ON")
	}
	if o.Value == "ON" && p.isSymbol(0, "(") {
		o.Sub = p.parenOptions(queryStoreRules)
	}
}

// acceleratedRecovery reads = ON|OFF [(PERSISTENT_VERSION_STORE_FILEGROUP = fg)].
func acceleratedRecovery(p *parser, o *WithOption) {
	onOff(p, o)
	if o.Value == "ON" && p.isSymbol(0, "(") {
		o.Sub = p.parenOptions([]optionRule{{name: "PERSISTENT_VERSION_STORE_FILEGROUP", read: nameOption}})
	}
}
