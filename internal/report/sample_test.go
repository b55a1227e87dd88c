package report

import (
	"fmt"
	"time"

	"milink/internal/facts"
	"milink/internal/rules"
)

var (
	collected = time.Date(2026, 11, 23, 7, 58, 0, 0, time.UTC)
	judged    = time.Date(2026, 11, 23, 7, 58, 2, 0, time.UTC)
)

// document is an instance of 2022 that was seen in full.
func document() *facts.Document {
	return &facts.Document{
		Schema: facts.Schema, Tool: "milink test", CollectedAt: collected,
		Source: &facts.Instance{
			Address:    "sql01.corp.example,1433",
			Connection: facts.Connection{Encrypted: facts.Known(true), Verified: true},
			Identity: facts.Identity{
				Version: facts.Known(facts.Version{16, 0, 4135, 4}), UpdateLevel: facts.Known("CU14"),
				ProductLevel: facts.Known("RTM"), Edition: facts.Known("Enterprise Edition (64-bit)"),
				ServerName: facts.Known("SQL01"), Platform: facts.Known("Windows"),
			},
			Account: facts.Account{Login: facts.Known("milink")},
			Databases: facts.Known([]facts.Database{
				{ID: 1, Name: "master"}, {ID: 5, Name: "Sales"}, {ID: 6, Name: "HR"}, {ID: 7, Name: "we]ird'n\"ame"}, {ID: 8, Name: "Sales_snap", Snapshot: true},
			}),
		},
	}
}

// finding is one finding with every text that shows.
func finding(code, area, title string, s rules.Severity, o rules.Outcome, database string) rules.Finding {
	f := rules.Finding{
		Code: code, Rule: "slug-of-" + code, Severity: s, Outcome: o, Area: area, Title: title,
		Target:   rules.Target{Kind: "instance", Name: "SQL01"},
		Expected: "what passes", Observed: "what was seen", Why: "What happens otherwise, told in a sentence that is long enough to be wrapped on a page of eighty columns.",
		Fix:         rules.Fix{Text: "What to do about it.", Steps: []string{"do-it"}},
		Docs:        []rules.Doc{{URL: "https://learn.microsoft.com/sql/x", Checked: "2026-11-01"}},
		Evidence:    []rules.Evidence{{Source: "source", Query: "sys.databases", Value: "recovery_model = 3", At: collected}},
		Fingerprint: fmt.Sprintf("%064d", 7),
	}
	if database != "" {
		f.Target.Kind, f.Target.Database = "database", database
	}
	return f
}

func with(f rules.Finding, change func(*rules.Finding)) rules.Finding { change(&f); return f }

func judgement() Judgement {
	return Judgement{Tool: "milink", Version: "0.1.0", Gate: rules.Create, FailOn: rules.Blocker, RulesJudged: 41, At: judged}
}

// mixed has one of everything: each severity, outcome and kind of block.
func mixed() *Report {
	list := []rules.Finding{
		finding("MIL1001", "Version", "The version of SQL Server can be linked", rules.Blocker, rules.Pass, ""),
		with(finding("MIL1003", "Version", "The instance has the procedures that the link needs", rules.Blocker, rules.NotApplicable, ""),
			func(f *rules.Finding) { f.Because, f.Observed = "MIL1001", "" }),
		with(finding("MIL1010", "Availability groups", "The availability groups feature is enabled", rules.Blocker, rules.Fail, ""),
			func(f *rules.Finding) {
				f.Expected = "IsHadrEnabled = 1"
				f.Observed = "the feature is off and the next start will not change that: neither the running process nor the configuration has it"
				f.Fix.Text = "Enable Always On availability groups in SQL Server Configuration Manager, then restart the service:\nEnable-SqlAlwaysOn -ServerInstance SQL01 -Force"
			}),
		finding("MIL1020", "Trace flags", "Trace flag 1800 is on, now and after a restart", rules.Warning, rules.Warn, ""),
		with(finding("MIL1030", "Keys", "master has a master key", rules.Blocker, rules.Unknown, ""),
			func(f *rules.Finding) { f.Observed = "Msg 300: VIEW SERVER STATE permission was denied" }),
		with(finding("MIL1031", "Keys", "The master key opens by itself", rules.Blocker, rules.Unknown, ""),
			func(f *rules.Finding) { f.Observed = "Msg 300: VIEW SERVER STATE permission was denied" }),
		finding("MIL1050", "Account", "The account can see everything a check reads", rules.Info, rules.Warn, ""),
		finding("MIL1052", "Account", "SQL Server Agent is running", rules.Info, rules.Pass, ""),
		with(finding("MIL2010", "Databases", "The database is in the full recovery model", rules.Blocker, rules.Fail, "Sales"),
			func(f *rules.Finding) { f.Observed = "SIMPLE" }),
		with(finding("MIL2010", "Databases", "The database is in the full recovery model", rules.Blocker, rules.Fail, "we]ird'n\"ame"),
			func(f *rules.Finding) { f.Observed = "BULK_LOGGED" }),
		finding("MIL2010", "Databases", "The database is in the full recovery model", rules.Blocker, rules.Pass, "HR"),
		finding("MIL2011", "Databases", "The database has one log file", rules.Blocker, rules.Pass, "Sales"),
		finding("MIL2011", "Databases", "The database has one log file", rules.Blocker, rules.Pass, "HR"),
		finding("MIL2080", "Last chances", "Accelerated database recovery is as it shall be", rules.LastChance, rules.Fail, "HR"),
		finding("MIL2090", "Backups", "The full backup has checksums", rules.Warning, rules.Waived, "HR"),
	}
	return New(document(), list, judgement())
}

