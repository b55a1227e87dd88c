package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/suggest"
)

// helpCommand is cobra's help, except that an unknown topic is a mistake and not a success.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "Help about a verb",
		RunE: func(c *cobra.Command, args []string) error {
			topic, rest, err := c.Root().Find(args)
			if len(args) > 0 && (err != nil || len(rest) > 0 || topic == c.Root()) {
				return noTopic(topic, args, rest)
			}
			topic.InitDefaultHelpFlag()
			topic.InitDefaultVersionFlag()
			return topic.Help()
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return verbs(c.Root()), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// noTopic says up to where the topic is known, and what is near the rest.
func noTopic(known *cobra.Command, args, rest []string) error {
	if len(rest) == 0 {
		rest = args
	}
	return misspelt("there is no help about %q%s", strings.Join(args, " "), suggest.Question(rest[0], verbs(known)))
}

// idle are the flags of all verbs that do nothing for one: help does not show them there.
var idle = map[string][]string{
	"demo": {"file", "output"}, "up": {"file", "output"}, "scenarios": {"file"}, "rules": {"file"},
	"explain": {"file"}, "version": {"file"}, "exit-codes": {"file", "output"}, "help": {"file", "output"}, "lab": {"file", "output"}, "completion": {"file", "output"},
}

// hideIdle takes flags that do nothing out of the help of a verb.
func hideIdle(c *cobra.Command) {
	for _, name := range idle[c.Name()] {
		if f := c.InheritedFlags().Lookup(name); f != nil {
			f.Hidden = true
		}
	}
}

// flagLine finds the names in the list of flags that help shows.
var flagLine = regexp.MustCompile(`(?m)^ +(?:-\w, )? *--([a-z-]+)`)

// numberWanted finds what the flag package says of a number that is none.
var numberWanted = regexp.MustCompile(`^invalid argument "(.*)" for "(?:-\w, )?(--[a-z-]+)" flag: .*$`)

// flagMistake says what is wrong with a flag, and which one may have been meant.
func flagMistake(c *cobra.Command, err error) error {
	text := err.Error()
	if m := numberWanted.FindStringSubmatch(text); m != nil {
		return misspelt("%s %s: this is not a value it can have", m[2], m[1])
	}
	if name, ok := strings.CutPrefix(text, "unknown flag: --"); ok {
		var known []string
		for _, m := range flagLine.FindAllStringSubmatch(c.Flags().FlagUsages(), -1) {
			known = append(known, "--"+m[1])
		}
		slices.Sort(known)
		text += suggest.Question("--"+name, known)
	}
	return misspelt("%s: %s", c.CommandPath(), text)
}
