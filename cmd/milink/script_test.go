package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"milink/internal/config"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"milink": func() { os.Exit(start()) }})
}

// TestScripts runs testdata/script: what the program does, told as a manual would. Beyond
// testscript's own words there are:
//
//	closed VAR          VAR becomes host,port of a port nobody listens on
//	stranger VAR KIND [FILE]   (FILE is written when somebody comes) VAR becomes host,port of something that is no SQL Server:
//	                    http (answers like a web server), mute (takes everything, says
//	                    nothing), deaf (hangs up at once)
//	replace FILE NEW OLD TEXT   NEW is FILE with OLD, a pattern, replaced by TEXT
//	address VAR FILE    VAR becomes source.server of a configuration
//	await FILE          wait until the file is there
//	exitcode N CMD...   run and compare the exit code
//	expand FILE         replace $VAR in the file
//	capture VAR FILE PATTERN   VAR becomes the first group of the pattern in the file
//	absent WORD FILE... the word, or with @ the first line of a file, is in none of the
//	                    files, nor in what was last printed
//	schema NAME FILE    the file is valid by docs/schemas/NAME
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_PROXY", "*")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"closed": closed, "stranger": stranger, "await": await, "exitcode": exitcode,
			"absent": absent, "expand": expand, "capture": capture,
			"replace": replace, "address": address, "schema": validSchema,
		},
	})
}

func hostPort(l net.Listener) string {
	return fmt.Sprintf("127.0.0.1,%d", l.Addr().(*net.TCPAddr).Port)
}

func closed(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], hostPort(l))
	ts.Check(l.Close())
}

func stranger(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv(args[0], hostPort(l))
	met := ts.MkAbs(args[len(args)-1])
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if len(args) > 2 {
				_ = os.WriteFile(met, nil, 0o600)
			}
			go meet(c, args[1])
		}
	}()
}

// meet is how a stranger treats a connection.
func meet(c net.Conn, kind string) {
	defer func() { _ = c.Close() }()
	switch kind {
	case "http":
		_, _ = c.Read(make([]byte, 512))
		_, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
	case "mute":
		_ = c.SetDeadline(time.Now().Add(30 * time.Second))
		for {
			if _, err := c.Read(make([]byte, 512)); err != nil {
				return
			}
		}
	}
}

func await(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	for range 300 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear in 15 s", args[0])
}

func exitcode(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s\nstdout:\n%s\nstderr:\n%s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func absent(ts *testscript.TestScript, _ bool, args []string) {
	word := args[0]
	if file, ok := strings.CutPrefix(word, "@"); ok {
		word = strings.TrimSpace(ts.ReadFile(file))
	}
	if word == "" {
		ts.Fatalf("nothing to look for")
	}
	for _, f := range append([]string{"stdout", "stderr"}, args[1:]...) {
		if strings.Contains(ts.ReadFile(f), word) {
			ts.Fatalf("%s shows %s", f, args[0])
		}
	}
}

func expand(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(path, []byte(os.Expand(ts.ReadFile(args[0]), ts.Getenv)), 0o600))
}

func capture(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if found == nil {
		ts.Fatalf("%s has no %s", args[1], args[2])
	}
	ts.Setenv(args[0], found[1])
}

func replace(ts *testscript.TestScript, _ bool, args []string) {
	old := ts.ReadFile(args[0])
	text := regexp.MustCompile(args[2]).ReplaceAllString(old, args[3])
	if text == old {
		ts.Fatalf("%s has no %s", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

func address(ts *testscript.TestScript, _ bool, args []string) {
	c, err := config.Load(filepath.Clean(ts.MkAbs(args[1])))
	ts.Check(err)
	ts.Setenv(args[0], c.Source.Server)
}
