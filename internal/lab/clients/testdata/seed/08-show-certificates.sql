-- Run on SQL Server
USE master
SELECT * FROM sys.certificates
