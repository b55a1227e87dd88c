package config

import (
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// secretForms tells how a secret is given.
const secretForms = "{env: NAME}, {file: PATH} or {prompt: true}"

// envName is what every shell takes as a variable name. It also keeps a password that was
// put there by mistake from being shown as the name of a missing variable.
var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// decode reads a reference to a secret and refuses the secret itself.
func (r *SecretRef) decode(d *decoder, n ast.Node, path string) {
	if isNull(n) {
		d.reject(path, "%s is empty: give %s", path, secretForms)
		return
	}
	pairs, ok := mapping(n)
	if !ok {
		d.reject(path, "%s must not stand in the file, where backups and colleagues read it: give %s", path, secretForms)
		return
	}
	before := len(d.errs)
	d.section(n, path, reflect.ValueOf(r).Elem())
	for _, pair := range pairs {
		if name, _ := keyName(pair.Key); name == "prompt" && isNull(pair.Value) {
			r.Prompt = true // {prompt} is a key without a value
		}
	}
	if len(d.errs) > before {
		return
	}
	if ways := r.ways(); ways != 1 {
		d.reject(path, "%s wants exactly one of %s", path, secretForms)
	}
	if r.Env != "" && !envName.MatchString(r.Env) {
		d.reject(path+".env", "%s.env is not the name of an environment variable; the secret itself does not belong here", path)
	}
}

// ways counts the ways that are set.
func (r *SecretRef) ways() int {
	n := 0
	for _, set := range []bool{r.Env != "", r.File != "", r.Prompt} {
		if set {
			n++
		}
	}
	return n
}

// decode reads the name of a cloud, or the addresses of a custom one.
func (c *Cloud) decode(d *decoder, n ast.Node, path string) {
	if _, ok := mapping(n); ok {
		c.Custom = &CustomCloud{}
		before := len(d.errs)
		d.section(n, path, reflect.ValueOf(c.Custom).Elem())
		if len(d.errs) > before {
			return
		}
		if c.Custom.Authority == "" || c.Custom.ARM == "" || c.Custom.Audience == "" {
			d.reject(path, "%s: a custom cloud wants authority, arm and audience", path)
		}
		return
	}
	if text, ok := d.text(n, path); ok {
		if text == "custom" {
			d.reject(path, "%s: write a custom cloud as {authority: URL, arm: URL, audience: URL, ca: FILE}", path)
			return
		}
		d.oneOf(text, path, cloudNames())
		c.Name = text
	}
}

// decode reads a time span. A bare number is refused: nobody agrees on its unit.
func (t *Duration) decode(d *decoder, n ast.Node, path string) {
	s, ok := n.(*ast.StringNode)
	if !ok {
		d.reject(path, "%s wants a time span with its unit, such as 10s", path)
		return
	}
	v, err := time.ParseDuration(strings.TrimSpace(s.Value))
	if err != nil {
		d.reject(path, "%s is %q; want a time span with its unit, such as 10s or 1m30s", path, s.Value)
		return
	}
	if v < minDuration || v > maxDuration {
		d.reject(path, "%s is %s; want between %s and %s", path, v, minDuration, maxDuration)
		return
	}
	*t = Duration(v)
}
