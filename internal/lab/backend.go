package lab

import (
	"context"

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
	session, err := b.server.Connect(instance.LoginRequest{
		User: l.User, Password: l.Password, Integrated: l.Integrated, Database: l.Database,
		Host: l.Host, Program: l.App, Address: l.Remote, ReadOnly: l.ReadOnly, Encrypted: l.Encrypted,
		Interface: l.Library,
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

// wireVersion is the version as PRELOGIN and LOGINACK carry it: without the revision.
func wireVersion(b instance.Build) tds.Version {
	return tds.Version{Major: uint8(b.Major), Minor: uint8(b.Minor), Build: uint16(b.Build)}
}
