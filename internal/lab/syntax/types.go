package syntax

import (
	"strings"

	"milink/internal/lab/value"
)

// typeUse says where a type stands: it decides the default length and the error.
type typeUse struct {
	cast   bool // CAST and CONVERT: length 30 by default, 243 for an unknown type
	number int  // the parameter or column number that 2715 names
}

// dataType reads a type with its arguments.
func (p *parser) dataType(use typeUse) value.Type {
	line, start := p.now().line, p.i
	name := p.typeName()
	shown := p.source(start)
	args, sized := p.typeArgs()
	if p.failed() {
		return value.Type{}
	}
	t, ok := value.TypeByName(name, args)
	if !ok {
		p.badType(use, line, name, shown, args)
		return value.Type{}
	}
	if use.cast && !sized && isSized(t.Kind) && name != "sysname" {
		t.Length = castLength
	}
	return t
}

// castLength is the length CAST gives a string type without one.
const castLength = 30

// isSized tells the kinds with a length; sysname has its own and is nvarchar(128).
func isSized(k value.Kind) bool {
	switch k {
	case value.Binary, value.VarBinary, value.Char, value.VarChar, value.NChar, value.NVarChar:
		return true
	}
	return false
}

// typeName reads the words of a type: int, sys.sysname, double precision, national char
// varying.
func (p *parser) typeName() string {
	words := []string{}
	if p.word("NATIONAL") {
		words = append(words, "national")
	}
	switch {
	case p.word("DOUBLE"):
		p.need("PRECISION")
		return "double precision"
	case strings.EqualFold(p.now().text, "sys") && p.isName(p.now()) && p.isSymbol(1, "."):
		p.i += 2
	}
	words = append(words, p.ident().Text)
	if p.isSymbol(0, ".") {
		p.i++
		words[len(words)-1] += "." + p.ident().Text
	}
	if p.word("VARYING") {
		words = append(words, "varying")
	}
	return strings.ToLower(strings.Join(words, " "))
}

// typeArgs reads (n), (n, m) or (max).
func (p *parser) typeArgs() (args []int, given bool) {
	if !p.symbol("(") {
		return nil, false
	}
	if p.word("MAX") {
		p.needSymbol(")")
		return []int{value.Max}, true
	}
	p.list(func() { args = append(args, p.integer()) })
	p.needSymbol(")")
	return args, true
}

// badType says what is wrong with a type that TypeByName refused.
func (p *parser) badType(use typeUse, line int, name, shown string, args []int) {
	bare, known := value.TypeByName(name, nil)
	switch {
	case !known && use.cast:
		p.fail(243, line, shown)
	case !known:
		p.fail(2715, line, use.number, shown)
	case bare.Kind == value.Decimal || bare.Kind == value.Float || bare.Kind == value.Real:
		p.badPrecision(use, line, args)
	case takesScale(bare.Kind) && len(args) == 1:
		p.fail(1002, line, line, args[0])
	case !isSized(bare.Kind) && !takesScale(bare.Kind) || name == "sysname":
		p.noWidth(use, line, shown)
	case len(args) == 1 && args[0] == 0:
		p.fail(1001, line, line, args[0])
	case len(args) == 1 && args[0] > 0:
		p.tooLong(use, line, shown, args[0], bare.Kind)
	default:
		p.noWidth(use, line, shown)
	}
}

// badPrecision tells a precision that is too large from a scale that is.
func (p *parser) badPrecision(use typeUse, line int, args []int) {
	switch {
	case args[0] < 1:
		p.fail(1001, line, line, args[0])
	case len(args) == 2 && args[0] <= value.MaxPrecision:
		p.fail(192, line)
	default:
		p.fail(2750, line, use.number, args[0], value.MaxPrecision)
	}
}

// noWidth reports arguments the type does not take.
func (p *parser) noWidth(use typeUse, line int, shown string) {
	if use.cast {
		p.fail(291, line, shown)
		return
	}
	p.fail(2716, line, use.number, shown)
}

// tooLong reports a length beyond the type's limit.
func (p *parser) tooLong(use typeUse, line int, shown string, n int, kind value.Kind) {
	limit, what := 8000, "parameter"
	if kind == value.NChar || kind == value.NVarChar {
		limit = 4000
	}
	if use.cast {
		what = "type"
	}
	p.fail(131, line, n, what, shown, limit)
}

func takesScale(k value.Kind) bool {
	return k == value.Time || k == value.DateTime2 || k == value.DateTimeOffset
}
