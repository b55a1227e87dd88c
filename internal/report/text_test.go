package report

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"milink/internal/facts"
	"milink/internal/rules"
)

func TestVerdict(t *testing.T) {
	rule := 0 // every finding of f is of a rule of its own
	f := func(s rules.Severity, o rules.Outcome) rules.Finding {
		rule++
		return rules.Finding{Code: fmt.Sprint(rule), Severity: s, Outcome: o}
	}
	of := func(code string, s rules.Severity, o rules.Outcome) rules.Finding {
		return rules.Finding{Code: code, Severity: s, Outcome: o}
	}
	pass := f(rules.Blocker, rules.Pass)
	for _, c := range []struct {
		name     string
		findings []rules.Finding
		gate     rules.Gate
		failOn   rules.Severity
		code     int
		text     string
	}{
		{"all pass", []rules.Finding{pass, f(rules.Blocker, rules.Pass)}, rules.Create, rules.Blocker, 0, "SOURCE READY to create a link: 2 checks passed"},
		{"one pass", []rules.Finding{pass}, rules.Prepare, rules.Blocker, 0, "SOURCE READY to be prepared: 1 check passed"},
		{"nothing", nil, rules.Create, rules.Blocker, 3, "NOTHING WAS CHECKED: no rule was left to judge"},
		{"nothing applies", []rules.Finding{f(rules.Blocker, rules.NotApplicable)}, rules.Cutover, rules.Blocker, 0, "SOURCE READY to cut over: no rule applies"},
		{"blocker", []rules.Finding{pass, f(rules.Blocker, rules.Fail)}, rules.Create, rules.Blocker, 2, "SOURCE NOT READY to create a link: 1 blocker"},
		{"warning is no blocker", []rules.Finding{f(rules.Warning, rules.Warn)}, rules.Create, rules.Blocker, 0, "SOURCE READY to create a link: 1 warning"},
		{"last chance is no blocker", []rules.Finding{f(rules.LastChance, rules.Fail)}, rules.Create, rules.Blocker, 0, "SOURCE READY to create a link: 1 last chance"},
		{"last chance asked for", []rules.Finding{f(rules.LastChance, rules.Fail)}, rules.Create, rules.LastChance, 2, "SOURCE NOT READY to create a link: 1 last chance"},
		{"warning asked for", []rules.Finding{f(rules.Warning, rules.Warn)}, rules.Create, rules.Warning, 2, "SOURCE NOT READY to create a link: 1 warning"},
		{"info asked for", []rules.Finding{f(rules.Info, rules.Warn)}, rules.Create, rules.Info, 2, "SOURCE NOT READY to create a link: 1 note"},
		{"unknown blocker", []rules.Finding{pass, f(rules.Blocker, rules.Unknown)}, rules.Create, rules.Blocker, 3, "CANNOT TELL whether the source is ready to create a link: 1 could not be checked"},
		{"unknown warning", []rules.Finding{f(rules.Warning, rules.Unknown)}, rules.Create, rules.Blocker, 0, "SOURCE READY to create a link: 1 could not be checked"},
		{"standing beats unknown", []rules.Finding{f(rules.Blocker, rules.Unknown), f(rules.Blocker, rules.Fail)}, rules.Create, rules.Blocker, 2, "SOURCE NOT READY to create a link: 1 blocker, 1 could not be checked"},
		{"waived does not stand", []rules.Finding{f(rules.Blocker, rules.Waived)}, rules.Create, rules.Blocker, 0, "SOURCE READY to create a link: 1 waived"},
		{"the brief", []rules.Finding{f(rules.Blocker, rules.Fail), f(rules.Blocker, rules.Fail), f(rules.Warning, rules.Warn), f(rules.Warning, rules.Warn), f(rules.Info, rules.Unknown)},
			rules.Create, rules.Blocker, 2, "SOURCE NOT READY to create a link: 2 blockers, 2 warnings, 1 note"},
		{"two databases, one rule", []rules.Finding{of("A", rules.Blocker, rules.Fail), of("A", rules.Blocker, rules.Fail), of("B", rules.Blocker, rules.Fail)},
			rules.Create, rules.Blocker, 2, "SOURCE NOT READY to create a link: 3 blockers (2 rules)"},
		{"one rule, unseen in two databases", []rules.Finding{of("A", rules.Blocker, rules.Unknown), of("A", rules.Blocker, rules.Unknown)},
			rules.Create, rules.Blocker, 3, "CANNOT TELL whether the source is ready to create a link: 2 could not be checked (1 rule)"},
	} {
		v := judge(c.findings, Judgement{Gate: c.gate, FailOn: c.failOn})
		if v.ExitCode != c.code || v.Text != c.text {
			t.Errorf("%s: %d %q, want %d %q", c.name, v.ExitCode, v.Text, c.code, c.text)
		}
	}
}

