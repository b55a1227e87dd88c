package rules_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"milink/internal/facts"
	"milink/internal/lab"
	"milink/internal/rules"
	"milink/internal/sqlserver"
)

// expectation is one entry of testdata/scenarios.yaml.
type expectation struct {
	// Lab names the scenario of the lab where it is not the entry's own name.
	Lab    string `yaml:"lab"`
	Gate   string `yaml:"gate"`
	Wishes struct {
		Route     string   `yaml:"route"`
		Port      int      `yaml:"port"`
		Databases []string `yaml:"databases"`
	} `yaml:"wishes"`
	Exit     int        `yaml:"exit"`
	Findings []expected `yaml:"findings"`
	// Info lists what stands below warning, for the entries that state it; an empty list
	// states that nothing does.
	Info []expected `yaml:"info"`
}

type expected struct {
	Code     string `yaml:"code"`
	Outcome  string `yaml:"outcome"`
	Database string `yaml:"database"`
	From     string `yaml:"from"`
}

// lines are the expected findings in a form that can be compared and read.
func (e expectation) lines() []string {
	var out []string
	for _, f := range append(slices.Clone(e.Findings), e.Info...) {
		out = append(out, line(f.Code, f.Outcome, f.Database))
	}
	slices.Sort(out)
	return out
}

func line(code, outcome, database string) string {
	return strings.TrimSpace(fmt.Sprintf("%s %-7s %s", code, outcome, database))
}

