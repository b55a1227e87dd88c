package clients

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"milink/internal/lab"
)

// expected is what a script must and must not make a client print. The texts are SQL
// Server's own, from the fact sheets, so every client shows them in its own frame.
type expected struct {
	script string
	says   []string
	never  []string
}

// anyError matches how the five programs show an error of class 11 and above.
var anyError = regexp.MustCompile(`(?m)(^Msg \d+ \(severity 1[1-9]|Msg \d+, Level 1[1-9]|ISQL\]ERROR|"errors":\s?\[\{)`)

// versions are the labs the scripts run on: what @@VERSION says, and whether the build
// has the issuer procedure. 2812 is the right answer on a build that lacks it.
var versions = []struct {
	scenario, product, build string
	addsIssuers              bool
}{
	{"unprepared-2016", "Microsoft SQL Server 2016", "13.0.5888.11", false},
	{"connect-pack-missing-2017", "Microsoft SQL Server 2017", "14.0.3456.2", false},
	{"unprepared-2017", "Microsoft SQL Server 2017", "14.0.3490.10", true},
	{"unprepared-2019", "Microsoft SQL Server 2019", "15.0.2180.1", false},
	{"unprepared-2022", "Microsoft SQL Server 2022", "16.0.4125.3", true},
	{"unprepared-2025", "Microsoft SQL Server 2025", "17.0.4065.4", true},
}

const missingIssuer = "Could not find stored procedure 'sp_certificate_add_issuer'."

// onFresh is the article from top to bottom on an instance that was never prepared.
func onFresh(product, build string, addsIssuers bool) []expected {
	roots := expected{script: "07-import-roots"}
	if !addsIssuers {
		roots.says = []string{missingIssuer, "2812"}
	}
	return []expected{
		{script: "01-version", says: []string{product, build, "SIMULATED", "SQL Server version"}},
		{script: "03-show-master-key", never: []string{"##MS_DatabaseMasterKey##"}},
		{script: "02-create-master-key"},
		{script: "03-show-master-key", says: []string{"##MS_DatabaseMasterKey##", "AES_256", "101"}},
		{script: "02-create-master-key", says: []string{"15578", "There is already a master key in the database."}},
		{script: "04-hadr", says: []string{"Availability groups DISABLED.", "Is HADR enabled", "HADR status"}},
		{script: "05-validate", says: []string{build, "Is Always On enabled? (1 true, 0 false)"}, never: []string{"TraceFlag"}},
		{script: "06-full-recovery"},
		roots,
		{script: "08-show-certificates", says: []string{"DigiCertPKI", "MicrosoftPKI", "##MS_AgentSigningCertificate##", "NO_PRIVATE_KEY"}},
		{script: "09-leftover-certificates", says: []string{"DigiCertPKI"}},
		{script: "10-leftover-endpoints", says: []string{"Dedicated Admin Connection", "TSQL Default TCP", "STARTED"}},
	}
}

func TestSeedScripts(t *testing.T) {
	for _, v := range versions {
		if strings.HasPrefix(v.scenario, "connect-pack") {
			continue // prepared already: see TestSeedOnPrepared
		}
		for _, c := range clients {
			t.Run(v.scenario+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				need(t, c)
				l := start(t, v.scenario)
				for _, e := range onFresh(v.product, v.build, v.addsIssuers) {
					e.check(t, c, l)
				}
			})
		}
	}
}

// TestSeedOnPrepared runs the validating scripts where everything is done.
func TestSeedOnPrepared(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			need(t, c)
			l := start(t, "ready-2022")
			for _, e := range []expected{
				{script: "03-show-master-key", says: []string{"##MS_DatabaseMasterKey##"}},
				{script: "04-hadr", says: []string{"Availability groups ENABLED."}},
				{script: "05-validate", says: []string{"1800", "9567", "TraceFlag", "Session"}},
				{script: "08-show-certificates", says: []string{"Cert_SQL01_endpoint", "ENCRYPTED_BY_MASTER_KEY"}},
				{script: "10-leftover-endpoints", says: []string{"database_mirroring_endpoint", "DATABASE_MIRRORING"}},
			} {
				e.check(t, c, l)
			}
		})
	}
}

// check runs the script with the client and compares what it printed.
func (e expected) check(t *testing.T, c client, l *lab.Lab) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientTimeout)
	defer cancel()
	out, err := c.run(ctx, l, seed(t, e.script))
	if err != nil {
		t.Fatalf("%s: %v\n%s", e.script, err, out)
	}
	for _, s := range e.says {
		if !strings.Contains(out, s) && !e.excused(c, out, s) {
			t.Errorf("%s does not say %q:\n%s", e.script, s, out)
		}
	}
	for _, s := range e.never {
		if strings.Contains(out, s) {
			t.Errorf("%s says %q:\n%s", e.script, s, out)
		}
	}
	wantsError := strings.Contains(strings.Join(e.says, " "), "2812") || strings.Contains(strings.Join(e.says, " "), "15578")
	if anyError.MatchString(out) != wantsError {
		t.Errorf("%s: error shown %v, want %v:\n%s", e.script, !wantsError, wantsError, out)
	}
}

// excused lists what a client cannot do: isql -b prints no column headings and no error
// numbers of the server; bsqldb cannot print the types uniqueidentifier (36) and
// sql_variant (98), and stops at the first error, so that the second root is never sent.
func (e expected) excused(c client, out, s string) bool {
	switch c.name {
	case "isql":
		heading := s == "SQL Server version" || s == "Is HADR enabled" || s == "HADR status" || s == "TraceFlag" || s == "Session" || strings.HasPrefix(s, "Is Always On")
		return heading || s == "2812" || s == "15578"
	case "bsqldb":
		return strings.Contains(out, "type 36 not supported") || strings.Contains(out, "type 98 not supported") || s == "MicrosoftPKI"
	}
	return false
}
