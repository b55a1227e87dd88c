//go:build windows

package sqlserver

import _ "github.com/microsoft/go-mssqldb/integratedauth/winsspi" // registers "winsspi"

// windowsProvider is how a Windows login is proven on this system.
const windowsProvider = "winsspi"
