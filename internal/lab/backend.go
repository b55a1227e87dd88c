package lab

import (
	"context"
	"net"
	"strconv"

	"milink/internal/lab/instance"
	"milink/internal/lab/tds"
)

// backend lets logins of the wire into the instance.
type backend struct {
	server *instance.Server
}

// Login implements tds.Backend. The lab trusts no Windows domain, so integrated logins are
// refused by the instance; a Microsoft Entra token is refused as an unknown login.
func (b backend) Login(_ context.Context, l tds.Login) (tds.Accepted, error) {
	address, port := remote(l.Remote)
	session, err := b.server.Connect(instance.LoginRequest{
		User: l.User, Password: l.Password, Integrated: l.Integrated, Database: l.Database,
		Host: l.Host, Program: l.App, Address: address, Port: port, ReadOnly: l.ReadOnly, Encrypted: l.Encrypted,
		Interface: l.Library, ODBC: l.ODBC,
	})
	if err != nil {
		return tds.Accepted{}, err
	}
	id := b.server.Identity
	return tds.Accepted{
		Client: session.NewClient(), Server: id.ServerName, SPID: uint16(session.SPID()), Database: session.Database(),
		Version: wireVersion(id.Build),
	}, nil
}

// remote splits the client's end of the connection: the catalog and the error log show the
// address without the port.
func remote(end string) (address string, port int) {
	host, service, err := net.SplitHostPort(end)
	if err != nil {
		return end, 0
	}
	number, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return host, 0
	}
	return host, int(number)
}

// wireVersion is the version as PRELOGIN and LOGINACK carry it: without the revision.
func wireVersion(b instance.Build) tds.Version {
	return tds.Version{Major: uint8(b.Major), Minor: uint8(b.Minor), Build: uint16(b.Build)}
}
