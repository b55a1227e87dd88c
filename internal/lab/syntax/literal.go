package syntax

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"milink/internal/lab/value"
)

// literal reads a constant; nil when the current token is none.
func (p *parser) literal() *Literal {
	t := p.now()
	lit := &Literal{Pos: p.here()}
	switch {
	case p.isString(t):
		lit.Type, lit.Value = stringType(t), t.text
	case t.kind == integerToken:
		p.integerLiteral(lit, t)
	case t.kind == decimalToken:
		p.decimalLiteral(lit, t, t.text)
	case t.kind == floatToken:
		p.floatLiteral(lit, t)
	case t.kind == moneyToken:
		p.moneyLiteral(lit, t)
	case t.kind == binaryToken:
		b := binaryBytes(t.text)
		lit.Type, lit.Value = value.Type{Kind: value.VarBinary, Length: sized(len(b), 8000)}, b
	case t.upper == "NULL":
		lit.Type = value.NullT
	default:
		return nil
	}
	p.take()
	return lit
}

// stringType is varchar(n) or nvarchar(n); a string of no characters still has length 1.
func stringType(t token) value.Type {
	n := utf8.RuneCountInString(t.text)
	if t.kind == nationalToken {
		for _, r := range t.text {
			if r > 0xFFFF {
				n++ // a surrogate pair
			}
		}
		return value.Type{Kind: value.NVarChar, Length: sized(n, 4000)}
	}
	return value.Type{Kind: value.VarChar, Length: sized(n, 8000)}
}

// sized is the declared length of a constant: 1 at least, (max) beyond the limit.
func sized(n, limit int) int {
	if n > limit {
		return value.Max
	}
	return max(n, 1)
}

// integerLiteral makes an int, or a numeric with scale 0 when the number is larger than an
// int: SQL Server has no bigint constants.
func (p *parser) integerLiteral(lit *Literal, t token) {
	if n, err := strconv.ParseInt(t.text, 10, 64); err == nil && n <= math.MaxInt32 {
		lit.Type, lit.Value = value.IntT, n
		return
	}
	p.decimalLiteral(lit, t, t.text)
}

// decimalLiteral makes a numeric with just the digits written: 1.50 is numeric(3,2).
func (p *parser) decimalLiteral(lit *Literal, t token, text string) {
	whole, fraction, _ := strings.Cut(text, ".")
	precision := max(len(strings.TrimLeft(whole, "0"))+len(fraction), 1)
	d, err := value.ParseDec(text)
	if err != nil || precision > value.MaxPrecision {
		p.fail(1007, t.line, t.text)
		return
	}
	lit.Type = value.Type{Kind: value.Decimal, Precision: uint8(precision), Scale: uint8(len(fraction)), IsNumeric: true}
	lit.Value = d
}

// floatLiteral makes a float; 1e is 1e0, as on the server.
func (p *parser) floatLiteral(lit *Literal, t token) {
	text := t.text
	if !isDigit(text[len(text)-1]) {
		text += "0"
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		p.fail(168, t.line, t.text, 8)
		return
	}
	lit.Type, lit.Value = value.FloatT, f
}

// moneyLiteral makes a money with four decimals; $ alone is zero.
func (p *parser) moneyLiteral(lit *Literal, t token) {
	text := t.text
	if strings.Trim(text, ".") == "" {
		text = "0"
	}
	d, err := value.ParseDec(text)
	if err != nil || !d.Rescale(4).Fits(19) {
		p.fail(151, t.line, "$"+t.text)
		return
	}
	lit.Type, lit.Value = value.MoneyT, d.Rescale(4)
}

// binaryBytes decodes 0x..; an odd number of digits gets a zero in front.
func binaryBytes(text string) []byte {
	digits := text[2:]
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil
	}
	return b
}

// integer reads an unsigned integer constant that fits an int.
func (p *parser) integer() int {
	t := p.now()
	if t.kind != integerToken {
		p.near()
		return 0
	}
	n, err := strconv.ParseInt(t.text, 10, 32)
	if err != nil {
		p.near()
		return 0
	}
	p.take()
	return int(n)
}

// signed reads an integer constant with an optional sign.
func (p *parser) signed() int64 {
	negative := p.symbol("-")
	if !negative {
		p.symbol("+")
	}
	n := int64(p.integer())
	if negative {
		return -n
	}
	return n
}
