package value

import (
	"errors"
	"math/big"
	"strings"
)

// MaxPrecision is the largest number of digits a decimal can hold.
const MaxPrecision = 38

// Dec is an exact decimal: Unscaled divided by ten to the power of Scale. It carries the
// values of decimal, numeric, money and smallmoney. A Dec is never changed in place; the
// zero Dec is 0.
type Dec struct {
	Unscaled *big.Int
	Scale    uint8
}

// ErrDecSyntax is what ParseDec says to text that is not a decimal number.
var ErrDecSyntax = errors.New("not a decimal number")

// maxDecText bounds the work ParseDec does: no varchar(n) is longer than this.
const maxDecText = 8000

// NewDec makes a Dec out of a whole number of units of the scale: NewDec(350, 2) is 3.50.
func NewDec(unscaled int64, scale uint8) Dec {
	return Dec{Unscaled: big.NewInt(unscaled), Scale: scale}
}

// ParseDec reads sign, digits and an optional point, as SQL Server takes them from a
// character string: blanks around are fine, an exponent is not.
func ParseDec(s string) (Dec, error) {
	s = strings.Trim(s, " \t\r\n")
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	digits := whole + fraction
	if digits == "" || len(digits) > maxDecText || len(fraction) > 255 || !allDigits(digits) {
		return Dec{}, ErrDecSyntax
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return Dec{}, ErrDecSyntax
	}
	if negative {
		n.Neg(n)
	}
	return Dec{Unscaled: n, Scale: uint8(len(fraction))}, nil
}

// allDigits tells whether s holds nothing but the digits 0 to 9.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// units is Unscaled without the nil of the zero Dec.
func (d Dec) units() *big.Int {
	if d.Unscaled == nil {
		return new(big.Int)
	}
	return d.Unscaled
}

// String writes all digits of the scale: 3.50 stays 3.50.
func (d Dec) String() string {
	digits := new(big.Int).Abs(d.units()).String()
	if d.Scale > 0 {
		if missing := int(d.Scale) + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		point := len(digits) - int(d.Scale)
		digits = digits[:point] + "." + digits[point:]
	}
	if d.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// Sign is -1, 0 or 1.
func (d Dec) Sign() int { return d.units().Sign() }

// Neg is the number with the other sign.
func (d Dec) Neg() Dec { return Dec{Unscaled: new(big.Int).Neg(d.units()), Scale: d.Scale} }

// Rescale gives the number another scale; digits that fall off are rounded half away from
// zero, as SQL Server does between decimals.
func (d Dec) Rescale(scale uint8) Dec {
	if scale >= d.Scale {
		return Dec{Unscaled: new(big.Int).Mul(d.units(), pow10(int(scale-d.Scale))), Scale: scale}
	}
	return Dec{Unscaled: divRound(d.units(), pow10(int(d.Scale-scale))), Scale: scale}
}

// Truncate gives the number a smaller scale by cutting digits off, which is what a
// conversion to an integer and ROUND's third argument do.
func (d Dec) Truncate(scale uint8) Dec {
	if scale >= d.Scale {
		return d.Rescale(scale)
	}
	return Dec{Unscaled: new(big.Int).Quo(d.units(), pow10(int(d.Scale-scale))), Scale: scale}
}

// Cmp orders two numbers by their value, whatever their scales: 1.0 equals 1.00.
func (d Dec) Cmp(o Dec) int {
	scale := max(d.Scale, o.Scale)
	return d.Rescale(scale).units().Cmp(o.Rescale(scale).units())
}

// Fits tells whether the number has no more digits than a decimal of that precision and
// scale can hold. It does not look at digits beyond the scale: rescale first.
func (d Dec) Fits(precision uint8) bool {
	return new(big.Int).Abs(d.units()).Cmp(pow10(int(precision))) < 0
}

// Float is the nearest float.
func (d Dec) Float() float64 {
	f, _ := new(big.Rat).SetFrac(d.units(), pow10(int(d.Scale))).Float64()
	return f
}

// pow10 is ten to the power of n.
func pow10(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// divRound divides and rounds half away from zero. The divisor is not zero.
func divRound(n, by *big.Int) *big.Int {
	quotient, rest := new(big.Int).QuoRem(n, by, new(big.Int))
	twice := rest.Abs(rest).Lsh(rest, 1)
	if twice.Cmp(new(big.Int).Abs(by)) >= 0 {
		quotient.Add(quotient, big.NewInt(int64(n.Sign()*by.Sign())))
	}
	return quotient
}