func expectations(t testing.TB) map[string]expectation {
	t.Helper()
	data, err := os.ReadFile("testdata/scenarios.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]expectation
	if err := yaml.UnmarshalWithOptions(data, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for name, e := range all {
		if e.Lab == "" {
			e.Lab = name
		}
		if e.Gate == "" {
			e.Gate = string(rules.Create)
		}
		all[name] = e
	}
	return all
}

// request is the judgement the entry is about.
func (e expectation) request(o observation) rules.Request {
	w := rules.Wishes{Databases: o.databases, Route: "direct", Port: e.Wishes.Port}
	if e.Wishes.Route != "" {
		w.Route = e.Wishes.Route
	}
	if e.Wishes.Databases != nil {
		w.Databases = e.Wishes.Databases
	}
	return rules.Request{Gate: rules.Gate(e.Gate), Wishes: w, Now: o.doc.CollectedAt}
}

// standing are the findings that ask for something, above info unless the entry lists those.
func (e expectation) standing(findings []rules.Finding) []string {
	var out []string
	for _, f := range findings {
		if f.Outcome.Stands() && (f.Severity != rules.Info || e.Info != nil) {
			out = append(out, line(f.Code, string(f.Outcome), f.Target.Database))
		}
	}
	slices.Sort(out)
	return out
}

// observation is what was seen of a scenario, once per test run.
type observation struct {
	doc       *facts.Document
	databases []string // those the scenario's milink.yaml lists
	trips     int
	err       error
}

var (
	observed   = map[string]observation{}
	observedMu sync.Mutex
)

// observe starts the scenario's lab, collects its facts and stops it again.
func observe(t testing.TB, name string) observation {
	t.Helper()
	observedMu.Lock()
	defer observedMu.Unlock()
	o, ok := observed[name]
	if !ok {
		o = collect(name)
		observed[name] = o
	}
	if o.err != nil {
		t.Fatal(o.err)
	}
	return o
}

func collect(name string) (o observation) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	l, err := lab.Start(ctx, lab.Options{Scenario: name})
	if err != nil {
		return observation{err: err}
	}
	defer func() {
		if err := l.Close(); o.err == nil {
			o.err = err
		}
	}()
	before := l.RoundTrips()
	o.doc, o.err = sqlserver.Collect(ctx, connection(l), time.Now)
	o.trips = l.RoundTrips() - before
	o.databases = l.Databases()
	return o
}

// connection is how the product reaches a lab.
func connection(l *lab.Lab) sqlserver.Config {
	return sqlserver.Config{
		Server:          strings.Replace(l.Address(), ":", ",", 1),
		Login:           sqlserver.Login{Method: sqlserver.SQL, User: l.User(), Password: sqlserver.NewSecret(l.Password())},
		TLS:             sqlserver.TLS{Mode: sqlserver.Mandatory, CAPEM: l.CA()},
		Timeouts:        sqlserver.Timeouts{Connect: 10 * time.Second, RoundTrip: 20 * time.Second},
		ApplicationName: "milink/test", Simulated: true,
	}
}

func TestEveryScenarioHasAnExpectation(t *testing.T) {
	want, known := expectations(t), map[string]bool{}
	for _, s := range lab.Scenarios() {
		known[s.Name] = true
		if _, ok := want[s.Name]; !ok {
			t.Errorf("scenario %s stands in the lab, not in scenarios.yaml", s.Name)
		}
	}
	for name, e := range want {
		if !known[e.Lab] {
			t.Errorf("%s in scenarios.yaml needs scenario %s, which the lab does not have", name, e.Lab)
		}
	}
}

func TestScenarios(t *testing.T) {
	for name, want := range expectations(t) {
		t.Run(name, func(t *testing.T) {
			o := observe(t, want.Lab)
			findings := rules.Judge(o.doc, want.request(o))
			got := want.standing(findings)
			for _, l := range difference(want.lines(), got) {
				t.Errorf("missing: %s", l)
			}
			for _, l := range difference(got, want.lines()) {
				t.Errorf("not expected: %s%s", l, explain(findings, l))
			}
			if exit := exitCode(findings); exit != want.Exit {
				t.Errorf("exit code %d, want %d", exit, want.Exit)
			}
			if !o.doc.Simulated {
				t.Error("a document of the lab does not say simulated")
			}
			if o.trips > 3 {
				t.Errorf("%d round trips after the login, at most 3 are allowed", o.trips)
			}
		})
	}
}

// exitCode is what design.md demands of the default --fail-on blocker.
func exitCode(findings []rules.Finding) int {
	code := 0
	for _, f := range findings {
		switch {
		case f.Severity != rules.Blocker:
		case f.Outcome == rules.Fail:
			return 2
		case f.Outcome == rules.Unknown:
			code = 3
		}
	}
	return code
}

// explain adds what was observed to an unexpected finding.
func explain(findings []rules.Finding, l string) string {
	for _, f := range findings {
		if line(f.Code, string(f.Outcome), f.Target.Database) == l {
			return ": " + f.Observed
		}
	}
	return ""
}

func difference(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// TestRoundTripsDoNotGrow is the promise that matters most to a team with 500 databases.
func TestRoundTripsDoNotGrow(t *testing.T) {
	few, many := observe(t, "ready-2022"), observe(t, "many-databases")
	list, ok := many.doc.Source.Databases.Get()
	if !ok || len(list) < 504 {
		t.Fatalf("%d databases seen", len(list))
	}
	if many.trips > 3 || many.trips > few.trips+1 {
		t.Errorf("%d round trips for one database, %d for five hundred", few.trips, many.trips)
	}
}

// TestNoPermissionHardlyPasses: a login that sees nothing must not be told that all is well.
func TestNoPermissionHardlyPasses(t *testing.T) {
	o := observe(t, "no-permission")
	findings := rules.Judge(o.doc, rules.Request{Gate: rules.Create, Wishes: rules.Wishes{Databases: o.databases, Route: "direct"}, Now: o.doc.CollectedAt})
	for _, f := range findings {
		if f.Outcome == rules.Unknown && f.Observed == "" {
			t.Errorf("%s is unknown without a reason", f.Code)
		}
	}
	// What every login may see; everything else needs a right this one lacks.
	public := []string{"MIL1001", "MIL1002", "MIL1003", "MIL1004", "MIL1005", "MIL1006", "MIL1008", "MIL1010", "MIL1011", "MIL1012",
		"MIL1020", "MIL1021", "MIL2001", "MIL2002", "MIL2003", "MIL2004", "MIL2005", "MIL2006", "MIL2007", "MIL2008", "MIL2009", "MIL2010", "MIL2011", "MIL2030", "MIL2032"}
	for _, f := range findings {
		if f.Outcome == rules.Pass && !slices.Contains(public, f.Code) {
			t.Errorf("%s passes for a login that may see nothing: %s (%v)", f.Code, f.Observed, f.Evidence)
		}
	}
}

// BenchmarkJudge500 is the time of the rules alone for five hundred databases.
func BenchmarkJudge500(b *testing.B) {
	o := observe(b, "many-databases")
	b.ReportAllocs()
	for b.Loop() {
		if len(rules.Judge(o.doc, rules.Request{Gate: rules.Create, Now: o.doc.CollectedAt})) == 0 {
			b.Fatal("no findings")
		}
	}
}
