package engine

import (
	"strings"

	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// exposed is the name under which a source can be qualified.
type exposed struct {
	alias string      // correlation name, or the object name
	name  syntax.Name // full name as written, when there is no alias
	given bool        // an alias was given: the object's own name is hidden
}

// String is the name as messages show it.
func (e *exposed) String() string {
	if e == nil {
		return ""
	}
	if e.given {
		return e.alias
	}
	return nameText(e.name)
}

// scopeColumn is one column a scope offers.
type scopeColumn struct {
	name     string
	owner    *exposed
	typ      value.Type
	nullable bool
	json     bool
	// place marks the hidden slot of UPDATE and DELETE; no name and no star reaches it.
	place bool
}

// scope is the columns an expression may name; parent is the enclosing query's.
type scope struct {
	cols   []scopeColumn
	parent *scope
	// group is set where rows are groups: columns must then be grouping keys.
	group *grouping
	// windows collects window functions where they are allowed, nil elsewhere.
	windows *windows
	// inWindow says that the expression is part of a window function, which do not nest.
	inWindow bool
	// named are the windows of the WINDOW clause.
	named []syntax.NamedWindow
	// clause names the part of the statement, for messages.
	clause clause
	// correlated is set on every scope that a reference passed on its way outwards.
	correlated bool
}

// clause is the part of a query an expression stands in.
type clause uint8

const (
	inSelect clause = iota
	inWhere
	inOn
	inGroupBy
	inHaving
	inOrderBy
	inSet
	inCheck
)

// found is a resolved column.
type found struct {
	depth int
	slot  int
	col   scopeColumn
	at    *scope
}

// match tells whether a qualifier as written names the source.
func (e *exposed) match(q syntax.Name) bool {
	if e == nil {
		return false
	}
	if e.given || e.name.Object.Text == "" {
		return q.Schema.Text == "" && q.Database.Text == "" && sameName(e.alias, q.Object.Text)
	}
	return sameName(e.name.Object.Text, q.Object.Text) &&
		partMatches(q.Schema, e.name.Schema) && partMatches(q.Database, e.name.Database)
}

// partMatches lets a qualifier leave parts out, and takes dbo for a schema not written.
func partMatches(asked, written syntax.Ident) bool {
	if asked.Text == "" {
		return true
	}
	return sameName(asked.Text, written.Text) || written.Text == "" && sameName(asked.Text, "dbo")
}

// sameName compares identifiers.
//
// modelled: identifiers compare without case in every database; a case-sensitive database
// collation would make them case-sensitive on the server.
func sameName(a, b string) bool { return strings.EqualFold(a, b) }

// lookup is what looking a name up in one scope ended with.
type lookup uint8

const (
	absent lookup = iota
	single
	ambiguous
	noColumn // the qualifier exists, the column does not
)

// find looks one level for a column.
func (s *scope) find(q syntax.Name, column string) (int, lookup) {
	slot, result, owner := -1, absent, false
	for i := range s.cols {
		c := &s.cols[i]
		if q.Object.Text != "" {
			if !c.owner.match(q) {
				continue
			}
			owner = true
		}
		if !sameName(c.name, column) || c.name == "" {
			continue
		}
		if result == single {
			return -1, ambiguous
		}
		slot, result = i, single
	}
	if result == absent && owner {
		return -1, noColumn
	}
	return slot, result
}

// resolve looks outwards for a column.
func (s *scope) resolve(ref *syntax.ColumnRef) (found, lookup) {
	depth := 0
	for at := s; at != nil; at, depth = at.parent, depth+1 {
		slot, result := at.find(ref.Table, ref.Column.Text)
		if result == absent {
			continue
		}
		if result != single {
			return found{}, result
		}
		for passed := s; passed != at; passed = passed.parent {
			passed.correlated = true
		}
		return found{depth: depth, slot: slot, col: at.cols[slot], at: at}, single
	}
	return found{}, absent
}

// nameText joins the parts of a name with points, as messages print them.
func nameText(n syntax.Name) string {
	var parts []string
	for _, p := range []syntax.Ident{n.Server, n.Database, n.Schema} {
		if p.Text != "" || len(parts) > 0 {
			parts = append(parts, p.Text)
		}
	}
	return strings.Join(append(parts, n.Object.Text), ".")
}

// columnText is a column reference as messages print it.
func columnText(ref *syntax.ColumnRef) string {
	if ref.Table.Object.Text == "" {
		return ref.Column.Text
	}
	return nameText(ref.Table) + "." + ref.Column.Text
}
