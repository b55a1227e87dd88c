package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// testClock is a clock that only Sleep moves.
type testClock struct{ now time.Time }

func (c *testClock) Now() time.Time { return c.now }

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.now = c.now.Add(d)
	return nil
}

// testRelation is a table of the test world; denied is what reading it says.
type testRelation struct {
	cols   []Column
	rows   [][]any
	denied error
	reads  int
}

func (r *testRelation) Columns() []Column { return r.cols }

func (r *testRelation) Rows(context.Context) ([][]any, error) {
	r.reads++
	return r.rows, r.denied
}

// testWorld is a server with a few tables and no opinions.
type testWorld struct {
	version   int
	db        string
	relations map[string]*testRelation
	clock     *testClock
	objects   map[string]*Objects
	procs     map[string]Procedure
	executed  []syntax.Admin
	adminErr  error
}

func newTestWorld() *testWorld {
	w := &testWorld{version: 15, db: "master", clock: &testClock{time.Date(2024, 3, 15, 13, 45, 30, 123456700, time.UTC)}, procs: map[string]Procedure{}}
	w.objects = map[string]*Objects{"shop": NewObjects()}
	name := func(n string, t value.Type, nullable bool) Column {
		return Column{Name: n, Type: t, Nullable: nullable}
	}
	w.relations = map[string]*testRelation{
		"numbers": {cols: []Column{name("n", value.IntT, false)}},
		"people": {
			cols: []Column{name("id", value.IntT, false), name("name", value.NVarCharN(50), false), name("city", value.NVarCharN(30), true), name("age", value.TinyIntT, true)},
			rows: [][]any{
				{int64(1), "Ann", "Oslo", int64(30)}, {int64(2), "Bob", "Rome", int64(41)},
				{int64(3), "Cid", nil, int64(25)}, {int64(4), "Dora", "Oslo", nil},
			},
		},
		"orders": {
			cols: []Column{name("id", value.IntT, false), name("person_id", value.IntT, true), name("amount", value.DecimalPS(10, 2), false), name("placed", value.DateTimeT, false), name("paid", value.BitT, false)},
			rows: [][]any{
				{int64(10), int64(1), value.NewDec(1050, 2), time.Date(2024, 1, 5, 10, 0, 0, 0, time.UTC), true},
				{int64(11), int64(1), value.NewDec(2000, 2), time.Date(2024, 2, 6, 0, 0, 0, 0, time.UTC), false},
				{int64(12), int64(2), value.NewDec(500, 2), time.Date(2024, 2, 7, 8, 30, 0, 0, time.UTC), true},
				{int64(13), nil, value.NewDec(99, 2), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), true},
			},
		},
		"sys.databases": {
			cols: []Column{name("name", value.SysnameT, false), name("database_id", value.IntT, false)},
			rows: [][]any{{"master", int64(1)}, {"shop", int64(5)}},
		},
		"sys.dm_denied": {
			cols:   []Column{name("x", value.IntT, true)},
			denied: message.Errors{message.New(300, "VIEW SERVER STATE", "server", "master"), message.New(297)},
		},
	}
	for i := range 10 {
		w.relations["numbers"].rows = append(w.relations["numbers"].rows, []any{int64(i + 1)})
	}
	return w
}

func (w *testWorld) Relation(n syntax.Name) (Relation, error) {
	key := strings.ToLower(n.Object.Text)
	if s := strings.ToLower(n.Schema.Text); s != "" && s != "dbo" {
		key = s + "." + key
	}
	if r, ok := w.relations[key]; ok {
		return r, nil
	}
	return nil, message.New(208, nameText(n))
}

// twice is a table-valued function: x, x again.
type twice struct{}

func (twice) Columns() []Column    { return []Column{{Name: "x", Type: value.IntT, Nullable: true}} }
func (twice) Params() []value.Type { return []value.Type{value.IntT} }
func (twice) Rows(_ context.Context, args []any) ([][]any, error) {
	return [][]any{{args[0]}, {args[0]}}, nil
}

func (w *testWorld) TableFunction(n syntax.Name) (TableFunction, error) {
	if strings.EqualFold(n.Object.Text, "fn_twice") {
		return twice{}, nil
	}
	return nil, message.New(208, nameText(n))
}

func (w *testWorld) Function(name string) (Function, bool) {
	switch name {
	case "serverproperty":
		return Function{Min: 1, Max: 1, Result: value.VariantT, Params: []value.Type{value.NVarCharN(128)}, Call: func(_ context.Context, a []any) (any, error) {
			if s, _ := a[0].(string); strings.EqualFold(s, "IsHadrEnabled") {
				return value.Var{Type: value.IntT, Value: int64(0)}, nil
			}
			return nil, nil
		}}, true
	case "sys.fn_double":
		return Function{Min: 1, Max: 1, Result: value.IntT, Params: []value.Type{value.IntT}, Call: func(_ context.Context, a []any) (any, error) {
			return 2 * a[0].(int64), nil
		}}, true
	}
	return Function{}, false
}

func (w *testWorld) SystemVariable(name string) (value.Type, any, bool) {
	switch strings.ToUpper(name) {
	case "@@VERSION":
		return value.NVarCharN(300), "Test", true
	case "@@SPID":
		return value.SmallIntT, int64(51), true
	}
	return value.Type{}, nil, false
}

