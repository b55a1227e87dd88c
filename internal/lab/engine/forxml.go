package engine

import (
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// xmlColumn is the name the one column of FOR XML has.
const xmlColumn = "XML_F52E2B61-18A1-11d1-B105-00805F49916B"

// forXML is FOR XML PATH: the old way to concatenate strings.
func (b *binder) forXML(q *syntax.Query, p *plan, as role) *plan {
	opt := q.ForXML
	for _, c := range p.cols {
		if strings.HasPrefix(c.Name, "@") && opt.HasPath && opt.Path == "" {
			b.fail(q, message.New(6864))
		}
	}
	t := value.NVarCharN(value.Max)
	if opt.Type {
		t = value.XMLT
	}
	out := &plan{cols: []Column{{Name: xmlColumn, Type: t, Nullable: true}}, origins: []origin{{}}}
	out.scan = func(f *frame, y yield) error {
		var w strings.Builder
		some := false
		err := p.scan(f, func(row []any) error {
			some = true
			writeXMLRow(&w, opt, p, row)
			return f.x.step()
		})
		if err != nil || !some {
			return err
		}
		text := w.String()
		if opt.Root != "" {
			text = "<" + opt.Root + ">" + text + "</" + opt.Root + ">"
		}
		if as == nested || opt.Type {
			return y([]any{text})
		}
		return chunked(text, y)
	}
	return out
}

// writeXMLRow writes one row: a column without name is text, @x an attribute, a/b an
// element inside another.
func writeXMLRow(w *strings.Builder, opt *syntax.ForXML, p *plan, row []any) {
	element := "row"
	if opt.HasPath {
		element = opt.Path
	}
	var body strings.Builder
	attributes := ""
	for i, c := range p.cols {
		if row[i] == nil {
			continue
		}
		text := xmlText(row[i], c.Type)
		if name, ok := strings.CutPrefix(c.Name, "@"); ok {
			attributes += " " + name + `="` + strings.ReplaceAll(text, `"`, "&quot;") + `"`
			continue
		}
		writeXMLValue(&body, c.Name, text)
	}
	if element == "" {
		w.WriteString(body.String())
		return
	}
	if body.Len() == 0 {
		w.WriteString("<" + element + attributes + "/>")
		return
	}
	w.WriteString("<" + element + attributes + ">" + body.String() + "</" + element + ">")
}

// writeXMLValue writes a column under its path.
func writeXMLValue(w *strings.Builder, name, text string) {
	switch name {
	case "", "*", "text()", "node()":
		w.WriteString(text)
		return
	case "data()":
		if w.Len() > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(text)
		return
	}
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if part != "text()" {
			w.WriteString("<" + part + ">")
		}
	}
	w.WriteString(text)
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i] != "text()" {
			w.WriteString("</" + parts[i] + ">")
		}
	}
}

// xmlText is a value as XML text; xml itself goes in as it is.
func xmlText(v any, t value.Type) string {
	if s, ok := v.(string); ok && t.Kind == value.XML {
		return s
	}
	text := ""
	switch x := v.(type) {
	case string:
		text = x
	case bool:
		text = "0"
		if x {
			text = "1"
		}
	default:
		text = jsonPlain(v, t)
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#x0D;").Replace(text)
}
