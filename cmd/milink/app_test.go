package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"milink/internal/config"
	"milink/internal/facts"
	"milink/internal/sqlserver"
)

// bench is the program on a world made for a test.
type bench struct {
	*app
	out, err bytes.Buffer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{}
	b.app = &app{
		stdin: strings.NewReader(""), stdout: &b.out, stderr: &b.err,
		env:      func(string) (string, bool) { return "", false },
		now:      func() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) },
		terminal: terminal{columns: func() int { return 0 }},
		collect: func(context.Context, access) (*facts.Document, error) {
			return &facts.Document{Schema: facts.Schema, Simulated: true, Source: &facts.Instance{Address: "fake"}}, nil
		},
		startLab: func(_ context.Context, o labOptions) (simulated, error) {
			if o.scenario != "here" {
				return nil, fmt.Errorf("unknown scenario %q: did you mean \"here\"?", o.scenario)
			}
			return &fakeLab{}, nil
		},
		answers:   func(string) bool { return false },
		scenarios: func() []scenario { return []scenario{{"here", "A world", "SQL Server 2022"}} },
	}
	return b
}

type fakeLab struct{ closed bool }

func (*fakeLab) Address() string    { return "127.0.0.1:14330" }
func (*fakeLab) ServerName() string { return "LAB01" }
func (*fakeLab) CA() []byte         { return []byte("-----BEGIN CERTIFICATE-----\n") }
func (*fakeLab) User() string       { return "dba" }
func (*fakeLab) Password() string   { return "C4nary-lab" }
func (*fakeLab) Databases() []string {
	return []string{"we]ird'n\"ame", "two\nlines", "#no: comment", "007", "名前 \u202e"}
}
func (*fakeLab) RoundTrips() int { return 3 }
func (f *fakeLab) Close() error  { f.closed = true; return nil }

