package instance

import (
	"bytes"
	"strings"

	"milink/internal/lab/value"
)

// sidType is what logins' sids are.
var sidType = value.VarBinaryN(85)

// principalFunctions say who the session is and what it may do.
var principalFunctions = map[string]function{
	"suser_sname":           {0, 1, value.SysnameT, []value.Type{sidType}, (*reader).suserSname},
	"suser_name":            {0, 1, value.SysnameT, idType, (*reader).suserName},
	"suser_id":              {0, 1, value.IntT, nameType, (*reader).suserID},
	"suser_sid":             {0, 2, sidType, []value.Type{value.SysnameT, value.IntT}, (*reader).suserSID},
	"original_login":        {0, 0, value.SysnameT, nil, func(r *reader, _ []any) (any, error) { return r.se.original, nil }},
	"system_user":           {0, 0, value.SysnameT, nil, func(r *reader, _ []any) (any, error) { return r.se.login, nil }},
	"current_user":          {0, 0, value.SysnameT, nil, (*reader).currentUser},
	"session_user":          {0, 0, value.SysnameT, nil, (*reader).currentUser},
	"user":                  {0, 0, value.SysnameT, nil, (*reader).currentUser},
	"user_name":             {0, 1, value.SysnameT, idType, (*reader).userName},
	"user_id":               {0, 1, value.IntT, nameType, (*reader).principalIDOf},
	"database_principal_id": {0, 1, value.IntT, nameType, (*reader).principalIDOf},
	"host_name":             {0, 0, value.SysnameT, nil, func(r *reader, _ []any) (any, error) { return r.se.request.Host, nil }},
	"app_name":              {0, 0, value.SysnameT, nil, func(r *reader, _ []any) (any, error) { return r.se.request.Program, nil }},
	"has_dbaccess":          {1, 1, value.IntT, nameType, (*reader).hasDBAccess},
	"is_srvrolemember":      {1, 2, value.IntT, []value.Type{value.SysnameT, value.SysnameT}, (*reader).isServerRoleMember},
	"is_member":             {1, 1, value.IntT, nameType, (*reader).isRoleMember},
	"is_rolemember":         {1, 2, value.IntT, []value.Type{value.SysnameT, value.SysnameT}, (*reader).isRoleMember},
	"has_perms_by_name": {3, 5, value.IntT, []value.Type{value.NVarCharN(4000), value.NVarCharN(60), value.NVarCharN(60),
		value.SysnameT, value.NVarCharN(60)}, (*reader).hasPermsByName},
}

func (r *reader) suserSname(args []any) (any, error) {
	if len(args) == 0 {
		return r.se.login, nil
	}
	sid, _ := args[0].([]byte)
	for _, p := range r.s.Principals {
		if len(sid) > 0 && bytes.Equal(r.s.sid(p), sid) && r.se.CanSeeLogin(p) {
			return p.Name, nil
		}
	}
	return nil, nil
}

func (r *reader) suserName(args []any) (any, error) {
	if len(args) == 0 {
		return r.se.login, nil
	}
	id, _ := intArg(args, 0)
	for _, p := range r.s.Principals {
		if p.ID == id && r.se.CanSeeLogin(p) {
			return p.Name, nil
		}
	}
	return nil, nil
}

// loginArg is the login an argument names, the own one without an argument, nil when it
// does not show.
func (r *reader) loginArg(args []any, i int) *Principal {
	name := r.se.login
	if len(args) > i {
		name, _ = textArg(args, i)
	}
	p := r.s.principal(name)
	if p == nil || !r.se.CanSeeLogin(p) {
		return nil
	}
	return p
}

func (r *reader) suserID(args []any) (any, error) {
	if p := r.loginArg(args, 0); p != nil {
		return p.ID, nil
	}
	return nil, nil
}

func (r *reader) suserSID(args []any) (any, error) {
	if p := r.loginArg(args, 0); p != nil {
		return r.s.sid(p), nil
	}
	return nil, nil
}

func (r *reader) currentUser([]any) (any, error) { return r.se.UserName(r.db), nil }

func (r *reader) userName(args []any) (any, error) {
	if len(args) == 0 {
		return r.currentUser(nil)
	}
	id, ok := intArg(args, 0)
	for _, u := range r.db.Users {
		if ok && u.ID == id && r.seesUser(u) {
			return u.Name, nil
		}
	}
	return nil, nil
}

func (r *reader) principalIDOf(args []any) (any, error) {
	name := r.se.UserName(r.db)
	if len(args) > 0 {
		name, _ = textArg(args, 0)
	}
	if u := r.db.user(name); u != nil && r.seesUser(u) {
		return u.ID, nil
	}
	return nil, nil
}

// hasDBAccess is 1 or 0, NULL for a database that does not exist.
func (r *reader) hasDBAccess(args []any) (any, error) {
	name, _ := textArg(args, 0)
	d := r.s.database(name)
	if d == nil {
		return nil, nil
	}
	return btoi(r.se.enter(d) == nil), nil
}

// isServerRoleMember is 1, 0, or NULL for a role or login that does not exist or show. The
// names of 2022 are no roles on older versions.
func (r *reader) isServerRoleMember(args []any) (any, error) {
	role, _ := textArg(args, 0)
	if p := r.s.principal(role); p == nil || p.Type != "R" {
		return nil, nil
	}
	login := r.loginArg(args, 1)
	if login == nil {
		return nil, nil
	}
	if strings.EqualFold(role, "sysadmin") {
		return btoi(r.s.isSysadmin(login.Name)), nil
	}
	return btoi(containsName(r.s.roleNames(login.Name), role) || r.s.isSysadmin(login.Name) && r.fixedRole(role)), nil
}

// fixedRole tells whether a sysadmin counts as a member of a role.
//
// modelled: of the old fixed roles it does, of those of 2022 it does not.
func (r *reader) fixedRole(role string) bool {
	for _, f := range fixedServerRoles {
		if f.since == 0 && strings.EqualFold(f.name, role) {
			return true
		}
	}
	return false
}

// isRoleMember is IS_MEMBER and IS_ROLEMEMBER; NULL for a name that is no role.
//
// modelled: dbo counts as a member of every fixed role but the denying ones.
func (r *reader) isRoleMember(args []any) (any, error) {
	role, _ := textArg(args, 0)
	u := r.db.user(role)
	if u == nil || u.Type != "R" {
		return nil, nil
	}
	if len(args) > 1 {
		name, _ := textArg(args, 1)
		member := r.db.user(name)
		if member == nil || !r.seesUser(member) {
			return nil, nil
		}
		return btoi(containsName(r.db.userRoles(member.Name), role)), nil
	}
	a, _ := r.se.access(r.db)
	fixed := u.ID >= 16384 && u.ID <= 16393 && !strings.HasPrefix(u.Name, "db_deny")
	return btoi(containsName(a.roles, role) || a.owner && fixed), nil
}
