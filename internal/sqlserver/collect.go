package sqlserver

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// Collect opens a session, reads everything a check needs and closes it again: at most three
// round trips after the login, however many databases there are. What could not be read is
// unknown in the document, with the reason; only an instance that could not be reached, or
// that is not what the configuration says, is an error, and then always an *Error. The clock
// is only read to date the answers.
func Collect(ctx context.Context, cfg Config, now func() time.Time) (*facts.Document, error) {
	s, err := Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.collect(ctx, now)
}

// collection is one run of questions.
type collection struct {
	session *Session
	now     func() time.Time
	answers answers
	probes  []facts.Probe
	// interrupted is why the connection ended before everything was asked.
	interrupted string
}

func (s *Session) collect(ctx context.Context, now func() time.Time) (*facts.Document, error) {
	c := &collection{session: s, now: now, answers: answers{}}
	version, err := c.identify(ctx)
	if err != nil {
		return nil, err
	}
	instance := c.instance()
	if why := notSQLServer(instance.Identity); why != "" {
		c.skip(tsql.InstanceProbes(version.Major()), why)
	} else {
		c.examine(ctx, version)
		if err := ctx.Err(); err != nil {
			return nil, s.failed(Cancelled, "stopped before everything was read", "", err)
		}
	}
	instance = c.instance()
	return &facts.Document{
		Schema: facts.Schema, Simulated: isLab(instance), Tool: s.cfg.ApplicationName,
		CollectedAt: now().UTC(), Interrupted: c.interrupted, Source: instance, Probes: c.probes,
	}, nil
}

// identify is the first round trip: without a version nothing else can be asked.
func (c *collection) identify(ctx context.Context) (facts.Version, error) {
	s := c.session
	probes := tsql.IdentityProbes()
	if err := c.ask(ctx, probes); err != nil {
		return facts.Version{}, s.lost(ctx, "logged in, but the first question", err)
	}
	c.record(probes)
	instance := c.instance()
	version, ok := instance.Identity.Version.Get()
	if !ok {
		return version, s.failed(NoIdentity, "the server does not say its version: "+instance.Identity.Version.Why(),
			"It may be another product that speaks the same protocol.", nil)
	}
	switch lab := isLab(instance); {
	case lab && !s.cfg.Simulated:
		return version, s.failed(WrongWorld, "this is a simulated instance of the lab, not a SQL Server",
			"Use the milink.yaml that milink lab up wrote, or name a real server.", nil)
	case !lab && s.cfg.Simulated:
		return version, s.failed(WrongWorld, "this is a real server, and the configuration says simulated: true",
			"Remove simulated from milink.yaml to judge a real server.", nil)
	}
	return version, nil
}

// isLab: a simulated instance says so in its banner.
func isLab(i *facts.Instance) bool {
	return strings.Contains(i.Identity.Banner.Or(""), "SIMULATED")
}

// notSQLServer names the relatives that answer the same questions in another way.
func notSQLServer(id facts.Identity) string {
	edition, ok := id.EngineEdition.Get()
	if !ok || edition >= 1 && edition <= 4 {
		return ""
	}
	name, known := map[int]string{5: "Azure SQL Database", 6: "Azure Synapse", 8: "Azure SQL Managed Instance",
		9: "Azure SQL Edge", 11: "Azure Synapse serverless", 12: "a Fabric SQL database"}[edition]
	if !known {
		name = "not a product milink knows"
	}
	return fmt.Sprintf("EngineEdition %d is %s, not a SQL Server instance", edition, name)
}

// examine is the second round trip, and the third if there is something left to ask.
func (c *collection) examine(ctx context.Context, version facts.Version) {
	all := tsql.InstanceProbes(version.Major())
	young, ask := split(all, version.Major())
	for _, p := range young {
		c.answers[p.Name] = &answer{why: fmt.Sprintf("%s does not have %s", version.Product(), p.Asks)}
	}
	err := c.ask(ctx, ask)
	c.notice(ctx, err)
	missing := c.missing(ask, err)
	inside := inside(c.instance())
	if c.session.conn.IsValid() && ctx.Err() == nil && len(missing)+len(inside) > 0 {
		again := secondChance(missing, inside)
		err := c.ask(ctx, again)
		c.notice(ctx, err)
		c.missing(again, err)
	}
	c.record(all)
	c.recordInside(inside)
}

