package config

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// masked is all that a secret ever shows of itself.
const masked = "(secret)"

// Secret is a password in memory. No way of printing or encoding shows it; only Reveal
// gives the text, and every call of Reveal is a place to look at in a review. The text
// hides behind a function, because fmt walks into unexported fields without asking their
// methods, and stops at functions.
type Secret struct{ reveal func() string }

// NewSecret keeps a text as a secret.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// Reveal returns the text for the one who sends it.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Empty tells whether there is no text.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String masks the secret.
func (Secret) String() string { return masked }

// GoString masks the secret in %#v.
func (Secret) GoString() string { return masked }

// Format masks the secret under every verb, also those that would look inside (%x, %d).
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, masked) }

// MarshalJSON masks the secret.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// MarshalText masks the secret in encoders that ask for text: YAML, XML, map keys.
func (Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// SecretRef says where a secret is, never what it is. Exactly one of its ways is set.
type SecretRef struct {
	Env    string `yaml:"env"`
	File   string `yaml:"file"`
	Prompt bool   `yaml:"prompt"`
}

// Vault is where references lead: the environment, files and the person at the terminal.
type Vault struct {
	Env      func(name string) (string, bool)
	ReadFile func(path string) ([]byte, error)
	// Prompt asks without echo. It is nil where no terminal is.
	Prompt func(question string) (string, error)
}

// maxSecret bounds a secret file: what is longer is not a password but a mistake.
const maxSecret = 4096

// Resolve fetches the secret. What it is for goes into the question and the errors.
func (r SecretRef) Resolve(v Vault, path func(string) string, what string) (Secret, error) {
	switch {
	case r.Env != "":
		text, ok := v.Env(r.Env)
		if !ok || text == "" {
			return Secret{}, fmt.Errorf("%s: the environment variable %s is not set or empty: set it in the shell that starts milink", what, r.Env)
		}
		return NewSecret(text), nil
	case r.File != "":
		return secretFromFile(v, path(r.File), what)
	case v.Prompt == nil:
		return Secret{}, fmt.Errorf("%s: the configuration says to ask for it, but there is no terminal to ask at: use {env: NAME} or {file: PATH}", what)
	}
	text, err := v.Prompt(what + ": ")
	if err != nil {
		return Secret{}, fmt.Errorf("%s: ask for it: %w", what, err)
	}
	return NewSecret(text), nil
}

// secretFromFile reads a secret; one line end at the end belongs to the file, not to it.
func secretFromFile(v Vault, path, what string) (Secret, error) {
	data, err := v.ReadFile(path)
	if os.IsNotExist(err) {
		return Secret{}, fmt.Errorf("%s: the file %s does not exist", what, path)
	}
	if err != nil {
		return Secret{}, fmt.Errorf("%s: read its file: %w", what, err)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	switch {
	case text == "":
		return Secret{}, fmt.Errorf("%s: the file %s is empty", what, path)
	case len(text) > maxSecret || strings.ContainsAny(text, "\n\x00"):
		return Secret{}, fmt.Errorf("%s: the file %s is not a password: one line of at most %d bytes is", what, path, maxSecret)
	}
	return NewSecret(text), nil
}
