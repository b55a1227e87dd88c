package value

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"milink/internal/lab/message"
)

// Like tells whether s matches a LIKE pattern under the collation: % _ [set] [^set] and
// the escape character, 0 for none. Trailing blanks count, as they do for nvarchar; see
// LikeChar. A pattern that cannot match (an open bracket, an escape at the end) is false,
// not an error; an escape that is no character is error 506.
func Like(s, pattern string, escape rune, c Collation) (bool, error) {
	return like(s, pattern, escape, c, false)
}

// LikeChar is Like for char and varchar operands, where blanks at the end of s do not
// count.
func LikeChar(s, pattern string, escape rune, c Collation) (bool, error) {
	return like(s, pattern, escape, c, true)
}

// like is both; blanks says that blanks left over at the end of s do no harm.
func like(s, pattern string, escape rune, c Collation, blanks bool) (bool, error) {
	if escape == utf8.RuneError {
		return false, message.New(506, string(escape), "LIKE")
	}
	tokens, ok := likeTokens(pattern, escape)
	if !ok {
		return false, nil
	}
	subject := []rune(s)
	end := len(subject)
	if blanks {
		end = len([]rune(strings.TrimRight(s, " ")))
	}
	return likeMatch(subject, end, tokens, c), nil
}

// likeToken is one element of a pattern.
type likeToken struct {
	kind   likeKind
	char   rune    // of a literal
	ranges []runes // of a set
	not    bool    // of a set: [^...]
}

type likeKind uint8

const (
	likeLiteral likeKind = iota
	likeOne              // _
	likeMany             // %
	likeSet              // [...]
)

// runes is a range of a set; a single character is a range of one.
type runes struct{ low, high rune }

// likeTokens takes a pattern apart; false means that nothing can match it.
func likeTokens(pattern string, escape rune) ([]likeToken, bool) {
	var tokens []likeToken
	for p := []rune(pattern); len(p) > 0; {
		r := p[0]
		p = p[1:]
		switch {
		case r == escape && escape != 0:
			if len(p) == 0 {
				return nil, false
			}
			tokens = append(tokens, likeToken{char: p[0]})
			p = p[1:]
		case r == '%':
			if len(tokens) == 0 || tokens[len(tokens)-1].kind != likeMany {
				tokens = append(tokens, likeToken{kind: likeMany})
			}
		case r == '_':
			tokens = append(tokens, likeToken{kind: likeOne})
		case r == '[':
			set, rest, ok := likeSetOf(p, escape)
			if !ok {
				return nil, false
			}
			tokens, p = append(tokens, set), rest
		default:
			tokens = append(tokens, likeToken{char: r})
		}
	}
	return tokens, true
}

// likeSetOf reads a set behind its opening bracket and returns what follows the closing
// one.
func likeSetOf(p []rune, escape rune) (likeToken, []rune, bool) {
	set := likeToken{kind: likeSet}
	if len(p) > 0 && p[0] == '^' {
		set.not, p = true, p[1:]
	}
	for len(p) > 0 {
		if p[0] == ']' {
			return set, p[1:], true
		}
		low, rest, ok := likeSetChar(p, escape)
		if !ok {
			break
		}
		high := low
		if len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			high, rest, ok = likeSetChar(rest[1:], escape)
			if !ok {
				break
			}
		}
		set.ranges, p = append(set.ranges, runes{low, high}), rest
	}
	return likeToken{}, nil, false
}

// likeSetChar reads one character of a set, which may be escaped.
func likeSetChar(p []rune, escape rune) (rune, []rune, bool) {
	if escape != 0 && p[0] == escape {
		p = p[1:]
	}
	if len(p) == 0 {
		return 0, nil, false
	}
	return p[0], p[1:], true
}

// likeMatch walks string and pattern together; on a mismatch it goes back to the last %
// and lets it take one character more, which bounds the work by the product of the two
// lengths. What stands behind end may stay unmatched.
func likeMatch(s []rune, end int, tokens []likeToken, c Collation) bool {
	i, j, star, from := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case j == len(tokens) && i >= end:
			return true
		case j < len(tokens) && tokens[j].kind == likeMany:
			star, from = j, i
			j++
		case j < len(tokens) && tokens[j].matches(s[i], c):
			i++
			j++
		case star >= 0:
			from++
			i, j = from, star+1
		default:
			return false
		}
	}
	for j < len(tokens) && tokens[j].kind == likeMany {
		j++
	}
	return j == len(tokens)
}

// matches tells whether the token takes the character.
func (t likeToken) matches(r rune, c Collation) bool {
	switch t.kind {
	case likeOne:
		return true
	case likeLiteral:
		return r == t.char || c.compareRunes(r, t.char) == 0
	}
	for _, span := range t.ranges {
		if c.compareRunes(span.low, r) <= 0 && c.compareRunes(r, span.high) <= 0 {
			return !t.not
		}
	}
	return t.not
}

// compareRunes orders two characters as the collation does. A blank is a character here,
// not padding.
func (c Collation) compareRunes(a, b rune) int {
	if c.binary {
		return int(a) - int(b)
	}
	return bytes.Compare(c.runeKey(a), c.runeKey(b))
}

func (c Collation) runeKey(r rune) []byte {
	w := c.weigh(r, false)
	key := []byte{byte(w.primary >> 24), byte(w.primary >> 16), byte(w.primary >> 8), byte(w.primary)}
	if !c.accentsIgnored {
		key = append(key, w.accent)
	}
	if c.caseMatters {
		key = append(key, caseByte(w.upper))
	}
	return key
}
