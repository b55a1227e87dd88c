package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
)

// The statements that make, switch and drop a link (facts/link.md 2.2, 2.5, 2.7 and 4), each
// with its whole tree: an option that is lost or put elsewhere shows. Nine of these forms
// defeat other public parsers, so nothing but these expectations holds them.

const (
	local  = "TCP://10.1.0.4:5022"
	remote = "tcp://mi.a1b2.database.windows.net:5022;Server=[mi]"
)

// member is one group of a distributed group as the article writes it.
func member(name, url string, n bool, more ...WithOption) Replica {
	link := texted("LISTENER_URL", url)
	if n {
		link = national("LISTENER_URL", url)
	}
	return Replica{Name: name, Options: append([]WithOption{
		link,
		set("AVAILABILITY_MODE", "ASYNCHRONOUS_COMMIT"),
		set("FAILOVER_MODE", "MANUAL"),
		set("SEEDING_MODE", "AUTOMATIC"),
	}, more...)}
}

func replica(name string) Replica {
	return Replica{Name: name, Options: []WithOption{
		texted("ENDPOINT_URL", local),
		set("AVAILABILITY_MODE", "SYNCHRONOUS_COMMIT"),
		set("FAILOVER_MODE", "MANUAL"),
		set("SEEDING_MODE", "AUTOMATIC"),
	}}
}

const replicaText = `WITH (ENDPOINT_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
	FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)`

func TestLinkCertificates(t *testing.T) {
	same(t, Options{}, `CREATE CERTIFICATE [mi.a1b2.database.windows.net] FROM BINARY = 0x3082Af`,
		&CreateCertificate{Name: quoted("mi.a1b2.database.windows.net"), HasBinary: true, FromBinary: []byte{0x30, 0x82, 0xAF}})
	same(t, Options{}, `CREATE CERTIFICATE c AUTHORIZATION [u] FROM BINARY = 0x30 WITH PRIVATE KEY
		(BINARY = 0x1EF, DECRYPTION BY PASSWORD = 'd', ENCRYPTION BY PASSWORD = N'e') ACTIVE FOR BEGIN_DIALOG = OFF`,
		&CreateCertificate{Name: bare("c"), Owner: quoted("u"), HasBinary: true, FromBinary: []byte{0x30},
			HasKey: true, KeyBinary: []byte{0x01, 0xEF}, DecryptionPassword: "d", EncryptionPassword: "e", ActiveForDialog: "OFF"})
	same(t, Options{}, `CREATE CERTIFICATE [Cert_SQL01_endpoint] WITH SUBJECT = N'Certificate for Cert_SQL01_endpoint', EXPIRY_DATE = '20300330'`,
		&CreateCertificate{Name: quoted("Cert_SQL01_endpoint"), HasSubject: true, Subject: "Certificate for Cert_SQL01_endpoint", ExpiryDate: "20300330"})
	same(t, Options{}, `EXEC sp_get_endpoint_certificate 4`,
		&Exec{Proc: Name{Object: bare("sp_get_endpoint_certificate")}, Args: []Arg{{X: integer(4)}}})
	same(t, Options{}, `EXEC sys.sp_multidb_milink 1`,
		&Exec{Proc: Name{Schema: bare("sys"), Object: bare("sp_multidb_milink")}, Args: []Arg{{X: integer(1)}}})
}

func TestLinkEndpoints(t *testing.T) {
	same(t, Options{}, `CREATE ENDPOINT [milink] STATE=STARTED AS TCP (LISTENER_PORT=5022, LISTENER_IP=ALL)
		FOR DATABASE_MIRRORING (ROLE=ALL, AUTHENTICATION=CERTIFICATE [c], ENCRYPTION=REQUIRED ALGORITHM AES)`,
		&Endpoint{Name: quoted("milink"), State: "STARTED", HasTCP: true, HasPort: true, Port: 5022, ListenerIP: "ALL",
			Payload: "DATABASE_MIRRORING", PayloadGiven: true, Role: "ALL", Auth: []EndpointAuth{{Certificate: quoted("c")}},
			Encryption: "REQUIRED", Algorithms: []string{"AES"}})
	same(t, Options{}, `ALTER ENDPOINT [Hadr_endpoint] STATE=STARTED AS TCP (LISTENER_PORT=5022, LISTENER_IP=ALL)
		FOR DATABASE_MIRRORING (ROLE=ALL, AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [c], ENCRYPTION=REQUIRED ALGORITHM AES)`,
		&Endpoint{Alter: true, Name: quoted("Hadr_endpoint"), State: "STARTED", HasTCP: true, HasPort: true, Port: 5022,
			ListenerIP: "ALL", Payload: "DATABASE_MIRRORING", PayloadGiven: true, Role: "ALL",
			Auth:       []EndpointAuth{{Windows: "NEGOTIATE"}, {Certificate: quoted("c")}},
			Encryption: "REQUIRED", Algorithms: []string{"AES"}})
}

