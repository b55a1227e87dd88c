package instance

import (
	"slices"
	"strings"
	"testing"
)

// logged tells whether the error log has a line with the text.
func logged(s *Server, text string) bool {
	return slices.ContainsFunc(s.Log, func(e LogEntry) bool { return strings.Contains(e.Text, text) })
}

func TestConnectAsSA(t *testing.T) {
	s := install(t, "2019 CU20")
	se := asSA(t, s)
	if se.Database() != "master" || se.Login() != "sa" || !se.IsSysadmin() || se.SPID() < 51 {
		t.Errorf("database %q, login %q, spid %d", se.Database(), se.Login(), se.SPID())
	}
	if second := asSA(t, s); second.SPID() == se.SPID() {
		t.Error("two sessions share an id")
	}
}

// What the client hears is poorer than what the error log keeps (facts/tsql.md F9).
func TestRefusedLogins(t *testing.T) {
	for _, c := range []struct {
		name   string
		set    func(s *Server, p *Principal)
		req    LoginRequest
		want   []int32
		logged string
	}{
		{"unknown", nil, LoginRequest{User: "nobody", Password: "pw"}, []int32{18456}, "State: 5."},
		{"wrong password", nil, LoginRequest{User: "app", Password: "no"}, []int32{18456}, "State: 8."},
		{"disabled, right password", func(s *Server, p *Principal) { p.Disabled = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18470}, "account is disabled"},
		{"disabled, wrong password", func(s *Server, p *Principal) { p.Disabled = true }, LoginRequest{User: "app", Password: "no"}, []int32{18456}, "State: 8."},
		{"locked out", func(s *Server, p *Principal) { p.LockedOut = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18486}, "locked out"},
		{"expired", func(s *Server, p *Principal) { p.Expired = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18487}, "has expired"},
		{"must change", func(s *Server, p *Principal) { p.MustChange = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18488}, "must be changed"},
		{"integrated", nil, LoginRequest{Integrated: true}, []int32{18452}, "untrusted domain"},
		{"Windows only", func(s *Server, p *Principal) { s.Identity.WindowsAuth = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18456}, "State: 58."},
		{"no CONNECT SQL", func(s *Server, p *Principal) {
			s.Grants = append(s.Grants, Grant{Permission: "CONNECT SQL", State: "D", To: "app", Class: "SERVER"})
		}, LoginRequest{User: "app", Password: "pw"}, []int32{18456}, "State: 12."},
		{"a role is no login", nil, LoginRequest{User: "sysadmin"}, []int32{18456}, "State: 5."},
		{"certificate login", nil, LoginRequest{User: "##MS_AgentSigningCertificate##"}, []int32{18456}, "State: 5."},
		{"database missing", nil, LoginRequest{User: "app", Password: "pw", Database: "nope"}, []int32{4060, 18456}, "explicitly specified database 'nope'"},
		{"database not enterable", nil, LoginRequest{User: "app", Password: "pw", Database: "Sales"}, []int32{4060, 18456}, "State: 38."},
		{"default database gone", func(s *Server, p *Principal) { p.DefaultDatabase = "gone" }, LoginRequest{User: "app", Password: "pw"}, []int32{4064, 18456}, "State: 40."},
		{"single user", func(s *Server, p *Principal) {
			s.Settings.StartupParameters = append(s.Settings.StartupParameters, "-m")
		}, LoginRequest{User: "app", Password: "pw"}, []int32{18461}, "single user mode"},
		{"stopped", func(s *Server, p *Principal) { s.Process.Stopped = true }, LoginRequest{User: "app", Password: "pw"}, []int32{18451}, ""},
	} {
		s := install(t, "2022 CU13")
		addDatabase(s, "Sales")
		p := &Principal{ID: 300, Name: "app", Type: "S", Password: "pw", DefaultDatabase: "master", Created: installed}
		s.Principals = append(s.Principals, p)
		if c.set != nil {
			c.set(s, p)
		}
		_, err := s.Connect(c.req)
		wantNumbers(t, c.name, err, c.want...)
		if c.logged != "" && !logged(s, c.logged) {
			t.Errorf("%s: the error log lacks %q: %v", c.name, c.logged, s.Log)
		}
		if len(s.sessions) != 0 {
			t.Errorf("%s: a session stayed", c.name)
		}
	}
}

