package rules

import (
	"fmt"
	"sort"
	"strings"

	"milink/internal/facts"
)

func accountRules() []Rule {
	return []Rule{
		{
			Code: "MIL1050", Slug: "account-sees", Area: "Account", Severity: Info, Gates: always(), Scope: PerInstance,
			Title:    "The account can see everything a check reads",
			Expected: "VIEW SERVER STATE, VIEW ANY DEFINITION and CONNECT ANY DATABASE (2022 and later also in their narrow forms), ALTER ANY DATABASE where offline databases matter, SELECT on msdb.dbo.backupset; sysadmin is not needed",
			Why:      "What the account may not see is reported as unknown, never as absent. A check needs no more than these rights.",
			Fix:      "USE master;\nGRANT VIEW SERVER STATE TO [<login>];\nGRANT VIEW ANY DEFINITION TO [<login>];\nGRANT CONNECT ANY DATABASE TO [<login>];\nUSE msdb;\nCREATE USER [<login>] FOR LOGIN [<login>];\nGRANT SELECT ON dbo.backupset TO [<login>];",
			Steps:    []string{"grant-assess-rights"},
			Reads:    []string{"source.account.sysadmin", "source.account.rights", "source.account.readsBackupHistory"},
			Docs:     docs(sqlDocs + "t-sql/statements/grant-server-permissions-transact-sql"), judge: judgeAccountSees,
		},
		{
			Code: "MIL1051", Slug: "account-changes", Area: "Account", Severity: Blocker, Gates: []Gate{Prepare}, Scope: PerInstance,
			Title:    "The account can prepare the instance",
			Expected: "member of sysadmin",
			Why:      "Creating keys, certificates, the endpoint and the availability group asks for sysadmin in the articles; a smaller right fails half-way.",
			Fix:      "Run with a login of the sysadmin role, or let an administrator carry the steps out.",
			Steps:    []string{"grant-sysadmin"},
			Reads:    []string{"source.account.sysadmin"},
			Docs:     docs(prepareArticle), judge: judgeAccountChanges,
		},
		{
			Code: "MIL1052", Slug: "agent-running", Area: "Account", Severity: Info, Gates: onCreate(), Scope: PerInstance,
			Title:    "SQL Server Agent is running",
			Expected: "the Agent service runs",
			Why:      "Only the network test from inside SQL Server and scheduled log backups need it; the link does not.",
			Fix:      "Start the SQL Server Agent service and set it to start automatically.",
			Steps:    []string{"start-agent"},
			Reads:    []string{"source.services"},
			Docs:     docs(prepareLink), judge: judgeAgent,
		},
	}
}

// narrow names, per wide right, the rights of 2022 and later that together equal it.
var narrow = map[string][]string{
	"VIEW SERVER STATE":   {"VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE"},
	"VIEW ANY DEFINITION": {"VIEW ANY PERFORMANCE DEFINITION", "VIEW ANY SECURITY DEFINITION"},
}

// holds tells whether the rights contain p or everything p is made of.
func holds(rights map[string]bool, p string) bool {
	if rights[p] {
		return true
	}
	parts := narrow[p]
	for _, part := range parts {
		if !rights[part] {
			return false
		}
	}
	return len(parts) > 0
}

func judgeAccountSees(s *subject) verdict {
	login := s.source.Account.Login.Or("this login")
	sysadmin, ok := s.source.Account.Sysadmin.Get()
	if !ok {
		return unknown(s.source.Account.Sysadmin.Why())
	}
	if sysadmin {
		return s.saw(pass(login+" is sysadmin"), facts.ProbeAccount, "sysadmin")
	}
	rights, ok := s.source.Account.Rights.Get()
	if !ok {
		return unknown(s.source.Account.Rights.Why())
	}
	var missing []string
	for _, p := range []string{"VIEW SERVER STATE", "VIEW ANY DEFINITION", "CONNECT ANY DATABASE"} {
		if !holds(rights, p) {
			missing = append(missing, p)
		}
	}
	value := held(rights)
	history, ok := s.source.Account.ReadsBackupHistory.Get()
	if !ok {
		return unknown(s.source.Account.ReadsBackupHistory.Why())
	}
	if s.source.OfflineHidden {
		missing = append(missing, "ALTER ANY DATABASE")
	}
	fix := grants(missing)
	if !history {
		missing = append(missing, "SELECT on msdb.dbo.backupset")
		fix += "USE msdb;\nCREATE USER [<login>] FOR LOGIN [<login>];\nGRANT SELECT ON dbo.backupset TO [<login>];\n"
	}
	if len(missing) > 0 {
		v := fail(fmt.Sprintf("%s lacks %s", login, strings.Join(missing, ", "))).withFix(strings.TrimSpace(fix), "grant-assess-rights")
		return s.saw(v, facts.ProbeAccount, value)
	}
	return s.saw(pass(login+" holds the rights a check needs; it is not sysadmin"), facts.ProbeAccount, value)
}

// grants are the statements that give the missing server rights.
func grants(missing []string) string {
	if len(missing) == 0 {
		return ""
	}
	text := "USE master;\n"
	for _, right := range missing {
		text += "GRANT " + right + " TO [<login>];\n"
	}
	return text
}

// held lists the rights that are held, in alphabetical order.
func held(rights map[string]bool) string {
	var have []string
	for p, yes := range rights {
		if yes {
			have = append(have, p)
		}
	}
	sort.Strings(have)
	if len(have) == 0 {
		return "none of the rights asked for"
	}
	return strings.Join(have, ", ")
}

func judgeAccountChanges(s *subject) verdict {
	sysadmin, ok := s.source.Account.Sysadmin.Get()
	switch {
	case !ok:
		return unknown(s.source.Account.Sysadmin.Why())
	case !sysadmin:
		return s.saw(fail(s.source.Account.Login.Or("this login")+" is not sysadmin"), facts.ProbeAccount, "IS_SRVROLEMEMBER('sysadmin') = 0")
	}
	return s.saw(pass(s.source.Account.Login.Or("this login")), facts.ProbeAccount, "IS_SRVROLEMEMBER('sysadmin') = 1")
}

func judgeAgent(s *subject) verdict {
	services, ok := s.source.Services.Get()
	if !ok {
		return unknown(s.source.Services.Why())
	}
	for _, sv := range services {
		if !sv.Agent {
			continue
		}
		if sv.Status == "Running" {
			return s.saw(pass(sv.Name), facts.ProbeServices, sv.Status)
		}
		return s.saw(fail(sv.Name+" is "+strings.ToLower(sv.Status)), facts.ProbeServices, sv.Status)
	}
	return s.saw(fail("no SQL Server Agent service"), facts.ProbeServices, "no row")
}
