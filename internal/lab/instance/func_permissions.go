package instance

import (
	"slices"
	"strings"
)

// hasPermsByName is HAS_PERMS_BY_NAME: 1 or 0 for the effective permission, NULL for a
// class or permission this version does not know, so that asking 2019 for VIEW SERVER
// SECURITY STATE gives NULL (facts/tsql.md B3).
func (r *reader) hasPermsByName(args []any) (any, error) {
	securable, named := textArg(args, 0)
	class, classed := textArg(args, 1)
	permission, ok := textArg(args, 2)
	if !ok {
		return nil, nil
	}
	permission = strings.ToUpper(strings.TrimSpace(permission))
	if !classed || strings.EqualFold(class, "SERVER") {
		if named {
			return nil, nil
		}
		return r.answer(r.heldOnServer(), knownIn(serverPermissions, r.major), permission), nil
	}
	held, known, found := r.heldOn(strings.ToUpper(class), securable, named)
	if known == nil {
		return nil, nil
	}
	if !found {
		if permission != "ANY" && !slices.Contains(known, permission) {
			return nil, nil
		}
		return 0, nil
	}
	return r.answer(held, known, permission), nil
}

// answer turns what is held into 1, 0 or NULL. ANY asks for any permission at all.
func (r *reader) answer(held, known []string, permission string) any {
	switch {
	case permission == "ANY":
		return btoi(len(held) > 0)
	case !slices.Contains(known, permission):
		return nil
	}
	return btoi(slices.Contains(held, permission))
}

// knownIn are the names of permissions a version knows.
func knownIn(list []permission, major int) []string {
	var names []string
	for _, p := range list {
		if p.since <= major {
			names = append(names, p.name)
		}
	}
	return names
}

// heldIn are the permissions of a list for which a test holds.
func heldIn(list []permission, major int, test func(string) bool) []string {
	var names []string
	for _, n := range knownIn(list, major) {
		if test(n) {
			names = append(names, n)
		}
	}
	return names
}

func (r *reader) heldOnServer() []string {
	return heldIn(serverPermissions, r.major, r.se.HasServer)
}

// heldOn are the permissions held on a securable of a class, those the class knows (nil
// for an unknown class), and whether the securable exists for the session.
func (r *reader) heldOn(class, name string, named bool) (held, known []string, found bool) {
	switch class {
	case "DATABASE":
		return r.heldOnDatabase(name, named)
	case "OBJECT":
		return r.heldOnObject(name)
	case "ENDPOINT":
		e := r.s.endpoint(unquote(name))
		return r.heldOnSecurable(e != nil && r.se.CanSeeEndpoint(e), func(p string) bool { return r.se.HasEndpoint(e, p) })
	case "LOGIN":
		p := r.s.principal(unquote(name))
		return r.heldOnSecurable(p != nil && r.se.CanSeeLogin(p), func(perm string) bool { return r.se.HasLogin(p, perm) })
	case "AVAILABILITY GROUP":
		g := r.s.group(unquote(name))
		return r.heldOnSecurable(g != nil && r.se.CanSeeGroup(g), func(p string) bool { return r.se.HasGroup(g, p) })
	case "CERTIFICATE":
		c := r.db.certificate(unquote(name))
		return r.heldOnSecurable(c != nil && r.se.CanSeeCertificate(r.db, c), func(p string) bool { return r.se.HasCertificate(r.db, c, p) })
	}
	return nil, nil, false
}

func (r *reader) heldOnSecurable(found bool, test func(string) bool) ([]string, []string, bool) {
	known := knownIn(objectPermissions, r.major)
	if !found {
		return nil, known, false
	}
	return heldIn(objectPermissions, r.major, test), known, true
}

func (r *reader) heldOnDatabase(name string, named bool) (held, known []string, found bool) {
	d := r.db
	if named {
		d = r.s.database(unquote(name))
	}
	known = knownIn(databasePermissions, r.major)
	if d == nil {
		return nil, known, false
	}
	return heldIn(databasePermissions, r.major, func(p string) bool { return r.se.HasDatabase(d, p) }), known, true
}

func (r *reader) heldOnObject(name string) (held, known []string, found bool) {
	known = knownIn(objectPermissions, r.major)
	o := r.resolve(name)
	if o == nil {
		return nil, known, false
	}
	in := r
	if parts := nameParts(name); len(parts) == 3 && parts[0] != "" {
		in = r.inDatabase(r.s.database(parts[0]))
	}
	return heldIn(objectPermissions, r.major, func(p string) bool { return in.holdsObject(o, p) }), known, true
}

// holdsObject knows what public may do with system objects: read views, run the
// procedures of the sys schema that check for themselves.
//
// modelled: extended procedures that reach the registry are for sysadmin.
func (r *reader) holdsObject(o *catalogObject, permission string) bool {
	if o.system && !r.se.IsSysadmin() {
		switch permission {
		case "SELECT":
			return o.kind == "V" || o.kind == "IF"
		case "EXECUTE":
			return o.kind == "P"
		}
		return false
	}
	return r.se.HasObject(r.db, o.schema+"."+o.name, permission)
}

// myPermissions are the rows of fn_my_permissions: entity, column and permission, sorted
// by name.
func (r *reader) myPermissions(args []any) []row {
	name, named := textArg(args, 0)
	class, ok := textArg(args, 1)
	if !ok {
		return nil
	}
	class = strings.ToUpper(class)
	var held []string
	entity := name
	switch class {
	case "SERVER":
		entity = "server"
		if !named {
			held = r.heldOnServer()
		}
	case "DATABASE":
		entity = "database"
		held, _, _ = r.heldOnDatabase(name, named)
	default:
		held, _, _ = r.heldOn(class, name, named)
	}
	slices.Sort(held)
	var rows []row
	for _, p := range held {
		rows = append(rows, row{"entity_name": entity, "subentity_name": "", "permission_name": p})
	}
	return rows
}
