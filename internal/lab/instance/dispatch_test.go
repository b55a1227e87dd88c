package instance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// handClock is a clock that moves only when a test or a sleeper moves it.
type handClock struct{ now time.Time }

func (c *handClock) Now() time.Time { return c.now }

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// noon is when every test of the write side begins.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// told is one result set.
type told struct {
	columns []string
	rows    [][]any
}

// bench is one instance with one session, driven by T-SQL text without the engine.
type bench struct {
	t     *testing.T
	s     *Server
	se    *Session
	clock *handClock

	open    bool // a user transaction
	said    []*message.Message
	results []told
	output  map[string]any
	status  int32
}

func (b *bench) Message(m *message.Message) error {
	b.said = append(b.said, m)
	return nil
}

func (b *bench) Result(cols []engine.Column, rows [][]any) error {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
	}
	b.results = append(b.results, told{names, rows})
	return nil
}

func (b *bench) InTransaction() bool { return b.open }

// setUp installs an instance and logs sa in.
func setUp(t *testing.T, options Options) *bench {
	t.Helper()
	clock := &handClock{now: noon}
	options.Clock, options.Password, options.Seed = clock, "Sa-Pass-1", 7
	if options.Version == "" {
		options.Version = "2022 RTM"
	}
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, s: s, clock: clock}
	b.se = b.logIn("sa", "Sa-Pass-1")
	return b
}

func (b *bench) logIn(user, password string) *Session {
	b.t.Helper()
	se, err := b.s.Connect(LoginRequest{User: user, Password: password})
	if err != nil {
		b.t.Fatalf("log in as %s: %v", user, err)
	}
	return se
}

// as is the same instance seen by another login, which is made for it.
func (b *bench) as(login string) *bench {
	b.t.Helper()
	other := &bench{t: b.t, s: b.s, clock: b.clock}
	other.se = b.logIn(login, "Pass-word-1")
	return other
}

