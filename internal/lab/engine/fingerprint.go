package engine

import (
	"fmt"
	"strings"

	"milink/internal/lab/syntax"
)

// fingerprint is a text that two expressions of one scope share when they are the same
// expression: that is how a select list item is recognised as a GROUP BY expression, and an
// ORDER BY item as one of a DISTINCT list. Columns are written as their slots, so that d.a
// and a agree.
func fingerprint(e syntax.Expr, sc *scope) string {
	var w strings.Builder
	printer{&w, sc}.expr(e)
	return w.String()
}

type printer struct {
	w  *strings.Builder
	sc *scope
}

func (p printer) expr(e syntax.Expr) {
	switch e := e.(type) {
	case nil:
		p.w.WriteString("-")
	case *syntax.Literal:
		fmt.Fprintf(p.w, "<%v %#v>", e.Type, e.Value)
	case *syntax.Variable:
		p.w.WriteString(strings.ToLower(e.Name))
	case *syntax.ColumnRef:
		p.column(e)
	case *syntax.Call:
		p.call(e)
	case *syntax.Case:
		p.caseExpr(e)
	case *syntax.Keyword:
		p.w.WriteString(e.Word)
	case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
		fmt.Fprintf(p.w, "%p", e)
	default:
		p.operator(e)
	}
}

// operator prints the nodes that only combine others.
func (p printer) operator(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Unary:
		p.list(e.Op, e.X)
	case *syntax.Binary:
		p.list(e.Op, e.L, e.R)
	case *syntax.Compare:
		p.list(e.Op, e.L, e.R)
	case *syntax.Logic:
		p.list(e.Op, e.L, e.R)
	case *syntax.Not:
		p.list("not", e.X)
	case *syntax.IsNull:
		p.list(fmt.Sprint("isnull", e.Not), e.X)
	case *syntax.Between:
		p.list(fmt.Sprint("between", e.Not), e.X, e.Lo, e.Hi)
	case *syntax.Like:
		p.list(fmt.Sprint("like", e.Not), e.X, e.Pattern, e.Escape)
	case *syntax.In:
		p.list(fmt.Sprintf("in %v %p", e.Not, e.Query), append([]syntax.Expr{e.X}, e.List...)...)
	case *syntax.Cast:
		p.list(fmt.Sprintf("cast %v %v", e.Type, e.Try), e.X, e.Style)
	case *syntax.Distinct:
		p.list(fmt.Sprint("distinct", e.Not), e.L, e.R)
	case *syntax.AtTimeZone:
		p.list("zone", e.X, e.Zone)
	case *syntax.Collate:
		p.list("collate "+strings.ToLower(e.Name), e.X)
	default:
		fmt.Fprintf(p.w, "%p", e)
	}
}

func (p printer) list(head string, all ...syntax.Expr) {
	p.w.WriteString(head + "(")
	for _, e := range all {
		p.expr(e)
		p.w.WriteString(",")
	}
	p.w.WriteString(")")
}

func (p printer) column(e *syntax.ColumnRef) {
	for at, depth := p.sc, 0; at != nil; at, depth = at.parent, depth+1 {
		if slot, result := at.find(e.Table, e.Column.Text); result == single {
			fmt.Fprintf(p.w, "#%d.%d", depth, slot)
			return
		}
	}
	p.w.WriteString(strings.ToLower(columnText(e)))
}

// call prints a function; a window function equals only itself.
func (p printer) call(e *syntax.Call) {
	if e.Over != nil || len(e.Within) > 0 {
		fmt.Fprintf(p.w, "%p", e)
		return
	}
	p.list(fmt.Sprintf("%s %v %v", strings.ToLower(nameText(e.Name)), e.Star, e.Distinct), e.Args...)
}

func (p printer) caseExpr(e *syntax.Case) {
	parts := []syntax.Expr{e.Input, e.Else}
	for _, w := range e.Whens {
		parts = append(parts, w.If, w.Then)
	}
	p.list("case", parts...)
}
