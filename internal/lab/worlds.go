package lab

import (
	"crypto/sha1"
	"fmt"
	"strings"

	"milink/internal/lab/instance"
)

// flagless is a ready instance that was started without the trace flags.
func flagless(b *bench) {
	windows(b, version2022, "enterprise")
	b.agent()
	masterKey(b)
	b.enableHADR()
	b.restart()
	endpointCertificate(b, readyCertificate)
	endpoint(b, readyCertificate, 5022)
	importRoots(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// pendingRestart is ready but for the restart.
func pendingRestart(b *bench) {
	windows(b, version2022, "enterprise")
	b.agent()
	masterKey(b)
	b.startup("-T1800", "-T9567")
	b.enableHADR()
	endpointCertificate(b, readyCertificate)
	endpoint(b, readyCertificate, 5022)
	importRoots(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// leastPrivilege makes the login of facts/tsql.md E3 in its narrow form of 2022 and later.
func leastPrivilege(b *bench) {
	b.login("lab_assess")
	b.sql(`GRANT VIEW SERVER PERFORMANCE STATE TO [lab_assess];
GRANT VIEW SERVER SECURITY STATE TO [lab_assess];
GRANT VIEW ANY DEFINITION TO [lab_assess];
GRANT CONNECT ANY DATABASE TO [lab_assess];
GO
USE msdb;
CREATE USER [lab_assess] FOR LOGIN [lab_assess];
GRANT SELECT ON dbo.backupset TO [lab_assess];
GRANT SELECT ON dbo.backupmediafamily TO [lab_assess];`)
}

// namedInstance took the endpoint port of the default instance, and its certificate was
// named after @@SERVERNAME as it is, backslash included.
func namedInstance(b *bench) {
	b.install(instance.Options{Version: version2022, Edition: "enterprise", Host: "SQL01", Domain: "CORP", Instance: "PAY"})
	b.agent()
	masterKey(b)
	flagsAndFeature(b)
	endpointCertificate(b, `Cert_SQL01\PAY_endpoint`)
	endpoint(b, `Cert_SQL01\PAY_endpoint`, 5022)
	importRoots(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

func linux2022(b *bench) {
	b.install(instance.Options{Version: version2022, Edition: "enterprise", Host: "SQL01", Linux: true})
	prepared(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// existingGroup is a server that has an availability group of its own already.
func existingGroup(b *bench) {
	windows(b, version2022, "enterprise")
	b.agent()
	masterKey(b)
	flagsAndFeature(b)
	b.sql("CREATE ENDPOINT [Hadr_endpoint] STATE = STARTED AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = WINDOWS NEGOTIATE, ENCRYPTION = REQUIRED ALGORITHM AES);")
	importRoots(b)
	readyDatabase(b, "Sales")
	readyDatabase(b, "HR")
	b.sql("CREATE AVAILABILITY GROUP [AG1] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales], [HR] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://sql01.corp.example:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);")
	b.wish("Sales", "HR")
}

// leftoverLink is a link whose managed instance was deleted: the groups are still there.
func leftoverLink(b *bench) {
	b.sql(`CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' WITH (ENDPOINT_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);
GO
CREATE AVAILABILITY GROUP [DAG_Sales] WITH (DISTRIBUTED) AVAILABILITY GROUP ON N'AG_Sales' WITH (LISTENER_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC), N'AG_Sales_MI' WITH (LISTENER_URL = 'tcp://mi-old.a1b2c3d4e5f6.database.windows.net:5022;Server=[mi-old]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC);`)
}

// expiredCertificate was prepared two years ago and never rotated.
func expiredCertificate(b *bench) { certificateUntil(b, b.day(0, 0, -10)) }

// certificateUntil is ready with an endpoint certificate of two years ago that ends on a day.
func certificateUntil(b *bench, end string) {
	windows(b, version2022, "enterprise")
	b.agent()
	masterKey(b)
	flagsAndFeature(b)
	b.sql(fmt.Sprintf("CREATE CERTIFICATE [%s] WITH SUBJECT = 'Certificate for the endpoint', START_DATE = '%s', EXPIRY_DATE = '%s';",
		readyCertificate, b.day(-2, 0, 0), end))
	endpoint(b, readyCertificate, 5022)
	importRoots(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// wrongRoot imported one real root and made the other by its name.
func wrongRoot(b *bench) {
	windows(b, version2022, "enterprise")
	b.agent()
	masterKey(b)
	flagsAndFeature(b)
	endpointCertificate(b, readyCertificate)
	endpoint(b, readyCertificate, 5022)
	_, microsoft := b.rootFiles()
	importRoot(b, "Microsoft RSA Root Certificate Authority 2017", microsoft)
	b.sql(fmt.Sprintf("CREATE CERTIFICATE [DigiCert Global Root G2] WITH SUBJECT = 'DigiCert Global Root G2', EXPIRY_DATE = '%s';", b.day(5, 0, 0)))
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// encrypted protects Sales with a certificate of master.
func encrypted(b *bench) {
	b.sql(fmt.Sprintf("CREATE CERTIFICATE [TDECert] WITH SUBJECT = 'Database encryption', EXPIRY_DATE = '%s';", b.day(5, 0, 0)))
	var thumbprint []byte
	b.database("master", func(d *instance.Database) { thumbprint = thumbprintOf(d, "TDECert") })
	b.database("Sales", func(d *instance.Database) {
		d.Encryption = &instance.EncryptionKey{State: 3, Thumbprint: thumbprint, EncryptorType: "CERTIFICATE", Created: b.clock.Now()}
	})
}

// thumbprintOf is the SHA-1 of a certificate's bytes, as sys.certificates shows it.
func thumbprintOf(d *instance.Database, name string) []byte {
	for _, c := range d.Certificates {
		if c.Name == name {
			sum := sha1.Sum(c.DER)
			return sum[:]
		}
	}
	return nil
}

// container gives Sales a filegroup of type FD (FILESTREAM) or FX (memory-optimized) with
// one container.
func container(b *bench, kind, name string) {
	b.database("Sales", func(d *instance.Database) {
		d.Filegroups = append(d.Filegroups, instance.Filegroup{Name: name, Type: kind})
		d.Files = append(d.Files, &instance.File{ID: 65537, Type: 2, Name: name + "_1", Path: `D:\Data\` + name, MaxMB: -1, State: "ONLINE", Group: name})
	})
}

// oddNames are legal names that break tools which quote carelessly. The first one has a
// fault, so that it must be shown.
func oddNames(b *bench) {
	userDatabase(b, `we]ird'n"ame`)
	lastChances(b, `we]ird'n"ame`)
	for _, name := range []string{"two words", "Zürich-Übung 東京", "semi;colon--", strings.Repeat("x", 123) + "_long"} {
		readyDatabase(b, name)
	}
	b.wish()
}

// manyDatabases has five hundred databases; every hundredth never had a backup.
func manyDatabases(b *bench) {
	for i := 2; i <= 500; i++ {
		name := fmt.Sprintf("App%03d", i)
		if i%100 == 0 {
			userDatabase(b, name)
			lastChances(b, name)
			b.sql(fmt.Sprintf("ALTER DATABASE [%s] SET RECOVERY FULL;", name))
			continue
		}
		readyDatabase(b, name)
	}
	b.wish()
}
