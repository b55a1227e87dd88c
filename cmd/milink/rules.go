package main

import (
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/report"
	"milink/internal/rules"
	"milink/internal/suggest"
)

func (a *app) rules() *cobra.Command {
	return &cobra.Command{
		Use:   "rules [CODE]",
		Short: "List the rules a check applies",
		Long: `List the rules a check applies, or show one of them. A rule has a code (MIL1001)
and a name (source-version); both are understood everywhere.`,
		Args: atMostOneRule,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.explainRule(args[0])
			}
			if a.output == "json" {
				return report.WriteJSON(a.stdout, report.NewRuleList(tool, version, rules.Catalogue()))
			}
			return report.RulesText(a.stdout, rules.Catalogue(), a.layout())
		},
		ValidArgsFunction: completeRules,
	}
}

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain CODE",
		Short: "Explain a rule: why it matters and what to do",
		Long:  "Explain a rule by its code (MIL1001) or name (source-version).",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("explain wants the code or name of a rule; milink rules lists them")
			}
			return atMostOneRule(c, args)
		},
		RunE:              func(_ *cobra.Command, args []string) error { return a.explainRule(args[0]) },
		ValidArgsFunction: completeRules,
	}
}

// explainRule shows one rule in the form asked for.
func (a *app) explainRule(name string) error {
	r, ok := rules.Find(name)
	if !ok {
		return unknownRule(name)
	}
	if a.output == "json" {
		return report.WriteJSON(a.stdout, report.NewRuleList(tool, version, []rules.Rule{r}))
	}
	return report.Explain(a.stdout, r, a.layout())
}

// unknownRule says what is known instead. A number is most likely an error of SQL Server.
func unknownRule(name string) error {
	if strings.Trim(name, "0123456789") == "" {
		return usage("%q is no rule, and only rules can be explained, not yet errors of SQL Server (milink rules lists them)", name)
	}
	return usage("unknown rule %q%s (milink rules lists them)", name, suggest.Question(name, ruleNames()))
}

// ruleNames are all words that name a rule: slugs first, because people mistype words.
func ruleNames() []string {
	var slugs, codes []string
	for _, r := range rules.Catalogue() {
		slugs = append(slugs, r.Slug)
		codes = append(codes, r.Code)
	}
	return append(slugs, codes...)
}

func atMostOneRule(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage("%s takes one rule, but got %q as well", c.CommandPath(), args[1])
	}
	return nil
}
