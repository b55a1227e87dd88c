package engine

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"

	"milink/internal/lab/message"
	"milink/internal/lab/syntax"
	"milink/internal/lab/value"
)

// options are the SET options of a session.
type options struct {
	switches    map[string]bool
	rowCount    int64
	lockTimeout int64
	textSize    int64
	dateFirst   int64
	language    string
	dateFormat  string
	contextInfo []byte
	isolation   string
	identityOn  string // table of SET IDENTITY_INSERT ON, lower case
}

// maxTextSize is SET TEXTSIZE without a limit.
const maxTextSize = 2147483647

// defaultOptions are a login's defaults as drivers of ODBC's age get them: ANSI settings
// on, ARITHABORT off.
func defaultOptions() options {
	on := map[string]bool{}
	for _, name := range []string{"ANSI_NULLS", "ANSI_PADDING", "ANSI_WARNINGS", "ANSI_NULL_DFLT_ON", "CONCAT_NULL_YIELDS_NULL", "QUOTED_IDENTIFIER"} {
		on[name] = true
	}
	return options{switches: on, lockTimeout: -1, textSize: maxTextSize, dateFirst: 7, language: "us_english", dateFormat: "mdy", isolation: "READ COMMITTED"}
}

func (o *options) on(name string) bool { return o.switches[name] }

// copied is what a procedure or dynamic batch starts with: its own SETs end with it.
func (o *options) copied() options {
	out := *o
	out.switches = make(map[string]bool, len(o.switches))
	for k, v := range o.switches {
		out.switches[k] = v
	}
	return out
}

// optionBits are the documented values of @@OPTIONS.
var optionBits = map[string]int64{
	"IMPLICIT_TRANSACTIONS": 2, "CURSOR_CLOSE_ON_COMMIT": 4, "ANSI_WARNINGS": 8, "ANSI_PADDING": 16,
	"ANSI_NULLS": 32, "ARITHABORT": 64, "ARITHIGNORE": 128, "QUOTED_IDENTIFIER": 256, "NOCOUNT": 512,
	"ANSI_NULL_DFLT_ON": 1024, "ANSI_NULL_DFLT_OFF": 2048, "CONCAT_NULL_YIELDS_NULL": 4096,
	"NUMERIC_ROUNDABORT": 8192, "XACT_ABORT": 16384,
}

// bits is @@OPTIONS.
func (o *options) bits() any {
	var sum int64
	for name, bit := range optionBits {
		if o.switches[name] {
			sum |= bit
		}
	}
	return sum
}

// setOption is SET name value.
func (r *runner) setOption(s *syntax.SetOption) error {
	for _, name := range s.Options {
		if err := r.setOne(s, name); err != nil {
			return err
		}
	}
	return r.plain()
}

func (r *runner) setOne(s *syntax.SetOption, name string) error {
	o := &r.session.options
	switch {
	case name == "IDENTITY_INSERT":
		return r.identityInsert(s)
	case name == "TRANSACTION ISOLATION LEVEL":
		o.isolation = s.Value
	case s.Value == "ON" && showsPlan[name]:
		return message.New(262, "SHOWPLAN", r.session.world.Database())
	case s.Value == "ON" || s.Value == "OFF":
		o.switches[name] = s.Value == "ON"
		if name == "ANSI_DEFAULTS" {
			o.ansiDefaults(s.Value == "ON")
		}
	default:
		return r.setValue(s, name)
	}
	return nil
}

// showsPlan are the options that answer with execution plans. There are none here, so the
// session is one that may not see them.
var showsPlan = map[string]bool{
	"SHOWPLAN_ALL": true, "SHOWPLAN_TEXT": true, "SHOWPLAN_XML": true, "STATISTICS XML": true, "STATISTICS PROFILE": true,
}

// ansiDefaults sets the options that ANSI_DEFAULTS stands for.
func (o *options) ansiDefaults(on bool) {
	for _, name := range []string{"ANSI_NULLS", "ANSI_NULL_DFLT_ON", "IMPLICIT_TRANSACTIONS", "ANSI_PADDING", "QUOTED_IDENTIFIER", "ANSI_WARNINGS", "CURSOR_CLOSE_ON_COMMIT"} {
		o.switches[name] = on
	}
}

