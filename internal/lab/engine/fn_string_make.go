package engine

import (
	"math"
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// stringFunctions2 make strings.
var stringFunctions2 = map[string]builtin{
	"concat":        {2, 254, 0, bindConcat},
	"concat_ws":     {3, 254, 14, bindConcatWS},
	"replicate":     {2, 2, 0, bindReplicate},
	"space":         {1, 1, 0, bindSpace},
	"soundex":       {1, 1, 0, bindSoundex},
	"difference":    {2, 2, 0, bindDifference},
	"quotename":     {1, 2, 0, bindQuoteName},
	"parsename":     {2, 2, 0, bindParseName},
	"str":           {1, 3, 0, bindStr},
	"char":          {1, 1, 0, bindChar},
	"nchar":         {1, 1, 0, bindNChar},
	"translate":     {3, 3, 14, bindTranslate},
	"string_escape": {2, 2, 0, bindStringEscape},
	"formatmessage": {1, 21, 0, bindFormatMessage},
	"format":        {2, 3, 0, bindFormat},
}

func (c *callSite) strs(from int) []*scalar {
	out := make([]*scalar, 0, len(c.args))
	for i := from; i < len(c.args); i++ {
		out = append(out, c.b.text(c.e, c.args[i]))
	}
	return out
}

// bindConcat is CONCAT: NULL counts as the empty string.
func bindConcat(c *callSite) *scalar {
	args := c.strs(0)
	return &scalar{typ: concatLength(args), collate: c.b.sharedCollation(c.e, args), eval: func(f *frame) (any, error) {
		v, err := evalRow(args, f)
		if err != nil {
			return nil, err
		}
		var w strings.Builder
		for _, x := range v {
			s, _ := x.(string)
			w.WriteString(s)
		}
		return w.String(), nil
	}}
}

// concatLength adds up the lengths of all arguments; a (max) makes the whole (max).
func concatLength(args []*scalar) value.Type {
	t, n := longest(args...), 0
	for _, a := range args {
		n += a.typ.Length
	}
	if t.Length != value.Max {
		t.Length = min(max(n, 1), t.Length)
	}
	return t
}

// bindConcatWS is CONCAT_WS: NULLs are left out, with their separator.
func bindConcatWS(c *callSite) *scalar {
	args := c.strs(0)
	return &scalar{typ: longest(args...), collate: c.b.sharedCollation(c.e, args), eval: func(f *frame) (any, error) {
		v, err := evalRow(args, f)
		if err != nil {
			return nil, err
		}
		var parts []string
		for _, x := range v[1:] {
			if s, ok := x.(string); ok {
				parts = append(parts, s)
			}
		}
		sep, _ := v[0].(string)
		return strings.Join(parts, sep), nil
	}}
}

// bindReplicate cuts at 8000 bytes unless the input is (max).
func bindReplicate(c *callSite) *scalar {
	x := c.str(0)
	t := longest(x)
	return maybeNull(strict(t, []*scalar{x, c.num(1)}, func(v []any) (any, error) {
		s, n := v[0].(string), v[1].(int64)
		if n < 0 {
			return nil, nil
		}
		return repeated(s, n, t), nil
	}))
}

// maxRepeat bounds what one REPLICATE builds, the (max) types included.
const maxRepeat = 64 << 20

func repeated(s string, n int64, t value.Type) string {
	if s == "" {
		return ""
	}
	most := int64(maxRepeat / len(s))
	if t.Length != value.Max {
		most = int64(t.Length/max(value.Units(s), 1)) + 1
	}
	out := strings.Repeat(s, int(min(n, most)))
	if u := units(out); t.Length != value.Max && len(u) > t.Length {
		return fromUnits(u[:t.Length])
	}
	return out
}

func bindSpace(c *callSite) *scalar {
	return maybeNull(strict(value.VarCharN(8000), []*scalar{c.num(0)}, func(v []any) (any, error) {
		n := v[0].(int64)
		if n < 0 {
			return nil, nil
		}
		return strings.Repeat(" ", int(min(n, 8000))), nil
	}))
}

// quotes are the characters QUOTENAME takes, with the pair each stands for.
var quotes = map[string][2]string{
	"[": {"[", "]"}, "]": {"[", "]"}, "'": {"'", "'"}, `"`: {`"`, `"`}, "`": {"`", "`"},
	"(": {"(", ")"}, ")": {"(", ")"}, "<": {"<", ">"}, ">": {"<", ">"}, "{": {"{", "}"}, "}": {"{", "}"},
}

func bindQuoteName(c *callSite) *scalar {
	args := []*scalar{c.str(0)}
	if len(c.args) > 1 {
		args = append(args, c.str(1))
	}
	return maybeNull(strict(value.NVarCharN(258), args, func(v []any) (any, error) {
		quote := "["
		if len(v) > 1 {
			quote = v[1].(string)
		}
		pair, ok := quotes[quote]
		s := v[0].(string)
		if !ok || value.Units(s) > 128 {
			return nil, nil
		}
		return pair[0] + strings.ReplaceAll(s, pair[1], pair[1]+pair[1]) + pair[1], nil
	}))
}

// bindParseName is PARSENAME: part 1 is the object, 4 the server. The parts need not be
// names: it is the usual way to take a version apart.
func bindParseName(c *callSite) *scalar {
	return maybeNull(strict(value.SysnameT, []*scalar{c.str(0), c.num(1)}, func(v []any) (any, error) {
		parts, n := nameParts(v[0].(string)), v[1].(int64)
		if n < 1 || n > int64(len(parts)) || len(parts) > 4 {
			return nil, nil
		}
		return nullIfEmpty(parts[int64(len(parts))-n]), nil
	}))
}

// nameParts takes a dotted name apart; nil when its quotes do not close.
func nameParts(s string) []string {
	var parts []string
	for {
		part, rest, ok := namePart(s)
		if !ok {
			return nil
		}
		parts = append(parts, part)
		if rest == "" {
			return parts
		}
		s = rest[1:]
	}
}

// namePart reads one part; rest begins with the point behind it, or is empty.
func namePart(s string) (part, rest string, ok bool) {
	end := map[byte]string{'[': "]", '"': `"`}
	if s == "" || end[s[0]] == "" {
		at := strings.IndexByte(s, '.')
		if at < 0 {
			return s, "", true
		}
		return s[:at], s[at:], true
	}
	quote := end[s[0]]
	for s = s[1:]; ; {
		at := strings.Index(s, quote)
		if at < 0 {
			return "", "", false
		}
		part, s = part+s[:at], s[at+1:]
		if !strings.HasPrefix(s, quote) {
			return part, s, s == "" || s[0] == '.'
		}
		part, s = part+quote, s[1:]
	}
}

// bindStr is STR(x, length, decimals): right-aligned, stars when it does not fit.
func bindStr(c *callSite) *scalar {
	args := []*scalar{c.as(0, value.FloatT)}
	length := 10
	for i := 1; i < len(c.args); i++ {
		args = append(args, c.num(i))
		if n, ok := c.constant(i); ok && i == 1 {
			length = max(n, 1)
		}
	}
	return maybeNull(strict(value.VarCharN(length), args, func(v []any) (any, error) {
		width, decimals := int64(10), int64(0)
		if len(v) > 1 {
			width = v[1].(int64)
		}
		if len(v) > 2 {
			decimals = min(max(v[2].(int64), 0), 16)
		}
		return strText(v[0].(float64), width, decimals), nil
	}))
}

func strText(x float64, width, decimals int64) any {
	if width < 0 || width > 8000 {
		return nil
	}
	text := strconv.FormatFloat(roundFloat(x, decimals), 'f', int(decimals), 64)
	whole, _, _ := strings.Cut(text, ".")
	switch {
	case int64(len(whole)) > width:
		return strings.Repeat("*", int(width))
	case int64(len(text)) > width:
		room := max(width-int64(len(whole))-1, 0)
		text = strconv.FormatFloat(roundFloat(x, room), 'f', int(room), 64)
	}
	return strings.Repeat(" ", max(int(width)-len(text), 0)) + text
}

// roundFloat rounds half away from zero.
func roundFloat(x float64, decimals int64) float64 {
	return cutFloat(x, decimals, math.Round)
}

func bindChar(c *callSite) *scalar {
	return maybeNull(strict(value.CharN(1), []*scalar{c.num(0)}, func(v []any) (any, error) {
		n := v[0].(int64)
		if n < 0 || n > 255 {
			return nil, nil
		}
		return value.DecodeCP1252([]byte{byte(n)}), nil
	}))
}

func bindNChar(c *callSite) *scalar {
	return maybeNull(strict(value.NCharN(1), []*scalar{c.num(0)}, func(v []any) (any, error) {
		n := v[0].(int64)
		if n < 0 || n > 0xFFFF {
			return nil, nil
		}
		return fromUnits([]uint16{uint16(n)}), nil
	}))
}

// bindTranslate is TRANSLATE: character by character, both lists of one length.
func bindTranslate(c *callSite) *scalar {
	x := c.str(0)
	t := value.Type{Kind: varying(x.typ.Kind), Length: x.typ.Length}
	coll := c.b.own(x)
	return strict(t, []*scalar{x, c.str(1), c.str(2)}, func(v []any) (any, error) {
		from, to := []rune(v[1].(string)), []rune(v[2].(string))
		if len(from) != len(to) {
			return nil, message.New(9828)
		}
		out := []rune(v[0].(string))
		for i, r := range out {
			for j, f := range from {
				if sameText(string(r), string(f), coll) {
					out[i] = to[j]
					break
				}
			}
		}
		return string(out), nil
	})
}

func bindStringEscape(c *callSite) *scalar {
	kind := ""
	if l, ok := c.e.Args[1].(*syntax.Literal); ok {
		kind, _ = l.Value.(string)
	}
	if !strings.EqualFold(kind, "json") {
		return c.fail(message.New(8116, c.args[1].typ.Word(), 2, "string_escape"))
	}
	x := c.str(0)
	return strict(value.NVarCharN(value.Max), []*scalar{x}, func(v []any) (any, error) { return jsonEscape(v[0].(string)), nil })
}

// bindFormatMessage is FORMATMESSAGE of a text or a message number.
func bindFormatMessage(c *callSite) *scalar {
	args := c.args
	return &scalar{typ: value.NVarCharN(2048), nullable: true, eval: func(f *frame) (any, error) {
		v, err := evalRow(args, f)
		if err != nil || v[0] == nil {
			return nil, err
		}
		m, err := messageOf(v[0], argumentsOf(args[1:], v[1:]))
		if isMessage(err) {
			return nil, nil // a number that sys.messages does not hold
		}
		return m.Text, err
	}}
}
