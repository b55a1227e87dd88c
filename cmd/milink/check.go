package main

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/config"
	"milink/internal/facts"
	"milink/internal/report"
	"milink/internal/rules"
	"milink/internal/suggest"
)

// checkFlags is what a person can say about a check.
type checkFlags struct {
	quick   quick
	gate    string
	failOn  string
	only    []string
	skip    []string
	facts   string
	verbose bool
	width   int
}

func (a *app) check() *cobra.Command {
	f := &checkFlags{}
	c := &cobra.Command{
		Use:   "check",
		Short: "Judge a source instance: what is fine, what blocks, what could not be seen",
		Long: `Judge a source instance against every prerequisite of the link. It only reads.

A check passes a gate: prepare (can the instance be prepared?), create (can a link
be created?) or cutover. What the login may not see is reported as unknown, never
as fine. Exit codes: milink help exit-codes.`,
		Example: `  milink check --server sql01 --user milink --database Sales
  milink check -f milink.yaml --for prepare -o json
  milink check -f lab:unprepared-2022
  milink check --facts sql01.json --only full-backup`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.tidy(c); err != nil {
				return err
			}
			return a.runCheck(c.Context(), f)
		},
	}
	f.quick.flags(c)
	f.quick.databaseFlag(c)
	flags := c.Flags()
	flags.StringVar(&f.gate, "for", "create", "the `GATE` to judge for: prepare, create, cutover")
	flags.StringVar(&f.failOn, "fail-on", "blocker", "lowest `SEVERITY` that makes the exit code 2: blocker, lastChance, warning, info")
	flags.StringSliceVar(&f.only, "only", nil, "apply only these rules (`CODE` or name, comma-separated)")
	flags.StringSliceVar(&f.skip, "skip", nil, "leave these rules out (`CODE` or name, comma-separated)")
	flags.StringVar(&f.facts, "facts", "", "judge a facts `FILE` offline (- for stdin)")
	flags.BoolVar(&f.verbose, "verbose", false, "list what passed, with reasons, evidence and pages")
	flags.IntVar(&f.width, "width", 0, "`COLUMNS` of the text; 0 for the terminal's")
	completes(c, "for", gates)
	completes(c, "fail-on", severities)
	_ = c.RegisterFlagCompletionFunc("only", completeRuleList)
	_ = c.RegisterFlagCompletionFunc("skip", completeRuleList)
	return c
}

// runCheck collects or reads facts, judges them and shows the report.
func (a *app) runCheck(ctx context.Context, f *checkFlags) error {
	if err := f.valid(); err != nil {
		return err
	}
	doc, wishes, err := a.seen(ctx, f)
	if err != nil {
		return err
	}
	r := a.judge(doc, wishes, f)
	a.tellUnused(f)
	if err := a.show(r, f); err != nil {
		return err
	}
	a.tellInterrupted(doc)
	return verdictOf(r.Verdict.ExitCode)
}

// tellInterrupted says once, beside the report, that the facts are not all there.
func (a *app) tellInterrupted(doc *facts.Document) {
	if doc.Interrupted != "" {
		a.note("%s", a.fitting("milink: "+strings.TrimSuffix(doc.Interrupted, ".")+". What had arrived is judged, the rest is unknown: run it again."))
	}
}

// failOnWords are the words of the report for severities that JSON calls otherwise.
var failOnWords = map[string]rules.Severity{"note": rules.Info, "last chance": rules.LastChance, "last-chance": rules.LastChance}

// tidy makes of the flags what was meant. A list without a name in it means nothing, and
// must not pass for all or none.
func (f *checkFlags) tidy(c *cobra.Command) error {
	if s, ok := failOnWords[f.failOn]; ok {
		f.failOn = string(s)
	}
	for _, list := range []struct {
		flag  string
		names []string
	}{{"only", f.only}, {"skip", f.skip}, {"database", f.quick.databases}} {
		empty := c.Flags().Changed(list.flag) && len(list.names) == 0
		for i, n := range list.names {
			if list.flag != "database" { // a name may begin with a blank, a code does not
				list.names[i] = strings.TrimSpace(n)
			}
			empty = empty || strings.TrimSpace(n) == ""
		}
		if empty {
			return usage("--%s without a name: leave it out, or say which", list.flag)
		}
	}
	return nil
}

// valid refuses what would judge something else than was meant.
func (f *checkFlags) valid() error {
	if !slices.Contains(gates, f.gate) {
		return usage("--for %s: want one of %s%s", f.gate, strings.Join(gates, ", "), suggest.Question(f.gate, gates))
	}
	if !slices.Contains(severities, f.failOn) {
		return usage("--fail-on %s: want one of %s%s", f.failOn, strings.Join(severities, ", "), suggest.Question(f.failOn, severities))
	}
	if f.width < 0 {
		return usage("--width %d: want a number of columns", f.width)
	}
	for _, name := range append(slices.Clone(f.only), f.skip...) {
		if _, ok := rules.Find(name); !ok {
			return unknownRule(name)
		}
	}
	return f.guarded()
}