// The methods keep their order: it is the order of the handshake.
func TestEndpointAuthentication(t *testing.T) {
	c := EndpointAuth{Certificate: bare("c")}
	for text, want := range map[string][]EndpointAuth{
		"WINDOWS":                        {{Windows: "NEGOTIATE"}},
		"WINDOWS NTLM":                   {{Windows: "NTLM"}},
		"WINDOWS KERBEROS":               {{Windows: "KERBEROS"}},
		"CERTIFICATE c":                  {c},
		"WINDOWS CERTIFICATE c":          {{Windows: "NEGOTIATE"}, c},
		"WINDOWS KERBEROS CERTIFICATE c": {{Windows: "KERBEROS"}, c},
		"CERTIFICATE c WINDOWS":          {c, {Windows: "NEGOTIATE"}},
		"CERTIFICATE c WINDOWS NTLM":     {c, {Windows: "NTLM"}},
	} {
		same(t, Options{}, "ALTER ENDPOINT e FOR DATABASE_MIRRORING (AUTHENTICATION = "+text+", ROLE = PARTNER)",
			&Endpoint{Alter: true, Name: bare("e"), Payload: "DATABASE_MIRRORING", PayloadGiven: true, Role: "PARTNER", Auth: want})
	}
}

func TestLinkGroups(t *testing.T) {
	none := []WithOption{set("CLUSTER_TYPE", "NONE")}
	same(t, Options{}, `CREATE AVAILABILITY GROUP [AG_Sales] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales] REPLICA ON N'SQL01' `+replicaText,
		&CreateGroup{Name: quoted("AG_Sales"), Options: none, Databases: []Ident{quoted("Sales")}, Replicas: []Replica{replica("SQL01")}})
	same(t, Options{Version: 13}, `CREATE AVAILABILITY GROUP [AG_Sales] FOR DATABASE [Sales] REPLICA ON N'SQL01' `+replicaText,
		&CreateGroup{Name: quoted("AG_Sales"), Databases: []Ident{quoted("Sales")}, Replicas: []Replica{replica("SQL01")}})
	same(t, Options{}, `CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE=NONE) FOR DATABASE [a],[b] REPLICA ON 'S1' `+replicaText+`, 'S2' `+replicaText,
		&CreateGroup{Name: bare("ag"), Options: none, Databases: []Ident{quoted("a"), quoted("b")}, Replicas: []Replica{replica("S1"), replica("S2")}})
	same(t, Options{}, `CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE=NONE) FOR REPLICA ON N'SQL01' `+replicaText,
		&CreateGroup{Name: bare("ag"), Options: none, Replicas: []Replica{replica("SQL01")}})
}

const members = `N'AG_Sales' WITH (LISTENER_URL = 'TCP://10.1.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
		FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20),
	N'AG_MI' WITH (LISTENER_URL = N'tcp://mi.a1b2.database.windows.net:5022;Server=[mi]', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
		FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)`

