package syntax_test

import (
	"testing"

	. "milink/internal/lab/syntax"
)

// gate is a piece of grammar that came with a version. Before it, the server knows nothing of
// it: the error is that of any word or parenthesis it does not expect.
type gate struct {
	since  int
	text   string
	number int32
	says   string
}

const near = "Incorrect syntax near '"

var gates = []gate{
	{14, "CREATE AVAILABILITY GROUP g WITH (CLUSTER_TYPE = NONE) FOR REPLICA ON 's' " + replicaText, 102, near + "CLUSTER_TYPE'."},
	{14, "ALTER AVAILABILITY GROUP g JOIN WITH (CLUSTER_TYPE = NONE)", 319, with},
	{14, "ALTER AVAILABILITY GROUP g SET (REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT = 1)", 102,
		near + "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT'."},
	{14, "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 's' WITH (AVAILABILITY_MODE = CONFIGURATION_ONLY)", 102, near + "CONFIGURATION_ONLY'."},
	{14, "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 's' WITH (FAILOVER_MODE = EXTERNAL)", 156, keyword + "EXTERNAL'."},
	{15, "ALTER AVAILABILITY GROUP g MODIFY REPLICA ON 's' WITH (PRIMARY_ROLE (READ_WRITE_ROUTING_URL = 'x'))", 102, near + "READ_WRITE_ROUTING_URL'."},
	{16, "CREATE AVAILABILITY GROUP g WITH (DB_FAILOVER = ON, CONTAINED) FOR REPLICA ON 's' " + replicaText, 102, near + "CONTAINED'."},
	{15, "ALTER DATABASE d SET ACCELERATED_DATABASE_RECOVERY = ON", 102, near + "ACCELERATED_DATABASE_RECOVERY'."},
	{17, "ALTER DATABASE d SET OPTIMIZED_LOCKING = ON", 102, near + "OPTIMIZED_LOCKING'."},
	{16, "BACKUP DATABASE d TO DISK = 'x' WITH COMPRESSION (ALGORITHM = MS_XPRESS)", 102, near + "('."},
	{16, "BACKUP LOG d TO DISK = 'x' WITH COMPRESSION (ALGORITHM = QAT_DEFLATE), CHECKSUM", 102, near + "('."},
	{16, "CREATE CERTIFICATE c FROM FILE = 'x' WITH FORMAT = 'PFX', PRIVATE KEY (DECRYPTION BY PASSWORD = 'p')", 102, near + "FORMAT'."},
	{16, "BACKUP CERTIFICATE c TO FILE = 'x' WITH FORMAT = 'PFX', PRIVATE KEY (ENCRYPTION BY PASSWORD = 'p', ALGORITHM = 'AES_256')", 102, near + "FORMAT'."},
	{16, "GRANT VIEW SERVER SECURITY STATE TO l", 102, near + "SECURITY'."},
	{16, "GRANT VIEW SERVER PERFORMANCE STATE TO l", 102, near + "PERFORMANCE'."},
	{16, "GRANT VIEW ANY ERROR LOG TO l", 102, near + "ERROR'."},
	{16, "SELECT 1 WHERE 1 IS DISTINCT FROM 2", 156, keyword + "DISTINCT'."},
	{16, "SELECT TRIM(LEADING 'x' FROM 'xy')", 102, near + "x'."},
	{14, "SELECT TRIM('x' FROM 'xy')", 156, keyword + "FROM'."},
	{16, "SELECT SUM(a) OVER w FROM t WINDOW w AS (ORDER BY a)", 102, near + "w'."},
}

const (
	keyword = "Incorrect syntax near the keyword '"
	with    = keyword + "with'. If this statement is a common table expression, an xmlnamespaces clause or a change tracking context clause, the previous statement must be terminated with a semicolon."
)

// TestVersionGates holds each gate to be closed on the last version before it, and open from
// then on and on a managed instance.
func TestVersionGates(t *testing.T) {
	for _, g := range gates {
		for version := 13; version < g.since; version++ {
			refused(t, Options{Version: version}, g.text, refusal{g.number, 1, g.says})
		}
		for _, version := range []int{g.since, 17, 12, 0} {
			trees(t, Options{Version: version}, g.text)
		}
	}
}

// ZSTD is a word that 2022 does not know inside parentheses it knows.
func TestAlgorithmOfTheNewestVersion(t *testing.T) {
	refused(t, Options{Version: 16}, "BACKUP DATABASE d TO DISK = 'x' WITH COMPRESSION (ALGORITHM = ZSTD)",
		refusal{102, 1, near + "ZSTD'."})
	trees(t, Options{Version: 17}, "BACKUP DATABASE d TO DISK = 'x' WITH COMPRESSION (ALGORITHM = ZSTD, LEVEL = HIGH)")
}

// What 2016 has already must not be taken for newer: the link works there.
func TestOldestVersion(t *testing.T) {
	for _, text := range []string{
		"CREATE AVAILABILITY GROUP g FOR DATABASE d REPLICA ON 's' " + replicaText,
		"CREATE AVAILABILITY GROUP g WITH (DISTRIBUTED) AVAILABILITY GROUP ON " + members,
		"CREATE AVAILABILITY GROUP g WITH (BASIC, DB_FAILOVER = ON, DTC_SUPPORT = PER_DB) FOR REPLICA ON 's' " + replicaText,
		"ALTER AVAILABILITY GROUP g GRANT CREATE ANY DATABASE",
		"ALTER AVAILABILITY GROUP g SET (ROLE = SECONDARY)",
		"CREATE CERTIFICATE c FROM BINARY = 0x30",
		"BACKUP DATABASE d TO DISK = 'x' WITH COMPRESSION, ENCRYPTION (ALGORITHM = AES_256, SERVER CERTIFICATE = c)",
		"DROP TABLE IF EXISTS #t",
		"SELECT value FROM OPENJSON('[1]')",
		"SELECT name FROM sys.databases FOR JSON PATH",
	} {
		trees(t, Options{Version: 13}, text)
	}
}
