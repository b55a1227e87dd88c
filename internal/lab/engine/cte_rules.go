package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// checkStep refuses what the recursive part of a CTE must not contain. It tells whether the
// part is sound; one that is not must not run, as it may never end.
func (b *binder) checkStep(def *syntax.CTE, body syntax.Body) bool {
	name := def.Name.Text
	s, ok := body.(*syntax.Select)
	if !ok {
		return true
	}
	number := int32(0)
	switch {
	case s.Distinct:
		number = 460
	case s.Top != nil:
		number = 461
	case groupsRows(s):
		number = 467
	case hasOuterJoin(s.From):
		number = 462
	case references(s, name) > 1:
		number = 253
	case subqueryMentions(s, name):
		b.fail(def, message.New(465))
		return false
	default:
		return true
	}
	b.fail(def, message.New(number, name))
	return false
}

// groupsRows tells whether a SELECT groups or aggregates.
func groupsRows(s *syntax.Select) bool {
	if len(s.GroupBy) > 0 || s.Having != nil {
		return true
	}
	for _, item := range s.Items {
		if hasAggregate(item.X) {
			return true
		}
	}
	return false
}

func hasOuterJoin(list []syntax.Source) bool {
	for _, s := range list {
		j, ok := s.(*syntax.Join)
		if !ok {
			continue
		}
		switch j.Kind {
		case "LEFT", "RIGHT", "FULL":
			return true
		}
		if hasOuterJoin([]syntax.Source{j.L, j.R}) {
			return true
		}
	}
	return false
}

// references counts how often the FROM clause of a SELECT reads a table of that name.
func references(s *syntax.Select, name string) int {
	n := 0
	for _, src := range s.From {
		n += sourceReferences(src, name)
	}
	return n
}

func sourceReferences(s syntax.Source, name string) int {
	if j, ok := s.(*syntax.Join); ok {
		return sourceReferences(j.L, name) + sourceReferences(j.R, name)
	}
	if sourceMentions(s, name) {
		return 1
	}
	return 0
}

// subqueryMentions tells whether an expression of the SELECT reads the name in a subquery.
func subqueryMentions(s *syntax.Select, name string) bool {
	list := []syntax.Expr{s.Where}
	for _, item := range s.Items {
		list = append(list, item.X)
	}
	for _, src := range s.From {
		list = append(list, onConditions(src)...)
	}
	for _, e := range list {
		if anyNode(e, func(e syntax.Expr) bool {
			q := queryOf(e)
			return q != nil && (mentions(q.Body, name) || bodySubqueries(q.Body, name))
		}) {
			return true
		}
	}
	return false
}

// bodySubqueries looks one query deeper.
func bodySubqueries(body syntax.Body, name string) bool {
	s, ok := body.(*syntax.Select)
	return ok && subqueryMentions(s, name)
}

func onConditions(s syntax.Source) []syntax.Expr {
	j, ok := s.(*syntax.Join)
	if !ok {
		return nil
	}
	return append(append([]syntax.Expr{j.On}, onConditions(j.L)...), onConditions(j.R)...)
}

// queryOf is the query an expression holds, nil for most.
func queryOf(e syntax.Expr) *syntax.Query {
	switch e := e.(type) {
	case *syntax.Subquery:
		return e.Query
	case *syntax.Exists:
		return e.Query
	case *syntax.Quantified:
		return e.Query
	case *syntax.In:
		return e.Query
	}
	return nil
}
