// Package suggest finds which of the known words a person probably meant. It knows
// nothing about keys, rules or scenarios: callers bring the words.
package suggest

import (
	"slices"
	"strings"
)

// Near returns up to three of the known words that are close to the given one, closest
// first, equals in the order they were given. A word is close when it is reached with one
// change per three letters, or when one is the beginning of the other.
func Near(word string, known []string) []string {
	type scored struct {
		word string
		cost int
	}
	var near []scored
	lower := strings.ToLower(word)
	limit := max(1, len([]rune(lower))/3)
	for _, k := range known {
		cost := distance(lower, strings.ToLower(k))
		if len(lower) >= 3 && strings.HasPrefix(strings.ToLower(k), lower) {
			cost = min(cost, 1)
		}
		if cost <= limit {
			near = append(near, scored{k, cost})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return a.cost - b.cost })
	var out []string
	for _, n := range near[:min(3, len(near))] {
		out = append(out, n.word)
	}
	return out
}

// Question is Near as the end of a sentence: `: did you mean "a" or "b"?`, or nothing.
func Question(word string, known []string) string {
	near := Near(word, known)
	if len(near) == 0 {
		return ""
	}
	quoted := make([]string, len(near))
	for i, n := range near {
		quoted[i] = `"` + n + `"`
	}
	return ": did you mean " + strings.Join(quoted, " or ") + "?"
}

// distance counts the letters to insert, delete, replace or swap with their neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before := make([]int, len(y)+1)
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+differs(x[i-1], y[j-1]))
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}

func differs(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
