package syntax

import "strings"

// createCertificate reads what follows CREATE CERTIFICATE.
func (p *parser) createCertificate(pos Pos) Statement {
	c := &CreateCertificate{Pos: pos, Name: p.ident()}
	if p.word("AUTHORIZATION") {
		c.Owner = p.ident()
	}
	if p.word("FROM") {
		p.existingKeys(c)
	} else {
		p.newKeys(c)
	}
	if p.word("ACTIVE") {
		p.need("FOR", "BEGIN_DIALOG")
		p.needSymbol("=")
		c.ActiveForDialog = p.oneOf("ON", "OFF")
	}
	return c
}

// existingKeys reads ASSEMBLY a | [EXECUTABLE] FILE = 'x' [WITH ..] | BINARY = 0x [WITH ..].
func (p *parser) existingKeys(c *CreateCertificate) {
	if p.word("ASSEMBLY") {
		c.Assembly = p.ident()
		return
	}
	c.Executable = p.word("EXECUTABLE")
	if !c.Executable && p.word("BINARY") {
		c.FromBinary, c.HasBinary = p.binaryValue(), true
	} else {
		p.need("FILE")
		p.needSymbol("=")
		c.FromFile, c.HasFile = p.literalText(), true
	}
	if !c.Executable && p.word("WITH") {
		p.certificateWith(c)
	}
}

// certificateWith reads [FORMAT = 'PFX',] PRIVATE KEY (..); the format is of 2022. A PFX file
// without the key is for the instance to refuse (33575).
func (p *parser) certificateWith(c *CreateCertificate) {
	if c.HasFile && p.is("FORMAT") && p.knows(16) {
		if c.Format = p.format(); !p.symbol(",") {
			return
		}
	}
	p.need("PRIVATE", "KEY")
	c.HasKey = true
	given := map[string]bool{}
	p.inParens(func() { p.privateKeyOption(c, given) })
	// The key's bytes come first or, in a PFX file, with the certificate.
	if !given["source"] && c.Format != "PFX" {
		p.nearToken(p.i - 1)
	}
}

// privateKeyOption reads one of FILE, BINARY, DECRYPTION and ENCRYPTION.
func (p *parser) privateKeyOption(c *CreateCertificate, given map[string]bool) {
	once := func(what string) {
		if given[what] {
			p.near()
		}
		given[what] = true
	}
	switch {
	case p.is("FILE"):
		once("source")
		p.need("FILE")
		p.needSymbol("=")
		c.KeyFile = p.literalText()
	case p.is("BINARY"):
		once("source")
		p.need("BINARY")
		c.KeyBinary = p.binaryValue()
	case p.is("DECRYPTION"):
		once("decryption")
		c.DecryptionPassword = p.decryptionBy()
	default:
		once("encryption")
		c.EncryptionPassword = p.encryptionBy()
	}
}

// binaryValue reads = 0x..; the statement takes a constant only.
func (p *parser) binaryValue() []byte {
	p.needSymbol("=")
	if p.now().kind != binaryToken {
		p.near()
		return nil
	}
	return binaryBytes(p.take().text)
}

// format reads FORMAT = 'DER'|'PFX'; another format is 33576.
//
// modelled: that 33576 is found while the batch is read, before anything of it runs.
func (p *parser) format() string {
	p.need("FORMAT")
	p.needSymbol("=")
	line := p.now().line
	f := strings.ToUpper(p.literalText())
	if !p.failed() && f != "PFX" && f != "DER" {
		p.fail(33576, line)
	}
	return f
}

// newKeys reads [ENCRYPTION BY PASSWORD = 'x'] WITH SUBJECT = 'x' [, dates].
func (p *parser) newKeys(c *CreateCertificate) {
	if p.is("ENCRYPTION") {
		c.EncryptionPassword = p.encryptionBy()
	}
	p.need("WITH", "SUBJECT")
	p.needSymbol("=")
	c.Subject, c.HasSubject = p.literalText(), true
	for !p.failed() && p.symbol(",") {
		switch {
		case c.StartDate == "" && p.word("START_DATE"):
			p.needSymbol("=")
			c.StartDate = p.literalText()
		case c.ExpiryDate == "" && p.word("EXPIRY_DATE"):
			p.needSymbol("=")
			c.ExpiryDate = p.literalText()
		default:
			p.near()
		}
	}
}

func (p *parser) dropCertificate(pos Pos) Statement {
	return &DropCertificate{Pos: pos, Name: p.ident()}
}

// backupCertificate reads what follows BACKUP CERTIFICATE.
func (p *parser) backupCertificate(pos Pos) Statement {
	b := &BackupCertificate{Pos: pos, Name: p.ident()}
	p.need("TO", "FILE")
	p.needSymbol("=")
	b.File = p.literalText()
	if !p.word("WITH") {
		return b
	}
	if p.is("FORMAT") && p.knows(16) {
		if b.Format = p.format(); !p.symbol(",") {
			return b
		}
	}
	p.need("PRIVATE", "KEY")
	b.HasKey = true
	given := map[string]bool{}
	p.inParens(func() { p.backupKeyOption(b, given) })
	if !p.failed() && (!given["encryption"] || !given["file"] && b.Format != "PFX") {
		p.nearToken(p.i - 1)
	}
	return b
}

// backupKeyOption reads one of FILE, ENCRYPTION, DECRYPTION and, from 2022, ALGORITHM.
func (p *parser) backupKeyOption(b *BackupCertificate, given map[string]bool) {
	once := func(what string) {
		if given[what] {
			p.near()
		}
		given[what] = true
	}
	switch {
	case p.is("FILE"):
		once("file")
		p.need("FILE")
		p.needSymbol("=")
		b.KeyFile = p.literalText()
	case p.is("DECRYPTION"):
		once("decryption")
		b.DecryptionPassword = p.decryptionBy()
	case p.is("ALGORITHM") && p.knows(16):
		once("algorithm")
		p.need("ALGORITHM")
		p.needSymbol("=")
		b.Algorithm = p.literalText()
	default:
		once("encryption")
		b.EncryptionPassword = p.encryptionBy()
	}
}
