package instance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// regParams are the parameters all registry procedures begin with.
var regParams = []engine.ProcParam{
	required("@rootkey", value.NVarCharN(128)), required("@key", value.NVarCharN(4000)),
}

var (
	regReadParams = append(slices.Clone(regParams), required("@value_name", value.NVarCharN(4000)),
		output("@value", value.NVarCharN(4000)), defaulted("@output", value.NVarCharN(10), nil))
	regWriteParams = append(slices.Clone(regParams), required("@value_name", value.NVarCharN(4000)),
		required("@type", value.NVarCharN(20)), required("@value", value.NVarCharN(4000)))
	regDeleteParams = append(slices.Clone(regParams), required("@value_name", value.NVarCharN(4000)))
)

// registryProcedures read and write the instance's part of the registry. The instance-aware
// forms put the instance's id into the path; the plain ones take the full path.
var registryProcedures = []procedure{
	{name: "xp_instance_regread", params: regReadParams, run: (*action).regRead},
	{name: "xp_regread", params: regReadParams, run: (*action).regRead},
	{name: "xp_instance_regwrite", params: regWriteParams, run: (*action).regWrite},
	{name: "xp_regwrite", params: regWriteParams, run: (*action).regWrite},
	{name: "xp_instance_regdeletevalue", params: regDeleteParams, run: (*action).regDelete},
	{name: "xp_regdeletevalue", params: regDeleteParams, run: (*action).regDelete},
	{name: "xp_instance_regenumvalues", params: regParams, run: (*action).regEnum},
	{name: "xp_regenumvalues", params: regParams, run: (*action).regEnum},
}

