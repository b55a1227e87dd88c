package instance

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// view declares one catalog view, DMV or msdb table: its columns as documentation lists
// them and the rows in terms of column names.
type view struct {
	name    string // schema.name
	since   int    // first major version that has it, 0 for all
	boxed   bool   // not on a managed instance: 208 there
	columns []viewColumn
	state   stateKind // permission of a DMV: 300 then 297 without it
	msdb    bool      // a table of msdb, which needs SELECT (229)
	rows    func(r *reader) []row
	// fromMemory marks a column list that facts/tsql.md does not give: it is what the page
	// of the view is generally known to say.
	fromMemory bool
	// modelled says what is not documented about the rows or columns; empty when they
	// follow the documentation.
	modelled string
}

// viewColumn is one column of a view.
type viewColumn struct {
	name     string
	typ      value.Type
	nullable bool
	since    int
	until    int
	sysname  bool // declared sysname, which is an alias of nvarchar(128)
	standard any  // value where the row does not give one
}

// row is one row by column name. A missing name is the column's standard value, else NULL.
type row map[string]any

// reader is what a view sees of the world while its rows are built.
type reader struct {
	se    *Session
	s     *Server
	db    *Database // the database the view is read in
	major int
	now   time.Time
}

// viewType says what a word of a column list means beside the type names of T-SQL: sysname
// is nvarchar(128).
func viewType(word string) (value.Type, error) {
	name, rest, sized := strings.Cut(word, "(")
	var args []int
	if sized {
		for _, a := range strings.Split(strings.TrimSuffix(rest, ")"), ",") {
			if a == "max" {
				args = append(args, value.Max)
				continue
			}
			n, err := strconv.Atoi(a)
			if err != nil {
				return value.Type{}, fmt.Errorf("type %q: %w", word, err)
			}
			args = append(args, n)
		}
	}
	t, ok := value.TypeByName(name, args)
	if !ok {
		return value.Type{}, fmt.Errorf("no type is called %q", word)
	}
	return t, nil
}

// columns reads a column list, one column a line:
//
//	name type[?] [=standard] [@since[-until]]
//
// A question mark makes the column nullable, =v is the value where a row gives none, @13
// the first and @13-15 also the last major version that has it. The list is source text:
// a line that does not parse stops the program at once.
func columns(text string) []viewColumn {
	var list []viewColumn
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) > 0 {
			c, err := parseColumn(fields)
			if err != nil {
				panic(fmt.Sprintf("column list: %q: %v", strings.TrimSpace(line), err))
			}
			list = append(list, c)
		}
	}
	return list
}

func parseColumn(fields []string) (viewColumn, error) {
	if len(fields) < 2 {
		return viewColumn{}, fmt.Errorf("no type")
	}
	word, nullable := strings.CutSuffix(fields[1], "?")
	typ, err := viewType(word)
	if err != nil {
		return viewColumn{}, err
	}
	c := viewColumn{name: fields[0], typ: typ, nullable: nullable, sysname: word == "sysname"}
	for _, f := range fields[2:] {
		switch {
		case strings.HasPrefix(f, "="):
			c.standard, err = parseStandard(typ, f[1:])
		case strings.HasPrefix(f, "@"):
			err = c.parseVersions(f[1:])
		default:
			err = fmt.Errorf("word %q", f)
		}
		if err != nil {
			return viewColumn{}, err
		}
	}
	return c, nil
}

func (c *viewColumn) parseVersions(text string) error {
	first, last, bounded := strings.Cut(text, "-")
	var err error
	if c.since, err = strconv.Atoi(first); err != nil {
		return err
	}
	if bounded {
		c.until, err = strconv.Atoi(last)
	}
	return err
}

// parseStandard reads a standard value; an underscore stands for a blank.
func parseStandard(t value.Type, text string) (any, error) {
	switch t.Kind {
	case value.Bit:
		return text == "1", nil
	case value.TinyInt, value.SmallInt, value.Int, value.BigInt:
		return strconv.ParseInt(text, 10, 64)
	case value.Char, value.VarChar, value.NChar, value.NVarChar:
		return strings.ReplaceAll(text, "_", " "), nil
	case value.Decimal:
		return value.ParseDec(text)
	}
	return nil, fmt.Errorf("no standard value for %v", t)
}

// at tells whether the column exists on that version.
func (c viewColumn) at(major int) bool {
	return c.since <= major && (c.until == 0 || major <= c.until)
}

// at is the columns the view has on a version.
func (v *view) at(major int) []viewColumn { return atVersion(v.columns, major) }

// atVersion are the columns of a list that exist on a version.
func atVersion(columns []viewColumn, major int) []viewColumn {
	var list []viewColumn
	for _, c := range columns {
		if c.at(major) {
			list = append(list, c)
		}
	}
	return list
}

// schema and object are the two parts of the name.
func (v *view) schema() string { schema, _, _ := strings.Cut(v.name, "."); return schema }
func (v *view) object() string { _, name, _ := strings.Cut(v.name, "."); return name }

// exists tells whether the instance has the view.
func (v *view) exists(s *Server) bool {
	return v.since <= s.major() && !(v.boxed && s.Identity.ManagedAzure)
}

// render puts the row's values into the order of the columns.
func (out row) render(cols []viewColumn) []any {
	values := make([]any, len(cols))
	for i, c := range cols {
		v, ok := out[c.name]
		if !ok {
			v = c.standard
		}
		values[i] = normalize(c.typ, v)
	}
	return values
}

// normalize turns the Go values that rows are written with into those package value holds.
func normalize(t value.Type, v any) any {
	switch x := v.(type) {
	case nil:
		return nil
	case int:
		if t.Kind == value.Decimal {
			return value.NewDec(int64(x), t.Scale)
		}
		return int64(x)
	case int64:
		if t.Kind == value.Decimal {
			return value.NewDec(x, t.Scale)
		}
	case string:
		return fit(t, x)
	case time.Time:
		return moment(t, x)
	case *value.GUID:
		if x == nil {
			return nil
		}
		return *x
	case []byte:
		if x == nil {
			return nil
		}
	}
	return v
}

// fit pads fixed-length text and cuts what a column cannot hold.
func fit(t value.Type, s string) string {
	if t.Length > 0 {
		if runes := []rune(s); len(runes) > t.Length {
			s = string(runes[:t.Length])
		}
	}
	if t.Kind == value.Char || t.Kind == value.NChar {
		s += strings.Repeat(" ", max(0, t.Length-len([]rune(s))))
	}
	return s
}

// moment rounds to what a datetime can hold; the zero time is NULL.
func moment(t value.Type, at time.Time) any {
	switch {
	case at.IsZero():
		return nil
	case t.Kind == value.DateTime:
		return value.RoundDateTime(at.UTC())
	}
	return at
}

// engineColumns is how the engine sees the columns.
func engineColumns(cols []viewColumn) []engine.Column {
	out := make([]engine.Column, len(cols))
	for i, c := range cols {
		out[i] = engine.Column{Name: c.name, Type: c.typ, Nullable: c.nullable}
	}
	return out
}
