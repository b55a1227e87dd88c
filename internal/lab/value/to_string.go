package value

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"

	"milink/internal/lab/message"
)

// toString converts anything to a character type.
func toString(v any, from, to Type, style int) (any, error) {
	switch x := v.(type) {
	case string:
		return shape(x, to), nil
	case bool:
		return shapeInteger(strconv.Itoa(int(intOf(x))), from, to)
	case int64:
		return shapeInteger(strconv.FormatInt(x, 10), from, to)
	case Dec:
		return shapeDecimal(x, from, to, style)
	case float64:
		return shapeFloat(x, from, to, style)
	case time.Time:
		s, err := formatDate(x, from, to, style)
		return shape(s, to), err
	case GUID:
		if to.Length != Max && to.Length < guidChars {
			return nil, message.New(8170)
		}
		return shape(x.String(), to), nil
	case []byte:
		return stringOfBytes(x, from, to, style)
	}
	return nil, mismatch(from, to)
}

func intOf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// shapeInteger knows the star: char and varchar show * for an integer that does not fit;
// bigint and the Unicode types refuse.
func shapeInteger(digits string, from, to Type) (any, error) {
	switch {
	case to.Length == Max || len(digits) <= to.Length:
		return shape(digits, to), nil
	case from.Kind != BigInt && !isUnicode(to.Kind):
		return shape("*", to), nil
	}
	return nil, overflow("expression", to)
}

// shapeDecimal prints decimals with their scale and money in its styles.
func shapeDecimal(d Dec, from, to Type, style int) (any, error) {
	text := d.String()
	if isMoney(from.Kind) {
		text = formatMoney(d, style)
	}
	switch {
	case to.Length == Max || len(text) <= to.Length:
		return shape(text, to), nil
	case from.Kind == Money:
		return nil, message.New(234, to.Word())
	case from.Kind == SmallMoney:
		return nil, message.New(292, to.Word())
	}
	return nil, overflow("numeric", to)
}

// formatMoney writes two digits behind the point (style 0), the same with commas (1), or
// four digits (2 and 126).
func formatMoney(d Dec, style int) string {
	switch style {
	case 2, 126:
		return d.Rescale(4).String()
	case 1:
		return commas(d.Rescale(2).String())
	}
	return d.Rescale(2).String()
}

// commas groups the digits before the point by three.
func commas(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + "." + fraction
}

func shapeFloat(f float64, from, to Type, style int) (any, error) {
	text := formatFloat(f, style)
	if to.Length != Max && len(text) > to.Length {
		return nil, overflow(from.Word(), to)
	}
	return shape(text, to), nil
}

// formatFloat writes six digits at most (style 0), or 8, 16 or 17 digits in scientific
// form (1, 2, 3). The exponent has three digits.
func formatFloat(f float64, style int) string {
	switch style {
	case 1:
		return longExponent(strconv.FormatFloat(f, 'e', 7, 64))
	case 2:
		return longExponent(strconv.FormatFloat(f, 'e', 15, 64))
	case 3:
		return longExponent(strconv.FormatFloat(f, 'e', 16, 64))
	}
	if a := math.Abs(f); a != 0 && (a >= 999999.5 || a < 0.0001) {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', 5, 64), "e")
		return longExponent(trimZeros(mantissa) + "e" + exponent)
	}
	return strconv.FormatFloat(roundDigits(f, 6), 'f', -1, 64)
}

// roundDigits keeps so many significant digits.
func roundDigits(f float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', digits, 64), 64)
	if err != nil {
		return f
	}
	return rounded + 0
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// longExponent widens the exponent to three digits: e+06 becomes e+006.
func longExponent(s string) string {
	mantissa, exponent, found := strings.Cut(s, "e")
	if !found {
		return s
	}
	digits := exponent[1:]
	return mantissa + "e" + exponent[:1] + strings.Repeat("0", max(0, 3-len(digits))) + digits
}

// stringOfBytes reads bytes as characters (style 0), or writes them in hex with 0x
// (style 1) or without (style 2).
func stringOfBytes(b []byte, from, to Type, style int) (any, error) {
	digits := strings.ToUpper(hex.EncodeToString(b))
	switch {
	case style == 1:
		return shape("0x"+digits, to), nil
	case style == 2:
		return shape(digits, to), nil
	case style > 2:
		return nil, message.New(281, style, from.Word())
	case isUnicode(to.Kind):
		return shape(decodeUTF16(b), to), nil
	}
	return shape(DecodeCP1252(b), to), nil
}
