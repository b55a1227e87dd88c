package sqlserver

import (
	"strconv"
	"strings"

	"milink/internal/facts"
	"milink/internal/tsql"
)

// instance puts together what the answers so far say.
func (c *collection) instance() *facts.Instance {
	cfg := c.session.cfg
	i := readInstance(c.answers)
	i.Address = cfg.Server
	i.Connection = facts.Connection{Encrypted: facts.Known(c.session.encrypted()), Verified: !cfg.TLS.Trust}
	return i
}

// readInstance turns answers into facts. It is pure, and works on any subset of answers:
// what is not there is unknown.
func readInstance(a answers) *facts.Instance {
	i := &facts.Instance{Identity: readIdentity(a), Account: readAccount(a.get("source/account"))}
	r := readRights(i.Account, i.Identity.Version.Or(facts.Version{}).Major())
	i.HADR = readHADR(a, i.Identity)
	i.TraceFlags = readTraceFlags(a, i.Identity)
	i.MasterKey = readMasterKey(a.get("source/masterkey"), r)
	i.Certificates = readCertificates(a.get("source/certificates"), r)
	i.Endpoints = readEndpoints(a.get("source/endpoints"), r)
	i.EndpointRights = readEndpointRights(a.get("source/endpoint-rights"), r)
	i.MappedLogins, i.SystemLogin = readLogins(a.get("source/logins"), r)
	i.Groups = readGroups(a, r)
	i.Services = readServices(a.get("source/services"), i.Identity)
	i.Databases = readDatabases(a, r)
	i.OfflineHidden = r.hidesOffline()
	return i
}

func readIdentity(a answers) facts.Identity {
	from := a.get("source/identity")
	text := func(column string) facts.Fact[string] {
		return first(from, func(r row) string { return r.text(column) })
	}
	id := facts.Identity{
		Banner: text("banner"), ProductLevel: text("product_level"), UpdateLevel: text("update_level"),
		UpdateReference: text("update_reference"), Edition: text("edition"), ServerName: text("server_name"),
		PropertyName: text("property_name"), InstanceName: text("instance_name"), Collation: text("collation"),
		EngineEdition: first(from, func(r row) int { return r.int("engine_edition") }),
		Clustered:     notNull(from, "is_clustered", row.bool),
		StartedAt:     notNull(a.get("source/started"), "sqlserver_start_time", row.time),
		AddsIssuers:   readCapability(a.get("source/capability")),
	}
	id.Version = readVersion(text("product_version"))
	id.Platform, id.Distribution = readHost(a.get("source/host"), id.Version.Or(facts.Version{}).Major(), id.Banner)
	return id
}

// notNull reads one value that is unknown when the server says NULL.
func notNull[T any](a *answer, column string, read func(row, string) T) facts.Fact[T] {
	whole := first(a, func(r row) facts.Fact[T] { return unless(r, column, read) })
	f, ok := whole.Get()
	if !ok {
		return facts.Unknown[T](whole.Why())
	}
	return f
}

func readVersion(text facts.Fact[string]) facts.Fact[facts.Version] {
	s, ok := text.Get()
	if !ok {
		return facts.Unknown[facts.Version](text.Why())
	}
	v, err := facts.ParseVersion(s)
	if err != nil {
		return facts.Unknown[facts.Version](err.Error())
	}
	return facts.Known(v)
}

// readCapability: system objects are readable by everyone, so that no row is an absence.
func readCapability(a *answer) facts.Fact[bool] {
	names := list(a, func(r row) string { return r.text("name") })
	if found, ok := names.Get(); ok {
		return facts.Known(len(found) > 0)
	}
	return facts.Unknown[bool](names.Why())
}

// readHost: before 2017 there was no SQL Server but on Windows, and no view that names the
// system; the banner's last line does.
func readHost(a *answer, major int, banner facts.Fact[string]) (platform, distribution facts.Fact[string]) {
	switch {
	case major == 0:
		return facts.Unknown[string](a.reason()), facts.Unknown[string](a.reason())
	case major < 14:
		return facts.Known("Windows"), systemOf(banner)
	}
	return notNull(a, "host_platform", row.text), notNull(a, "host_distribution", row.text)
}