func TestLinkDistributedGroups(t *testing.T) {
	both := []Replica{member("AG_Sales", local, false, set("SESSION_TIMEOUT", "20")), member("AG_MI", remote, true)}
	same(t, Options{}, `CREATE AVAILABILITY GROUP [DAG] WITH (DISTRIBUTED) AVAILABILITY GROUP ON `+members,
		&CreateGroup{Name: quoted("DAG"), Options: []WithOption{flagged("DISTRIBUTED")}, Distributed: true, Replicas: both})
	same(t, Options{}, `ALTER AVAILABILITY GROUP [DAG] JOIN AVAILABILITY GROUP ON `+members,
		&AlterGroup{Name: quoted("DAG"), Action: "JOIN GROUP", Replicas: both})
	same(t, Options{}, `ALTER AVAILABILITY GROUP [DAG] MODIFY AVAILABILITY GROUP ON
		'AG_Sales' WITH (AVAILABILITY_MODE=SYNCHRONOUS_COMMIT), 'AG_MI' WITH (AVAILABILITY_MODE=SYNCHRONOUS_COMMIT)`,
		&AlterGroup{Name: quoted("DAG"), Action: "MODIFY GROUP", Replicas: []Replica{
			{Name: "AG_Sales", Options: []WithOption{set("AVAILABILITY_MODE", "SYNCHRONOUS_COMMIT")}},
			{Name: "AG_MI", Options: []WithOption{set("AVAILABILITY_MODE", "SYNCHRONOUS_COMMIT")}}}})
	same(t, Options{}, `ALTER AVAILABILITY GROUP d MODIFY AVAILABILITY GROUP ON 'a' WITH (SEEDING_MODE = MANUAL, LISTENER_URL = 'tcp://h:1')`,
		&AlterGroup{Name: bare("d"), Action: "MODIFY GROUP", Replicas: []Replica{
			{Name: "a", Options: []WithOption{set("SEEDING_MODE", "MANUAL"), texted("LISTENER_URL", "tcp://h:1")}}}})
}

// TestAlterGroupForms holds each form of ALTER AVAILABILITY GROUP to its tree.
func TestAlterGroupForms(t *testing.T) {
	ips := [][2]string{{"10.0.0.9", "255.255.255.0"}, {"fe80::1", ""}}
	for _, c := range []struct {
		text string
		want AlterGroup
	}{
		{"SET (ROLE = SECONDARY)", AlterGroup{Action: "SET", Options: []WithOption{set("ROLE", "SECONDARY")}}},
		{"SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)", AlterGroup{Action: "SET",
			Options: []WithOption{set("REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT", "1")}}},
		{"ADD DATABASE [c]", AlterGroup{Action: "ADD DATABASE", Databases: []Ident{quoted("c")}}},
		{"REMOVE DATABASE a, b", AlterGroup{Action: "REMOVE DATABASE", Databases: []Ident{bare("a"), bare("b")}}},
		{"ADD REPLICA ON N'S2' " + replicaText, AlterGroup{Action: "ADD REPLICA", Replicas: []Replica{replica("S2")}}},
		{"MODIFY REPLICA ON 'S1' WITH (SECONDARY_ROLE (ALLOW_CONNECTIONS = ALL))", AlterGroup{Action: "MODIFY REPLICA",
			Replicas: []Replica{{Name: "S1", Options: []WithOption{inner("SECONDARY_ROLE", set("ALLOW_CONNECTIONS", "ALL"))}}}}},
		{"MODIFY REPLICA ON N'S1' WITH (SEEDING_MODE = AUTOMATIC)", AlterGroup{Action: "MODIFY REPLICA",
			Replicas: []Replica{{Name: "S1", Options: []WithOption{set("SEEDING_MODE", "AUTOMATIC")}}}}},
		{"REMOVE REPLICA ON N'S1'", AlterGroup{Action: "REMOVE REPLICA", Replicas: []Replica{{Name: "S1"}}}},
		{"JOIN", AlterGroup{Action: "JOIN"}},
		{"JOIN WITH (CLUSTER_TYPE = NONE)", AlterGroup{Action: "JOIN", ClusterType: "NONE"}},
		{"GRANT CREATE ANY DATABASE", AlterGroup{Action: "GRANT CREATE ANY DATABASE"}},
		{"DENY CREATE ANY DATABASE", AlterGroup{Action: "DENY CREATE ANY DATABASE"}},
		{"FAILOVER", AlterGroup{Action: "FAILOVER"}},
		{"FORCE_FAILOVER_ALLOW_DATA_LOSS", AlterGroup{Action: "FORCE_FAILOVER_ALLOW_DATA_LOSS"}},
		{"OFFLINE", AlterGroup{Action: "OFFLINE"}},
		{"ADD LISTENER N'l1' (WITH IP ((N'10.0.0.9', N'255.255.255.0'), ('fe80::1')), PORT = 1433)", AlterGroup{Action: "ADD LISTENER",
			Listener: &Listener{Name: "l1", IPs: ips, Port: 1433, HasPort: true}}},
		{"ADD LISTENER 'l1' (WITH DHCP ON ('10.0.0.0', '255.0.0.0'))", AlterGroup{Action: "ADD LISTENER",
			Listener: &Listener{Name: "l1", DHCP: true, Subnet: [2]string{"10.0.0.0", "255.0.0.0"}}}},
		{"ADD LISTENER 'l1' (WITH DHCP)", AlterGroup{Action: "ADD LISTENER", Listener: &Listener{Name: "l1", DHCP: true}}},
		{"MODIFY LISTENER 'l1' (ADD IP ('10.0.0.9', '255.255.255.0'))", AlterGroup{Action: "MODIFY LISTENER",
			Listener: &Listener{Name: "l1", AddIP: true, IPs: ips[:1]}}},
		{"MODIFY LISTENER 'l1' (PORT = 1434)", AlterGroup{Action: "MODIFY LISTENER", Listener: &Listener{Name: "l1", Port: 1434, HasPort: true}}},
		{"RESTART LISTENER 'l1'", AlterGroup{Action: "RESTART LISTENER", Listener: &Listener{Name: "l1"}}},
		{"REMOVE LISTENER 'l1'", AlterGroup{Action: "REMOVE LISTENER", Listener: &Listener{Name: "l1"}}},
	} {
		want := c.want
		want.Name = quoted("g")
		same(t, Options{}, "ALTER AVAILABILITY GROUP [g] "+c.text, &want)
	}
	same(t, Options{}, "DROP AVAILABILITY GROUP [g]", &DropGroup{Name: quoted("g")})
}

