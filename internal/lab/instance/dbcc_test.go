package instance

import (
	"reflect"
	"testing"
)

func TestTraceStatus(t *testing.T) {
	n := func(v ...int64) []any {
		row := []any{}
		for _, x := range v {
			row = append(row, x)
		}
		return row
	}
	tests := []struct {
		name, text string
		rows       [][]any // nil: no result set at all
	}{
		{"nothing set", "DBCC TRACESTATUS", nil},
		{"nothing global", "DBCC TRACESTATUS (-1)", nil},
		{"asked though off", "DBCC TRACESTATUS (1800, 9567)", [][]any{n(1800, 0, 0, 0), n(9567, 0, 0, 0)}},
		{"session flag", "DBCC TRACEON (3604); DBCC TRACESTATUS", [][]any{n(3604, 1, 0, 1)}},
		{"session flag is not global", "DBCC TRACESTATUS (-1)", nil},
		{"global flag", "DBCC TRACEON (1800, -1); DBCC TRACESTATUS (-1)", [][]any{n(1800, 1, 1, 0)}},
		{"both", "DBCC TRACESTATUS ()", [][]any{n(1800, 1, 1, 0), n(3604, 1, 0, 1)}},
		{"one flag globally", "DBCC TRACESTATUS (3604, -1)", [][]any{n(3604, 0, 0, 0)}},
		{"off again", "DBCC TRACEOFF (3604); DBCC TRACEOFF (1800, -1); DBCC TRACESTATUS", nil},
		{"unknown number", "DBCC TRACEON (12381, -1); DBCC TRACESTATUS (12381)", [][]any{n(12381, 1, 1, 0)}},
	}
	b := setUp(t, Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b.t = t
			b.ok(test.text)
			if test.rows == nil {
				if len(b.results) != 0 {
					t.Fatalf("got a result set %v, want none", b.results)
				}
				return
			}
			got := b.only()
			if !reflect.DeepEqual(got.rows, test.rows) {
				t.Errorf("rows %v, want %v", got.rows, test.rows)
			}
			if want := []string{"TraceFlag", "Status", "Global", "Session"}; !reflect.DeepEqual(got.columns, want) {
				t.Errorf("columns %v, want %v", got.columns, want)
			}
		})
	}
}

func TestDBCCMessages(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("DBCC TRACESTATUS")
	b.says(2528)
	b.ok("DBCC TRACESTATUS WITH NO_INFOMSGS")
	b.says()
	b.ok("DBCC TRACEON (1800, -1)")
	b.says(2528)
	b.fails("DBCC TRACEON (0)", 2560)
	b.ok("DBCC OPENTRAN")
	b.says(7969, 2528)
}

func TestTraceOnNeedsSysadmin(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'; GRANT CONTROL SERVER TO weak")
	weak := b.as("weak")
	err := weak.run("DBCC TRACEON (1800, -1)")
	got := numbers(err)
	if len(got) != 1 || got[0] != 2571 {
		t.Fatalf("got %v, want 2571", err)
	}
	if want := "Msg 2571, Level 14, State 3, Line 0: User 'guest' does not have permission to run DBCC TRACEON."; err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	weak.ok("DBCC TRACESTATUS")
}

func TestSessionFlagsAreOfOneSession(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("DBCC TRACEON (3604)")
	other := &bench{t: t, s: b.s, clock: b.clock, se: b.logIn("sa", "Sa-Pass-1")}
	other.ok("DBCC TRACESTATUS")
	if len(other.results) != 0 {
		t.Error("another session sees the flag")
	}
	b.se.Reset()
	b.ok("DBCC TRACESTATUS")
	if len(b.results) != 0 {
		t.Error("a reset left the flag on")
	}
}

func TestLogSpace(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; DBCC SQLPERF (LOGSPACE)")
	got := b.only()
	if want := []string{"Database Name", "Log Size (MB)", "Log Space Used (%)", "Status"}; !reflect.DeepEqual(got.columns, want) {
		t.Errorf("columns %v", got.columns)
	}
	if len(got.rows) != 5 || got.rows[4][0] != "d" {
		t.Errorf("rows %v, want the five databases", got.rows)
	}
	b.fails("DBCC INPUTBUFFER (9999)", 7955)
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("DBCC SQLPERF (LOGSPACE)", 297)
}

func TestCheckDB(t *testing.T) {
	b := setUp(t, Options{})
	b.ok("CREATE DATABASE d; DBCC CHECKDB (d)")
	b.says(8989, 2528)
	b.fails("DBCC CHECKDB (nobody)", 2560)
	b.ok("CREATE LOGIN weak WITH PASSWORD = 'Pass-word-1'")
	b.as("weak").fails("DBCC CHECKDB (msdb)", 7983)
}
