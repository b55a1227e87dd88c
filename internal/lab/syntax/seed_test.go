package syntax_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	. "milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// separator is a line that a client takes as the end of a batch.
var separator = regexp.MustCompile(`(?m)^\s*GO\s*$`)

// seed reads one of the article's scripts as a client would send it: batch by batch.
func seed(t testing.TB, name string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "clients", "testdata", "seed", name+".sql"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, b := range separator.Split(string(raw), -1) {
		if len(Tokens(b)) > 0 {
			list = append(list, b)
		}
	}
	return list
}

var master = &Use{Database: bare("master")}

// all is SELECT * FROM schema.object with a condition, which may be nil.
func all(schema, object string, where Expr) *QueryStmt {
	return &QueryStmt{Query: &Query{Body: &Select{
		Items: []Item{{Star: true}},
		From:  []Source{&Table{Name: Name{Schema: bare(schema), Object: bare(object)}}},
		Where: where,
	}}}
}

func varchar(s string) *Literal {
	return &Literal{Type: value.Type{Kind: value.VarChar, Length: max(len(s), 1)}, Value: s}
}

func nvarchar(s string) *Literal {
	return &Literal{Type: value.Type{Kind: value.NVarChar, Length: max(len(s), 1)}, Value: s}
}

func integer(n int64) *Literal { return &Literal{Type: value.IntT, Value: n} }

func call(name string, args ...Expr) *Call {
	return &Call{Name: Name{Object: bare(name)}, Args: args}
}

// named is a select list of one expression under a text alias.
func named(x Expr, alias string) *QueryStmt {
	return &QueryStmt{Query: &Query{Body: &Select{Items: []Item{{X: x, Alias: quoted(alias), HasAlias: true}}}}}
}

// root is the batch that imports one root certificate.
func root(name, file string) []Statement {
	id := &Variable{Name: "@CERTID"}
	return []Statement{
		&CreateCertificate{Name: quoted(name), FromFile: file, HasFile: true},
		&Declare{Vars: []VarDecl{{Name: "@CERTID", Type: value.IntT}}},
		&QueryStmt{Query: &Query{Body: &Select{Items: []Item{{Assign: "@CERTID", AssignOp: "=", X: call("CERT_ID", varchar(name))}}}}},
		&Exec{Proc: Name{Object: bare("sp_certificate_add_issuer")}, Args: []Arg{{X: id}, {X: nvarchar("*.database.windows.net")}}},
	}
}

// hadr is the script that asks whether the feature is enabled.
func hadr() []Statement {
	v := &Variable{Name: "@IsHadrEnabled"}
	property := &Query{Body: &Select{Items: []Item{{X: call("SERVERPROPERTY", varchar("IsHadrEnabled"))}}}}
	status := &Case{Input: v, Whens: []When{
		{If: integer(0), Then: varchar("Availability groups DISABLED.")},
		{If: integer(1), Then: varchar("Availability groups ENABLED.")},
	}, Else: varchar("Unknown status.")}
	return []Statement{
		&Declare{Vars: []VarDecl{{Name: "@IsHadrEnabled", Type: value.Type{Kind: value.Variant}, Init: &Subquery{Query: property}}}},
		&QueryStmt{Query: &Query{Body: &Select{Items: []Item{
			{X: v, Alias: quoted("Is HADR enabled"), HasAlias: true},
			{X: status, Alias: quoted("HADR status"), HasAlias: true},
		}}}},
	}
}

// TestSeedTrees holds every script of the article to its trees, on every version.
func TestSeedTrees(t *testing.T) {
	version := named(&Variable{Name: "@@VERSION"}, "SQL Server version")
	for name, want := range map[string][][]Statement{
		"01-version": {{master}, {version}},
		"02-create-master-key": {{master}, {
			&CreateMasterKey{Password: "<strong_password>"}}},
		"03-show-master-key": {{master}, {
			all("sys", "symmetric_keys", &Like{X: &ColumnRef{Column: bare("name")}, Pattern: varchar("%DatabaseMasterKey%")})}},
		"04-hadr": {hadr()},
		"05-validate": {{master}, {version},
			{named(call("SERVERPROPERTY", varchar("IsHadrEnabled")), "Is Always On enabled? (1 true, 0 false)")},
			{&DBCC{Command: "TRACESTATUS"}}},
		"06-full-recovery": {
			{&AlterDatabase{Name: quoted("<DatabaseName>"), Set: []WithOption{set("RECOVERY", "FULL")}}},
			{&Backup{Database: Text{Literal: "<DatabaseName>"},
				Devices: []Device{{Kind: "DISK", Path: Text{Literal: "<DiskPath>", National: true}}}}}},
		"07-import-roots": {
			root("DigiCertPKI", `C:\certs\DigiCertGlobalRootG2.crt`),
			root("MicrosoftPKI", `C:\certs\Microsoft RSA Root Certificate Authority 2017.crt`)},
		"08-show-certificates":     {{master, all("sys", "certificates", nil)}},
		"09-leftover-certificates": {{all("sys", "certificates", nil)}},
		"10-leftover-endpoints":    {{all("sys", "endpoints", nil)}},
	} {
		t.Run(name, func(t *testing.T) {
			texts := seed(t, name)
			if len(texts) != len(want) {
				t.Fatalf("%d batches, want %d", len(texts), len(want))
			}
			for i, text := range texts {
				for _, version := range []int{0, 12, 13, 14, 15, 16, 17} {
					same(t, Options{Version: version}, text, want[i]...)
				}
			}
		})
	}
}

// Lines count from the start of the batch, comments included: clients show them.
func TestSeedLines(t *testing.T) {
	var got []int
	for _, s := range trees(t, Options{}, seed(t, "07-import-roots")[0]) {
		got = append(got, s.At())
	}
	want := []int{2, 3, 4, 5}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("statements start in lines %v, want %v", got, want)
		}
	}
}
