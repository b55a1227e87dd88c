package engine

import (
	"context"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// tableFunction binds a table-valued function.
func (b *binder) tableFunction(t *syntax.TableFunc, parent *scope) *rowSource {
	owner := expose(t.Name, t.Alias, t.HasAlias)
	args := b.tableArguments(t, parent)
	switch builtinName(t.Name) {
	case "openjson":
		return b.openJSON(t, args, owner)
	case "string_split":
		return b.stringSplit(t, args, owner)
	case "generate_series":
		if b.knows(16) {
			return b.generateSeries(t, args, owner)
		}
	}
	return b.worldTable(t, args, owner)
}

// tableArguments binds the arguments; DEFAULT is left for the function.
func (b *binder) tableArguments(t *syntax.TableFunc, parent *scope) []*scalar {
	args := make([]*scalar, len(t.Args))
	for i, e := range t.Args {
		if k, ok := e.(*syntax.Keyword); ok && k.Word == "default" {
			args[i] = fixed(value.NullT, nil)
			continue
		}
		args[i] = b.expr(e, parent)
	}
	return args
}

// noRows keeps binding going after an error.
func noRows() *rowSource { return &rowSource{scan: func(*frame, yield) error { return nil }} }

// worldTable is a function of the instance.
func (b *binder) worldTable(t *syntax.TableFunc, args []*scalar, owner *exposed) *rowSource {
	fn, err := b.session.world.TableFunction(t.Name)
	if err != nil {
		b.put(t, err)
		return noRows()
	}
	params := fn.Params()
	if len(args) > len(params) {
		b.fail(t, message.New(8144, nameText(t.Name)))
		return noRows()
	}
	if len(args) < len(params) {
		b.fail(t, message.New(313, nameText(t.Name)))
		return noRows()
	}
	for i, x := range args {
		args[i] = b.implicit(t, x, params[i])
	}
	cols := b.renamed(t, fn.Columns())
	return callSource(cols, owner, args, func(ctx context.Context, v []any) ([][]any, error) { return fn.Rows(ctx, v) })
}

// renamed gives the columns the names of a column list behind the alias.
func (b *binder) renamed(t *syntax.TableFunc, cols []Column) []Column {
	if len(t.Columns) == 0 {
		return cols
	}
	return b.namedColumns(t, cols, t.Columns, t.Alias.Text)
}

// callSource reads a function's rows anew for every frame.
func callSource(cols []Column, owner *exposed, args []*scalar, call func(context.Context, []any) ([][]any, error)) *rowSource {
	return &rowSource{cols: scopeColumns(cols, owner), lateral: true, scan: func(f *frame, out yield) error {
		values, err := evalRow(args, f)
		if err != nil {
			return err
		}
		rows, err := call(f.x.ctx, values)
		if err != nil {
			return err
		}
		return sendAll(rows, out)
	}}
}

// stringSplit is STRING_SPLIT(x, separator [, enable_ordinal]).
func (b *binder) stringSplit(t *syntax.TableFunc, args []*scalar, owner *exposed) *rowSource {
	most := 2
	if b.knows(16) {
		most = 3
	}
	if len(args) < 2 {
		b.fail(t, message.New(313, "string_split"))
		return noRows()
	}
	if len(args) > most {
		b.fail(t, message.New(8144, "string_split"))
		return noRows()
	}
	x, sep := b.text(t, args[0]), b.text(t, args[1])
	typ := value.Type{Kind: varying(x.typ.Kind), Length: x.typ.Length}
	cols := []Column{{Name: "value", Type: typ, Nullable: x.nullable}}
	if ordinalAsked(t) {
		cols = append(cols, Column{Name: "ordinal", Type: value.BigIntT})
	}
	width := len(cols)
	return callSource(b.renamed(t, cols), owner, []*scalar{x, sep}, func(_ context.Context, v []any) ([][]any, error) {
		separator, _ := v[1].(string)
		if value.Units(separator) != 1 {
			return nil, message.New(214, "separator", "nchar(1)/nvarchar(1)")
		}
		if v[0] == nil {
			return nil, nil
		}
		var rows [][]any
		for i, part := range strings.Split(v[0].(string), separator) {
			rows = append(rows, []any{part, int64(i + 1)}[:width])
		}
		return rows, nil
	})
}

// ordinalAsked tells whether the third argument is the constant 1: it decides the columns.
func ordinalAsked(t *syntax.TableFunc) bool {
	if len(t.Args) < 3 {
		return false
	}
	l, ok := t.Args[2].(*syntax.Literal)
	return ok && l.Value == int64(1)
}

// generateSeries is GENERATE_SERIES(start, stop [, step]) of 2022.
func (b *binder) generateSeries(t *syntax.TableFunc, args []*scalar, owner *exposed) *rowSource {
	if len(args) < 2 || len(args) > 3 {
		b.fail(t, message.New(189, "generate_series", 2, 3))
		return noRows()
	}
	typ := args[0].typ
	if !isInteger(typ.Kind) && typ.Kind != value.Decimal {
		b.fail(t, message.New(5373, typ.Word()))
		return noRows()
	}
	for i := range args {
		args[i] = b.implicit(t, args[i], typ)
	}
	cols := b.renamed(t, []Column{{Name: "value", Type: typ}})
	s := &rowSource{cols: scopeColumns(cols, owner), lateral: true}
	s.scan = func(f *frame, out yield) error {
		v, err := evalRow(args, f)
		if err != nil {
			return err
		}
		return series(f, v, typ, out)
	}
	return s
}

// series yields start, start+step .. as far as stop; the step's sign follows the bounds
// when none is given.
func series(f *frame, v []any, t value.Type, out yield) error {
	for _, x := range v {
		if x == nil {
			return nil
		}
	}
	zero, _ := value.Convert(int64(0), value.IntT, t, value.NoStyle)
	step := any(nil)
	if len(v) > 2 {
		step = v[2]
	} else {
		one, _ := value.Convert(int64(1), value.IntT, t, value.NoStyle)
		step = one
		if compareNumbers(v[0], v[1], t) > 0 {
			step, _, _ = value.Negate(one, t)
		}
	}
	sign := compareNumbers(step, zero, t)
	if sign == 0 {
		return message.New(4199, "step", "GENERATE_SERIES")
	}
	for at := v[0]; compareNumbers(at, v[1], t)*sign <= 0; {
		if err := f.x.step(); err != nil {
			return err
		}
		if err := out([]any{at}); err != nil {
			return err
		}
		next, err := value.Arith(value.OpAdd, at, step, t, t)
		if err != nil {
			return nil // past the end of the type: the series is complete
		}
		at = next
	}
	return nil
}

func compareNumbers(a, b any, t value.Type) int {
	return value.Compare(a, b, t, value.DefaultCollation)
}
