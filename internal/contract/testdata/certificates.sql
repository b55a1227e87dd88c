Master keys and certificates.

-- name: master-key-as-the-article-asks
-- facts: tsql.md C3, H
-- expect columns: name NVARCHAR(128), principal_id INT, symmetric_key_id INT, key_length INT, key_algorithm CHAR(2), algorithm_desc NVARCHAR(60), create_date DATETIME, modify_date DATETIME, key_guid UNIQUEIDENTIFIER, key_thumbprint SQL_VARIANT, provider_type NVARCHAR(120), cryptographic_provider_guid UNIQUEIDENTIFIER, cryptographic_provider_algid SQL_VARIANT
-- lab rows: 1
-- lab row: ##MS_DatabaseMasterKey## | 1 | 101 | 256 | A3 | AES_256 | * | * | * | NULL | NULL | NULL | NULL
USE master;
GO
SELECT * FROM sys.symmetric_keys WHERE name LIKE '%DatabaseMasterKey%';

-- name: no-master-key
-- worlds: releases
-- facts: tsql.md C3
-- lab rows: 1
-- lab row: ##MS_ServiceMasterKey## | 102 | 0
SELECT k.name, k.symmetric_key_id, CAST(d.is_master_key_encrypted_by_server AS int)
FROM master.sys.symmetric_keys k CROSS JOIN (SELECT is_master_key_encrypted_by_server FROM sys.databases WHERE database_id = 1) d

-- name: master-key-encryptions
-- facts: tsql.md C4
-- expect columns: key_id INT, thumbprint VARBINARY(32), crypt_type CHAR(4), crypt_type_desc NVARCHAR(60)
-- lab row: 101 | * | ESKM | ENCRYPTION BY MASTER KEY
-- lab row: 101 | * | ~^ESP | ~^ENCRYPTION BY PASSWORD
SELECT key_id, thumbprint, crypt_type, crypt_type_desc FROM master.sys.key_encryptions WHERE key_id = 101

-- name: create-master-key-twice
-- alone: yes
-- worlds: unprepared-2019
-- facts: tsql.md D1, H
-- lab sets: 1
-- lab row: 1
-- lab errors: 15578/16
IF NOT EXISTS (SELECT 1 FROM sys.symmetric_keys WHERE symmetric_key_id = 101)
    CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng!Password.1';
SELECT is_master_key_encrypted_by_server FROM sys.databases WHERE database_id = 1;
GO
CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng!Password.1';

-- name: master-key-cannot-go-before-its-certificates
-- alone: yes
-- facts: tsql.md D1
-- lab errors: 15580/16
DROP MASTER KEY;

-- name: certificate-without-master-key
-- worlds: releases
-- facts: tsql.md D5, H
-- lab errors: 15581/16
CREATE CERTIFICATE Cert_no_key WITH SUBJECT = 'no key', EXPIRY_DATE = '20990101';

-- name: certificates-all-columns
-- facts: tsql.md C5, H
-- expect columns: name NVARCHAR(128), certificate_id INT, principal_id INT, pvt_key_encryption_type CHAR(2), pvt_key_encryption_type_desc NVARCHAR(60), is_active_for_begin_dialog BIT, issuer_name NVARCHAR(442), cert_serial_number NVARCHAR(64), sid VARBINARY(85), string_sid NVARCHAR(128), subject NVARCHAR(4000), expiry_date DATETIME, start_date DATETIME, thumbprint VARBINARY(32), attested_by NVARCHAR(260), pvt_key_last_backup_date DATETIME, key_length INT
-- lab rows: 3
-- lab row: Cert_SQL01_endpoint | * | 1 | MK | ENCRYPTED_BY_MASTER_KEY | * | * | * | * | * | * | * | * | * | * | NULL | *
-- lab row: DigiCertPKI | * | 1 | NA | NO_PRIVATE_KEY | * | * | * | * | * | * | * | * | 0xDF3C24F9BFD666761B268073FE06D1CC8D4F82A4 | * | NULL | *
-- lab row: MicrosoftPKI | * | 1 | NA | NO_PRIVATE_KEY | * | * | * | * | * | * | * | * | 0x73A5E64A3BFF8316FF0EDCCC618A906E4EAE4D74 | * | NULL | *
SELECT * FROM master.sys.certificates WHERE name NOT LIKE N'##MS[_]%##';

-- name: internal-certificates
-- worlds: releases
-- facts: tsql.md C5
-- expect columns: pvt_key_encryption_type CHAR(2), n INT
-- lab rows: 1
-- lab row: NA | ~^[1-9]
SELECT pvt_key_encryption_type, COUNT(*) AS n FROM master.sys.certificates WHERE LEFT(name, 5) = '##MS_' GROUP BY pvt_key_encryption_type

