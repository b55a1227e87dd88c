package instance

import (
	"milink/internal/lab/syntax"
)

// setListenerOf gives a group its listener, if the statement names one.
func (a *action) setListenerOf(g *Group, l *syntax.Listener) error {
	if l == nil {
		return nil
	}
	listener := &GroupListener{ID: a.s.newGUID(), Name: l.Name, DHCP: l.DHCP, IPs: l.IPs, Port: 1433}
	if l.HasPort {
		listener.Port = l.Port
	}
	if listener.Port < 1 || listener.Port > 65535 {
		return fault(19482, listener.Port)
	}
	g.Listener = listener
	return nil
}

// alterListener carries out the listener forms.
//
// modelled: 102 stands for a second listener and for a missing one; the sheet has no number.
func (a *action) alterListener(g *Group, st *syntax.AlterGroup) error {
	switch st.Action {
	case "ADD LISTENER":
		if g.Listener != nil {
			return fault(102, st.Listener.Name)
		}
		return a.setListenerOf(g, st.Listener)
	case "MODIFY LISTENER", "REMOVE LISTENER", "RESTART LISTENER":
		if g.Listener == nil || st.Listener == nil || !a.s.sameName(g.Listener.Name, st.Listener.Name) {
			return fault(102, st.Action)
		}
	}
	switch st.Action {
	case "MODIFY LISTENER":
		if st.Listener.HasPort {
			g.Listener.Port = st.Listener.Port
		}
		if st.Listener.AddIP {
			g.Listener.IPs = append(g.Listener.IPs, st.Listener.IPs...)
		}
	case "REMOVE LISTENER":
		g.Listener = nil
	case "RESTART LISTENER":
	default:
		return fault(102, st.Action)
	}
	return nil
}
