package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// maxFile bounds the file: 500 database names of 128 letters need a tenth of it.
const maxFile = 1 << 20

// Load reads a configuration file. Its mistakes come back as Errors.
func Load(path string) (*Config, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	c.dir = filepath.Dir(path)
	return c, nil
}

// Parse reads a configuration; name is how errors call it.
func Parse(name string, data []byte) (*Config, error) {
	if len(data) > maxFile {
		return nil, Errors{{name, 1, 1, fmt.Sprintf("the file has %d bytes; a configuration has at most %d", len(data), maxFile)}}
	}
	body, err := parseYAML(name, bytes.TrimPrefix(data, []byte("\ufeff")))
	if err != nil {
		return nil, err
	}
	if isNull(body) {
		return nil, Errors{{name, 1, 1, "the file is empty: it needs at least source.server"}}
	}
	c := &Config{}
	d := &decoder{file: name, at: map[string]place{"": {1, 1}}, broken: map[string]bool{}}
	d.value(body, "", reflect.ValueOf(c).Elem())
	d.check(c)
	if len(d.errs) > 0 {
		return nil, d.errs.sorted()
	}
	c.fillIn()
	return c, nil
}

// parseYAML returns the only document of the file. The parser's own error text quotes the
// file, which may hold what somebody took for a place for a password: only its message and
// place are used.
func parseYAML(name string, data []byte) (ast.Node, error) {
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	var syntax *yaml.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Token != nil:
		p := syntax.Token.Position
		return nil, Errors{{name, p.Line, p.Column, "not YAML: " + syntax.Message}}
	case err != nil:
		return nil, Errors{{name, 1, 1, "not YAML: the file cannot be parsed"}}
	case len(file.Docs) > 1:
		return nil, Errors{{name, 1, 1, fmt.Sprintf("the file holds %d YAML documents (---); a configuration is one", len(file.Docs))}}
	case len(file.Docs) == 0:
		return nil, nil
	}
	return file.Docs[0].Body, nil
}

// fillIn sets what may be left out to what it then means.
func (c *Config) fillIn() {
	if c.Source.TLS.Mode == "" {
		c.Source.TLS.Mode = TLSMandatory
	}
	if c.Source.Login.Method == "" {
		c.Source.Login.Method = MethodSQL
	}
	if c.Source.Endpoint != nil && c.Source.Endpoint.Port == 0 {
		c.Source.Endpoint.Port = 5022
	}
	if c.Source.Host != nil && c.Source.Host.Via == "" {
		c.Source.Host.Via = ViaNone
	}
	if c.Target != nil && c.Target.Login.Method == "" {
		c.Target.Login.Method = MethodEntra
	}
	if c.Route == "" {
		c.Route = RouteDirect
	}
	if c.Azure != nil && c.Azure.Cloud == (Cloud{}) {
		c.Azure.Cloud.Name = "public"
	}
	if c.Azure != nil && c.Azure.Credential == "" {
		c.Azure.Credential = "default"
	}
}