-- name: thumbprint-as-text
-- facts: tsql.md C5
-- lab columns: name NVARCHAR(128), plain VARCHAR(50), styled VARCHAR(50), bytes INT
-- lab rows: 1
-- lab row: DigiCertPKI | DF3C24F9BFD666761B268073FE06D1CC8D4F82A4 | 0xDF3C24F9BFD666761B268073FE06D1CC8D4F82A4 | 20
SELECT name, CONVERT(varchar(50), thumbprint, 2) AS plain, CONVERT(varchar(50), thumbprint, 1) AS styled, DATALENGTH(thumbprint) AS bytes
FROM sys.certificates WHERE thumbprint = 0xDF3C24F9BFD666761B268073FE06D1CC8D4F82A4;

-- name: thumbprint-from-text
-- facts: tsql.md C5
-- lab rows: 1
-- lab row: MicrosoftPKI
DECLARE @want varchar(100) = '73A5E64A3BFF8316FF0EDCCC618A906E4EAE4D74';
SELECT name FROM sys.certificates WHERE thumbprint = CONVERT(varbinary(32), @want, 2)

-- name: public-part
-- facts: tsql.md B5
-- lab columns: c VARBINARY, bytes INT, sha1 VARBINARY
-- lab row: ~^0x3082 | 914 | 0xDF3C24F9BFD666761B268073FE06D1CC8D4F82A4
SELECT CERTENCODED(CERT_ID('DigiCertPKI')) AS c, DATALENGTH(CERTENCODED(CERT_ID(N'DigiCertPKI'))) AS bytes,
  HASHBYTES('SHA1', CERTENCODED(CERT_ID('DigiCertPKI'))) AS sha1

-- name: hash-of-the-public-part
-- facts: tsql.md C5
-- lab row: 0xC741F70F4B2A8D88BF2E71C14122EF53EF10EBA0CFA5E64CFA20F418853073E0 | 1452
DECLARE @der varbinary(max) = CERTENCODED(CERT_ID('MicrosoftPKI'));
SELECT HASHBYTES('SHA2_256', @der), LEN(@der);

-- name: certificate-functions-on-nothing
-- facts: tsql.md B5
-- expect columns: a INT, b VARBINARY, c SQL_VARIANT
-- expect row: NULL | NULL | NULL
SELECT CERT_ID('no such certificate') AS a, CERTENCODED(CERT_ID('no such certificate')) AS b, CERTPROPERTY(CERT_ID('no such certificate'), 'Subject') AS c

-- name: certificate-properties
-- facts: tsql.md B5
-- lab row: ~DigiCert Global Root G2 | 1 | 1 | 1
DECLARE @id int = CERT_ID('DigiCertPKI');
SELECT CONVERT(nvarchar(4000), CERTPROPERTY(@id, 'Subject')),
  CASE WHEN CERTPROPERTY(@id, 'Issuer_Name') = CERTPROPERTY(@id, 'Subject') THEN 1 ELSE 0 END,
  (SELECT CASE WHEN CONVERT(datetime, CERTPROPERTY(@id, 'Expiry_Date')) = expiry_date THEN 1 ELSE 0 END FROM sys.certificates WHERE certificate_id = @id),
  (SELECT CASE WHEN CONVERT(nvarchar(64), CERTPROPERTY(@id, 'Cert_Serial_Number')) = cert_serial_number THEN 1 ELSE 0 END FROM sys.certificates WHERE certificate_id = @id)

-- name: certificate-of-the-endpoint
-- facts: tsql.md C5, C7
-- lab columns: endpoint NVARCHAR(128), certificate NVARCHAR(128), pvt_key_encryption_type CHAR(2), days_left INT
-- lab rows: 1
-- lab row: database_mirroring_endpoint | Cert_SQL01_endpoint | MK | ~^7(29|30|31)$
SELECT e.name AS endpoint, c.name AS certificate, c.pvt_key_encryption_type, DATEDIFF(day, GETUTCDATE(), c.expiry_date) AS days_left
FROM sys.database_mirroring_endpoints AS e
LEFT JOIN sys.certificates AS c ON c.certificate_id = e.certificate_id;

-- name: public-certificate-of-the-endpoint
-- facts: tsql.md D6
-- lab columns: EndpointCertificatePublicKey VARBINARY
-- lab rows: 1
-- lab row: ~^0x3082
EXEC sys.sp_get_endpoint_certificate 4;

-- name: certificates-in-the-next-year
-- facts: tsql.md C5
-- lab rows: 0
SELECT name, expiry_date FROM sys.certificates
WHERE name NOT LIKE '##%' AND expiry_date BETWEEN GETUTCDATE() AND DATEADD(month, 6, GETUTCDATE())
ORDER BY expiry_date;

-- name: new-certificate
-- alone: yes
-- facts: tsql.md D5
-- lab row: MK | 2032-01-31 00:00:00 | 2026-01-01 00:00:00 | 1
USE master;
CREATE CERTIFICATE [Cert]]odd] WITH SUBJECT = N'Probe for ''quotes''', START_DATE = '20260101', EXPIRY_DATE = '20320131';
SELECT pvt_key_encryption_type, expiry_date, start_date, CASE WHEN subject LIKE '%Probe%' THEN 1 ELSE 0 END FROM sys.certificates WHERE name = N'Cert]odd';

