package rules

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"milink/internal/facts"
)

func TestCatalogueIsSound(t *testing.T) {
	codes, slugs := map[string]bool{}, map[string]bool{}
	for _, r := range Catalogue() {
		if !regexp.MustCompile(`^MIL[1-8]\d{3}$`).MatchString(r.Code) {
			t.Errorf("%s: code is not MIL and four digits", r.Code)
		}
		if !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(r.Slug) {
			t.Errorf("%s: slug %q", r.Code, r.Slug)
		}
		if codes[r.Code] || slugs[r.Slug] {
			t.Errorf("%s %s is there twice", r.Code, r.Slug)
		}
		codes[r.Code], slugs[r.Slug] = true, true
		for what, text := range map[string]string{"area": r.Area, "title": r.Title, "expected": r.Expected, "why": r.Why, "fix": r.Fix} {
			if text == "" {
				t.Errorf("%s has no %s", r.Code, what)
			}
		}
		if strings.HasSuffix(r.Title, ".") {
			t.Errorf("%s: a title has no full stop", r.Code)
		}
		if len(r.Gates) == 0 || len(r.Docs) == 0 || len(r.Reads) == 0 {
			t.Errorf("%s guards %v, rests on %d pages, reads %v", r.Code, r.Gates, len(r.Docs), r.Reads)
		}
		for _, d := range r.Docs {
			if _, err := time.Parse(time.DateOnly, d.Checked); err != nil || !strings.HasPrefix(d.URL, "https://") {
				t.Errorf("%s: page %v", r.Code, d)
			}
		}
	}
}

// TestEveryRuleIsProven holds the tables above to their promise: each rule shows a
// passing case, a failing one and one that could not look. Two kinds of rule are let off:
// those whose facts come with the list of databases, and the one nobody can see.
func TestEveryRuleIsProven(t *testing.T) {
	seen := map[string]map[Outcome]bool{}
	add := func(code string, o Outcome) {
		if seen[code] == nil {
			seen[code] = map[Outcome]bool{}
		}
		if o == Warn {
			o = Fail
		}
		seen[code][o] = true
	}
	for _, c := range cases {
		add(c.code, c.outcome)
	}
	for _, c := range databaseCases {
		add(c.code, c.outcome)
	}
	for _, r := range Catalogue() {
		for _, o := range []Outcome{Pass, Fail, Unknown} {
			comesWithList := o == Unknown && len(r.Reads) == 1 && r.Reads[0] == "source.databases"
			invisible := r.Slug == "root-issuer-binding" && o != Unknown
			if !seen[r.Code][o] && !comesWithList && !invisible {
				t.Errorf("%s %s has no case with outcome %s", r.Code, r.Slug, o)
			}
		}
	}
}

// TestNothingSeenIsNothingPassed is the contract of the whole house: a rule that could not
// look is unknown. An empty document must not give one pass.
func TestNothingSeenIsNothingPassed(t *testing.T) {
	doc := &facts.Document{Source: &facts.Instance{Address: "x"}}
	unknowns := 0
	for _, gate := range Gates() {
		for _, f := range Judge(doc, Request{Gate: gate, Now: today}) {
			switch f.Outcome {
			case Unknown:
				unknowns++
			case NotApplicable:
			default:
				t.Errorf("%s is %s although nothing was seen", f.Code, f.Outcome)
			}
			if f.Outcome == NotApplicable && f.Rule != "arc-route-source" && f.Rule != "arc-existing-link" && f.Rule != "endpoint-port-wished" {
				t.Errorf("%s is not applicable because %q although nothing was seen", f.Code, f.Because)
			}
		}
	}
	if unknowns == 0 {
		t.Fatal("nothing was unknown")
	}
}

// TestBecauseNamesACause checks that a code given as a reason stands for a finding that
// did not pass.
func TestBecauseNamesACause(t *testing.T) {
	for _, change := range []func(world){noEndpoint, inGroup(role("SECONDARY")), hadr(false, facts.Known(false)), noIssuer("15.0.2000.5"), version("12.0.6024.0"), noRoots,
		func(w world) { w.database.Recovery = facts.Known("SIMPLE") }, func(w world) { w.database.State = "OFFLINE" }} {
		doc := readyDocument()
		databases, _ := doc.Source.Databases.Get()
		wishes := Wishes{}
		change(world{doc.Source, &databases[1], &wishes})
		outcomes := map[string]Outcome{}
		findings := Judge(doc, Request{Gate: Create, Wishes: wishes, Now: today})
		for _, f := range findings {
			outcomes[f.Code] = f.Outcome
		}
		for _, f := range findings {
			if strings.HasPrefix(f.Because, "MIL") && (outcomes[f.Because] == Pass || outcomes[f.Because] == "") {
				t.Errorf("%s is not applicable because of %s, which is %q", f.Code, f.Because, outcomes[f.Because])
			}
		}
	}
}

