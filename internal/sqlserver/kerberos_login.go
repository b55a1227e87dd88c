//go:build !windows

package sqlserver

import _ "github.com/microsoft/go-mssqldb/integratedauth/krb5" // registers "krb5"

// windowsProvider is how a Windows login is proven on this system.
const windowsProvider = "krb5"
