package message

// agentMessages are numbers 14200 to 14599 and their neighbours: SQL Server Agent
// (facts/tsql.md F7).
var agentMessages = []entry{
	{14200, 16, 1, "The specified '%v' is invalid."},
	{14234, 16, 1, "The specified '%v' is invalid (valid values are returned by %v)."},
	{14256, 16, 1, "Cannot start the job \"%v\" (ID %v) because it does not have any job server or servers defined. Associate the job with a job server by calling sp_add_jobserver."},
	{14261, 16, 1, "The specified %v ('%v') already exists."},
	{14262, 16, 1, "The specified %v ('%v') does not exist."},
	{14266, 16, 1, "The specified '%v' is invalid (valid values are: %v)."},
	{14269, 16, 1, "Job '%v' is already targeted at server '%v'."},
	{14274, 16, 1, "Cannot add, update, or delete a job (or its steps or schedules) that originated from an MSX server."},
	{14284, 16, 1, "Cannot specify a job ID for a new job. An ID will be assigned by the procedure."},
	{14287, 16, 1, "The '%v' supplied has an invalid %v."},
	{14294, 16, 1, "Supply either %v or %v to identify the job."},
	{14393, 16, 1, "Only owner of a job or members of role sysadmin or SQLAgentOperatorRole can start and stop the job."},
	{14515, 16, 1, "Only a member of the sysadmin server role can add a job for a different owner with @owner_login_name."},
	{14516, 16, 1, "Proxy (%v) is not allowed for subsystem \"%v\" and user \"%v\". Grant permission by calling sp_grant_proxy_to_subsystem or sp_grant_login_to_proxy."},
	{14517, 16, 1, "A proxy account is not allowed for a Transact-SQL subsystem."},
	{14523, 16, 1, "\"%v\" has not been granted permission to use proxy \"%v\"."},
	{14525, 16, 1, "Only members of sysadmin role are allowed to update or delete jobs owned by a different login."},
	{14526, 16, 1, "The specified category \"%v\" does not exist for category class \"%v\"."},
	{14528, 16, 1, "Job \"%v\" has no steps defined."},
	{14530, 16, 1, "The Transact-SQL subsystem cannot be executed under the context of a proxy account."},
	{14536, 16, 1, "Only members of the sysadmin role can specify a \"%v\" parameter."},
	// modelled: the fact sheet marks this text unverified
	{22022, 16, 1, "SQLServerAgent Error: %v"},
	// modelled: the fact sheet gives the sense only
	{45201, 16, 1, "SQL Server Agent service is not running."},
}
