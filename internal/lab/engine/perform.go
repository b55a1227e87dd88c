package engine

import (
	"fmt"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// perform carries a statement out and returns its error.
func (r *runner) perform(s syntax.Statement) error {
	switch s := s.(type) {
	case *syntax.Declare:
		return r.declare(s)
	case *syntax.SetVar:
		return r.setVar(s)
	case *syntax.SetOption:
		return r.setOption(s)
	case *syntax.Print:
		return r.print(s)
	case *syntax.RaisError:
		return r.raiserror(s)
	case *syntax.Throw:
		return r.throw(s)
	case *syntax.WaitFor:
		return r.waitFor(s)
	case *syntax.Transaction:
		return r.transaction(s)
	case *syntax.Use:
		return r.use(s)
	case *syntax.Exec:
		return r.exec(s)
	case syntax.Admin:
		return r.admin(s)
	}
	return r.performData(s)
}

// performData carries out the statements that read and change data.
func (r *runner) performData(s syntax.Statement) error {
	r.session.startImplicit(s)
	switch s := s.(type) {
	case *syntax.QueryStmt:
		return r.query(s)
	case *syntax.Insert:
		return r.insert(s)
	case *syntax.Update:
		return r.update(s)
	case *syntax.Delete:
		return r.delete(s)
	case *syntax.Truncate:
		return r.truncate(s)
	case *syntax.CreateTable:
		return r.createTable(s)
	case *syntax.DropTable:
		return r.dropTable(s)
	case *syntax.CreateProcedure:
		return r.createProcedure(s)
	case *syntax.DropProcedure:
		return r.dropProcedure(s)
	}
	return r.performCursor(s)
}

func (r *runner) performCursor(s syntax.Statement) error {
	switch s := s.(type) {
	case *syntax.DeclareCursor:
		return r.declareCursor(s)
	case *syntax.OpenCursor:
		return r.openCursor(s)
	case *syntax.Fetch:
		return r.fetch(s)
	case *syntax.CloseCursor:
		return r.closeCursor(s)
	case *syntax.DeallocateCursor:
		return r.deallocateCursor(s)
	}
	return message.New(401, fmt.Sprintf("%T", s))
}

// scalar binds and evaluates one expression that names no column.
func (r *runner) scalar(at syntax.Node, e syntax.Expr) (any, error) {
	b := r.bind(at)
	x := b.expr(e, nil)
	return r.evaluate(b, x)
}

// evaluate runs a bound expression.
func (r *runner) evaluate(b *binder, x *scalar) (any, error) {
	if err := b.err(); err != nil {
		return nil, err
	}
	run := r.execution()
	if err := run.open(b.tables); err != nil {
		return nil, err
	}
	return x.eval(&frame{x: run})
}

// declare gives variables their initial values; the names were declared when the batch was
// compiled.
func (r *runner) declare(s *syntax.Declare) error {
	for i := range s.Vars {
		if s.Vars[i].Init == nil {
			continue
		}
		if err := r.assign(&s.Vars[i], s.Vars[i].Name, "=", s.Vars[i].Init); err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) setVar(s *syntax.SetVar) error { return r.assign(s, s.Name, s.Op, s.X) }

// assign is SET @v op= x.
func (r *runner) assign(at syntax.Node, name, op string, e syntax.Expr) error {
	b := r.bind(at)
	v, ok := b.variable(at, name)
	if !ok {
		return b.err()
	}
	x := b.compound(at, op, v, b.expr(e, nil))
	val, err := r.evaluate(b, b.implicit(at, x, v.typ))
	if err != nil {
		return err
	}
	v.set(val)
	r.session.rowcount = 1
	return nil
}

// query runs a SELECT.
func (r *runner) query(s *syntax.QueryStmt) error {
	b := r.bind(s)
	p := b.query(s.Query, nil, topLevel)
	if err := b.err(); err != nil {
		return err
	}
	x := r.execution()
	if err := x.open(b.tables); err != nil {
		return err
	}
	switch {
	case p.into != nil:
		return r.selectInto(s, p, x)
	case p.assigns:
		return r.selectAssign(p, x)
	}
	if err := r.sink.Columns(resultColumns(p.cols)); err != nil {
		return err
	}
	if r.session.options.on("FMTONLY") {
		return r.done(0)
	}
	n := int64(0)
	send := r.sink.Row
	if limit := r.session.options.textSize; limit < maxTextSize {
		send = func(row []any) error { return r.sink.Row(shortened(row, p.cols, limit)) }
	}
	err := r.limited(p, x, func(row []any) error {
		n++
		return send(row)
	})
	if err != nil {
		return err
	}
	return r.done(n)
}

// shortened cuts the values of (max) types to SET TEXTSIZE bytes.
func shortened(row []any, cols []Column, limit int64) []any {
	out := append([]any{}, row...)
	for i, v := range row {
		if cols[i].Type.Length != value.Max {
			continue
		}
		switch v := v.(type) {
		case []byte:
			out[i] = v[:min(int64(len(v)), limit)]
		case string:
			keep := limit
			if isNational(cols[i].Type.Kind) {
				keep /= 2
			}
			u := units(v)
			out[i] = fromUnits(u[:min(int64(len(u)), keep)])
		}
	}
	return out
}

// resultColumns gives untyped NULLs the type int.
func resultColumns(cols []Column) []Column {
	out := make([]Column, len(cols))
	for i, c := range cols {
		out[i] = c
		out[i].Type = notNull(c.Type)
	}
	return out
}

// limited reads a plan up to SET ROWCOUNT rows.
func (r *runner) limited(p *plan, x *execution, out yield) error {
	most, n := r.session.options.rowCount, int64(0)
	return drain(p.scan(&frame{x: x}, func(row []any) error {
		if err := out(row); err != nil {
			return err
		}
		if n++; most > 0 && n >= most {
			return errStop
		}
		return nil
	}))
}

// selectAssign runs a SELECT that only assigns variables: no result set, but @@ROWCOUNT.
func (r *runner) selectAssign(p *plan, x *execution) error {
	n := int64(0)
	if err := r.limited(p, x, func([]any) error { n++; return nil }); err != nil {
		return err
	}
	r.session.rowcount = n
	if err := r.warn(); err != nil {
		return err
	}
	return r.sink.Done(-1)
}

// use changes the session's database.
func (r *runner) use(s *syntax.Use) error {
	world := r.session.world
	from := world.Database()
	if err := world.Use(s.Database.Text); err != nil {
		return err
	}
	to := world.Database()
	if err := r.sink.Database(from, to); err != nil {
		return err
	}
	if err := r.message(message.New(5701, to), s.At()); err != nil {
		return err
	}
	return r.plain()
}
