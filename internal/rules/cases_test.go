package rules

import (
	"strings"
	"testing"

	"milink/internal/facts"
)

// One line per case: the rule, what is changed in a ready world, the outcome that the
// documentation demands, and words the observation must contain.
var cases = []struct {
	code    string
	name    string
	change  func(world)
	outcome Outcome
	says    string
}{
	{"MIL1001", "2022", nop, Pass, "SQL Server 2022"},
	{"MIL1001", "2014", version("12.0.6024.0"), Fail, "SQL Server 2014"},
	{"MIL1001", "2016", version("13.0.7000.253"), Pass, "2016"},
	{"MIL1001", "managed instance", func(w world) { version("12.0.2000.8")(w); w.source.Identity.EngineEdition = facts.Known(8) }, Fail, "Azure SQL Managed Instance"},
	{"MIL1001", "engine edition 3 is SQL Server", func(w world) { w.source.Identity.EngineEdition = facts.Known(3) }, Pass, ""},
	{"MIL1001", "future", version("18.0.100.1"), Unknown, "newer than"},
	{"MIL1001", "unread", func(w world) { w.source.Identity.Version = facts.Unknown[facts.Version]("cut") }, Unknown, "cut"},

	{"MIL1002", "2025 RTM", version("17.0.1000.7"), Pass, ""},
	{"MIL1002", "2022 RTM-GDR qualifies", version("16.0.1190.1"), Pass, ""},
	{"MIL1002", "2019 CU20", version("15.0.4312.2"), Pass, ""},
	{"MIL1002", "2019 CU19", version("15.0.4298.1"), Fail, "15.0.4312.2"},
	{"MIL1002", "2019 GDR is younger but lower", version("15.0.2180.1"), Fail, "GDR-only"},
	{"MIL1002", "2017 CU31 without pack", version("14.0.3456.2"), Pass, ""},
	{"MIL1002", "2017 GDR", version("14.0.2120.1"), Fail, "GDR-only"},
	{"MIL1002", "2016 SP3", version("13.0.6300.2"), Pass, ""},
	{"MIL1002", "2016 SP2 CU17", version("13.0.5888.11"), Fail, "13.0.6300.2"},
	{"MIL1002", "2014 is another rule's business", version("12.0.6024.0"), NotApplicable, ""},
	{"MIL1002", "unread", func(w world) { w.source.Identity.Version = facts.Unknown[facts.Version]("cut") }, Unknown, "cut"},

	{"MIL1003", "there", nop, Pass, "sp_certificate_add_issuer"},
	{"MIL1003", "2017 CU31 lacks the pack", noIssuer("14.0.3456.2"), Fail, "Azure Connect pack"},
	{"MIL1003", "2016 GDR above SP3 lacks it too", noIssuer("13.0.6500.1"), Fail, "SP3 line without it"},
	{"MIL1003", "2022 without it is broken", noIssuer("16.0.4125.3"), Fail, "although"},
	{"MIL1003", "too old a build explains it", noIssuer("15.0.2000.5"), NotApplicable, ""},
	{"MIL1003", "unread", func(w world) { w.source.Identity.AddsIssuers = facts.Unknown[bool]("cut") }, Unknown, "cut"},

	{"MIL1004", "enterprise", nop, Pass, ""},
	{"MIL1004", "standard developer of 2025", edition("Standard Developer Edition (64-bit)"), Pass, ""},
	{"MIL1004", "core licence", edition("Enterprise Edition: Core-based Licensing (64-bit)"), Pass, ""},
	{"MIL1004", "evaluation", edition("Enterprise Evaluation Edition (64-bit)"), Fail, "Evaluation"},
	{"MIL1004", "express", edition("Express Edition (64-bit)"), Fail, "Express"},
	{"MIL1004", "web", edition("Web Edition (64-bit)"), Fail, "Web"},
	{"MIL1004", "unread", func(w world) { w.source.Identity.Edition = facts.Unknown[string]("cut") }, Unknown, "cut"},

	{"MIL1005", "windows server", nop, Pass, "Windows Server"},
	{"MIL1005", "windows 11", func(w world) { w.source.Identity.Distribution = facts.Known("Windows 11 Pro") }, Fail, "client"},
	{"MIL1005", "windows 8.1", func(w world) { w.source.Identity.Distribution = facts.Known("Windows 8.1 Pro") }, Fail, "client"},
	{"MIL1005", "some windows", func(w world) { w.source.Identity.Distribution = facts.Unknown[string]("cut") }, Unknown, "not which"},
	{"MIL1005", "linux", linux, Pass, "Linux"},
	{"MIL1005", "linux 2016 does not exist", func(w world) { linux(w); version("13.0.7000.253")(w) }, Fail, "Linux"},
	{"MIL1005", "unread", func(w world) { w.source.Identity.Platform = facts.Unknown[string]("cut") }, Unknown, "cut"},

	{"MIL1006", "stand-alone", nop, Pass, ""},
	{"MIL1006", "fci", func(w world) { w.source.Identity.Clustered = facts.Known(true) }, Warn, "failover cluster"},
	{"MIL1006", "unread", func(w world) { w.source.Identity.Clustered = facts.Unknown[bool]("cut") }, Unknown, "cut"},

	{"MIL1007", "direct", nop, NotApplicable, ""},
	{"MIL1007", "arc", arc, Pass, ""},
	{"MIL1007", "arc on 2012 R2", func(w world) { arc(w); w.source.Identity.Distribution = facts.Known("Windows Server 2012 R2 Standard") }, Fail, "2012"},
	{"MIL1007", "arc on linux", func(w world) { arc(w); linux(w) }, Fail, "Linux"},
	{"MIL1007", "arc on fci", func(w world) { arc(w); w.source.Identity.Clustered = facts.Known(true) }, Fail, "failover cluster"},
	{"MIL1007", "unread", func(w world) { arc(w); w.source.Identity.Platform = facts.Unknown[string]("cut") }, Unknown, "cut"},

	{"MIL1008", "same", nop, Pass, "SQL01"},
	{"MIL1008", "casing is no difference", func(w world) { w.source.Identity.PropertyName = facts.Known("sql01") }, Pass, ""},
	{"MIL1008", "renamed", func(w world) { w.source.Identity.ServerName = facts.Known("OLD") }, Fail, "OLD"},
	{"MIL1008", "null", func(w world) { w.source.Identity.ServerName = facts.Known("") }, Fail, "NULL"},
	{"MIL1008", "unread", func(w world) { w.source.Identity.PropertyName = facts.Unknown[string]("cut") }, Unknown, "cut"},

	{"MIL1010", "running", nop, Pass, ""},
	{"MIL1010", "off", hadr(false, facts.Known(false)), Fail, "disabled"},
	{"MIL1010", "waiting for a restart", hadr(false, facts.Known(true)), Pass, "waiting"},
	{"MIL1010", "off at the next start", hadr(true, facts.Known(false)), Fail, "next start"},
	{"MIL1010", "off, switch unreadable", hadr(false, facts.Unknown[bool]("denied")), Fail, "denied"},
	{"MIL1010", "unread", func(w world) { w.source.HADR.Running = facts.Unknown[bool]("cut") }, Unknown, "cut"},

	{"MIL1011", "running", nop, Pass, ""},
	{"MIL1011", "pending", hadr(false, facts.Known(true)), Fail, "not been restarted"},
	{"MIL1011", "off is another finding", hadr(false, facts.Known(false)), NotApplicable, ""},
	{"MIL1011", "unread", func(w world) { w.source.HADR.Running = facts.Unknown[bool]("cut") }, Unknown, "cut"},

	{"MIL1012", "running", nop, Pass, ""},
	{"MIL1012", "failed", func(w world) { w.source.HADR.Manager = facts.Known(2) }, Fail, "failed"},
	{"MIL1012", "pending", func(w world) { w.source.HADR.Manager = facts.Known(0) }, Fail, "pending"},
	{"MIL1012", "off", hadr(false, facts.Known(false)), NotApplicable, ""},
	{"MIL1012", "unread", func(w world) { w.source.HADR.Manager = facts.Unknown[int]("cut") }, Unknown, "cut"},

	{"MIL1013", "later versions", nop, NotApplicable, ""},
	{"MIL1013", "2016 in a cluster", func(w world) {
		version("13.0.7000.253")(w)
		w.source.HADR.Cluster = facts.Known(facts.Cluster{Name: "CL1", Nodes: []string{"SQL01"}})
	}, Pass, "CL1"},
	{"MIL1013", "2016 without", version("13.0.7000.253"), Fail, "no cluster"},
	{"MIL1013", "2016 with the feature off", func(w world) { version("13.0.7000.253")(w); hadr(false, facts.Known(false))(w) }, Unknown, "Configuration Manager"},
	{"MIL1013", "2016 unread", func(w world) {
		version("13.0.7000.253")(w)
		w.source.HADR.Cluster = facts.Unknown[facts.Cluster]("Msg 300")
	}, Unknown, "Msg 300"},

	{"MIL1014", "later versions", nop, NotApplicable, ""},
	{"MIL1014", "2016 granted", system(facts.SystemLogin{Exists: true, Granted: []string{"CONNECT SQL", "VIEW SERVER STATE", "ALTER ANY AVAILABILITY GROUP"}}), Pass, ""},
	{"MIL1014", "2016 sysadmin", system(facts.SystemLogin{Exists: true, Sysadmin: true}), Pass, "sysadmin"},
	{"MIL1014", "2016 half granted", system(facts.SystemLogin{Exists: true, Granted: []string{"CONNECT SQL"}}), Fail, "VIEW SERVER STATE"},
	{"MIL1014", "2016 no login", system(facts.SystemLogin{}), Fail, "no login"},
	{"MIL1014", "2016 disabled", system(facts.SystemLogin{Exists: true, Disabled: true, Sysadmin: true}), Fail, "disabled"},
	{"MIL1014", "2016 unread", func(w world) {
		version("13.0.7000.253")(w)
		w.source.SystemLogin = facts.Unknown[facts.SystemLogin]("hidden")
	}, Unknown, "hidden"},

	{"MIL1015", "on and at startup", nop, Pass, ""},
	{"MIL1015", "off", flags(nil, nil, nil), Warn, "off"},
	{"MIL1015", "global only", flags([]int{9567}, []int{1800, 9567}, nil), Warn, "lost at the next restart"},
	{"MIL1015", "startup only", flags([]int{1800}, nil, nil), Warn, "not been restarted"},
	{"MIL1015", "session only", flags(nil, nil, []int{1800}), Warn, "this session only"},
	{"MIL1015", "startup hidden", func(w world) { w.source.TraceFlags.Startup = facts.Unknown[[]int]("Msg 300") }, Unknown, "Msg 300"},
	{"MIL1015", "unread", func(w world) { w.source.TraceFlags.Global = facts.Unknown[[]int]("cut") }, Unknown, "cut"},
	{"MIL1016", "on and at startup", nop, Pass, ""},
	{"MIL1016", "off", flags([]int{1800}, []int{1800}, nil), Warn, "off"},
	{"MIL1016", "unread", func(w world) { w.source.TraceFlags.Global = facts.Unknown[[]int]("cut") }, Unknown, "cut"},

	{"MIL1020", "there", nop, Pass, ""},
	{"MIL1020", "absent", func(w world) { w.source.MasterKey.Present = facts.Known(false) }, Fail, "no master key"},
	{"MIL1020", "hidden", func(w world) { w.source.MasterKey.Present = facts.Unknown[bool]("VIEW ANY DEFINITION not granted") }, Unknown, "VIEW ANY DEFINITION"},
	{"MIL1021", "opens", nop, Pass, ""},
	{"MIL1021", "password only", func(w world) { w.source.MasterKey.OpensItself = facts.Known(false) }, Fail, "password"},
	{"MIL1021", "absent", func(w world) { w.source.MasterKey.Present = facts.Known(false) }, NotApplicable, ""},
	{"MIL1021", "hidden", func(w world) { w.source.MasterKey.OpensItself = facts.Unknown[bool]("hidden") }, Unknown, "hidden"},
	{"MIL1021", "a key nobody saw opens nothing", func(w world) {
		w.source.MasterKey = facts.MasterKey{Present: facts.Unknown[bool]("hidden"), OpensItself: facts.Known(false)}
	}, Unknown, "hidden"},

	{"MIL1030", "there", nop, Pass, "5022"},
	{"MIL1030", "absent", noEndpoint, Fail, "no database mirroring endpoint"},
	{"MIL1030", "the service makes it", func(w world) { noEndpoint(w); arc(w) }, NotApplicable, ""},
	{"MIL1030", "hidden", hiddenEndpoint, Unknown, "hidden"},
	{"MIL1031", "started", nop, Pass, ""},
	{"MIL1031", "stopped", endpoint(func(e *facts.Endpoint) { e.State = "STOPPED" }), Fail, "STOPPED"},
	{"MIL1031", "absent", noEndpoint, NotApplicable, ""},
	{"MIL1031", "hidden", hiddenEndpoint, Unknown, "hidden"},
	{"MIL1032", "all", nop, Pass, ""},
	{"MIL1032", "partner", endpoint(func(e *facts.Endpoint) { e.Role = "PARTNER" }), Pass, ""},
	{"MIL1032", "witness", endpoint(func(e *facts.Endpoint) { e.Role = "WITNESS" }), Fail, "WITNESS"},
	{"MIL1032", "hidden", hiddenEndpoint, Unknown, "hidden"},
	{"MIL1033", "aes", nop, Pass, ""},
	{"MIL1033", "rc4 and aes", endpoint(func(e *facts.Endpoint) { e.Algorithm = "RC4, AES" }), Pass, ""},
	{"MIL1033", "rc4", endpoint(func(e *facts.Endpoint) { e.Algorithm = "RC4" }), Fail, "RC4"},
	{"MIL1033", "plain", endpoint(func(e *facts.Endpoint) { e.Encrypted, e.Algorithm = false, "NONE" }), Fail, "not encrypt"},
	{"MIL1033", "hidden", hiddenEndpoint, Unknown, "hidden"},
	{"MIL1034", "certificate", nop, Pass, ""},
	{"MIL1034", "both", endpoint(func(e *facts.Endpoint) { e.Authentication = "NEGOTIATE, CERTIFICATE" }), Pass, ""},
	{"MIL1034", "windows only", endpoint(func(e *facts.Endpoint) { e.Authentication = "NEGOTIATE" }), Fail, "NEGOTIATE"},
	{"MIL1034", "hidden", hiddenEndpoint, Unknown, "hidden"},
	{"MIL1035", "not wished", nop, NotApplicable, ""},
	{"MIL1035", "as wished", func(w world) { w.wishes.Port = 5022 }, Pass, "5022"},
	{"MIL1035", "elsewhere", func(w world) { w.wishes.Port = 5023 }, Fail, "5023"},
	{"MIL1035", "hidden", func(w world) { w.wishes.Port = 5022; hiddenEndpoint(w) }, Unknown, "hidden"},
	{"MIL1036", "default instance", nop, Pass, ""},
	{"MIL1036", "named instance on 5022", func(w world) { w.source.Identity.InstanceName = facts.Known("PAY") }, Warn, "PAY"},
	{"MIL1036", "named instance elsewhere", func(w world) {
		w.source.Identity.InstanceName = facts.Known("PAY")
		endpoint(func(e *facts.Endpoint) { e.Port = facts.Known(5023) })(w)
	}, Pass, ""},
	{"MIL1036", "port hidden", endpoint(func(e *facts.Endpoint) { e.Port = facts.Unknown[int]("hidden") }), Unknown, "hidden"},
	{"MIL1037", "nothing in the way", nop, Pass, ""},
	{"MIL1037", "denied", rights(facts.EndpointRight{Endpoint: "database_mirroring_endpoint", Grantee: "public", State: "D"}), Warn, "denied to public"},
	{"MIL1037", "granted", rights(facts.EndpointRight{Endpoint: "database_mirroring_endpoint", Grantee: "partner", State: "G"}), Pass, ""},
	{"MIL1037", "denied on another endpoint", rights(facts.EndpointRight{Endpoint: "other", Grantee: "public", State: "D"}), Pass, ""},
	{"MIL1037", "hidden", func(w world) { w.source.EndpointRights = facts.Unknown[[]facts.EndpointRight]("hidden") }, Unknown, "hidden"},

	{"MIL5001", "at hand", nop, Pass, ""},
	{"MIL5001", "no private key", certificate(func(c *facts.Certificate) { c.PrivateKey = "NA" }), Fail, "no private key"},
	{"MIL5001", "password", certificate(func(c *facts.Certificate) { c.PrivateKey = "PW" }), Fail, "password"},
	{"MIL5001", "gone", endpoint(func(e *facts.Endpoint) { e.Certificate = "lost" }), Fail, "not in master"},
	{"MIL5001", "windows only", endpoint(func(e *facts.Endpoint) { e.Authentication = "NEGOTIATE" }), NotApplicable, ""},
	{"MIL5001", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5002", "valid", nop, Pass, ""},
	{"MIL5002", "expired", certificate(func(c *facts.Certificate) { c.NotAfter = today.AddDate(0, 0, -1) }), Fail, "2026-11-22"},
	{"MIL5002", "not yet", certificate(func(c *facts.Certificate) { c.NotBefore = today.AddDate(0, 0, 1) }), Fail, "2026-11-24"},
	{"MIL5002", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5003", "long", nop, Pass, ""},
	{"MIL5003", "soon", certificate(func(c *facts.Certificate) { c.NotAfter = today.AddDate(0, 0, 89) }), Warn, "89 days"},
	{"MIL5003", "90 days are enough", certificate(func(c *facts.Certificate) { c.NotAfter = today.AddDate(0, 0, 90) }), Pass, "90"},
	{"MIL5003", "expired is another finding", certificate(func(c *facts.Certificate) { c.NotAfter = today.AddDate(0, 0, -1) }), NotApplicable, ""},
	{"MIL5003", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5004", "strong", nop, Pass, ""},
	{"MIL5004", "sha1 of 2016 is accepted", certificate(func(c *facts.Certificate) { c.Signature = facts.Known("SHA1-RSA") }), Pass, ""},
	{"MIL5004", "md5", certificate(func(c *facts.Certificate) { c.Signature = facts.Known("MD5-RSA") }), Fail, "MD5"},
	{"MIL5004", "unreadable bytes", certificate(func(c *facts.Certificate) { c.Signature = facts.Unknown[string]("CERTENCODED gave NULL") }), Unknown, "CERTENCODED"},
	{"MIL5006", "2048", nop, Pass, ""},
	{"MIL5006", "short key", certificate(func(c *facts.Certificate) { c.KeyBits = facts.Known(1024) }), Warn, "1024"},
	{"MIL5006", "a short key is enough for curves", certificate(func(c *facts.Certificate) {
		c.KeyBits, c.Signature = facts.Known(256), facts.Known("ECDSA-SHA256")
	}), Pass, ""},
	{"MIL5006", "unreadable bytes", certificate(func(c *facts.Certificate) { c.KeyBits = facts.Unknown[int]("CERTENCODED gave NULL") }), Unknown, "CERTENCODED"},
	{"MIL5005", "fine", nop, Pass, ""},
	{"MIL5005", "backslash", func(w world) {
		certificate(func(c *facts.Certificate) { c.Name = `Cert_SQL01\PAY_endpoint` })(w)
		endpoint(func(e *facts.Endpoint) { e.Certificate = `Cert_SQL01\PAY_endpoint` })(w)
	}, Fail, "backslash"},
	{"MIL5005", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5010", "under any name", nop, Pass, "DigiCertPKI"},
	{"MIL5010", "absent", noRoots, Fail, "not imported"},
	{"MIL5010", "impostor", func(w world) {
		w.source.Certificates = facts.Known([]facts.Certificate{{Name: "DigiCert Global Root G2", Thumbprint: "BB11"}})
	}, Fail, "BB11"},
	{"MIL5010", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5011", "under any name", nop, Pass, "MicrosoftPKI"},
	{"MIL5011", "absent", noRoots, Fail, "not imported"},
	{"MIL5011", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5012", "two of seven", nop, Warn, "DigiCert Global Root CA"},
	{"MIL5012", "all", allRoots, Pass, ""},
	{"MIL5012", "hidden", hiddenCertificates, Unknown, "hidden"},
	{"MIL5013", "nobody can see it", nop, Unknown, "no view"},
	{"MIL5013", "no root, no binding", noRoots, NotApplicable, ""},

	{"MIL1040", "clean", nop, Pass, ""},
	{"MIL1040", "connected link", groups(link(facts.Known(true))), Pass, "1 links"},
	{"MIL1040", "dead link", groups(link(facts.Known(false))), Warn, "not connected"},
	{"MIL1040", "a certificate imported before the link is no remains", func(w world) {
		list := append(readyCertificates(), facts.Certificate{Name: "mi-new.abc.database.windows.net"})
		w.source.Certificates = facts.Known(list)
	}, Pass, "0 links"},
	{"MIL1040", "state denied", groups(link(facts.Unknown[bool]("Msg 300"))), Unknown, "Msg 300"},
	{"MIL1040", "unread", func(w world) { w.source.Groups = facts.Unknown[[]facts.Group]("cut") }, Unknown, "cut"},
	{"MIL1041", "direct", nop, NotApplicable, ""},
	{"MIL1041", "arc, no link", arc, Pass, ""},
	{"MIL1041", "arc, link", func(w world) { arc(w); groups(link(facts.Known(true)))(w) }, Fail, "DAG1"},
	{"MIL1041", "unread", func(w world) { arc(w); w.source.Groups = facts.Unknown[[]facts.Group]("cut") }, Unknown, "cut"},

	{"MIL1050", "sysadmin", nop, Pass, "sysadmin"},
	{"MIL1050", "least privilege", account(map[string]bool{"VIEW SERVER STATE": true, "VIEW ANY DEFINITION": true, "CONNECT ANY DATABASE": true}), Pass, "not sysadmin"},
	{"MIL1050", "narrow rights of 2022", account(map[string]bool{
		"VIEW SERVER PERFORMANCE STATE": true, "VIEW SERVER SECURITY STATE": true, "VIEW ANY DEFINITION": true, "CONNECT ANY DATABASE": true,
	}), Pass, ""},
	{"MIL1050", "half of the narrow rights", account(map[string]bool{
		"VIEW SERVER PERFORMANCE STATE": true, "VIEW ANY DEFINITION": true, "CONNECT ANY DATABASE": true,
	}), Warn, "VIEW SERVER STATE"},
	{"MIL1050", "offline databases hidden", func(w world) {
		account(map[string]bool{"VIEW SERVER STATE": true, "VIEW ANY DEFINITION": true, "CONNECT ANY DATABASE": true})(w)
		w.source.OfflineHidden = true
	}, Warn, "ALTER ANY DATABASE"},
	{"MIL1050", "no backup history", func(w world) {
		account(map[string]bool{"VIEW SERVER STATE": true, "VIEW ANY DEFINITION": true, "CONNECT ANY DATABASE": true})(w)
		w.source.Account.ReadsBackupHistory = facts.Known(false)
	}, Warn, "backupset"},
	{"MIL1050", "nothing", account(map[string]bool{}), Warn, "CONNECT ANY DATABASE"},
	{"MIL1050", "unread", func(w world) { w.source.Account.Sysadmin = facts.Unknown[bool]("cut") }, Unknown, "cut"},
	{"MIL1051", "sysadmin", nop, Pass, ""},
	{"MIL1051", "not", account(nil), Fail, "not sysadmin"},
	{"MIL1051", "unread", func(w world) { w.source.Account.Sysadmin = facts.Unknown[bool]("cut") }, Unknown, "cut"},
	{"MIL8001", "2022", nop, Pass, ""},
	{"MIL8001", "2019", version("15.0.4430.1"), Warn, "2019"},
	{"MIL8001", "unread", func(w world) { w.source.Identity.Version = facts.Unknown[facts.Version]("cut") }, Unknown, "cut"},
	{"MIL8002", "2022 CU13", nop, Pass, ""},
	{"MIL8002", "2022 CU12", version("16.0.4115.5"), Warn, "16.0.4115.5"},
	{"MIL8002", "2025", version("17.0.1000.7"), Pass, ""},
	{"MIL8002", "unread", func(w world) { w.source.Identity.Version = facts.Unknown[facts.Version]("cut") }, Unknown, "cut"},
	{"MIL1052", "running", nop, Pass, ""},
	{"MIL1052", "stopped", func(w world) {
		w.source.Services = facts.Known([]facts.Service{{Name: "SQL Server-Agent (PAY)", Agent: true, Status: "Stopped"}})
	}, Warn, "stopped"},
	{"MIL1052", "denied", func(w world) { w.source.Services = facts.Unknown[[]facts.Service]("Msg 300") }, Unknown, "Msg 300"},
}

func TestInstanceRules(t *testing.T) {
	for _, c := range cases {
		t.Run(c.code+"/"+c.name, func(t *testing.T) { check(t, c.code, c.change, c.outcome, c.says) })
	}
}

func check(t *testing.T, code string, change func(world), want Outcome, says string) {
	t.Helper()
	f := judged(code, change)
	if f.Code == "" {
		t.Fatalf("no finding %s", code)
	}
	if f.Outcome != want {
		t.Fatalf("outcome %s (%s), want %s", f.Outcome, f.Observed, want)
	}
	if !strings.Contains(f.Observed, says) {
		t.Errorf("observed %q does not say %q", f.Observed, says)
	}
	if want == NotApplicable && f.Because == "" {
		t.Error("not applicable without a because")
	}
	if (want == Pass || want == Fail || want == Warn) && len(f.Evidence) == 0 {
		t.Error("a verdict without evidence")
	}
}

func nop(world) {}
func linux(w world) {
	w.source.Identity.Platform, w.source.Identity.Distribution = facts.Known("Linux"), facts.Known("Ubuntu")
}
func arc(w world) { w.wishes.Route = "arc" }

func version(v string) func(world) {
	parsed, err := facts.ParseVersion(v)
	if err != nil {
		panic(err)
	}
	return func(w world) { w.source.Identity.Version = facts.Known(parsed) }
}

func noIssuer(v string) func(world) {
	return func(w world) { version(v)(w); w.source.Identity.AddsIssuers = facts.Known(false) }
}

func edition(e string) func(world) {
	return func(w world) { w.source.Identity.Edition = facts.Known(e) }
}

func hadr(running bool, configured facts.Fact[bool]) func(world) {
	return func(w world) { w.source.HADR.Running, w.source.HADR.Configured = facts.Known(running), configured }
}

func system(l facts.SystemLogin) func(world) {
	return func(w world) { version("13.0.7000.253")(w); w.source.SystemLogin = facts.Known(l) }
}

func flags(startup, global, session []int) func(world) {
	return func(w world) {
		w.source.TraceFlags = facts.TraceFlags{Startup: facts.Known(startup), Global: facts.Known(global), Session: facts.Known(session)}
	}
}

func endpoint(change func(*facts.Endpoint)) func(world) {
	return func(w world) {
		e := readyEndpoint()
		change(&e)
		w.source.Endpoints = facts.Known([]facts.Endpoint{e})
	}
}

func noEndpoint(w world)     { w.source.Endpoints = facts.Known([]facts.Endpoint{}) }
func hiddenEndpoint(w world) { w.source.Endpoints = facts.Unknown[[]facts.Endpoint]("hidden") }

func certificate(change func(*facts.Certificate)) func(world) {
	return func(w world) {
		list := readyCertificates()
		change(&list[0])
		w.source.Certificates = facts.Known(list)
	}
}

func noRoots(w world) { w.source.Certificates = facts.Known(readyCertificates()[:1]) }
func hiddenCertificates(w world) {
	w.source.Certificates = facts.Unknown[[]facts.Certificate]("hidden")
}

func allRoots(w world) {
	list := readyCertificates()
	for _, r := range otherRoots {
		list = append(list, facts.Certificate{Name: r.name, Thumbprint: strings.ToLower(r.thumbprint)})
	}
	w.source.Certificates = facts.Known(list)
}

func rights(r ...facts.EndpointRight) func(world) {
	return func(w world) { w.source.EndpointRights = facts.Known(r) }
}

// link is a distributed group to a managed instance in the form of facts/link.md 2.2.
func link(connected facts.Fact[bool]) facts.Group {
	return facts.Group{Name: "DAG1", Distributed: true, Databases: facts.Known([]string{}), Replicas: []facts.Replica{
		{Name: "AG_Sales", EndpointURL: "TCP://10.1.0.4:5022", Connected: facts.Known(true)},
		{Name: "AG_Sales_MI", EndpointURL: "tcp://mi.abc.database.windows.net:5022;Server=[mi]", Connected: connected},
	}}
}

func groups(g ...facts.Group) func(world) {
	return func(w world) { w.source.Groups = facts.Known(g) }
}

func account(rights map[string]bool) func(world) {
	return func(w world) {
		w.source.Account.Sysadmin, w.source.Account.Rights = facts.Known(false), facts.Known(rights)
	}
}
