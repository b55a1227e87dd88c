package report

import (
	"slices"

	"milink/internal/rules"
)

// blindArea is the chapter of what could not be seen for one reason in several places.
const blindArea = "Could not be checked"

// gathered moves what could not look for the same reason into one chapter, a block a
// reason: a lost connection or a missing right would otherwise be told ten times.
func gathered(list []area) []area {
	blocks := map[string]int{}
	for _, a := range list {
		for _, b := range a.blocks {
			if b.blind() {
				blocks[b.findings[0].Observed]++
			}
		}
	}
	blind := area{name: blindArea, worst: calm}
	var out []area
	for _, a := range list {
		var kept []block
		for _, b := range a.blocks {
			if b.blind() && blocks[b.findings[0].Observed] > 1 {
				blind.take(b)
			} else {
				kept = append(kept, b)
			}
		}
		a.blocks = kept
		a.worst = worstOf(kept)
		if len(a.blocks)+len(a.passed)+len(a.skipped)+len(a.waived) > 0 {
			out = append(out, a)
		}
	}
	if len(blind.blocks) > 0 {
		blind.order()
		out = append(out, blind)
	}
	slices.SortStableFunc(out, func(a, b area) int { return a.worst - b.worst })
	return out
}

// take joins a block to the one with its reason.
func (a *area) take(b block) {
	for i := range a.blocks {
		if a.blocks[i].findings[0].Observed == b.findings[0].Observed {
			a.blocks[i].findings = append(a.blocks[i].findings, b.findings...)
			return
		}
	}
	a.blocks = append(a.blocks, block{findings: slices.Clone(b.findings)})
}

// order puts the worst first, in blocks and among them.
func (a *area) order() {
	for i := range a.blocks {
		b := &a.blocks[i]
		slices.SortStableFunc(b.findings, func(x, y rules.Finding) int { return badness(x) - badness(y) })
		b.badness = badness(b.findings[0])
	}
	slices.SortStableFunc(a.blocks, func(x, y block) int { return x.badness - y.badness })
	a.worst = worstOf(a.blocks)
}

func worstOf(blocks []block) int {
	worst := calm
	for _, b := range blocks {
		worst = min(worst, b.badness)
	}
	return worst
}

// blind tells whether the block is about what could not be seen.
func (b block) blind() bool { return b.findings[0].Outcome == rules.Unknown }

// of is the part of a block that is about one rule.
func (b block) of(code string) block {
	return block{b.badness, slices.DeleteFunc(slices.Clone(b.findings), func(f rules.Finding) bool { return f.Code != code })}
}

// sameDatabases tells whether every rule of the block is about the same databases.
func (b block) sameDatabases() bool {
	heads := b.heads()
	for _, h := range heads[1:] {
		if !slices.Equal(b.of(h.Code).databases(), b.of(heads[0].Code).databases()) {
			return false
		}
	}
	return true
}
