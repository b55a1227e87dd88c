package instance

import (
	"strconv"
	"strings"

	"milink/internal/lab/syntax"
)

// setOptions applies the WITH list of CREATE or the SET list of ALTER AVAILABILITY GROUP.
// The parser's list is closed; a name that gets here unknown is a syntax error all the same.
func (g *Group) setOptions(options []syntax.WithOption) error {
	for _, o := range options {
		if err := g.setOption(o); err != nil {
			return err
		}
	}
	return nil
}

func (g *Group) setOption(o syntax.WithOption) error {
	switch o.Name {
	case "CLUSTER_TYPE":
		g.ClusterType = o.Value
	case "AUTOMATED_BACKUP_PREFERENCE":
		g.BackupPreference = o.Value
	case "FAILURE_CONDITION_LEVEL":
		return setNumber(&g.FailureCondition, o, 1, 5)
	case "HEALTH_CHECK_TIMEOUT":
		return setNumber(&g.HealthTimeout, o, 15000, 1<<31-1)
	case "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT":
		return setNumber(&g.RequiredSyncs, o, 0, 8)
	case "DB_FAILOVER":
		g.DBFailover = o.Value == "ON"
	case "DTC_SUPPORT":
		g.DTC = o.Value == "PER_DB"
	case "BASIC":
		g.Basic = true
	case "CONTAINED":
		g.Contained = true
	case "DISTRIBUTED":
		g.Distributed = true
	default:
		return fault(102, o.Name)
	}
	return nil
}

// setNumber reads a number within its limits; outside it is 35214 for the session timeout
// and 102 elsewhere, as the grammar names the limits.
//
// modelled: which number a value out of range gives.
func setNumber(target *int, o syntax.WithOption, low, high int) error {
	n, err := strconv.Atoi(o.Value)
	if err != nil || n < low || n > high {
		return fault(102, o.Value)
	}
	*target = n
	return nil
}

// apply sets the options of a REPLICA ON or AVAILABILITY GROUP ON entry.
func (r *Replica) apply(options []syntax.WithOption) error {
	for _, o := range options {
		if err := r.applyOption(o); err != nil {
			return err
		}
	}
	return nil
}

func (r *Replica) applyOption(o syntax.WithOption) error {
	switch o.Name {
	case "ENDPOINT_URL", "LISTENER_URL", "LISTENER":
		r.EndpointURL = optionText(o)
	case "AVAILABILITY_MODE":
		r.Availability = map[string]int{"ASYNCHRONOUS_COMMIT": 0, "SYNCHRONOUS_COMMIT": 1, "CONFIGURATION_ONLY": 4}[o.Value]
	case "FAILOVER_MODE":
		r.Failover = map[string]int{"AUTOMATIC": 0, "MANUAL": 1, "EXTERNAL": 2}[o.Value]
	case "SEEDING_MODE":
		r.Seeding = map[string]int{"AUTOMATIC": 0, "MANUAL": 1}[o.Value]
	case "SESSION_TIMEOUT":
		return r.setTimeout(o)
	case "BACKUP_PRIORITY":
		return setNumber(&r.BackupPriority, o, 0, 100)
	default:
		return r.applyAccess(o)
	}
	return nil
}

// applyAccess sets what SECONDARY_ROLE (...) and PRIMARY_ROLE (...) let in.
func (r *Replica) applyAccess(o syntax.WithOption) error {
	if o.Name != "SECONDARY_ROLE" && o.Name != "PRIMARY_ROLE" {
		return fault(102, o.Name)
	}
	for _, sub := range o.Sub {
		switch {
		case sub.Name == "ALLOW_CONNECTIONS" && o.Name == "SECONDARY_ROLE":
			r.AllowSecondary = map[string]int{"NO": 0, "READ_ONLY": 1, "ALL": 2}[sub.Value]
		case sub.Name == "ALLOW_CONNECTIONS":
			r.AllowPrimary = map[string]int{"ALL": 2, "READ_WRITE": 3}[sub.Value]
		case sub.Name == "READ_ONLY_ROUTING_URL":
			r.ReadOnlyURL = optionText(sub)
		case sub.Name == "READ_WRITE_ROUTING_URL":
			r.ReadWriteURL = optionText(sub)
		case sub.Name != "READ_ONLY_ROUTING_LIST": // the list shows in no view the lab has
			return fault(102, sub.Name)
		}
	}
	return nil
}

