package rules

import (
	"fmt"
	"slices"
	"strings"

	"milink/internal/facts"
)

// Codes that other rules refer to.
const (
	codeHADR        = "MIL1010"
	codeHADRRestart = "MIL1011"
)

func featureRules() []Rule {
	return []Rule{
		{
			Code: codeHADR, Slug: "hadr-enabled", Area: "Availability groups", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The availability groups feature is enabled",
			Expected: "enabled (SERVERPROPERTY('IsHadrEnabled') = 1, or switched on and waiting for a restart)",
			Why:      "The link is an availability group; without the feature every statement of it fails (Msg 35221 or 47105).",
			Fix:      "SQL Server Configuration Manager > SQL Server Services > properties of the service > Always On Availability Groups > Enable. Then restart the service.",
			FixLinux: "sudo /opt/mssql/bin/mssql-conf set hadr.hadrenabled 1\nsudo systemctl restart mssql-server",
			Steps:    []string{"enable-hadr", "restart-service"},
			Reads:    []string{"source.hadr.running", "source.hadr.configured"},
			Docs:     docs(prepareArticle, prepareLink), judge: judgeHADREnabled,
		},
		{
			Code: codeHADRRestart, Slug: "hadr-running", Area: "Availability groups", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The running service was started with availability groups",
			Expected: "no restart pending",
			Why:      "Enabled is not running: the switch takes effect at the next start of the service, and until then every availability group statement fails.",
			Fix:      "Restart the SQL Server service. One restart is enough for the feature and the trace flags together.",
			Steps:    []string{"restart-service"},
			Reads:    []string{"source.hadr.running"},
			Docs:     docs(prepareArticle), judge: judgeHADRRunning,
		},
		{
			Code: "MIL1012", Slug: "hadr-manager", Area: "Availability groups", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "The availability groups manager is running",
			Expected: "HadrManagerStatus = 1",
			Why:      "The feature can be on while its manager failed to start, mostly because the Windows cluster below it is down (SQL Server 2016).",
			Fix:      "Read the error log for the reason, repair the Windows cluster, then restart the service.",
			Steps:    []string{"restart-service"},
			Reads:    []string{"source.hadr.running", "source.hadr.manager"},
			Docs:     docs(prepareLink), judge: judgeHADRManager,
		},
		{
			Code: "MIL1013", Slug: "windows-cluster", Area: "Availability groups", Severity: Blocker, Gates: untilLink(), Scope: PerInstance,
			Title:    "SQL Server 2016 runs on a node of a Windows cluster",
			Expected: "the instance sees its Windows Server failover cluster (one node is enough)",
			Why:      "SQL Server 2016 has no availability groups without a Windows cluster: the feature cannot be enabled (\"This computer is not a node in a failover cluster\").",
			Fix:      "Install-WindowsFeature -Name Failover-Clustering -IncludeManagementTools; then New-Cluster -Name \"<name>\" -AdministrativeAccessPoint None -Verbose -Force, or Failover Cluster Manager. Then enable the feature and restart the service.",
			Steps:    []string{"create-cluster", "enable-hadr", "restart-service"},
			Reads:    []string{"source.identity.version", "source.hadr.running", "source.hadr.cluster"},
			Docs:     docs(wsfcLink), judge: judgeCluster,
		},
		{
			Code: "MIL1014", Slug: "system-login-rights", Area: "Availability groups", Severity: Blocker, Gates: fromCreate(), Scope: PerInstance,
			Title:    "On SQL Server 2016, NT AUTHORITY\\SYSTEM has the rights the cluster needs",
			Expected: "ALTER ANY AVAILABILITY GROUP, CONNECT SQL and VIEW SERVER STATE granted to NT AUTHORITY\\SYSTEM",
			Why:      "The Windows cluster watches the instance through this login; without the grants CREATE AVAILABILITY GROUP fails.",
			Fix:      "USE master;\nGRANT ALTER ANY AVAILABILITY GROUP TO [NT AUTHORITY\\SYSTEM];\nGRANT CONNECT SQL TO [NT AUTHORITY\\SYSTEM];\nGRANT VIEW SERVER STATE TO [NT AUTHORITY\\SYSTEM];",
			Steps:    []string{"grant-system-login"},
			Reads:    []string{"source.identity.version", "source.systemLogin"},
			Docs:     docs(wsfcLink), judge: judgeSystemLogin,
		},
		traceFlagRule("MIL1015", 1800, "When the log disks of the two sides have different sector sizes (512 bytes and 4 KB), log writes on the link become slow and misaligned. It is not needed where both log disks use 4 KB sectors; T-SQL cannot tell a disk's sector size, so this warns."),
		traceFlagRule("MIL1016", 9567, "Without it the seeding stream is not compressed and takes correspondingly longer. It costs processor time while seeding."),
	}
}

