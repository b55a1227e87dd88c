package message

// pfxMessages are numbers 33500 to 33599: certificates in PFX form and the encryption scan
// (facts/tsql.md F11).
var pfxMessages = []entry{
	{33106, 16, 1, "Cannot change database encryption state because no database encryption key is set."},
	{33560, 10, 1, "TDE scan for database id [%v] was initiated on %v (UTC). The encryption scan will resume soon."},
	{33563, 10, 1, "TDE scan for database id [%v] was aborted on %v (UTC). The encryption scan will resume soon."},
	{33564, 10, 1, "TDE scan for database id [%v] was suspended on %v (UTC). To resume scan, run \"ALTER DATABASE [%v] SET ENCRYPTION RESUME\"."},
	{33566, 16, 1, "Found the certificate [Cert Hash(sha1) \"%v\"] in the %v store but it does not have a private key. Please verify and use a valid certificate."},
	{33574, 16, 1, "Specifying a private key file or binary is not allowed when importing or exporting a certificate using the PFX format."},
	{33575, 16, 1, "WITH PRIVATE KEY must be specified when importing or exporting a certificate using the PFX format."},
	{33576, 16, 1, "Invalid certificate encoding FORMAT value provided. The supported values are 'DER' and 'PFX'."},
	{33577, 16, 1, "The specified PFX file or the binary literal cannot be imported as it contains multiple certificates."},
	{33578, 16, 1, "The specified file or the binary literal is not supported as it does not contain a private key."},
	{33591, 16, 1, "ALGORITHM has an invalid value. The allowed values are '%v', '%v'."},
	{33592, 16, 1, "The underlying operating system does not support encrypting private keys using '%v'. Consider using '%v'."},
	{33593, 16, 1, "Specifying ALGORITHM is not allowed when exporting a certificate using the DER format."},
	{33594, 16, 1, "ALGORITHM must be specified when exporting a certificate using the PFX format. The supported algorithms are '%v', '%v'."},
	{33598, 16, 1, "The private key password is invalid, or the file was encrypted with an algorithm not supported by the underlying operating system."},
}
