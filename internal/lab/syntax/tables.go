package syntax

// createTable reads what follows CREATE TABLE.
func (p *parser) createTable(pos Pos) Statement {
	c := &CreateTable{Pos: pos, Table: p.table()}
	c.Columns, c.Constraints = p.tableBody()
	return c
}

// dropTable reads what follows DROP TABLE.
func (p *parser) dropTable(pos Pos) Statement {
	d := &DropTable{Pos: pos, IfExists: p.ifExists()}
	p.list(func() { d.Tables = append(d.Tables, p.table()) })
	return d
}

// tableBody reads (column, .., constraint, ..). A comma may stand before the parenthesis.
func (p *parser) tableBody() (columns []ColumnDef, constraints []TableConstraint) {
	p.needSymbol("(")
	for !p.failed() {
		if p.isAny("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK") {
			constraints = append(constraints, p.tableConstraint())
		} else {
			columns = append(columns, p.column(len(columns)+1))
		}
		if !p.symbol(",") || p.isSymbol(0, ")") {
			break
		}
	}
	p.needSymbol(")")
	if len(columns) == 0 {
		p.nearToken(max(p.i-1, 0))
	}
	return columns, constraints
}

// tableConstraint reads [CONSTRAINT name] PRIMARY KEY | UNIQUE (columns) | CHECK (..).
func (p *parser) tableConstraint() TableConstraint {
	c := TableConstraint{Pos: p.here()}
	if p.word("CONSTRAINT") {
		p.ident()
	}
	if p.word("CHECK") {
		c.Check = p.checkBody()
		return c
	}
	c.Primary = p.keyWords()
	p.clustering()
	p.inParens(func() {
		c.Columns = append(c.Columns, p.ident())
		if !p.word("ASC") {
			p.word("DESC")
		}
	})
	return c
}

// keyWords reads PRIMARY KEY or UNIQUE and tells which.
func (p *parser) keyWords() (primary bool) {
	if p.oneOf("PRIMARY", "UNIQUE") == "PRIMARY" {
		p.need("KEY")
		return true
	}
	return false
}

// clustering reads CLUSTERED or NONCLUSTERED, which changes no result.
func (p *parser) clustering() {
	if !p.word("CLUSTERED") {
		p.word("NONCLUSTERED")
	}
}

func (p *parser) checkBody() Expr {
	p.needSymbol("(")
	x := p.condition()
	p.needSymbol(")")
	return x
}

// column reads one column definition.
func (p *parser) column(number int) ColumnDef {
	c := ColumnDef{Pos: p.here(), Name: p.ident()}
	if p.word("AS") {
		c.Computed = p.value()
		p.word("PERSISTED")
		return c
	}
	c.Type = p.dataType(typeUse{number: number})
	for nullability := false; !p.failed(); {
		if !nullability && p.nullability(&c) {
			nullability = true
			continue
		}
		if !p.columnPart(&c) {
			break
		}
	}
	return c
}

// nullability reads NULL or NOT NULL, which a column says once.
func (p *parser) nullability(c *ColumnDef) bool {
	if c.NotNull = p.word("NOT"); c.NotNull {
		p.need("NULL")
		return true
	}
	return p.word("NULL")
}

// columnPart reads one property or constraint of a column; false when none follows.
func (p *parser) columnPart(c *ColumnDef) bool {
	if p.is("CONSTRAINT") {
		p.take()
		p.ident()
		if !p.isAny("PRIMARY", "UNIQUE", "CHECK", "DEFAULT") {
			p.near()
		}
	}
	switch {
	case c.Collate == "" && p.word("COLLATE"):
		c.Collate = p.ident().Text
	case c.Identity == nil && p.word("IDENTITY"):
		c.Identity = p.identity()
	case c.Default == nil && p.word("DEFAULT"):
		c.Default = p.value()
	case p.isAny("PRIMARY", "UNIQUE"):
		if p.keyWords() {
			c.Primary = true
		} else {
			c.Unique = true
		}
		p.clustering()
	case p.word("CHECK"):
		c.Check = append(c.Check, p.checkBody())
	default:
		return false
	}
	return true
}

// identity reads [(seed, increment)].
func (p *parser) identity() *[2]int64 {
	v := &[2]int64{1, 1}
	if p.symbol("(") {
		v[0] = p.signed()
		p.needSymbol(",")
		v[1] = p.signed()
		p.needSymbol(")")
	}
	return v
}
