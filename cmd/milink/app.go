package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"milink/internal/config"
	"milink/internal/facts"
	"milink/internal/report"
	"milink/internal/suggest"
)

// app is the program with everything it touches outside itself.
type app struct {
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	env      func(string) (string, bool)
	now      func() time.Time
	terminal terminal
	// collect reads the facts of an instance.
	collect func(context.Context, access) (*facts.Document, error)
	// startLab and scenarios are the simulated world.
	startLab  func(context.Context, labOptions) (simulated, error)
	scenarios func() []scenario
	// answers tells whether something listens at host,port of this machine.
	answers func(server string) bool

	file    string
	output  string
	noColor bool
	yes     bool
	// fileGiven: the person said -f, as opposed to the default being there.
	fileGiven bool
	// reached is the configuration of the instance that was asked, byFlags whether flags made
	// it: errors are told in the same words.
	reached *config.Config
	byFlags bool
}

// access is one instance and the way to it, secrets fetched.
type access struct {
	cfg      *config.Config
	password config.Secret
	caPEM    []byte // of a lab in this process; otherwise the configuration names a file
}

// labOptions say which world a lab shall be.
type labOptions struct {
	scenario string
	listen   string   // empty: a free port of loopback
	faults   []string // what shall go wrong in it
	notice   func(sentence string)
}

// simulated is a running lab as far as the verbs need it.
type simulated interface {
	Address() string
	ServerName() string
	CA() []byte
	User() string
	Password() string
	Databases() []string
	RoundTrips() int
	Close() error
}

// scenario is one world of the lab.
type scenario struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Server string `json:"server"`
}

// newApp is the program on the real world.
func newApp() *app {
	return &app{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: os.LookupEnv, now: time.Now,
		terminal: realTerminal(), collect: collectFacts, startLab: startLab, scenarios: labScenarios, answers: somebodyListens,
	}
}

// run is one call of the program; the result is its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && err != nil {
		err = interrupted(err)
	}
	a.complain(err)
	return exitCode(err)
}

// root is the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "milink",
		Short: "Take a SQL Server instance to Azure SQL Managed Instance over the Managed Instance link",
		Long: `milink takes a SQL Server instance to Azure SQL Managed Instance over the Managed
Instance link. This version looks and judges: it changes nothing on any server.

No server at hand?   milink demo
One command:         milink check --server HOST --user LOGIN --database NAME
With a file:         milink check -f milink.yaml`,
		SilenceErrors: true, SilenceUsage: true, Version: version,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return misspelt("unknown verb %q%s", args[0], suggest.Question(args[0], verbs(c)))
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.checkGlobals(c) },
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&a.file, "file", "f", defaultFile, "configuration `FILE`, or lab:SCENARIO for a private simulated world")
	flags.StringVarP(&a.output, "output", "o", "text", "`FORM` of the result: text, json (check: also wide)")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours; NO_COLOR in the environment does the same")
	flags.BoolVar(&a.yes, "yes", false, "answer confirmations with yes (nothing in this version asks for one)")
	_ = flags.MarkHidden("yes")
	_ = root.RegisterFlagCompletionFunc("file", a.completeFile)
	_ = root.RegisterFlagCompletionFunc("output", completeForm)
	root.SetFlagErrorFunc(flagMistake)
	root.SetVersionTemplate(versionLine())
	root.SetHelpCommand(helpCommand())
	showHelp := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		hideIdle(c)
		showHelp(c, args)
	})
	root.AddCommand(a.demo(), a.check(), a.facts(), a.rules(), a.explain(), a.lab(), a.version(), exitCodesTopic())
	return root
}

// verbs lists what can stand behind milink.
func verbs(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// checkGlobals refuses forms that the verb does not have: a program that asked for JSON must
// not get a story. A verb with an -o of its own looks at it itself.
func (a *app) checkGlobals(c *cobra.Command) error {
	a.fileGiven = c.Flags().Changed("file")
	list := forms(c)
	if slices.Contains(list, a.output) {
		return nil
	}
	if len(list) == 1 {
		return usage("%s speaks to people and has no -o %s; programs ask milink check -f lab:%s -o json", c.CommandPath(), a.output, demoScenario)
	}
	return usage("-o %s: want one of %s%s", a.output, strings.Join(list, ", "), suggest.Question(a.output, list))
}

// forms are those the result of a verb can have.
func forms(c *cobra.Command) []string {
	switch c.Name() {
	case "check":
		return []string{"text", "json", "wide"}
	case "demo", "up":
		return []string{"text"}
	}
	return []string{"text", "json"}
}

// noArguments refuses words behind a verb that takes none.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misspelt("%s takes no arguments, but got %q", c.CommandPath(), args[0])
	}
	return nil
}

// layout is how text looks here: colours on a terminal only, its width up to what reads
// well in paragraphs.
func (a *app) layout() report.Layout {
	l := report.Layout{Colour: a.colours()}
	if columns := a.terminal.columns(); columns > 0 {
		l.Width = min(columns, readableWidth)
	}
	return l
}

// readableWidth is where lines of prose become hard to follow; -o wide and --width go on.
const readableWidth = 100

func (a *app) colours() bool {
	if a.noColor || !a.terminal.colours {
		return false
	}
	text, set := a.env("NO_COLOR")
	return !set || text == ""
}

// progress tells a person that something is going on; a script does not need it.
func (a *app) progress(line string) {
	if a.terminal.stderr {
		a.note("%s\n", line)
	}
}

// note writes to stderr. Nothing can be done when even that fails.
func (a *app) note(format string, args ...any) {
	_, _ = fmt.Fprintf(a.stderr, format, args...)
}
