package instance

import (
	"fmt"
	"strings"
)

// platform is an operating system as the banner and sys.dm_os_host_info name it.
type platform struct {
	distribution, release, text string
}

// windowsFor is the Windows Server of the year of the major version, linuxFor the Ubuntu.
// The 2016, 2022 and Linux 2017 and 2025 texts stand in facts/tsql.md B2.
//
// modelled: the pairing of versions and systems, and the other build numbers.
var windowsFor = map[int]platform{
	12: {"Windows Server 2012 R2 Standard", "6.3", "Windows NT 6.3 <X64> (Build 9600: )"},
	13: {"Windows Server 2016 Standard", "10.0", "Windows Server 2016 Standard 10.0 <X64> (Build 14393: )"},
	14: {"Windows Server 2016 Standard", "10.0", "Windows Server 2016 Standard 10.0 <X64> (Build 14393: )"},
	15: {"Windows Server 2019 Standard", "10.0", "Windows Server 2019 Standard 10.0 <X64> (Build 17763: )"},
	16: {"Windows Server 2022 Standard", "10.0", "Windows Server 2022 Standard 10.0 <X64> (Build 20348: )"},
	17: {"Windows Server 2025 Standard", "10.0", "Windows Server 2025 Standard 10.0 <X64> (Build 26100: )"},
}

var linuxFor = map[int]platform{
	14: {"Ubuntu", "18.04", "Linux (Ubuntu 18.04.6 LTS)"},
	15: {"Ubuntu", "20.04", "Linux (Ubuntu 20.04.6 LTS) <X64>"},
	16: {"Ubuntu", "22.04", "Linux (Ubuntu 22.04.5 LTS) <X64>"},
	17: {"Ubuntu", "24.04", "Linux (Ubuntu 24.04.4 LTS) <X64>"},
}

// newHost builds the machine the instance runs on.
func newHost(cfg Options, major int) Host {
	name := strings.ToUpper(cfg.Host)
	if name == "" {
		name = "SQL01"
	}
	p := windowsFor[major]
	volumes := []Volume{{Mount: `C:\`, Total: 256 << 30, Available: 128 << 30}}
	if cfg.Linux {
		p = linuxFor[major]
		volumes = []Volume{{Mount: "/", Total: 256 << 30, Available: 128 << 30}}
	}
	return Host{
		Name: name, PhysicalName: name, Domain: cfg.Domain, Linux: cfg.Linux, Address: "127.0.0.1",
		Distribution: p.distribution, Release: p.release, OSText: p.text,
		SectorSize: 4096, CPUs: 4, MemoryKB: 16 << 20,
		Disk: &Disk{Files: map[string][]byte{}, Volumes: volumes, Folders: map[string]bool{}, Linux: cfg.Linux},
	}
}

// instanceID is MSSQL15.MSSQLSERVER: the instance's part of registry keys and folders.
func (s *Server) instanceID() string {
	name := s.Identity.InstanceName
	if name == "" {
		name = "MSSQLSERVER"
	}
	return fmt.Sprintf("MSSQL%d.%s", s.Identity.Build.Major, name)
}

// root is the folder of the instance, with a trailing separator.
func (s *Server) root() string {
	if s.Host.Linux {
		return "/var/opt/mssql/"
	}
	return `C:\Program Files\Microsoft SQL Server\` + s.instanceID() + `\MSSQL\`
}

// folder is one folder below the root, with a trailing separator.
func (s *Server) folder(windows, linux string) string {
	if s.Host.Linux {
		return s.root() + linux + "/"
	}
	return s.root() + windows + `\`
}

// newSettings are the settings Setup leaves: three startup parameters, default folders,
// Always On off.
func newSettings(s *Server) Settings {
	data, logs := s.folder("DATA", "data"), s.folder("Log", "log")
	set := Settings{
		StartupParameters: []string{
			"-d" + data + "master.mdf",
			"-e" + logs + errorLogName(s.Host.Linux),
			"-l" + data + "mastlog.ldf",
		},
		Configurations:  defaultConfigurations(s.major()),
		Port:            1433,
		ServiceAccount:  serviceAccount(s),
		BackupDirectory: strings.TrimRight(s.folder("Backup", "data"), `\/`),
		DataDirectory:   data,
		LogDirectory:    data,
		AgentAutoStart:  s.Identity.ManagedAzure,
		Registry:        map[string]map[string]RegistryValue{},
	}
	for _, f := range []string{data, logs, s.folder("Backup", "data")} {
		s.Host.Disk.AddFolder(strings.TrimRight(f, `\/`), true)
	}
	return set
}

func errorLogName(linux bool) string {
	if linux {
		return "errorlog"
	}
	return "ERRORLOG"
}

// serviceAccount is the virtual account Setup proposes.
func serviceAccount(s *Server) string {
	switch {
	case s.Host.Linux:
		return "mssql"
	case s.Identity.InstanceName == "":
		return `NT Service\MSSQLSERVER`
	}
	return `NT Service\MSSQL$` + s.Identity.InstanceName
}
