package syntax

import "strings"

// modifyDatabase reads NAME = new or FILE (..) behind MODIFY.
func (p *parser) modifyDatabase(a *AlterDatabase) {
	if p.word("NAME") {
		p.needSymbol("=")
		a.NewName = p.ident()
		return
	}
	p.need("FILE")
	f := p.fileSpec(true)
	a.ModifyFile = &f
}

// addToDatabase reads FILE (..), .. [TO FILEGROUP g] | LOG FILE (..), .. | FILEGROUP g.
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
	p.list(func() { a.AddFiles = append(a.AddFiles, p.fileSpec(false)) })
	if !a.LogFile && p.word("TO") {
		p.need("FILEGROUP")
		a.ToFilegroup = p.ident()
	}
}

// removeFromDatabase reads FILE name or FILEGROUP name.
func (p *parser) removeFromDatabase(a *AlterDatabase) {
	if p.word("FILEGROUP") {
		a.RemoveFilegroup = p.ident()
		return
	}
	p.need("FILE")
	a.RemoveFile = p.nameOrText()
}

// nameOrText reads a name that may be written as a string, as names of files may.
func (p *parser) nameOrText() Ident {
	if t := p.now(); p.isString(t) {
		p.take()
		p.checkName(t)
		return Ident{Text: t.text, Quoted: true}
	}
	return p.ident()
}

// fileSpec reads (NAME = x, FILENAME = 'y', SIZE = ..); NEWNAME and OFFLINE are for MODIFY.
func (p *parser) fileSpec(modify bool) FileSpec {
	f := FileSpec{Pos: p.here()}
	p.needSymbol("(")
	p.need("NAME")
	p.needSymbol("=")
	f.Name = p.nameOrText()
	for !p.failed() && p.symbol(",") {
		p.filePart(&f, modify)
	}
	p.needSymbol(")")
	return f
}

// filePart reads one property of a file, each once.
func (p *parser) filePart(f *FileSpec, modify bool) {
	switch {
	case modify && f.NewName.Text == "" && p.word("NEWNAME"):
		p.needSymbol("=")
		f.NewName = p.nameOrText()
	case f.FileName == "" && p.word("FILENAME"):
		p.needSymbol("=")
		f.FileName = p.literalText()
	case f.Size == "" && p.word("SIZE"):
		f.Size = p.size()
	case f.MaxSize == "" && p.word("MAXSIZE"):
		if p.isSymbol(0, "=") && p.ahead(1).upper == "UNLIMITED" {
			p.i += 2
			f.MaxSize = "UNLIMITED"
			return
		}
		f.MaxSize = p.size()
	case f.Growth == "" && p.word("FILEGROWTH"):
		f.Growth = p.size()
		if !p.failed() && isDigit(f.Growth[len(f.Growth)-1]) && p.symbol("%") {
			f.Growth += "%"
		}
	case modify && !f.Offline && p.word("OFFLINE"):
		f.Offline = true
	default:
		p.near()
	}
}

// size reads = n [KB|MB|GB|TB]; the unit may stick to the number.
func (p *parser) size() string {
	p.needSymbol("=")
	start := p.i
	p.integer()
	for _, unit := range []string{"KB", "MB", "GB", "TB"} {
		if p.word(unit) {
			break
		}
	}
	return strings.ToUpper(strings.ReplaceAll(p.source(start), " ", ""))
}