// guarded refuses a selection of which nothing belongs to the gate: a report about nothing
// would look like a report without faults.
func (f *checkFlags) guarded() error {
	var elsewhere []string
	for _, name := range f.only {
		r, _ := rules.Find(name)
		if r.Guards(rules.Gate(f.gate)) {
			return nil
		}
		for _, g := range r.Gates {
			elsewhere = append(elsewhere, r.Code+" with --for "+string(g))
		}
	}
	if len(f.only) == 0 {
		return nil
	}
	return usage("nothing to check: no rule named with --only is judged for the gate %s; %s", f.gate, strings.Join(elsewhere, ", "))
}

// seen gets the facts and what the person wishes.
func (a *app) seen(ctx context.Context, f *checkFlags) (*facts.Document, rules.Wishes, error) {
	if f.facts != "" {
		return a.remembered(f)
	}
	acc, done, err := a.open(ctx, &f.quick)
	defer done()
	if err != nil {
		return nil, rules.Wishes{}, err
	}
	a.progress("Asking " + acc.cfg.Source.Server + " ...")
	doc, err := a.collect(ctx, acc)
	return doc, wishesOf(acc.cfg), err
}

// remembered reads a facts file. Wishes come from a configuration only when it was named:
// the one that happens to lie here may be about another server.
func (a *app) remembered(f *checkFlags) (*facts.Document, rules.Wishes, error) {
	cfg := &config.Config{Route: config.RouteDirect}
	switch {
	case f.quick.server != "" || strings.HasPrefix(a.file, labPrefix):
		return nil, rules.Wishes{}, usage("--facts judges a file, no server: leave --server and -f lab:… out")
	case a.fileGiven:
		var err error
		if cfg, err = loadConfig(a.file); err != nil {
			return nil, rules.Wishes{}, err
		}
	}
	if len(f.quick.databases) > 0 {
		cfg.Databases = f.quick.databases
	}
	data, err := a.readInput(f.facts)
	if err != nil {
		return nil, rules.Wishes{}, usage("facts file %s %s", f.facts, inWords(err))
	}
	doc, err := facts.Read(data)
	if err != nil {
		return nil, rules.Wishes{}, usage("facts file %s: %v", f.facts, err)
	}
	return doc, wishesOf(cfg), nil
}

// readInput reads a file, or stdin for "-".
func (a *app) readInput(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.stdin)
	}
	return os.ReadFile(name)
}

// wishesOf is what rules need to know of a configuration.
func wishesOf(c *config.Config) rules.Wishes {
	w := rules.Wishes{Databases: c.Databases, Route: string(c.Route)}
	if c.Source.Endpoint != nil {
		w.Port = c.Source.Endpoint.Port
	}
	return w
}

// judge applies the rules and makes the report.
func (a *app) judge(doc *facts.Document, wishes rules.Wishes, f *checkFlags) *report.Report {
	now := a.now()
	findings := rules.Judge(doc, rules.Request{
		Gate: rules.Gate(f.gate), Only: f.only, Skip: f.skip, Wishes: wishes, Now: now,
	})
	judged, skipped := f.counted()
	return report.New(doc, findings, report.Judgement{
		Tool: tool, Version: version, Gate: rules.Gate(f.gate), FailOn: rules.Severity(f.failOn),
		Only: f.only, Skip: f.skip, Choice: a.choice(wishes, f), RulesJudged: judged, RulesSkipped: skipped, At: now,
	})
}

// counted tells how many rules of the gate are applied, and how many --only and --skip
// leave out.
func (f *checkFlags) counted() (judged, skipped int) {
	for _, r := range rules.Catalogue() {
		switch {
		case !r.Guards(rules.Gate(f.gate)):
		case len(f.only) > 0 && !named(f.only, r), named(f.skip, r):
			skipped++
		default:
			judged++
		}
	}
	return judged, skipped
}

// named tells whether a list of codes and slugs has the rule.
func named(list []string, r rules.Rule) bool {
	return slices.ContainsFunc(list, func(x string) bool {
		found, ok := rules.Find(x)
		return ok && found.Code == r.Code
	})
}

// show writes the report in the form asked for.
func (a *app) show(r *report.Report, f *checkFlags) error {
	if a.output == "json" {
		return report.JSON(a.stdout, r)
	}
	l := a.layout()
	l.Verbose = f.verbose
	l.Again, l.Whole, l.Offline = a.again(f), a.whole(f), f.facts != ""
	if a.output == "wide" {
		l.Verbose = true
		l.Width = a.terminal.columns()
	}
	if f.width > 0 {
		l.Width = f.width
	}
	return report.Text(a.stdout, r, l)
}