func judgeHADREnabled(s *subject) verdict {
	running, ok := s.source.HADR.Running.Get()
	if !ok {
		return unknown(s.source.HADR.Running.Why())
	}
	configured, known := s.source.HADR.Configured.Get()
	switch {
	case running && known && !configured:
		return s.saw(fail("running, but switched off for the next start"), facts.ProbeHADRSwitch, "0")
	case running:
		return s.saw(pass("enabled and running"), facts.ProbeIdentity, "IsHadrEnabled = 1")
	case known && configured:
		return s.saw(pass("switched on, waiting for a restart"), facts.ProbeHADRSwitch, "1")
	case known:
		return s.saw(fail("disabled"), facts.ProbeIdentity, "IsHadrEnabled = 0")
	}
	observed := "not running; whether it was switched on since the last start could not be read: " + s.source.HADR.Configured.Why()
	return s.saw(fail(observed), facts.ProbeIdentity, "IsHadrEnabled = 0")
}

func judgeHADRRunning(s *subject) verdict {
	running, ok := s.source.HADR.Running.Get()
	if !ok {
		return unknown(s.source.HADR.Running.Why())
	}
	if running {
		return s.saw(pass("running"), facts.ProbeIdentity, "IsHadrEnabled = 1")
	}
	if s.failed(codeHADR) {
		return skip(codeHADR)
	}
	return s.saw(fail("switched on, but the service has not been restarted since"), facts.ProbeIdentity, "IsHadrEnabled = 0")
}

func judgeHADRManager(s *subject) verdict {
	running, ok := s.source.HADR.Running.Get()
	if !ok {
		return unknown(s.source.HADR.Running.Why())
	}
	if !running {
		return skip(firstFailed(s, codeHADR, codeHADRRestart))
	}
	status, ok := s.source.HADR.Manager.Get()
	if !ok {
		return unknown(s.source.HADR.Manager.Why())
	}
	value := fmt.Sprintf("HadrManagerStatus = %d", status)
	switch status {
	case 1:
		return s.saw(pass("running"), facts.ProbeIdentity, value)
	case 0:
		return s.saw(fail("not started, pending communication"), facts.ProbeIdentity, value)
	}
	return s.saw(fail("failed to start"), facts.ProbeIdentity, value)
}

// firstFailed is the first of the codes that failed for this target; the last one when
// none did, because the caller knows that one of them explains the case.
func firstFailed(s *subject, codes ...string) string {
	for _, c := range codes {
		if s.failed(c) {
			return c
		}
	}
	return codes[len(codes)-1]
}

// only2016 judges the version for rules that exist because of SQL Server 2016.
func only2016(s *subject) (verdict, bool) {
	v, ok := s.source.Identity.Version.Get()
	if !ok {
		return unknown(s.source.Identity.Version.Why()), false
	}
	if v.Major() != 13 {
		return skip("only SQL Server 2016 needs this"), false
	}
	return verdict{}, true
}

func judgeCluster(s *subject) verdict {
	if v, is2016 := only2016(s); !is2016 {
		return v
	}
	running, ok := s.source.HADR.Running.Get()
	if !ok {
		return unknown(s.source.HADR.Running.Why())
	}
	if !running {
		return unknown("the instance shows its cluster only while availability groups are on; look at the Always On tab of Configuration Manager: a greyed checkbox means no cluster")
	}
	c, ok := s.source.HADR.Cluster.Get()
	if !ok {
		return unknown(s.source.HADR.Cluster.Why())
	}
	if c.Name == "" {
		return s.saw(fail("no cluster, or one without quorum"), facts.ProbeCluster, "no row")
	}
	return s.saw(pass(fmt.Sprintf("%s (%s)", c.Name, strings.Join(c.Nodes, ", "))), facts.ProbeCluster, c.Name)
}

// systemNeeds are the grants of facts/link.md 1.5 W6.
var systemNeeds = []string{"ALTER ANY AVAILABILITY GROUP", "CONNECT SQL", "VIEW SERVER STATE"}

