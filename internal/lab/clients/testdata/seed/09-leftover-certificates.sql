SELECT * FROM sys.certificates
