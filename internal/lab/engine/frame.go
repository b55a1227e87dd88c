package engine

import (
	"context"
	"errors"
	"time"

	"milink/internal/lab/value"
)

// execution is what one running statement shares among all its expressions: the clock is
// read once, every relation is read once.
type execution struct {
	ctx     context.Context
	session *Session
	module  *module
	now     time.Time
	read    map[*table][][]any
	cached  map[*subquery]*cachedResult
	working map[*cte][][]any
	steps   int
}

func newExecution(ctx context.Context, m *module) *execution {
	return &execution{
		ctx: ctx, session: m.session, module: m, now: m.session.world.Clock().Now(),
		read: map[*table][][]any{}, cached: map[*subquery]*cachedResult{}, working: map[*cte][][]any{},
	}
}

// checkEvery is how many rows pass between two looks at the context: often enough that an
// attention is prompt, rarely enough that a cross join does not feel it.
const checkEvery = 512

// step counts a row and ends the statement when the client has cancelled it.
func (x *execution) step() error {
	x.steps++
	if x.steps%checkEvery == 0 {
		return x.ctx.Err()
	}
	return nil
}

// frame is the row an expression is evaluated against. outer is the row of the enclosing
// query, so that a correlated reference is a number of steps outwards and a slot.
type frame struct {
	x     *execution
	row   []any
	agg   []any // results of the aggregates, when the row is a group
	win   []any // results of the window functions
	outer *frame
}

// up walks depth steps outwards.
func (f *frame) up(depth int) *frame {
	for ; depth > 0; depth-- {
		f = f.outer
	}
	return f
}

// scalar is a bound expression: its static type, and how to compute it.
type scalar struct {
	typ      value.Type
	nullable bool
	eval     func(*frame) (any, error)
	// collate is the collation of an explicit COLLATE clause, nil otherwise.
	collate *value.Collation
	// constant says that the value depends on no row.
	constant bool
	// literal is a constant of the text, with its value: conversions of it are made while
	// the statement is bound.
	literal bool
	// variable says that it is a variable: ANSI_NULLS OFF asks for that.
	variable bool
	value    any
	// origin is the exposed table name for a plain column (FOR JSON AUTO groups by it).
	origin *exposed
	column string
	// json says that the text is JSON already: FOR JSON must not quote it again.
	json bool
}

// condition is a bound search condition in three-valued logic.
type condition func(*frame) (truth, error)

// truth is the result of a condition.
type truth int8

const (
	no truth = iota
	yes
	unknown
)

// truthOf turns a Go condition into a truth.
func truthOf(ok bool) truth {
	if ok {
		return yes
	}
	return no
}

// not negates; unknown stays unknown.
func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	}
	return unknown
}

// errStop ends a scan early without being an error: TOP has its rows, EXISTS its answer.
var errStop = errors.New("enough rows")

// drain runs a scan whose consumer may stop it.
func drain(err error) error {
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// yield receives the rows of a scan.
type yield func(row []any) error

// fixed is an expression with a value known at bind time.
func fixed(t value.Type, v any) *scalar {
	return &scalar{typ: t, nullable: v == nil, constant: true, literal: true, value: v, eval: func(*frame) (any, error) { return v, nil }}
}
