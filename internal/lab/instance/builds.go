package instance

import (
	_ "embed" // the table of builds
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Release is one build that was published, with how it names itself.
type Release struct {
	Year      int // 2014, 2016, 2017, 2019, 2022, 2025
	Branch    string
	Level     string // RTM, SP1 ...: SERVERPROPERTY('ProductLevel')
	Update    string // CU20, empty without one
	Build     Build
	KB        string    // KB5024276, empty at RTM
	Date      time.Time // zero where facts/tsql.md gives none
	Withdrawn bool
}

// The branches of Release.Branch. Security builds on a CU and security builds on RTM are
// numbered apart: the latter are newer in time and lower in number.
const (
	branchRTM        = "rtm"
	branchSP         = "sp"
	branchCU         = "cu"
	branchGDR        = "gdr"
	branchCUGDR      = "cu-gdr"
	branchOD         = "od"
	branchConnect    = "connect"
	branchConnectGDR = "connect-gdr"
)

//go:embed builds.txt
var buildsText string

// releases is the table of builds.txt in ascending order.
var releases = sync.OnceValue(func() []Release {
	var all []Release
	for line := range strings.Lines(buildsText) {
		if fields := strings.Fields(line); len(fields) >= 7 && fields[0] != "#" {
			all = append(all, parseRelease(fields))
		}
	}
	slices.SortStableFunc(all, func(a, b Release) int { return a.Build.Compare(b.Build) })
	return all
})

// parseRelease reads one line; a table that does not parse is a programming error, which
// the tests of the table find.
func parseRelease(f []string) Release {
	r := Release{Branch: f[1], Level: f[2], Update: undash(f[3]), KB: undash(f[5]), Withdrawn: len(f) > 7}
	r.Year, _ = strconv.Atoi(f[0])
	r.Build, _ = ParseBuild(f[4])
	r.Date, _ = time.Parse(time.DateOnly, f[6])
	return r
}

func undash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// ParseBuild reads 15.0.4312.2. A number in three parts gets revision 1.
//
// modelled: the fourth part where the sheet gives three.
func ParseBuild(text string) (Build, bool) {
	parts := strings.Split(text, ".")
	if len(parts) == 3 {
		parts = append(parts, "1")
	}
	if len(parts) != 4 {
		return Build{}, false
	}
	var n [4]int
	for i, p := range parts {
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return Build{}, false
		}
		n[i] = int(v)
	}
	return Build{n[0], n[1], n[2], n[3]}, true
}

// String writes the build as SERVERPROPERTY('ProductVersion') does.
func (b Build) String() string {
	return fmt.Sprintf("%d.%d.%d.%d", b.Major, b.Minor, b.Build, b.Revision)
}

// Compare orders builds by number.
func (b Build) Compare(o Build) int {
	return slices.Compare([]int{b.Major, b.Minor, b.Build, b.Revision}, []int{o.Major, o.Minor, o.Build, o.Revision})
}

// Releases lists every build the lab knows, ascending.
func Releases() []Release { return slices.Clone(releases()) }

// years are the product years by major version.
var years = map[int]int{12: 2014, 13: 2016, 14: 2017, 15: 2019, 16: 2022, 17: 2025}

// FindRelease finds a build by what people call it: "2022 CU13", "2016 SP3", "2016 SP2
// CU17", "2017 CU31 + Azure Connect pack", "2022 CU12 + GDR", "2019 GDR", "KB5024276", a
// bare year (its newest CU or service pack), or a number such as "13.0.6435.1". A number
// that is not in the table takes the names of the nearest build below it.
func FindRelease(text string) (Release, bool) {
	text = strings.TrimSpace(text)
	if b, ok := ParseBuild(text); ok {
		return releaseByNumber(b)
	}
	if strings.HasPrefix(strings.ToUpper(text), "KB") {
		return pick(func(r Release) bool { return strings.EqualFold(r.KB, text) })
	}
	return releaseByWords(text)
}

// releaseByNumber finds a build by its number.
//
// modelled: a number the table lacks belongs to the branch of the one below it, because
// new updates appear faster than the table grows.
func releaseByNumber(b Build) (Release, bool) {
	var below Release
	for _, r := range releases() {
		if r.Build == b {
			return r, true
		}
		if r.Build.Major == b.Major && r.Build.Compare(b) < 0 {
			below = r
		}
	}
	if below.Year == 0 {
		return Release{}, false
	}
	below.Build, below.KB, below.Date, below.Withdrawn = b, "", time.Time{}, false
	return below, true
}

