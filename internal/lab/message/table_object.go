package message

// objectMessages are numbers 1000 to 5999 that any statement can raise.
var objectMessages = []entry{
	{1007, 15, 1, "The number '%v' is out of the range for numeric representation (maximum precision 38)."},
	{1011, 16, 1, "The correlation name '%v' is specified multiple times in a FROM clause."},
	{1012, 16, 1, "The correlation name '%v' has the same exposed name as table '%v'."},
	{1013, 16, 1, "The objects \"%v\" and \"%v\" in the FROM clause have the same exposed names. Use correlation names to distinguish them."},
	{1033, 15, 1, "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified."},
	{1035, 15, 10, "Incorrect syntax near '%v', expected '%v'."},
	{1038, 15, 4, "An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. Change the alias to a valid name."},
	{1060, 15, 1, "The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer."},
	{2627, 14, 1, "Violation of %v constraint '%v'. Cannot insert duplicate key in object '%v'. The duplicate key value is %v."},
	{2628, 16, 1, "String or binary data would be truncated in table '%v', column '%v'. Truncated value: '%v'."},
	{2714, 16, 6, "There is already an object named '%v' in the database."},
	{2812, 16, 62, "Could not find stored procedure '%v'."},
	{3701, 11, 5, "Cannot %v the %v '%v', because it does not exist or you do not have permission."},
	{3902, 16, 1, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION."},
	{3903, 16, 1, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION."},
	{4104, 16, 1, "The multi-part identifier \"%v\" could not be bound."},
	{5701, 10, 2, "Changed database context to '%v'."},
	{5703, 10, 1, "Changed language setting to %v."},
}