func TestExitCode(t *testing.T) {
	server := func(k sqlserver.Kind) error { return fmt.Errorf("wrapped: %w", &sqlserver.Error{Kind: k}) }
	for _, c := range []struct {
		name string
		err  error
		want int
	}{
		{"done", nil, 0},
		{"anything else", errors.New("disk full"), 1},
		{"findings", verdictError{2}, 2},
		{"unknowns", verdictError{3}, 3},
		{"usage", usage("x"), 64},
		{"wrapped usage", fmt.Errorf("write: %w", usage("x")), 64},
		{"configuration", config.Errors{{File: "f", Line: 1, Column: 1, Message: "m"}}, 64},
		{"interrupted", fmt.Errorf("x: %w", context.Canceled), 130},
		{"refused", server(sqlserver.Refused), 4},
		{"wrong password", server(sqlserver.LoginFailed), 4},
		{"tls", server(sqlserver.TLSAuthority), 4},
		{"not tds", server(sqlserver.NotTDS), 4},
		{"cut", server(sqlserver.Cut), 4},
		{"wrong world", server(sqlserver.WrongWorld), 4},
		{"bad server name", server(sqlserver.BadConfig), 64},
		{"cancelled below", server(sqlserver.Cancelled), 130},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestVerdictOf(t *testing.T) {
	if verdictOf(0) != nil || exitCode(verdictOf(3)) != 3 {
		t.Error("0 is no error, 3 is 3")
	}
}

// Ctrl-C in the middle of the questions: 130 and a sentence, whatever the driver said.
func TestInterruptedCheck(t *testing.T) {
	for name, below := range map[string]error{
		"plain":  errors.New("read tcp: use of closed connection"),
		"server": &sqlserver.Error{Op: "ask", Server: "s", Kind: sqlserver.Cut, Meaning: "the connection ended"},
	} {
		b := newBench(t)
		ctx, cancel := context.WithCancel(context.Background())
		b.collect = func(context.Context, access) (*facts.Document, error) { cancel(); return nil, below }
		if code := b.run(ctx, []string{"check", "-f", "lab:here"}); code != 130 {
			t.Errorf("%s: exit code %d", name, code)
		}
		want := "milink: stopped by Ctrl-C\nWhat to do: Nothing was changed: this version only reads. Start again any time.\n"
		if b.err.String() != want || b.out.Len() > 0 {
			t.Errorf("%s: stderr %q, stdout %q", name, b.err.String(), b.out.String())
		}
	}
}

// A report that was complete before Ctrl-C keeps its verdict.
func TestInterruptedAfterTheReport(t *testing.T) {
	if code := exitCode(interrupted(verdictError{2})); code != 2 {
		t.Errorf("exit code %d", code)
	}
}

func TestServerErrorIsShownOnceAndHarmless(t *testing.T) {
	b := newBench(t)
	b.collect = func(context.Context, access) (*facts.Document, error) {
		return nil, &sqlserver.Error{Op: "log in to", Server: "sql01", Kind: sqlserver.LoginFailed, Meaning: "the login was refused",
			Hint: "Check the password.", Messages: []sqlserver.Message{{Number: 18456, Text: "Login failed for user '\x1b[2J'."}}}
	}
	if code := b.run(context.Background(), []string{"check", "-f", "lab:here"}); code != 4 {
		t.Errorf("exit code %d", code)
	}
	want := "milink: log in to sql01: the login was refused\n  Msg 18456: Login failed for user '\\u{1b}[2J'.\nWhat to do: Check the password.\n"
	if b.err.String() != want {
		t.Errorf("got %q", b.err.String())
	}
}

func TestLabIsClosedAfterTheVerb(t *testing.T) {
	b := newBench(t)
	world := &fakeLab{}
	b.startLab = func(context.Context, labOptions) (simulated, error) { return world, nil }
	b.run(context.Background(), []string{"facts", "-f", "lab:here"})
	if !world.closed {
		t.Error("the private lab still runs")
	}
}

func TestUnknownScenario(t *testing.T) {
	b := newBench(t)
	if code := b.run(context.Background(), []string{"check", "-f", "lab:her"}); code != 64 || !strings.Contains(b.err.String(), `did you mean "here"?`) {
		t.Errorf("exit code %d, %s", code, b.err.String())
	}
}

// The lab's password reaches the connection and nothing that is printed.
func TestLabAccess(t *testing.T) {
	b := newBench(t)
	var got access
	b.collect = func(_ context.Context, a access) (*facts.Document, error) { got = a; return nil, errors.New("enough") }
	b.run(context.Background(), []string{"check", "-f", "lab:here", "--database", "only"})
	c := got.toSQLServer()
	if c.Server != "127.0.0.1,14330" || c.Login.Password.Reveal() != "C4nary-lab" || !c.Simulated || len(c.TLS.CAPEM) == 0 || c.TLS.Trust {
		t.Errorf("connection %+v", c)
	}
	if len(got.cfg.Databases) != 1 || got.cfg.Databases[0] != "only" {
		t.Errorf("databases %q", got.cfg.Databases)
	}
	if s := fmt.Sprintf("%+v %#v %v", got, got, c) + b.err.String(); strings.Contains(s, "C4nary") {
		t.Errorf("shows the password: %s", s)
	}
}

func TestQuickConnectionAsksOnATerminal(t *testing.T) {
	b := newBench(t)
	b.terminal.ask = func(q string) (string, error) { return "typed after " + q, nil }
	var got access
	b.collect = func(_ context.Context, a access) (*facts.Document, error) { got = a; return nil, errors.New("enough") }
	b.run(context.Background(), []string{"check", "--server", "sql01", "--user", "u", "--tls", "strict", "--ca", "ca.pem", "--database", "a", "--database", "b, with comma"})
	c := got.toSQLServer()
	if c.Login.Password.Reveal() != "typed after password of u on sql01: " || c.TLS.Mode != sqlserver.Strict || c.TLS.CAFile != "ca.pem" || c.Simulated {
		t.Errorf("connection %+v, asked %q", c, c.Login.Password.Reveal())
	}
	if c.Timeouts.Connect != 10*time.Second || c.Timeouts.RoundTrip != 5*time.Second || strings.Join(got.cfg.Databases, "|") != "a|b, with comma" {
		t.Errorf("%+v %v", c.Timeouts, got.cfg.Databases)
	}
}

func TestQuickConnectionWithoutUserIsWindows(t *testing.T) {
	b := newBench(t)
	var got access
	b.collect = func(_ context.Context, a access) (*facts.Document, error) { got = a; return nil, errors.New("enough") }
	b.run(context.Background(), []string{"check", "--server", "sql01", "--trust-server-certificate"})
	if c := got.toSQLServer(); c.Login.Method != sqlserver.Windows || !c.TLS.Trust {
		t.Errorf("connection %+v", c)
	}
}

func TestColoursOnlyOnATerminal(t *testing.T) {
	for _, c := range []struct {
		name             string
		terminal, no     bool
		noColorVar, want string
	}{
		{"pipe", false, false, "", "plain"},
		{"terminal", true, false, "", "coloured"},
		{"flag", true, true, "", "plain"},
		{"NO_COLOR", true, false, "1", "plain"},
	} {
		b := newBench(t)
		b.terminal.colours = c.terminal
		b.env = func(string) (string, bool) { return c.noColorVar, c.noColorVar != "" }
		args := []string{"check", "-f", "lab:here"}
		if c.no {
			args = append(args, "--no-color")
		}
		b.run(context.Background(), args)
		if got := map[bool]string{true: "coloured", false: "plain"}[strings.Contains(b.out.String(), "\x1b[")]; got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestWidthFollowsTheTerminal(t *testing.T) {
	longest := func(columns int, args ...string) int {
		b := newBench(t)
		b.terminal.columns = func() int { return columns }
		b.run(context.Background(), append([]string{"check", "-f", "lab:here"}, args...))
		n := 0
		for _, l := range strings.Split(b.out.String(), "\n") {
			if !strings.Contains(l, "https://") {
				n = max(n, len([]rune(l)))
			}
		}
		return n
	}
	if n := longest(0); n > 80 {
		t.Errorf("a pipe got %d columns", n)
	}
	if n := longest(60); n > 60 {
		t.Errorf("60 columns got %d", n)
	}
	if n := longest(300); n > 100 {
		t.Errorf("prose of %d columns", n)
	}
	if n := longest(300, "-o", "wide"); n <= 100 || n > 300 {
		t.Errorf("wide got %d", n)
	}
	if n := longest(300, "--width", "70"); n > 70 {
		t.Errorf("--width 70 got %d", n)
	}
}

func TestLabUpWritesAConfigurationThatHolds(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "lab.yaml")
	b := newBench(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code := b.run(ctx, []string{"lab", "up", "--scenario", "here", "--write", path}); code != 0 {
		t.Fatalf("exit code %d: %s", code, b.err.String())
	}
	c, err := config.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Simulated || c.Source.Server != "127.0.0.1,14330" || c.Source.Login.User != "dba" || c.Target != nil {
		t.Errorf("configuration %+v", c)
	}
	want := (&fakeLab{}).Databases()
	if strings.Join(c.Databases, "|") != strings.Join(want, "|") {
		t.Errorf("databases %q, want %q", c.Databases, want)
	}
	secret, err := c.Source.Login.Password.Resolve(config.Vault{ReadFile: os.ReadFile}, c.Path, "pw")
	if err != nil || secret.Reveal() != "C4nary-lab" {
		t.Errorf("password %q, %v", secret.Reveal(), err)
	}
	if pem, err := os.ReadFile(c.Path(c.Source.TLS.CA)); err != nil || !bytes.HasPrefix(pem, []byte("-----BEGIN")) {
		t.Errorf("ca %s, %v", pem, err)
	}
	text, _ := os.ReadFile(path)
	if strings.Contains(string(text)+b.err.String()+b.out.String(), "C4nary") {
		t.Error("the password stands in the configuration or on the screen")
	}
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		info, _ := f.Info()
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
	if len(files) != 3 {
		t.Errorf("%d files; a temporary one was left", len(files))
	}
}

func TestLabUpOverwritesOnlyItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "milink.yaml")
	serving := false
	up := func(args ...string) (int, string) {
		b := newBench(t)
		b.answers = func(server string) bool { return serving && server == "127.0.0.1,14330" }
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		code := b.run(ctx, append([]string{"lab", "up", "--scenario", "here", "--write", path}, args...))
		return code, b.err.String()
	}
	precious := []byte("source: {server: production}\n")
	if err := os.WriteFile(path, precious, 0o644); err != nil {
		t.Fatal(err)
	}
	if code, says := up(); code != 64 || !strings.Contains(says, "was not written by milink: choose another name, or say --force") {
		t.Errorf("exit code %d: %s", code, says)
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, precious) {
		t.Fatal("the person's file is gone")
	}
	if code, says := up("--force"); code != 0 {
		t.Errorf("--force: %d %s", code, says)
	}
	if code, says := up(); code != 0 {
		t.Errorf("its own file: %d %s", code, says)
	}
	serving = true
	if code, says := up(); code != 64 || !strings.Contains(says, "still serves at 127.0.0.1,14330") {
		t.Errorf("the file of a lab that serves: %d %s", code, says)
	}
	if code, says := up("--force"); code != 0 {
		t.Errorf("the same with --force: %d %s", code, says)
	}
}

// What the operating system says reaches people without calls, paths and temporary names.
func TestFileErrorsInWords(t *testing.T) {
	for _, c := range []struct {
		err         error
		words, bare string
	}{
		{&os.PathError{Op: "open", Path: "/x/.milink-123", Err: os.ErrPermission}, "cannot be used: permission denied", "permission denied"},
		{fmt.Errorf("read: %w", &os.PathError{Op: "open", Path: "x", Err: os.ErrNotExist}), "cannot be read: no such file", "file does not exist"},
		{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: errors.New("no space left on device")}, "cannot be used: no space left on device", "no space left on device"},
		{os.NewSyscallError("bind", errors.New("address already in use")), "cannot be used: address already in use", "address already in use"},
		{errors.New("odd"), "cannot be used: odd", "odd"},
	} {
		if got := inWords(c.err); got != c.words {
			t.Errorf("%v: %q, want %q", c.err, got, c.words)
		}
		if got := bareCause(c.err); got != c.bare {
			t.Errorf("%v: %q, want %q", c.err, got, c.bare)
		}
	}
}

// On a terminal an error is wrapped to its width; for a file it stays one line.
func TestErrorsFitTheTerminal(t *testing.T) {
	long := func(columns int) int {
		b := newBench(t)
		b.terminal.errorColumns = func() int { return columns }
		b.run(context.Background(), []string{"check"})
		n := 0
		for _, line := range strings.Split(b.err.String(), "\n") {
			n = max(n, len(line))
		}
		return n
	}
	if n := long(60); n > 60 {
		t.Errorf("%d columns on a terminal of 60", n)
	}
	if n := long(0); n < 100 {
		t.Errorf("a line in a file was cut at %d", n)
	}
}

func TestReplaceFileReportsAnUnwritableFolder(t *testing.T) {
	err := replaceFile(filepath.Join(t.TempDir(), "none", "x"), nil, isFacts, false)
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestFactsOverwriteFactsOnly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "facts.json")
	write := func() int {
		b := newBench(t)
		return b.run(context.Background(), []string{"facts", "-f", "lab:here", "-o", path})
	}
	if code := write(); code != 0 {
		t.Fatalf("first: %d", code)
	}
	if code := write(); code != 0 {
		t.Errorf("again: %d", code)
	}
	if err := os.WriteFile(path, []byte("diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := write(); code != 64 {
		t.Errorf("somebody's diary: %d", code)
	}
}

// The page lists every code the program can end with.
func TestExitCodesPageIsComplete(t *testing.T) {
	page := exitCodesTopic().Long
	for _, code := range []int{exitOK, exitFailed, 2, 3, exitNoSession, exitUsage, exitInterrupted} {
		if !strings.Contains(page, fmt.Sprintf("\n%5d  ", code)) {
			t.Errorf("the page does not tell what %d means", code)
		}
	}
}
