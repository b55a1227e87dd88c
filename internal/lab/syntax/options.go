package syntax

import "strconv"

// optionRule is one option of a closed list: its name and how its value reads. A rule
// without a reader is a bare word.
type optionRule struct {
	name  string
	read  func(p *parser, o *WithOption)
	since int // first major version that knows it; 0 for all
}

// optionList reads options parted by commas. kind words the 155 that an unknown option gets
// where the server uses that number; without a kind it is a plain syntax error.
func (p *parser) optionList(rules []optionRule, kind string) []WithOption {
	var list []WithOption
	p.list(func() {
		o := p.option(rules, kind)
		p.refuseTwice(list, o)
		list = append(list, o)
	})
	return list
}

// refuseTwice refuses an option that is in the list already (1039). MOVE names another file
// each time.
//
// modelled: the documentation does not say which statements raise 1039.
func (p *parser) refuseTwice(list []WithOption, o WithOption) {
	for _, known := range list {
		if known.Name == o.Name && o.Name != "MOVE" {
			p.fail(1039, o.Line, o.Name)
		}
	}
}

// option reads one option.
func (p *parser) option(rules []optionRule, kind string) WithOption {
	t, o := p.now(), WithOption{Pos: p.here()}
	for _, r := range rules {
		if t.kind != wordToken || t.upper != r.name || !p.knows(r.since) {
			continue
		}
		p.take()
		o.Name = r.name
		if r.read != nil {
			r.read(p, &o)
		}
		return o
	}
	if kind != "" && t.kind == wordToken && !reserved[t.upper] {
		p.fail(155, t.line, t.text, kind)
	}
	p.near()
	return o
}

// parenOptions reads ( option, .. ).
func (p *parser) parenOptions(rules []optionRule) []WithOption {
	p.needSymbol("(")
	list := p.optionList(rules, "")
	p.needSymbol(")")
	return list
}

// words reads = WORD out of a list.
func words(allowed ...string) func(*parser, *WithOption) {
	return func(p *parser, o *WithOption) {
		p.needSymbol("=")
		o.set(p.oneOf(allowed...))
	}
}

// bareWords reads WORD out of a list, without the sign.
func bareWords(allowed ...string) func(*parser, *WithOption) {
	return func(p *parser, o *WithOption) { o.set(p.oneOf(allowed...)) }
}

// onOff and bareOnOff read = ON|OFF and ON|OFF.
var (
	onOff     = words("ON", "OFF")
	bareOnOff = bareWords("ON", "OFF")
)

// set gives the option a word or a number as its value.
func (o *WithOption) set(value string) { o.Value, o.IsSet = value, true }

// setText gives the option a string or a variable.
func (o *WithOption) setText(t Text) {
	o.Text, o.IsSet = &t, true
	if o.Value = t.Literal; t.IsVar {
		o.Value = t.Variable
	}
}

// textOption reads = 'x'.
func textOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	o.setText(p.stringText())
}

// textOrVariableOption reads = 'x' or = @v.
func textOrVariableOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	o.setText(p.textOrVariable())
}

// numberOption reads = n.
func numberOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	o.set(strconv.Itoa(p.integer()))
}

// range reads = n within bounds that the grammar itself gives.
func rangeOption(low, high int) func(*parser, *WithOption) {
	return func(p *parser, o *WithOption) {
		p.needSymbol("=")
		at := p.i
		n := p.integer()
		if !p.failed() && (n < low || n > high) {
			p.nearToken(at)
		}
		o.set(strconv.Itoa(n))
	}
}

// numberOrVariableOption reads = n or = @v.
func numberOrVariableOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	if p.now().kind == variableToken {
		t := p.textOrVariable()
		o.setText(t)
		return
	}
	o.set(strconv.Itoa(p.integer()))
}

// nameOption reads = name.
func nameOption(p *parser, o *WithOption) {
	p.needSymbol("=")
	o.set(p.ident().Text)
}
