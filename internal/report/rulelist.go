package report

import (
	"fmt"
	"io"
	"strings"

	"milink/internal/rules"
)

// RulesSchema names the version of the JSON form of the catalogue.
const RulesSchema = "milink/rules/v1"

// RuleList is the catalogue, or a part of it, as a document.
type RuleList struct {
	Schema    string `json:"schema"`
	Simulated bool   `json:"simulated"` // always false: rules are rules in the lab as well
	Tool      string `json:"tool"`
	Version   string `json:"version"`
	Rules     []Rule `json:"rules"`
}

// Rule is one entry of the catalogue under the names that findings use.
type Rule struct {
	Code     string         `json:"code"`
	Rule     string         `json:"rule"`
	Area     string         `json:"area"`
	Severity rules.Severity `json:"severity"`
	Gates    []rules.Gate   `json:"gates"`
	Scope    rules.Scope    `json:"scope"`
	Title    string         `json:"title"`
	Expected string         `json:"expected"`
	Why      string         `json:"why"`
	Fix      rules.Fix      `json:"fix"`
	Reads    []string       `json:"reads"`
	Docs     []rules.Doc    `json:"docs"`
}

// NewRuleList makes the document of some rules.
func NewRuleList(tool, version string, catalogue []rules.Rule) *RuleList {
	l := &RuleList{Schema: RulesSchema, Tool: tool, Version: version, Rules: []Rule{}}
	for _, r := range catalogue {
		l.Rules = append(l.Rules, Rule{
			Code: r.Code, Rule: r.Slug, Area: r.Area, Severity: r.Severity, Gates: r.Gates, Scope: r.Scope,
			Title: r.Title, Expected: r.Expected, Why: r.Why, Fix: rules.Fix{Text: r.Fix, Steps: list(r.Steps)},
			Reads: list(r.Reads), Docs: append([]rules.Doc{}, r.Docs...),
		})
	}
	return l
}

// RulesText lists rules one a line, under their areas.
func RulesText(w io.Writer, catalogue []rules.Rule, l Layout) error {
	p := newPage(l)
	for i, chapter := range chapters(catalogue) {
		if i > 0 {
			p.blank()
		}
		p.line(p.paint("1", chapter[0].Area))
		for _, r := range chapter {
			p.text(fmt.Sprintf("  %s  %s  ", r.Code, pad(severityWord(r.Severity), 11)), "", []string{r.Title})
		}
	}
	return p.flush(w)
}

// chapters groups rules by their area, in the order the catalogue names the areas.
func chapters(catalogue []rules.Rule) [][]rules.Rule {
	var list [][]rules.Rule
	at := map[string]int{}
	for _, r := range catalogue {
		i, ok := at[r.Area]
		if !ok {
			i = len(list)
			at[r.Area] = i
			list = append(list, nil)
		}
		list[i] = append(list[i], r)
	}
	return list
}

// Explain writes everything about one rule.
func Explain(w io.Writer, r rules.Rule, l Layout) error {
	p := newPage(l)
	p.say(fmt.Sprintf("%s %s", r.Code, r.Slug), "1")
	p.say(r.Title+".", "")
	p.blank()
	for _, part := range []struct{ label, text string }{
		{"Severity", severityMeaning(r.Severity)},
		{"Judged for", gatesOf(r)},
		{"Judged on", map[rules.Scope]string{rules.PerInstance: "the instance", rules.PerDatabase: "each database"}[r.Scope]},
		{"Expected", r.Expected},
		{"Why", r.Why},
		{"Fix", r.Fix},
		{"Reads", strings.Join(r.Reads, ", ")},
	} {
		if part.text != "" {
			p.text(pad(part.label, 12), "1", visibleLines(part.text))
		}
	}
	for _, d := range r.Docs {
		p.line(p.paint("1", pad("Documented", 12)) + d.URL + " (compared " + d.Checked + ")")
	}
	return p.flush(w)
}

// severityMeaning says what a severity does.
func severityMeaning(s rules.Severity) string {
	switch s {
	case rules.Blocker:
		return "blocker: the link would fail"
	case rules.LastChance:
		return "last chance: cannot be changed once the link exists"
	case rules.Warning:
		return "warning: advised, does not stop the link"
	}
	return "note: good to know"
}

func gatesOf(r rules.Rule) string {
	var names []string
	for _, g := range r.Gates {
		names = append(names, string(g))
	}
	return strings.Join(names, ", ")
}
