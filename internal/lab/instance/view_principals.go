package instance

import "strings"

// principalViews are logins, users, roles and permissions.
var principalViews = []*view{
	{
		name: "sys.server_principals",
		columns: columns(`
			name sysname
			principal_id int
			sid varbinary(85)?
			type char(1)
			type_desc nvarchar(60)?
			is_disabled bit? =0
			create_date datetime
			modify_date datetime
			default_database_name sysname?
			default_language_name sysname?
			credential_id int?
			owning_principal_id int?
			is_fixed_role bit =0`),
		rows: (*reader).serverPrincipals,
	},
	{
		name:       "sys.sql_logins",
		fromMemory: true,
		columns: columns(`
			name sysname
			principal_id int
			sid varbinary(85)?
			type char(1)
			type_desc nvarchar(60)?
			is_disabled bit? =0
			create_date datetime
			modify_date datetime
			default_database_name sysname?
			default_language_name sysname?
			credential_id int?
			is_policy_checked bit? =0
			is_expiration_checked bit? =0
			password_hash varbinary(256)?`),
		rows:     (*reader).sqlLogins,
		modelled: "password_hash shows NULL without CONTROL SERVER, and a digest that is no SQL Server hash with it",
	},
	{
		name:       "sys.server_role_members",
		fromMemory: true,
		columns: columns(`
			role_principal_id int
			member_principal_id int`),
		rows: (*reader).serverRoleMembers,
	},
	{
		name:       "sys.server_permissions",
		fromMemory: true,
		columns: columns(`
			class tinyint
			class_desc nvarchar(60)?
			major_id int
			minor_id int =0
			grantee_principal_id int
			grantor_principal_id int =1
			type char(4)
			permission_name nvarchar(128)?
			state char(1)
			state_desc nvarchar(60)?`),
		rows: (*reader).serverPermissions,
	},
	{
		name:       "sys.database_principals",
		fromMemory: true,
		columns: columns(`
			name sysname
			principal_id int
			type char(1)
			type_desc nvarchar(60)?
			default_schema_name sysname?
			create_date datetime
			modify_date datetime
			owning_principal_id int?
			sid varbinary(85)?
			is_fixed_role bit =0
			authentication_type int
			authentication_type_desc nvarchar(60)?
			default_language_name sysname?
			default_language_lcid int?
			allow_encrypted_value_modifications bit =0 @13`),
		rows: (*reader).databasePrincipals,
	},
	{
		name:       "sys.database_role_members",
		fromMemory: true,
		columns: columns(`
			role_principal_id int
			member_principal_id int`),
		rows: (*reader).databaseRoleMembers,
	},
	{
		name:       "sys.database_permissions",
		fromMemory: true,
		columns: columns(`
			class tinyint
			class_desc nvarchar(60)?
			major_id int
			minor_id int =0
			grantee_principal_id int
			grantor_principal_id int =1
			type char(4)
			permission_name nvarchar(128)?
			state char(1)
			state_desc nvarchar(60)?`),
		rows: (*reader).databasePermissions,
	},
}

// principalTypes are the descriptions of server and database principal types.
var principalTypes = map[string]string{
	"S": "SQL_LOGIN", "U": "WINDOWS_LOGIN", "G": "WINDOWS_GROUP", "R": "SERVER_ROLE",
	"C": "CERTIFICATE_MAPPED_LOGIN", "K": "ASYMMETRIC_KEY_MAPPED_LOGIN", "E": "EXTERNAL_LOGIN", "X": "EXTERNAL_GROUP",
}

func (r *reader) serverPrincipals() []row {
	var rows []row
	for _, p := range r.s.Principals {
		if r.se.CanSeeLogin(p) {
			rows = append(rows, r.loginRow(p))
		}
	}
	return rows
}

func (r *reader) loginRow(p *Principal) row {
	out := row{"name": p.Name, "principal_id": p.ID, "sid": r.s.sid(p), "type": p.Type, "type_desc": principalTypes[p.Type],
		"is_disabled": p.Disabled, "create_date": p.Created, "modify_date": p.Created, "is_fixed_role": p.FixedRole}
	if p.Type == "R" {
		out["is_disabled"] = nil
		out["owning_principal_id"] = 1
		return out
	}
	out.text("default_database_name", p.DefaultDatabase)
	out["default_language_name"] = "us_english"
	out.text("default_language_name", p.Language)
	return out
}

