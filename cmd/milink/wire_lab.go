package main

import (
	"context"
	"net"
	"strings"
	"time"

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

// somebodyListens asks whether a lab is still there. Labs are on this machine, which answers
// at once.
func somebodyListens(server string) bool {
	conn, err := net.DialTimeout("tcp", strings.Replace(server, ",", ":", 1), time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
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
