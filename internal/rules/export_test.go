package rules

import (
	"slices"

	"milink/internal/facts"
)

// Mutant is a way to break a rule.
type Mutant string

// The mutants of the mutation test.
const (
	NeverFails  Mutant = "never fails"
	NeverPasses Mutant = "never passes"
	Inverted    Mutant = "passes and fails the wrong way round"
)

// apply breaks a verdict.
func (m Mutant) apply(o Outcome) Outcome {
	switch {
	case o == Fail && m != NeverPasses:
		return Pass
	case o == Pass && m != NeverFails:
		return Fail
	}
	return o
}

// JudgeMutated is Judge with one rule broken.
func JudgeMutated(doc *facts.Document, req Request, code string, m Mutant) []Finding {
	catalogue := slices.Clone(Catalogue())
	for i, r := range catalogue {
		if r.Code != code {
			continue
		}
		honest := r.judge
		catalogue[i].judge = func(s *subject) verdict {
			v := honest(s)
			v.outcome = m.apply(v.outcome)
			return v
		}
	}
	return judge(catalogue, doc, req)
}
