package message

// clusterMessages are numbers 47100 to 47199: the cluster type of an availability group,
// and contained groups (facts/tsql.md F15).
var clusterMessages = []entry{
	{47100, 16, 1, "The cluster type of availability group '%v' doesn't match its primary configuration. Verify that the specified availability group cluster type is correct, then retry the operation."},
	{47101, 16, 1, "The cluster type of availability group '%v' only supports MANUAL failover mode. Verify that the specified availability group cluster type is correct, then retry the operation."},
	{47102, 16, 1, "The cluster type of availability group '%v' only supports EXTERNAL failover mode. Verify that the specified availability group cluster type is correct, then retry the operation."},
	{47103, 16, 1, "The cluster type of availability group '%v' only supports AUTOMATIC and MANUAL failover modes. Verify that the specified availability group cluster type is correct, then retry the operation."},
	{47104, 16, 1, "This operation cannot be performed on the availability group '%v' because it has EXTERNAL cluster type. Use the cluster management tools to perform the operation."},
	{47105, 16, 1, "The Always On Availability Groups feature must be enabled for this server instance before you can perform availability group operations. Please enable the feature, then retry the operation."},
	{47106, 16, 1, "Cannot join availability group '%v'. Download configuration timeout. Please check primary configuration, network connectivity and firewall setup, then retry the operation."},
	{47115, 16, 1, "The '%v' option is not valid for WSFC availability group '%v'. Remove the option or set the 'CLUSTER_TYPE' option to a different value, then retry the operation."},
	{47122, 16, 1, "Cannot failover an availability replica for availability group '%v' since it has CLUSTER_TYPE = NONE. Only force failover is supported in this version of SQL Server."},
	{47123, 16, 1, "Creating contained availability group '%v' failed. No other availability groups can exist before creating contained availability group. Verify specified availability group availability options are correct, then retry the operation."},
	{47124, 16, 1, "Creation of contained availability group master database failed. Only contained availability group can create contained availability group master database. Verify availability group availability options are correct, then retry the operation."},
	{47125, 16, 1, "Joining contained availability group '%v' has failed. Verify there is no other availability group existed, then retry the operation."},
	{47126, 16, 1, "Joining contained availability group '%v' failed. Verify that user databases are not present, then retry the operation."},
	{47127, 16, 1, "Joining or creating contained availability group '%v' failed. The SQL Server instance is not enabled to create or join contained availability group."},
	{47129, 16, 1, "Creating Distributed availability group '%v' has failed. Cannot create Distributed Availability Group on top of Contained Availability Group. Verify Availability Group's name, then retry the operation."},
	{47131, 16, 1, "Creating or joining availability group '%v' failed because there is a contained availability group. Remove contained availability group, then retry the operation."},
	{47143, 16, 1, "Option 'reuse_system_databases' is invalid for creating availability group '%v'. Option 'reuse_system_databases' can only be used with contained availability group. Correct the option and retry the operation."},
	{47144, 16, 1, "Option 'autoseeding_system_databases' is invalid for creating availability group '%v'. Option 'autoseeding_system_databases' can only be used with contained availability group. Correct the option and retry the operation."},
}
