package instance

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
)

// stillClock stands still: reading never waits.
type stillClock struct{ at time.Time }

func (c stillClock) Now() time.Time                                   { return c.at }
func (c stillClock) Sleep(ctx context.Context, d time.Duration) error { return ctx.Err() }

// today is when the tests of the read side look.
var today = time.Date(2026, 7, 20, 8, 0, 0, 0, time.UTC)

const saPassword = "Correct-Horse-7"

// install makes an instance of a release.
func install(t *testing.T, version string) *Server {
	t.Helper()
	return installWith(t, Options{Version: version})
}

func installWith(t *testing.T, o Options) *Server {
	t.Helper()
	o.Clock, o.Seed = stillClock{today}, 42
	if o.Password == "" {
		o.Password = saPassword
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asSA logs sa in.
func asSA(t *testing.T, s *Server) *Session { return logIn(t, s, "sa", saPassword) }

func logIn(t *testing.T, s *Server, user, password string) *Session {
	t.Helper()
	se, err := s.Connect(LoginRequest{User: user, Password: password})
	if err != nil {
		t.Fatalf("%s: %v", user, err)
	}
	return se
}

// addLogin makes a login with the server permissions given, and logs it in.
func addLogin(t *testing.T, s *Server, name string, permissions ...string) *Session {
	t.Helper()
	s.Principals = append(s.Principals, &Principal{ID: 300 + len(s.Principals), Name: name, Type: "S", Password: "pw",
		DefaultDatabase: "master", Created: installed})
	for _, p := range permissions {
		state := "G"
		if rest, denied := strings.CutPrefix(p, "DENY "); denied {
			p, state = rest, "D"
		}
		s.Grants = append(s.Grants, Grant{Permission: p, State: state, To: name, Class: "SERVER"})
	}
	return logIn(t, s, name, "pw")
}

// addDatabase makes a user database owned by sa.
func addDatabase(s *Server, name string) *Database {
	d := s.systemDatabase(len(s.Databases)+1, name, "FULL", s.Settings.DataDirectory,
		[][2]string{{name, name + ".mdf"}, {name + "_log", name + "_log.ldf"}})
	s.Databases = append(s.Databases, d)
	return d
}

// answer is what a view returned.
type answer struct {
	t       *testing.T
	columns []engine.Column
	rows    [][]any
}

func viewName(text string) syntax.Name {
	parts := strings.Split(text, ".")
	var n syntax.Name
	for i, slot := range []*syntax.Ident{&n.Object, &n.Schema, &n.Database, &n.Server} {
		if i < len(parts) {
			slot.Text = parts[len(parts)-1-i]
		}
	}
	return n
}

// read reads a view and fails the test when it cannot.
func read(t *testing.T, se *Session, name string) answer {
	t.Helper()
	a, err := tryRead(t, se, name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return a
}

func tryRead(t *testing.T, se *Session, name string) (answer, error) {
	t.Helper()
	rel, err := se.Relation(viewName(name))
	if err != nil {
		return answer{t: t}, err
	}
	rows, err := rel.Rows(context.Background())
	return answer{t, rel.Columns(), rows}, err
}

// index is the place of a column.
func (a answer) index(column string) int {
	a.t.Helper()
	i := slices.IndexFunc(a.columns, func(c engine.Column) bool { return c.Name == column })
	if i < 0 {
		a.t.Fatalf("no column %s", column)
	}
	return i
}

// column is all values of a column.
func (a answer) column(name string) []any {
	a.t.Helper()
	i := a.index(name)
	var out []any
	for _, r := range a.rows {
		out = append(out, r[i])
	}
	return out
}

// texts is a column of text, blanks at the end cut.
func (a answer) texts(name string) []string {
	a.t.Helper()
	var out []string
	for _, v := range a.column(name) {
		s, _ := v.(string)
		out = append(out, strings.TrimRight(s, " "))
	}
	return out
}

// where is the one row whose column has the value, as cell reader.
func (a answer) where(column string, want any) func(string) any {
	a.t.Helper()
	i := a.index(column)
	for _, r := range a.rows {
		if r[i] == want {
			return func(name string) any { a.t.Helper(); return r[a.index(name)] }
		}
	}
	a.t.Fatalf("no row with %s = %v", column, want)
	return nil
}

// numbersOf are the message numbers of an error, in order.
func numbersOf(err error) []int32 {
	var one *message.Message
	var many message.Errors
	switch {
	case errors.As(err, &many):
		var out []int32
		for _, m := range many {
			out = append(out, m.Number)
		}
		return out
	case errors.As(err, &one):
		return []int32{one.Number}
	}
	return nil
}

func wantNumbers(t *testing.T, what string, err error, want ...int32) {
	t.Helper()
	if got := numbersOf(err); !slices.Equal(got, want) {
		t.Errorf("%s: got %v (%v), want %v", what, got, err, want)
	}
}

// ask calls a scalar function.
func ask(t *testing.T, se *Session, name string, args ...any) any {
	t.Helper()
	f, ok := se.Function(name)
	if !ok {
		t.Fatalf("no function %s", name)
	}
	for i, a := range args {
		if n, ok := a.(int); ok {
			args[i] = int64(n)
		}
	}
	out, err := f.Call(context.Background(), args)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}
