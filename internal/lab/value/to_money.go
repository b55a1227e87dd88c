package value

import (
	"encoding/binary"
	"math"
	"math/big"
	"strings"
	"time"

	"milink/internal/lab/message"
)

// toMoney rounds to four digits and checks the range of eight or four bytes.
func toMoney(v any, from, to Type) (any, error) {
	switch x := v.(type) {
	case string:
		d, ok := parseMoney(x)
		if !ok {
			return nil, moneySyntax(to)
		}
		return fitMoney(d, to, moneyTooLarge(to))
	case float64:
		return fitMoney(decOfFloat(x), to, overflow("expression", to))
	case time.Time:
		return fitMoney(daysAsDec(x, 4), to, overflow("expression", to))
	case []byte:
		return moneyOfBytes(x, to), nil
	}
	return fitMoney(exact(v), to, overflow(from.Word(), to))
}

func moneySyntax(to Type) error {
	if to.Kind == SmallMoney {
		return message.New(293)
	}
	return message.New(235)
}

func moneyTooLarge(to Type) error {
	if to.Kind == SmallMoney {
		return message.New(294)
	}
	return message.New(236)
}

func fitMoney(d Dec, to Type, tooLarge error) (any, error) {
	d = d.Rescale(4)
	units := d.units()
	if !units.IsInt64() || to.Kind == SmallMoney && (units.Int64() < math.MinInt32 || units.Int64() > math.MaxInt32) {
		return nil, tooLarge
	}
	return d, nil
}

// currencySigns may stand before an amount.
const currencySigns = "$£¤¥€"

// parseMoney takes an amount with sign, currency and commas; nothing at all is 0.
func parseMoney(s string) (Dec, bool) {
	s = strings.Trim(s, " ")
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+"), " ")
	for _, r := range currencySigns {
		if rest, found := strings.CutPrefix(s, string(r)); found {
			s = strings.TrimLeft(rest, " ")
			break
		}
	}
	if rest, found := strings.CutPrefix(s, "-"); found && !negative {
		s, negative = rest, true
	}
	s = strings.ReplaceAll(s, ",", "")
	if s == "" {
		return Dec{}, true
	}
	d, err := ParseDec(s)
	if err != nil || strings.ContainsAny(s[:1], "+-") {
		return Dec{}, false
	}
	if negative {
		d = d.Neg()
	}
	return d, true
}

// moneyOfBytes takes the last eight or four bytes as units of a ten-thousandth.
func moneyOfBytes(b []byte, to Type) Dec {
	var all [8]byte
	size := 8
	if to.Kind == SmallMoney {
		size = 4
	}
	b = b[max(0, len(b)-size):]
	copy(all[8-len(b):], b)
	n := int64(binary.BigEndian.Uint64(all[:]))
	if to.Kind == SmallMoney {
		n = int64(int32(n))
	}
	return Dec{Unscaled: big.NewInt(n), Scale: 4}
}
