package value

import "strconv"

// calendar makes year, month and day out of the numbers found.
func (p *dateParser) calendar(order dateOrder) (year, month, day int, err error) {
	switch {
	case len(p.numbers) == 0 && p.month == 0:
		if !p.timed || p.marks != "" {
			return 0, 0, 0, errDateSyntax
		}
		return 1900, 1, 1, nil
	case p.month != 0:
		return p.namedMonth()
	case len(p.numbers) == 1 && p.marks == "":
		return plainDigits(p.numbers[0])
	case len(p.numbers) == 3 && separators(p.marks):
		return threeNumbers(p.numbers, order)
	}
	return 0, 0, 0, errDateSyntax
}

// separators tells whether the marks are two of the same kind.
func separators(marks string) bool {
	return len(marks) == 2 && marks[0] == marks[1] && marks[0] != ','
}

// namedMonth reads "Apr 15, 1996" in any order: the year is the number with four digits,
// or the last one. A month and a year alone are the first of the month.
func (p *dateParser) namedMonth() (year, month, day int, err error) {
	switch len(p.numbers) {
	case 1:
		if len(p.numbers[0]) == 4 {
			return number(p.numbers[0]), p.month, 1, nil
		}
	case 2:
		first, second := p.numbers[0], p.numbers[1]
		if len(first) == 4 {
			first, second = second, first
		}
		if len(first) <= 2 && (len(second) == 4 || len(second) <= 2) {
			return fullYear(second), p.month, number(first), nil
		}
	}
	return 0, 0, 0, errDateSyntax
}

// plainDigits reads yyyymmdd, yymmdd, or a year alone.
func plainDigits(s string) (year, month, day int, err error) {
	switch len(s) {
	case 4:
		return number(s), 1, 1, nil
	case 6:
		return fullYear(s[:2]), number(s[2:4]), number(s[4:]), nil
	case 8:
		return number(s[:4]), number(s[4:6]), number(s[6:]), nil
	}
	return 0, 0, 0, errDateSyntax
}

// threeNumbers reads three numbers with separators. A year of four digits says where it
// stands itself.
// modelled: a leading year is followed by the month in every order.
func threeNumbers(n []string, order dateOrder) (year, month, day int, err error) {
	a, b, c := n[0], n[1], n[2]
	switch {
	case len(a) == 4 && len(b) <= 2 && len(c) <= 2:
		return number(a), number(b), number(c), nil
	case len(a) > 2 || len(b) > 2 || len(c) != 4 && len(c) > 2:
		return 0, 0, 0, errDateSyntax
	case len(c) == 4 && order == dayFirst:
		return number(c), number(b), number(a), nil
	case len(c) == 4:
		return number(c), number(a), number(b), nil
	case order == dayFirst:
		return fullYear(c), number(b), number(a), nil
	case order == yearFirst:
		return fullYear(a), number(b), number(c), nil
	}
	return fullYear(c), number(a), number(b), nil
}

// number reads a short run of digits.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0 // out of every range
	}
	return n
}

// fullYear completes a year of two digits; the cutoff is 2049.
func fullYear(s string) int {
	n := number(s)
	switch {
	case len(s) > 2:
		return n
	case n < 50:
		return 2000 + n
	}
	return 1900 + n
}
