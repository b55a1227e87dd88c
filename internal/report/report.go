// Package report turns findings into one model and writes it for people and for machines.
// It must never know how facts were collected, and never judges: the only thing it adds up
// is what the findings already say.
package report

import (
	"time"

	"milink/internal/facts"
	"milink/internal/rules"
)

// Schema names the version of the JSON form this package writes.
const Schema = "milink/report/v1"

// Report is one judgement of one instance. Both writers read nothing else.
type Report struct {
	Schema      string     `json:"schema"`
	Simulated   bool       `json:"simulated"`
	Tool        string     `json:"tool"`
	Version     string     `json:"version"`
	Gate        rules.Gate `json:"gate"`
	Only        []string   `json:"only"` // codes or slugs that were asked for; empty for all
	Skip        []string   `json:"skip"`
	CheckedAt   time.Time  `json:"checkedAt"`   // when the rules judged
	CollectedAt time.Time  `json:"collectedAt"` // when the facts were read
	// Interrupted is set when the facts are not all there: the connection was lost.
	Interrupted string          `json:"interrupted,omitempty"`
	Source      Source          `json:"source"`
	Scope       Scope           `json:"scope"`
	Verdict     Verdict         `json:"verdict"`
	Findings    []rules.Finding `json:"findings"`
}

// Source is who was judged, in short.
type Source struct {
	Address      string                    `json:"address"`
	ServerName   facts.Fact[string]        `json:"serverName"`
	Version      facts.Fact[facts.Version] `json:"version"`
	ProductLevel facts.Fact[string]        `json:"productLevel"`
	UpdateLevel  facts.Fact[string]        `json:"updateLevel"`
	Edition      facts.Fact[string]        `json:"edition"`
	Platform     facts.Fact[string]        `json:"platform"`
	Login        facts.Fact[string]        `json:"login"`
	Encrypted    facts.Fact[bool]          `json:"encrypted"`
	// Verified is false when the person said to trust any certificate.
	Verified bool `json:"verified"`
}

// Judgement is what New needs besides facts and findings.
type Judgement struct {
	Tool    string
	Version string
	Gate    rules.Gate
	FailOn  rules.Severity
	Only    []string
	Skip    []string
	Choice  Choice
	// RulesJudged and RulesSkipped count the rules of the gate by whether Only and Skip let
	// them be applied.
	RulesJudged, RulesSkipped int

	At time.Time
}

// New makes the report of a judgement.
func New(doc *facts.Document, findings []rules.Finding, j Judgement) *Report {
	if findings == nil {
		findings = []rules.Finding{}
	}
	return &Report{
		Schema: Schema, Simulated: doc.Simulated, Tool: j.Tool, Version: j.Version,
		Gate: j.Gate, Only: list(j.Only), Skip: list(j.Skip),
		CheckedAt: j.At.UTC(), CollectedAt: doc.CollectedAt.UTC(),
		Interrupted: doc.Interrupted, Source: summary(doc.Source), Scope: scope(doc.Source, j.Choice), Verdict: judge(findings, j),
		Findings: findings,
	}
}

func summary(i *facts.Instance) Source {
	return Source{
		Address: i.Address, ServerName: i.Identity.ServerName, Version: i.Identity.Version,
		ProductLevel: i.Identity.ProductLevel, UpdateLevel: i.Identity.UpdateLevel,
		Edition: i.Identity.Edition, Platform: i.Identity.Platform, Login: i.Account.Login,
		Encrypted: i.Connection.Encrypted, Verified: i.Connection.Verified,
	}
}

// list is s as JSON shows it: [] rather than null.
func list(s []string) []string { return append([]string{}, s...) }
