package rules

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// Request is one judgement: which gate, which rules, and what the person wishes.
type Request struct {
	Gate   Gate
	Only   []string // codes or slugs; empty for all
	Skip   []string
	Wishes Wishes
	Now    time.Time
}

// Judge applies every rule that guards the gate and returns the findings in catalogue
// order, databases in the document's order. Rules that were filtered out still run, so
// that "because" stays true; their findings are left out.
func Judge(doc *facts.Document, req Request) []Finding {
	return judge(Catalogue(), doc, req)
}

// judge is Judge over a given catalogue; the mutation test hands it inverted rules.
func judge(catalogue []Rule, doc *facts.Document, req Request) []Finding {
	base := subject{doc: doc, source: doc.Source, wishes: req.Wishes, now: req.Now, earlier: map[string]Outcome{}}
	base.names = base.realNames()
	found := make([][]Finding, len(catalogue)) // by place in the catalogue
	for i, r := range catalogue {
		if r.Scope != PerInstance {
			continue
		}
		f := r.apply(&base)
		base.earlier[r.Code] = f.Outcome
		found[i] = []Finding{f}
	}
	judgeDatabases(catalogue, base, found)
	var out []Finding
	for i, r := range catalogue {
		if r.Guards(req.Gate) && selected(r, req) {
			out = append(out, found[i]...)
		}
	}
	return out
}

// judgeDatabases runs the database rules over the wished databases.
func judgeDatabases(catalogue []Rule, base subject, found [][]Finding) {
	wished, missing, why := wishedDatabases(&base)
	for i := range wished {
		s := base
		s.database = &wished[i]
		s.earlier, s.names = maps.Clone(base.earlier), s.realNames()
		for j, r := range catalogue {
			if r.Scope != PerDatabase {
				continue
			}
			f := r.apply(&s)
			s.earlier[r.Code] = f.Outcome
			found[j] = append(found[j], f)
		}
	}
	at := slices.IndexFunc(catalogue, func(r Rule) bool { return r.Code == codeDatabaseExists })
	for _, name := range missing {
		s := base
		s.database = &facts.Database{Name: name}
		found[at] = append(found[at], catalogue[at].apply(&s))
	}
	if why != "" {
		found[at] = append(found[at], catalogue[at].unseen(base, why)...)
	}
}

// wishedDatabases resolves the wished names against the document: databases found,
// names not found, and the reason when the list itself is unknown.
func wishedDatabases(s *subject) (found []facts.Database, missing []string, why string) {
	all, ok := s.source.Databases.Get()
	if !ok {
		return nil, nil, s.source.Databases.Why()
	}
	if len(s.wishes.Databases) == 0 {
		for _, d := range all {
			if !d.System() && !d.Snapshot {
				found = append(found, d)
			}
		}
		return found, nil, ""
	}
	for _, name := range s.wishes.Databases {
		if d, ok := s.databaseNamed(all, name); ok {
			found = append(found, d)
		} else {
			missing = append(missing, name)
		}
	}
	return found, missing, ""
}

// same compares two names as the server does: without case, unless its collation says so.
func (s *subject) same(a, b string) bool {
	collation := s.source.Identity.Collation.Or("")
	if strings.Contains(collation, "_CS_") || strings.Contains(collation, "_BIN") {
		return a == b
	}
	return strings.EqualFold(a, b)
}

// databaseNamed finds a database as the server does; an exact match wins.
func (s *subject) databaseNamed(all []facts.Database, name string) (facts.Database, bool) {
	var loose *facts.Database
	for i := range all {
		if all[i].Name == name {
			return all[i], true
		}
		if s.same(all[i].Name, name) {
			loose = &all[i]
		}
	}
	if loose != nil {
		return *loose, true
	}
	return facts.Database{}, false
}

// apply runs one rule and dresses the verdict as a finding.
func (r Rule) apply(s *subject) Finding {
	return r.finding(s, r.judge(s))
}

// finding makes the finding of a verdict.
func (r Rule) finding(s *subject, v verdict) Finding {
	f := Finding{
		Code: r.Code, Rule: r.Slug, Severity: r.Severity, Outcome: v.outcome, Area: r.Area,
		Target: r.target(s), Title: r.Title, Expected: r.Expected, Observed: v.observed,
		Evidence: v.evidence, Why: r.Why, Fix: Fix{Text: r.fixOn(s), Steps: r.Steps},
		Docs: r.Docs, Because: v.because,
	}
	if v.outcome == Fail && !r.Severity.AtLeast(LastChance) {
		f.Outcome = Warn
	}
	if v.ownSteps {
		f.Fix = Fix{Text: v.fix, Steps: v.steps}
	}
	f.Fix.Text = s.names.Replace(f.Fix.Text)
	if f.Fix.Steps == nil {
		f.Fix.Steps = []string{}
	}
	if f.Evidence == nil {
		f.Evidence = []Evidence{}
	}
	f.Fingerprint = fingerprint(f.Code, f.Target)
	return f
}

// fixOn is the fix for the platform; where that is not known, both are told.
func (r Rule) fixOn(s *subject) string {
	platform, known := s.source.Identity.Platform.Get()
	switch {
	case r.FixLinux == "" || known && platform != "Linux":
		return r.Fix
	case known:
		return r.FixLinux
	}
	return r.Fix + "\nOn Linux: " + r.FixLinux
}

// realNames puts the names of this instance and database into fixes, quoted, so that they
// can be run.
func (s *subject) realNames() *strings.Replacer {
	var pairs []string
	if s.database != nil {
		pairs = append(pairs, "[<database>]", tsql.Ident(s.database.Name))
	}
	if login, ok := s.source.Account.Login.Get(); ok {
		pairs = append(pairs, "[<login>]", tsql.Ident(login))
	}
	for _, e := range s.source.Endpoints.Or(nil) {
		pairs = append(pairs, "[<endpoint>]", tsql.Ident(e.Name))
		if port, ok := e.Port.Get(); ok {
			pairs = append(pairs, "<port>", strconv.Itoa(port))
		}
		if e.Certificate != "" {
			pairs = append(pairs, "[<certificate>]", tsql.Ident(e.Certificate))
		}
	}
	if name := s.source.Identity.ServerName.Or(""); name != "" {
		// The name of the endpoint's certificate must not contain a backslash.
		pairs = append(pairs, "[<certificate>]", tsql.Ident("Cert_"+strings.ReplaceAll(name, `\`, "_")+"_endpoint"))
	}
	return strings.NewReplacer(pairs...)
}

// target names what the rule was judged on.
func (r Rule) target(s *subject) Target {
	t := Target{Kind: string(r.Scope), Name: instanceName(s.source)}
	if s.database != nil {
		t.Database = s.database.Name
	}
	return t
}

// instanceName is the canonical name of an instance: what it calls itself, or the address
// the person wrote.
func instanceName(i *facts.Instance) string {
	if n := i.Identity.ServerName.Or(""); n != "" {
		return n
	}
	return i.Address
}

// selected applies --only and --skip.
func selected(r Rule, req Request) bool {
	if len(req.Only) > 0 && !names(req.Only, r) {
		return false
	}
	return !names(req.Skip, r)
}

// names tells whether a list of codes and slugs has the rule.
func names(list []string, r Rule) bool {
	for _, x := range list {
		if strings.EqualFold(x, r.Code) || strings.EqualFold(x, r.Slug) {
			return true
		}
	}
	return false
}