func (w *testWorld) Execute(_ context.Context, run *Run, s syntax.Admin) error {
	w.executed = append(w.executed, s)
	if w.adminErr != nil {
		return w.adminErr
	}
	return run.Message(&message.Message{Number: 4035, Class: 10, State: 1, Text: "did " + s.Verb()})
}

func (w *testWorld) Procedure(n syntax.Name) (Procedure, error) {
	if p, ok := w.procs[strings.ToLower(n.Object.Text)]; ok {
		return p, nil
	}
	return Procedure{}, message.New(2812, nameText(n))
}

func (w *testWorld) Use(db string) error {
	for _, known := range []string{"master", "shop", "tempdb"} {
		if strings.EqualFold(known, db) {
			w.db = known
			return nil
		}
	}
	return message.New(911, db)
}

func (w *testWorld) Database() string           { return w.db }
func (w *testWorld) Collation() value.Collation { return value.DefaultCollation }
func (w *testWorld) Version() int               { return w.version }
func (w *testWorld) Clock() Clock               { return w.clock }
func (w *testWorld) Reset()                     { w.db = "master" }
func (w *testWorld) Close()                     {}

func (w *testWorld) Objects(database, statement string) (*Objects, error) {
	if database == "" {
		database = w.db
	}
	if o := w.objects[strings.ToLower(database)]; o != nil {
		return o, nil
	}
	if statement == "" {
		return nil, nil
	}
	return nil, message.New(262, statement, database)
}

// recorder writes down what a client sees, one line per event.
type recorder struct {
	lines []string
	cols  []Column
	all   [][]any
	// typed adds the types of the columns.
	typed bool
	// head marks the lines that are column headings.
	head map[int]bool
	stop func(r *recorder) error
}

func (r *recorder) add(format string, args ...any) error {
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
	if r.stop != nil {
		return r.stop(r)
	}
	return nil
}

func (r *recorder) Columns(cols []Column) error {
	r.cols = cols
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.Name
		if r.typed {
			names[i] += " " + typeText(c)
		}
	}
	if r.head == nil {
		r.head = map[int]bool{}
	}
	r.head[len(r.lines)] = true
	return r.add("[%s]", strings.Join(names, ", "))
}

// typeText is a column's type with its nullability.
func typeText(c Column) string {
	if c.Nullable {
		return c.Type.String() + " null"
	}
	return c.Type.String()
}

func (r *recorder) Row(row []any) error {
	r.all = append(r.all, row)
	texts := make([]string, len(row))
	for i, v := range row {
		texts[i] = show(v, r.cols[i].Type)
	}
	return r.add("%s", strings.Join(texts, "|"))
}

func show(v any, t value.Type) string {
	switch x := v.(type) {
	case nil:
		return "NULL"
	case value.Var:
		return x.Type.String() + ":" + show(x.Value, x.Type)
	case []byte:
		return fmt.Sprintf("0x%X", x)
	case bool:
		return fmt.Sprint(boolInt(x))
	case string:
		return x
	}
	return printed(v, t)
}

func (r *recorder) Done(count int64) error { return r.add("done %d", count) }

func (r *recorder) Message(m *message.Message) error {
	where := ""
	if m.Procedure != "" {
		where = " in " + m.Procedure
	}
	return r.add("msg %d class %d state %d line %d%s: %s", m.Number, m.Class, m.State, m.Line, where, m.Text)
}

func (r *recorder) Database(from, to string) error { return r.add("database %s -> %s", from, to) }

// run runs batches on one session and returns what the client saw.
func run(t *testing.T, s *Session, batches ...string) string {
	t.Helper()
	r := &recorder{}
	for _, text := range batches {
		if err := s.Batch(context.Background(), text, r); err != nil {
			t.Fatalf("%s\nended the connection: %v", text, err)
		}
	}
	return strings.Join(r.lines, "\n")
}

// fresh runs batches on a new session.
func fresh(t *testing.T, batches ...string) string {
	t.Helper()
	return run(t, NewSession(newTestWorld()), batches...)
}

// rows runs a query and returns its rows only.
func rows(t *testing.T, query string) string {
	t.Helper()
	return rowsOn(t, newTestWorld(), query)
}

func rowsOn(t *testing.T, w *testWorld, query string) string {
	t.Helper()
	r := &recorder{}
	if err := NewSession(w).Batch(context.Background(), query, r); err != nil {
		t.Fatal(err)
	}
	var out []string
	for i, l := range r.lines {
		if !r.head[i] && !strings.HasPrefix(l, "done ") {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// types runs a query and returns names and types of its columns.
func types(t *testing.T, query string) string {
	t.Helper()
	r := &recorder{typed: true}
	if err := NewSession(newTestWorld()).Batch(context.Background(), query, r); err != nil {
		t.Fatal(err)
	}
	for _, l := range r.lines {
		if strings.HasPrefix(l, "[") {
			return strings.Trim(l, "[]")
		}
	}
	return strings.Join(r.lines, "\n")
}

// lines joins expectations.
func lines(l ...string) string { return strings.Join(l, "\n") }
