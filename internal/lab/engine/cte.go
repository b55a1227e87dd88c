package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// cte is a bound common table expression. It is read where it is referenced, each time
// anew, as SQL Server expands it.
type cte struct {
	name  string
	cols  []Column
	plan  *plan
	colls []origin
	// reading says that the recursive part is being bound: a reference reads the rows of the
	// previous round.
	reading bool
}

// defineCTEs binds the WITH list; each may refer to the ones before.
func (b *binder) defineCTEs(list []syntax.CTE) {
	first := len(b.ctes)
	for i := range list {
		for _, other := range b.ctes[first:] {
			if sameName(other.name, list[i].Name.Text) {
				b.fail(&list[i], message.New(239, list[i].Name.Text))
			}
		}
		b.defineCTE(&list[i])
	}
}

func (b *binder) defineCTE(def *syntax.CTE) {
	c := &cte{name: def.Name.Text}
	if mentions(def.Query.Body, def.Name.Text) {
		b.recursive(c, def)
		return
	}
	c.plan = b.query(def.Query, nil, nested)
	c.cols = b.namedColumns(def, c.plan.cols, def.Columns, def.Name.Text)
	c.colls = c.plan.origins
	b.ctes = append(b.ctes, c)
}

// recursive binds anchor UNION ALL recursive members.
func (b *binder) recursive(c *cte, def *syntax.CTE) {
	anchors, steps, ok := splitRecursion(def.Query.Body, def.Name.Text)
	if !ok {
		b.fail(def, message.New(252, def.Name.Text))
		b.ctes = append(b.ctes, c)
		c.plan = emptyPlan()
		return
	}
	if len(anchors) == 0 {
		b.fail(def, message.New(246, def.Name.Text))
	}
	for _, body := range steps {
		if !b.checkStep(def, body) {
			b.ctes = append(b.ctes, c)
			c.plan = emptyPlan()
			return
		}
	}
	anchor := b.members(anchors)
	c.cols = b.namedColumns(def, anchor[0].cols, def.Columns, def.Name.Text)
	for i := range c.cols {
		c.cols[i].Nullable = true
	}
	c.reading = true
	b.ctes = append(b.ctes, c)
	step := b.members(steps)
	c.reading = false
	for _, p := range step {
		b.checkMember(def, c, p)
	}
	c.plan = b.recursion(c, anchor, step)
}

func (b *binder) members(list []syntax.Body) []*plan {
	out := make([]*plan, len(list))
	for i, body := range list {
		out[i] = b.body(body, nil, &tail{})
	}
	if len(out) == 0 {
		out = append(out, emptyPlan())
	}
	return out
}

// checkMember compares the types of the recursive part with the anchor's.
func (b *binder) checkMember(def *syntax.CTE, c *cte, p *plan) {
	if len(p.cols) != len(c.cols) {
		if b.deferred == nil {
			b.fail(def, message.New(205))
		}
		return
	}
	for i, col := range p.cols {
		if col.Type.Kind != value.Null && !col.Type.SameAs(c.cols[i].Type) {
			b.fail(def, message.New(240, c.cols[i].Name, def.Name.Text))
		}
	}
}

// recursion runs the anchor and then the recursive part over what it found last, until it
// finds nothing.
func (b *binder) recursion(c *cte, anchor, step []*plan) *plan {
	limit := b.maxRecursion
	return &plan{cols: c.cols, origins: make([]origin, len(c.cols)), scan: func(f *frame, y yield) error {
		rows, err := c.round(f, anchor, y)
		for depth := 0; err == nil && len(rows) > 0; depth++ {
			outer := f.x.working[c]
			f.x.working[c] = rows
			next, stepErr := c.round(f, step, nil)
			f.x.working[c] = outer
			if err = stepErr; err != nil {
				break
			}
			if len(next) > 0 && limit > 0 && depth >= limit {
				return message.New(530, limit)
			}
			rows, err = next, sendAll(next, y)
		}
		return err
	}}
}

func sendAll(rows [][]any, y yield) error {
	for _, row := range rows {
		if err := y(row); err != nil {
			return err
		}
	}
	return nil
}

// round is one pass over the members.
func (c *cte) round(f *frame, members []*plan, y yield) ([][]any, error) {
	var rows [][]any
	for _, p := range members {
		err := p.scan(&frame{x: f.x}, func(row []any) error {
			if err := f.x.step(); err != nil {
				return err
			}
			rows = append(rows, row)
			if y != nil {
				return y(row)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// namedColumns gives a query's columns the names of a column list, and checks that all have
// one name of their own.
func (b *binder) namedColumns(at syntax.Node, cols []Column, names []syntax.Ident, owner string) []Column {
	out := make([]Column, len(cols))
	copy(out, cols)
	for i := range out {
		out[i].Type = notNull(out[i].Type)
	}
	if len(names) > 0 && b.deferred == nil && len(cols) > 0 {
		if m := columnListError(len(names), len(cols), owner); m != nil {
			b.fail(at, m)
			return out
		}
	}
	for i := range out {
		if i < len(names) {
			out[i].Name = names[i].Text
		}
	}
	b.checkNames(at, out, owner)
	return out
}

// columnListError compares the length of a column list with the number of columns.
func columnListError(names, cols int, owner string) *message.Message {
	switch {
	case names < cols:
		return message.New(8158, owner)
	case names > cols:
		return message.New(8159, owner)
	}
	return nil
}

func (b *binder) checkNames(at syntax.Node, cols []Column, owner string) {
	for i, c := range cols {
		if c.Name == "" {
			b.fail(at, message.New(8155, i+1, owner))
			continue
		}
		for _, earlier := range cols[:i] {
			if sameName(earlier.Name, c.Name) {
				b.fail(at, message.New(8156, c.Name, owner))
				break
			}
		}
	}
}

// mentions tells whether a query body reads from a table of that name.
func mentions(body syntax.Body, name string) bool {
	switch body := body.(type) {
	case *syntax.SetOp:
		return mentions(body.L, name) || mentions(body.R, name)
	case *syntax.Nested:
		return mentions(body.Query.Body, name)
	case *syntax.Select:
		for _, s := range body.From {
			if sourceMentions(s, name) {
				return true
			}
		}
		return subqueryMentions(body, name)
	}
	return false
}

func sourceMentions(s syntax.Source, name string) bool {
	switch s := s.(type) {
	case *syntax.Table:
		return s.Name.Schema.Text == "" && sameName(s.Name.Object.Text, name)
	case *syntax.Derived:
		return mentions(s.Query.Body, name)
	case *syntax.Join:
		return sourceMentions(s.L, name) || sourceMentions(s.R, name)
	}
	return false
}

// splitRecursion takes the top-level UNION ALL apart.
func splitRecursion(body syntax.Body, name string) (anchors, steps []syntax.Body, ok bool) {
	op, isSet := body.(*syntax.SetOp)
	if !isSet || op.Op != "UNION ALL" {
		return nil, nil, false
	}
	for _, side := range []syntax.Body{op.L, op.R} {
		a, s, split := splitRecursion(side, name)
		switch {
		case split:
			anchors, steps = append(anchors, a...), append(steps, s...)
		case mentions(side, name):
			steps = append(steps, side)
		default:
			anchors = append(anchors, side)
		}
	}
	return anchors, steps, true
}
