package instance

import (
	"context"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// function declares a scalar function of the instance. Its arguments have the declared
// types; call runs under the server's lock with the session's current database.
type function struct {
	min, max int
	result   value.Type
	params   []value.Type
	call     func(r *reader, args []any) (any, error)
}

// functionNamed finds a scalar function by its lower-case name.
func functionNamed(name string) (function, bool) {
	for _, group := range []map[string]function{propertyFunctions, nameFunctions, principalFunctions, cryptoFunctions} {
		if f, ok := group[name]; ok {
			return f, true
		}
	}
	return function{}, false
}

// Function finds a scalar function of the instance by its lower-case name.
func (se *Session) Function(name string) (engine.Function, bool) {
	f, ok := functionNamed(strings.ToLower(name))
	if !ok {
		return engine.Function{}, false
	}
	return engine.Function{Min: f.min, Max: f.max, Result: f.result, Params: f.params,
		Call: func(ctx context.Context, args []any) (any, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			se.server.mu.RLock()
			defer se.server.mu.RUnlock()
			out, err := f.call(se.reader(se.server.database(se.database)), args)
			return normalize(f.result, out), err
		}}, true
}

var (
	nameType = []value.Type{value.SysnameT}
	idType   = []value.Type{value.IntT}
)

// textArg is a text argument, false for NULL or one that was left out.
func textArg(args []any, i int) (string, bool) {
	if i >= len(args) {
		return "", false
	}
	s, ok := args[i].(string)
	return s, ok
}

// intArg is an integer argument, false for NULL or one that was left out.
func intArg(args []any, i int) (int, bool) {
	if i >= len(args) {
		return 0, false
	}
	n, ok := args[i].(int64)
	return int(n), ok
}

// unquote takes one pair of brackets or double quotes off a name, as functions that take
// a name do.
func unquote(name string) string {
	if len(name) >= 2 {
		switch {
		case name[0] == '[' && name[len(name)-1] == ']':
			return strings.ReplaceAll(name[1:len(name)-1], "]]", "]")
		case name[0] == '"' && name[len(name)-1] == '"':
			return strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
		}
	}
	return name
}

// nameParts splits a name at the dots outside brackets and quotes, and unquotes the parts.
func nameParts(name string) []string {
	var parts []string
	start, closing := 0, byte(0)
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case closing != 0:
			if c == closing {
				closing = 0
			}
		case c == '[':
			closing = ']'
		case c == '"':
			closing = '"'
		case c == '.':
			parts = append(parts, unquote(name[start:i]))
			start = i + 1
		}
	}
	return append(parts, unquote(name[start:]))
}