func judgeSystemLogin(s *subject) verdict {
	if v, is2016 := only2016(s); !is2016 {
		return v
	}
	l, ok := s.source.SystemLogin.Get()
	if !ok {
		return unknown(s.source.SystemLogin.Why())
	}
	switch {
	case !l.Exists:
		return s.saw(fail("there is no login NT AUTHORITY\\SYSTEM"), facts.ProbeLogins, "no row").withFix(
			"CREATE LOGIN [NT AUTHORITY\\SYSTEM] FROM WINDOWS; then grant it ALTER ANY AVAILABILITY GROUP, CONNECT SQL and VIEW SERVER STATE.", "grant-system-login")
	case l.Disabled:
		return s.saw(fail("the login NT AUTHORITY\\SYSTEM is disabled"), facts.ProbeLogins, "is_disabled = 1")
	case l.Sysadmin:
		return s.saw(pass("member of sysadmin"), facts.ProbeLogins, "sysadmin")
	}
	var missing []string
	for _, p := range systemNeeds {
		if !slices.Contains(l.Granted, p) {
			missing = append(missing, p)
		}
	}
	if len(missing) > 0 {
		return s.saw(fail("not granted: "+strings.Join(missing, ", ")), facts.ProbeLogins, strings.Join(l.Granted, ", "))
	}
	return s.saw(pass("granted"), facts.ProbeLogins, strings.Join(l.Granted, ", "))
}

// traceFlagRule is the rule of one startup trace flag. The seed calls the flags proper,
// the newer preparation article advises them; so they warn.
func traceFlagRule(code string, flag int, why string) Rule {
	return Rule{
		Code: code, Slug: fmt.Sprintf("trace-flag-%d", flag), Area: "Trace flags", Severity: Warning, Gates: untilLink(), Scope: PerInstance,
		Title:    fmt.Sprintf("Trace flag %d is on, now and after a restart", flag),
		Expected: fmt.Sprintf("-T%d among the startup parameters, and the flag on for everyone now", flag),
		Why:      why + " The migration article lists it among the things to prepare, the newer preparation article advises it.",
		Fix:      fmt.Sprintf("SQL Server Configuration Manager > properties of the service > Startup Parameters > add -T%d. Then restart the service.", flag),
		FixLinux: fmt.Sprintf("sudo /opt/mssql/bin/mssql-conf traceflag %d on\nsudo systemctl restart mssql-server", flag),
		Steps:    []string{fmt.Sprintf("add-trace-flag-%d", flag), "restart-service"},
		Reads:    []string{"source.traceFlags.startup", "source.traceFlags.global"},
		Docs:     docs(prepareArticle, prepareLink, traceStatusPage),
		judge:    func(s *subject) verdict { return judgeTraceFlag(s, flag) },
	}
}

func judgeTraceFlag(s *subject, flag int) verdict {
	global, ok := s.source.TraceFlags.Global.Get()
	if !ok {
		return unknown(s.source.TraceFlags.Global.Why())
	}
	on := slices.Contains(global, flag)
	startup, ok := s.source.TraceFlags.Startup.Get()
	if !ok && on {
		return unknown("on for everyone now; whether it is on after a restart could not be read: " + s.source.TraceFlags.Startup.Why())
	}
	atStart := slices.Contains(startup, flag)
	switch {
	case on && atStart:
		return s.saw(pass("on, also at startup"), facts.ProbeTraceFlags, flagList(global))
	case on:
		return s.saw(fail("on now, but not among the startup parameters: lost at the next restart"), facts.ProbeStartup, flagList(startup))
	case atStart:
		return s.saw(fail("among the startup parameters, but not on: the service has not been restarted since, or the flag was switched off"), facts.ProbeTraceFlags, flagList(global)).
			withFix("Restart the SQL Server service.", "restart-service")
	case slices.Contains(s.source.TraceFlags.Session.Or(nil), flag):
		return s.saw(fail("on for this session only, which has no effect on the link"), facts.ProbeTraceFlags, flagList(global))
	}
	return s.saw(fail("off (flags that another session set for itself do not show, and have no effect on the link)"), facts.ProbeTraceFlags, flagList(global))
}

func flagList(flags []int) string {
	if len(flags) == 0 {
		return "no flags"
	}
	return strings.Trim(fmt.Sprint(flags), "[]")
}
