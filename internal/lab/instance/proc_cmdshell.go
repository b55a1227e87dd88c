package instance

import (
	"milink/internal/lab/engine"
	"milink/internal/lab/message"
	"milink/internal/lab/value"
)

var shellProcedures = []procedure{
	{name: "xp_cmdshell", run: (*action).commandShell, params: []engine.ProcParam{
		required("@command_string", value.NVarCharN(4000)), defaulted("@no_output", value.VarCharN(9), nil),
	}},
}

// commandShell refuses every command: 229 without CONTROL SERVER, 15281 while the option is
// off, and where a server would run it 15121 with a note that there is nothing to run it.
//
// modelled: the lab has no command shell; 15121 with operating system error 50 (not
// supported) stands for that.
func (a *action) commandShell(arguments) (int32, error) {
	if !a.se.HasServer("CONTROL SERVER") {
		return 1, fault(229, "EXECUTE", "xp_cmdshell", "mssqlsystemresource", "sys")
	}
	const option = "xp_cmdshell"
	if a.s.Settings.Configurations[option].InUse == 0 {
		return 1, fault(15281, "procedure", "sys."+option, option, option, option, option)
	}
	a.say(message.Simulated("a command shell"))
	return 1, fault(15121, option, "CreateProcess", 50)
}