func TestReadyIsReady(t *testing.T) {
	for _, f := range Judge(readyDocument(), Request{Gate: Create, Now: today}) {
		if f.Outcome.Stands() && f.Severity != Info {
			t.Errorf("%s %s: %s", f.Code, f.Outcome, f.Observed)
		}
	}
}

func TestFingerprintIgnoresWhatWasSeen(t *testing.T) {
	a := judged("MIL1002", version("15.0.4298.1"))
	b := judged("MIL1002", nop)
	if a.Outcome == b.Outcome || a.Fingerprint != b.Fingerprint {
		t.Errorf("outcomes %s %s, fingerprints %s %s", a.Outcome, b.Outcome, a.Fingerprint, b.Fingerprint)
	}
	c := judged("MIL1002", func(w world) { w.source.Identity.ServerName = facts.Known("sql01") })
	d := judged("MIL1002", func(w world) { w.source.Identity.ServerName = facts.Known("OTHER") })
	if c.Fingerprint != b.Fingerprint || d.Fingerprint == b.Fingerprint {
		t.Error("the fingerprint must follow the canonical name of the target, without case")
	}
}

func TestOnlyAndSkip(t *testing.T) {
	only := Judge(readyDocument(), Request{Gate: Create, Only: []string{"mil1002", "source-edition"}, Now: today})
	if len(only) != 2 || only[0].Code != "MIL1002" || only[1].Code != "MIL1004" {
		t.Errorf("only: %d findings", len(only))
	}
	for _, f := range Judge(readyDocument(), Request{Gate: Create, Skip: []string{"SOURCE-BUILD"}, Now: today}) {
		if f.Code == "MIL1002" {
			t.Error("skipped rule is reported")
		}
	}
}

func TestGatesFilter(t *testing.T) {
	has := func(g Gate, code string) bool {
		for _, f := range Judge(readyDocument(), Request{Gate: g, Now: today}) {
			if f.Code == code {
				return true
			}
		}
		return false
	}
	if !has(Prepare, "MIL1051") || has(Create, "MIL1051") {
		t.Error("sysadmin is asked for by the gate that needs it, and no other")
	}
	if has(Prepare, "MIL1020") || !has(Create, "MIL1020") {
		t.Error("what prepare makes must not block prepare")
	}
}

func TestFind(t *testing.T) {
	if r, ok := Find("mil1004"); !ok || r.Slug != "source-edition" {
		t.Error("by code")
	}
	if r, ok := Find("Source-Edition"); !ok || r.Code != "MIL1004" {
		t.Error("by slug")
	}
	if _, ok := Find("MIL9999"); ok {
		t.Error("no such rule")
	}
}

// TestFixesNameTheRealThing: a fix is meant to be run, so it carries the names of this
// server, quoted.
func TestFixesNameTheRealThing(t *testing.T) {
	odd := func(w world) { w.database.Name = `we]ird'n"ame`; w.database.Recovery = facts.Known("SIMPLE") }
	for _, c := range []struct {
		code   string
		change func(world)
		has    string
	}{
		{"MIL2010", odd, `ALTER DATABASE [we]]ird'n"ame] SET RECOVERY FULL;`},
		{"MIL1031", endpoint(func(e *facts.Endpoint) { e.State, e.Name = "STOPPED", "E]p" }), "ALTER ENDPOINT [E]]p] STATE = STARTED;"},
		{"MIL1030", noEndpoint, "CREATE CERTIFICATE [Cert_SQL01_endpoint]"},
		{"MIL1030", func(w world) { noEndpoint(w); w.source.Identity.ServerName = facts.Known(`SQL01\PAY`) }, "CREATE CERTIFICATE [Cert_SQL01_PAY_endpoint]"},
		{"MIL1050", account(map[string]bool{"VIEW SERVER STATE": true, "CONNECT ANY DATABASE": true}), "USE master;\nGRANT VIEW ANY DEFINITION TO [CORP\\dba];"},
		{"MIL1010", func(w world) { linux(w); hadr(false, facts.Known(false))(w) }, "mssql-conf set hadr.hadrenabled 1"},
	} {
		if f := judged(c.code, c.change); !strings.Contains(f.Fix.Text, c.has) {
			t.Errorf("%s: the fix lacks %q:\n%s", c.code, c.has, f.Fix.Text)
		}
	}
	if f := judged("MIL1010", hadr(false, facts.Known(false))); strings.Contains(f.Fix.Text, "mssql-conf") {
		t.Error("a Windows server is told what to do on Linux")
	}
}
