package syntax

import "strings"

type (
	// CreateProcedure is CREATE [OR ALTER] PROCEDURE in the simple form that the
	// documentation's own helper scripts use. Init of a parameter is its default.
	CreateProcedure struct {
		Pos
		Name    Name
		Params  []VarDecl
		Body    []Statement
		OrAlter bool
		Text    string // the whole statement as written
	}
	// DropProcedure is DROP PROCEDURE [IF EXISTS] a, b.
	DropProcedure struct {
		Pos
		IfExists bool
		Names    []Name
	}
)

func (*CreateProcedure) stmt() {}
func (*DropProcedure) stmt()   {}

// createProcedure reads what follows CREATE [OR ALTER] PROC[EDURE]; the body is the rest of
// the batch.
func (p *parser) createProcedure(pos Pos, start int, orAlter bool) Statement {
	c := &CreateProcedure{Pos: pos, OrAlter: orAlter}
	c.Name = p.name("object", 3)
	if p.now().kind == variableToken {
		p.list(func() { c.Params = append(c.Params, p.parameter(len(c.Params)+1)) })
	} else if p.isSymbol(0, "(") {
		p.inParens(func() { c.Params = append(c.Params, p.parameter(len(c.Params)+1)) })
	}
	if p.word("WITH") {
		p.list(func() { p.oneOf("RECOMPILE", "ENCRYPTION") })
	}
	p.need("AS")
	p.inProcedure = true
	c.Body = p.statements("")
	p.inProcedure = false
	if len(c.Body) == 0 {
		p.fail(124, pos.Line)
	}
	c.Text = strings.TrimSpace(p.source(start))
	return c
}

// parameter reads @p [AS] type [= default] [OUT[PUT]] [READONLY is refused].
func (p *parser) parameter(number int) VarDecl {
	v := VarDecl{Pos: p.here(), Name: p.localVariable()}
	p.word("AS")
	v.Type = p.dataType(typeUse{number: number})
	if p.symbol("=") {
		v.Init = p.execValue()
	}
	v.Output = p.word("OUTPUT") || p.word("OUT")
	return v
}
