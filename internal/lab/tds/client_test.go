package tds

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

// oneInt answers every batch with one row.
var oneInt = oneResult([]engine.Column{{Name: "n", Type: value.Type{Kind: value.Int}}}, []any{int64(42)})

func TestErrorsAndRows(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(_ context.Context, text string, out engine.Sink) error {
		if err := oneInt(nil, text, out); err != nil {
			return err
		}
		return out.Message(&message.Message{Number: 8134, State: 1, Class: 16, Line: 3, Procedure: "dbo.p", Text: "Divide by zero error encountered."})
	}
	rows, err := l.open(t).QueryContext(within(t), "SELECT 1; SELECT 1/0")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	count := 0
	for rows.Next() {
		count++
	}
	for rows.NextResultSet() {
	}
	got, ok := errors.AsType[mssql.Error](rows.Err())
	if count != 1 || !ok || got.Number != 8134 || got.LineNo != 3 || got.ProcName != "dbo.p" || got.Class != 16 {
		t.Errorf("%d rows, then %v", count, rows.Err())
	}
}

func TestMessagesArriveInOrder(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(ctx context.Context, text string, out engine.Sink) error {
		for _, percent := range []int{10, 100} {
			m := &message.Message{Number: 3211, State: 1, Class: 10, Line: 1, Text: fmt.Sprintf("%d percent processed.", percent)}
			if err := out.Message(m); err != nil {
				return err
			}
		}
		if err := oneInt(ctx, text, out); err != nil {
			return err
		}
		return out.Message(&message.Message{Number: 3014, Class: 0, State: 1, Line: 1, Text: "BACKUP DATABASE successfully processed 1 pages."})
	}
	retmsg := &sqlexp.ReturnMessage{}
	ctx := within(t)
	rows, err := l.open(t).QueryContext(ctx, "BACKUP DATABASE x", retmsg)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for active := true; active; {
		switch m := retmsg.Message(ctx).(type) {
		case sqlexp.MsgNotice:
			got = append(got, m.Message.String())
		case sqlexp.MsgNext:
			for rows.Next() {
				got = append(got, "row")
			}
		case sqlexp.MsgRowsAffected:
			got = append(got, fmt.Sprintf("%d rows", m.Count))
		case sqlexp.MsgNextResultSet:
			active = rows.NextResultSet()
		case sqlexp.MsgError:
			t.Fatal(m.Error)
		}
	}
	want := []string{"10 percent processed.", "100 percent processed.", "row", "1 rows", "BACKUP DATABASE successfully processed 1 pages."}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestProgressIsSentWhileTheStatementRuns(t *testing.T) {
	l := startLab(t, nil)
	goOn := make(chan struct{})
	l.client.onBatch = func(ctx context.Context, _ string, out engine.Sink) error {
		if err := out.Message(&message.Message{Number: 3211, State: 1, Text: "10 percent processed."}); err != nil {
			return err
		}
		select {
		case <-goOn:
			return out.Done(-1)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	retmsg := &sqlexp.ReturnMessage{}
	ctx := within(t)
	rows, err := l.open(t).QueryContext(ctx, "BACKUP LOG x", retmsg)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for {
		m := retmsg.Message(ctx)
		if _, ok := m.(sqlexp.MsgNotice); ok {
			break
		}
		if ctx.Err() != nil {
			t.Fatal("no progress while the backup ran")
		}
	}
	close(goOn)
}

func TestTransactions(t *testing.T) {
	l := startLab(t, nil)
	ctx := within(t)
	db := l.open(t)
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE t SET x = 1"); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	tx, err = db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	want := []string{"reset", "batch SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "begin", "batch UPDATE t SET x = 1", "commit", "reset", "begin", "rollback"}
	if got := l.client.seen(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if s := l.server.Connections(); len(s) != 1 || s[0].Requests != 5 || s[0].Resets != 2 {
		t.Errorf("counted %+v", s)
	}
}

func TestTransactionThatCannotBegin(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBegin = func() error {
		return &message.Message{Number: 3988, State: 1, Class: 16, Line: 1, Text: "New transaction is not allowed because there are other threads running in the session."}
	}
	_, err := l.open(t).BeginTx(within(t), nil)
	if got, ok := errors.AsType[mssql.Error](err); !ok || got.Number != 3988 {
		t.Errorf("got %v", err)
	}
}

func TestPooledReuseResetsTheSession(t *testing.T) {
	l := startLab(t, nil)
	db := l.open(t)
	for range 3 {
		if _, err := db.ExecContext(within(t), "USE x"); err != nil {
			t.Fatal(err)
		}
	}
	// This driver resets even before the first use.
	want := []string{"reset", "batch USE x", "reset", "batch USE x", "reset", "batch USE x"}
	if got := l.client.seen(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestPreparedStatement(t *testing.T) {
	l := startLab(t, nil)
	var calls []engine.Call
	l.client.onCall = func(_ context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
		calls = append(calls, call)
		reply := engine.Reply{}
		for _, p := range call.Params {
			if p.Output {
				reply.Output = append(reply.Output, engine.Param{Name: p.Name, Type: p.Type, Value: int64(7)})
			}
		}
		return reply, oneInt(nil, "", out)
	}
	stmt, err := l.open(t).PrepareContext(within(t), "SELECT @p1")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var n int
		if err := stmt.QueryRowContext(within(t), 5).Scan(&n); err != nil || n != 42 {
			t.Fatalf("got %d, %v", n, err)
		}
	}
	stmt.Close()
	if len(calls) == 0 || calls[0].Params[0].Value != "SELECT @p1" || calls[0].Params[0].Type.Kind != value.NVarChar {
		t.Errorf("first call %+v", calls)
	}
}

func TestProcedureWithOutputAndStatus(t *testing.T) {
	l := startLab(t, nil)
	l.client.onCall = func(_ context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
		if call.Name != "dbo.p" || len(call.Params) != 2 || call.Params[0].Name != "@in" || !call.Params[1].Output {
			return engine.Reply{}, fmt.Errorf("call %+v", call)
		}
		return engine.Reply{Status: -6, Output: []engine.Param{{Name: "@out", Type: value.NVarCharN(20), Value: "änswer"}}}, nil
	}
	var status mssql.ReturnStatus
	var text string
	_, err := l.open(t).ExecContext(within(t), "dbo.p", sql.Named("in", 1), sql.Named("out", sql.Out{Dest: &text}), &status)
	if err != nil || status != -6 || text != "änswer" {
		t.Errorf("status %d, output %q, %v", status, text, err)
	}
}

func TestErrorInsideACall(t *testing.T) {
	l := startLab(t, nil)
	l.client.onCall = func(_ context.Context, _ engine.Call, out engine.Sink) (engine.Reply, error) {
		return engine.Reply{Status: 1}, out.Message(&message.Message{Number: 2812, State: 62, Class: 16, Line: 1, Text: "Could not find stored procedure 'nope'."})
	}
	_, err := l.open(t).ExecContext(within(t), "nope", 1)
	if got, ok := errors.AsType[mssql.Error](err); !ok || got.Number != 2812 || got.State != 62 {
		t.Errorf("got %v", err)
	}
}

func TestUseTellsTheDriver(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(_ context.Context, _ string, out engine.Sink) error {
		if err := out.Database("master", "Sales"); err != nil {
			return err
		}
		if err := out.Message(databaseChanged("Sales")); err != nil {
			return err
		}
		return out.Done(-1)
	}
	if _, err := l.open(t).ExecContext(within(t), "USE Sales"); err != nil {
		t.Error(err)
	}
}

func TestRowCounts(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(_ context.Context, _ string, out engine.Sink) error { return out.Done(3_000_000_000) }
	r, err := l.open(t).ExecContext(within(t), "UPDATE t SET x = 1")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := r.RowsAffected(); n != 3_000_000_000 || err != nil {
		t.Errorf("%d rows affected, %v", n, err)
	}
}
