package message

// sessionMessages are what KILL, SHUTDOWN, RECONFIGURE and the extended procedures say:
// numbers 5800 to 6199, and 22001 and 22004.
var sessionMessages = []entry{
	{5807, 16, 1, "Recovery intervals above %v minutes not recommended. Use the RECONFIGURE WITH OVERRIDE statement to force this configuration."},
	{5808, 16, 1, "Ad hoc update to system catalogs is not supported."},
	{5812, 14, 1, "You do not have permission to run the RECONFIGURE statement."},
	{5869, 16, 1, "Changes to server configuration option %v are not supported in SQL Database Managed Instances."},
	{6004, 14, 1, "User does not have permission to perform this action."}, // the table says 10; it ends the statement
	{6005, 10, 1, "SHUTDOWN is in progress."},
	{6006, 10, 1, "Server shut down by %v from login %v."},
	{6101, 16, 1, "Session ID %v is not valid."},
	{6102, 14, 1, "User does not have permission to use the KILL statement."},
	{6104, 16, 1, "Cannot use KILL to kill your own process."},
	{6106, 16, 2, "Process ID %v is not an active process ID."},
	{6107, 14, 1, "Only user processes can be killed."},
	{6115, 16, 1, "KILL command cannot be used inside user transactions."},
	{6120, 16, 1, "Status report cannot be obtained. Rollback operation for Process ID %v is not in progress."},
	{6401, 16, 1, "Cannot roll back %v. No transaction or savepoint of that name was found."},
	{6864, 16, 1, "Row tag omission (empty row tag name) cannot be used with attribute-centric FOR XML serialization."},
	// An extended procedure raises these two with a text of its own.
	{22001, 16, 1, "%v"},
	{22004, 16, 1, "%v"},
}
