package lab

import (
	"fmt"

	"milink/internal/lab/instance"
)

// brokenEndpoint gets everything about the endpoint wrong at once.
func brokenEndpoint(b *bench) {
	b.sql(fmt.Sprintf(`ALTER ENDPOINT database_mirroring_endpoint STATE = STOPPED AS TCP (LISTENER_PORT = 5023, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = WITNESS, AUTHENTICATION = CERTIFICATE [%s], ENCRYPTION = REQUIRED ALGORITHM RC4);
CREATE LOGIN lab_partner WITH PASSWORD = '%s';
DENY CONNECT ON ENDPOINT::database_mirroring_endpoint TO lab_partner;`, readyCertificate, b.password))
}

// renamedServer was called OLDNAME when SQL Server was installed.
func renamedServer(b *bench) {
	b.install(instance.Options{Version: version2022, Edition: "enterprise", Host: "SQL01", Domain: "CORP", ServerName: "OLDNAME"})
	prepared(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// closedDatabases has one database per way of being closed to a link.
func closedDatabases(b *bench) {
	for _, d := range []struct{ name, state string }{
		{"Archive", "OFFLINE"}, {"Reports", "READ_ONLY"}, {"Staging", "SINGLE_USER"}, {"Diary", "AUTO_CLOSE ON"},
	} {
		readyDatabase(b, d.name)
		b.sql(fmt.Sprintf("ALTER DATABASE [%s] SET %s;", d.name, d.state))
	}
	b.wish("Sales", "Archive", "Reports", "Staging", "Diary", "Slaes", "master")
}

// oddStorage has files and filegroups a managed instance cannot take.
func oddStorage(b *bench) {
	b.database("Sales", func(d *instance.Database) {
		d.Filegroups = append(d.Filegroups, instance.Filegroup{Name: "Memory", Type: "FX"}, instance.Filegroup{Name: "Versions", Type: "FG"})
		d.PVSFilegroup = "Versions"
		for i, f := range []instance.File{
			{Type: 0, Name: "Sales_lost", State: "DEFUNCT", Group: "PRIMARY"}, {Type: 0, Name: "Sales_versions", State: "ONLINE", Group: "Versions"},
			{Type: 2, Name: "Memory_1", State: "ONLINE", Group: "Memory"}, {Type: 2, Name: "Memory_2", State: "ONLINE", Group: "Memory"},
		} {
			f.ID, f.Path, f.MaxMB = 10+i, `D:\Data\`+f.Name, -1
			d.Files = append(d.Files, &f)
		}
	})
}

// endpointCertificateOf changes the certificate of the endpoint in a way that no statement
// allows today, but older versions or other tools did.
func endpointCertificateOf(b *bench, change func(*instance.Certificate)) {
	b.database("master", func(d *instance.Database) {
		for _, c := range d.Certificates {
			if c.Name == readyCertificate {
				change(c)
			}
		}
	})
}

// allRoots imports the five roots beyond the two that are required.
func allRoots(b *bench) {
	for _, name := range []string{
		"DigiCertGlobalRootCA", "DigiCertGlobalRootG3", "DigiCertTLSECCP384RootG5", "DigiCertTLSRSA4096RootG5", "MicrosoftECCRootCertificateAuthority2017",
	} {
		b.sql(fmt.Sprintf("CREATE CERTIFICATE [%s] FROM BINARY = 0x%X;", name, b.rootFile(name+".der")))
	}
}

// twoNodes has Sales in a group of two nodes; role 1 makes this one the primary, 2 the
// secondary.
func twoNodes(b *bench, role int) {
	ready(b, version2022)
	b.sql("CREATE AVAILABILITY GROUP [AG1] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01.corp.example:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC), N'SQL02' WITH (ENDPOINT_URL = 'TCP://sql02.corp.example:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);")
	if b.err != nil {
		return
	}
	for _, r := range b.server.Groups[0].Replicas {
		if r.Local {
			r.Role = role
		}
	}
}

// connectLinks lets the managed instance's side of every link answer.
func connectLinks(s *instance.Server) {
	for _, g := range s.Groups {
		for _, r := range g.Replicas {
			if g.Distributed {
				r.Connected, r.Health = true, 2
			}
		}
	}
}
