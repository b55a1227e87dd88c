package syntax

import (
	"maps"
	"slices"
	"strings"
)

// Token is a lexical element as the tests outside the package see it.
type Token struct {
	Kind       string
	Text       string
	Written    string
	Line       int
	Start, End int
}

// kindNames are what the tests call the kinds.
var kindNames = map[tokenKind]string{
	wordToken: "word", bracketToken: "bracket", doubleToken: "double", stringToken: "string",
	nationalToken: "national", integerToken: "int", decimalToken: "decimal", floatToken: "float",
	moneyToken: "money", binaryToken: "binary", variableToken: "var", symbolToken: "sym",
	openString: "OPEN", openComment: "OPENCOMMENT",
}

// Tokens cuts a batch; the end of the batch is no token here.
func Tokens(text string) []Token {
	var out []Token
	for _, t := range lex(text) {
		if t.kind != endToken {
			out = append(out, Token{kindNames[t.kind], t.text, text[t.start:t.end], t.line, t.start, t.end})
		}
	}
	return out
}

// IsReserved tells whether a word can name nothing unless it is quoted.
func IsReserved(word string) bool { return reserved[strings.ToUpper(word)] }

// Unsimulated are the statement starts that the lab knows to lack.
func Unsimulated() []string { return slices.Sorted(maps.Keys(unsimulated)) }

// LongestStart is how many words of a statement are looked at.
const LongestStart = longestStart