// releaseByWords reads a year followed by level, update and package words in any order.
func releaseByWords(text string) (Release, bool) {
	words := strings.Fields(strings.ToUpper(strings.ReplaceAll(text, "+", " ")))
	if len(words) == 0 {
		return Release{}, false
	}
	year, err := strconv.Atoi(words[0])
	if err != nil {
		return Release{}, false
	}
	w := wanted{year: year}
	if !w.read(words[1:]) {
		return Release{}, false
	}
	return pick(w.matches)
}

// wanted is what the words of a release name ask for.
type wanted struct {
	year          int
	level, update string
	connect, gdr  bool
	rtm           bool
}

// read takes the words after the year; an unknown word fails.
func (w *wanted) read(words []string) bool {
	for _, word := range words {
		switch {
		case word == "RTM":
			w.rtm = true
		case word == "GDR":
			w.gdr = true
		case word == "AZURE" || word == "CONNECT" || word == "PACK":
			w.connect = true
		case len(word) > 2 && strings.HasPrefix(word, "SP"):
			w.level = word
		case len(word) > 2 && strings.HasPrefix(word, "CU"):
			w.update = word
		default:
			return false
		}
	}
	return true
}

// matches tells whether a build is of the kind asked for; pick then takes the newest, or
// the first one where an update is named.
func (w *wanted) matches(r Release) bool {
	if r.Year != w.year || (w.level != "" && r.Level != w.level) || (w.update != "" && r.Update != w.update) {
		return false
	}
	switch {
	case w.connect:
		return r.Branch == branchConnect || (w.gdr && r.Branch == branchConnectGDR)
	case w.gdr:
		return r.Branch == branchGDR || (w.update != "" && r.Branch == branchCUGDR)
	case w.update != "":
		return r.Branch == branchCU
	case w.rtm:
		return r.Branch == branchRTM
	case w.level != "":
		return r.Branch == branchSP
	}
	// A bare year is its newest service pack or CU; a CU of 2016 is on an older pack.
	return r.Branch == branchSP || (r.Branch == branchCU && w.year > 2016) || r.Branch == branchRTM
}

// pick is the highest build that matches, a withdrawn one only if there is no other.
func pick(matches func(Release) bool) (Release, bool) {
	var found Release
	ok := false
	for _, r := range releases() {
		if matches(r) && (!ok || !r.Withdrawn) {
			found, ok = r, true
		}
	}
	return found, ok
}

// SupportsLink tells whether the build has what the link needs, sp_certificate_add_issuer
// first of all: 2016 and 2017 with the Azure Connect pack, 2019 from the CU that sample
// scripts of the time accepted (CU15), every 2022 and 2025 build (facts/tsql.md D6, G1).
//
// modelled: 2017 builds above the pack contain it (facts/pains.md; the release pages do
// not say); the procedure came to 2019 with CU15, five CUs before the minimum of today.
func (r Release) SupportsLink() bool {
	first := map[int]Build{
		13: {13, 0, 7000, 253},
		14: {14, 0, 3490, 10},
		15: {15, 0, 4198, 2},
		16: {16, 0, 1000, 6},
		17: {17, 0, 1000, 7},
	}
	minimum, ok := first[r.Build.Major]
	return ok && r.Build.Compare(minimum) >= 0
}

// BannerLevel is the part of @@VERSION between the brackets: RTM, SP3, RTM-CU20,
// RTM-CU13-GDR, SP3-OD (facts/tsql.md B2).
//
// modelled: the words of the Azure Connect pack on 2016, of which no banner was found.
func (r Release) BannerLevel() string {
	level := r.Level
	if r.Update != "" && r.Branch != branchConnect {
		level += "-" + r.Update
	}
	switch r.Branch {
	case branchGDR, branchCUGDR:
		return level + "-GDR"
	case branchOD:
		return level + "-OD"
	case branchConnect:
		return level + "-Azure Connect Pack"
	case branchConnectGDR:
		return level + "-Azure Connect Pack-GDR"
	}
	return level
}

// BuildType is SERVERPROPERTY('ProductBuildType'): OD, GDR, or empty for NULL.
func (r Release) BuildType() string {
	switch r.Branch {
	case branchGDR, branchCUGDR, branchConnectGDR:
		return "GDR"
	case branchOD:
		return "OD"
	}
	return ""
}
