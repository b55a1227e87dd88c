package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/report"
)

// scenariosDocument is `milink lab scenarios -o json`.
type scenariosDocument struct {
	Schema    string     `json:"schema"`
	Simulated bool       `json:"simulated"`
	Scenarios []scenario `json:"scenarios"`
}

func (a *app) labScenarios() *cobra.Command {
	return &cobra.Command{
		Use:   "scenarios",
		Short: "List the worlds the lab can be",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			list := a.scenarios()
			if a.output == "json" {
				return report.WriteJSON(a.stdout, scenariosDocument{"milink/scenarios/v1", true, list})
			}
			var b strings.Builder
			for _, s := range list {
				fmt.Fprintf(&b, "%-30s %s\n", s.Name, s.Title)
			}
			b.WriteString("\nTry one: milink check -f lab:NAME\n")
			_, err := io.WriteString(a.stdout, b.String())
			return err
		},
	}
}