// setValue sets an option that is no switch.
//
// modelled: ARITHABORT OFF together with ANSI_WARNINGS OFF still makes a division by zero an
// error (8134) where a server would yield NULL and message 3607.
//
// modelled: LOCK_TIMEOUT is remembered and shown and does nothing, which is what a client of
// a server sees whose sessions never wait for each other's locks. STATISTICS IO and TIME are
// taken without their messages: they tell of pages and of processor time, and there are none.
func (r *runner) setValue(s *syntax.SetOption, name string) error {
	text, err := r.settingText(s)
	if err != nil {
		return err
	}
	o := &r.session.options
	switch name {
	case "LANGUAGE":
		return r.setLanguage(s, text)
	case "DATEFORMAT":
		return o.setDateFormat(strings.ToLower(text))
	case "CONTEXT_INFO":
		o.contextInfo = []byte(text)
		return nil
	case "DEADLOCK_PRIORITY", "QUERY_GOVERNOR_COST_LIMIT":
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return message.New(102, text)
	}
	return o.setNumber(name, n)
}

// setDateFormat is the order of day, month and year in text.
//
// modelled: of the six documented orders the three that languages use; the others are
// refused by name instead of being read wrongly.
func (o *options) setDateFormat(order string) error {
	switch order {
	case "mdy", "dmy", "ymd":
		o.dateFormat = order
		return nil
	case "ydm", "myd", "dym":
		return message.New(401, "SET DATEFORMAT "+order)
	}
	return message.New(2741, order)
}

func (o *options) setNumber(name string, n int64) error {
	switch name {
	case "ROWCOUNT":
		if n < 0 {
			return message.New(507)
		}
		o.rowCount = n
	case "LOCK_TIMEOUT":
		o.lockTimeout = n
	case "TEXTSIZE":
		o.textSize = n
		if n <= 0 {
			o.textSize = maxTextSize
		}
	case "DATEFIRST":
		if n < 1 || n > 7 {
			return message.New(2742, n)
		}
		o.dateFirst = n
	}
	return nil
}

// settingText is the value of a SET option: a word, a string without its quotes, or what a
// variable holds.
func (r *runner) settingText(s *syntax.SetOption) (string, error) {
	v := s.Value
	if strings.HasPrefix(v, "@") {
		val, err := r.scalar(s, &syntax.Cast{Pos: s.Pos, Type: value.NVarCharN(4000), X: &syntax.Variable{Pos: s.Pos, Name: v}})
		text, _ := val.(string)
		return text, err
	}
	v = strings.TrimPrefix(strings.TrimPrefix(v, "N"), "'")
	if len(v) == len(s.Value) {
		return s.Value, nil
	}
	if !strings.HasSuffix(v, "'") {
		return s.Value, nil // a word that begins with N
	}
	return strings.ReplaceAll(strings.TrimSuffix(v, "'"), "''", "'"), nil
}

// languages are the names SET LANGUAGE takes here.
//
// modelled: of the documented languages only the English ones; texts stay English.
var languages = map[string]string{"us_english": "us_english", "english": "us_english", "british": "British", "british english": "British"}

func (r *runner) setLanguage(s *syntax.SetOption, text string) error {
	name, ok := languages[strings.ToLower(text)]
	if !ok {
		return message.New(2740, text)
	}
	o := &r.session.options
	o.language, o.dateFormat, o.dateFirst = name, "mdy", 7
	if name == "British" {
		o.dateFormat, o.dateFirst = "dmy", 1
	}
	return r.message(message.New(5703, name), s.At())
}

// random is the session's source of NEWID and RAND: seeded from the instance's clock and
// the session's id, so that a run repeats and two sessions differ.
type random struct{ rng *rand.Rand }

func newRandom(w World) *random {
	h := fnv.New64a()
	var now [8]byte
	binary.LittleEndian.PutUint64(now[:], uint64(w.Clock().Now().UnixNano()))
	_, _ = h.Write(now[:])
	if _, spid, ok := w.SystemVariable("@@SPID"); ok {
		if n, isInt := spid.(int64); isInt {
			_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, uint64(n)))
		}
	}
	return &random{rand.New(rand.NewPCG(h.Sum64(), 1))}
}

// guid is NEWID: a random GUID of version 4.
func (r *random) guid() value.GUID {
	var g value.GUID
	binary.BigEndian.PutUint64(g[:8], r.rng.Uint64())
	binary.BigEndian.PutUint64(g[8:], r.rng.Uint64())
	g[6], g[8] = g[6]&0x0F|0x40, g[8]&0x3F|0x80
	return g
}

// seededFloat is RAND(seed).
func seededFloat(seed uint64) float64 { return rand.New(rand.NewPCG(seed, 2)).Float64() }
