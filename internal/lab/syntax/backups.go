package syntax

import "slices"

// backup reads what follows BACKUP.
func (p *parser) backup(pos Pos) Statement {
	switch {
	case p.word("MASTER", "KEY"):
		return p.backupMasterKey(pos)
	case p.word("CERTIFICATE"):
		return p.backupCertificate(pos)
	}
	b := &Backup{Pos: pos, Log: p.oneOf("DATABASE", "LOG") == "LOG"}
	b.Database = p.databaseText()
	p.need("TO")
	b.Devices = p.devices()
	if p.word("WITH") {
		b.Options = p.optionList(backupOptions(b.Log), "BACKUP")
	}
	return b
}

// databaseText reads a database by name or variable.
func (p *parser) databaseText() Text {
	if p.now().kind == variableToken {
		return p.textOrVariable()
	}
	return Text{Literal: p.ident().Text}
}

// devices reads DISK|URL|TAPE = 'path' or a logical device, one or more.
func (p *parser) devices() []Device {
	var list []Device
	p.list(func() { list = append(list, p.device()) })
	return list
}

func (p *parser) device() Device {
	for _, kind := range []string{"DISK", "URL", "TAPE"} {
		if p.is(kind) && p.isSymbol(1, "=") {
			p.take()
			p.needSymbol("=")
			return Device{Kind: kind, Path: p.textOrVariable()}
		}
	}
	return Device{Logical: p.ident()}
}

// mediaOptions are those of every backup and restore.
var mediaOptions = []optionRule{
	{name: "CHECKSUM"}, {name: "NO_CHECKSUM"}, {name: "STOP_ON_ERROR"}, {name: "CONTINUE_AFTER_ERROR"},
	{name: "STATS", read: optionalPercent}, {name: "REWIND"}, {name: "NOREWIND"}, {name: "UNLOAD"}, {name: "NOUNLOAD"},
	{name: "MEDIANAME", read: textOrVariableOption}, {name: "MEDIAPASSWORD", read: textOrVariableOption},
	{name: "CREDENTIAL", read: textOption}, {name: "BUFFERCOUNT", read: numberOrVariableOption},
	{name: "MAXTRANSFERSIZE", read: numberOrVariableOption}, {name: "BLOCKSIZE", read: numberOrVariableOption},
}

// writeOptions are those of BACKUP.
var writeOptions = []optionRule{
	{name: "COPY_ONLY"}, {name: "COMPRESSION", read: compression}, {name: "NO_COMPRESSION"},
	{name: "INIT"}, {name: "NOINIT"}, {name: "FORMAT"}, {name: "NOFORMAT"}, {name: "SKIP"}, {name: "NOSKIP"},
	{name: "NAME", read: textOrVariableOption}, {name: "DESCRIPTION", read: textOrVariableOption},
	{name: "EXPIREDATE", read: textOrVariableOption}, {name: "RETAINDAYS", read: numberOrVariableOption},
	{name: "MEDIADESCRIPTION", read: textOrVariableOption}, {name: "ENCRYPTION", read: backupEncryption},
}

// backupOptions is the closed list of BACKUP DATABASE or BACKUP LOG.
func backupOptions(log bool) []optionRule {
	if log {
		return slices.Concat(mediaOptions, writeOptions, []optionRule{
			{name: "NORECOVERY"}, {name: "STANDBY", read: textOrVariableOption}, {name: "NO_TRUNCATE"},
		})
	}
	return slices.Concat(mediaOptions, writeOptions, []optionRule{{name: "DIFFERENTIAL"}})
}

// optionalPercent reads [= n].
func optionalPercent(p *parser, o *WithOption) {
	if p.isSymbol(0, "=") {
		numberOption(p, o)
	}
}

// compression reads, from 2022 on, [(ALGORITHM = MS_XPRESS|QAT_DEFLATE|ZSTD [, LEVEL = ..])].
func compression(p *parser, o *WithOption) {
	if !p.knows(16) || !p.isSymbol(0, "(") {
		return
	}
	algorithms := []string{"MS_XPRESS", "QAT_DEFLATE"}
	if p.knows(17) {
		algorithms = append(algorithms, "ZSTD")
	}
	o.Sub = p.parenOptions([]optionRule{
		{name: "ALGORITHM", read: words(algorithms...)},
		{name: "LEVEL", read: words("LOW", "MEDIUM", "HIGH"), since: 17},
	})
}

// backupEncryption reads (ALGORITHM = a, SERVER CERTIFICATE|ASYMMETRIC KEY = name).
func backupEncryption(p *parser, o *WithOption) {
	p.needSymbol("(")
	p.need("ALGORITHM")
	p.needSymbol("=")
	o.Sub = []WithOption{{Name: "ALGORITHM", Value: p.oneOf("AES_128", "AES_192", "AES_256", "TRIPLE_DES_3KEY"), IsSet: true}}
	p.needSymbol(",")
	p.need("SERVER")
	by := p.oneOf("CERTIFICATE", "ASYMMETRIC")
	if by == "ASYMMETRIC" {
		p.need("KEY")
	}
	p.needSymbol("=")
	o.Sub = append(o.Sub, WithOption{Name: "SERVER " + by, Value: p.ident().Text, IsSet: true})
	p.needSymbol(")")
}

// restoreKinds are what RESTORE does without a database.
var restoreKinds = []string{"HEADERONLY", "FILELISTONLY", "VERIFYONLY", "LABELONLY", "REWINDONLY"}

// restore reads what follows RESTORE.
func (p *parser) restore(pos Pos) Statement {
	r := &Restore{Pos: pos}
	for _, kind := range restoreKinds {
		if p.word(kind) {
			r.What = kind
			p.need("FROM")
			r.Devices = p.devices()
			p.restoreWith(r)
			return r
		}
	}
	r.What = p.oneOf("DATABASE", "LOG")
	r.Database = p.databaseText()
	if p.word("FROM") {
		r.Devices = p.devices()
	}
	p.restoreWith(r)
	return r
}

func (p *parser) restoreWith(r *Restore) {
	if p.word("WITH") {
		r.Options = p.optionList(restoreOptions, "RESTORE")
	}
}

// restoreOptions is the closed list of RESTORE.
var restoreOptions = slices.Concat(mediaOptions, []optionRule{
	{name: "FILE", read: numberOrVariableOption}, {name: "RECOVERY"}, {name: "NORECOVERY"},
	{name: "STANDBY", read: textOrVariableOption}, {name: "REPLACE"}, {name: "RESTART"}, {name: "RESTRICTED_USER"},
	{name: "KEEP_REPLICATION"}, {name: "KEEP_CDC"}, {name: "ENABLE_BROKER"}, {name: "NEW_BROKER"},
	{name: "ERROR_BROKER_CONVERSATIONS"}, {name: "LOADHISTORY"}, {name: "PARTIAL"},
	{name: "STOPAT", read: textOrVariableOption}, {name: "PASSWORD", read: textOrVariableOption},
	{name: "MOVE", read: moveOption},
})

// moveOption reads 'logical' TO 'path'.
func moveOption(p *parser, o *WithOption) {
	o.setText(p.textOrVariable())
	p.need("TO")
	to := WithOption{Name: "TO"}
	to.setText(p.textOrVariable())
	o.Sub = []WithOption{to}
}
