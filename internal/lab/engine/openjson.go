package engine

import (
	"context"
	"strconv"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// openJSON is OPENJSON with its default columns or those of WITH.
func (b *binder) openJSON(t *syntax.TableFunc, args []*scalar, owner *exposed) *rowSource {
	if len(args) < 1 || len(args) > 2 {
		b.fail(t, message.New(189, "openjson", 1, 2))
		return noRows()
	}
	args[0] = b.text(t, args[0])
	if len(args) > 1 {
		args[1] = b.text(t, args[1])
	}
	cols, row := defaultJSON()
	if len(t.With) > 0 {
		var ok bool
		if cols, row, ok = b.typedJSON(t); !ok {
			return noRows()
		}
	}
	return callSource(b.renamed(t, cols), owner, args, func(_ context.Context, v []any) ([][]any, error) {
		return jsonRows(v, row)
	})
}

// jsonRow makes a row of one member; name is empty for an array's element.
type jsonRow func(name string, index int, n *jsonNode) ([]any, error)

// jsonRows finds the object or array and makes a row of each member. With a WITH clause an
// object is itself the one row.
func jsonRows(v []any, row jsonRow) ([][]any, error) {
	if v[0] == nil {
		return nil, nil
	}
	path := "$"
	if len(v) > 1 {
		path, _ = v[1].(string)
	}
	n, p, err := jsonAt(v[0].(string), path)
	if err != nil || n == nil {
		return nil, err
	}
	if !n.container() {
		if p.strict {
			return nil, message.New(13611)
		}
		return nil, nil
	}
	return memberRows(n, row)
}

func memberRows(n *jsonNode, row jsonRow) ([][]any, error) {
	if whole, err := row("", -1, n); whole != nil || err != nil {
		return [][]any{whole}, err
	}
	var rows [][]any
	for i, m := range n.members {
		name := strconv.Itoa(i)
		if n.kind == jsonObject {
			name = n.names[i]
		}
		r, err := row(name, i, m)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// defaultJSON are the columns key, value and type.
//
// modelled: the page of OPENJSON calls the type column int, books that describe the result
// tinyint; the latter is here. The key's own collation (Latin1_General_BIN2) is not.
func defaultJSON() ([]Column, jsonRow) {
	cols := []Column{
		{Name: "key", Type: value.NVarCharN(4000)},
		{Name: "value", Type: value.NVarCharN(value.Max), Nullable: true},
		{Name: "type", Type: value.TinyIntT},
	}
	return cols, func(name string, index int, n *jsonNode) ([]any, error) {
		if index < 0 {
			return nil, nil
		}
		var v any
		switch {
		case n.kind == jsonString:
			v = n.text
		case n.kind != jsonNull:
			v = n.raw
		}
		return []any{name, v, int64(n.kind)}, nil
	}
}

// typedColumn is one column of WITH.
type typedColumn struct {
	typ    value.Type
	path   jsonPath
	asJSON bool
}

// typedJSON binds OPENJSON .. WITH (..).
func (b *binder) typedJSON(t *syntax.TableFunc) ([]Column, jsonRow, bool) {
	cols, typed := make([]Column, len(t.With)), make([]typedColumn, len(t.With))
	for i, w := range t.With {
		path := jsonPath{steps: []jsonStep{{name: w.Name.Text}}}
		if w.Path != "" {
			var err error
			if path, err = parsePath(w.Path); err != nil {
				b.note(t, err)
				return nil, nil, false
			}
		}
		if w.AsJSON && (w.Type.Type.Kind != value.NVarChar || w.Type.Type.Length != value.Max) {
			b.fail(t, message.New(13618))
			return nil, nil, false
		}
		cols[i] = Column{Name: w.Name.Text, Type: w.Type.Type, Nullable: true}
		typed[i] = typedColumn{typ: w.Type.Type, path: path, asJSON: w.AsJSON}
	}
	return cols, func(_ string, index int, n *jsonNode) ([]any, error) {
		if index < 0 && n.kind == jsonArray {
			return nil, nil
		}
		return typedRow(typed, n)
	}, true
}

func typedRow(cols []typedColumn, n *jsonNode) ([]any, error) {
	row := make([]any, len(cols))
	for i, c := range cols {
		v, err := c.read(n)
		if err != nil {
			return nil, err
		}
		row[i] = v
	}
	return row, nil
}

// read is one column's value.
func (c typedColumn) read(n *jsonNode) (any, error) {
	at := c.path.find(n)
	if at == nil {
		if c.path.strict {
			return nil, message.New(13608)
		}
		return nil, nil
	}
	if c.asJSON {
		if at.container() {
			return at.raw, nil
		}
		return nil, nil
	}
	text, ok := at.scalarText()
	if !ok {
		return nil, nil
	}
	return value.Convert(text, value.NVarCharN(value.Max), c.typ, value.NoStyle)
}