func TestRefusalShowsStateOne(t *testing.T) {
	_, err := install(t, "2022 CU13").Connect(LoginRequest{User: "sa", Password: "no"})
	if want := "Msg 18456, Level 14, State 1, Line 0: Login failed for user 'sa'."; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestConnectIntoDatabase(t *testing.T) {
	s := install(t, "2022 CU13")
	d := addDatabase(s, "Sales")
	d.Users = append(d.Users, &User{ID: 5, Name: "app", Login: "app", Type: "S"})
	s.Principals = append(s.Principals, &Principal{ID: 300, Name: "app", Type: "S", Password: "pw", DefaultDatabase: "SALES"})
	se := logIn(t, s, "APP", "pw")
	if se.Database() != "Sales" || se.Login() != "app" {
		t.Errorf("in %q as %q", se.Database(), se.Login())
	}
}

// A database in each state answers USE with its own message (facts/tsql.md F1).
func TestUse(t *testing.T) {
	for state, want := range map[string][]int32{
		"ONLINE": nil, "OFFLINE": {942}, "RESTORING": {927}, "RECOVERING": {922}, "SUSPECT": {926}, "RECOVERY_PENDING": {945},
	} {
		s := install(t, "2019 CU20")
		addDatabase(s, "Sales").State = state
		se := asSA(t, s)
		wantNumbers(t, state, se.Use("sales"), want...)
		if in := se.Database(); (in == "Sales") != (want == nil) {
			t.Errorf("%s: the session is in %s", state, in)
		}
	}
	s := install(t, "2019 CU20")
	d := addDatabase(s, "Sales")
	wantNumbers(t, "missing", asSA(t, s).Use("nope"), 911)
	plain := addLogin(t, s, "plain")
	wantNumbers(t, "no user", plain.Use("Sales"), 916)
	wantNumbers(t, "model has no guest", plain.Use("model"), 916)
	wantNumbers(t, "guest", plain.Use("msdb"))
	d.Access = "RESTRICTED_USER"
	wantNumbers(t, "restricted", addLogin(t, s, "visitor", "CONNECT ANY DATABASE").Use("Sales"), 923)
	d.Access = "SINGLE_USER"
	first, second := asSA(t, s), asSA(t, s)
	wantNumbers(t, "first of one", first.Use("Sales"))
	wantNumbers(t, "second of one", second.Use("Sales"), 924)
}

// A secondary replica that allows no reads is closed, one that has no role too.
func TestUseOnReplica(t *testing.T) {
	for role, want := range map[int][]int32{0: {983}, 1: nil, 2: {976}} {
		s := install(t, "2022 CU13")
		d := addDatabase(s, "Sales")
		id := s.guid("ag")
		d.GroupID = &id
		s.Groups = []*Group{{ID: id, Name: "AG", Replicas: []*Replica{{Local: true, Role: role}}}}
		wantNumbers(t, roleWords[role], asSA(t, s).Use("Sales"), want...)
	}
}

func TestReadIntent(t *testing.T) {
	s := install(t, "2022 CU13")
	d := addDatabase(s, "Sales")
	id := s.guid("ag")
	d.GroupID = &id
	s.Groups = []*Group{{ID: id, Name: "AG", Replicas: []*Replica{{Local: true, Role: 2, AllowSecondary: 1}}}}
	wantNumbers(t, "without intent", asSA(t, s).Use("Sales"), 978)
	reader, err := s.Connect(LoginRequest{User: "sa", Password: saPassword, ReadOnly: true, Database: "Sales"})
	if err != nil || reader.Database() != "Sales" {
		t.Errorf("with intent: %v", err)
	}
}

// The error log keeps failed logins, not successful ones.
func TestLoginAudit(t *testing.T) {
	s := install(t, "2022 CU13")
	before := len(s.Log)
	asSA(t, s)
	if len(s.Log) != before {
		t.Errorf("a good login is logged: %v", s.Log[before:])
	}
	if _, err := s.Connect(LoginRequest{User: "sa", Password: "no", Address: "10.0.0.9"}); err == nil || !logged(s, "[CLIENT: 10.0.0.9]") {
		t.Errorf("a bad login is not: %v", s.Log[before:])
	}
}

func TestReset(t *testing.T) {
	s := install(t, "2022 CU13")
	se := asSA(t, s)
	if err := se.Use("msdb"); err != nil {
		t.Fatal(err)
	}
	se.admin.Flags = map[int]bool{3604: true}
	s.Locks = append(s.Locks, AppLock{Resource: "mine", SPID: se.SPID()}, AppLock{Resource: "other", SPID: 99})
	se.Reset()
	if se.Database() != "master" || se.admin.Flags != nil || len(s.Locks) != 1 || s.Locks[0].Resource != "other" {
		t.Errorf("in %s, flags %v, locks %v", se.Database(), se.admin.Flags, s.Locks)
	}
	se.Close()
	if len(s.sessions) != 0 {
		t.Error("the session stayed")
	}
}
