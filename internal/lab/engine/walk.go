package engine

import (
	"strings"

	"milink/internal/lab/syntax"
)

// anyNode tells whether the predicate holds for the expression or one inside it, without
// entering subqueries: their names and aggregates are their own.
func anyNode(e syntax.Expr, holds func(syntax.Expr) bool) bool {
	if e == nil {
		return false
	}
	if holds(e) {
		return true
	}
	for _, child := range children(e) {
		if child != nil && anyNode(child, holds) {
			return true
		}
	}
	return false
}

// children are the direct operands of an expression.
func children(e syntax.Expr) []syntax.Expr {
	switch e := e.(type) {
	case *syntax.Unary:
		return []syntax.Expr{e.X}
	case *syntax.Binary:
		return []syntax.Expr{e.L, e.R}
	case *syntax.Compare:
		return []syntax.Expr{e.L, e.R}
	case *syntax.Logic:
		return []syntax.Expr{e.L, e.R}
	case *syntax.Distinct:
		return []syntax.Expr{e.L, e.R}
	case *syntax.AtTimeZone:
		return []syntax.Expr{e.X, e.Zone}
	case *syntax.Not:
		return []syntax.Expr{e.X}
	case *syntax.IsNull:
		return []syntax.Expr{e.X}
	case *syntax.Between:
		return []syntax.Expr{e.X, e.Lo, e.Hi}
	case *syntax.In:
		return append([]syntax.Expr{e.X}, e.List...)
	case *syntax.Like:
		return []syntax.Expr{e.X, e.Pattern, e.Escape}
	case *syntax.Quantified:
		return []syntax.Expr{e.L}
	case *syntax.Cast:
		return []syntax.Expr{e.X, e.Style}
	case *syntax.Collate:
		return []syntax.Expr{e.X}
	case *syntax.Case:
		return caseChildren(e)
	case *syntax.Call:
		return callChildren(e)
	}
	return nil
}

func caseChildren(e *syntax.Case) []syntax.Expr {
	out := []syntax.Expr{e.Input, e.Else}
	for _, w := range e.Whens {
		out = append(out, w.If, w.Then)
	}
	return out
}

func callChildren(e *syntax.Call) []syntax.Expr {
	out := append([]syntax.Expr{}, e.Args...)
	for _, o := range e.Within {
		out = append(out, o.X)
	}
	if e.Over == nil {
		return out
	}
	out = append(out, e.Over.Partition...)
	for _, o := range e.Over.Order {
		out = append(out, o.X)
	}
	return out
}

// hasAggregate tells whether an expression contains an aggregate that is no window.
func hasAggregate(e syntax.Expr) bool {
	return anyNode(e, func(e syntax.Expr) bool {
		c, ok := e.(*syntax.Call)
		return ok && c.Over == nil && isAggregate(c.Name)
	})
}

// hasSubquery tells whether an expression contains a query.
func hasSubquery(e syntax.Expr) bool {
	return anyNode(e, func(e syntax.Expr) bool {
		switch e := e.(type) {
		case *syntax.Subquery, *syntax.Exists, *syntax.Quantified:
			return true
		case *syntax.In:
			return e.Query != nil
		}
		return false
	})
}

// hasColumn tells whether an expression names a column.
func hasColumn(e syntax.Expr) bool {
	return anyNode(e, func(e syntax.Expr) bool {
		_, ok := e.(*syntax.ColumnRef)
		return ok
	})
}

// builtinName is the lower-case name of a function without schema, empty for one with.
func builtinName(n syntax.Name) string {
	if n.Schema.Text != "" || n.Database.Text != "" {
		return ""
	}
	return strings.ToLower(n.Object.Text)
}
