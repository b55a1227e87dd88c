package sqlserver

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// good is a configuration that passes; each case breaks one thing.
func good() Config {
	return Config{
		Server: "sql01", Login: Login{Method: SQL, User: "milink", Password: NewSecret(canary)},
		TLS:      TLS{Mode: Mandatory},
		Timeouts: Timeouts{Connect: time.Second, RoundTrip: time.Second}, ApplicationName: "milink/test",
	}
}

// canary is the password of every test here; no output may contain it.
const canary = "c4n4ry-Pa55"

func TestConfigCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Config)
		want   string // empty: it passes
	}{
		"good":               {func(*Config) {}, ""},
		"windows":            {func(c *Config) { c.Login = Login{Method: Windows} }, ""},
		"pinned strict":      {func(c *Config) { c.TLS = TLS{Mode: Strict, Pin: "00"} }, ""},
		"trust":              {func(c *Config) { c.TLS = TLS{Mode: LoginOnly, Trust: true} }, ""},
		"entra":              {func(c *Config) { c.Login.Method = Entra }, "not available yet"},
		"no method":          {func(c *Config) { c.Login.Method = "" }, "sql or windows"},
		"no user":            {func(c *Config) { c.Login.User = "" }, "user name"},
		"no mode":            {func(c *Config) { c.TLS.Mode = "off" }, "mandatory, strict or login-only"},
		"trust and pin":      {func(c *Config) { c.TLS.Trust, c.TLS.Pin = true, "00" }, "contradict"},
		"trust in strict":    {func(c *Config) { c.TLS = TLS{Mode: Strict, Trust: true} }, "always verifies"},
		"no connect timeout": {func(c *Config) { c.Timeouts.Connect = 0 }, "timeouts"},
		"no trip timeout":    {func(c *Config) { c.Timeouts.RoundTrip = -1 }, "timeouts"},
	} {
		cfg := good()
		c.change(&cfg)
		err := cfg.check()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// A password must not come out of any print, also not through a struct that holds it in a
// field nobody exported.
func TestSecretNeverPrints(t *testing.T) {
	cfg := good()
	hidden := struct{ inner Config }{cfg}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "cfg", cfg, "secret", cfg.Login.Password)
	inJSON, err := json.Marshal(cfg)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{log.String(), string(inJSON), fmt.Sprint(cfg, hidden)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{cfg, &cfg, hidden, cfg.Login.Password} {
			texts = append(texts, fmt.Sprintf(verb, value))
		}
	}
	for _, text := range texts {
		if strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
			t.Errorf("the password shows: %s", text)
		}
	}
	if cfg.Login.Password.Reveal() != canary || (Secret{}).Reveal() != "" {
		t.Error("Reveal does not give what was kept")
	}
}

func TestPin(t *testing.T) {
	digits := strings.Repeat("ab", 32)
	colons := strings.TrimSuffix(strings.Repeat("AB:", 32), ":")
	for _, s := range []string{digits, colons, " " + digits + " "} {
		if pin, err := parsePin(s); err != nil || pin[0] != 0xab || len(pin) != 32 {
			t.Errorf("parsePin(%q) = %x, %v", s, pin, err)
		}
	}
	for _, s := range []string{"x", digits[:40], digits + "00", "sha256:" + digits} {
		if _, err := parsePin(s); err == nil {
			t.Errorf("parsePin(%q) took it", s)
		}
	}
}
