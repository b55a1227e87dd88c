package engine

import (
	"slices"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// inside are the lists of statements a statement holds.
func inside(s syntax.Statement) [][]syntax.Statement {
	switch s := s.(type) {
	case *syntax.Block:
		return [][]syntax.Statement{s.Body}
	case *syntax.If:
		if s.Else == nil {
			return [][]syntax.Statement{{s.Then}}
		}
		return [][]syntax.Statement{{s.Then}, {s.Else}}
	case *syntax.While:
		return [][]syntax.Statement{{s.Body}}
	}
	return nil
}

// holdsLabel tells whether a label stands in a statement or is it.
func holdsLabel(s syntax.Statement, name string) bool {
	if l, ok := s.(*syntax.Label); ok {
		return strings.EqualFold(l.Name, name)
	}
	for _, list := range inside(s) {
		if slices.ContainsFunc(list, func(s syntax.Statement) bool { return holdsLabel(s, name) }) {
			return true
		}
	}
	return false
}

// jumpInto goes on at a label that stands in a statement. Conditions on the way are not
// asked: control is where the label is.
func (r *runner) jumpInto(s syntax.Statement, to flow) (flow, error) {
	if loop, ok := s.(*syntax.While); ok {
		return r.loop(loop, to)
	}
	for _, list := range inside(s) {
		if labelAt(list, to) >= 0 {
			return r.blockFrom(list, to)
		}
	}
	return flow{}, nil // the label itself
}

// jumpMap is the labels and GOTOs of a scope with the TRY and CATCH blocks around them.
type jumpMap struct {
	labels map[string][]*syntax.TryCatch
	gotos  []placedGoto
}

type placedGoto struct {
	at   *syntax.Goto
	path []*syntax.TryCatch
}

// checkJumps refuses a GOTO into a TRY or CATCH block.
func checkJumps(list []syntax.Statement) message.Errors {
	m := &jumpMap{labels: map[string][]*syntax.TryCatch{}}
	m.list(list, nil)
	var errs message.Errors
	for _, g := range m.gotos {
		target := m.labels[strings.ToLower(g.at.Name)]
		if len(target) > len(g.path) || !slices.Equal(target, g.path[:len(target)]) {
			errs = append(errs, message.New(1026).At(g.at.At()))
		}
	}
	return errs
}

func (m *jumpMap) list(list []syntax.Statement, path []*syntax.TryCatch) {
	for _, s := range list {
		m.statement(s, path)
	}
}

func (m *jumpMap) statement(s syntax.Statement, path []*syntax.TryCatch) {
	switch s := s.(type) {
	case *syntax.Label:
		m.labels[strings.ToLower(s.Name)] = path
	case *syntax.Goto:
		m.gotos = append(m.gotos, placedGoto{s, path})
	case *syntax.TryCatch:
		// TRY and CATCH of one statement are two places: each gets a mark of its own.
		m.list(s.Try, append(slices.Clip(path), s))
		m.list(s.Catch, append(slices.Clip(path), &syntax.TryCatch{}))
	default:
		for _, list := range inside(s) {
			m.list(list, path)
		}
	}
}
