package instance

import (
	"strings"

	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// serverProcedures rename the instance in sys.servers: what one does after the machine was
// renamed. @@SERVERNAME follows with the next start.
var serverProcedures = []procedure{
	{name: "sp_dropserver", run: (*action).dropServer, params: []engine.ProcParam{
		required("@server", value.SysnameT), defaulted("@droplogins", value.CharN(10), nil)}},
	{name: "sp_addserver", run: (*action).addServer, params: []engine.ProcParam{
		required("@server", value.SysnameT), defaulted("@local", value.VarCharN(10), nil),
		defaulted("@duplicate_ok", value.VarCharN(13), nil)}},
}

// localServer is the name in sys.servers with server_id 0, as it is stored now.
func (s *Server) localServer() string {
	if s.Settings.PendingServerName != nil {
		return *s.Settings.PendingServerName
	}
	return s.Identity.ServerName
}

func (a *action) dropServer(args arguments) (int32, error) {
	if !a.se.HasServer("ALTER ANY LINKED SERVER") {
		return 1, fault(15247)
	}
	name := args.text("@server")
	if a.s.localServer() == "" || !strings.EqualFold(name, a.s.localServer()) {
		return 1, fault(15015, name)
	}
	a.s.Settings.PendingServerName = new(string)
	return 0, nil
}

// addServer takes the local form only; the lab has no linked servers (15600).
func (a *action) addServer(args arguments) (int32, error) {
	if !a.se.HasServer("ALTER ANY LINKED SERVER") {
		return 1, fault(15247)
	}
	name := args.text("@server")
	switch {
	case !strings.EqualFold(args.text("@local"), "local"):
		return 1, fault(15600, "sp_addserver")
	case a.s.localServer() != "":
		return 1, fault(15028, name)
	}
	a.s.Settings.PendingServerName = &name
	return 0, nil
}
