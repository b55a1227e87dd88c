package main

import (
	"io"

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
			var terms []report.Term
			for _, s := range list {
				terms = append(terms, report.Term{Name: s.Name, Meaning: s.Title})
			}
			if err := report.Terms(a.stdout, terms, a.layout()); err != nil {
				return err
			}
			_, err := io.WriteString(a.stdout, "\nTry one: milink check -f lab:NAME\n")
			return err
		},
	}
}
