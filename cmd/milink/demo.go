package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"milink/internal/report"
	"milink/internal/rules"
)

// demoScenario is an instance nobody has prepared: the place where everybody starts.
const demoScenario = "unprepared-2022"

func (a *app) demo() *cobra.Command {
	var faults []string
	c := &cobra.Command{
		Use:   "demo",
		Short: "See milink at work on a simulated SQL Server, without any server",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runDemo(c.Context(), faults) },
	}
	faultFlag(c, &faults)
	return c
}

// runDemo tells the story of the first five minutes. Findings are its point, so that they
// are no failure of it.
func (a *app) runDemo(ctx context.Context, faults []string) error {
	world, err := a.startWorld(ctx, labOptions{scenario: demoScenario, faults: faults})
	if err != nil {
		return err
	}
	defer func() { _ = world.Close() }()
	l := a.layout()
	if err := a.tell(l, fmt.Sprintf(demoOpening, world.ServerName(), serverOf(world.Address()))); err != nil {
		return err
	}
	a.file = labPrefix + demoScenario
	acc := labAccess(world)
	doc, err := a.collect(ctx, acc)
	if err != nil {
		return err
	}
	r := a.judge(doc, wishesOf(acc.cfg), &checkFlags{gate: string(rules.Create), failOn: string(rules.Blocker)})
	if err := a.tell(l, fmt.Sprintf(demoRead, world.RoundTrips(), len(r.Findings))); err != nil {
		return err
	}
	if err := report.Text(a.stdout, r, l); err != nil {
		return err
	}
	if err := a.demoExplain(r, l); err != nil {
		return err
	}
	return a.tell(l, demoEnd)
}

// demoExplain shows what stands behind the first blocker.
func (a *app) demoExplain(r *report.Report, l report.Layout) error {
	for _, f := range r.Findings {
		if rule, ok := rules.Find(f.Code); ok && f.Outcome == rules.Fail {
			if err := a.tell(l, fmt.Sprintf("\nEvery finding can be explained. This is what `milink explain %s` says:\n", f.Code)); err != nil {
				return err
			}
			return report.Explain(a.stdout, rule, l)
		}
	}
	return nil
}

// tell writes narration that fits the page.
func (a *app) tell(l report.Layout, text string) error {
	lines := report.Paragraphs(text, l)
	_, err := io.WriteString(a.stdout, lines)
	return err
}

// The narration. It is prose: paragraphs are wrapped where they are shown.
const (
	demoOpening = `SIMULATED: everything in this demo happens inside milink's lab. No server is touched.

A SQL Server 2022 that nobody has prepared for anything now runs in this process. It calls itself %s and answers SQL Server's protocol at %s. milink connects to it as it would to yours: over TLS, with a login, reading only.
`
	demoRead = `
It took %d requests to read everything; %d rule verdicts came out of it. This is the report:

`
	demoEnd = `
That was the demo. The same for a server of your own, still reading only:

  milink check --server HOST --user LOGIN --database NAME

Other simulated worlds: milink lab scenarios, then milink check -f lab:NAME
`
)
