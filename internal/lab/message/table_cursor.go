package message

// cursorMessages are numbers 16900 to 16999: server cursors.
var cursorMessages = []entry{
	{16905, 16, 1, "The cursor is already open."},
	{16911, 16, 1, "%v: The fetch type %v cannot be used with forward only cursors."},
	{16915, 16, 1, "A cursor with the name '%v' already exists."},
	{16916, 16, 1, "A cursor with the name '%v' does not exist."},
	{16917, 16, 1, "Cursor is not open."},
	{16922, 16, 1, "Cursor Fetch: Implicit conversion from data type %v to %v is not allowed."},
	{16924, 16, 1, "Cursorfetch: The number of variables declared in the INTO list must match that of selected columns."},
	{16929, 16, 1, "The cursor is READ ONLY."},
	{16948, 16, 4, "The variable '%v' is not a cursor variable, but it is used in a place where a cursor variable is expected."},
	{16950, 16, 2, "The variable '%v' does not currently have a cursor allocated to it."},
}
