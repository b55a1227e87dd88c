package engine

import (
	"slices"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// cursor is a declared cursor. Its rows are read when it is opened, as a static one's are.
//
// modelled: dynamic and keyset cursors see no changes made after OPEN.
type cursor struct {
	query  *syntax.Query
	scroll bool
	owner  *module // of a LOCAL cursor
	open   bool
	cols   []Column
	rows   [][]any
	at     int // 0 before the first row
}

// cursorNamed finds a cursor: a local one of this scope before a global one.
func (r *runner) cursorNamed(n syntax.Ident, global bool) (*cursor, error) {
	key := strings.ToLower(n.Text)
	if c := r.module.cursors[key]; c != nil && !global {
		return c, nil
	}
	if c := r.session.cursors[key]; c != nil {
		return c, nil
	}
	return nil, message.New(16916, n.Text)
}

// declareCursor is DECLARE name CURSOR FOR query.
func (r *runner) declareCursor(s *syntax.DeclareCursor) error {
	scroll := slices.Contains(s.Options, "SCROLL")
	for _, o := range []string{"STATIC", "KEYSET", "DYNAMIC"} {
		scroll = scroll || slices.Contains(s.Options, o) && !slices.Contains(s.Options, "FORWARD_ONLY")
	}
	c := &cursor{query: s.Query, scroll: scroll, owner: r.module}
	home := r.session.cursors
	if slices.Contains(s.Options, "LOCAL") {
		home = r.module.cursors
	}
	key := strings.ToLower(s.Name.Text)
	if home[key] != nil {
		return message.New(16915, s.Name.Text)
	}
	home[key] = c
	return r.plain()
}

// openCursor is OPEN: the query runs with the variables of now.
func (r *runner) openCursor(s *syntax.OpenCursor) error {
	c, err := r.cursorNamed(s.Name, s.Global)
	if err != nil {
		return err
	}
	if c.open {
		return message.New(16905)
	}
	b := newBinder(c.owner, s.At())
	p := b.query(c.query, nil, topLevel)
	if err := b.err(); err != nil {
		return err
	}
	x := newExecution(r.ctx, c.owner)
	if err := x.open(b.tables); err != nil {
		return err
	}
	c.rows, c.at = nil, 0
	if err := drain(p.scan(&frame{x: x}, func(row []any) error { c.rows = append(c.rows, row); return nil })); err != nil {
		return err
	}
	c.cols, c.open = resultColumns(p.cols), true
	return r.plain()
}

// move puts the cursor on the row a FETCH asks for and tells whether there is one.
func (r *runner) move(c *cursor, s *syntax.Fetch) (bool, error) {
	if !c.scroll && s.Direction != "NEXT" && s.Direction != "" {
		return false, message.New(16911, "fetch", s.Direction)
	}
	offset := int64(0)
	if s.Offset != nil {
		v, err := r.scalar(s, s.Offset)
		if err != nil {
			return false, err
		}
		offset, _ = v.(int64)
	}
	c.at = min(max(c.destination(s.Direction, int(offset)), 0), len(c.rows)+1)
	return c.at >= 1 && c.at <= len(c.rows), nil
}

func (c *cursor) destination(direction string, offset int) int {
	switch direction {
	case "PRIOR":
		return c.at - 1
	case "FIRST":
		return 1
	case "LAST":
		return len(c.rows)
	case "ABSOLUTE":
		if offset < 0 {
			return len(c.rows) + 1 + offset
		}
		return offset
	case "RELATIVE":
		return c.at + offset
	}
	return c.at + 1
}

// fetch is FETCH: into variables, or as a result set of one row.
func (r *runner) fetch(s *syntax.Fetch) error {
	c, err := r.cursorNamed(s.Name, s.Global)
	if err != nil {
		return err
	}
	if !c.open {
		return message.New(16917)
	}
	found, err := r.move(c, s)
	if err != nil {
		return err
	}
	r.session.fetch = -1
	if found {
		r.session.fetch = 0
	}
	if len(s.Into) == 0 {
		return r.fetchRow(c, found)
	}
	if len(s.Into) != len(c.cols) {
		return message.New(16924)
	}
	if !found {
		r.session.rowcount = 0
		return r.sink.Done(-1)
	}
	for i, name := range s.Into {
		if err := r.store(s, name, c.rows[c.at-1][i], c.cols[i].Type); err != nil {
			return err
		}
	}
	r.session.rowcount = 1
	return r.sink.Done(-1)
}

func (r *runner) fetchRow(c *cursor, found bool) error {
	if err := r.sink.Columns(c.cols); err != nil {
		return err
	}
	if !found {
		return r.done(0)
	}
	if err := r.sink.Row(c.rows[c.at-1]); err != nil {
		return err
	}
	return r.done(1)
}

func (r *runner) closeCursor(s *syntax.CloseCursor) error {
	c, err := r.cursorNamed(s.Name, s.Global)
	if err != nil {
		return err
	}
	if !c.open {
		return message.New(16917)
	}
	c.open, c.rows = false, nil
	return r.plain()
}

func (r *runner) deallocateCursor(s *syntax.DeallocateCursor) error {
	c, err := r.cursorNamed(s.Name, s.Global)
	if err != nil {
		return err
	}
	key := strings.ToLower(s.Name.Text)
	if r.module.cursors[key] == c {
		delete(r.module.cursors, key)
	} else {
		delete(r.session.cursors, key)
	}
	return r.plain()
}

// cursorStatus is CURSOR_STATUS('global', 'c'): 1 open with rows, 0 open and empty, -1
// closed, -3 not there.
func (x *execution) cursorStatus(scope, name string) int64 {
	key := strings.ToLower(name)
	c := x.session.cursors[key]
	if strings.EqualFold(scope, "local") || c == nil && x.module.cursors[key] != nil {
		c = x.module.cursors[key]
	}
	switch {
	case c == nil:
		return -3
	case !c.open:
		return -1
	case len(c.rows) == 0:
		return 0
	}
	return 1
}
