package sqlserver

import (
	"context"
	"net"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/integratedauth"
	"github.com/microsoft/go-mssqldb/msdsn"
)

// sqlProvider proves nothing by itself, so that the driver sends user and password. Without
// it the driver tries NTLM as soon as a user name holds a backslash.
const sqlProvider = "milink-sql"

func init() {
	none := func(msdsn.Config) (integratedauth.IntegratedAuthenticator, error) { return nil, nil }
	if err := integratedauth.SetIntegratedAuthenticationProvider(sqlProvider, integratedauth.ProviderFunc(none)); err != nil {
		panic(err) // only for an empty name or provider
	}
}

// Session is one open connection to an instance. It is used by one goroutine.
type Session struct {
	cfg  Config
	conn *mssql.Conn
	wire *wire
}

// Open connects and logs in, within the connect time-out whatever the other side does.
// Every error is an *Error.
func Open(ctx context.Context, cfg Config) (*Session, error) {
	return open(ctx, cfg, (&net.Dialer{}).DialContext)
}

func open(ctx context.Context, cfg Config, dial dial) (*Session, error) {
	a := &attempt{cfg: cfg, caller: ctx}
	if err := a.prepare(); err != nil {
		return nil, a.fail(BadConfig, err.Error(), "", err)
	}
	bounded, cancel := context.WithTimeout(ctx, cfg.Timeouts.Connect)
	defer cancel()
	a.bounded = bounded
	a.wire = &wire{open: dial, host: a.address.Host, ctx: bounded}
	connector := mssql.NewConnectorConfig(a.driverConfig())
	connector.Dialer = a.wire
	opened, err := connector.Connect(bounded)
	inTime := a.wire.settle()
	if err != nil {
		return nil, a.classify(err)
	}
	conn := opened.(*mssql.Conn)
	if !inTime {
		_ = conn.Close()
		return nil, a.classify(bounded.Err())
	}
	return &Session{cfg: cfg, conn: conn, wire: a.wire}, nil
}

// Close ends the session. What it reports helps nobody: the server forgets it either way.
func (s *Session) Close() { _ = s.conn.Close() }

// encrypted tells whether what is sent travels inside TLS, as seen on the wire.
func (s *Session) encrypted() bool {
	tcp, _, _ := s.wire.state()
	_, sealed, _ := tcp.seen()
	return sealed
}

// attempt is one try to connect and all that is known about it.
type attempt struct {
	cfg      Config
	address  Address
	verifier *verifier
	wire     *wire
	caller   context.Context // of whoever wants the session
	bounded  context.Context // the same, ended by the connect time-out
}

func (a *attempt) prepare() error {
	if err := a.cfg.check(); err != nil {
		return err
	}
	address, err := ParseServer(a.cfg.Server)
	if err != nil {
		return err
	}
	a.address = address
	a.verifier, err = newVerifier(a.cfg.TLS, address.Host)
	return err
}

// encryption maps the mode to the driver's words.
var encryption = map[Mode]msdsn.Encryption{
	Mandatory: msdsn.EncryptionRequired,
	Strict:    msdsn.EncryptionStrict,
	LoginOnly: msdsn.EncryptionOff,
}

// driverConfig says everything to the driver in its own terms. Nothing goes through a
// connection string, so nothing needs quoting and no password stands in a text.
func (a *attempt) driverConfig() msdsn.Config {
	provider := sqlProvider
	if a.cfg.Login.Method == Windows {
		provider = windowsProvider
	}
	return msdsn.Config{
		Host: a.address.Host, Instance: a.address.instanceToResolve(), Port: uint64(a.address.Port),
		Database: "master", User: a.cfg.Login.User, Password: a.cfg.Login.Password.Reveal(),
		Encryption: encryption[a.cfg.TLS.Mode], TLSConfig: a.verifier.config(a.cfg.TLS.Mode),
		ServerSPN: a.address.spn(), AppName: a.cfg.ApplicationName,
		DisableRetry: true, // one attempt, one error
		DialTimeout:  -1,   // the context bounds the whole attempt
		Protocols:    []string{"tcp"}, BrowserMessage: msdsn.BrowserAllInstances,
		Parameters: map[string]string{"authenticator": provider},
	}
}

// instanceToResolve is the instance whose port must be asked for; a port wins over it.
func (a Address) instanceToResolve() string {
	if a.Port != 0 {
		return ""
	}
	return a.Instance
}
