package syntax

// declare reads DECLARE of variables, or of a cursor.
func (p *parser) declare(pos Pos) Statement {
	if p.isName(p.now()) {
		return p.declareCursor(pos)
	}
	d := &Declare{Pos: pos}
	p.list(func() { d.Vars = append(d.Vars, p.variable(len(d.Vars)+1)) })
	return d
}

// variable reads @x [AS] type [= value] or @t [AS] TABLE (..).
func (p *parser) variable(number int) VarDecl {
	v := VarDecl{Pos: p.here(), Name: p.localVariable()}
	p.word("AS")
	if p.word("TABLE") {
		v.IsTable = true
		v.Columns, v.Constraints = p.tableBody()
		return v
	}
	v.Type = p.dataType(typeUse{number: number})
	if p.symbol("=") {
		v.Init = p.value()
	}
	return v
}