// regKey finds the key below the instance's root, in upper case: MSSQLSERVER\PARAMETERS.
// Every other path keeps its full name.
func (a *action) regKey(args arguments) (string, error) {
	if !strings.EqualFold(args.text("@rootkey"), "HKEY_LOCAL_MACHINE") {
		return "", fault(22001, "RegOpenKeyEx() returned error 6, 'The handle is invalid.'").With(1, 16)
	}
	key := strings.ToUpper(strings.Trim(args.text("@key"), `\`))
	for _, root := range []string{`SOFTWARE\MICROSOFT\MSSQLSERVER\`, `SOFTWARE\MICROSOFT\MICROSOFT SQL SERVER\` + strings.ToUpper(a.s.instanceID()) + `\`} {
		if rest, ok := strings.CutPrefix(key, root); ok {
			return rest, nil
		}
	}
	return key, nil
}

// Keys that state.go has fields for.
const (
	keyParameters = `MSSQLSERVER\PARAMETERS`
	keyHADR       = `MSSQLSERVER\HADR`
	keyServer     = `MSSQLSERVER`
)

// regValues lists the values of a key in order.
func (s *Server) regValues(key string) []RegistryValue {
	var list []RegistryValue
	switch key {
	case keyParameters:
		for i, p := range s.Settings.StartupParameters {
			list = append(list, RegistryValue{Name: fmt.Sprintf("SQLArg%d", i), Type: "REG_SZ", Text: p})
		}
	case keyHADR:
		list = append(list, RegistryValue{Name: "HADR_Enabled", Type: "REG_DWORD", Num: oneIf(s.Settings.HADR)})
	case keyServer:
		list = append(list,
			RegistryValue{Name: "BackupDirectory", Type: "REG_SZ", Text: s.Settings.BackupDirectory},
			RegistryValue{Name: "DefaultData", Type: "REG_SZ", Text: s.Settings.DataDirectory},
			RegistryValue{Name: "DefaultLog", Type: "REG_SZ", Text: s.Settings.LogDirectory},
			RegistryValue{Name: "LoginMode", Type: "REG_DWORD", Num: s.loginMode()})
	}
	var more []RegistryValue
	for _, v := range s.Settings.Registry[key] {
		more = append(more, v)
	}
	slices.SortFunc(more, func(x, y RegistryValue) int { return strings.Compare(x.Name, y.Name) })
	return append(list, more...)
}

// loginMode is 1 for Windows and 2 for mixed authentication.
func (s *Server) loginMode() int64 {
	switch {
	case s.Settings.LoginMode != 0:
		return int64(s.Settings.LoginMode)
	case s.Identity.WindowsAuth:
		return 1
	}
	return 2
}

func (s *Server) regValue(key, name string) (RegistryValue, bool) {
	for _, v := range s.regValues(key) {
		if strings.EqualFold(v.Name, name) {
			return v, true
		}
	}
	return RegistryValue{}, false
}

// data is the value as a result column shows it.
func (v RegistryValue) data() string {
	if v.Type == "REG_DWORD" {
		return strconv.FormatInt(v.Num, 10)
	}
	return v.Text
}

// regRead returns one value, through the OUTPUT argument when there is one, else as a row.
//
// modelled: a missing value is message 22001 of class 1 and, with OUTPUT, NULL.
func (a *action) regRead(args arguments) (int32, error) {
	key, err := a.regKey(args)
	if err != nil {
		return 1, err
	}
	v, ok := a.s.regValue(key, args.text("@value_name"))
	if !ok {
		if !strings.EqualFold(args.text("@output"), "no_output") {
			a.say(fault(22001, "RegQueryValueEx() returned error 2, 'The system cannot find the file specified.'").With(1, 1))
		}
		args.set("@value", nil)
		return 1, nil
	}
	if args.Given["@value"] {
		args.set("@value", v.data())
		return 0, nil
	}
	a.result([]engine.Column{textColumn("Value", 4000), textColumn("Data", 4000)}, [][]any{{v.Name, v.data()}})
	return 0, nil
}

// set fills an output parameter.
func (a arguments) set(name string, v any) {
	if a.Out != nil {
		a.Out[name] = v
	}
}

// mayWriteRegistry asks for sysadmin; the managed instance has no registry.
func (a *action) mayWriteRegistry(procedure string) error {
	if a.s.Identity.ManagedAzure {
		return fault(41905, procedure)
	}
	if !a.se.IsSysadmin() {
		return fault(229, "EXECUTE", procedure, "mssqlsystemresource", "sys")
	}
	return nil
}

// regWrite writes one value. It shows at once in sys.dm_server_registry and takes effect
// with the next start.
func (a *action) regWrite(args arguments) (int32, error) {
	if err := a.mayWriteRegistry("xp_instance_regwrite"); err != nil {
		return 1, err
	}
	key, err := a.regKey(args)
	if err != nil {
		return 1, err
	}
	v := RegistryValue{Name: args.text("@value_name"), Type: strings.ToUpper(args.text("@type")), Text: args.text("@value")}
	if v.Type == "REG_DWORD" {
		if v.Num, err = strconv.ParseInt(v.Text, 10, 64); err != nil {
			return 1, fault(22001, "RegSetValueEx() returned error 87, 'The parameter is incorrect.'").With(1, 16)
		}
	}
	if !a.s.writeKnown(key, v) {
		a.s.writeOther(key, v)
	}
	return 0, nil
}

// writeKnown writes a value that a setting stands for.
func (s *Server) writeKnown(key string, v RegistryValue) bool {
	set := &s.Settings
	switch key + `\` + strings.ToUpper(v.Name) {
	case keyHADR + `\HADR_ENABLED`:
		set.HADR = v.Num == 1
	case keyServer + `\BACKUPDIRECTORY`:
		set.BackupDirectory = v.Text
	case keyServer + `\DEFAULTDATA`:
		set.DataDirectory = v.Text
	case keyServer + `\DEFAULTLOG`:
		set.LogDirectory = v.Text
	case keyServer + `\LOGINMODE`:
		set.LoginMode = int(v.Num)
	default:
		return key == keyParameters && s.writeParameter(v)
	}
	return true
}

// writeParameter replaces a startup parameter or adds the next one. A number beyond the
// next one leaves a gap, and what stands behind a gap is never read at start.
func (s *Server) writeParameter(v RegistryValue) bool {
	n, ok := parameterIndex(v.Name)
	all := s.Settings.StartupParameters
	switch {
	case !ok || n > len(all):
		return false
	case n == len(all):
		s.Settings.StartupParameters = append(slices.Clone(all), v.Text)
		s.closeGap()
	default:
		all = slices.Clone(all)
		all[n] = v.Text
		s.Settings.StartupParameters = all
	}
	return true
}

// closeGap takes up parameters that stood behind a gap which was just filled.
func (s *Server) closeGap() {
	for {
		name := fmt.Sprintf("SQLARG%d", len(s.Settings.StartupParameters))
		v, ok := s.Settings.Registry[keyParameters][name]
		if !ok {
			return
		}
		delete(s.Settings.Registry[keyParameters], name)
		s.Settings.StartupParameters = append(s.Settings.StartupParameters, v.Text)
	}
}

func parameterIndex(name string) (int, bool) {
	digits, ok := strings.CutPrefix(strings.ToUpper(name), "SQLARG")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n >= 0
}

func (s *Server) writeOther(key string, v RegistryValue) {
	if s.Settings.Registry == nil {
		s.Settings.Registry = map[string]map[string]RegistryValue{}
	}
	if s.Settings.Registry[key] == nil {
		s.Settings.Registry[key] = map[string]RegistryValue{}
	}
	s.Settings.Registry[key][strings.ToUpper(v.Name)] = v
}

// regDelete removes one value. Removing a startup parameter from the middle leaves a gap.
func (a *action) regDelete(args arguments) (int32, error) {
	if err := a.mayWriteRegistry("xp_instance_regdeletevalue"); err != nil {
		return 1, err
	}
	key, err := a.regKey(args)
	if err != nil {
		return 1, err
	}
	name := args.text("@value_name")
	if _, ok := a.s.regValue(key, name); !ok {
		return 1, fault(22001, "RegDeleteValue() returned error 2, 'The system cannot find the file specified.'").With(1, 16)
	}
	if n, ok := parameterIndex(name); key == keyParameters && ok && n < len(a.s.Settings.StartupParameters) {
		a.s.cutParameter(n)
		return 0, nil
	}
	if key == keyHADR {
		a.s.Settings.HADR = false
	}
	delete(a.s.Settings.Registry[key], strings.ToUpper(name))
	return 0, nil
}

func (s *Server) cutParameter(n int) {
	behind := s.Settings.StartupParameters[n+1:]
	for i, p := range behind {
		s.writeOther(keyParameters, RegistryValue{Name: fmt.Sprintf("SQLArg%d", n+1+i), Type: "REG_SZ", Text: p})
	}
	s.Settings.StartupParameters = slices.Clone(s.Settings.StartupParameters[:n])
}

// regEnum lists the values of a key.
func (a *action) regEnum(args arguments) (int32, error) {
	key, err := a.regKey(args)
	if err != nil {
		return 1, err
	}
	var rows [][]any
	for _, v := range a.s.regValues(key) {
		rows = append(rows, []any{v.Name, v.data()})
	}
	if len(rows) == 0 {
		return 1, fault(22001, "RegOpenKeyEx() returned error 2, 'The system cannot find the file specified.'").With(1, 16)
	}
	a.result([]engine.Column{textColumn("Value", 4000), textColumn("Data", 4000)}, rows)
	return 0, nil
}
