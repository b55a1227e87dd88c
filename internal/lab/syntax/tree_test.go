package syntax_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"milink/internal/lab/message"
	. "milink/internal/lab/syntax"
)

// shape writes a tree as text: types and fields, without places and without what is zero.
// Two trees with the same shape mean the same.
func shape(v any) string {
	var b strings.Builder
	writeShape(&b, reflect.ValueOf(v))
	return b.String()
}

func writeShape(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			writeShape(b, v.Elem())
		}
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteString(", ")
			}
			writeShape(b, v.Index(i))
		}
		b.WriteByte(']')
	case reflect.Struct:
		writeStruct(b, v)
	default:
		fmt.Fprintf(b, "%#v", v)
	}
}

func writeStruct(b *strings.Builder, v reflect.Value) {
	t := v.Type()
	if t.PkgPath() != reflect.TypeFor[Pos]().PkgPath() {
		fmt.Fprintf(b, "%v", v)
		return
	}
	b.WriteString(t.Name() + "{")
	first := true
	for i := range t.NumField() {
		f := v.Field(i)
		if f.IsZero() || f.Type() == reflect.TypeFor[Pos]() {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		b.WriteString(t.Field(i).Name + ": ")
		writeShape(b, f)
	}
	b.WriteByte('}')
}

// forget sets every place in a tree to zero, so that trees compare by what they say.
func forget(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			forget(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			forget(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Pos]() && v.CanSet() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				forget(v.Field(i))
			}
		}
	}
}

// trees reads a batch that must be right.
func trees(t *testing.T, o Options, text string) []Statement {
	t.Helper()
	b, err := o.Parse(text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return b.Statements
}

// one reads a batch of one statement.
func one(t *testing.T, o Options, text string) Statement {
	t.Helper()
	list := trees(t, o, text)
	if len(list) != 1 {
		t.Fatalf("%s\nyields %d statements: %s", text, len(list), shape(list))
	}
	return list[0]
}

// same holds a batch to the whole tree of each of its statements: a field that the
// expectation does not name must be empty.
func same(t *testing.T, o Options, text string, want ...Statement) {
	t.Helper()
	got := trees(t, o, text)
	forget(reflect.ValueOf(got))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %s\nwant %s", text, shape(got), shape(want))
	}
}

// said lists what a batch is refused with.
func said(err error) []*message.Message {
	var one *message.Message
	var several message.Errors
	switch {
	case errors.As(err, &one):
		return []*message.Message{one}
	case errors.As(err, &several):
		return several
	}
	return nil
}

// refusal is one message a batch must be refused with.
type refusal struct {
	number int32
	line   int32
	text   string
}

// refused holds a batch to its messages, in order.
func refused(t *testing.T, o Options, text string, want ...refusal) {
	t.Helper()
	b, err := o.Parse(text)
	if err == nil {
		t.Errorf("%s\naccepted: %s", text, shape(b.Statements))
		return
	}
	var got []refusal
	for _, m := range said(err) {
		if m.IsError() { // TestUnsimulatedStatements holds the notes
			got = append(got, refusal{m.Number, m.Line, m.Text})
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", text, got, want)
	}
}

// numbered holds a batch to the number and line of its first message.
func numbered(t *testing.T, o Options, text string, number, line int32) {
	t.Helper()
	b, err := o.Parse(text)
	if err == nil {
		t.Errorf("%s\naccepted: %s", text, shape(b.Statements))
		return
	}
	list := said(err)
	if len(list) == 0 || list[0].Number != number || list[0].Line != line {
		t.Errorf("%s\n got %v\nwant %d in line %d", text, err, number, line)
	}
}

// bare and quoted are names as the tree holds them.
func bare(s string) Ident   { return Ident{Text: s} }
func quoted(s string) Ident { return Ident{Text: s, Quoted: true} }

// option, textOption and so on are entries of option lists as the tree holds them.
func flagged(name string) WithOption { return WithOption{Name: name} }
func set(name, value string) WithOption {
	return WithOption{Name: name, Value: value, IsSet: true}
}
func texted(name, text string) WithOption {
	return WithOption{Name: name, Value: text, IsSet: true, Text: &Text{Literal: text}}
}
func national(name, text string) WithOption {
	return WithOption{Name: name, Value: text, IsSet: true, Text: &Text{Literal: text, National: true}}
}
func inner(name string, sub ...WithOption) WithOption { return WithOption{Name: name, Sub: sub} }
