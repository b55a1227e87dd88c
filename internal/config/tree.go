package config

import (
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// mapping returns the pairs of a mapping node; the parser has two forms of it.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

// keyName is the text of a plain key.
func keyName(k ast.MapKeyNode) (string, bool) {
	switch key := k.(type) {
	case *ast.StringNode:
		return key.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return k.GetToken().Value, true
	}
	return "", false
}

func isNull(n ast.Node) bool {
	if n == nil {
		return true
	}
	switch n.(type) {
	case *ast.NullNode, *ast.CommentGroupNode:
		return true
	}
	return false
}

func isScalar(n ast.Node) bool { _, ok := n.(ast.ScalarNode); return ok }

func placeOf(n ast.Node) place {
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return place{1, 1}
	}
	return place{t.Position.Line, t.Position.Column}
}

// kindOf names a node for people.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a section"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias, which this file does not use"
	case *ast.TagNode:
		return "a tag, which this file does not use"
	}
	return "something else"
}

// fieldNamed returns the field of a struct that the key fills.
func fieldNamed(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("yaml") == key {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// keysOf lists the keys of a section in the order of the struct.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if k := t.Field(i).Tag.Get("yaml"); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

// takesNull tells the types for which a key without value says something: a password that
// is there but empty must not pass for one that was left out.
func takesNull(v reflect.Value) bool {
	return v.Type() == reflect.TypeFor[*SecretRef]()
}

func join(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

// parent is the section of a path; the file's own is "".
func parent(path string) string { return path[:max(strings.LastIndexByte(path, '.'), 0)] }

// inside says which section an unknown key stands in.
func inside(path string) string {
	if path == "" {
		return ""
	}
	return " in " + path
}
