package engine

import (
	"strconv"
	"strings"

	"milink/internal/lab/message"
)

// jsonPath is a parsed path: [lax|strict] $.a."b c"[0].
type jsonPath struct {
	strict bool
	steps  []jsonStep
}

// jsonStep is a member name or an array index.
type jsonStep struct {
	name  string
	index int
	array bool
}

// parsePath reads a path; error 13607 names what is wrong.
func parsePath(s string) (jsonPath, error) {
	rest := strings.TrimSpace(s)
	var p jsonPath
	if after, ok := strings.CutPrefix(rest, "lax "); ok {
		rest = strings.TrimSpace(after)
	} else if after, ok := strings.CutPrefix(rest, "strict "); ok {
		p.strict, rest = true, strings.TrimSpace(after)
	}
	if !strings.HasPrefix(rest, "$") {
		return p, badPath(s, rest)
	}
	rest = rest[1:]
	for rest != "" {
		step, after, ok := pathStep(rest)
		if !ok {
			return p, badPath(s, rest)
		}
		p.steps, rest = append(p.steps, step), after
	}
	return p, nil
}

func badPath(path, at string) error {
	c := ""
	if at != "" {
		c = string([]rune(at)[0])
	}
	return message.New(13607, c, len(path)-len(at))
}

// pathStep reads .name, ."name" or [n].
func pathStep(s string) (jsonStep, string, bool) {
	switch {
	case s[0] == '[':
		digits, after, ok := strings.Cut(s[1:], "]")
		n, err := strconv.Atoi(strings.TrimSpace(digits))
		return jsonStep{index: n, array: true}, after, ok && err == nil && n >= 0
	case strings.HasPrefix(s, `."`):
		name, after, ok := strings.Cut(s[2:], `"`)
		return jsonStep{name: name}, after, ok
	case s[0] == '.':
		end := strings.IndexAny(s[1:], ".[")
		if end < 0 {
			end = len(s) - 1
		}
		name := s[1 : 1+end]
		return jsonStep{name: name}, s[1+end:], name != "" && !strings.ContainsAny(name, ` "]-`)
	}
	return jsonStep{}, "", false
}

// find follows the path; nil when it leads nowhere.
func (p jsonPath) find(n *jsonNode) *jsonNode {
	for _, step := range p.steps {
		if n = n.step(step); n == nil {
			return nil
		}
	}
	return n
}

func (n *jsonNode) step(s jsonStep) *jsonNode {
	if s.array {
		if n.kind != jsonArray || s.index >= len(n.members) {
			return nil
		}
		return n.members[s.index]
	}
	if n.kind != jsonObject {
		return nil
	}
	for i, name := range n.names {
		if name == s.name {
			return n.members[i]
		}
	}
	return nil
}

// scalarText is a value as JSON_VALUE returns it; false for null, objects and arrays.
func (n *jsonNode) scalarText() (string, bool) {
	switch n.kind {
	case jsonString:
		return n.text, true
	case jsonNumber, jsonBool:
		return n.raw, true
	}
	return "", false
}

// container tells whether a node is an object or array.
func (n *jsonNode) container() bool { return n.kind == jsonArray || n.kind == jsonObject }
