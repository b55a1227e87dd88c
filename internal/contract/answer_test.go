package contract

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"
)

// column is a result column as the driver reports it.
type column struct {
	name string
	kind string // DatabaseTypeName, with length or precision where the type has one
}

// resultSet is one result set, its cells rendered as text.
type resultSet struct {
	columns []column
	rows    [][]string
}

// notice is a message or an error of the server.
type notice struct {
	number int32
	class  uint8
	state  uint8
	text   string
}

// isError tells errors from information: severity above 10.
func (n notice) isError() bool { return n.class > 10 }

func (n notice) String() string {
	return fmt.Sprintf("Msg %d, Level %d, State %d: %s", n.number, n.class, n.state, n.text)
}

// answer is everything a server sent back, in order.
type answer struct {
	sets    []resultSet
	notices []notice
}

// errors are the notices that are errors.
func (a answer) errors() []notice {
	var out []notice
	for _, n := range a.notices {
		if n.isError() {
			out = append(out, n)
		}
	}
	return out
}

// messages are the notices that are information, without those every login and USE sends.
func (a answer) messages() []notice {
	var out []notice
	for _, n := range a.notices {
		if !n.isError() && n.number != 5701 && n.number != 5703 {
			out = append(out, n)
		}
	}
	return out
}

// ask sends one batch and collects everything that comes back. Only the failure of the
// connection is an error of ask itself.
func ask(ctx context.Context, conn *sql.Conn, batch string) (answer, error) {
	var out answer
	var queue sqlexp.ReturnMessage
	rows, err := conn.QueryContext(ctx, batch, &queue)
	if err != nil {
		return out, fmt.Errorf("send batch: %w", err)
	}
	defer rows.Close()
	for more := true; more && ctx.Err() == nil; {
		switch m := queue.Message(ctx).(type) {
		case sqlexp.MsgNotice:
			out.notices = append(out.notices, noticeOf(m.Message))
		case sqlexp.MsgError:
			var e mssql.Error
			if !errors.As(m.Error, &e) {
				return out, m.Error
			}
			out.notices = append(out.notices, noticeOf(e))
		case sqlexp.MsgNext:
			set, err := readSet(rows)
			if err != nil {
				return out, err
			}
			out.sets = append(out.sets, set)
		case sqlexp.MsgNextResultSet:
			more = rows.NextResultSet()
		}
	}
	return out, ctx.Err()
}

// noticeOf reads what the driver hands over for a message; both kinds are mssql.Error.
func noticeOf(v any) notice {
	if e, ok := v.(mssql.Error); ok {
		return notice{e.Number, e.Class, e.State, e.Message}
	}
	return notice{text: fmt.Sprint(v)}
}

// readSet reads the result set that is at hand.
func readSet(rows *sql.Rows) (resultSet, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return resultSet{}, fmt.Errorf("read columns: %w", err)
	}
	var set resultSet
	for _, t := range types {
		set.columns = append(set.columns, column{t.Name(), kindOf(t)})
	}
	for rows.Next() {
		cells := make([]any, len(types))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return set, fmt.Errorf("read row: %w", err)
		}
		row := make([]string, len(cells))
		for i, c := range cells {
			row[i] = render(*c.(*any), types[i].DatabaseTypeName())
		}
		set.rows = append(set.rows, row)
	}
	return set, nil
}

// kindOf is the type as a person writes it in T-SQL.
func kindOf(t *sql.ColumnType) string {
	name := t.DatabaseTypeName()
	switch name {
	case "DECIMAL":
		if p, s, ok := t.DecimalSize(); ok {
			return fmt.Sprintf("%s(%d,%d)", name, p, s)
		}
	case "NVARCHAR", "VARCHAR", "NCHAR", "CHAR", "VARBINARY", "BINARY":
		n, ok := t.Length()
		if ok && n > 8000 || n == math.MaxInt32 {
			return name + "(max)"
		}
		if ok {
			return fmt.Sprintf("%s(%d)", name, n)
		}
	}
	return name
}

// render is a cell as expectations write it.
func render(v any, kind string) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return renderBytes(v, kind)
	case time.Time:
		return renderTime(v, kind)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strings.TrimRight(fmt.Sprint(v), " ")
}

func renderBytes(v []byte, kind string) string {
	switch kind {
	case "DECIMAL", "MONEY", "SMALLMONEY":
		return string(v)
	case "UNIQUEIDENTIFIER":
		var id mssql.UniqueIdentifier
		if id.Scan(v) == nil {
			return id.String()
		}
	case "SQL_VARIANT":
		// The driver hands numbers of a variant over as their text.
		if _, err := strconv.ParseFloat(string(v), 64); err == nil {
			return string(v)
		}
	}
	return "0x" + strings.ToUpper(hex.EncodeToString(v))
}

func renderTime(v time.Time, kind string) string {
	switch kind {
	case "DATE":
		return v.Format("2006-01-02")
	case "TIME":
		return v.Format("15:04:05.999999999")
	case "DATETIMEOFFSET":
		return v.Format("2006-01-02 15:04:05.999999999 -07:00")
	}
	return v.Format("2006-01-02 15:04:05.999999999")
}