// setTimeout refuses a session timeout below five seconds (35214).
func (r *Replica) setTimeout(o syntax.WithOption) error {
	n, err := strconv.Atoi(o.Value)
	if err != nil || n < 5 {
		return fault(35214, "CREATE AVAILABILITY GROUP", r.ServerName, 5)
	}
	r.SessionTimeout = n
	return nil
}

// optionText is the value of an option given as a string.
func optionText(o syntax.WithOption) string {
	if o.Text != nil {
		return o.Text.Literal
	}
	return o.Value
}

// given tells whether an option is in the list.
func given(options []syntax.WithOption, name string) bool {
	for _, o := range options {
		if o.Name == name {
			return true
		}
	}
	return false
}

// option returns an option of the list, or nil.
func option(options []syntax.WithOption, name string) *syntax.WithOption {
	for i := range options {
		if options[i].Name == name {
			return &options[i]
		}
	}
	return nil
}

// addReplicas builds the replicas of a plain group. One of them must be this instance.
func (a *action) addReplicas(g *Group, replicas []syntax.Replica) error {
	for _, entry := range replicas {
		if a.s.replica(g, entry.Name) != nil {
			return fault(35235, entry.Name)
		}
		r, err := a.newReplica(g, entry)
		if err != nil {
			return err
		}
		if a.s.isSelf(entry.Name) {
			r.Local, r.Role, r.Connected, r.Health = true, 1, true, 2
		}
		g.Replicas = append(g.Replicas, r)
	}
	if g.local() == nil {
		return fault(35237, g.Name)
	}
	return nil
}

// isSelf tells whether a replica name is @@SERVERNAME.
func (s *Server) isSelf(name string) bool { return strings.EqualFold(s.Identity.ServerName, name) }

func (a *action) newReplica(g *Group, entry syntax.Replica) (*Replica, error) {
	r := a.emptyReplica(entry.Name)
	if err := r.apply(entry.Options); err != nil {
		return nil, err
	}
	url := r.EndpointURL
	switch {
	case !given(entry.Options, "ENDPOINT_URL"):
		return nil, fault(35236, entry.Name)
	case !given(entry.Options, "AVAILABILITY_MODE"):
		return nil, fault(41198, entry.Name)
	case !given(entry.Options, "FAILOVER_MODE") && r.Availability != 4:
		return nil, fault(41197, entry.Name)
	case !validURL(url):
		return nil, fault(35232, url)
	}
	return r, g.checkFailover("CREATE AVAILABILITY GROUP", r)
}

// checkFailover refuses combinations of commit, failover and cluster type.
func (g *Group) checkFailover(verb string, r *Replica) error {
	if r.Availability == 0 && r.Failover == 0 {
		return fault(35211, verb, r.ServerName)
	}
	if g.ClusterType == "NONE" && r.Failover != 1 && r.Availability != 4 {
		return fault(47101, g.Name)
	}
	return nil
}

func (a *action) emptyReplica(name string) *Replica {
	return &Replica{ID: a.s.newGUID(), ServerName: name, SessionTimeout: 10, BackupPriority: 50, Seeding: 1,
		Failover: 1, AllowPrimary: 2, Created: a.now, Modified: a.now}
}

// validURL checks TCP://host:port.
func validURL(url string) bool {
	host, port, ok := splitURL(url)
	n, err := strconv.Atoi(port)
	return ok && host != "" && err == nil && n > 0 && n < 65536
}

// splitURL takes TCP://host:port apart; the address of IPv6 stands in brackets.
func splitURL(url string) (host, port string, ok bool) {
	if len(url) < 6 || !strings.EqualFold(url[:6], "tcp://") {
		return "", "", false
	}
	rest := url[6:]
	cut := strings.LastIndexByte(rest, ':')
	if cut < 0 || strings.ContainsAny(rest, " /;") {
		return "", "", false
	}
	return rest[:cut], rest[cut+1:], true
}