// systemOf reads the operating system out of @@VERSION: what stands behind " on " in its
// last line, such as "Enterprise Edition (64-bit) on Windows Server 2016 Standard 10.0".
func systemOf(banner facts.Fact[string]) facts.Fact[string] {
	text, ok := banner.Get()
	if !ok {
		return facts.Unknown[string](banner.Why())
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	_, system, found := strings.Cut(lines[len(lines)-1], " on ")
	if !found {
		return facts.Unknown[string]("@@VERSION names no operating system")
	}
	system, _, _ = strings.Cut(system, " <")
	return facts.Known(strings.TrimSpace(system))
}

func readAccount(a *answer) facts.Account {
	return facts.Account{
		Login:    notNull(a, "login_name", row.text),
		Sysadmin: notNull(a, "is_sysadmin", row.bool),
		Rights:   first(a, readPermissions),

		ReadsBackupHistory: notNull(a, "reads_backup_history", row.bool),
	}
}

// readPermissions takes the columns that are named like a permission; NULL is one this
// version does not have.
func readPermissions(r row) map[string]bool {
	held := map[string]bool{}
	for _, name := range tsql.ServerPermissions {
		if r.has(name) && !r.null(name) {
			held[name] = r.bool(name)
		}
	}
	return held
}

func readHADR(a answers, id facts.Identity) facts.HADR {
	from := a.get("source/identity")
	h := facts.HADR{
		Running: notNull(from, "is_hadr_enabled", row.bool),
		Manager: notNull(from, "hadr_manager_status", row.int),
		Cluster: readCluster(a),
	}
	h.Configured = notNull(a.get("source/hadr-switch"), "hadr_enabled", row.bool)
	if id.Platform.Or("") == "Linux" {
		h.Configured = facts.Unknown[bool]("on Linux the switch stands in mssql.conf, which T-SQL does not read")
	}
	return h
}

// readCluster: no row means that the instance sees no cluster with quorum.
func readCluster(a answers) facts.Fact[facts.Cluster] {
	names := list(a.get("source/cluster"), func(r row) string { return r.text("cluster_name") })
	found, ok := names.Get()
	if !ok {
		return facts.Unknown[facts.Cluster](names.Why())
	}
	if len(found) == 0 || found[0] == "" {
		return facts.Known(facts.Cluster{Nodes: []string{}})
	}
	members := a.get("source/cluster-members")
	nodes := list(members, func(r row) string {
		if r.int("member_type") != 0 { // a witness
			return ""
		}
		return r.text("member_name")
	})
	all, ok := nodes.Get()
	if !ok {
		return facts.Unknown[facts.Cluster](nodes.Why())
	}
	cluster := facts.Cluster{Name: found[0], Nodes: []string{}}
	for _, n := range all {
		if n != "" {
			cluster.Nodes = append(cluster.Nodes, n)
		}
	}
	return facts.Known(cluster)
}

func readTraceFlags(a answers, id facts.Identity) facts.TraceFlags {
	t := facts.TraceFlags{
		Global:  readFlags(a.get("source/traceflags"), "Global"),
		Session: readFlags(a.get("source/traceflags-session"), "Session"),
		Startup: readStartup(a.get("source/startup")),
	}
	if id.Platform.Or("") == "Linux" {
		t.Startup = facts.Unknown[[]int]("on Linux startup trace flags stand in mssql.conf, which T-SQL does not read")
	}
	return t
}

// readFlags reads DBCC TRACESTATUS: no result set at all is what it returns without flags.
func readFlags(a *answer, scope string) facts.Fact[[]int] {
	rows := list(a, func(r row) int {
		if !r.bool("Status") || !r.bool(scope) {
			return 0
		}
		return r.int("TraceFlag")
	})
	return onlySet(rows)
}

// onlySet drops the zeros that stand for rows of no interest.
func onlySet(f facts.Fact[[]int]) facts.Fact[[]int] {
	all, ok := f.Get()
	if !ok {
		return f
	}
	out := []int{}
	for _, n := range all {
		if n != 0 {
			out = append(out, n)
		}
	}
	return facts.Known(out)
}

// readStartup reads the -T parameters. The registry ends texts with a NUL character.
func readStartup(a *answer) facts.Fact[[]int] {
	flags := list(a, func(r row) int {
		value := strings.Trim(r.text("value_data"), "\x00 ")
		digits, ok := strings.CutPrefix(value, "-T")
		if !ok {
			return 0
		}
		flag, err := strconv.Atoi(strings.TrimSpace(digits))
		if err != nil {
			return 0
		}
		return flag
	})
	// Every instance has at least -d, -e and -l there.
	if f, ok := flags.Get(); ok && len(f) == 0 {
		return facts.Unknown[[]int]("sys.dm_server_registry shows no startup parameters")
	}
	return onlySet(flags)
}

// readServices: an instance on Windows shows at least its own service.
func readServices(a *answer, id facts.Identity) facts.Fact[[]facts.Service] {
	all := list(a, readService)
	if rows, ok := all.Get(); !ok || len(rows) > 0 {
		return all
	}
	if id.Platform.Or("") == "Linux" {
		return facts.Unknown[[]facts.Service]("on Linux sys.dm_server_services shows no services")
	}
	return facts.Unknown[[]facts.Service]("sys.dm_server_services shows no services")
}

// agentProgram is the one name of SQL Server Agent that no language of Windows changes.
const agentProgram = `\sqlagent.exe`

func readService(r row) facts.Service {
	return facts.Service{
		Name: r.text("servicename"), Agent: strings.Contains(strings.ToLower(r.text("filename")), agentProgram), Status: r.text("status_desc"),
		Startup: r.text("startup_type_desc"), Account: r.text("service_account"),
	}
}
