package syntax

// tail reads ORDER BY, OFFSET/FETCH and FOR.
func (p *parser) tail(q *Query) {
	if p.is("ORDER") {
		q.OrderBy = p.orderBy()
		if p.word("OFFSET") {
			p.offset(q)
		}
	}
	if p.is("FOR") && (p.ahead(1).upper == "JSON" || p.ahead(1).upper == "XML") {
		p.take()
		if p.word("JSON") {
			q.ForJSON = p.forJSON()
			return
		}
		p.need("XML")
		q.ForXML = p.forXML()
	}
}

// orderBy reads ORDER BY items.
func (p *parser) orderBy() []OrderItem {
	var list []OrderItem
	p.need("ORDER", "BY")
	p.list(func() {
		o := OrderItem{X: p.value()}
		if o.Desc = p.word("DESC"); !o.Desc {
			p.word("ASC")
		}
		list = append(list, o)
	})
	return list
}

// offset reads n ROWS [FETCH NEXT m ROWS ONLY] behind OFFSET.
func (p *parser) offset(q *Query) {
	q.Offset = p.value()
	p.oneOf("ROWS", "ROW")
	if !p.is("FETCH", "NEXT") && !p.is("FETCH", "FIRST") || p.fetchesCursor() {
		return
	}
	p.i += 2
	q.Fetch = p.value()
	p.oneOf("ROWS", "ROW")
	p.need("ONLY")
}

// fetchesCursor tells FETCH NEXT FROM c, the next statement, from FETCH NEXT 5 ROWS.
func (p *parser) fetchesCursor() bool {
	t := p.ahead(2)
	return t.upper == "FROM"
}

// forJSON reads PATH|AUTO and the options of FOR JSON.
func (p *parser) forJSON() *ForJSON {
	f := &ForJSON{Auto: p.oneOf("PATH", "AUTO") == "AUTO"}
	for !p.failed() && p.symbol(",") {
		switch {
		case !f.HasRoot && p.word("ROOT"):
			f.HasRoot, f.Root = true, p.optionalText("root")
		case !f.IncludeNulls && p.word("INCLUDE_NULL_VALUES"):
			f.IncludeNulls = true
		case !f.WithoutWrapper && p.word("WITHOUT_ARRAY_WRAPPER"):
			f.WithoutWrapper = true
		default:
			p.near()
		}
	}
	return f
}

// forXML reads PATH [('x')] and the options the lab knows. Without a name the row element
// is "row".
func (p *parser) forXML() *ForXML {
	f := &ForXML{}
	p.need("PATH")
	f.HasPath = p.isSymbol(0, "(")
	f.Path = p.optionalText("row")
	for !p.failed() && p.symbol(",") {
		switch {
		case !f.Type && p.word("TYPE"):
			f.Type = true
		case f.Root == "" && p.word("ROOT"):
			f.Root = p.optionalText("root")
		default:
			p.near()
		}
	}
	return f
}

// optionalText reads ('x') or returns the default.
func (p *parser) optionalText(missing string) string {
	if !p.symbol("(") {
		return missing
	}
	s := p.literalText()
	p.needSymbol(")")
	return s
}

// queryHints reads OPTION (hint, ..) from the documented list.
func (p *parser) queryHints() []string {
	var hints []string
	p.need("OPTION")
	p.inParens(func() { hints = append(hints, p.queryHint()) })
	return hints
}

// pairHints are the hints of two words.
var pairHints = [][2]string{
	{"HASH", "GROUP"}, {"ORDER", "GROUP"}, {"CONCAT", "UNION"}, {"HASH", "UNION"}, {"MERGE", "UNION"},
	{"LOOP", "JOIN"}, {"MERGE", "JOIN"}, {"HASH", "JOIN"}, {"EXPAND", "VIEWS"}, {"FORCE", "ORDER"},
	{"KEEP", "PLAN"}, {"KEEPFIXED", "PLAN"}, {"ROBUST", "PLAN"},
	{"PARAMETERIZATION", "SIMPLE"}, {"PARAMETERIZATION", "FORCED"},
}

// numberHints are followed by a number.
var numberHints = []string{"FAST", "MAXDOP", "MAXRECURSION", "QUERYTRACEON"}

// queryHint reads one hint and returns it as text.
func (p *parser) queryHint() string {
	start := p.i
	switch {
	case p.word("RECOMPILE"), p.word("IGNORE_NONCLUSTERED_COLUMNSTORE_INDEX"), p.word("NO_PERFORMANCE_SPOOL"):
	case p.word("OPTIMIZE"):
		p.need("FOR", "UNKNOWN")
	case p.word("USE"):
		p.need("HINT")
		p.inParens(func() { p.literalText() })
	case p.word("MAX_GRANT_PERCENT"), p.word("MIN_GRANT_PERCENT"):
		p.needSymbol("=")
		p.integer()
	default:
		p.simpleHint()
	}
	return p.source(start)
}

// simpleHint reads a hint of two words or a word and a number.
func (p *parser) simpleHint() {
	for _, w := range numberHints {
		if p.word(w) {
			p.integer()
			return
		}
	}
	for _, pair := range pairHints {
		if p.word(pair[0], pair[1]) {
			return
		}
	}
	p.near()
}