func ready() *Report {
	return New(document(), []rules.Finding{
		finding("MIL1001", "Version", "The version of SQL Server can be linked", rules.Blocker, rules.Pass, ""),
		finding("MIL1050", "Account", "The account can see everything a check reads", rules.Info, rules.Warn, ""),
	}, judgement())
}

// blind saw nothing, over a connection that nobody verified, of a simulated server.
func blind() *Report {
	d := document()
	d.Simulated = true
	d.CollectedAt = judged.Add(-72 * time.Hour)
	d.Source.Connection = facts.Connection{Encrypted: facts.Known(true)}
	d.Source.Identity = facts.Identity{Version: facts.Unknown[facts.Version]("timed out after 5 s")}
	d.Source.Account = facts.Account{}
	j := judgement()
	j.Only, j.Skip = []string{"MIL1030", "MIL1031"}, []string{"agent-running"}
	j.RulesJudged, j.RulesSkipped = 2, 39
	d.Source.Databases = facts.Unknown[[]facts.Database]("timed out after 5 s")
	d.Interrupted = "read from sql01: the connection was lost while the answer was read."
	j.Choice = Choice{Databases: []string{"Sales"}, From: Configuration, Where: "in lab.yaml"}
	return New(d, []rules.Finding{
		with(finding("MIL1030", "Keys", "master has a master key", rules.Blocker, rules.Unknown, ""),
			func(f *rules.Finding) { f.Observed = "timed out after 5 s" }),
	}, j)
}

// hundreds has the same fault in 500 databases.
func hundreds() *Report {
	var list []rules.Finding
	for i := range 500 {
		list = append(list, finding("MIL2010", "Databases", "The database is in the full recovery model", rules.Blocker, rules.Fail, fmt.Sprintf("Tenant%03d", i+1)))
	}
	for i := range 500 {
		list = append(list, with(finding("MIL2020", "Databases", "The database has one log file", rules.Blocker, rules.Fail, fmt.Sprintf("Tenant%03d", i+1)),
			func(f *rules.Finding) { f.Observed = fmt.Sprintf("%d log files", i+2) }))
	}
	return New(document(), list, judgement())
}

// hostile has names that try to steer the terminal, wide letters and one endless word.
func hostile() *Report {
	d := document()
	d.Source.Identity.ServerName = facts.Known("SQL\x1b]0;owned\x07\u202e01")
	long := ""
	for range 16 {
		long += "äöü名前12"
	}
	return New(d, []rules.Finding{
		with(finding("MIL2010", "Databases", "The database is in the full recovery model", rules.Blocker, rules.Fail, "\x1b[2J\x1b[Hgone\r\n✓ READY"),
			func(f *rules.Finding) { f.Observed = "SIMPLE\x1b[0m" }),
		with(finding("MIL2011", "Databases", "The database has one log file", rules.Blocker, rules.Fail, long),
			func(f *rules.Finding) {
				f.Observed = long + long
				f.Evidence[0].Value = "a\u009b31mb\nfalse line"
			}),
	}, judgement())
}

func samples() map[string]*Report {
	return map[string]*Report{"mixed": mixed(), "ready": ready(), "blind": blind(), "hundreds": hundreds(), "hostile": hostile()}
}
