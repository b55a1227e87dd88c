package syntax

import "slices"

// backup reads BACKUP from behind its verb.
func (p *parser) backup(pos Pos) Statement {
	switch {
	case p.word("MASTER", "KEY"):
		return p.backupMasterKey(pos)
	case p.word("CERTIFICATE"):
		return p.backupCertificate(pos)
	}
	b := &Backup{Pos: pos}
	switch {
	case p.word("DATABASE"):
	case p.word("LOG"):
		b.Log = true
	default:
		p.near()
	}
	b.Database = p.databaseName()
	p.need("TO")
	b.Devices = p.devices()
	if p.word("WITH") {
		b.Options = p.optionList(backupRules(b.Log), "BACKUP")
	}
	return b
}

// databaseName reads a name or a variable.
func (p *parser) databaseName() Text {
	if p.now().kind == variableToken {
		return Text{Variable: p.localVariable(), IsVar: true}
	}
	return Text{Literal: p.ident().Text}
}

// devices reads one or more backup devices.
func (p *parser) devices() []Device {
	var list []Device
	p.list(func() { list = append(list, p.device()) })
	return list
}

// device reads DISK|URL|TAPE = 'path' or @v, a logical name, or a variable that holds one.
func (p *parser) device() Device {
	t := p.now()
	switch {
	case p.isAny("DISK", "URL", "TAPE") && p.isSymbol(1, "="):
		p.i += 2
		return Device{Kind: t.upper, Path: p.textOrVariable()}
	case t.kind == variableToken:
		return Device{Path: p.textOrVariable()}
	case t.kind == wordToken && p.isSymbol(1, "="):
		p.fail(155, t.line, t.text, "Device Type")
	}
	return Device{Logical: p.ident()}
}

// The options of BACKUP and RESTORE, from the documentation's grammar.
var (
	mediaRules = []optionRule{
		{name: "MEDIANAME", read: textOrVariableOption},
		{name: "BLOCKSIZE", read: numberOrVariableOption},
		{name: "BUFFERCOUNT", read: numberOrVariableOption},
		{name: "MAXTRANSFERSIZE", read: numberOrVariableOption},
		{name: "CHECKSUM"}, {name: "NO_CHECKSUM"}, {name: "STOP_ON_ERROR"}, {name: "CONTINUE_AFTER_ERROR"},
		{name: "STATS", read: statsOption}, {name: "RESTART"},
		{name: "REWIND"}, {name: "NOREWIND"}, {name: "UNLOAD"}, {name: "NOUNLOAD"},
		{name: "CREDENTIAL", read: textOrVariableOption},
		{name: "METADATA_ONLY", since: 16},
	}
	writeRules = slices.Concat(mediaRules, []optionRule{
		{name: "COPY_ONLY"}, {name: "COMPRESSION", read: compression}, {name: "NO_COMPRESSION"},
		{name: "DESCRIPTION", read: textOrVariableOption}, {name: "NAME", read: textOrVariableOption},
		{name: "MEDIADESCRIPTION", read: textOrVariableOption}, {name: "MEDIAPASSWORD", read: textOrVariableOption},
		{name: "EXPIREDATE", read: textOrVariableOption}, {name: "RETAINDAYS", read: numberOrVariableOption},
		{name: "NOINIT"}, {name: "INIT"}, {name: "NOSKIP"}, {name: "SKIP"}, {name: "NOFORMAT"}, {name: "FORMAT"},
		{name: "ENCRYPTION", read: backupEncryption}, {name: "FILE_SNAPSHOT"},
	})
	readRules = slices.Concat(mediaRules, []optionRule{
		{name: "FILE", read: numberOrVariableOption}, {name: "PASSWORD", read: textOrVariableOption},
		{name: "MEDIAPASSWORD", read: textOrVariableOption},
	})
	restoreRules = slices.Concat(readRules, []optionRule{
		{name: "RECOVERY"}, {name: "NORECOVERY"}, {name: "STANDBY", read: textOrVariableOption},
		{name: "REPLACE"}, {name: "RESTRICTED_USER"}, {name: "MOVE", read: moveOption},
		{name: "KEEP_REPLICATION"}, {name: "KEEP_CDC"}, {name: "ENABLE_BROKER"},
		{name: "ERROR_BROKER_CONVERSATIONS"}, {name: "NEW_BROKER"}, {name: "PARTIAL"},
		{name: "STOPAT", read: textOrVariableOption}, {name: "STOPATMARK", read: markOption},
		{name: "STOPBEFOREMARK", read: markOption},
	})
	verifyRules = slices.Concat(readRules, []optionRule{{name: "MOVE", read: moveOption}, {name: "LOADHISTORY"}})
)

