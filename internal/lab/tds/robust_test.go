package tds

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

func TestFatalErrorEndsTheSession(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(_ context.Context, _ string, out engine.Sink) error {
		return out.Message(&message.Message{Number: 596, State: 1, Class: 21, Line: 1, Text: "Cannot continue the execution because the session is in the kill state."})
	}
	conn, err := l.open(t).Conn(within(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.ExecContext(within(t), "RAISE IT")
	if got, ok := errors.AsType[mssql.Error](err); !ok || got.Number != 596 {
		t.Fatalf("got %v", err)
	}
	waitFor(t, "the session to close", func() bool {
		seen := l.client.seen()
		return seen[len(seen)-1] == "close"
	})
}

// waitFor polls a condition that another goroutine brings about.
func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx := within(t)
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		case <-time.After(time.Millisecond):
		}
	}
}

func TestCancelARunningBatch(t *testing.T) {
	for _, encrypt := range []string{"disable", "true"} {
		t.Run(encrypt, func(t *testing.T) {
			l := startLab(t, nil)
			running := make(chan struct{})
			l.client.onBatch = func(ctx context.Context, text string, out engine.Sink) error {
				if text != "WAITFOR DELAY '01:00'" {
					return oneInt(ctx, text, out)
				}
				close(running)
				<-ctx.Done()
				return ctx.Err()
			}
			conn, err := l.open(t, "encrypt", encrypt).Conn(within(t))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(within(t))
			go func() { <-running; cancel() }()
			if _, err := conn.ExecContext(ctx, "WAITFOR DELAY '01:00'"); !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v", err)
			}
			var n int
			if err := conn.QueryRowContext(within(t), "SELECT 42").Scan(&n); err != nil || n != 42 {
				t.Fatalf("the session did not survive: %d, %v", n, err)
			}
			if s := l.server.Stats(); s.Attentions != 1 || s.Logins != 1 {
				t.Errorf("counted %+v", s)
			}
		})
	}
}