-- name: certificate-name-is-taken
-- facts: tsql.md D5
-- lab errors: 15232/16
CREATE CERTIFICATE DigiCertPKI WITH SUBJECT = 'x', EXPIRY_DATE = '20300101'

-- name: certificate-from-a-missing-file
-- facts: tsql.md D5, H
-- lab errors: 15208/16
CREATE CERTIFICATE [Missing] FROM FILE = N'C:\no\such\file.cer';

-- name: certificate-from-bad-bytes
-- facts: tsql.md D5, H
-- lab errors: 15297/16
CREATE CERTIFICATE [Bad] FROM BINARY = 0x00112233;

-- name: root-imported-again
-- facts: tsql.md D5, H
-- lab errors: 15232/16
CREATE CERTIFICATE [DigiCert Global Root G2] FROM FILE = 'C:\certs\DigiCertGlobalRootG2.crt'

-- name: roots-as-the-article-imports
-- alone: yes
-- worlds: unprepared-2022 unprepared-2025 unprepared-2017
-- facts: tsql.md D5, D6, A
-- lab rows: 2
-- lab row: DigiCertPKI | NA
-- lab next: MicrosoftPKI | NA
CREATE CERTIFICATE [DigiCertPKI] FROM FILE = 'C:\certs\DigiCertGlobalRootG2.crt'
DECLARE @CERTID int
SELECT @CERTID = CERT_ID('DigiCertPKI')
EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net';
GO
CREATE CERTIFICATE [MicrosoftPKI] FROM FILE = 'C:\certs\Microsoft RSA Root Certificate Authority 2017.crt'
DECLARE @CERTID int
SELECT @CERTID = CERT_ID('MicrosoftPKI')
EXEC sp_certificate_add_issuer @CERTID, N'*.database.windows.net';
GO
SELECT name, pvt_key_encryption_type FROM sys.certificates WHERE name NOT LIKE '##%' ORDER BY name

-- name: issuer-added-twice
-- alone: yes
-- facts: tsql.md D6
-- lab errors: *
-- lab text: has been already added as a trusted issuer for DNS name
DECLARE @id int = CERT_ID('DigiCertPKI');
EXEC sp_certificate_add_issuer @id, N'*.database.windows.net';

-- name: issuer-procedure-is-missing
-- worlds: connect-pack-missing-2017
-- facts: tsql.md D6, H
-- lab errors: 2812/16/62
-- lab text: Could not find stored procedure 'sp_certificate_add_issuer'.
DECLARE @id int = CERT_ID('DigiCertPKI');
EXEC sp_certificate_add_issuer @id, N'*.database.windows.net'

-- name: issuer-procedure-by-catalog
-- worlds: connect-pack-missing-2017 ready-2022 unprepared-2025 unprepared-2016
-- facts: tsql.md C14
-- expect columns: found INT, agrees BIT
-- expect row: * | 1
SELECT COUNT(*) AS found, CAST(CASE WHEN COUNT(*) = CASE WHEN OBJECT_ID('master.sys.sp_certificate_add_issuer') IS NULL THEN 0 ELSE 1 END THEN 1 ELSE 0 END AS bit) AS agrees
FROM master.sys.all_objects WHERE name = N'sp_certificate_add_issuer';

-- name: issuer-procedure-missing-by-catalog
-- worlds: connect-pack-missing-2017 unprepared-2016
-- facts: tsql.md C14, D6
-- lab row: 0
SELECT COUNT(*) FROM master.sys.all_objects WHERE name = N'sp_certificate_add_issuer'

-- name: backup-of-a-certificate-without-private-key
-- facts: tsql.md D7
-- lab errors: 15246/16
BACKUP CERTIFICATE DigiCertPKI TO FILE = 'x.cer' WITH PRIVATE KEY (FILE = 'x.pvk', ENCRYPTION BY PASSWORD = 'Str0ng!Password.1');

-- name: tde-state
-- worlds: tde
-- facts: tsql.md C12
-- lab columns: name NVARCHAR(128), encryption_state INT, protector NVARCHAR(128), encryptor_type NVARCHAR(32), percent_complete REAL
-- lab row: Sales | 3 | TDECert | CERTIFICATE | 0
SELECT DB_NAME(k.database_id) AS name, k.encryption_state, c.name AS protector, k.encryptor_type, k.percent_complete
FROM sys.dm_database_encryption_keys AS k
LEFT OUTER JOIN master.sys.certificates AS c ON c.thumbprint = k.encryptor_thumbprint
WHERE k.database_id > 4;

-- name: tde-scan-columns-2016
-- worlds: unprepared-2016 unprepared-2017
-- versions: 13-14
-- facts: tsql.md C12
-- expect errors: 207/16, 207/16
SELECT database_id, encryption_state_desc, encryption_scan_state_desc FROM sys.dm_database_encryption_keys

-- name: no-encryption
-- worlds: releases
-- facts: tsql.md C12
-- lab rows: 0
SELECT database_id FROM sys.dm_database_encryption_keys WHERE encryption_state IN (2, 3)
