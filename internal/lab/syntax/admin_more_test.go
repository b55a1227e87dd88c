package syntax_test

import (
	"errors"
	"testing"

	. "milink/internal/lab/syntax"
)

// The rarer forms: nothing of the link needs them, scripts of the field use them.

func TestRareDatabaseOptions(t *testing.T) {
	changes := func(o ...WithOption) *AlterDatabase { return &AlterDatabase{Name: bare("d"), Set: o} }
	incremental := WithOption{Name: "AUTO_CREATE_STATISTICS", Value: "ON", IsSet: true, Sub: []WithOption{set("INCREMENTAL", "OFF")}}
	store := WithOption{Name: "QUERY_STORE", Value: "ON", IsSet: true,
		Sub: []WithOption{set("OPERATION_MODE", "READ_ONLY"), set("MAX_STORAGE_SIZE_MB", "100")}}
	for text, want := range map[string]*AlterDatabase{
		"AUTO_CREATE_STATISTICS ON (INCREMENTAL = OFF)":                            changes(incremental),
		"QUERY_STORE = ON (OPERATION_MODE = READ_ONLY, MAX_STORAGE_SIZE_MB = 100)": changes(store),
		"QUERY_STORE (OPERATION_MODE = READ_ONLY, MAX_STORAGE_SIZE_MB = 100)":      changes(store),
		"QUERY_STORE = OFF":                          changes(set("QUERY_STORE", "OFF")),
		"QUERY_STORE CLEAR ALL":                      changes(flagged("QUERY_STORE CLEAR")),
		"ENCRYPTION SUSPEND":                         changes(set("ENCRYPTION", "SUSPEND")),
		"TARGET_RECOVERY_TIME = 2 MINUTES":           changes(set("TARGET_RECOVERY_TIME", "120")),
		"COMPATIBILITY_LEVEL = 150, AUTO_SHRINK OFF": changes(set("COMPATIBILITY_LEVEL", "150"), set("AUTO_SHRINK", "OFF")),
		"DELAYED_DURABILITY = FORCED":                changes(set("DELAYED_DURABILITY", "FORCED")),
		"PAGE_VERIFY CHECKSUM":                       changes(set("PAGE_VERIFY", "CHECKSUM")),
	} {
		same(t, Options{}, "ALTER DATABASE d SET "+text, want)
	}
	refused(t, Options{}, "ALTER DATABASE d SET QUERY_STORE = OFF (OPERATION_MODE = READ_ONLY)", refusal{102, 1, near + "('."})
}

