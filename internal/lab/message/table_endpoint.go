package message

// endpointMessages are numbers 7800 to 7999: endpoints, and the DBCC right of a database
// (facts/tsql.md F3 and F6).
var endpointMessages = []entry{
	{7835, 16, 1, "Endpoint '%v' has been disabled because it is insecurely configured. For a more information, attempt to start the endpoint using the ALTER ENDPOINT statement."},
	{7860, 15, 1, "An endpoint's transport or content cannot be changed through the ALTER ENDPOINT statement. Use DROP ENDPOINT and execute the CREATE ENDPOINT statement to make these changes."},
	{7862, 16, 1, "An endpoint of the requested type already exists. Only one endpoint of this type is supported. Use ALTER ENDPOINT or DROP the existing endpoint and execute the CREATE ENDPOINT statement."},
	{7863, 16, 1, "The endpoint was not changed. The ALTER ENDPOINT statement did not contain any values to modify or update."},
	{7869, 16, 1, "The endpoint name '%v' is reserved for used by SQL. Endpoint names cannot begin with '%v'."},
	{7871, 16, 1, "The clause \"%v\" is not valid for this endpoint type."},
	{7873, 16, 1, "The endpoint \"%v\" is a built-in endpoint and cannot be dropped. Use the protocol configuration utilities to ADD or DROP Transact-SQL endpoints."},
	{7874, 16, 1, "An endpoint already exists with the bindings specified. Only one endpoint supported for a specific binding. Use ALTER ENDPOINT or DROP the existing endpoint and execute the CREATE ENDPOINT statement."},
	{7878, 16, 1, "This \"%v ENDPOINT\" statement is not supported on this edition of SQL Server."},
	{7884, 20, 1, "Violation of tabular data stream (TDS) protocol. This is most often caused by a previous exception on this task. The last exception on the task was error %v, severity %v, address 0x%v. This connection will be terminated."},
	{7885, 20, 1, "Network error 0x%v occurred while sending data to the client on process ID %v batch ID %v. A common cause for this error is if the client disconnected without reading the entire response from the server. This connection will be terminated."},
	{7886, 20, 1, "A read operation on a large object failed while sending data to the client. A common cause for this is if the application is running in READ UNCOMMITTED isolation level. This connection will be terminated."},
	{7890, 16, 1, "An error occurred while attempting to register the endpoint '%v'. One or more of the ports specified in the CREATE ENDPOINT statement may be bound to another process. Attempt the statement again with a different port or use netstat to find the application currently using the port and resolve the conflict."},
	{7894, 16, 1, "Listening has not been started on the endpoint '%v' found in metadata. Endpoint operations are disabled on this edition of SQL Server."},
	{7955, 16, 2, "Invalid SPID %v specified."},
	{7968, 10, 1, "Transaction information for database '%v'."},
	{7969, 10, 1, "No active open transactions."},
	{7970, 10, 1, "%vOldest active transaction:"},
	{7983, 14, 1, "User '%v' does not have permission to run DBCC %v for database '%v'."},
}
