package instance

import (
	"slices"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

var configurationProcedures = []procedure{{
	name: "sp_configure",
	params: []engine.ProcParam{
		defaulted("@configname", value.VarCharN(35), nil), defaulted("@configvalue", value.IntT, nil),
	},
	run: (*action).configure,
}}

// configure lists options or sets one. Advanced options are hidden until 'show advanced
// options' is in use; a hidden or unknown one is 15123.
func (a *action) configure(args arguments) (int32, error) {
	if !args.has("@configname") {
		a.listOptions(a.visibleOptions(""))
		return 0, nil
	}
	asked := args.text("@configname")
	names := a.visibleOptions(asked)
	switch {
	case len(names) == 0:
		return 1, fault(15123, asked)
	case len(names) > 1:
		return 1, fault(15124, asked)
	}
	if !args.has("@configvalue") {
		a.listOptions(names)
		return 0, nil
	}
	n, _ := args.number("@configvalue")
	return a.setConfiguration(names[0], int64(n))
}

// visibleOptions lists the options whose name contains part, in order. A full name stands
// for itself even when longer names contain it.
func (a *action) visibleOptions(part string) []string {
	advanced := a.s.Settings.Configurations["show advanced options"].InUse == 1
	var names []string
	for name, c := range a.s.Settings.Configurations {
		if c.Advanced && !advanced {
			continue
		}
		if part != "" && strings.EqualFold(name, part) {
			return []string{name}
		}
		if strings.Contains(strings.ToLower(name), strings.ToLower(part)) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) })
	return names
}

func (a *action) listOptions(names []string) {
	var rows [][]any
	for _, name := range names {
		c := a.s.Settings.Configurations[name]
		rows = append(rows, []any{name, c.Min, c.Max, c.Value, c.InUse})
	}
	a.result([]engine.Column{
		textColumn("name", 35), column("minimum", value.IntT), column("maximum", value.IntT),
		column("config_value", value.IntT), column("run_value", value.IntT),
	}, rows)
}

// setConfiguration writes the configured value; RECONFIGURE or a restart puts it into use.
func (a *action) setConfiguration(name string, n int64) (int32, error) {
	if !a.se.HasServer("ALTER SETTINGS") {
		return 1, fault(15247)
	}
	c := a.s.Settings.Configurations[name]
	if n < c.Min || n > c.Max {
		return 1, fault(15129, n, name)
	}
	before := c.Value
	c.Value = n
	a.s.Settings.Configurations[name] = c
	a.say(fault(15457, name, before, n).In("sp_configure"))
	a.s.logf(a.se.process(), "Configuration option '%s' changed from %d to %d. Run the RECONFIGURE statement to install.", name, before, n)
	return 0, nil
}
