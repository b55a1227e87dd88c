package sqlserver

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/tds"
	"milink/internal/tsql"
)

func probes(names ...string) []tsql.Probe {
	var out []tsql.Probe
	for _, n := range names {
		out = append(out, tsql.Probe{Name: n, Asks: "sys." + n, Text: "SELECT " + n})
	}
	return out
}

// session opens one to a server that answers like this.
func session(t *testing.T, answer func(ctx context.Context, probe string, out engine.Sink) error, opt tds.Options) (*Session, *server) {
	t.Helper()
	s := (&server{answer: answer}).serve(t, opt)
	cfg := s.trusting(t)
	cfg.Timeouts.RoundTrip = 300 * time.Millisecond
	got, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(got.Close)
	return got, s
}

// The order and number of errors, and which probe they belong to, is what the golden rule
// hangs on: 300 then 297 must arrive both, and cost one probe.
func TestAskReadsPastErrors(t *testing.T) {
	s, _ := session(t, func(_ context.Context, probe string, out engine.Sink) error {
		switch probe {
		case "denied":
			return refuse(out, message.New(300, "VIEW SERVER STATE", "server", "master"), message.New(297))
		case "gone":
			return refuse(out, message.New(208, "sys.nope"))
		case "none":
			return refuse(out, message.New(2528)) // information only: DBCC without flags
		case "two":
			if err := say(out, []string{"s"}, []any{"a"}); err != nil {
				return err
			}
			return say(out, []string{"s"}, []any{"b"}, []any{nil})
		case "partial":
			if err := say(out, []string{"s"}, []any{"a"}); err != nil {
				return err
			}
			return refuse(out, message.New(1222))
		}
		return say(out, []string{"s"}, []any{probe})
	}, tds.Options{})
	got, err := s.ask(context.Background(), probes("first", "denied", "two", "none", "gone", "partial", "last"))
	if err != nil {
		t.Fatal(err)
	}
	numbers := func(name string) (out []int) {
		for _, m := range got.get(name).messages {
			out = append(out, m.Number)
		}
		return out
	}
	for name, want := range map[string][]int{"first": nil, "denied": {300, 297}, "two": nil, "none": nil, "gone": {208}, "partial": {1222}, "last": nil} {
		if n := numbers(name); len(n) != len(want) || len(n) > 0 && (n[0] != want[0] || n[len(n)-1] != want[len(want)-1]) {
			t.Errorf("%s has messages %v, want %v", name, n, want)
		}
	}
	for name, want := range map[string]int{"first": 1, "denied": 0, "two": 3, "none": 0, "gone": 0, "partial": 1, "last": 1} {
		if rows := len(got.get(name).rows()); rows != want {
			t.Errorf("%s has %d rows, want %d", name, rows, want)
		}
	}
	if tables := len(got["none"].tables); tables != 0 {
		t.Errorf("no result set became %d tables", tables)
	}
}

// What arrived before the time-out stays; the session survives and can be asked again.
func TestAskTimesOut(t *testing.T) {
	slow := true
	s, _ := session(t, func(ctx context.Context, probe string, out engine.Sink) error {
		if probe == "slow" && slow {
			if err := say(out, []string{"s"}, []any{"a part"}); err != nil {
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		}
		return say(out, []string{"s"}, []any{probe})
	}, tds.Options{})
	got, err := s.ask(context.Background(), probes("quick", "slow", "never"))
	if !isTimeout(err) || err.Error() != "timed out after 300ms" {
		t.Fatalf("error %v", err)
	}
	if len(got) != 1 || got.get("quick").reason() != "" {
		t.Errorf("kept %v, want quick alone", got)
	}
	slow = false
	if !s.conn.IsValid() {
		t.Fatal("the time-out cost the session")
	}
	got, err = s.ask(context.Background(), probes("slow", "never"))
	if err != nil || len(got) != 2 {
		t.Errorf("second try: %v, %d answers", err, len(got))
	}
}

// A server that does not even confirm the cancellation costs the time-out and a second.
func TestAskOfADeadServer(t *testing.T) {
	release := make(chan struct{})
	s, _ := session(t, func(_ context.Context, probe string, out engine.Sink) error {
		if probe == "dead" {
			<-release
		}
		return say(out, []string{"s"}, []any{probe})
	}, tds.Options{})
	t.Cleanup(func() { close(release) }) // before the server is closed, which waits
	began := time.Now()
	got, err := s.ask(context.Background(), probes("alive", "dead"))
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("took %s", took)
	}
	if !isTimeout(err) || len(got) != 1 {
		t.Errorf("%v, kept %d answers", err, len(got))
	}
	if s.conn.IsValid() {
		t.Error("a dead session counts as valid")
	}
}

func TestAskCut(t *testing.T) {
	s, _ := session(t, func(_ context.Context, probe string, out engine.Sink) error {
		return say(out, []string{"s"}, []any{probe}, []any{probe})
	}, tds.Options{Fault: func(r tds.Request) *tds.Fault {
		if r.Kind == tds.RequestBatch {
			return tds.CutAfterRows(5) // the start, the first answer and its marker, one row of the second
		}
		return nil
	}})
	got, err := s.ask(context.Background(), probes("one", "two", "three"))
	if err == nil || err.Error() != "the connection was lost while the answer was read" || errors.Unwrap(err) == nil {
		t.Errorf("error %v, below it %v", err, errors.Unwrap(err))
	}
	if len(got) != 1 || len(got.get("one").rows()) != 2 {
		t.Errorf("kept %v, want one alone", got)
	}
}

func TestAskCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, _ := session(t, func(inner context.Context, _ string, _ engine.Sink) error {
		cancel()
		<-inner.Done()
		return inner.Err()
	}, tds.Options{})
	if _, err := s.ask(ctx, probes("one")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// An error that ends the batch gives its words as the reason of what was not answered.
func TestAskOfABatchThatEnds(t *testing.T) {
	for _, class := range []uint8{16, 21} {
		s, _ := session(t, func(_ context.Context, probe string, out engine.Sink) error {
			if probe != "bad" {
				return say(out, []string{"s"}, []any{probe})
			}
			if err := refuse(out, &message.Message{Number: 3624, Class: class, State: 1, Text: "An assertion failed."}); err != nil {
				return err
			}
			return errBatchOver
		}, tds.Options{})
		got, err := s.ask(context.Background(), probes("good", "bad", "never"))
		if err == nil || !strings.Contains(err.Error(), "the server ended the batch: Msg 3624: An assertion failed.") {
			t.Errorf("class %d: %v", class, err)
		}
		if len(got) != 1 {
			t.Errorf("class %d: kept %d answers, want the first", class, len(got))
		}
	}
}
