package config

import "time"

// Method is a way to sign in.
type Method string

// Ways to sign in.
const (
	MethodSQL     Method = "sql"
	MethodWindows Method = "windows"
	MethodEntra   Method = "entra"
)

// Values lists every method.
func (Method) Values() []string { return []string{"sql", "windows", "entra"} }

// TLSMode says how much of the conversation is encrypted, and how.
type TLSMode string

// TLS modes.
const (
	TLSMandatory TLSMode = "mandatory"  // everything, TLS inside TDS
	TLSStrict    TLSMode = "strict"     // TDS 8: TLS first, TDS inside it
	TLSLoginOnly TLSMode = "login-only" // only the password; for servers that allow no more
)

// Values lists every mode.
func (TLSMode) Values() []string { return []string{"mandatory", "strict", "login-only"} }

// Via is a way to the machine under the instance.
type Via string

// ViaNone means the machine is not reached: a person does what must be done on it.
const ViaNone Via = "none"

// Values lists every way.
func (Via) Values() []string { return []string{"none", "local", "winrm", "ssh", "arc", "azure-vm"} }

// Route is who creates the link.
type Route string

// Routes.
const (
	RouteDirect Route = "direct" // T-SQL on the source, ARM for the target
	RouteArc    Route = "arc"    // through the Arc control plane
)

// Values lists every route.
func (Route) Values() []string { return []string{"direct", "arc"} }

// Cloud is one of Azure's clouds by name, or a custom one by its addresses.
type Cloud struct {
	Name   string // public, usgov, china; empty with Custom
	Custom *CustomCloud
}

// cloudNames are the clouds with well-known addresses.
func cloudNames() []string { return []string{"public", "usgov", "china"} }

// CustomCloud is a cloud whose addresses the person gives.
type CustomCloud struct {
	Authority string `yaml:"authority"`
	ARM       string `yaml:"arm"`
	Audience  string `yaml:"audience"`
	CA        string `yaml:"ca"`
}

// Duration is a time span written as 10s, 1m30s or 500ms.
type Duration time.Duration

// The bounds of a time span: less cannot be met by any network, more is a typing error.
const (
	minDuration = 10 * time.Millisecond
	maxDuration = time.Hour
)

// Defaults of what the file may leave out. Ten seconds cover a name lookup, a TCP
// handshake with two lost packets and the login; five seconds is what a person at a
// console takes for "it hangs".
const (
	DefaultConnect   = 10 * time.Second
	DefaultRoundTrip = 5 * time.Second
)

// ConnectTimeout is timeouts.connect or its default.
func (c *Config) ConnectTimeout() time.Duration {
	if c.Timeouts == nil || c.Timeouts.Connect == 0 {
		return DefaultConnect
	}
	return time.Duration(c.Timeouts.Connect)
}

// RoundTripTimeout is timeouts.roundTrip or its default.
func (c *Config) RoundTripTimeout() time.Duration {
	if c.Timeouts == nil || c.Timeouts.RoundTrip == 0 {
		return DefaultRoundTrip
	}
	return time.Duration(c.Timeouts.RoundTrip)
}