// run carries out text and returns the first error.
func (b *bench) run(text string) error {
	b.t.Helper()
	b.said, b.results, b.output = nil, nil, map[string]any{}
	batch, err := syntax.Options{Version: b.s.Identity.Build.Major}.Parse(text)
	if err != nil {
		return err
	}
	for _, st := range batch.Statements {
		if err := b.statement(st); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) statement(st syntax.Statement) error {
	b.t.Helper()
	switch st := st.(type) {
	case syntax.Admin:
		return b.se.execute(context.Background(), b, st)
	case *syntax.Use:
		return b.se.Use(st.Database.Text)
	case *syntax.Exec:
		return b.call(st)
	}
	b.t.Fatalf("the bench cannot run a %T", st)
	return nil
}

// call runs a system procedure with literal arguments; an OUTPUT variable asks for output.
func (b *bench) call(st *syntax.Exec) error {
	b.t.Helper()
	if _, err := b.se.Procedure(st.Proc); err != nil {
		return err
	}
	p := procedures[strings.ToLower(st.Proc.Object.Text)]
	args := engine.Args{Values: map[string]any{}, Given: map[string]bool{}, Out: b.output}
	for _, param := range p.params {
		args.Values[param.Name] = param.Default
	}
	for i, arg := range st.Args {
		name := strings.ToLower(arg.Name)
		if name == "" {
			name = p.params[i].Name
		}
		args.Given[name] = true
		if !arg.Output {
			args.Values[name] = argumentValue(b.t, arg.X, typeOf(p, name))
		}
	}
	status, err := b.se.call(context.Background(), b, p, args)
	b.status = status
	return err
}

func typeOf(p procedure, name string) value.Type {
	for _, param := range p.params {
		if param.Name == name {
			return param.Type
		}
	}
	return value.Type{}
}

// argumentValue reads a literal as the engine would convert it to the parameter's type.
func argumentValue(t *testing.T, e syntax.Expr, typ value.Type) any {
	t.Helper()
	if l, ok := e.(*syntax.Literal); ok && l.Value == nil {
		return nil
	}
	arg, ok := dbccArgumentOf(e)
	if !ok {
		t.Fatalf("the bench cannot pass a %T", e)
	}
	switch typ.Kind {
	case value.DateTime:
		at, err := time.Parse("20060102", arg.word)
		if err != nil {
			t.Fatal(err)
		}
		return at
	case value.UniqueIdentifier:
		g, _ := value.ParseGUID(arg.word)
		return g
	case value.Bit:
		return arg.number != 0
	case value.NVarChar, value.VarChar, value.Char:
		if !arg.isWord {
			return fmt.Sprint(arg.number)
		}
		return arg.word
	}
	return int64(arg.number)
}

// ok runs text that must succeed.
func (b *bench) ok(text string) {
	b.t.Helper()
	if err := b.run(text); err != nil {
		b.t.Fatalf("%s\n%v", text, err)
	}
}

// fails runs text that must fail with exactly these numbers in this order.
func (b *bench) fails(text string, want ...int32) {
	b.t.Helper()
	if got := numbers(b.run(text)); !slices.Equal(got, want) {
		b.t.Fatalf("%s\ngot errors %v, want %v", text, got, want)
	}
}

// outcome is one line of a table: with no number the text must succeed.
func (b *bench) outcome(text string, want ...int32) {
	b.t.Helper()
	if len(want) == 0 {
		b.ok(text)
		return
	}
	b.fails(text, want...)
}

// says checks the numbers of the informational messages of the last text.
func (b *bench) says(want ...int32) {
	b.t.Helper()
	got := []int32{}
	for _, m := range b.said {
		got = append(got, m.Number)
	}
	if !slices.Equal(got, want) {
		b.t.Fatalf("informational messages %v, want %v", got, want)
	}
}

// only is the one result set of the last text.
func (b *bench) only() told {
	b.t.Helper()
	if len(b.results) != 1 {
		b.t.Fatalf("%d result sets, want one", len(b.results))
	}
	return b.results[0]
}

// cell is a value of the first row by column name.
func (r told) cell(t *testing.T, name string) any {
	t.Helper()
	at := slices.Index(r.columns, name)
	if at < 0 || len(r.rows) == 0 {
		t.Fatalf("no column %q in %v with %d rows", name, r.columns, len(r.rows))
	}
	return r.rows[0][at]
}

func numbers(err error) []int32 {
	var one *message.Message
	if errors.As(err, &one) {
		return []int32{one.Number}
	}
	var many message.Errors
	if errors.As(err, &many) {
		list := []int32{}
		for _, m := range many {
			list = append(list, m.Number)
		}
		return list
	}
	if err != nil {
		return []int32{-1}
	}
	return nil
}

func TestStatementsInsideATransaction(t *testing.T) {
	tests := []struct {
		text string
		want []int32
	}{
		{"BACKUP DATABASE master TO DISK = 'NUL'", []int32{3021, 3013}},
		{"RESTORE HEADERONLY FROM DISK = 'x'", []int32{3021, 3013}},
		{"RECONFIGURE", []int32{574}},
		{"ALTER DATABASE master SET RECOVERY FULL", []int32{226}},
		{"CREATE DATABASE d", []int32{226}},
		{"DROP DATABASE d", []int32{226}},
		{"DROP ENDPOINT e", []int32{226}},
		{"DROP AVAILABILITY GROUP g", []int32{226}},
		{"ALTER AVAILABILITY GROUP g JOIN", []int32{226}},
		{"CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Pass-word-1'", nil},
		{"CREATE CERTIFICATE c WITH SUBJECT = 's'", nil},
		{"CREATE LOGIN l WITH PASSWORD = 'Pass-word-1'", nil},
		{"GRANT VIEW SERVER STATE TO l", nil},
	}
	b := setUp(t, Options{})
	b.open = true
	for _, test := range tests {
		b.outcome(test.text, test.want...)
	}
}

func TestMessageOfTransactionNamesTheStatement(t *testing.T) {
	b := setUp(t, Options{})
	b.open = true
	err := b.run("ALTER DATABASE master SET RECOVERY FULL")
	want := "ALTER DATABASE statement not allowed within multi-statement transaction."
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want text %q", err, want)
	}
}