// backupRules adds what only a database or only a log backup takes.
func backupRules(log bool) []optionRule {
	if log {
		return slices.Concat(writeRules, []optionRule{
			{name: "NORECOVERY"}, {name: "STANDBY", read: textOrVariableOption}, {name: "NO_TRUNCATE"},
		})
	}
	return slices.Concat(writeRules, []optionRule{{name: "DIFFERENTIAL"}})
}

// statsOption reads STATS [= n].
func statsOption(p *parser, o *WithOption) {
	if p.isSymbol(0, "=") {
		numberOrVariableOption(p, o)
	}
}

// compression reads COMPRESSION [(ALGORITHM = a [, LEVEL = l])]: the parentheses are of
// 2022, ZSTD and its levels of 2025.
func compression(p *parser, o *WithOption) {
	if !p.isSymbol(0, "(") || !p.knows(16) {
		return
	}
	algorithms := []string{"MS_XPRESS", "QAT_DEFLATE"}
	rules := []optionRule{{name: "ALGORITHM", read: words(algorithms...)}}
	if p.knows(17) {
		rules = []optionRule{
			{name: "ALGORITHM", read: words(append(algorithms, "ZSTD")...)},
			{name: "LEVEL", read: words("LOW", "MEDIUM", "HIGH")},
		}
	}
	o.Sub = p.parenOptions(rules)
}

// backupEncryption reads (ALGORITHM = a, SERVER CERTIFICATE | ASYMMETRIC KEY = c).
func backupEncryption(p *parser, o *WithOption) {
	p.needSymbol("(")
	a := WithOption{Pos: p.here(), Name: "ALGORITHM"}
	p.need("ALGORITHM")
	words("AES_128", "AES_192", "AES_256", "TRIPLE_DES_3KEY")(p, &a)
	p.needSymbol(",")
	c := WithOption{Pos: p.here(), Name: "SERVER CERTIFICATE"}
	p.need("SERVER")
	if p.oneOf("CERTIFICATE", "ASYMMETRIC") == "ASYMMETRIC" {
		p.need("KEY")
		c.Name = "SERVER ASYMMETRIC KEY"
	}
	nameOption(p, &c)
	p.needSymbol(")")
	o.Sub = []WithOption{a, c}
}

// moveOption reads MOVE 'logical' TO 'file'.
func moveOption(p *parser, o *WithOption) {
	o.setText(p.textOrVariable())
	to := WithOption{Pos: p.here(), Name: "TO"}
	p.need("TO")
	to.setText(p.textOrVariable())
	o.Sub = []WithOption{to}
}

// markOption reads = 'mark' [AFTER 'time'].
func markOption(p *parser, o *WithOption) {
	textOrVariableOption(p, o)
	after := WithOption{Pos: p.here(), Name: "AFTER"}
	if p.word("AFTER") {
		after.setText(p.textOrVariable())
		o.Sub = []WithOption{after}
	}
}

// restore reads RESTORE from behind its verb.
func (p *parser) restore(pos Pos) Statement {
	r := &Restore{Pos: pos}
	r.What = p.oneOf("DATABASE", "LOG", "HEADERONLY", "FILELISTONLY", "VERIFYONLY", "LABELONLY", "REWINDONLY")
	rules := readRules
	switch r.What {
	case "DATABASE", "LOG":
		rules = restoreRules
		r.Database = p.databaseName()
		if p.word("FROM") {
			r.Devices = p.devices()
		}
	case "VERIFYONLY":
		rules = verifyRules
		fallthrough
	default:
		p.need("FROM")
		r.Devices = p.devices()
	}
	if p.word("WITH") {
		r.Options = p.optionList(rules, "RESTORE")
	}
	return r
}