// notice remembers that the connection did not outlive a question. A time-out leaves it
// open and is the business of the facts it concerns.
func (c *collection) notice(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil && !c.session.conn.IsValid() {
		c.interrupted = c.session.lost(ctx, "a later question", err).Error()
	}
}

// split tells probes the version is too old for from those to send.
func split(probes []tsql.Probe, major int) (young, ask []tsql.Probe) {
	for _, p := range probes {
		if p.Since > major {
			young = append(young, p)
		} else {
			ask = append(ask, p)
		}
	}
	return young, ask
}

// missing marks the probes without an answer and returns them in order. The first of them is
// the one the time was spent on.
func (c *collection) missing(asked []tsql.Probe, err error) []tsql.Probe {
	var out []tsql.Probe
	for _, p := range asked {
		if a, ok := c.answers[p.Name]; ok && a.why == "" {
			continue
		}
		why := "the server did not answer it"
		if err != nil {
			why = err.Error()
		}
		c.answers[p.Name] = &answer{why: why}
		out = append(out, p)
	}
	return out
}

// secondChance orders the last round trip: what was never reached first, then the insides of
// the databases, and the probe that used up the time at the very end.
func secondChance(missing, inside []tsql.Probe) []tsql.Probe {
	var out []tsql.Probe
	if len(missing) > 0 {
		out = append(out, missing[1:]...)
	}
	out = append(out, inside...)
	if len(missing) > 0 {
		out = append(out, missing[0])
	}
	return out
}

// ask sends probes and keeps what comes back.
func (c *collection) ask(ctx context.Context, probes []tsql.Probe) error {
	got, err := c.session.ask(ctx, probes)
	at := c.now().UTC()
	for name, a := range got {
		a.at = at
		c.answers[name] = a
	}
	return err
}

// skip marks probes that make no sense here.
func (c *collection) skip(probes []tsql.Probe, why string) {
	for _, p := range probes {
		c.answers[p.Name] = &answer{why: why}
	}
	c.record(probes)
}

// record lists probes in the document.
func (c *collection) record(probes []tsql.Probe) {
	for _, p := range probes {
		a := c.answers.get(p.Name)
		at := a.at
		if at.IsZero() {
			at = c.now().UTC()
		}
		c.probes = append(c.probes, facts.Probe{Name: p.Name, Asks: p.Asks, At: at, Rows: len(a.rows()), Error: a.failure()})
	}
}

// recordInside sums up the questions that were put to every database alike.
func (c *collection) recordInside(probes []tsql.Probe) {
	sums := map[string]*facts.Probe{}
	var order []string
	for _, p := range probes {
		name := p.Name[:strings.LastIndexByte(p.Name, '/')]
		sum, ok := sums[name]
		if !ok {
			sum = &facts.Probe{Name: insideName(name), Asks: p.Asks + " of each database", At: c.now().UTC()}
			sums[name] = sum
			order = append(order, name)
		}
		a := c.answers.get(p.Name)
		sum.Rows += len(a.rows())
		if why := a.failure(); why != "" && sum.Error == "" {
			sum.Error = why // each database has its own reason; the first stands here
		}
	}
	for _, name := range order {
		c.probes = append(c.probes, *sums[name])
	}
}

// insideName keeps apart what was asked of master and of each database.
func insideName(name string) string {
	if name == "source/files" {
		return "source/files-inside"
	}
	return name
}

// failed is an error of an open session.
func (s *Session) failed(kind Kind, meaning, hint string, err error) *Error {
	return &Error{Op: "read from", Server: s.cfg.Server, Kind: kind, Meaning: meaning, Hint: hint, Err: err}
}

// lost is what became of a question without which there is nothing more to ask.
func (s *Session) lost(ctx context.Context, question string, err error) *Error {
	var cut lostError
	switch {
	case ctx.Err() != nil:
		return s.failed(Cancelled, "stopped before the server answered", "", ctx.Err())
	case isTimeout(err):
		return s.failed(TimedOut, question+" "+err.Error(),
			"The server is overloaded or hangs: try again, or raise timeouts.roundTrip.", err)
	case errors.As(err, &cut):
		return s.failed(Cut, cut.Error(), "The server went down or a firewall closed the connection; the server's error log tells.", cut.cause)
	}
	return s.failed(Cut, err.Error(), "The server ended the conversation; its error log tells why.", err)
}
