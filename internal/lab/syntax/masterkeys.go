package syntax

// encryptionBy reads ENCRYPTION BY PASSWORD = 'x'.
func (p *parser) encryptionBy() string { return p.byPassword("ENCRYPTION") }

// decryptionBy reads DECRYPTION BY PASSWORD = 'x'.
func (p *parser) decryptionBy() string { return p.byPassword("DECRYPTION") }

func (p *parser) byPassword(what string) string {
	p.need(what, "BY", "PASSWORD")
	p.needSymbol("=")
	return p.literalText()
}

// createMasterKey reads what follows CREATE MASTER KEY. The password is optional in the
// cloud services only.
func (p *parser) createMasterKey(pos Pos) Statement {
	return &CreateMasterKey{Pos: pos, Password: p.encryptionBy()}
}

// alterMasterKey reads what follows ALTER MASTER KEY.
func (p *parser) alterMasterKey(pos Pos) Statement {
	a := &AlterMasterKey{Pos: pos, Force: p.word("FORCE")}
	if a.Force || p.is("REGENERATE") {
		p.need("REGENERATE", "WITH")
		a.Action, a.Password = "REGENERATE", p.encryptionBy()
		return a
	}
	a.Action = p.oneOf("ADD", "DROP")
	p.need("ENCRYPTION", "BY")
	if a.ServiceKey = p.word("SERVICE", "MASTER", "KEY"); a.ServiceKey {
		return a
	}
	p.need("PASSWORD")
	p.needSymbol("=")
	a.Password = p.literalText()
	return a
}

func (p *parser) openMasterKey(pos Pos) Statement {
	return &OpenMasterKey{Pos: pos, Password: p.decryptionBy()}
}

// createEncryptionKey reads what follows CREATE DATABASE ENCRYPTION KEY.
func (p *parser) createEncryptionKey(pos Pos) Statement {
	k := &CreateEncryptionKey{Pos: pos}
	p.need("WITH", "ALGORITHM")
	p.needSymbol("=")
	k.Algorithm = p.oneOf("AES_128", "AES_192", "AES_256", "TRIPLE_DES_3KEY")
	p.need("ENCRYPTION", "BY", "SERVER")
	if p.word("CERTIFICATE") {
		k.Certificate = p.ident()
		return k
	}
	p.need("ASYMMETRIC", "KEY")
	k.AsymmetricKey = p.ident()
	return k
}

func (p *parser) dropMasterKey(pos Pos) Statement { return &DropMasterKey{Pos: pos} }

// backupMasterKey reads what follows BACKUP MASTER KEY.
func (p *parser) backupMasterKey(pos Pos) Statement {
	b := &BackupMasterKey{Pos: pos}
	p.need("TO", "FILE")
	p.needSymbol("=")
	b.File = p.literalText()
	b.Password = p.encryptionBy()
	return b
}
