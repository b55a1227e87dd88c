package rules

import (
	"time"

	"milink/internal/facts"
)

// today is the clock of every test.
var today = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// readyDocument is a source that lacks nothing, written by hand: SQL Server 2022 on Windows
// with one database. Every case below changes one thing in it.
func readyDocument() *facts.Document {
	return &facts.Document{Schema: facts.Schema, CollectedAt: today, Source: &facts.Instance{
		Address:  "sql01.corp.example",
		Identity: readyIdentity(),
		Account: facts.Account{
			Login: facts.Known("CORP\\dba"), Sysadmin: facts.Known(true), Rights: facts.Known(map[string]bool{"VIEW SERVER STATE": true}),
			ReadsBackupHistory: facts.Known(true),
		},
		HADR: facts.HADR{
			Running: facts.Known(true), Configured: facts.Known(true), Manager: facts.Known(1),
			Cluster: facts.Known(facts.Cluster{}),
		},
		TraceFlags: facts.TraceFlags{
			Startup: facts.Known([]int{1800, 9567}), Global: facts.Known([]int{1800, 9567}), Session: facts.Known([]int{}),
		},
		MasterKey:      facts.MasterKey{Present: facts.Known(true), OpensItself: facts.Known(true)},
		Certificates:   facts.Known(readyCertificates()),
		Endpoints:      facts.Known([]facts.Endpoint{readyEndpoint()}),
		EndpointRights: facts.Known([]facts.EndpointRight{}),
		SystemLogin:    facts.Known(facts.SystemLogin{}),
		Groups:         facts.Known([]facts.Group{}),
		Services:       facts.Known([]facts.Service{{Name: "SQL Server Agent (MSSQLSERVER)", Agent: true, Status: "Running"}}),
		Databases:      facts.Known([]facts.Database{{Name: "master", ID: 1, State: "ONLINE"}, readyDatabase()}),
	}}
}

func readyIdentity() facts.Identity {
	return facts.Identity{
		Version: facts.Known(facts.Version{16, 0, 4125, 3}), Edition: facts.Known("Enterprise Edition (64-bit)"),
		ServerName: facts.Known("SQL01"), PropertyName: facts.Known("SQL01"), InstanceName: facts.Known(""),
		Clustered: facts.Known(false), Platform: facts.Known("Windows"),
		Distribution: facts.Known("Windows Server 2022 Standard"), AddsIssuers: facts.Known(true),
	}
}

func readyCertificates() []facts.Certificate {
	return []facts.Certificate{
		{
			Name: "Cert_SQL01_endpoint", Thumbprint: "AA00", PrivateKey: "MK",
			NotBefore: today.AddDate(0, -1, 0), NotAfter: today.AddDate(2, 0, 0),
			KeyBits: facts.Known(2048), Signature: facts.Known("SHA256-RSA"),
		},
		{Name: "DigiCertPKI", Thumbprint: digiCertG2.thumbprint, PrivateKey: "NA"},
		{Name: "MicrosoftPKI", Thumbprint: microsoftRSA.thumbprint, PrivateKey: "NA"},
	}
}

func readyEndpoint() facts.Endpoint {
	return facts.Endpoint{
		Name: "database_mirroring_endpoint", State: "STARTED", Role: "ALL", Encrypted: true, Algorithm: "AES",
		Authentication: "CERTIFICATE", Certificate: "Cert_SQL01_endpoint", Port: facts.Known(5022),
	}
}

func readyDatabase() facts.Database {
	return facts.Database{
		Name: "Sales", ID: 5, State: "ONLINE", UserAccess: "MULTI_USER", Recovery: facts.Known("FULL"), Broker: facts.Known(true), Publisher: facts.Known(false), CDC: facts.Known(false), Accessible: true,
		ADR: facts.Known(true), PVSFilegroup: facts.Known(1),
		Files: facts.Known([]facts.File{
			{Name: "Sales", Type: 0, State: "ONLINE"}, {Name: "Sales_log", Type: 1, State: "ONLINE"},
		}),
		Filegroups: facts.Known([]facts.Filegroup{{Name: "PRIMARY", Type: "FG", Files: 1}}),
		Chain:      facts.Known(facts.Chain{LastLogBackupLSN: "37000000012300001", DifferentialBaseLSN: facts.Known("37000000012300001")}),
		Backups:    facts.Known([]facts.Backup{{Finished: today.AddDate(0, 0, -1), Checksum: true}}),
		Encryption: facts.Known[*facts.Encryption](nil),
	}
}

// world is what a case may change: the document's source, its user database, the wishes.
type world struct {
	source   *facts.Instance
	database *facts.Database
	wishes   *Wishes
}

// judged applies change to a ready document and returns the finding of the code.
func judged(code string, change func(world)) Finding {
	doc := readyDocument()
	databases, _ := doc.Source.Databases.Get()
	wishes := Wishes{Route: "direct"}
	change(world{source: doc.Source, database: &databases[1], wishes: &wishes})
	for _, gate := range Gates() {
		for _, f := range Judge(doc, Request{Gate: gate, Wishes: wishes, Now: today}) {
			if f.Code == code {
				return f
			}
		}
	}
	return Finding{}
}
