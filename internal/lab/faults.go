package lab

import (
	"fmt"
	"sort"

	"milink/internal/lab/tds"
)

// faults are the named faults a lab can be started with.
var faults = map[string]struct {
	title string
	hook  func(tds.Request) *tds.Fault
}{
	"cut-mid-answer": {
		"the source's connection breaks after the first rows of the second request",
		func(r tds.Request) *tds.Fault {
			if r.Number == 2 {
				return tds.CutAfterRows(3)
			}
			return nil
		},
	},
	"cut-at-login": {
		"the source closes the connection in the middle of the login's answer",
		func(r tds.Request) *tds.Fault {
			if r.Kind == tds.RequestLogin {
				return tds.CutAfterBytes(20)
			}
			return nil
		},
	},
}

// Faults lists the faults by name with what they do.
func Faults() map[string]string {
	out := map[string]string{}
	for name, f := range faults {
		out[name] = f.title
	}
	return out
}

// faultHook joins the named faults; the first that applies wins.
func faultHook(names []string) (func(tds.Request) *tds.Fault, error) {
	for _, n := range names {
		if _, ok := faults[n]; !ok {
			return nil, fmt.Errorf("no lab fault is called %q; there are: %s", n, quoted(faultNames()))
		}
	}
	return func(r tds.Request) *tds.Fault {
		for _, n := range names {
			if f := faults[n].hook(r); f != nil {
				return f
			}
		}
		return nil
	}, nil
}

func faultNames() []string {
	var names []string
	for n := range faults {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
