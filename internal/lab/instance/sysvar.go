package instance

import (
	"strings"

	"milink/internal/lab/value"
)

// systemVariable is an @@ value of the instance.
type systemVariable struct {
	typ  value.Type
	read func(se *Session) any
}

func constant(t value.Type, v any) systemVariable {
	return systemVariable{t, func(*Session) any { return v }}
}

// systemVariables are the @@ values by lower-case name without the signs. SET options show
// the defaults of a login.
var systemVariables = map[string]systemVariable{
	"version":          {value.NVarCharN(300), func(se *Session) any { return se.server.bannerText() }},
	"servername":       {value.SysnameT, storedServerName},
	"servicename":      {value.SysnameT, func(se *Session) any { return se.server.instanceWord() }},
	"spid":             {value.SmallIntT, func(se *Session) any { return se.spid }},
	"language":         {value.SysnameT, func(se *Session) any { return se.language() }},
	"langid":           constant(value.SmallIntT, 0),
	"max_precision":    constant(value.TinyIntT, 38),
	"max_connections":  constant(value.IntT, 32767),
	"options":          constant(value.IntT, 5496),
	"microsoftversion": {value.IntT, func(se *Session) any { return se.server.Identity.Build.packed() }},
	"lock_timeout":     constant(value.IntT, -1),
	"textsize":         constant(value.IntT, maxInt),
	"datefirst":        constant(value.TinyIntT, 7),
	"dbts":             constant(value.BinaryN(8), []byte{0, 0, 0, 0, 0, 0, 7, 208}),
	"procid":           constant(value.IntT, 0),
	"remserver":        constant(value.SysnameT, nil),
	"timeticks":        constant(value.IntT, 31250),
	"connections":      {value.IntT, func(se *Session) any { return se.server.Process.NextSPID - firstSPID }},
}

// firstSPID is the first session id of a user.
const firstSPID = 51

// SystemVariable returns an @@ value of the instance; the engine knows the others.
func (se *Session) SystemVariable(name string) (value.Type, any, bool) {
	v, ok := systemVariables[strings.ToLower(strings.TrimPrefix(name, "@@"))]
	if !ok {
		return value.Type{}, nil, false
	}
	se.server.mu.RLock()
	defer se.server.mu.RUnlock()
	return v.typ, normalize(v.typ, v.read(se)), true
}

// storedServerName is the name in sys.servers, NULL when that row was dropped.
func storedServerName(se *Session) any {
	if se.server.Identity.ServerName == "" {
		return nil
	}
	return se.server.Identity.ServerName
}

// language is the login's language.
func (se *Session) language() string {
	if p := se.server.principal(se.original); p != nil && p.Language != "" {
		return p.Language
	}
	return "us_english"
}

// packed is @@MICROSOFTVERSION: major, minor and build in one number.
func (b Build) packed() int { return b.Major<<24 | b.Minor<<16 | b.Build }
