package value

import "math/big"

// Add is d + o with the larger of the two scales; the result is exact.
func (d Dec) Add(o Dec) Dec {
	scale := max(d.Scale, o.Scale)
	return Dec{Unscaled: new(big.Int).Add(d.Rescale(scale).units(), o.Rescale(scale).units()), Scale: scale}
}

// Sub is d - o with the larger of the two scales; the result is exact.
func (d Dec) Sub(o Dec) Dec { return d.Add(o.Neg()) }

// Mul is d * o with the sum of the scales; the result is exact.
func (d Dec) Mul(o Dec) Dec {
	return Dec{Unscaled: new(big.Int).Mul(d.units(), o.units()), Scale: d.Scale + o.Scale}
}

// Div is d / o cut off after scale digits: SQL Server does not round a quotient, so that
// 2.0/3 ends in a 6. The divisor must not be zero.
func (d Dec) Div(o Dec, scale uint8) Dec {
	n := new(big.Int).Mul(d.units(), pow10(int(scale)+int(o.Scale)))
	by := new(big.Int).Mul(o.units(), pow10(int(d.Scale)))
	return Dec{Unscaled: n.Quo(n, by), Scale: scale}
}

// Mod is the rest of d / o; it has the sign of d. The divisor must not be zero.
func (d Dec) Mod(o Dec) Dec {
	scale := max(d.Scale, o.Scale)
	n, by := d.Rescale(scale).units(), o.Rescale(scale).units()
	return Dec{Unscaled: new(big.Int).Rem(n, by), Scale: scale}
}
