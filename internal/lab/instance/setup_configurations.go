package instance

// configOption is one sp_configure option: what sys.configurations says of it on a fresh
// instance. Names, limits and defaults follow the server configuration options page.
type configOption struct {
	id                 int
	name               string
	min, max, standard int64
	dynamic, advanced  bool
	since              int
}

const maxInt = 2147483647

// configOptions are the configuration options in the order of their ids. since names the version
// that brought an option where it is newer than 2014.
//
// modelled: ids and the dynamic and advanced marks come from general knowledge.
var configOptions = []configOption{
	{101, "recovery interval (min)", 0, 32767, 0, true, true, 0},
	{102, "allow updates", 0, 1, 0, true, false, 0},
	{103, "user connections", 0, 32767, 0, false, true, 0},
	{106, "locks", 5000, maxInt, 0, false, true, 0},
	{107, "open objects", 0, maxInt, 0, false, true, 0},
	{109, "fill factor (%)", 0, 100, 0, false, true, 0},
	{114, "disallow results from triggers", 0, 1, 0, true, true, 0},
	{115, "nested triggers", 0, 1, 1, true, false, 0},
	{116, "server trigger recursion", 0, 1, 1, true, false, 0},
	{117, "remote access", 0, 1, 1, false, false, 0},
	{124, "default language", 0, 9999, 0, true, false, 0},
	{400, "cross db ownership chaining", 0, 1, 0, true, false, 0},
	{503, "max worker threads", 128, 65535, 0, true, true, 0},
	{505, "network packet size (B)", 512, 32767, 4096, true, true, 0},
	{518, "show advanced options", 0, 1, 0, true, false, 0},
	{542, "remote proc trans", 0, 1, 0, true, false, 0},
	{544, "c2 audit mode", 0, 1, 0, false, true, 0},
	{1126, "default full-text language", 0, maxInt, 1033, true, true, 0},
	{1127, "two digit year cutoff", 1753, 9999, 2049, true, true, 0},
	{1505, "index create memory (KB)", 704, maxInt, 0, true, true, 0},
	{1517, "priority boost", 0, 1, 0, false, true, 0},
	{1519, "remote login timeout (s)", 0, maxInt, 10, true, false, 0},
	{1520, "remote query timeout (s)", 0, maxInt, 600, true, false, 0},
	{1531, "cursor threshold", -1, maxInt, -1, true, true, 0},
	{1532, "set working set size", 0, 1, 0, false, true, 0},
	{1534, "user options", 0, 32767, 0, true, false, 0},
	{1535, "affinity mask", -maxInt - 1, maxInt, 0, true, true, 0},
	{1536, "max text repl size (B)", -1, maxInt, 65536, true, false, 0},
	{1537, "media retention", 0, 365, 0, true, true, 0},
	{1538, "cost threshold for parallelism", 0, 32767, 5, true, true, 0},
	{1539, "max degree of parallelism", 0, 32767, 0, true, true, 0},
	{1540, "min memory per query (KB)", 512, maxInt, 1024, true, true, 0},
	{1541, "query wait (s)", -1, maxInt, -1, true, true, 0},
	{1543, "min server memory (MB)", 0, maxInt, 0, true, true, 0},
	{1544, "max server memory (MB)", 128, maxInt, maxInt, true, true, 0},
	{1545, "query governor cost limit", 0, maxInt, 0, true, true, 0},
	{1546, "lightweight pooling", 0, 1, 0, false, true, 0},
	{1547, "scan for startup procs", 0, 1, 0, false, true, 0},
	{1555, "transform noise words", 0, 1, 0, true, true, 0},
	{1556, "precompute rank", 0, 1, 0, true, true, 0},
	{1557, "PH timeout (s)", 1, 3600, 60, true, true, 0},
	{1562, "clr enabled", 0, 1, 0, true, false, 0},
	{1568, "default trace enabled", 0, 1, 1, true, true, 0},
	{1569, "blocked process threshold (s)", 0, 86400, 0, true, true, 0},
	{1570, "in-doubt xact resolution", 0, 2, 0, true, true, 0},
	{1576, "remote admin connections", 0, 1, 0, true, false, 0},
	{1577, "common criteria compliance enabled", 0, 1, 0, false, true, 0},
	{1578, "EKM provider enabled", 0, 1, 0, true, true, 0},
	{1579, "backup compression default", 0, 1, 0, true, false, 0},
	{1580, "filestream access level", 0, 2, 0, true, false, 0},
	{1581, "optimize for ad hoc workloads", 0, 1, 0, true, true, 0},
	{1584, "backup checksum default", 0, 1, 0, true, false, 0},
	{1585, "automatic soft-NUMA disabled", 0, 1, 0, false, true, 13},
	{1586, "external scripts enabled", 0, 1, 0, true, false, 13},
	{1587, "clr strict security", 0, 1, 1, true, true, 14},
	{1588, "column encryption enclave type", 0, 2, 0, false, false, 15},
	{1589, "tempdb metadata memory-optimized", 0, 1, 0, false, true, 15},
	{1591, "ADR cleaner retry timeout (min)", 0, 32767, 15, true, true, 15},
	{1592, "ADR Preallocation Factor", 0, 32767, 4, true, true, 15},
	{16384, "Agent XPs", 0, 1, 0, true, true, 0},
	{16386, "Database Mail XPs", 0, 1, 0, true, true, 0},
	{16387, "SMO and DMO XPs", 0, 1, 1, true, true, 0},
	{16388, "Ole Automation Procedures", 0, 1, 0, true, true, 0},
	{16390, "xp_cmdshell", 0, 1, 0, true, true, 0},
	{16391, "Ad Hoc Distributed Queries", 0, 1, 0, true, true, 0},
	{16392, "Replication XPs", 0, 1, 0, true, true, 0},
	{16393, "contained database authentication", 0, 1, 0, true, false, 0},
	{16394, "hadoop connectivity", 0, 7, 0, false, false, 13},
	{16395, "polybase network encryption", 0, 1, 1, false, false, 13},
	{16396, "remote data archive", 0, 1, 0, true, false, 13},
	{16397, "allow polybase export", 0, 1, 0, true, false, 13},
	{16398, "allow filesystem enumeration", 0, 1, 1, true, true, 14},
	{16399, "polybase enabled", 0, 1, 0, true, false, 15},
}

// defaultConfigurations are the options of a version with their defaults in use.
func defaultConfigurations(major int) map[string]Configuration {
	all := map[string]Configuration{}
	for _, o := range configOptions {
		if o.since <= major {
			all[o.name] = Configuration{Value: o.standard, InUse: o.standard, Min: o.min, Max: o.max,
				Dynamic: o.dynamic, Advanced: o.advanced}
		}
	}
	return all
}
