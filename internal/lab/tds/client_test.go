package tds

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

var oneInt = oneResult([]engine.Column{{Name: "n", Type: value.Type{Kind: value.Int}}}, []any{int64(42)})

func TestEncryptionModes(t *testing.T) {
	pem := certificateFile(t)
	tests := []struct {
		name      string
		policy    Encryption
		settings  []string
		encrypted bool
		tds       string
		fails     bool
	}{
		{name: "plain", settings: []string{"encrypt", "disable"}, tds: "7.4"},
		{name: "login only", settings: []string{"encrypt", "false"}, tds: "7.4"},
		{name: "full", settings: []string{"encrypt", "true"}, encrypted: true, tds: "7.4"},
		{name: "full, verified", settings: []string{"encrypt", "true", "TrustServerCertificate", "false", "certificate", pem}, encrypted: true, tds: "7.4"},
		{name: "full, not trusted", settings: []string{"encrypt", "true", "TrustServerCertificate", "false"}, fails: true},
		{name: "strict", settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "forced on login only", policy: EncryptRequired, settings: []string{"encrypt", "false"}, encrypted: true, tds: "7.4"},
		{name: "forced on full", policy: EncryptRequired, settings: []string{"encrypt", "true"}, encrypted: true, tds: "7.4"},
		{name: "forced on plain", policy: EncryptRequired, settings: []string{"encrypt", "disable"}, fails: true},
		{name: "forced on strict", policy: EncryptRequired, settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "strict only, strict", policy: EncryptStrict, settings: []string{"encrypt", "strict", "certificate", pem}, encrypted: true, tds: "8.0"},
		{name: "strict only, full", policy: EncryptStrict, settings: []string{"encrypt", "true"}, fails: true},
		{name: "none, login only", policy: EncryptNotSupported, settings: []string{"encrypt", "false"}, tds: "7.4"},
		{name: "none, full", policy: EncryptNotSupported, settings: []string{"encrypt", "true"}, fails: true},
		{name: "none, strict", policy: EncryptNotSupported, settings: []string{"encrypt", "strict", "certificate", pem}, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := startLab(t, func(o *Options) { o.Encryption = tt.policy })
			l.client.onBatch = oneInt
			var n int
			err := l.open(t, tt.settings...).QueryRowContext(within(t), "SELECT 42 AS n").Scan(&n)
			if tt.fails {
				if err == nil {
					t.Fatal("the connection went through")
				}
				return
			}
			if err != nil || n != 42 {
				t.Fatalf("got %d, %v", n, err)
			}
			got := l.backend.last(t)
			if got.Encrypted != tt.encrypted || got.TDS != tt.tds || got.Password != testPassword {
				t.Errorf("login: encrypted %v, TDS %s, password right %v", got.Encrypted, got.TDS, got.Password == testPassword)
			}
		})
	}
}

func TestStrictNeedsAServerThatKnowsIt(t *testing.T) {
	l := startLab(t, func(o *Options) { o.TDS8 = false })
	if err := l.open(t, "encrypt", "strict", "certificate", certificateFile(t)).PingContext(within(t)); err == nil {
		t.Error("TDS 8.0 reached a server that does not speak it")
	}
}

func TestLoginCarriesWhatTheClientSays(t *testing.T) {
	l := startLab(t, nil)
	db := l.open(t, "database", "Sales", "app name", "milink", "workstation id", "WS1", "ApplicationIntent", "ReadOnly")
	if err := db.PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	got := l.backend.last(t)
	if got.User != "sa" || got.Database != "Sales" || got.App != "milink" || got.Host != "WS1" ||
		!got.ReadOnly || got.Server != "127.0.0.1" || got.Library == "" || got.Integrated || got.FedAuth {
		t.Errorf("login %+v", got)
	}
	for _, text := range []string{fmt.Sprint(got), fmt.Sprintf("%+v", got), fmt.Sprintf("%#v", got)} {
		if strings.Contains(text, testPassword) {
			t.Errorf("the password shows in %q", text)
		}
	}
}

