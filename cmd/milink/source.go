package main

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"milink/internal/config"
	"milink/internal/sqlserver"
	"milink/internal/suggest"
)

// labPrefix before a scenario's name asks for a private lab instead of a file.
const labPrefix = "lab:"

// defaultFile is the configuration that is taken when none is named.
const defaultFile = "milink.yaml"

// defaultTLS is the mode without --tls.
const defaultTLS = string(config.TLSMandatory)

// quick is a source given on the command line instead of in a file.
type quick struct {
	server       string
	user         string
	passwordEnv  string
	passwordFile string
	databases    []string
	tls          string
	ca           string
	pin          string
	trust        bool
}

// flags adds the quick connection to a verb.
func (q *quick) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&q.server, "server", "", "check this `HOST[\\INSTANCE][,PORT]` without a configuration file")
	f.StringVar(&q.user, "user", "", "SQL `LOGIN`; without it the Windows or Kerberos account is used")
	f.StringVar(&q.passwordEnv, "password-env", "", "take the password from the environment variable `NAME`")
	f.StringVar(&q.passwordFile, "password-file", "", "take the password from `FILE`; without either it is asked for")
	f.StringVar(&q.tls, "tls", defaultTLS, "`MODE` of encryption: mandatory, strict (TDS 8) or login-only")
	completes(c, "tls", tlsModes)
	f.StringVar(&q.ca, "ca", "", "trust the certificates in `FILE` (PEM) instead of the machine's")
	f.StringVar(&q.pin, "pin", "", "take the one certificate with this `SHA256` (64 hex digits), whoever signed it")
	f.BoolVar(&q.trust, "trust-server-certificate", false, "take any certificate; whoever stands between may read along")
}

// databaseFlag lets a verb that judges choose databases.
func (q *quick) databaseFlag(c *cobra.Command) {
	c.Flags().StringArrayVar(&q.databases, "database", nil, "judge the database `NAME`; repeat for more; without it every user database")
}

// config is the configuration that the flags amount to.
func (q *quick) config() (*config.Config, error) {
	switch {
	case q.passwordEnv != "" && q.passwordFile != "":
		return nil, usage("give --password-env or --password-file, not both")
	case q.user == "" && (q.passwordEnv != "" || q.passwordFile != ""):
		return nil, usage("a password without --user: whose is it?")
	case q.trust && (q.ca != "" || q.pin != ""):
		return nil, usage("--trust-server-certificate takes any certificate, so that --ca and --pin would be ignored: choose one")
	case q.pin != "" && q.ca != "":
		return nil, usage("--pin takes one certificate, whoever signed it, so that --ca would be ignored: choose one")
	case q.trust && q.tls == string(config.TLSStrict):
		return nil, usage("--tls strict always verifies the server: give its authority with --ca or its certificate with --pin instead of --trust-server-certificate")
	case !slices.Contains(tlsModes, q.tls):
		return nil, usage("--tls %s: want one of %s%s", q.tls, strings.Join(tlsModes, ", "), suggest.Question(q.tls, tlsModes))
	}
	return &config.Config{
		Source:    config.Source{Server: q.server, Login: q.login(), TLS: config.TLS{Mode: config.TLSMode(q.tls), CA: q.ca, Pin: q.pin, Trust: q.trust}},
		Databases: q.databases, Route: config.RouteDirect,
	}, nil
}

func (q *quick) login() config.Login {
	if q.user == "" {
		return config.Login{Method: config.MethodWindows}
	}
	ref := &config.SecretRef{Env: q.passwordEnv, File: q.passwordFile}
	ref.Prompt = ref.Env == "" && ref.File == ""
	return config.Login{Method: config.MethodSQL, User: q.user, Password: ref}
}

