package main

import (
	"context"

	"milink/internal/lab"
)

// startLab serves a simulated world until ctx ends or it is closed.
func startLab(ctx context.Context, o labOptions) (simulated, error) {
	l, err := lab.Start(ctx, lab.Options{Scenario: o.scenario, Listen: o.listen, Faults: o.faults, Notice: o.notice})
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

// labFaults lists what can be made to go wrong, by name.
func labFaults() map[string]string { return lab.Faults() }
