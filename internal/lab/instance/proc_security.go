package instance

import (
	"milink/internal/lab/engine"
	"milink/internal/lab/value"
)

// securityProcedures are the older forms of ALTER ROLE.
var securityProcedures = []procedure{
	{name: "sp_addsrvrolemember", run: func(a *action, args arguments) (int32, error) { return a.serverRoleMember(args, true) },
		params: serverRoleParams},
	{name: "sp_dropsrvrolemember", run: func(a *action, args arguments) (int32, error) { return a.serverRoleMember(args, false) },
		params: serverRoleParams},
	{name: "sp_addrolemember", run: func(a *action, args arguments) (int32, error) { return a.databaseRoleMember(args, true) },
		params: databaseRoleParams},
	{name: "sp_droprolemember", run: func(a *action, args arguments) (int32, error) { return a.databaseRoleMember(args, false) },
		params: databaseRoleParams},
}

var (
	serverRoleParams   = []engine.ProcParam{required("@loginame", value.SysnameT), required("@rolename", value.SysnameT)}
	databaseRoleParams = []engine.ProcParam{required("@rolename", value.SysnameT), required("@membername", value.SysnameT)}
)

func (a *action) serverRoleMember(args arguments, add bool) (int32, error) {
	err := a.alterServerRole(args.text("@rolename"), args.text("@loginame"), add)
	return status(err), err
}

func (a *action) databaseRoleMember(args arguments, add bool) (int32, error) {
	err := a.alterDatabaseRole(args.text("@rolename"), args.text("@membername"), add)
	return status(err), err
}

func status(err error) int32 {
	if err != nil {
		return 1
	}
	return 0
}