// open finds out which instance is meant: flags, a private lab, or the file. The returned
// function ends the lab, if there is one.
func (a *app) open(ctx context.Context, q *quick) (access, func(), error) {
	nothing := func() {}
	switch name, isLab := strings.CutPrefix(a.file, labPrefix); {
	case q.server != "" && a.fileGiven:
		return access{}, nothing, usage("give --server or -f, not both")
	case q.server != "":
		a.byFlags = true
		cfg, err := q.config()
		if err != nil {
			return access{}, nothing, err
		}
		if p := cfg.Source.Login.Password; p != nil && p.Prompt && a.terminal.ask == nil {
			return access{}, nothing, usage("there is no terminal to ask for the password of %s at: give --password-env NAME or --password-file FILE", q.user)
		}
		return a.unlock(cfg, nothing)
	case q.used() != "":
		return access{}, nothing, usage("--%s belongs to --server; a configuration file has its own words for it", q.used())
	case isLab:
		return a.openLab(ctx, name, q.databases)
	}
	cfg, err := loadConfig(a.file)
	if errors.Is(err, os.ErrNotExist) && !a.fileGiven {
		return access{}, nothing, usage("no server to check: there is no milink.yaml here; give -f FILE, --server HOST --user LOGIN, or try -f lab:unprepared-2022")
	}
	if err != nil {
		return access{}, nothing, err
	}
	if len(q.databases) > 0 {
		cfg.Databases = q.databases
	}
	return a.unlock(cfg, nothing)
}

// loadConfig reads a configuration. A file that cannot be read is the person's to put right.
func loadConfig(path string) (*config.Config, error) {
	cfg, err := config.Load(path)
	var unreadable *os.PathError
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, usageError{text: "there is no file " + path, cause: err}
	case errors.As(err, &unreadable):
		return nil, usage("%s %s: -f wants a configuration file", path, inWords(err))
	}
	return cfg, err
}

// used names a flag that makes no sense without --server.
func (q *quick) used() string {
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"user", q.user != ""}, {"password-env", q.passwordEnv != ""}, {"password-file", q.passwordFile != ""},
		{"ca", q.ca != ""}, {"pin", q.pin != ""}, {"tls", q.tls != defaultTLS}, {"trust-server-certificate", q.trust},
	} {
		if f.set {
			return f.name
		}
	}
	return ""
}

// unlock fetches the secrets that a configuration points at. What is no server name is refused
// before anything repeats it: a connection string in its place holds a password.
func (a *app) unlock(cfg *config.Config, done func()) (access, func(), error) {
	if _, err := sqlserver.ParseServer(cfg.Source.Server); err != nil {
		return access{}, done, usage("%v", err)
	}
	acc := access{cfg: cfg}
	a.reached = cfg
	login := cfg.Source.Login
	if login.Password == nil {
		return acc, done, nil
	}
	vault := config.Vault{Env: a.env, ReadFile: os.ReadFile, Prompt: a.terminal.ask}
	secret, err := login.Password.Resolve(vault, cfg.Path, "password of "+login.User+" on "+cfg.Source.Server)
	if err != nil {
		return access{}, done, usage("%v", err)
	}
	acc.password = secret
	return acc, done, nil
}

// openLab starts a private world on a free port of loopback.
func (a *app) openLab(ctx context.Context, name string, databases []string) (access, func(), error) {
	world, err := a.startWorld(ctx, labOptions{scenario: name})
	if err != nil {
		return access{}, func() {}, err
	}
	acc := labAccess(world)
	if len(databases) > 0 {
		acc.cfg.Databases = databases
	}
	return acc, func() { _ = world.Close() }, nil
}

// labAccess is the way into a running lab.
func labAccess(world simulated) access {
	return access{
		cfg: &config.Config{
			Source: config.Source{
				Server: serverOf(world.Address()),
				Login:  config.Login{Method: config.MethodSQL, User: world.User()},
				TLS:    config.TLS{Mode: config.TLSMandatory},
			},
			Databases: world.Databases(), Route: config.RouteDirect, Simulated: true,
		},
		password: config.NewSecret(world.Password()),
		caPEM:    world.CA(),
	}
}

// serverOf writes host:port as DBAs do: host,port.
func serverOf(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host + "," + port
}