func (r *reader) sqlLogins() []row {
	var rows []row
	for _, p := range r.s.Principals {
		if p.Type != "S" || !r.se.CanSeeLogin(p) {
			continue
		}
		out := r.loginRow(p)
		delete(out, "is_fixed_role")
		out["is_policy_checked"], out["is_expiration_checked"] = p.CheckPolicy, p.CheckExpiration
		if r.se.HasServer("CONTROL SERVER") {
			out["password_hash"] = append([]byte{2, 0}, r.s.digest("password", p.Name, p.Password)...)
		}
		rows = append(rows, out)
	}
	return rows
}

func (r *reader) serverRoleMembers() []row {
	var rows []row
	for _, p := range r.s.Principals {
		for _, name := range p.Roles {
			if role := r.s.principal(name); role != nil && r.se.CanSeeLogin(p) {
				rows = append(rows, row{"role_principal_id": role.ID, "member_principal_id": p.ID})
			}
		}
	}
	return rows
}

// stateWords are the descriptions of a permission's state.
var stateWords = map[string]string{"G": "GRANT", "W": "GRANT_WITH_GRANT_OPTION", "D": "DENY", "R": "REVOKE"}

// securableClass is a class of sys.server_permissions and sys.database_permissions.
type securableClass struct {
	id   int
	word string
}

var securableClasses = map[string]securableClass{
	"SERVER": {100, "SERVER"}, "LOGIN": {101, "SERVER_PRINCIPAL"}, "ENDPOINT": {105, "ENDPOINT"},
	"AVAILABILITY GROUP": {108, "AVAILABILITY_GROUP"},
	"DATABASE":           {0, "DATABASE"}, "OBJECT": {1, "OBJECT_OR_COLUMN"}, "SCHEMA": {3, "SCHEMA"}, "USER": {4, "DATABASE_PRINCIPAL"},
	"SYMMETRIC KEY": {24, "SYMMETRIC_KEYS"}, "CERTIFICATE": {25, "CERTIFICATE"}, "ASYMMETRIC KEY": {26, "ASYMMETRIC_KEY"},
}

// permissionRow is what both permission views say of a grant.
func permissionRow(g Grant, grantee, major int, list []permission, version int) row {
	class := securableClasses[g.Class]
	out := row{"class": class.id, "class_desc": class.word, "major_id": major, "grantee_principal_id": grantee,
		"permission_name": g.Permission, "state": g.State, "state_desc": stateWords[g.State]}
	p, ok := findPermission(list, g.Permission, version)
	if !ok {
		p, _ = findPermission(objectPermissions, g.Permission, version)
	}
	out["type"] = p.code
	return out
}

// serverPermissions are the recorded grants and, for every login, the CONNECT SQL that
// CREATE LOGIN grants and the lab does not record.
func (r *reader) serverPermissions() []row {
	var rows []row
	add := func(g Grant) {
		p := r.s.principal(g.To)
		if p != nil && r.se.CanSeeLogin(p) {
			rows = append(rows, permissionRow(g, p.ID, r.serverSecurable(g), serverPermissions, r.major))
		}
	}
	for _, p := range r.s.Principals {
		if p.Type != "R" && !r.s.recordsConnect(p.Name) {
			add(Grant{Permission: "CONNECT SQL", State: "G", To: p.Name, Class: "SERVER"})
		}
	}
	for _, g := range r.s.Grants {
		add(g)
	}
	return rows
}

func (s *Server) recordsConnect(login string) bool {
	for _, g := range s.Grants {
		if g.Class == "SERVER" && g.Permission == "CONNECT SQL" && s.sameName(g.To, login) {
			return true
		}
	}
	return false
}