func TestCancelInTheMiddleOfRows(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = func(ctx context.Context, text string, out engine.Sink) error {
		if text == "SELECT 42" {
			return oneInt(ctx, text, out)
		}
		if err := out.Columns([]engine.Column{{Name: "n", Type: value.Type{Kind: value.BigInt}}}); err != nil {
			return err
		}
		for n := int64(0); ; n++ {
			if err := out.Row([]any{n}); err != nil {
				return err
			}
		}
	}
	conn, err := l.open(t).Conn(within(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(within(t))
	rows, err := conn.QueryContext(ctx, "SELECT n FROM endless")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 1000 && rows.Next(); i++ {
	}
	cancel()
	rows.Close()
	var n int
	if err := conn.QueryRowContext(within(t), "SELECT 42").Scan(&n); err != nil || n != 42 {
		t.Fatalf("the session did not survive: %d, %v", n, err)
	}
}

func TestClientThatGoesAwayStopsItsRequest(t *testing.T) {
	l := startLab(t, nil)
	running, stopped := make(chan struct{}), make(chan struct{})
	l.client.onBatch = func(ctx context.Context, _ string, _ engine.Sink) error {
		close(running)
		<-ctx.Done()
		close(stopped)
		return ctx.Err()
	}
	c := dialRaw(t, l)
	c.login(tds74)
	c.send(packBatch, 0, batch74("WAITFOR"))
	<-running
	c.conn.Close()
	select {
	case <-stopped:
	case <-within(t).Done():
		t.Fatal("the request runs on")
	}
	waitFor(t, "the session to close", func() bool { s := l.client.seen(); return s[len(s)-1] == "close" })
}

func TestLargeValuesBothWays(t *testing.T) {
	big := strings.Repeat("snow ☃ ", 300_000) // 2.1 million characters, over 4 MB on the wire
	for _, settings := range [][]string{{"packet size", "512"}, {"packet size", "4096", "encrypt", "true"}, {"packet size", "32767"}} {
		l := startLab(t, nil)
		l.client.onCall = func(_ context.Context, call engine.Call, out engine.Sink) (engine.Reply, error) {
			return engine.Reply{}, oneResult([]engine.Column{{Type: value.NVarCharN(value.Max), Nullable: true}},
				[]any{call.Params[2].Value}, []any{call.Params[2].Value})(nil, "", out)
		}
		rows, err := l.open(t, settings...).QueryContext(within(t), "SELECT @p1", big)
		if err != nil {
			t.Fatal(settings, err)
		}
		count := 0
		for rows.Next() {
			var got string
			if err := rows.Scan(&got); err != nil || got != big {
				t.Fatalf("%v: %d bytes came back, %v", settings, len(got), err)
			}
			count++
		}
		if rows.Err() != nil || count != 2 {
			t.Errorf("%v: %d rows, %v", settings, count, rows.Err())
		}
	}
}

func TestManyConnections(t *testing.T) {
	l := startLab(t, nil)
	l.client.onBatch = oneInt
	const clients, queries = 50, 4
	modes := []string{"disable", "false", "true"}
	var wg sync.WaitGroup
	errs := make(chan error, clients)
	for i := range clients {
		db := l.open(t, "encrypt", modes[i%len(modes)])
		wg.Go(func() {
			for range queries {
				var n int
				if err := db.QueryRowContext(within(t), "SELECT 42").Scan(&n); err != nil || n != 42 {
					errs <- fmt.Errorf("client %d: %d, %w", i, n, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
	if s := l.server.Stats(); s.Logins != clients || s.Requests != clients*queries {
		t.Errorf("counted %+v", s)
	}
	if all := l.server.Connections(); len(all) != clients || !all[0].Open || all[0].Requests != queries {
		t.Errorf("%d connections, first %+v", len(all), all[0])
	}
}

func TestFaults(t *testing.T) {
	rows := make([][]any, 100)
	for i := range rows {
		rows[i] = []any{int64(i)}
	}
	for _, tt := range []struct {
		name  string
		fault *Fault
		rows  int // that arrive at most
		fails bool
	}{
		{"none", nil, 100, false},
		{"before the first byte", CutAfterBytes(0), 0, true},
		{"in the column description", CutAfterBytes(12), 0, true},
		{"before the first row", CutAfterRows(0), 0, true},
		{"after ten rows", CutAfterRows(10), 10, true},
		{"after the last row", CutAfterRows(100), 100, true},
		{"beyond the answer", CutAfterBytes(1 << 20), 100, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := startLab(t, func(o *Options) {
				o.Fault = func(r Request) *Fault {
					if r.Kind == RequestBatch && r.Number == 2 && strings.Contains(r.Text, "bad") {
						return tt.fault
					}
					return nil
				}
			})
			l.client.onBatch = oneResult([]engine.Column{{Name: "n", Type: value.Type{Kind: value.Int}}}, rows...)
			conn, err := l.open(t).Conn(within(t))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := countRows(t, conn, "SELECT good"); got != 100 || err != nil {
				t.Fatalf("the first request: %d rows, %v", got, err)
			}
			got, err := countRows(t, conn, "SELECT bad")
			if (err != nil) != tt.fails || got > tt.rows || !tt.fails && got != tt.rows {
				t.Errorf("%d rows, %v", got, err)
			}
		})
	}
}

func countRows(t *testing.T, conn *sql.Conn, query string) (int, error) {
	rows, err := conn.QueryContext(within(t), query)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func TestFaultDuringTheLogin(t *testing.T) {
	l := startLab(t, func(o *Options) {
		o.Fault = func(r Request) *Fault {
			if r.Kind == RequestLogin && r.Login.App == "tds test" {
				return CutAfterBytes(20)
			}
			return nil
		}
	})
	if err := l.open(t).PingContext(within(t)); err == nil {
		t.Error("the login went through")
	}
}

func TestCloseEndsRunningRequests(t *testing.T) {
	l := startLab(t, nil)
	running := make(chan struct{})
	l.client.onBatch = func(ctx context.Context, _ string, _ engine.Sink) error {
		close(running)
		<-ctx.Done()
		return ctx.Err()
	}
	failed := make(chan error, 1)
	db := l.open(t)
	go func() { _, err := db.ExecContext(within(t), "WAITFOR DELAY"); failed <- err }()
	<-running
	l.server.Close()
	if err := <-failed; err == nil {
		t.Error("the request ended well")
	}
}
