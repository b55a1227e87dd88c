package engine

import (
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// compiler checks a scope before any of it runs: variables are declared for the whole
// scope, and names are bound where their objects exist. An object that does not exist is
// left until its statement runs (deferred name resolution).
type compiler struct {
	module *module
	errs   message.Errors
	fatal  error
	home   string // the database to return to after USE
	// catches counts the CATCH blocks around a statement: THROW alone needs one.
	catches int
}

// compile checks a list of statements. The variables it declares stay in the module.
func compile(m *module, list []syntax.Statement) error {
	c := &compiler{module: m, home: m.session.world.Database(), errs: checkJumps(list)}
	c.list(list)
	if m.session.world.Database() != c.home {
		// A home that is gone by now shows when something uses it.
		if err := m.session.world.Use(c.home); err != nil && !isMessage(err) && c.fatal == nil {
			c.fatal = err
		}
	}
	if c.fatal != nil {
		return c.fatal
	}
	if len(c.errs) == 0 {
		return nil
	}
	return &failure{msgs: earliest(c.errs), ends: endsScope, compile: true}
}

// parseTime are the errors found while the text is read; when there are any, names are not
// looked up at all.
var parseTime = map[int32]bool{134: true, 137: true, 178: true, 1026: true, 1046: true, 1087: true, 10704: true}

func earliest(errs message.Errors) message.Errors {
	var early message.Errors
	for _, m := range errs {
		if parseTime[m.Number] {
			early = append(early, m)
		}
	}
	if len(early) > 0 {
		return early
	}
	return errs
}

func (c *compiler) list(list []syntax.Statement) {
	for _, s := range list {
		c.statement(s)
	}
}

func (c *compiler) statement(s syntax.Statement) {
	switch s := s.(type) {
	case *syntax.Block:
		c.list(s.Body)
	case *syntax.If:
		c.with(s, func(b *binder) { b.cond(s.Cond, nil) })
		c.statement(s.Then)
		if s.Else != nil {
			c.statement(s.Else)
		}
	case *syntax.While:
		c.with(s, func(b *binder) { b.cond(s.Cond, nil) })
		c.statement(s.Body)
	case *syntax.TryCatch:
		c.list(s.Try)
		c.catches++
		c.list(s.Catch)
		c.catches--
	case *syntax.Throw:
		if s.Number == nil && c.catches == 0 {
			c.errs = append(c.errs, message.New(10704).At(s.At()))
		}
		c.with(s, func(b *binder) { b.check(s) })
	case *syntax.Declare:
		c.declare(s)
	case *syntax.Return:
		c.returns(s)
	case *syntax.Use:
		c.use(s)
	default:
		c.with(s, func(b *binder) { b.check(s) })
	}
}

// with binds with a new binder and keeps the errors that count before the run.
func (c *compiler) with(at syntax.Node, bind func(b *binder)) {
	b := newBinder(c.module, at.At())
	bind(b)
	switch {
	case b.fatal != nil && c.fatal == nil:
		c.fatal = b.fatal
	case b.deferred != nil:
		c.errs = append(c.errs, onlyEarly(b.errs)...)
	default:
		c.errs = append(c.errs, b.errs...)
	}
}

// onlyEarly keeps the errors of a deferred statement that need no object: undeclared
// variables.
func onlyEarly(errs message.Errors) message.Errors {
	var out message.Errors
	for _, m := range errs {
		if parseTime[m.Number] {
			out = append(out, m)
		}
	}
	return out
}

// use follows USE, as the documentation says it takes effect at compile time too. A
// database that cannot be entered is an error of the run.
func (c *compiler) use(s *syntax.Use) { _ = c.module.session.world.Use(s.Database.Text) }

func (c *compiler) returns(s *syntax.Return) {
	if s.X == nil {
		return
	}
	if !c.module.returns {
		c.errs = append(c.errs, message.New(178).At(s.At()))
		return
	}
	c.with(s, func(b *binder) { b.expr(s.X, nil) })
}

// declare adds the variables of a DECLARE; an initial value may name the ones before.
func (c *compiler) declare(s *syntax.Declare) {
	for i := range s.Vars {
		v := &s.Vars[i]
		if v.IsTable {
			c.declareTable(v)
			continue
		}
		if v.Init != nil {
			c.with(v, func(b *binder) {
				b.implicit(v, b.expr(v.Init, nil), v.Type)
			})
		}
		if !c.module.declare(v.Name, &variable{typ: v.Type}) {
			c.errs = append(c.errs, message.New(134, v.Name).At(v.At()))
		}
	}
}

func (c *compiler) declareTable(v *syntax.VarDecl) {
	c.with(v, func(b *binder) {
		t := b.newTable(v.Name, v.Columns, v.Constraints)
		t.variable = true
		if !c.module.declareTable(v.Name, t) {
			b.fail(v, message.New(134, v.Name))
		}
	})
}

// check binds a statement without running it.
func (b *binder) check(s syntax.Statement) {
	switch s := s.(type) {
	case *syntax.SetVar:
		if v, ok := b.variable(s, s.Name); ok {
			b.implicit(s, b.compound(s, s.Op, v, b.expr(s.X, nil)), v.typ)
		}
	case *syntax.Print:
		if hasSubquery(s.X) {
			b.fail(s, message.New(1046))
			return
		}
		b.expr(s.X, nil)
	case *syntax.QueryStmt:
		b.query(s.Query, nil, topLevel)
	case *syntax.RaisError:
		b.exprs(append([]syntax.Expr{s.Msg, s.Severity, s.State}, s.Args...), nil)
	case *syntax.Throw:
		for _, e := range []syntax.Expr{s.Number, s.Msg, s.State} {
			if e != nil {
				b.expr(e, nil)
			}
		}
	case *syntax.WaitFor:
		b.expr(s.X, nil)
	case *syntax.Exec:
		b.checkExec(s)
	default:
		b.checkData(s)
	}
}

// checkData binds the statements that change data.
func (b *binder) checkData(s syntax.Statement) {
	switch s := s.(type) {
	case *syntax.Insert:
		b.insert(s)
	case *syntax.Update:
		b.update(s)
	case *syntax.Delete:
		b.delete(s)
	case *syntax.DeclareCursor:
		b.query(s.Query, nil, topLevel)
	case *syntax.Fetch:
		for _, name := range s.Into {
			b.variable(s, name)
		}
	}
}

// checkExec finds undeclared variables among the arguments of EXEC.
func (b *binder) checkExec(s *syntax.Exec) {
	if s.Return != "" {
		b.variable(s, s.Return)
	}
	if s.ProcVar != "" {
		b.variable(s, s.ProcVar)
	}
	if s.Text != nil {
		b.expr(s.Text, nil)
	}
	for _, a := range s.Args {
		if a.X != nil {
			b.expr(a.X, nil)
		}
	}
}