func TestRefusedLogin(t *testing.T) {
	l := startLab(t, nil)
	l.backend.refuse = func(x Login) error {
		switch x.Database {
		case "gone":
			m := &message.Message{Number: 4060, State: 1, Class: 11, Line: 1, Text: `Cannot open database "gone" requested by the login. The login failed.`}
			return append(message.Errors{m}, loginFailed(x.User)...)
		case "one":
			return fmt.Errorf("wrapped: %w", loginFailed(x.User)[0])
		}
		return errors.New("no reason given")
	}
	for database, numbers := range map[string][]int32{"gone": {4060, 18456}, "one": {18456}} {
		for _, encrypt := range []string{"disable", "false", "true"} {
			err := l.open(t, "database", database, "encrypt", encrypt).PingContext(within(t))
			got, ok := errors.AsType[mssql.Error](err)
			if !ok {
				t.Fatalf("%s: %v is no error of the server", database, err)
			}
			var all []int32
			for _, e := range got.All {
				all = append(all, e.Number)
			}
			if !reflect.DeepEqual(all, numbers) || got.ServerName != "LAB01" || got.State != 1 {
				t.Errorf("%s over %s: %v, %+v", database, encrypt, all, got)
			}
		}
	}
	if err := l.open(t, "database", "other").PingContext(within(t)); err == nil {
		t.Error("a login without an answer went through")
	}
	if s := l.server.Stats(); s.Logins != 0 || s.Connections < 7 {
		t.Errorf("counted %+v", s)
	}
}

func TestTokenLogin(t *testing.T) {
	const token = "eyJ0eXAi.☃.sig"
	l := startLab(t, func(o *Options) {
		o.FedAuth = &FedAuthInfo{STSURL: "https://login.example/tenant", SPN: "https://database.example/"}
	})
	byLibrary, err := mssql.NewAccessTokenConnector(l.dsn("encrypt", "true"), func() (string, error) { return token, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := sql.OpenDB(byLibrary).PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	if got := l.backend.last(t); !got.FedAuth || got.FedAuthToken != token {
		t.Errorf("the token arrived as %q", got.FedAuthToken)
	}
}

func TestTokenLoginWhereTheServerNamesTheAuthority(t *testing.T) {
	l := startLab(t, func(o *Options) {
		o.FedAuth = &FedAuthInfo{STSURL: "https://login.example/tenant", SPN: "https://database.example/"}
	})
	config, err := msdsn.Parse(l.dsn("encrypt", "true"))
	if err != nil {
		t.Fatal(err)
	}
	connector, err := mssql.NewActiveDirectoryTokenConnector(config, mssql.FedAuthADALWorkflowPassword,
		func(_ context.Context, spn, sts string) (string, error) { return spn + "|" + sts, nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := sql.OpenDB(connector).PingContext(within(t)); err != nil {
		t.Fatal(err)
	}
	const want = "https://database.example/|https://login.example/tenant"
	if got := l.backend.last(t); !got.FedAuth || got.FedAuthToken != want {
		t.Errorf("the token arrived as %q", got.FedAuthToken)
	}
}

func TestRouting(t *testing.T) {
	to := startLab(t, nil)
	to.client.onBatch = oneInt
	gateway := startLab(t, func(o *Options) {
		o.Route = func(Login) *Route { return &Route{Host: "127.0.0.1", Port: uint16(to.addr.Port)} }
	})
	var n int
	if err := gateway.open(t).QueryRowContext(within(t), "SELECT 42").Scan(&n); err != nil || n != 42 {
		t.Fatalf("got %d, %v", n, err)
	}
	if len(gateway.backend.logins) != 0 || len(to.backend.logins) != 1 {
		t.Errorf("logins: gateway %d, target %d", len(gateway.backend.logins), len(to.backend.logins))
	}
}

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

func TestOptionsAreChecked(t *testing.T) {
	if _, err := NewServer(Options{}); !errors.Is(err, ErrNoBackend) {
		t.Errorf("got %v", err)
	}
	if _, err := NewServer(Options{Backend: &fakeBackend{}}); !errors.Is(err, ErrNoCertificate) {
		t.Errorf("got %v", err)
	}
	if _, err := NewServer(Options{Backend: &fakeBackend{}, Encryption: EncryptNotSupported}); err != nil {
		t.Errorf("got %v", err)
	}
}
