package clients

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"milink/internal/lab"
)

// client is one foreign program that can send batches to a server.
type client struct {
	name    string
	present func() error // why it cannot run here
	// run sends the batches on one connection and returns everything the program printed.
	run func(ctx context.Context, l *lab.Lab, batches []string) (string, error)
}

var clients = []client{
	{"tsql", program("tsql"), runTSQL},
	{"bsqldb", program("bsqldb"), runBSQLDB},
	{"isql", isqlPresent, runISQL},
	{"tedious", tediousPresent, runTedious},
	{"pymssql", pymssqlPresent, runPymssql},
}

// need skips a test whose client is missing, and says so; where MILINK_REQUIRE_CLIENTS is
// set, as .ci/run does, a missing client is a failure.
func need(t *testing.T, c client) {
	t.Helper()
	err := c.present()
	switch {
	case err == nil:
	case os.Getenv("MILINK_REQUIRE_CLIENTS") != "":
		t.Fatalf("%s: %v", c.name, err)
	default:
		t.Skipf("%s is not here (%v); .ci/run installs it", c.name, err)
	}
}

func program(name string) func() error {
	return func() error {
		_, err := exec.LookPath(name)
		return err
	}
}

func isqlPresent() error {
	if err := program("isql")(); err != nil {
		return err
	}
	if driver := freeTDSDriver(); driver == "" {
		return fmt.Errorf("FreeTDS's ODBC driver (libtdsodbc.so) is not installed")
	}
	return nil
}

// freeTDSDriver is where Debian puts the driver.
func freeTDSDriver() string {
	found, _ := filepath.Glob("/usr/lib/*/odbc/libtdsodbc.so")
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

func tediousPresent() error {
	if err := program("node")(); err != nil {
		return err
	}
	_, err := os.Stat("testdata/tedious/node_modules/tedious/package.json")
	return err
}

// python is Debian's, which python3-pymssql installs into.
const python = "/usr/bin/python3"

func pymssqlPresent() error {
	out, err := exec.Command(python, "-c", "import pymssql").CombinedOutput()
	if err != nil {
		return fmt.Errorf("import pymssql: %w: %s", err, out)
	}
	return nil
}

// execute runs a program with input and gives everything it prints. A client's exit code
// says little: some fail on an SQL error, some do not.
func execute(ctx context.Context, l *lab.Lab, input string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(append(os.Environ(), "LAB_PASSWORD="+l.Password(), "LC_ALL=C.UTF-8"), env...)
	cmd.Stdin = strings.NewReader(input)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if ctx.Err() != nil {
		return out.String(), fmt.Errorf("%s did not end: %w", name, ctx.Err())
	}
	printed := strings.ReplaceAll(out.String(), "\r", "\n") // tsql returns its prompt that way
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		return printed, err
	}
	return printed, nil
}

func hostPort(l *lab.Lab) (host, port string) {
	host, port, _ = net.SplitHostPort(l.Address())
	return host, port
}

// script joins batches as a person types them.
func script(batches []string) string {
	return strings.Join(batches, "\nGO\n") + "\nGO\n"
}

func runTSQL(ctx context.Context, l *lab.Lab, batches []string) (string, error) {
	return speak(ctx, l, "tsql", "7.4", batches)
}

func runBSQLDB(ctx context.Context, l *lab.Lab, batches []string) (string, error) {
	host, port := hostPort(l)
	return execute(ctx, l, script(batches), []string{"TDSVER=7.4"}, "bsqldb", "-S", host+":"+port, "-U", l.User(), "-P", l.Password())
}

func runISQL(ctx context.Context, l *lab.Lab, batches []string) (string, error) {
	host, port := hostPort(l)
	dsn := fmt.Sprintf("DRIVER=%s;SERVER=%s;PORT=%s;UID=%s;PWD=%s;TDS_Version=7.4;", freeTDSDriver(), host, port, l.User(), l.Password())
	return execute(ctx, l, oneLineEach(batches), nil, "isql", "-v", "-b", "-k", dsn)
}

var lineComment = regexp.MustCompile(`(?m)--(.*)$`)

// oneLineEach writes every batch on a line of its own, because isql knows no other way to
// tell where a batch ends: line ends become blanks, line comments block comments.
func oneLineEach(batches []string) string {
	var out strings.Builder
	for _, b := range batches {
		b = lineComment.ReplaceAllString(b, "/*$1 */")
		out.WriteString(strings.Join(strings.Fields(b), " ") + "\n")
	}
	return out.String() + "\n"
}

func runTedious(ctx context.Context, l *lab.Lab, batches []string) (string, error) {
	return speak(ctx, l, "tedious", "7_4", batches)
}

func runPymssql(ctx context.Context, l *lab.Lab, batches []string) (string, error) {
	return speak(ctx, l, "pymssql", "7.3", batches)
}

// speak runs a client that lets us choose the version of the protocol.
func speak(ctx context.Context, l *lab.Lab, client, version string, batches []string) (string, error) {
	host, port := hostPort(l)
	input, err := json.Marshal(batches)
	if err != nil {
		return "", err
	}
	switch client {
	case "tsql":
		return execute(ctx, l, script(batches)+"exit\n", []string{"TDSVER=" + version}, "tsql", "-H", host, "-p", port, "-U", l.User(), "-P", l.Password())
	case "tedious":
		return execute(ctx, l, string(input), nil, "node", "testdata/tedious/run.js", host, port, l.User(), version)
	}
	return execute(ctx, l, string(input), nil, python, "testdata/pymssql/run.py", host, port, l.User(), version)
}

var goLine = regexp.MustCompile(`(?mi)^\s*GO\s*$`)

// seed reads one of the article's scripts, split on GO and unchanged but for its
// placeholders.
func seed(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "seed", name+".sql"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("<strong_password>", "Str0ng-Passw0rd!", "<DatabaseName>", "Sales", "<DiskPath>", "Sales_full.bak").Replace(string(data))
	var batches []string
	for _, b := range goLine.Split(text, -1) {
		if b = strings.TrimSpace(b); b != "" {
			batches = append(batches, b)
		}
	}
	return batches
}

// start runs a lab for the test.
func start(t *testing.T, scenario string) *lab.Lab {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Options{Scenario: scenario})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

const clientTimeout = 60 * time.Second
