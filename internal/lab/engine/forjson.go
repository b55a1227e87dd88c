package engine

import (
	"encoding/base64"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// jsonColumn is the name the one column of FOR JSON has.
const jsonColumn = "JSON_F52E2B61-18A1-11d1-B105-00805F49916B"

// jsonChunk is how many characters of the text one row carries.
const jsonChunk = 2033

// forJSON turns a query's rows into one JSON text: a single value inside an expression,
// rows of 2033 characters for the client.
//
// modelled: the documentation does not say what FOR JSON over no rows is; here it is no row
// for the client and NULL inside an expression.
func (b *binder) forJSON(q *syntax.Query, p *plan, as role) *plan {
	write, ok := b.jsonWriter(q, p)
	if !ok {
		return emptyPlan()
	}
	// Without its brackets the text need not be JSON: an outer FOR JSON quotes it.
	whole := !q.ForJSON.WithoutWrapper
	out := &plan{cols: []Column{{Name: jsonColumn, Type: value.NVarCharN(value.Max), Nullable: true}}, origins: []origin{{json: whole}}, json: whole}
	out.scan = func(f *frame, y yield) error {
		var rows [][]any
		if err := p.scan(f, func(row []any) error { rows = append(rows, row); return f.x.step() }); err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		text := wrapJSON(write(rows), q.ForJSON)
		if as == nested {
			return y([]any{text})
		}
		return chunked(text, y)
	}
	return out
}

// chunked sends a text in rows as the server cuts it.
func chunked(text string, y yield) error {
	u := units(text)
	for len(u) > 0 {
		n := min(jsonChunk, len(u))
		if err := y([]any{fromUnits(u[:n])}); err != nil {
			return err
		}
		u = u[n:]
	}
	return nil
}

// wrapJSON puts the rows' objects into an array and under the root.
func wrapJSON(objects []string, opt *syntax.ForJSON) string {
	text := strings.Join(objects, ",")
	if !opt.WithoutWrapper {
		text = "[" + text + "]"
	}
	if opt.HasRoot {
		root := opt.Root
		if root == "" {
			root = "root"
		}
		text = `{"` + jsonEscape(root) + `":` + text + "}"
	}
	return text
}

// jsonWriter makes the texts of the top-level objects out of the rows.
func (b *binder) jsonWriter(q *syntax.Query, p *plan) (func([][]any) []string, bool) {
	for i, c := range p.cols {
		if c.Name == "" {
			b.fail(q, message.New(13605, i+1))
			return nil, false
		}
	}
	if q.ForJSON.Auto {
		return b.jsonAuto(q, p)
	}
	tree := &jsonShape{}
	for i := range p.cols {
		if !tree.add(strings.Split(p.cols[i].Name, "."), i) {
			b.fail(q, message.New(13601, p.cols[i].Name))
			return nil, false
		}
	}
	w := jsonWriting{p: p, nulls: q.ForJSON.IncludeNulls}
	return func(rows [][]any) []string {
		out := make([]string, len(rows))
		for i, row := range rows {
			out[i] = w.object(tree, row)
		}
		return out
	}, true
}

// jsonShape is the nesting that dotted aliases describe.
type jsonShape struct {
	name   string
	column int // of a leaf
	inner  []*jsonShape
}

// add places a column. A name that is used twice, or an object that is opened again after
// another member came between, is a conflict.
func (s *jsonShape) add(path []string, column int) bool {
	var last *jsonShape
	for i, m := range s.inner {
		if m.name != path[0] {
			continue
		}
		if i < len(s.inner)-1 || len(path) == 1 || m.inner == nil {
			return false
		}
		last = m
	}
	if len(path) == 1 {
		s.inner = append(s.inner, &jsonShape{name: path[0], column: column})
		return true
	}
	if last == nil {
		last = &jsonShape{name: path[0], column: -1}
		s.inner = append(s.inner, last)
	}
	return last.add(path[1:], column)
}

// jsonWriting writes rows of a plan.
type jsonWriting struct {
	p     *plan
	nulls bool
}

// object writes one object; without INCLUDE_NULL_VALUES a NULL is left out, and an object
// of nothing but NULLs too.
func (w jsonWriting) object(s *jsonShape, row []any) string {
	return "{" + strings.Join(w.members(s.inner, row), ",") + "}"
}

func (w jsonWriting) members(list []*jsonShape, row []any) []string {
	var out []string
	for _, m := range list {
		head := `"` + jsonEscape(m.name) + `":`
		if m.inner != nil {
			if inner := w.members(m.inner, row); len(inner) > 0 {
				out = append(out, head+"{"+strings.Join(inner, ",")+"}")
			}
			continue
		}
		if row[m.column] == nil && !w.nulls {
			continue
		}
		out = append(out, head+w.value(row, m.column))
	}
	return out
}

func (w jsonWriting) value(row []any, column int) string {
	return jsonText(row[column], w.p.cols[column].Type, w.p.origins[column].json)
}

// jsonPlain is the text of a date, binary, GUID or other value.
func jsonPlain(v any, t value.Type) string {
	if b, ok := v.([]byte); ok {
		return base64.StdEncoding.EncodeToString(b)
	}
	style := value.NoStyle
	switch t.Kind {
	case value.DateTime, value.SmallDateTime, value.DateTime2:
		style = 126
	case value.DateTimeOffset:
		style = 127
	}
	text, err := value.Convert(v, t, value.NVarCharN(4000), style)
	if err != nil {
		return ""
	}
	return text.(string)
}

// jsonLevel is one table of FOR JSON AUTO: its own columns, and the level inside it.
type jsonLevel struct {
	name    string
	columns []int
	inner   *jsonLevel
}

// jsonAuto nests by table: the first table of the select list is the outermost, columns of
// the next one become an array inside it. Rows that agree in the outer columns share one
// object.
func (b *binder) jsonAuto(q *syntax.Query, p *plan) (func([][]any) []string, bool) {
	s, ok := q.Body.(*syntax.Select)
	if !ok || len(s.From) == 0 {
		b.fail(q, message.New(13600))
		return nil, false
	}
	top := autoLevels(p)
	w := jsonWriting{p: p, nulls: q.ForJSON.IncludeNulls}
	return func(rows [][]any) []string { return w.level(top, rows) }, true
}

// autoLevels puts the columns to their tables; a column of no table goes with the one
// before it.
func autoLevels(p *plan) *jsonLevel {
	top := &jsonLevel{}
	byOwner := map[*exposed]*jsonLevel{}
	at := top
	for i, o := range p.origins {
		switch {
		case o.owner == nil:
		case byOwner[o.owner] != nil:
			at = byOwner[o.owner]
		case len(byOwner) == 0:
			byOwner[o.owner] = top
		default:
			last := top
			for last.inner != nil {
				last = last.inner
			}
			last.inner = &jsonLevel{name: o.owner.alias}
			at = last.inner
			byOwner[o.owner] = at
		}
		at.columns = append(at.columns, i)
	}
	return top
}

// level writes the objects of one level: consecutive rows with the same values are one.
func (w jsonWriting) level(l *jsonLevel, rows [][]any) []string {
	var out []string
	for from := 0; from < len(rows); {
		to := from + 1
		for l.inner != nil && to < len(rows) && w.key(l, rows[to]) == w.key(l, rows[from]) {
			to++
		}
		members := w.columns(l, rows[from])
		if l.inner != nil {
			inner := w.level(l.inner, rows[from:to])
			members = append(members, `"`+jsonEscape(l.inner.name)+`":[`+strings.Join(inner, ",")+"]")
		}
		out = append(out, "{"+strings.Join(members, ",")+"}")
		from = to
	}
	return out
}

func (w jsonWriting) key(l *jsonLevel, row []any) string {
	var text keyText
	for _, c := range l.columns {
		text.add(row[c], w.p.cols[c].Type, value.DefaultCollation)
	}
	return text.String()
}

func (w jsonWriting) columns(l *jsonLevel, row []any) []string {
	var out []string
	for _, c := range l.columns {
		if row[c] != nil || w.nulls {
			out = append(out, `"`+jsonEscape(w.p.cols[c].Name)+`":`+w.value(row, c))
		}
	}
	return out
}
