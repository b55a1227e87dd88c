package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/config"
)

func (a *app) lab() *cobra.Command {
	c := &cobra.Command{
		Use:   "lab",
		Short: "A simulated SQL Server to try things on",
		Long: `The lab is a simulated SQL Server inside milink. It speaks SQL Server's protocol, so
that other clients can connect too. Nothing in it is real, and it says so everywhere.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misspelt("unknown verb lab %q: want up or scenarios", args[0])
			}
			return c.Help()
		},
	}
	c.AddCommand(a.labUp(), a.labScenarios())
	return c
}

// labUpFlags is what a person can say about a lab.
type labUpFlags struct {
	scenario string
	write    string
	listen   string
	force    bool
	faults   []string
}

func (a *app) labUp() *cobra.Command {
	f := &labUpFlags{}
	c := &cobra.Command{
		Use:   "up",
		Short: "Serve a simulated SQL Server until Ctrl-C",
		Long: `Serve a simulated SQL Server until Ctrl-C. With --write it writes a ready milink.yaml
once it listens, the lab's password and certificate in files beside it.`,
		Example: `  milink lab up --scenario unprepared-2019 --write lab.yaml
  milink check -f lab.yaml        (in another window)`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.runLab(c.Context(), f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.scenario, "scenario", "unprepared-2022", "the world `NAME` to serve; milink lab scenarios lists them")
	flags.StringVar(&f.write, "write", "", "write a ready configuration to `FILE`")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	faultFlag(c, &f.faults)
	flags.BoolVar(&f.force, "force", false, "overwrite a FILE that the lab did not write")
	completes(c, "scenario", a.scenarioNames())
	return c
}

// faultFlag lets a verb make something go wrong in its lab.
func faultFlag(c *cobra.Command, faults *[]string) {
	var lines []string
	for name, does := range labFaults() {
		lines = append(lines, "\n"+name+": "+does)
	}
	slices.Sort(lines)
	c.Flags().StringSliceVar(faults, "fault", nil, "make `NAME` happen in the lab; repeat for more"+strings.Join(lines, ""))
	completes(c, "fault", slices.Sorted(maps.Keys(labFaults())))
}

func (a *app) scenarioNames() []string {
	var names []string
	for _, s := range a.scenarios() {
		names = append(names, s.Name)
	}
	return names
}

// startWorld starts a lab. A name it does not have is the person's mistake, anything else
// the lab's.
func (a *app) startWorld(ctx context.Context, o labOptions) (simulated, error) {
	world, err := a.startLab(ctx, o)
	switch {
	case err == nil:
		return world, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !slices.ContainsFunc(a.scenarios(), func(s scenario) bool { return s.Name == o.scenario }):
		return nil, usage("%v", err)
	}
	for _, f := range o.faults {
		if labFaults()[f] == "" {
			return nil, usage("%v", err)
		}
	}
	var listening *net.OpError
	if errors.As(err, &listening) && listening.Op == "listen" {
		return nil, failure{"the lab cannot listen on " + o.listen + ": " + bareCause(listening.Err), "choose another --listen; port 0 takes a free one"}
	}
	return nil, fmt.Errorf("start the lab: %w", err)
}

// runLab serves until the context ends, which is how a lab is meant to end.
func (a *app) runLab(ctx context.Context, f *labUpFlags) error {
	if _, _, err := net.SplitHostPort(f.listen); err != nil {
		return usage("--listen %s: want host:port, such as 127.0.0.1:14330; port 0 takes a free one", f.listen)
	}
	if err := a.writableLab(f); err != nil {
		return err
	}
	world, err := a.startWorld(ctx, labOptions{
		scenario: f.scenario, listen: f.listen, faults: f.faults, notice: func(s string) { a.note("%s\n", s) },
	})
	if err != nil {
		return err
	}
	defer func() { _ = world.Close() }()
	password := ""
	if f.write != "" {
		if password, err = writeLabFiles(world, f); err != nil {
			return err
		}
	}
	a.note("%s", labWelcome(world, f, password))
	<-ctx.Done()
	a.note("The lab has ended; what was changed in it is gone.\n")
	return nil
}

// labWelcome says how to get in: each way in the notation of who goes it, and whole, to be
// copied.
func labWelcome(world simulated, f *labUpFlags, password string) string {
	check := "milink lab up --write milink.yaml writes a configuration for it"
	where := "new with every start; --write milink.yaml puts it into a file"
	if f.write != "" {
		check = "milink check -f " + shellWord(f.write) + "   (in another window)"
		where = "in " + shellWord(password) + ", new with every start"
	}
	host, port, _ := strings.Cut(serverOf(world.Address()), ",")
	return fmt.Sprintf(`SIMULATED: scenario %s answers as %s until Ctrl-C.
  milink    %s
  sqlcmd    sqlcmd -C -S %s -U %s
  others    host %s, port %s, encrypted
  password  %s
`, f.scenario, world.ServerName(), check, serverOf(world.Address()), world.User(), host, port, where)
}

// writableLab refuses, before anything is started, a file that is not the lab's to replace:
// somebody else's, or that of a lab which still serves.
func (a *app) writableLab(f *labUpFlags) error {
	if f.write == "" {
		return nil
	}
	if err := replaceable(f.write, isLabFile, f.force); err != nil || f.force {
		return err
	}
	c, err := config.Load(f.write)
	if err != nil || !c.Simulated {
		return nil // not there, or of no use to anybody
	}
	if a.answers(c.Source.Server) {
		return usage("the lab that wrote %s still serves at %s: end it with Ctrl-C, choose another name, or say --force to overwrite the file", f.write, c.Source.Server)
	}
	return nil
}

// isLabFile tells whether a configuration was written by a lab.
func isLabFile(old []byte) bool { return bytes.HasPrefix(old, []byte(labMark)) }

// labMark is the first line of a configuration that the lab may overwrite.
const labMark = "# Written by `milink lab up`: SIMULATED, good until the lab ends."

// writeLabFiles writes password and certificate first, so that whoever sees the
// configuration can use it. It tells where the password is.
func writeLabFiles(world simulated, f *labUpFlags) (password string, err error) {
	base := strings.TrimSuffix(f.write, filepath.Ext(f.write))
	password = base + ".lab-password"
	ca := base + ".lab-ca.pem"
	text, err := labConfig(world, filepath.Base(password), filepath.Base(ca))
	if err != nil {
		return "", err
	}
	for _, file := range []struct {
		path string
		data []byte
	}{
		{password, []byte(world.Password() + "\n")}, {ca, world.CA()}, {f.write, text},
	} {
		if err := replaceFile(file.path, file.data, func([]byte) bool { return true }, f.force); err != nil {
			return "", fmt.Errorf("%s could not be written: %s", file.path, bareCause(err))
		}
	}
	return password, nil
}

// labConfig is a milink.yaml for a running lab. JSON's way of quoting text is YAML's too.
func labConfig(world simulated, password, ca string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `%s
source:
  server: %s
  login: {method: sql, user: %s, password: {file: %s}}
  tls: {mode: mandatory, ca: %s}
`, labMark, quoted(serverOf(world.Address())), quoted(world.User()), quoted(password), quoted(ca))
	if names := world.Databases(); len(names) > 0 {
		b.WriteString("databases:\n")
		for _, n := range names {
			fmt.Fprintf(&b, "  - %s\n", quoted(n))
		}
	}
	b.WriteString("simulated: true\n")
	if _, err := config.Parse("milink.yaml", b.Bytes()); err != nil {
		return nil, fmt.Errorf("the lab's configuration does not hold: %w", err)
	}
	return b.Bytes(), nil
}

// quoted is a text as a YAML scalar that cannot be misread.
func quoted(s string) string {
	js, err := json.Marshal(s)
	if err != nil { // a string always has a JSON form
		return `""`
	}
	return string(js)
}