// TestCreateGroupOptions holds every option of groups and replicas to its entry.
func TestCreateGroupOptions(t *testing.T) {
	same(t, Options{}, `CREATE AVAILABILITY GROUP g WITH (AUTOMATED_BACKUP_PREFERENCE = SECONDARY_ONLY, FAILURE_CONDITION_LEVEL = 3,
		HEALTH_CHECK_TIMEOUT = 30000, DB_FAILOVER = ON, DTC_SUPPORT = PER_DB, BASIC, REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 0,
		CONTAINED REUSE_SYSTEM_DATABASES, CLUSTER_TYPE = EXTERNAL)
		FOR REPLICA ON 's' WITH (ENDPOINT_URL = N'TCP://s:5022', AVAILABILITY_MODE = CONFIGURATION_ONLY, FAILOVER_MODE = EXTERNAL,
			SEEDING_MODE = MANUAL, BACKUP_PRIORITY = 50, SESSION_TIMEOUT = 10,
			SECONDARY_ROLE (ALLOW_CONNECTIONS = READ_ONLY, READ_ONLY_ROUTING_URL = 'TCP://s:1433'),
			PRIMARY_ROLE (ALLOW_CONNECTIONS = READ_WRITE, READ_ONLY_ROUTING_LIST = ('a', ('b', N'c')), READ_WRITE_ROUTING_URL = 'TCP://s:1'))
		LISTENER 'l' (WITH IP (('10.0.0.9', '255.255.255.0')))`,
		&CreateGroup{Name: bare("g"),
			Options: []WithOption{
				set("AUTOMATED_BACKUP_PREFERENCE", "SECONDARY_ONLY"), set("FAILURE_CONDITION_LEVEL", "3"),
				set("HEALTH_CHECK_TIMEOUT", "30000"), set("DB_FAILOVER", "ON"), set("DTC_SUPPORT", "PER_DB"), flagged("BASIC"),
				set("REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT", "0"), set("CONTAINED", "REUSE_SYSTEM_DATABASES"),
				set("CLUSTER_TYPE", "EXTERNAL")},
			Replicas: []Replica{{Name: "s", Options: []WithOption{
				national("ENDPOINT_URL", "TCP://s:5022"), set("AVAILABILITY_MODE", "CONFIGURATION_ONLY"), set("FAILOVER_MODE", "EXTERNAL"),
				set("SEEDING_MODE", "MANUAL"), set("BACKUP_PRIORITY", "50"), set("SESSION_TIMEOUT", "10"),
				inner("SECONDARY_ROLE", set("ALLOW_CONNECTIONS", "READ_ONLY"), texted("READ_ONLY_ROUTING_URL", "TCP://s:1433")),
				inner("PRIMARY_ROLE", set("ALLOW_CONNECTIONS", "READ_WRITE"),
					inner("READ_ONLY_ROUTING_LIST", texted("SERVER", "a"), texted("SERVER", "b"), national("SERVER", "c")),
					texted("READ_WRITE_ROUTING_URL", "TCP://s:1"))}}},
			Listener: &Listener{Name: "l", IPs: [][2]string{{"10.0.0.9", "255.255.255.0"}}}})
}
