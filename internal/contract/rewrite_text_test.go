package contract

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// writer makes one text of a query. Every choice comes from its seeded generator; the
// plain writer has none and always takes the first form.
type writer struct {
	rng   *rand.Rand // nil: plain
	alias [2]string
	cte   []string // common table expressions written so far
}

// write returns the text and, per column of it, which column of the query it is.
func write(q query, rng *rand.Rand) (string, []int) {
	w := &writer{rng: rng}
	w.aliases()
	order := w.columnOrder(len(q.cols))
	cols := make([]string, len(order))
	for i, from := range order {
		cols[i] = fmt.Sprintf("%s%sc%d", w.ref(q.cols[from]), pick(w, " AS ", " as ", " "), from)
	}
	from, rest := w.from(q)
	text := "SELECT " + strings.Join(cols, ", ") + "\nFROM " + from
	if len(rest) > 0 {
		text += "\nWHERE " + strings.Join(w.shuffled(rest), pick(w, " AND ", "\n  and "))
	}
	if len(w.cte) > 0 {
		text = "WITH " + strings.Join(w.cte, ",\n") + "\n" + text
	}
	return w.wrapped(text, order), order
}

// pick chooses one of several equivalent forms.
func pick(w *writer, forms ...string) string {
	return forms[w.choose(len(forms))]
}

func (w *writer) choose(n int) int {
	if w.rng == nil {
		return 0
	}
	return w.rng.IntN(n)
}

// aliases names both tables, now and then by words that need brackets.
func (w *writer) aliases() {
	w.alias = [2]string{
		pick(w, "l", "d", "[left]", "t1", "[order by]", "ünï", "[a b]"),
		pick(w, "r", "f", "[right]", "t2", "[group]", "_x", "[c]]d]"),
	}
}

func (w *writer) columnOrder(n int) []int {
	if w.rng == nil {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	}
	return w.rng.Perm(n)
}

