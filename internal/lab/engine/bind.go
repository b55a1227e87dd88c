package engine

import (
	"errors"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// binder turns the tree of one statement into plans. It goes on after an error, because
// SQL Server reports every wrong name of a statement.
type binder struct {
	session *Session
	module  *module
	errs    message.Errors
	// deferred is the first error of an object that does not exist (yet): when a batch is
	// compiled, such a statement is left until it runs (deferred name resolution).
	deferred error
	ctes     []*cte
	line     int
	// tables are the objects the statement reads, in the order they were met.
	tables       []*table
	maxRecursion int
	// placed is the source whose rows an UPDATE or DELETE changes.
	placed      syntax.Source
	placedTable *table
	// fatal is an error of the world that is no T-SQL message.
	fatal error
}

func newBinder(m *module, line int) *binder {
	return &binder{session: m.session, module: m, line: line, maxRecursion: defaultRecursion}
}

// definitions are the errors of what names refer to: behind one of them a name that cannot
// be found says nothing new.
var definitions = map[int32]bool{
	252: true, 253: true, 460: true, 461: true, 462: true, 465: true, 467: true,
	1011: true, 1012: true, 1013: true, 8155: true, 8156: true, 8158: true, 8159: true,
}

// unresolved are the errors of names that were not found, or found twice.
var unresolved = map[int32]bool{207: true, 209: true, 4104: true}

// ungroupedColumn are the errors that show only when all names were found.
var ungroupedColumn = map[int32]bool{8120: true, 8121: true, 8127: true}

// follows tells whether an error only repeats an earlier one.
func (b *binder) follows(m *message.Message) bool {
	for _, e := range b.errs {
		if unresolved[m.Number] && definitions[e.Number] || ungroupedColumn[m.Number] && !ungroupedColumn[e.Number] {
			return true
		}
	}
	return false
}

// fail notes an error at a node.
func (b *binder) fail(at syntax.Node, m *message.Message) {
	if b.follows(m) {
		return
	}
	line := b.line
	if at != nil && at.At() > 0 {
		line = at.At()
	}
	b.errs = append(b.errs, m.At(line).In(b.module.proc))
}

// failed notes an error and yields an expression that keeps binding going.
func (b *binder) failed(at syntax.Node, m *message.Message) *scalar {
	b.fail(at, m)
	return fixed(value.NullT, nil)
}

// put takes over an error that came from the world while names were resolved.
func (b *binder) put(at syntax.Node, err error) {
	var one *message.Message
	var many message.Errors
	switch {
	case errors.As(err, &one):
		b.object(at, one)
	case errors.As(err, &many):
		for _, m := range many {
			b.object(at, m)
		}
	case b.fatal == nil:
		b.fatal = err
	}
}

// object notes an error about an object; compiling a batch leaves those to the run.
func (b *binder) object(at syntax.Node, m *message.Message) {
	b.fail(at, m)
	if b.deferred == nil {
		b.deferred = b.errs[len(b.errs)-1]
	}
}

// err is what binding ended with.
func (b *binder) err() error {
	switch {
	case b.fatal != nil:
		return b.fatal
	case b.deferred != nil:
		return objectError(b.deferred)
	case len(b.errs) > 0:
		return &failure{msgs: b.errs, ends: endsScope, compile: true}
	}
	return nil
}

// objectError decides how far an error about an object reaches: a name that does not exist
// ends the scope (208 found by deferred resolution), a denied one only the statement.
func objectError(err error) error {
	var m *message.Message
	if errors.As(err, &m) && m.Number == 208 {
		return &failure{msgs: message.Errors{m}, ends: endsScope, compile: true}
	}
	return err
}

// variable finds a declared scalar variable that is to get a value; where one is only read
// the state of the error is another.
func (b *binder) variable(at syntax.Node, name string) (*variable, bool) {
	v, ok := b.module.vars[strings.ToLower(name)]
	if !ok {
		m := message.New(137, name)
		b.fail(at, m.With(1, m.Class))
	}
	return v, ok
}