func TestFilesOfDatabases(t *testing.T) {
	for text, want := range map[string]AlterDatabase{
		"MODIFY FILE (NAME = N'l', NEWNAME = m, FILENAME = 'x', SIZE = 5, OFFLINE)": {
			ModifyFile: &FileSpec{Name: quoted("l"), NewName: bare("m"), FileName: "x", Size: "5", Offline: true}},
		"ADD FILE (NAME = a, FILENAME = 'x', MAXSIZE = 1 tb, FILEGROWTH = 64 MB), (NAME = b) TO FILEGROUP [PRIMARY]": {
			AddFiles:    []FileSpec{{Name: bare("a"), FileName: "x", MaxSize: "1TB", Growth: "64MB"}, {Name: bare("b")}},
			ToFilegroup: quoted("PRIMARY")},
		"REMOVE FILE 'l'":             {RemoveFile: quoted("l")},
		"REMOVE FILEGROUP fg":         {RemoveFilegroup: bare("fg")},
		"ADD FILEGROUP fg":            {AddFilegroup: bare("fg")},
		"COLLATE Latin1_General_BIN2": {Collate: "Latin1_General_BIN2"},
	} {
		want.Name = bare("d")
		same(t, Options{}, "ALTER DATABASE d "+text, &want)
	}
	for _, text := range []string{
		"ADD FILE (FILENAME = 'x')", "ADD FILE (NAME = a, NEWNAME = b)", "ADD FILE (NAME = a, SIZE = 10%)",
		"ADD FILE (NAME = a, SIZE = UNLIMITED)", "ADD FILE (NAME = a, SIZE = 1MB, SIZE = 2MB)", "ADD LOG FILE (NAME = a) TO FILEGROUP g",
		"MODIFY FILE (NAME = a", "REMOVE LOG FILE a",
	} {
		if _, err := Parse("ALTER DATABASE d " + text); err == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}

func TestOtherEndpoints(t *testing.T) {
	holdForms(t, []form{
		{"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR TSQL ()",
			&Endpoint{Name: bare("e"), HasTCP: true, HasPort: true, Port: 1500, Payload: "TSQL", PayloadGiven: true}},
		{"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 4022) FOR SERVICE_BROKER (AUTHENTICATION = WINDOWS KERBEROS, MESSAGE_FORWARDING = ENABLED)",
			&Endpoint{Name: bare("e"), HasTCP: true, HasPort: true, Port: 4022, Payload: "SERVICE_BROKER", PayloadGiven: true,
				Auth: []EndpointAuth{{Windows: "KERBEROS"}}, Forwarding: "ENABLED"}},
	})
	for _, text := range []string{
		"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR TSQL (ROLE = ALL)",
		"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR DATABASE_MIRRORING ()",
		"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR DATABASE_MIRRORING (ENCRYPTION = REQUIRED)",
		"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR DATABASE_MIRRORING (ROLE = ALL, ENCRYPTION = DISABLED ALGORITHM AES)",
		"CREATE ENDPOINT e AS TCP (LISTENER_PORT = 1500) FOR SERVICE_BROKER (ROLE = ALL)",
		"CREATE ENDPOINT e AS TCP (LISTENER_IP = ALL) FOR DATABASE_MIRRORING (ROLE = ALL)",
		"CREATE ENDPOINT e AS HTTP (LISTENER_PORT = 80) FOR DATABASE_MIRRORING (ROLE = ALL)",
	} {
		if _, err := Parse(text); err == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}

func TestRareForms(t *testing.T) {
	name := func(s string) Name { return Name{Object: bare(s)} }
	holdForms(t, []form{
		{"DROP PROCEDURE IF EXISTS a, dbo.b", &DropProcedure{IfExists: true, Names: []Name{name("a"), {Schema: bare("dbo"), Object: bare("b")}}}},
		{"DROP DATABASE IF EXISTS a, [b]", &DropDatabase{IfExists: true, Names: []Ident{bare("a"), quoted("b")}}},
		{"CREATE DATABASE d COLLATE Latin1_General_CI_AS", &CreateDatabase{Name: bare("d"), Collate: "Latin1_General_CI_AS"}},
		{"CREATE USER u", &CreateUser{Name: bare("u")}},
		{"CREATE USER u WITHOUT LOGIN WITH DEFAULT_SCHEMA = dbo", &CreateUser{Name: bare("u"), WithoutLogin: true, DefaultSchema: bare("dbo")}},
		{"CREATE USER u FROM CERTIFICATE c", &CreateUser{Name: bare("u"), Certificate: bare("c")}},
		{"CREATE USER u FROM EXTERNAL PROVIDER", &CreateUser{Name: bare("u"), External: true}},
		{"CREATE LOGIN [a@b] FROM EXTERNAL PROVIDER", &CreateLogin{Name: quoted("a@b"), External: true}},
		{"ALTER LOGIN l WITH NAME = m, DEFAULT_LANGUAGE = x", &AlterLogin{Name: bare("l"), Action: "WITH",
			Options: []WithOption{set("NAME", "m"), set("DEFAULT_LANGUAGE", "x")}}},
		{"ALTER LOGIN l ENABLE", &AlterLogin{Name: bare("l"), Action: "ENABLE"}},
		{"RESTORE LOG d FROM DISK = 'x' WITH STOPATMARK = 'm' AFTER 't', STANDBY = 's'", &Restore{What: "LOG", Database: Text{Literal: "d"},
			Devices: []Device{{Kind: "DISK", Path: Text{Literal: "x"}}}, Options: []WithOption{
				{Name: "STOPATMARK", Value: "m", IsSet: true, Text: &Text{Literal: "m"}, Sub: []WithOption{texted("AFTER", "t")}},
				texted("STANDBY", "s")}}},
		{"DBCC SQLPERF (LOGSPACE)", &DBCC{Command: "SQLPERF", HasParen: true, Args: []Expr{&Keyword{Word: "logspace"}}}},
		{"DBCC CHECKDB (N'd') WITH NO_INFOMSGS, PHYSICAL_ONLY", &DBCC{Command: "CHECKDB", HasParen: true, Args: []Expr{nvarchar("d")},
			Options: []string{"NO_INFOMSGS", "PHYSICAL_ONLY"}}},
		{"SHUTDOWN WITH NOWAIT", &Shutdown{NoWait: true}},
		{"CHECKPOINT 5", &Checkpoint{}},
	})
}

func TestCursorsForUpdate(t *testing.T) {
	query := &Query{Body: &Select{Items: []Item{{X: column("a")}}, From: []Source{table("t")}}}
	same(t, Options{}, "DECLARE c CURSOR FOR SELECT a FROM t FOR UPDATE OF a, b",
		&DeclareCursor{Name: bare("c"), Query: query, Update: true, Columns: []Ident{bare("a"), bare("b")}})
	same(t, Options{}, "OPEN GLOBAL c CLOSE c DEALLOCATE c", &OpenCursor{Global: true, Name: bare("c")},
		&CloseCursor{Name: bare("c")}, &DeallocateCursor{Name: bare("c")})
}

func TestLineOfAnError(t *testing.T) {
	_, err := Parse("USE a\nUSE 'b'")
	if n := Line(err); n != 2 {
		t.Errorf("line %d of %v", n, err)
	}
	_, err = Parse("USE a\n\nUSE 'b")
	if n := Line(err); n != 3 {
		t.Errorf("line %d of %v", n, err)
	}
	if n := Line(errors.New("x")); n != 0 {
		t.Errorf("line %d of an error from elsewhere", n)
	}
}
