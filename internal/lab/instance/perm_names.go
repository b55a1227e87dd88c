package instance

// permission is one row of the permission hierarchy: its name, the four-letter type that
// sys.server_permissions shows, the permission of the same class that covers it, and for
// database permissions the server permission that covers it too.
type permission struct {
	name, code string
	covering   string
	server     string
	since      int
}

// serverPermissions are the server-level permissions: 34 up to 2019, 51 from 2022 on (the
// count a sysadmin lists, facts/tsql.md B3). Names and types follow the permissions page;
// which one covers which follows its hierarchy and E1.
var serverPermissions = []permission{
	{name: "CONTROL SERVER", code: "CL"},
	{name: "ADMINISTER BULK OPERATIONS", code: "ADBO", covering: "CONTROL SERVER"},
	{name: "ALTER ANY AVAILABILITY GROUP", code: "ALAG", covering: "CONTROL SERVER"},
	{name: "ALTER ANY CONNECTION", code: "ALCO", covering: "CONTROL SERVER"},
	{name: "ALTER ANY CREDENTIAL", code: "ALCD", covering: "CONTROL SERVER"},
	{name: "ALTER ANY DATABASE", code: "ALDB", covering: "CONTROL SERVER"},
	{name: "ALTER ANY ENDPOINT", code: "ALHE", covering: "CONTROL SERVER"},
	{name: "ALTER ANY EVENT NOTIFICATION", code: "ALES", covering: "CONTROL SERVER"},
	{name: "ALTER ANY EVENT SESSION", code: "AAES", covering: "CONTROL SERVER"},
	{name: "ALTER ANY EVENT SESSION ADD EVENT", code: "LSAE", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION ADD TARGET", code: "LSAT", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION DISABLE", code: "DES", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION DROP EVENT", code: "LSDE", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION DROP TARGET", code: "LSDT", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION ENABLE", code: "EES", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY EVENT SESSION OPTION", code: "LESO", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "ALTER ANY LINKED SERVER", code: "ALLS", covering: "CONTROL SERVER"},
	{name: "ALTER ANY LOGIN", code: "ALLG", covering: "CONTROL SERVER"},
	{name: "ALTER ANY SERVER AUDIT", code: "ALAA", covering: "CONTROL SERVER"},
	{name: "ALTER ANY SERVER ROLE", code: "ALSR", covering: "CONTROL SERVER"},
	{name: "ALTER RESOURCES", code: "ALRS", covering: "CONTROL SERVER"},
	{name: "ALTER SERVER STATE", code: "ALSS", covering: "CONTROL SERVER"},
	{name: "ALTER SETTINGS", code: "ALST", covering: "CONTROL SERVER"},
	{name: "ALTER TRACE", code: "ALTR", covering: "CONTROL SERVER"},
	{name: "AUTHENTICATE SERVER", code: "AUTH", covering: "CONTROL SERVER"},
	{name: "CONNECT ANY DATABASE", code: "CADB", covering: "CONTROL SERVER"},
	{name: "CONNECT SQL", code: "COSQ", covering: "CONTROL SERVER"},
	{name: "CREATE ANY DATABASE", code: "CRDB", covering: "ALTER ANY DATABASE"},
	{name: "CREATE ANY EVENT SESSION", code: "CRES", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "CREATE AVAILABILITY GROUP", code: "CRAC", covering: "ALTER ANY AVAILABILITY GROUP"},
	{name: "CREATE DDL EVENT NOTIFICATION", code: "CRDE", covering: "ALTER ANY EVENT NOTIFICATION"},
	{name: "CREATE ENDPOINT", code: "CRHE", covering: "ALTER ANY ENDPOINT"},
	{name: "CREATE LOGIN", code: "CRLG", covering: "ALTER ANY LOGIN", since: 16},
	{name: "CREATE SERVER ROLE", code: "CRSR", covering: "ALTER ANY SERVER ROLE"},
	{name: "CREATE TRACE EVENT NOTIFICATION", code: "CRTE", covering: "ALTER ANY EVENT NOTIFICATION"},
	{name: "DROP ANY EVENT SESSION", code: "DRES", covering: "ALTER ANY EVENT SESSION", since: 16},
	{name: "EXTERNAL ACCESS ASSEMBLY", code: "XA", covering: "UNSAFE ASSEMBLY"},
	{name: "IMPERSONATE ANY LOGIN", code: "IAL", covering: "CONTROL SERVER"},
	{name: "SELECT ALL USER SECURABLES", code: "SUS", covering: "CONTROL SERVER"},
	{name: "SHUTDOWN", code: "SHDN", covering: "CONTROL SERVER"},
	{name: "UNSAFE ASSEMBLY", code: "XU", covering: "CONTROL SERVER"},
	// modelled: that nothing but CONTROL SERVER covers this one and the two audit and log
	// permissions; serveradmin, who holds VIEW SERVER STATE, does not list them (E1).
	{name: "VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION", code: "VACD", covering: "CONTROL SERVER", since: 16},
	{name: "VIEW ANY DATABASE", code: "VWDB", covering: "VIEW ANY DEFINITION"},
	{name: "VIEW ANY DEFINITION", code: "VWAD", covering: "CONTROL SERVER"},
	{name: "VIEW ANY ERROR LOG", code: "VAEL", covering: "CONTROL SERVER", since: 16},
	{name: "VIEW ANY PERFORMANCE DEFINITION", code: "VAP", covering: "VIEW ANY DEFINITION", since: 16},
	{name: "VIEW ANY SECURITY DEFINITION", code: "VWAS", covering: "VIEW ANY DEFINITION", since: 16},
	{name: "VIEW SERVER PERFORMANCE STATE", code: "VSP", covering: "VIEW SERVER STATE", since: 16},
	{name: "VIEW SERVER SECURITY AUDIT", code: "VSSA", covering: "CONTROL SERVER", since: 16},
	{name: "VIEW SERVER SECURITY STATE", code: "VSS", covering: "VIEW SERVER STATE", since: 16},
	{name: "VIEW SERVER STATE", code: "VWSS", covering: "ALTER SERVER STATE"},
}

