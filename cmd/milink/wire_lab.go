package main

import (
	"context"

	"milink/internal/lab"
)

// startLab serves a simulated world until ctx ends or it is closed.
func startLab(ctx context.Context, name, listen string) (simulated, error) {
	l, err := lab.Start(ctx, lab.Options{Scenario: name, Listen: listen})
	if err != nil {
		return nil, err
	}
	return l, nil
}

// labScenarios lists the worlds.
func labScenarios() []scenario {
	var list []scenario
	for _, s := range lab.Scenarios() {
		list = append(list, scenario{Name: s.Name, Title: s.Title, Server: s.Server})
	}
	return list
}
