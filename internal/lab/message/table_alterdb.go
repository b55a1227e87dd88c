package message

// alterDatabaseMessages are numbers 4000 to 4099 and 5000 to 5199: opening a database at
// login, and ALTER DATABASE (facts/tsql.md F5).
var alterDatabaseMessages = []entry{
	{4014, 20, 1, "A fatal error occurred while reading the input stream from the network. The session will be terminated (input error: %v, output error: %v)."},
	{4035, 10, 1, "Processed %v pages for database '%v', file '%v' on file %v."},
	{4060, 11, 1, "Cannot open database \"%v\" requested by the login. The login failed."},
	{4061, 11, 1, "Neither the database \"%v\" requested by the login nor the user default database could be opened. The master database is being used instead."},
	{4062, 11, 1, "Cannot open user default database. Using master database instead."},
	{4063, 11, 1, "Cannot open database \"%v\" that was requested by the login. Using the user default database \"%v\" instead."},
	{4064, 11, 1, "Cannot open user default database. Login failed."},
	{5001, 16, 1, "User must be in the master database."},
	{5002, 16, 1, "Database '%v' does not exist. Verify the name in sys.databases and try the operation again."},
	{5004, 16, 1, "To use ALTER DATABASE, the database must be in a writable state in which a checkpoint can be executed."},
	{5008, 16, 1, "This ALTER DATABASE statement is not supported. Correct the syntax and execute the statement again."},
	{5011, 14, 5, "User does not have permission to alter database '%v', the database does not exist, or the database is not in a state that allows access checks."},
	{5030, 16, 1, "The database %v could not be exclusively locked to perform the operation."},
	{5052, 16, 1, "%v is not permitted while a database is in the %v state."},
	{5058, 16, 1, "Option '%v' cannot be set in database '%v'."},
	{5059, 16, 1, "Database '%v' is in transition. Try the ALTER DATABASE statement later."},
	{5060, 10, 1, "Nonqualified transactions are being rolled back. Estimated rollback completion: %v%%."},
	{5061, 16, 1, "ALTER DATABASE failed because a lock could not be placed on database '%v'. Try again later."},
	{5063, 16, 1, "Database '%v' is in warm standby. A warm-standby database is read-only."},
	{5069, 16, 1, "ALTER DATABASE statement failed."},
	{5070, 16, 1, "Database state cannot be changed while other users are using the database '%v'"},
	{5078, 16, 1, "Cannot alter database options for \"%v\" because it is READONLY, OFFLINE, or marked SUSPECT."},
	{5084, 10, 1, "Setting database option %v to %v for database '%v'."},
	{5093, 16, 1, "The operation cannot be performed on a database snapshot."},
	{5094, 16, 1, "The operation cannot be performed on a database with database snapshots or active DBCC replicas."},
}