// databasePermissions are the database-level permissions that concern keys, certificates,
// backups and metadata, with the server permission that covers each.
// modelled: the list leaves out permissions on object kinds the lab does not have.
var databasePermissions = []permission{
	{name: "CONTROL", code: "CL", server: "CONTROL SERVER"},
	{name: "ALTER", code: "AL", covering: "CONTROL", server: "ALTER ANY DATABASE"},
	{name: "ALTER ANY ASYMMETRIC KEY", code: "ALAK", covering: "ALTER"},
	{name: "ALTER ANY CERTIFICATE", code: "ALCF", covering: "ALTER"},
	{name: "ALTER ANY DATASPACE", code: "ALDS", covering: "ALTER"},
	{name: "ALTER ANY ROLE", code: "ALRL", covering: "ALTER"},
	{name: "ALTER ANY SCHEMA", code: "ALSM", covering: "ALTER"},
	{name: "ALTER ANY SYMMETRIC KEY", code: "ALSK", covering: "ALTER"},
	{name: "ALTER ANY USER", code: "ALUS", covering: "ALTER"},
	{name: "AUTHENTICATE", code: "AUTH", covering: "CONTROL", server: "AUTHENTICATE SERVER"},
	{name: "BACKUP DATABASE", code: "BADB", covering: "CONTROL"},
	{name: "BACKUP LOG", code: "BALO", covering: "CONTROL"},
	{name: "CHECKPOINT", code: "CP", covering: "CONTROL"},
	{name: "CONNECT", code: "CO", covering: "CONTROL", server: "CONNECT ANY DATABASE"},
	{name: "CREATE ASYMMETRIC KEY", code: "CRAK", covering: "ALTER ANY ASYMMETRIC KEY"},
	{name: "CREATE CERTIFICATE", code: "CRCF", covering: "ALTER ANY CERTIFICATE"},
	{name: "CREATE DATABASE", code: "CRDB", covering: "CONTROL", server: "CREATE ANY DATABASE"},
	{name: "CREATE PROCEDURE", code: "CRPR", covering: "ALTER"},
	{name: "CREATE ROLE", code: "CRRL", covering: "ALTER ANY ROLE"},
	{name: "CREATE SCHEMA", code: "CRSM", covering: "ALTER ANY SCHEMA"},
	{name: "CREATE SYMMETRIC KEY", code: "CRSK", covering: "ALTER ANY SYMMETRIC KEY"},
	{name: "CREATE TABLE", code: "CRTB", covering: "ALTER"},
	{name: "CREATE VIEW", code: "CRVW", covering: "ALTER"},
	{name: "DELETE", code: "DL", covering: "CONTROL"},
	{name: "EXECUTE", code: "EX", covering: "CONTROL"},
	{name: "INSERT", code: "IN", covering: "CONTROL"},
	{name: "KILL DATABASE CONNECTION", code: "KIDC", covering: "CONTROL", server: "ALTER ANY CONNECTION"},
	{name: "REFERENCES", code: "RF", covering: "CONTROL"},
	{name: "SELECT", code: "SL", covering: "CONTROL", server: "SELECT ALL USER SECURABLES"},
	{name: "SHOWPLAN", code: "SPLN", covering: "CONTROL", server: "ALTER TRACE"},
	{name: "TAKE OWNERSHIP", code: "TO", covering: "CONTROL"},
	{name: "UPDATE", code: "UP", covering: "CONTROL"},
	{name: "VIEW DATABASE PERFORMANCE STATE", code: "VDP", covering: "VIEW DATABASE STATE", server: "VIEW SERVER PERFORMANCE STATE", since: 16},
	{name: "VIEW DATABASE SECURITY STATE", code: "VDSS", covering: "VIEW DATABASE STATE", server: "VIEW SERVER SECURITY STATE", since: 16},
	{name: "VIEW DATABASE STATE", code: "VWDS", covering: "CONTROL", server: "VIEW SERVER STATE"},
	{name: "VIEW DEFINITION", code: "VW", covering: "CONTROL", server: "VIEW ANY DEFINITION"},
	{name: "VIEW PERFORMANCE DEFINITION", code: "VWP", covering: "VIEW DEFINITION", server: "VIEW ANY PERFORMANCE DEFINITION", since: 16},
	{name: "VIEW SECURITY DEFINITION", code: "VWS", covering: "VIEW DEFINITION", server: "VIEW ANY SECURITY DEFINITION", since: 16},
}

