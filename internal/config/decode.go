package config

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"milink/internal/suggest"
)

// place is a line and column, from 1.
type place struct{ line, column int }

// decoder walks the YAML tree and the Config struct together. It goes on after a mistake,
// so that a person sees all of them at once.
type decoder struct {
	file string
	errs Errors
	at   map[string]place // where each path of the file was given
	// broken are the paths with something in them that could not be read.
	broken map[string]bool
}

// selfDecoding is a type whose YAML form is not the form of its Go kind.
type selfDecoding interface {
	decode(d *decoder, n ast.Node, path string)
}

// enumeration is a string type with a closed list of values.
type enumeration interface{ Values() []string }

// reject is a mistake in reading a path: what its section holds is then not known in full.
func (d *decoder) reject(path, format string, args ...any) {
	d.broken[path], d.broken[parent(path)] = true, true
	d.fail(d.where(path), format, args...)
}

func (d *decoder) fail(p place, format string, args ...any) {
	d.errs = append(d.errs, Error{d.file, p.line, p.column, fmt.Sprintf(format, args...)})
}

// given tells whether the file has a value for the path.
func (d *decoder) given(path string) bool { _, ok := d.at[path]; return ok }

// where is the place of a path, or of the nearest section around it.
func (d *decoder) where(path string) place {
	for {
		if p, ok := d.at[path]; ok {
			return p
		}
		i := strings.LastIndexByte(path, '.')
		path = path[:max(i, 0)]
	}
}

// value decodes one node into out. The caller has recorded the place of path.
func (d *decoder) value(n ast.Node, path string, out reflect.Value) {
	if self, ok := out.Addr().Interface().(selfDecoding); ok {
		self.decode(d, n, path)
		return
	}
	switch out.Kind() {
	case reflect.Pointer:
		out.Set(reflect.New(out.Type().Elem()))
		d.value(n, path, out.Elem())
	case reflect.Struct:
		d.section(n, path, out)
	case reflect.Slice:
		d.list(n, path, out)
	case reflect.String:
		if text, ok := d.text(n, path); ok {
			d.enum(text, path, out)
			out.SetString(text)
		}
	case reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			out.SetBool(b.Value)
			return
		}
		d.wrong(n, path, "true or false")
	case reflect.Int:
		d.integer(n, path, out)
	}
}

// section decodes a mapping into a struct.
func (d *decoder) section(n ast.Node, path string, out reflect.Value) {
	pairs, ok := mapping(n)
	if !ok {
		d.wrong(n, path, "a section with the keys "+strings.Join(keysOf(out.Type()), ", "))
		return
	}
	seen := map[string]place{}
	for _, pair := range pairs {
		at := placeOf(pair.Key)
		name, ok := keyName(pair.Key)
		if !ok {
			d.fail(at, "%s is not a key of this file; anchors and merge keys are not used in it", pair.Key.Type())
			continue
		}
		if first, twice := seen[name]; twice {
			d.fail(at, "key %q is given twice, first in line %d", name, first.line)
			continue
		}
		seen[name] = at
		d.pair(name, at, pair.Value, path, out)
	}
}

// pair decodes one key and its value. A key without a value counts as left out.
func (d *decoder) pair(name string, at place, n ast.Node, path string, out reflect.Value) {
	field, ok := fieldNamed(out, name)
	if !ok {
		d.broken[path] = true
		d.fail(at, "unknown key %q%s%s", name, inside(path), d.meant(name, out.Type()))
		return
	}
	full := join(path, name)
	if isNull(n) && !takesNull(field) {
		return
	}
	d.at[full] = at
	if !isNull(n) && n.GetToken().Position.Line == at.line && isScalar(n) {
		d.at[full] = placeOf(n)
	}
	d.value(n, full, field)
}

// meant is the end of the sentence about an unknown key.
func (d *decoder) meant(name string, section reflect.Type) string {
	keys := keysOf(section)
	if q := suggest.Question(name, keys); q != "" {
		return q
	}
	return "; known here: " + strings.Join(keys, ", ")
}

func (d *decoder) list(n ast.Node, path string, out reflect.Value) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wrong(n, path, "a list, such as [Sales, HR]")
		return
	}
	out.Set(reflect.MakeSlice(out.Type(), 0, len(seq.Values)))
	for i, item := range seq.Values {
		at := fmt.Sprintf("%s.%d", path, i)
		d.at[at] = d.where(path)
		if item != nil && item.GetToken() != nil {
			d.at[at] = placeOf(item)
		}
		if text, ok := d.text(item, at); ok {
			out.Set(reflect.Append(out, reflect.ValueOf(text)))
		}
	}
}

// text decodes a text. Numbers and truth values are refused: YAML would quietly turn a
// database called 007 into 7.
func (d *decoder) text(n ast.Node, path string) (string, bool) {
	switch t := n.(type) {
	case *ast.StringNode:
		return t.Value, true
	case *ast.LiteralNode:
		return t.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		d.reject(path, "%s wants text: put %s in quotes", path, n.GetToken().Value)
		return "", false
	}
	d.wrong(n, path, "text")
	return "", false
}

// enum checks a text against the closed list of its type.
func (d *decoder) enum(text, path string, out reflect.Value) {
	if e, ok := out.Interface().(enumeration); ok {
		d.oneOf(text, path, e.Values())
	}
}

func (d *decoder) oneOf(text, path string, values []string) {
	for _, v := range values {
		if v == text {
			return
		}
	}
	d.reject(path, "%s is %q; want one of %s%s", path, text, strings.Join(values, ", "), suggest.Question(text, values))
}

func (d *decoder) integer(n ast.Node, path string, out reflect.Value) {
	if i, ok := n.(*ast.IntegerNode); ok {
		switch v := i.Value.(type) {
		case int64:
			out.SetInt(v)
			return
		case uint64:
			if v <= 1<<31 {
				out.SetInt(int64(v))
				return
			}
			d.reject(path, "%s is too large", path)
			return
		}
	}
	d.wrong(n, path, "a whole number")
}

// wrong says what a path wants and what kind of thing it found; never the thing itself,
// which may be a secret in the wrong place.
func (d *decoder) wrong(n ast.Node, path, want string) {
	name := path
	if path == "" {
		name = "the file"
	}
	d.reject(path, "%s wants %s, not %s", name, want, kindOf(n))
}
