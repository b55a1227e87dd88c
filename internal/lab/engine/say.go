package engine

import (
	"math"
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// print is PRINT: a message of class 0 and number 0.
func (r *runner) print(s *syntax.Print) error {
	b := r.bind(s)
	x := b.expr(s.X, nil)
	t := value.VarCharN(8000)
	if isNational(x.typ.Kind) {
		t = value.NVarCharN(4000)
	}
	v, err := r.evaluate(b, b.implicit(s, x, t))
	if err != nil {
		return err
	}
	text, _ := v.(string)
	if text == "" {
		text = " " // an empty message arrives as one blank
	}
	if err := r.message(&message.Message{State: 1, Text: text}, s.At()); err != nil {
		return err
	}
	r.session.rowcount = 0
	return nil
}

// maxMessage is the longest text RAISERROR sends; a longer one ends in three points.
const maxMessage = 2047

// raiserror is RAISERROR.
func (r *runner) raiserror(s *syntax.RaisError) error {
	m, err := r.raised(s)
	if err != nil {
		return err
	}
	if m.Class > 18 && !s.Log {
		return message.New(2754, 18)
	}
	r.session.rowcount = 0
	if m.Class > 10 {
		f := newFailure(message.Errors{m.At(s.At())})
		f.thrown = true
		if m.Class < 20 {
			f.ends = endsStatement
		}
		return f
	}
	r.session.lastError = 0
	if s.SetErr {
		r.session.lastError = m.Number
	}
	if err := r.message(m, s.At()); err != nil {
		return err
	}
	return r.sink.Done(-1)
}

// raised builds the message of a RAISERROR.
func (r *runner) raised(s *syntax.RaisError) (*message.Message, error) {
	b := r.bind(s)
	msg := b.expr(s.Msg, nil)
	severity, state := b.implicit(s, b.expr(s.Severity, nil), value.IntT), b.implicit(s, b.expr(s.State, nil), value.IntT)
	args := b.exprs(s.Args, nil)
	values := make([]any, 0, len(args)+3)
	for _, x := range append([]*scalar{msg, severity, state}, args...) {
		v, err := r.evaluate(b, x)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	class, _ := values[1].(int64)
	st, _ := values[2].(int64)
	m, err := messageOf(values[0], argumentsOf(args, values[3:]))
	if err != nil {
		return nil, err
	}
	if st < 0 || st > 255 {
		st = 1
	}
	return m.With(uint8(st), uint8(min(max(class, 0), 25))), nil
}

// substitution is one argument for a message text.
type substitution struct {
	typ value.Type
	val any
}

func argumentsOf(args []*scalar, values []any) []substitution {
	out := make([]substitution, len(args))
	for i, a := range args {
		out[i] = substitution{a.typ, values[i]}
	}
	return out
}

// messageOf is the message for a text or a number of sys.messages.
func messageOf(msg any, args []substitution) (*message.Message, error) {
	switch m := msg.(type) {
	case string:
		text, err := formatMessage(m, args)
		return &message.Message{Number: 50000, Text: text}, err
	case int64:
		if m < 13000 || m == 50000 {
			return nil, message.New(2732, m)
		}
		return storedMessage(m, args)
	}
	return &message.Message{Number: 50000, Text: ""}, nil
}

// storedMessage is a message of sys.messages; a number that is not there is error 18054.
func storedMessage(number int64, args []substitution) (*message.Message, error) {
	if number > math.MaxInt32 || !message.Known(int32(number)) {
		missing := message.New(int32(min(number, math.MaxInt32)))
		missing.Number = 18054
		return nil, missing
	}
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a.val
	}
	return message.New(int32(number), values...), nil
}

// formatMessage fills %d, %s and their kin in as RAISERROR and FORMATMESSAGE do.
func formatMessage(format string, args []substitution) (string, error) {
	var w strings.Builder
	f := formatter{args: args}
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			w.WriteByte(format[i])
			continue
		}
		n, text, err := f.spec(format[i:])
		if err != nil {
			return "", err
		}
		w.WriteString(text)
		i += n - 1
	}
	return cutMessage(w.String()), nil
}

func cutMessage(s string) string {
	if r := []rune(s); len(r) > maxMessage {
		return string(r[:maxMessage-3]) + "..."
	}
	return s
}

// formatter hands the arguments of a message text out.
type formatter struct {
	args []substitution
	next int
}

// take is the next argument; a missing one is NULL.
func (f *formatter) take() (substitution, bool) {
	f.next++
	if f.next > len(f.args) {
		return substitution{}, false
	}
	return f.args[f.next-1], true
}

