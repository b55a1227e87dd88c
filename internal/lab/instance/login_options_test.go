package instance

import (
	"context"
	"fmt"
	"testing"
)

// loginWith opens a session of sa, with or without the ODBC flag.
func loginWith(b *bench, odbc bool) *Session {
	b.t.Helper()
	se, err := b.s.Connect(LoginRequest{User: "sa", Password: "Sa-Pass-1", ODBC: odbc})
	if err != nil {
		b.t.Fatal(err)
	}
	return se
}

// ansi is @@OPTIONS of a login on a server nobody configured: ANSI_WARNINGS 8, PADDING 16,
// NULLS 32, QUOTED_IDENTIFIER 256, NULL_DFLT_ON 1024, CONCAT_NULL_YIELDS_NULL 4096.
const ansi = 8 + 16 + 32 + 256 + 1024 + 4096

func TestUserOptionsOfNewSessions(t *testing.T) {
	for _, c := range []struct {
		configured int
		odbc       bool
		want       int
	}{
		{0, true, ansi}, {0, false, ansi},
		{16384, true, ansi + 16384}, // XACT_ABORT
		{512, true, ansi + 512},     // NOCOUNT
		{64, true, ansi + 64},       // ARITHABORT
		{256 + 32, true, ansi},      // on anyway
		{2, false, ansi + 2},        // IMPLICIT_TRANSACTIONS
		{2, true, ansi},             // ODBC turns it off
		{4 + 64, true, ansi + 64},
		{16384 + 512 + 2, false, ansi + 16384 + 512 + 2},
	} {
		b := setUp(t, Options{})
		b.ok(fmt.Sprintf("EXEC sp_configure 'user options', %d", c.configured))
		if got := query(t, loginWith(b, c.odbc), "SELECT @@OPTIONS").shown(); got != fmt.Sprint(ansi) {
			t.Errorf("%d before RECONFIGURE: %s", c.configured, got)
		}
		old := loginWith(b, c.odbc)
		b.ok("RECONFIGURE")
		if got := query(t, loginWith(b, c.odbc), "SELECT @@OPTIONS").shown(); got != fmt.Sprint(c.want) {
			t.Errorf("%d, ODBC %v: @@OPTIONS %s, want %d", c.configured, c.odbc, got, c.want)
		}
		if got := query(t, old, "SELECT @@OPTIONS").shown(); got != fmt.Sprint(ansi) {
			t.Errorf("%d changed a session that was there: %s", c.configured, got)
		}
	}
}

// XACT_ABORT of 'user options' ends the batch at the first error, as SET XACT_ABORT does,
// and stays after a reset of the connection.
func TestUserOptionsWork(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("EXEC sp_configure 'user options', 16960; RECONFIGURE") // XACT_ABORT, NOCOUNT, ARITHABORT
	se := loginWith(b, true)
	client, got := se.NewClient(), &page{}
	const failing = "CREATE TABLE #t (i int NOT NULL); INSERT #t VALUES (NULL); SELECT 'went on' AS x"
	for range 2 {
		*got = page{}
		if err := client.Batch(context.Background(), failing, got); err != nil {
			t.Fatal(err)
		}
		if got.results != 0 || len(got.messages) == 0 {
			t.Errorf("results %d, messages %v: the batch went on", got.results, got.messages)
		}
		if err := client.Reset(got); err != nil {
			t.Fatal(err)
		}
	}
	if got := query(t, se, "SELECT arithabort FROM sys.dm_exec_sessions WHERE session_id = @@SPID").shown(); got != "true" {
		t.Errorf("arithabort shows as %s", got)
	}
	b.se = se
	b.ok("DBCC USEROPTIONS")
	on := map[any]any{}
	for _, r := range b.only().rows {
		on[r[0]] = r[1]
	}
	if on["xact_abort"] != "SET" || on["nocount"] != "SET" || on["arithabort"] != "SET" || on["implicit_transactions"] != nil {
		t.Errorf("DBCC USEROPTIONS: %v", on)
	}
}