func (w *writer) shuffled(parts []string) []string {
	if w.rng != nil {
		w.rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	return parts
}

// ref is a column with its alias, quoted in one of the ways T-SQL knows.
func (w *writer) ref(o operand) string { return w.alias[o.side] + "." + w.column(o.name) }

func (w *writer) column(name string) string {
	return pick(w, name, name, "["+name+"]", `"`+name+`"`)
}

// from writes the sources and returns what is left to say in WHERE.
func (w *writer) from(q query) (string, []string) {
	if q.right == "" {
		table, rest := w.table(q, 0)
		return table, rest
	}
	if q.outer {
		return w.outerJoin(q)
	}
	return w.innerJoin(q)
}

// onClause is the condition of the join.
func (w *writer) onClause(q query) string {
	var parts []string
	for _, pair := range q.on {
		parts = append(parts, w.compare(w.ref(left(pair[0])), "=", w.ref(right(pair[1]))))
	}
	return strings.Join(parts, " AND ")
}

func (w *writer) innerJoin(q query) (string, []string) {
	l, restL := w.table(q, 0)
	form := w.choose(6)
	if form == 3 {
		return l + "\nCROSS APPLY " + w.applied(q, w.predicates(q, 1)), restL
	}
	r, restR := w.table(q, 1)
	rest := append(restL, restR...)
	switch form {
	case 1:
		return r + "\nINNER JOIN " + l + "\n  ON " + w.onClause(q), rest
	case 2:
		return l + ", " + r, append(rest, w.onClause(q))
	case 4:
		return l + " CROSS JOIN " + r, append(rest, w.onClause(q))
	case 5: // what WHERE would say may stand in ON of an inner join
		on := append([]string{w.onClause(q)}, rest...)
		return l + " JOIN " + r + " ON " + strings.Join(on, " AND "), nil
	}
	return l + "\nJOIN " + r + " ON " + w.onClause(q), rest
}

func (w *writer) outerJoin(q query) (string, []string) {
	l, rest := w.table(q, 0)
	switch w.choose(4) {
	case 1:
		r, _ := w.table(q, 1)
		return r + "\nRIGHT OUTER JOIN " + l + " ON " + w.onClause(q), rest
	case 2:
		return l + "\nOUTER APPLY " + w.applied(q, nil), rest
	case 3: // the matching rows and those without a match, from a derived table
		r, _ := w.table(q, 1)
		return "(" + l + "\nLEFT JOIN " + r + " ON " + w.onClause(q) + ")", rest
	}
	r, _ := w.table(q, 1)
	return l + "\nLEFT JOIN " + r + " ON " + w.onClause(q), rest
}

// applied is the right table as a correlated subquery.
func (w *writer) applied(q query, where []string) string {
	var names []string
	for _, o := range q.cols {
		if o.side == 1 {
			names = append(names, w.alias[1]+"."+o.name)
		}
	}
	if w.choose(2) == 0 {
		names = []string{"*"}
	} else {
		names = unique(names)
	}
	conditions := append([]string{w.onClause(q)}, where...)
	return fmt.Sprintf("(SELECT %s FROM %s AS %s WHERE %s) %s", strings.Join(names, ", "), q.right, w.alias[1],
		strings.Join(conditions, " AND "), w.alias[1])
}

// table writes one source: the view itself, a derived table or a common table expression.
// Conditions on it go inside or are returned for WHERE.
func (w *writer) table(q query, side int) (string, []string) {
	name := q.left
	if side == 1 {
		name = q.right
	}
	where := w.predicates(q, side)
	as := pick(w, " AS ", " ", "\n  ")
	switch w.choose(5) {
	case 1:
		return fmt.Sprintf("(SELECT * FROM %s)%s%s", name, as, w.alias[side]), where
	case 2:
		return "(" + w.filtered(q, side, name, where) + ")" + as + w.alias[side], nil
	case 3:
		cte := fmt.Sprintf("cte_%d", side)
		w.cte = append(w.cte, cte+" AS ("+w.filtered(q, side, name, where)+")")
		return cte + as + w.alias[side], nil
	case 4:
		return caseOf(w, name) + as + w.alias[side] + pick(w, " WITH (NOLOCK)", ""), where
	}
	return name + as + w.alias[side], where
}

// filtered is a SELECT of the columns that the query needs of a table, under conditions.
func (w *writer) filtered(q query, side int, name string, where []string) string {
	var cols []string
	for _, o := range q.cols {
		if o.side == side {
			cols = append(cols, w.column(o.name))
		}
	}
	for _, pair := range q.on {
		cols = append(cols, pair[side])
	}
	text := fmt.Sprintf("SELECT %s FROM %s AS %s", strings.Join(unique(cols), ", "), name, w.alias[side])
	if len(where) > 0 {
		text += " WHERE " + strings.Join(w.shuffled(where), " AND ")
	}
	return text
}

// unique drops repeated column names, however they are quoted.
func unique(names []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range names {
		if key := strings.Trim(n, `[]"`); !seen[key] {
			seen[key] = true
			out = append(out, n)
		}
	}
	return out
}

// caseOf writes a name in another case: catalog names do not depend on it.
func caseOf(w *writer, name string) string {
	return pick(w, name, strings.ToUpper(name))
}

// wrapped puts the whole statement into another one that returns the same rows.
func (w *writer) wrapped(text string, order []int) string {
	if len(w.cte) > 0 {
		return text + pick(w, "", ";", "\nOPTION (MAXDOP 1)", "\nORDER BY 1")
	}
	names := make([]string, len(order))
	for i, c := range order {
		names[i] = fmt.Sprintf("c%d", c)
	}
	list := strings.Join(names, ", ")
	switch w.choose(6) {
	case 1:
		return "SELECT " + list + " FROM (" + text + ") AS q"
	case 2:
		return "WITH q (" + list + ") AS (" + text + ")\nSELECT " + list + " FROM q"
	case 3:
		return text + "\nORDER BY " + names[0] + " DESC"
	case 4:
		return "SELECT TOP (1000000) " + list + " FROM (" + text + ") q ORDER BY " + names[len(names)-1]
	case 5:
		return "SELECT " + list + " FROM (" + text + ") q\nUNION ALL\nSELECT " + list + " FROM (" + text + ") q WHERE 1 = 0"
	}
	return text
}