// spec reads one % specification and returns its length and text.
func (f *formatter) spec(s string) (int, string, error) {
	i := 1
	flags := span(s, &i, "-+0# ")
	width, err := f.number(s, &i)
	if err != nil {
		return 0, "", err
	}
	precision := -1
	if i < len(s) && s[i] == '.' {
		i++
		if precision, err = f.number(s, &i); err != nil {
			return 0, "", err
		}
	}
	for _, size := range []string{"I64", "h", "l"} {
		if strings.HasPrefix(s[i:], size) {
			i += len(size)
			break
		}
	}
	if i >= len(s) {
		return 0, "", message.New(2787, s)
	}
	text, err := f.verb(s[i], flags, precision)
	return i + 1, padded(text, flags, width), err
}

// span skips the characters of a set.
func span(s string, i *int, set string) string {
	from := *i
	for *i < len(s) && strings.IndexByte(set, s[*i]) >= 0 {
		*i++
	}
	return s[from:*i]
}

// number is a width or precision: digits, or * for the next argument.
func (f *formatter) number(s string, i *int) (int, error) {
	if *i < len(s) && s[*i] == '*' {
		*i++
		a, _ := f.take()
		n, ok := a.val.(int64)
		if !ok {
			return 0, message.New(2786, f.next)
		}
		return int(n), nil
	}
	digits := span(s, i, "0123456789")
	n, _ := strconv.Atoi(digits)
	return min(n, 8000), nil
}

func (f *formatter) verb(verb byte, flags string, precision int) (string, error) {
	if verb == '%' {
		return "%", nil
	}
	if strings.IndexByte("diuoxXs", verb) < 0 {
		return "", message.New(2787, "%"+string(verb))
	}
	a, given := f.take()
	if !given || a.val == nil {
		return "(null)", nil
	}
	if verb == 's' {
		return f.text(a, precision)
	}
	n, ok := a.val.(int64)
	if !ok {
		return "", message.New(2786, f.next)
	}
	return integerText(verb, flags, n), nil
}

func (f *formatter) text(a substitution, precision int) (string, error) {
	s, ok := a.val.(string)
	if !ok {
		return "", message.New(2786, f.next)
	}
	if precision >= 0 && precision < len(s) {
		s = s[:precision]
	}
	return s, nil
}

func integerText(verb byte, flags string, n int64) string {
	switch verb {
	case 'o':
		return strconv.FormatUint(uint64(uint32(n)), 8)
	case 'x', 'X':
		text := strconv.FormatUint(uint64(uint32(n)), 16)
		if strings.Contains(flags, "#") {
			text = "0x" + text
		}
		if verb == 'X' {
			text = strings.ToUpper(text)
		}
		return text
	case 'u':
		return strconv.FormatUint(uint64(uint32(n)), 10)
	}
	if strings.Contains(flags, "+") && n >= 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

func padded(s, flags string, width int) string {
	missing := width - len([]rune(s))
	switch {
	case missing <= 0:
		return s
	case strings.Contains(flags, "-"):
		return s + strings.Repeat(" ", missing)
	case strings.Contains(flags, "0"):
		return strings.Repeat("0", missing) + s
	}
	return strings.Repeat(" ", missing) + s
}

// throw is THROW: a new error of class 16, or the caught one again.
func (r *runner) throw(s *syntax.Throw) error {
	if s.Number == nil {
		return r.rethrow()
	}
	b := r.bind(s)
	number := b.implicit(s, b.expr(s.Number, nil), value.IntT)
	text := b.implicit(s, b.expr(s.Msg, nil), value.NVarCharN(2048))
	state := b.implicit(s, b.expr(s.State, nil), value.TinyIntT)
	var values [3]any
	for i, x := range []*scalar{number, text, state} {
		v, err := r.evaluate(b, x)
		if err != nil {
			return err
		}
		values[i] = v
	}
	n, _ := values[0].(int64)
	if n < 50000 {
		return message.New(35100, n)
	}
	words, _ := values[1].(string)
	st, _ := values[2].(int64)
	m := &message.Message{Number: int32(n), Class: 16, State: uint8(st), Text: words}
	return &failure{msgs: message.Errors{m.At(s.At())}, ends: endsBatch, thrown: true}
}

func (r *runner) rethrow() error {
	caught := r.session.caught
	if len(caught) == 0 {
		return message.New(10704)
	}
	m := *caught[len(caught)-1]
	return &failure{msgs: message.Errors{&m}, ends: endsBatch, thrown: true}
}
