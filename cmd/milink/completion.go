package main

import (
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/config"
	"milink/internal/rules"
)

// The values of flags, for checking them and for the shell to offer.
var (
	gates      = []string{string(rules.Prepare), string(rules.Create), string(rules.Cutover)}
	severities = []string{string(rules.Blocker), string(rules.LastChance), string(rules.Warning), string(rules.Info)}
	tlsModes   = config.TLSMode("").Values()
)

// completes lets the shell offer the values of a flag. It fails only for a flag that the verb
// does not have.
func completes(c *cobra.Command, flag string, values []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values, cobra.ShellCompDirectiveNoFileComp
	})
}

// completeRules is what the shell offers behind explain.
func completeRules(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return ruleNames(), cobra.ShellCompDirectiveNoFileComp
}

// completeRuleList offers the next rule of a list, by name and by code with what it is about.
func completeRuleList(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	before := begun[:strings.LastIndex(begun, ",")+1]
	var list []string
	for _, r := range rules.Catalogue() {
		list = append(list, before+r.Slug, before+r.Code+"\t"+r.Title)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// completeFile offers the lab's worlds beside the files.
func (a *app) completeFile(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, s := range a.scenarios() {
		if name := labPrefix + s.Name; strings.HasPrefix(name, begun) {
			list = append(list, name+"\t"+s.Title)
		}
	}
	return list, cobra.ShellCompDirectiveDefault
}

// completeForm offers the forms of a verb's result.
func completeForm(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return forms(c), cobra.ShellCompDirectiveNoFileComp
}
