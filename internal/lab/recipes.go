package lab

import (
	"fmt"

	"milink/internal/lab/instance"
)

// The recipes below are what DBAs do to a server, in T-SQL of the documentation's own
// form. Scenarios put them together and leave one thing out, or do one thing wrong.

// windows installs a release on Windows Server.
func windows(b *bench, version, edition string) {
	b.install(instance.Options{Version: version, Edition: edition, Host: "SQL01", Domain: "CORP"})
}

// userDatabase creates a database as an application's installer does: simple recovery, no
// backup, Service Broker as the model has it.
func userDatabase(b *bench, name string) {
	b.sql(fmt.Sprintf("CREATE DATABASE %s;\nGO\nALTER DATABASE %s SET RECOVERY SIMPLE;", bracket(name), bracket(name)))
}

// bracket quotes an identifier.
func bracket(name string) string {
	out := "["
	for _, r := range name {
		if r == ']' {
			out += "]"
		}
		out += string(r)
	}
	return out + "]"
}

// fullBackup puts a database into full recovery and starts its log chain.
func fullBackup(b *bench, name string) {
	b.sql(fmt.Sprintf("ALTER DATABASE %[1]s SET RECOVERY FULL;\nGO\nBACKUP DATABASE %[1]s TO DISK = N'%[2]s' WITH CHECKSUM, COMPRESSION;",
		bracket(name), backupFile(b)))
}

// backupFile is a new file in the backup folder.
func backupFile(b *bench) string {
	b.backups++
	return fmt.Sprintf("full_%03d.bak", b.backups)
}

// lastChances decides what cannot be decided after linking.
func lastChances(b *bench, name string) {
	script := fmt.Sprintf("ALTER DATABASE %s SET ENABLE_BROKER;", bracket(name))
	if b.err == nil && b.server.Identity.Build.Major >= 15 {
		script += fmt.Sprintf("\nGO\nALTER DATABASE %s SET ACCELERATED_DATABASE_RECOVERY = ON;", bracket(name))
	}
	b.sql(script)
}

// readyDatabase creates a database that can be linked today.
func readyDatabase(b *bench, name string) {
	userDatabase(b, name)
	lastChances(b, name)
	fullBackup(b, name)
}

// masterKey creates the database master key of master.
func masterKey(b *bench) {
	b.sql("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Lab-Master-Key-1!';")
}

// importRoots imports and trusts the two roots the article asks for at least. Builds
// without the issuer procedure only get the certificates.
func importRoots(b *bench) {
	digiCert, microsoft := b.rootFiles()
	importRoot(b, "DigiCertPKI", digiCert)
	importRoot(b, "MicrosoftPKI", microsoft)
}

func importRoot(b *bench, name, path string) {
	b.sql(fmt.Sprintf("CREATE CERTIFICATE [%s] FROM FILE = '%s';", name, path))
	if b.err == nil && b.server.Identity.HasConnectPack {
		b.sql(fmt.Sprintf("DECLARE @id int = CERT_ID('%s'); EXEC sp_certificate_add_issuer @id, N'*.database.windows.net';", name))
	}
}

// endpointCertificate creates the certificate of the endpoint, valid for two years.
func endpointCertificate(b *bench, name string) {
	b.sql(fmt.Sprintf("CREATE CERTIFICATE [%s] WITH SUBJECT = 'Certificate for the endpoint', START_DATE = '%s', EXPIRY_DATE = '%s';",
		name, b.day(0, 0, -1), b.day(2, 0, 0)))
}

// endpoint creates the mirroring endpoint of the article.
func endpoint(b *bench, certificate string, port int) {
	b.sql(fmt.Sprintf("CREATE ENDPOINT database_mirroring_endpoint STATE = STARTED AS TCP (LISTENER_PORT = %d, LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [%s], ENCRYPTION = REQUIRED ALGORITHM AES);",
		port, certificate))
}

// flagsAndFeature is what the one restart of the article is for.
func flagsAndFeature(b *bench) {
	b.startup("-T1800", "-T9567")
	b.enableHADR()
	b.restart()
}

// clusterGrants are the grants that SQL Server 2016 needs for its cluster.
func clusterGrants(b *bench) {
	if b.err != nil || b.server.Identity.Build.Major != 13 {
		return
	}
	b.sql(`IF NOT EXISTS (SELECT 1 FROM sys.server_principals WHERE name = N'NT AUTHORITY\SYSTEM') CREATE LOGIN [NT AUTHORITY\SYSTEM] FROM WINDOWS;
GRANT ALTER ANY AVAILABILITY GROUP TO [NT AUTHORITY\SYSTEM];
GRANT CONNECT SQL TO [NT AUTHORITY\SYSTEM];
GRANT VIEW SERVER STATE TO [NT AUTHORITY\SYSTEM];`)
}

const readyCertificate = "Cert_SQL01_endpoint"

// prepared does everything of the article to an installed instance but its databases.
func prepared(b *bench) {
	b.agent()
	masterKey(b)
	flagsAndFeature(b)
	clusterGrants(b)
	endpointCertificate(b, readyCertificate)
	endpoint(b, readyCertificate, 5022)
	importRoots(b)
}

// ready is an instance with one database that lacks nothing.
func ready(b *bench, version string) {
	windows(b, version, "enterprise")
	prepared(b)
	readyDatabase(b, "Sales")
	b.wish("Sales")
}

// unprepared is an instance as Setup left it, with two databases of applications. HR came
// from a backup, which leaves Service Broker off.
func unprepared(b *bench, version, edition string) {
	windows(b, version, edition)
	userDatabase(b, "Sales")
	userDatabase(b, "HR")
	b.sql("ALTER DATABASE HR SET DISABLE_BROKER;")
	b.rootFiles() // downloaded, not imported
}
