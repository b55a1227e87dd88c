package contract

import "strings"

// predicates writes the conditions on one table, each in one of its equivalent forms.
func (w *writer) predicates(q query, side int) []string {
	var out []string
	for _, p := range q.where {
		if p.col.side == side {
			out = append(out, w.dressed(w.predicate(p)))
		}
	}
	return out
}

// dressed adds to a condition what changes nothing in three-valued logic.
func (w *writer) dressed(p string) string {
	switch w.choose(7) {
	case 1:
		return "NOT (NOT (" + p + "))"
	case 2:
		return "(" + p + " AND 1 = 1)"
	case 3:
		return "(1 = 0 OR " + p + ")"
	case 4:
		return "((" + p + "))"
	case 5:
		return "CASE WHEN " + p + " THEN 1 ELSE 0 END = 1"
	case 6:
		return "EXISTS (SELECT 1 WHERE " + p + ")"
	}
	return p
}

// predicate writes one condition.
func (w *writer) predicate(p predicate) string {
	col := w.ref(p.col)
	switch p.op {
	case "IN":
		return w.in(col, p.values)
	case "BETWEEN":
		return w.between(col, p.values[0], p.values[1])
	case "IS NULL":
		return pick(w, col+" IS NULL", "NOT ("+col+" IS NOT NULL)", "ISNULL(CAST("+col+" AS nvarchar(100)), N'?') = N'?'")
	case "IS NOT NULL":
		return pick(w, col+" IS NOT NULL", "NOT "+col+" IS NULL", "COALESCE("+col+", NULL) IS NOT NULL")
	case "LIKE":
		return pick(w, col+" LIKE "+p.values[0], "NOT "+col+" NOT LIKE "+p.values[0], "PATINDEX("+p.values[0]+", "+col+") > 0")
	}
	return w.compare(col, p.op, p.values[0])
}

// in writes a list as IN, as OR, as a join with VALUES or as NOT of inequalities.
func (w *writer) in(col string, values []string) string {
	same := make([]string, len(values))
	differ := make([]string, len(values))
	rows := make([]string, len(values))
	for i, v := range values {
		same[i], differ[i], rows[i] = w.compare(col, "=", v), w.compare(col, "<>", v), "("+v+")"
	}
	return pick(w,
		col+" IN ("+strings.Join(values, ", ")+")",
		"("+strings.Join(w.shuffled(same), " OR ")+")",
		"NOT ("+strings.Join(w.shuffled(differ), " AND ")+")",
		col+" IN (SELECT v FROM (VALUES "+strings.Join(rows, ", ")+") AS list(v))",
		"EXISTS (SELECT * FROM (VALUES "+strings.Join(rows, ", ")+") AS list(v) WHERE list.v = "+col+")",
		col+" = ANY (SELECT v FROM (VALUES "+strings.Join(rows, ", ")+") list(v))",
		"NOT "+col+" NOT IN ("+strings.Join(values, ", ")+")")
}

func (w *writer) between(col, low, high string) string {
	return pick(w,
		col+" BETWEEN "+low+" AND "+high,
		"("+w.compare(col, ">=", low)+" AND "+w.compare(col, "<=", high)+")",
		"NOT "+col+" NOT BETWEEN "+low+" AND "+high,
		"NOT ("+w.compare(col, "<", low)+" OR "+w.compare(col, ">", high)+")")
}

// turned is the operator with its operands exchanged, negated its opposite.
var (
	turned  = map[string]string{"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
	negated = map[string]string{"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
)

func (w *writer) compare(x, op, y string) string {
	return pick(w,
		x+" "+op+" "+y,
		y+" "+turned[op]+" "+x,
		"NOT ("+x+" "+negated[op]+" "+y+")",
		x+op+y)
}
