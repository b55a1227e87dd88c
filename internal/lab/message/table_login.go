package message

// loginMessages are numbers 18400 to 18499 (facts/tsql.md F9), and the linked server that
// does not exist. The trailing inserts of the real texts are always empty for a client and
// left out; 18456 reaches the client in state 1 whatever the reason.
var loginMessages = []entry{
	{7202, 11, 2, "Could not find server '%v' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers."},
	{18401, 14, 1, "Login failed for user '%v'. Reason: Server is in script upgrade mode. Only administrator can connect at this time."},
	{18451, 14, 1, "Login failed for user '%v'. Only administrators may connect at this time."},
	{18452, 14, 1, "Login failed. The login is from an untrusted domain and cannot be used with Integrated authentication."},
	{18453, 10, 1, "Login succeeded for user '%v'. Connection made using Integrated authentication."},
	{18454, 10, 1, "Login succeeded for user '%v'. Connection made using SQL Server authentication."},
	{18456, 14, 1, "Login failed for user '%v'."},
	{18461, 14, 1, "Login failed for user '%v'. Reason: Server is in single user mode. Only one administrator can connect at this time."},
	{18470, 14, 1, "Login failed for user '%v'. Reason: The account is disabled."},
	{18486, 14, 1, "Login failed for user '%v' because the account is currently locked out. The system administrator can unlock it."},
	{18487, 14, 1, "Login failed for user '%v'.  Reason: The password of the account has expired."},
	{18488, 14, 1, "Login failed for user '%v'.  Reason: The password of the account must be changed."},
}
