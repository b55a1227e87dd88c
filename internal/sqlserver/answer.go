package sqlserver

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"milink/internal/facts"
)

// answers are what probes returned, by probe name.
type answers map[string]*answer

// answer is what one probe returned. A DBCC that has nothing to say returns no table at all.
type answer struct {
	tables   []*table
	messages []Message
	why      string // set when there is no answer: not sent, timed out
	at       time.Time
}

// get returns the answer of a probe, or one that says it was not asked.
func (a answers) get(name string) *answer {
	if found, ok := a[name]; ok {
		return found
	}
	return &answer{why: notAsked}
}

// notAsked is the reason of an answer that no probe was sent for.
const notAsked = "not asked"

// reason is why the answer cannot be believed, empty when it can. A statement that returned
// rows and then an error returned a part. The first message is the cause; what follows it
// (297 after 300) only says that the statement failed.
func (a *answer) reason() string {
	if a.why != "" || len(a.messages) == 0 {
		return a.why
	}
	return a.messages[0].String()
}

// failure is the reason with all the server's words.
func (a *answer) failure() string {
	if a.why != "" {
		return a.why
	}
	return allWords(a.messages)
}

// rows lists the rows of all tables.
func (a *answer) rows() []row {
	var out []row
	for _, t := range a.tables {
		for _, values := range t.rows {
			out = append(out, row{t, values})
		}
	}
	return out
}

// reread forgets what an earlier reader could not read: each fact stands for itself.
func (a *answer) reread() {
	for _, t := range a.tables {
		t.misread = ""
	}
}

// misread is the first value that was not what its column promises.
func (a *answer) misread() string {
	for _, t := range a.tables {
		if t.misread != "" {
			return "the answer was not understood: " + t.misread
		}
	}
	return ""
}

// table is one result set.
type table struct {
	columns map[string]int
	rows    [][]driver.Value
	misread string
}

// row reads values by column name. A column that is missing or of another type is noted in
// the table and reads as zero; whoever builds a fact asks misread before believing it.
type row struct {
	table  *table
	values []driver.Value
}

func (r row) value(column string) driver.Value {
	i, ok := r.table.columns[column]
	if !ok {
		r.miss("column %s is missing", column)
		return nil
	}
	return r.values[i]
}

func (r row) miss(format string, args ...any) {
	if r.table.misread == "" {
		r.table.misread = fmt.Sprintf(format, args...)
	}
}

// has tells whether the version of the statement asked for the column at all.
func (r row) has(column string) bool {
	_, ok := r.table.columns[column]
	return ok
}

func (r row) null(column string) bool { return r.value(column) == nil }

// text reads a character value; NULL is empty. Fixed-length types are padded with blanks.
func (r row) text(column string) string {
	switch v := r.value(column).(type) {
	case nil:
		return ""
	case string:
		return strings.TrimRight(v, " ")
	case []byte: // numeric
		return string(v)
	default:
		r.miss("column %s is %T, not text", column, v)
		return ""
	}
}

// int reads a whole number of any width; NULL is 0.
func (r row) int(column string) int {
	switch v := r.value(column).(type) {
	case nil:
		return 0
	case int64:
		return int(v)
	case bool:
		if v {
			return 1
		}
		return 0
	default:
		r.miss("column %s is %T, not a number", column, v)
		return 0
	}
}

// bool reads a bit, or a number used as one; NULL is false.
func (r row) bool(column string) bool { return r.int(column) != 0 }

// time reads a datetime. It carries no zone; the driver says UTC.
func (r row) time(column string) time.Time {
	switch v := r.value(column).(type) {
	case nil:
		return time.Time{}
	case time.Time:
		return v.UTC()
	default:
		r.miss("column %s is %T, not a time", column, v)
		return time.Time{}
	}
}

// bytes reads a binary value; NULL is nil.
func (r row) bytes(column string) []byte {
	switch v := r.value(column).(type) {
	case nil:
		return nil
	case []byte:
		return v
	default:
		r.miss("column %s is %T, not binary", column, v)
		return nil
	}
}

// unless reads a value that is unknown where the server says NULL.
func unless[T any](r row, column string, read func(row, string) T) facts.Fact[T] {
	if r.null(column) {
		return facts.Unknown[T](answersNULL + column)
	}
	return facts.Known(read(r, column))
}

// answersNULL is the reason of a value that the server does not tell.
const answersNULL = "the server answers NULL for "

// list turns an answer into a known list, empty when there are no rows, or says why not.
func list[T any](a *answer, build func(row) T) facts.Fact[[]T] {
	if why := a.reason(); why != "" {
		return facts.Unknown[[]T](why)
	}
	a.reread()
	out := []T{}
	for _, r := range a.rows() {
		out = append(out, build(r))
	}
	if why := a.misread(); why != "" {
		return facts.Unknown[[]T](why)
	}
	return facts.Known(out)
}

// first turns the only row of an answer into a fact.
func first[T any](a *answer, build func(row) T) facts.Fact[T] {
	if why := a.reason(); why != "" {
		return facts.Unknown[T](why)
	}
	rows := a.rows()
	if len(rows) == 0 {
		return facts.Unknown[T]("the answer has no row")
	}
	a.reread()
	v := build(rows[0])
	if why := a.misread(); why != "" {
		return facts.Unknown[T](why)
	}
	return facts.Known(v)
}

// seen keeps a list only if the login may see every row of it: a view that hides rows shows
// a shorter list and no error.
func seen[T any](f facts.Fact[T], hidden string) facts.Fact[T] {
	if f.Known() && hidden != "" {
		return facts.Unknown[T](hidden)
	}
	return f
}
