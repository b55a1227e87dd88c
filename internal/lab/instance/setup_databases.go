package instance

import (
	"sync"
	"time"
)

// installed is when Setup made the instance: the creation date of its databases.
//
// modelled: a fixed day; only master's real one (2003) is known from practice.
var installed = time.Date(2024, 3, 1, 9, 30, 0, 0, time.UTC)

// systemDatabases are master, tempdb, model and msdb with their files.
func systemDatabases(s *Server) []*Database {
	data := s.Settings.DataDirectory
	master := s.systemDatabase(1, "master", "SIMPLE", data, [][2]string{{"master", "master.mdf"}, {"mastlog", "mastlog.ldf"}})
	master.Created = time.Date(2003, 4, 8, 9, 13, 36, 390e6, time.UTC)
	tempdb := s.systemDatabase(2, "tempdb", "SIMPLE", data, [][2]string{{"tempdev", "tempdb.mdf"}, {"templog", "templog.ldf"}})
	tempdb.Created = s.clock.Now()
	model := s.systemDatabase(3, "model", "FULL", data, [][2]string{{"modeldev", "model.mdf"}, {"modellog", "modellog.ldf"}})
	msdb := s.systemDatabase(4, "msdb", "SIMPLE", data, [][2]string{{"MSDBData", "MSDBData.mdf"}, {"MSDBLog", "MSDBLog.ldf"}})
	master.Certificates = internalCertificates()
	guest := Grant{Permission: "CONNECT", State: "G", To: "guest", Class: "DATABASE"}
	for _, d := range []*Database{master, tempdb, msdb} {
		d.Grants = append(d.Grants, guest)
	}
	msdb.Users = append(msdb.Users, agentRoles()...)
	msdb.Grants = append(msdb.Grants, agentGrants()...)
	msdb.Trustworthy, msdb.Broker = true, true
	return []*Database{master, tempdb, model, msdb}
}

// systemDatabase is one database as Setup leaves it.
func (s *Server) systemDatabase(id int, name, recovery, folder string, files [][2]string) *Database {
	d := &Database{
		ID: id, Name: name, Created: installed, Owner: "sa", Collation: s.Identity.Collation,
		Compatibility: s.major() * 10, State: "ONLINE", Access: "MULTI_USER", Recovery: recovery,
		LogReuseWait: "NOTHING", PVSFilegroup: "PRIMARY",
		Filegroups: []Filegroup{{Name: "PRIMARY", Type: "FG", Default: true}},
		FamilyGUID: s.guid("family", name), BrokerGUID: s.guid("broker", name),
		NextLSN: logStart, Users: fixedUsers(),
	}
	for i, f := range files {
		file := &File{ID: i + 1, Type: i, Name: f[0], Path: folder + f[1], SizeMB: 8, MaxMB: -1, GrowthMB: 64, State: "ONLINE"}
		if i == 0 {
			file.Group = "PRIMARY"
		}
		d.Files = append(d.Files, file)
	}
	return d
}

// fixedUsers are the principals every database has.
func fixedUsers() []*User {
	users := []*User{
		{ID: 0, Name: "public", Type: "R"},
		{ID: 1, Name: "dbo", Type: "S", Login: "sa", Roles: []string{"db_owner"}},
		{ID: 2, Name: "guest", Type: "S"},
		{ID: 3, Name: "INFORMATION_SCHEMA", Type: "S"},
		{ID: 4, Name: "sys", Type: "S"},
	}
	for _, r := range fixedDatabaseRoles {
		users = append(users, &User{ID: r.id, Name: r.name, Type: "R"})
	}
	return users
}

// agentRoles are the fixed roles of SQL Server Agent in msdb; an operator is a reader and
// a reader a user.
func agentRoles() []*User {
	return []*User{
		{ID: 16400, Name: "SQLAgentUserRole", Type: "R"},
		{ID: 16401, Name: "SQLAgentReaderRole", Type: "R", Roles: []string{"SQLAgentUserRole"}},
		{ID: 16402, Name: "SQLAgentOperatorRole", Type: "R", Roles: []string{"SQLAgentReaderRole"}},
	}
}

// agentTables are the tables SQLAgentReaderRole may read (facts/tsql.md E2: "sysjobs*:
// SELECT or SQLAgentReaderRole").
var agentTables = []string{"sysjobs", "sysjobsteps", "sysjobhistory", "sysjobactivity", "sysjobschedules",
	"sysschedules", "syscategories", "syssessions", "sysjobservers", "sysjobstepslogs"}

func agentGrants() []Grant {
	var grants []Grant
	for _, t := range agentTables {
		grants = append(grants, Grant{Permission: "SELECT", State: "G", To: "SQLAgentReaderRole", Class: "OBJECT", Securable: "dbo." + t})
	}
	return grants
}

// internalNames are the ##MS_ certificates of master (facts/tsql.md C5).
var internalNames = []string{
	"##MS_SQLResourceSigningCertificate##",
	"##MS_SQLReplicationSigningCertificate##",
	"##MS_SQLAuthenticatorCertificate##",
	"##MS_AgentSigningCertificate##",
	"##MS_PolicySigningCertificate##",
	"##MS_SmoExtendedSigningCertificate##",
	"##MS_SchemaSigningCertificate6C5D5C2A2E7E4E9A8F4B1D3C0A9E8B7F6D5C4B3A##",
}

// internalDER are their X.509 bytes, made once for all instances of the process: they are
// part of the product, the same on every installation of a build.
//
// modelled: subjects and dates.
var internalDER = sync.OnceValue(func() [][]byte {
	key := pooledKey(poolSize - 1)
	all := make([][]byte, len(internalNames))
	for i, name := range internalNames {
		made := selfSigned{Subject: "CN=" + name, Serial: []byte{0x10, byte(i + 1)},
			Start: installed, End: installed.AddDate(10, 0, 0)}
		der, err := made.build(key)
		if err != nil {
			panic("internal certificate " + name + ": " + err.Error())
		}
		all[i] = der
	}
	return all
})

// internalCertificates are the rows of a fresh master: public parts only, which sign
// system objects.
func internalCertificates() []*Certificate {
	var all []*Certificate
	for i, der := range internalDER() {
		all = append(all, &Certificate{ID: 101 + i, Name: internalNames[i], DER: der, KeyEncryption: "NA", Internal: true})
	}
	return all
}
