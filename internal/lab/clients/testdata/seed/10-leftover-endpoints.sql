SELECT * FROM sys.endpoints