// objectPermissions are what can be granted on one object or securable; the permission of
// the same name in the database covers it.
var objectPermissions = []permission{
	{name: "CONTROL", code: "CL"},
	{name: "ALTER", code: "AL", covering: "CONTROL"},
	{name: "CONNECT", code: "CO", covering: "CONTROL"},
	{name: "DELETE", code: "DL", covering: "CONTROL"},
	{name: "EXECUTE", code: "EX", covering: "CONTROL"},
	{name: "IMPERSONATE", code: "IM", covering: "CONTROL"},
	{name: "INSERT", code: "IN", covering: "CONTROL"},
	{name: "REFERENCES", code: "RF", covering: "CONTROL"},
	{name: "SELECT", code: "SL", covering: "CONTROL"},
	{name: "TAKE OWNERSHIP", code: "TO", covering: "CONTROL"},
	{name: "UPDATE", code: "UP", covering: "CONTROL"},
	{name: "VIEW DEFINITION", code: "VW", covering: "CONTROL"},
}

// findPermission finds a permission by its upper-case name on a build of that major
// version.
func findPermission(list []permission, name string, major int) (permission, bool) {
	for _, p := range list {
		if p.name == name && p.since <= major {
			return p, true
		}
	}
	return permission{}, false
}

// coveringChain is the permission and all that cover it in its own class, nearest first.
// It is empty for a name the build does not know.
func coveringChain(list []permission, name string, major int) []string {
	var chain []string
	for name != "" {
		p, ok := findPermission(list, name, major)
		if !ok {
			return nil
		}
		chain = append(chain, p.name)
		name = p.covering
	}
	return chain
}
