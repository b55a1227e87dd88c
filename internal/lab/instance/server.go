package instance

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// Options say what kind of instance New installs.
type Options struct {
	// Version is anything FindRelease takes: "2019 CU20", "2016 SP3", "16.0.4125.3".
	Version string
	// Edition is a short word (enterprise, developer, standard, web, express ...) or the
	// full name; empty is developer.
	Edition string
	// Instance is the instance name, empty for the default instance.
	Instance string
	// Host is the machine name, empty for SQL01.
	Host string
	// Domain is the machine's domain, empty for a workgroup.
	Domain string
	// ServerName is @@SERVERNAME where it differs from the machine: a renamed host.
	ServerName string
	Linux      bool
	// Collation of the server, empty for SQL_Latin1_General_CP1_CI_AS.
	Collation string
	// Password of sa; empty disables sa, as a Windows-only installation does.
	Password    string
	WindowsAuth bool // Windows authentication only
	Clock       engine.Clock
	Seed        uint64
	// Managed makes an Azure SQL Managed Instance: EngineEdition 8, always on.
	Managed bool
}

// New installs an instance: system databases, sa, fixed roles, default settings, system
// endpoints, nothing of the link prepared. It runs since the clock's now.
func New(cfg Options) (*Server, error) {
	release, ok := FindRelease(cfg.Version)
	if !ok {
		return nil, fmt.Errorf("no SQL Server release is called %q", cfg.Version)
	}
	edition, err := chooseEdition(cfg, release)
	if err != nil {
		return nil, err
	}
	collation, err := chooseCollation(cfg.Collation)
	if err != nil {
		return nil, err
	}
	if cfg.Linux && release.Build.Major < 14 {
		return nil, fmt.Errorf("SQL Server %d does not run on Linux", release.Year)
	}
	s := &Server{clock: cfg.Clock, seed: cfg.Seed, nextID: map[string]int{}, sessions: map[int]*Session{},
		catalog: wholeCatalog()}
	s.Host = newHost(cfg, release.Build.Major)
	s.Identity = Identity{Edition: edition, InstanceName: cfg.Instance, Collation: collation,
		WindowsAuth: cfg.WindowsAuth, ManagedAzure: cfg.Managed}
	s.Identity.install(release)
	s.Identity.ServerName = cfg.ServerName
	if cfg.ServerName == "" {
		s.Identity.ServerName = s.machineServerName()
	}
	s.furnish(cfg)
	return s, nil
}

// install writes a release into the identity: what Setup and an update do.
func (id *Identity) install(r Release) {
	id.Release, id.Build = r, r.Build
	id.ProductLevel, id.UpdateLevel, id.UpdateRef = r.Level, r.Update, r.KB
	id.HasConnectPack = r.SupportsLink()
	if id.ManagedAzure {
		id.Build, id.ProductLevel, id.UpdateLevel, id.UpdateRef = Build{12, 0, 2000, 8}, "RTM", "", ""
		id.HasConnectPack = true
	}
}

// furnish fills a fresh instance with what Setup leaves behind.
func (s *Server) furnish(cfg Options) {
	s.Settings = newSettings(s)
	s.Databases = systemDatabases(s)
	s.Principals = setupPrincipals(s, cfg)
	s.Grants = setupGrants()
	s.Endpoints = systemEndpoints()
	s.Process = Process{StartedAt: s.clock.Now(), GlobalFlags: map[int]bool{}, NextSPID: firstSPID,
		AgentRunning: s.Settings.AgentAutoStart, Starts: 1,
		HADR: cfg.Managed, HADRStatus: managerStatus(cfg.Managed)}
	s.Settings.HADR = cfg.Managed
	s.log("Server", strings.SplitN(s.bannerText(), "\n", 2)[0])
}

// managerStatus is HadrManagerStatus: 1 started and running, 2 not started and failed.
//
// modelled: an instance whose HADR is off says 2, as observed on real ones; the sheet only
// names the values.
func managerStatus(enabled bool) int {
	if enabled {
		return 1
	}
	return 2
}

func chooseEdition(cfg Options, r Release) (Edition, error) {
	name := cfg.Edition
	switch {
	case cfg.Managed:
		name = "azure"
	case name == "":
		name = "developer"
	}
	edition, ok := findEdition(name, r.Build.Major)
	if !ok {
		return Edition{}, fmt.Errorf("no edition of SQL Server is called %q", cfg.Edition)
	}
	return edition, nil
}

func chooseCollation(name string) (string, error) {
	if name == "" {
		return value.DefaultCollation.Name(), nil
	}
	c, ok := value.ParseCollation(name)
	if !ok {
		return "", fmt.Errorf("no collation is called %q", name)
	}
	return c.Name(), nil
}

// machineServerName is HOST or HOST\INSTANCE, what SERVERPROPERTY('ServerName') says.
func (s *Server) machineServerName() string {
	if s.Identity.InstanceName == "" {
		return s.Host.Name
	}
	return s.Host.Name + `\` + s.Identity.InstanceName
}

// guid derives a GUID from the seed and what it is for: the same scenario has the same
// GUIDs in every run.
func (s *Server) guid(parts ...string) value.GUID {
	var g value.GUID
	copy(g[:], s.digest(parts...))
	g[6] = g[6]&0x0f | 0x40 // version 4, as NEWID makes them
	g[8] = g[8]&0x3f | 0x80
	return g
}

// digest is 32 bytes that depend on the seed and the parts only.
func (s *Server) digest(parts ...string) []byte {
	h := sha256.New()
	var seed [8]byte
	binary.BigEndian.PutUint64(seed[:], s.seed)
	h.Write(seed[:])
	for _, p := range append([]string{s.Identity.ServerName}, parts...) {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}
