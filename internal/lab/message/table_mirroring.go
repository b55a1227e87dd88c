package message

// mirroringMessages are numbers 1400 to 1499: the ground database mirroring and
// availability groups share (facts/tsql.md F2).
var mirroringMessages = []entry{
	{1404, 16, 1, "The command failed because the database mirror is busy. Reissue the command later."},
	{1405, 16, 1, "The database \"%v\" is already enabled for database mirroring."},
	{1408, 16, 1, "The remote copy of database \"%v\" is not recovered far enough to enable database mirroring or to join it to the availability group. You need to apply missing log records to the remote database by restoring the current log backups from the principal/primary database."},
	{1409, 16, 1, "Database \"%v\" requires database logs to be restored either on the future mirror database before you can enable database mirroring or on a secondary availability database before you can join it to the availability group. Restore current log backups from the principal database or primary database."},
	{1412, 16, 1, "The remote copy of database \"%v\" has not been rolled forward to a point in time that is encompassed in the local copy of the database log."},
	{1418, 16, 1, "The server network address \"%v\" can not be reached or does not exist. Check the network address name and that the ports for the local and remote endpoints are operational."},
	{1453, 17, 1, "'%v', the remote mirroring partner for database '%v', encountered error %v, status %v, severity %v. Database mirroring has been suspended. Resolve the error on the remote server and resume mirroring, or remove mirroring and re-establish the mirror server instance."},
	{1454, 17, 1, "Database mirroring will be suspended. Server instance '%v' encountered error %v, state %v, severity %v when it was acting as a mirroring partner for database '%v'. The database mirroring partners might try to recover automatically from the error and resume the mirroring session. For more information, view the error log for additional error messages."},
	{1462, 16, 1, "Database mirroring is disabled due to a failed redo operation. Unable to resume."},
	{1464, 16, 1, "Database \"%v\" is not in a recovering state which is required for a mirror database or secondary database. The remote database must be restored using WITH NORECOVERY."},
	{1465, 16, 1, "Database \"%v\" database is not in full recovery mode on each of the server instances. The full recovery model is required for a database to participate in database mirroring or in an availability group."},
	{1466, 16, 1, "Database \"%v\" is read-only on one of the server instances which is incompatible with participating in database mirroring or in an availability group. Set the database to read-write mode, and retry the operation."},
	{1467, 16, 1, "Database \"%v\" database is in emergency or suspect mode on one of the partners which is incompatible with participating in database mirroring or in an availability group."},
	{1468, 16, 1, "The operation cannot be performed on database \"%v\" because it is involved in a database mirroring session or an availability group. Some operations are not allowed on a database that is participating in a database mirroring session or in an availability group."},
	{1469, 16, 1, "Database \"%v\" is an auto-close database on one of the partners which is incompatible with participating in database mirroring or in an availability group."},
	{1474, 16, 1, "Database mirroring connection error %v '%v' for '%v'."},
	{1475, 16, 1, "Database \"%v\" might contain bulk logged changes that have not been backed up. Take a log backup on the principal database or primary database. Then restore this backup either on the mirror database to enable database mirroring or on every secondary database to enable you to join it to the availability group."},
	{1478, 16, 1, "The mirror database, \"%v\", has insufficient transaction log data to preserve the log backup chain of the principal database. This may happen if a log backup from the principal database has not been taken or has not been restored on the mirror database."},
	{1479, 16, 1, "The mirroring connection to \"%v\" has timed out for database \"%v\" after %v seconds without a response. Check the service and network connections."},
	{1480, 10, 1, "The %v database \"%v\" is changing roles from \"%v\" to \"%v\" because the mirroring session or availability group failed over due to %v. This is an informational message only. No user action is required."},
	{1484, 16, 1, "Database Mirroring cannot be set for database '%v' because the database has Accelerated Database Recovery enabled or there are still versions in the Persisted Version Store. If Accelerated Database Recovery is disabled, please run sys.sp_persistent_version_cleanup '<db_name>' to clean up previous versions.."},
	{1488, 16, 1, "Database \"%v\" database is in single user mode which is incompatible with participating in database mirroring or in an availability group. Set database to multi-user mode, and retry the operation."},
	{1490, 16, 1, "The remote copy of database \"%v\" has not been restored to a log backup that includes all filestream data files."},
}
