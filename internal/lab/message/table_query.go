package message

// queryMessages are the statement-level messages of the ranges 8100, 10700, 11500 and
// 50000.
var queryMessages = []entry{
	{8101, 16, 1, "An explicit value for the identity column in table '%v' can only be specified when a column list is used and IDENTITY_INSERT is ON."},
	{8107, 16, 1, "IDENTITY_INSERT is already ON for table '%v.%v.%v'. Cannot perform SET operation for table '%v'."},
	{8114, 16, 5, "Error converting data type %v to %v."},
	{8115, 16, 2, "Arithmetic overflow error converting %v to data type %v."},
	{8116, 16, 1, "Argument data type %v is invalid for argument %v of %v function."},
	{8117, 16, 1, "Operand data type %v is invalid for %v operator."},
	{8120, 16, 1, "Column '%v.%v' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause."},
	{8121, 16, 1, "Column '%v.%v' is invalid in the HAVING clause because it is not contained in either an aggregate function or the GROUP BY clause."},
	{8127, 16, 1, "Column \"%v.%v\" is invalid in the ORDER BY clause because it is not contained in either an aggregate function or the GROUP BY clause."},
	{8133, 16, 1, "At least one of the result expressions in a CASE specification must be an expression other than the NULL constant."},
	{8134, 16, 1, "Divide by zero error encountered."},
	{8144, 16, 2, "Procedure or function %v has too many arguments specified."},
	{8145, 16, 1, "%v is not a parameter for procedure %v."},
	{8146, 16, 2, "Procedure %v has no parameters and arguments were supplied."},
	{8152, 16, 30, "String or binary data would be truncated."},
	{8155, 16, 2, "No column name was specified for column %v of '%v'."},
	{8156, 16, 1, "The column '%v' was specified multiple times for '%v'."},
	{8158, 16, 1, "'%v' has more columns than were specified in the column list."},
	{8159, 16, 1, "'%v' has fewer columns than were specified in the column list."},
	{8169, 16, 2, "Conversion failed when converting from a character string to uniqueidentifier."},
	{8170, 16, 2, "Insufficient result space to convert uniqueidentifier value to char."},
	{8178, 16, 1, "The parameterized query '%v' expects the parameter '%v', which was not supplied."},
	{10709, 16, 1, "The number of columns for each row in a table value constructor must be the same."},
	{50000, 16, 1, "%v"},
}
