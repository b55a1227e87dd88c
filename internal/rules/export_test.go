package rules

import (
	"slices"

	"milink/internal/facts"
)

// JudgeInverted is Judge with one rule turned round: pass and fail change places.
func JudgeInverted(doc *facts.Document, req Request, code string) []Finding {
	catalogue := slices.Clone(Catalogue())
	for i, r := range catalogue {
		if r.Code != code {
			continue
		}
		honest := r.judge
		catalogue[i].judge = func(s *subject) verdict {
			v := honest(s)
			switch v.outcome {
			case Pass:
				v.outcome = Fail
			case Fail:
				v.outcome = Pass
			}
			return v
		}
	}
	return judge(catalogue, doc, req)
}
