package report

import (
	"slices"
	"strings"

	"milink/internal/rules"
	"milink/internal/tsql"
)

// area is a chapter of the text: what stands in it as blocks, what is calm as lists.
type area struct {
	name    string
	worst   int
	blocks  []block
	passed  []rules.Finding
	skipped []rules.Finding // not applicable
	waived  []rules.Finding
}

// block is what the text shows in one piece: findings of one code that differ in their
// database only, or rules of one area that could not look for the same reason.
type block struct {
	badness  int
	findings []rules.Finding
}

// areas arranges findings for reading: worst area first, worst block first, otherwise as
// the catalogue has them.
func areas(findings []rules.Finding) []area {
	var list []area
	at := map[string]int{}
	for _, f := range findings {
		i, ok := at[f.Area]
		if !ok {
			i = len(list)
			at[f.Area] = i
			list = append(list, area{name: f.Area, worst: calm})
		}
		list[i].add(f)
	}
	for i := range list {
		list[i].blocks = merged(list[i].blocks)
		slices.SortStableFunc(list[i].blocks, func(a, b block) int { return a.badness - b.badness })
	}
	slices.SortStableFunc(list, func(a, b area) int { return a.worst - b.worst })
	return list
}

func (a *area) add(f rules.Finding) {
	a.worst = min(a.worst, badness(f))
	switch f.Outcome {
	case rules.Pass:
		a.passed = append(a.passed, f)
	case rules.NotApplicable:
		a.skipped = append(a.skipped, f)
	case rules.Waived:
		a.waived = append(a.waived, f)
	default:
		a.place(f)
	}
}

// place joins a finding to the block it belongs to.
func (a *area) place(f rules.Finding) {
	for i := range a.blocks {
		if together(a.blocks[i].findings[0], f) {
			a.blocks[i].findings = append(a.blocks[i].findings, f)
			return
		}
	}
	a.blocks = append(a.blocks, block{badness(f), []rules.Finding{f}})
}

// together tells whether two findings of one rule read better as one.
func together(a, b rules.Finding) bool {
	if a.Code != b.Code || a.Outcome != b.Outcome || badness(a) != badness(b) {
		return false
	}
	if a.Outcome == rules.Unknown {
		return a.Observed == b.Observed
	}
	return anyDatabase(a) == anyDatabase(b)
}

// anyDatabase is the fix of a finding with the name of its database taken out, so that the
// same repair of five hundred databases is told once.
func anyDatabase(f rules.Finding) string {
	if f.Target.Database == "" {
		return f.Fix.Text
	}
	return strings.ReplaceAll(f.Fix.Text, tsql.Ident(f.Target.Database), "[<database>]")
}

// fix is the repair of a block: for one database with its name.
func (b block) fix() string {
	if len(b.databases()) > 1 {
		return anyDatabase(b.findings[0])
	}
	return b.findings[0].Fix.Text
}

// merged joins blocks of rules that could not look for the same reason at the same
// databases: a login without rights would otherwise fill pages with one sentence.
func merged(blocks []block) []block {
	var out []block
	for _, b := range blocks {
		i := slices.IndexFunc(out, func(x block) bool { return sameBlindness(x, b) })
		if i < 0 {
			out = append(out, b)
			continue
		}
		out[i].findings = append(out[i].findings, b.findings...)
	}
	return out
}

func sameBlindness(a, b block) bool {
	x, y := a.findings[0], b.findings[0]
	return x.Outcome == rules.Unknown && y.Outcome == rules.Unknown && a.badness == b.badness &&
		x.Observed == y.Observed && slices.Equal(a.databases(), b.databases())
}

// heads are the findings of a block with a code of their own, in order.
func (b block) heads() []rules.Finding {
	var list []rules.Finding
	for _, f := range b.findings {
		if !slices.ContainsFunc(list, func(x rules.Finding) bool { return x.Code == f.Code }) {
			list = append(list, f)
		}
	}
	return list
}

// databases are the databases of a block, each once, in order.
func (b block) databases() []string {
	var list []string
	seen := map[string]bool{}
	for _, f := range b.findings {
		if name := f.Target.Database; name != "" && !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

// alike tells whether the same was observed everywhere in the block.
func (b block) alike() bool {
	for _, f := range b.findings {
		if f.Observed != b.findings[0].Observed || f.Because != b.findings[0].Because {
			return false
		}
	}
	return true
}

// codes counts the rules among findings.
func codes(list []rules.Finding) int { return len(block{findings: list}.heads()) }