// A verdict over some of the rules says so, and does not say that the source is ready to do
// anything.
func TestVerdictOfAPart(t *testing.T) {
	for _, c := range []struct {
		name            string
		outcome         rules.Outcome
		judged, skipped int
		text            string
	}{
		{"pass", rules.Pass, 1, 40, "SOURCE READY as far as checked: 1 of 41 rules judged; 1 check passed"},
		{"fail", rules.Fail, 1, 40, "SOURCE NOT READY to create a link: 1 blocker; 1 of 41 rules judged"},
		{"unknown", rules.Unknown, 40, 1, "CANNOT TELL whether the source is ready to create a link: 1 could not be checked; 40 of 41 rules judged"},
		{"all", rules.Pass, 41, 0, "SOURCE READY to create a link: 1 check passed"},
	} {
		j := judgement()
		j.RulesJudged, j.RulesSkipped = c.judged, c.skipped
		r := New(document(), []rules.Finding{finding("MIL1001", "Version", "t", rules.Blocker, c.outcome, "")}, j)
		if r.Verdict.Text != c.text || r.Verdict.RulesJudged != c.judged || r.Verdict.RulesSkipped != c.skipped {
			t.Errorf("%s: %q (%d, %d)", c.name, r.Verdict.Text, r.Verdict.RulesJudged, r.Verdict.RulesSkipped)
		}
		out := strings.Join(strings.Fields(render(t, r, Layout{})), " ")
		if says := strings.Contains(out, "The source is ready for a link"); says != (c.name == "all") {
			t.Errorf("%s: next steps: %s", c.name, out)
		}
		if says := strings.Contains(out, "Judge all rules before"); says != (c.name == "pass") {
			t.Errorf("%s: next steps: %s", c.name, out)
		}
	}
}

// What was not looked at stands in the head; of the gate cutover that is half.
func TestNotJudgedShows(t *testing.T) {
	j := judgement()
	out := strings.Join(strings.Fields(render(t, New(document(), nil, j), Layout{})), " ")
	if !strings.Contains(out, "Not judged target, network, Azure rights (later releases)") || strings.Contains(out, "running link") {
		t.Errorf("create: %s", out)
	}
	j.Gate = rules.Cutover
	out = strings.Join(strings.Fields(render(t, New(document(), nil, j), Layout{})), " ")
	if !strings.Contains(out, "the running link (later releases): only the source's half of the gate cutover is judged") {
		t.Errorf("cutover: %s", out)
	}
}

func TestVerdictCounts(t *testing.T) {
	got := mixed().Verdict
	if got.Outcomes != (Outcomes{Pass: 5, Fail: 4, Warn: 2, Unknown: 2, NotApplicable: 1, Waived: 1}) {
		t.Errorf("outcomes %+v", got.Outcomes)
	}
	if got.Standing != (BySeverity{Blocker: 3, LastChance: 1, Warning: 1, Info: 1}) || got.Unseen != (BySeverity{Blocker: 2}) {
		t.Errorf("standing %+v, unseen %+v", got.Standing, got.Unseen)
	}
}

