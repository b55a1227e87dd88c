package engine

import (
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// jsonFunctions read and change JSON texts.
var jsonFunctions = map[string]builtin{
	"isjson":      {1, 2, 0, bindIsJSON},
	"json_value":  {2, 2, 0, bindJSONValue},
	"json_query":  {1, 2, 0, bindJSONQuery},
	"json_modify": {3, 3, 0, bindJSONModify},
}

// bindIsJSON is 1 for an object or array; a scalar alone is none.
func bindIsJSON(c *callSite) *scalar {
	if len(c.args) > 1 && !c.b.knows(16) {
		return c.fail(message.New(174, c.name, 1))
	}
	x := c.str(0)
	return strict(value.IntT, []*scalar{x}, func(v []any) (any, error) {
		n := parseJSON(v[0].(string))
		return boolInt(n != nil && n.container()), nil
	})
}

// jsonAt parses a text and follows a path. An error is a text or path that is none, or what
// strict mode does not allow to be missing.
func jsonAt(text, path string) (*jsonNode, jsonPath, error) {
	p, err := parsePath(path)
	if err != nil {
		return nil, p, err
	}
	n, r := readJSON(text)
	if n == nil {
		return nil, p, r.malformed()
	}
	at := p.find(n)
	if at == nil && p.strict {
		return nil, p, message.New(13608)
	}
	return at, p, nil
}

func bindJSONValue(c *callSite) *scalar {
	return maybeNull(strict(value.NVarCharN(4000), []*scalar{c.str(0), c.str(1)}, func(v []any) (any, error) {
		n, p, err := jsonAt(v[0].(string), v[1].(string))
		if n == nil || err != nil {
			return nil, err
		}
		text, ok := n.scalarText()
		switch {
		case ok && value.Units(text) <= 4000:
			return text, nil
		case p.strict && ok:
			return nil, message.New(13625)
		case p.strict && n.container():
			return nil, message.New(13623)
		}
		return nil, nil
	}))
}

func bindJSONQuery(c *callSite) *scalar {
	args := []*scalar{c.str(0)}
	if len(c.args) > 1 {
		args = append(args, c.str(1))
	}
	s := maybeNull(strict(longest(args[0]), args, func(v []any) (any, error) {
		path := "$"
		if len(v) > 1 {
			path = v[1].(string)
		}
		n, p, err := jsonAt(v[0].(string), path)
		switch {
		case n == nil || err != nil:
			return nil, err
		case n.container():
			return n.raw, nil
		case p.strict:
			return nil, message.New(13624)
		}
		return nil, nil
	}))
	s.typ = value.NVarCharN(value.Max)
	s.json = true
	return s
}

// bindJSONModify is JSON_MODIFY(json, path, value): NULL deletes in lax mode.
func bindJSONModify(c *callSite) *scalar {
	doc, path, with := c.str(0), c.str(1), c.args[2]
	isJSON := with.json
	args := []*scalar{doc, path, with}
	return &scalar{typ: value.NVarCharN(value.Max), nullable: true, json: true, eval: func(f *frame) (any, error) {
		v, err := evalRow(args, f)
		if err != nil || v[0] == nil || v[1] == nil {
			return nil, err
		}
		return modifyJSON(v[0].(string), v[1].(string), v[2], with.typ, isJSON)
	}}
}

func modifyJSON(doc, path string, with any, t value.Type, isJSON bool) (any, error) {
	appending := false
	if after, ok := strings.CutPrefix(strings.TrimSpace(path), "append "); ok {
		appending, path = true, after
	}
	p, err := parsePath(path)
	if err != nil {
		return nil, err
	}
	n, r := readJSON(doc)
	if n == nil {
		return nil, r.malformed()
	}
	text := jsonText(with, t, isJSON)
	if appending {
		if at := p.find(n); at != nil && at.kind == jsonArray {
			at.members = append(at.members, &jsonNode{kind: jsonNumber, raw: text})
			at.raw = ""
		}
		return n.print(p.steps), nil
	}
	if len(p.steps) == 0 {
		return doc, nil
	}
	n.put(p.steps, text, with == nil && !p.strict)
	return n.print(p.steps), nil
}

// put sets or deletes the member a path ends in.
func (n *jsonNode) put(steps []jsonStep, text string, remove bool) {
	for ; len(steps) > 1; steps = steps[1:] {
		n.raw = ""
		if n = n.step(steps[0]); n == nil {
			return
		}
	}
	n.raw = ""
	last := steps[0]
	for i := range n.members {
		if last.array && i != last.index || !last.array && (n.kind != jsonObject || n.names[i] != last.name) {
			continue
		}
		if remove && n.kind == jsonObject {
			n.names, n.members = append(n.names[:i:i], n.names[i+1:]...), append(n.members[:i:i], n.members[i+1:]...)
			return
		}
		n.members[i] = &jsonNode{kind: jsonNumber, raw: text}
		return
	}
	if !remove && !last.array && n.kind == jsonObject {
		n.names, n.members = append(n.names, last.name), append(n.members, &jsonNode{kind: jsonNumber, raw: text})
	}
}

// print writes the node; what a path passed is written anew, the rest as it was.
func (n *jsonNode) print(steps []jsonStep) string {
	if len(steps) == 0 && n.raw != "" || !n.container() {
		return n.raw
	}
	var w strings.Builder
	open, end := "[", "]"
	if n.kind == jsonObject {
		open, end = "{", "}"
	}
	w.WriteString(open)
	for i, m := range n.members {
		if i > 0 {
			w.WriteByte(',')
		}
		if n.kind == jsonObject {
			w.WriteString(`"` + jsonEscape(n.names[i]) + `":`)
		}
		w.WriteString(m.print(stepsInto(n, i, steps)))
	}
	w.WriteString(end)
	return w.String()
}

// stepsInto is the rest of a path for one member, nil when the path goes elsewhere.
func stepsInto(n *jsonNode, i int, steps []jsonStep) []jsonStep {
	if len(steps) == 0 {
		return nil
	}
	s := steps[0]
	if s.array && s.index == i || !s.array && n.kind == jsonObject && n.names[i] == s.name {
		return steps[1:]
	}
	return nil
}

// jsonText is a value as FOR JSON writes it.
func jsonText(v any, t value.Type, isJSON bool) string {
	if inner, ok := v.(value.Var); ok {
		v, t = inner.Value, inner.Type
	}
	switch x := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case value.Dec:
		return x.String()
	case float64:
		return jsonFloat(x, t)
	case string:
		if isJSON {
			return x
		}
		return `"` + jsonEscape(x) + `"`
	}
	return `"` + jsonEscape(jsonPlain(v, t)) + `"`
}

// jsonFloat is a float in scientific notation with all its digits and an exponent of three,
// as CONVERT style 2 has it.
func jsonFloat(x float64, t value.Type) string {
	style := 2
	if t.Kind == value.Real {
		style = 1
	}
	text, err := value.Convert(x, t, value.VarCharN(40), style)
	if err != nil {
		return "null" // no float is too long for 40 characters
	}
	return text.(string)
}
