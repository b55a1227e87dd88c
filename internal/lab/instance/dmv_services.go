package instance

import (
	"fmt"
	"slices"
	"strings"

	"milink/internal/lab/value"
)

// serviceViews are the Windows services and the registry as the instance sees them.
//
// modelled: both views exist on Linux and are empty there; a managed instance lacks them.
var serviceViews = []*view{
	{
		name: "sys.dm_server_services", boxed: true, state: securityState,
		columns: columns(`
			servicename nvarchar(256)
			startup_type int?
			startup_type_desc nvarchar(256)
			status int?
			status_desc nvarchar(256)
			process_id int?
			last_startup_time datetimeoffset(7)?
			service_account nvarchar(256)
			filename nvarchar(256)
			is_clustered nvarchar(1)
			cluster_nodename nvarchar(256)?
			instant_file_initialization_enabled nvarchar(1)? @13`),
		rows: (*reader).services,
	},
	{
		name: "sys.dm_server_registry", boxed: true, state: securityState,
		columns: columns(`
			registry_key nvarchar(256)?
			value_name nvarchar(256)?
			value_data sql_variant?`),
		rows: (*reader).registryRows,
	},
}

// instanceWord is the name in brackets behind a service: MSSQLSERVER or the instance name.
func (s *Server) instanceWord() string {
	_, name, _ := strings.Cut(s.instanceID(), ".")
	return name
}

// services are the engine, the Agent and the full-text launcher.
func (r *reader) services() []row {
	if r.s.Host.Linux {
		return nil
	}
	word := r.s.instanceWord()
	binn := r.s.root() + `Binn\`
	engine := r.service("SQL Server ("+word+")", 2, true, r.s.Settings.ServiceAccount,
		fmt.Sprintf(`"%ssqlservr.exe" -s%s`, binn, word))
	engine["process_id"], engine["last_startup_time"] = 4128, r.s.Process.StartedAt.UTC()
	if r.major >= 13 {
		engine["instant_file_initialization_enabled"] = "Y"
	}
	start := 3
	if r.s.Settings.AgentAutoStart {
		start = 2
	}
	agent := r.service("SQL Server Agent ("+word+")", start, r.s.Process.AgentRunning, agentAccount(r.s),
		fmt.Sprintf(`"%sSQLAGENT.EXE" -i %s`, binn, word))
	launcher := r.service("SQL Full-text Filter Daemon Launcher ("+word+")", 3, false, `NT Service\MSSQLFDLauncher`,
		fmt.Sprintf(`"%sfdlauncher.exe" -s %s`, binn, r.s.instanceID()))
	return []row{engine, agent, launcher}
}

func (r *reader) service(name string, startup int, running bool, account, file string) row {
	out := row{"servicename": name, "service_account": account, "filename": file, "is_clustered": "N",
		"startup_type": startup, "startup_type_desc": []string{"Other", "Other", "Automatic", "Manual", "Disabled"}[startup],
		"status": 1, "status_desc": "Stopped"}
	if running {
		out["status"], out["status_desc"], out["process_id"] = 4, "Running", 5240
	}
	if r.s.Identity.Clustered {
		out["is_clustered"], out["cluster_nodename"] = "Y", r.s.Host.PhysicalName
	}
	return out
}

// registryEntry is one value of the registry below a key.
type registryEntry struct {
	key   string
	value RegistryValue
}

// registryRoot is the instance's key: what xp_instance_regread puts in the place of
// SOFTWARE\Microsoft\MSSQLServer.
func (s *Server) registryRoot() string {
	return `Software\Microsoft\Microsoft SQL Server\` + s.instanceID()
}

// registry lists what the registry holds for the instance: settings first, then values
// that xp_instance_regwrite added and no setting stands for. Keys have no hive.
func (s *Server) registry() []registryEntry {
	root := s.registryRoot() + `\MSSQLServer`
	var all []registryEntry
	text := func(key, name, data string) {
		all = append(all, registryEntry{key, RegistryValue{Name: name, Type: "REG_SZ", Text: data}})
	}
	number := func(key, name string, n int64) {
		all = append(all, registryEntry{key, RegistryValue{Name: name, Type: "REG_DWORD", Num: n}})
	}
	for i, p := range s.Settings.StartupParameters {
		text(root+`\Parameters`, fmt.Sprintf("SQLArg%d", i), p)
	}
	number(root+`\HADR`, "HADR_Enabled", int64(btoi(s.Settings.HADR)))
	text(root, "BackupDirectory", s.Settings.BackupDirectory)
	text(root, "DefaultData", s.Settings.DataDirectory)
	text(root, "DefaultLog", s.Settings.LogDirectory)
	number(root, "LoginMode", int64(2-btoi(s.Identity.WindowsAuth)))
	text(root+`\CurrentVersion`, "CurrentVersion", s.Identity.Build.String())
	tcp := root + `\SuperSocketNetLib\Tcp`
	number(tcp, "Enabled", 1)
	number(tcp, "ListenOnAllIPs", 1)
	text(tcp+`\IPAll`, "TcpPort", fmt.Sprint(s.Settings.Port))
	text(tcp+`\IPAll`, "TcpDynamicPorts", "")
	service := `SYSTEM\CurrentControlSet\Services\` + s.serviceName()
	text(service, "ObjectName", s.Settings.ServiceAccount)
	text(service, "ImagePath", fmt.Sprintf(`"%sBinn\sqlservr.exe" -s%s`, s.root(), s.instanceWord()))
	return append(all, s.writtenRegistry()...)
}

// serviceName is the Windows service of the engine.
func (s *Server) serviceName() string {
	if s.Identity.InstanceName == "" {
		return "MSSQLSERVER"
	}
	return "MSSQL$" + s.Identity.InstanceName
}

// writtenRegistry are the values of Settings.Registry in the order of their names.
func (s *Server) writtenRegistry() []registryEntry {
	var all []registryEntry
	for key, values := range s.Settings.Registry {
		for _, v := range values {
			all = append(all, registryEntry{key, v})
		}
	}
	slices.SortFunc(all, func(a, b registryEntry) int {
		return strings.Compare(a.key+"\x00"+a.value.Name, b.key+"\x00"+b.value.Name)
	})
	return all
}

// registryRows show text as nvarchar and a DWORD as int inside the sql_variant.
func (r *reader) registryRows() []row {
	if r.s.Host.Linux {
		return nil
	}
	var rows []row
	for _, e := range r.s.registry() {
		out := row{"registry_key": `HKLM\` + e.key, "value_name": e.value.Name}
		if e.value.Type == "REG_DWORD" {
			out["value_data"] = variantInt(e.value.Num)
		} else {
			out["value_data"] = value.Var{Type: value.NVarCharN(max(1, len(e.value.Text))), Value: e.value.Text}
		}
		rows = append(rows, out)
	}
	return rows
}