// What a person reads first is the verdict, except that nothing was real.
func TestVerdictOnTop(t *testing.T) {
	if out := render(t, ready(), Layout{}); !strings.HasPrefix(out, "SOURCE READY to create a link") {
		t.Errorf("begins with %.60s", out)
	}
	out := render(t, blind(), Layout{})
	if !strings.HasPrefix(out, "SIMULATED: ") || !strings.Contains(strings.SplitN(out, "\n", 4)[2], "CANNOT TELL") {
		t.Errorf("begins with %.200s", out)
	}
}

func TestUnverifiedConnectionShows(t *testing.T) {
	r := ready()
	if strings.Contains(render(t, r, Layout{}), "NOT VERIFIED") {
		t.Error("a verified connection was called unverified")
	}
	r.Source.Verified = false
	if !strings.Contains(render(t, r, Layout{}), "server certificate NOT VERIFIED") {
		t.Error("an unverified connection must show")
	}
	r.Source.Encrypted = facts.Known(false)
	if !strings.Contains(render(t, r, Layout{}), "NOT ENCRYPTED") {
		t.Error("an open connection must show")
	}
	r.Source.Encrypted = facts.Unknown[bool]("Msg 300")
	if !strings.Contains(render(t, r, Layout{}), "encryption unknown: Msg 300") {
		t.Error("an unknown encryption must show its reason")
	}
}

