package instance

import (
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// serviceProcedures start and stop services from T-SQL, as administrators without a
// desktop on the host do.
//
// modelled: xp_servicecontrol is undocumented; the lab knows SQL Server Agent only.
var serviceProcedures = []procedure{
	{name: "xp_servicecontrol", run: (*action).serviceControl, params: []engine.ProcParam{
		required("@action", value.NVarCharN(20)), required("@service", value.NVarCharN(128)),
	}},
}

// serviceControl carries out START, STOP and QUERYSTATE for SQL Server Agent.
func (a *action) serviceControl(args arguments) (int32, error) {
	if err := a.mayWriteRegistry("xp_servicecontrol"); err != nil {
		return 1, err
	}
	if !a.isAgent(args.text("@service")) {
		return 1, fault(22001, "OpenService() returned error 1060, 'The specified service does not exist as an installed service.'").With(1, 16)
	}
	switch strings.ToUpper(args.text("@action")) {
	case "START":
		a.s.startAgent(true)
	case "STOP":
		a.s.stopAgent()
	case "QUERYSTATE":
		state := "Stopped."
		if a.s.Process.AgentRunning {
			state = "Running."
		}
		a.result([]engine.Column{{Name: "Current Service State", Type: value.NVarCharN(20)}}, [][]any{{state}})
	default:
		return 1, fault(22001, "Invalid service control action.").With(1, 16)
	}
	return 0, nil
}

// isAgent knows the service by its short names: SQLServerAgent, or SQLAGENT$INSTANCE.
func (a *action) isAgent(service string) bool {
	if name := a.s.Identity.InstanceName; name != "" {
		return strings.EqualFold(service, "SQLAGENT$"+name)
	}
	return strings.EqualFold(service, "SQLSERVERAGENT")
}
