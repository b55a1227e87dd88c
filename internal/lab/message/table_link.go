package message

// linkMessages are numbers 47500 to 47599: a distributed availability group whose other
// side is a managed instance. The fact sheet's sections do not list them; the texts are of
// the public table "database engine events and errors 41400 to 49999".
var linkMessages = []entry{
	{47500, 16, 1, "Manual seeding is not supported option for secondary AG '%v' configuration when secondary participant in distributed availability group is Azure SQL Managed Instance."},
	{47501, 16, 1, "Synchronous commit is not supported option for the initial secondary AG '%v' configuration when secondary participant in distributed availability group is Azure SQL Managed Instance."},
	{47502, 16, 1, "Cannot create distributed availability group '%v' when local AG '%v' contains more than one database in cases when secondary participant is Azure SQL Managed Instance."},
	{47503, 16, 1, "AG '%v' already contains one database and adding more is not supported because AG participates in distributed availability group '%v' with secondary on Azure SQL Managed Instance."},
	{47504, 16, 1, "Error related to distributed availability group '%v' with secondary participant on Azure SQL Managed Instance."},
	{47505, 16, 1, "Endpoint with type %v does not exist or user does not have permission to view it."},
	{47506, 16, 1, "Certificate for endpoint with type %v does not exist or user does not have permission to view it."},
	{47507, 16, 1, "Adding memory optimized files to the database replicated to Azure SQL Managed Instance is not supported because its service tier does not support In-memory OLTP capabilities. Consider replicating database to managed instance service tier supporting In-memory OLTP capabilities."},
	{47508, 16, 1, "Adding multiple log files to the database replicated to Azure SQL Managed Instance is not supported because managed instance does not support multiple log files."},
	{47509, 16, 1, "Adding FileStream or FileTables to the database replicated to Azure SQL Managed Instance is not supported because managed instance does not support FileStream or FileTables."},
	{47510, 16, 1, "Adding multiple memory optimized files to the database replicated to Azure SQL Managed Instance is not supported because managed instance does not support multiple memory optimized files."},
	{47511, 16, 1, "Distributed availability group '%v' is not part of the link with Azure SQL Managed Instance. Please create a link between SQL Server and Managed Instance and try again."},
	{47512, 16, 1, "'%v' cannot be changed during a failover operation in progress. Try again later when the failover is complete."},
	{47513, 16, 1, "FAILOVER cannot be started as a previous failover operation is in progress. Try again later when the failover is complete."},
	{47514, 16, 1, "Failover cannot be completed as the secondary is unable to catchup with the primary due to synchronization issues. Please check for and correct any link issues in the error log, and retry again."},
	{47515, 16, 1, "Failover cannot be completed because the send queue is too large. Secondary cannot catch up with the primary most likely because workload on the primary is too demanding for the secondary. Consider retrying again when the workload on the primary is less busy."},
	{47516, 16, 1, "Failover cannot be completed as the redo log is too large. Most likely secondary might be too busy, or the workload from the primary is too demanding. Consider reducing the workload on the primary, or retrying again when workload on the primary is less busy."},
	{47517, 16, 1, "This type of failover can only be executed on the primary replica. Connect to the primary replica, and retry the operation again."},
	{47518, 16, 1, "Adding memory optimized table to the database replicated to Azure SQL Managed Instance is not supported because its service tier does not support In-memory OLTP capabilities. Consider replicating database to managed instance service tier supporting In-memory OLTP capabilities."},
	{47519, 16, 1, "Cannot create distributed availability group '%v' when local AG '%v' does not contain database in cases when secondary participant is Azure SQL Managed Instance."},
	{47520, 16, 1, "Database cannot be removed from availability group which participates in distributed availability group in which secondary participant is Azure SQL Managed Instance."},
	{47521, 16, 1, "Secondary replica could not be built as the replica request was not received from the primary, or not processed correctly. Check the state of the primary server and ensure that Availability Group on this server is not empty, and that it contains healthy databases."},
	{47522, 16, 1, "Database '%v' has been removed from availability group which participates in Azure SQL Managed Instance link."},
}
