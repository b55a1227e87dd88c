package lab

import (
	"crypto/tls"
	"fmt"
	"sort"

	"milink/internal/lab/tds"
)

// namedFault is something that goes wrong: while requests are answered, or from the start
// with the source's TLS certificate.
type namedFault struct {
	title       string
	hook        func(tds.Request) *tds.Fault
	certificate func(*authority, tls.Certificate) (tls.Certificate, error)
}

// faults are the named faults a lab can be started with.
var faults = map[string]namedFault{
	"cut-mid-answer": {
		title: "the source's connection breaks after the first rows of the second request",
		hook: func(r tds.Request) *tds.Fault {
			if r.Number == 2 {
				return tds.CutAfterRows(3)
			}
			return nil
		},
	},
	"cut-at-login": {
		title: "the source closes the connection in the middle of the login's answer",
		hook: func(r tds.Request) *tds.Fault {
			if r.Kind == tds.RequestLogin {
				return tds.CutAfterBytes(20)
			}
			return nil
		},
	},
	"negative-serial": {
		title:       "the source's TLS certificate has a negative serial number, as those SQL Server makes for itself often have",
		certificate: (*authority).negativeSerial,
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
			if hook := faults[n].hook; hook != nil {
				if f := hook(r); f != nil {
					return f
				}
			}
		}
		return nil
	}, nil
}

// spoil puts the faults of those names on a certificate.
func (a *authority) spoil(names []string, certificate tls.Certificate) (tls.Certificate, error) {
	var err error
	for _, n := range names {
		if change := faults[n].certificate; change != nil && err == nil {
			certificate, err = change(a, certificate)
		}
	}
	return certificate, err
}

func faultNames() []string {
	var names []string
	for n := range faults {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
