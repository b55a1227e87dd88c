package lab

import (
	"fmt"

	"milink/internal/lab/instance"
)

// scenario makes a Scenario of a recipe that keeps its errors on the bench.
func scenario(name, title, server string, build func(*bench)) Scenario {
	return Scenario{Name: name, Title: title, Server: server, build: func(b *bench) error {
		build(b)
		return b.err
	}}
}

const (
	windows2022 = "SQL Server 2022 CU13 Enterprise on Windows Server 2022"
	version2022 = "16.0.4125.3"
)

// change is a ready SQL Server 2022 to which one thing was done.
func change(name, title string, do func(*bench)) Scenario {
	return scenario(name, title, windows2022, func(b *bench) { ready(b, version2022); do(b) })
}

// scenarios is the catalogue. What each must produce stands in the product's test data,
// written by hand from the fact sheets.
var scenarios = []Scenario{
	scenario("unsupported-2014", "too old for the link: its catalog lacks what later versions show", "SQL Server 2014 SP3 Enterprise on Windows Server 2012 R2",
		func(b *bench) { unprepared(b, "12.0.6024.0", "enterprise") }),
	scenario("express-edition", "an edition that has no availability groups", "SQL Server 2022 CU13 Express on Windows Server 2022",
		func(b *bench) { unprepared(b, version2022, "express") }),
	scenario("unprepared-2016", "never prepared, and without the service pack", "SQL Server 2016 SP2 CU17 Standard on Windows Server 2016",
		func(b *bench) { unprepared(b, "2016 SP2 CU17", "standard") }),
	scenario("unprepared-2017", "never prepared, Azure Connect pack installed", "SQL Server 2017 CU31 + Azure Connect pack Standard on Windows Server 2016",
		func(b *bench) { unprepared(b, "14.0.3490.10", "standard") }),
	scenario("unprepared-2019", "never prepared, on the GDR line without cumulative updates", "SQL Server 2019 RTM-GDR Enterprise on Windows Server 2019",
		func(b *bench) { unprepared(b, "15.0.2180.1", "enterprise") }),
	scenario("unprepared-2022", "never prepared", "SQL Server 2022 CU13 Enterprise on Windows Server 2022",
		func(b *bench) { unprepared(b, version2022, "enterprise") }),
	scenario("unprepared-2025", "never prepared", "SQL Server 2025 CU7 Enterprise Developer on Windows Server 2025",
		func(b *bench) { unprepared(b, "17.0.4065.4", "developer") }),
	scenario("ready-2022", "nothing is missing", windows2022, func(b *bench) { ready(b, version2022) }),
	scenario("connect-pack-missing-2017", "everything is green, but the Azure Connect pack is missing", "SQL Server 2017 CU31 Enterprise on Windows Server 2016",
		func(b *bench) { ready(b, "14.0.3456.2") }),
	scenario("gdr-2016", "a security build above SP3 that lacks the Azure Connect pack", "SQL Server 2016 SP3-GDR (13.0.6435) Enterprise on Windows Server 2016, one-node cluster",
		func(b *bench) { ready(b, "13.0.6435.1") }),
	scenario("pending-restart", "feature and trace flags are set, the restart is not done", windows2022, pendingRestart),
	scenario("flags-not-at-startup", "trace flags are on, but lost at the next restart", windows2022, func(b *bench) {
		flagless(b)
		b.sql("DBCC TRACEON (1800, 9567, -1);")
	}),
	scenario("flags-session-only", "trace flags were switched on in one session only", windows2022, func(b *bench) {
		flagless(b)
		b.sql("DBCC TRACEON (1800, 9567);")
	}),
	change("copy-only-backup", "the only full backup is copy-only", func(b *bench) {
		userDatabase(b, "HR")
		lastChances(b, "HR")
		b.sql(fmt.Sprintf("ALTER DATABASE HR SET RECOVERY FULL;\nGO\nBACKUP DATABASE HR TO DISK = N'%s' WITH COPY_ONLY, CHECKSUM;", backupFile(b)))
		b.wish("Sales", "HR")
	}),
	change("simple-recovery", "one database is in the simple recovery model", func(b *bench) {
		userDatabase(b, "HR")
		lastChances(b, "HR")
		b.wish("Sales", "HR")
	}),
	change("purged-history", "the log chain runs, but msdb's history was purged", func(b *bench) {
		b.sql("EXEC msdb.dbo.sp_delete_database_backuphistory @database_name = N'Sales';")
	}),
	change("least-privilege", "checked with the smallest rights that see everything", leastPrivilege),
	change("no-permission", "checked with a login that may connect and no more", func(b *bench) { b.login("lab_nobody") }),
	scenario("named-instance", "a named instance that took the default instance's port and put its name into the certificate's",
		"SQL Server 2022 CU13 Enterprise, instance PAY, on Windows Server 2022", namedInstance),
	scenario("linux-2022", "a ready instance on Linux, where startup parameters cannot be read through T-SQL", "SQL Server 2022 CU13 Enterprise on Ubuntu", linux2022),
	scenario("fci", "a ready failover cluster instance", "SQL Server 2022 CU13 Enterprise failover cluster instance on Windows Server 2022", func(b *bench) {
		ready(b, version2022)
		if b.err == nil {
			b.server.Identity.Clustered = true
			b.server.Host.PhysicalName = "NODE1"
			b.server.Host.Cluster = &instance.Cluster{Name: "LABCLUSTER", Nodes: []string{"NODE1", "NODE2"}}
		}
	}),
	scenario("existing-ag-windows-auth", "an availability group of two databases on an endpoint with Windows authentication", windows2022, existingGroup),
	change("leftover-link", "the remains of a link whose managed instance is gone", leftoverLink),
	scenario("expired-endpoint-certificate", "the endpoint's certificate has expired", windows2022, expiredCertificate),
	scenario("wrong-root-ca", "a certificate that only bears the name of the root", windows2022, wrongRoot),
	change("tde", "a database under Transparent Data Encryption", encrypted),
	change("filestream", "a database with FILESTREAM data", func(b *bench) { container(b, "FD", "Documents") }),
	change("two-log-files", "a database with a second log file", func(b *bench) {
		b.database("Sales", func(d *instance.Database) {
			d.Files = append(d.Files, &instance.File{ID: 3, Type: 1, Name: "Sales_log2", Path: `L:\Log\Sales_log2.ldf`, SizeMB: 512, MaxMB: -1, GrowthMB: 64, State: "ONLINE"})
		})
	}),
	change("in-memory", "a database with memory-optimized tables", func(b *bench) { container(b, "FX", "Memory") }),
	change("odd-names", "database names with brackets, quotes, blanks, Unicode and full length", oddNames),
	change("broken-endpoint", "an endpoint that is stopped, a witness, on RC4, on another port, and denied to a partner", brokenEndpoint),
	scenario("renamed-server", "the machine was renamed, SQL Server still has its old name", windows2022, renamedServer),
	change("windows-client", "SQL Server on a Windows client system", func(b *bench) {
		if b.err == nil {
			b.server.Host.Distribution, b.server.Host.OSText = "Windows 11 Pro", "Windows 11 Pro 10.0 <X64> (Build 22631: )"
		}
	}),
	scenario("broken-cluster-2016", "SQL Server 2016 whose Windows cluster is gone", "SQL Server 2016 SP3 + Azure Connect pack Enterprise on Windows Server 2016", func(b *bench) {
		ready(b, "13.0.7000.253")
		if b.err == nil {
			b.server.Host.Cluster = nil
		}
		b.restart()
	}),
	change("password-only-master-key", "a master key that only its password opens", func(b *bench) {
		b.sql("ALTER MASTER KEY DROP ENCRYPTION BY SERVICE MASTER KEY;")
	}),
	change("closed-databases", "databases that are offline, read-only, single-user or close by themselves, and a name that is wrong", closedDatabases),
	change("unsafe-backup", "the full backup was taken without checksums", func(b *bench) {
		userDatabase(b, "HR")
		lastChances(b, "HR")
		b.sql(fmt.Sprintf("ALTER DATABASE HR SET RECOVERY FULL;\nGO\nBACKUP DATABASE HR TO DISK = N'%s' WITH NO_CHECKSUM;", backupFile(b)))
		b.wish("Sales", "HR")
	}),
	change("odd-storage", "a defunct file, two memory-optimized containers, the version store outside PRIMARY", oddStorage),
	scenario("expiring-certificate", "the endpoint's certificate expires in a month", windows2022, func(b *bench) { certificateUntil(b, b.day(0, 0, 30)) }),
	change("password-certificate", "the private key of the endpoint's certificate is protected by a password", func(b *bench) {
		endpointCertificateOf(b, func(c *instance.Certificate) { c.KeyEncryption = "PW" })
	}),
	change("old-certificate", "an endpoint certificate of the old days: MD5 and 1,024 bits", func(b *bench) {
		endpointCertificateOf(b, func(c *instance.Certificate) { c.DER = b.rootFile("md5-1024.der") })
	}),
	change("all-roots", "all seven roots of Azure's list are imported", allRoots),
	scenario("two-node-group", "a database in an availability group of two nodes", windows2022, func(b *bench) { twoNodes(b, 1) }),
	scenario("secondary-replica", "this instance holds the secondary copy", windows2022, func(b *bench) { twoNodes(b, 2) }),
	change("publisher", "a database that is a replication publisher", func(b *bench) {
		b.database("Sales", func(d *instance.Database) { d.Published = true })
	}),
	change("running-link", "a link that runs", func(b *bench) {
		leftoverLink(b)
		if b.err == nil {
			connectLinks(b.server)
		}
	}),
	scenario("ready-2019", "nothing is missing, on a version without a way back", "SQL Server 2019 CU32 Enterprise on Windows Server 2019",
		func(b *bench) { ready(b, "2019 CU32") }),
	change("many-databases", "five hundred databases, five of them without a log chain", manyDatabases),
}
