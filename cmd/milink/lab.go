package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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
	flags.StringVar(&f.scenario, "scenario", "unprepared-2022", "the world to serve; milink lab scenarios lists them")
	flags.StringVar(&f.write, "write", "", "write a ready configuration to `FILE`")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	faultFlag(c, &f.faults)
	flags.BoolVar(&f.force, "force", false, "overwrite a FILE that the lab did not write")
	_ = c.RegisterFlagCompletionFunc("scenario", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var names []string
		for _, s := range a.scenarios() {
			names = append(names, s.Name)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	})
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
	return nil, fmt.Errorf("start the lab: %w", err)
}

// runLab serves until the context ends, which is how a lab is meant to end.
func (a *app) runLab(ctx context.Context, f *labUpFlags) error {
	world, err := a.startWorld(ctx, labOptions{
		scenario: f.scenario, listen: f.listen, faults: f.faults, notice: func(s string) { a.note("%s\n", s) },
	})
	if err != nil {
		return err
	}
	defer func() { _ = world.Close() }()
	a.note("SIMULATED: scenario %s answers as %s at %s (sqlcmd: -S %s -U %s).\n",
		f.scenario, world.ServerName(), world.Address(), serverOf(world.Address()), world.User())
	if f.write == "" {
		a.note("Its password changes with every start: --write milink.yaml puts it into a file.\n")
	} else {
		if err := writeLabFiles(world, f); err != nil {
			return err
		}
		a.note("Wrote %s. In another window: milink check -f %s\n", f.write, f.write)
	}
	a.note("Ctrl-C ends it.\n")
	<-ctx.Done()
	a.note("The lab has ended; what was changed in it is gone.\n")
	return nil
}

// labMark is the first line of a configuration that the lab may overwrite.
const labMark = "# Written by `milink lab up`: SIMULATED, good until the lab ends."

// writeLabFiles writes password and certificate first, so that whoever sees the
// configuration can use it.
func writeLabFiles(world simulated, f *labUpFlags) error {
	ours := func(old []byte) bool { return bytes.HasPrefix(old, []byte(labMark)) }
	if err := replaceable(f.write, ours, f.force); err != nil {
		return err
	}
	base := strings.TrimSuffix(f.write, filepath.Ext(f.write))
	password, ca := base+".lab-password", base+".lab-ca.pem"
	text, err := labConfig(world, filepath.Base(password), filepath.Base(ca))
	if err != nil {
		return err
	}
	for _, file := range []struct {
		path string
		data []byte
	}{
		{password, []byte(world.Password() + "\n")}, {ca, world.CA()}, {f.write, text},
	} {
		if err := replaceFile(file.path, file.data, func([]byte) bool { return true }, f.force); err != nil {
			return fmt.Errorf("write the lab's configuration: %w", err)
		}
	}
	return nil
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
