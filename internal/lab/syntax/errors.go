package syntax

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"milink/internal/lab/message"
)

// maxName is the longest identifier and the longest excerpt a syntax error shows.
const maxName = 128

// say builds a message of the shared table for a line of the batch. 1023 is not in it: only
// the parser, which alone sees a datepart that is no word, can raise it. What a message quotes
// of the batch is cut: it must fit into a packet, a batch need not.
func say(number int32, line int, args ...any) *message.Message {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = excerpt(text)
		}
	}
	if number == badDatepart {
		m := &message.Message{Number: number, Class: 15, State: 1}
		m.Text = fmt.Sprintf("Invalid parameter %v specified for %v.", args...)
		return m.At(line)
	}
	return message.New(number, args...).At(line)
}

// badDatepart is the number for a datepart that is a string, a number or a variable.
const badDatepart = 1023

// failed tells whether an error stands. From then on every token reads as the end of the
// batch, so that all loops wind down without asking.
func (p *parser) failed() bool { return p.err != nil }

// fail records the first error; later ones are its echo.
func (p *parser) fail(number int32, line int, args ...any) {
	if p.err != nil {
		return
	}
	p.err = say(number, line, args...)
	p.errAt = p.i
	p.i = len(p.tokens) - 1
}

// near reports the current token as the place of a syntax error.
func (p *parser) near() { p.nearToken(p.i) }

// nearToken reports a token: 156 for a keyword, 102 for anything else. At the end of the
// batch the server names the last token it read, with 102 even for a keyword.
//
// modelled: which number the end of a batch gives is not in the documentation.
func (p *parser) nearToken(i int) {
	if p.failed() {
		return
	}
	t := p.tokens[i]
	if t.kind == endToken {
		last := token{line: t.line}
		if i > 0 {
			last = p.tokens[i-1]
		}
		p.fail(102, last.line, last.text)
		return
	}
	if reserved[t.upper] {
		p.fail(156, t.line, t.text)
		return
	}
	p.fail(102, t.line, t.text)
}

// excerpt cuts a token to what an error shows of it.
func excerpt(s string) string {
	if utf8.RuneCountInString(s) <= maxName {
		return s
	}
	return string([]rune(s)[:maxName])
}

// result joins the parser's error with that of a string or comment which never ends. The
// server reads on behind a syntax error, so 'O'Brien' is 102 first and 105 second; a string
// that is itself the first thing wrong is 105 first and 102 second.
//
// modelled: the order of 102 and 105, and that 113 comes last, are not in the documentation.
func (p *parser) result() error {
	open := p.openToken()
	if open < 0 {
		if p.err == nil {
			return nil
		}
		return p.annotated()
	}
	t := p.all[open]
	if t.kind == openComment {
		missing := say(113, t.line)
		if p.err == nil {
			return missing
		}
		return message.Errors{p.err, missing}
	}
	unclosed := say(105, t.line, t.text)
	if p.err != nil && p.errAt < open {
		return message.Errors{p.err, unclosed}
	}
	return message.Errors{unclosed, say(102, t.line, t.text)}
}

// openToken finds the token without an end; there is one at most, the last but one.
func (p *parser) openToken() int {
	for i, t := range p.all {
		if t.kind == openString || t.kind == openComment {
			return i
		}
	}
	return -1
}

// Line is the line a syntax error points at, 0 when err is none of this package.
func Line(err error) int {
	var one *message.Message
	var several message.Errors
	switch {
	case errors.As(err, &one):
		return int(one.Line)
	case errors.As(err, &several) && len(several) > 0:
		return int(several[0].Line)
	}
	return 0
}