// serverSecurable is major_id: the id of the endpoint or login, 0 for the server.
func (r *reader) serverSecurable(g Grant) int {
	switch g.Class {
	case "ENDPOINT":
		if e := r.s.endpoint(g.Securable); e != nil {
			return e.ID
		}
	case "LOGIN":
		if p := r.s.principal(g.Securable); p != nil {
			return p.ID
		}
	}
	return 0
}

// userTypes are the descriptions of database principals.
var userTypes = map[string]string{
	"S": "SQL_USER", "U": "WINDOWS_USER", "G": "WINDOWS_GROUP", "R": "DATABASE_ROLE", "C": "CERTIFICATE_MAPPED_USER", "E": "EXTERNAL_USER",
}

func (r *reader) databasePrincipals() []row {
	var rows []row
	for _, u := range r.db.Users {
		if !r.seesUser(u) {
			continue
		}
		out := row{"name": u.Name, "principal_id": u.ID, "type": u.Type, "type_desc": userTypes[u.Type],
			"create_date": installed, "modify_date": installed, "is_fixed_role": u.ID >= 16384 && u.ID <= 16393,
			"authentication_type": 0, "authentication_type_desc": "NONE"}
		if u.Type == "R" {
			out["owning_principal_id"] = 1
		} else if u.Name != "sys" && u.Name != "INFORMATION_SCHEMA" {
			out["default_schema_name"] = "dbo"
		}
		r.describeLogin(out, u)
		rows = append(rows, out)
	}
	return rows
}

// describeLogin fills the columns that come from the login behind a user.
func (r *reader) describeLogin(out row, u *User) {
	login := u.Login
	if u.Name == "dbo" {
		login = r.db.Owner
	}
	p := r.s.principal(login)
	if p == nil {
		return
	}
	out["sid"] = r.s.sid(p)
	out["authentication_type"], out["authentication_type_desc"] = 1, "INSTANCE"
	if p.Type == "U" || p.Type == "G" {
		out["authentication_type"], out["authentication_type_desc"] = 3, "WINDOWS"
	}
}

// seesUser tells whether a database principal shows: the own user, the system users and
// the roles to everybody, others with VIEW DEFINITION or ALTER ANY USER.
func (r *reader) seesUser(u *User) bool {
	if u.Type == "R" || u.ID < 5 || strings.EqualFold(u.Name, r.se.UserName(r.db)) {
		return true
	}
	return r.se.CanSeeSecurity(r.db) || r.se.HasDatabase(r.db, "ALTER ANY USER")
}

func (r *reader) databaseRoleMembers() []row {
	var rows []row
	for _, u := range r.db.Users {
		for _, name := range u.Roles {
			if role := r.db.user(name); role != nil && r.seesUser(u) {
				rows = append(rows, row{"role_principal_id": role.ID, "member_principal_id": u.ID})
			}
		}
	}
	return rows
}

// databasePermissions are the recorded grants and the CONNECT that CREATE USER grants.
func (r *reader) databasePermissions() []row {
	var rows []row
	add := func(g Grant) {
		u := r.db.user(g.To)
		if u != nil && r.seesUser(u) {
			rows = append(rows, permissionRow(g, u.ID, r.insideSecurable(g), databasePermissions, r.major))
		}
	}
	for _, u := range r.db.Users {
		if u.Type != "R" && u.Login != "" && r.db.grantState(u.Name, "CONNECT") == "" {
			add(Grant{Permission: "CONNECT", State: "G", To: u.Name, Class: "DATABASE"})
		}
	}
	for _, g := range r.db.Grants {
		add(g)
	}
	return rows
}

// insideSecurable is major_id of a database permission.
func (r *reader) insideSecurable(g Grant) int {
	switch g.Class {
	case "OBJECT":
		if o := r.findObject(g.Securable); o != nil {
			return o.id
		}
	case "SCHEMA":
		return schemaID(g.Securable)
	case "CERTIFICATE":
		if c := r.db.certificate(g.Securable); c != nil {
			return c.ID
		}
	case "SYMMETRIC KEY":
		return masterKeyID
	case "USER":
		if u := r.db.user(g.Securable); u != nil {
			return u.ID
		}
	}
	return 0
}
