package instance

// fixedRole is a fixed server role with what its members may do.
type fixedRole struct {
	name        string
	id          int
	since       int
	permissions []string
}

// fixedServerRoles are the fixed server roles with the ids of sys.server_principals. What
// a role holds follows facts/tsql.md E1 and the server-level roles page; sysadmin is not
// listed by permission because it bypasses every check.
var fixedServerRoles = []fixedRole{
	{name: "sysadmin", id: 3},
	{name: "securityadmin", id: 4, permissions: []string{"ALTER ANY LOGIN"}},
	{name: "serveradmin", id: 5, permissions: []string{
		"ALTER ANY ENDPOINT", "ALTER RESOURCES", "ALTER SERVER STATE", "ALTER SETTINGS", "SHUTDOWN"}},
	{name: "setupadmin", id: 6, permissions: []string{"ALTER ANY LINKED SERVER"}},
	{name: "processadmin", id: 7, permissions: []string{"ALTER ANY CONNECTION", "ALTER SERVER STATE"}},
	// diskadmin keeps its one old right (ALTER RESOURCES on the permissions page).
	{name: "diskadmin", id: 8, permissions: []string{"ALTER RESOURCES"}},
	{name: "dbcreator", id: 9, permissions: []string{"CREATE ANY DATABASE"}},
	{name: "bulkadmin", id: 10, permissions: []string{"ADMINISTER BULK OPERATIONS"}},
	{name: "##MS_ServerStateReader##", id: 11, since: 16, permissions: []string{"VIEW SERVER STATE"}},
	{name: "##MS_ServerStateManager##", id: 12, since: 16, permissions: []string{"ALTER SERVER STATE"}},
	{name: "##MS_DefinitionReader##", id: 13, since: 16, permissions: []string{"VIEW ANY DEFINITION"}},
	{name: "##MS_DatabaseConnector##", id: 14, since: 16, permissions: []string{"CONNECT ANY DATABASE"}},
	{name: "##MS_DatabaseManager##", id: 15, since: 16, permissions: []string{"CREATE ANY DATABASE", "ALTER ANY DATABASE"}},
	{name: "##MS_LoginManager##", id: 16, since: 16, permissions: []string{"CREATE LOGIN", "ALTER ANY LOGIN"}},
	{name: "##MS_SecurityDefinitionReader##", id: 17, since: 16, permissions: []string{"VIEW ANY SECURITY DEFINITION"}},
	{name: "##MS_PerformanceDefinitionReader##", id: 18, since: 16, permissions: []string{"VIEW ANY PERFORMANCE DEFINITION"}},
	{name: "##MS_ServerSecurityStateReader##", id: 19, since: 16, permissions: []string{"VIEW SERVER SECURITY STATE"}},
	{name: "##MS_ServerPerformanceStateReader##", id: 20, since: 16, permissions: []string{"VIEW SERVER PERFORMANCE STATE"}},
}

// roleCovers tells whether a fixed server role holds one of the permissions.
func roleCovers(role string, chain []string, major int) bool {
	for _, r := range fixedServerRoles {
		if r.since <= major && r.name == role {
			return intersects(r.permissions, chain)
		}
	}
	return false
}

// fixedDatabaseRole is a fixed database role with its id and rights.
type fixedDatabaseRole struct {
	name        string
	id          int
	permissions []string
	denies      []string
}

// fixedDatabaseRoles are the nine roles every database has.
var fixedDatabaseRoles = []fixedDatabaseRole{
	{name: "db_owner", id: 16384, permissions: []string{"CONTROL"}},
	{name: "db_accessadmin", id: 16385, permissions: []string{"ALTER ANY USER", "CREATE SCHEMA", "CONNECT"}},
	{name: "db_securityadmin", id: 16386, permissions: []string{"ALTER ANY ROLE", "CREATE SCHEMA", "VIEW DEFINITION"}},
	{name: "db_ddladmin", id: 16387, permissions: []string{
		"ALTER ANY ASYMMETRIC KEY", "ALTER ANY CERTIFICATE", "ALTER ANY DATASPACE", "ALTER ANY SCHEMA",
		"ALTER ANY SYMMETRIC KEY", "CHECKPOINT", "CREATE PROCEDURE", "CREATE TABLE", "CREATE VIEW", "REFERENCES"}},
	{name: "db_backupoperator", id: 16389, permissions: []string{"BACKUP DATABASE", "BACKUP LOG", "CHECKPOINT"}},
	{name: "db_datareader", id: 16390, permissions: []string{"SELECT"}},
	{name: "db_datawriter", id: 16391, permissions: []string{"DELETE", "INSERT", "UPDATE"}},
	{name: "db_denydatareader", id: 16392, denies: []string{"SELECT"}},
	{name: "db_denydatawriter", id: 16393, denies: []string{"DELETE", "INSERT", "UPDATE"}},
}

// databaseRoleSays tells what the fixed database roles among names say about a chain.
func databaseRoleSays(names, chain []string) (granted, denied bool) {
	for _, role := range fixedDatabaseRoles {
		if !containsName(names, role.name) {
			continue
		}
		granted = granted || intersects(role.permissions, chain)
		denied = denied || intersects(role.denies, chain)
	}
	return granted, denied
}

func intersects(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
