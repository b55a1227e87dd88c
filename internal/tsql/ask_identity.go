package tsql

import "strings"

// ServerPermissions are the permissions that decide what a login sees and may change, in
// the order they are asked for. The last five exist from 2022 on; before, the server answers
// NULL for them.
var ServerPermissions = []string{
	"CONTROL SERVER",
	"VIEW SERVER STATE",
	"VIEW ANY DEFINITION",
	"VIEW ANY DATABASE",
	"CONNECT ANY DATABASE",
	"CREATE ANY DATABASE",
	"ALTER ANY DATABASE",
	"ALTER ANY ENDPOINT",
	"ALTER ANY LOGIN",
	"ALTER ANY AVAILABILITY GROUP",
	"VIEW SERVER PERFORMANCE STATE",
	"VIEW SERVER SECURITY STATE",
	"VIEW ANY PERFORMANCE DEFINITION",
	"VIEW ANY SECURITY DEFINITION",
	"VIEW ANY ERROR LOG",
}

// properties maps the columns of the identity probe to SERVERPROPERTY names. Every login
// may ask, and a name the build does not know is NULL.
var properties = [][2]string{
	{"product_version", "ProductVersion"},
	{"product_level", "ProductLevel"},
	{"update_level", "ProductUpdateLevel"},
	{"update_reference", "ProductUpdateReference"},
	{"edition", "Edition"},
	{"engine_edition", "EngineEdition"},
	{"property_name", "ServerName"},
	{"instance_name", "InstanceName"},
	{"collation", "Collation"},
	{"is_clustered", "IsClustered"},
	{"is_hadr_enabled", "IsHadrEnabled"},
	{"hadr_manager_status", "HadrManagerStatus"},
}

// IdentityProbes are asked first and of every version: what the instance is and what the
// login may see decide what else is worth asking.
func IdentityProbes() []Probe {
	return []Probe{
		{Name: "source/identity", Asks: "SERVERPROPERTY, @@VERSION, @@SERVERNAME", Text: identity()},
		{Name: "source/account", Asks: "IS_SRVROLEMEMBER, HAS_PERMS_BY_NAME", Text: account()},
	}
}

func identity() string {
	columns := []string{"@@VERSION AS banner", "@@SERVERNAME AS server_name"}
	for _, p := range properties {
		columns = append(columns, "SERVERPROPERTY("+Literal(p[1])+") AS "+p[0])
	}
	return "SELECT " + strings.Join(columns, ",\n  ")
}

// account asks for the right to read the backup history by name, because without it msdb's
// answer is an error that could have other causes.
func account() string {
	columns := []string{"SUSER_SNAME() AS login_name", "IS_SRVROLEMEMBER(N'sysadmin') AS is_sysadmin"}
	for _, p := range ServerPermissions {
		columns = append(columns, "HAS_PERMS_BY_NAME(NULL, NULL, "+Literal(p)+") AS "+Ident(p))
	}
	columns = append(columns, "HAS_PERMS_BY_NAME(N'msdb.dbo.backupset', N'OBJECT', N'SELECT') AS reads_backup_history")
	return "SELECT " + strings.Join(columns, ",\n  ")
}