func TestAreasWorstFirst(t *testing.T) {
	var names []string
	for _, a := range areas(mixed().Findings) {
		names = append(names, a.name)
	}
	want := []string{"Availability groups", "Databases", "Keys", "Last chances", "Trace flags", "Account", "Version", "Backups"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestManyDatabasesAreOneBlock(t *testing.T) {
	out := render(t, hundreds(), Layout{})
	if n := strings.Count(out, "MIL2010  "); n != 1 {
		t.Errorf("%d blocks for one fault", n)
	}
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "Tenant010 and 490 more (-o json has all)") || strings.Contains(out, "Tenant011") {
		t.Error("want ten names and the number of the others")
	}
	if n := len(strings.Split(out, "\n")); n > 50 {
		t.Errorf("%d lines for two faults", n)
	}
}

// Two databases whose repair differs stay apart.
func TestDifferentFixesAreDifferentBlocks(t *testing.T) {
	a := finding("MIL2010", "Databases", "t", rules.Blocker, rules.Fail, "A")
	b := with(finding("MIL2010", "Databases", "t", rules.Blocker, rules.Fail, "B"), func(f *rules.Finding) { f.Fix.Text = "Another." })
	if n := len(areas([]rules.Finding{a, b})[0].blocks); n != 2 {
		t.Errorf("%d blocks", n)
	}
}

// The same repair of several databases is told once, with a place for the name; that of one
// database can be run as it stands.
func TestFixesThatDifferInTheNameAreOne(t *testing.T) {
	alter := func(name, quoted string) rules.Finding {
		return with(finding("MIL2010", "Databases", "t", rules.Blocker, rules.Fail, name), func(f *rules.Finding) {
			f.Fix.Text = "ALTER DATABASE " + quoted + " SET RECOVERY FULL;"
		})
	}
	one := []rules.Finding{alter("a]b", "[a]]b]")}
	two := append(one, alter("HR", "[HR]"))
	if n := len(areas(two)[0].blocks); n != 1 {
		t.Errorf("%d blocks", n)
	}
	for want, list := range map[string][]rules.Finding{"ALTER DATABASE [a]]b] SET": one, "ALTER DATABASE [<database>] SET": two} {
		if out := render(t, New(document(), list, judgement()), Layout{}); !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}

// Rules that could not look share a block only where they could not look at the same
// databases; otherwise the block would claim more than is true.
func TestUnknownsShareABlockForTheSameDatabases(t *testing.T) {
	blind := func(code, database, why string) rules.Finding {
		return with(finding(code, "Databases", "t", rules.Blocker, rules.Unknown, database), func(f *rules.Finding) { f.Observed = why })
	}
	for _, c := range []struct {
		name string
		list []rules.Finding
		want int
	}{
		{"same databases", []rules.Finding{blind("1", "A", "w"), blind("1", "B", "w"), blind("2", "A", "w"), blind("2", "B", "w")}, 1},
		{"other databases", []rules.Finding{blind("1", "A", "w"), blind("2", "B", "w")}, 2},
		{"other reasons", []rules.Finding{blind("1", "A", "w"), blind("2", "A", "v")}, 2},
	} {
		if n := len(areas(c.list)[0].blocks); n != c.want {
			t.Errorf("%s: %d blocks, want %d", c.name, n, c.want)
		}
	}
}

// One lost connection is one block, however many rules and chapters it blinds; a reason that
// is told once stays where it belongs.
func TestOneReasonIsToldOnce(t *testing.T) {
	blind := func(code, area, database string, s rules.Severity, why string) rules.Finding {
		return with(finding(code, area, "title of "+code, s, rules.Unknown, database), func(f *rules.Finding) { f.Observed = why })
	}
	lost, denied := "the connection was lost", "Msg 300"
	r := New(document(), []rules.Finding{
		blind("MIL1010", "Feature", "", rules.Warning, lost), blind("MIL1030", "Endpoint", "", rules.Blocker, lost),
		blind("MIL2010", "Databases", "Sales", rules.Blocker, lost), blind("MIL2010", "Databases", "HR", rules.Blocker, lost),
		blind("MIL1040", "Keys", "", rules.Blocker, denied),
	}, judgement())
	out := render(t, r, Layout{})
	if n := strings.Count(out, lost); n != 1 {
		t.Errorf("the reason is told %d times", n)
	}
	for _, want := range []string{"\nCould not be checked\n", "? UNKNOWN warning  MIL1010", "? UNKNOWN blocker  MIL2010  title of MIL2010 (Sales, HR)", "\nKeys\n  ? UNKNOWN blocker  MIL1040"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "\nFeature\n") || strings.Index(out, "MIL1030") > strings.Index(out, "MIL1010") {
		t.Errorf("empty chapters go, the worst comes first:\n%s", out)
	}
}

func TestInterruptedShowsAndComesFirst(t *testing.T) {
	r := ready()
	r.Interrupted = "read from sql01: the connection was lost."
	out := render(t, r, Layout{Again: "milink check -f a.yaml"})
	if !strings.Contains(out, "\nINTERRUPTED  read from sql01: the connection was lost.\n") || !strings.Contains(out, "  1. Run it again, because not everything was read: milink check -f a.yaml") {
		t.Errorf("online:\n%s", out)
	}
	if out := render(t, r, Layout{Again: "milink check --facts x", Offline: true}); !strings.Contains(out, "  1. Collect the facts again") {
		t.Errorf("offline:\n%s", out)
	}
}

// The verdict stands at both ends of the page.
func TestVerdictAtTheEnd(t *testing.T) {
	for name, r := range map[string]*Report{"mixed": mixed(), "ready": ready()} {
		out := strings.Join(strings.Fields(render(t, r, Layout{})), " ")
		if strings.Count(out, r.Verdict.Text) != 2 || !strings.HasSuffix(out, r.Verdict.Text) {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// Chapters in which all is well are a line, unless everything is asked for.
func TestCalmChaptersAreOneLine(t *testing.T) {
	out := render(t, mixed(), Layout{})
	if !strings.Contains(out, "\nPassed: Version 1\n") || !strings.Contains(out, "\nNot applicable: Version 1\n") || !strings.Contains(out, "\nWaived: Backups 1\n") || strings.Contains(out, "\nVersion\n") {
		t.Errorf("short:\n%s", out)
	}
	if out := render(t, mixed(), Layout{Verbose: true}); !strings.Contains(out, "\nVersion\n") || strings.Contains(out, "Passed: ") {
		t.Errorf("verbose:\n%s", out)
	}
}

// With several databases each has its evidence; the first one's is not taken for all.
func TestEvidenceOfEachDatabase(t *testing.T) {
	out := render(t, mixed(), Layout{Verbose: true, Width: 120})
	for _, want := range []string{"evidence   Sales: source: sys.databases", `evidence   [we]]ird'n"ame]: source: sys.databases`, "evidence   source: sys.databases"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
	if out := render(t, hundreds(), Layout{Verbose: true}); !strings.Contains(out, "evidence   and 490 more (-o json has all)") {
		t.Error("five hundred pieces of evidence are not counted")
	}
}

// What was seen in one database is not said of another, even where all is well.
func TestCalmFindingsOfManyDatabases(t *testing.T) {
	pass := func(code, database, observed string) rules.Finding {
		return with(finding(code, "Databases", "title of "+code, rules.Blocker, rules.Pass, database), func(f *rules.Finding) { f.Observed = observed })
	}
	out := render(t, New(document(), []rules.Finding{
		pass("MIL2001", "Sales", "id 5"), pass("MIL2001", "HR", "id 6"), pass("MIL2002", "Sales", "ONLINE"), pass("MIL2002", "HR", "ONLINE"),
	}, judgement()), Layout{Verbose: true})
	if strings.Contains(out, "id 5") || !strings.Contains(out, "MIL2001  title of MIL2001\n") || !strings.Contains(out, "title of MIL2002: ONLINE\n") {
		t.Errorf("got\n%s", out)
	}
}

func TestNextSteps(t *testing.T) {
	note := finding("MIL1052", "Account", "t", rules.Info, rules.Warn, "")
	blind := func(why string) rules.Finding {
		return with(finding("MIL1030", "Keys", "t", rules.Blocker, rules.Unknown, ""), func(f *rules.Finding) { f.Observed = why })
	}
	l := Layout{Again: "milink check -f a.yaml --only x", Whole: "milink check -f a.yaml"}
	for _, c := range []struct {
		name      string
		finding   rules.Finding
		gate      rules.Gate
		failOn    rules.Severity
		skipped   int
		has, lack string
	}{
		{"a note asks for nothing", note, rules.Create, rules.Blocker, 0, "Before the cutover: milink check -f a.yaml --for cutover", "Repair"},
		{"unless notes count", note, rules.Create, rules.Info, 0, "Repair what is marked", "ready for a link"},
		{"a part", note, rules.Create, rules.Blocker, 3, "Judge all rules before calling the source ready: milink check -f a.yaml --for create", "ready for a link"},
		{"prepared", note, rules.Prepare, rules.Blocker, 0, "milink check -f a.yaml --for create", "ready for a link"},
		{"a right", blind("VIEW ANY DEFINITION not granted: x hides rows"), rules.Create, rules.Blocker, 0, "account-sees", "Repair"},
		{"another message about a right", blind("Msg 300: VIEW SERVER STATE permission was denied"), rules.Create, rules.Blocker, 0, "account-sees", "Repair"},
		{"no right", blind("timed out after 5 s"), rules.Create, rules.Blocker, 0, "Check again: milink check -f a.yaml --only x", "account-sees"},
	} {
		j := judgement()
		j.Gate, j.FailOn, j.RulesSkipped = c.gate, c.failOn, c.skipped
		out := ""
		for _, s := range steps(New(document(), []rules.Finding{c.finding}, j), l) {
			out += strings.TrimSpace(s.text+" "+s.command) + "\n"
		}
		if !strings.Contains(out, c.has) || strings.Contains(out, c.lack) {
			t.Errorf("%s: %s", c.name, out)
		}
	}
}

// A command is there to be copied: it is not cut, whatever the width.
func TestCommandsAreNotCut(t *testing.T) {
	command := "milink check --server sql01.corp.example --user milink --password-env PW --database Sales"
	out := render(t, mixed(), Layout{Width: 60, Again: command})
	if !strings.Contains(out, "  3. Check again:\n     "+command+"\n") {
		t.Errorf("got\n%s", out)
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain name":           "plain name",
		"we]ird'n\"ame":        "we]ird'n\"ame",
		"名前":                   "名前",
		"\x1b[31m":             `\u{1b}[31m`,
		"a\nb\r\tc":            `a\nb\r\tc`,
		"\u202eevil":           `\u{202e}evil`,
		"zero\u200bwidth":      `zero\u{200b}width`,
		"bad\xffutf":           `bad\xffutf`,
		"\u009b2J":             `\u{9b}2J`,
		"line\u2028sep\u00a0n": `line\u{2028}sep\u{a0}n`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  []string
	}{
		{"", 10, []string{""}},
		{"a b c", 10, []string{"a b c"}},
		{"aaaa bbbb cccc", 9, []string{"aaaa bbbb", "cccc"}},
		{"  code that is long", 12, []string{"  code that", "  is long"}},
		{"名前名前名前", 4, []string{"名前", "名前", "名前"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"a  b", 10, []string{"a  b"}},
		{"see https://learn.microsoft.com/x.", 10, []string{"see", "https://learn.microsoft.com/x."}},
	} {
		if got := wrap(c.in, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestDisplayName(t *testing.T) {
	for in, want := range map[string]string{"Sales": "Sales", "my db": "[my db]", "a,b": "[a,b]", "we]ird'n\"ame": "[we]]ird'n\"ame]", "": "[]", " x": "[ x]", "a\nb": `a\nb`} {
		if got := displayName(in); got != want {
			t.Errorf("displayName(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzText: whatever a server says, the page stays inside its width and prints.
func FuzzText(f *testing.F) {
	f.Add("name", "observed", 80)
	f.Add("\x1b[2J", "名前 \u202e", 40)
	f.Fuzz(func(t *testing.T, name, observed string, columns int) {
		columns = 60 + abs(columns)%200
		r := New(document(), []rules.Finding{with(finding("MIL2010", "Databases", "t", rules.Blocker, rules.Fail, name),
			func(f *rules.Finding) { f.Observed, f.Evidence[0].Value = observed, observed })}, judgement())
		var b bytes.Buffer
		if err := Text(&b, r, Layout{Width: columns, Verbose: true}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if width(line) > columns && !strings.Contains(line, "https://") || strings.ContainsAny(line, "\x1b\u009b\r\u202e") {
				t.Errorf("%d columns: %q", width(line), line)
			}
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWritersReportErrors(t *testing.T) {
	if err := Text(full{}, ready(), Layout{}); err == nil {
		t.Error("Text hid the error")
	}
	if err := JSON(full{}, ready()); err == nil {
		t.Error("JSON hid the error")
	}
}

func TestExplainAndListEveryRule(t *testing.T) {
	for _, r := range rules.Catalogue() {
		var b bytes.Buffer
		if err := Explain(&b, r, Layout{}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if width(line) > 80 && !strings.Contains(line, "https://") {
				t.Errorf("%s: %d columns: %s", r.Code, width(line), line)
			}
		}
		if !strings.HasPrefix(b.String(), r.Code+" "+r.Slug+"\n") || !strings.Contains(b.String(), "Why ") {
			t.Errorf("%s: %s", r.Code, b.String())
		}
	}
	var b bytes.Buffer
	if err := RulesText(&b, rules.Catalogue(), Layout{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "  MIL"); n != len(rules.Catalogue()) {
		t.Errorf("%d rules listed of %d", n, len(rules.Catalogue()))
	}
}
