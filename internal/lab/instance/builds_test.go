package instance

import (
	"regexp"
	"testing"
)

// The numbers below are copied by hand from facts/tsql.md G and facts/link.md 1.1.
func TestFindReleaseByName(t *testing.T) {
	for _, c := range []struct{ name, build, level, update, kb, banner string }{
		{"2016 SP3", "13.0.6300.2", "SP3", "", "KB5003279", "SP3"},
		{"2016", "13.0.6300.2", "SP3", "", "KB5003279", "SP3"},
		{"2016 SP3 + Azure Connect pack", "13.0.7000.253", "SP3", "", "KB5014242", "SP3-Azure Connect Pack"},
		{"2016 SP2 CU17", "13.0.5888.11", "SP2", "CU17", "KB5001092", "SP2-CU17"},
		{"KB5006943", "13.0.6404.1", "SP3", "", "KB5006943", "SP3-OD"},
		{"13.0.7024.30", "13.0.7024.30", "SP3", "", "KB5021128", "SP3-Azure Connect Pack-GDR"},
		{"2017 CU31", "14.0.3456.2", "RTM", "CU31", "KB5016884", "RTM-CU31"},
		{"2017 CU31 + Azure Connect pack", "14.0.3490.10", "RTM", "CU31", "KB5050533", "RTM-Azure Connect Pack"},
		{"14.0.3485.1", "14.0.3485.1", "RTM", "CU31", "KB5046858", "RTM-CU31-GDR"},
		{"2019 RTM", "15.0.2000.5", "RTM", "", "", "RTM"},
		{"2019 CU20", "15.0.4312.2", "RTM", "CU20", "KB5024276", "RTM-CU20"},
		{"2019", "15.0.4430.1", "RTM", "CU32", "KB5054833", "RTM-CU32"},
		{"2019 GDR", "15.0.2180.1", "RTM", "", "KB5102336", "RTM-GDR"},
		{"2019 CU2", "15.0.4013.1", "RTM", "CU2", "KB4536075", "RTM-CU2"},
		{"2022 RTM", "16.0.1000.6", "RTM", "", "", "RTM"},
		{"2022 CU13", "16.0.4125.3", "RTM", "CU13", "KB5036432", "RTM-CU13"},
		{"2022 cu13 + gdr", "16.0.4131.1", "RTM", "CU13", "KB5040939", "RTM-CU13-GDR"},
		{"2022 CU23", "16.0.4236.1", "RTM", "CU23", "KB5078297", "RTM-CU23"},
		{"2025 RTM", "17.0.1000.7", "RTM", "", "", "RTM"},
		{"2025 CU6", "17.0.4055.5", "RTM", "CU6", "KB5093421", "RTM-CU6"},
		{"17.0.4085.5", "17.0.4085.5", "RTM", "CU8", "KB5122769", "RTM-CU8-GDR"},
	} {
		r, ok := FindRelease(c.name)
		if !ok {
			t.Errorf("%s: not found", c.name)
			continue
		}
		got := []string{r.Build.String(), r.Level, r.Update, r.KB, r.BannerLevel()}
		want := []string{c.build, c.level, c.update, c.kb, c.banner}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got %q, want %q", c.name, got, want)
				break
			}
		}
	}
}

func TestFindReleaseRefuses(t *testing.T) {
	for _, name := range []string{"", "2018", "2022 CU99", "2019 SP3", "latest", "2022 CU13 beta", "11.0.5058.0", "13.0.x.1", "99999999.0.0.0"} {
		if r, ok := FindRelease(name); ok {
			t.Errorf("%q: found %v", name, r.Build)
		}
	}
}

func TestUnlistedNumberTakesTheBranchBelow(t *testing.T) {
	r, ok := FindRelease("16.0.4275.1")
	if !ok || r.Build.String() != "16.0.4275.1" || r.Update != "CU26" || r.KB != "" {
		t.Errorf("got %+v, %v", r, ok)
	}
}

// The link minimum by facts/link.md 1.1 and the traps of facts/tsql.md G1.
func TestSupportsLink(t *testing.T) {
	for build, want := range map[string]bool{
		"12.0.6024.0":   false,
		"13.0.6300.2":   false,
		"13.0.6500.1":   false, // newer than the pack in time, on the SP3 line
		"13.0.7000.253": true,
		"13.0.7095.1":   true,
		"14.0.3456.2":   false,
		"14.0.3485.1":   false,
		"14.0.3490.10":  true,
		"14.0.3495.9":   true,
		"14.0.2120.1":   false,
		"15.0.2180.1":   false,
		"15.0.4312.2":   true,
		"15.0.4430.1":   true,
		"16.0.1000.6":   true,
		"16.0.1190.1":   true,
		"17.0.1000.7":   true,
	} {
		r, ok := FindRelease(build)
		if !ok || r.SupportsLink() != want {
			t.Errorf("%s: got %v, found %v, want %v", build, r.SupportsLink(), ok, want)
		}
	}
}

func TestBuildsTable(t *testing.T) {
	branches := map[string]bool{branchRTM: true, branchSP: true, branchCU: true, branchGDR: true,
		branchCUGDR: true, branchOD: true, branchConnect: true, branchConnectGDR: true}
	kb := regexp.MustCompile(`^(KB\d{7})?$`)
	seen := map[string]bool{}
	all := Releases()
	if len(all) < 280 {
		t.Fatalf("only %d builds", len(all))
	}
	for i, r := range all {
		if years[r.Build.Major] != r.Year {
			t.Errorf("%v is listed under %d", r.Build, r.Year)
		}
		if seen[r.Build.String()] {
			t.Errorf("%v twice", r.Build)
		}
		seen[r.Build.String()] = true
		if !branches[r.Branch] || !kb.MatchString(r.KB) {
			t.Errorf("%v: branch %q, KB %q", r.Build, r.Branch, r.KB)
		}
		if (r.Branch == branchCU || r.Branch == branchCUGDR) && r.Update == "" {
			t.Errorf("%v: no update", r.Build)
		}
		if i > 0 && all[i-1].Build.Compare(r.Build) >= 0 {
			t.Errorf("%v is not above %v", r.Build, all[i-1].Build)
		}
	}
}

func TestWithdrawnBuilds(t *testing.T) {
	want := map[string]bool{"13.0.5479.1": true, "15.0.4013.1": true, "15.0.4063.1": true, "16.0.4235.1": true, "17.0.4005.1": true}
	for _, r := range Releases() {
		if r.Withdrawn != want[r.Build.String()] {
			t.Errorf("%v: withdrawn %v", r.Build, r.Withdrawn)
		}
	}
}

func FuzzFindRelease(f *testing.F) {
	for _, s := range []string{"2022 CU13", "13.0.6435.1", "KB5024276", "2016 SP3 + Azure Connect pack", "...."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, ok := FindRelease(s); ok && years[r.Build.Major] == 0 {
			t.Errorf("%q gave %v", s, r.Build)
		}
	})
}
