package message

// fileMessages are what adding, changing, removing and checking database files raises.
var fileMessages = []entry{
	{1828, 16, 3, "The logical file name \"%v\" is already in use. Choose a different name."},
	{5009, 16, 8, "One or more files listed in the statement could not be found or could not be initialized."},
	{5014, 16, 1, "The %v '%v' does not exist in database '%v'."},
	{5016, 16, 1, "Cannot change the name of the system database %v."},
	{5020, 16, 1, "The primary data or log file cannot be removed from a database."},
	{5021, 10, 1, "The %v name '%v' has been set."},
	{5042, 16, 1, "The %v '%v' cannot be removed because it is not empty."},
	{5123, 16, 1, "CREATE FILE encountered operating system error %v while attempting to open or create the physical file '%v'."},
	{8989, 10, 1, "CHECKDB found %v allocation errors and %v consistency errors in database '%v'."},
}
